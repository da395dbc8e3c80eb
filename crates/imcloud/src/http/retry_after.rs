//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

use chrono::DateTime;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

/// How long the service asks to wait; `None` when it does not say or not understandably.
///
/// The gateway sends seconds (documented by its vendor); the standard also allows a date. A date is compared with the answer's own `Date`, because the
/// two clocks need not agree, and with ours only where there is none.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    // Not in the standard, but a number that means what it says.
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let then = moment(headers, &RETRY_AFTER)?;
    let now = moment(headers, &DATE).unwrap_or(now);
    Some(then.duration_since(now).unwrap_or_default())
}

fn moment(headers: &HeaderMap, name: &HeaderName) -> Option<SystemTime> {
    let text = headers.get(name)?.to_str().ok()?;
    DateTime::parse_from_rfc2822(text).ok().map(Into::into)
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
    fn reads_seconds_and_dates() {
        assert_eq!(read("17", None), Some(Duration::from_secs(17)));
        assert_eq!(read(" 0 ", None), Some(Duration::ZERO));
        assert_eq!(read("1.5", None), Some(Duration::from_millis(1500)));
        assert_eq!(read("Mon, 04 May 2026 06:00:30 GMT", None), Some(Duration::from_secs(30)));
    }

    #[test]
    fn a_date_is_measured_by_the_clock_that_wrote_it() {
        let date = Some("Mon, 04 May 2026 05:50:00 GMT");
        assert_eq!(read("Mon, 04 May 2026 05:50:10 GMT", date), Some(Duration::from_secs(10)));
    }

    #[test]
    fn a_date_that_is_over_means_now_and_nonsense_means_nothing() {
        assert_eq!(read("Mon, 04 May 2026 05:00:00 GMT", None), Some(Duration::ZERO));
        for nonsense in ["soon", "-5", "", "NaN", "inf"] {
            assert_eq!(read(nonsense, None), None, "{nonsense}");
        }
    }
}
