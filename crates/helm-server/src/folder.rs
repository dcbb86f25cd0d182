use crate::http_error::HttpError;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use mime_guess::Mime;
use std::io;
use std::path::{Component, Path, PathBuf};
use tower_http::services::ServeFile;

/// A folder whose files are served, and no file outside it.
///
/// Links may point anywhere inside the folder. Whoever can write to the folder while it is served
/// could still swap a link between the check and the read; they could as well put a copy there.
#[derive(Clone, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// The folder at `root`; it need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Whether `path` is names joined by `/`: nothing absolute, empty, `.` or `..`, and no character
    /// that some system takes for a separator or an end.
    pub(crate) fn is_file_path(path: &str) -> bool {
        path.split('/').all(|name| {
            let mut parts = Path::new(name).components();
            let is_name = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
            is_name && !name.contains(['\\', '\0'])
        })
    }

    /// Answers `request` with the file at `path` (decoded), or says that nothing changed since the
    /// version that the request names.
    pub(crate) async fn serve(&self, path: &str, request: Request) -> Result<Response, HttpError> {
        let file = self.find(path).await?;
        let served = ServeFile::new_with_mime(file, &content_type(path)).try_call(request).await;
        Ok(served.map_err(|source| failure(path, source))?.map(Body::new))
    }

    async fn find(&self, path: &str) -> Result<PathBuf, HttpError> {
        if !Self::is_file_path(path) {
            return Err(HttpError::NotAPath { path: path.into() });
        }
        let to_error = |source| failure(path, source);
        // Every link on the way is resolved, so what is compared is where the file really lies.
        let root = tokio::fs::canonicalize(&self.root).await.map_err(to_error)?;
        let file = tokio::fs::canonicalize(root.join(path)).await.map_err(to_error)?;
        if !file.starts_with(&root) {
            return Err(HttpError::Outside { path: path.into() });
        }
        // Folders have no listing; a pipe or a device would never end.
        if !tokio::fs::metadata(&file).await.map_err(to_error)?.is_file() {
            return Err(HttpError::NotFound { path: path.into() });
        }
        Ok(file)
    }
}

fn failure(path: &str, source: io::Error) -> HttpError {
    let path = path.into();
    match source.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidFilename => {
            HttpError::NotFound { path }
        }
        io::ErrorKind::InvalidInput => HttpError::NotAPath { path },
        io::ErrorKind::PermissionDenied => HttpError::NoRights { path },
        _ => HttpError::Read { path, source },
    }
}

/// The media type by file ending, with the charset where the content is text.
pub(crate) fn content_type(path: &str) -> Mime {
    let plain = mime_guess::from_path(path).first_or_octet_stream();
    let is_text = plain.type_() == mime_guess::mime::TEXT
        || plain.suffix() == Some(mime_guess::mime::XML)
        || plain.subtype() == mime_guess::mime::JSON;
    if !is_text {
        return plain;
    }
    format!("{}; charset=utf-8", plain.essence_str()).parse().expect("a media type with a charset is one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_joined_by_slashes_are_paths() {
        for path in ["a", "runs/v1/mmlu:subject=anatomy,model=openai_gpt-3.5/stats.json", "..a/b..", "a b/é"] {
            assert!(Folder::is_file_path(path), "{path}");
        }
        for path in ["", "/", "/etc/passwd", "a//b", "a/", ".", "..", "a/../b", "a/./b", "..\\a", "a\0", "a\\b"] {
            assert!(!Folder::is_file_path(path), "{path}");
        }
    }

    #[test]
    fn text_says_its_charset() {
        for (path, expected) in [
            ("a.json", "application/json; charset=utf-8"),
            ("a.html", "text/html; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.png", "image/png"),
            ("a.woff2", "font/woff2"),
            ("model=openai_gpt2", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path).as_ref(), expected, "{path}");
        }
    }
}
