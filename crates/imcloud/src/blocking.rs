//! The blocking API, for programs without a tokio runtime: scripts, tools, threads.
//!
//! [`Client`] has the accessors of the async client. Each method has the name, arguments and errors of its
//! async form, to which its documentation links. Async methods block the calling thread, streams become an
//! [`Iter`], and futures with settings, such as [`PlaceOrder`], have a method `wait`.
//!
//! A client owns one thread with a runtime, which drives sockets, timers and prefetched pages. Clones share
//! it, and several threads can use them at the same time. **Within an async runtime** the calls block a
//! thread of that runtime with all of its tasks. Use the async client there, or call from `spawn_blocking`.
//!
//! # Examples
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = imcloud_sandbox::Sandbox::builder().start_blocking()?;
//! # let login = sandbox.credentials();
//! # let builder = imcloud::Client::builder().base_url(sandbox.base_url()).marketplace(login.marketplace)
//! #     .login(login.username, login.password).subscription_key(login.subscription_key);
//! let client = builder.build_blocking()?; // or imcloud::blocking::Client::from_env()
//! client.verify()?;
//! for customer in client.customers().list().prefetch(1).items() {
//!     println!("{:?}", customer?.name);
//! }
//! # Ok(())
//! # }
//! ```

use std::{
    future::{Future, IntoFuture, poll_fn},
    io,
    ops::Deref,
    path::Path,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use bytes::Bytes;
use futures_core::Stream;
use imcloud_raw::{Id, rust_decimal::Decimal as Number, types::*};
use reqwest::Method;
use serde::de::DeserializeOwned;
use tokio::{
    runtime::{Builder as RuntimeBuilder, Handle},
    sync::oneshot,
    task::unconstrained,
};

pub use crate::resources::blocking::*;
use crate::{
    Builder, ConfigError, Items, Page, Pages, Problem, Result, RetryPolicy, Timeouts, VerifyError,
    licenses::{
        AutoRenewal, InventoryError, InventoryRow, InventoryRows, LicenseError, PlacedChange, SeatEstimate,
        SeatOutcome, SeatPlan, SeatState,
    },
    orders::OrderReference,
    pagination::{ResultStream, Summary},
    reports::{ReportFile, Rows, write_failed},
    resources::LatestReport,
};

/// The blocking form of a type of the async API.
///
/// Example: see the [module](self).
#[derive(Clone)]
#[must_use = "nothing is sent before a method is called"]
pub struct Blocking<T> {
    pub(crate) inner: T,
    pub(crate) worker: Worker,
}

impl<T> Blocking<T> {
    pub(crate) fn new(inner: T, worker: &Worker) -> Self {
        Self { inner, worker: worker.clone() }
    }
}

impl<T: IntoFuture> Blocking<T> {
    /// Blocks until the future completes: places an order, or waits for an object.
    pub fn wait(self) -> T::Output {
        self.worker.wait(self.inner.into_future())
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Blocking<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.inner.fmt(f)
    }
}

/// A stream of the async API as an iterator. Dereferences to the stream, for methods such as
/// [`Items::next_offset`](crate::Items::next_offset).
///
/// Prefetched pages make progress in the background, also between calls of `next`.
///
/// Example: see the [module](self).
pub type Iter<S> = Blocking<S>;

impl<S: Stream<Item: Send> + Unpin + Send> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.inner;
        self.worker.wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}

impl<S: Stream> Deref for Iter<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.inner
    }
}

/// The blocking form of [`Client`](crate::Client). Cheap to clone: clones share everything.
///
/// Example: see the [module](self).
pub type Client = Blocking<crate::Client>;

impl Builder {
    /// Creates a [`blocking::Client`](crate::blocking::Client) and its thread. Nothing is sent.
    ///
    /// # Errors
    /// Those of [`Builder::build`], and if the thread or its runtime cannot be created.
    pub fn build_blocking(self) -> Result<Client, ConfigError> {
        Client::over(self.build()?)
    }
}

getters! { impl Client {
    /// Returns the async client.
    as_async(self) -> &crate::Client = &self.inner;
}}

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

    /// Waits for a future of the async API, such as [`Placed::wait`](crate::orders::Placed::wait).
    pub fn wait<F: IntoFuture>(&self, future: F) -> F::Output {
        self.worker.wait(future.into_future())
    }

    blocking_method! { "crate::Client", wrap with_timeouts(timeouts: Timeouts) -> Self }
    blocking_method! { "crate::Client", wrap with_retry(policy: RetryPolicy) -> Self }
    blocking_method! { "crate::Client", wrap licenses() -> Licenses<'_> }
    blocking_method! { "crate::Client", wrap request(method: Method, path: impl Into<String>) -> RequestBuilder<'_> }
    blocking_method! { "crate::Client", call verify() -> Result<(), VerifyError> }
}

blocking_form! { impl Customers = "crate::resources::Customers" {
    call find_by_external_id(external_id: impl Into<Id>) -> Result<Option<CustomerSummary>>;
    call set_external_id(customer: impl Into<Id>, external_id: impl Into<Id>) -> Result<Customer>;
}}

blocking_form! { impl Orders = "crate::resources::Orders" {
    wrap place(order: &OrderInput) -> PlaceOrder;
}}

blocking_form! { impl Reports = "crate::resources::Reports" {
    wrap list() -> Listing<ReportSummary, crate::ReportFilter>;
    call latest(name: impl Into<String>) -> Result<LatestReport>;
    wrap download(file: impl Into<ReportFile>) -> Download;
}}

blocking_form! { Licenses['a] = "crate::licenses::Licenses" crate::licenses::Licenses<'a> {
    wrap add(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap remove(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    wrap set(subscription: impl Into<Id>, seats: impl Into<Number>) -> SeatChange<'a>;
    call check(change: &PlacedChange) -> Result<SeatState>;
    call set_auto_renewal(subscription: impl Into<Id>, renews: bool) -> Result<AutoRenewal, LicenseError>;
    wrap inventory() -> Inventory;
    call rows_of(subscription: impl Into<Id>) -> Result<Vec<InventoryRow>, InventoryError>;
}}

blocking_form! { Listing[T, F] = "crate::Listing" crate::Listing<T, F> {}}

impl<T: Send + 'static, F: Send> Listing<T, F> {
    blocking_method! { "crate::Listing", wrap_owned items() -> Iter<Items<T>> }
    blocking_method! { "crate::Listing", wrap_owned pages() -> Iter<Pages<T>> }
    blocking_method! { "crate::Listing", call_owned collect(max: usize) -> Result<Vec<T>> }
    blocking_method! { "crate::Listing", call_owned first_page() -> Result<Page<T>> }
    blocking_method! { "crate::Listing", call_owned total() -> Result<Option<u64>> }
}

impl<T: Summary, F> Listing<T, F> {
    blocking_method! { "crate::Listing", wrap_owned with_details(concurrency: usize) -> DetailedListing<T, F> }
}

blocking_form! { DetailedListing[T, F] = "crate::pagination::DetailedListing" crate::pagination::DetailedListing<T, F> {}}

impl<T: Summary, F: Send> DetailedListing<T, F> {
    blocking_method! { "crate::pagination::DetailedListing", wrap_owned items() -> Iter<ResultStream<T::Detail>> }
}

blocking_form! { PlaceOrder = "crate::orders::PlaceOrder" crate::orders::PlaceOrder {
    wrap_owned resume(reference: OrderReference) -> Self;
}}

getters! { impl PlaceOrder {
    /// As [`reference`](crate::orders::PlaceOrder::reference).
    reference(self) -> &OrderReference = self.inner.reference();
}}

blocking_form! { Waiting[T] = "crate::wait::Waiting" crate::wait::Waiting<T> {}}

blocking_form! { SeatChange['a] = "crate::licenses::SeatChange" crate::licenses::SeatChange<'a> {
    call plan() -> Result<SeatPlan, LicenseError>;
    call estimate() -> Result<SeatEstimate, LicenseError>;
    call place() -> Result<SeatOutcome, LicenseError>;
}}

blocking_form! { Inventory = "crate::licenses::Inventory" crate::licenses::Inventory {
    wrap_owned rows() -> Iter<InventoryRows>;
}}

blocking_form! { Download = "crate::reports::Download" crate::reports::Download {
    wrap_owned chunks() -> Iter<ResultStream<Bytes>>;
    wrap_owned rows[T: DeserializeOwned]() -> Iter<Rows<T>>;
    call_owned bytes() -> Result<Bytes>;
    call_owned to_file(path: impl AsRef<Path>) -> Result<u64>;
}}

impl Download {
    /// As [`to_writer`](crate::reports::Download::to_writer), to a writer of the standard library.
    ///
    /// # Errors
    /// Those of the async form.
    pub fn to_writer<W: io::Write + ?Sized>(self, writer: &mut W) -> Result<u64> {
        let mut written = 0;
        for bytes in self.chunks() {
            let bytes = bytes?;
            writer.write_all(&bytes).map_err(|error| write_failed("the writer", error))?;
            written += bytes.len() as u64;
        }
        writer.flush().map_err(|error| write_failed("the writer", error))?;
        Ok(written)
    }
}

blocking_form! { RequestBuilder['a] = "crate::resources::RequestBuilder" crate::resources::RequestBuilder<'a> {
    wrap_owned query(name: impl Into<String>, value: impl ToString) -> Self;
    wrap_owned header(name: &str, value: &str) -> Self;
    wrap_owned list[T: DeserializeOwned + Send + 'static](id: fn(&T) -> Option<&Id>) -> Listing<T, ()>;
    call_owned send[T: DeserializeOwned]() -> Result<T>;
    call_owned send_json() -> Result<serde_json::Value>;
    call_owned send_bytes() -> Result<Bytes>;
}}

/// A thread with a tokio runtime, which ends with its last clone.
///
/// It drives sockets, timers and background tasks. Calls are polled by the calling thread.
#[derive(Clone)]
pub(crate) struct Worker {
    runtime: Handle,
    _stop: Arc<oneshot::Sender<()>>,
}

impl Worker {
    fn new() -> io::Result<Self> {
        let runtime = RuntimeBuilder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel();
        // The runtime is dropped by its own thread, because it must not be dropped within another one.
        thread::Builder::new()
            .name("imcloud-blocking".to_owned())
            .spawn(move || runtime.block_on(stopped))?;
        Ok(Self { runtime: handle, _stop: Arc::new(stop) })
    }

    /// Blocks the calling thread until the future completes.
    ///
    /// Unlike [`Handle::block_on`], this also works within another runtime. There the budget of the outer
    /// task must not apply: it is only renewed when the task returns to its scheduler.
    pub(crate) fn wait<F: Future>(&self, future: F) -> F::Output {
        let _context = self.runtime.enter();
        let mut future = pin!(unconstrained(future));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(output) => return output,
                Poll::Pending => thread::park(),
            }
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl_debug!(Worker, self);

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn worker_ends_with_its_last_clone() {
        let worker = Worker::new().unwrap();
        let (alive, ended) = std::sync::mpsc::channel::<()>();
        worker.runtime.spawn(async move {
            std::future::pending::<()>().await;
            drop(alive);
        });
        let clone = worker.clone();
        drop(worker);
        assert_eq!(clone.wait(async { tokio::spawn(async { 7 }).await.unwrap() }), 7);
        assert!(ended.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty));
        drop(clone);
        assert_eq!(
            ended.recv_timeout(Duration::from_secs(10)),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected)
        );
    }

    #[test]
    fn timers_run_between_calls() {
        let worker = Worker::new().unwrap();
        let (sender, receiver) = std::sync::mpsc::channel();
        worker.wait(async {
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(1)).await;
                sender.send(()).unwrap();
            });
        });
        assert_eq!(receiver.recv_timeout(Duration::from_secs(10)), Ok(()));
    }
}
