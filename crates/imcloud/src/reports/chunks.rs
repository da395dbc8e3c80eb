//! A file as a stream of chunks.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;

use super::{range::Piece, transfer::Transfer};
use crate::error::Result;

pub(super) type Pieces = Pin<Box<dyn Stream<Item = Result<Piece>> + Send>>;

/// Returns the pieces of a transfer. The stream ends after an error.
pub(super) fn pieces(transfer: Result<Transfer>) -> Pieces {
    match transfer {
        Err(error) => Box::pin(stream::iter([Err(error)])),
        Ok(transfer) => Box::pin(stream::try_unfold(transfer, |mut transfer| async move {
            Ok(transfer.next().await?.map(|piece| (piece, transfer)))
        })),
    }
}

/// The bytes of a file, in chunks of any length. Ends after the last chunk or the first error.
///
/// Interrupted connections are resumed without a trace in the chunks.
#[must_use = "a stream does nothing until it is polled"]
pub struct Chunks(Pieces);

impl Chunks {
    pub(super) fn new(transfer: Result<Transfer>) -> Self {
        Self(pieces(transfer))
    }

    /// Returns the next chunk, which is never empty; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        poll_fn(|context| self.poll(context)).await
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes>>> {
        loop {
            match ready!(self.0.as_mut().poll_next(context)) {
                Some(Ok(Piece::Start { .. })) => {}
                Some(Ok(Piece::Bytes(bytes))) => return Poll::Ready(Some(Ok(bytes))),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl fmt::Debug for Chunks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chunks").finish_non_exhaustive()
    }
}
