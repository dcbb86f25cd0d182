//! Query parameters: each route says which it has; everything else is an error that names them.

use super::error::ApiError;
use std::str::FromStr;

/// Longer searches are mistakes.
const LONGEST_VALUE: usize = 1000;
/// Nobody chooses more values of a facet than that.
const MOST_PARAMETERS: usize = 200;

/// The parameters of a request.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    /// The parameters of a query string, which are to be among `known`.
    pub(super) fn parse(text: &str, known: &[&'static str]) -> Result<Self, ApiError> {
        let mut pairs = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            if !known.contains(&name.as_ref()) {
                return Err(ApiError::UnknownParameter { name: name.into_owned(), known: known.to_vec() });
            }
            if value.chars().count() > LONGEST_VALUE {
                return Err(wrong(&name, "it is too long", &format!("at most {LONGEST_VALUE} characters")));
            }
            if pairs.len() == MOST_PARAMETERS {
                return Err(wrong(&name, "there are too many parameters", &format!("at most {MOST_PARAMETERS}")));
            }
            pairs.push((name.into_owned(), value.into_owned()));
        }
        Ok(Self { pairs })
    }

    /// All values of a parameter that may be repeated; empty ones say nothing.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        let values = self.pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
        values.filter(|value| !value.is_empty()).collect()
    }

    /// The value of a parameter that stands once at most.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, ApiError> {
        match self.all(name).as_slice() {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(wrong(name, "it is given more than once", "give it once")),
        }
    }

    /// The value of a parameter that has a few.
    pub(super) fn choice(&self, name: &str, choices: &[&'static str]) -> Result<Option<&'static str>, ApiError> {
        self.one(name)?.map(|value| choose(name, value, choices)).transpose()
    }

    /// All values of a parameter that has a few and may be repeated.
    pub(super) fn choices(&self, name: &str, choices: &[&'static str]) -> Result<Vec<&'static str>, ApiError> {
        self.all(name).into_iter().map(|value| choose(name, value, choices)).collect()
    }

    /// `true` or `false`.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, ApiError> {
        Ok(self.choice(name, &["true", "false"])?.map(|value| value == "true"))
    }

    /// A whole number within bounds.
    pub(super) fn number(&self, name: &str, least: usize, most: usize) -> Result<Option<usize>, ApiError> {
        self.one(name)?.map(|value| number(name, value, least, most)).transpose()
    }

    /// Whole numbers within bounds.
    pub(super) fn numbers(&self, name: &str, least: usize, most: usize) -> Result<Vec<usize>, ApiError> {
        self.all(name).into_iter().map(|value| number(name, value, least, most)).collect()
    }
}

fn choose(name: &str, value: &str, choices: &[&'static str]) -> Result<&'static str, ApiError> {
    let found = choices.iter().find(|choice| **choice == value).copied();
    found.ok_or_else(|| wrong(name, &format!("`{value}` is none of its values"), &one_of(choices)))
}

fn number(name: &str, value: &str, least: usize, most: usize) -> Result<usize, ApiError> {
    match usize::from_str(value) {
        Ok(number) if (least..=most).contains(&number) => Ok(number),
        _ => Err(wrong(
            name,
            &format!("`{value}` is not what it can be"),
            &format!("a whole number from {least} to {most}"),
        )),
    }
}

fn one_of(choices: &[&'static str]) -> String {
    format!("one of `{}`", choices.join("`, `"))
}

/// A parameter that can't be used, and what is allowed.
pub(super) fn wrong(name: &str, problem: &str, allowed: &str) -> ApiError {
    ApiError::Parameter { name: name.into(), problem: problem.into(), hint: allowed.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Query {
        Query::parse(text, &["page", "model", "order", "regex"]).expect("known parameters")
    }

    fn message(error: &ApiError) -> String {
        error.to_string()
    }

    #[test]
    fn values_are_decoded_and_empty_ones_say_nothing() {
        let query = query("model=a%2Fb&model=c+d&model=&page=%32");
        assert_eq!(query.all("model"), ["a/b", "c d"]);
        assert_eq!(query.number("page", 1, 9), Ok(Some(2)));
        assert_eq!(query.flag("regex"), Ok(None));
    }

    #[test]
    fn wrong_values_are_named_with_what_is_allowed() {
        for (text, expected) in [
            ("page=0", "parameter `page`: `0` is not what it can be"),
            ("page=-1", "parameter `page`: `-1` is not what it can be"),
            ("page=1e9", "parameter `page`: `1e9` is not what it can be"),
            ("page=99999999999999999999999", "parameter `page`: `99999999999999999999999` is not what it can be"),
            ("page=1&page=2", "parameter `page`: it is given more than once"),
        ] {
            let error = query(text).number("page", 1, 9).expect_err(text);
            assert_eq!(message(&error), expected);
        }
        let error = query("order=up").choice("order", &["asc", "desc"]).expect_err("no such order");
        assert!(matches!(error, ApiError::Parameter { hint, .. } if hint == "one of `asc`, `desc`"));
    }

    #[test]
    fn unknown_and_endless_parameters_are_refused() {
        assert!(matches!(Query::parse("pages=1", &["page"]), Err(ApiError::UnknownParameter { .. })));
        assert!(Query::parse(&format!("page={}", "1".repeat(1001)), &["page"]).is_err());
        assert!(Query::parse(&"page=1&".repeat(201), &["page"]).is_err());
    }
}
