//! A few lines of S3 on the loopback: keeps objects in memory and every request it was sent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) objects: BTreeMap<String, Vec<u8>>,
    pub(crate) requests: Vec<Request>,
    /// Every request is answered with this status.
    pub(crate) refuse_with: Option<u16>,
}

pub(crate) type Shared = Arc<Mutex<Shelf>>;

/// Starts the server on a free port; returns its URL and what it keeps.
pub(crate) async fn start() -> (String, Shared) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bind");
    let url = format!("http://{}", listener.local_addr().expect("address"));
    let shelf = Shared::default();
    let kept = Arc::clone(&shelf);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&kept)));
        }
    });
    (url, shelf)
}

async fn serve(stream: TcpStream, shelf: Shared) {
    let mut stream = BufReader::new(stream);
    while let Some(request) = receive(&mut stream).await {
        let answer = respond(&request, &shelf);
        if stream.write_all(&answer).await.is_err() {
            return;
        }
    }
}

async fn receive(stream: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    stream.read_line(&mut line).await.ok().filter(|n| *n > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let len = headers.get("content-length").and_then(|l| l.parse().ok()).unwrap_or(0);
    let mut body = vec![0; len];
    stream.read_exact(&mut body).await.ok()?;
    Some(Request { method, target, headers, body })
}

fn respond(request: &Request, shelf: &Shared) -> Vec<u8> {
    let mut shelf = shelf.lock().expect("lock");
    shelf.requests.push(request.clone());
    if let Some(status) = shelf.refuse_with {
        return answer(status, "", b"<Error><Code>Refused</Code></Error>", true);
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    match request.method.as_str() {
        "PUT" => {
            shelf.objects.insert(path.to_owned(), request.body.clone());
            answer(200, "ETag: \"1\"\r\n", b"", true)
        }
        "DELETE" => match shelf.objects.remove(path) {
            Some(_) => answer(204, "", b"", false),
            None => answer(404, "", b"<Error><Code>NoSuchKey</Code></Error>", true),
        },
        _ if query.contains("list-type=2") => {
            answer(200, "Content-Type: application/xml\r\n", listing(&shelf, path, query).as_bytes(), true)
        }
        method => object(shelf.objects.get(path), request.headers.get("range"), method == "GET"),
    }
}

fn object(found: Option<&Vec<u8>>, range: Option<&String>, with_body: bool) -> Vec<u8> {
    let meta = "ETag: \"1\"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n";
    let Some(data) = found else { return answer(404, "", b"", with_body) };
    let Some((start, end)) = range.and_then(|r| r.strip_prefix("bytes=")?.split_once('-')) else {
        return answer(200, meta, data, with_body);
    };
    let (start, end): (usize, usize) = (start.parse().expect("start"), end.parse().expect("end"));
    if start >= data.len() {
        return answer(416, "", b"<Error><Code>InvalidRange</Code></Error>", true);
    }
    let end = end.min(data.len() - 1);
    let range = format!("{meta}Content-Range: bytes {start}-{end}/{}\r\n", data.len());
    answer(206, &range, &data[start..=end], with_body)
}

fn listing(shelf: &Shelf, bucket: &str, query: &str) -> String {
    let prefix = query.split('&').find_map(|p| p.strip_prefix("prefix=")).unwrap_or("").replace("%2F", "/");
    let keys = shelf.objects.iter().filter_map(|(path, data)| {
        let key = path.strip_prefix(bucket.trim_end_matches('/'))?.strip_prefix('/')?;
        key.starts_with(&prefix).then(|| {
            format!("<Contents><Key>{key}</Key><LastModified>2024-01-01T00:00:00.000Z</LastModified><ETag>\"1\"</ETag><Size>{}</Size></Contents>", data.len())
        })
    });
    format!("<ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>", keys.collect::<String>())
}

fn answer(status: u16, headers: &str, body: &[u8], with_body: bool) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status} Status\r\n{headers}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    if status == 204 {
        out = format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes();
    }
    if with_body {
        out.extend_from_slice(body);
    }
    out
}
