//! From page to page through a list that others change.

use std::{
    collections::VecDeque,
    task::{Context, Poll},
};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{Fetched, Page, Source, recent::Recent};
use crate::error::{Details, Error, ErrorKind};

/// How often one page is aimed anew before the list counts as unreadable.
const MOST_REPAIRS: u32 = 12;

/// How many empty pages in a row are passed although the total promises more.
const MOST_EMPTY: u32 = 10;

/// How many pages in a row may bring nothing new.
const MOST_STALLED: u32 = 4;

enum Flight<T> {
    Under(BoxFuture<'static, Result<Fetched<T>, Error>>),
    Landed(Result<Fetched<T>, Error>),
}

pub(super) struct Walk<T> {
    source: Source<T>,
    /// Rows asked for.
    limit: u64,
    width: usize,
    flights: VecDeque<(u64, Flight<T>)>,
    /// Where the next page has to begin.
    next: u64,
    /// Rows that a full page has here; known after the first.
    full: u64,
    total: Option<u64>,
    recent: Recent,
    last_row: Option<Id>,
    repairs: u32,
    empty: u32,
    stalled: u32,
    ended: bool,
}

/// What came of a page.
enum Step<T> {
    Yield(Page<T>),
    Again,
    End,
}

impl<T> Walk<T> {
    pub(super) fn new(source: Source<T>, limit: u32, offset: u64, width: usize) -> Self {
        Self {
            recent: Recent::new(limit as usize, width),
            source,
            limit: u64::from(limit),
            width,
            flights: VecDeque::new(),
            next: offset,
            full: 0,
            total: None,
            last_row: None,
            repairs: 0,
            empty: 0,
            stalled: 0,
            ended: false,
        }
    }

    /// The offset at which the next page begins.
    pub(super) fn next_offset(&self) -> u64 {
        self.next
    }

    /// The next page.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
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
        let flight = (offset, Flight::Under((self.source.fetch)(offset, self.limit)));
        if first {
            self.flights.push_front(flight);
        } else {
            self.flights.push_back(flight);
        }
    }

    fn poll_flights(&mut self, context: &mut Context<'_>) {
        for (_, flight) in &mut self.flights {
            if let Flight::Under(future) = flight
                && let Poll::Ready(end) = future.as_mut().poll(context)
            {
                *flight = Flight::Landed(end);
            }
        }
    }

    /// The first page in order, when it is there.
    fn land(&mut self, context: &mut Context<'_>) -> Option<(u64, Result<Fetched<T>, Error>)> {
        self.poll_flights(context);
        if !matches!(self.flights.front(), Some((_, Flight::Landed(_)))) {
            return None;
        }
        match self.flights.pop_front()? {
            (offset, Flight::Landed(end)) => Some((offset, end)),
            (_, Flight::Under(_)) => None,
        }
    }

    /// How far the next page begins behind one of so many rows: its first row is the last one of this, where pages have more than one.
    fn stride(&self, rows: u64) -> u64 {
        if rows > 1 && self.last_row.is_some() { rows - 1 } else { rows }
    }

    fn take(&mut self, offset: u64, fetched: Fetched<T>) -> Result<Step<T>, Error> {
        let received = fetched.rows.len() as u64;
        let total_before = self.total;
        self.total = fetched.total.or(self.total);
        if received == 0 {
            return self.pass_empty(offset);
        }
        self.empty = 0;

        let mut rows = fetched.rows;
        let ids: Option<Vec<Id>> = rows.iter().map(|row| (self.source.id)(row).cloned()).collect();
        // Rows without ids cannot be recognised, and pages of one row cannot overlap; then every row counts.
        let mut ids = ids.filter(|_| self.limit > 1).unwrap_or_default();
        let last_row = ids.last().cloned();
        if ids.is_empty() || self.recent.is_empty() {
            // There is nothing to compare.
        } else if ids.first() == self.last_row.as_ref() {
            ids.remove(0);
            rows.remove(0);
        } else {
            let seen = self.recent.all();
            let new: Vec<bool> = ids.iter().map(|id| !seen.contains(id)).collect();
            // At the very beginning nothing can have been missed, even if all that was read is gone.
            let nothing_before = offset == 0 && self.recent.is_complete();
            if new.iter().all(|new| *new) && !nothing_before {
                let moved = signed_difference(self.total, total_before);
                return self.aim_anew(offset, moved);
            }
            keep(&mut rows, &new);
            keep(&mut ids, &new);
        }
        self.repairs = 0;
        self.full = self.full.max(received);
        self.last_row = last_row;
        if !ids.is_empty() {
            self.recent.remember(ids);
        }

        let covered = offset + received;
        let ends = self.source.unpaged
            || match self.total {
                Some(total) => covered == total || (covered > total && received < self.full),
                None => rows.is_empty(),
            };
        self.next = offset + self.stride(received);
        // A page that began behind the place where it has to would leave something out.
        if self.flights.front().is_some_and(|(begins, _)| *begins > self.next) {
            self.flights.clear();
        }
        if rows.is_empty() && !ends {
            self.stalled += 1;
            if self.stalled > MOST_STALLED + self.width as u32 {
                return Err(self.unreadable(
                    "brings the same rows again and again; the service seems to ignore the offset",
                ));
            }
            return Ok(Step::Again);
        }
        self.stalled = 0;
        if ends {
            self.flights.clear();
            self.ended = true;
        }
        if rows.is_empty() {
            return Ok(Step::End);
        }
        Ok(Step::Yield(Page {
            items: rows,
            offset,
            limit: fetched.limit,
            total: self.total,
            next_offset: (!ends).then_some(covered),
            covered,
        }))
    }

    /// An empty page is the end, unless the total says that there is more: then it is fetched once more, and then passed.
    fn pass_empty(&mut self, offset: u64) -> Result<Step<T>, Error> {
        if self.source.unpaged || self.total.is_none_or(|total| offset >= total) {
            return Ok(Step::End);
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
            if self.total.is_some_and(|total| self.next >= total) {
                return Ok(Step::End);
            }
        } else {
            self.next = offset;
        }
        Ok(Step::Again)
    }

    /// No row of the page was seen before, so rows between were missed. Fetches it from where the list moved to, then further and further back.
    fn aim_anew(&mut self, offset: u64, moved: i64) -> Result<Step<T>, Error> {
        self.repairs += 1;
        if self.repairs > MOST_REPAIRS {
            return Err(self.unreadable(
                "changes faster than it can be read; narrow the filter, or read it at a quieter time",
            ));
        }
        let again = if self.repairs == 1 {
            // A page that was fetched ahead of the one before it needs no more than to be fetched now.
            offset.saturating_add_signed(if self.width > 1 { moved.max(0) } else { moved })
        } else {
            let back = (self.limit / 2).max(1).saturating_mul(1 << (self.repairs - 2));
            self.next.saturating_sub(back)
        };
        self.send(again, true);
        Ok(Step::Again)
    }

    fn unreadable(&self, reason: &str) -> Error {
        let reason = format!("at offset {} {reason}", self.next);
        Details::new(ErrorKind::Listing, self.source.operation, reason).into()
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
