//! For any processor: vectors of 4 in plain Rust, which compilers turn into what there is. Products are rounded
//! before they are added, since most of the processors that run this would fuse them in software.

use super::simd::Simd;

pub(super) struct Portable;

super::kernels!(Portable, "portable");

#[inline(always)]
fn each(left: [f32; 4], right: [f32; 4], operation: impl Fn(f32, f32) -> f32) -> [f32; 4] {
    std::array::from_fn(|lane| operation(left[lane], right[lane]))
}

impl Simd for Portable {
    type Vector = [f32; 4];

    const LANES: usize = 4;
    const ROWS: usize = 4;

    #[inline(always)]
    unsafe fn splat(value: f32) -> [f32; 4] {
        [value; 4]
    }
    #[inline(always)]
    unsafe fn load(from: *const f32) -> [f32; 4] {
        // SAFETY: the pointer is valid for the floats of a vector.
        unsafe { from.cast::<[f32; 4]>().read_unaligned() }
    }
    #[inline(always)]
    unsafe fn store(to: *mut f32, vector: [f32; 4]) {
        // SAFETY: the pointer is valid for the floats of a vector.
        unsafe { to.cast::<[f32; 4]>().write_unaligned(vector) }
    }
    #[inline(always)]
    unsafe fn add(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| left + right)
    }
    #[inline(always)]
    unsafe fn subtract(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| left - right)
    }
    #[inline(always)]
    unsafe fn multiply(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| left * right)
    }
    #[inline(always)]
    unsafe fn divide(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| left / right)
    }
    #[inline(always)]
    unsafe fn multiply_add(left: [f32; 4], right: [f32; 4], addend: [f32; 4]) -> [f32; 4] {
        each(each(left, right, |left, right| left * right), addend, |product, addend| product + addend)
    }
    #[inline(always)]
    unsafe fn max(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| if left > right { left } else { right })
    }
    #[inline(always)]
    unsafe fn min(left: [f32; 4], right: [f32; 4]) -> [f32; 4] {
        each(left, right, |left, right| if left < right { left } else { right })
    }
    #[inline(always)]
    unsafe fn power_of_two(exponent: [f32; 4]) -> [f32; 4] {
        #[expect(clippy::cast_possible_truncation, reason = "exponents are whole and small")]
        exponent.map(|exponent| f32::from_bits(((exponent as i32 + 127) << 23).cast_unsigned()))
    }
}
