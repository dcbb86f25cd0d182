//! The most 32 bit operations a second that the processor can do: fused multiplications and additions of vectors that
//! never leave their registers.
//!
//! A loop can only fall short of the peak, and some do by half for no reason that shows in their instructions. So
//! there are several, with different numbers of sums under way, and the fastest counts.

#![cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "instructions that the processor is asked about"))]

use std::hint::black_box;
use std::thread;
use std::time::Instant;

/// Additions to each sum: some tens of milliseconds for a loop.
const ADDITIONS: usize = 5_000_000;

/// The loops with the instructions of one kind of kernels.
pub(crate) struct Peak(Vec<Loop>);

/// Adds to some sums as often as it is told.
struct Loop {
    add_up: fn(usize) -> f32,
    /// Operations of an addition to all sums.
    operations: usize,
}

impl Peak {
    /// For the instructions that kernels of that name use, where there are such loops.
    pub(crate) fn of_kernels(name: &str) -> Option<Self> {
        #[cfg(target_arch = "x86_64")]
        match name {
            // The peak of 32 bit arithmetic, which is what AMX stands in for.
            "amx" | "avx512" if is_x86_feature_detected!("avx512f") => return Some(Self(x86::avx512_loops())),
            "avx2" if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") => {
                return Some(Self(x86::avx2_loops()));
            }
            _ => {}
        }
        let _ = name;
        None
    }

    /// Operations a second of the fastest loop, on so many threads at once.
    pub(crate) fn measure(&self, threads: usize) -> f64 {
        self.0.iter().map(|each| each.measure(threads)).fold(0.0, f64::max)
    }
}

impl Loop {
    fn measure(&self, threads: usize) -> f64 {
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
    use super::Loop;
    use std::arch::x86_64::{
        _mm256_fmadd_ps, _mm256_set1_ps, _mm256_storeu_ps, _mm512_fmadd_ps, _mm512_reduce_add_ps, _mm512_set1_ps,
    };

    /// Keeps sums finite and off the small numbers that processors are slow with.
    const FACTOR: f32 = 0.999;
    const ADDEND: f32 = 0.001;

    /// To be measured where the processor has AVX-512. Sums: more than multiplications are in flight, and no more
    /// than there are registers.
    pub(super) fn avx512_loops() -> Vec<Loop> {
        vec![avx512_loop::<12>(), avx512_loop::<16>(), avx512_loop::<28>()]
    }

    /// To be measured where the processor has AVX2 and FMA.
    pub(super) fn avx2_loops() -> Vec<Loop> {
        vec![avx2_loop::<10>(), avx2_loop::<12>(), avx2_loop::<14>()]
    }

    fn avx512_loop<const SUMS: usize>() -> Loop {
        // SAFETY: `Peak::of_kernels` gives these loops out where the processor has AVX-512.
        Loop { add_up: |additions| unsafe { avx512::<SUMS>(additions) }, operations: 2 * 16 * SUMS }
    }

    fn avx2_loop<const SUMS: usize>() -> Loop {
        // SAFETY: `Peak::of_kernels` gives these loops out where the processor has AVX2 and FMA.
        Loop { add_up: |additions| unsafe { avx2::<SUMS>(additions) }, operations: 2 * 8 * SUMS }
    }

    // No closures in these: they are functions of their own, compiled without the instructions, and sums would go
    // through memory on their way there.

    #[target_feature(enable = "avx512f")]
    fn avx512<const SUMS: usize>(additions: usize) -> f32 {
        let (factor, addend) = (_mm512_set1_ps(FACTOR), _mm512_set1_ps(ADDEND));
        let mut sums = [addend; SUMS];
        for _ in 0..additions {
            for sum in &mut sums {
                *sum = _mm512_fmadd_ps(*sum, factor, addend);
            }
        }
        let mut total = 0.0;
        for sum in sums {
            total += _mm512_reduce_add_ps(sum);
        }
        total
    }

    #[target_feature(enable = "avx2,fma")]
    fn avx2<const SUMS: usize>(additions: usize) -> f32 {
        let (factor, addend) = (_mm256_set1_ps(FACTOR), _mm256_set1_ps(ADDEND));
        let mut sums = [addend; SUMS];
        for _ in 0..additions {
            for sum in &mut sums {
                *sum = _mm256_fmadd_ps(*sum, factor, addend);
            }
        }
        let mut total = 0.0;
        for sum in sums {
            let mut lanes = [0.0; 8];
            // SAFETY: a vector has eight lanes.
            unsafe { _mm256_storeu_ps(lanes.as_mut_ptr(), sum) };
            total += lanes.into_iter().sum::<f32>();
        }
        total
    }
}
