use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// The text of a prompt: one string in files. The requests of a run begin alike, with instructions and examples, and
/// keep that start once for all of them.
#[derive(Clone, Default)]
pub struct Prompt {
    start: Option<Arc<str>>,
    rest: Box<str>,
}

impl Prompt {
    /// `start` and then `rest`.
    pub fn with_start(start: &Arc<str>, rest: &str) -> Self {
        Self { start: Some(Arc::clone(start)), rest: rest.into() }
    }

    /// All of it.
    pub fn text(&self) -> Cow<'_, str> {
        match &self.start {
            Some(start) => Cow::Owned([start, &*self.rest].concat()),
            None => Cow::Borrowed(&self.rest),
        }
    }
}

impl<T: Into<Box<str>>> From<T> for Prompt {
    fn from(text: T) -> Self {
        Self { start: None, rest: text.into() }
    }
}

impl PartialEq for Prompt {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

impl fmt::Debug for Prompt {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        self.text().fmt(formatter)
    }
}

impl Serialize for Prompt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Prompt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
