//! Whether two LaTeX answers are the same up to spelling, by the rules of the MATH data set
//! (<https://github.com/hendrycks/math>).
//!
//! The rules are textual and full of special cases; what they refuse is compared as it is.

use crate::files::Number;

/// Whether two answers are equivalent.
pub(super) fn math_equiv(gold: &str, prediction: &str) -> Number {
    let equal = match (canonical(gold), canonical(prediction)) {
        (Some(gold), Some(prediction)) => gold == prediction,
        _ => gold == prediction,
    };
    Number::from(equal).to_float()
}

/// The same of the last boxed expressions of two solutions; two solutions without one are equivalent.
pub(super) fn math_equiv_chain_of_thought(gold: &str, prediction: &str) -> Number {
    match (boxed_answer(gold), boxed_answer(prediction)) {
        (Some(gold), Some(prediction)) => math_equiv(gold, prediction),
        (gold, prediction) => Number::from(gold.is_none() && prediction.is_none()).to_float(),
    }
}

/// What the last `\boxed{...}` of a solution holds.
fn boxed_answer(solution: &str) -> Option<&str> {
    let start = solution.rfind("\\boxed").or_else(|| solution.rfind("\\fbox"))?;
    let mut depth = 0;
    let closing = solution[start..].char_indices().find(|(_, c)| {
        depth += match c {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        *c == '}' && depth == 0
    });
    let (length, _) = closing?;
    solution[start..start + length].strip_prefix("\\boxed{")
}

/// The answer in one spelling of many; nothing where it breaks the rules.
fn canonical(answer: &str) -> Option<String> {
    let removed = ["\n", "\\!"].iter().fold(answer.to_owned(), |text, part| text.replace(part, ""));
    let mut text = removed.replace("\\\\", "\\").replace("tfrac", "frac").replace("dfrac", "frac");
    for part in ["\\left", "\\right", "^{\\circ}", "^\\circ", "\\$"] {
        text = text.replace(part, "");
    }
    let mut text = without_unit(&text)?.replace("\\%", "").replace(" .", " 0.").replace("{.", "{0.");
    if text.is_empty() {
        return Some(text);
    }
    if text.starts_with('.') {
        text.insert(0, '0');
    }
    if let Some(value) = value_of_short_variable(&text) {
        text = value.into();
    }
    let text = with_bare_fractions_in_braces(&with_bare_roots_in_braces(&text)?.replace(' ', ""))?;
    if text == "0.5" {
        return Some("\\frac{1}{2}".into());
    }
    Some(slash_as_fraction(&text).unwrap_or(text))
}

/// What precedes the one `\text{ ` that a unit is in.
fn without_unit(text: &str) -> Option<&str> {
    let mut parts = text.split("\\text{ ");
    let value = parts.next()?;
    let units = parts.count();
    (units <= 1).then_some(value)
}

/// `5` of `x=5`.
fn value_of_short_variable(text: &str) -> Option<&str> {
    let (variable, value) = text.split_once('=')?;
    (!value.contains('=') && variable.chars().count() <= 2).then_some(value)
}

/// `\sqrt3` as `\sqrt{3}`.
fn with_bare_roots_in_braces(text: &str) -> Option<String> {
    let mut parts = text.split("\\sqrt");
    let mut result = parts.next()?.to_owned();
    for part in parts {
        result += "\\sqrt";
        match part.chars().next()? {
            '{' => result += part,
            radicand => result.extend(["{", &part[..radicand.len_utf8()], "}", &part[radicand.len_utf8()..]]),
        }
    }
    Some(result)
}

/// `\frac12` and `\frac1{2}` as `\frac{1}{2}`.
fn with_bare_fractions_in_braces(text: &str) -> Option<String> {
    let mut parts = text.split("\\frac");
    let mut result = parts.next()?.to_owned();
    for part in parts {
        result += "\\frac";
        let mut characters = part.chars();
        let numerator = characters.next()?;
        if numerator == '{' {
            result += part;
            continue;
        }
        let Some(denominator) = characters.next() else {
            return Some(text.to_owned());
        };
        result.extend(['{', numerator, '}', '{']);
        if denominator != '{' {
            result.extend([denominator, '}']);
        }
        result += characters.as_str();
    }
    Some(result)
}

/// `2/3` as `\frac{2}{3}`, where both are whole numbers as Python spells them.
fn slash_as_fraction(text: &str) -> Option<String> {
    let is_whole = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number && (text == "0" || !digits.starts_with('0'))
    };
    let (numerator, denominator) = text.split_once('/')?;
    (is_whole(numerator) && is_whole(denominator)).then(|| format!("\\frac{{{numerator}}}{{{denominator}}}"))
}
