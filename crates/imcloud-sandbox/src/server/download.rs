//! Report files, as a blob store serves them for a signed URL.
//!
//! Such a URL needs no login (documented by example). Blob stores reject a second kind of authentication
//! (assumed here): clients that send their token as well leak it.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{ACCEPT_RANGES, AUTHORIZATION, CONTENT_RANGE, ETAG, IF_RANGE, RANGE},
};
use bytes::Bytes;

use super::state::Shared;
use crate::{journal::Record, response::ApiResponse, world::FileError};

/// Rejects requests with credentials of the API.
pub(super) fn reject(headers: &HeaderMap) -> Option<ApiResponse> {
    for name in [AUTHORIZATION.as_str(), "x-subscription-key"] {
        if headers.contains_key(name) {
            let message = format!(
                "The address is signed and takes no other authentication; leave out the header {name}, which does not belong here."
            );
            return Some(ApiResponse::store(StatusCode::BAD_REQUEST, "InvalidAuthenticationInfo", &message));
        }
    }
    None
}

/// Returns the file, a part of it, or an error.
pub(super) fn response(shared: &Shared, name: &str, record: &Record) -> ApiResponse {
    let query = record.request.uri.query().unwrap_or_default();
    let signature = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sig");
    let signature = signature.map(|(_, value)| value).unwrap_or_default();
    let file = match shared.world_at(record.time).file(name, &signature) {
        Ok(file) => file,
        Err(error) => {
            let (status, code) = match error {
                FileError::NotFound => (StatusCode::NOT_FOUND, "BlobNotFound"),
                FileError::BadSignature | FileError::Expired => {
                    (StatusCode::FORBIDDEN, "AuthenticationFailed")
                }
                FileError::Unwritable(_) => (StatusCode::INTERNAL_SERVER_ERROR, "InternalError"),
            };
            return ApiResponse::store(status, code, &error.to_string());
        }
    };
    let bytes = Bytes::from(file.bytes);
    let etag = etag(&bytes);
    let (headers, length) = (&record.request.headers, bytes.len());
    let requested = headers
        .get(RANGE)
        .and_then(|value| value.to_str().ok())
        // A file other than the one that was started is sent from the start.
        .filter(|_| headers.get(IF_RANGE).is_none_or(|given| *given == etag))
        .and_then(|text| range(text, length));
    let content_type = HeaderValue::from_static(file.content_type);
    let response = match requested {
        None => ApiResponse::new(StatusCode::OK, content_type, bytes),
        Some(Some((first, end))) => {
            ApiResponse::new(StatusCode::PARTIAL_CONTENT, content_type, bytes.slice(first..end))
                .header(CONTENT_RANGE, header(&format!("bytes {first}-{}/{length}", end - 1)))
        }
        Some(None) => ApiResponse::store(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "InvalidRange",
            "The file has no such bytes.",
        )
        .header(CONTENT_RANGE, header(&format!("bytes */{length}"))),
    };
    response.header(ETAG, etag).header(ACCEPT_RANGES, HeaderValue::from_static("bytes"))
}

/// Returns a strong tag: the same for the same bytes.
fn etag(bytes: &[u8]) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    header(&format!("\"{:016x}\"", hasher.finish()))
}

fn header(text: &str) -> HeaderValue {
    // Digits and punctuation only.
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

/// Parses one range of bytes. The outer `None` is an invalid header, which HTTP ignores; the inner one is a
/// range outside of the file.
fn range(text: &str, length: usize) -> Option<Option<(usize, usize)>> {
    let (first, last) = text.strip_prefix("bytes=")?.split_once('-')?;
    let range = match (first.trim(), last.trim()) {
        ("", suffix) => {
            let suffix: usize = suffix.parse().ok()?;
            (length.saturating_sub(suffix), length)
        }
        (first, "") => (first.parse().ok()?, length),
        (first, last) => {
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            (first, last.saturating_add(1).min(length))
        }
    };
    Some((range.0 < range.1).then_some(range))
}

#[cfg(test)]
mod tests {
    use super::range;

    #[test]
    fn ranges_are_read_as_http_says() {
        assert_eq!(range("bytes=0-", 10), Some(Some((0, 10))));
        assert_eq!(range("bytes=4-6", 10), Some(Some((4, 7))));
        assert_eq!(range("bytes=4-600", 10), Some(Some((4, 10))));
        assert_eq!(range("bytes=-3", 10), Some(Some((7, 10))));
        assert_eq!(range("bytes=-30", 10), Some(Some((0, 10))));
        for outside in ["bytes=10-", "bytes=-0", "bytes=20-30"] {
            assert_eq!(range(outside, 10), Some(None), "{outside}");
        }
        for ignored in ["bytes=", "bytes=5-4", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"] {
            assert_eq!(range(ignored, 10), None, "{ignored}");
        }
    }
}
