use crate::args::Args;
use crate::folder::Folder;
use crate::start_error::StartError;
use crate::version::{self, Version};
use crate::warning::Warning;
use crate::web_app::WebApp;
use crate::{Site, schema};
use helm_core::layout::OutputFolder;
use helm_core::nearest;
use std::fs;
use std::path::PathBuf;

/// Everything that was asked for, checked and with its defaults filled in.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Host to listen on.
    pub host: String,
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// The output folder as it was given.
    pub output_path: PathBuf,
    /// What the routes serve.
    pub site: Site,
    /// Where to write a static site, in place of serving.
    pub export_path: Option<PathBuf>,
    /// Which log lines reach stderr, in the syntax of `RUST_LOG`.
    pub log_filter: String,
    /// What the person who started the server should know.
    pub warnings: Vec<Warning>,
}

impl Settings {
    /// Resolves the arguments and the environment; the only place that reads either.
    pub fn resolve(args: Args) -> Result<Self, StartError> {
        let output = OutputFolder::new(&args.output_path);
        if !args.output_path.is_dir() {
            return Err(StartError::NoOutputFolder { path: args.output_path });
        }
        let asked_for = args.suite.map(Version::Suite).or(args.release.map(Version::Release));
        let version = match asked_for {
            Some(version) => existing(version, &output)?,
            None => Version::newest(&output).ok_or_else(|| nothing_to_serve(&output))?,
        };
        let web_app = match args.web_app {
            None => WebApp::built_in(),
            Some(path) if path.join("index.html").is_file() => WebApp::Folder(Folder::new(path)),
            Some(path) => return Err(StartError::NoWebApp { path }),
        };
        if args.export_path.is_some() && !web_app.is_built() {
            return Err(StartError::ExportWithoutWebApp);
        }
        let warnings = warnings(&version, &output, &web_app);
        let site = Site {
            version,
            project: args.project,
            output: Folder::new(&args.output_path),
            cache: Folder::new(args.cache_output_path),
            web_app,
            default_schema: schema::default_schema(),
        };
        let log_filter = std::env::var("RUST_LOG").unwrap_or_else(|_| "warn".into());
        Ok(Self {
            host: args.host,
            port: args.port,
            output_path: args.output_path,
            site,
            export_path: args.export_path,
            log_filter,
            warnings,
        })
    }
}

fn existing(version: Version, output: &OutputFolder) -> Result<Version, StartError> {
    let (folder, other_kind) = match &version {
        Version::Suite(name) => (output.runs(), output.release(name)),
        Version::Release(name) => (output.releases(), output.suite(name)),
    };
    if !Folder::is_file_path(version.name()) {
        return Err(StartError::NotAName { version, folder });
    }
    if version.folder(output).is_dir() {
        return Ok(version);
    }
    let names = version::subfolders(&folder);
    let similar = nearest::similar(version.name(), names.iter().map(String::as_str));
    let similar = similar.into_iter().map(str::to_owned).collect();
    Err(StartError::NoSuchVersion { version, folder, similar, is_other_kind: other_kind.is_dir() })
}

fn nothing_to_serve(output: &OutputFolder) -> StartError {
    let mut suites = version::subfolders(&output.runs());
    suites.truncate(3);
    StartError::NothingToServe { path: output.root().into(), suites }
}

fn warnings(version: &Version, output: &OutputFolder, web_app: &WebApp) -> Vec<Warning> {
    let mut warnings = Vec::new();
    if !version.is_summarized(output) {
        warnings.push(Warning::NoSummary(version.clone()));
    }
    if let (Ok(root), Ok(folder)) = (fs::canonicalize(output.root()), fs::canonicalize(version.folder(output)))
        && !folder.starts_with(root)
    {
        warnings.push(Warning::LeavesOutput(version.clone()));
    }
    if !web_app.is_built() {
        warnings.push(Warning::NoWebApp);
    }
    warnings
}
