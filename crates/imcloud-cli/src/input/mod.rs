//! Bodies from files and flags, checked before anything is sent.
//!
//! A body begins with the file of `--from`, if there is one; flags are put over it; then it is checked by the specification (types, values, what is
//! required) and against the members that the types know, and every fault is told at once with its path. What the types do not know is refused instead of
//! dropped: `imcloud api` sends anything.

mod body;
mod fields;
mod listed;
mod moment;
mod source;

pub(crate) use body::{Body, From};
pub(crate) use fields::Fields;
pub(crate) use listed::Listed;
pub(crate) use moment::{from_moment, to_moment};
pub(crate) use source::{read_document, read_text};
