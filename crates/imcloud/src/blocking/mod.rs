//! The blocking API, for programs without a tokio runtime: scripts, tools, threads.
//!
//! [`Client`] has the accessors of the async client. Each method has the name, arguments and errors of its
//! async form, to which its documentation links. Async methods block the calling thread, streams become an
//! [`Iter`], and futures with settings, such as [`PlaceOrder`], have a method `wait`.
//!
//! A client owns one thread with a runtime, which drives sockets, timers and prefetched pages. Clones share
//! it, and several threads can use them at the same time. **Within an async runtime** the calls work as well,
//! but block the thread of that runtime, and with it all other tasks on this thread. Use the async client
//! there, or call from `spawn_blocking`.
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

mod forms;

use std::{
    future::{Future, IntoFuture, poll_fn},
    io,
    ops::Deref,
    pin::{Pin, pin},
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use futures_core::Stream;
use reqwest::Method;
use tokio::{
    runtime::{Builder as RuntimeBuilder, Handle},
    sync::oneshot,
    task::unconstrained,
};

pub use self::forms::{
    Customers, DetailedListing, Download, Inventory, Licenses, Listing, Orders, PlaceOrder, Plans, Products,
    Reports, RequestBuilder, Resellers, SeatChange, Subscriptions, Validation, Waiting,
};
use crate::{Builder, ConfigError, Problem, RetryPolicy, Timeouts, VerifyError};

/// The blocking form of a type of the async API.
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

/// The blocking form of [`Client`](crate::Client). Cheap to clone: clones share everything, also the thread
/// of the runtime.
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

    blocking_method! { "crate::Client", wrap with_timeouts(timeouts: Timeouts) -> Self }
    blocking_method! { "crate::Client", wrap with_retry(policy: RetryPolicy) -> Self }
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

/// A thread with a tokio runtime, which ends with its last clone.
///
/// It drives sockets, timers and background tasks, also between the calls. The calls themselves are polled by
/// the calling thread.
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

/// Wakes a thread that waits for a future.
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
