use crate::version::Version;
use helm_core::nearest::either;
use std::io;
use std::path::PathBuf;

/// Why the server doesn't start, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// `--output-path` is no folder.
    #[error("no folder `{}`", path.display())]
    NoOutputFolder {
        /// The folder asked for.
        path: PathBuf,
    },
    /// `--web-app` holds no web app.
    #[error("no web app in `{}`: it has no `index.html`", path.display())]
    NoWebApp {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The suite or release asked for isn't there.
    #[error("no {version} in `{}`", folder.display())]
    NoSuchVersion {
        /// What was asked for.
        version: Version,
        /// The folder it would lie in.
        folder: PathBuf,
        /// What it may have meant.
        similar: Vec<String>,
        /// The other kind has this name.
        is_other_kind: bool,
    },
    /// `--suite` or `--release` is a path that leads elsewhere.
    #[error("{version} can't be a name: it leads out of `{}`", folder.display())]
    NotAName {
        /// What was asked for.
        version: Version,
        /// The folder it would lie in.
        folder: PathBuf,
    },
    /// Neither a suite nor a release was asked for, and none has a summary.
    #[error("no suite or release with a summary in `{}`", path.display())]
    NothingToServe {
        /// The output folder.
        path: PathBuf,
        /// Suites that were run but not summarized.
        suites: Vec<String>,
    },
    /// `--host` is no address of this machine.
    #[error("can't listen on host `{host}`: {source}")]
    Host {
        /// The host asked for.
        host: String,
        /// Why.
        source: io::Error,
    },
    /// Another program has the port.
    #[error("port `{port}` of `{host}` is in use")]
    PortInUse {
        /// The host asked for.
        host: String,
        /// The port asked for.
        port: u16,
    },
    /// The port can't be had for another reason.
    #[error("can't listen on port `{port}` of `{host}`: {source}")]
    Port {
        /// The host asked for.
        host: String,
        /// The port asked for.
        port: u16,
        /// Why.
        source: io::Error,
    },
    /// `--export-path` is a folder of other things.
    #[error("`{}` holds files that are no earlier export", path.display())]
    ExportNotEmpty {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The program has no web app to export.
    #[error("this `helm-server` was built without its web app, so there is nothing to export it with")]
    ExportWithoutWebApp,
    /// A file of the export can't be written.
    #[error("can't export to `{}`: {source}", path.display())]
    Export {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The runtime or the signal handlers can't be set up, or listening broke off.
    #[error("can't serve: {0}")]
    Serve(#[from] io::Error),
}

impl StartError {
    /// The cure.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::NoOutputFolder { .. } => "name the folder that `helm-run` wrote to with `--output-path DIR`".into(),
            Self::NoWebApp { .. } => "name the folder of a built web app, or leave out `--web-app`".into(),
            Self::NoSuchVersion { version, similar, is_other_kind, .. } => {
                no_such_version_hint(version, similar, *is_other_kind)
            }
            Self::NotAName { version, .. } => {
                format!("give the name of a {} alone; its folder goes to `--output-path`", version.kind())
            }
            Self::NothingToServe { suites, .. } => match suites.as_slice() {
                [] => "make a suite with `helm-run`, then run `helm-summarize --suite SUITE`".into(),
                suites => format!(
                    "run `helm-summarize --suite {}` first, or name a suite with `--suite` to see its runs",
                    suites.join("` or `helm-summarize --suite ")
                ),
            },
            Self::Host { .. } => {
                "`--host 127.0.0.1` serves this machine only, `--host 0.0.0.0` other machines too".into()
            }
            Self::PortInUse { port, .. } => {
                format!("take another one with `--port {}`, or any free one with `--port 0`", next_port(*port))
            }
            Self::Port { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                "ports below 1024 need rights; take a higher one, such as `--port 8000`".into()
            }
            Self::Port { .. } => "take any free port with `--port 0`".into(),
            Self::ExportNotEmpty { .. } => "give a new folder, or an empty one".into(),
            Self::ExportWithoutWebApp => {
                "run `npm install && npm run build` in `frontend/`, then build helm-server again".into()
            }
            Self::Export { .. } => "give a folder with room that you may write to as `--export-path`".into(),
            Self::Serve(_) => return None,
        })
    }

    /// Whether the command line itself is at fault.
    pub fn is_wrong_use(&self) -> bool {
        matches!(self, Self::NotAName { .. })
    }
}

fn no_such_version_hint(version: &Version, similar: &[String], is_other_kind: bool) -> String {
    let name = version.name();
    let guess = match version {
        Version::Suite(_) if is_other_kind => format!("did you mean `--release {name}`? "),
        Version::Release(_) if is_other_kind => format!("did you mean `--suite {name}`? "),
        _ if similar.is_empty() => String::new(),
        _ => format!("did you mean {}? ", either(similar)),
    };
    let cure = match version {
        Version::Suite(_) => {
            format!("a suite is made by `helm-run --suite {name}`, then `helm-summarize --suite {name}`")
        }
        Version::Release(_) => {
            format!("a release is made by `helm-summarize --release {name} --suites SUITE...`")
        }
    };
    guess + &cure
}

fn next_port(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(8000)
}
