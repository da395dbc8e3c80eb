//! Lists, page by page or item by item.
//!
//! A [`Listing`] describes how a list is read. [`Items`] and [`Pages`] are the streams that read it. They
//! return every item of a list once and in order, also if the list changes in the meantime or the service
//! deviates from its documentation:
//!
//! * **Inserted and removed items.** Lists are newest first, so an insertion moves all other items down. Each
//!   page is requested so that its first item is the last one that was read. Everything up to the last
//!   recognized item of a page is old, the rest is new. If no item is recognized, items in between were
//!   missed, and the page is fetched again: from where the total moved to, then further and further back.
//!   Items that are inserted while the list is read may be returned or not.
//! * **Items without an id** are returned like all others. They cannot be recognized, so after a page without
//!   any id the client trusts the offset: items that are inserted at that time may push others into two
//!   pages.
//! * **Totals** may change or be missing. The latest one counts, and a total that contradicts a full page is
//!   ignored. If the total counts items that the service does not list, the list ends normally and reports
//!   them: see [`Items::missing`] and [`Page::missing`].
//! * **Limits** may be ignored or clamped: the client advances by the items received.
//! * **Empty pages** before the total is reached are fetched again, then skipped.
//! * **Repeated pages.** If two offsets return the same page, the service ignores `offset`, which is an
//!   error.
//! * **Prefetch.** A task of [`Listing::prefetch`] that is lost because its tokio runtime ended is started
//!   again.
//! * **Memory is bounded.** At most the prefetched pages and the one being read are stored, and the ids of
//!   four times as many pages, of 2,000 items at least.
//!
//! A stream ends after its first error. A list that cannot be read completely is an error.

mod details;
mod listing;
mod pager;
mod streams;

pub use details::{DetailItems, DetailedListing, Summary};
pub use listing::Listing;
pub(crate) use listing::{Bind, Fetch, Fetched, Source, fingerprint};
pub use streams::{Items, Page, Pages};

/// A filter of a list, which sets the parameters of the raw request `R`.
pub(crate) trait Filter<R> {
    fn narrow(&self, request: R) -> R;
}

impl<R> Filter<R> for () {
    fn narrow(&self, request: R) -> R {
        request
    }
}

/// Largest page size that is known to work (observed).
pub(crate) const MAX_PAGE_SIZE: u32 = 500;
