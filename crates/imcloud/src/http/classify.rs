//! Classification of responses and failures.

use std::{
    borrow::Cow,
    error::Error as StdError,
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use imcloud_raw::{Response, Secret, operations::GenerateAuthToken};
use reqwest::{
    Request, StatusCode,
    header::{
        AUTHORIZATION, CONTENT_ENCODING, DATE, HeaderMap, HeaderName, HeaderValue, LOCATION, RETRY_AFTER,
        WWW_AUTHENTICATE,
    },
};

use super::clients::{Route, is_valid_host};
use crate::{
    call::Call,
    error::{Details, Error, ErrorBody, ErrorKind, Shape, scrub, secrets_in_body},
};

/// Returns the error of a response with a status other than 2xx.
///
/// `secrets` are hidden in its message, as are the credentials and the secrets in the body of `request`.
pub(super) fn refused(
    call: &Call,
    request: &Request,
    response: &Response<Bytes>,
    secrets: &[&Secret],
    now: SystemTime,
) -> Error {
    let in_body = secrets_in_body(request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default());
    let credentials = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credentials = credentials.map(|value| value.split_once(' ').map_or(value, |(_, value)| value));
    let credentials = credentials.map(Secret::from);
    let secrets: Vec<_> = secrets.iter().copied().chain(&credentials).chain(&in_body).collect();

    let body = match unsupported_encoding(response.headers()) {
        None => ErrorBody::read(response.value(), &secrets),
        Some(_) => ErrorBody::read(&[], &[]),
    };
    let retry_after = retry_after(response.headers(), now);
    let kind = kind(call, response, &body, retry_after.is_some());
    let mut reason = format!("failed: {}", response.status());
    if response.status().is_redirection() {
        let to = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
        let to = to.map_or_else(|| "no URL".to_owned(), |target| scrub(target, &[]));
        reason += &format!(": redirect to {to}, which is not followed; check the base URL");
    }
    Details {
        // The body of a redirect only repeats its target.
        body: (!response.status().is_redirection()).then_some(body),
        sent_secrets: !in_body.is_empty() || call.name == GenerateAuthToken::OPERATION.name,
        retry_after,
        ..Details::of(call, kind, reason).at(response.status(), response.headers())
    }
    .into()
}

fn kind(call: &Call, response: &Response<Bytes>, body: &ErrorBody, asks_to_wait: bool) -> ErrorKind {
    let gateway = body.shape == Shape::Gateway;
    let challenge = response.headers().get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
    let about_the_key = body.mentions(&["subscription key"])
        || challenge.is_some_and(|challenge| challenge.contains("ApiManagementKey"));
    match response.status() {
        StatusCode::UNAUTHORIZED if gateway && about_the_key => ErrorKind::InvalidSubscriptionKey,
        StatusCode::UNAUTHORIZED => ErrorKind::Authentication,
        // Error responses of the platform have no Retry-After, and their body contains `status`.
        StatusCode::FORBIDDEN if asks_to_wait || (gateway && body.mentions(&["quota"])) => {
            ErrorKind::QuotaExceeded
        }
        StatusCode::FORBIDDEN => ErrorKind::PermissionDenied,
        // The gateway knows no objects, only URLs.
        StatusCode::NOT_FOUND if !gateway => ErrorKind::NotFound,
        StatusCode::BAD_REQUEST if body.mentions(&["no entity has been found"]) => ErrorKind::NotFound,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => ErrorKind::BadRequest,
        StatusCode::CONFLICT => ErrorKind::Conflict,
        StatusCode::TOO_MANY_REQUESTS => ErrorKind::RateLimited,
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_EARLY => ErrorKind::Server,
        // Reads have no business rules. All other forms of a 500 are failures of the service.
        StatusCode::INTERNAL_SERVER_ERROR
            if !matches!(&*call.method, "GET" | "HEAD") && body.shape == Shape::Platform =>
        {
            ErrorKind::BusinessRule
        }
        status if status.is_server_error() => ErrorKind::Server,
        _ => ErrorKind::UnexpectedStatus,
    }
}

/// Returns the content encoding of a body that the client cannot decode: any but `identity`.
pub(super) fn unsupported_encoding(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(CONTENT_ENCODING).iter().map(HeaderValue::as_bytes);
    values
        .flat_map(|value| value.split(|byte| *byte == b','))
        .map(|encoding| String::from_utf8_lossy(encoding.trim_ascii()).to_ascii_lowercase())
        .find(|encoding| !matches!(&**encoding, "" | "identity"))
}

/// Returns the error of a successful response with a content encoding that the client cannot decode.
pub(super) fn undecodable(call: &Call, response: &Response<Bytes>) -> Option<Error> {
    let encoding = unsupported_encoding(response.headers())?;
    let reason = format!(
        "failed: could not decode response ({}): content encoding {encoding:?} is not supported; a proxy may have added it",
        response.status()
    );
    Some(Details::of(call, ErrorKind::Decode, reason).at(response.status(), response.headers()).into())
}

/// Returns the error of an HTTP client that could not be built.
pub(crate) fn no_client(operation: impl Into<Cow<'static, str>>, error: &reqwest::Error) -> Error {
    let reason = format!("failed: could not build the HTTP client: {}", root(error));
    Details::new(ErrorKind::Configuration, operation, reason).into()
}

/// Returns the error of an attempt without a response.
pub(crate) fn no_response(call: &Call, error: reqwest::Error, route: &Route) -> Error {
    // The URL may contain names of users.
    let error = error.without_url();
    let (kind, reason) = if error.is_connect() || error.is_builder() {
        connect_failure(&error, route)
    } else if error.is_timeout() {
        (ErrorKind::Timeout, "failed: no response within the timeout of the HTTP client".to_owned())
    } else {
        let cause = root(&error);
        let reason = format!("failed: connection closed before a response was received: {cause}");
        (ErrorKind::Interrupted, reason)
    };
    Details { source: Some(Arc::new(error)), ..Details::of(call, kind, reason) }.into()
}

/// Returns the kind and the reason of a connection that could not be established. Nothing was sent.
///
/// Invalid hosts, errors of TLS and unauthorized proxies are permanent; the network and DNS can recover.
fn connect_failure(error: &reqwest::Error, route: &Route) -> (ErrorKind, String) {
    let cause = root(error);
    if error.is_builder() {
        return (ErrorKind::Configuration, format!("failed: invalid URL: {cause}"));
    }
    if !is_valid_host(&route.host) {
        return (ErrorKind::Configuration, format!("failed: invalid host name {:?}", route.host));
    }
    let chain = || std::iter::successors(error.source(), |&error| error.source());
    let tunnel = chain().map(ToString::to_string).find(|text| text.starts_with("tunnel error"));
    let to = match (&route.proxy, &tunnel) {
        (Some(proxy), _) => format!("{} through proxy {proxy}", route.host),
        (None, Some(_)) => format!("{} through its proxy", route.host),
        (None, None) => route.host.clone(),
    };
    let mut io = chain().filter_map(|error| error.downcast_ref::<io::Error>()).peekable();
    let permanent = match &tunnel {
        Some(tunnel) if io.peek().is_none() => tunnel.contains("authorization required"),
        _ if error.is_timeout() || error.is_dns() => false,
        // rustls reports invalid data. Other TLS libraries use other errors, also for closed connections.
        _ => match io.peek() {
            Some(_) => io.any(|error| {
                matches!(innermost_kind(error), io::ErrorKind::InvalidData | io::ErrorKind::Other)
            }),
            None => !cause.contains("EOF") && !cause.contains("closed"),
        },
    };
    let kind = if permanent { ErrorKind::Configuration } else { ErrorKind::Connect };
    let action = if permanent && tunnel.is_none() { "establish TLS with" } else { "connect to" };
    (kind, format!("failed: could not {action} {to}: {cause}"))
}

/// `source` skips an I/O error that is wrapped in another one.
fn innermost_kind(mut error: &io::Error) -> io::ErrorKind {
    while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    error.kind()
}

/// Returns the message of the last source, which is the most specific.
pub(crate) fn root(error: &(dyn StdError + 'static)) -> String {
    let mut deepest = error;
    while let Some(next) = deepest.source() {
        deepest = next;
    }
    deepest.to_string()
}

/// Returns the delay that the service requests, `None` if there is none or it is invalid.
///
/// The gateway sends seconds (documented by its vendor). A date, in any of the three forms of RFC 9110, is
/// relative to the `Date` of the response, because clocks differ. Too large numbers are `Duration::MAX`.
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
