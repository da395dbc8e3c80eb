//! A local service with scripted responses.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use imcloud::{Client, runtime::ManualRuntime};
use serde_json::{Value, json};
use tokio::runtime::{Handle, RuntimeFlavor};
use wiremock::{
    Mock, MockServer, Request, Respond, ResponseTemplate,
    matchers::{any, method, path},
};

pub(crate) const KEY: &str = "key-0123456789";
pub(crate) const USERNAME: &str = "acme.api";
pub(crate) const PASSWORD: &str = "correct horse battery";

/// A clock that advances to the next sleep whenever no request is in flight.
///
/// With several threads it does not advance: one thread cannot see that another is about to send a request.
pub(crate) fn clock() -> ManualRuntime {
    let clock = ManualRuntime::new();
    if Handle::current().runtime_flavor() == RuntimeFlavor::CurrentThread {
        let driven = clock.clone();
        tokio::spawn(async move { driven.run(std::future::pending::<()>()).await });
    }
    clock
}

pub(crate) struct Service {
    pub(crate) server: MockServer,
    pub(crate) runtime: ManualRuntime,
}

impl Service {
    /// Starts a service that returns tokens `token-1`, `token-2` and so on with a lifetime of 1500 seconds.
    /// It fails all other requests with a message.
    pub(crate) async fn start() -> Self {
        let service = Self::without_tokens().await;
        let tokens = Mutex::new(0);
        service
            .on("POST", "/na/token", move |_: &Request| {
                let mut count = tokens.lock().unwrap();
                *count += 1;
                ok(json!({"token": format!("token-{count}"), "expiresInSeconds": 1500}))
            })
            .await;
        service
    }

    pub(crate) async fn without_tokens() -> Self {
        crate::observation::install();
        let service = Self { server: MockServer::start().await, runtime: crate::service::clock() };
        let unexpected = ResponseTemplate::new(501).set_body_string("the test does not expect this request");
        Mock::given(any()).respond_with(unexpected).with_priority(255).mount(&service.server).await;
        service
    }

    pub(crate) fn url(&self) -> String {
        format!("{}/na", self.server.uri())
    }

    pub(crate) fn builder(&self) -> imcloud::Builder {
        Client::builder()
            .base_url(self.url())
            .marketplace("us")
            .login(USERNAME, PASSWORD)
            .subscription_key(KEY)
            .runtime(self.runtime.clone())
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build().unwrap()
    }

    pub(crate) async fn on(&self, verb: &str, at: &str, responder: impl Respond + 'static) {
        Mock::given(method(verb)).and(path(at)).respond_with(responder).mount(&self.server).await;
    }

    /// Returns the requests to a path.
    pub(crate) async fn requests(&self, at: &str) -> Vec<Request> {
        let all = self.server.received_requests().await.unwrap();
        all.into_iter().filter(|request| request.url.path() == at).collect()
    }

    pub(crate) async fn count(&self, at: &str) -> usize {
        self.requests(at).await.len()
    }
}

/// Returns the responses in order, and repeats the last one.
pub(crate) fn in_turn(responses: impl IntoIterator<Item = ResponseTemplate>) -> impl Respond {
    let responses: Arc<Mutex<VecDeque<_>>> = Arc::new(Mutex::new(responses.into_iter().collect()));
    move |_: &Request| {
        let mut responses = responses.lock().unwrap();
        if responses.len() > 1 { responses.pop_front().unwrap() } else { responses[0].clone() }
    }
}

pub(crate) fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).insert_header("x-correlation-id", "c-ok").set_body_json(body)
}

pub(crate) fn platform(status: u16, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("x-correlation-id", "c-77").set_body_json(json!({
        "correlationId": "c-77",
        "status": status,
        "message": message,
        "path": "/somewhere",
        "timeStamp": "2026-05-04T06:12:09.517+00:00",
    }))
}

pub(crate) fn gateway(status: u16, message: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({"statusCode": status, "message": message}))
}

pub(crate) fn html(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status)
        .set_body_raw("<html><head><title>504 Gateway Time-out</title></head></html>", "text/html")
}

pub(crate) fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers.get(name).map(|value| value.to_str().unwrap())
}
