/// `target` in the case of `source`: all lower, all upper, or capitalised; else as it is.
pub(super) fn like(source: &str, target: &str) -> String {
    if source.chars().all(char::is_lowercase) {
        target.to_lowercase()
    } else if source.chars().all(char::is_uppercase) {
        target.to_uppercase()
    } else if source.starts_with(char::is_uppercase) {
        capitalized(target)
    } else {
        target.to_owned()
    }
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(characters.as_str().to_lowercase().chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::like;

    #[test]
    fn case_is_that_of_the_source() {
        // `match_case(source, target)` of HELM 0.5.16.
        for (source, target, expected) in [
            ("man", "WOMAN", "woman"),
            ("MAN", "woman", "WOMAN"),
            ("Man", "woMAN", "Woman"),
            ("mAn", "woMAN", "woMAN"),
            ("don't", "dO", "dO"),
            ("DON'T", "do not", "Do not"),
            ("A", "they", "THEY"),
            ("", "ThEy", "they"),
            ("Élan", "ÉCOLE", "École"),
            ("1", "One", "One"),
        ] {
            assert_eq!(like(source, target), expected, "{source:?}, {target:?}");
        }
    }
}
