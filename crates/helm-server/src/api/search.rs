use super::error::ApiError;
use super::query::{Query, wrong};
use regex::{Regex, RegexBuilder};

/// What a compiled expression may take in memory: enough for any that a person types.
const REGEX_SIZE: usize = 1 << 20;

/// Finds texts: all of some words, or a regular expression; ignoring case.
#[derive(Debug, Default)]
pub(super) struct Search {
    all_of: Vec<Regex>,
}

impl Search {
    /// What the parameters `search` and `regex` ask for.
    pub(super) fn of(query: &Query) -> Result<Self, ApiError> {
        let is_regex = query.flag("regex")?.unwrap_or(false);
        let Some(text) = query.one("search")? else { return Ok(Self::default()) };
        if is_regex {
            return Ok(Self { all_of: vec![compile(text)?] });
        }
        let words = text.split_whitespace().map(|word| compile(&regex::escape(word)));
        Ok(Self { all_of: words.collect::<Result<_, _>>()? })
    }

    /// Whether everything is found.
    pub(super) fn is_empty(&self) -> bool {
        self.all_of.is_empty()
    }

    /// Whether every word occurs in one of the texts.
    pub(super) fn finds(&self, texts: &[&str]) -> bool {
        self.all_of.iter().all(|regex| texts.iter().any(|text| regex.is_match(text)))
    }
}

fn compile(pattern: &str) -> Result<Regex, ApiError> {
    let built =
        RegexBuilder::new(pattern).case_insensitive(true).size_limit(REGEX_SIZE).dfa_size_limit(REGEX_SIZE).build();
    built.map_err(|error| {
        let reason = error.to_string();
        let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
        wrong(
            "search",
            &format!("not a regular expression that can be used: {reason}"),
            "see https://docs.rs/regex/#syntax",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(text: &str) -> Result<Search, ApiError> {
        Search::of(&Query::parse(text, &["search", "regex"])?)
    }

    #[test]
    fn all_words_must_occur_somewhere_ignoring_case() {
        let found = search("search=Fa.+lobe").expect("words");
        assert!(found.finds(&["the LOBE", "a fa. b"]));
        assert!(!found.finds(&["the lobe", "fax"]));
        assert!(search("search=").expect("nothing").finds(&[]));
    }

    #[test]
    fn expressions_are_searched_as_they_are() {
        let found = search("regex=true&search=%5Eid1.%24").expect("an expression");
        assert!(found.finds(&["x", "ID12"]) && !found.finds(&["id123"]));
    }

    #[test]
    fn bad_and_exploding_expressions_are_errors() {
        for pattern in ["(", "a{1000}{1000}{1000}", "%5Cp%7BNoSuch%7D", "(?=a)"] {
            assert!(
                matches!(search(&format!("regex=true&search={pattern}")), Err(ApiError::Parameter { .. })),
                "{pattern}"
            );
        }
    }
}
