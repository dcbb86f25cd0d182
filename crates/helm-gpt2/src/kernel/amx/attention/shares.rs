//! From scores to the shares that tokens have in what is read.

use crate::kernel::amx::slices::{LINES, Scaling, first_lanes};
use crate::kernel::exponential::ROUNDING;
use std::arch::x86_64::{
    __m512, _mm512_add_ps, _mm512_castps_si512, _mm512_fmadd_ps, _mm512_fmsub_ps, _mm512_mask_add_ps,
    _mm512_mask_max_ps, _mm512_mask_storeu_ps, _mm512_maskz_loadu_ps, _mm512_maskz_mul_ps, _mm512_max_epu32,
    _mm512_max_ps, _mm512_mul_ps, _mm512_reduce_add_ps, _mm512_reduce_max_epu32, _mm512_reduce_max_ps,
    _mm512_scalef_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512, _mm512_sub_ps,
};
use std::f32::consts::LOG2_E;

/// Turns the first `own` scores s into e^(scale (s - greatest)), each times what its token's values are to be
/// multiplied by. Returns the sum of the exponentials alone, and how the products become whole numbers.
#[inline]
#[target_feature(enable = "avx512vbmi,avx2,fma")]
pub(super) fn exponentials(scores: &mut [f32], own: usize, scale: f32, value_scales: &[f32]) -> (f32, Scaling) {
    assert!(scores.len() >= own && value_scales.len() >= own, "a value for each token");
    let (scores, value_scales) = (scores.as_mut_ptr(), value_scales.as_ptr());
    let mut greatest = [_mm512_set1_ps(f32::NEG_INFINITY); CHAINS];
    for_vectors(own, |chain, at, mask| {
        // SAFETY: the lanes of the mask are among the first `own` values.
        let score = unsafe { _mm512_maskz_loadu_ps(mask, scores.wrapping_add(at)) };
        greatest[chain] = _mm512_mask_max_ps(greatest[chain], mask, greatest[chain], score);
    });
    let [first, second, third, fourth] = greatest;
    let greatest = _mm512_max_ps(_mm512_max_ps(first, second), _mm512_max_ps(third, fourth));
    let scale = _mm512_set1_ps(scale * LOG2_E);
    let greatest = _mm512_mul_ps(_mm512_set1_ps(_mm512_reduce_max_ps(greatest)), scale);
    let mut sums = [_mm512_setzero_ps(); CHAINS];
    let mut greatest_products = [_mm512_setzero_si512(); CHAINS];
    for_vectors(own, |chain, at, mask| {
        // SAFETY: as above.
        unsafe {
            let score = _mm512_maskz_loadu_ps(mask, scores.wrapping_add(at));
            let value = power_of_two(_mm512_fmsub_ps(score, scale, greatest));
            sums[chain] = _mm512_mask_add_ps(sums[chain], mask, sums[chain], value);
            let value_scales = _mm512_maskz_loadu_ps(mask, value_scales.wrapping_add(at));
            let product = _mm512_maskz_mul_ps(mask, value, value_scales);
            // Bits of what is not below zero are in the order of these, and NaN is greater than all.
            greatest_products[chain] = _mm512_max_epu32(greatest_products[chain], _mm512_castps_si512(product));
            _mm512_mask_storeu_ps(scores.wrapping_add(at), mask, product);
        }
    });
    let [first, second, third, fourth] = sums;
    let sum = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(first, second), _mm512_add_ps(third, fourth)));
    let [first, second, third, fourth] = greatest_products;
    let greatest_product = _mm512_max_epu32(_mm512_max_epu32(first, second), _mm512_max_epu32(third, fourth));
    (sum, Scaling::of(_mm512_reduce_max_epu32(greatest_product)))
}

/// 2 to the power of each lane, none of which is above zero but by a rounding, to about 1e-7 of it. What would leave the
/// range of normal floats is bounded, and NaN stays NaN.
///
/// x = n + r with a whole n and |r| <= 1/2. The base two makes it two thirds of the work that
/// [`exponential`](crate::kernel::exponential::exponential) is.
#[inline]
#[target_feature(enable = "avx512f")]
fn power_of_two(x: __m512) -> __m512 {
    let x = _mm512_max_ps(_mm512_set1_ps(LEAST_POWER), x);
    let rounding = _mm512_set1_ps(ROUNDING);
    let n = _mm512_sub_ps(_mm512_add_ps(x, rounding), rounding);
    let r = _mm512_sub_ps(x, n);
    let [first, rest @ ..] = POWER_COEFFICIENTS;
    let polynomial = rest.into_iter().fold(_mm512_set1_ps(first), |polynomial, coefficient| {
        _mm512_fmadd_ps(polynomial, r, _mm512_set1_ps(coefficient))
    });
    _mm512_scalef_ps(polynomial, n)
}

/// Exponents are not less: floats below 2^-126 have fewer bits, and are slow.
const LEAST_POWER: f32 = -125.0;
/// Of the polynomial for 2^r, that of the highest power first. It is 1 at 0, and its greatest relative error, 2e-9, is as
/// small as one of this degree has it.
const POWER_COEFFICIENTS: [f32; 7] =
    [1.535_336_2e-4, 1.339_887_4e-3, 9.618_437e-3, 5.550_332_4e-2, 2.402_264_8e-1, 6.931_472e-1, 1.0];

/// Results that vectors are added to in turns, so that none waits for the one before.
const CHAINS: usize = 4;

/// Calls `each` for all vectors of the first `count` values: with the chain that each belongs to, its first value, and
/// a bit for each value.
#[inline]
#[target_feature(enable = "avx512vbmi,avx2,fma")]
fn for_vectors(count: usize, mut each: impl FnMut(usize, usize, u16)) {
    let whole = count / (CHAINS * LINES) * CHAINS * LINES;
    for first in (0..whole).step_by(CHAINS * LINES) {
        for chain in 0..CHAINS {
            each(chain, first + chain * LINES, u16::MAX);
        }
    }
    for chain in 0..CHAINS {
        let at = whole + chain * LINES;
        each(chain, at, first_lanes(count.saturating_sub(at)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::avx512;
    use std::arch::x86_64::_mm512_storeu_ps;

    /// 2 to the power of `x`, as vectors have it.
    fn power(x: f32) -> f32 {
        let mut lanes = [0.0; LINES];
        // SAFETY: the caller has asked for the instructions; there is room for a vector.
        unsafe { _mm512_storeu_ps(lanes.as_mut_ptr(), power_of_two(_mm512_set1_ps(x))) };
        lanes[0]
    }

    #[test]
    #[expect(clippy::print_stdout, reason = "what is skipped is said")]
    fn powers_of_two_are_near_exact() {
        if !avx512::is_supported() {
            println!("skipped: needs AVX-512");
            return;
        }
        for step in 0..=u16::MAX {
            let x = f32::from(step) / -525.0;
            let exact = f64::from(x).exp2();
            let error = (f64::from(power(x)) / exact - 1.0).abs();
            assert!(error < 1e-7, "2^{x}: {error}");
        }
        assert_eq!([0.0, -1.0, -3.0].map(|x| power(x).to_bits()), [1.0_f32, 0.5, 0.125].map(f32::to_bits));
        let least = 2.0_f32.powi(-125).to_bits();
        assert_eq!([-126.0, -1e30, f32::NEG_INFINITY].map(|x| power(x).to_bits()), [least; 3]);
        assert!(power(f32::NAN).is_nan());
    }
}
