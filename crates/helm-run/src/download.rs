//! Downloads that go on where they were cut off.

use crate::terminal::Progress;
use reqwest::StatusCode;
use reqwest::blocking::{Client, Response};
use reqwest::header::RANGE;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

const ATTEMPTS: u32 = 4;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// A transfer that stands still this long is cut off and resumed.
const READ_TIMEOUT: Duration = Duration::from_mins(1);

/// Why a file can't be downloaded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DownloadError {
    #[error(transparent)]
    Request(reqwest::Error),
    #[error("the server answered {status}")]
    Status { status: StatusCode },
    #[error("the transfer ended after {received} of {expected} bytes")]
    CutOff { received: u64, expected: u64 },
    #[error("the transfer broke off after {received} bytes")]
    BrokeOff { received: u64, source: io::Error },
    #[error(transparent)]
    File(#[from] io::Error),
}

impl From<reqwest::Error> for DownloadError {
    /// Whoever shows the error names the address.
    fn from(error: reqwest::Error) -> Self {
        Self::Request(error.without_url())
    }
}

impl DownloadError {
    /// Whether trying again may help.
    fn is_passing(&self) -> bool {
        match self {
            // A server that can be reached but hangs up may think better of it.
            Self::Request(error) => !error.is_connect() && !error.is_builder() || error.is_timeout(),
            Self::Status { status } => status.is_server_error() || *status == StatusCode::TOO_MANY_REQUESTS,
            Self::CutOff { .. } | Self::BrokeOff { .. } => true,
            Self::File(_) => false,
        }
    }
}

/// Downloads `url` to `path`. A file that is already there is the start of it.
pub(crate) fn download(url: &str, path: &Path, progress: &Progress) -> Result<(), DownloadError> {
    // Fails only when a provider was chosen before, which then serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    // Of a blocking client, the timeout is that of each single read.
    let client = Client::builder().connect_timeout(CONNECT_TIMEOUT).timeout(READ_TIMEOUT).build()?;
    let mut attempt = 1;
    loop {
        match attempt_download(&client, url, path, progress) {
            Err(error) if attempt < ATTEMPTS && error.is_passing() => {
                tracing::warn!("download of {url} failed ({error}), trying again");
                sleep(Duration::from_secs(1 << attempt));
                attempt += 1;
            }
            result => return result,
        }
    }
}

fn attempt_download(client: &Client, url: &str, path: &Path, progress: &Progress) -> Result<(), DownloadError> {
    let mut received = fs::metadata(path).map_or(0, |metadata| metadata.len());
    let mut request = client.get(url);
    if received > 0 {
        request = request.header(RANGE, format!("bytes={received}-"));
    }
    let response = request.send()?;
    let mut file = match response.status() {
        StatusCode::PARTIAL_CONTENT => OpenOptions::new().append(true).open(path)?,
        // The server knows no ranges, or the file is another one now: from the start.
        StatusCode::OK => {
            received = 0;
            File::create(path)?
        }
        StatusCode::RANGE_NOT_SATISFIABLE => {
            fs::remove_file(path)?;
            return Err(DownloadError::CutOff { received: 0, expected: received });
        }
        status => return Err(DownloadError::Status { status }),
    };
    let expected = response.content_length().map(|rest| received + rest);
    if let Some(expected) = expected {
        progress.set_total(usize::try_from(expected).unwrap_or(usize::MAX));
    }
    progress.set_position(received);
    let broken = copy(response, &mut file, &mut received, progress)?;
    match (expected, broken) {
        (Some(expected), _) if received < expected => Err(DownloadError::CutOff { received, expected }),
        // Without a length, only the error tells that more was to come.
        (None, Some(source)) => Err(DownloadError::BrokeOff { received, source }),
        _ => Ok(()),
    }
}

/// Copies until the end or until reading fails, which is what is returned; fails when writing does.
fn copy(
    mut response: Response,
    file: &mut File,
    received: &mut u64,
    progress: &Progress,
) -> io::Result<Option<io::Error>> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match response.read(&mut buffer) {
            Ok(0) => return Ok(None),
            Ok(count) => count,
            Err(error) => return Ok(Some(error)),
        };
        file.write_all(&buffer[..count])?;
        *received += count as u64;
        progress.advance(count);
    }
}
