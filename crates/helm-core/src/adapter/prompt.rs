//! Prompts: blocks of text that are joined, and given up from the end until they fit the window.

use super::AdaptError;
use crate::files::{AdapterSpec, Instance, Prompt, Request, RequestState};
use crate::window_service::WindowService;
use regex::Regex;
use std::sync::Arc;

/// What stands in for the answer of an instance that has none.
pub(super) const NO_CORRECT_REFERENCE: &str = "n/a";
/// What separates several right answers.
pub(super) const ANSWER_DELIMITER: &str = ", ";

/// A prompt that fits the window.
#[derive(Default)]
pub(super) struct FittedPrompt {
    pub(super) text: Prompt,
    pub(super) num_train_instances: usize,
    /// Whether the evaluation instance itself was cut.
    pub(super) truncated: bool,
}

/// What prompts say before the evaluation instance, with no in-context example, with one, and so on.
pub(super) struct Examples(Vec<Arc<str>>);

impl Examples {
    /// The same without examples.
    pub(super) fn none(&self) -> Self {
        Self(self.0[..1].to_vec())
    }
}

/// Builds the prompts of an adapter spec.
pub(super) struct PromptBuilder<'a> {
    pub(super) spec: &'a AdapterSpec,
    window: &'a WindowService<'a>,
    substitutions: Vec<(Regex, String)>,
    /// The letter or digit that options count up from.
    option_character: char,
}

impl<'a> PromptBuilder<'a> {
    pub(super) fn new(spec: &'a AdapterSpec, window: &'a WindowService<'a>) -> Result<Self, AdaptError> {
        let substitutions = spec.substitutions.iter().map(|substitution| {
            let pattern = Regex::new(&substitution.source)
                .map_err(|source| AdaptError::Substitution { pattern: substitution.source.clone(), source })?;
            Ok((pattern, rust_replacement(&substitution.target)))
        });
        let option_character = spec.reference_prefix.chars().find(|c| c.is_alphanumeric());
        if option_character.is_none() && spec.method.starts_with("multiple_choice_joint") {
            return Err(AdaptError::ReferencePrefix { prefix: spec.reference_prefix.clone() });
        }
        Ok(Self {
            spec,
            window,
            substitutions: substitutions.collect::<Result<_, _>>()?,
            option_character: option_character.unwrap_or('A'),
        })
    }

    /// The deployment's window.
    pub(super) fn window(&self) -> &WindowService<'a> {
        self.window
    }

    /// What prompts say first: instructions, and examples as these blocks show them.
    pub(super) fn examples(&self, blocks: impl Iterator<Item = String>) -> Examples {
        let spec = self.spec;
        let mut text = spec.global_prefix.clone();
        if !spec.instructions.is_empty() {
            text += &spec.instructions;
            text += &spec.instance_prefix;
        }
        let mut starts = vec![text.as_str().into()];
        for block in blocks {
            text += &block;
            text += &spec.instance_prefix;
            starts.push(text.as_str().into());
        }
        Examples(starts)
    }

    /// Instructions, as many examples as fit, and the evaluation block.
    pub(super) fn build(&self, examples: &Examples, eval_block: String) -> FittedPrompt {
        let max_tokens = self.spec.max_tokens;
        let rest = eval_block + &self.spec.global_suffix;
        for (num_train_instances, start) in examples.0.iter().enumerate().skip(1).rev() {
            let prompt = self.prompt(start, &rest);
            if self.window.fits(&prompt.text(), max_tokens) {
                return FittedPrompt { text: prompt, num_train_instances, truncated: false };
            }
        }
        let prompt = self.prompt(&examples.0[0], &rest);
        let text = prompt.text();
        let cut = self.window.truncate_from_right(&text, max_tokens);
        // Lengths are counted in characters, as Python counts them.
        let truncated = cut.chars().count() < text.chars().count();
        // A prompt that was cut down to nothing is sent whole: an empty one asks nothing.
        let text = if truncated && !cut.is_empty() { cut.into() } else { prompt };
        FittedPrompt { text, num_train_instances: 0, truncated }
    }

    fn prompt(&self, start: &Arc<str>, rest: &str) -> Prompt {
        if self.substitutions.is_empty() {
            return Prompt::with_start(start, rest);
        }
        let replaced = |text: String, (pattern, replacement): &(Regex, String)| {
            pattern.replace_all(&text, replacement).into_owned()
        };
        self.substitutions.iter().fold([start, rest].concat(), replaced).into()
    }

    /// `input` and then, for examples and scored references, the output.
    pub(super) fn block(&self, input: &str, output: Option<&str>) -> String {
        let spec = self.spec;
        let start = format!("{}{input}{}", spec.input_prefix, spec.input_suffix);
        self.with_output(start, output)
    }

    /// `start` with the output after it, or ready to be continued with one.
    pub(super) fn with_output(&self, start: String, output: Option<&str>) -> String {
        let spec = self.spec;
        match output {
            Some(output) => format!("{start}{}{output}{}", spec.output_prefix, spec.output_suffix),
            None => start + spec.output_prefix.trim_end(),
        }
    }

    /// An example with its gold output, as methods show it that don't list the options.
    pub(super) fn example(&self, instance: &Instance) -> String {
        let correct = instance.references.iter().filter(|reference| reference.is_correct());
        let mut texts = correct.map(|reference| reference.output.text.as_str());
        let output = if self.spec.multi_label {
            texts.collect::<Vec<_>>().join(ANSWER_DELIMITER)
        } else {
            texts.next().unwrap_or_default().to_owned()
        };
        let has_answer = instance.first_correct_reference().is_some();
        self.block(&instance.input.text, Some(if has_answer { &output } else { NO_CORRECT_REFERENCE }))
    }

    /// `prefix` with its letter counted up to that of option `index`.
    pub(super) fn option_prefix(&self, prefix: &str, index: usize) -> String {
        let counted_up = || {
            let code = u32::from(self.option_character) + u32::try_from(index).expect("there are few options");
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER).to_string()
        };
        let characters = self.spec.reference_prefix_characters.as_ref();
        let character = characters.and_then(|characters| characters.get(index).cloned()).unwrap_or_else(counted_up);
        prefix.replace(self.option_character, &character)
    }

    /// What stands for option `index` in answers.
    pub(super) fn option_letter(&self, index: usize) -> String {
        self.option_prefix(&self.option_character.to_string(), index)
    }

    /// A request with the adapter spec's model and decoding parameters.
    pub(super) fn request(&self) -> Request {
        let spec = self.spec;
        Request {
            model_deployment: spec.model_deployment.clone(),
            model: spec.model.clone(),
            temperature: spec.temperature,
            max_tokens: spec.max_tokens,
            random: spec.random.clone(),
            ..Request::default()
        }
    }
}

/// The request with its prompt, as asked about the instance.
pub(super) fn request_state(instance: &Arc<Instance>, prompt: FittedPrompt, request: Request) -> RequestState {
    RequestState {
        instance: Arc::clone(instance),
        reference_index: None,
        request_mode: None,
        train_trial_index: 0,
        output_mapping: None,
        request: Request { prompt: prompt.text, ..request },
        result: None,
        num_train_instances: prompt.num_train_instances,
        prompt_truncated: prompt.truncated,
        num_conditioning_tokens: 0,
        annotations: None,
    }
}

/// Python's replacement syntax (`\1`, `\g<name>`) in that of the regex crate (`${1}`, `${name}`).
fn rust_replacement(target: &str) -> String {
    let groups = Regex::new(r"\\(?:g<(\w+)>|(\d{1,2}))").expect("a constant pattern");
    groups.replace_all(&target.replace('$', "$$"), "$${$1$2}").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replacements_are_read_as_python_reads_them() {
        assert_eq!(rust_replacement("<br>\n"), "<br>\n");
        assert_eq!(rust_replacement(r"\1 costs $5 \g<name>"), "${1} costs $$5 ${name}");
    }
}
