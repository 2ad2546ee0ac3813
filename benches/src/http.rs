//! The least HTTP/1.1 that a load generator needs: one kept-alive connection, one request at a time.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Largest answer that is read.
const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// Where events go.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// `host:port`
    pub(crate) authority: String,
    pub(crate) key: String,
    pub(crate) project: String,
}

impl Target {
    /// Reads `http://KEY@HOST:PORT/PROJECT`.
    pub(crate) fn from_dsn(dsn: &str) -> Result<Self> {
        let rest = dsn.strip_prefix("http://").context("the DSN must begin with http://")?;
        let (key, rest) = rest.split_once('@').context("the DSN has no key")?;
        let (authority, project) = rest.split_once('/').context("the DSN has no project")?;
        Ok(Self { authority: authority.to_owned(), key: key.to_owned(), project: project.to_owned() })
    }

    /// Head of an envelope request up to the value of its length.
    pub(crate) fn envelope_head(&self) -> String {
        format!(
            "POST /api/{}/envelope/ HTTP/1.1\r\nHost: {}\r\nUser-Agent: sentry.python/2.75.0\r\nX-Sentry-Auth: Sentry sentry_key={}, sentry_version=7, sentry_client=sentry.python/2.75.0\r\nContent-Type: application/x-sentry-envelope\r\nContent-Encoding: gzip\r\nContent-Length: ",
            self.project, self.authority, self.key
        )
    }
}

/// An answer, without what nobody looks at.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
    /// Address of the next page.
    pub(crate) next: Option<String>,
}

/// One connection; opened when needed.
pub(crate) struct Connection {
    authority: String,
    stream: Option<TcpStream>,
    buffer: Vec<u8>,
}

/// What the head of an answer says.
struct Head {
    status: u16,
    bytes: usize,
    length: Option<usize>,
    chunked: bool,
    close: bool,
    next: Option<String>,
}

impl Connection {
    pub(crate) fn new(authority: &str) -> Self {
        Self { authority: authority.to_owned(), stream: None, buffer: Vec::with_capacity(16 * 1024) }
    }

    /// Sends a request as it stands and reads the answer. After an error the next request connects anew.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        let result = self.exchange(request).await;
        if result.is_err() {
            self.stream = None;
        }
        result
    }

    /// `GET`, with a token when there is one.
    pub(crate) async fn get(&mut self, path: &str, token: Option<&str>) -> Result<Answer> {
        let authorization = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\n{authorization}\r\n", self.authority);
        self.send(request.as_bytes()).await
    }

    async fn exchange(&mut self, request: &[u8]) -> Result<Answer> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(&self.authority).await.with_context(|| format!("cannot connect to {}", self.authority))?;
            stream.set_nodelay(true)?;
            self.stream = Some(stream);
        }
        let stream = self.stream.as_mut().context("not connected")?;
        stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if let Some(head) = read_head(&self.buffer)? {
                break head;
            }
            more(stream, &mut self.buffer).await?;
        };
        let body = match head.length {
            Some(length) => {
                while self.buffer.len() < head.bytes + length {
                    more(stream, &mut self.buffer).await?;
                }
                self.buffer.get(head.bytes..head.bytes + length).unwrap_or_default().to_vec()
            }
            None if head.chunked => loop {
                if let Some(body) = unchunk(self.buffer.get(head.bytes..).unwrap_or_default())? {
                    break body;
                }
                more(stream, &mut self.buffer).await?;
            },
            None if head.close => {
                while more(stream, &mut self.buffer).await.is_ok() {}
                self.buffer.get(head.bytes..).unwrap_or_default().to_vec()
            }
            None => Vec::new(),
        };
        if head.close {
            self.stream = None;
        }
        Ok(Answer { status: head.status, body, next: head.next })
    }
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Result<()> {
    if buffer.len() > MAX_ANSWER_BYTES {
        bail!("the answer is too long");
    }
    if stream.read_buf(buffer).await? == 0 {
        bail!("the server closed the connection");
    }
    Ok(())
}

fn read_head(bytes: &[u8]) -> Result<Option<Head>> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return Ok(None) };
    let text = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
    let mut lines = text.split("\r\n");
    let status =
        lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok()).context("the answer has no status")?;
    let mut head = Head { status, bytes: end + 4, length: None, chunked: false, close: false, next: None };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim();
        if name.eq_ignore_ascii_case("content-length") {
            head.length = Some(value.parse()?);
        } else if name.eq_ignore_ascii_case("transfer-encoding") {
            head.chunked = value.eq_ignore_ascii_case("chunked");
        } else if name.eq_ignore_ascii_case("connection") {
            head.close = value.eq_ignore_ascii_case("close");
        } else if name.eq_ignore_ascii_case("link") {
            head.next = next_page(value);
        }
    }
    Ok(Some(head))
}

/// Path of the page that a `Link` header calls next and says to have results.
fn next_page(link: &str) -> Option<String> {
    let part = link.split(", <").find(|part| part.contains("rel=\"next\"") && part.contains("results=\"true\""))?;
    let address = part.trim_start_matches('<').split('>').next()?;
    let path = address.split_once("://").map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    Some(format!("/{}", path.trim_start_matches('/')))
}

/// The body of a chunked answer, when all of it is there.
fn unchunk(mut bytes: &[u8]) -> Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    loop {
        let Some(end) = bytes.windows(2).position(|window| window == b"\r\n") else { return Ok(None) };
        let line = std::str::from_utf8(bytes.get(..end).unwrap_or_default())?;
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)?;
        let Some(rest) = bytes.get(end + 2..).filter(|rest| rest.len() >= size + 2) else { return Ok(None) };
        if size == 0 {
            return Ok(Some(body));
        }
        let (chunk, rest) = rest.split_at(size);
        body.extend_from_slice(chunk);
        bytes = rest.get(2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dsn_is_read() {
        let target = Target::from_dsn("http://abc@127.0.0.1:9000/7").unwrap();
        assert_eq!((target.authority.as_str(), target.key.as_str(), target.project.as_str()), ("127.0.0.1:9000", "abc", "7"));
        assert!(Target::from_dsn("127.0.0.1/7").is_err());
    }

    #[test]
    fn the_next_page_is_found() {
        let link = "<http://h:1/api/0/x/?cursor=0:0:1>; rel=\"previous\"; results=\"false\"; cursor=\"0:0:1\", <http://h:1/api/0/x/?cursor=0:100:0>; rel=\"next\"; results=\"true\"; cursor=\"0:100:0\"";
        assert_eq!(next_page(link).as_deref(), Some("/api/0/x/?cursor=0:100:0"));
        assert_eq!(next_page(&link.replace("results=\"true\"", "results=\"false\"")), None);
    }

    #[test]
    fn chunks_are_joined_once_all_are_there() {
        assert_eq!(unchunk(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n").unwrap().as_deref(), Some(&b"abcde"[..]));
        assert_eq!(unchunk(b"3\r\nabc\r\n2\r\nd").unwrap(), None);
    }
}
