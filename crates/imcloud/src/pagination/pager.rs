//! From page to page through a list that others change.

use std::{
    collections::VecDeque,
    task::{Context, Poll},
};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{Fetched, Source, fetched_page::FetchedPage, page::Page, seen_ids::SeenIds};
use crate::error::{Details, Error, ErrorKind};

/// How often one page is aimed anew before the list counts as unreadable.
const MOST_REPAIRS: u32 = 12;

/// How many empty pages in a row are passed although the total promises more.
const MOST_EMPTY: u32 = 10;

/// How many pages in a row may bring nothing new, as when rows come in about as fast as they are read.
const MOST_STALLED: u32 = 200;

/// How many pages in a row, from different offsets, may be the same.
const MOST_SAME: u32 = 4;

enum InFlight<T> {
    Under(BoxFuture<'static, Result<Fetched<T>, Error>>),
    FetchedPage(Result<Fetched<T>, Error>),
}

pub(super) struct Pager<T> {
    source: Source<T>,
    /// Rows asked for.
    limit: u64,
    width: usize,
    flights: VecDeque<(u64, InFlight<T>)>,
    /// Where the next page has to begin: where the last new row was seen, or behind it where rows cannot be recognised.
    next: u64,
    /// Rows that a full page has here; known after the first.
    full: u64,
    total: Option<u64>,
    recent: SeenIds,
    /// The last new row, and the total when it was seen.
    last_row: Option<Id>,
    total_then: Option<u64>,
    /// The ends and the length of the last page.
    last_page: Option<(Id, Id, u64)>,
    /// Whether nothing moved so far.
    still: bool,
    repairs: u32,
    empty: u32,
    stalled: u32,
    same: u32,
    ended: bool,
}

/// What came of a page.
enum Step<T> {
    Yield(FetchedPage<T>),
    Again,
    End,
}

impl<T> Pager<T> {
    pub(super) fn new(source: Source<T>, limit: u32, offset: u64, width: usize) -> Self {
        Self {
            recent: SeenIds::new(limit as usize, width),
            source,
            limit: u64::from(limit),
            width,
            flights: VecDeque::new(),
            next: offset,
            full: 0,
            total: None,
            last_row: None,
            total_then: None,
            last_page: None,
            still: true,
            repairs: 0,
            empty: 0,
            stalled: 0,
            same: 0,
            ended: false,
        }
    }

    /// The offset at which the next page begins.
    pub(super) fn next_offset(&self) -> u64 {
        self.next
    }

    /// The next page.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FetchedPage<T>, Error>>> {
        loop {
            if self.ended {
                return Poll::Ready(None);
            }
            self.launch(self.width);
            let Some(landed) = self.land(context) else { return Poll::Pending };
            let step = landed.1.and_then(|fetched| self.take(landed.0, fetched));
            match step {
                Ok(Step::Yield(page)) => return Poll::Ready(Some(Ok(page))),
                Ok(Step::Again) => {}
                Ok(Step::End) => self.end(),
                Err(error) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    /// Lets pages that are under way make progress, for a reader that still has rows of one, which counts.
    pub(super) fn keep_going(&mut self, context: &mut Context<'_>) {
        if self.width > 1 && !self.ended {
            self.launch(self.width - 1);
            self.poll_flights(context);
        }
    }

    fn end(&mut self) {
        self.ended = true;
        self.flights.clear();
        self.recent.forget();
    }

    /// Sends off what is needed, and as much more as there is room for.
    fn launch(&mut self, room: usize) {
        if self.flights.is_empty() && room > 0 {
            self.send(self.next, false);
        }
        // Nothing can be foreseen before the first page told its size and the total.
        let (Some(total), true) = (self.total, self.full > 0) else { return };
        while self.flights.len() < room {
            let Some((last, _)) = self.flights.back() else { return };
            if last + self.full >= total {
                return;
            }
            self.send(last + self.stride(self.full), false);
        }
    }

    fn send(&mut self, offset: u64, first: bool) {
        let flight = (offset, InFlight::Under((self.source.fetch)(offset, self.limit)));
        if first {
            self.flights.push_front(flight);
        } else {
            self.flights.push_back(flight);
        }
    }

    fn poll_flights(&mut self, context: &mut Context<'_>) {
        for (_, flight) in &mut self.flights {
            if let InFlight::Under(future) = flight
                && let Poll::Ready(end) = future.as_mut().poll(context)
            {
                *flight = InFlight::FetchedPage(end);
            }
        }
    }

    /// The first page in order, when it is there.
    fn land(&mut self, context: &mut Context<'_>) -> Option<(u64, Result<Fetched<T>, Error>)> {
        self.poll_flights(context);
        if !matches!(self.flights.front(), Some((_, InFlight::FetchedPage(_)))) {
            return None;
        }
        match self.flights.pop_front()? {
            (offset, InFlight::FetchedPage(end)) => Some((offset, end)),
            (_, InFlight::Under(_)) => None,
        }
    }

    /// How far the next page begins behind one of so many rows: its first row is the last one of this, where pages have more than one.
    fn stride(&self, rows: u64) -> u64 {
        if rows > 1 && self.last_row.is_some() { rows - 1 } else { rows }
    }

    fn take(&mut self, offset: u64, fetched: Fetched<T>) -> Result<Step<T>, Error> {
        let received = fetched.rows.len() as u64;
        self.total = fetched.total.or(self.total);
        if received == 0 {
            return self.pass_empty(offset);
        }
        self.empty = 0;

        let mut rows = fetched.rows;
        let ids: Option<Vec<Id>> = rows.iter().map(|row| (self.source.id)(row).cloned()).collect();
        // Rows without ids cannot be recognised, and pages of one row cannot overlap; then every row counts.
        let mut ids = ids.filter(|_| self.limit > 1).unwrap_or_default();
        let page = ids.first().cloned().zip(ids.last().cloned()).map(|(first, last)| (first, last, received));
        let mut last_is_new = true;
        let mut overlaps = false;
        if ids.is_empty() || self.recent.is_empty() {
            // There is nothing to compare.
        } else if self.still && ids.first() == self.last_row.as_ref() {
            ids.remove(0);
            overlaps = true;
            last_is_new = !ids.is_empty();
        } else {
            // From here on every row is looked up: pages may begin further up than the last new row.
            self.still = false;
            let seen = self.recent.all();
            let new: Vec<bool> = ids.iter().map(|id| !seen.contains(id)).collect();
            // At the very beginning nothing can have been missed, even if all that was read is gone.
            let nothing_before = offset == 0 && self.recent.is_complete();
            if new.iter().all(|new| *new) && !nothing_before {
                return self.aim_anew();
            }
            last_is_new = new.last().is_some_and(|new| *new);
            keep(&mut rows, &new);
            keep(&mut ids, &new);
        }
        let nothing_new = rows.len() == usize::from(overlaps);
        self.full = self.full.max(received);
        self.same = if page.is_some() && page == self.last_page { self.same + 1 } else { 0 };
        self.last_page = page;

        let covered = offset + received;
        let ends = self.source.unpaged
            || match self.total {
                Some(total) => {
                    self.same == 0 && (covered == total || (covered > total && received < self.full))
                }
                None => nothing_new,
            };
        self.go_on(offset, received, ids, last_is_new);
        self.stalled = if nothing_new { self.stalled + 1 } else { 0 };
        if !ends && (self.same > MOST_SAME || self.stalled > MOST_STALLED) {
            return Err(self
                .unreadable("brings the same rows again and again; the service seems to ignore the offset"));
        }
        if ends {
            self.flights.clear();
            self.ended = true;
        }
        if nothing_new {
            return Ok(if ends { Step::End } else { Step::Again });
        }
        let page = Page {
            items: rows,
            offset,
            limit: fetched.limit,
            total: self.total,
            next_offset: (!ends).then_some(covered),
            covered,
        };
        Ok(Step::Yield(FetchedPage { page, overlaps }))
    }

    /// Remembers the new rows of a page and finds out where the next one has to begin.
    fn go_on(&mut self, offset: u64, received: u64, new: Vec<Id>, last_is_new: bool) {
        let moved = self.moved();
        if last_is_new {
            self.last_row = new.last().cloned();
        }
        self.next = if last_is_new || self.repairs > 0 {
            offset + self.stride(received)
        } else {
            // Rows come in faster than they are read: the last new row is where the total says.
            (offset + self.stride(received)).max(self.next.saturating_add_signed(moved))
        };
        self.total_then = self.total;
        self.repairs = 0;
        if !new.is_empty() {
            self.recent.remember(new);
        }
        // A page that began behind that place would leave something out, and one far before it brings nothing.
        let of_use = |begins: u64| begins <= self.next && begins + self.full > self.next;
        if self.flights.front().is_some_and(|(begins, _)| !of_use(*begins)) {
            self.flights.clear();
        }
    }

    /// By how many rows the list grew or shrank since the place of the next page was determined.
    fn moved(&self) -> i64 {
        signed_difference(self.total, self.total_then)
    }

    /// An empty page is the end, unless the total says that there is more: then it is fetched once more, and then passed.
    fn pass_empty(&mut self, offset: u64) -> Result<Step<T>, Error> {
        if self.source.unpaged || self.total.is_none_or(|total| offset >= total) {
            // The last row should have been there: the list became shorter, and rows may have moved up past it.
            let shrunk = self.last_row.is_some() && offset > 0;
            return if shrunk { self.aim_anew() } else { Ok(Step::End) };
        }
        self.empty += 1;
        if self.empty > MOST_EMPTY {
            return Err(
                self.unreadable("is empty from there on although its total promises more; try again later")
            );
        }
        self.flights.clear();
        if self.empty > 1 {
            self.next = offset + self.limit;
            // What follows need not touch what was seen.
            self.recent.forget();
            self.last_row = None;
            self.last_page = None;
            if self.total.is_some_and(|total| self.next >= total) {
                return Ok(Step::End);
            }
        } else {
            self.next = offset;
        }
        Ok(Step::Again)
    }

    /// No row of the page was seen before, so rows between were missed. Fetches it from where the list moved to, then further and further back.
    fn aim_anew(&mut self) -> Result<Step<T>, Error> {
        self.repairs += 1;
        if self.repairs > MOST_REPAIRS {
            return Err(self.unreadable(
                "changes faster than it can be read; narrow the filter, or read it at a quieter time",
            ));
        }
        let again = if self.repairs == 1 {
            // A page that was fetched ahead of the one before it needs no more than to be fetched now.
            let moved = self.moved();
            self.next.saturating_add_signed(if self.width > 1 { moved.max(0) } else { moved })
        } else {
            let back = (self.limit / 2).max(1).saturating_mul(1 << (self.repairs - 2));
            self.next.saturating_sub(back)
        };
        self.send(again, true);
        Ok(Step::Again)
    }

    fn unreadable(&self, reason: &str) -> Error {
        let reason = format!("at offset {} {reason}", self.next);
        Details::new(ErrorKind::Pagination, self.source.operation.clone(), reason).into()
    }
}

fn keep<T>(list: &mut Vec<T>, which: &[bool]) {
    let mut which = which.iter();
    list.retain(|_| which.next().copied().unwrap_or(true));
}

fn signed_difference(now: Option<u64>, before: Option<u64>) -> i64 {
    match (now, before) {
        (Some(now), Some(before)) => {
            i64::try_from(now).unwrap_or(i64::MAX) - i64::try_from(before).unwrap_or(i64::MAX)
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashSet,
        future::poll_fn,
        sync::{Arc, Mutex},
        task::Waker,
    };

    use super::*;
    use crate::runtime::{ManualRuntime, Runtime as _};

    /// A list that others change each time somebody looks at it.
    struct Others {
        rows: Vec<u64>,
        newest: u64,
        dice: ManualRuntime,
        /// One in so many looks inserts, and removes; 0 for never.
        inserts: u64,
        removes: u64,
    }

    impl Others {
        fn roll(&self, sides: u64) -> u64 {
            self.dice.random() % sides
        }

        fn work(&mut self) {
            if self.inserts > 0 && self.roll(self.inserts) == 0 {
                for _ in 0..=self.roll(3) {
                    self.newest += 1;
                    self.rows.insert(0, self.newest);
                }
            }
            if self.removes > 0 && self.roll(self.removes) == 0 && !self.rows.is_empty() {
                let which = self.roll(self.rows.len() as u64);
                self.rows.remove(usize::try_from(which).unwrap());
            }
        }
    }

    /// Rows are read when a page is done, after a number of looks that differs from page to page, so that pages overtake each other.
    fn source(others: &Arc<Mutex<Others>>) -> Source<Id> {
        let others = Arc::clone(others);
        Source {
            operation: "list".into(),
            id: |row| Some(row),
            unpaged: false,
            fetch: Arc::new(move |offset, limit| {
                let others = Arc::clone(&others);
                let mut looks = others.lock().unwrap().roll(6);
                Box::pin(poll_fn(move |_| {
                    let mut others = others.lock().unwrap();
                    others.work();
                    if looks > 0 {
                        looks -= 1;
                        return Poll::Pending;
                    }
                    let (offset, limit) = (usize::try_from(offset).unwrap(), usize::try_from(limit).unwrap());
                    let rows = others.rows.iter().skip(offset).take(limit).map(|id| Id::from(*id)).collect();
                    Poll::Ready(Ok(Fetched { rows, limit: None, total: Some(others.rows.len() as u64) }))
                }))
            }),
        }
    }

    fn read(others: &Arc<Mutex<Others>>, limit: u32, width: usize) -> Result<Vec<u64>, Error> {
        let mut walk = Pager::new(source(others), limit, 0, width);
        let mut context = Context::from_waker(Waker::noop());
        let mut read = Vec::new();
        loop {
            assert!(walk.flights.len() <= width, "{} pages are held", walk.flights.len());
            match walk.poll(&mut context) {
                Poll::Pending => {}
                Poll::Ready(None) => return Ok(read),
                Poll::Ready(Some(landed)) => {
                    let page = landed?.into_page();
                    assert!(!page.items.is_empty());
                    read.extend(page.items.iter().map(|id| id.as_str().parse::<u64>().unwrap()));
                }
            }
        }
    }

    fn others(seed: u64, count: u64, inserts: u64, removes: u64) -> Arc<Mutex<Others>> {
        let dice = ManualRuntime::new().with_seed(seed);
        Arc::new(Mutex::new(Others {
            rows: (1..=count).rev().collect(),
            newest: count,
            dice,
            inserts,
            removes,
        }))
    }

    #[test]
    fn whatever_is_inserted_rows_come_once_and_in_order_and_none_is_missed() {
        for seed in 0..300 {
            let (limit, width) =
                (2 + u32::try_from(seed % 9).unwrap(), 1 + usize::try_from(seed % 5).unwrap());
            let others = others(seed, 150, 12 + seed % 9, 0);
            let read = read(&others, limit, width).unwrap();
            let original: Vec<u64> = read.iter().copied().filter(|id| *id <= 150).collect();
            assert!(original.iter().copied().eq((1..=150).rev()), "seed {seed}: {original:?}");
            assert_eq!(read.iter().collect::<HashSet<_>>().len(), read.len(), "seed {seed}");
        }
    }

    #[test]
    fn whatever_is_removed_the_rest_comes_once_and_none_of_it_is_missed() {
        let mut errors = 0;
        for seed in 0..300 {
            let (limit, width) =
                (4 + u32::try_from(seed % 9).unwrap(), 1 + usize::try_from(seed % 5).unwrap());
            let others = others(seed, 150, 9, 12);
            // A list that cannot be read whole is an error, and a rare one.
            let Ok(read) = read(&others, limit, width) else {
                errors += 1;
                continue;
            };
            let unique: HashSet<u64> = read.iter().copied().collect();
            assert_eq!(unique.len(), read.len(), "seed {seed}");
            let left = others.lock().unwrap().rows.clone();
            let missed: Vec<_> = left.iter().filter(|id| **id <= 150 && !unique.contains(id)).collect();
            assert!(missed.is_empty(), "seed {seed}: {missed:?}");
        }
        assert!(errors < 10, "{errors} lists could not be read");
    }
}
