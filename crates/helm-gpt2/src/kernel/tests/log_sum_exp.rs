use super::super::{BLOCK, GROUP, Kernels, SumOfExponentials, TILE};
use super::{place, tiles};
use crate::random::Random;

/// A sum of 64 exponentials is off by its roundings and by the exponentials' error; its logarithm by as much of 1.
const TOLERANCE: f64 = 64.0 / 16_777_216.0 + 3e-7;

fn exact(values: &[f64]) -> f64 {
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    greatest + values.iter().map(|value| (value - greatest).exp()).sum::<f64>().ln()
}

/// Rows of logits, so many that they take several tiles, of which the last has `last` columns.
fn check(rows: usize, blocks: usize, last: usize, logit: impl Fn(&mut Random) -> f32) {
    let mut random = Random((rows * 1000 + blocks * 100 + last) as u64);
    let logits = tiles(blocks, 0, rows, |_, _| logit(&mut random));
    let columns = (blocks - 1) * BLOCK + last;
    for kernels in Kernels::supported() {
        let mut sums = vec![SumOfExponentials::default(); rows];
        let mut parts = vec![vec![SumOfExponentials::default(); rows]; blocks];
        for (block, tile) in logits.chunks(TILE).enumerate() {
            let width = if block + 1 == blocks { last } else { BLOCK };
            kernels.log_sum_exp(tile, width, &mut sums);
            kernels.log_sum_exp(tile, width, &mut parts[block]);
        }
        for (row, sum) in sums.iter().enumerate() {
            let values: Vec<f64> = (0..columns).map(|column| logits[place(row, column)].into()).collect();
            let exact = exact(&values);
            let joined = parts.iter().fold(SumOfExponentials::default(), |sum, part| sum.with(&part[row]));
            for ours in [sum.ln(), joined.ln()] {
                let tolerance = TOLERANCE + exact.abs() * f64::EPSILON;
                assert!((ours - exact).abs() <= tolerance, "{}, {columns} columns: {ours}, not {exact}", kernels.name);
            }
        }
    }
}

#[test]
fn any_number_of_columns() {
    for last in 1..=BLOCK {
        check(1 + last % 3, 1 + last % 2, last, |random| 8.0 * random.float(9973));
    }
    check(GROUP, 5, 17, |random| 8.0 * random.float(9973));
}

#[test]
fn logits_of_any_size() {
    for last in [1, 15, 16, 17, 64] {
        check(3, 3, last, |random| 1e4 * random.float(9973));
        check(3, 3, last, |random| 1e30 * random.float(9973));
        check(3, 3, last, |random| [f32::MAX, f32::MIN, 0.0][random.below(3)]);
        check(3, 3, last, |random| -1e5 + random.float(64));
        check(3, 3, last, |_| 1234.5);
    }
}

#[test]
fn nan_is_not_passed_over() {
    for kernels in Kernels::supported() {
        for nan in 0..40 {
            let mut tile = tiles(1, 0, 1, |_, _| 1.0);
            tile[nan] = f32::NAN;
            let mut sums = [SumOfExponentials::default()];
            kernels.log_sum_exp(&tile, 40, &mut sums);
            assert!(sums[0].ln().is_nan(), "{}: {} with NaN in column {nan}", kernels.name, sums[0].ln());
            let mut others = [SumOfExponentials::default()];
            kernels.log_sum_exp(&tiles(1, 0, 1, |_, _| 2.0), 64, &mut others);
            assert!(others[0].with(&sums[0]).ln().is_nan(), "{}, column {nan}", kernels.name);
            assert!(sums[0].with(&others[0]).ln().is_nan(), "{}, column {nan}", kernels.name);
        }
    }
}
