//! Sums of products in the tile registers: four of them, one for each weight, of 16 rows and 16 columns.

use super::slices::{LINES, PANEL_TILES_LEN, ROW_TILES_LEN, TILE_LEN};
use std::arch::asm;
use std::arch::x86_64::{__m512, _mm512_cvtepi32_ps, _mm512_fmadd_ps, _mm512_load_si512, _mm512_set1_ps};

/// Words that are fetched in each step of what comes next.
pub(super) const FETCHED_IN_STEP: usize = 128;

/// Exact sums of products, for each half of the columns: of the greatest slices, of those that weigh 2^-8 of these,
/// and so on.
#[repr(C, align(64))]
pub(super) struct Sums([[[i32; TILE_LEN]; WEIGHTS]; HALVES]);

/// Different weights of products of slices. That of the smallest by the smallest would be one more.
const WEIGHTS: usize = 4;
/// Tiles of columns.
const HALVES: usize = 2;

impl Default for Sums {
    fn default() -> Self {
        Self([[[0; TILE_LEN]; WEIGHTS]; HALVES])
    }
}

impl Sums {
    /// The sums of a row, in units of the lowest weight.
    #[inline]
    #[target_feature(enable = "avx512f")]
    pub(super) fn row(&self, row: usize) -> [__m512; HALVES] {
        let half = |half: usize| {
            let sums = |weight: usize| {
                let line = &self.0[half][weight][row * LINES..][..LINES];
                // SAFETY: a line has the sixteen words that are loaded, and begins at a multiple of 64 bytes.
                _mm512_cvtepi32_ps(unsafe { _mm512_load_si512(line.as_ptr().cast()) })
            };
            let weight = _mm512_set1_ps(256.0);
            (1..WEIGHTS).fold(sums(0), |sum, next| _mm512_fmadd_ps(sum, weight, sums(next)))
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
    #[inline]
    pub(super) fn multiply(&self, factors: &Factors<'_>, sums: &mut Sums) {
        let &Factors { rows, columns, steps, next } = factors;
        assert!(steps > 0 && rows.len() >= steps * ROW_TILES_LEN && columns.len() >= steps * PANEL_TILES_LEN, "tiles");
        for (half, sums) in sums.0.iter_mut().enumerate() {
            let next = next.wrapping_add(half * FETCHED_IN_STEP / HALVES);
            // SAFETY: factors have the tiles of all steps.
            unsafe { self.multiply_half(rows.as_ptr(), columns.as_ptr().add(half * TILE_LEN), steps, next, sums) }
        }
    }

    /// In tiles 0 to 3 are the sums, greatest weight first, in 4 to 6 slices of rows, in 7 a slice of columns.
    #[expect(clippy::unused_self, reason = "there are tile registers only as long as it lives")]
    #[inline]
    unsafe fn multiply_half(
        &self,
        rows: *const f32,
        columns: *const f32,
        steps: usize,
        next: *const f32,
        sums: &mut [[i32; TILE_LEN]; WEIGHTS],
    ) {
        // SAFETY: the caller promises tiles for all steps; sums have room for four.
        unsafe {
            asm!(
                "tilezero tmm0", "tilezero tmm1", "tilezero tmm2", "tilezero tmm3",
                "2:",
                "prefetcht1 [{next}]", "prefetcht1 [{next} + 64]",
                "prefetcht1 [{next} + 128]", "prefetcht1 [{next} + 192]",
                "tileloadd tmm7, [{columns} + {line}]",
                "tileloadd tmm4, [{rows} + {line}]", "tdpbssd tmm0, tmm4, tmm7",
                "tileloadd tmm5, [{rows} + {line} + 1024]", "tdpbssd tmm1, tmm5, tmm7",
                "tileloadd tmm6, [{rows} + {line} + 2048]", "tdpbssd tmm2, tmm6, tmm7",
                "tileloadd tmm7, [{columns} + {line} + 2048]",
                "tdpbssd tmm1, tmm4, tmm7", "tdpbssd tmm2, tmm5, tmm7", "tdpbssd tmm3, tmm6, tmm7",
                "tileloadd tmm7, [{columns} + {line} + 4096]",
                "tdpbssd tmm2, tmm4, tmm7", "tdpbssd tmm3, tmm5, tmm7",
                "add {next}, {fetched}",
                "add {rows}, {row_tiles}",
                "add {columns}, {panel_tiles}",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}], tmm0",
                "tilestored [{sums} + {line} + 1024], tmm1",
                "tilestored [{sums} + {line} + 2048], tmm2",
                "tilestored [{sums} + {line} + 3072], tmm3",
                rows = inout(reg) rows => _,
                columns = inout(reg) columns => _,
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
const _: () = assert!(WORD * TILE_LEN == 1024 && WORD * FETCHED_IN_STEP == HALVES * 4 * 64);
