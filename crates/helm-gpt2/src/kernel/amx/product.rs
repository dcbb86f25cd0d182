//! Sums of products in the tile registers: for each of two tiles of columns one of each weight, and one tile of rows
//! and one of columns at a time.

use super::slices::{LINES, PANEL_TILES_LEN, ROW_TILES_LEN, TILE_LEN};
use std::arch::asm;
use std::arch::x86_64::{__m512, _mm512_cvtepi32_ps, _mm512_fmadd_ps, _mm512_load_si512, _mm512_set1_ps};

/// Words that are fetched in each step of what comes next.
pub(super) const FETCHED_IN_STEP: usize = 128;

/// Exact sums of products, for each half of the columns: of the greatest slices, of those that weigh 2^-8 of these,
/// and of those that weigh 2^-16.
#[repr(C, align(64))]
pub(super) struct Sums([[[i32; TILE_LEN]; WEIGHTS]; 2]);

/// Different weights of products of slices.
const WEIGHTS: usize = 3;

impl Default for Sums {
    fn default() -> Self {
        Self([[[0; TILE_LEN]; WEIGHTS]; 2])
    }
}

impl Sums {
    /// The sums of a row, in units of the lowest weight.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn row(&self, row: usize) -> [__m512; 2] {
        let half = |half: usize| {
            let sums = |weight: usize| {
                let line = &self.0[half][weight][row * LINES..][..LINES];
                // SAFETY: a line has the sixteen words that are loaded, and begins at a multiple of 64 bytes.
                _mm512_cvtepi32_ps(unsafe { _mm512_load_si512(line.as_ptr().cast()) })
            };
            let weight = _mm512_set1_ps(256.0);
            _mm512_fmadd_ps(_mm512_fmadd_ps(sums(0), weight, sums(1)), weight, sums(2))
        };
        [half(0), half(1)]
    }
}

/// What is multiplied.
pub(super) struct Factors<'a> {
    /// For each step the tiles of 16 rows.
    pub(super) rows: &'a [f32],
    /// For each step the tiles of two times 16 columns.
    pub(super) columns: &'a [f32],
    /// Blocks of 64 inner values.
    pub(super) steps: usize,
    /// Where something begins that is to be fetched meanwhile. It need not be memory at all.
    pub(super) next: *const f32,
}

/// Eight tile registers of 16 lines of 64 bytes, as long as this lives.
pub(super) struct Configuration(());

/// What the processor reads a configuration from.
#[repr(C, align(64))]
struct Palette {
    palette: u8,
    start_row: u8,
    reserved: [u8; 14],
    bytes_of_line: [u16; 16],
    lines: [u8; 16],
}

static EIGHT_TILES: Palette = Palette {
    palette: 1,
    start_row: 0,
    reserved: [0; 14],
    bytes_of_line: [64, 64, 64, 64, 64, 64, 64, 64, 0, 0, 0, 0, 0, 0, 0, 0],
    lines: [16, 16, 16, 16, 16, 16, 16, 16, 0, 0, 0, 0, 0, 0, 0, 0],
};

/// Loads a slice of rows.
macro_rules! load_rows {
    ($slice:literal) => {
        concat!("tileloadd tmm6, [{rows} + {line} + 1024 * ", $slice, "]\n")
    };
}

/// Loads a slice of the left or the right half of the columns.
macro_rules! load_columns {
    (left, $slice:literal) => {
        concat!("tileloadd tmm7, [{columns} + {line} + 2048 * ", $slice, "]\n")
    };
    (right, $slice:literal) => {
        concat!("tileloadd tmm7, [{columns} + {line} + 2048 * ", $slice, " + 1024]\n")
    };
}

/// Adds the products of what is loaded to the sums of a weight.
macro_rules! add_products {
    (left, $weight:literal) => {
        concat!("tdpbssd tmm", $weight, ", tmm6, tmm7\n")
    };
    (right, 0) => {
        "tdpbssd tmm3, tmm6, tmm7\n"
    };
    (right, 1) => {
        "tdpbssd tmm4, tmm6, tmm7\n"
    };
    (right, 2) => {
        "tdpbssd tmm5, tmm6, tmm7\n"
    };
}

/// Loads a slice of columns and adds its products with the rows.
macro_rules! multiply {
    ($half:tt, $slice:tt, $weight:tt) => {
        concat!(load_columns!($half, $slice), add_products!($half, $weight))
    };
}

impl Configuration {
    /// # Safety
    ///
    /// The processor must have AMX, and the system must have permitted its use.
    pub(super) unsafe fn load() -> Self {
        // SAFETY: the caller's promise; the palette has the 64 bytes that are read.
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const EIGHT_TILES, options(nostack, readonly)) };
        Self(())
    }

    /// Puts the products of all rows and columns into `sums`.
    #[expect(clippy::unused_self, reason = "there are tile registers only as long as it lives")]
    #[inline]
    pub(super) fn multiply(&self, factors: &Factors<'_>, sums: &mut Sums) {
        let &Factors { rows, columns, steps, next } = factors;
        assert!(steps > 0 && rows.len() >= steps * ROW_TILES_LEN && columns.len() >= steps * PANEL_TILES_LEN, "tiles");
        // SAFETY: factors have the tiles of all steps, and sums have room for six tiles.
        unsafe {
            asm!(
                "tilezero tmm0", "tilezero tmm1", "tilezero tmm2",
                "tilezero tmm3", "tilezero tmm4", "tilezero tmm5",
                "2:",
                "prefetcht1 [{next}]", "prefetcht1 [{next} + 64]",
                "prefetcht1 [{next} + 128]", "prefetcht1 [{next} + 192]",
                "prefetcht1 [{next} + 256]", "prefetcht1 [{next} + 320]",
                "prefetcht1 [{next} + 384]", "prefetcht1 [{next} + 448]",
                load_rows!(0),
                multiply!(left, 0, 0), multiply!(right, 0, 0),
                multiply!(left, 1, 1), multiply!(right, 1, 1),
                multiply!(left, 2, 2), multiply!(right, 2, 2),
                load_rows!(1),
                multiply!(left, 1, 2), multiply!(right, 1, 2),
                multiply!(right, 0, 1), multiply!(left, 0, 1),
                load_rows!(2),
                add_products!(left, 2), multiply!(right, 0, 2),
                "add {next}, {fetched}",
                "add {rows}, {row_tiles}",
                "add {columns}, {panel_tiles}",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}], tmm0",
                "tilestored [{sums} + {line} + 1024], tmm1",
                "tilestored [{sums} + {line} + 2048], tmm2",
                "tilestored [{sums} + {line} + 3072], tmm3",
                "tilestored [{sums} + {line} + 4096], tmm4",
                "tilestored [{sums} + {line} + 5120], tmm5",
                rows = inout(reg) rows.as_ptr() => _,
                columns = inout(reg) columns.as_ptr() => _,
                next = inout(reg) next => _,
                steps = inout(reg) steps => _,
                sums = in(reg) &raw mut *sums,
                line = in(reg) WORD * LINES,
                fetched = const WORD * FETCHED_IN_STEP,
                row_tiles = const WORD * ROW_TILES_LEN,
                panel_tiles = const WORD * PANEL_TILES_LEN,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            );
        }
    }
}

impl Drop for Configuration {
    fn drop(&mut self) {
        // SAFETY: it was loaded. Tiles in use would have to be saved whenever threads take turns.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

/// Bytes of a word; the offsets above are in bytes.
const WORD: usize = size_of::<f32>();
const _: () = assert!(WORD * TILE_LEN == 1024 && FETCHED_IN_STEP * WORD == 8 * 64);
