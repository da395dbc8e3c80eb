//! Sending requests: the seam between this crate and whatever stands above it.

use std::{error::Error, fmt, future::Future, pin::Pin};

/// Why a transport could not get an answer. [`crate::Error::Transport`] carries it to the caller, who can downcast it.
pub type TransportError = Box<dyn Error + Send + Sync>;

/// The future that [`Transport::send`] returns.
pub type SendFuture<'a> =
    Pin<Box<dyn Future<Output = Result<reqwest::Response, TransportError>> + Send + 'a>>;

/// Sends requests.
///
/// A [`crate::Client`] builds requests and reads answers; everything between is the transport's: authentication, retries,
/// rate limits, tracing, time-outs. [`reqwest::Client`] is the plainest one. An answer of any status is a success here: the client looks
/// at the status.
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
    /// Sends the request of an operation and returns the answer, whatever its status.
    fn send<'a>(&'a self, operation: &'static Operation, request: reqwest::Request) -> SendFuture<'a>;
}

impl Transport for reqwest::Client {
    fn send<'a>(&'a self, _: &'static Operation, request: reqwest::Request) -> SendFuture<'a> {
        Box::pin(async move { self.execute(request).await.map_err(Into::into) })
    }
}

/// What the specification says about an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// The name of the method of [`crate::Client`], for example `list_orders`.
    pub name: &'static str,
    /// The operation id in the published specification, for example `getOrders`.
    pub published_id: &'static str,
    /// The HTTP method in upper case.
    pub method: &'static str,
    /// The path template under the base address, for example `/orders/{id}`.
    pub path: &'static str,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
