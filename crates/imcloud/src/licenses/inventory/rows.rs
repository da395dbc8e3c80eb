//! The rows of an inventory, as a stream.

use std::{
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll},
    vec,
};

use futures_core::Stream;
use imcloud_raw::Id;

use super::{
    Inventory, InventoryCheckpoint, InventoryError, InventoryRow,
    details::{self, Found},
};

/// So many subscriptions in a row that cannot be read are no accident.
const MOST_FAILURES: usize = 25;

/// The rows of an inventory. Errors about one subscription are among them; ends after the last row, or an error that
/// [`is_final`](InventoryError::is_final).
#[must_use = "a stream does nothing until it is polled"]
pub struct InventoryRows {
    /// `None` after the end.
    subscriptions: Option<Pin<Box<dyn Stream<Item = Found> + Send>>>,
    /// The subscription being yielded, and how many of its rows were.
    current: Option<(Id, usize)>,
    rows: vec::IntoIter<InventoryRow>,
    failures: usize,
    /// To be yielded before the end.
    last_word: Option<InventoryError>,
    checkpoint: InventoryCheckpoint,
    missing: u64,
}

impl InventoryRows {
    pub(super) fn new(inventory: Inventory) -> Self {
        let mut checkpoint = inventory.checkpoint.clone();
        let fits = checkpoint.belongs_to(&inventory.scope);
        Self {
            subscriptions: fits.then(|| Box::pin(details::subscriptions(&inventory)) as _),
            current: None,
            rows: Vec::new().into_iter(),
            failures: 0,
            last_word: (!fits).then_some(InventoryError::OtherCheckpoint),
            checkpoint,
            missing: 0,
        }
    }

    /// The next row; `None` after the last one or a final error.
    pub async fn next(&mut self) -> Option<Result<InventoryRow, InventoryError>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Where to go on later: behind what was yielded, subscriptions that were left out included.
    #[must_use]
    pub fn checkpoint(&self) -> InventoryCheckpoint {
        self.checkpoint.clone()
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
                self.count_row();
                return Poll::Ready(Some(Ok(row)));
            }
            if let Some(error) = self.last_word.take() {
                self.subscriptions = None;
                return Poll::Ready(Some(Err(error)));
            }
            let Some(subscriptions) = &mut self.subscriptions else { return Poll::Ready(None) };
            match subscriptions.as_mut().poll_next(context) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => self.subscriptions = None,
                Poll::Ready(Some(Found::Rows(id, rows))) => self.begin(id, rows),
                Poll::Ready(Some(Found::Missing(missing))) => self.missing = missing,
                Poll::Ready(Some(Found::End(error))) => self.last_word = Some(error),
                Poll::Ready(Some(Found::Skipped(skipped))) => {
                    self.failures += 1;
                    self.checkpoint.passed(skipped.subscription_id.clone());
                    if self.failures == MOST_FAILURES {
                        let failures = self.failures;
                        self.last_word = Some(InventoryError::GivenUp { failures, last: skipped.clone() });
                    }
                    return Poll::Ready(Some(Err(InventoryError::Skipped(skipped))));
                }
            }
        }
    }

    fn begin(&mut self, id: Id, mut rows: Vec<InventoryRow>) {
        self.failures = 0;
        let before = self.checkpoint.rows_before(&id).min(rows.len());
        rows.drain(..before);
        if rows.is_empty() {
            self.checkpoint.passed(Some(id));
            return;
        }
        self.current = Some((id, before));
        self.rows = rows.into_iter();
    }

    fn count_row(&mut self) {
        let Some((id, rows)) = &mut self.current else { return };
        *rows += 1;
        if self.rows.len() == 0 {
            self.checkpoint.passed(Some(id.clone()));
        } else {
            self.checkpoint.within(id.clone(), *rows);
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
        f.debug_struct("InventoryRows").field("done", &self.checkpoint.done()).finish_non_exhaustive()
    }
}
