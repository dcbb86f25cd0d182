//! Sums of exponentials over the vocabulary, a block of logits at a time.

use super::BLOCK;
use super::exponential::exponential;
use super::simd::Simd;

/// A sum of exponentials of values of which not all were seen yet: `sum * e^greatest`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SumOfExponentials {
    greatest: f32,
    sum: f64,
}

impl Default for SumOfExponentials {
    fn default() -> Self {
        Self { greatest: f32::NEG_INFINITY, sum: 0.0 }
    }
}

impl SumOfExponentials {
    /// The natural logarithm of the sum.
    pub(crate) fn ln(&self) -> f64 {
        f64::from(self.greatest) + self.sum.ln()
    }

    /// With the values of another sum.
    pub(crate) fn with(mut self, other: &Self) -> Self {
        self.raise(other.greatest);
        // A sum of nothing has no greatest value to subtract; one that is NaN is let through.
        if other.sum != 0.0 {
            self.sum += other.sum * f64::from(other.greatest - self.greatest).exp();
        }
        self
    }

    fn raise(&mut self, greatest: f32) {
        if greatest > self.greatest {
            self.sum *= f64::from(self.greatest - greatest).exp();
            self.greatest = greatest;
        }
    }
}

/// # Safety
///
/// The processor must have the instructions, and lengths must be as [`super::Kernels::log_sum_exp`] checks them.
#[inline(always)]
pub(super) unsafe fn run<S: Simd>(tile: &[f32], columns: usize, sums: &mut [SumOfExponentials]) {
    let (whole, rest) = (columns / S::LANES, columns % S::LANES);
    for (row, sum) in sums.iter_mut().enumerate() {
        // SAFETY: the tile has a row for each sum, with at least `columns` columns.
        unsafe {
            let logits = tile.as_ptr().add(row * BLOCK);
            let last = logits.add(whole * S::LANES);
            let ending = S::load_first(last, rest, f32::NEG_INFINITY);
            let mut greatest = ending;
            for index in 0..whole {
                greatest = S::max(greatest, S::load(logits.add(index * S::LANES)));
            }
            sum.raise(S::greatest(greatest));
            let greatest = S::splat(sum.greatest);
            let mut exponentials = S::splat(0.0);
            for index in 0..whole {
                let logit = S::load(logits.add(index * S::LANES));
                exponentials = S::add(exponentials, exponential::<S>(S::subtract(logit, greatest)));
            }
            let mut lanes = S::sum(exponentials);
            if rest > 0 {
                let mut ending_exponentials = [0.0; 16];
                S::store(ending_exponentials.as_mut_ptr(), exponential::<S>(S::subtract(ending, greatest)));
                lanes += ending_exponentials[..rest].iter().sum::<f32>();
            }
            sum.sum += f64::from(lanes);
        }
    }
}
