//! What a blob store says when it gives no file.

use std::time::SystemTime;

use chrono::DateTime;
use imcloud_raw::Secret;
use reqwest::{
    StatusCode, Url,
    header::{DATE, HeaderMap},
};

use super::transfer::OPERATION;
use crate::{
    error::{Details, Error, ErrorBody, ErrorKind, Shape, excerpt, scrub},
    http::{destination, retry_after},
};

/// The error that an answer without a file is.
pub(super) fn refused(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    url: &Url,
    now: SystemTime,
) -> Error {
    let body = error_body(headers, body, &hidden(url));
    let (kind, reason, note) = match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::CONFLICT => {
            let reason = match expiry(url).filter(|end| *end < moment(headers).unwrap_or(now)) {
                Some(end) => format!(
                    "was refused with {status}, because its address was good until {} only",
                    DateTime::<chrono::Utc>::from(end).format("%Y-%m-%d %H:%M UTC")
                ),
                None => format!(
                    "was refused with {status}, because the signature of its address was not accepted"
                ),
            };
            let note = "fetch the report again and use its address unchanged; an old one can have expired";
            (ErrorKind::PermissionDenied, reason, Some(note))
        }
        StatusCode::NOT_FOUND | StatusCode::GONE => (
            ErrorKind::NotFound,
            format!("was refused with {status}"),
            Some("the file is not there, or not any more; fetch the report again, or order it anew"),
        ),
        status if status.is_redirection() => (
            ErrorKind::UnexpectedStatus,
            format!(
                "was redirected ({status}) to {}, which is not followed",
                destination(headers).unwrap_or_else(|| "nowhere".to_owned())
            ),
            Some("signed addresses are not expected to be moved; a proxy may be in the way"),
        ),
        StatusCode::TOO_MANY_REQUESTS => (ErrorKind::RateLimited, format!("was refused with {status}"), None),
        StatusCode::REQUEST_TIMEOUT => (ErrorKind::Server, format!("was refused with {status}"), None),
        status if status.is_server_error() => (ErrorKind::Server, format!("was refused with {status}"), None),
        StatusCode::BAD_REQUEST => (ErrorKind::BadRequest, format!("was refused with {status}"), None),
        _ => (ErrorKind::UnexpectedStatus, format!("was refused with {status}"), None),
    };
    Details {
        status: Some(status),
        headers: Some(headers.clone()),
        body: (kind != ErrorKind::UnexpectedStatus).then_some(body),
        retry_after: retry_after(headers, now),
        note,
        ..Details::new(kind, OPERATION, reason)
    }
    .into()
}

/// Blob stores answer with XML: a code and a message (documented by their vendors).
fn error_body(headers: &HeaderMap, body: &[u8], hidden: &[Secret]) -> ErrorBody {
    let hidden: Vec<_> = hidden.iter().collect();
    if body.trim_ascii_start().first() == Some(&b'{') {
        return ErrorBody::read(body, &hidden);
    }
    let text = String::from_utf8_lossy(body);
    let element = |name: &str| {
        let (_, rest) = text.split_once(&format!("<{name}>"))?;
        let (content, _) = rest.split_once(&format!("</{name}>"))?;
        let line = content.split_whitespace().collect::<Vec<_>>().join(" ");
        (!line.is_empty()).then(|| scrub(&line, &hidden))
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
        excerpt: excerpt(body, &hidden),
    }
}

/// Whatever the query holds may be the signature; stores repeat parts of it.
fn hidden(url: &Url) -> Vec<Secret> {
    let raw = url.query().unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let raw = raw.map(|(_, value)| Secret::from(value));
    url.query_pairs().map(|(_, value)| Secret::from(&*value)).chain(raw).collect()
}

/// When the address ends, where it says so in the way of Azure: `se`.
fn expiry(url: &Url) -> Option<SystemTime> {
    let (_, end) = url.query_pairs().find(|(name, _)| name == "se")?;
    DateTime::parse_from_rfc3339(&end).ok().map(Into::into)
}

fn moment(headers: &HeaderMap) -> Option<SystemTime> {
    DateTime::parse_from_rfc2822(headers.get(DATE)?.to_str().ok()?).ok().map(Into::into)
}
