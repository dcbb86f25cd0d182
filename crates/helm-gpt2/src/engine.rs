use crate::checkpoint::Checkpoint;
use crate::model::{Cache, Model};
use crate::sampling::Sampler;
use crate::{Config, Error};
use candle_core::Device;

/// Positions whose logits are computed together: bounds memory to this many rows of the vocabulary.
const SCORED_ROWS: usize = 128;

/// A loaded GPT-2.
pub struct Gpt2 {
    config: Config,
    model: Model,
}

/// When generation ends before the most tokens are generated.
#[derive(Clone, Debug, Default)]
pub struct StopCriteria {
    /// Any of these tokens.
    pub tokens: Vec<u32>,
    /// Any of these sequences of tokens.
    pub sequences: Vec<Vec<u32>>,
}

/// What was generated.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Completion {
    /// The tokens, with what stopped generation.
    pub tokens: Vec<u32>,
    /// The natural logarithm of each token's probability, whatever the sampling.
    pub logprobs: Vec<f64>,
}

impl Gpt2 {
    /// Loads a checkpoint onto the CPU.
    pub fn load(checkpoint: &Checkpoint) -> Result<Self, Error> {
        let config = checkpoint.config.clone();
        let model = Model::load(&config, &checkpoint.open_weights()?, &Device::Cpu)?;
        Ok(Self { config, model })
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The log-probability of each token but the first, given those before it: one fewer than `tokens`.
    ///
    /// The last token is scored but not read, so there may be one more than the model has positions.
    pub fn score(&self, tokens: &[u32]) -> Result<Vec<f64>, Error> {
        let Some((last, read)) = tokens.split_last() else {
            return Err(Error::EmptyPrompt);
        };
        if read.is_empty() {
            self.check(tokens)?;
            return Ok(Vec::new());
        }
        self.check(read)?;
        self.check(&[*last])?;
        let hidden = self.model.hidden_states(read, &mut Cache::default())?;
        let mut logprobs = Vec::with_capacity(read.len());
        for (block, targets) in tokens[1..].chunks(SCORED_ROWS).enumerate() {
            let logits = self.model.logits(&hidden.narrow(0, block * SCORED_ROWS, targets.len())?)?;
            logprobs.extend(logits.iter().zip(targets).map(|(logits, &target)| logprob(logits, target)));
        }
        Ok(logprobs)
    }

    /// The log-probability of every token of the vocabulary after `tokens`.
    pub fn next_token_logprobs(&self, tokens: &[u32]) -> Result<Vec<f64>, Error> {
        self.check(tokens)?;
        let logits = self.last_logits(tokens, &mut Cache::default())?;
        let normalizer = log_sum_exp(&logits);
        Ok(logits.iter().map(|&logit| f64::from(logit) - normalizer).collect())
    }

    /// Continues `prompt` by at most `max_tokens` tokens.
    pub fn generate(
        &self,
        prompt: &[u32],
        max_tokens: usize,
        stop: &StopCriteria,
        sampler: &mut Sampler,
    ) -> Result<Completion, Error> {
        let mut completion = Completion::default();
        if max_tokens == 0 {
            return Ok(completion);
        }
        self.check(prompt)?;
        let mut cache = Cache::default();
        let mut unread = prompt.to_vec();
        while completion.tokens.len() < max_tokens {
            let read = prompt.len() + completion.tokens.len();
            if read > self.config.n_positions {
                return Err(Error::TooLong { tokens: read, positions: self.config.n_positions });
            }
            let logits = self.last_logits(&unread, &mut cache)?;
            let token = sampler.next(&logits)?;
            completion.tokens.push(token);
            completion.logprobs.push(logprob(&logits, token));
            if stop.reached(&completion.tokens) {
                break;
            }
            unread = vec![token];
        }
        Ok(completion)
    }

    fn last_logits(&self, tokens: &[u32], cache: &mut Cache) -> Result<Vec<f32>, Error> {
        let hidden = self.model.hidden_states(tokens, cache)?;
        let last = hidden.narrow(0, tokens.len() - 1, 1)?;
        Ok(self.model.logits(&last)?.swap_remove(0))
    }

    fn check(&self, tokens: &[u32]) -> Result<(), Error> {
        let (positions, vocabulary) = (self.config.n_positions, self.config.vocab_size);
        if tokens.is_empty() {
            return Err(Error::EmptyPrompt);
        }
        if tokens.len() > positions {
            return Err(Error::TooLong { tokens: tokens.len(), positions });
        }
        match tokens.iter().find(|&&token| token as usize >= vocabulary) {
            Some(&token) => Err(Error::UnknownToken { token, vocabulary }),
            None => Ok(()),
        }
    }
}

impl StopCriteria {
    fn reached(&self, tokens: &[u32]) -> bool {
        let last = tokens.last();
        last.is_some_and(|last| self.tokens.contains(last))
            || self.sequences.iter().any(|sequence| !sequence.is_empty() && tokens.ends_with(sequence))
    }
}

fn logprob(logits: &[f32], token: u32) -> f64 {
    f64::from(logits[token as usize]) - log_sum_exp(logits)
}

/// log Σ exp(logit), summed in 64 bit.
fn log_sum_exp(logits: &[f32]) -> f64 {
    let greatest = f64::from(logits.iter().copied().fold(f32::NEG_INFINITY, f32::max));
    greatest + logits.iter().map(|&logit| (f64::from(logit) - greatest).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_sum_exp_by_hand() {
        // log(e^0 + e^0) = log 2; a constant moves it by that constant.
        assert!((log_sum_exp(&[0.0, 0.0]) - 2.0_f64.ln()).abs() < 1e-12);
        assert!((log_sum_exp(&[1000.0, 1000.0]) - (1000.0 + 2.0_f64.ln())).abs() < 1e-9);
    }

    #[test]
    fn generation_stops_at_tokens_and_sequences() {
        let stop = StopCriteria { tokens: vec![9], sequences: vec![vec![1, 2]] };
        assert!(stop.reached(&[5, 9]));
        assert!(stop.reached(&[5, 1, 2]));
        assert!(!stop.reached(&[1, 2, 5]));
        assert!(!stop.reached(&[]));
    }
}
