//! A file as a stream of chunks.

use std::{
    future::ready,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use super::{range::Piece, transfer::Transfer};
use crate::error::Result;

pub(super) type BoxStream<T> = Pin<Box<dyn Stream<Item = Result<T>> + Send>>;

/// Returns the pieces of a transfer. The stream ends after an error.
pub(super) fn pieces(transfer: Result<Transfer>) -> BoxStream<Piece> {
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
pub struct Chunks(BoxStream<Bytes>);

impl Chunks {
    pub(super) fn new(transfer: Result<Transfer>) -> Self {
        Self(Box::pin(pieces(transfer).try_filter_map(|piece| {
            ready(Ok(match piece {
                Piece::Start { .. } => None,
                Piece::Bytes(bytes) => Some(bytes),
            }))
        })))
    }

    /// Returns the next chunk, which is never empty; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes>> {
        self.0.next().await
    }
}

impl Stream for Chunks {
    type Item = Result<Bytes>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().0.as_mut().poll_next(context)
    }
}

impl_debug!(Chunks, self);
