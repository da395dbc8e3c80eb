//! Responses of the API, and the formats of its error responses.

use axum::http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE},
};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub(crate) const CORRELATION_ID: HeaderName = HeaderName::from_static("x-correlation-id");
const JSON: HeaderValue = HeaderValue::from_static("application/json");
const HTML: HeaderValue = HeaderValue::from_static("text/html");
const XML: HeaderValue = HeaderValue::from_static("application/xml");

/// Status, headers and body.
#[derive(Clone, Debug, Default)]
pub(crate) struct ApiResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Parts of error responses that describe the request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    pub(crate) correlation_id: &'a str,
    /// Without the base path: `/orders` (observed).
    pub(crate) path: &'a str,
    pub(crate) now: DateTime<Utc>,
}

impl ApiResponse {
    pub(crate) fn new(status: StatusCode, content_type: HeaderValue, body: impl Into<Bytes>) -> Self {
        let mut headers = HeaderMap::with_capacity(4);
        headers.insert(CONTENT_TYPE, content_type);
        Self { status, headers, body: body.into() }
    }

    /// A success: always 200, for creations too (documented).
    pub(crate) fn success(body: Vec<u8>) -> Self {
        Self::new(StatusCode::OK, JSON, body)
    }

    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self::new(status, JSON, body.to_string())
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Sets `Retry-After` in seconds.
    pub(crate) fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, seconds.into())
    }

    /// An error of the platform, in the format of a captured one (observed).
    pub(crate) fn platform(status: StatusCode, message: &str, about: About<'_>) -> Self {
        let body = json!({
            "correlationId": about.correlation_id,
            "status": status.as_u16(),
            "message": message,
            "path": about.path,
            "timeStamp": about.now.format("%Y-%m-%dT%H:%M:%S%.3f+00:00").to_string(),
        });
        Self::json(status, &body)
    }

    /// The default page of the framework below the platform, in the shape that clients model: `error` for
    /// `message`, another spelling of the time.
    pub(crate) fn framework(status: StatusCode, about: About<'_>) -> Self {
        let body = json!({
            "timestamp": about.now.format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string(),
            "status": status.as_u16(),
            "error": status.canonical_reason().unwrap_or("None"),
            "path": about.path,
            "correlationId": about.correlation_id,
        });
        Self::json(status, &body)
    }

    /// An error of the gateway (documented for the gateway product).
    pub(crate) fn gateway(status: StatusCode, message: &str) -> Self {
        Self::json(status, &json!({ "statusCode": status.as_u16(), "message": message }))
    }

    /// 401 by the gateway.
    pub(crate) fn key_rejected(message: &str) -> Self {
        let challenge = r#"AzureApiManagementKey realm="http://localhost/marketplace/sandbox",name="X-Subscription-Key",type="header""#;
        Self::gateway(StatusCode::UNAUTHORIZED, message)
            .header(WWW_AUTHENTICATE, HeaderValue::from_static(challenge))
    }

    /// 429 by the gateway.
    pub(crate) fn too_fast(seconds: u64) -> Self {
        let message = format!("Rate limit is exceeded. Try again in {seconds} seconds.");
        Self::gateway(StatusCode::TOO_MANY_REQUESTS, &message)
    }

    /// 403 by the gateway.
    pub(crate) fn quota_spent(seconds: u64) -> Self {
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        let message = format!(
            "Out of call volume quota. Quota will be replenished in {hours:02}:{minutes:02}:{:02}.",
            seconds % 60
        );
        Self::gateway(StatusCode::FORBIDDEN, &message)
    }

    /// The page of the proxy that cuts off slow calls (observed).
    pub(crate) fn gateway_timeout() -> Self {
        let body = "<html>\r\n<head><title>504 Gateway Time-out</title></head>\r\n<body>\r\n\
            <center><h1>504 Gateway Time-out</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
        Self::new(StatusCode::GATEWAY_TIMEOUT, HTML, body)
    }

    /// An error of the file store, in the format of blob stores.
    pub(crate) fn store(status: StatusCode, code: &str, message: &str) -> Self {
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>{code}</Code><Message>{message}</Message></Error>"
        );
        Self::new(status, XML, body)
    }
}
