//! The name that somebody probably meant.

/// The candidate most like `name`, if one is like it at all.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (likeness(&name, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

/// From 0, nothing in common, to 1, equal. A part of a name is much like it (`gpt2` and `openai/gpt2`).
fn likeness(a: &str, b: &str) -> f64 {
    let edits = strsim::normalized_damerau_levenshtein(a, b);
    let part = a.len() >= 3 && b.contains(a);
    if part { edits.max(0.7) } else { edits }
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
    }
}
