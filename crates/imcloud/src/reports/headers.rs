//! What the store says of a file before its bytes.

use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, LAST_MODIFIED};

/// Weak tags say that two files mean the same, not that they have the same bytes.
pub(super) fn version(headers: &HeaderMap) -> Option<HeaderValue> {
    let strong = headers.get(ETAG).filter(|tag| tag.as_bytes().starts_with(b"\""));
    strong.or_else(|| headers.get(LAST_MODIFIED)).cloned()
}

pub(super) fn length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The first byte and the length of the whole, of `bytes 5-9/10`, `bytes 5-9/*` or `bytes */10`.
pub(super) fn content_range(headers: &HeaderMap) -> Option<(Option<u64>, Option<u64>)> {
    let (range, total) =
        headers.get(CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?.split_once('/')?;
    let first = range.split_once('-').and_then(|(first, _)| first.trim().parse().ok());
    Some((first, total.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: reqwest::header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_place_of_a_part_is_read_whatever_is_unknown() {
        for (value, place) in [
            ("bytes 5-9/10", Some((Some(5), Some(10)))),
            ("bytes 5-9/*", Some((Some(5), None))),
            ("bytes */10", Some((None, Some(10)))),
            ("lines 5-9/10", None),
            ("bytes 5-9", None),
        ] {
            assert_eq!(content_range(&headers(CONTENT_RANGE, value)), place, "{value}");
        }
    }

    #[test]
    fn weak_tags_are_no_versions() {
        assert_eq!(version(&headers(ETAG, "W/\"1\"")), None);
        assert_eq!(version(&headers(ETAG, "\"1\"")), Some(HeaderValue::from_static("\"1\"")));
    }
}
