use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// A web server on loopback.
struct Site {
    url: String,
    asked: Arc<AtomicUsize>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers every connection with what `answer` makes of its own address.
async fn site(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static, hold: bool) -> Site {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (asked, own) = (Arc::new(AtomicUsize::new(0)), url.clone());
    let counted = Arc::clone(&asked);
    let task = tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            head(&mut stream).await;
            let _ = stream.write_all(&answer(&own)).await;
            if hold {
                held.push(stream);
            }
        }
    });
    Site { url, asked, task }
}

async fn head(stream: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut part = [0; 1024];
    while !seen.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut part).await {
            Ok(count) if count > 0 => seen.extend_from_slice(&part[..count]),
            _ => return,
        }
    }
}

fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n{headers}\r\n", body.len()).into_bytes();
    out.extend_from_slice(body);
    out
}

fn client(allowance: &str) -> Outbound {
    Outbound::new(OutboundOptions { allowance: allowance.parse().unwrap(), ..OutboundOptions::default() }).unwrap()
}

async fn get(outbound: &Outbound, url: &str) -> Result<Page, OutboundError> {
    outbound.get(url, 1 << 20, &|_| true).await
}

#[tokio::test]
async fn a_page_comes_with_its_headers() {
    let site = site(|_| answer("200 OK", "sourcemap: a.map\r\n", b"f()"), false).await;
    let page = get(&client("127.0.0.1"), &format!("{}/a.js?x=1#y", site.url)).await.unwrap();
    assert_eq!((&page.body[..], page.headers["sourcemap"].to_str().unwrap()), (&b"f()"[..], "a.map"));
    assert_eq!(page.url.as_str(), format!("{}/a.js?x=1", site.url));
}

#[tokio::test]
async fn a_private_host_is_not_even_connected_to() {
    let site = site(|_| answer("200 OK", "", b"secret"), false).await;
    let port = Url::parse(&site.url).unwrap().port().unwrap();
    let closed = client("");
    for host in ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1", "0.0.0.0", "[::1]"] {
        let failed = get(&closed, &format!("http://{host}:{port}/")).await.unwrap_err();
        assert!(matches!(failed, OutboundError::Private(_)), "{host}: {failed}");
    }
    assert_eq!(site.asked.load(Ordering::SeqCst), 0);
    assert!(get(&client("localhost"), &format!("http://localhost:{port}/")).await.is_ok(), "a host that the operator opened");
}

#[tokio::test]
async fn a_redirect_leads_to_no_private_host() {
    let inner = site(|_| answer("200 OK", "", b"secret"), false).await;
    let port = Url::parse(&inner.url).unwrap().port().unwrap();
    let outer = site(move |_| answer("302 Found", &format!("location: http://127.0.0.2:{port}/\r\n"), b""), false).await;
    let failed = get(&client("127.0.0.1"), &outer.url).await.unwrap_err();
    assert_eq!(failed, OutboundError::Private(format!("127.0.0.2:{port}")));
    assert_eq!(inner.asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_redirect_leads_only_to_hosts_that_the_caller_allows() {
    let inner = site(|_| answer("200 OK", "", b"other"), false).await;
    let to = inner.url.clone();
    let outer = site(move |_| answer("301 Moved Permanently", &format!("location: {to}/x\r\n"), b""), false).await;
    let port = Url::parse(&outer.url).unwrap().port();
    let outbound = client("127.0.0.1");
    let failed = outbound.get(&outer.url, 100, &|url| url.port() == port).await.unwrap_err();
    assert!(matches!(failed, OutboundError::NotAllowed(_)), "{failed}");
    assert_eq!(inner.asked.load(Ordering::SeqCst), 0);
    let page = outbound.get(&outer.url, 100, &|_| true).await.unwrap();
    assert_eq!((&page.body[..], page.url.path()), (&b"other"[..], "/x"));
}

#[tokio::test]
async fn a_circle_of_redirects_ends() {
    let site = site(|own| answer("307 Temporary Redirect", &format!("location: {own}/again\r\n"), b""), false).await;
    assert_eq!(get(&client("127.0.0.1"), &site.url).await.unwrap_err(), OutboundError::Redirects);
    assert_eq!(site.asked.load(Ordering::SeqCst), MAX_REDIRECTS + 1);
}

#[tokio::test]
async fn another_scheme_is_refused_also_behind_a_redirect() {
    let outbound = client("127.0.0.1");
    for url in ["file:///etc/passwd", "ftp://example.com/a.js", "gopher://example.com/"] {
        assert_eq!(get(&outbound, url).await.unwrap_err(), OutboundError::Scheme, "{url}");
    }
    assert_eq!(get(&outbound, "no address").await.unwrap_err(), OutboundError::BadUrl);
    let site = site(|_| answer("302 Found", "location: file:///etc/passwd\r\n", b""), false).await;
    assert_eq!(get(&outbound, &site.url).await.unwrap_err(), OutboundError::Scheme);
    let secure = Url::parse("https://example.com/").unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, "http://example.com/".parse().unwrap());
    assert_eq!(redirected(&secure, &headers), Err(OutboundError::Scheme), "never from https to http");
}

#[tokio::test]
async fn credentials_are_not_sent() {
    assert_eq!(parse("http://jane:secret@example.com/a#b").unwrap().as_str(), "http://example.com/a");
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let endless = |_: &str| {
        let mut out = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
        for _ in 0..64 {
            out.extend_from_slice(b"10000\r\n");
            out.resize(out.len() + 0x10000, b'x');
            out.extend_from_slice(b"\r\n");
        }
        out
    };
    let site = site(endless, true).await;
    assert_eq!(get(&client("127.0.0.1"), &site.url).await.unwrap_err(), OutboundError::TooLarge(1 << 20));
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(body).unwrap();
    packer.finish().unwrap()
}

#[tokio::test]
async fn what_is_packed_is_unpacked_and_a_bomb_is_not() {
    let outbound = client("127.0.0.1");
    let small = site(|_| answer("200 OK", "content-encoding: gzip\r\n", &gzip(b"f()")), false).await;
    assert_eq!(&get(&outbound, &small.url).await.unwrap().body[..], b"f()");
    let bomb = site(|_| answer("200 OK", "content-encoding: gzip\r\n", &gzip(&vec![0; 8 << 20])), false).await;
    assert_eq!(get(&outbound, &bomb.url).await.unwrap_err(), OutboundError::TooLarge(1 << 20));
    let strange = site(|_| answer("200 OK", "content-encoding: br\r\n", b"f()"), false).await;
    assert_eq!(get(&outbound, &strange.url).await.unwrap_err(), OutboundError::Packing);
}

#[tokio::test]
async fn a_slow_server_is_given_up() {
    let site = site(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nf".to_vec(), true).await;
    let options = OutboundOptions {
        allowance: "127.0.0.1".parse().unwrap(),
        total_timeout: Duration::from_millis(200),
        ..OutboundOptions::default()
    };
    let failed = get(&Outbound::new(options).unwrap(), &site.url).await.unwrap_err();
    assert_eq!(failed, OutboundError::Slow(site.url.trim_start_matches("http://").to_owned()));
}

#[tokio::test]
async fn what_is_no_answer_is_told_as_such() {
    let outbound = client("127.0.0.1");
    let missing = site(|_| answer("404 Not Found", "", b""), false).await;
    assert!(matches!(get(&outbound, &missing.url).await.unwrap_err(), OutboundError::Status(_, 404)));
    let broken = site(|_| b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nf".to_vec(), false).await;
    assert!(matches!(get(&outbound, &broken.url).await.unwrap_err(), OutboundError::Interrupted(_)));
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    assert!(matches!(get(&outbound, &format!("http://127.0.0.1:{port}/")).await.unwrap_err(), OutboundError::Unreachable(_)));
    assert!(matches!(get(&outbound, "http://nobody.invalid/").await.unwrap_err(), OutboundError::Unknown(_)));
}
