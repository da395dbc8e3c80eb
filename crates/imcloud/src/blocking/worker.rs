//! The runtime of a blocking client.

use std::{
    future::Future,
    io,
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

use tokio::{
    runtime::{Builder, Handle},
    sync::oneshot,
    task::unconstrained,
};

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
    pub(super) fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
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
