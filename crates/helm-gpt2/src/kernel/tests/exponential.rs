use super::super::exponential::exponential;
use super::super::portable::Portable;
use super::super::simd::Simd;
use super::super::{BLOCK, Finish, Kernels, TILE};
use super::{ROUNDING, linear, place, weights};

/// How far the exponential may be off, as a part of the result.
const ACCURACY: f64 = 3e-7;

/// `gelu_new` of a 32 bit float, and how far it may be off: by the exponential, two roundings more, and what the
/// roundings of the exponent (and of sqrt(2 / pi)) make of the result.
pub(super) fn gelu_and_bound(x: f64) -> (f64, f64) {
    let exponent = -2.0 * (2.0 / std::f64::consts::PI).sqrt() * (x + 0.044_715 * x * x * x);
    let gelu = x / (1.0 + exponent.exp());
    // Exponents are bounded; what is beyond is as good as 0.
    let bounded = x / (1.0 + exponent.min(88.0).exp());
    let share = 1.0 - 1.0 / (1.0 + exponent.exp());
    let relative = ACCURACY + 2.0 * ROUNDING + 6.0 * ROUNDING * share * exponent.abs().min(90.0);
    (gelu, bounded.abs() * relative + (bounded - gelu).abs())
}

/// Exponentials as each kind of processor computes them.
fn exponentials(kernels: &Kernels, x: &[f32]) -> Vec<f32> {
    #[inline(always)]
    unsafe fn each<S: Simd>(x: &[f32]) -> Vec<f32> {
        let mut results = Vec::new();
        for x in x {
            let mut lanes = [0.0; 16];
            // SAFETY: the caller promises that the processor has the instructions; no vector has more lanes.
            unsafe { S::store(lanes.as_mut_ptr(), exponential::<S>(S::splat(*x))) };
            assert!(lanes[..S::LANES].iter().all(|lane| lane.to_bits() == lanes[0].to_bits()), "lanes differ at {x}");
            results.push(lanes[0]);
        }
        results
    }
    #[cfg(target_arch = "x86_64")]
    {
        use super::super::{avx2::Avx2, avx512::Avx512};
        #[target_feature(enable = "avx512f,avx2,fma")]
        unsafe fn each_of_avx512(x: &[f32]) -> Vec<f32> {
            // SAFETY: the caller's promise is passed on.
            unsafe { each::<Avx512>(x) }
        }
        #[target_feature(enable = "avx2,fma")]
        unsafe fn each_of_avx2(x: &[f32]) -> Vec<f32> {
            // SAFETY: the caller's promise is passed on.
            unsafe { each::<Avx2>(x) }
        }
        // SAFETY: kernels are given out only where the processor has their instructions.
        match kernels.name {
            "amx" | "avx512" => return unsafe { each_of_avx512(x) },
            "avx2" => return unsafe { each_of_avx2(x) },
            _ => {}
        }
    }
    #[cfg(target_arch = "aarch64")]
    if kernels.name == "neon" {
        // SAFETY: every processor of this kind has the instructions.
        return unsafe { each::<super::super::neon::Neon>(x) };
    }
    assert_eq!(kernels.name, "portable");
    // SAFETY: any processor has the instructions.
    unsafe { each::<Portable>(x) }
}

#[test]
fn exponentials_are_as_accurate_as_floats_are() {
    let x: Vec<f32> = (0..=700_000).map(|step| -87.0 + 175.0 * (step as f32 / 700_000.0)).collect();
    for kernels in Kernels::supported() {
        for (&x, result) in x.iter().zip(exponentials(kernels, &x)) {
            let exact = f64::from(x).exp();
            let error = (f64::from(result) / exact - 1.0).abs();
            assert!(error <= ACCURACY, "{}: e^{x} is {exact}, not {result}: off by {error:e}", kernels.name);
        }
    }
}

#[test]
fn exponentials_out_of_range_are_bounded_and_nan_stays_nan() {
    let infinity = f32::INFINITY;
    for kernels in Kernels::supported() {
        let name = kernels.name;
        let results = exponentials(kernels, &[0.0, -0.0, -87.0, -1e4, -infinity, 88.0, 1e4, infinity, f32::NAN]);
        assert!(results[0] == 1.0 && results[1] == 1.0, "{name}: e^0 is 1, not {} and {}", results[0], results[1]);
        assert!(results[2].is_normal() && results[5].is_normal(), "{name}: {results:?}");
        assert!(results[3] == results[2] && results[4] == results[2], "{name}: {results:?}");
        assert!(results[6] == results[5] && results[7] == results[5], "{name}: {results:?}");
        assert!(results[8].is_nan(), "{name}: {results:?}");
    }
}

#[test]
fn gelu_is_as_accurate_as_its_exponent() {
    // A product with the identity leaves 64 values as they are.
    let identity = |row: usize, column: usize| if row == column { 1.0 } else { 0.0 };
    for kernels in Kernels::supported() {
        let weights = weights(kernels, 1, identity);
        for step in 0..3200_u16 {
            // In steps of 2^-13, so that rows of them keep all their bits even where they share an exponent.
            let x = |column: u16| (f32::from(step) - 1600.0 + f32::from(column) / 64.0) / 128.0;
            let (mut input, mut output) = (vec![0.0; TILE], vec![0.0; TILE]);
            (0..64).for_each(|column| input[place(0, column.into())] = x(column));
            linear(kernels, (&input, 1), (&weights, None), Finish::Gelu, &mut output);
            for column in 0..64 {
                let (exact, bound) = gelu_and_bound(x(column).into());
                let (name, ours) = (kernels.name, output[usize::from(column)]);
                let error = (f64::from(ours) - exact).abs();
                assert!(error <= bound, "{name}: gelu({}) is {exact}, not {ours}: off by {error:e}", x(column));
            }
        }
    }
}

#[test]
fn gelu_far_from_zero_is_0_or_x_and_nan_stays_nan() {
    for kernels in Kernels::supported() {
        let identity = weights(kernels, 1, |row, column| if row == column { 1.0 } else { 0.0 });
        for (x, expected) in [(-1e6, 0.0), (-100.0, 0.0), (0.0, 0.0), (50.0, 50.0), (1e6, 1e6)] {
            let (mut input, mut output) = (vec![0.0; TILE], vec![0.0; TILE]);
            input[0] = x;
            linear(kernels, (&input, 1), (&identity, None), Finish::Gelu, &mut output);
            assert!((output[0] - expected).abs() < 1e-30, "{}: gelu({x}) is {}", kernels.name, output[0]);
        }
        let mut output = vec![0.0; TILE];
        linear(kernels, (&vec![f32::NAN; TILE], 1), (&identity, None), Finish::Gelu, &mut output);
        assert!(output[..BLOCK].iter().all(|value| value.is_nan()), "{}", kernels.name);
    }
}
