//! The client.

use std::{sync::Arc, time::Duration};

use reqwest::Method;

use crate::{
    Builder, ConfigError, RetryPolicy, Timeouts, VerifyError,
    auth::classify,
    http::{Limits, Stack},
    licenses::Licenses,
    resources::RequestBuilder,
    runtime::{Deadline, Runtime},
};

/// The client of the API. Cheap to clone; clones share connections, token, rate and retry budget.
///
/// # Examples
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = imcloud::Client::from_env()?;
/// client.verify().await?;
/// let mut orders = client.orders().list().items();
/// while let Some(order) = orders.try_next().await? {
///     println!("{:?}", order.order_number);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    stack: Stack,
    raw: imcloud_raw::Client,
    page_size: u32,
}

impl Client {
    /// Returns a builder.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Creates a client from the `IMCLOUD_*` environment variables, see [`Builder::from_env`].
    ///
    /// # Errors
    /// Every variable that is missing or malformed, by name and with a hint.
    pub fn from_env() -> Result<Self, ConfigError> {
        Builder::from_env()?.build().map_err(ConfigError::by_variable)
    }

    pub(crate) fn over(stack: Stack, page_size: u32) -> Self {
        let sender = &stack.sender;
        let raw =
            imcloud_raw::Client::with_transport(sender.base.as_str(), sender.http.clone(), stack.clone());
        Self { inner: Arc::new(Inner { stack, raw, page_size }) }
    }

    /// Returns a client with other time limits. The connect timeout stays, because connections are shared,
    /// and so do the limits of token requests.
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        self.with_limits(|limits| limits.timeouts = timeouts)
    }

    /// Returns a client with another retry policy. The budget and the policy of token requests stay.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_limits(|limits| limits.retry = policy)
    }

    /// Returns a client for an operation of several calls, which end after `remaining`, permits included.
    pub(crate) fn with_remaining(&self, remaining: Duration) -> Self {
        let deadline = Deadline::after(self.runtime().now(), remaining);
        self.with_limits(|limits| limits.deadline = limits.deadline.min(deadline))
    }

    /// Returns a client for the calls of lists, which wait for permits without limit unless one was set.
    pub(crate) fn for_lists(&self) -> Self {
        self.with_limits(|limits| {
            limits.timeouts.max_permit_wait.get_or_insert(Duration::MAX);
        })
    }

    fn with_limits(&self, change: impl FnOnce(&mut Limits)) -> Self {
        let mut stack = self.inner.stack.clone();
        change(&mut stack.limits);
        Self::over(stack, self.inner.page_size)
    }

    /// Returns a request for a call without a method, by a path under the base URL like `/orders/1000042`.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder<'_> {
        RequestBuilder::new(self, method, path.into())
    }

    /// Verifies the credentials by requesting a token and making one inexpensive call. A user without the
    /// permission for that call has valid credentials.
    ///
    /// # Errors
    /// [`VerifyError`] has the [problem](crate::CredentialProblem) and a hint.
    pub async fn verify(&self) -> Result<(), VerifyError> {
        let stack = &self.inner.stack;
        stack.tokens.check(&stack.sender).await.map_err(classify)?;
        // An OAuth server knows nothing of the key.
        match self.customers().list().page_size(1).first_page().await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permission_denied() => Ok(()),
            Err(error) => Err(classify(error)),
        }
    }

    pub(crate) fn page_size(&self) -> u32 {
        self.inner.page_size
    }

    pub(crate) fn stack(&self) -> &Stack {
        &self.inner.stack
    }

    pub(crate) fn runtime(&self) -> &dyn Runtime {
        self.inner.stack.sender.runtime.as_ref()
    }
}

getters! { impl Client {
    /// Accesses licenses: seats, automatic renewal, and their inventory.
    licenses(self) -> Licenses<'_> = Licenses::new(self);
    /// Returns the raw client, which sends through this one. Use it for headers and status of successes, or
    /// for the bare parameters of an operation. Its errors convert by `imcloud::Error::from`.
    raw(self) -> &imcloud_raw::Client = &self.inner.raw;
}}

impl_debug!(Client, self, base_url = self.inner.raw.base_url(), limits = self.inner.stack.limits);
