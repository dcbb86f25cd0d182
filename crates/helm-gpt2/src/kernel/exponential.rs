//! The exponential and what GPT-2 makes of it.

use super::simd::Simd;

/// Added and subtracted again, it rounds floats to whole numbers: 1.5 * 2^23.
pub(super) const ROUNDING: f32 = 12_582_912.0;
/// What exponents are bounded by.
pub(super) const BOUNDS: [f32; 2] = [-87.0, 88.0];
/// -ln 2 in two parts, the first of few enough bits for products with whole numbers to be exact.
pub(super) const MINUS_LN_2: [f32; 2] = [-0.693_359_4, 2.121_944_4e-4];
/// Of the polynomial, that of the highest power first.
pub(super) const COEFFICIENTS: [f32; 6] =
    [1.987_569_1e-4, 1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_6e-1, 5e-1];
/// GPT-2's factor of x^3.
pub(super) const CUBIC: f32 = 0.044_715;
/// -2 sqrt(2 / pi)
pub(super) const GELU_FACTOR: f32 = -1.595_769;

/// e to the power of each lane, to about 1e-7 of it. What would leave the range of normal floats is bounded.
///
/// x = n ln 2 + r with a whole n and |r| <= ln 2 / 2; e^r by the polynomial of Cephes' `expf`.
#[inline(always)]
pub(super) unsafe fn exponential<S: Simd>(x: S::Vector) -> S::Vector {
    let [first, rest @ ..] = COEFFICIENTS;
    // SAFETY: the caller's promises are passed on.
    unsafe {
        // In this order NaN stays NaN.
        let x = S::max(S::splat(BOUNDS[0]), S::min(S::splat(BOUNDS[1]), x));
        let rounding = S::splat(ROUNDING);
        let n = S::multiply_add(x, S::splat(std::f32::consts::LOG2_E), rounding);
        let n = S::subtract(n, rounding);
        let r = S::multiply_add(n, S::splat(MINUS_LN_2[0]), x);
        let r = S::multiply_add(n, S::splat(MINUS_LN_2[1]), r);
        let mut polynomial = S::splat(first);
        for coefficient in rest {
            polynomial = S::multiply_add(polynomial, r, S::splat(coefficient));
        }
        let result = S::multiply_add(polynomial, S::multiply(r, r), r);
        S::multiply(S::add(result, S::splat(1.0)), S::power_of_two(n))
    }
}

/// GPT-2's `gelu_new`: x (1 + tanh(u)) / 2 = x / (1 + e^(-2u)), with u = sqrt(2 / pi) (x + 0.044715 x^3).
#[inline(always)]
pub(super) unsafe fn gelu<S: Simd>(x: S::Vector) -> S::Vector {
    // SAFETY: the caller's promises are passed on.
    unsafe {
        let cubic = S::multiply_add(S::multiply(x, x), S::splat(CUBIC), S::splat(1.0));
        let exponent = S::multiply(S::multiply(x, S::splat(GELU_FACTOR)), cubic);
        S::divide(x, S::add(exponential::<S>(exponent), S::splat(1.0)))
    }
}
