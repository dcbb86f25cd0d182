//! The micro-kernel of AMX, and the epilogue of its sums between the products of the next ones.
//!
//! Sixteen rows are multiplied by sixteen columns in four tile registers, one for each significance that products of
//! slices have. Sums go through memory to the epilogue, which makes floats of them; the two are interleaved in one piece
//! of code, so that neither unit of the processor waits for the other.

use super::finish::{Finish, GELU, finish_row, gelu};
use super::slices::{LINES, PANEL_TILES_LEN, ROW_TILES_LEN, TILE_LEN};
use std::arch::asm;
use std::arch::x86_64::{_mm512_set1_ps, _mm512_setzero_ps};
use std::marker::PhantomData;
use std::mem::offset_of;

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
    /// The tiles of 16 rows, for the steps of all parts.
    pub(super) rows: &'a [f32],
    /// Whether there are few steps, as for scores of attention: rows are loaded into the nearest cache, and all rows of
    /// the sums before are finished within one step rather than two in each.
    pub(super) near: bool,
    /// The tiles of 16 columns. Sums go over all parts.
    pub(super) columns: &'a [Columns<'a>],
    /// Where something begins that is to be fetched meanwhile. It need not be memory at all.
    pub(super) next: *const f32,
}

/// Tiles of 16 columns for some steps, one after the other.
#[repr(C)]
#[derive(Clone, Copy)]
pub(super) struct Columns<'a> {
    tiles: *const f32,
    steps: usize,
    lifetime: PhantomData<&'a [f32]>,
}

impl<'a> Columns<'a> {
    /// What begins with the tiles for so many steps, at least one.
    pub(super) fn new(tiles: &'a [f32], steps: usize) -> Self {
        assert!(steps > 0 && tiles.len() >= steps * PANEL_TILES_LEN, "tiles of columns");
        Self { tiles: tiles.as_ptr(), steps, lifetime: PhantomData }
    }
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
    /// The processor must have AVX-512. Until the next call of [`Products::multiply`] or [`Products::finish`] has
    /// returned, the output must be valid for all rows and only be used here, and the rows' scales must stay as they are.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx2,fma")]
    pub(super) unsafe fn multiply(&mut self, factors: &Factors<'_>, finish: Finish) {
        let finished = self.finish.replace(finish);
        let (before, sums) = last_and_other(&mut self.sums, self.last);
        self.last = 1 - self.last;
        // SAFETY: the caller's promises, and those of the call before.
        unsafe { multiply(factors, sums, before, finished, finish.output) };
    }

    /// Finishes the last sums.
    ///
    /// # Safety
    ///
    /// The processor must have AVX-512, and what the last call of [`Products::multiply`] was promised must still hold.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx2,fma")]
    pub(super) unsafe fn finish(&mut self) {
        let finished = self.finish.take();
        let (before, other) = last_and_other(&mut self.sums, self.last);
        let nothing = Factors { rows: &[], near: true, columns: &[], next: std::ptr::null() };
        // SAFETY: the promises of the call before.
        unsafe { multiply(&nothing, other, before, finished, std::ptr::null()) };
    }
}

fn last_and_other([first, second]: &mut [Sums; 2], last: usize) -> (&mut Sums, &mut Sums) {
    if last == 0 { (first, second) } else { (second, first) }
}

/// The code of [`multiply`], with $activation for finished rows, $load for tiles of rows, and $more between products
/// besides the code for a row in two places. In tiles 0 to 3 are the sums, greatest weight first, in 4 to 6 slices of
/// rows, in 7 a slice of columns.
///
/// Each step prefetches, for writing, two rows of the output that these sums go to later: otherwise one store of the
/// epilogue after another would miss.
macro_rules! multiply_and_finish {
    ($activation:expr, $load:literal, $more:expr) => {
        concat!(
            "kmovq {steps}, {end}
            cmp {parts}, {steps}
            je 4f
            tilezero tmm0
            tilezero tmm1
            tilezero tmm2
            tilezero tmm3
            3:
            mov {columns}, [{parts}]
            mov {steps}, [{parts} + {steps_of_part}]
            add {parts}, {part}
            2:
            prefetcht1 [{next}]
            prefetcht1 [{next} + 64]
            prefetcht1 [{next} + 128]
            prefetcht1 [{next} + 192]
            prefetchw [{coming}]
            prefetchw [{coming} + {stride}]
            lea {coming}, [{coming} + 2 * {stride}]
            tileloadd tmm7, [{columns} + {line}]
            ",
            $load,
            " tmm4, [{rows} + {line}]
            tdpbssd tmm0, tmm4, tmm7
            ",
            finish_row!($activation),
            $more,
            $load,
            " tmm5, [{rows} + {line} + 1024]
            tdpbssd tmm1, tmm5, tmm7
            ",
            $more,
            $more,
            $load,
            " tmm6, [{rows} + {line} + 2048]
            tdpbssd tmm2, tmm6, tmm7
            tileloadd tmm7, [{columns} + {line} + 1024]
            ",
            $more,
            $more,
            "tdpbssd tmm1, tmm4, tmm7
            ",
            $more,
            $more,
            "tdpbssd tmm2, tmm5, tmm7
            ",
            finish_row!($activation),
            $more,
            "tdpbssd tmm3, tmm6, tmm7
            tileloadd tmm7, [{columns} + {line} + 2048]
            ",
            $more,
            $more,
            "tdpbssd tmm2, tmm4, tmm7
            ",
            $more,
            $more,
            "tdpbssd tmm3, tmm5, tmm7
            ",
            $more,
            $more,
            "add {next}, {fetched}
            add {rows}, {row_tiles}
            add {columns}, {panel_tiles}
            dec {steps}
            jnz 2b
            kmovq {steps}, {end}
            cmp {parts}, {steps}
            jne 3b
            tilestored [{sums} + {line}], tmm0
            tilestored [{sums} + {line} + 1024], tmm1
            tilestored [{sums} + {line} + 2048], tmm2
            tilestored [{sums} + {line} + 3072], tmm3
            4:
            ",
            // What steps were too few for.
            finish_row!($activation),
            "test {rows_left}, {rows_left}
            jnz 4b"
        )
    };
}

/// Puts products of all steps into `sums` and finishes `before`. `coming` is where these products will go, with the
/// same stride.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx2,fma")]
unsafe fn multiply(factors: &Factors<'_>, sums: &mut Sums, before: &Sums, finish: Option<Finish>, coming: *const f32) {
    let &Factors { rows, near, columns, next } = factors;
    let steps: usize = columns.iter().map(|part| part.steps).sum();
    assert!(rows.len() >= steps * ROW_TILES_LEN, "tiles of rows");
    let parts = columns.as_ptr_range();
    let finish = finish.unwrap_or(Finish::nothing(_mm512_setzero_ps()));
    macro_rules! run {
        ($code:expr, $($operands:tt)*) => {
            asm!(
                $code,
                rows = inout(reg) rows.as_ptr() => _,
                parts = inout(reg) parts.start => _,
                end = in(kreg) parts.end.addr() as u64,
                coming = inout(reg) coming => _,
                columns = out(reg) _,
                steps = out(reg) _,
                next = inout(reg) next => _,
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
                part = const size_of::<Columns<'_>>(),
                steps_of_part = const offset_of!(Columns<'_>, steps),
                out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
                out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
                options(nostack),
            )
        };
    }
    // SAFETY: factors have the tiles of all steps, sums have room for four; the caller promises the rest.
    unsafe {
        // Not one code with branches in it: that would make all products slower.
        if finish.activates {
            run!(
                multiply_and_finish!(gelu!(), "tileloaddt1", ""),
                activation = sym GELU,
                one = in(zmm_reg) _mm512_set1_ps(1.0),
                power = out(zmm_reg) _,
                square = out(zmm_reg) _,
            );
        } else if near {
            run!(multiply_and_finish!("", "tileloadd", finish_row!("")),);
        } else {
            run!(multiply_and_finish!("", "tileloaddt1", ""),);
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
