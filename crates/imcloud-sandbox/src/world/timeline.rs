//! Scheduled changes.

use std::{cmp::Reverse, collections::BinaryHeap};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

/// A scheduled change. Its record may have changed meanwhile, so the handler checks it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Event {
    /// An order goes from submitted to processing, or from processing to completed.
    OrderAdvances(u64),
    CustomerActivates(u64),
    ResellerActivates(u64),
    ReportAdvances(Uuid),
    /// The term of a subscription that was to end on this day is over.
    TermEnds(u64, NaiveDate),
    /// A terminated subscription vanishes from the vendor's side.
    SubscriptionRemoved(u64),
    /// A periodical report is due, by the number of its definition.
    ReportDue(usize),
    /// A request that was deferred, by its number.
    Deferred(usize),
}

/// Events by time, those of the same time in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    events: BinaryHeap<Reverse<(DateTime<Utc>, u64, Event)>>,
    added: u64,
}

impl Timeline {
    pub(crate) fn add(&mut self, at: DateTime<Utc>, event: Event) {
        self.added += 1;
        self.events.push(Reverse((at, self.added, event)));
    }

    /// The next event that is due by `now`.
    pub(crate) fn next_until(&mut self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Event)> {
        let Reverse((at, ..)) = self.events.peek()?;
        if *at > now {
            return None;
        }
        self.events.pop().map(|Reverse((at, _, event))| (at, event))
    }
}
