use imcloud::{Id, Idempotency};
use imcloud_sandbox::{Fault, Sandbox, Size};
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::{
    service::{Service, header, html, in_turn, ok, platform},
    test_env::TestEnv,
};

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    id: String,
}

#[tokio::test]
async fn request_uses_token_and_retries() {
    let service = Service::start().await;
    service.on("GET", "/na/things/5", in_turn([html(503), ok(json!({"id": "5"}))])).await;
    let client = service.client();
    let thing: Thing =
        client.request(Method::GET, "/things/5").query("q", "a b").query("n", 5).send().await.unwrap();
    assert_eq!(thing, Thing { id: "5".to_owned() });
    let json = client.request(Method::GET, "/things/5").send_json().await.unwrap();
    assert_eq!(json["id"], "5");
    let requests = service.requests("/na/things/5").await;
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0].url.query(), Some("q=a+b&n=5"));
    assert_eq!(header(&requests[0], "authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn post_is_retried_only_if_safe() {
    let service = Service::start().await;
    service.on("POST", "/na/things", in_turn([html(504), html(504), ResponseTemplate::new(200)])).await;
    let client = service.client();
    let request = || client.request(Method::POST, "/things").json(&json!({"a": 1}));
    let error = request().send_json().await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!((error.operation(), error.attempts()), ("POST /things", 1));
    assert_eq!(request().idempotency(Idempotency::Safe).send_json().await.unwrap(), json!(null));
    let requests = service.requests("/na/things").await;
    assert_eq!(requests.len(), 3);
    assert_eq!(header(&requests[0], "content-type"), Some("application/json"));
    assert_eq!(requests[0].body_json::<serde_json::Value>().unwrap(), json!({"a": 1}));
}

#[tokio::test]
async fn request_errors_have_kinds_and_paths() {
    let service = Service::start().await;
    service.on("GET", "/na/things/5", platform(404, "No thing")).await;
    service.on("GET", "/na/things/6", ok(json!({"id": {}}))).await;
    service.on("GET", "/na/things/7", ok(json!([1]))).await;
    let client = service.client();
    let error = client.request(Method::GET, "/things/5").send_json().await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().starts_with("GET /things/5 failed: 404"), "{error}");
    let error = client.request(Method::GET, "/things/6").send::<Thing>().await.unwrap_err();
    assert_eq!(error.json_path(), Some("id"));
    let bytes = client.request(Method::GET, "/things/7").send_bytes().await.unwrap();
    assert_eq!(&bytes[..], b"[1]");
}

#[tokio::test]
async fn path_outside_base_url_is_rejected() {
    let service = Service::start().await;
    let client = service.client();
    for path in ["@evil.example/", "things", "//evil.example", "/../admin", "https://evil.example/"] {
        let error = client.request(Method::GET, path).send_json().await.unwrap_err();
        assert!(error.is_invalid_request() && error.attempts() == 0, "{error}");
    }
    assert!(service.server.received_requests().await.unwrap().is_empty());
}

#[derive(Debug, Deserialize)]
struct Row {
    id: Id,
}

#[tokio::test]
async fn changing_list_is_complete() {
    let env = TestEnv::with(Sandbox::builder().size(Size::with_orders(2_000))).await;
    let original: Vec<Id> = {
        let rows = env.client.orders().list().collect(2_000).await.unwrap();
        rows.into_iter().map(|row| row.id).collect()
    };
    env.sandbox.inject(Fault::inserted_items(7).on("list_orders")).unwrap();
    let request = env.client.request(Method::GET, "/orders");
    let mut rows = request.list(|row: &Row| Some(&row.id)).page_size(100).items();
    let mut read = Vec::new();
    while let Some(row) = rows.next().await {
        let id = row.unwrap().id;
        assert!(!read.contains(&id), "{id:?} came twice");
        read.push(id);
    }
    read.retain(|id| original.contains(id));
    assert_eq!(read, original);
}

#[tokio::test]
async fn list_without_pagination_is_complete() {
    let service = Service::start().await;
    service.on("GET", "/na/things", ok(json!({"data": [{"id": 1}, {"id": 2}]}))).await;
    service.on("GET", "/na/none", ok(json!({"data": null}))).await;
    service.on("GET", "/na/things/1", ok(json!({"id": 1}))).await;
    let client = service.client();
    let list = |path: &str| client.request(Method::GET, path).query("q", 1).list(|row: &Row| Some(&row.id));
    assert_eq!(list("/things").collect(10).await.unwrap().len(), 2);
    assert_eq!(list("/things").from_offset(1).collect(10).await.unwrap()[0].id, Id::from(2_u32));
    let requests = service.requests("/na/things").await;
    assert_eq!(requests.len(), 2);
    assert!(requests[1].url.query().unwrap().starts_with("q=1&offset=1&limit="));
    assert!(list("/none").collect(10).await.unwrap().is_empty());
    let error = list("/things/1").collect(10).await.unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert_eq!(error.operation(), "GET /things/1");
}
