//! Transports, which send requests.

use std::{error::Error as StdError, fmt, future::Future, pin::Pin};

use bytes::Bytes;

use crate::{Error, Response};

/// Error of a transport that returned no response. [`Error::Transport`] contains it, to be downcast.
///
/// Example: see [`Error`].
pub type TransportError = Box<dyn StdError + Send + Sync>;

/// The future that [`Transport::send`] returns.
///
/// Example: see [`Transport`].
pub type SendFuture<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, Error>> + Send + 'a>>;

/// Sends requests and reads responses.
///
/// A [`crate::Client`] builds requests and decodes responses. The transport is responsible for
/// authentication, retries, rate limits, tracing and timeouts. [`reqwest::Client`] is the simplest one. A
/// transport returns responses with any status; the client checks the status.
///
/// # Examples
///
/// A transport that counts what it sends:
///
/// ```
/// use std::sync::atomic::{AtomicUsize, Ordering};
/// use imcloud_raw::{Operation, SendFuture, Transport};
///
/// struct Counting {
///     http: reqwest::Client,
///     sent: AtomicUsize,
/// }
///
/// impl Transport for Counting {
///     fn send<'a>(&'a self, operation: &'static Operation, request: reqwest::Request) -> SendFuture<'a> {
///         self.sent.fetch_add(1, Ordering::Relaxed);
///         self.http.send(operation, request)
///     }
/// }
/// ```
pub trait Transport: Send + Sync {
    /// Sends the request of an operation and returns the response with any status and its complete body.
    ///
    /// An error of its own is the source of an [`Error::Transport`].
    fn send<'a>(&'a self, operation: &'static Operation, request: reqwest::Request) -> SendFuture<'a>;
}

impl Transport for reqwest::Client {
    fn send<'a>(&'a self, operation: &'static Operation, request: reqwest::Request) -> SendFuture<'a> {
        Box::pin(async move {
            let result = self.execute(request).await;
            let mut response =
                result.map_err(|error| Error::Transport { operation, source: error.into() })?;
            let (status, headers) = (response.status(), std::mem::take(response.headers_mut()));
            match response.bytes().await {
                Ok(body) => Ok(Response::new(body, status, headers)),
                Err(source) if status.is_success() => {
                    Err(Error::Interrupted { operation, status, headers: Box::new(headers), source })
                }
                // Status and headers matter more than an incomplete body.
                Err(_) => Ok(Response::new(Bytes::new(), status, headers)),
            }
        })
    }
}

/// An operation of the specification.
///
/// Example: see [`Transport`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the method of [`crate::Client`], for example `list_orders`.
    pub name: &'static str,
    /// The operation id in the published specification, for example `getOrders`.
    pub published_id: &'static str,
    /// The HTTP method in upper case.
    pub method: &'static str,
    /// The path template relative to the base URL, for example `/orders/{id}`.
    pub path: &'static str,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
