use super::*;
use crate::files::Number;
use std::collections::HashMap;
use std::sync::Mutex;

#[derive(Default)]
struct Memory(Mutex<HashMap<String, RequestResult>>);

impl RequestCache for Memory {
    fn get(&self, key: &str) -> Option<RequestResult> {
        self.0.lock().expect("no test panics").get(key).cloned()
    }
    fn put(&self, key: String, result: &RequestResult) {
        self.0.lock().expect("no test panics").insert(key, result.clone());
    }
    fn flush(&self) {}
}

/// Says no to the prompt `no` and otherwise how often it was asked by now, as the time.
#[derive(Default)]
struct Counter(Mutex<i64>);

impl Client for Counter {
    fn answer(&self, requests: &[Request], answered: &(dyn Fn(usize, RequestResult) + Sync)) {
        for (index, request) in requests.iter().enumerate().rev() {
            let mut asked = self.0.lock().expect("no test panics");
            *asked += 1;
            let result = RequestResult {
                success: request.prompt.text() != "no",
                embedding: Vec::new(),
                completions: Vec::new(),
                cached: false,
                request_time: Some(Number::Int(*asked)),
                request_datetime: Some(7),
                error: None,
                error_flags: None,
                batch_size: None,
                batch_request_time: None,
            };
            answered(index, result);
        }
    }
}

fn request(prompt: &str) -> Request {
    Request { prompt: prompt.into(), ..Request::default() }
}

/// Whether each request came out of the cache, and its time.
fn ask(cache: &Memory, counter: &Counter, answerer: &Value, requests: &[Request]) -> Vec<(bool, Option<Number>)> {
    let results = Mutex::new(vec![None; requests.len()]);
    CachingClient::new(counter, answerer, cache).answer(requests, &|index, result| {
        results.lock().expect("no test panics")[index] = Some((result.cached, result.request_time));
    });
    let results = results.into_inner().expect("no test panics");
    results.into_iter().map(|result| result.expect("each is answered")).collect()
}

#[test]
fn what_was_answered_is_not_asked_again() {
    let (cache, counter) = (Memory::default(), Counter::default());
    let time = |time| Some(Number::Int(time));
    let first = ask(&cache, &counter, &json!("a"), &[request("x"), request("no")]);
    assert_eq!(first, [(false, time(2)), (false, time(1))]);
    // Failures are asked again, what is kept has the time that it took then.
    let again = ask(&cache, &counter, &json!("a"), &[request("no"), request("y"), request("x")]);
    assert_eq!(again, [(false, time(4)), (false, time(3)), (true, time(2))]);
}

#[test]
fn everything_that_decides_an_answer_is_in_the_key() {
    let (cache, counter) = (Memory::default(), Counter::default());
    let kept = request("x");
    ask(&cache, &counter, &json!({"weights": 1}), std::slice::from_ref(&kept));
    assert!(!ask(&cache, &counter, &json!({"weights": 2}), std::slice::from_ref(&kept))[0].0);
    let others = [
        request("y"),
        Request { temperature: Number::Float(0.5), ..kept.clone() },
        Request { num_completions: 2, ..kept.clone() },
        Request { top_k_per_token: 2, ..kept.clone() },
        Request { max_tokens: 1, ..kept.clone() },
        Request { stop_sequences: vec!["a".into()], ..kept.clone() },
        Request { stop_sequences: vec!["a".into(), "b".into()], ..kept.clone() },
        Request { echo_prompt: true, ..kept.clone() },
        Request { top_p: Number::Float(0.5), ..kept.clone() },
        Request { presence_penalty: Number::Int(1), ..kept.clone() },
        Request { frequency_penalty: Number::Int(1), ..kept.clone() },
        Request { random: Some("1".into()), ..kept.clone() },
        Request { embedding: true, ..kept.clone() },
        Request { messages: Some(Vec::new()), ..kept.clone() },
    ];
    assert!(ask(&cache, &counter, &json!({"weights": 1}), &others).iter().all(|(cached, _)| !cached));
    // Another name for the same weights is another name only.
    let renamed = Request { model: "a".into(), model_deployment: "b".into(), ..kept };
    assert!(ask(&cache, &counter, &json!({"weights": 1}), &[renamed])[0].0);
}
