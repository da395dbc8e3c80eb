//! The client: builds requests, passes them to a transport and decodes responses.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use reqwest::Url;
use serde::de::DeserializeOwned;

use crate::{DecodeError, Error, ErrorResponse, Operation, Response, Transport};

/// The operations of the API, one method each.
///
/// Methods take the required parameters and return a request, which has a setter for each optional parameter.
/// Nothing is sent before `send`. Cloning is cheap; clones share the transport.
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
    base_url: String,
    /// The base URL, parsed once, or the reason why it is invalid.
    parsed: Result<Url, String>,
    pub(crate) client: reqwest::Client,
    transport: Arc<dyn Transport>,
}

impl Client {
    /// Creates a client that sends requests with `http` directly.
    ///
    /// `base_url` ends with the segment of the region, such as `https://api.cloud.im/marketplace/na`.
    /// Trailing slashes are ignored; a query is not allowed. Set the headers `X-Subscription-Key` and
    /// `Authorization` as default headers of `http`, or use [`Client::with_transport`]. Choose a long
    /// timeout: placing an order can take over 60 seconds (observed).
    ///
    /// `http` must not follow redirects: reqwest would send the subscription key to their target.
    #[must_use]
    pub fn new(base_url: &str, http: reqwest::Client) -> Self {
        Self::with_transport(base_url, http.clone(), http)
    }

    /// Creates a client that builds requests with `http` and sends them with `transport`.
    #[must_use]
    pub fn with_transport(
        base_url: &str,
        http: reqwest::Client,
        transport: impl Transport + 'static,
    ) -> Self {
        let base_url = base_url.trim_end_matches('/').to_owned();
        let parsed = Url::parse(&base_url).map_err(|error| error.to_string());
        Self { base_url, parsed, client: http, transport: Arc::new(transport) }
    }

    /// Returns the base URL without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Returns the URL of an encoded path below the base URL. Parsing it as a whole would be 6 % of the
    /// work of a call.
    pub(crate) fn url(&self, path: fmt::Arguments<'_>) -> Result<Url, Error> {
        let invalid = |cause: String| Error::Request(format!("invalid base URL: {cause}").into());
        let mut url = self.parsed.clone().map_err(invalid)?;
        url.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
        Ok(url)
    }

    /// Sends a request and decodes the JSON response.
    pub(crate) async fn execute<T: DeserializeOwned>(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<T>, Error> {
        let response = self.execute_bytes(operation, request).await?;
        match crate::body::decode(response.value()) {
            Ok(value) => {
                let (_, status, headers) = response.into_parts();
                Ok(Response::new(value, status, headers))
            }
            Err(invalid) => Err(DecodeError { operation, response, invalid }.into()),
        }
    }

    /// Sends a request and ignores the body of the response.
    #[allow(dead_code, reason = "only some specifications have operations without a response body")]
    pub(crate) async fn execute_empty(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<()>, Error> {
        let (_, status, headers) = self.execute_bytes(operation, request).await?.into_parts();
        Ok(Response::new((), status, headers))
    }

    /// Sends a request and returns the body of the response unchanged.
    pub(crate) async fn execute_bytes(
        &self,
        operation: &'static Operation,
        request: reqwest::Request,
    ) -> Result<Response<Bytes>, Error> {
        let response = self.transport.send(operation, request).await?;
        if response.status().is_success() {
            Ok(response)
        } else {
            Err(ErrorResponse { operation, response }.into())
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Default headers of the HTTP client, and the transport, may hold credentials.
        f.debug_struct("Client").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
