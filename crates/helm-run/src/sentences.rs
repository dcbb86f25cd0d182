//! The model that tells English sentences apart, where NLTK keeps it.

use crate::error::Error;
use crate::settings::Settings;
use crate::terminal::Terminal;
use helm_core::files::RunSpec;
use helm_core::metric::SentenceSplitter;
use helm_core::runner;

/// The model's folder, below one of NLTK's.
const MODEL: &str = "tokenizers/punkt_tab/english";

/// The model for the runs whose metrics ask for one. Where it is not, they do without, and that is told.
pub(crate) fn splitter(
    settings: &Settings,
    terminal: &Terminal,
    run_specs: &[RunSpec],
) -> Result<Option<SentenceSplitter>, Error> {
    if !run_specs.iter().any(runner::splits_sentences) {
        return Ok(None);
    }
    let mut folders = settings.nltk_data.iter().map(|folder| folder.join(MODEL));
    let Some(folder) = folders.find(|folder| folder.is_dir()) else {
        terminal.no_sentences();
        return Ok(None);
    };
    SentenceSplitter::read(&folder).map(Some).map_err(|source| Error::Punkt { folder, source })
}
