//! Layer norms: rows with their mean taken away, divided by their standard deviation, scaled and shifted.

use super::simd::Simd;
use super::{BLOCK, TILE};

/// See [`super::Kernels::layer_norm`].
pub(super) struct Task<'a> {
    pub(super) input: &'a [f32],
    pub(super) rows: usize,
    pub(super) width: usize,
    pub(super) scale: &'a [f32],
    pub(super) shift: &'a [f32],
    pub(super) epsilon: f32,
}

/// # Safety
///
/// The processor must have the instructions, and lengths must be as [`super::Kernels::layer_norm`] checks them.
#[inline(always)]
pub(super) unsafe fn run<S: Simd>(task: &Task<'_>, output: &mut [f32]) {
    let width = task.width as f32;
    for row in 0..task.rows {
        // SAFETY: the row is within the tiles; vectors are within their blocks.
        unsafe {
            let input = task.input.as_ptr().add(row * BLOCK);
            let mean = sum::<S>(task, input, |value| value, |value| value) / width;
            let minus_mean = S::splat(-mean);
            let squares = sum::<S>(
                task,
                input,
                |value| {
                    let difference = S::add(value, minus_mean);
                    S::multiply(difference, difference)
                },
                |value| (value - mean) * (value - mean),
            );
            let factor = S::splat(1.0 / (squares / width + task.epsilon).sqrt());
            let output = output.as_mut_ptr().add(row * BLOCK);
            for column in (0..task.width.next_multiple_of(BLOCK)).step_by(S::LANES) {
                let at = column / BLOCK * TILE + column % BLOCK;
                let normal = S::multiply(S::add(S::load(input.add(at)), minus_mean), factor);
                let scale = S::load(task.scale.as_ptr().add(column));
                S::store(output.add(at), S::multiply_add(normal, scale, S::load(task.shift.as_ptr().add(column))));
            }
        }
    }
}

/// The sum over a row of what is made of its values: by vectors, and one by one where no vector is left.
#[inline(always)]
unsafe fn sum<S: Simd>(
    task: &Task<'_>,
    row: *const f32,
    of_vector: impl Fn(S::Vector) -> S::Vector,
    of_value: impl Fn(f32) -> f32,
) -> f32 {
    let at = |column: usize| column / BLOCK * TILE + column % BLOCK;
    let whole = task.width / S::LANES;
    // SAFETY: columns are within the blocks of the row.
    unsafe {
        let mut sums = [S::splat(0.0); 4];
        for index in 0..whole {
            let value = of_vector(S::load(row.add(at(index * S::LANES))));
            sums[index % 4] = S::add(sums[index % 4], value);
        }
        let mut sum = S::sum(S::add(S::add(sums[0], sums[1]), S::add(sums[2], sums[3])));
        for column in whole * S::LANES..task.width {
            sum += of_value(*row.add(at(column)));
        }
        sum
    }
}
