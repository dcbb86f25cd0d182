use crate::nearest::did_you_mean;
use std::error::Error;
use std::io;
use std::path::PathBuf;

/// A perturbation that can't be had.
#[derive(Debug, thiserror::Error)]
pub enum PerturbationError {
    /// No perturbation has that class name.
    #[error("unknown perturbation class `{class_name}`")]
    UnknownClass {
        /// The class name.
        class_name: String,
    },
    /// HELM has that perturbation, we don't.
    #[error("perturbation `{class}` is not supported: it needs {needs}")]
    NotSupported {
        /// The class, without its module.
        class: String,
        /// What it needs.
        needs: &'static str,
    },
    /// A perturbation was given no or a wrong argument.
    #[error("perturbation class `{class_name}` needs the argument `{argument}`: {expected}")]
    Argument {
        /// The class name.
        class_name: String,
        /// The argument.
        argument: &'static str,
        /// What it may be.
        expected: &'static str,
    },
    /// A word list can't be fetched.
    #[error("can't get the words of perturbation `{perturbation}` from {url}")]
    Fetch {
        /// The perturbation.
        perturbation: &'static str,
        /// Where the list is published.
        url: &'static str,
        /// Where it is to be.
        path: PathBuf,
        /// Why.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A word list can't be read.
    #[error("can't read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A word list makes no sense.
    #[error("`{}`: {problem}", path.display())]
    WordList {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
}

impl PerturbationError {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownClass { class_name } => {
                did_you_mean(class_name, super::CLASSES.iter().map(|class| class.name))
            }
            Self::Fetch { url, path, .. } => {
                Some(format!("check the network, or fetch {url} elsewhere and put it at `{}`", path.display()))
            }
            Self::WordList { .. } => Some("mend the file, or remove it to have it fetched again".into()),
            Self::NotSupported { .. } | Self::Argument { .. } | Self::Read { .. } => None,
        }
    }
}
