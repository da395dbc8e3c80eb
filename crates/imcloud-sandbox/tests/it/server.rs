//! Sockets, bodies, the journal and the handle.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    time::Duration,
};

use imcloud_sandbox::{Clock, Fault, ManualClock, Sandbox, StartError, SystemClock};
use reqwest::Method;
use serde_json::json;

use crate::caller::{Caller, Reply, customer};

#[tokio::test]
async fn drop_closes_connections_and_frees_port() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let address = sandbox.address();
    let mut idle = TcpStream::connect(address).unwrap();
    let caller = Caller::of(&sandbox).await;
    sandbox.inject(Fault::no_response().on("list_plans")).unwrap();
    let waiting = tokio::spawn(Reply::try_to(caller.request(Method::GET, "/plans")));
    while sandbox.journal().of("list_plans").unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(sandbox);
    waiting.await.unwrap().unwrap_err();
    assert_eq!(idle.read(&mut [0; 1]).unwrap_or(0), 0, "the idle connection is closed");
    assert!(TcpStream::connect(address).is_err());
    let again = Sandbox::builder().port(address.port()).start().await.unwrap();
    assert_eq!(again.address(), address);
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error_that_names_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let error = Sandbox::builder().port(address.port()).start().await.unwrap_err();
    assert!(error.to_string().starts_with(&format!("cannot listen on {address}: ")), "{error}");
    let error = Sandbox::builder().fault(Fault::reset().on("nothing")).start().await.unwrap_err();
    assert!(matches!(error, StartError::Fault(_)));
}

#[test]
fn a_start_that_nobody_waits_for_leaves_nothing_behind() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let start = Sandbox::builder().port(port).start();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut start = Box::pin(start);
        let waker = std::task::Waker::noop();
        let _ = start.as_mut().poll(&mut std::task::Context::from_waker(waker));
    });
    // It may be on its way up still; then this one waits for the port.
    while let Err(error) = Sandbox::builder().port(port).start_blocking() {
        assert!(matches!(error, StartError::Listen { .. }), "{error}");
        std::thread::yield_now();
    }
}

#[test]
fn serves_many_requests_without_runtime() {
    let sandbox = Sandbox::builder().start_blocking().unwrap();
    let mut connection = TcpStream::connect(sandbox.address()).unwrap();
    for _ in 0..3 {
        connection.write_all(b"GET /marketplace/sandbox/plans HTTP/1.1\r\nHost: a\r\n\r\n").unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            connection.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap().to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 401 unauthorized\r\n"), "{head}");
        let length = head.split("content-length: ").nth(1).unwrap().lines().next().unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        connection.read_exact(&mut body).unwrap();
    }
    assert_eq!(sandbox.requests_served(), 3);
}

#[tokio::test(start_paused = true)]
async fn it_serves_a_client_whose_time_is_paused() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    assert_eq!(caller.get("/plans").await.status, 200);
}

#[tokio::test]
async fn every_clock_can_be_shared_and_advanced() {
    let clock = ManualClock::default();
    let sandbox = Sandbox::builder().clock(clock.clone()).start().await.unwrap();
    sandbox.advance(Duration::from_secs(5));
    assert_eq!(clock.now(), sandbox.now());
    clock.advance(Duration::from_secs(5));
    assert_eq!(clock.now(), sandbox.now());

    let sandbox = Sandbox::builder().clock(SystemClock).start().await.unwrap();
    sandbox.advance(Duration::from_secs(3600));
    assert!(sandbox.now() > SystemClock.now() + Duration::from_secs(3599));
}

#[tokio::test]
async fn body_needs_right_type_and_size() {
    let sandbox = Sandbox::builder().max_body(4096).start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let post = |content_type: &str, body: String| {
        Reply::to(caller.request(Method::POST, "/customers").header("Content-Type", content_type).body(body))
    };
    let good = customer("Fabrikam").to_string();
    assert_eq!(post("Application/JSON; charset=utf-8", good.clone()).await.status, 200);
    let reply = post("text/plain", good).await;
    assert_eq!(
        (reply.status.as_u16(), reply.json()["error"].as_str()),
        (415, Some("Unsupported Media Type"))
    );
    assert_eq!(post("application/json", " ".repeat(5000)).await.status, 413);
    let reply = post("application/json", "{".to_owned()).await;
    assert_eq!(reply.json()["message"], "The body is not JSON: line 1, column 1.");
    let reply = caller.request(Method::GET, "/customers").header("Content-Type", "text/plain");
    assert_eq!(Reply::to(reply).await.status, 200, "a type without a body does no harm");
}

#[tokio::test]
async fn platform_rejects_requests_outside_specification() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let reply = caller.post("/orders", &json!({ "type": "sale", "products": [{ "quantity": "x" }] })).await;
    assert_eq!(reply.status, 400);
    let body = reply.json();
    assert_eq!(body["correlationId"], reply.header("x-correlation-id"));
    assert_eq!(
        body["message"],
        "customerId is missing; products[0].quantity must be a number, or a number as text such as \"2.5\"; \
         type must be one of sales, change, renewal, cancellation, migration, not \"sale\"."
    );
    assert_eq!(caller.get("/subscriptions?status=active,hold").await.status, 400);
    assert_eq!(caller.get("/orders?startDate=whenever").await.status, 200, "unknown parameters are ignored");
}

#[tokio::test]
async fn journal_has_requests_without_secrets() {
    let sandbox = Sandbox::builder().journal_capacity(3).start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let entry = sandbox.journal().of("generate_auth_token").unwrap().remove(0);
    assert_eq!(entry.header("authorization").unwrap(), "Basic [hidden]");
    assert_eq!(entry.body().unwrap(), json!({ "marketplace": "us" }));

    let mut body = customer("Fabrikam");
    body["contactPersons"][0]["login"] = "fabrikam.admin".into();
    body["contactPersons"][0]["password"] = "PRIVATE-7aB".into();
    let reply = caller.post("/customers?debug=a%20b", &body).await;
    let entry = sandbox.journal().last().unwrap();
    assert_eq!(
        (entry.operation(), entry.method(), entry.status()),
        (Some("create_customer"), "POST", Some(200))
    );
    assert_eq!(entry.path(), "/marketplace/sandbox/customers");
    assert_eq!(entry.query_value("debug").unwrap(), "a b");
    assert_eq!(entry.header("Content-Type").unwrap(), "application/json");
    assert_eq!(entry.correlation_id(), reply.header("x-correlation-id"));
    assert_eq!(entry.body().unwrap()["contactPersons"][0]["password"], "[hidden]");
    assert_eq!(entry.time(), sandbox.now());

    let printed = format!("{:?} {sandbox:?} {:?}", sandbox.journal(), sandbox.credentials());
    let credentials = sandbox.credentials();
    for secret in [
        caller.token.as_str(),
        credentials.password.expose(),
        credentials.subscription_key.expose(),
        "PRIVATE",
    ] {
        assert!(!printed.contains(secret));
    }
    for _ in 0..5 {
        caller.get("/plans").await;
    }
    assert_eq!((sandbox.journal().len(), sandbox.requests_served()), (3, 7));
    sandbox.journal().clear();
    assert!(sandbox.journal().is_empty());
}

#[tokio::test]
async fn created_records_move_to_another_sandbox() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let created = caller.post("/customers", &customer("Fabrikam")).await.json();
    let other = Sandbox::builder().dataset(sandbox.dataset()).start().await.unwrap();
    let caller = Caller::of(&other).await;
    let found = caller.get(&format!("/customers/{}", created["id"].as_str().unwrap())).await.json();
    assert_eq!(found["name"], "Fabrikam");
}
