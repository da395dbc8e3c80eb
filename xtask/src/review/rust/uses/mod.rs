//! Lines of the crates above that use what changed.
//!
//! Syntax alone does not say what `order.total` is a member of, and asking the compiler takes longer than the whole review. So bodies are read with a
//! model of types that forgets wrapping: a reference, an `Option`, a list, a future or an iterator of orders is "order" (`types`). What functions
//! and members of the crates themselves are declared as is read first (`declared`), then every body is walked (`walk`). A test holds the result
//! against what the compiler says about every item of the generated code.

mod calls;
mod declared;
mod macros;
mod names;
mod patterns;
mod sources;
mod types;
mod walk;

pub use sources::{CRATES, Index, Sources, WRAPPER};
