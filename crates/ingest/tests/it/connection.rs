//! A refusal over a real connection: it is heard, and the connection stays usable.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::harness::{Harness, KEY, one_event};

fn request(key: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /api/42/envelope/ HTTP/1.1\r\nhost: localhost\r\nx-sentry-auth: Sentry sentry_key={key}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// Reads one answer: its head, and as much as its length says.
async fn read_answer(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.unwrap();
        assert_ne!(n, 0, "connection closed after {text:?}");
        bytes.extend_from_slice(&chunk[..n]);
    }
}

#[tokio::test]
async fn a_refused_client_keeps_its_connection() {
    let harness = Harness::new();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let service = bartizan_ingest::router(harness.state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(async move { axum::serve(listener, service).await });
    let mut stream = TcpStream::connect(address).await.unwrap();
    for _ in 0..3 {
        stream.write_all(&request("ffffffffffffffffffffffffffffffff", &vec![b'x'; 200 * 1024])).await.unwrap();
        assert!(read_answer(&mut stream).await.starts_with("HTTP/1.1 401"));
        stream.write_all(&request(KEY, &one_event())).await.unwrap();
        assert!(read_answer(&mut stream).await.starts_with("HTTP/1.1 200"));
    }
    let requests = harness.requests().await;
    assert_eq!((requests.len(), requests[0].client_ip), (3, Some([127, 0, 0, 1].into())));
    server.abort();
}
