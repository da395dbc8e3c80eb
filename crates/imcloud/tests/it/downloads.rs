//! Downloads of report files from the sandbox and from a scripted store.

mod files;
mod rows;
mod signed_urls;

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use imcloud::{
    Client, ErrorKind, ReportFilter, RetryPolicy, SignedUrl, Timeouts,
    reports::{Download, Progress, ReportFile},
    runtime::ManualRuntime,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary},
};
use imcloud_sandbox::{Fault, Sandbox, Size};
use serde_json::json;

use crate::{observation::Logs, wire::Wire};

const SIGNATURE: &str = "sig-SECRET%2F7";

/// Bytes that a download returns at once. It holds back shorter beginnings of files.
const FIRST: usize = 512;

async fn sandbox() -> Sandbox {
    Sandbox::builder().seed(11).size(Size::with_orders(400)).start().await.unwrap()
}

fn client_of(sandbox: &Sandbox) -> Client {
    crate::observation::install();
    let credentials = sandbox.credentials();
    Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(credentials.marketplace)
        .login(credentials.username, credentials.password)
        .subscription_key(credentials.subscription_key)
        .runtime(crate::service::clock())
        .build()
        .unwrap()
}

/// Returns the newest completed report of a format.
async fn report(client: &Client, format: ReportFormat) -> ReportSummary {
    let format_is_csv = format == ReportFormat::Csv;
    let filter = ReportFilter::new().format(format).status(ReportStatus::Completed);
    // Those of a single day are too short to be interrupted.
    let filter = if format_is_csv { filter.name("Every invoice - charges") } else { filter };
    client.reports().list().filter(filter).collect(100).await.unwrap().remove(0)
}

async fn sandbox_with_csv() -> (Sandbox, Client, ReportSummary, Vec<u8>) {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox);
    let report = report(&client, ReportFormat::Csv).await;
    let file = client.reports().download(&report).bytes().await.unwrap();
    assert!(file.starts_with(b"orderNumber,") && file.len() > FIRST, "{}", file.len());
    sandbox.journal().clear();
    (sandbox, client, report, file.to_vec())
}

/// A scripted store. Records the heads of requests.
struct Store {
    wire: Wire,
    heads: Arc<Mutex<Vec<String>>>,
    runtime: ManualRuntime,
    client: Client,
}

impl Store {
    async fn start(respond: impl Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        crate::observation::install();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        let wire = Wire::start(move |number, head| {
            seen.lock().unwrap().push(head.to_ascii_lowercase());
            respond(number, head)
        })
        .await;
        let runtime = crate::service::clock();
        let client = wire.builder().runtime(runtime.clone()).build().unwrap();
        Self { wire, heads, runtime, client }
    }

    fn url(&self) -> SignedUrl {
        format!("{}/files/charges.csv?se=2026-04-01T00:00:00Z&sig={SIGNATURE}", self.wire.url).into()
    }

    fn download(&self) -> Download {
        self.client.reports().download(self.url())
    }

    fn header(&self, request: usize, name: &str) -> Option<String> {
        let heads = self.heads.lock().unwrap();
        let line = heads[request].lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))?;
        Some(line.to_owned())
    }
}

/// A response that announces `missing` more bytes than it contains.
fn response(status: &str, headers: &[(&str, &str)], body: &str, missing: usize) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len() + missing);
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    (text + "\r\n" + body).into_bytes()
}

const TAG: (&str, &str) = ("etag", "\"v1\"");

/// A file in two halves, each longer than [`FIRST`].
fn halves() -> (String, String) {
    ("a".repeat(FIRST + 8), "b".repeat(FIRST + 8))
}

#[tokio::test]
async fn scheduled_report_is_downloaded_when_completed() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox);
    let from = "2026-01-01T00:00:00Z".parse::<imcloud::DateTime>().unwrap();
    let scheduled = client.reports().create(&ReportInput::new("Charges on demand", from)).await.unwrap();
    let error = client.reports().download(&scheduled).bytes().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error:?}");
    let expected =
        "the report has no file: its status is submitted; wait until it is completed and fetch it again";
    assert!(error.to_string().contains(expected), "{error}");

    sandbox.advance(Duration::from_secs(120));
    let done = client.reports().get(scheduled.id).await.unwrap();
    assert!(client.reports().download(&done).bytes().await.unwrap().starts_with(b"[{"));
}

#[tokio::test]
async fn report_without_file_explains_status() {
    let client = Store::start(|_, _| Vec::new()).await.client;
    for (status, hint) in [("error", "schedule it again"), ("processing", "wait until it is completed")] {
        let report: Report = serde_json::from_value(json!({"id": "5", "status": status})).unwrap();
        let error = client.reports().download(&report).bytes().await.unwrap_err();
        assert!(error.to_string().contains(hint), "{error}");
    }
}

#[tokio::test]
async fn bytes_and_writer_receive_same_file() {
    let (_sandbox, client, report, file) = sandbox_with_csv().await;
    let mut written = Vec::new();
    let length = client.reports().download(&report).to_writer(&mut written).await.unwrap();
    assert_eq!((length, written), (file.len() as u64, file));
}

#[tokio::test]
async fn error_response_of_store_has_hint() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    let url = report.download_url.clone().unwrap();
    let (file, _) = url.expose().split_once('?').unwrap();

    let guess = SignedUrl::from(format!("{file}?sig=guess"));
    let error = client.reports().download(guess).bytes().await.unwrap_err();
    assert!(error.is_permission_denied() && !error.is_authentication(), "{error:?}");
    assert_eq!(error.code(), Some("AuthenticationFailed"));
    let text = error.to_string();
    for part in [
        "403 Forbidden: the signature of the URL was rejected",
        "does not belong to this",
        "fetch the report again",
    ] {
        assert!(text.contains(part), "{text}");
    }

    let missing = SignedUrl::from(url.expose().replace(".csv", ".xml"));
    let error = client.reports().download(missing).bytes().await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().contains("schedule it again"), "{error}");

    sandbox.advance(Duration::from_secs(91 * 24 * 3600));
    let error = client.reports().download(&report).bytes().await.unwrap_err();
    assert!(
        error.is_permission_denied() && error.to_string().contains("the signed URL expired at "),
        "{error}"
    );
    assert_eq!(error.attempts(), 1, "none of these is retried");
}

#[tokio::test]
async fn html_page_is_not_a_report() {
    let page = "<!DOCTYPE html><html><title>Sign in</title></html>";
    let long = format!("\u{feff}\r\n<HTML>{}", "x".repeat(100_000));
    let cases = [
        (Some("text/html; charset=utf-8"), "anything"),
        (Some("Application/XHTML+XML"), "anything"),
        (Some("text/csv"), page),
        (Some("application/octet-stream"), &long),
        (None, page),
        (None, &long),
    ]
    .map(|(content_type, body)| {
        let headers: Vec<_> = content_type.iter().map(|value| ("content-type", *value)).collect();
        response("200 OK", &headers, body, 0)
    });
    let responses = cases.clone();
    let store = Store::start(move |number, _| responses[(number - 1) / 5].clone()).await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    for case in &cases {
        let mut written = Vec::new();
        let csv = ReportFile::from(store.url()).format(ReportFormat::Csv);
        let mut rows = store.client.reports().download(csv).rows::<serde_json::Value>();
        let errors = [
            store.download().bytes().await.unwrap_err(),
            store.download().chunks().next().await.unwrap().unwrap_err(),
            store.download().to_writer(&mut written).await.unwrap_err(),
            store.download().to_file(&path).await.unwrap_err(),
            rows.next().await.unwrap().unwrap_err(),
        ];
        for error in &errors {
            assert!(error.is_decode() && !error.is_retryable(), "{case:?}: {error:?}");
            assert!(error.to_string().contains("received an HTML page instead of the report"), "{error}");
        }
        assert_eq!(written, b"");
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0);
    }
    assert_eq!(store.wire.requests(), 5 * cases.len());
}

#[tokio::test]
async fn html_page_in_small_chunks_is_rejected() {
    let mut page = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for byte in b"  <html><body>Sign in" {
        page.extend_from_slice(&[b'1', b'\r', b'\n', *byte, b'\r', b'\n']);
    }
    page.extend_from_slice(b"0\r\n\r\n");
    let store = Store::start(move |_, _| page.clone()).await;
    let mut written = Vec::new();
    assert!(store.download().to_writer(&mut written).await.unwrap_err().is_decode());
    assert_eq!(written, b"");
}

#[tokio::test]
async fn html_page_during_resume_is_rejected() {
    let store = Store::start(|number, _| match number {
        1 => response("200 OK", &[TAG], &"a".repeat(FIRST), 5),
        _ => response("200 OK", &[("content-type", "text/html")], "<html>", 0),
    })
    .await;
    let mut written = Vec::new();
    let error = store.download().to_writer(&mut written).await.unwrap_err();
    assert!(error.to_string().contains("received an HTML page"), "{error}");
    assert_eq!(store.wire.requests(), 2);
}

#[tokio::test]
async fn interrupted_download_is_resumed() {
    for fault in [
        Fault::truncated_body(),
        Fault::reset_in_body(),
        Fault::reset(),
        Fault::status(503),
        Fault::rate_limited(Some(1)),
    ] {
        let (sandbox, client, report, file) = sandbox_with_csv().await;
        let is_body = ["truncated body", "reset in body"].contains(&&*fault.to_string());
        sandbox.inject(fault.on("download").times(3)).unwrap();
        let progress: Arc<Mutex<Vec<Progress>>> = Arc::default();
        let reported = Arc::clone(&progress);
        let download = client.reports().download(&report);
        let download = download.on_progress(move |progress| reported.lock().unwrap().push(progress));
        assert_eq!(download.bytes().await.unwrap(), file);
        let requests = sandbox.journal().of("download").unwrap();
        assert_eq!(requests.len(), 4);
        let last = requests.last().unwrap();
        assert_eq!(last.status(), Some(if is_body { 206 } else { 200 }));
        assert_eq!(last.header("if-range").is_some(), is_body);
        let progress = progress.lock().unwrap();
        assert!(progress.iter().is_sorted_by_key(|progress| progress.bytes));
        let length = file.len() as u64;
        assert_eq!(progress.last().map(|last| (last.bytes, last.total)), Some((length, Some(length))));
    }
}

/// Returns a store that sends two bytes per connection.
async fn slow_store(file: &'static str) -> Store {
    Store::start(move |_, head| {
        let head = head.to_ascii_lowercase();
        let range = head.split_once("range: bytes=").map(|(_, rest)| rest.split_once('-').unwrap().0);
        let from: usize = range.map_or(0, |from| from.parse().unwrap());
        let end = (from + 2).min(file.len());
        let range = format!("bytes {from}-{}/{}", file.len() - 1, file.len());
        let status = if from == 0 { "200 OK" } else { "206 Partial Content" };
        response(status, &[TAG, ("content-range", &range)], &file[from..end], file.len() - end)
    })
    .await
}

#[tokio::test]
async fn attempts_are_counted_since_last_byte() {
    let file = "0123456789abcdefghij";
    let store = slow_store(file).await;
    assert_eq!(store.download().bytes().await.unwrap(), file);
    assert_eq!(store.wire.requests(), 10);
    assert_eq!(store.header(9, "if-range").as_deref(), Some("\"v1\""));

    let failing = Store::start(|_, _| response("503 Service Unavailable", &[], "", 0)).await;
    let error = failing.download().bytes().await.unwrap_err();
    assert!(error.is_server_error() && error.is_retryable());
    assert_eq!((error.attempts(), failing.wire.requests()), (6, 6));
    assert_eq!(failing.runtime.slept().len(), 5);
    let once = failing.client.with_retry(RetryPolicy::disabled());
    once.reports().download(failing.url()).bytes().await.unwrap_err();
    assert_eq!(failing.wire.requests(), 7);
}

#[tokio::test]
async fn requests_of_one_download_are_bounded() {
    let store = slow_store("x".repeat(3_000).leak()).await;
    let error = store.download().bytes().await.unwrap_err();
    assert_eq!((error.attempts(), store.wire.requests()), (1_000, 1_000));
}

#[tokio::test]
async fn trickling_store_times_out() {
    let store = slow_store("x".repeat(3_000).leak()).await;
    let limit = Duration::from_secs(10);
    let error = store.download().timeout(limit).bytes().await.unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("not complete after 10s"), "{error}");
    assert!(store.runtime.slept().iter().sum::<Duration>() <= limit + Duration::from_secs(1));
}

#[tokio::test]
async fn changed_file_starts_again_if_possible() {
    let (old, _) = halves();
    let store = || {
        let old = old.clone();
        Store::start(move |number, _| match number {
            1 => response("200 OK", &[TAG], &old, 6),
            _ => response("200 OK", &[("etag", "\"v2\"")], "new file", 0),
        })
    };
    assert_eq!(store().await.download().bytes().await.unwrap(), "new file");
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x");
    store().await.download().to_file(&path).await.unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "new file");

    let changed = store().await;
    let mut written = Vec::new();
    let error = changed.download().to_writer(&mut written).await.unwrap_err();
    assert_eq!(written, old.as_bytes());
    assert!(error.is_retryable() && error.to_string().contains("the file changed"), "{error}");
    assert_eq!(changed.wire.requests(), 2);
}

#[tokio::test]
async fn store_without_ranges_sends_file_again() {
    let (first, rest) = halves();
    let file = format!("{first}{rest}");
    let complete = file.clone();
    let store = Store::start(move |number, _| match number {
        1 => response("200 OK", &[TAG], &first, rest.len()),
        _ => response("200 OK", &[TAG], &complete, 0),
    })
    .await;
    let mut written = Vec::new();
    store.download().to_writer(&mut written).await.unwrap();
    assert_eq!(written, file.as_bytes());
}

#[tokio::test]
async fn file_without_version_is_not_resumed() {
    for headers in [&[("etag", "W/\"v1\"")][..], &[]] {
        let (first, rest) = halves();
        let file = format!("{first}{rest}");
        let complete = file.clone();
        let store = Store::start(move |number, _| match number % 2 {
            1 => response("200 OK", headers, &first, rest.len()),
            _ => response("200 OK", headers, &complete, 0),
        })
        .await;
        let error = store.download().to_writer(&mut Vec::new()).await.unwrap_err();
        assert!(error.to_string().contains("reports no version of the file"), "{error}");
        store.download().bytes().await.unwrap();
        assert_eq!(store.download().bytes().await.unwrap(), file);
        assert_eq!(store.header(2, "range"), None);
    }
}

#[tokio::test]
async fn wrong_range_is_rejected() {
    let (first, rest) = halves();
    let ranges = ["bytes 0-1039/1040", "bytes 520-1039/2000", "bytes 521-1039/1040", "nonsense"];
    for range in ranges {
        let (first, rest) = (first.clone(), rest.clone());
        let store = Store::start(move |number, _| match number {
            1 => response("200 OK", &[TAG], &first, rest.len()),
            _ => response("206 Partial Content", &[TAG, ("content-range", range)], &rest, 0),
        })
        .await;
        let error = store.download().to_writer(&mut Vec::new()).await.unwrap_err();
        assert!(error.to_string().contains("the file changed"), "{range}: {error}");
    }
}

#[tokio::test]
async fn complete_file_ends_with_empty_range() {
    for (range, is_complete) in [("bytes */520", true), ("bytes */521", false)] {
        let store = Store::start(move |number, _| match number {
            // Without a length, and without the last chunk.
            1 => {
                let head = "HTTP/1.1 200 OK\r\netag: \"v1\"\r\ntransfer-encoding: chunked\r\n\r\n208\r\n";
                format!("{head}{}\r\n", halves().0).into_bytes()
            }
            _ => response("416 Range Not Satisfiable", &[("content-range", range)], "", 0),
        })
        .await;
        let mut written = Vec::new();
        let result = store.download().to_writer(&mut written).await;
        assert_eq!(result.is_ok(), is_complete, "{range}: {result:?}");
        assert_eq!((written, store.wire.requests()), (halves().0.into_bytes(), 2));
    }
}

#[tokio::test]
async fn silent_store_times_out() {
    let sandbox = sandbox().await;
    let client = client_of(&sandbox);
    let report = report(&client, ReportFormat::Csv).await;
    sandbox.inject(Fault::no_response().on("download").once()).unwrap();
    let runtime = ManualRuntime::new();
    let client = crate::test_env::client(&sandbox).runtime(runtime.clone()).build().unwrap();
    let client = client.with_retry(RetryPolicy::disabled());
    let download = tokio::spawn(client.reports().download(&report).bytes());
    while sandbox.journal().of("download").unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    runtime.advance(Duration::from_secs(90));
    let error = download.await.unwrap().unwrap_err();
    assert!(error.is_timeout() && error.to_string().contains("no data was received for 90s"), "{error}");
}

#[tokio::test]
async fn maximum_durations_do_not_panic() {
    let max = Duration::MAX;
    let headers = [("retry-after", "18446744073709551615")];
    let store = Store::start(move |_, _| response("503 Service Unavailable", &headers, "", 0)).await;
    let retry = RetryPolicy::new().backoff(max, max).max_retry_after(max);
    let timeouts = Timeouts::new().connect(max).attempt(max).order_attempt(max).total(max);
    let client = store.wire.builder().timeouts(timeouts).retry(retry).build().unwrap();
    let download = tokio::spawn(client.reports().download(store.url()).bytes());
    while store.wire.requests() == 0 && !download.is_finished() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!download.is_finished(), "it waits before the next attempt");
    download.abort();
}

#[tokio::test]
async fn file_above_limit_is_not_downloaded() {
    let (sandbox, client, report, file) = sandbox_with_csv().await;
    let length = file.len() as u64;
    client.reports().download(&report).max_bytes(length).bytes().await.unwrap();
    let error = client.reports().download(&report).max_bytes(length - 1).bytes().await.unwrap_err();
    assert!(error.is_too_large() && error.to_string().contains("raise max_bytes"), "{error}");
    assert_eq!(sandbox.journal().of("download").unwrap().len(), 2);

    // The length is known only at the end.
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n012345\r\n0\r\n\r\n";
    let store = Store::start(|_, _| chunked.to_vec()).await;
    assert_eq!(store.download().max_bytes(6).bytes().await.unwrap(), "012345");
    assert!(store.download().max_bytes(5).bytes().await.unwrap_err().is_too_large());
}

#[tokio::test]
async fn compressed_file_is_rejected() {
    let store = Store::start(|_, _| response("200 OK", &[("content-encoding", "gzip")], "x", 0)).await;
    let error = store.download().bytes().await.unwrap_err();
    assert_eq!(store.header(0, "accept-encoding").as_deref(), Some("identity"));
    assert!(error.is_decode() && error.to_string().contains("compressed"), "{error}");
}

#[tokio::test]
async fn events_report_attempts_of_download() {
    let store = Store::start(|number, _| match number {
        1 => response("200 OK", &[TAG], "the first", 5),
        _ => response("206 Partial Content", &[TAG, ("content-range", "bytes 9-13/14")], " rest", 0),
    })
    .await;
    let logs = Logs::capture();
    assert_eq!(store.download().bytes().await.unwrap(), "the first rest");
    let events: Vec<_> = logs.events().into_iter().filter(|event| !event.contains("waits")).collect();
    assert_eq!(
        events,
        [
            "GET {downloadUrl} -> 200 (interrupted) in 0 ms, 9 bytes, attempt 1",
            "GET {downloadUrl} -> 206 in 0 ms, 5 bytes, attempt 2",
        ]
    );
}
