//! The HTTP client below.

use std::time::Duration;

use reqwest::{ClientBuilder, redirect, retry};

/// Turns off what this crate must decide itself: redirects and reqwest's own retries.
///
/// A redirect would carry the header `X-Subscription-Key` to wherever it points, for reqwest takes away only the headers it knows; and it would turn
/// an order into a `GET`. Retries would multiply with ours. [`Builder::http`](crate::Builder::http) does this by itself; use it for a client
/// that is given to [`Builder::http_client`](crate::Builder::http_client).
///
/// # Examples
///
/// ```
/// let http = imcloud::secure_client_builder(reqwest::Client::builder()).build()?;
/// # let _ = http;
/// # Ok::<(), reqwest::Error>(())
/// ```
pub fn secure_client_builder(builder: ClientBuilder) -> ClientBuilder {
    builder.redirect(redirect::Policy::none()).retry(retry::never())
}

pub(crate) fn build(builder: ClientBuilder, connect: Duration) -> reqwest::Result<reqwest::Client> {
    secure_client_builder(builder).connect_timeout(connect).build()
}
