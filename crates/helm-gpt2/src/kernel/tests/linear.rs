use super::super::{BLOCK, Finish, GROUP, Kernels, TILE};
use super::exponential::gelu_and_bound;
use super::{assert_untouched, panels, place, tiles};
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
        let packed =
            panels(self.blocks * BLOCK, BLOCK, kernels.panel, |row, column| self.weights[row * BLOCK + column]);
        let mut output = self.before.clone();
        kernels.linear(&self.input, self.rows, &packed, self.bias.as_deref(), finish, &mut output);
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
    let weights = random.floats(blocks * BLOCK * BLOCK, 10_007);
    for kernels in Kernels::supported() {
        let packed = panels(blocks * BLOCK, BLOCK, kernels.panel, |row, column| weights[row * BLOCK + column]);
        let run = |first: usize, rows: usize| {
            let input = tiles(blocks, 0, rows, |row, column| values[(first + row) * blocks * BLOCK + column]);
            let mut output = vec![0.0; TILE];
            kernels.linear(&input, rows, &packed, None, Finish::Gelu, &mut output);
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
