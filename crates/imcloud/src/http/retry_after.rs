//! The `Retry-After` header.

use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// Returns the delay that the service requests, `None` if there is none or it is invalid.
///
/// The gateway sends seconds (documented by its vendor). A date, in any of the three forms of RFC 9110, is relative to the `Date`
/// of the response, because the clocks can differ. Numbers that are too large are the largest `Duration`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    // The standard knows no fractions.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let seconds = text.parse().ok()?;
        return Some(Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX));
    }
    let date = date(headers, &RETRY_AFTER)?;
    let now = self::date(headers, &DATE).unwrap_or(now);
    Some(date.duration_since(now).unwrap_or_default())
}

/// Returns the date in a header, in any of the three forms of RFC 9110.
pub(crate) fn date(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(name)?.to_str().ok()?.trim()).ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn read(after: &'static str, date: Option<&'static str>) -> Option<Duration> {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_static(after));
        if let Some(date) = date {
            headers.insert(DATE, HeaderValue::from_static(date));
        }
        // Mon, 04 May 2026 06:00:00 GMT.
        retry_after(&headers, SystemTime::UNIX_EPOCH + Duration::from_secs(1_777_874_400))
    }

    #[test]
    fn seconds_are_parsed() {
        assert_eq!(read("17", None), Some(Duration::from_secs(17)));
        assert_eq!(read(" 0 ", None), Some(Duration::ZERO));
        assert_eq!(read("1.5", None), Some(Duration::from_millis(1500)));
    }

    #[test]
    fn three_date_forms_are_parsed() {
        for date in
            ["Mon, 04 May 2026 06:00:30 GMT", "Monday, 04-May-26 06:00:30 GMT", "Mon May  4 06:00:30 2026"]
        {
            assert_eq!(read(date, None), Some(Duration::from_secs(30)), "{date}");
        }
    }

    #[test]
    fn date_is_relative_to_date_header() {
        for date in ["Mon, 04 May 2026 05:50:00 GMT", "Mon May  4 05:50:00 2026"] {
            assert_eq!(read("Mon, 04 May 2026 05:50:10 GMT", Some(date)), Some(Duration::from_secs(10)));
        }
    }

    #[test]
    fn past_date_means_now() {
        for past in ["Mon, 04 May 2026 05:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"] {
            assert_eq!(read(past, None), Some(Duration::ZERO), "{past}");
        }
    }

    #[test]
    fn huge_numbers_saturate() {
        assert_eq!(read("18446744073709551616", None), Some(Duration::MAX));
        assert_eq!(read("99999999999999999999999999999999999999999999", None), Some(Duration::MAX));
        assert!(read("18446744073709551615", None).unwrap() >= Duration::from_secs(1 << 63));
        assert!(read("Fri, 31 Dec 9999 23:59:59 GMT", None).unwrap() > Duration::from_secs(1 << 37));
    }

    #[test]
    fn invalid_values_are_ignored() {
        for invalid in [
            "soon",
            "-5",
            "",
            " ",
            "NaN",
            "inf",
            "1e9",
            ".",
            "1.2.3",
            "0x10",
            "Mon, 32 May 2026 06:00:30 GMT",
            "Mon, 04 May 2026 25:00:00 GMT",
            "Mon, 04 May 10000 06:00:00 GMT",
            "Monday, 04-May-26",
            "Mon May  4",
            "2026-05-04T06:00:30Z",
        ] {
            assert_eq!(read(invalid, None), None, "{invalid}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(retry_after(&headers, SystemTime::UNIX_EPOCH), None);
    }
}
