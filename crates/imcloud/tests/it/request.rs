use imcloud::Effect;
use reqwest::Method;
use serde::Deserialize;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::service::{Service, header, html, in_turn, ok, platform};

#[derive(Debug, Deserialize, PartialEq)]
struct Thing {
    id: String,
}

#[tokio::test]
async fn any_path_is_reachable_typed_or_as_json_with_token_and_retries() {
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
async fn a_body_is_sent_as_json_and_a_post_is_not_repeated_unless_said_to_be_safe() {
    let service = Service::start().await;
    service.on("POST", "/na/things", in_turn([html(504), html(504), ResponseTemplate::new(200)])).await;
    let client = service.client();
    let request = || client.request(Method::POST, "/things").json(&json!({"a": 1}));
    let error = request().send_json().await.unwrap_err();
    assert!(error.is_ambiguous(), "{error}");
    assert_eq!((error.operation(), error.attempts()), ("POST /things", 1));
    assert_eq!(request().effect(Effect::Read).send_json().await.unwrap(), json!(null));
    let requests = service.requests("/na/things").await;
    assert_eq!(requests.len(), 3);
    assert_eq!(header(&requests[0], "content-type"), Some("application/json"));
    assert_eq!(requests[0].body_json::<serde_json::Value>().unwrap(), json!({"a": 1}));
}

#[tokio::test]
async fn errors_are_those_of_any_call() {
    let service = Service::start().await;
    service.on("GET", "/na/things/5", platform(404, "No thing")).await;
    service.on("GET", "/na/things/6", ok(json!({"id": {}}))).await;
    service.on("GET", "/na/things/7", ok(json!([1]))).await;
    let client = service.client();
    let error = client.request(Method::GET, "/things/5").send_json().await.unwrap_err();
    assert!(error.is_not_found() && error.to_string().starts_with("GET /things/5 was refused"), "{error}");
    let error = client.request(Method::GET, "/things/6").send::<Thing>().await.unwrap_err();
    assert_eq!(error.json_path(), Some("id"));
    let bytes = client.request(Method::GET, "/things/7").send_bytes().await.unwrap();
    assert_eq!(&bytes[..], b"[1]");
}

#[tokio::test]
async fn the_token_goes_nowhere_but_under_the_base_address() {
    let service = Service::start().await;
    let client = service.client();
    for path in ["@evil.example/", "things", "//evil.example", "/../admin", "https://evil.example/"] {
        let error = client.request(Method::GET, path).send_json().await.unwrap_err();
        assert!(error.is_invalid_request() && error.attempts() == 0, "{error}");
    }
    assert!(service.server.received_requests().await.unwrap().is_empty());
}
