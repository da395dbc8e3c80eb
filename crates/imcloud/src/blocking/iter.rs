//! Streams as iterators.

use std::{fmt, future::poll_fn, ops::Deref, pin::Pin};

use futures_core::Stream;

use super::waiter::Waiter;

/// A stream of the async surface as an iterator; what else the stream can tell, such as [`Items::next_offset`](crate::Items::next_offset), is there as well.
///
/// Pages that are fetched ahead make progress while `next` waits, and only then.
#[must_use = "an iterator does nothing until it is asked"]
pub struct Iter<S> {
    stream: S,
    waiter: Waiter,
}

impl<S> Iter<S> {
    pub(super) fn over(stream: S, waiter: &Waiter) -> Self {
        Self { stream, waiter: waiter.clone() }
    }
}

impl<S: Stream<Item: Send> + Unpin + Send> Iterator for Iter<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        let stream = &mut self.stream;
        self.waiter.wait(poll_fn(|context| Pin::new(&mut *stream).poll_next(context)))
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
