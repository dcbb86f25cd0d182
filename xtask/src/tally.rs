//! Counting tests by the closing lines of their runners.

use std::fmt;

/// How many tests of a kind passed, failed and were skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) skipped: usize,
}

/// Counts by kind, in the order in which kinds came up.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    kinds: Vec<(&'static str, Count)>,
    kind: Option<&'static str>,
}

impl Tally {
    /// Reads a line of `cargo test`, which says what it runs and then how it went.
    pub(crate) fn read_cargo(&mut self, line: &str) {
        let line = line.trim();
        if line.starts_with("Running unittests") {
            self.kind = Some("unit");
        } else if line.starts_with("Running ") {
            self.kind = Some(if line.contains("end_to_end") { "end-to-end" } else { "program" });
        } else if line.starts_with("Doc-tests") {
            self.kind = Some("documentation");
        } else if line.starts_with("skipped: ") {
            self.count("reference").skipped += 1;
        } else if let Some(result) = line.strip_prefix("test result: ") {
            let kind = self.kind.unwrap_or("unit");
            let count = self.count(kind);
            count.passed += number_before(result, "passed");
            count.failed += number_before(result, "failed");
            count.skipped += number_before(result, "ignored");
        } else if line.starts_with("test ") && line.contains("reference") && line.ends_with("ok") {
            // Counted twice on purpose: tests against the reference are also tests of a program.
            self.count("reference").passed += 1;
        }
    }

    /// Reads a line of vitest: `Tests  70 passed (70)`, or `Tests  1 failed | 69 passed (70)`.
    pub(crate) fn read_vitest(&mut self, line: &str) {
        let line = without_colours(line);
        if let Some(result) = line.trim().strip_prefix("Tests ") {
            let count = self.count("web app");
            count.passed += number_before(result, "passed");
            count.failed += number_before(result, "failed");
            count.skipped += number_before(result, "skipped");
        }
    }

    /// Reads a line of node's test runner: `# pass 19`, or with a sign in place of `#`.
    pub(crate) fn read_node(&mut self, line: &str) {
        let line = without_colours(line);
        let mut words = line.split_whitespace().skip(1);
        let (Some(name), Some(Ok(number)), None) = (words.next(), words.next().map(str::parse::<usize>), words.next())
        else {
            return;
        };
        let count = self.count("browser");
        match name {
            "pass" => count.passed += number,
            "fail" | "cancelled" => count.failed += number,
            "skipped" => count.skipped += number,
            _ => {}
        }
    }

    /// A kind of tests that could not run here.
    pub(crate) fn skip(&mut self, kind: &'static str) {
        self.count(kind).skipped += 1;
    }

    /// All kinds together. What was counted as `reference` is part of another kind, but for what was skipped.
    pub(crate) fn total(&self) -> Count {
        let mut total = Count::default();
        for (kind, count) in &self.kinds {
            if *kind != "reference" {
                total.passed += count.passed;
                total.failed += count.failed;
            }
            total.skipped += count.skipped;
        }
        total
    }

    fn count(&mut self, kind: &'static str) -> &mut Count {
        let index = self.kinds.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
            self.kinds.push((kind, Count::default()));
            self.kinds.len() - 1
        });
        &mut self.kinds[index].1
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        for (kind, count) in &self.kinds {
            writeln!(formatter, "  {kind:14} {count}")?;
        }
        write!(formatter, "{}", self.total())
    }
}

impl fmt::Display for Count {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The number in `12 passed; 0 failed` that stands before `word`; 0 when there is none.
fn number_before(text: &str, word: &str) -> usize {
    let words: Vec<&str> = text.split_whitespace().collect();
    let before = |pair: &&[&str]| pair[1].trim_end_matches([';', ',']) == word;
    words.windows(2).find(before).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

fn without_colours(line: &str) -> String {
    let mut plain = String::new();
    let mut rest = line;
    while let Some(start) = rest.find("\u{1b}[") {
        plain += &rest[..start];
        rest = rest[start..].find('m').map_or("", |end| &rest[start + end + 1..]);
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runners_are_counted_by_kind() {
        let mut tally = Tally::default();
        for line in [
            "     Running unittests src/lib.rs (target/debug/deps/helm_core-0f25)",
            "test result: ok. 33 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.08s",
            "     Running tests/program.rs (target/debug/deps/program-1)",
            "test golden::runs_equal_the_reference ... ok",
            "test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.08s",
            "skipped: nothing was compared",
        ] {
            tally.read_cargo(line);
        }
        tally.read_vitest(
            "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m70 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (70)\u{1b}[39m",
        );
        for line in ["ℹ tests 19", "ℹ pass 18", "ℹ fail 1", "ℹ skipped 0"] {
            tally.read_node(line);
        }
        assert_eq!(
            tally.to_string(),
            "  unit           33 passed, 0 failed, 1 skipped
  reference      1 passed, 0 failed, 1 skipped
  program        4 passed, 2 failed
  web app        70 passed, 0 failed
  browser        18 passed, 1 failed
125 passed, 3 failed, 2 skipped"
        );
    }
}
