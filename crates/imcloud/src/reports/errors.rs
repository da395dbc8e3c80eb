//! Errors of downloads.

use std::{
    fmt, io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use chrono::DateTime;
use imcloud_raw::{Secret, SignedUrl};
use reqwest::{
    Response, StatusCode, Url,
    header::{DATE, HeaderMap, LOCATION},
};

use crate::{
    error::{Details, Error, ErrorBody, ErrorKind, Shape, excerpt, scrub},
    http::{date, retry_after, root},
};

pub(super) const OPERATION: &str = "download_report";

/// Shorter parts of a signature are not hidden. They are too common in ordinary messages.
const SHORTEST_SECRET: usize = 6;

pub(super) fn body_interrupted(response: &Response, error: reqwest::Error) -> Error {
    let error = error.without_url();
    let status = response.status();
    let reason = format!("the connection was closed during the response ({status}): {}", root(&error));
    let details = Details::new(ErrorKind::Interrupted, OPERATION, reason).at(status, response.headers());
    Details { source: Some(Arc::new(error)), ..details }.into()
}

pub(super) fn timed_out(limit: Duration) -> Error {
    Details::new(ErrorKind::Timeout, OPERATION, format!("no data was received for {limit:?}")).into()
}

/// Returns the error for a store that never ends its response.
pub(super) fn incomplete(limit: Duration) -> Error {
    let reason = format!("the file was not complete after {limit:?}");
    let note = Some("allow more time if the connection is that slow");
    Details { note, ..Details::new(ErrorKind::Timeout, OPERATION, reason) }.into()
}

pub(super) fn too_large(bytes: u64, limit: u64) -> Error {
    let reason = format!("the file has at least {bytes} bytes, the limit is {limit}");
    let note = Some("raise max_bytes if the report is that large");
    Details { note, ..Details::new(ErrorKind::TooLarge, OPERATION, reason) }.into()
}

pub(super) fn html_page() -> Error {
    let reason = "received an HTML page instead of the report (200 OK)";
    let note =
        Some("a login page or a proxy responded; check the network and fetch the report again for a new URL");
    let status = Some(StatusCode::OK);
    Details { status, note, ..Details::new(ErrorKind::Decode, OPERATION, reason) }.into()
}

/// Returns the error of a row, from 1, or of the header of a CSV file, 0. `field` is a column or property.
pub(super) fn row_error(row: u64, field: Option<&str>, reason: impl fmt::Display) -> Error {
    let index = row.saturating_sub(1);
    let (position, json_path) = match field {
        Some(field) => (format!("row {row}, {field}"), format!("[{index}].{field}")),
        None => (format!("row {row}"), format!("[{index}]")),
    };
    let reason = format!("could not decode the file at {position}: {reason}");
    Details { json_path: Some(json_path), ..Details::new(ErrorKind::Decode, OPERATION, reason) }.into()
}

pub(crate) fn write_failed(target: impl fmt::Display, error: io::Error) -> Error {
    let reason = format!("could not write to {target}: {error}");
    Details { source: Some(Arc::new(error)), ..Details::new(ErrorKind::Io, OPERATION, reason) }.into()
}

/// Returns the error for a response that contains no part of the file.
pub(super) fn error_response(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    url: &Url,
    now: SystemTime,
) -> Error {
    let mut reason = format!("failed: {status}");
    let (kind, note) = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::CONFLICT => {
            match expiry(url).filter(|expiry| *expiry < date(headers, &DATE).unwrap_or(now)) {
                Some(expiry) => {
                    let expiry = DateTime::<chrono::Utc>::from(expiry).format("%Y-%m-%d %H:%M UTC");
                    reason += &format!(": the signed URL expired at {expiry}");
                }
                None => reason += ": the signature of the URL was rejected",
            }
            let note = "fetch the report again for a new URL, and use it unchanged";
            (ErrorKind::PermissionDenied, Some(note))
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let note = "the file does not exist or was removed; fetch the report again, or schedule it again";
            (ErrorKind::NotFound, Some(note))
        }
        status if status.is_redirection() => {
            let target = headers.get(LOCATION).and_then(|value| value.to_str().ok());
            let target = target.map_or_else(|| "nowhere".to_owned(), |url| SignedUrl::from(url).to_string());
            reason += &format!(": redirects are not followed, this one leads to {target}");
            (ErrorKind::UnexpectedStatus, Some("a proxy may have responded; check the network"))
        }
        StatusCode::TOO_MANY_REQUESTS => (ErrorKind::RateLimited, None),
        StatusCode::REQUEST_TIMEOUT => (ErrorKind::Server, None),
        status if status.is_server_error() => (ErrorKind::Server, None),
        StatusCode::BAD_REQUEST => (ErrorKind::BadRequest, None),
        _ => (ErrorKind::UnexpectedStatus, None),
    };
    let body = (kind != ErrorKind::UnexpectedStatus).then(|| error_body(headers, body, &secrets(url)));
    let details = Details::new(kind, OPERATION, reason).at(status, headers);
    Details { body, retry_after: retry_after(headers, now), note, ..details }.into()
}

/// Reads the body of an error response. Blob stores send XML with code and message (documented).
fn error_body(headers: &HeaderMap, body: &[u8], secrets: &[Secret]) -> ErrorBody {
    let secrets: Vec<_> = secrets.iter().collect();
    if body.trim_ascii_start().first() == Some(&b'{') {
        return ErrorBody::read(body, &secrets);
    }
    let text = String::from_utf8_lossy(body);
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (content, _) = rest.split_once(&format!("</{name}>"))?;
        let line = content.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then(|| scrub(&line, &secrets))
    };
    let detail = element("AuthenticationErrorDetail");
    let message = match (element("Message"), detail) {
        (Some(message), Some(detail)) => Some(format!("{message} {detail}")),
        (message, detail) => message.or(detail),
    };
    let id =
        ["x-ms-request-id", "x-amz-request-id"].iter().find_map(|name| headers.get(*name)?.to_str().ok());
    ErrorBody {
        shape: Shape::Other,
        code: element("Code"),
        message,
        correlation_id: id.map(str::to_owned),
        excerpt: excerpt(body, &secrets),
    }
}

/// Returns everything in the query that may be a signature: values, and their parts that no encoding escapes.
///
/// Stores echo URLs percent-encoded, decoded, or escaped for XML, HTML or JSON, with the same parts.
fn secrets(url: &Url) -> Vec<Secret> {
    let secret =
        |(name, value): (&str, &str)| if value.is_empty() { name.to_owned() } else { value.to_owned() };
    let pairs =
        url.query().unwrap_or_default().split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let mut values: Vec<_> = pairs.map(secret).collect();
    values.extend(url.password().map(str::to_owned));
    values.extend(url.query_pairs().map(|(name, value)| secret((&name, &value))));
    let escaped = |letter: char| !letter.is_ascii_alphanumeric() && !"-._~".contains(letter);
    let parts: Vec<_> = values.iter().flat_map(|value| value.split(escaped)).map(str::to_owned).collect();
    values.extend(parts);
    values.retain(|value| value.len() >= SHORTEST_SECRET);
    // A part must not be replaced before the value that contains it.
    values.sort_by_key(|value| std::cmp::Reverse(value.len()));
    values.dedup();
    values.into_iter().map(Secret::from).collect()
}

/// Returns the time at which the URL expires: the parameter `se` of Azure.
fn expiry(url: &Url) -> Option<SystemTime> {
    let (_, expiry) = url.query_pairs().find(|(name, _)| name == "se")?;
    DateTime::parse_from_rfc3339(&expiry).ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_signature_is_hidden() {
        let url =
            Url::parse("https://store.example/x?se=2026-04-01T00:00:00Z&sig=Zm9vL2Jhcis9%2Fk%2BQQQQQQ%3D")
                .unwrap();
        let secrets = secrets(&url);
        let secrets: Vec<_> = secrets.iter().collect();
        for echo in [
            "Zm9vL2Jhcis9/k+QQQQQQ=",
            "Zm9vL2Jhcis9%2Fk%2BQQQQQQ%3D",
            "Zm9vL2Jhcis9%2fk%2bQQQQQQ%3d",
            r"Zm9vL2Jhcis9\/k+QQQQQQ=",
            r"Zm9vL2Jhcis9\u002fk\u002bQQQQQQ\u003d",
            "Zm9vL2Jhcis9&#x2F;k&#43;QQQQQQ&#61;",
            "Zm9vL2Jhcis9%252Fk%252BQQQQQQ%253D",
        ] {
            let hidden = scrub(&format!("bad signature {echo}."), &secrets);
            assert!(!hidden.contains("Zm9") && !hidden.contains("QQQ"), "{echo}: {hidden}");
            assert!(hidden.starts_with("bad signature [hidden]"), "{hidden}");
        }
    }
}
