use super::super::{BLOCK, GROUP, Kernels, TILE};
use super::{ROUNDING, UNTOUCHED, assert_untouched, place, tiles};
use crate::random::Random;

const EPSILON: f32 = 1e-5;

fn check(width: usize, rows: usize) {
    let mut random = Random((width * GROUP + rows) as u64);
    let blocks = width.div_ceil(BLOCK);
    // Beyond the width lies something that must not matter.
    let input = tiles(blocks, 0, rows, |_, column| if column < width { 0.5 + random.float(9973) } else { 7.0 });
    let mut padded = |middle: f32| {
        let mut values: Vec<f32> = (0..width).map(|_| middle + random.float(997) / 2.0).collect();
        values.resize(blocks * BLOCK, 0.0);
        values
    };
    let (scale, shift) = (padded(1.0), padded(0.0));
    for kernels in Kernels::supported() {
        let mut output = vec![UNTOUCHED; blocks * TILE];
        kernels.layer_norm(&input, rows, width, (&scale, &shift), EPSILON, &mut output);
        assert_untouched(&output, 0, rows);
        for row in 0..rows {
            let values: Vec<f64> = (0..width).map(|column| input[place(row, column)].into()).collect();
            let mean = values.iter().sum::<f64>() / width as f64;
            let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / width as f64;
            let factor = 1.0 / (variance + f64::from(EPSILON)).sqrt();
            for column in 0..blocks * BLOCK {
                let (name, ours) = (kernels.name, f64::from(output[place(row, column)]));
                if column >= width {
                    assert!(ours == 0.0, "{name}, {width} wide: {ours} in column {column}");
                    continue;
                }
                let (scale, shift) = (f64::from(scale[column]), f64::from(shift[column]));
                let normal = (values[column] - mean) * factor;
                // The mean is off by a rounding for each value (at most 1.5), and the deviation likewise.
                let roundings = (width + 8) as f64 * ROUNDING;
                let bound = roundings * (1.5 * factor + normal.abs()) * scale.abs() + 2.0 * ROUNDING;
                let exact = normal * scale + shift;
                assert!((ours - exact).abs() <= bound, "{name}, {width} wide: {ours} at {column}, not {exact}");
            }
        }
    }
}

#[test]
fn layer_norms_of_any_width() {
    for width in [1, 2, 3, 7, 15, 16, 17, 31, 63, 64, 65, 96, 100, 127, 128, 160, 321, 768, 1023] {
        for rows in [1, 5, GROUP] {
            check(width, rows);
        }
    }
}

#[test]
fn layer_norms_of_equal_values_are_their_shift() {
    for kernels in Kernels::supported() {
        let mut output = vec![0.0; TILE];
        kernels.layer_norm(&vec![3.0; TILE], 2, 64, (&[2.0; 64], &[0.25; 64]), EPSILON, &mut output);
        assert!(output[..2 * BLOCK].iter().all(|&value| value == 0.25), "{}", kernels.name);
    }
}
