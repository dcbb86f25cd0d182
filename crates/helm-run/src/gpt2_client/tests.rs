use super::*;
use crate::demo_model;
use helm_gpt2::{Checkpoint, LoadOptions};
use std::sync::Mutex;

const QUESTION: &str = "Which planet is closest to the Sun?";
/// What double precision makes of the question, greedily (`tests/golden/demo_logits.json`).
const GREEDY: &str = " Venus\nA. Mercur\n\n\n\n\n\n\n\n";

fn client() -> Gpt2Client {
    let checkpoint = Checkpoint::from_bytes(demo_model::CONFIG, demo_model::WEIGHTS).expect("the demo is whole");
    let model = Gpt2::load(&checkpoint, &LoadOptions::default()).expect("the demo is whole");
    let tokenizer =
        helm_gpt2::Tokenizer::from_json("tokenizer.json", demo_model::TOKENIZER).expect("the demo is whole");
    Gpt2Client::new(
        Arc::new(model),
        Arc::new(PromptTokenizer::new(Gpt2Tokenizer(tokenizer))),
        Some("<|endoftext|>".into()),
    )
}

fn greedy(max_tokens: usize) -> Request {
    Request { prompt: QUESTION.into(), temperature: Number::Int(0), max_tokens, ..Request::default() }
}

fn sampled(prompt: &str, random: Option<&str>) -> Request {
    let random = random.map(str::to_owned);
    Request { prompt: prompt.into(), max_tokens: 12, random, ..Request::default() }
}

/// The results of requests, in their order.
fn results(client: &Gpt2Client, requests: &[Request]) -> Vec<RequestResult> {
    let results = Mutex::new(vec![None; requests.len()]);
    client.answer(requests, &|index, result| {
        let before = results.lock().expect("no test panics")[index].replace(result);
        assert_eq!(before, None, "each request is answered once");
    });
    let results = results.into_inner().expect("no test panics");
    results.into_iter().map(|result| result.expect("each request is answered")).collect()
}

fn answer_all(client: &Gpt2Client, requests: &[Request]) -> Vec<Vec<GeneratedOutput>> {
    let results = results(client, requests);
    let completions = |result: RequestResult| {
        assert!(result.success, "{:?}", result.error);
        result.completions
    };
    results.into_iter().map(completions).collect()
}

fn answer(request: &Request) -> GeneratedOutput {
    answer_all(&client(), std::slice::from_ref(request)).swap_remove(0).swap_remove(0)
}

/// The texts of the tokens, and that the sum is theirs.
fn token_texts(output: &GeneratedOutput) -> Vec<&str> {
    let sum: f64 = output.tokens.iter().map(|token| token.logprob.as_f64()).sum();
    assert!((output.logprob.as_f64() - sum).abs() < 1e-12);
    output.tokens.iter().map(|token| token.text.as_str()).collect()
}

#[test]
fn temperature_0_takes_the_likeliest() {
    let output = answer(&greedy(16));
    assert_eq!(output.text, GREEDY);
    assert_eq!(token_texts(&output).concat(), GREEDY);
    assert_eq!(output.tokens.len(), 16);
    // The likeliest next token of the same file.
    assert!((output.tokens[0].logprob.as_f64() - -1.290_973_354_707_876).abs() < 1e-4);
}

#[test]
fn stop_sequences_end_the_text() {
    for (stop, text) in [
        // One token, several tokens, and several sequences of which the first in the text is another than in the list.
        (vec!["\n"], " Venus"),
        (vec!["\nA."], " Venus"),
        (vec!["\n\n", "A", "never"], " Venus\n"),
        (vec!["never"], GREEDY),
        (vec![" Venus"], ""),
    ] {
        let stop_sequences = stop.iter().map(ToString::to_string).collect();
        let output = answer(&Request { stop_sequences, ..greedy(16) });
        assert_eq!(output.text, text, "{stop:?}");
        assert!(output.finish_reason.is_none());
    }
}

#[test]
fn generation_ends_at_stop_sequences() {
    let client = client();
    let end_of_text = client.model.config().eos_token_id.expect("the demo has one");
    let criteria = |stop: &[&str]| {
        let stop_sequences = stop.iter().map(ToString::to_string).collect();
        let StopCriteria { tokens, sequences } = client.stop_criteria(&Request { stop_sequences, ..greedy(16) });
        (tokens, sequences)
    };
    // `\n` is token 198, `A` 32, `.` 13 (`tests/golden/demo_logits.json`).
    assert_eq!(criteria(&[]), (vec![end_of_text], vec![]));
    assert_eq!(criteria(&["\n"]), (vec![198], vec![]));
    assert_eq!(criteria(&["A."]), (vec![end_of_text], vec![vec![32, 13]]));
    assert_eq!(criteria(&["\n", "A."]), (vec![end_of_text], vec![vec![198], vec![32, 13]]));
    assert_eq!(criteria(&[""]), (vec![end_of_text], vec![]));
}

#[test]
fn tokens_are_cut_between_tokens_only() {
    let client = client();
    let completion = |text: &str| {
        let tokens = client.tokenizer.encode(text);
        let logprobs = (1..=tokens.len()).map(|index| -(index as f64)).collect();
        Completion { tokens, logprobs }
    };
    let truncated = |text: &str, stop: &[&str]| {
        let stop_sequences = stop.iter().map(ToString::to_string).collect();
        client.truncated(&Request { stop_sequences, ..greedy(16) }, &completion(text))
    };

    // ` plan` and `et` are tokens. A stop that starts inside the first cuts the text, not the tokens.
    let output = truncated(" planet", &["lanet"]);
    assert_eq!((output.text.as_str(), token_texts(&output)), (" p", vec![" plan", "et"]));
    let output = truncated(" planet", &["et"]);
    assert_eq!(
        (output.text.as_str(), token_texts(&output), output.logprob),
        (" plan", vec![" plan"], Number::Float(-1.0))
    );

    let output = truncated(" planet<|endoftext|> planet", &[]);
    assert_eq!((output.text.as_str(), token_texts(&output)), (" planet", vec![" plan", "et"]));
    // Python's sum of nothing is the integer 0, and files spell it so.
    let output = truncated("<|endoftext|>", &[]);
    assert_eq!((output.text.as_str(), token_texts(&output)), ("", vec![]));
    assert!(matches!(output.logprob, Number::Int(0)));
}

#[test]
fn echo_scores_the_prompt() {
    let output = answer(&Request { echo_prompt: true, max_tokens: 0, ..greedy(0) });
    assert_eq!(output.text, QUESTION);
    assert_eq!(token_texts(&output), ["W", "hich", " plan", "et", " is", " clo", "sest", " to", " the", " Sun", "?"]);
    // `prompt_logprobs` of `tests/golden/demo_logits.json`.
    let expected = [0.0, -0.195_512_929_144_336_13, -4.601_377_514_438_855, -0.129_871_148_703_041_23];
    for (token, expected) in output.tokens.iter().zip(expected) {
        assert!((token.logprob.as_f64() - expected).abs() < 1e-4, "{token:?}, not {expected}");
    }
}

#[test]
fn echo_goes_on_with_what_is_generated() {
    let output = answer(&Request { echo_prompt: true, ..greedy(3) });
    assert_eq!(output.text, format!("{QUESTION} Venus"));
    assert_eq!(output.tokens.len(), 11 + 3);
    assert!((output.tokens[11].logprob.as_f64() - -1.290_973_354_707_876).abs() < 1e-4);
}

#[test]
fn equal_requests_draw_equally_in_any_order() {
    let client = client();
    let (a, b) = (sampled(QUESTION, None), sampled("What is the chemical formula of water?", None));
    let forward = answer_all(&client, &[a.clone(), b.clone(), a.clone()]);
    let backward = answer_all(&client, &[b, a]);
    assert_eq!(forward[0], forward[2]);
    assert_eq!(forward[0], backward[1]);
    assert_eq!(forward[1], backward[0]);
}

#[test]
fn prompt_random_and_index_decide_the_seed() {
    let seed = |request: &Request, index| match sampling(request, index) {
        Sampling::Random { seed, .. } => seed,
        Sampling::Greedy => panic!("the temperature is 1"),
    };
    let base = sampled(QUESTION, None);
    assert_eq!(seed(&base, 0), seed(&base.clone(), 0));
    let others = [
        seed(&sampled("another", None), 0),
        seed(&sampled(QUESTION, Some("1")), 0),
        seed(&sampled(QUESTION, Some("2")), 0),
        seed(&base, 1),
    ];
    for (index, other) in others.iter().enumerate() {
        assert_ne!(*other, seed(&base, 0));
        assert!(!others[..index].contains(other));
    }
    assert_ne!(answer(&sampled(QUESTION, Some("1"))).text, answer(&sampled(QUESTION, Some("2"))).text);
}

#[test]
fn completions_of_a_request_differ() {
    let client = client();
    let several = Request { num_completions: 3, ..sampled(QUESTION, None) };
    let completions = answer_all(&client, &[several]).swap_remove(0);
    let [first, second, third] = completions.as_slice() else { panic!("{} completions", completions.len()) };
    assert!(first != second && second != third && first != third);
    // The first is what a request for one gets.
    assert_eq!(*first, answer(&sampled(QUESTION, None)));
}

#[test]
fn log_probabilities_are_those_of_the_plain_softmax() {
    let logprobs = |temperature| {
        let hot = Request { temperature: Number::Float(temperature), top_p: Number::Float(0.01), ..greedy(4) };
        answer(&hot).tokens.iter().map(|token| token.logprob.as_f64()).collect::<Vec<_>>()
    };
    // With so little mass, all of these choose the likeliest.
    assert_eq!(logprobs(0.5), logprobs(1.0));
    assert!((logprobs(0.5)[0] - -1.290_973_354_707_876).abs() < 1e-4);
}

#[test]
fn request_that_can_not_be_answered_says_why() {
    let client = client();
    let too_long = Request { prompt: QUESTION.repeat(100).into(), ..greedy(1) };
    let empty = Request { prompt: "".into(), ..greedy(1) };
    let results = results(&client, &[too_long, empty, greedy(1)]);
    let errors: Vec<_> = results.iter().map(|result| result.error.as_deref()).collect();
    assert_eq!(
        errors,
        [
            Some("1100 tokens are more than the 512 positions of the model"),
            Some("the prompt is empty: there is nothing to continue"),
            None,
        ]
    );
    assert_eq!(results.iter().map(|result| result.success).collect::<Vec<_>>(), [false, false, true]);
}
