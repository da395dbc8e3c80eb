//! The requests that came, without secrets.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use axum::http::{HeaderMap, HeaderName, StatusCode, request::Parts};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::fault::{Fault, FaultError, known_operation};

const HIDDEN: &str = "[hidden]";

/// Headers whose values are shown. Of the others only the name is.
const SHOWN_HEADERS: [&str; 19] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "expect",
    "host",
    "idempotency-key",
    "if-match",
    "if-range",
    "range",
    "traceparent",
    "transfer-encoding",
    "user-agent",
    "x-client-id",
    "x-correlation-id",
    "x-request-id",
];

/// The requests that a sandbox received, oldest first.
///
/// A full journal forgets the oldest. Clones show the same requests.
///
/// # Examples
///
/// ```
/// # use imcloud_sandbox::Sandbox;
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder().start_blocking()?;
/// // ... the code under test ...
/// assert!(sandbox.journal().of("create_order")?.is_empty(), "nothing was ordered");
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Journal(Arc<Mutex<Records>>);

struct Records {
    records: VecDeque<Arc<Record>>,
    capacity: usize,
}

/// A received request and how it was answered.
#[derive(Clone)]
pub struct JournalEntry(Arc<Record>);

/// A request as it came. What is shown of it is worked out when somebody looks.
pub(crate) struct Record {
    pub(crate) time: DateTime<Utc>,
    pub(crate) operation: Option<&'static str>,
    pub(crate) request: Parts,
    pub(crate) body: Bytes,
    pub(crate) correlation_id: String,
    pub(crate) fault: OnceLock<Arc<Fault>>,
    pub(crate) status: OnceLock<StatusCode>,
}

impl Journal {
    pub(crate) fn new(capacity: usize) -> Self {
        Self(Arc::new(Mutex::new(Records { records: VecDeque::new(), capacity })))
    }

    fn lock(&self) -> MutexGuard<'_, Records> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, record: Arc<Record>) {
        let mut journal = self.lock();
        if journal.capacity == 0 {
            return;
        }
        if journal.records.len() == journal.capacity {
            journal.records.pop_front();
        }
        journal.records.push_back(record);
    }

    /// All requests.
    #[must_use]
    pub fn entries(&self) -> Vec<JournalEntry> {
        self.lock().records.iter().cloned().map(JournalEntry).collect()
    }

    /// The requests of an operation, by its name in [`imcloud_raw::operations`], such as `create_order`; or `download` for files of reports.
    ///
    /// # Errors
    /// When there is no such operation.
    pub fn of(&self, operation: &str) -> Result<Vec<JournalEntry>, FaultError> {
        known_operation(operation)?;
        let journal = self.lock();
        let wanted = journal.records.iter().filter(|record| record.operation == Some(operation));
        Ok(wanted.cloned().map(JournalEntry).collect())
    }

    /// The newest request.
    #[must_use]
    pub fn last(&self) -> Option<JournalEntry> {
        self.lock().records.back().cloned().map(JournalEntry)
    }

    /// How many requests it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lock().records.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets all requests.
    pub fn clear(&self) {
        self.lock().records.clear();
    }
}

impl JournalEntry {
    /// When it came, by the sandbox's clock.
    #[must_use]
    pub fn time(&self) -> DateTime<Utc> {
        self.0.time
    }

    /// The name of the operation, such as `create_order`; `download` for files of reports; `None` for anything else.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The HTTP method in upper case.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.request.method.as_str()
    }

    /// The whole path, without query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.request.uri.path()
    }

    /// The query parameters in the order given, decoded. Signatures and the like are hidden.
    #[must_use]
    pub fn query(&self) -> Vec<(String, String)> {
        let query = self.0.request.uri.query().unwrap_or_default();
        form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| {
                let value = if is_secret(&name) { HIDDEN.to_owned() } else { value.into_owned() };
                (name.into_owned(), value)
            })
            .collect()
    }

    /// The value of a query parameter, decoded; the first of several.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query().into_iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// The headers in the order given. Values are shown of headers that are known to hold no secret; of `Authorization` the scheme is.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let shown = |headers: &HeaderMap| {
            headers
                .iter()
                .map(|(name, value)| (name.to_string(), shown_value(name, value.as_bytes())))
                .collect()
        };
        shown(&self.0.request.headers)
    }

    /// The value of a header as [`headers`](Self::headers) shows it; the first of several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let name = HeaderName::try_from(name).ok()?;
        let value = self.0.request.headers.get(&name)?;
        Some(shown_value(&name, value.as_bytes()))
    }

    /// The body with passwords and the like hidden; `None` when there was none or it is no JSON.
    #[must_use]
    pub fn body(&self) -> Option<Value> {
        let mut body = serde_json::from_slice(&self.0.body).ok()?;
        hide(&mut body);
        Some(body)
    }

    /// The length of the body in bytes.
    #[must_use]
    pub fn body_len(&self) -> usize {
        self.0.body.len()
    }

    /// The status of the answer; `None` when none was given, or not yet. An answer that broke off has one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status.get().map(StatusCode::as_u16)
    }

    /// `X-Correlation-ID` of the answer.
    #[must_use]
    pub fn correlation_id(&self) -> &str {
        &self.0.correlation_id
    }

    /// The fault that hit it, in words such as "connection reset after the work".
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.0.fault.get().map(ToString::to_string)
    }
}

fn shown_value(name: &HeaderName, value: &[u8]) -> String {
    if SHOWN_HEADERS.contains(&name.as_str()) {
        return String::from_utf8_lossy(value).into_owned();
    }
    let scheme = [&b"Basic "[..], b"Bearer "].into_iter().find(|scheme| {
        name == "authorization"
            && value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    format!("{}{HIDDEN}", scheme.map(String::from_utf8_lossy).unwrap_or_default())
}

/// Whether members and parameters of this name are hidden.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "sig" || ["password", "secret", "token", "signature"].iter().any(|word| name.contains(word))
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // A parameter of a product says by `name` what its `value` is.
            let secret_parameter = members.get("name").and_then(Value::as_str).is_some_and(is_secret);
            for (name, member) in members.iter_mut() {
                if is_secret(name)
                    || secret_parameter && matches!(name.as_str(), "value" | "structured_value")
                {
                    *member = HIDDEN.into();
                } else {
                    hide(member);
                }
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(hide),
        _ => {}
    }
}

impl fmt::Debug for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.entries()).finish()
    }
}

impl fmt::Debug for JournalEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JournalEntry")
            .field("time", &self.time())
            .field("operation", &self.operation())
            .field("method", &self.method())
            .field("path", &self.path())
            .field("query", &self.query())
            .field("headers", &self.headers())
            .field("body", &self.body())
            .field("status", &self.status())
            .field("correlation_id", &self.correlation_id())
            .field("fault", &self.fault())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use serde_json::json;

    use super::*;

    fn entry(request: Request<()>, body: &str) -> Arc<Record> {
        Arc::new(Record {
            time: DateTime::UNIX_EPOCH,
            operation: Some("create_customer"),
            request: request.into_parts().0,
            body: Bytes::copy_from_slice(body.as_bytes()),
            correlation_id: "a8n-1".to_owned(),
            fault: OnceLock::new(),
            status: OnceLock::new(),
        })
    }

    #[test]
    fn nothing_secret_is_shown_by_any_way_of_looking() {
        let request = Request::post("/customers?sig=PRIVATE1&name=x")
            .header("Authorization", "Bearer PRIVATE2")
            .header("X-Subscription-Key", "PRIVATE3")
            .header("Cookie", "PRIVATE4")
            .header("User-Agent", "tests")
            .body(())
            .unwrap();
        let body = json!({
            "contactPersons": [{"password": "PRIVATE5", "login": "me"}],
            "parameters": [{"name": "adminPassword", "value": "PRIVATE6"}, {"name": "domain", "value": "shown"}],
        });
        let journal = Journal::new(1);
        journal.add(entry(request, &body.to_string()));
        let printed = format!("{journal:?}");
        assert!(!printed.contains("PRIVATE"), "{printed}");
        for expected in ["Bearer [hidden]", "tests", "\"me\"", "shown", "x-subscription-key"] {
            assert!(printed.contains(expected), "{expected} in {printed}");
        }
    }

    #[test]
    fn a_body_that_is_no_json_is_not_shown_at_all() {
        let journal = Journal::new(1);
        journal.add(entry(Request::post("/customers").body(()).unwrap(), r#"{"password": "PRIVATE""#));
        assert!(!format!("{journal:?}").contains("PRIVATE"));
        assert_eq!(journal.last().unwrap().body_len(), 22);
    }

    #[test]
    fn a_full_journal_forgets_the_oldest() {
        let journal = Journal::new(2);
        for path in ["/a", "/b", "/c"] {
            journal.add(entry(Request::get(path).body(()).unwrap(), ""));
        }
        let paths: Vec<_> = journal.entries().iter().map(|entry| entry.path().to_owned()).collect();
        assert_eq!(paths, ["/b", "/c"]);
        assert_eq!(Journal::new(0).len(), 0);
    }

    #[test]
    fn asking_for_an_operation_that_does_not_exist_is_an_error() {
        let journal = Journal::new(2);
        assert!(journal.of("create_order").unwrap().is_empty());
        assert!(journal.of("create_ordr").is_err());
    }
}
