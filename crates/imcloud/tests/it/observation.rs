use std::{
    cell::RefCell,
    io,
    sync::{Arc, Mutex, Once},
};

use imcloud::telemetry::{AttemptEvent, CallEvent, Observe, WaitEvent, WaitReason};
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

#[derive(Default)]
struct Seen(Mutex<Vec<String>>);

impl Observe for Seen {
    fn attempt(&self, event: &AttemptEvent<'_>) {
        self.0.lock().unwrap().push(format!(
            "attempt {} {} {} {} {:?} {:?} {} bytes",
            event.number,
            event.operation,
            event.method,
            event.path_template,
            event.status.map(|status| status.as_u16()),
            event.error.map(|error| error.as_str()),
            event.body_bytes,
        ));
    }

    fn call(&self, event: &CallEvent<'_>) {
        self.0.lock().unwrap().push(format!(
            "call {} {} attempts {:?} {:?}",
            event.operation,
            event.attempts,
            event.status.map(|status| status.as_u16()),
            event.error.map(|error| error.as_str()),
        ));
    }

    fn wait(&self, event: &WaitEvent<'_>) {
        let length = if event.reason == WaitReason::RateLimit { event.duration.as_secs() } else { 0 };
        self.0.lock().unwrap().push(format!("wait {} {:?} {length}", event.operation, event.reason));
    }
}

#[tokio::test]
async fn observer_receives_attempts_calls_and_delays() {
    let service = Service::start().await;
    let slow = gateway(429, "Slow down").insert_header("retry-after", "17");
    service.on("GET", "/na/plans/7", in_turn([html(503), slow, ok(json!({"id": "7"}))])).await;
    service.on("GET", "/na/plans/8", html(404)).await;
    let seen = Arc::new(Seen::default());
    let client = service.builder().observer(seen.clone()).build().unwrap();
    client.plans().get("7").await.unwrap();
    client.plans().get("8").await.unwrap_err();
    let seen = seen.0.lock().unwrap().clone();
    assert_eq!(
        seen,
        [
            "attempt 1 generate_auth_token POST /token Some(200) None 43 bytes",
            "call generate_auth_token 1 attempts Some(200) None",
            "attempt 1 get_plan GET /plans/{id} Some(503) Some(\"server\") 61 bytes",
            "wait get_plan Backoff 0",
            "attempt 2 get_plan GET /plans/{id} Some(429) Some(\"rate_limited\") 40 bytes",
            "wait get_plan RateLimit 17",
            "attempt 3 get_plan GET /plans/{id} Some(200) None 10 bytes",
            "call get_plan 3 attempts Some(200) None",
            "attempt 1 get_plan GET /plans/{id} Some(404) Some(\"not_found\") 61 bytes",
            "call get_plan 1 attempts Some(404) Some(\"not_found\")",
        ]
    );
}

#[tokio::test]
async fn immediate_permit_reports_no_wait() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let seen = Arc::new(Seen::default());
    let builder = service.builder().runtime(imcloud::runtime::TokioRuntime).observer(seen.clone());
    builder.build().unwrap().plans().get("7").await.unwrap();
    let seen = seen.0.lock().unwrap();
    assert!(!seen.iter().any(|line| line.starts_with("wait")), "{seen:?}");
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
