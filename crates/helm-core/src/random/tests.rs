use super::*;

#[test]
fn cpython_sequences() {
    // CPython 3.11: random.seed(0); [random.random() for _ in range(3)].
    let mut random = PythonRandom::from_integer(0);
    assert_eq!(
        [random.random(), random.random(), random.random()],
        [0.844_421_851_525_048_1, 0.757_954_402_940_302_5, 0.420_571_580_830_845]
    );
}

#[test]
fn numpy_draws_hendrycks_anatomy() {
    // The first five of 149 evaluation instances of `mmlu:subject=anatomy` at --max-eval-instances 10.
    let drawn = NumpyRandom::from_seed(0).choice(149, 5);
    assert_eq!(drawn.len(), 5);
}
