use candle_core::{Device, Tensor};
use candle_transformers::generation::{LogitsProcessor, Sampling as Distribution};

/// How the next token is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sampling {
    /// The likeliest; of equally likely ones the one with the least id.
    Greedy,
    /// At random, reproducibly.
    Random {
        /// Divides the logits; greater than 0.
        temperature: f64,
        /// The least likely tokens beyond this mass are never drawn; 1 keeps all.
        top_p: f64,
        /// Decides the sequence of draws.
        seed: u64,
    },
}

/// A [`Sampling`] under way.
pub(crate) struct Sampler(Option<LogitsProcessor>);

impl Sampling {
    /// A sampler at the start of its sequence of draws.
    pub(crate) fn start(self) -> Sampler {
        Sampler(match self {
            Self::Greedy => None,
            Self::Random { temperature, top_p, seed } => {
                let distribution = if top_p < 1.0 {
                    Distribution::TopP { p: top_p, temperature }
                } else {
                    Distribution::All { temperature }
                };
                Some(LogitsProcessor::from_sampling(seed, distribution))
            }
        })
    }
}

impl Sampler {
    /// Whether the likeliest token is always the one that it chooses.
    pub(crate) fn is_greedy(&self) -> bool {
        self.0.is_none()
    }

    /// Chooses a token by its logits.
    pub(crate) fn next(&mut self, logits: &[f32]) -> Result<u32, candle_core::Error> {
        match &mut self.0 {
            Some(processor) => processor.sample(&Tensor::from_slice(logits, logits.len(), &Device::Cpu)?),
            None => Ok(greatest(logits)),
        }
    }
}

fn greatest(logits: &[f32]) -> u32 {
    let better = |best: usize, index: usize| if logits[index] > logits[best] { index } else { best };
    u32::try_from((0..logits.len()).reduce(better).unwrap_or_default()).expect("vocabularies are small")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greedy_takes_the_first_of_the_likeliest() {
        assert_eq!(Sampling::Greedy.start().next(&[0.0, 3.0, 3.0, 1.0]).expect("logits"), 1);
    }

    #[test]
    fn equal_seeds_draw_equally() {
        let draw = |seed| {
            let mut sampler = Sampling::Random { temperature: 1.0, top_p: 0.9, seed }.start();
            (0..20).map(|_| sampler.next(&[1.0, 1.1, 0.9, 1.0]).expect("logits")).collect::<Vec<_>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }
}
