//! The review of a new version: what the provider changed, what that does to our overlays, and what it does
//! to callers in Rust.

pub mod input;
pub mod overlays;
pub mod report;
pub mod rules;
pub mod rust;

pub use input::Side;
pub use report::review;
