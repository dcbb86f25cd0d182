//! Texts to be predicted: from a file and from a zip archive.

use super::place::Place;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TWEETS: &str = "twitter_aae:demographic=aa,model=demo/tiny-gpt2";
const TWEETS_FILE: &str = "benchmark_output/scenarios/twitter_aae/aa_tweets.csv";

/// The content of `perplexity`, as a run's statistics have it.
fn perplexity(place: &Place, run: &str) -> f64 {
    let stats = place.read(&format!("benchmark_output/runs/default/{run}/stats.json"));
    let stats: serde_json::Value = serde_json::from_str(&stats).expect("JSON");
    let of_name = |stat: &&serde_json::Value| stat["name"]["name"] == "perplexity";
    let stat = stats.as_array().into_iter().flatten().find(of_name).expect("it is measured");
    stat["mean"].as_f64().expect("a number")
}

#[test]
fn tweets_are_predicted() {
    let place = Place::new();
    place.write(TWEETS_FILE, "the first tweet\n\"the second, with a comma\"\n");
    let outcome = place.run(&format!("-m 2 -r {TWEETS}"));
    assert!(outcome.succeeded().stdout.contains("  bits_per_byte "), "{}", outcome.stdout);
    let perplexity = perplexity(&place, "twitter_aae:demographic=aa,model=demo_tiny-gpt2");
    assert!(perplexity > 1.0, "{perplexity}");
}

#[test]
fn tweets_that_can_not_be_had() {
    let place = Place::new();
    // A proxy that nobody answers at stands for a missing network.
    let mut command = place.command(&format!("-m 2 -r {TWEETS}"));
    let output = command.env("HTTPS_PROXY", "http://127.0.0.1:1").output().expect("the program can be started");
    let stderr = place.outcome(&output).stderr;
    assert!(
        stderr.contains("can't get the data of scenario `twitter_aae` from https://worksheets.codalab.org/"),
        "{stderr}"
    );
    assert!(stderr.contains(&format!("/aa_tweets.csv elsewhere and put it at `{TWEETS_FILE}`\n")), "{stderr}");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn articles_of_a_zip_archive_are_predicted() {
    let articles = |count: usize| -> String {
        (0..count)
            .flat_map(|index| [" \n = Article ".into(), index.to_string(), " = \n \n Its text . \n".into()])
            .collect()
    };
    let archive = |text: &str| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let name = "wikitext-103-raw/wiki.test.raw";
        writer.start_file(name, SimpleFileOptions::default()).expect("memory takes anything");
        writer.write_all(text.as_bytes()).expect("memory takes anything");
        writer.finish().expect("memory takes anything").into_inner()
    };
    let entry = "wikitext_103:model=demo/tiny-gpt2 --scenario-data wikitext_103=wikitext.zip";
    let place = Place::new();
    place.write("wikitext.zip", archive(&articles(60)));
    place.run(&format!("-m 60 -r {entry}")).succeeded();
    assert!(perplexity(&place, "wikitext_103:model=demo_tiny-gpt2") > 1.0);

    let place = Place::new();
    place.write("wikitext.zip", archive(&articles(59)));
    let outcome = place.run(&format!("-m 60 -r {entry}"));
    assert!(
        outcome.stderr.contains(
            "`benchmark_output/scenarios/wikitext_103/data/wiki.test.raw`, line 236: \
             the file ends after 59 articles of 60\n"
        ),
        "{}",
        outcome.stderr
    );
    assert_eq!(outcome.code, 1);
}
