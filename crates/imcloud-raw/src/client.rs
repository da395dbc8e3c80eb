//! The client: builds requests, hands them to a transport, reads answers.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use serde::de::DeserializeOwned;

use crate::{DecodeError, Error, ErrorResponse, Operation, Response, Transport};

/// The operations of the API, one method each.
///
/// A method takes what the operation requires and gives a request value, which has a setter for each optional parameter. Nothing is sent
/// before `send`. Cloning is cheap; clones share the transport.
///
/// # Examples
///
/// ```no_run
/// # async fn example(http: reqwest::Client) -> Result<(), imcloud_raw::Error> {
/// use imcloud_raw::{Client, types::OrderStatus};
///
/// let client = Client::new("https://api.cloud.im/marketplace/eu", http);
/// let orders = client.list_orders().status(OrderStatus::Processing).limit(100).send().await?;
/// for order in orders.into_inner().data.unwrap_or_default() {
///     println!("{:?} {:?}", order.order_number, order.status);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) baseurl: String,
    pub(crate) client: reqwest::Client,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// A client that sends with `http` directly.
    ///
    /// `base_url` ends in the region's segment, for example `https://api.cloud.im/marketplace/na`; a slash behind it does no
    /// harm, a query does. Credentials are not this crate's business: give `http` the default headers `X-Subscription-Key` and `Authorization`, or use
    /// [`Client::with_transport`]. Give it time as well: placing an order can take over 60 seconds (observed).
    #[must_use]
    pub fn new(base_url: &str, http: reqwest::Client) -> Self {
        Self::with_transport(base_url, http.clone(), http)
    }

    /// A client that builds requests with `http` and leaves sending to `transport`.
    #[must_use]
    pub fn with_transport(
        base_url: &str,
        http: reqwest::Client,
        transport: impl Transport + 'static,
    ) -> Self {
        Self {
            baseurl: base_url.trim_end_matches('/').to_owned(),
            client: http,
            transport: Arc::new(transport),
        }
    }

    /// The address under which all paths stand, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.baseurl
    }

    /// Sends a request and reads a JSON answer.
    pub(crate) async fn execute<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<T>, Error> {
        let answer = self.execute_bytes(operation, request).await?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.into_inner();
        // Some gateways put a byte order mark before JSON.
        match serde_json::from_slice(body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body)) {
            Ok(value) => Ok(Response::new(value, status, headers)),
            Err(error) => Err(DecodeError::new::<T>(operation, status, headers, body, error).into()),
        }
    }

    /// Sends a request and ignores the body of the answer.
    #[allow(dead_code, reason = "whether an operation answers without a body depends on the specification")]
    pub(crate) async fn execute_empty(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<()>, Error> {
        let answer = self.execute_bytes(operation, request).await?;
        Ok(Response::new((), answer.status(), answer.headers().clone()))
    }

    /// Sends a request and returns the body of the answer as it is.
    pub(crate) async fn execute_bytes(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<Bytes>, Error> {
        let answer = self
            .transport
            .send(operation, request)
            .await
            .map_err(|source| Error::Transport { operation, source })?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let body = answer.bytes().await;
        if !status.is_success() {
            // Status and headers matter more than a body that broke off.
            return Err(ErrorResponse::new(operation, status, headers, body.unwrap_or_default()).into());
        }
        match body {
            Ok(body) => Ok(Response::new(body, status, headers)),
            Err(source) => Err(Error::Interrupted { operation, status, headers: Box::new(headers), source }),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither the HTTP client, whose default headers may be credentials, nor the transport.
        f.debug_struct("Client").field("base_url", &self.baseurl).finish_non_exhaustive()
    }
}
