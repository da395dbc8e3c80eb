//! What a new version does to callers in Rust.
//!
//! [`changes`] compares what two generated files offer, as [`crate::inventory`] reads it back from their code. [`predict`] works the same out
//! from the effective document, without the generator, and remembers for each item from which published nodes it comes: so every change of the
//! generated code is linked to the findings that cause it ([`causes`]), and a change that the document does not explain is noticed. [`uses`]
//! finds the lines of the crates above that use what changed, and [`mod@release`] says which version each crate publishes.

pub mod causes;
pub mod changes;
mod names;
pub mod predict;
pub mod release;
pub mod uses;
