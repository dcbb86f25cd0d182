//! The exponential and what GPT-2 makes of it.

use super::simd::Simd;

/// Added and subtracted again, it rounds floats to whole numbers: 1.5 * 2^23.
const ROUNDING: f32 = 12_582_912.0;

/// e to the power of each lane, to about 1e-7 of it. What would leave the range of normal floats is bounded.
///
/// x = n ln 2 + r with a whole n and |r| <= ln 2 / 2; e^r by the polynomial of Cephes' `expf`; the product of
/// n and ln 2 is subtracted in two parts, the first of few enough bits to be exact.
#[inline(always)]
pub(super) unsafe fn exponential<S: Simd>(x: S::Vector) -> S::Vector {
    const COEFFICIENTS: [f32; 5] = [1.398_199_9e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_6e-1, 5e-1];
    // SAFETY: the caller's promises are passed on.
    unsafe {
        // In this order NaN stays NaN.
        let x = S::max(S::splat(-87.0), S::min(S::splat(88.0), x));
        let rounding = S::splat(ROUNDING);
        let n = S::multiply_add(x, S::splat(std::f32::consts::LOG2_E), rounding);
        let n = S::subtract(n, rounding);
        let r = S::multiply_add(n, S::splat(-0.693_359_4), x);
        let r = S::multiply_add(n, S::splat(2.121_944_4e-4), r);
        let mut polynomial = S::splat(1.987_569_1e-4);
        for coefficient in COEFFICIENTS {
            polynomial = S::multiply_add(polynomial, r, S::splat(coefficient));
        }
        let result = S::multiply_add(polynomial, S::multiply(r, r), r);
        S::multiply(S::add(result, S::splat(1.0)), S::power_of_two(n))
    }
}

/// GPT-2's `gelu_new`: x (1 + tanh(u)) / 2 = x / (1 + e^(-2u)), with u = sqrt(2 / pi) (x + 0.044715 x^3).
#[inline(always)]
pub(super) unsafe fn gelu<S: Simd>(x: S::Vector) -> S::Vector {
    // -2 sqrt(2 / pi)
    const FACTOR: f32 = -1.595_769;
    // SAFETY: the caller's promises are passed on.
    unsafe {
        let cubic = S::multiply_add(S::multiply(x, x), S::splat(0.044_715), S::splat(1.0));
        let exponent = S::multiply(S::multiply(x, S::splat(FACTOR)), cubic);
        S::divide(x, S::add(exponential::<S>(exponent), S::splat(1.0)))
    }
}
