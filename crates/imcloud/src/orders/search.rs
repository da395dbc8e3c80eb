//! Looking for an order that may exist.

use std::{collections::HashSet, time::Duration};

use imcloud_raw::{Id, types::Order};

use super::{
    UnknownReason,
    matcher::{Match, OrderMatcher},
};
use crate::{
    Client, OrderFilter,
    error::{Details, Error, ErrorKind},
    wait::Interval,
};

/// So many of the customer's newest orders are looked at whatever their dates, because clocks can be wrong.
const AT_LEAST: usize = 10;

/// Rows are cheap, but the order sought is among the first.
const PAGE: u32 = 50;

/// Searches for one order, and remembers the ones that are not it.
pub(super) struct Search<'a> {
    client: &'a Client,
    marks: OrderMatcher<'a>,
    time: Duration,
    others: HashSet<Id>,
    looks: u32,
}

/// What a search came to.
pub(super) enum Finding {
    Found(Box<Order>),
    /// The last look was complete, and it was not there.
    Absent,
    UnknownReason(UnknownReason, Vec<Order>, Option<Error>),
}

/// What one look saw.
#[derive(Default)]
pub(super) struct Look {
    pub(super) ours: Vec<Order>,
    pub(super) alike: Vec<Order>,
    /// Why it broke off.
    error: Option<Error>,
}

impl<'a> Search<'a> {
    pub(super) fn new(client: &'a Client, marks: OrderMatcher<'a>, time: Duration) -> Self {
        Self { client, marks, time, others: HashSet::new(), looks: 0 }
    }

    pub(super) fn looks(&self) -> u32 {
        self.looks
    }

    /// Looks until it is found or the time for it is over. `all` looks at every order, to see whether there are several.
    pub(super) async fn run(&mut self, all: bool) -> Finding {
        let runtime = self.client.runtime();
        let interval = Interval::growing(Duration::from_secs(2), Duration::from_secs(30));
        let deadline = runtime.now().checked_add(self.time);
        let left = || deadline.map(|deadline| deadline.saturating_duration_since(runtime.now()));
        let mut looks = 0;
        loop {
            // Read before the look: one that began earlier was not at the end.
            let is_last = left().is_some_and(|left| left.is_zero());
            let Look { mut ours, alike, error } = self.look(all).await;
            looks += 1;
            let goes_on = !is_last && error.as_ref().is_none_or(passes);
            if ours.len() > 1 {
                return Finding::UnknownReason(UnknownReason::Several, ours, error);
            }
            // In a look that broke off, a number of ours is enough; several would be told otherwise, so that is tried first.
            if ours.len() == 1 && (error.is_none() || (self.marks.reference.is_generated() && !goes_on)) {
                return Finding::Found(Box::new(ours.remove(0)));
            }
            if !goes_on {
                ours.extend(alike);
                return match error {
                    Some(error) => Finding::UnknownReason(UnknownReason::NotLooked, ours, Some(error)),
                    None if ours.is_empty() => Finding::Absent,
                    None => Finding::UnknownReason(UnknownReason::Alike, ours, None),
                };
            }
            let pause = interval.pause(looks, runtime.random());
            runtime.sleep(left().map_or(pause, |left| pause.min(left))).await;
        }
    }

    /// Looks once at the orders that may be it.
    pub(super) async fn look(&mut self, all: bool) -> Look {
        self.looks += 1;
        let mut look = Look::default();
        look.error = self.read(all, &mut look).await.err();
        tracing::debug!(
            po_number = self.marks.reference.po_number(),
            found = look.ours.len(),
            alike = look.alike.len(),
            complete = look.error.is_none(),
            "looked for an order"
        );
        look
    }

    async fn read(&mut self, all: bool, look: &mut Look) -> Result<(), Error> {
        let orders = self.client.orders();
        let filter = OrderFilter::new().customer_id(&self.marks.sent.customer_id);
        let mut rows = orders.list(filter).page_size(PAGE).items();
        let mut seen = 0;
        while let Some(row) = rows.next().await {
            let row = row?;
            seen += 1;
            let created = row.creation_date.as_ref().and_then(|date| date.to_utc().ok());
            if seen > AT_LEAST && created.is_some_and(|created| created < self.marks.earliest) {
                break;
            }
            // The service ignores filters that it does not know.
            let of_another = row.customer_id.as_ref().is_some_and(|id| *id != self.marks.sent.customer_id);
            if of_another || !self.marks.fits_type(row.type_.as_ref()) {
                continue;
            }
            let Some(id) = row.id else {
                let reason = "brought an order without an id, which may be the one that is looked for";
                return Err(Details::new(ErrorKind::Decode, "list_orders", reason).into());
            };
            if self.others.contains(&id) {
                continue;
            }
            let order = orders.get(&id).await?;
            match self.marks.judge(&order) {
                Match::Other => {
                    self.others.insert(id);
                }
                Match::Alike => look.alike.push(order),
                Match::Ours => {
                    look.ours.push(order);
                    // No other has this number, unless it was sent more than once.
                    if self.marks.reference.is_generated() && !all {
                        break;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Whether the next look may go better.
fn passes(error: &Error) -> bool {
    !(error.is_authentication() || error.is_permission_denied() || error.is_quota_exceeded())
}
