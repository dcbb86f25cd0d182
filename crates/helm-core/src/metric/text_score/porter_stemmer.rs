//! The stemmer of Porter (1980, <https://www.tartarus.org/~martin/PorterStemmer/>) with the
//! extensions of NLTK: irregular forms, `-ies` and `-ied` of short words, `-y` after consonants.

/// Words whose stems no rule finds.
const IRREGULAR: &[(&str, &str)] = &[
    ("sky", "sky"),
    ("skies", "sky"),
    ("dying", "die"),
    ("lying", "lie"),
    ("tying", "tie"),
    ("news", "news"),
    ("innings", "inning"),
    ("inning", "inning"),
    ("outings", "outing"),
    ("outing", "outing"),
    ("cannings", "canning"),
    ("canning", "canning"),
    ("howe", "howe"),
    ("proceed", "proceed"),
    ("exceed", "exceed"),
    ("succeed", "succeed"),
];

/// Suffixes of step 2, each replaced where the measure of what precedes is positive.
const STEP_2: &[(&str, &str)] = &[
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("bli", "ble"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
    ("fulli", "ful"),
];

/// Suffixes of step 3, replaced under the same condition.
const STEP_3: &[(&str, &str)] =
    &[("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", "")];

/// Suffixes of step 4, dropped where the measure of what precedes is above 1.
const STEP_4: &[&str] = &[
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti",
    "ous", "ive", "ize",
];

/// The stem of a word of ASCII lower case letters and digits.
pub(super) fn stem(word: &str) -> String {
    if let Some((_, stem)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return (*stem).to_owned();
    }
    if word.len() <= 2 {
        return word.to_owned();
    }
    let word = step_1b(step_1a(word.to_owned()));
    let word = step_4(replace(step_2(step_1c(word)), STEP_3));
    step_5b(step_5a(word))
}

/// Plurals.
fn step_1a(word: String) -> String {
    if word.ends_with("ies") {
        // `flies` -> `fli`, but `dies` -> `die`.
        let dropped = if word.len() == 4 { 1 } else { 2 };
        return cut(word, dropped);
    }
    match word.as_str() {
        word if word.ends_with("sses") => word[..word.len() - 2].to_owned(),
        word if word.ends_with("ss") => word.to_owned(),
        word => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// `-ied`, `-eed`, `-ed` and `-ing`.
fn step_1b(word: String) -> String {
    if word.ends_with("ied") {
        let dropped = if word.len() == 4 { 1 } else { 2 };
        return cut(word, dropped);
    }
    if let Some(stem) = word.strip_suffix("eed") {
        return if measure(stem) > 0 { cut(word, 1) } else { word };
    }
    let stem = ["ed", "ing"].iter().find_map(|suffix| word.strip_suffix(suffix).filter(|stem| has_vowel(stem)));
    let Some(stem) = stem else {
        return word;
    };
    if ["at", "bl", "iz"].iter().any(|end| stem.ends_with(end)) {
        return format!("{stem}e");
    }
    if ends_in_double_consonant(stem) {
        let stays_double = stem.ends_with(['l', 's', 'z']);
        return stem[..stem.len() - usize::from(!stays_double)].to_owned();
    }
    if measure(stem) == 1 && ends_in_cvc(stem) { format!("{stem}e") } else { stem.to_owned() }
}

/// `-y` after a consonant that is not the whole stem.
fn step_1c(word: String) -> String {
    match word.strip_suffix('y') {
        Some(stem) if stem.len() > 1 && is_consonant(stem, stem.len() - 1) => format!("{stem}i"),
        _ => word,
    }
}

fn step_2(word: String) -> String {
    if let Some(stem) = word.strip_suffix("alli")
        && measure(stem) > 0
    {
        return step_2(format!("{stem}al"));
    }
    // The `l` of `logi` counts as part of the stem, so that `geologi` becomes `geolog`.
    if word.ends_with("logi") {
        return if measure(&word[..word.len() - 3]) > 0 { cut(word, 1) } else { word };
    }
    replace(word, STEP_2)
}

fn step_4(word: String) -> String {
    for suffix in STEP_4 {
        if let Some(stem) = word.strip_suffix(suffix) {
            let droppable = measure(stem) > 1 && (*suffix != "ion" || stem.ends_with(['s', 't']));
            return if droppable { stem.to_owned() } else { word };
        }
    }
    word
}

/// A final `-e`.
fn step_5a(word: String) -> String {
    match word.strip_suffix('e') {
        Some(stem) if measure(stem) > 1 || (measure(stem) == 1 && !ends_in_cvc(stem)) => stem.to_owned(),
        _ => word,
    }
}

/// A final `-ll`.
fn step_5b(word: String) -> String {
    if word.ends_with("ll") && measure(&word[..word.len() - 1]) > 1 { cut(word, 1) } else { word }
}

/// The first rule whose suffix fits decides, whether or not the measure lets it replace.
fn replace(word: String, rules: &[(&str, &str)]) -> String {
    for (suffix, replacement) in rules {
        if let Some(stem) = word.strip_suffix(suffix) {
            return if measure(stem) > 0 { format!("{stem}{replacement}") } else { word };
        }
    }
    word
}

fn cut(mut word: String, dropped: usize) -> String {
    word.truncate(word.len() - dropped);
    word
}

/// For each letter whether it is a consonant; `y` is one where no consonant precedes it.
fn consonants(word: &str) -> Vec<bool> {
    let mut flags: Vec<bool> = Vec::with_capacity(word.len());
    for letter in word.bytes() {
        flags.push(match letter {
            b'a' | b'e' | b'i' | b'o' | b'u' => false,
            b'y' => flags.last().is_none_or(|before| !before),
            _ => true,
        });
    }
    flags
}

fn is_consonant(word: &str, index: usize) -> bool {
    consonants(word)[index]
}

/// How often a vowel is followed by a consonant.
fn measure(stem: &str) -> usize {
    consonants(stem).windows(2).filter(|pair| !pair[0] && pair[1]).count()
}

fn has_vowel(stem: &str) -> bool {
    consonants(stem).contains(&false)
}

fn ends_in_double_consonant(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 2 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2] && is_consonant(word, word.len() - 1)
}

/// Whether the word ends in consonant, vowel, consonant, the last none of `w`, `x`, `y`; or is just
/// a vowel and a consonant.
fn ends_in_cvc(word: &str) -> bool {
    match consonants(word)[..] {
        [false, true] => true,
        [.., true, false, true] => !word.ends_with(['w', 'x', 'y']),
        _ => false,
    }
}
