//! From scores to the shares that tokens have in what is read.

use crate::kernel::amx::slices::{LINES, Scaling, first_lanes, greater_magnitudes};
use crate::kernel::avx512::Avx512;
use crate::kernel::exponential::exponential;
use std::arch::x86_64::{
    _mm512_add_ps, _mm512_castps_si512, _mm512_mask_add_ps, _mm512_mask_max_ps, _mm512_mask_storeu_ps,
    _mm512_maskz_loadu_ps, _mm512_maskz_mul_ps, _mm512_max_epu32, _mm512_max_ps, _mm512_mul_ps, _mm512_reduce_add_ps,
    _mm512_reduce_max_epu32, _mm512_reduce_max_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_setzero_si512,
    _mm512_sub_ps,
};

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
    let greatest = _mm512_set1_ps(_mm512_reduce_max_ps(greatest));
    let scale = _mm512_set1_ps(scale);
    let mut sums = [_mm512_setzero_ps(); CHAINS];
    let mut greatest_products = [_mm512_setzero_si512(); CHAINS];
    for_vectors(own, |chain, at, mask| {
        // SAFETY: as above.
        unsafe {
            let score = _mm512_maskz_loadu_ps(mask, scores.wrapping_add(at));
            let value = exponential::<Avx512>(_mm512_mul_ps(_mm512_sub_ps(score, greatest), scale));
            sums[chain] = _mm512_mask_add_ps(sums[chain], mask, sums[chain], value);
            let value_scales = _mm512_maskz_loadu_ps(mask, value_scales.wrapping_add(at));
            let product = _mm512_maskz_mul_ps(mask, value, value_scales);
            greatest_products[chain] = greater_magnitudes(greatest_products[chain], _mm512_castps_si512(product));
            _mm512_mask_storeu_ps(scores.wrapping_add(at), mask, product);
        }
    });
    let [first, second, third, fourth] = sums;
    let sum = _mm512_reduce_add_ps(_mm512_add_ps(_mm512_add_ps(first, second), _mm512_add_ps(third, fourth)));
    let [first, second, third, fourth] = greatest_products;
    let greatest_product = _mm512_max_epu32(_mm512_max_epu32(first, second), _mm512_max_epu32(third, fourth));
    (sum, Scaling::of(_mm512_reduce_max_epu32(greatest_product)))
}

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
