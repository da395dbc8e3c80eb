use imcloud::{Error, ErrorKind};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::service::{Service, gateway, html, ok, platform};

async fn error_of(answer: ResponseTemplate) -> Error {
    let service = Service::start().await;
    service.on("GET", "/na/orders/5", answer).await;
    let client = service.client().with_retry(imcloud::RetryPolicy::disabled());
    client.orders().get("5").await.unwrap_err()
}

#[tokio::test]
async fn the_message_is_one_sentence_with_the_services_own_words() {
    let error = error_of(platform(400, "Value 'x' is not allowed.")).await;
    assert_eq!(
        error.to_string(),
        "get_order was refused with 400 Bad Request: Value 'x' is not allowed (correlation id c-77)"
    );
    assert_eq!((error.kind(), error.code()), (ErrorKind::BadRequest, Some("400")));
    assert_eq!(error.operation(), "get_order");
    assert!(error.body_excerpt().unwrap().contains("timeStamp"));
}

#[tokio::test]
async fn not_found_is_a_404_or_the_400_that_means_it() {
    assert!(error_of(platform(404, "Order not found")).await.is_not_found());
    assert!(error_of(platform(400, "No entity has been found with id 5.")).await.is_not_found());
    assert!(!error_of(platform(400, "Bad id")).await.is_not_found());
    // The gateway knows no orders, only addresses.
    assert!(!error_of(gateway(404, "Resource not found")).await.is_not_found());
}

#[tokio::test]
async fn both_spellings_of_the_platform_and_that_of_the_gateway_are_understood() {
    let framework = ResponseTemplate::new(404).set_body_json(
        json!({"timestamp": "x", "status": 404, "error": "Not Found", "path": "/x", "correlationId": "c-5"}),
    );
    let error = error_of(framework).await;
    assert_eq!((error.message(), error.correlation_id()), (Some("Not Found"), Some("c-5")));
    let error = error_of(gateway(401, "Access denied due to missing subscription key.")).await;
    assert_eq!((error.code(), error.kind()), (Some("401"), ErrorKind::InvalidSubscriptionKey));
    assert!(error.is_authentication());
    assert!(error_of(platform(409, "Exists")).await.is_conflict());
    assert!(error_of(platform(418, "Tea")).await.kind() == ErrorKind::UnexpectedStatus);
}

#[tokio::test]
async fn html_and_empty_bodies_keep_status_and_headers() {
    let error = error_of(html(504).insert_header("x-correlation-id", "c-8")).await;
    assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (504, Some("c-8")));
    assert_eq!(error.headers().unwrap()["content-type"], "text/html");
    assert!(error.to_string().contains("504 Gateway Time-out"), "{error}");
    let error = error_of(ResponseTemplate::new(502)).await;
    assert_eq!(error.to_string(), "get_order was refused with 502 Bad Gateway, without a body");
    assert_eq!((error.message(), error.body_excerpt()), (None, None));
}

#[tokio::test]
async fn a_success_that_cannot_be_read_names_the_json_path_and_keeps_status_and_headers() {
    let error = error_of(ok(json!({"id": "5", "products": [{"quantity": 1}, {"quantity": {}}]}))).await;
    assert!(error.is_decode() && !error.is_ambiguous(), "{error}");
    assert_eq!(error.json_path(), Some("products[1].quantity"));
    assert_eq!((error.status().unwrap().as_u16(), error.correlation_id()), (200, Some("c-ok")));
    let error = error_of(html(200)).await;
    assert!(error.to_string().contains("a page that is no JSON; check the base URL"), "{error}");
    let error = error_of(ResponseTemplate::new(200)).await;
    assert!(error.to_string().contains("without a body"), "{error}");
}

#[tokio::test]
async fn long_bodies_are_cut() {
    let error = error_of(ResponseTemplate::new(502).set_body_string("x".repeat(100_000))).await;
    assert!(error.to_string().len() < 700 && error.body_excerpt().unwrap().len() < 600);
}

#[tokio::test]
async fn an_id_that_would_lead_elsewhere_is_refused_before_anything_is_sent() {
    let service = Service::start().await;
    for id in ["", "..", "."] {
        let error = service.client().orders().get(id).await.unwrap_err();
        assert!(error.is_invalid_request() && error.operation() == "get_order", "{error}");
    }
    assert!(service.server.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn errors_of_the_raw_client_become_ours() {
    let service = Service::start().await;
    service.on("GET", "/na/orders/5", platform(403, "No access")).await;
    let error: Error = service.client().raw().get_order("5").send().await.unwrap_err().into();
    assert!(error.is_permission_denied());
    assert_eq!(error.attempts(), 1);

    let plain = imcloud::raw::Client::new(&service.url(), reqwest::Client::new());
    let error: Error = plain.get_order("5").send().await.unwrap_err().into();
    assert_eq!((error.message(), error.status().unwrap().as_u16()), (Some("No access"), 403));
}

#[test]
fn an_error_is_small_cheap_to_clone_and_can_be_sent() {
    fn sendable<T: Send + Sync + Clone + 'static>() {}
    sendable::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}
