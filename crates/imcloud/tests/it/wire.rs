//! A server on a socket that sends any bytes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

/// Starts a server that responds to each connection with the bytes for its number, if any, and closes the
/// connection.
pub(crate) struct Wire {
    pub(crate) url: String,
    requests: Arc<AtomicUsize>,
    connections: Arc<AtomicUsize>,
}

impl Wire {
    pub(crate) async fn start(respond: impl Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(AtomicUsize::new(0));
        let connections = Arc::new(AtomicUsize::new(0));
        let (counter, connected) = (Arc::clone(&requests), Arc::clone(&connections));
        let respond = Arc::new(respond);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                connected.fetch_add(1, Ordering::SeqCst);
                let (counter, respond) = (Arc::clone(&counter), Arc::clone(&respond));
                tokio::spawn(async move {
                    let Some(head) = read_request(&mut stream).await else { return };
                    let line = head.lines().next().unwrap_or_default();
                    let number = if line.starts_with("POST ") && line.contains("/token ") {
                        0
                    } else {
                        counter.fetch_add(1, Ordering::SeqCst) + 1
                    };
                    let _ = stream.write_all(&respond(number, &head)).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Self { url, requests, connections }
    }

    /// Returns the number of requests other than those for tokens.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub(crate) fn builder(&self) -> imcloud::Builder {
        builder(&self.url)
    }
}

pub(crate) fn builder(url: &str) -> imcloud::Builder {
    imcloud::Client::builder()
        .base_url(url)
        .marketplace("us")
        .login("acme.api", "correct horse")
        .subscription_key("key-1")
}

/// Returns a response with this status and body, whose `Content-Length` is `promised` bytes too large.
pub(crate) fn response(status: &str, body: &str, promised: usize) -> Vec<u8> {
    let length = body.len() + promised;
    format!("HTTP/1.1 {status}\r\nx-correlation-id: c-9\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
        .into_bytes()
}

pub(crate) fn token() -> Vec<u8> {
    response("200 OK", r#"{"token":"t","expiresInSeconds":1500}"#, 0)
}

async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).await.ok()?;
        if read == 0 {
            return None;
        }
        bytes.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head
            .lines()
            .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok())
            .unwrap_or(0);
        if body.len() >= length {
            return Some(text);
        }
    }
}
