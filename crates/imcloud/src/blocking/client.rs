//! The blocking client.

use reqwest::Method;

use super::{
    Customers, Licenses, Orders, Plans, Products, Reports, RequestBuilder, Resellers, Subscriptions,
    Validation, waiter::Waiter,
};
use crate::{Builder, ConfigError, Problem, RetryPolicy, Timeouts, VerifyError};

/// The blocking form of [`Client`](crate::Client). Cheap to clone; clones share everything.
#[derive(Clone, Debug)]
pub struct Client {
    inner: crate::Client,
    waiter: Waiter,
}

impl Builder {
    /// Makes a [`blocking::Client`](crate::blocking::Client). Nothing is sent.
    ///
    /// # Errors
    /// Those of [`Builder::build`], and when the system gives no means to wait for sockets.
    pub fn build_blocking(self) -> Result<Client, ConfigError> {
        Client::over(self.build()?)
    }
}

macro_rules! accessors {
    ($($name:ident -> $resource:ident;)*) => {
        $(
            #[doc = concat!("The blocking form of [`", stringify!($name), "`](crate::Client::", stringify!($name), ").")]
            pub fn $name(&self) -> $resource<'_> {
                $resource::over(self.inner.$name(), &self.waiter)
            }
        )*
    };
}

impl Client {
    /// Settings, one by one, to be ended by [`Builder::build_blocking`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// As [`Client::from_env`](crate::Client::from_env).
    ///
    /// # Errors
    /// Those of the async form, and when the system gives no means to wait for sockets.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::over(crate::Client::from_env()?)
    }

    /// A blocking form of this client, with which it shares token, rate and retry budget. Use one of both at a time for the connections' sake:
    /// they belong to the runtime in which they were made.
    ///
    /// # Errors
    /// When the system gives no means to wait for sockets.
    pub fn over(client: crate::Client) -> Result<Self, ConfigError> {
        let waiter = Waiter::new().map_err(|error| {
            let reason = format!("cannot be made ({error})");
            Problem::new("runtime of the blocking client", reason, "check the limit of open files")
        })?;
        Ok(Self { inner: client, waiter })
    }

    /// The async client beneath.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.inner
    }

    /// As [`with_timeouts`](crate::Client::with_timeouts).
    #[must_use]
    pub fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self { inner: self.inner.with_timeouts(timeouts), waiter: self.waiter.clone() }
    }

    /// As [`with_retry`](crate::Client::with_retry).
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        Self { inner: self.inner.with_retry(policy), waiter: self.waiter.clone() }
    }

    accessors! {
        customers -> Customers;
        resellers -> Resellers;
        products -> Products;
        plans -> Plans;
        orders -> Orders;
        subscriptions -> Subscriptions;
        reports -> Reports;
        validation -> Validation;
        licenses -> Licenses;
    }

    /// As [`request`](crate::Client::request).
    pub fn request(&self, method: Method, path: impl Into<String>) -> RequestBuilder<'_> {
        RequestBuilder::over(self.inner.request(method, path), &self.waiter)
    }

    /// Waits for [`verify`](crate::Client::verify).
    ///
    /// # Errors
    /// Those of the async form.
    pub fn verify(&self) -> Result<(), VerifyError> {
        self.waiter.wait(self.inner.verify())
    }
}
