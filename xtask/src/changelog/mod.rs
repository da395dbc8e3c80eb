//! Changelogs from one file per change.
//!
//! Every change that users notice brings a file of its own into `changes/`, so that two branches never meet in one changelog:
//!
//! ```text
//! crates: imcloud-raw, imcloud
//!
//! ### Added
//!
//! - What is new, in a sentence.
//! ```
//!
//! A release joins them, section by section, into `crates/CRATE/CHANGELOG.md` and removes the files. [`mod@entry`] reads one, [`mod@release`] joins
//! them.

pub mod entry;
pub mod release;

pub use entry::Entry;
