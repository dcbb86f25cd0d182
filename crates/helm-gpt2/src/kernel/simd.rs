/// Vectors of 32 bit floats, as one kind of processor has them.
///
/// # Safety
///
/// Functions may only be called where the processor has the instructions, that is, inside functions compiled
/// with them (they are all inlined there). Pointers must be valid for [`Simd::LANES`] floats, or for as many
/// as the function says; they need not be aligned.
pub(super) trait Simd {
    /// A vector.
    type Vector: Copy;

    /// Floats of a vector; divides 64.
    const LANES: usize;
    /// Height of a register tile, which is two vectors wide: as many rows as there are registers for their sums; at
    /// most 14.
    const ROWS: usize;

    unsafe fn splat(value: f32) -> Self::Vector;
    unsafe fn load(from: *const f32) -> Self::Vector;
    unsafe fn store(to: *mut f32, vector: Self::Vector);
    unsafe fn add(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    unsafe fn subtract(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    unsafe fn multiply(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    unsafe fn divide(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    /// `left * right + addend`, rounded once where the processor can.
    unsafe fn multiply_add(left: Self::Vector, right: Self::Vector, addend: Self::Vector) -> Self::Vector;
    /// The greater; `right` where either is NaN.
    unsafe fn max(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    /// The lesser; `right` where either is NaN.
    unsafe fn min(left: Self::Vector, right: Self::Vector) -> Self::Vector;
    /// 2 to the power of whole numbers between -126 and 127.
    unsafe fn power_of_two(exponent: Self::Vector) -> Self::Vector;

    /// Says that what lies there will be read soon. It need not be memory at all.
    #[inline(always)]
    unsafe fn prefetch(_from: *const f32) {}

    /// The first `count` (fewer than [`Simd::LANES`]) floats; `rest` in the other lanes.
    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize, rest: f32) -> Self::Vector {
        let mut lanes = [rest; 16];
        // SAFETY: `from` is valid for `count` floats, and `count` is less than 16.
        unsafe {
            std::ptr::copy_nonoverlapping(from, lanes.as_mut_ptr(), count);
            Self::load(lanes.as_ptr())
        }
    }

    /// The sum of all lanes, always in the same order.
    #[inline(always)]
    unsafe fn sum(vector: Self::Vector) -> f32 {
        let mut lanes = [0.0; 16];
        // SAFETY: no vector has more than 16 lanes.
        unsafe { Self::store(lanes.as_mut_ptr(), vector) };
        lanes.iter().sum()
    }

    /// The greatest of all lanes.
    #[inline(always)]
    unsafe fn greatest(vector: Self::Vector) -> f32 {
        let mut lanes = [f32::NEG_INFINITY; 16];
        // SAFETY: no vector has more than 16 lanes.
        unsafe { Self::store(lanes.as_mut_ptr(), vector) };
        lanes.into_iter().fold(f32::NEG_INFINITY, f32::max)
    }
}
