//! Requests that were answered before are not asked again.

use super::Client;
use crate::files::{Request, RequestResult};
use serde_json::{Map, Value, json};

/// The version of what a kept answer means; answers of another version are never found.
const FORMAT: u32 = 1;

/// Where answers are kept.
pub trait RequestCache: Send + Sync {
    /// The answer that is kept for a key.
    fn get(&self, key: &str) -> Option<RequestResult>;

    /// Keeps an answer, soon.
    fn put(&self, key: String, result: &RequestResult);

    /// Returns when all answers are kept that were put before.
    fn flush(&self);
}

/// A client whose successful answers are kept as they come in, and found again.
pub struct CachingClient<'a> {
    client: &'a dyn Client,
    answerer: &'a Value,
    cache: &'a dyn RequestCache,
}

impl<'a> CachingClient<'a> {
    /// `answerer` names everything but the request that decides what `client` answers: the content of weights and of
    /// the tokenizer, the kind of arithmetic.
    pub fn new(client: &'a dyn Client, answerer: &'a Value, cache: &'a dyn RequestCache) -> Self {
        Self { client, answerer, cache }
    }

    /// Everything that decides an answer, spelled in one way. The names of model and deployment don't.
    fn key(&self, request: &Request) -> String {
        let mut fields = match serde_json::to_value(request) {
            Ok(Value::Object(fields)) => fields,
            _ => Map::new(),
        };
        fields.retain(|field, _| field != "model" && field != "model_deployment");
        let mut key = json!({"answerer": self.answerer, "format": FORMAT, "request": fields});
        key.sort_all_objects();
        key.to_string()
    }
}

impl Client for CachingClient<'_> {
    fn answer(&self, requests: &[Request], answered: &(dyn Fn(usize, RequestResult) + Sync)) {
        let mut missing = Vec::new();
        for (index, request) in requests.iter().enumerate() {
            let key = self.key(request);
            match self.cache.get(&key) {
                Some(kept) => answered(index, RequestResult { cached: true, ..kept }),
                None => missing.push((index, key)),
            }
        }
        let asked: Vec<Request> = missing.iter().map(|&(index, _)| requests[index].clone()).collect();
        self.client.answer(&asked, &|place, result| {
            let (index, key) = &missing[place];
            if result.success {
                self.cache.put(key.clone(), &result);
            }
            answered(*index, result);
        });
        self.cache.flush();
    }
}

#[cfg(test)]
mod tests;
