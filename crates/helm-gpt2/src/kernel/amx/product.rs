//! Products of tiles, and what becomes of them while the next ones are computed.
//!
//! Sixteen rows are multiplied by sixteen columns in four tile registers, one for each weight that products of slices
//! have. Their sums go through memory to be finished as floats. Both is done at once: rows of the sums before are
//! finished between products of the next.

use super::finish::{Finish, GELU, finish_row, gelu};
use super::slices::{LINES, PANEL_TILES_LEN, ROW_TILES_LEN, TILE_LEN};
use std::arch::asm;
use std::arch::x86_64::{_mm512_set1_ps, _mm512_setzero_ps};

/// Words that are fetched in each step of what comes next.
pub(super) const FETCHED_IN_STEP: usize = 64;

/// Exact sums of products of 16 rows and 16 columns: of the greatest slices, of those that weigh 2^-8 of these, and so
/// on.
#[repr(C, align(64))]
struct Sums([[i32; TILE_LEN]; WEIGHTS]);

/// Different weights of products of slices. That of the smallest by the smallest would be one more.
const WEIGHTS: usize = 4;

/// What is multiplied: for each of some steps of 64 inner values tiles.
pub(super) struct Factors<'a> {
    /// The tiles of 16 rows.
    pub(super) rows: &'a [f32],
    /// The tiles of 16 columns.
    pub(super) columns: &'a [f32],
    pub(super) steps: usize,
    /// Where something begins that is to be fetched meanwhile. It need not be memory at all.
    pub(super) next: *const f32,
}

/// Products under way.
pub(super) struct Products {
    _tiles: Configuration,
    sums: [Sums; 2],
    /// Of the sums that were computed last.
    last: usize,
    /// What is to become of these.
    finish: Option<Finish>,
}

impl Products {
    /// # Safety
    ///
    /// The processor must have AMX, and this process the permission to use it.
    pub(super) unsafe fn new() -> Self {
        // SAFETY: the caller's promise.
        let tiles = unsafe { Configuration::load() };
        Self { _tiles: tiles, sums: [const { Sums([[0; TILE_LEN]; WEIGHTS]) }; 2], last: 0, finish: None }
    }

    /// Multiplies. Meanwhile the sums are finished that were computed before.
    ///
    /// # Safety
    ///
    /// The processor must have AVX-512. Until [`Products::multiply`] or [`Products::finish`] is called next, the output
    /// must be valid for all rows and only be used here, and the rows' scales must stay as they are.
    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    pub(super) unsafe fn multiply(&mut self, factors: &Factors<'_>, finish: Finish) {
        let finished = self.finish.replace(finish);
        let (before, sums) = last_and_other(&mut self.sums, self.last);
        self.last = 1 - self.last;
        // SAFETY: the caller's promises, and those of the call before.
        unsafe { multiply(factors, false, sums, before, finished) };
    }

    /// Adds products to those of the last call of [`Products::multiply`].
    ///
    /// # Safety
    ///
    /// The processor must have AVX-512.
    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    pub(super) unsafe fn add(&mut self, factors: &Factors<'_>) {
        let (sums, other) = last_and_other(&mut self.sums, self.last);
        // SAFETY: nothing is finished, so only sums are written.
        unsafe { multiply(factors, true, sums, other, None) };
    }

    /// Finishes the last sums.
    ///
    /// # Safety
    ///
    /// The processor must have AVX-512.
    #[inline]
    #[target_feature(enable = "avx512f,avx2,fma")]
    pub(super) unsafe fn finish(&mut self) {
        let finished = self.finish.take();
        let (before, other) = last_and_other(&mut self.sums, self.last);
        let nothing = Factors { rows: &[], columns: &[], steps: 0, next: std::ptr::null() };
        // SAFETY: the promises of the call before.
        unsafe { multiply(&nothing, false, other, before, finished) };
    }
}

fn last_and_other([first, second]: &mut [Sums; 2], last: usize) -> (&mut Sums, &mut Sums) {
    if last == 0 { (first, second) } else { (second, first) }
}

/// Puts products of all steps into `sums`, or adds them to what is there, and finishes `before`.
#[inline]
#[target_feature(enable = "avx512f,avx2,fma")]
unsafe fn multiply(factors: &Factors<'_>, adds: bool, sums: &mut Sums, before: &Sums, finish: Option<Finish>) {
    let &Factors { rows, columns, steps, next } = factors;
    assert!(rows.len() >= steps * ROW_TILES_LEN && columns.len() >= steps * PANEL_TILES_LEN, "tiles");
    let finish = finish.unwrap_or(Finish::nothing(_mm512_setzero_ps()));
    // In tiles 0 to 3 are the sums, greatest weight first, in 4 to 6 slices of rows, in 7 a slice of columns.
    macro_rules! multiply_and_finish {
        ($activation:expr, $($operands:tt)*) => {
            asm!(
                "test {steps}, {steps}",
                "jz 4f",
                "kortestw {continues}, {continues}",
                "jnz 3f",
                "tilezero tmm0", "tilezero tmm1", "tilezero tmm2", "tilezero tmm3",
                "jmp 2f",
                "3:",
                "tileloadd tmm0, [{sums} + {line}]",
                "tileloadd tmm1, [{sums} + {line} + 1024]",
                "tileloadd tmm2, [{sums} + {line} + 2048]",
                "tileloadd tmm3, [{sums} + {line} + 3072]",
                "2:",
                "prefetcht1 [{next}]", "prefetcht1 [{next} + 64]",
                "prefetcht1 [{next} + 128]", "prefetcht1 [{next} + 192]",
                "tileloadd tmm7, [{columns} + {line}]",
                "tileloaddt1 tmm4, [{rows} + {line}]", "tdpbssd tmm0, tmm4, tmm7",
                finish_row!($activation),
                "tileloaddt1 tmm5, [{rows} + {line} + 1024]", "tdpbssd tmm1, tmm5, tmm7",
                "tileloaddt1 tmm6, [{rows} + {line} + 2048]", "tdpbssd tmm2, tmm6, tmm7",
                "tileloadd tmm7, [{columns} + {line} + 1024]",
                "tdpbssd tmm1, tmm4, tmm7", "tdpbssd tmm2, tmm5, tmm7",
                finish_row!($activation),
                "tdpbssd tmm3, tmm6, tmm7",
                "tileloadd tmm7, [{columns} + {line} + 2048]",
                "tdpbssd tmm2, tmm4, tmm7",
                "tdpbssd tmm3, tmm5, tmm7",
                "add {next}, {fetched}",
                "add {rows}, {row_tiles}",
                "add {columns}, {panel_tiles}",
                "dec {steps}",
                "jnz 2b",
                "tilestored [{sums} + {line}], tmm0",
                "tilestored [{sums} + {line} + 1024], tmm1",
                "tilestored [{sums} + {line} + 2048], tmm2",
                "tilestored [{sums} + {line} + 3072], tmm3",
                // What steps were too few for.
                "4:",
                finish_row!($activation),
                "test {rows_left}, {rows_left}",
                "jnz 4b",
                rows = inout(reg) rows.as_ptr() => _,
                columns = inout(reg) columns.as_ptr() => _,
                next = inout(reg) next => _,
                steps = inout(reg) steps => _,
                continues = in(kreg) i16::from(adds),
                sums = in(reg) &raw mut *sums,
                line = in(reg) WORD * LINES,
                before = inout(reg) &raw const *before => _,
                output = inout(reg) finish.output => _,
                stride = in(reg) WORD * finish.stride,
                rows_left = inout(reg) finish.rows => _,
                row_scales = inout(reg) finish.row_scales => _,
                column_scales = in(zmm_reg) finish.column_scales,
                start = in(zmm_reg) finish.before,
                weight = in(zmm_reg) _mm512_set1_ps(256.0),
                adds = in(kreg) if finish.adds { -1_i16 } else { 0 },
                $($operands)*
                sum = out(zmm_reg) _,
                value = out(zmm_reg) _,
                factor = out(zmm_reg) _,
                fetched = const WORD * FETCHED_IN_STEP,
                row_tiles = const WORD * ROW_TILES_LEN,
                panel_tiles = const WORD * PANEL_TILES_LEN,
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            )
        };
    }
    // SAFETY: factors have the tiles of all steps, sums have room for four; the caller promises the rest.
    unsafe {
        // Not one code with a branch in it: that would make all products slower.
        if finish.activates {
            multiply_and_finish!(
                gelu!(),
                activation = in(reg) GELU.as_ptr(),
                one = in(zmm_reg) _mm512_set1_ps(1.0),
                power = out(zmm_reg) _,
                square = out(zmm_reg) _,
            );
        } else {
            multiply_and_finish!("",);
        }
    }
}

/// Eight tile registers of 16 lines of 64 bytes, as long as this lives.
struct Configuration(());

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
    unsafe fn load() -> Self {
        // SAFETY: the caller's promise; the palette has the 64 bytes that are read.
        unsafe { asm!("ldtilecfg [{}]", in(reg) &raw const EIGHT_TILES, options(nostack, readonly)) };
        Self(())
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
const _: () = assert!(WORD * TILE_LEN == 1024 && WORD * FETCHED_IN_STEP == 4 * 64);
