//! AVX-512: vectors of 16, and 32 registers for 14 rows of sums.

use super::simd::Simd;
use std::arch::x86_64::{
    __m512, _MM_HINT_T0, _mm_prefetch, _mm512_add_ps, _mm512_div_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps,
    _mm512_min_ps, _mm512_mul_ps, _mm512_reduce_add_ps, _mm512_reduce_max_ps, _mm512_scalef_ps, _mm512_set1_ps,
    _mm512_storeu_ps, _mm512_sub_ps,
};

pub(super) struct Avx512;

pub(super) fn is_supported() -> bool {
    is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma")
}

super::kernels!(Avx512, "avx512", "avx512f,avx2,fma");

// SAFETY of all blocks: the trait's promises are those that the instructions ask for.
impl Simd for Avx512 {
    type Vector = __m512;

    const LANES: usize = 16;
    const ROWS: usize = 14;

    #[inline(always)]
    unsafe fn splat(value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> __m512 {
        unsafe { _mm512_loadu_ps(from) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, vector: __m512) {
        unsafe { _mm512_storeu_ps(to, vector) }
    }
    #[inline(always)]
    unsafe fn add(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_add_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn subtract(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn multiply(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn divide(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_div_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn multiply_add(left: __m512, right: __m512, addend: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(left, right, addend) }
    }
    #[inline(always)]
    unsafe fn max(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_max_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn min(left: __m512, right: __m512) -> __m512 {
        unsafe { _mm512_min_ps(left, right) }
    }
    #[inline(always)]
    unsafe fn power_of_two(exponent: __m512) -> __m512 {
        unsafe { _mm512_scalef_ps(_mm512_set1_ps(1.0), exponent) }
    }
    #[inline(always)]
    unsafe fn sum(vector: __m512) -> f32 {
        unsafe { _mm512_reduce_add_ps(vector) }
    }
    #[inline(always)]
    unsafe fn greatest(vector: __m512) -> f32 {
        unsafe { _mm512_reduce_max_ps(vector) }
    }
    #[inline(always)]
    unsafe fn prefetch(from: *const f32) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }
}
