use crate::checkpoint::Checkpoint;
use crate::engine::Engine;
use crate::kernel::Kernels;
use crate::plain::Plain;
use crate::request::{Answer, Completion, Request, StopCriteria};
use crate::{Config, Error, Sampling, schedule};
use candle_core::Device;

/// A loaded GPT-2.
pub struct Gpt2 {
    config: Config,
    memory: usize,
    backend: Backend,
}

enum Backend {
    Engine(Box<Engine>),
    Plain(Plain),
}

/// How a model is loaded.
#[derive(Clone, Copy)]
pub struct LoadOptions {
    /// The kernels that compute.
    pub kernels: &'static Kernels,
    /// Bytes that keys and values of shared prefixes and of completions under way may take. A single request may
    /// take more.
    pub memory: usize,
}

/// A device that computes faster than a CPU.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Accelerator {
    /// The first GPU of NVIDIA; needs this crate's feature `cuda`.
    Cuda,
    /// The first GPU of Apple; needs this crate's feature `metal`.
    Metal,
}

impl Default for LoadOptions {
    /// The fastest kernels that the processor can run, and a gibibyte.
    fn default() -> Self {
        Self { kernels: Kernels::supported()[0], memory: 1 << 30 }
    }
}

impl Gpt2 {
    /// Loads a checkpoint onto the CPU. Work is done by the threads of the rayon pool that functions are called in.
    pub fn load(checkpoint: &Checkpoint, options: &LoadOptions) -> Result<Self, Error> {
        let config = checkpoint.config.clone();
        let engine = Engine::load(&config, &checkpoint.open_weights()?, options.kernels)?;
        Ok(Self { config, memory: options.memory, backend: Backend::Engine(Box::new(engine)) })
    }

    /// Loads a checkpoint onto any device that candle has, to be computed by candle's own operations, one request after
    /// the other. What [`Gpt2::load`] loads computes the same, faster.
    pub fn load_plain(checkpoint: &Checkpoint, device: &Device) -> Result<Self, Error> {
        let config = checkpoint.config.clone();
        let plain = Plain::load(&config, &checkpoint.open_weights()?, device)?;
        Ok(Self { config, memory: 0, backend: Backend::Plain(plain) })
    }

    /// As [`Gpt2::load_plain`], onto a GPU.
    pub fn load_on(checkpoint: &Checkpoint, accelerator: Accelerator) -> Result<Self, Error> {
        let device = match accelerator {
            Accelerator::Cuda => Device::new_cuda(0),
            Accelerator::Metal => Device::new_metal(0),
        };
        Self::load_plain(checkpoint, &device.map_err(|source| Error::NoAccelerator { accelerator, source })?)
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The answers to `requests`, in their order; `answered` is told the index of each one as it is done.
    ///
    /// All are computed together: what prompts have in common at their start is computed once. An answer is the same
    /// to the bit whatever else is asked for at the same time, and whatever the number of threads.
    pub fn answer(&self, requests: &[Request], answered: &mut dyn FnMut(usize)) -> Vec<Result<Answer, Error>> {
        let mut answers: Vec<Option<Result<Answer, Error>>> = requests.iter().map(|_| None).collect();
        self.answer_each(requests, &mut |index, answer| {
            answers[index] = Some(answer);
            answered(index);
        });
        answers.into_iter().map(|answer| answer.expect("each request is answered")).collect()
    }

    /// As [`Gpt2::answer`]; each answer is handed over as it is done, with the index of its request.
    pub fn answer_each(&self, requests: &[Request], answered: &mut dyn FnMut(usize, Result<Answer, Error>)) {
        let mut good = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            match self.check(request) {
                Ok(()) => good.push(index),
                Err(error) => answered(index, Err(error)),
            }
        }
        match &self.backend {
            Backend::Engine(engine) => {
                let requests: Vec<&Request> = good.iter().map(|&index| &requests[index]).collect();
                let mut answered = |index: usize, answer| answered(good[index], answer);
                schedule::answer(engine, &self.config, self.memory, &requests, &mut answered);
            }
            Backend::Plain(plain) => {
                for index in good {
                    answered(index, plain.answer(&self.config, &requests[index]));
                }
            }
        }
    }

    /// The log-probability of each token but the first, given those before it: one fewer than `tokens`.
    ///
    /// The last token is scored but not read, so there may be one more than the model has positions.
    pub fn score(&self, tokens: &[u32]) -> Result<Vec<f64>, Error> {
        Ok(self.answer_one(Request::score(tokens.to_vec()))?.prompt_logprobs)
    }

    /// The log-probability of every token of the vocabulary after `tokens`.
    pub fn next_token_logprobs(&self, tokens: &[u32]) -> Result<Vec<f64>, Error> {
        let request = Request { prompt: tokens.to_vec(), next_token_logprobs: true, ..Request::default() };
        Ok(self.answer_one(request)?.next_token_logprobs)
    }

    /// Continues `prompt` by at most `max_tokens` tokens.
    pub fn generate(
        &self,
        prompt: &[u32],
        max_tokens: usize,
        stop: &StopCriteria,
        sampling: Sampling,
    ) -> Result<Completion, Error> {
        let request = Request::generate(prompt.to_vec(), max_tokens, stop.clone(), sampling);
        Ok(self.answer_one(request)?.completions.swap_remove(0))
    }

    fn answer_one(&self, request: Request) -> Result<Answer, Error> {
        self.answer(&[request], &mut |_| {}).swap_remove(0)
    }

    fn check(&self, request: &Request) -> Result<(), Error> {
        let (positions, vocabulary) = (self.config.n_positions, self.config.vocab_size);
        if request.prompt.is_empty() {
            return Err(Error::EmptyPrompt);
        }
        let tokens = request.read().len();
        if tokens > positions {
            return Err(Error::TooLong { tokens, positions });
        }
        match request.prompt.iter().find(|&&token| token as usize >= vocabulary) {
            Some(&token) => Err(Error::UnknownToken { token, vocabulary }),
            None => Ok(()),
        }
    }
}
