//! A web server of a few lines, to download from without a network.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What was asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// The `Range` header, such as `bytes=10-`.
    pub(crate) range: Option<String>,
    /// The `Authorization` header.
    pub(crate) authorization: Option<String>,
}

/// What is answered.
pub(crate) struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    sent: usize,
    chunks: bool,
    hangs_up: bool,
}

/// A running server. It ends with the tests.
pub(crate) struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// Answers with what `answer` makes of a request and of the number of requests before it.
    pub(crate) fn start(answer: impl Fn(usize, &Asked) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
        let port = listener.local_addr().expect("the listener is bound").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // People who hang up are no reason to stop.
                let _ = serve(stream, &log, &answer);
            }
        });
        Self { port, asked }
    }

    /// `http://127.0.0.1:PORT` and `path`.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// All requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no handler panics").clone()
    }

    /// `text` with this server's address replaced.
    pub(crate) fn without_port(&self, text: &str) -> String {
        text.replace(&self.url(""), "[SERVER]")
    }
}

/// An address where nothing listens.
pub(crate) fn closed_port() -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port is free");
    format!("http://{}", listener.local_addr().expect("the listener is bound"))
}

impl Answer {
    pub(crate) fn new(status: &'static str, body: &[u8]) -> Self {
        Self { status, headers: Vec::new(), body: body.into(), sent: body.len(), chunks: false, hangs_up: false }
    }

    /// The connection ends without an answer.
    pub(crate) fn hang_up() -> Self {
        Self { hangs_up: true, ..Self::new("", b"") }
    }

    /// The body's length isn't said beforehand.
    pub(crate) fn in_chunks(mut self) -> Self {
        self.chunks = true;
        self
    }

    /// The part of `body` that was asked for.
    pub(crate) fn ranged(body: &[u8], asked: &Asked) -> Self {
        let Some(range) = asked.range.as_deref().and_then(|range| range.strip_prefix("bytes=")) else {
            return Self::new("200 OK", body);
        };
        let (start, end) = range.split_once('-').expect("ranges have a start and an end");
        let start: usize = start.parse().expect("the start is a number");
        if start >= body.len() {
            return Self::new("416 Range Not Satisfiable", b"");
        }
        let end = end.parse().map_or(body.len(), |last: usize| body.len().min(last + 1));
        Self::new("206 Partial Content", &body[start..end])
            .with_header("Content-Range", format!("bytes {start}-{}/{}", end - 1, body.len()))
    }

    pub(crate) fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The connection breaks after so many bytes of the body.
    pub(crate) fn cut_off(mut self, sent: usize) -> Self {
        self.sent = sent;
        self
    }
}

fn serve(
    stream: TcpStream,
    log: &Mutex<Vec<Asked>>,
    answer: &impl Fn(usize, &Asked) -> Answer,
) -> Result<(), std::io::Error> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut range, mut authorization) = (None, None);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("range") => range = Some(value.to_owned()),
            Some((name, value)) if name.eq_ignore_ascii_case("authorization") => authorization = Some(value.to_owned()),
            Some(_) => {}
            None => break,
        }
    }
    let asked = Asked { path, range, authorization };
    let before = {
        let mut log = log.lock().expect("no handler panics");
        log.push(asked.clone());
        log.len() - 1
    };
    let answer = answer(before, &asked);
    if answer.hangs_up {
        return Ok(());
    }
    let mut stream = reader.into_inner();
    let mut head = vec![format!("HTTP/1.1 {}", answer.status), "Connection: close".into()];
    head.push(if answer.chunks {
        "Transfer-Encoding: chunked".into()
    } else {
        format!("Content-Length: {}", answer.body.len())
    });
    head.extend(answer.headers.iter().map(|(name, value)| format!("{name}: {value}")));
    let chunk = if answer.chunks { format!("{:x}\r\n", answer.body.len()) } else { String::new() };
    stream.write_all(format!("{}\r\n\r\n{chunk}", head.join("\r\n")).as_bytes())?;
    stream.write_all(&answer.body[..answer.sent])?;
    if answer.chunks && answer.sent == answer.body.len() {
        stream.write_all(b"\r\n0\r\n\r\n")?;
    }
    Ok(())
}
