use std::{cell::RefCell, io, sync::Once};

use serde_json::json;
use tracing_subscriber::{
    Layer as _, filter::dynamic_filter_fn, fmt::format::FmtSpan, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::service::{Service, gateway, html, in_turn, ok};

thread_local! {
    static CAPTURED: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Captures the logs of this thread. One subscriber serves all threads, because tracing caches its interest
/// per call site.
pub(crate) struct Logs;

impl Logs {
    pub(crate) fn capture() -> Self {
        install();
        CAPTURED.set(Some(Vec::new()));
        Self
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(CAPTURED.take().unwrap()).unwrap()
    }

    /// Returns the messages of the events about attempts and delays.
    pub(crate) fn events(&self) -> Vec<String> {
        let text = self.text();
        let events = text.lines().filter_map(|line| Some(line.split_once(" imcloud::telemetry: ")?.1));
        // Spans have the target as well.
        let messages = events.filter_map(|event| Some(event.split_once(" imcloud.operation=")?.0.to_owned()));
        messages.collect()
    }
}

/// Installs a subscriber that discards logs of threads without a capture.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let written = tracing_subscriber::fmt::layer()
            .with_span_events(FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(|| Captured)
            .with_filter(dynamic_filter_fn(|_, _| CAPTURED.with_borrow(Option::is_some)));
        tracing_subscriber::registry().with(written).init();
    });
}

struct Captured;

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        CAPTURED.with_borrow_mut(|captured| {
            captured.iter_mut().for_each(|captured| captured.extend_from_slice(bytes))
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn events_report_attempts_and_delays() {
    let service = Service::start().await;
    let slow = gateway(429, "Slow down").insert_header("retry-after", "17");
    service.on("GET", "/na/plans/7", in_turn([html(503), slow, ok(json!({"id": "7"}))])).await;
    service.on("GET", "/na/plans/8", html(404)).await;
    let logs = Logs::capture();
    let client = service.client();
    client.plans().get("7").await.unwrap();
    client.plans().get("8").await.unwrap_err();
    let mut events = logs.events();
    // A random backoff.
    events[2] = events[2].split_once(" ms ").unwrap().1.to_owned();
    assert_eq!(
        events,
        [
            "POST /token -> 200 in 0 ms, 43 bytes, attempt 1",
            "GET /plans/{id} -> 503 (server) in 0 ms, 61 bytes, attempt 1",
            "before the next attempt",
            "GET /plans/{id} -> 429 (rate_limited) in 0 ms, 40 bytes, attempt 2",
            "get_plan waits 17000 ms for the rate limit",
            "GET /plans/{id} -> 200 in 0 ms, 10 bytes, attempt 3",
            "GET /plans/{id} -> 404 (not_found) in 0 ms, 61 bytes, attempt 1",
        ]
    );
}

#[tokio::test]
async fn event_fields_are_labels_of_metrics() {
    let service = Service::start().await;
    let slow = gateway(429, "Slow down").insert_header("retry-after", "17");
    service.on("GET", "/na/plans/7", in_turn([slow, ok(json!({"id": "7"}))])).await;
    let logs = Logs::capture();
    service.client().plans().get("7").await.unwrap();
    let text = logs.text();
    for (message, fields) in [
        (
            "GET /plans/{id} -> 429",
            &[
                "imcloud.operation=\"get_plan\"",
                "http.request.method=\"GET\"",
                "url.template=\"/plans/{id}\"",
                "http.response.status_code=429",
                "http.response.body.size=40",
                "error.type=\"rate_limited\"",
                "attempt=1",
                "duration=0",
                "retry-after: 17",
            ][..],
        ),
        ("waits 17000 ms", &["imcloud.operation=\"get_plan\"", "reason=\"rate_limit\"", "duration=17"]),
    ] {
        let line = text.lines().find(|line| line.contains(message)).unwrap();
        let (_, event) = line.split_once(" imcloud::telemetry: ").unwrap();
        assert!(fields.iter().all(|field| event.contains(field)), "{event}");
    }
}

#[tokio::test]
async fn immediate_permit_reports_no_wait() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let logs = Logs::capture();
    let client = service.builder().runtime(imcloud::runtime::TokioRuntime).build().unwrap();
    client.plans().get("7").await.unwrap();
    let events = logs.events();
    assert!(events.len() == 2 && !events.iter().any(|event| event.contains("waits")), "{events:?}");
}

#[tokio::test]
async fn spans_have_the_names_of_opentelemetry() {
    let service = Service::start().await;
    service.on("GET", "/na/customers", in_turn([html(503), ok(json!({"data": []}))])).await;
    let logs = Logs::capture();
    let filter = imcloud::CustomerFilter::new().email("someone@acme.example");
    service.client().customers().list().filter(filter).collect(5).await.unwrap();
    let text = logs.text();
    let closed = |span: &str, fields: &[&str]| {
        let found = text.lines().any(|line| {
            line.contains(span) && line.contains("close") && fields.iter().all(|field| line.contains(field))
        });
        assert!(found, "no {span} with {fields:?} in\n{text}");
    };
    closed(
        "imcloud.call",
        &[
            "otel.name=GET /customers",
            "otel.kind=\"internal\"",
            "imcloud.operation=\"list_customers\"",
            "http.request.method=\"GET\"",
            "url.template=\"/customers\"",
            "server.address=\"127.0.0.1\"",
            "http.request.resend_count=1",
            "http.response.status_code=200",
            "imcloud.correlation_id=\"c-ok\"",
        ],
    );
    closed(
        "imcloud.attempt",
        &[
            "otel.kind=\"client\"",
            "error.type=\"server\"",
            "http.response.status_code=503",
            "email=[hidden]&limit=500",
        ],
    );
    assert!(!text.contains("someone"), "{text}");
}

#[tokio::test]
async fn only_incomplete_list_logs_a_warning() {
    for total in [1, 2] {
        let service = Service::start().await;
        let items = json!({"data": [{"id": "7"}], "pagination": {"offset": 0, "limit": 500, "total": total}});
        let rest = json!({"data": [], "pagination": {"offset": 1, "limit": 500, "total": total}});
        service.on("GET", "/na/plans", in_turn([ok(items), ok(rest)])).await;
        let logs = Logs::capture();
        assert_eq!(service.client().plans().list().collect(5).await.unwrap().len(), 1);
        let text = logs.text();
        assert_eq!(text.contains("WARN"), total == 2, "{text}");
        assert_eq!(text.contains("the list ended before its total"), total == 2, "{text}");
    }
}
