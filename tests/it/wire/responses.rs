//! Tests of responses of the service and the API gateway: status, headers and body.

use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

use imcloud_raw::{Client, DecodeError, Error, ErrorResponse, types::OrderType};
use wiremock::ResponseTemplate;

use super::{bodies, failure, server_and_client};

const NGINX_TIMEOUT: &str = "<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n\
    <center><h1>504 Gateway Time-out</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

fn html(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "text/html")
}

fn error_response(error: &Error) -> &ErrorResponse {
    let Error::Response(response) = error else { panic!("{error:?}") };
    response
}

fn decode_error(error: &Error) -> &DecodeError {
    let Error::Decode(error) = error else { panic!("{error:?}") };
    error
}

macro_rules! fixture {
    ($stem:literal) => {
        include_str!(concat!("../../fixtures/", $stem, ".json"))
    };
}

async fn create_order_error(response: ResponseTemplate) -> Error {
    failure(response, async |client| client.create_order(&bodies::order(OrderType::Sales)).send().await).await
}

async fn list_customers_error(response: ResponseTemplate) -> Error {
    failure(response, async |client| client.list_customers().send().await).await
}

#[tokio::test]
async fn success_exposes_status_and_headers() {
    let response = json(201, r#"{"id": "910140"}"#)
        .insert_header("X-Correlation-ID", "q7f-1")
        .insert_header("X-Other", "x");
    let (_server, client) = server_and_client(response).await;
    let order = client.get_order("910140").send().await.unwrap();
    assert_eq!((order.status().as_u16(), order.correlation_id()), (201, Some("q7f-1")));
    assert_eq!(order.headers()["x-other"], "x");
    assert_eq!(order.into_inner().id, "910140");
}

#[tokio::test]
async fn business_rule_error_keeps_service_message() {
    let body = fixture!("createOrder.error.business-rule");
    let error =
        create_order_error(json(500, body).insert_header("X-Correlation-ID", "q7f-from-header")).await;
    let response = error_response(&error);
    assert_eq!((response.operation().name, response.status().as_u16()), ("create_order", 500));
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(response.body(), body.as_bytes());
    assert_eq!(response.correlation_id().as_deref(), Some("q7f-from-header"));
    assert_eq!(
        error.to_string(),
        "create_order failed: 500 Internal Server Error: Cannot change resources of subscription \
         #860103: change order #CH048112 is still open (LO). Cancel it or wait until it is done. \
         (correlation id q7f-from-header)"
    );
}

#[tokio::test]
async fn missing_header_uses_body_correlation_id() {
    let error = create_order_error(json(400, fixture!("createOrder.error.ambiguous-product"))).await;
    assert_eq!(
        error.to_string(),
        "create_order failed: 400 Bad Request: More than one product has the part number \
         QW-DRAFT-PRO: add vendor or subscriptionPeriod. \
         (correlation id q7f-c5a4f3ae-0a36-4f56-8a44-5c0f4c3f5511)"
    );
}

#[tokio::test]
async fn framework_error_format_is_decoded() {
    let error = list_customers_error(json(404, fixture!("any.error.framework"))).await;
    assert_eq!(
        error.to_string(),
        "list_customers failed: 404 Not Found: Not Found \
         (correlation id q7f-08c14d0f-0d1e-4c54-8d10-f0a2c6c3a9de)"
    );
}

#[tokio::test]
async fn rate_limit_error_exposes_retry_after() {
    let response = json(429, fixture!("any.error.gateway-rate-limit")).insert_header("Retry-After", "17");
    let error = list_customers_error(response).await;
    assert_eq!(error.headers().unwrap()["retry-after"], "17");
    assert_eq!(
        error.to_string(),
        "list_customers failed: 429 Too Many Requests: Rate limit is exceeded. \
         Try again in 17 seconds."
    );
}

#[tokio::test]
async fn quota_and_permission_errors_differ() {
    let quota = list_customers_error(json(403, fixture!("any.error.gateway-quota"))).await;
    let permission = list_customers_error(json(403, fixture!("any.error.platform-no-permission"))).await;
    let (quota, permission) =
        (error_response(&quota).error_body().unwrap(), error_response(&permission).error_body().unwrap());
    assert_eq!((quota.status_code, quota.status), (Some(403), None));
    assert_eq!((permission.status_code, permission.status), (None, Some(403)));
}

#[tokio::test]
async fn html_error_body_is_not_displayed() {
    let error = create_order_error(html(504, NGINX_TIMEOUT)).await;
    let response = error_response(&error);
    assert_eq!(response.body(), NGINX_TIMEOUT.as_bytes());
    assert!(response.error_body().is_none() && response.message().is_none());
    assert_eq!(error.to_string(), "create_order failed: 504 Gateway Timeout");
}

#[tokio::test]
async fn error_without_body_reports_status() {
    let response = ResponseTemplate::new(401).insert_header("WWW-Authenticate", "Basic realm=\"example\"");
    let error = list_customers_error(response).await;
    assert_eq!(error.headers().unwrap()["www-authenticate"], "Basic realm=\"example\"");
    assert!(error_response(&error).body().is_empty());
    assert_eq!(error.to_string(), "list_customers failed: 401 Unauthorized");
}

#[tokio::test]
async fn html_success_is_decode_error() {
    let page = "<html><body>Down for maintenance</body></html>";
    let error = list_customers_error(html(200, page).insert_header("X-Correlation-ID", "q7f-2")).await;
    let decode_error = decode_error(&error);
    assert_eq!((decode_error.operation().name, decode_error.status().as_u16()), ("list_customers", 200));
    assert_eq!(decode_error.headers()["x-correlation-id"], "q7f-2");
    assert_eq!((decode_error.path(), &decode_error.body()[..]), (".", page.as_bytes()));
    assert_eq!(
        error.to_string(),
        "list_customers failed: could not decode response (200 OK): expected JSON, got HTML or XML; \
         check the base URL (correlation id q7f-2)"
    );
    assert_eq!(decode_error.reason().to_string(), "expected value at line 1 column 1");
}

#[tokio::test]
async fn wrong_type_is_reported_with_path() {
    let body = r#"{"data": [{"id": "730201"}, {"id": "730202", "address": "Strandpromenaden 5"}]}"#;
    let error = list_customers_error(json(200, body)).await;
    assert_eq!(
        (decode_error(&error).path(), &decode_error(&error).body()[..]),
        ("data[1].address", body.as_bytes())
    );
    assert_eq!(
        error.to_string(),
        "list_customers failed: could not decode response (200 OK) at data[1].address: \
         invalid type: string \"Strandpromenaden 5\", expected Address at line 1 column 76"
    );
}

#[tokio::test]
async fn invalid_amount_is_reported_with_path() {
    let error = create_order_error(json(200, r#"{"total": {"amount": [12], "currency": "EUR"}}"#)).await;
    assert_eq!(decode_error(&error).path(), "total.amount");
    let reason = decode_error(&error).reason().to_string();
    assert!(reason.starts_with("invalid type: [12], expected a number or a string"), "{reason}");
}

#[tokio::test]
async fn null_or_empty_success_is_decode_error() {
    let error = failure(json(200, "null"), async |client| {
        client.validate_parameters(&bodies::validation()).send().await
    })
    .await;
    assert_eq!(
        error.to_string(),
        "validate_parameters failed: could not decode response (200 OK): \
         invalid type: null, expected ParameterValidationResultList at line 1 column 4"
    );
    let error = create_order_error(ResponseTemplate::new(200)).await;
    assert_eq!(
        error.to_string(),
        "create_order failed: could not decode response (200 OK): the body is empty"
    );
}

#[tokio::test]
async fn decode_error_hides_body() {
    let secrets = r#"{"token": "hush-4711", "expiresInSeconds": {}}"#;
    let error = failure(json(200, secrets), async |client| {
        client.generate_auth_token(&imcloud_raw::types::TokenRequest::new()).send().await
    })
    .await;
    assert_eq!(decode_error(&error).path(), "expiresInSeconds");
    for text in [error.to_string(), format!("{error:?}"), format!("{:?}", decode_error(&error))] {
        assert!(!text.contains("hush-4711"), "{text}");
    }
}

#[tokio::test]
async fn trailing_characters_are_reported_without_path() {
    let error = list_customers_error(json(200, "{} trailing")).await;
    assert_eq!(decode_error(&error).path(), ".");
    assert_eq!(
        error.to_string(),
        "list_customers failed: could not decode response (200 OK): trailing characters at line 1 column 4"
    );
}

#[tokio::test]
async fn invalid_total_does_not_fail_page() {
    for total in ["12.5", "\"12.5\"", "1e300", "\"many\""] {
        let body = format!(r#"{{"data": [{{"id": "1"}}], "pagination": {{"total": {total}, "limit": 5}}}}"#);
        let (_server, client) = server_and_client(json(200, &body)).await;
        let page = client.list_customers().send().await.unwrap().into_inner();
        let pagination = page.pagination.unwrap();
        assert_eq!(
            (page.data.unwrap().len(), pagination.limit, pagination.total),
            (1, Some(5), None),
            "{total}"
        );
    }
}

#[tokio::test]
async fn byte_order_mark_keeps_path_and_message() {
    let error = list_customers_error(json(200, "\u{feff}{\"data\": [{\"address\": 5}]}")).await;
    assert_eq!(decode_error(&error).path(), "data[0].address");
    let error = list_customers_error(json(400, "\u{feff}{\"message\": \"why\"}")).await;
    assert_eq!(error.to_string(), "list_customers failed: 400 Bad Request: why");
    let error = list_customers_error(html(200, "\u{feff}<html>")).await;
    assert!(error.to_string().ends_with("expected JSON, got HTML or XML; check the base URL"), "{error}");
}

#[tokio::test]
async fn debug_hides_headers_and_body() {
    let response = || json(200, r#"{"id": "1"}"#).insert_header("Set-Cookie", "session=SECRET");
    let (_server, client) = server_and_client(response()).await;
    let order = client.get_order("1").send().await.unwrap();
    assert_eq!(order.headers()["set-cookie"], "session=SECRET");
    let debug = format!("{order:?}");
    assert!(debug.contains("status: 200") && !debug.contains("SECRET"), "{debug}");

    let error =
        failure(response().set_body_string("SECRET"), async |client| client.get_order("1").send().await)
            .await;
    assert!(!format!("{error:?} {error}").contains("SECRET"), "{error:?}");
    let error = client_of_truncating_server("200 OK\r\nSet-Cookie: SECRET").get_order("1").send().await;
    let error = error.unwrap_err();
    assert_eq!(error.headers().unwrap()["set-cookie"], "SECRET");
    assert!(!format!("{error:?}").contains("SECRET"), "{error:?}");
}

#[tokio::test]
async fn byte_order_mark_is_ignored() {
    let server = wiremock::MockServer::start().await;
    let response = json(200, "\u{feff}{\"data\": []}");
    wiremock::Mock::given(wiremock::matchers::any()).respond_with(response).mount(&server).await;
    let client = Client::new(&server.uri(), reqwest::Client::new());
    assert_eq!(client.list_customers().send().await.unwrap().into_inner().data.as_deref(), Some(&[][..]));
}

#[tokio::test]
async fn empty_or_invalid_properties_keep_error_message() {
    let error =
        list_customers_error(json(500, r#"{"status": 500, "error": "Went wrong", "message": " "}"#)).await;
    assert_eq!(error.to_string(), "list_customers failed: 500 Internal Server Error: Went wrong");
    let error = list_customers_error(json(
        500,
        r#"{"status": "FAILED", "message": "why", "correlationId": "q7f-4"}"#,
    ))
    .await;
    assert_eq!(
        error.to_string(),
        "list_customers failed: 500 Internal Server Error: why (correlation id q7f-4)"
    );
}

/// Creates a client of a server that closes the connection in the middle of the body.
fn client_of_truncating_server(status: &'static str) -> Client {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 4096]);
        write!(
            connection,
            "HTTP/1.1 {status}\r\nX-Correlation-ID: q7f-3\r\nContent-Length: 1000\r\n\r\n{{\"id\":"
        )
        .unwrap();
    });
    Client::new(&format!("http://{address}"), reqwest::Client::new())
}

#[tokio::test]
async fn truncated_success_keeps_status_and_headers() {
    let error = client_of_truncating_server("200 OK").get_order("910113").send().await.unwrap_err();
    assert!(matches!(error, Error::Interrupted { .. }));
    assert_eq!(
        (error.status().unwrap().as_u16(), &error.headers().unwrap()["x-correlation-id"]),
        (200, &"q7f-3".parse().unwrap())
    );
    assert!(
        error
            .to_string()
            .starts_with("get_order failed: connection closed before the end of the response (200 OK): "),
        "{error}"
    );
}

#[tokio::test]
async fn truncated_error_body_keeps_status() {
    let error =
        client_of_truncating_server("503 Service Unavailable").get_order("910113").send().await.unwrap_err();
    assert!(error_response(&error).body().is_empty());
    assert_eq!(error.to_string(), "get_order failed: 503 Service Unavailable (correlation id q7f-3)");
}
