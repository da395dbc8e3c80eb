//! Reads a list page by page while it changes.

use std::{
    collections::{HashSet, VecDeque},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use futures_util::future::BoxFuture;
use imcloud_raw::Id;

use super::{
    Fetched, Source,
    streams::{FetchedPage, Page},
};
use crate::{
    error::{Details, Error, ErrorKind},
    runtime::{Background, Runtime},
};

/// Requests in a row without a recognized item, before the list counts as unreadable.
const MAX_REFETCHES: u32 = 12;

/// Empty pages in a row that are skipped although the total promises more items.
const MAX_EMPTY_PAGES: u32 = 10;

/// Consecutive pages without new items, as if items are inserted about as fast as they are read.
const MAX_STALLED_PAGES: u32 = 200;

const MIN_REMEMBERED: usize = 2_000;

/// With prefetch a background task, otherwise a future that makes progress only while the list is polled.
type PageCall<T> = BoxFuture<'static, Result<Fetched<T>, Error>>;

#[derive(Clone, Copy, Default)]
struct PageState {
    offset: u64,
    total: Option<u64>,
    fingerprint: Option<u64>,
}

pub(super) struct Pager<T> {
    source: Source<T, ()>,
    runtime: Arc<dyn Runtime>,
    limit: u64,
    prefetch: usize,
    /// Pages in flight by offset, in the order in which they are read.
    in_flight: VecDeque<(u64, PageCall<T>)>,
    /// Offset of the next page: that of the last item read if it must contain it, the one after otherwise.
    next: u64,
    /// True if the next page must contain an item that was read before.
    is_anchored: bool,
    /// Number of items of a full page. Known after the first page.
    full: u64,
    total: Option<u64>,
    /// The total when `next` was determined.
    previous_total: Option<u64>,
    seen: SeenIds,
    /// The last page in `seen`.
    last_page: PageState,
    missing: u64,
    refetches: u32,
    empty_pages: u32,
    stalled_pages: u32,
    has_yielded: bool,
    has_ended: bool,
}

impl<T: Send + 'static> Pager<T> {
    pub(super) fn new(
        source: Source<T, ()>,
        runtime: Arc<dyn Runtime>,
        limit: u32,
        offset: u64,
        prefetch: usize,
    ) -> Self {
        Self {
            source,
            runtime,
            limit: u64::from(limit),
            prefetch,
            in_flight: VecDeque::new(),
            next: offset,
            is_anchored: false,
            full: 0,
            total: None,
            previous_total: None,
            seen: SeenIds::new(MIN_REMEMBERED.max(4 * limit as usize * (prefetch + 1))),
            last_page: PageState::default(),
            missing: 0,
            refetches: 0,
            empty_pages: 0,
            stalled_pages: 0,
            has_yielded: false,
            has_ended: false,
        }
    }

    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<FetchedPage<T>, Error>>> {
        while !self.has_ended {
            self.fill(self.prefetch + 1);
            let Some((offset, call)) = self.in_flight.front_mut() else { break };
            let (offset, result) = (*offset, ready!(Pin::new(call).poll(context)));
            self.in_flight.pop_front();
            match result.and_then(|fetched| self.receive(offset, fetched)) {
                Ok(None) => {}
                Ok(Some(page)) => {
                    self.has_yielded = true;
                    if !self.has_ended {
                        self.fill(self.prefetch);
                    }
                    return Poll::Ready(Some(Ok(page)));
                }
                Err(error) => {
                    self.end();
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Requests the next page if it is not in flight, and further ones up to this number of pages.
    fn fill(&mut self, pages: usize) {
        while self.in_flight.len() < pages {
            let offset = match self.in_flight.back() {
                None => self.next,
                // The positions of further pages are unknown before the first response.
                Some((last, _)) => {
                    let end = last.saturating_add(self.full);
                    if self.full == 0 || self.total.is_none_or(|total| end >= total) {
                        return;
                    }
                    if self.full > 1 && self.seen.last_id().is_some() { end - 1 } else { end }
                }
            };
            let call = self.request(offset);
            self.in_flight.push_back((offset, call));
        }
    }

    fn request(&self, offset: u64) -> PageCall<T> {
        let (fetch, limit) = (Arc::clone(&self.source.fetch), self.limit);
        if self.prefetch == 0 {
            return fetch(&(), offset, limit);
        }
        Box::pin(Background::spawn(&self.runtime, move || fetch(&(), offset, limit)))
    }

    /// Requests a page that is read before those in flight.
    fn request_first(&mut self, offset: u64) {
        let call = self.request(offset);
        self.in_flight.push_front((offset, call));
        self.in_flight.truncate(self.prefetch.max(1));
    }

    /// Takes the new items of a page and determines where the next one starts.
    fn receive(&mut self, offset: u64, fetched: Fetched<T>) -> Result<Option<FetchedPage<T>>, Error> {
        self.total = fetched.total.or(self.total);
        let mut items = fetched.items;
        let ids: Vec<Option<Id>> = items.iter().map(|item| self.source.id_of(item)).collect();
        if ids.is_empty() {
            return self.receive_empty(offset);
        }
        self.empty_pages = 0;
        let received = ids.len() as u64;
        let page_end = offset.saturating_add(received);
        self.full = self.full.max(received);

        let state = PageState { offset, total: self.total, fingerprint: fetched.fingerprint };
        let is_repeated = self.repeats_last_page(&ids, &state);
        // Without a total, a short page may be the complete list.
        let may_be_complete =
            self.total.is_none() && received < self.limit && ids.iter().any(Option::is_some);
        if is_repeated && self.refetches == 0 && state.total == self.last_page.total && !may_be_complete {
            return Err(self.unreadable("the service ignores offset"));
        }
        let recognized = self.seen.find_last(&ids);
        let old = match recognized {
            Some(index) if index > 0 || !is_repeated => index + 1,
            _ if is_repeated => ids.len(),
            // Nothing can have been missed before the first item, even if all items read so far were removed.
            None if self.is_anchored && offset == 0 && self.seen.is_complete => {
                self.seen.is_ordered = false;
                0
            }
            None if self.is_anchored => return self.refetch(),
            // A page that was fetched ahead of the one before it may have missed insertions.
            None if self.prefetch > 0 && self.refetches == 0 && self.moved() != 0 => return self.refetch(),
            _ => usize::try_from(self.next.saturating_sub(offset)).unwrap_or(usize::MAX).min(ids.len()),
        };

        // If the last item read is not on the page, later items may be old as well, but without ids. The next
        // page, which starts at the recognized item, shows whether the last item read was removed.
        let is_behind = recognized.is_some_and(|index| {
            let may_be_old = self.stalled_pages == 0 && ids.get(1).is_some_and(Option::is_none);
            ids[index].as_ref() != self.seen.last_id() && (index > 0 || may_be_old)
        });
        let is_last = !is_behind
            && match self.total {
                _ if self.source.unpaged => true,
                // A total that a full page contradicts is ignored.
                Some(total) => page_end == total || (page_end > total && received < self.full),
                None => old == ids.len() || (received < self.full && ids.iter().all(Option::is_none)),
            };
        // The next page starts at the last item with an id. Items without an id after it are left to the next
        // page, which shows whether they are new. They are returned now if the page has no other item.
        let anchor = if is_behind {
            recognized
        } else {
            let last_id = ids.iter().rposition(Option::is_some).filter(|index| *index > 0 && !is_last);
            last_id.filter(|index| *index >= old || recognized == Some(*index))
        };
        let taken = anchor.map_or(ids.len(), |index| index + 1);
        let has_new = old < taken;
        let end = offset.saturating_add(taken as u64);
        let reached = end - u64::from(anchor.is_some());
        // If items are inserted faster than they are read, the last item read is where the total moved to.
        self.next = if has_new || self.refetches > 0 { reached } else { reached.max(self.moved_to()) };
        self.is_anchored = anchor.is_some();
        if has_new {
            self.seen.remember(ids);
            self.last_page = state;
        }
        self.previous_total = self.total;
        self.refetches = 0;
        self.stalled_pages = if has_new { 0 } else { self.stalled_pages + 1 };
        if self.stalled_pages > MAX_STALLED_PAGES {
            return Err(self.unreadable("the service repeats items"));
        }

        items.truncate(taken);
        let page = Page {
            items,
            limit: fetched.limit,
            next_offset: (!is_last).then_some(end),
            end,
            ..Page::empty(offset, self.total)
        };
        let page = has_new.then_some(FetchedPage { page, old });
        if is_last {
            return Ok(self.finish(page));
        }
        self.align();
        Ok(page)
    }

    /// Returns whether the service responded to different offsets with the same page in a row.
    ///
    /// It ignores the offset then, unless the total changed: the list may have moved by one page.
    fn repeats_last_page(&self, ids: &[Option<Id>], page: &PageState) -> bool {
        let is_same = if ids.iter().any(Option::is_some) {
            self.seen.pages.back().is_some_and(|last| last == ids)
        } else {
            page.fingerprint.is_some() && page.fingerprint == self.last_page.fingerprint
        };
        is_same && page.offset != self.last_page.offset && self.stalled_pages == 0
    }

    /// Fetches an empty page again if the total promises items, then skips it.
    fn receive_empty(&mut self, offset: u64) -> Result<Option<FetchedPage<T>>, Error> {
        let promised = self.total.filter(|total| offset < *total && !self.source.unpaged);
        if self.is_anchored && offset > 0 && (promised.is_none() || self.refetches > 0) {
            // The last item read should be there: the list has become shorter.
            return self.refetch();
        }
        let end = self.end_of_read();
        let Some(total) = promised else { return Ok(self.finish(None)) };
        self.empty_pages += 1;
        if self.empty_pages == 1 {
            self.request_first(offset);
            return Ok(None);
        }
        let next = if self.empty_pages > MAX_EMPTY_PAGES {
            total
        } else {
            offset.saturating_add(self.limit).max(end).min(total)
        };
        self.missing = self.missing.saturating_add(next.saturating_sub(end));
        (self.next, self.is_anchored) = (next, false);
        if next == total {
            return Ok(self.finish(None));
        }
        self.align();
        Ok(None)
    }

    /// Fetches a page again of which no item is recognized: from where the total moved to, then further back.
    fn refetch(&mut self) -> Result<Option<FetchedPage<T>>, Error> {
        self.refetches += 1;
        if self.refetches > MAX_REFETCHES {
            return Err(self.unreadable("the list changes faster than it can be read"));
        }
        let offset = if !self.is_anchored {
            self.next
        } else if self.refetches == 1 && self.moved() != 0 {
            self.moved_to()
        } else {
            self.next.saturating_sub((self.full / 2).max(1).saturating_mul(1 << (self.refetches - 1)))
        };
        self.request_first(offset);
        Ok(None)
    }

    /// Returns the number of items by which the list has grown since `next` was determined.
    fn moved(&self) -> i128 {
        match (self.total, self.previous_total) {
            (Some(total), Some(previous)) => i128::from(total) - i128::from(previous),
            _ => 0,
        }
    }

    /// Returns the offset to which `next` moved with the total.
    fn moved_to(&self) -> u64 {
        u64::try_from(i128::from(self.next) + self.moved()).unwrap_or_default()
    }

    /// Drops pages in flight that end before the next one starts, and closes the gap to a later one.
    fn align(&mut self) {
        while let Some((offset, _)) = self.in_flight.front() {
            if offset.saturating_add(self.full) > self.next {
                if *offset > self.next {
                    self.request_first(self.next);
                }
                return;
            }
            self.in_flight.pop_front();
        }
    }

    fn end_of_read(&self) -> u64 {
        self.next.saturating_add(u64::from(self.is_anchored))
    }

    /// Ends the list with this page. Without one, an empty page reports missing items or an empty list.
    fn finish(&mut self, last: Option<FetchedPage<T>>) -> Option<FetchedPage<T>> {
        self.end();
        let missing = self.missing;
        if missing > 0 {
            tracing::warn!(
                imcloud.operation = %self.source.operation,
                total = self.total,
                missing,
                "the list ended before its total"
            );
        }
        if let Some(mut fetched) = last {
            fetched.page.missing = missing;
            return Some(fetched);
        }
        let page = Page { missing, ..Page::empty(self.end_of_read(), self.total) };
        (missing > 0 || !self.has_yielded).then_some(FetchedPage { page, old: 0 })
    }

    fn end(&mut self) {
        self.has_ended = true;
        self.in_flight.clear();
        self.seen = SeenIds::new(0);
    }

    fn unreadable(&self, reason: &str) -> Error {
        let reason = format!("failed at offset {}: {reason}", self.next);
        Details::new(ErrorKind::Pagination, self.source.operation.clone(), reason).into()
    }
}

/// The ids of the last pages with new items, in order.
struct SeenIds {
    pages: VecDeque<Vec<Option<Id>>>,
    items: usize,
    max: usize,
    /// True if the ids of all pages are stored.
    is_complete: bool,
    /// True if the order of the ids is that of the list.
    is_ordered: bool,
}

impl SeenIds {
    fn new(max: usize) -> Self {
        Self { pages: VecDeque::new(), items: 0, max, is_complete: true, is_ordered: true }
    }

    fn last_id(&self) -> Option<&Id> {
        self.pages.iter().rev().flat_map(|page| page.iter().rev()).flatten().next()
    }

    /// Returns the index of the last of these ids that was seen.
    fn find_last(&self, ids: &[Option<Id>]) -> Option<usize> {
        let last = self.last_id()?;
        // The usual case, in which the list has not changed.
        if self.is_ordered && ids.first()?.as_ref() == Some(last) {
            return Some(0);
        }
        let seen: HashSet<&Id> = self.pages.iter().flatten().flatten().collect();
        ids.iter().rposition(|id| id.as_ref().is_some_and(|id| seen.contains(id)))
    }

    fn remember(&mut self, page: Vec<Option<Id>>) {
        self.items += page.len();
        self.pages.push_back(page);
        while let Some(first) = self.pages.front()
            && self.items - first.len() >= self.max
        {
            self.items -= first.len();
            self.pages.pop_front();
            self.is_complete = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::HashSet,
        future::poll_fn,
        sync::Mutex,
        task::Waker,
        time::{Duration, Instant, SystemTime},
    };

    use futures_util::future::ready;

    use super::*;
    use crate::{
        pagination::Fetch,
        runtime::{ManualRuntime, Task, Wait},
    };

    /// A runtime that polls one background task at a time, at random.
    #[derive(Clone)]
    struct Scheduler {
        rng: ManualRuntime,
        tasks: Arc<Mutex<Vec<(u64, Wait)>>>,
    }

    impl Runtime for Scheduler {
        fn now(&self) -> Instant {
            self.rng.now()
        }

        fn system_time(&self) -> SystemTime {
            self.rng.system_time()
        }

        fn sleep(&self, duration: Duration) -> Wait {
            self.rng.sleep(duration)
        }

        fn random(&self) -> u64 {
            self.rng.random()
        }

        fn spawn(&self, future: Wait) -> Task {
            let (id, tasks) = (self.random(), Arc::clone(&self.tasks));
            tasks.lock().unwrap().push((id, future));
            Task::new(move || {
                let aborted = {
                    let mut tasks = tasks.lock().unwrap();
                    tasks.iter().position(|(other, _)| *other == id).map(|index| tasks.remove(index))
                };
                drop(aborted);
            })
        }
    }

    impl Scheduler {
        fn new(seed: u64) -> Self {
            Self { rng: ManualRuntime::new().with_seed(seed), tasks: Arc::default() }
        }

        fn roll(&self, sides: u64) -> u64 {
            self.rng.random() % sides
        }

        fn poll_one(&self, context: &mut Context<'_>) {
            let task = {
                let mut tasks = self.tasks.lock().unwrap();
                let count = tasks.len() as u64;
                (count > 0).then(|| tasks.swap_remove(usize::try_from(self.roll(count)).unwrap()))
            };
            let Some((id, mut task)) = task else { return };
            if task.as_mut().poll(context).is_pending() {
                self.tasks.lock().unwrap().push((id, task));
            }
        }
    }

    #[derive(Clone, Debug)]
    struct Item {
        id: Option<Id>,
        number: u64,
    }

    /// A service whose list changes with each poll of a request. Newest items come first.
    struct Service {
        scheduler: Scheduler,
        items: Vec<u64>,
        newest: u64,
        /// One of this many polls inserts or removes items; 0 for never.
        inserts: u64,
        removes: u64,
        requests: usize,
        /// Returns whether an item has an id in the response to a request.
        has_id: fn(item: u64, request: usize, parameter: u64) -> bool,
        parameter: u64,
        total: fn(usize) -> Option<u64>,
        ignores_offset: bool,
    }

    impl Service {
        fn new(seed: u64, count: u64) -> Self {
            Self {
                scheduler: Scheduler::new(seed),
                items: (1..=count).rev().collect(),
                newest: count,
                inserts: 0,
                removes: 0,
                requests: 0,
                has_id: |_, _, _| true,
                parameter: 0,
                total: |count| Some(count as u64),
                ignores_offset: false,
            }
        }

        fn change(&mut self) {
            if self.inserts > 0 && self.scheduler.roll(self.inserts) == 0 {
                for _ in 0..=self.scheduler.roll(3) {
                    self.newest += 1;
                    self.items.insert(0, self.newest);
                }
            }
            if self.removes > 0 && self.scheduler.roll(self.removes) == 0 && !self.items.is_empty() {
                let index = self.scheduler.roll(self.items.len() as u64);
                self.items.remove(usize::try_from(index).unwrap());
            }
        }

        fn page(&mut self, offset: u64, limit: u64) -> Fetched<Item> {
            self.requests += 1;
            let offset = if self.ignores_offset { 0 } else { usize::try_from(offset).unwrap() };
            let numbers = self.items.iter().skip(offset).take(usize::try_from(limit).unwrap());
            let items: Vec<Item> = numbers
                .map(|number| {
                    let empty = (number % 2 == 0).then(|| Id::from(""));
                    let has_id = (self.has_id)(*number, self.requests, self.parameter);
                    Item { id: if has_id { Some(Id::from(*number)) } else { empty }, number: *number }
                })
                .collect();
            let total = (self.total)(self.items.len());
            Fetched::new(items, (None, total), |item| item.id.as_ref(), |items| Some(format!("{items:?}")))
        }
    }

    /// Responds after a random number of polls, so that pages overtake each other.
    fn source(service: &Arc<Mutex<Service>>) -> Source<Item, ()> {
        let service = Arc::clone(service);
        Source {
            operation: "list".into(),
            id: |item| item.id.as_ref(),
            unpaged: false,
            fetch: Arc::new(move |(), offset, limit| {
                let service = Arc::clone(&service);
                let mut polls = service.lock().unwrap().scheduler.roll(6);
                Box::pin(poll_fn(move |_| {
                    let mut service = service.lock().unwrap();
                    service.change();
                    if polls > 0 {
                        polls -= 1;
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(service.page(offset, limit)))
                }))
            }),
        }
    }

    /// Reads a list, but at most a thousand items.
    fn read(service: &Arc<Mutex<Service>>, limit: u32, prefetch: usize) -> Result<Vec<u64>, Error> {
        let scheduler = service.lock().unwrap().scheduler.clone();
        let mut pager = Pager::new(source(service), Arc::new(scheduler.clone()), limit, 0, prefetch);
        let mut context = Context::from_waker(Waker::noop());
        let mut read = Vec::new();
        while read.len() < 1_000 {
            assert!(pager.in_flight.len() <= prefetch + 1, "{} pages are held", pager.in_flight.len());
            match pager.poll(&mut context) {
                Poll::Pending => scheduler.poll_one(&mut context),
                Poll::Ready(None) => break,
                Poll::Ready(Some(page)) => {
                    read.extend(page?.into_page().items.iter().map(|item| item.number));
                }
            }
        }
        Ok(read)
    }

    fn shared(service: Service) -> Arc<Mutex<Service>> {
        Arc::new(Mutex::new(service))
    }

    /// Every item that was there from the beginning, once and in order.
    fn assert_complete(read: &[u64], count: u64, case: &str) {
        assert_eq!(read.iter().collect::<HashSet<_>>().len(), read.len(), "{case}: repeated: {read:?}");
        let original = read.iter().copied().filter(|number| *number <= count);
        assert!(original.eq((1..=count).rev()), "{case}: {read:?}");
    }

    #[test]
    fn inserted_items_neither_hide_nor_repeat_others() {
        for seed in 0..300 {
            let (limit, prefetch) =
                (2 + u32::try_from(seed % 9).unwrap(), usize::try_from(seed % 5).unwrap());
            let service = shared(Service { inserts: 12 + seed % 9, ..Service::new(seed, 150) });
            assert_complete(&read(&service, limit, prefetch).unwrap(), 150, &format!("seed {seed}"));
        }
    }

    #[test]
    fn removed_items_do_not_hide_others() {
        let mut errors = 0;
        for seed in 0..300 {
            let (limit, prefetch) =
                (4 + u32::try_from(seed % 9).unwrap(), usize::try_from(seed % 5).unwrap());
            let service = shared(Service { inserts: 9, removes: 12, ..Service::new(seed, 150) });
            let read = match read(&service, limit, prefetch) {
                Ok(read) => read,
                Err(error) => {
                    // As many items were inserted as removed, and the page looks like the one before.
                    assert!(error.to_string().contains("ignores offset"), "{error}");
                    errors += 1;
                    continue;
                }
            };
            let unique: HashSet<u64> = read.iter().copied().collect();
            assert_eq!(unique.len(), read.len(), "seed {seed}");
            let left = service.lock().unwrap().items.clone();
            let missed: Vec<_> =
                left.iter().filter(|number| **number <= 150 && !unique.contains(number)).collect();
            assert!(missed.is_empty(), "seed {seed}: {missed:?}");
        }
        assert_eq!(errors, 2, "lists that could not be read");
    }

    #[test]
    fn missing_id_neither_repeats_nor_drops_items() {
        for missing in 1..=40 {
            for (limit, prefetch, inserts) in
                [(3, 0, 0), (4, 3, 25), (7, 0, 9), (10, 2, 0), (10, 0, 5), (50, 1, 0)]
            {
                let lasting: fn(u64, usize, u64) -> bool = |item, _, missing| item != missing;
                let transient = |item, request, missing| item != missing || request % 2 == 0;
                // With prefetch, all responses that contain the item could lack the id.
                for has_id in if prefetch == 0 { vec![lasting, transient] } else { vec![lasting] } {
                    let service =
                        Service { has_id, parameter: missing, inserts, ..Service::new(missing, 40) };
                    let read = read(&shared(service), limit, prefetch).unwrap();
                    assert_complete(
                        &read,
                        40,
                        &format!("item {missing}, page size {limit}, prefetch {prefetch}"),
                    );
                }
            }
        }
    }

    #[test]
    fn several_missing_ids_keep_items_once() {
        for seed in 0..200 {
            let has_id: [fn(u64, usize, u64) -> bool; 4] = [
                |item, _, _| item % 2 == 0,
                |item, _, _| item % 3 == 1,
                |item, _, seed| (item * 7 + seed) % 5 > 1,
                // The first and last items of the first pages, in every third response.
                |item, request, _| request % 3 != 0 || !(item % 9 == 4 || item % 9 == 3),
            ];
            let has_id = has_id[usize::try_from(seed % 4).unwrap()];
            // A page that is fetched again must have the ids.
            let prefetch = if seed % 4 == 3 { 0 } else { usize::try_from(seed % 5).unwrap() };
            let limit = 5 + u32::try_from(seed % 9).unwrap();
            let inserts = if seed % 8 < 4 { 0 } else { 9 };
            let service = Service { has_id, inserts, parameter: seed, ..Service::new(seed, 150) };
            assert_complete(&read(&shared(service), limit, prefetch).unwrap(), 150, &format!("seed {seed}"));
        }
    }

    #[test]
    fn page_without_ids_is_returned_once() {
        for prefetch in [0, 3] {
            for total in [|count| Some(count as u64), |_| None] {
                for page in 1..=8 {
                    let transient: fn(u64, usize, u64) -> bool = |_, request, page| request as u64 != page;
                    let lasting: fn(u64, usize, u64) -> bool =
                        |item, _, page| 60_u64.saturating_sub(item) / 10 + 1 != page;
                    for has_id in [transient, lasting] {
                        let service = Service { has_id, parameter: page, total, ..Service::new(page, 60) };
                        let read = read(&shared(service), 10, prefetch).unwrap();
                        assert_complete(&read, 60, &format!("page {page}, prefetch {prefetch}"));
                    }
                }
            }
        }
    }

    #[test]
    fn insertions_near_page_without_ids_drop_nothing() {
        for seed in 0..300 {
            let has_id = |item, _, seed| 150_u64.saturating_sub(item) / 20 != seed % 8;
            let service = Service { has_id, parameter: seed, inserts: 15, ..Service::new(seed, 150) };
            let read = read(&shared(service), 10, usize::try_from(seed % 3).unwrap()).unwrap();
            let original: HashSet<u64> = read.iter().copied().filter(|number| *number <= 150).collect();
            assert_eq!(original.len(), 150, "seed {seed}: {read:?}");
            // The offset does not show that items moved, but only while no item has an id.
            let repeated = read.len() - read.iter().collect::<HashSet<_>>().len();
            assert!(repeated < 20, "seed {seed}: {repeated} items were repeated");
        }
    }

    #[test]
    fn list_without_ids_ends() {
        for prefetch in [0, 3] {
            for count in [0, 1, 9, 10, 11, 30, 35] {
                for total in [|count| Some(count as u64), |_| None] {
                    let service = Service { has_id: |_, _, _| false, total, ..Service::new(1, count) };
                    assert_complete(&read(&shared(service), 10, prefetch).unwrap(), count, "no ids");
                }
            }
        }
    }

    #[test]
    fn repeated_page_is_an_error() {
        let ids: [fn(u64, usize, u64) -> bool; 5] = [
            |_, _, _| true,
            |_, _, _| false,
            // The first, the last, and neither of both.
            |item, _, _| item == 40,
            |item, _, _| item == 31,
            |item, _, _| item == 35,
        ];
        for has_id in ids {
            for prefetch in [0, 3] {
                for total in [|count| Some(count as u64), |_| None] {
                    let service = Service { has_id, total, ignores_offset: true, ..Service::new(1, 40) };
                    let service = shared(service);
                    let error = read(&service, 10, prefetch).unwrap_err();
                    assert_eq!(error.kind(), ErrorKind::Pagination);
                    assert!(error.to_string().contains("the service ignores offset"), "{error}");
                    assert!(service.lock().unwrap().requests <= 3 + prefetch);
                }
            }
        }
    }

    /// An item of a script. Lower-case letters have an id.
    type Letter = (Option<Id>, char);

    /// Reads a list from scripted responses: the expected offset of a request, the items and the total.
    /// Returns the pages: their items, `>` and the next offset, and the number of missing items after `-`.
    fn script(pages: (u32, usize), unpaged: bool, responses: &[(u64, &str, Option<u64>)]) -> String {
        let (limit, prefetch) = pages;
        let expected: Vec<u64> = responses.iter().map(|(offset, ..)| *offset).collect();
        let mut left: VecDeque<(String, Option<u64>)> =
            responses.iter().map(|(_, items, total)| ((*items).to_owned(), *total)).collect();
        let requested = Arc::new(Mutex::new(Vec::new()));
        let (offsets, scheduler) = (Arc::clone(&requested), Scheduler::new(1));
        let respond = Mutex::new(move |offset| {
            offsets.lock().unwrap().push(offset);
            let (items, total) = left.pop_front().unwrap_or_default();
            let id = |letter: &char| letter.is_lowercase().then(|| Id::from(letter.to_string()));
            let letters: Vec<Letter> = items.chars().map(|letter| (id(&letter), letter)).collect();
            Fetched::new(letters, (None, total), |letter| letter.0.as_ref(), |_| Some(items.clone()))
        });
        let fetch: Fetch<Letter, ()> = Arc::new(move |(), offset, requested| {
            assert_eq!(requested, u64::from(limit));
            let page = (respond.lock().unwrap())(offset);
            Box::pin(ready(Ok(page)))
        });
        let source = Source { operation: "list".into(), fetch, id: |letter| letter.0.as_ref(), unpaged };
        let mut pager = Pager::new(source, Arc::new(scheduler.clone()), limit, expected[0], prefetch);
        let mut context = Context::from_waker(Waker::noop());
        let mut read = Vec::new();
        loop {
            match pager.poll(&mut context) {
                Poll::Pending => scheduler.poll_one(&mut context),
                Poll::Ready(None) => break,
                Poll::Ready(Some(Err(error))) => read.push(error.to_string()),
                Poll::Ready(Some(Ok(page))) => {
                    let page = page.into_page();
                    let mut text: String = page.items.iter().map(|letter| letter.1).collect();
                    text += &page.next_offset.map(|next| format!(">{next}")).unwrap_or_default();
                    text += &if page.missing > 0 { format!("-{}", page.missing) } else { String::new() };
                    read.push(text);
                }
            }
        }
        assert_eq!(*requested.lock().unwrap(), expected, "offsets; read {read:?}");
        read.join(" ")
    }

    fn with_total((offset, items, total): (u64, &str, u64)) -> (u64, &str, Option<u64>) {
        (offset, items, Some(total))
    }

    /// Reads a list in pages of three without prefetch.
    fn read_script(responses: &[(u64, &str, Option<u64>)]) -> String {
        script((3, 0), false, responses)
    }

    #[test]
    fn pages_overlap_by_one_item() {
        let total = Some(7);
        let pages = [(0, "abc", total), (2, "cde", total), (4, "efg", total)];
        assert_eq!(read_script(&pages), "abc>3 de>5 fg");
        // Pages of one item cannot overlap.
        let total = Some(2);
        assert_eq!(script((1, 0), false, &[(0, "a", total), (1, "b", total)]), "a>1 b");
        // A service that clamps the limit.
        let total = Some(3);
        assert_eq!(read_script(&[(0, "ab", total), (1, "bc", total)]), "ab>2 c");
        assert_eq!(read_script(&[(0, "", Some(0))]), "");
    }

    #[test]
    fn list_without_total_ends_after_last_item() {
        let pages = [(0, "abc", None), (2, "cde", None), (4, "efg", None), (6, "g", None)];
        assert_eq!(read_script(&pages), "abc>3 de>5 fg>7");
        assert_eq!(read_script(&[(0, "abc", None), (2, "cd", None), (3, "d", None)]), "abc>3 d>4");
        assert_eq!(read_script(&[(0, "abc", None), (2, "c", None)]), "abc>3");
        // A page without ids that is shorter than the one before is the last one.
        assert_eq!(read_script(&[(0, "ABC", None), (3, "DEF", None), (6, "G", None)]), "ABC>3 DEF>6 G");
        assert_eq!(read_script(&[(0, "a", None), (1, "", None)]), "a>1");
    }

    #[test]
    fn moved_list_continues_after_last_item() {
        let pages = [(0, "abc", 8), (2, "abc", 10), (4, "cde", 10), (6, "efg", 10), (8, "gh", 10)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 de>7 fg>9 h");
        // An item without an id after the last recognized one is left to the next page.
        assert_eq!(read_script(&[(0, "abC", 5), (1, "bCd", 5), (3, "de", 5)].map(with_total)), "ab>2 Cd>4 e");
        assert_eq!(read_script(&[(0, "abC", 5), (1, "abC", 4)].map(with_total)), "ab>2 C");
        // Without ids, a repeated page is old if the total changed.
        assert_eq!(read_script(&[(0, "ABC", 6), (3, "ABC", 9), (6, "DEF", 9)].map(with_total)), "ABC>3 DEF");
        assert_eq!(read_script(&[(0, "aBC", 6), (3, "aBC", 9), (6, "DEF", 9)].map(with_total)), "aBC>3 DEF");
        // Pages of one item trust the offset.
        let pages = [(0, "a", 3), (1, "b", 4), (2, "c", 4), (3, "d", 4)].map(with_total);
        assert_eq!(script((1, 0), false, &pages), "a>1 b>2 c>3 d");
        // With prefetch, the page may have missed insertions.
        let pages = [(0, "a", 3), (1, "c", 4), (2, "d", 4), (1, "b", 4), (3, "e", 4)].map(with_total);
        assert_eq!(script((1, 2), false, &pages), "a>1 b>2 d>3 e");
    }

    #[test]
    fn total_below_full_page_is_ignored() {
        let pages = [(0, "abc", 4), (2, "cde", 4), (4, "ef", 4)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 de>5 f");
    }

    #[test]
    fn complete_response_needs_one_request() {
        for total in [None, Some(2), Some(9)] {
            assert_eq!(script((3, 0), true, &[(0, "ab", total)]), "ab");
        }
        assert_eq!(script((3, 0), true, &[(0, "", Some(3))]), "");
    }

    #[test]
    fn prefetch_requests_overlapping_pages() {
        let pages = [(0, "abc"), (2, "cde"), (4, "efg"), (6, "ghi"), (8, "ijk"), (10, "kl")];
        let pages = pages.map(|(offset, items)| (offset, items, Some(12)));
        assert_eq!(script((3, 3), false, &pages), "abc>3 de>5 fg>7 hi>9 jk>11 l");
        let pages = [(0, "ABC", 9), (3, "DEF", 9), (6, "GHI", 9)].map(with_total);
        assert_eq!(script((3, 2), false, &pages), "ABC>3 DEF>6 GHI");
    }

    #[test]
    fn unrecognized_page_is_fetched_again_further_back() {
        // From where the total moved to.
        let pages = [(0, "abc", 6), (2, "stu", 12), (8, "abc", 20), (10, "cde", 13)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 de");
        let pages = [(0, "abc", 6), (2, "stu", 12), (8, "", 12), (0, "xya", 6), (2, "abc", 6), (4, "cd", 6)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 d");
        // From half a page back, then twice as far.
        let pages =
            [(0, "abc", 9), (2, "cde", 9), (4, "xyz", 9), (3, "xyz", 9), (2, "xyz", 9), (0, "xyz", 3)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 de>5 xyz");
        let pages = [(0, "abcdef", 20), (5, "uvwxyz", 20), (2, "uvwxyz", 20), (0, "efghij", 6)];
        assert_eq!(script((6, 0), false, &pages.map(with_total)), "abcdef>6 ghij");
        // Up to twelve times.
        let back = (0..12).map(|exponent| (5002 - (1 << exponent), "xyz", 9000));
        let pages = [(5000, "abc", 9000), (5002, "xyz", 9000)].into_iter().chain(back);
        let pages: Vec<_> = pages.map(with_total).collect();
        assert!(read_script(&pages).ends_with("the list changes faster than it can be read"));
    }

    #[test]
    fn pages_without_new_items_are_bounded() {
        let pages: Vec<_> = (0..=201).map(|page| (page * 2, "abc", Some(1_000 + page * 2))).collect();
        assert!(read_script(&pages).ends_with("the service repeats items"));
        let pages: Vec<_> = pages[..201].iter().copied().chain([(402, "cde", Some(405))]).collect();
        assert_eq!(read_script(&pages), "abc>3 de");
    }

    #[test]
    fn empty_pages_are_fetched_again_then_skipped() {
        assert_eq!(read_script(&[(0, "ABC", 6), (3, "", 6), (3, "DEF", 6)].map(with_total)), "ABC>3 DEF");
        let pages = [(0, "abc", 9), (2, "", 9), (2, "", 9), (5, "fgh", 9), (7, "hi", 9)];
        assert_eq!(read_script(&pages.map(with_total)), "abc>3 fgh>8 i-2");
        // The list has become shorter.
        assert_eq!(read_script(&[(0, "abc", 9), (2, "", 2), (0, "bc", 2)].map(with_total)), "abc>3");
        // After ten pages all others are missing.
        let offsets = [2, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29];
        let empty = offsets.map(|offset| (offset, "", Some(100)));
        let pages: Vec<_> = [(0, "abc", Some(100))].into_iter().chain(empty).collect();
        assert_eq!(read_script(&pages), "abc>3 -97");
    }

    #[test]
    fn remembered_items_cover_pages_in_flight() {
        let service = shared(Service::new(1, 1));
        for (limit, prefetch, items) in [(10, 0, 2_000), (500, 0, 2_000), (500, 1, 4_000), (500, 9, 20_000)] {
            let pager = Pager::new(source(&service), Arc::new(Scheduler::new(1)), limit, 0, prefetch);
            assert_eq!(pager.seen.max, items, "{limit} {prefetch}");
        }
        let mut seen = SeenIds::new(4);
        let ids = |from: u32| vec![Some(Id::from(from)), Some(Id::from(from + 1))];
        for (page, items, is_complete) in [(0, 2, true), (1, 4, true), (2, 4, false), (3, 4, false)] {
            seen.remember(ids(page * 2));
            assert_eq!((seen.items, seen.is_complete), (items, is_complete), "{page}");
        }
        // The last page is stored whatever its size.
        let mut seen = SeenIds::new(1);
        (0..2).for_each(|page| seen.remember(ids(page * 2)));
        assert_eq!((seen.items, seen.find_last(&ids(2))), (2, Some(1)));
    }

    #[test]
    fn memory_of_seen_ids_is_bounded() {
        let mut seen = SeenIds::new(4_000);
        for page in 0_u32..1_000 {
            seen.remember((0_u32..500).map(|item| Some(Id::from(page * 500 + item))).collect());
            assert!(seen.items < 4_000 + 500, "{}", seen.items);
        }
        let position = |id: u32| seen.find_last(&[None, Some(Id::from(id)), None]);
        assert_eq!((position(499_999), position(496_000), position(400_000)), (Some(1), Some(1), None));
        assert!(!seen.is_complete);
    }
}
