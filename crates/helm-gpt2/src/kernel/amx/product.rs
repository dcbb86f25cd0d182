//! Sums of products in the tile registers: four tiles of sums, two of rows, two of columns.

use super::split::{LINES, OPERAND_LEN, PARTS, RUN_LEN};
use std::arch::asm;

/// Rows that are computed together.
pub(super) const ROWS: usize = 2 * LINES;
/// Columns that are computed together.
pub(super) const COLUMNS: usize = 2 * LINES;
/// Floats that are fetched in each step of what comes next.
pub(super) const FETCHED_IN_STEP: usize = 8 * LINES;

/// Sums of shape ([`ROWS`], [`COLUMNS`]).
#[repr(C, align(64))]
pub(super) struct Sums([f32; ROWS * COLUMNS]);

impl Default for Sums {
    fn default() -> Self {
        Self([0.0; ROWS * COLUMNS])
    }
}

impl Sums {
    /// The sums of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.0.chunks(COLUMNS)
    }
}

/// What is multiplied.
pub(super) struct Factors {
    /// Operands of one or two times 16 rows: the runs of the first block's two steps for the first rows, then for the
    /// second; the next block is [`OPERAND_LEN`] further.
    pub(super) left: *const f32,
    /// Split weights: two runs for each step.
    pub(super) right: *const f32,
    /// Blocks of 64 inner values.
    pub(super) blocks: usize,
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

/// Loads a tile of the first 16 rows; of two times 16 rows one of the second too, whose runs come after theirs.
macro_rules! load_left {
    (1, $tile:literal) => {
        concat!("tileloadd tmm4, [{left} + {line} + 1024 * ", $tile, "]\n")
    };
    (2, $tile:literal) => {
        concat!(load_left!(1, $tile), "tileloadd tmm5, [{left} + {line} + {two_runs} + 1024 * ", $tile, "]\n")
    };
}

/// Loads two tiles, of neighbouring columns.
macro_rules! load_right {
    ($pair:literal) => {
        concat!(
            "tileloadd tmm6, [{right} + {line} + 2048 * ",
            $pair,
            "]\n",
            "tileloadd tmm7, [{right} + {line} + 2048 * ",
            $pair,
            " + 1024]\n",
        )
    };
}

/// Adds the products of the tiles that are loaded to the sums.
macro_rules! products {
    (1) => {
        "tdpbf16ps tmm0, tmm4, tmm6\n tdpbf16ps tmm1, tmm4, tmm7\n"
    };
    (2) => {
        concat!(products!(1), "tdpbf16ps tmm2, tmm5, tmm6\n tdpbf16ps tmm3, tmm5, tmm7\n")
    };
}

/// Takes one step, given the places of the three parts of its values. The order of products is the same for all sums;
/// it needs few loads, and ends with the greatest.
macro_rules! step {
    ($row_tiles:tt, $great:literal, $middle:literal, $small:literal) => {
        concat!(
            load_left!($row_tiles, $great),
            load_right!($small),
            products!($row_tiles),
            load_right!($middle),
            products!($row_tiles),
            load_left!($row_tiles, $middle),
            products!($row_tiles),
            load_right!($great),
            products!($row_tiles),
            load_left!($row_tiles, $small),
            products!($row_tiles),
            load_left!($row_tiles, $great),
            products!($row_tiles),
        )
    };
}

/// Fetches eight lines: into the nearest cache (`t0`) or into the next (`t1`).
macro_rules! fetch {
    ($cache:literal, $($from:literal),+) => {
        concat!(
            fetch!(line $cache, 0, $($from),+), fetch!(line $cache, 64, $($from),+),
            fetch!(line $cache, 128, $($from),+), fetch!(line $cache, 192, $($from),+),
            fetch!(line $cache, 256, $($from),+), fetch!(line $cache, 320, $($from),+),
            fetch!(line $cache, 384, $($from),+), fetch!(line $cache, 448, $($from),+),
        )
    };
    (line $cache:literal, $offset:literal, $($from:literal),+) => {
        concat!("prefetch", $cache, " [", $($from, " + ",)+ $offset, "]\n")
    };
}

/// Fetches the tiles that the next step begins with, given the places of its runs, and some of what comes next.
macro_rules! fetch_for_next_step {
    ($left:literal, $right:literal) => {
        concat!(
            fetch!("t0", "{left}", $left),
            fetch!("t0", "{left}", $left, "512"),
            fetch!("t0", "{left}", $left, "{two_runs}"),
            fetch!("t0", "{left}", $left, "{two_runs}", "512"),
            fetch!("t0", "{right}", $right, "4096"),
            fetch!("t0", "{right}", $right, "4608"),
            fetch!("t0", "{right}", $right, "5120"),
            fetch!("t0", "{right}", $right, "5632"),
            fetch!("t1", "{next}"),
            "add {next}, 512\n",
        )
    };
}

/// Multiplies one or two times 16 rows: two steps for each block. Of the four tiles that are stored, the lower two are
/// zero where there are only 16 rows.
macro_rules! multiply {
    ($row_tiles:tt, $factors:ident, $sums:ident) => {
        asm!(
            "tilezero tmm0", "tilezero tmm1", "tilezero tmm2", "tilezero tmm3",
            "2:",
            fetch_for_next_step!("{run}", "2 * {run}"),
            step!($row_tiles, 0, 1, 2),
            fetch_for_next_step!("{operand}", "4 * {run}"),
            step!($row_tiles, 3, 4, 5),
            "add {left}, {operand}",
            "add {right}, 4 * {run}",
            "dec {blocks}",
            "jnz 2b",
            "tilestored [{sums} + 2 * {line}], tmm0",
            "tilestored [{sums} + 2 * {line} + 64], tmm1",
            "tilestored [{sums} + 2 * {line} + 2048], tmm2",
            "tilestored [{sums} + 2 * {line} + 2112], tmm3",
            left = inout(reg) $factors.left => _,
            right = inout(reg) $factors.right => _,
            next = inout(reg) $factors.next => _,
            blocks = inout(reg) $factors.blocks => _,
            sums = in(reg) &raw mut *$sums,
            line = in(reg) size_of::<f32>() * LINES,
            run = const RUN_BYTES,
            two_runs = const 2 * RUN_BYTES,
            operand = const size_of::<f32>() * OPERAND_LEN,
            out("tmm0") _, out("tmm1") _, out("tmm2") _, out("tmm3") _,
            out("tmm4") _, out("tmm5") _, out("tmm6") _, out("tmm7") _,
            options(nostack),
        )
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

    /// Puts the products of the first `rows` rows (and maybe of more) and all columns into `sums`.
    ///
    /// # Safety
    ///
    /// `left` and `right` must be as [`Factors`] says.
    #[expect(clippy::unused_self, reason = "there are tile registers only as long as it lives")]
    pub(super) unsafe fn multiply(&self, factors: &Factors, rows: usize, sums: &mut Sums) {
        // SAFETY: the caller's promises; the sums have room for four tiles.
        unsafe {
            if rows > LINES {
                multiply!(2, factors, sums);
            } else {
                multiply!(1, factors, sums);
            }
        }
    }
}

impl Drop for Configuration {
    fn drop(&mut self) {
        // SAFETY: it was loaded. Tiles in use would have to be saved whenever threads take turns.
        unsafe { asm!("tilerelease", options(nostack, nomem)) };
    }
}

/// Bytes of a run; the offsets above are those of its tiles.
const RUN_BYTES: usize = size_of::<f32>() * RUN_LEN;
const _: () = assert!(RUN_BYTES == 1024 * PARTS, "a tile has 1024 bytes");
