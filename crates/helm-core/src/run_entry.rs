//! Run entries: what someone types to ask for runs, such as `mmlu:subject=anatomy,model=openai/gpt2`.
//!
//! The grammar is `name[:key=value(,key=value)*]`. There is no quoting, so values hold no commas.

mod argument;

pub use argument::Argument;

use indexmap::IndexMap;

/// A parsed run entry.
#[derive(Clone, Debug, PartialEq)]
pub struct RunEntry {
    /// Which run spec function is meant.
    pub name: String,
    /// Its arguments and the run expanders, in the order typed; of a repeated key the last value.
    pub arguments: IndexMap<String, Argument>,
}

/// A run entry that does not follow the grammar.
#[derive(Debug, PartialEq, thiserror::Error)]
pub enum RunEntryError {
    /// Nothing before the first `:`.
    #[error("run entry `{entry}` names no scenario")]
    NoName {
        /// The entry.
        entry: String,
    },
    /// An argument without `=`.
    #[error("`{argument}` in run entry `{entry}` is not of the form `key=value`")]
    NotKeyValue {
        /// The entry.
        entry: String,
        /// The argument.
        argument: String,
    },
}

impl RunEntry {
    /// Parses a description.
    pub fn parse(description: &str) -> Result<Self, RunEntryError> {
        let (name, rest) = match description.split_once(':') {
            Some((name, rest)) => (name, Some(rest)),
            None => (description, None),
        };
        if name.trim().is_empty() {
            return Err(RunEntryError::NoName { entry: description.into() });
        }
        let mut arguments = IndexMap::new();
        for argument in rest.into_iter().flat_map(|rest| rest.split(',')) {
            let (key, value) = argument
                .split_once('=')
                .ok_or_else(|| RunEntryError::NotKeyValue { entry: description.into(), argument: argument.into() })?;
            arguments.insert(key.to_owned(), Argument::new(value));
        }
        Ok(Self { name: name.to_owned(), arguments })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(description: &str) -> Vec<(String, String)> {
        let entry = RunEntry::parse(description).expect("a valid entry");
        entry.arguments.iter().map(|(key, value)| (key.clone(), value.to_string())).collect()
    }

    #[test]
    fn arguments_keep_their_order_and_split_at_the_first_equals_sign() {
        assert_eq!(
            arguments("mmlu:subject=anatomy,model=openai/gpt2,stop=a=b"),
            [("subject", "anatomy"), ("model", "openai/gpt2"), ("stop", "a=b")]
                .map(|(key, value)| (key.into(), value.into()))
        );
        assert_eq!(arguments("mmlu"), []);
    }

    #[test]
    fn the_last_of_a_repeated_key_wins_in_the_first_place() {
        assert_eq!(arguments("x:a=1,b=2,a=3"), [("a".into(), "3".into()), ("b".into(), "2".into())]);
    }

    #[test]
    fn what_is_not_a_run_entry_is_named() {
        let message = |entry| RunEntry::parse(entry).expect_err("invalid").to_string();
        assert_eq!(message("mmlu:anatomy"), "`anatomy` in run entry `mmlu:anatomy` is not of the form `key=value`");
        assert_eq!(message("mmlu:"), "`` in run entry `mmlu:` is not of the form `key=value`");
        assert_eq!(message(":a=b"), "run entry `:a=b` names no scenario");
    }
}
