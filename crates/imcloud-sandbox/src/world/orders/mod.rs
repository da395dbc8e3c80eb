//! Orders: reading, placing, and what becomes of them.
//!
//! An order is drafted first, which checks everything and prices it; an estimate ends there. Placing gives it
//! numbers and puts it on the timeline, which provisions it later.

mod change;
mod detail;
mod draft;
mod list;
mod place;
mod provision;
mod sales;
mod update;
