/// The exact McNemar test (McNemar 1947), two-sided: how probable it is that of the instances that exactly one of
/// two gets right, the shares are as uneven as `only_a` and `only_b`, or more so, when both are as good.
pub fn mcnemar_exact(only_a: u64, only_b: u64) -> f64 {
    let n = only_a + only_b;
    let least = only_a.min(only_b);
    // Twice the lower tail of the binomial distribution with chance 1/2, from its greatest term downwards.
    let mut term = (ln_choose(n, least) - n as f64 * std::f64::consts::LN_2).exp();
    let mut tail = 0.0;
    for k in (0..=least).rev() {
        tail += term;
        term *= k as f64 / (n - k + 1) as f64;
    }
    (2.0 * tail).min(1.0)
}

/// The logarithm of the number of ways to choose `k` of `n`.
fn ln_choose(n: u64, k: u64) -> f64 {
    (1..=k).map(|i| ((n - k + i) as f64 / i as f64).ln()).sum()
}
