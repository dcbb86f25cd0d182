//! Which known names a mistyped one may have meant.

/// Below this similarity (Jaro-Winkler, 0 to 1) a name is no help.
const SIMILAR: f64 = 0.75;
const AT_MOST: usize = 3;

/// The names most like `wanted`, best first.
pub(crate) fn nearest(wanted: &str, known: &[String]) -> Vec<String> {
    let wanted = wanted.to_lowercase();
    let mut scored: Vec<(f64, &String)> = known
        .iter()
        .map(|name| (strsim::jaro_winkler(&wanted, &name.to_lowercase()), name))
        .filter(|(similarity, _)| *similarity >= SIMILAR)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0));
    scored.into_iter().take(AT_MOST).map(|(_, name)| name.clone()).collect()
}

/// `` `a`, `b` or `c` ``
pub(crate) fn either(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first_and_strangers_not_at_all() {
        let known = ["my-suites", "my-suite", "zebra"].map(String::from);
        assert_eq!(nearest("My-Siute", &known), ["my-suite", "my-suites"]);
        assert!(nearest("v1", &known).is_empty());
    }

    #[test]
    fn names_are_listed_in_words() {
        let names = ["a", "b", "c"].map(String::from);
        assert_eq!(either(&names), "`a`, `b` or `c`");
        assert_eq!(either(&names[..1]), "`a`");
    }
}
