use clap::Parser;
use clap::builder::NonEmptyStringValueParser;
use std::path::PathBuf;

/// Serves what `helm-run` and `helm-summarize` wrote, and the web app that shows it
#[derive(Debug, Parser)]
#[command(version, infer_long_args = true, after_help = EXAMPLES)]
pub struct Args {
    /// Port to listen on; 0 takes a free one, and the printed address says which
    #[arg(short, long, default_value_t = 8000)]
    pub port: u16,

    /// Address or name to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1", value_parser = NonEmptyStringValueParser::new())]
    pub host: String,

    /// Folder with `runs/` and `releases/`
    #[arg(short, long, value_name = "DIR", default_value = "benchmark_output")]
    pub output_path: PathBuf,

    /// Folder with the cached files of models that make images or sound
    #[arg(long, value_name = "DIR", default_value = "prod_env/cache/output")]
    pub cache_output_path: PathBuf,

    /// Suite to show [default: the suite or release summarized last]
    #[arg(long, conflicts_with = "release", value_parser = NonEmptyStringValueParser::new())]
    pub suite: Option<String>,

    /// Release to show
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub release: Option<String>,

    /// Project that the landing page presents
    #[arg(long, default_value = "lite", value_parser = NonEmptyStringValueParser::new())]
    pub project: String,

    /// Serve the built web app in this folder in place of our own; `static_build` of crfm-helm works
    #[arg(long, value_name = "DIR")]
    pub web_app: Option<PathBuf>,

    /// Write the site into this folder, for any static host, in place of serving it
    #[arg(long, value_name = "DIR", conflicts_with = "web_app")]
    pub export_path: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  helm-server --suite my-suite                         then open http://localhost:8000
  helm-server --suite my-suite --export-path site      a site for any static host

Requests are logged to stderr with RUST_LOG=tower_http=debug.";
