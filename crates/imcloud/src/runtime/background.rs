//! Calls that make progress while their result is not awaited.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::future::BoxFuture;
use tokio::{
    runtime::{Handle, Id},
    sync::oneshot,
};
use tracing::Instrument as _;

use super::{Runtime, Task};

/// Times that a call is started by [`Runtime::spawn`] before it runs inline.
const MAX_SPAWNS: u32 = 2;

/// A call that runs as a background task, and is aborted on drop.
///
/// A future that is not polled makes no progress, but the timers of its request run on. Calls that may be in
/// flight while the caller works on earlier results therefore run as tasks. A client can be used from several
/// tokio runtimes: if the runtime of the task ends, or the future is polled in another one, the call is
/// started again there.
pub(crate) struct Background<T> {
    runtime: Arc<dyn Runtime>,
    start: Box<dyn Fn() -> BoxFuture<'static, T> + Send>,
    call: Call<T>,
    spawns: u32,
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
        let call = spawn(runtime.as_ref(), start());
        Self { runtime: Arc::clone(runtime), start: Box::new(start), call, spawns: 1, home: current() }
    }

    fn restart(&mut self) {
        if self.spawns < MAX_SPAWNS {
            self.call = spawn(self.runtime.as_ref(), (self.start)());
            (self.spawns, self.home) = (self.spawns + 1, current());
        } else {
            self.call = Call::Inline((self.start)());
        }
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
                    Poll::Pending | Poll::Ready(Err(_)) => self.restart(),
                },
            }
        }
    }
}

fn spawn<T: Send + 'static>(runtime: &dyn Runtime, call: BoxFuture<'static, T>) -> Call<T> {
    let (sender, result) = oneshot::channel();
    let run = async move {
        // The receiver is dropped if the result is no longer needed.
        let _ = sender.send(call.await);
    };
    Call::Spawned { result, _task: runtime.spawn(Box::pin(run.in_current_span())) }
}

fn current() -> Option<Id> {
    Handle::try_current().ok().map(|runtime| runtime.id())
}

impl_debug!(Background<T>, self, spawns = self.spawns);

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use futures_util::FutureExt as _;
    use tokio::{
        runtime::{Builder, Runtime as Executor},
        sync::Notify,
    };

    use super::*;
    use crate::runtime::TokioRuntime;

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
