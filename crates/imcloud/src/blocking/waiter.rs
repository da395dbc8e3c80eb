//! Waiting for futures on the thread that calls.

use std::{fmt, future::Future, io, panic, sync::Arc, thread};

use tokio::runtime::{Builder, Handle, Runtime};

/// The runtime of a blocking client.
#[derive(Clone)]
pub(super) struct Waiter(Arc<Own>);

struct Own(Option<Runtime>);

impl Waiter {
    pub(super) fn new() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Self(Arc::new(Own(Some(runtime)))))
    }

    pub(super) fn wait<F: Future<Output: Send> + Send>(&self, future: F) -> F::Output {
        if Handle::try_current().is_err() {
            return self.run(future);
        }
        // A runtime does not run on a thread of another.
        let end = thread::scope(|scope| scope.spawn(|| self.run(future)).join());
        end.unwrap_or_else(|panicked| panic::resume_unwind(panicked))
    }

    fn run<F: Future>(&self, future: F) -> F::Output {
        match &self.0.0 {
            Some(runtime) => runtime.block_on(future),
            None => unreachable!("it is taken only when nothing waits any more"),
        }
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        // Dropping it as it is would panic within another runtime.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Waiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiter").finish_non_exhaustive()
    }
}
