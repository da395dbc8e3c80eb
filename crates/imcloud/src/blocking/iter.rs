//! Streams as iterators.

use std::{fmt, future::poll_fn, ops::Deref, pin::Pin};

use futures_core::Stream;

use super::worker::Worker;

/// A stream of the async API as an iterator. Dereferences to the stream, for methods such as [`Items::next_offset`](crate::Items::next_offset).
///
/// Prefetched pages make progress in the background, also between calls of `next`.
#[must_use = "an iterator does nothing until it is advanced"]
pub struct Iter<S> {
    stream: S,
    worker: Worker,
}

impl<S> Iter<S> {
    pub(super) fn new(stream: S, worker: &Worker) -> Self {
        Self { stream, worker: worker.clone() }
    }
}

impl<S: Stream<Item: Send> + Unpin + Send> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.worker.wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
    }
}

impl<S> Deref for Iter<S> {
    type Target = S;

    fn deref(&self) -> &S {
        &self.stream
    }
}

impl<S: fmt::Debug> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Iter").field(&self.stream).finish()
    }
}
