//! A local service with minimal cost: every response is a slice of a prepared string.

use std::{io, sync::Arc, thread, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

pub(crate) const KEY: &str = "key-0123456789";

/// The number of items of a page, the largest that all sides use.
pub(crate) const PAGE: usize = 500;

/// Listens on a separate thread until the process ends.
pub(crate) struct Service {
    pub(crate) url: String,
}

struct Answers {
    rows: Rows,
    order: String,
    csv: String,
    latency: Duration,
}

/// Rows of orders, separated by commas, and where each begins.
struct Rows {
    text: String,
    starts: Vec<usize>,
}

impl Rows {
    fn new(count: usize) -> Self {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for number in 0..count {
            starts.push(text.len());
            let id = 2_000_000 - number;
            let second = number % 60;
            text += &format!(
                r#"{{"id":"{id}","orderNumber":"SO{id:09}","type":"sales","status":"completed","statusCode":"CP","customerId":"{}","creationDate":"2026-01-15T09:00:{second:02}Z","provisioningDate":"2026-01-15T09:05:{second:02}Z","creditCheck":false}},"#,
                1_000_000 + number % 400,
            );
        }
        starts.push(text.len());
        Self { text, starts }
    }

    /// The page, without its last comma.
    fn page(&self, offset: usize, limit: usize) -> &str {
        let count = self.starts.len() - 1;
        let (from, to) = (offset.min(count), (offset + limit).min(count));
        self.text[self.starts[from]..self.starts[to]].trim_end_matches(',')
    }
}

impl Service {
    pub(crate) fn start(rows: usize, latency: Duration) -> io::Result<Self> {
        let answers = Arc::new(Answers { rows: Rows::new(rows), order: order(), csv: csv(rows), latency });
        let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
        listener.set_nonblocking(true)?;
        let url = format!("http://{}", listener.local_addr()?);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::spawn(move || {
            runtime.block_on(async {
                let listener = TcpListener::from_std(listener)?;
                loop {
                    let (stream, _) = listener.accept().await?;
                    stream.set_nodelay(true)?;
                    tokio::spawn(serve(stream, Arc::clone(&answers)));
                }
                #[allow(unreachable_code, reason = "it names the type of the error")]
                io::Result::Ok(())
            })
        });
        Ok(Self { url })
    }
}

async fn serve(mut stream: TcpStream, answers: Arc<Answers>) -> io::Result<()> {
    let mut request = Vec::new();
    loop {
        let head = loop {
            if let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut request).await? == 0 {
                return Ok(());
            }
        };
        let text = String::from_utf8_lossy(&request[..head]).into_owned();
        let body = length(&text);
        while request.len() < head + body {
            stream.read_buf(&mut request).await?;
        }
        request.drain(..head + body);
        let path = text.split(' ').nth(1).unwrap_or_default();
        if path.starts_with("/token") {
            send(&mut stream, "application/json", &[r#"{"token":"t-1","expiresInSeconds":1500}"#]).await?;
        } else if path.starts_with("/files/") {
            send(&mut stream, "text/csv", &[&answers.csv]).await?;
        } else if path.starts_with("/orders/") {
            send(&mut stream, "application/json", &[&answers.order]).await?;
        } else {
            if !answers.latency.is_zero() {
                tokio::time::sleep(answers.latency).await;
            }
            let number = |name: &str| -> usize {
                let (_, value) = path.split_once(name).unwrap_or_default();
                value.split('&').next().unwrap_or_default().parse().unwrap_or_default()
            };
            let (offset, limit) = (number("offset="), number("limit="));
            let end = format!(
                r#"],"pagination":{{"offset":{offset},"limit":{limit},"total":{}}}}}"#,
                answers.rows.starts.len() - 1
            );
            let page = answers.rows.page(offset, limit);
            send(&mut stream, "application/json", &[r#"{"data":["#, page, &end]).await?;
        }
    }
}

fn length(head: &str) -> usize {
    let head = head.to_ascii_lowercase();
    let value = head.split_once("content-length: ").map(|(_, rest)| rest);
    value.and_then(|rest| rest.split('\r').next()?.parse().ok()).unwrap_or_default()
}

async fn send(stream: &mut TcpStream, content_type: &str, body: &[&str]) -> io::Result<()> {
    let length: usize = body.iter().map(|part| part.len()).sum();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nx-correlation-id: c-1\r\netag: \"1\"\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    for part in body {
        stream.write_all(part.as_bytes()).await?;
    }
    Ok(())
}

/// An order as a detail call gives it: one product, two price lines.
fn order() -> String {
    let line = r#"{"description":"Drumvale Signature Seat, recurring, from 2026-01-15 through 2026-02-14","quantity":3,"unitPrice":{"currency":"USD","amount":"9.90"},"extendedPrice":{"currency":"USD","amount":"29.70"},"duration":{"type":"month","duration":1}}"#;
    format!(
        r#"{{"id":"2000001","orderNumber":"SO002000001","poNumber":"PO-2026-0117","type":"sales","status":"completed","statusCode":"CP","customerId":"1000042","creationDate":"2026-01-15T09:00:00Z","provisioningDate":"2026-01-15T09:05:00Z","creditCheck":false,"subscriptionId":"3000001","products":[{{"id":"FJ-1-monthly","mpn":"FJ-DOCS-01","name":"Drumvale Signature Seat","quantity":3}}],"details":[{line},{line}]}}"#
    )
}

fn csv(rows: usize) -> String {
    let mut text =
        "orderNumber,date,customerId,customerName,productName,mpn,quantity,currency,unitPrice,amount\n"
            .to_owned();
    for number in 0..rows {
        text += &format!(
            "SO{number:09},2026-01-15T09:00:00Z,1000042,\"Harbour, Lane & Co\",Drumvale Signature Seat,FJ-DOCS-01,3,USD,9.90,29.70\n"
        );
    }
    text
}
