//! The name that somebody probably meant.

/// Below this likeness a name is no help.
const ALIKE: f64 = 0.6;
const AT_MOST: usize = 3;

/// The candidates most like `name`, best first, three at most; none, when none is like it.
pub fn similar<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let name = name.to_lowercase();
    let scored = candidates.into_iter().map(|candidate| (likeness(&name, &candidate.to_lowercase()), candidate));
    let mut alike: Vec<(f64, &str)> = scored.filter(|(likeness, _)| *likeness >= ALIKE).collect();
    alike.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    alike.into_iter().take(AT_MOST).map(|(_, candidate)| candidate).collect()
}

/// The candidate most like `name`, if one is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    similar(name, candidates).first().copied()
}

/// `` `a`, `b` or `c` ``
pub fn either(names: &[impl AsRef<str>]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// From 0, nothing in common, to 1, equal. The words that a name begins or ends with are much like it
/// (`gpt2` and `openai/gpt2`), other parts are not (`all` and `logical_fallacies`).
fn likeness(a: &str, b: &str) -> f64 {
    let edits = strsim::normalized_damerau_levenshtein(a, b);
    let is_cut = |rest: &str, end: fn(&str) -> Option<char>| end(rest).is_some_and(|c| !c.is_alphanumeric());
    let begins = b.strip_prefix(a).is_some_and(|rest| is_cut(rest, |rest| rest.chars().next()));
    let ends = b.strip_suffix(a).is_some_and(|rest| is_cut(rest, |rest| rest.chars().next_back()));
    if a.len() >= 3 && (begins || ends) { edits.max(0.7) } else { edits }
}

/// `did you mean ...?`, when some candidate is near.
pub fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant() {
        let subjects = ["anatomy", "astronomy", "philosophy"];
        assert_eq!(nearest("anatmy", subjects), Some("anatomy"));
        assert_eq!(nearest("Philosphy", subjects), Some("philosophy"));
        assert_eq!(nearest("gpt2", ["openai/gpt2", "demo/tiny"]), Some("openai/gpt2"));
        assert_eq!(nearest("zzz", subjects), None);
        assert_eq!(nearest("fallacies", ["anatomy", "logical_fallacies"]), Some("logical_fallacies"));
        assert_eq!(nearest("all", ["anatomy", "logical_fallacies"]), None);
    }

    #[test]
    fn the_nearest_come_first_and_strangers_not_at_all() {
        assert_eq!(similar("My-Siute", ["my-suites", "my-suite", "zebra"]), ["my-suite", "my-suites"]);
        assert!(similar("v1", ["my-suites", "my-suite", "zebra"]).is_empty());
    }

    #[test]
    fn names_are_listed_in_words() {
        assert_eq!(either(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(either(&["a"]), "`a`");
    }
}
