//! What the programs' messages have in common: causes of errors, and commands that can be pasted.

use crate::layout::OutputFolder;
use std::error::Error;

/// An error with what caused it, from the outside in, each cause once.
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text = format!("{text}: {message}");
        }
        cause = error.source();
    }
    text
}

/// `--output-path FOLDER ` as a shell takes it, for the command that comes next; nothing for the default.
pub fn output_option(folder: &OutputFolder) -> String {
    let folder = folder.root().display().to_string();
    if folder == "benchmark_output" { String::new() } else { format!("--output-path {} ", shell_word(&folder)) }
}

/// A word that a shell reads as it is.
pub fn shell_word(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.into() } else { format!("'{}'", word.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_change_them() {
        assert_eq!(shell_word("a/b:c=d,e"), "a/b:c=d,e");
        assert_eq!(shell_word("it's mine"), "'it'\\''s mine'");
        assert_eq!(output_option(&OutputFolder::new("benchmark_output")), "");
        assert_eq!(output_option(&OutputFolder::new("my out")), "--output-path 'my out' ");
    }
}
