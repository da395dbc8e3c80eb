//! Received requests, without secrets.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
};

use axum::http::{HeaderName, StatusCode, request::Parts};
use bytes::Bytes;
use chrono::{DateTime, Utc};
use serde::{Serialize, Serializer, ser::SerializeStruct};
use serde_json::Value;

use crate::fault::{Fault, FaultError, known_operation};

const HIDDEN: &str = "[hidden]";

/// Headers whose values are shown. Others show only their name.
const VISIBLE_HEADERS: [&str; 19] = [
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
/// A full journal drops the oldest. Clones show the same requests.
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
pub struct Journal {
    records: Arc<Mutex<VecDeque<Arc<Record>>>>,
    capacity: usize,
}

/// A received request and the status of its response. Serializes to the JSON of the control interface.
/// [`Journal::of`], [`Journal::entries`] and [`Journal::last`] return it.
///
/// # Examples
///
/// ```
/// # use imcloud_sandbox::Sandbox;
/// # let sandbox = Sandbox::builder().start_blocking()?;
/// // ... the code under test ...
/// for request in sandbox.journal().entries() {
///     println!("{} {}: {:?}", request.method(), request.path(), request.status());
/// }
/// # Ok::<(), imcloud_sandbox::StartError>(())
/// ```
#[derive(Clone)]
pub struct JournalEntry(Arc<Record>);

/// A received request. Secrets are masked when it is read.
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
        Self { records: Arc::default(), capacity }
    }

    fn records(&self) -> MutexGuard<'_, VecDeque<Arc<Record>>> {
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, record: Arc<Record>) {
        let mut records = self.records();
        records.push_back(record);
        if records.len() > self.capacity {
            records.pop_front();
        }
    }

    /// Returns all requests.
    #[must_use]
    pub fn entries(&self) -> Vec<JournalEntry> {
        self.records().iter().cloned().map(JournalEntry).collect()
    }

    /// Returns the requests of an operation, by its name in [`imcloud_raw::operations`], such as
    /// `create_order`; or `download` for report files.
    ///
    /// # Errors
    /// [`FaultError::UnknownOperation`] if there is no such operation.
    pub fn of(&self, operation: &str) -> Result<Vec<JournalEntry>, FaultError> {
        known_operation(operation)?;
        let records = self.records();
        let found = records.iter().filter(|record| record.operation == Some(operation));
        Ok(found.cloned().map(JournalEntry).collect())
    }

    /// Returns the newest request.
    #[must_use]
    pub fn last(&self) -> Option<JournalEntry> {
        self.records().back().cloned().map(JournalEntry)
    }

    /// Returns the number of requests.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records().len()
    }

    /// Returns true if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Removes all requests.
    pub fn clear(&self) {
        self.records().clear();
    }
}

impl JournalEntry {
    /// Returns the time of the request, by the sandbox's clock.
    #[must_use]
    pub fn time(&self) -> DateTime<Utc> {
        self.0.time
    }

    /// Returns the name of the operation, such as `create_order`; `download` for report files; `None` for
    /// anything else.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// Returns the HTTP method in upper case.
    #[must_use]
    pub fn method(&self) -> &str {
        self.0.request.method.as_str()
    }

    /// Returns the path without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.0.request.uri.path()
    }

    /// Returns the query parameters in the order given, decoded. Signatures and other secrets are hidden.
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

    /// Returns the value of a query parameter, decoded; the first of several.
    #[must_use]
    pub fn query_value(&self, name: &str) -> Option<String> {
        self.query().into_iter().find(|(given, _)| given == name).map(|(_, value)| value)
    }

    /// Returns the headers in the order given. Only headers that are known to hold no secret show their
    /// value; `Authorization` shows its scheme.
    #[must_use]
    pub fn headers(&self) -> Vec<(String, String)> {
        let headers = self.0.request.headers.iter();
        headers.map(|(name, value)| (name.to_string(), visible_value(name, value.as_bytes()))).collect()
    }

    /// Returns the value of a header as [`headers`](Self::headers) shows it; the first of several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<String> {
        let name = HeaderName::try_from(name).ok()?;
        let value = self.0.request.headers.get(&name)?;
        Some(visible_value(&name, value.as_bytes()))
    }

    /// Returns the body with passwords and other secrets hidden; `None` without a body or if it is not JSON.
    #[must_use]
    pub fn body(&self) -> Option<Value> {
        let mut body = serde_json::from_slice(&self.0.body).ok()?;
        hide(&mut body);
        Some(body)
    }

    /// Returns the length of the body in bytes.
    #[must_use]
    pub fn body_len(&self) -> usize {
        self.0.body.len()
    }

    /// Returns the status of the response; `None` without a response, or before it. Truncated responses have
    /// one.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.0.status.get().map(StatusCode::as_u16)
    }

    /// Returns `X-Correlation-ID` of the response.
    #[must_use]
    pub fn correlation_id(&self) -> &str {
        &self.0.correlation_id
    }

    /// Returns the fault that hit it, such as "reset after the work".
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        self.0.fault.get().map(ToString::to_string)
    }
}

fn visible_value(name: &HeaderName, value: &[u8]) -> String {
    if VISIBLE_HEADERS.contains(&name.as_str()) {
        return String::from_utf8_lossy(value).into_owned();
    }
    let scheme = [&b"Basic "[..], b"Bearer "].into_iter().find(|scheme| {
        name == "authorization"
            && value.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    });
    format!("{}{HIDDEN}", scheme.map(String::from_utf8_lossy).unwrap_or_default())
}

/// Returns true if properties and parameters of this name are hidden.
fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name == "sig" || ["password", "secret", "token", "signature"].iter().any(|word| name.contains(word))
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            // The `name` of a parameter describes its `value`.
            let secret_parameter = properties.get("name").and_then(Value::as_str).is_some_and(is_secret);
            for (name, property) in properties.iter_mut() {
                let is_value = matches!(name.as_str(), "value" | "structured_value");
                if is_secret(name) || secret_parameter && is_value {
                    *property = HIDDEN.into();
                } else {
                    hide(property);
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
        serde_json::to_value(self).map_err(|_| fmt::Error)?.fmt(f)
    }
}

impl Serialize for JournalEntry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entry = serializer.serialize_struct("JournalEntry", 11)?;
        entry.serialize_field("time", &self.time())?;
        entry.serialize_field("operation", &self.operation())?;
        entry.serialize_field("method", self.method())?;
        entry.serialize_field("path", self.path())?;
        entry.serialize_field("query", &self.query())?;
        entry.serialize_field("headers", &self.headers())?;
        entry.serialize_field("body", &self.body())?;
        entry.serialize_field("bodyLength", &self.body_len())?;
        entry.serialize_field("status", &self.status())?;
        entry.serialize_field("correlationId", self.correlation_id())?;
        entry.serialize_field("fault", &self.fault())?;
        entry.end()
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
    fn debug_and_json_hide_secrets() {
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
        let printed = format!("{journal:?} {}", serde_json::to_string(&journal.entries()).unwrap());
        assert!(!printed.contains("PRIVATE"), "{printed}");
        for expected in ["Bearer [hidden]", "tests", "\"me\"", "shown", "x-subscription-key"] {
            assert!(printed.contains(expected), "{expected} in {printed}");
        }
    }

    #[test]
    fn body_without_json_is_hidden() {
        let journal = Journal::new(1);
        journal.add(entry(Request::post("/customers").body(()).unwrap(), r#"{"password": "PRIVATE""#));
        assert!(!format!("{journal:?}").contains("PRIVATE"));
        assert_eq!(journal.last().unwrap().body_len(), 22);
    }

    #[test]
    fn full_journal_drops_oldest() {
        let journal = Journal::new(2);
        for path in ["/a", "/b", "/c"] {
            journal.add(entry(Request::get(path).body(()).unwrap(), ""));
        }
        let paths: Vec<_> = journal.entries().iter().map(|entry| entry.path().to_owned()).collect();
        assert_eq!(paths, ["/b", "/c"]);
        assert_eq!(Journal::new(0).len(), 0);
    }

    #[test]
    fn unknown_operation_is_an_error() {
        let journal = Journal::new(2);
        assert!(journal.of("create_order").unwrap().is_empty());
        assert!(journal.of("create_ordr").is_err());
    }
}
