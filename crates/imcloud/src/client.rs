//! The client.

use std::{fmt, sync::Arc, time::Duration};

use reqwest::Method;

use crate::{
    Builder, ConfigError, RetryPolicy, Timeouts, VerifyError,
    auth::judge,
    http::{Limits, Stack},
    licenses::Licenses,
    resources::{
        Customers, Orders, Plans, Products, Reports, RequestBuilder, Resellers, Subscriptions, Validation,
    },
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
/// let mut orders = client.orders().list(()).items();
/// while let Some(order) = orders.next().await {
///     println!("{:?}", order?.order_number);
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
    /// Settings, one by one.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// A client with what the environment says. See [`Builder::from_env`] for the variables.
    ///
    /// # Errors
    /// Every variable that is missing or malformed, by name and with its remedy.
    pub fn from_env() -> Result<Self, ConfigError> {
        Builder::from_env()?.build().map_err(ConfigError::by_variable)
    }

    pub(crate) fn over(stack: Stack, page_size: u32) -> Self {
        let sender = &stack.sender;
        let raw =
            imcloud_raw::Client::with_transport(sender.base.as_str(), sender.http.clone(), stack.clone());
        Self { inner: Arc::new(Inner { stack, raw, page_size }) }
    }

    /// Returns a client with other time limits. The connect timeout stays, because connections are shared, and so do the limits of
    /// token requests.
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        self.with_limits(|limits| limits.timeouts = timeouts)
    }

    /// Returns a client with another retry policy. The budget is shared and stays, and token requests keep the policy of the builder.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_limits(|limits| limits.retry = policy)
    }

    /// Returns a client whose calls end after `remaining`, waiting for a permit included, for operations that consist of several calls.
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

    /// Customers.
    #[must_use]
    pub fn customers(&self) -> Customers<'_> {
        Customers::new(self)
    }

    /// Resellers, for providers and distributors.
    #[must_use]
    pub fn resellers(&self) -> Resellers<'_> {
        Resellers::new(self)
    }

    /// The catalogue.
    #[must_use]
    pub fn products(&self) -> Products<'_> {
        Products::new(self)
    }

    /// Service plans.
    #[must_use]
    pub fn plans(&self) -> Plans<'_> {
        Plans::new(self)
    }

    /// Orders.
    #[must_use]
    pub fn orders(&self) -> Orders<'_> {
        Orders::new(self)
    }

    /// Subscriptions.
    #[must_use]
    pub fn subscriptions(&self) -> Subscriptions<'_> {
        Subscriptions::new(self)
    }

    /// Reports.
    #[must_use]
    pub fn reports(&self) -> Reports<'_> {
        Reports::new(self)
    }

    /// Checks before an order.
    #[must_use]
    pub fn validation(&self) -> Validation<'_> {
        Validation::new(self)
    }

    /// Licenses: seats, automatic renewal, and an inventory of them.
    #[must_use]
    pub fn licenses(&self) -> Licenses<'_> {
        Licenses::new(self)
    }

    /// A call that has no method here, by its path under the base URL, such as `/orders/1000042`.
    pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder<'_> {
        RequestBuilder::new(self, method, path.into())
    }

    /// The raw client, sending through this one: for headers and status of successes, or for an operation's bare parameters.
    /// Its errors become ours by `imcloud::Error::from`.
    #[must_use]
    pub fn raw(&self) -> &imcloud_raw::Client {
        &self.inner.raw
    }

    /// Are my credentials good? Fetches a new token and makes one small call with it.
    ///
    /// A user who is not allowed to make that call has good credentials all the same.
    ///
    /// # Errors
    /// What is wrong with them, with its remedy: a wrong key, a wrong login, an inactive user, a wrong base URL, a host that does
    /// not answer; or that it could not be found out.
    pub async fn verify(&self) -> Result<(), VerifyError> {
        let stack = &self.inner.stack;
        stack.tokens.check(&stack.sender).await.map_err(judge)?;
        // An OAuth server knows nothing of the key.
        match self.customers().list(()).page_size(1).first_page().await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permission_denied() => Ok(()),
            Err(error) => Err(judge(error)),
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

    pub(crate) fn http(&self) -> &reqwest::Client {
        &self.inner.stack.sender.http
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.inner.raw.base_url())
            .field("limits", &self.inner.stack.limits)
            .finish_non_exhaustive()
    }
}
