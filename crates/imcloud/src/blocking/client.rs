//! The blocking client.

use reqwest::Method;

use super::{
    Customers, Licenses, Orders, Plans, Products, Reports, RequestBuilder, Resellers, Subscriptions,
    Validation, worker::Worker,
};
use crate::{Builder, ConfigError, Problem, RetryPolicy, Timeouts, VerifyError};

/// The blocking form of [`Client`](crate::Client). Cheap to clone: clones share everything, also the thread of the runtime.
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

macro_rules! accessors {
    ($($name:ident -> $resource:ident;)*) => {
        $(
            #[doc = concat!("The blocking form of [`", stringify!($name), "`](crate::Client::", stringify!($name), ").")]
            pub fn $name(&self) -> $resource<'_> {
                $resource::new(self.inner.$name(), &self.worker)
            }
        )*
    };
}

impl Client {
    /// Returns a builder. Its last method is [`Builder::build_blocking`].
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Creates a client from the `IMCLOUD_*` environment variables: see [`Client::from_env`](crate::Client::from_env).
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
            let reason = format!("cannot be created ({error})");
            Problem::new(
                "runtime of the blocking client",
                reason,
                "check the limits of threads and open files",
            )
        })?;
        Ok(Self { inner: client, worker })
    }

    /// Returns the async client.
    #[must_use]
    pub fn as_async(&self) -> &crate::Client {
        &self.inner
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
        RequestBuilder::new(self.inner.request(method, path), &self.worker)
    }

    /// Waits for [`verify`](crate::Client::verify).
    ///
    /// # Errors
    /// Those of the async form.
    pub fn verify(&self) -> Result<(), VerifyError> {
        self.worker.wait(self.inner.verify())
    }
}
