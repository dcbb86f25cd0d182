//! What becomes of sums of products, as code that goes between products.

use super::super::exponential::{BOUNDS, COEFFICIENTS, CUBIC, GELU_FACTOR, MINUS_LN_2, ROUNDING};
use std::arch::x86_64::__m512;

/// What becomes of sums: each is multiplied by a scale of its row and one of its column, and added to `before` and
/// perhaps to what the output holds.
#[derive(Clone, Copy)]
pub(super) struct Finish {
    /// The first row of sixteen columns.
    pub(super) output: *mut f32,
    /// Words from a row to the next.
    pub(super) stride: usize,
    /// How many rows count, at most 16.
    pub(super) rows: usize,
    /// One for each of these rows.
    pub(super) row_scales: *const f32,
    pub(super) column_scales: __m512,
    pub(super) before: __m512,
    /// Whether what the output holds is added.
    pub(super) adds: bool,
    /// Whether the output is `gelu_new` of that.
    pub(super) activates: bool,
}

impl Finish {
    /// For no rows at all.
    pub(super) fn nothing(zeros: __m512) -> Self {
        Self {
            output: std::ptr::null_mut(),
            stride: 0,
            rows: 0,
            row_scales: std::ptr::null(),
            column_scales: zeros,
            before: zeros,
            adds: false,
            activates: false,
        }
    }
}

/// What `gelu_new` is computed with, in the order in which [`gelu`] has it.
pub(super) static GELU: [f32; 14] = [
    CUBIC,
    GELU_FACTOR,
    BOUNDS[1],
    BOUNDS[0],
    ROUNDING,
    std::f32::consts::LOG2_E,
    MINUS_LN_2[0],
    MINUS_LN_2[1],
    COEFFICIENTS[0],
    COEFFICIENTS[1],
    COEFFICIENTS[2],
    COEFFICIENTS[3],
    COEFFICIENTS[4],
    COEFFICIENTS[5],
];

/// The code that finishes a row, if `rows_left` says that there is one: from the sums at `before` to `output`. First
/// sums of all weights become one, then that is scaled and added to, and then comes `$activation`. Registers are named
/// as in `product.rs`.
macro_rules! finish_row {
    ($activation:expr) => {
        concat!(
            "test {rows_left}, {rows_left}
            jz 5f
            vcvtdq2ps {sum}, [{before}]
            vcvtdq2ps {value}, [{before} + 1024]
            vfmadd213ps {sum}, {weight}, {value}
            vcvtdq2ps {value}, [{before} + 2048]
            vfmadd213ps {sum}, {weight}, {value}
            vcvtdq2ps {value}, [{before} + 3072]
            vfmadd213ps {sum}, {weight}, {value}
            vmovups {value}{{{adds}}}{{z}}, [{output}]
            vaddps {value}, {value}, {start}
            vmulps {factor}, {column_scales}, dword ptr [{row_scales}]{{1to16}}
            vfmadd213ps {sum}, {factor}, {value}
            ",
            $activation,
            "
            vmovups [{output}], {sum}
            add {before}, {line}
            add {output}, {stride}
            add {row_scales}, 4
            dec {rows_left}
            5:
            "
        )
    };
}
pub(super) use finish_row;

/// The code for `gelu_new` of `sum`, with constants at `activation`: the same as in `gelu` of the other kernels.
macro_rules! gelu {
    () => {
        "vmulps {value}, {sum}, {sum}
        vfmadd132ps {value}, {one}, dword ptr [rip + {activation}]{{1to16}}
        vmulps {factor}, {sum}, dword ptr [rip + {activation} + 4]{{1to16}}
        vmulps {value}, {value}, {factor}
        vminps {value}, {value}, dword ptr [rip + {activation} + 8]{{1to16}}
        vmaxps {value}, {value}, dword ptr [rip + {activation} + 12]{{1to16}}
        vbroadcastss {power}, [rip + {activation} + 16]
        vfmadd231ps {power}, {value}, dword ptr [rip + {activation} + 20]{{1to16}}
        vsubps {power}, {power}, dword ptr [rip + {activation} + 16]{{1to16}}
        vfmadd231ps {value}, {power}, dword ptr [rip + {activation} + 24]{{1to16}}
        vfmadd231ps {value}, {power}, dword ptr [rip + {activation} + 28]{{1to16}}
        vbroadcastss {factor}, [rip + {activation} + 32]
        vfmadd213ps {factor}, {value}, dword ptr [rip + {activation} + 36]{{1to16}}
        vfmadd213ps {factor}, {value}, dword ptr [rip + {activation} + 40]{{1to16}}
        vfmadd213ps {factor}, {value}, dword ptr [rip + {activation} + 44]{{1to16}}
        vfmadd213ps {factor}, {value}, dword ptr [rip + {activation} + 48]{{1to16}}
        vfmadd213ps {factor}, {value}, dword ptr [rip + {activation} + 52]{{1to16}}
        vmulps {square}, {value}, {value}
        vfmadd213ps {factor}, {square}, {value}
        vaddps {factor}, {factor}, {one}
        vscalefps {factor}, {factor}, {power}
        vaddps {factor}, {factor}, {one}
        vdivps {sum}, {sum}, {factor}"
    };
}
pub(super) use gelu;
