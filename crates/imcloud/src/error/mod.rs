//! Why a call gave no value: one [`Error`] for all of it, with questions instead of variants.

mod body;
mod call;
mod kind;
mod predicates;
mod raw;
mod scrub;

pub(crate) use body::{ErrorBody, Shape};
pub(crate) use call::Details;
pub use call::Error;
pub use kind::ErrorKind;
pub(crate) use raw::received;
pub(crate) use scrub::{excerpt, scrub};

/// The usual result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;
