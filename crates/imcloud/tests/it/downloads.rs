use std::{
    io,
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
    time::Duration,
};

use imcloud::{
    Client, Decimal, ErrorKind, ReportFilter, RetryPolicy, SignedUrl,
    reports::{ReportFile, from_text},
    runtime::ManualRuntime,
    types::{Report, ReportFormat, ReportInput, ReportStatus, ReportSummary},
};
use imcloud_sandbox::{Fault, Sandbox, Size};
use serde::Deserialize;
use serde_json::json;

use crate::{observation::Logs, wire::Wire};

const SIGNATURE: &str = "sig-SECRET%2F7";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct CsvCharge {
    order_number: String,
    #[serde(deserialize_with = "from_text")]
    amount: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct JsonCharge {
    order_number: String,
    amount: Decimal,
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

/// The newest report of this format that is done.
async fn report(client: &Client, format: ReportFormat) -> ReportSummary {
    let format_is_csv = format == ReportFormat::Csv;
    let filter = ReportFilter::new().format(format).status(ReportStatus::Completed);
    // Those of a day are too short to break.
    let filter = if format_is_csv { filter.name("Every invoice - charges") } else { filter };
    client.reports().list(filter).collect(100).await.unwrap().remove(0)
}

async fn sandbox_with_csv() -> (Sandbox, Client, ReportSummary, Vec<u8>) {
    let sandbox = Sandbox::builder().seed(11).size(Size::with_orders(400)).start().await.unwrap();
    let client = client_of(&sandbox);
    let report = report(&client, ReportFormat::Csv).await;
    let whole = client.reports().download(&report).bytes().await.unwrap();
    assert!(whole.starts_with(b"orderNumber,") && whole.len() > 500);
    sandbox.journal().clear();
    (sandbox, client, report, whole.to_vec())
}

fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A store that answers as it is told, and remembers the heads of requests.
struct Store {
    wire: Wire,
    heads: Arc<Mutex<Vec<String>>>,
    runtime: ManualRuntime,
}

impl Store {
    async fn start(answer: impl Fn(usize, &str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        crate::observation::install();
        let heads: Arc<Mutex<Vec<String>>> = Arc::default();
        let seen = Arc::clone(&heads);
        let wire = Wire::start(move |number, head| {
            seen.lock().unwrap().push(head.to_ascii_lowercase());
            answer(number, head)
        })
        .await;
        Self { wire, heads, runtime: crate::service::clock() }
    }

    fn client(&self) -> Client {
        self.wire.builder().runtime(self.runtime.clone()).build().unwrap()
    }

    fn address(&self) -> SignedUrl {
        format!("{}/files/charges.csv?se=2026-04-01T00:00:00Z&sig={SIGNATURE}", self.wire.url).into()
    }

    fn download(&self) -> imcloud::reports::Download {
        self.client().reports().download(self.address())
    }

    fn header(&self, request: usize, name: &str) -> Option<String> {
        let heads = self.heads.lock().unwrap();
        let line = heads[request].lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))?;
        Some(line.to_owned())
    }
}

/// An answer of which `missing` bytes never come.
fn answer(status: &str, headers: &[(&str, &str)], body: &str, missing: usize) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len() + missing);
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    (text + "\r\n" + body).into_bytes()
}

const TAG: (&str, &str) = ("etag", "\"v1\"");

#[tokio::test]
async fn a_scheduled_report_is_fetched_when_it_is_done_and_explains_itself_before() {
    let sandbox = Sandbox::builder().seed(11).size(Size::with_orders(400)).start().await.unwrap();
    let client = client_of(&sandbox);
    let from = "2026-01-01T00:00:00Z".parse::<imcloud::DateTime>().unwrap();
    let scheduled = client.reports().create(&ReportInput::new("Charges on demand", from)).await.unwrap();
    let error = client.reports().download(&scheduled).bytes().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "download_report has no file to fetch: the report is submitted; wait until it is completed and fetch it again"
    );

    sandbox.advance(Duration::from_secs(120));
    let done = client.reports().get(scheduled.id.unwrap()).await.unwrap();
    let mut rows = client.reports().download(&done).rows::<JsonCharge>();
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert!(!row.order_number.is_empty() && row.amount.to_decimal().is_ok());
    }
}

#[tokio::test]
async fn the_same_bytes_come_into_memory_a_writer_and_a_file() {
    let (_sandbox, client, report, whole) = sandbox_with_csv().await;
    let mut written = Vec::new();
    let length = client.reports().download(&report).to_writer(&mut written).await.unwrap();
    assert_eq!((length, &written), (whole.len() as u64, &whole));

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    std::fs::File::create(&path).unwrap();
    let length = client.reports().download(&report).to_file(&path).await.unwrap();
    assert_eq!((length, std::fs::read(&path).unwrap()), (whole.len() as u64, whole.clone()));
    assert_eq!(names(directory.path()), ["charges.csv"]);

    let length = client.reports().download(&report).keep_partial().to_file(&path).await.unwrap();
    assert_eq!((length, std::fs::read(&path).unwrap()), (whole.len() as u64, whole));
    assert_eq!(names(directory.path()), ["charges.csv"]);
}

#[tokio::test]
async fn rows_of_csv_and_json_are_read_into_a_type() {
    let (_sandbox, client, csv, whole) = sandbox_with_csv().await;
    let lines = whole.iter().filter(|byte| **byte == b'\n').count();
    let mut rows = client.reports().download(&csv).rows::<CsvCharge>();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        let row = row.unwrap();
        assert!(!row.order_number.is_empty() && row.amount.to_decimal().is_ok());
        count += 1;
    }
    assert_eq!(count, lines - 1, "the heading is no row");

    // A bare address has no format; the store says it.
    let json = report(&client, ReportFormat::Json).await;
    let address = json.download_url.unwrap();
    let mut rows = client.reports().download(&address).rows::<JsonCharge>();
    assert!(rows.next().await.unwrap().unwrap().amount.to_decimal().is_ok());

    let xlsx = report(&client, ReportFormat::Xlsx).await;
    let error = client.reports().download(&xlsx).rows::<JsonCharge>().next().await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("cannot read rows of xlsx; schedule the report as csv or json"),
        "{error}"
    );
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_and_ends_the_rows() {
    let file = "orderNumber,amount\nSO1,9.90\nSO2,a lot\nSO3,1\n";
    let store = Store::start(move |_, _| answer("200 OK", &[("content-type", "text/csv")], file, 0)).await;
    let mut rows = store.download().rows::<CsvCharge>();
    assert_eq!(rows.next().await.unwrap().unwrap().order_number, "SO1");
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(error.json_path(), Some("[1].amount"));
    assert_eq!(
        error.to_string(),
        "download_report brought a file that cannot be read at row 2, amount: \"a lot\" is not a decimal number of at most 28 digits; \
         write it like 19.80"
    );
    assert!(rows.next().await.is_none());

    let file = r#"[{"orderNumber":"SO1","amount":1},{"orderNumber":2,"amount":1}]"#;
    let store =
        Store::start(move |_, _| answer("200 OK", &[("content-type", "application/octet-stream")], file, 0))
            .await;
    let error = store.download().rows::<JsonCharge>().next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("say it by ReportFile::format"), "{error}");
    let json = ReportFile::from(store.address()).format(ReportFormat::Json);
    let mut rows = store.client().reports().download(json).rows::<JsonCharge>();
    assert!(rows.next().await.unwrap().is_ok());
    assert_eq!(rows.next().await.unwrap().unwrap_err().json_path(), Some("[1].orderNumber"));
}

#[tokio::test]
async fn no_credential_goes_to_the_store_and_no_signature_into_errors_or_logs() {
    let logs = Logs::capture();
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    client.reports().download(&report).bytes().await.unwrap();
    let request = sandbox.journal().last().unwrap();
    for name in ["authorization", "x-subscription-key", "x-client-id", "cookie", "referer"] {
        assert_eq!(request.header(name), None, "{name}");
    }
    assert!(request.header("user-agent").unwrap().starts_with("imcloud/"));

    let repeats = |_: usize, head: &str| {
        let decoded = SIGNATURE.replace("%2F", "/");
        answer(
            "403 Forbidden",
            &[("content-type", "application/xml")],
            &format!("<Error><Message>{decoded} {head}</Message></Error>"),
            0,
        )
    };
    let store = Store::start(repeats).await;
    let error = store.download().bytes().await.unwrap_err();
    let chunks = store.download();
    let told = format!(
        "{error} {error:?} {:?} {chunks:?} {:?} {:?}",
        error.body_excerpt(),
        store.download().chunks(),
        store.download().rows::<CsvCharge>()
    );
    let moved = Store::start(|_, _| {
        answer("302 Found", &[("location", "https://other.example/x?sig=sig-SECRET")], "", 0)
    })
    .await;
    let error = moved.download().bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    let unreachable = SignedUrl::from(format!("http://127.0.0.1:1/x?sig={SIGNATURE}"));
    let refused = client.reports().download(unreachable).bytes().await.unwrap_err();
    assert!(refused.is_connect(), "{refused}");
    let logs = logs.text();
    assert!(
        logs.contains("imcloud.attempt") && logs.contains("/files/charges.csv?se=[hidden]&sig=[hidden]"),
        "{logs}"
    );
    for text in [told, error.to_string(), format!("{refused} {refused:?}"), logs] {
        assert!(!text.contains("sig-SECRET"), "{text}");
    }
}

#[tokio::test]
async fn an_address_that_is_no_secret_on_its_way_is_refused_unless_allowed() {
    let store = Store::start(|_, _| Vec::new()).await;
    for (address, reason) in [
        ("http://store.example/x?sig=SECRET", "call allow_plain_http"),
        ("ftp://store.example/x?sig=SECRET", "neither an https nor an http"),
        ("no address SECRET", "it is no address"),
    ] {
        let error = store.client().reports().download(SignedUrl::from(address)).bytes().await.unwrap_err();
        assert!(error.is_invalid_request() && error.to_string().contains(reason), "{error}");
        assert!(!error.to_string().contains("sig=SECRET"), "{error}");
    }
    assert_eq!(store.wire.requests(), 0);
}

#[tokio::test]
async fn refusals_of_the_store_say_what_to_do() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    let address = report.download_url.clone().unwrap();
    let (file, _) = address.expose().split_once('?').unwrap();

    let guess = SignedUrl::from(format!("{file}?sig=guess"));
    let error = client.reports().download(guess).bytes().await.unwrap_err();
    assert!(error.is_permission_denied() && !error.is_authentication() && !error.is_permission_denied());
    assert_eq!(error.code(), Some("AuthenticationFailed"));
    assert_eq!(
        error.to_string(),
        "download_report was refused with 403 Forbidden, because the signature of its address was not accepted: The signature does not \
         belong to this address; fetch the report again and use its address unchanged; an old one can have expired"
    );

    let gone = SignedUrl::from(address.expose().replace(".csv", ".xml"));
    let error = client.reports().download(gone).bytes().await.unwrap_err();
    assert!(error.is_not_found());
    assert!(error.to_string().contains("order it anew"), "{error}");

    sandbox.advance(Duration::from_secs(91 * 24 * 3600));
    let error = client.reports().download(&report).bytes().await.unwrap_err();
    assert!(error.is_permission_denied());
    assert!(error.to_string().contains("because its address was good until "), "{error}");
    assert_eq!(error.attempts(), 1, "nothing of this is tried again");
}

#[tokio::test]
async fn a_broken_connection_is_taken_up_where_it_broke() {
    for fault in [
        Fault::truncated_body(),
        Fault::reset_in_body(),
        Fault::reset(),
        Fault::status(503),
        Fault::rate_limited(Some(1)),
    ] {
        let (sandbox, client, report, whole) = sandbox_with_csv().await;
        let broke_in_body = ["truncated body", "connection reset in the body"].contains(&&*fault.to_string());
        sandbox.inject(fault.on("download").times(3)).unwrap();
        let progress: Arc<Mutex<Vec<imcloud::reports::Progress>>> = Arc::default();
        let told = Arc::clone(&progress);
        let download = client.reports().download(&report);
        let bytes =
            download.on_progress(move |progress| told.lock().unwrap().push(progress)).bytes().await.unwrap();
        assert_eq!(bytes, whole);
        let requests = sandbox.journal().of("download").unwrap();
        assert_eq!(requests.len(), 4);
        let last = requests.last().unwrap();
        assert_eq!(last.status(), Some(if broke_in_body { 206 } else { 200 }));
        assert_eq!(last.header("if-range").is_some(), broke_in_body);
        let progress = progress.lock().unwrap();
        assert!(progress.iter().is_sorted_by_key(|progress| progress.bytes));
        assert_eq!(
            progress.last().map(|last| (last.bytes, last.total)),
            Some((whole.len() as u64, Some(whole.len() as u64)))
        );
    }
}

#[tokio::test]
async fn rows_and_pieces_do_not_notice_a_broken_connection() {
    let (sandbox, client, report, whole) = sandbox_with_csv().await;
    sandbox.inject(Fault::truncated_body().on("download").times(2)).unwrap();
    let mut rows = client.reports().download(&report).rows::<CsvCharge>();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row.unwrap();
        count += 1;
    }
    assert_eq!(count + 1, whole.iter().filter(|byte| **byte == b'\n').count());
}

#[tokio::test]
async fn attempts_are_counted_since_the_last_new_byte() {
    // Each connection brings two bytes.
    let file = "0123456789abcdefghij";
    let store = Store::start(move |_, head| {
        let from = head
            .to_ascii_lowercase()
            .split_once("range: bytes=")
            .map_or(0, |(_, rest)| rest.split_once('-').unwrap().0.parse().unwrap());
        let range = format!("bytes {from}-19/20");
        let body = &file[from..from + 2];
        let status = if from == 0 { "200 OK" } else { "206 Partial Content" };
        answer(status, &[TAG, ("content-range", &range)], body, 20 - from - 2)
    })
    .await;
    assert_eq!(store.download().bytes().await.unwrap(), file);
    assert_eq!(store.wire.requests(), 10);
    assert_eq!(store.header(9, "if-range").as_deref(), Some("\"v1\""));

    let dead = Store::start(|_, _| answer("503 Service Unavailable", &[], "", 0)).await;
    let error = dead.download().bytes().await.unwrap_err();
    assert!(error.is_server_error() && error.is_retryable());
    assert_eq!((error.attempts(), dead.wire.requests()), (6, 6));
    assert_eq!(dead.runtime.slept().len(), 5);
    let once = dead.client().with_retry(RetryPolicy::disabled());
    once.reports().download(dead.address()).bytes().await.unwrap_err();
    assert_eq!(dead.wire.requests(), 7);
}

#[tokio::test]
async fn a_file_that_changed_is_begun_anew_where_nobody_saw_its_beginning_and_is_an_error_elsewhere() {
    let store = || {
        Store::start(|number, _| match number {
            1 => answer("200 OK", &[TAG], "old fi", 6),
            _ => answer("200 OK", &[("etag", "\"v2\"")], "new file", 0),
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
    assert_eq!(written, b"old fi");
    assert!(error.is_retryable() && error.to_string().contains("another file"), "{error}");
    assert_eq!(changed.wire.requests(), 2);
}

#[tokio::test]
async fn a_store_without_ranges_or_versions_is_coped_with() {
    let without_ranges = Store::start(|number, _| match number {
        1 => answer("200 OK", &[TAG], "the who", 5),
        _ => answer("200 OK", &[TAG], "the whole fi", 0),
    })
    .await;
    let mut written = Vec::new();
    without_ranges.download().to_writer(&mut written).await.unwrap();
    assert_eq!(written, b"the whole fi");

    let without_versions = Store::start(|number, _| match number {
        1 => answer("200 OK", &[("etag", "W/\"v1\"")], "the who", 5),
        _ => answer("200 OK", &[("etag", "W/\"v1\"")], "the whole fi", 0),
    })
    .await;
    let mut written = Vec::new();
    let error = without_versions.download().to_writer(&mut written).await.unwrap_err();
    assert!(error.to_string().contains("does not say which version"), "{error}");
    let again = Store::start(|number, _| match number {
        1 => answer("200 OK", &[], "the who", 5),
        _ => answer("200 OK", &[], "the whole fi", 0),
    })
    .await;
    assert_eq!(again.download().bytes().await.unwrap(), "the whole fi");
    assert_eq!(again.header(1, "range"), None);

    let wrong_part = Store::start(|number, _| match number {
        1 => answer("200 OK", &[TAG], "the who", 5),
        _ => answer("206 Partial Content", &[TAG, ("content-range", "bytes 0-11/12")], "the whole fi", 0),
    })
    .await;
    assert!(wrong_part.download().to_writer(&mut Vec::new()).await.is_err());
}

#[tokio::test]
async fn a_store_that_falls_silent_is_given_up_after_the_time_for_an_attempt() {
    let sandbox = Sandbox::builder().seed(11).size(Size::with_orders(400)).start().await.unwrap();
    let client = client_of(&sandbox);
    let report = report(&client, ReportFormat::Csv).await;
    sandbox.inject(Fault::no_answer().on("download").once()).unwrap();
    let runtime = crate::service::clock();
    let credentials = sandbox.credentials();
    let client = Client::builder()
        .base_url(sandbox.base_url())
        .marketplace(credentials.marketplace)
        .login(credentials.username, credentials.password)
        .subscription_key(credentials.subscription_key)
        .runtime(runtime.clone())
        .build()
        .unwrap()
        .with_retry(RetryPolicy::disabled());
    let download = tokio::spawn(client.reports().download(&report).bytes());
    while sandbox.journal().of("download").unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    runtime.advance(Duration::from_secs(90));
    let error = download.await.unwrap().unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "download_report got nothing for 90s");
}

#[tokio::test]
async fn a_file_larger_than_its_bound_is_not_fetched() {
    let (sandbox, client, report, whole) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let bound = whole.len() as u64;
    client.reports().download(&report).max_bytes(bound).bytes().await.unwrap();
    let path = directory.path().join("x");
    let error = client.reports().download(&report).max_bytes(bound - 1).to_file(&path).await.unwrap_err();
    assert!(error.is_too_large() && error.to_string().contains("raise max_bytes"), "{error}");
    assert_eq!(names(directory.path()), [""; 0]);
    assert_eq!(sandbox.journal().of("download").unwrap().len(), 2);

    // Its length is known only when it is there.
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n6\r\n012345\r\n0\r\n\r\n";
    let store = Store::start(|_, _| chunked.to_vec()).await;
    assert_eq!(store.download().max_bytes(6).bytes().await.unwrap(), "012345");
    assert!(store.download().max_bytes(5).bytes().await.unwrap_err().is_too_large());
}

#[tokio::test]
async fn a_packed_file_is_not_taken_for_the_file() {
    let store = Store::start(|_, _| answer("200 OK", &[("content-encoding", "gzip")], "x", 0)).await;
    let error = store.download().bytes().await.unwrap_err();
    assert_eq!(store.header(0, "accept-encoding").as_deref(), Some("identity"));
    assert!(error.is_decode() && error.to_string().contains("packed"), "{error}");
}

#[tokio::test]
async fn nothing_half_is_left_after_an_error_or_a_dropped_future() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    sandbox.inject(Fault::truncated_body().on("download").skip(1)).unwrap();
    sandbox.inject(Fault::truncated_body().on("download").once()).unwrap();
    let once = client.with_retry(RetryPolicy::disabled());
    let error = once.reports().download(&report).to_file(&path).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted);
    assert_eq!(names(directory.path()), [""; 0]);

    sandbox.clear_faults();
    sandbox.inject(Fault::slow_body(2, Duration::from_secs(3600)).on("download")).unwrap();
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let mut begun = Some(begun);
    let download = client.reports().download(&report).on_progress(move |_| {
        begun.take().map(|begun| begun.send(()));
    });
    let task = tokio::spawn(async move { download.to_file(&path).await });
    has_begun.await.unwrap();
    assert_eq!(names(directory.path()).len(), 1, "it is under way");
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(names(directory.path()), [""; 0]);
}

#[tokio::test]
async fn a_partial_file_is_kept_when_asked_for_and_gone_on_with_by_another_process() {
    let (sandbox, client, report, whole) = sandbox_with_csv().await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("charges.csv");
    let once = client.with_retry(RetryPolicy::disabled());
    let part = directory.path().join("charges.csv.part");
    let break_off = async || {
        sandbox.inject(Fault::truncated_body().on("download").once()).unwrap();
        once.reports().download(&report).keep_partial().to_file(&path).await.unwrap_err();
        assert_eq!(names(directory.path()), ["charges.csv.part", "charges.csv.part.etag"]);
        assert_eq!(std::fs::read(&part).unwrap(), whole[..whole.len() / 2]);
    };
    break_off().await;
    // Not even the name of the signature is in the mark.
    let mark = std::fs::read_to_string(directory.path().join("charges.csv.part.etag")).unwrap();
    assert!(!mark.contains('?'), "{mark}");
    sandbox.journal().clear();
    let bytes = once.reports().download(&report).keep_partial().to_file(&path).await.unwrap();
    assert_eq!((bytes, std::fs::read(&path).unwrap()), (whole.len() as u64, whole.clone()));
    assert_eq!(sandbox.journal().last().unwrap().status(), Some(206));
    assert_eq!(names(directory.path()), ["charges.csv"]);

    // All of it was there before, but not its name.
    std::fs::remove_file(&path).unwrap();
    break_off().await;
    io::Write::write_all(&mut std::fs::File::create(&part).unwrap(), &whole).unwrap();
    sandbox.journal().clear();
    once.reports().download(&report).keep_partial().to_file(&path).await.unwrap();
    assert_eq!(sandbox.journal().of("download").unwrap().len(), 1);
    assert_eq!(sandbox.journal().last().unwrap().status(), Some(416));
    assert_eq!(std::fs::read(&path).unwrap(), whole);
}

#[tokio::test]
async fn a_part_of_another_version_or_file_or_without_a_mark_is_begun_anew() {
    let store = Store::start(|_, head| match head.contains("bytes=3-") {
        true if head.contains("\"v1\"") => {
            answer("206 Partial Content", &[TAG, ("content-range", "bytes 3-7/8")], "-file", 0)
        }
        _ => answer("200 OK", &[TAG], "new-file", 0),
    })
    .await;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("x");
    let write = |name: &str, text: &str| {
        io::Write::write_all(
            &mut std::fs::File::create(directory.path().join(name)).unwrap(),
            text.as_bytes(),
        )
        .unwrap();
    };
    let own = format!("{}/files/charges.csv", store.wire.url);
    for (mark, expected) in [
        (format!("{own}\n\"v1\""), "NEW-file"),
        (format!("{own}\n\"v0\""), "new-file"),
        (format!("{own}/other\n\"v1\""), "new-file"),
        (String::new(), "new-file"),
        (format!("{own}\n\u{1}"), "new-file"),
    ] {
        write("x.part", "NEW");
        write("x.part.etag", &mark);
        store.download().keep_partial().to_file(&path).await.unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), expected, "{mark}");
        assert_eq!(names(directory.path()), ["x"]);
    }
}

#[tokio::test]
async fn two_downloads_do_not_write_the_same_part() {
    let store = Store::start(|_, _| answer("200 OK", &[TAG], "file", 0)).await;
    let directory = tempfile::tempdir().unwrap();
    let other = std::fs::File::create(directory.path().join("x.part")).unwrap();
    other.lock().unwrap();
    let error = store.download().keep_partial().to_file(directory.path().join("x")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io);
    assert!(error.to_string().contains("another download; wait for it"), "{error}");
}

struct Full;

impl tokio::io::AsyncWrite for Full {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Err(io::ErrorKind::StorageFull.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn what_cannot_be_written_keeps_the_systems_error() {
    let store = Store::start(|_, _| answer("200 OK", &[], "file", 0)).await;
    let error = store.download().to_writer(&mut Full).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().downcast_ref::<io::Error>().unwrap();
    assert_eq!((error.kind(), source.kind()), (ErrorKind::Io, io::ErrorKind::StorageFull));
    let directory = tempfile::tempdir().unwrap();
    let nowhere = directory.path().join("missing").join("x");
    let error = store.download().to_file(&nowhere).await.unwrap_err();
    assert!(error.to_string().contains("missing/x"), "{error}");
    assert_eq!(
        store.wire.requests(),
        1,
        "a place that cannot be written to is found before anything is fetched"
    );
}

#[tokio::test]
async fn what_is_there_and_no_file_is_not_replaced() {
    let store = Store::start(|_, _| answer("200 OK", &[], "file", 0)).await;
    let directory = tempfile::tempdir().unwrap();
    let mut targets = vec![directory.path().join("folder")];
    std::fs::create_dir(&targets[0]).unwrap();
    #[cfg(unix)]
    {
        targets.push(directory.path().join("socket"));
        drop(std::os::unix::net::UnixListener::bind(&targets[1]).unwrap());
    }
    for target in targets {
        for download in [store.download(), store.download().keep_partial()] {
            let error = download.to_file(&target).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Io, "{error}");
            assert!(error.to_string().contains("to_writer"), "{error}");
            assert!(!target.is_file(), "{}", target.display());
        }
    }
    assert_eq!(store.wire.requests(), 0);
    assert!(names(directory.path()).iter().all(|name| !name.contains("part")));
}

#[tokio::test]
async fn downloads_are_told_to_observers_like_calls() {
    #[derive(Default)]
    struct Told(Mutex<Vec<String>>);
    impl imcloud::telemetry::Observe for Told {
        fn attempt(&self, event: &imcloud::telemetry::AttemptEvent<'_>) {
            let line = format!(
                "attempt {} {:?} {:?} {}",
                event.number,
                event.status.map(|status| status.as_u16()),
                event.error,
                event.body_bytes
            );
            self.0.lock().unwrap().push(line);
        }
        fn call(&self, event: &imcloud::telemetry::CallEvent<'_>) {
            let line =
                format!("{} {} {} {:?}", event.operation, event.path_template, event.attempts, event.error);
            self.0.lock().unwrap().push(line);
        }
    }
    let told = Arc::new(Told::default());
    let store = Store::start(|number, _| match number {
        1 => answer("200 OK", &[TAG], "the who", 5),
        _ => answer("206 Partial Content", &[TAG, ("content-range", "bytes 7-11/12")], "le fi", 0),
    })
    .await;
    let client = store.wire.builder().runtime(store.runtime.clone()).observer(told.clone()).build().unwrap();
    client.reports().download(store.address()).bytes().await.unwrap();
    assert_eq!(
        *told.0.lock().unwrap(),
        [
            "attempt 1 Some(200) Some(BrokenOff) 7",
            "attempt 2 Some(206) None 5",
            "download_report {downloadUrl} 2 None"
        ]
    );
}

#[test]
fn a_report_without_a_file_says_why() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let client = Client::builder()
        .base_url("https://x.example")
        .marketplace("us")
        .login("u", "p")
        .subscription_key("k")
        .build()
        .unwrap();
    for (status, remedy) in [("error", "schedule it again"), ("processing", "wait until it is completed")] {
        let report: Report = serde_json::from_value(json!({"id": "5", "status": status})).unwrap();
        let error = runtime.block_on(client.reports().download(&report).bytes()).unwrap_err();
        assert!(error.to_string().contains(remedy), "{error}");
    }
}
