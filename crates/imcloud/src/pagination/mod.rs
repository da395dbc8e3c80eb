//! Lists, page by page or row by row.
//!
//! A [`Listing`] says how to read; [`Items`] and [`Pages`] are streams that do. Underneath is one `Pager`, which copes with what this service is known
//! to do:
//!
//! * **Rows are inserted while a list is read.** Lists are newest first, so everything moves down. Each page is asked for so that its first row should
//!   be the last row of the page before. If it is, nothing moved. If the row stands further down, the rows above it were seen already and are dropped. If no
//!   row of the page was seen before, something between was missed: the page is aimed anew, by what the total grew or shrank and then further back.
//!   That also covers rows that were removed, and pages that were fetched ahead of their turn. Rows that come in while the list is read may
//!   be among the rows or not.
//! * **Memory is bounded.** To recognise rows, the ids of the last 4 pages per page in flight are kept, at least 2,000 rows' worth. Rows can
//!   only repeat as far back as the list moved between two fetches; a longer way is bridged by the total.
//! * `limit` is ignored, clamped, or echoed though fewer rows came: the walk advances by rows received. `total` changes or is missing: the last one counts, and
//!   one that contradicts a full page is not believed. A page in the middle is empty: it is fetched once more, then passed.
//! * **Prefetch** keeps a number of pages under way and yields them in order. At most that many pages are held, the one being read
//!   included. Nothing runs on its own: pages make progress while the stream is polled.
//!
//! After an error a stream ends. What cannot be read without losing or repeating rows is an error.

mod fetched_page;
mod items;
mod listing;
mod page;
mod pager;
mod pages;
mod seen_ids;

pub use items::Items;
pub use listing::Listing;
pub(crate) use listing::{Fetch, Fetched, Source};
pub use page::Page;
pub use pages::Pages;

/// Rows per page that are known to work (observed).
pub(crate) const LARGEST_PAGE: u32 = 500;
