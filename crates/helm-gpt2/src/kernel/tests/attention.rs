use super::super::{BLOCK, GROUP, Kernels, KeysAndValues, NewTokens, Queries, TILE};
use super::{ROUNDING, UNTOUCHED, assert_untouched, place, tiles};
use crate::random::Random;

const SCALE: f32 = 0.3;

/// One head of a sequence, of values whose products and sums are exact.
struct Head {
    blocks: usize,
    tokens: usize,
    /// Each of shape (tokens, 64 x blocks).
    queries: Vec<f32>,
    keys: Vec<f32>,
    values: Vec<f32>,
}

/// The keys and values of some tokens as kernels keep them.
struct Segment {
    tokens: usize,
    capacity: usize,
    kept: Vec<f32>,
}

impl Segment {
    fn source(&self) -> KeysAndValues<'_> {
        let Self { tokens, capacity, ref kept } = *self;
        KeysAndValues { tokens, capacity, kept }
    }
}

impl Head {
    fn new(seed: u64, blocks: usize, tokens: usize) -> Self {
        let mut random = Random(seed);
        let mut matrix = |steps| random.floats(tokens * blocks * BLOCK, steps);
        Self { blocks, tokens, queries: matrix(8), keys: matrix(8), values: matrix(9973) }
    }

    /// The head's tokens in segments of these lengths, kept a few at a time.
    fn segments(&self, kernels: &Kernels, lengths: &[usize]) -> Vec<Segment> {
        assert_eq!(lengths.iter().sum::<usize>(), self.tokens);
        let width = self.blocks * BLOCK;
        let mut first = 0;
        let segment = |&tokens: &usize| {
            let capacity = tokens + tokens % 3;
            let mut kept = vec![UNTOUCHED; kernels.kept_len(capacity, self.blocks)];
            let mut token = 0;
            while token < tokens {
                let rows = (1 + token * 7 % 90).min(tokens - token);
                let first_row = token * 5 % (GROUP - rows + 1);
                let of_head = |matrix: &[f32]| {
                    let value = |row: usize, column: usize| matrix[(first + token + row) * width + column];
                    tiles(self.blocks, first_row, rows, value)
                };
                let (keys, values) = (of_head(&self.keys), of_head(&self.values));
                let new = NewTokens { keys: &keys, values: &values, rows: first_row..first_row + rows };
                kernels.keep(&new, token, capacity, &mut kept);
                token += rows;
            }
            first += tokens;
            Segment { tokens, capacity, kept }
        };
        lengths.iter().map(segment).collect()
    }

    /// What `rows` tokens from `first_position` on read, being the rows from `first_row` on of a group.
    fn output(
        &self,
        kernels: &Kernels,
        lengths: &[usize],
        first_position: usize,
        (first_row, rows): (usize, usize),
    ) -> Vec<f32> {
        let width = self.blocks * BLOCK;
        let query = |row: usize, column: usize| self.queries[(first_position + row) * width + column];
        let tiles = tiles(self.blocks, first_row, rows, query);
        let segments = self.segments(kernels, lengths);
        let sources: Vec<KeysAndValues<'_>> = segments.iter().map(Segment::source).collect();
        let queries = Queries { tiles: &tiles, first_row, rows, first_position, scale: SCALE };
        let mut room = vec![UNTOUCHED; 10];
        let mut output = vec![UNTOUCHED; self.blocks * TILE];
        kernels.attention(&queries, &sources, &mut room, &mut output);
        assert_untouched(&output, first_row, rows);
        output
    }

    /// What the token at `position` reads, and how far that may be off.
    fn exact(&self, position: usize) -> (Vec<f64>, f64) {
        let width = self.blocks * BLOCK;
        let row = |matrix: &[f32], token: usize| -> Vec<f64> {
            matrix[token * width..][..width].iter().copied().map(f64::from).collect()
        };
        let query = row(&self.queries, position);
        let score = |token: usize| -> f64 {
            let product: f64 = query.iter().zip(row(&self.keys, token)).map(|(query, key)| query * key).sum();
            product * f64::from(SCALE)
        };
        let scores: Vec<f64> = (0..=position).map(score).collect();
        let greatest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let least = scores.iter().copied().fold(f64::INFINITY, f64::min);
        let shares: Vec<f64> = scores.iter().map(|score| (score - greatest).exp()).collect();
        let sum: f64 = shares.iter().sum();
        let mut mixed = vec![0.0; width];
        // A kernel may round each token's values as parts of its greatest one, and shares as parts of the greatest.
        let (mut size, mut greatest_part) = (0.0, 0.0_f64);
        for (token, share) in shares.iter().enumerate() {
            let values = row(&self.values, token);
            let part = values.iter().fold(0.0_f64, |greatest, value| greatest.max(value.abs())) * share / sum;
            mixed.iter_mut().zip(values).for_each(|(mixed, value)| *mixed += share / sum * value);
            size += part;
            greatest_part = greatest_part.max(part);
        }
        // A rounding for each addition of both sums, those of the exponents, and the exponentials' own errors.
        let roundings = 2.0 * (position + 1) as f64 + 2.0 * (greatest - least) + 20.0;
        (mixed, (size * roundings + 4.0 * greatest_part * (position + 1) as f64) * ROUNDING)
    }

    fn check(&self, lengths: &[usize], first_position: usize, (first_row, rows): (usize, usize)) {
        let exact: Vec<_> = (first_position..first_position + rows).map(|position| self.exact(position)).collect();
        for kernels in Kernels::supported() {
            let output = self.output(kernels, lengths, first_position, (first_row, rows));
            for (row, (exact, bound)) in exact.iter().enumerate() {
                for (column, exact) in exact.iter().enumerate() {
                    let ours = f64::from(output[place(first_row + row, column)]);
                    let what = format!("{}, {lengths:?} tokens, position {}", kernels.name, first_position + row);
                    assert!((ours - exact).abs() <= *bound, "{what}, column {column}: {ours}, not {exact}");
                }
            }
        }
    }
}

#[test]
fn attention_of_a_whole_sequence() {
    for tokens in [1, 2, 5, 13, 14, 15, 16, 17, 31, 32, 33, 63, 65, GROUP] {
        for blocks in [1, 2] {
            Head::new(tokens as u64, blocks, tokens).check(&[tokens], 0, (0, tokens));
        }
    }
}

#[test]
fn attention_of_the_end_of_a_sequence_in_several_segments() {
    for (seed, lengths) in [&[1, 1][..], &[5, 3], &[33, 1, 7], &[64, 31, 18], &[3, 127, 2, 19]].into_iter().enumerate()
    {
        let tokens: usize = lengths.iter().sum();
        for blocks in [1, 2] {
            let head = Head::new(seed as u64, blocks, tokens);
            let own = lengths[lengths.len() - 1];
            head.check(lengths, tokens - own, (0, own));
            head.check(lengths, tokens - own, (GROUP - own, own));
            head.check(lengths, tokens - 1, (77, 1));
        }
    }
}

#[test]
fn attention_of_rows_before_others_of_their_segment() {
    // The rows of a segment go on in the next group: their keys are there already, and must not be seen.
    let tokens = 63 + GROUP + 21;
    let head = Head::new(11, 2, tokens);
    head.check(&[37, tokens - 37], 37, (GROUP - 26, 26));
    head.check(&[37, tokens - 37], 63, (0, GROUP));
    head.check(&[150, tokens - 150], 100, (3, 20));
}

#[test]
fn attention_does_not_depend_on_segments_rows_and_groups() {
    let tokens = 90;
    for blocks in [1, 2] {
        let head = Head::new(5, blocks, tokens);
        for kernels in Kernels::supported() {
            let bits = |output: &[f32], row: usize| -> Vec<u32> {
                (0..blocks * BLOCK).map(|column| output[place(row, column)].to_bits()).collect()
            };
            let whole = head.output(kernels, &[tokens], 0, (0, tokens));
            for lengths in [&[tokens][..], &[1, 89], &[16, 32, 42], &[31, 2, 50, 7], &[5, 5, 5, 5, 70]] {
                for (position, rows, first_row) in
                    [(0, 1, 9), (0, 30, GROUP - 30), (17, 3, 0), (41, 49, 50), (89, 1, GROUP - 1)]
                {
                    let part = head.output(kernels, lengths, position, (first_row, rows));
                    for row in 0..rows {
                        let what = format!("{}, {lengths:?}: position {}", kernels.name, position + row);
                        assert_eq!(bits(&part, first_row + row), bits(&whole, position + row), "{what}");
                    }
                }
            }
        }
    }
}

#[test]
fn attention_to_tokens_of_very_different_sizes() {
    for (keys, values) in [(4.0_f32, 2.0_f32), (1.0, 100.0), (0.01, 1e-6)] {
        let tokens = 150;
        let mut head = Head::new(21, 1, tokens);
        for token in 0..tokens {
            let row = token * BLOCK..(token + 1) * BLOCK;
            let power = [0, 3, -2, 1, -4][token % 5];
            head.values[row.clone()].iter_mut().for_each(|value| *value *= values.powi(power));
            // A power of two, so that scores stay exact.
            head.keys[row].iter_mut().for_each(|key| *key *= if keys > 1.0 && token % 7 == 0 { keys } else { 1.0 });
        }
        head.check(&[tokens], 0, (0, tokens));
        head.check(&[70, 80], 70, (3, 80));
    }
}

#[test]
fn infinite_values_are_not_hidden_from_those_who_see_them() {
    let (tokens, odd) = (40, 17);
    for infinite in [f32::INFINITY, f32::NEG_INFINITY, f32::NAN] {
        let mut head = Head::new(8, 1, tokens);
        head.values[odd * BLOCK + 5] = infinite;
        for kernels in Kernels::supported() {
            for lengths in [&[tokens][..], &[10, 30], &[18, 22]] {
                let output = head.output(kernels, lengths, 0, (0, tokens));
                let hidden = (odd..tokens).find(|&position| output[place(position, 5)].is_finite());
                assert_eq!(hidden, None, "{}, {infinite}", kernels.name);
            }
        }
    }
}

#[test]
fn attention_to_more_tokens_than_whole_numbers_can_be_summed_of_is_left_to_floats() {
    for kernels in Kernels::supported() {
        assert_eq!(kernels.for_context(1 << 15).name, kernels.name);
        assert_ne!(kernels.for_context((1 << 15) + 1).name, "amx");
    }
}
