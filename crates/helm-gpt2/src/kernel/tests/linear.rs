use super::super::{BLOCK, Columns, Finish, GROUP, Kernels, Rows, TILE};
use super::exponential::gelu_and_bound;
use super::{ROUNDING, assert_untouched, linear, operand, place, tiles, weights};
use crate::random::Random;

/// One block of columns of a layer, of values whose products and sums are exact.
struct Layer {
    blocks: usize,
    rows: usize,
    input: Vec<f32>,
    /// Shape (64 x blocks, 64).
    weights: Vec<f32>,
    bias: Option<Vec<f32>>,
    /// What the output holds before.
    before: Vec<f32>,
}

impl Layer {
    fn new(seed: u64, blocks: usize, rows: usize, has_bias: bool) -> Self {
        let mut random = Random(seed);
        Self {
            blocks,
            rows,
            input: tiles(blocks, 0, rows, |_, _| random.float(8)),
            weights: random.floats(blocks * BLOCK * BLOCK, 16),
            bias: has_bias.then(|| random.floats(BLOCK, 16)),
            before: tiles(1, 0, rows, |_, _| random.float(16)),
        }
    }

    fn output(&self, kernels: &Kernels, finish: Finish) -> Vec<f32> {
        let packed = weights(kernels, self.blocks, |row, column| self.weights[row * BLOCK + column]);
        let mut output = self.before.clone();
        linear(kernels, (&self.input, self.rows), (&packed, self.bias.as_deref()), finish, &mut output);
        output
    }

    /// The product with its bias, of shape (rows, 64).
    fn product(&self) -> Vec<f64> {
        let bias = self.bias.clone().unwrap_or_else(|| vec![0.0; BLOCK]);
        let mut products = Vec::with_capacity(self.rows * BLOCK);
        for row in 0..self.rows {
            let mut sums: Vec<f64> = bias.iter().copied().map(f64::from).collect();
            for (inner, weights) in self.weights.chunks(BLOCK).enumerate() {
                let input = f64::from(self.input[place(row, inner)]);
                sums.iter_mut().zip(weights).for_each(|(sum, &weight)| *sum += input * f64::from(weight));
            }
            products.extend(sums);
        }
        products
    }

    /// Holds all finishes of all kernels to the product.
    fn check(&self) {
        let product = self.product();
        let what = format!("{} blocks, {} rows, bias {}", self.blocks, self.rows, self.bias.is_some());
        for kernels in Kernels::supported() {
            let [stored, added, activated] =
                [Finish::Store, Finish::Add, Finish::Gelu].map(|finish| self.output(kernels, finish));
            for output in [&stored, &added, &activated] {
                assert_untouched(output, 0, self.rows);
            }
            for (index, &exact) in product.iter().enumerate() {
                let name = kernels.name;
                assert!(f64::from(stored[index]) == exact, "{name}, {what}: {} at {index}, not {exact}", stored[index]);
                let sum = exact + f64::from(self.before[index]);
                assert!(f64::from(added[index]) == sum, "{name}, {what}: {} at {index}, not {sum}", added[index]);
                let (gelu, bound) = gelu_and_bound(exact);
                let error = (f64::from(activated[index]) - gelu).abs();
                assert!(error <= bound, "{name}, {what}: {} at {index}, not {gelu}", activated[index]);
            }
        }
    }
}

#[test]
fn linear_layers_of_any_number_of_rows() {
    for rows in 1..=GROUP {
        Layer::new(rows as u64, 1 + rows % 2, rows, rows % 3 != 0).check();
    }
}

#[test]
fn linear_layers_whose_sums_are_split() {
    // Up to 12 blocks are summed at once, see `MOST_BLOCKS`.
    for blocks in [3, 11, 12, 13, 24, 25, 37] {
        for rows in [1, 5, 14, 15, GROUP] {
            Layer::new((blocks * GROUP + rows) as u64, blocks, rows, rows != 5).check();
        }
    }
}

#[test]
fn a_row_of_a_linear_layer_does_not_depend_on_the_rows_beside_it() {
    let mut random = Random(3);
    let blocks = 13;
    let values = random.floats(GROUP * blocks * BLOCK, 10_007);
    let values_of_weights = random.floats(blocks * BLOCK * BLOCK, 10_007);
    for kernels in Kernels::supported() {
        let packed = weights(kernels, blocks, |row, column| values_of_weights[row * BLOCK + column]);
        let run = |first: usize, rows: usize| {
            let input = tiles(blocks, 0, rows, |row, column| values[(first + row) * blocks * BLOCK + column]);
            let mut output = vec![0.0; TILE];
            linear(kernels, (&input, rows), (&packed, None), Finish::Gelu, &mut output);
            output.truncate(rows * BLOCK);
            output.into_iter().map(f32::to_bits).collect::<Vec<u32>>()
        };
        let all = run(0, GROUP);
        for (first, rows) in [(0, 1), (7, 1), (100, 3), (40, 15), (1, 125), (13, 29)] {
            let part = &all[first * BLOCK..][..rows * BLOCK];
            assert_eq!(run(first, rows), part, "{}: rows {first}+{rows}", kernels.name);
        }
    }
}

#[test]
fn blocks_of_a_task_do_not_depend_on_each_other() {
    let mut random = Random(5);
    let (input_blocks, rows) = (13, [GROUP, 21]);
    let values = random.floats(3 * input_blocks * BLOCK * BLOCK, 10_007);
    let bias = random.floats(3 * BLOCK, 10_007);
    let inputs = rows.map(|rows| tiles(input_blocks, 0, rows, |_, _| random.float(10_007)));
    for kernels in Kernels::supported() {
        let columns_len = input_blocks * BLOCK * BLOCK;
        let packed = |block: usize| {
            weights(kernels, input_blocks, |row, column| values[block * columns_len + row * BLOCK + column])
        };
        let all_weights = [0, 1, 2].map(packed).concat();
        let operands = [0, 1].map(|group| operand(kernels, rows[group], &inputs[group]));
        let mut together = rows.map(|_| vec![0.0; 3 * TILE]);
        let columns = Columns { weights: &all_weights, blocks: 3, inputs: input_blocks, bias: Some(&bias) };
        for (group, output) in together.iter_mut().enumerate() {
            kernels.linear(&columns, Finish::Store, Rows { input: &operands[group], rows: rows[group], output });
        }
        for (group, block) in [(0, 0), (0, 2), (1, 1)] {
            let packed = packed(block);
            let columns = (&*packed, Some(&bias[block * BLOCK..][..BLOCK]));
            let mut alone = vec![0.0; TILE];
            linear(kernels, (&inputs[group], rows[group]), columns, Finish::Store, &mut alone);
            assert_eq!(together[group][block * TILE..][..TILE], alone, "{}: {group}, {block}", kernels.name);
        }
    }
}

/// The relative errors of a product of so many blocks: the greatest, and the root of the mean of their squares, in
/// roundings of the sum of all magnitudes.
fn errors(kernels: &Kernels, blocks: usize, rows: usize, input: &[f32], values: &[f32]) -> (f64, f64) {
    let packed = weights(kernels, blocks, |row, column| values[row * BLOCK + column]);
    let mut output = vec![0.0; TILE];
    linear(kernels, (input, rows), (&packed, None), Finish::Store, &mut output);
    let (mut greatest, mut squares) = (0.0_f64, 0.0);
    for row in 0..rows {
        for column in 0..BLOCK {
            let products = (0..blocks * BLOCK)
                .map(|inner| f64::from(input[place(row, inner)]) * f64::from(values[inner * BLOCK + column]));
            let (sum, size) = products.fold((0.0, 0.0), |(sum, size), product| (sum + product, size + product.abs()));
            let error = (f64::from(output[place(row, column)]) - sum).abs() / size / ROUNDING;
            greatest = greatest.max(error);
            squares += error * error;
        }
    }
    (greatest, (squares / (rows * BLOCK) as f64).sqrt())
}

/// Kernels that cut floats into slices must lose no more than those that round products of whole ones.
#[test]
fn products_of_floats_of_all_24_bits() {
    let mut random = Random(7);
    let (blocks, rows) = (12, 40);
    let whole = |random: &mut Random| (random.float(16_777_213) + random.float(8_388_593)) * 0.37;
    let input = tiles(blocks, 0, rows, |_, _| whole(&mut random));
    let values: Vec<f32> = (0..blocks * BLOCK * BLOCK).map(|_| whole(&mut random)).collect();
    for kernels in Kernels::supported() {
        let (greatest, typical) = errors(kernels, blocks, rows, &input, &values);
        assert!(greatest <= (blocks * BLOCK) as f64, "{}: {greatest} roundings", kernels.name);
        // Roundings of sums that grow as a random walk does are a few of those of the greatest product.
        assert!(typical <= 1.0, "{}: {typical} roundings on average", kernels.name);
    }
}

/// Values that share a power of two with one that is many times as great, as hidden states of GPT-2 do, must not lose
/// much more than rounding takes from sums with that one.
#[test]
fn products_of_rows_and_columns_with_outliers() {
    let (blocks, rows) = (12, 16);
    for (of_rows, of_columns) in [(1.0, 100.0), (100.0, 1.0), (30.0, 30.0), (10.0, 100.0)] {
        let mut random = Random(11);
        let outlier = |inner: usize, place: usize, factor: f32| if inner == place { factor } else { 1.0 };
        let input = tiles(blocks, 0, rows, |row, inner| random.float(10_007) * outlier(inner, 40 * row, of_rows));
        let values: Vec<f32> = (0..blocks * BLOCK * BLOCK)
            .map(|index| random.float(10_007) * outlier(index / BLOCK, 40 * (index % 16), of_columns))
            .collect();
        for kernels in Kernels::supported() {
            let (greatest, typical) = errors(kernels, blocks, rows, &input, &values);
            let what = format!("{}, outliers {of_rows} x {of_columns}", kernels.name);
            assert!(greatest <= 32.0, "{what}: {greatest} roundings");
            assert!(typical <= 8.0, "{what}: {typical} roundings on average");
        }
    }
}

#[test]
fn infinity_and_nan_are_not_hidden() {
    for kernels in Kernels::supported() {
        for no_number in [f32::INFINITY, f32::NEG_INFINITY, f32::NAN] {
            for of_weights in [false, true] {
                let at = |here: bool| if here { no_number } else { 0.5 };
                let input = tiles(1, 0, 2, |row, inner| at(!of_weights && (row, inner) == (1, 3)));
                let packed = weights(kernels, 1, |inner, column| at(of_weights && (inner, column) == (3, 1)));
                let mut output = vec![0.0; TILE];
                linear(kernels, (&input, 2), (&packed, None), Finish::Store, &mut output);
                let name = kernels.name;
                assert!(!output[place(1, 1)].is_finite(), "{name}, {no_number}, weights: {of_weights}");
                assert!(output[place(0, 0)] == 16.0, "{name}, {no_number}, weights: {of_weights}");
            }
        }
    }
}
