//! Time, randomness and background tasks, injected into the client.
//!
//! Backoff, rate limits, deadlines, tokens and order references use a [`Runtime`]. [`TokioRuntime`] is the
//! real one. The feature `testing` adds `ManualRuntime`, whose clock moves only when a test advances it.

#[cfg(feature = "testing")]
mod manual;

use std::{
    future::Future,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant, SystemTime},
};

use futures_util::future::BoxFuture;
use tokio::{
    runtime::{Handle, Id},
    sync::oneshot,
};
use tracing::Instrument as _;

#[cfg(feature = "testing")]
pub use manual::ManualRuntime;

/// The future of [`Runtime::sleep`] and [`Runtime::timer`], and the argument of [`Runtime::spawn`].
///
/// Example: see [`Runtime`].
pub type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Provides time, waiting, randomness and background tasks.
///
/// # Examples
///
/// ```
/// use std::time::{Duration, Instant, SystemTime};
/// use imcloud::runtime::{Runtime, TokioRuntime, Wait};
///
/// /// A runtime without jitter, for a program that must behave the same each time.
/// #[derive(Debug)]
/// struct Steady(TokioRuntime);
///
/// impl Runtime for Steady {
///     fn now(&self) -> Instant { self.0.now() }
///     fn system_time(&self) -> SystemTime { self.0.system_time() }
///     fn sleep(&self, duration: Duration) -> Wait { self.0.sleep(duration) }
///     fn random(&self) -> u64 { u64::MAX }
/// }
/// ```
pub trait Runtime: Send + Sync + 'static {
    /// Returns the time of a monotonic clock, for measuring and deadlines.
    fn now(&self) -> Instant;

    /// Returns the time of day, for token lifetimes, which processes may share, and for `Retry-After` dates.
    fn system_time(&self) -> SystemTime;

    /// Waits for `duration`. `Duration::MAX` means forever.
    fn sleep(&self, duration: Duration) -> Wait;

    /// Waits for `duration`, as the time limit of a request in flight. Defaults to [`Runtime::sleep`]. A test
    /// clock must not advance while a response is on its way.
    fn timer(&self, duration: Duration) -> Wait {
        self.sleep(duration)
    }

    /// Waits for `duration`, as the deadline of an operation that consists of other waits. Defaults to
    /// [`Runtime::sleep`]. A test clock must not advance to it while the operation makes progress.
    fn deadline(&self, duration: Duration) -> Wait {
        self.sleep(duration)
    }

    /// Returns 64 random bits, not secret but different in each process: order references are made of them.
    fn random(&self) -> u64;

    /// Runs a future in the background until it completes or the returned [`Task`] is dropped.
    ///
    /// Defaults to the tokio runtime of the caller. Without one it is dropped, and the client runs it inline.
    fn spawn(&self, future: Wait) -> Task {
        match Handle::try_current() {
            Ok(runtime) => {
                let handle = runtime.spawn(future).abort_handle();
                Task::new(move || handle.abort())
            }
            Err(_) => Task::new(|| {}),
        }
    }
}

/// The system's clocks, tokio's timer, and randomness from the operating system. The default.
///
/// Its futures must be awaited within a tokio runtime that has its timer enabled.
///
/// Example: see [`Runtime`].
#[derive(Clone, Copy, Debug, Default)]
pub struct TokioRuntime;

impl Runtime for TokioRuntime {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Wait {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> u64 {
        // The standard library seeds its hashers from the operating system, and each differently.
        RandomState::new().hash_one(0_u8)
    }
}

/// A background task. Dropping it aborts the task.
///
/// # Examples
///
/// ```
/// let task = imcloud::runtime::Task::new(|| println!("aborted"));
/// drop(task); // prints "aborted"
/// ```
#[must_use = "dropping a task aborts it"]
pub struct Task(Option<Box<dyn FnOnce() + Send + Sync>>);

impl Task {
    /// Creates a task that is aborted by calling `abort`.
    pub fn new(abort: impl FnOnce() + Send + Sync + 'static) -> Self {
        Self(Some(Box::new(abort)))
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        if let Some(abort) = self.0.take() {
            abort();
        }
    }
}

impl_debug!(Task, self);

/// A point in time after which waiting ends; none for limits that no clock reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Deadline(Option<Instant>);

impl Deadline {
    pub(crate) const NEVER: Self = Self(None);

    pub(crate) fn after(now: Instant, limit: Duration) -> Self {
        Self(now.checked_add(limit))
    }

    pub(crate) fn min(self, other: Self) -> Self {
        Self(self.0.into_iter().chain(other.0).min())
    }

    /// Returns the time left, `Duration::MAX` without a deadline.
    pub(crate) fn left(self, now: Instant) -> Duration {
        self.0.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(now))
    }
}

/// A call that runs as a background task, and is aborted on drop.
///
/// A future that is not polled makes no progress, but the timers of its request run on. Calls that may be in
/// flight while the caller works on earlier results therefore run as tasks. A client can be used from several
/// tokio runtimes: if the runtime of the task ends, or the future is polled in another one, the call is
/// started again and runs inline.
pub(crate) struct Background<T> {
    start: Box<dyn Fn() -> BoxFuture<'static, T> + Send>,
    call: Call<T>,
    /// The tokio runtime in which the task was spawned.
    home: Option<Id>,
}

enum Call<T> {
    Spawned { result: oneshot::Receiver<T>, _task: Task },
    Inline(BoxFuture<'static, T>),
}

impl<T: Send + 'static> Background<T> {
    /// Starts a call in the background. `start` must be able to start it again.
    pub(crate) fn spawn(
        runtime: &Arc<dyn Runtime>,
        start: impl Fn() -> BoxFuture<'static, T> + Send + 'static,
    ) -> Self {
        let (sender, result) = oneshot::channel();
        let call = start();
        let run = async move {
            // The receiver is dropped if the result is no longer needed.
            let _ = sender.send(call.await);
        };
        let call = Call::Spawned { result, _task: runtime.spawn(Box::pin(run.in_current_span())) };
        Self { start: Box::new(start), call, home: current() }
    }
}

impl<T: Send + 'static> Future for Background<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        loop {
            match &mut self.call {
                Call::Inline(call) => return call.as_mut().poll(context),
                Call::Spawned { result, .. } => match Pin::new(result).poll(context) {
                    Poll::Ready(Ok(result)) => return Poll::Ready(result),
                    // The task may belong to a runtime that is no longer driven.
                    Poll::Pending if current().is_none_or(|id| Some(id) == self.home) => {
                        return Poll::Pending;
                    }
                    Poll::Pending | Poll::Ready(Err(_)) => self.call = Call::Inline((self.start)()),
                },
            }
        }
    }
}

fn current() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

impl_debug!(Background<T>, self, home = self.home);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::FutureExt as _;
    use tokio::{
        runtime::{Builder, Runtime as Executor},
        sync::Notify,
    };

    use super::*;

    fn executor() -> Executor {
        Builder::new_current_thread().enable_all().build().unwrap()
    }

    /// A call that counts its starts, and completes once `done` is notified.
    fn call(starts: &Arc<AtomicU32>, done: &Arc<Notify>) -> Background<u32> {
        let (starts, done) = (Arc::clone(starts), Arc::clone(done));
        let runtime: Arc<dyn Runtime> = Arc::new(TokioRuntime);
        Background::spawn(&runtime, move || {
            let (starts, done) = (Arc::clone(&starts), Arc::clone(&done));
            async move {
                let number = starts.fetch_add(1, Ordering::Relaxed) + 1;
                done.notified().await;
                number
            }
            .boxed()
        })
    }

    #[test]
    fn call_progresses_without_being_polled() {
        let (starts, done) = (Arc::default(), Arc::new(Notify::new()));
        executor().block_on(async {
            let call = call(&starts, &done);
            done.notify_one();
            while starts.load(Ordering::Relaxed) == 0 {
                tokio::task::yield_now().await;
            }
            tokio::task::yield_now().await;
            assert_eq!(call.now_or_never(), Some(1));
        });
    }

    #[test]
    #[allow(clippy::async_yields_async, reason = "another executor polls the call")]
    fn call_restarts_after_its_runtime_ended() {
        let (starts, done) = (Arc::default(), Arc::new(Notify::new()));
        let mut call = executor().block_on(async {
            let call = call(&starts, &done);
            tokio::task::yield_now().await;
            call
        });
        for _ in 0..2 {
            // The second restart is inline.
            executor().block_on(async { assert_eq!((&mut call).now_or_never(), None) });
        }
        done.notify_one();
        assert_eq!(executor().block_on(call), 2);
    }

    #[test]
    #[allow(clippy::async_yields_async, reason = "another executor polls the call")]
    fn call_restarts_if_its_runtime_is_idle() {
        let (starts, done) = (Arc::default(), Arc::new(Notify::new()));
        let idle = executor();
        let call = idle.block_on(async { call(&starts, &done) });
        done.notify_one();
        assert_eq!(executor().block_on(call), 1);
    }

    #[test]
    fn call_runs_inline_without_a_runtime() {
        let (starts, done) = (Arc::default(), Arc::new(Notify::new()));
        done.notify_one();
        assert_eq!(call(&starts, &done).now_or_never(), Some(1));
    }

    #[test]
    fn dropped_call_is_aborted() {
        let (starts, done) = (Arc::default(), Arc::new(Notify::new()));
        executor().block_on(async {
            drop(call(&starts, &done));
            tokio::task::yield_now().await;
        });
        assert_eq!(starts.load(Ordering::Relaxed), 0);
    }
}
