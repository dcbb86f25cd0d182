//! The likeliest tokens of a place.

/// So many tokens with the greatest logits of those that were added, in the order of their logits; of equal ones
/// those that were added first.
pub(crate) struct Likeliest {
    count: usize,
    pub(super) tokens: Vec<(u32, f32)>,
}

impl Likeliest {
    pub(crate) fn new(count: usize) -> Self {
        Self { count, tokens: Vec::new() }
    }

    pub(crate) fn add(&mut self, token: u32, logit: f32) {
        let is_full = self.tokens.len() == self.count;
        if is_full && self.tokens.last().is_none_or(|&(_, least)| logit <= least) {
            return;
        }
        let place = self.tokens.partition_point(|&(_, other)| other >= logit);
        self.tokens.insert(place, (token, logit));
        self.tokens.truncate(self.count);
    }

    /// The tokens with their log-probabilities, given the logarithm of the sum of all exponentials.
    pub(crate) fn logprobs(&self, normalizer: f64) -> Vec<(u32, f64)> {
        self.tokens.iter().map(|&(token, logit)| (token, f64::from(logit) - normalizer)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_are_kept_in_order() {
        let mut likeliest = Likeliest::new(3);
        [1.0, 4.0, 2.0, 4.0, 3.0, 0.0].into_iter().zip(0..).for_each(|(logit, token)| likeliest.add(token, logit));
        assert_eq!(likeliest.logprobs(5.0), [(1, -1.0), (3, -1.0), (4, -2.0)]);
    }

    #[test]
    fn none_are_kept_of_none() {
        let mut likeliest = Likeliest::new(0);
        likeliest.add(1, 1.0);
        assert!(likeliest.logprobs(0.0).is_empty());
    }
}
