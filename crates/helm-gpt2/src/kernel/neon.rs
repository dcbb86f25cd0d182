//! NEON, which every 64 bit ARM processor has: vectors of 4, and 32 registers for 12 rows of sums.

use super::simd::Simd;
use std::arch::aarch64::{
    float32x4_t, vaddq_f32, vaddq_s32, vbslq_f32, vcgtq_f32, vcltq_f32, vcvtq_s32_f32, vdivq_f32, vdupq_n_f32,
    vdupq_n_s32, vfmaq_f32, vld1q_f32, vmulq_f32, vreinterpretq_f32_s32, vshlq_n_s32, vst1q_f32, vsubq_f32,
};

pub(super) struct Neon;

super::kernels!(Neon, "neon", "neon");

// SAFETY of all blocks: the trait's promises are those that the instructions ask for.
impl Simd for Neon {
    type Vector = float32x4_t;

    const LANES: usize = 4;
    const ROWS: usize = 12;

    #[inline(always)]
    unsafe fn splat(value: f32) -> float32x4_t {
        unsafe { vdupq_n_f32(value) }
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> float32x4_t {
        unsafe { vld1q_f32(from) }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, vector: float32x4_t) {
        unsafe { vst1q_f32(to, vector) }
    }
    #[inline(always)]
    unsafe fn add(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vaddq_f32(left, right) }
    }
    #[inline(always)]
    unsafe fn subtract(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vsubq_f32(left, right) }
    }
    #[inline(always)]
    unsafe fn multiply(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vmulq_f32(left, right) }
    }
    #[inline(always)]
    unsafe fn divide(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vdivq_f32(left, right) }
    }
    #[inline(always)]
    unsafe fn multiply_add(left: float32x4_t, right: float32x4_t, addend: float32x4_t) -> float32x4_t {
        unsafe { vfmaq_f32(addend, left, right) }
    }
    #[inline(always)]
    unsafe fn max(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vbslq_f32(vcgtq_f32(left, right), left, right) }
    }
    #[inline(always)]
    unsafe fn min(left: float32x4_t, right: float32x4_t) -> float32x4_t {
        unsafe { vbslq_f32(vcltq_f32(left, right), left, right) }
    }
    #[inline(always)]
    unsafe fn power_of_two(exponent: float32x4_t) -> float32x4_t {
        unsafe {
            let biased = vaddq_s32(vcvtq_s32_f32(exponent), vdupq_n_s32(127));
            vreinterpretq_f32_s32(vshlq_n_s32::<23>(biased))
        }
    }
}
