//! The blocking client.

use reqwest::Method;

use super::{
    Customers, Licenses, Orders, Plans, Products, Reports, RequestBuilder, Resellers, Subscriptions,
    Validation, worker::Worker,
};
use crate::{Builder, ConfigError, Problem, RetryPolicy, Timeouts, VerifyError};

/// The blocking form of [`Client`](crate::Client). Cheap to clone: clones share everything, also the thread
/// of the runtime.
#[derive(Clone, Debug)]
pub struct Client {
    inner: crate::Client,
    worker: Worker,
}

impl Builder {
    /// Creates a [`blocking::Client`](crate::blocking::Client) and its thread. Nothing is sent.
    ///
    /// # Errors
    /// Those of [`Builder::build`], and if the thread or its runtime cannot be created.
    pub fn build_blocking(self) -> Result<Client, ConfigError> {
        Client::over(self.build()?)
    }
}

impl Client {
    /// Returns a builder. Its last method is [`Builder::build_blocking`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Creates a client from the `IMCLOUD_*` environment variables: see
    /// [`Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    /// Those of the async form, and if the thread or its runtime cannot be created.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::over(crate::Client::from_env()?)
    }

    /// Creates a blocking client that shares token, rate limit and retry budget with this client.
    ///
    /// Use one of both at a time: pooled connections belong to the runtime in which they were opened.
    ///
    /// # Errors
    /// If the thread or its runtime cannot be created.
    pub fn over(client: crate::Client) -> Result<Self, ConfigError> {
        let worker = Worker::new().map_err(|error| {
            let (name, hint) =
                ("runtime of the blocking client", "check the limits of threads and open files");
            Problem::new(name, format!("cannot be created ({error})"), hint)
        })?;
        Ok(Self { inner: client, worker })
    }

    /// Returns the async client.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.inner
    }

    /// Waits for a future of the async API, such as [`Placed::wait`](crate::orders::Placed::wait).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # fn example(client: imcloud::blocking::Client, order: imcloud::types::OrderInput) -> Result<(), imcloud::Error> {
    /// let placed = client.orders().place(&order).wait()?;
    /// let order = client.wait(placed.wait())?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait<F: IntoFuture>(&self, future: F) -> F::Output {
        self.worker.wait(future.into_future())
    }

    /// As [`with_timeouts`](crate::Client::with_timeouts).
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self { inner: self.inner.with_timeouts(timeouts), worker: self.worker.clone() }
    }

    /// As [`with_retry`](crate::Client::with_retry).
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        Self { inner: self.inner.with_retry(policy), worker: self.worker.clone() }
    }

    blocking_method! { "crate::Client", wrap customers() -> Customers<'_> }
    blocking_method! { "crate::Client", wrap resellers() -> Resellers<'_> }
    blocking_method! { "crate::Client", wrap products() -> Products<'_> }
    blocking_method! { "crate::Client", wrap plans() -> Plans<'_> }
    blocking_method! { "crate::Client", wrap orders() -> Orders<'_> }
    blocking_method! { "crate::Client", wrap subscriptions() -> Subscriptions<'_> }
    blocking_method! { "crate::Client", wrap reports() -> Reports<'_> }
    blocking_method! { "crate::Client", wrap validation() -> Validation<'_> }
    blocking_method! { "crate::Client", wrap licenses() -> Licenses<'_> }
    blocking_method! { "crate::Client", wrap request(method: Method, path: impl Into<String>) -> RequestBuilder<'_> }
    blocking_method! { "crate::Client", call verify() -> Result<(), VerifyError> }
}
