//! The stream of inventory rows.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use futures_core::Stream;

use super::{
    Inventory, InventoryError, InventoryRow,
    details::{self, Found},
};

/// The number of consecutive failures that ends an inventory.
const MAX_FAILURES: usize = 25;

/// The rows of an inventory. Yields errors about single subscriptions as well. Ends after the last row, or
/// after an error that [`is_final`](InventoryError::is_final).
#[must_use = "a stream does nothing until it is polled"]
pub struct InventoryRows {
    /// `None` after the end.
    subscriptions: Option<Pin<Box<dyn Stream<Item = Found> + Send>>>,
    /// The remaining rows of the current subscription.
    rows: vec::IntoIter<InventoryRow>,
    /// The number of consecutive subscriptions that could not be read.
    failures: usize,
    /// The error that ends the stream.
    final_error: Option<InventoryError>,
    missing: u64,
}

impl InventoryRows {
    pub(super) fn new(inventory: &Inventory) -> Self {
        Self {
            subscriptions: Some(Box::pin(details::subscriptions(inventory))),
            rows: Vec::new().into_iter(),
            failures: 0,
            final_error: None,
            missing: 0,
        }
    }

    /// Returns the next row, or `None` after the last one or a final error.
    pub async fn next(&mut self) -> Option<Result<InventoryRow, InventoryError>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns the number of subscriptions that the total of their list counts and the service did not list: see
    /// [`Items::missing`](crate::Items::missing). Zero before the end of the inventory.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.missing
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<InventoryRow, InventoryError>>> {
        loop {
            if let Some(row) = self.rows.next() {
                return Poll::Ready(Some(Ok(row)));
            }
            if let Some(error) = self.final_error.take() {
                self.subscriptions = None;
                return Poll::Ready(Some(Err(error)));
            }
            let Some(subscriptions) = &mut self.subscriptions else { return Poll::Ready(None) };
            match subscriptions.as_mut().poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => self.subscriptions = None,
                Poll::Ready(Some(Found::Rows(rows))) => {
                    self.failures = 0;
                    self.rows = rows.into_iter();
                }
                Poll::Ready(Some(Found::Missing(missing))) => self.missing = missing,
                Poll::Ready(Some(Found::End(error))) => self.final_error = Some(error),
                Poll::Ready(Some(Found::Skipped(skipped))) => {
                    self.failures += 1;
                    if self.failures == MAX_FAILURES {
                        let failures = self.failures;
                        self.final_error = Some(InventoryError::GivenUp { failures, last: skipped.clone() });
                    }
                    return Poll::Ready(Some(Err(InventoryError::Skipped(skipped))));
                }
            }
        }
    }
}

impl Stream for InventoryRows {
    type Item = Result<InventoryRow, InventoryError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll(context)
    }
}

impl fmt::Debug for InventoryRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InventoryRows").finish_non_exhaustive()
    }
}
