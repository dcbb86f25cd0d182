//! What requests mean, and which are refused.

use crate::{load, repository};
use helm_gpt2::{Error, Request, Sampling, StopCriteria};

#[test]
fn cached_keys_and_values_change_nothing() {
    let (gpt2, tokenizer) = load(&repository().join("demo/model"));
    let prompt = tokenizer.encode("Question: Which planet is");
    let generated = gpt2.generate(&prompt, 5, &StopCriteria::default(), Sampling::Greedy).expect("generates");
    let mut tokens = prompt;
    for (&token, &logprob) in generated.tokens.iter().zip(&generated.logprobs) {
        let next = gpt2.next_token_logprobs(&tokens).expect("scores");
        assert!((next[token as usize] - logprob).abs() < 1e-5);
        tokens.push(token);
    }
}

#[test]
fn the_last_token_is_scored_without_being_read() {
    let (gpt2, _) = load(&repository().join("demo/model"));
    let tokens: Vec<u32> = (0..=u32::try_from(gpt2.config().n_positions).expect("few")).collect();
    let scores = gpt2.score(&tokens).expect("one more than there are positions");
    let next = gpt2.next_token_logprobs(&tokens[..tokens.len() - 1]).expect("scores");
    assert_eq!(scores.len() + 1, tokens.len());
    assert!((scores[scores.len() - 1] - next[tokens[tokens.len() - 1] as usize]).abs() < 1e-5);
    assert!(gpt2.score(&tokens[..1]).expect("nothing comes before a single token").is_empty());
}

#[test]
fn requests_that_do_not_fit_are_refused() {
    let (gpt2, _) = load(&repository().join("demo/model"));
    let positions = gpt2.config().n_positions;
    assert!(matches!(gpt2.score(&[]), Err(Error::EmptyPrompt)));
    assert!(matches!(gpt2.score(&vec![1; positions + 2]), Err(Error::TooLong { tokens: 513, positions: 512 })));
    assert!(matches!(gpt2.score(&[1, 1000]), Err(Error::UnknownToken { token: 1000, vocabulary: 1000 })));
    assert!(matches!(gpt2.score(&[1000]), Err(Error::UnknownToken { token: 1000, .. })));
    let full = vec![1; positions];
    let greedy = Sampling::Greedy;
    assert_eq!(gpt2.generate(&full, 1, &StopCriteria::default(), greedy).expect("one fits").tokens.len(), 1);
    assert!(matches!(
        gpt2.generate(&full, 2, &StopCriteria::default(), greedy),
        Err(Error::TooLong { tokens: 513, .. })
    ));
}

#[test]
fn any_number_of_tokens_may_be_asked_for() {
    let (gpt2, tokenizer) = load(&repository().join("demo/model"));
    let prompt = tokenizer.encode("Question: Which planet is");
    let greedy = |max_tokens, tokens| {
        let stop = StopCriteria { tokens, sequences: vec![] };
        gpt2.generate(&prompt, max_tokens, &stop, Sampling::Greedy)
    };
    let few = greedy(5, vec![]).expect("generates");
    let until_the_last = greedy(usize::MAX, vec![few.tokens[4]]).expect("generates");
    assert!(few.tokens.starts_with(&until_the_last.tokens));
    let positions = gpt2.config().n_positions;
    let error = greedy(usize::MAX, vec![]).expect_err("there are only so many positions");
    assert!(matches!(error, Error::TooLong { tokens, .. } if tokens == positions + 1), "{error}");
    // No completions of many tokens are none.
    let nothing = Request { prompt: prompt.clone(), max_tokens: usize::MAX, ..Request::default() };
    assert!(gpt2.answer(&[nothing], &mut |_| {})[0].as_ref().expect("nothing to do").completions.is_empty());
}

#[test]
fn completions_take_turns_where_a_pass_has_no_room_for_all() {
    let (gpt2, tokenizer) = load(&repository().join("demo/model"));
    let random = |seed| Sampling::Random { temperature: 1.0, top_p: 1.0, seed };
    let completions: Vec<Sampling> = (0..1100).map(|n| if n % 4 == 0 { random(n) } else { Sampling::Greedy }).collect();
    let prompt = tokenizer.encode("Question: Which planet is");
    let request = Request { prompt: prompt.clone(), max_tokens: 3, completions, ..Request::default() };
    let together = gpt2.answer(std::slice::from_ref(&request), &mut |_| {}).remove(0).expect("generates");
    for index in [0, 1, 1023, 1024, 1096, 1099] {
        let sampling = request.completions[index];
        let alone = gpt2.generate(&prompt, 3, &StopCriteria::default(), sampling).expect("generates");
        assert_eq!(together.completions[index], alone, "completion {index}");
    }
}
