//! What can go wrong with a call.

mod call;
mod refusal;
mod text;
mod unreadable;

pub use call::Error;
pub use refusal::ErrorResponse;
pub use unreadable::DecodeError;
