//! Searching for an order that may exist.

use std::{collections::HashSet, time::Duration};

use imcloud_raw::{Id, types::Order};

use super::{
    UnknownReason,
    matcher::{Match, OrderMatcher},
};
use crate::{
    Client, OrderFilter,
    error::{Details, Error, ErrorKind},
    wait::{Interval, TimeLimit},
};

/// This many of the customer's newest orders are checked whatever their dates, because clocks can be wrong.
const NEWEST: usize = 5;

/// List items cost little, and the order is among the first.
const PAGE: u32 = 50;

/// Bound for the list items of one search, for a service that ignores the filter and sends no dates.
const MAX_ITEMS: usize = 1_000;

/// Delay before a single search, because an order can become visible shortly after the response.
const SETTLE: Duration = Duration::from_secs(2);

/// Searches for one order. Orders that do not match are fetched once only.
pub(super) struct Searcher<'a> {
    client: &'a Client,
    matcher: OrderMatcher<'a>,
    timeout: Duration,
    limit: &'a TimeLimit<'a>,
    others: HashSet<Id>,
    searches: u32,
}

/// The result of searching.
pub(super) enum Finding {
    Found(Box<Order>),
    /// The last search was complete and nothing matched.
    Absent,
    Unknown(UnknownReason, Vec<Order>, Option<Error>),
}

/// The result of one search.
#[derive(Default)]
pub(super) struct Matches {
    pub(super) ours: Vec<Order>,
    possible: Vec<Order>,
    /// The error that interrupted the search.
    error: Option<Error>,
}

impl<'a> Searcher<'a> {
    pub(super) fn new(
        client: &'a Client,
        matcher: OrderMatcher<'a>,
        timeout: Duration,
        limit: &'a TimeLimit<'a>,
    ) -> Self {
        Self { client, matcher, timeout, limit, others: HashSet::new(), searches: 0 }
    }

    pub(super) fn searches(&self) -> u32 {
        self.searches
    }

    /// Searches until the order is found, or until the search timeout has expired and the last search after
    /// that is complete. With `once`, ends after one complete search. With `find_all`, orders after the first
    /// match are checked too.
    pub(super) async fn run(&mut self, once: bool, find_all: bool) -> Finding {
        let runtime = self.client.runtime();
        let interval = Interval::growing(Duration::from_secs(2), Duration::from_secs(30));
        let search = TimeLimit::start(runtime, self.timeout);
        if once {
            runtime.sleep(SETTLE.min(self.timeout).min(self.limit.until_last_poll())).await;
        }
        let mut searches = 0;
        loop {
            if self.limit.left().is_zero() {
                return Finding::Unknown(UnknownReason::TimedOut, Vec::new(), None);
            }
            // Read before the search: an earlier one is not a search after the timeout.
            let is_last = search.left().is_zero();
            let Matches { mut ours, possible, error } = self.search(find_all).await;
            searches += 1;
            let until_last = self.limit.until_last_poll();
            let may_repeat = !is_last && !until_last.is_zero() && error.as_ref().is_none_or(is_transient);
            if ours.len() > 1 {
                return Finding::Unknown(UnknownReason::MultipleMatches, ours, error);
            }
            // In an interrupted search, a generated number is enough. A complete one would also show
            // duplicates, so it is tried first.
            let is_certain = error.is_none() || (self.matcher.reference.is_generated() && !may_repeat);
            if ours.len() == 1 && is_certain {
                return Finding::Found(Box::new(ours.remove(0)));
            }
            ours.extend(possible);
            let is_absent = error.is_none() && ours.is_empty();
            if is_absent && (is_last || once) {
                return Finding::Absent;
            }
            if !may_repeat {
                let reason = match error {
                    _ if !is_last && until_last.is_zero() => UnknownReason::TimedOut,
                    Some(_) => UnknownReason::SearchFailed,
                    None => UnknownReason::PossibleMatches,
                };
                return Finding::Unknown(reason, ours, error);
            }
            let delay = interval.delay(searches, runtime.random());
            runtime.sleep(delay.min(search.left()).min(until_last)).await;
        }
    }

    /// Searches once.
    pub(super) async fn search(&mut self, find_all: bool) -> Matches {
        self.searches += 1;
        let mut matches = Matches::default();
        matches.error = self.read(find_all, &mut matches).await.err();
        tracing::debug!(
            po_number = self.matcher.reference.po_number(),
            found = matches.ours.len(),
            possible = matches.possible.len(),
            complete = matches.error.is_none(),
            "searched for an order"
        );
        matches
    }

    async fn read(&mut self, find_all: bool, matches: &mut Matches) -> Result<(), Error> {
        let client = self.client.with_remaining(self.limit.left());
        let filter = OrderFilter::new().customer_id(&self.matcher.sent.customer_id);
        let mut pages = client.orders().list().filter(filter).page_size(PAGE).pages();
        let (mut seen, mut total) = (0, 0);
        while let Some(page) = pages.next().await {
            let page = page?;
            total = page.total.unwrap_or_default();
            for item in page.items {
                seen += 1;
                let created = item.creation_date.as_ref().and_then(|date| date.to_utc().ok());
                if seen > NEWEST && created.is_some_and(|created| created < self.matcher.earliest) {
                    return Ok(());
                }
                if seen > MAX_ITEMS {
                    return Err(incomplete("more than 1000 orders may be the one searched for"));
                }
                // The service ignores filters that it does not know.
                let of_another = item.customer_id.is_some_and(|id| id != self.matcher.sent.customer_id);
                if of_another || !self.matcher.may_be_type(item.type_.as_ref()) {
                    continue;
                }
                let id = item.id;
                if id.is_empty() {
                    return Err(incomplete("an order without an id may be the one searched for"));
                }
                if self.others.contains(&id) {
                    continue;
                }
                let order = client.orders().get(&id).await?;
                match self.matcher.compare(&order) {
                    Match::Other => {
                        self.others.insert(id);
                    }
                    Match::Possible => matches.possible.push(order),
                    Match::Ours => {
                        matches.ours.push(order);
                        // No other order has this number, unless it was sent more than once.
                        if self.matcher.reference.is_generated() && !find_all {
                            return Ok(());
                        }
                    }
                }
            }
        }
        // The order may be among the items that were not listed, or that were inserted before the first page.
        if total > seen as u64 {
            return Err(incomplete("the list has fewer orders than its total"));
        }
        Ok(())
    }
}

fn incomplete(reason: &'static str) -> Error {
    Details::new(ErrorKind::Pagination, "list_orders", reason).into()
}

/// Returns true if the next search may succeed.
fn is_transient(error: &Error) -> bool {
    !(error.is_authentication() || error.is_permission_denied() || error.is_quota_exceeded())
}
