//! The most 32 bit operations a second that the processor can do: fused multiplications and additions of vectors that
//! never leave their registers.

#![cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "instructions that the processor is asked about"))]

use std::hint::black_box;
use std::thread;
use std::time::Instant;

/// Sums under way: more than the processor has multiplications in flight, and no more than it has registers.
#[cfg(target_arch = "x86_64")]
const SUMS: usize = 12;
/// Additions to each sum: some tens of milliseconds.
const ADDITIONS: usize = 20_000_000;

/// A loop that does nothing but count as operations.
pub(crate) struct Peak {
    add_up: fn(usize) -> f32,
    operations: usize,
}

impl Peak {
    /// The loop with the instructions that kernels of that name use, where there is one.
    pub(crate) fn of_kernels(name: &str) -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        match name {
            "avx512" if is_x86_feature_detected!("avx512f") => {
                return Some(Self { add_up: x86::add_up_avx512, operations: 2 * 16 * 2 * SUMS });
            }
            "avx2" if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") => {
                return Some(Self { add_up: x86::add_up_avx2, operations: 2 * 8 * SUMS });
            }
            _ => {}
        }
        let _ = name;
        None
    }

    /// Operations a second, on so many threads at once.
    pub(crate) fn measure(&self, threads: usize) -> f64 {
        let start = Instant::now();
        thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| black_box((self.add_up)(black_box(ADDITIONS))));
            }
        });
        (threads * ADDITIONS * self.operations) as f64 / start.elapsed().as_secs_f64()
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::SUMS;
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_set1_ps, _mm256_storeu_ps, _mm512_fmadd_ps, _mm512_reduce_add_ps, _mm512_set1_ps,
    };

    /// Keeps sums finite and off the small numbers that processors are slow with.
    const FACTOR: f32 = 0.999;
    const ADDEND: f32 = 0.001;

    pub(super) fn add_up_avx512(additions: usize) -> f32 {
        // SAFETY: `Peak::of_kernels` gives this function out where the processor has AVX-512.
        unsafe { avx512(additions) }
    }

    pub(super) fn add_up_avx2(additions: usize) -> f32 {
        // SAFETY: `Peak::of_kernels` gives this function out where the processor has AVX2 and FMA.
        unsafe { avx2(additions) }
    }

    #[target_feature(enable = "avx512f")]
    fn avx512(additions: usize) -> f32 {
        let (factor, addend) = (_mm512_set1_ps(FACTOR), _mm512_set1_ps(ADDEND));
        let mut sums = [addend; 2 * SUMS];
        for _ in 0..additions {
            sums = sums.map(|sum| _mm512_fmadd_ps(sum, factor, addend));
        }
        sums.into_iter().map(|sum| _mm512_reduce_add_ps(sum)).sum()
    }

    #[target_feature(enable = "avx2,fma")]
    fn avx2(additions: usize) -> f32 {
        let (factor, addend) = (_mm256_set1_ps(FACTOR), _mm256_set1_ps(ADDEND));
        let mut sums = [addend; SUMS];
        for _ in 0..additions {
            sums = sums.map(|sum| _mm256_fmadd_ps(sum, factor, addend));
        }
        let mut lanes = [0.0; 8 * SUMS];
        for (lanes, sum) in lanes.chunks_exact_mut(8).zip(sums) {
            // SAFETY: a chunk has eight lanes.
            unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), sum) };
        }
        lanes.into_iter().sum()
    }
}
