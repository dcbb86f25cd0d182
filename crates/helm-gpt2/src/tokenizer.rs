use crate::Error;
use std::path::Path;
use tokenizers::ModelWrapper;
use tokenizers::decoders::byte_level::ByteLevel;
use tokenizers::models::bpe::BPE;

/// Byte-level byte pair encoding, as GPT-2 uses it.
#[derive(Clone)]
pub struct Tokenizer {
    inner: tokenizers::Tokenizer,
}

impl Tokenizer {
    /// From `tokenizer.json`, or else from `vocab.json` and `merges.txt`.
    pub fn from_folder(folder: &Path) -> Result<Self, Error> {
        let path = folder.join("tokenizer.json");
        if path.exists() {
            let json = std::fs::read(&path).map_err(|source| Error::Read { path, source })?;
            return Self::from_json("tokenizer.json", &json);
        }
        let (vocabulary, merges) = (folder.join("vocab.json"), folder.join("merges.txt"));
        if !vocabulary.exists() || !merges.exists() {
            return Err(Error::NoCheckpoint { folder: folder.into(), missing: "tokenizer.json" });
        }
        let bpe = BPE::from_file(&vocabulary.to_string_lossy(), &merges.to_string_lossy())
            .build()
            .map_err(|error| Error::Tokenizer { name: "vocab.json".into(), problem: error.to_string() })?;
        let mut inner = tokenizers::Tokenizer::new(bpe);
        inner.with_pre_tokenizer(Some(ByteLevel::new(false, true, true)));
        inner.with_decoder(Some(ByteLevel::default()));
        inner
            .add_special_tokens([tokenizers::AddedToken::from("<|endoftext|>", true)])
            .map_err(|error| Error::Tokenizer { name: "vocab.json".into(), problem: error.to_string() })?;
        Ok(Self { inner })
    }

    /// From the content of `tokenizer.json`; `name` is what errors call it. Texts are neither cut nor padded, whatever
    /// the file says: Python's tokenizers do so only when they are asked to.
    pub fn from_json(name: &str, json: &[u8]) -> Result<Self, Error> {
        let problem = |problem: String| Error::Tokenizer { name: name.into(), problem };
        let mut inner = tokenizers::Tokenizer::from_bytes(json).map_err(|error| problem(error.to_string()))?;
        if !matches!(inner.get_model(), ModelWrapper::BPE(_)) {
            return Err(problem("its model is no byte pair encoding, which is what GPT-2 has".into()));
        }
        inner.with_padding(None).with_truncation(None).map_err(|error| problem(error.to_string()))?;
        Ok(Self { inner })
    }

    /// The token ids of `text`; nothing is added before or after.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let encoding = self.inner.encode_fast(text, false);
        encoding.expect("byte-level encoding has a token for every byte").get_ids().to_vec()
    }

    /// The text of token ids, special tokens included; bytes that are no UTF-8 become U+FFFD.
    pub fn decode(&self, tokens: &[u32]) -> String {
        self.inner.decode(tokens, false).expect("byte-level decoding takes any bytes")
    }
}
