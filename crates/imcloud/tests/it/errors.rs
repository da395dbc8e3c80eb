use imcloud::{Error, ErrorKind};
use reqwest::Method;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::service::{Service, gateway, html, ok, platform};

async fn error_of(response: ResponseTemplate) -> Error {
    let service = Service::start().await;
    service.on("GET", "/na/orders/5", response).await;
    let client = service.client().with_retry(imcloud::RetryPolicy::disabled());
    client.orders().get("5").await.unwrap_err()
}

#[tokio::test]
async fn display_shows_status_message_and_id() {
    let error = error_of(platform(400, "Value 'x' is not allowed.")).await;
    assert_eq!(
        error.to_string(),
        "get_order failed: 400 Bad Request: Value 'x' is not allowed (correlation id c-77)"
    );
    assert_eq!((error.kind(), error.code()), (ErrorKind::BadRequest, Some("400")));
    assert_eq!(error.operation(), "get_order");
    assert!(error.body_excerpt().unwrap().contains("timeStamp"));
}

#[tokio::test]
async fn not_found_is_recognized() {
    assert!(error_of(platform(404, "Order not found")).await.is_not_found());
    assert!(error_of(platform(400, "No entity has been found with id 5.")).await.is_not_found());
    assert!(!error_of(platform(400, "Bad id")).await.is_not_found());
    // The gateway knows no orders, only URLs.
    assert!(!error_of(gateway(404, "Resource not found")).await.is_not_found());
}

#[tokio::test]
async fn known_body_forms_are_recognized() {
    let framework = ResponseTemplate::new(404).set_body_json(
        json!({"timestamp": "x", "status": 404, "error": "Not Found", "path": "/x", "correlationId": "c-5"}),
    );
    let error = error_of(framework).await;
    assert_eq!((error.message(), error.correlation_id()), (Some("Not Found"), Some("c-5")));
    let error = error_of(gateway(401, "Access denied due to missing subscription key.")).await;
    assert_eq!((error.code(), error.kind()), (Some("401"), ErrorKind::InvalidSubscriptionKey));
    assert!(error.is_authentication());
    assert!(error_of(platform(409, "Exists")).await.is_conflict());
    let error = error_of(platform(418, "Tea")).await;
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert_eq!(error.to_string(), "get_order failed: 418 I'm a teapot: Tea (correlation id c-77)");
}

#[tokio::test]
async fn html_and_empty_bodies_keep_status() {
    let error = error_of(html(504).insert_header("x-correlation-id", "c-8")).await;
    assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (504, Some("c-8")));
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert!(error.to_string().contains("504 Gateway Time-out"), "{error}");
    let error = error_of(ResponseTemplate::new(502)).await;
    assert_eq!(error.to_string(), "get_order failed: 502 Bad Gateway");
    assert_eq!((error.message(), error.body_excerpt()), (None, None));
}

#[tokio::test]
async fn decode_error_has_path_and_status() {
    let error = error_of(ok(json!({"id": "5", "products": [{"quantity": 1}, {"quantity": {}}]}))).await;
    assert!(error.is_decode() && !error.is_ambiguous(), "{error}");
    assert_eq!(error.json_path(), Some("products[1].quantity"));
    let start =
        "get_order failed: could not decode response (200 OK) at products[1].quantity: invalid type: {}";
    assert!(error.to_string().starts_with(start), "{error}");
    assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (200, Some("c-ok")));
    let error = error_of(html(200)).await;
    assert!(
        error.to_string().contains("response (200 OK): expected JSON, got HTML or XML; check the base URL"),
        "{error}"
    );
    let error = error_of(ResponseTemplate::new(200)).await;
    assert!(error.to_string().contains("the body is empty"), "{error}");
}

#[tokio::test]
async fn long_bodies_are_shortened() {
    let error = error_of(ResponseTemplate::new(502).set_body_string("x".repeat(100_000))).await;
    assert!(error.to_string().len() < 700 && error.body_excerpt().unwrap().len() < 600);
}

#[tokio::test]
async fn invalid_id_is_not_sent() {
    let service = Service::start().await;
    for id in ["", "..", "."] {
        let error = service.client().orders().get(id).await.unwrap_err();
        assert!(error.is_invalid_request() && error.operation() == "get_order", "{error}");
    }
    assert!(service.server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn raw_errors_are_converted() {
    let service = Service::start().await;
    service.on("GET", "/na/orders/5", platform(403, "No access")).await;
    let error: Error = service.client().raw().get_order("5").send().await.unwrap_err().into();
    assert!(error.is_permission_denied());
    assert_eq!(error.attempts(), 1);

    service.on("GET", "/na/orders/6", ok(json!({"id": {}}))).await;
    let error: Error = service.client().raw().get_order("6").send().await.unwrap_err().into();
    let typed = service.client().orders().get("6").await.unwrap_err();
    assert_eq!((error.to_string(), error.json_path()), (typed.to_string(), Some("id")));

    let plain = imcloud::raw::Client::new(&service.url(), reqwest::Client::new());
    let error: Error = plain.get_order("5").send().await.unwrap_err().into();
    assert_eq!((error.message(), error.status().unwrap().as_u16()), (Some("No access"), 403));
}

#[tokio::test]
async fn byte_order_marks_are_ignored() {
    let service = Service::without_tokens().await;
    let marked = |status: u16, body: &str| {
        ResponseTemplate::new(status).set_body_raw(format!("\u{feff}{body}"), "application/json")
    };
    service.on("POST", "/na/token", marked(200, r#"{"token":"t"}"#)).await;
    service.on("GET", "/na/plans/7", marked(200, r#"{"id":"7"}"#)).await;
    service.on("GET", "/na/plans/8", marked(200, r#"{"id":{}}"#)).await;
    service.on("GET", "/na/plans/9", marked(404, r#"{"status":404,"message":"No plan"}"#)).await;
    let client = service.client();
    assert_eq!(client.plans().get("7").await.unwrap().id, "7");
    assert_eq!(client.request(Method::GET, "/plans/7").send_json().await.unwrap(), json!({"id": "7"}));
    assert_eq!(client.plans().get("8").await.unwrap_err().json_path(), Some("id"));
    let error = client.plans().get("9").await.unwrap_err();
    assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, Some("No plan")));
}

#[tokio::test]
async fn unsupported_content_encoding_is_reported() {
    let encoded = |status, encoding| {
        let body = b"\x1f\x8bBINARY".to_vec();
        ResponseTemplate::new(status)
            .insert_header("content-encoding", encoding)
            .set_body_raw(body, "application/json")
    };
    for encoding in ["gzip", "identity, br", "ZSTD"] {
        let error = error_of(encoded(200, encoding)).await;
        assert!(error.is_decode(), "{error}");
        let name = encoding.rsplit(' ').next().unwrap().to_lowercase();
        let start = format!(
            "get_order failed: could not decode response (200 OK): content encoding {name:?} is not supported"
        );
        assert!(error.to_string().starts_with(&start), "{error}");
        let error = error_of(encoded(502, encoding)).await;
        assert_eq!(error.to_string(), "get_order failed: 502 Bad Gateway");
    }
    let error = error_of(ok(json!({"id": {}})).insert_header("content-encoding", "identity")).await;
    assert_eq!(error.json_path(), Some("id"));
}

#[test]
fn error_is_small_and_sendable() {
    fn sendable<T: Send + Sync + Clone + 'static>() {}
    sendable::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
