//! Calls that have no method.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use imcloud_raw::{Id, Response};
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::{
    Client, Idempotency, Listing, RetryPolicy,
    call::Call,
    error::{Error, Result, decode},
    http::{Limits, Stack},
    pagination::{Fetched, Source},
};

/// A call by method and path, with the client's tokens, retries, limits and errors.
///
/// # Examples
///
/// ```no_run
/// use imcloud::reqwest::Method;
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let response = client
///     .request(Method::GET, "/subscriptions/1000099/history")
///     .query("limit", 50)
///     .send_json()
///     .await?;
/// println!("{}", response["data"][0]);
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is sent"]
pub struct RequestBuilder<'a> {
    client: &'a Client,
    parts: Parts,
}

#[derive(Clone)]
struct Parts {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Result<HeaderMap, String>,
    body: Option<Result<Bytes, String>>,
    idempotency: Idempotency,
    limits: Limits,
}

setters! { blocking impl RequestBuilder<'a> {
    /// Sets the time limit of the call, with all attempts and delays. Defaults to that of the client.
    timeout(limit: Duration) => parts.limits.timeouts.total = limit;

    /// Sets the retry policy. Defaults to that of the client.
    retry(policy: RetryPolicy) => parts.limits.retry = policy;

    /// Sets the body.
    json(body: &(impl Serialize + ?Sized)) =>
        parts.body = Some(serde_json::to_vec(body).map(Bytes::from).map_err(|error| error.to_string()));

    /// Sets the idempotency of the request, which decides on retries. By default, `GET` and `HEAD` are
    /// safe, `PUT`, `PATCH` and `DELETE` idempotent, and all others non-idempotent.
    idempotency(idempotency: Idempotency) => parts.idempotency = idempotency;
}}

impl<'a> RequestBuilder<'a> {
    pub(crate) fn new(client: &'a Client, method: Method, path: String) -> Self {
        let idempotency = Idempotency::of_method(method.as_str());
        let (headers, limits) = (Ok(HeaderMap::new()), client.stack().limits.clone());
        let parts = Parts { method, path, query: Vec::new(), headers, body: None, idempotency, limits };
        Self { client, parts }
    }

    /// Adds a query parameter. The service ignores names that it does not know (observed).
    pub fn query(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.parts.query.push((name.into(), value.to_string()));
        self
    }

    /// Adds a header. The client sets those of authentication and content itself.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(headers) = &mut self.parts.headers {
            match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value)) {
                (Ok(name), Ok(value)) if !RESERVED.contains(&name.as_str()) => {
                    headers.append(name, value);
                }
                (Ok(name), Ok(_)) => {
                    self.parts.headers = Err(format!("has the header {name}, which the client sets"))
                }
                _ => self.parts.headers = Err(format!("has the invalid header {name:?}")),
            }
        }
        self
    }

    /// Sends the request and decodes the response.
    ///
    /// # Errors
    /// Those of any call; [`is_decode`](Error::is_decode) if the response is not a valid `T`.
    pub async fn send<T: DeserializeOwned>(self) -> Result<T> {
        let (call, response) = self.parts.exchange(self.client).await?;
        decode(&call, &response)
    }

    /// Sends the request and returns the response as JSON; null if it has no body.
    ///
    /// # Errors
    /// Those of any call; [`is_decode`](Error::is_decode) if the response is not valid JSON.
    pub async fn send_json(self) -> Result<serde_json::Value> {
        let (call, response) = self.parts.exchange(self.client).await?;
        if response.value().trim_ascii().is_empty() {
            Ok(serde_json::Value::Null)
        } else {
            decode(&call, &response)
        }
    }

    /// Sends the request and returns the body of the response.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn send_bytes(self) -> Result<Bytes> {
        self.parts.exchange(self.client).await.map(|(_, response)| response.into_inner())
    }

    /// Returns the list at this path, which is read like every other [`Listing`]. `id` returns the id of an
    /// item, by which it is recognized if the list changes meanwhile. A response without `pagination` is the
    /// complete list. The listing sets `limit` and `offset`.
    ///
    /// # Errors
    /// Those of any call, when read. [`is_decode`](Error::is_decode) if the response has no `data`.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::{Id, reqwest::Method};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Invoice {
    ///     id: Option<Id>,
    /// }
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let invoices = client.request(Method::GET, "/invoices").query("status", "open");
    /// let mut items = invoices.list(|invoice: &Invoice| invoice.id.as_ref()).items();
    /// while let Some(invoice) = items.try_next().await? {
    ///     println!("{:?}", invoice.id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<T: DeserializeOwned + Send + 'static>(self, id: fn(&T) -> Option<&Id>) -> Listing<T> {
        let (client, parts) = (self.client.for_lists(), self.parts);
        let bound = client.clone();
        let source = Source {
            operation: Call::unlisted(&parts.method, &parts.path, parts.idempotency).name,
            fetch: Arc::new(move |(), offset, limit| {
                let (client, mut parts) = (bound.clone(), parts.clone());
                parts.query.extend(
                    [("offset", offset), ("limit", limit)]
                        .map(|(name, value)| (name.to_owned(), value.to_string())),
                );
                Box::pin(async move {
                    let (call, response) = parts.exchange(&client).await?;
                    let page: ListPage<T> = decode(&call, &response)?;
                    Ok(page.into_fetched(offset, limit, id, response.value()))
                })
            }),
            id,
            unpaged: false,
        };
        Listing::new(&client, source)
    }
}

impl Parts {
    async fn exchange(self, client: &Client) -> Result<(Call, Response<Bytes>)> {
        let call = Call::unlisted(&self.method, &self.path, self.idempotency);
        let refused = |reason: String| Error::invalid_request(call.name.clone(), reason);
        if let Some(reason) = wrong_path(&self.path) {
            return Err(refused(format!(
                "{reason}; give a path under the base URL, such as /orders/1000042"
            )));
        }
        let url = format!("{}{}", client.raw().base_url(), self.path);
        let mut request =
            client.stack().sender.http.request(self.method, url).header("accept", "application/json");
        if !self.query.is_empty() {
            request = request.query(&self.query);
        }
        request = request.headers(self.headers.map_err(&refused)?);
        if let Some(body) = self.body {
            let body =
                body.map_err(|error| refused(format!("has a body that cannot be written: {error}")))?;
            request = request.header("content-type", "application/json").body(body);
        }
        let request = request
            .build()
            .map_err(|error| refused(format!("could not be built: {}", error.without_url())))?;
        let stack = Stack { limits: self.limits, ..client.stack().clone() };
        let response = stack.call(&call, &request).await?;
        Ok((call, response))
    }
}

const RESERVED: &[&str] =
    &["authorization", "x-subscription-key", "host", "content-length", "transfer-encoding"];

#[derive(Deserialize)]
#[serde(bound = "T: DeserializeOwned")]
struct ListPage<T> {
    // A response without it is not a list.
    #[serde(deserialize_with = "Option::deserialize")]
    data: Option<Vec<T>>,
    pagination: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct PageContent<'a> {
    #[serde(borrow)]
    data: &'a RawValue,
}

impl<T> ListPage<T> {
    fn into_fetched(self, offset: u64, limit: u64, id: fn(&T) -> Option<&Id>, body: &[u8]) -> Fetched<T> {
        let items = self.data.unwrap_or_default();
        let Some(pagination) = self.pagination else {
            let list = Fetched::of_list(items, offset);
            // A page with as many items as requested may lack the property only by accident.
            return Fetched { total: list.total.filter(|total| *total != limit), ..list };
        };
        let number = |name: &str| pagination.get(name).and_then(serde_json::Value::as_u64);
        let content = |_: &[T]| {
            let body = imcloud_raw::body::without_byte_order_mark(body);
            serde_json::from_slice::<PageContent<'_>>(body).ok().map(|content| content.data.get())
        };
        Fetched::new(items, (number("limit"), number("total")), id, content)
    }
}

/// Returns the reason that a path does not stay under the base URL. The token must not be sent anywhere else.
fn wrong_path(path: &str) -> Option<&'static str> {
    let plain = path.split(['?', '#']).next().unwrap_or_default();
    if !path.starts_with('/') || path.starts_with("//") {
        Some("has a path that does not begin with one slash")
    } else if path.contains(['\\', '#']) || path.contains(char::is_control) {
        Some("has a path with a backslash, a hash or a control character in it")
    } else if plain.split('/').any(is_dots) {
        Some("has a path with dots for a segment, which leads elsewhere")
    } else {
        None
    }
}

/// Returns true for `.` and `..`, also if encoded: URL parsers resolve both forms.
fn is_dots(segment: &str) -> bool {
    let segment = segment.to_ascii_lowercase().replace("%2e", ".");
    segment == "." || segment == ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_under_the_base_address() {
        for path in [
            "orders",
            "//evil.example/x",
            "https://evil.example",
            "/a/../b",
            "/a/%2E%2e",
            "/a\\b",
            "/a#b",
            "/a/.",
            "",
        ] {
            assert!(wrong_path(path).is_some(), "{path}");
        }
        for path in ["/orders", "/orders/", "/orders?limit=1", "/a/b..c/...", "/"] {
            assert!(wrong_path(path).is_none(), "{path}");
        }
    }
}
