//! Injected faults.

use std::{
    error::Error,
    io,
    time::{Duration, Instant},
};

use imcloud_sandbox::{Fault, FaultError, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use crate::caller::{Caller, Reply, customer};

async fn started() -> (Sandbox, Caller) {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    (sandbox, caller)
}

async fn customers(caller: &Caller) -> u64 {
    caller.get("/customers").await.json()["pagination"]["total"].as_u64().unwrap()
}

/// The kind of the innermost input or output error.
fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut next: Option<&(dyn Error + 'static)> = error.source();
    let mut found = None;
    while let Some(error) = next {
        found = error.downcast_ref::<io::Error>().map(io::Error::kind).or(found);
        next = error.source();
    }
    found
}

fn create(caller: &Caller) -> reqwest::RequestBuilder {
    caller.request(Method::POST, "/customers").json(&customer("Fabrikam"))
}

#[tokio::test]
async fn gateway_timeout_is_page_after_stored_request() {
    let (sandbox, caller) = started().await;
    let before = customers(&caller).await;
    sandbox.inject(Fault::gateway_timeout().on("create_customer").once()).unwrap();
    let reply = Reply::to(create(&caller)).await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (504, "text/html"));
    assert!(reply.text.contains("<title>504 Gateway Time-out</title>"));
    assert_eq!(customers(&caller).await, before + 1);
    assert_eq!(Reply::to(create(&caller)).await.status, 200, "once is once");
}

#[tokio::test]
async fn connection_is_reset_before_or_after_work() {
    let (sandbox, caller) = started().await;
    let before = customers(&caller).await;
    sandbox.inject(Fault::reset().on("create_customer").once()).unwrap();
    sandbox.inject(Fault::reset().after_work().on("create_customer").once()).unwrap();
    for stored in [0, 1] {
        let error = Reply::try_to(create(&caller)).await.unwrap_err();
        assert_eq!(io_kind(&error), Some(io::ErrorKind::ConnectionReset), "{error:?}");
        assert_eq!(customers(&caller).await, before + stored);
    }
    let entries = sandbox.journal().of("create_customer").unwrap();
    assert_eq!(entries.iter().map(|entry| entry.status()).collect::<Vec<_>>(), [None, None]);
    assert_eq!(entries[1].fault().unwrap(), "reset after the work");
}

#[tokio::test]
async fn late_request_is_carried_out_after_its_response() {
    let (sandbox, caller) = started().await;
    let before = customers(&caller).await;
    let late = Fault::status(500).body("{}").late(Duration::from_secs(30));
    sandbox.inject(late.on("create_customer").once()).unwrap();
    let reply = Reply::to(create(&caller)).await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (500, "{}"));
    sandbox.advance(Duration::from_secs(29));
    assert_eq!(customers(&caller).await, before);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(customers(&caller).await, before + 1);
    let entry = sandbox.journal().of("create_customer").unwrap().pop().unwrap();
    assert_eq!(entry.fault().unwrap(), "status 500, 30s before the work");
}

#[tokio::test]
async fn truncated_body_ends_with_connection() {
    let (sandbox, caller) = started().await;
    let complete = caller.get("/customers").await.text;
    for (fault, kind) in [
        (Fault::truncated_body(), io::ErrorKind::UnexpectedEof),
        (Fault::reset_in_body(), io::ErrorKind::ConnectionReset),
    ] {
        sandbox.inject(fault.on("list_customers").once()).unwrap();
        let mut response = caller.request(Method::GET, "/customers").send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.content_length(), Some(complete.len() as u64));
        let mut received = Vec::new();
        let error = loop {
            match response.chunk().await {
                Ok(Some(chunk)) => received.extend_from_slice(&chunk),
                Ok(None) => panic!("the body ended in order"),
                Err(error) => break error,
            }
        };
        assert_eq!(received, complete.as_bytes()[..complete.len() / 2]);
        // Clients report an early end in different ways.
        if kind == io::ErrorKind::ConnectionReset {
            assert_eq!(io_kind(&error), Some(kind), "{error:?}");
        }
        assert_eq!(sandbox.journal().last().unwrap().status(), Some(200));
    }
    assert_eq!(caller.get("/customers").await.text, complete);
}

#[tokio::test]
async fn slow_body_is_complete_after_delays() {
    let (sandbox, caller) = started().await;
    let complete = caller.get("/customers").await.text;
    let pause = Duration::from_millis(5);
    sandbox.inject(Fault::slow_body(4, pause).on("list_customers").once()).unwrap();
    let begin = Instant::now();
    assert_eq!(caller.get("/customers").await.text, complete);
    assert!(begin.elapsed() >= pause * 4);
}

#[tokio::test]
async fn delays_take_real_time() {
    let sandbox = Sandbox::builder().order_delay(Duration::from_millis(5)).start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let delay = Duration::from_millis(10);
    sandbox.inject(Fault::delay(delay).on("list_customers").once()).unwrap();
    sandbox.inject(Fault::internal_error().delayed(delay).on("list_orders").once()).unwrap();
    for (path, status) in [("/customers", 200), ("/orders", 500)] {
        let begin = Instant::now();
        assert_eq!(caller.get(path).await.status, status);
        assert!(begin.elapsed() >= delay);
    }
    let begin = Instant::now();
    caller.post("/orders", &json!({ "type": "sales", "customerId": "1" })).await;
    assert!(begin.elapsed() >= Duration::from_millis(5));
}

#[tokio::test]
async fn no_response_keeps_connection_open() {
    let (sandbox, caller) = started().await;
    sandbox.inject(Fault::no_response().on("create_customer").once()).unwrap();
    let before = customers(&caller).await;
    let error = Reply::try_to(create(&caller).timeout(Duration::from_millis(20))).await.unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert_eq!(customers(&caller).await, before);
    assert_eq!(sandbox.journal().of("create_customer").unwrap()[0].status(), None);
}

#[tokio::test]
async fn status_header_and_body_can_be_set() {
    let (sandbox, caller) = started().await;
    let fault =
        Fault::status(503).header("Retry-After", "7").header("Content-Type", "text/plain").body("later");
    sandbox.inject(fault).unwrap();
    let reply = caller.get("/plans").await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("retry-after"), reply.text.as_str()),
        (503, "7", "later")
    );
    assert_eq!(reply.header("content-type"), "text/plain");
    assert!(reply.header("x-correlation-id").starts_with("a8n-"));
    sandbox.clear_faults();
    assert_eq!(caller.get("/plans").await.status, 200);
}

#[tokio::test]
async fn error_responses_have_form_of_their_source() {
    let (sandbox, caller) = started().await;
    let rejected = async |fault: Fault| {
        sandbox.inject(fault.once()).unwrap();
        caller.get("/orders").await
    };
    let reply = rejected(Fault::rate_limited(Some(17))).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, "17"));
    assert_eq!(reply.json()["message"], "Rate limit is exceeded. Try again in 17 seconds.");
    assert!(rejected(Fault::rate_limited(None)).await.headers.get("retry-after").is_none());
    let reply = rejected(Fault::quota_spent(Some(60))).await;
    assert_eq!((reply.status.as_u16(), reply.json()["statusCode"].as_u64()), (403, Some(403)));
    let reply = rejected(Fault::internal_error()).await;
    assert_eq!((reply.status.as_u16(), reply.json()["error"].as_str()), (500, Some("Internal Server Error")));
    let reply = rejected(Fault::no_entity_found()).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["message"].as_str().unwrap().contains("No entity has been found"));
    assert_eq!(reply.json()["path"], "/orders");
}

#[tokio::test]
async fn killed_token_stays_invalid() {
    let (sandbox, caller) = started().await;
    let other = Caller::of(&sandbox).await;
    sandbox.inject(Fault::dead_token().on("list_plans").once()).unwrap();
    for _ in 0..2 {
        assert_eq!(caller.get("/plans").await.status, 401);
    }
    assert_eq!(other.get("/plans").await.status, 200);
}

#[tokio::test]
async fn responses_can_have_wrong_type_or_no_body() {
    let (sandbox, caller) = started().await;
    sandbox.inject(Fault::content_type("text/html").on("list_customers").once()).unwrap();
    let reply = caller.get("/customers").await;
    assert_eq!(reply.header("content-type"), "text/html");
    assert!(reply.json()["data"].is_array());
    sandbox.inject(Fault::empty_body().on("list_customers").once()).unwrap();
    let reply = caller.get("/customers").await;
    assert_eq!((reply.status.as_u16(), reply.text.as_str()), (200, ""));
}

#[tokio::test]
async fn responses_can_be_distorted() {
    let (sandbox, caller) = started().await;
    Reply::to(create(&caller)).await;
    let distorted = async |fault: Fault| -> Value {
        sandbox.inject(fault.on("list_customers").once()).unwrap();
        let mut page = caller.get("/customers").await.json();
        page["row"] = page["data"][0].take();
        page
    };
    let plain = caller.get("/customers").await.json();
    let page = distorted(Fault::nulls()).await;
    assert_eq!(page["row"]["id"], plain["data"][0]["id"]);
    assert_eq!(page["row"]["name"], Value::Null);
    assert_eq!(distorted(Fault::nulls_for(["total"])).await["pagination"]["total"], Value::Null);
    let total = plain["pagination"]["total"].as_u64().unwrap().to_string();
    assert_eq!(distorted(Fault::numbers_as_strings()).await["pagination"]["total"], total);
    assert!(distorted(Fault::unknown_properties()).await["row"]["addedUpstream"].is_object());
    assert_eq!(distorted(Fault::unknown_values()).await["row"]["status"], "addedUpstream");
    assert_eq!(distorted(Fault::unknown_values_for(["name"])).await["row"]["name"], "addedUpstream");
    assert_eq!(caller.get("/customers").await.json(), plain);
}

#[tokio::test]
async fn items_inserted_between_pages_move_others() {
    let (sandbox, caller) = started().await;
    for _ in 0..4 {
        Reply::to(create(&caller)).await;
    }
    sandbox.inject(Fault::inserted_items(1).on("list_customers").once()).unwrap();
    let ids = |page: Value| -> Vec<String> {
        page["data"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let first = ids(caller.get("/customers?limit=2").await.json());
    let second = ids(caller.get("/customers?limit=2&offset=2").await.json());
    assert_eq!(first[1], second[0], "the last row of the first page comes again");
}

#[tokio::test]
async fn rejected_requests_use_up_no_fault() {
    let (sandbox, caller) = started().await;
    sandbox.inject(Fault::status(503).once()).unwrap();
    assert_eq!(Reply::to(caller.bare(Method::GET, "/plans")).await.status, 401);
    assert_eq!(caller.get("/no-such-path").await.status, 404);
    assert_eq!(caller.get("/plans").await.status, 503);
}

#[tokio::test]
async fn faults_can_be_limited_scheduled_and_removed() {
    let (sandbox, caller) = started().await;
    let id = sandbox.inject(Fault::status(503).on("list_plans").skip(1)).unwrap();
    let mut seen = Vec::new();
    for path in ["/plans", "/products", "/plans", "/plans"] {
        seen.push(caller.get(path).await.status.as_u16());
    }
    assert_eq!(seen, [200, 200, 503, 503]);
    assert!(sandbox.remove_fault(id));
    assert_eq!(caller.get("/plans").await.status, 200);
    assert!(matches!(
        sandbox.inject(Fault::reset().on("list_plan")),
        Err(FaultError::UnknownOperation { name }) if name == "list_plan"
    ));
}

#[tokio::test]
async fn fault_chances_follow_seed() {
    let run = async |seed: u64| {
        let fault = Fault::status(503).on("list_plans").chance(0.5);
        let sandbox = Sandbox::builder().seed(seed).fault(fault).start().await.unwrap();
        let caller = Caller::of(&sandbox).await;
        let mut seen = Vec::new();
        for _ in 0..32 {
            seen.push(caller.get("/plans").await.status.as_u16());
        }
        seen
    };
    let seen = run(5).await;
    assert!(seen.contains(&200) && seen.contains(&503));
    assert_eq!(seen, run(5).await);
    assert_ne!(seen, run(6).await);
}
