//! Sending of requests: permits, tokens, attempts and retries.
//!
//! [`Stack`] is the [`imcloud_raw::Transport`] of a client. [`Sender`] is the loop of attempts, which token
//! requests use as well.
//!
//! A call waits for a permit, takes the token, sends, reads the complete response and classifies it. After a
//! 401 it sends again with a new token. After a transient failure it backs off and waits for another permit,
//! which retries get before new calls. Every wait ends at the deadline of the call.

mod attempt;
mod classify;
mod rate_limit;
mod retry;
mod sender;
mod transport;

pub(crate) use attempt::BodyLimits;
pub(crate) use classify::{connect_failure, date, no_client, retry_after, root};
pub use rate_limit::RateLimit;
pub(crate) use rate_limit::RateLimiter;
pub(crate) use retry::RetryBudget;
pub use retry::RetryPolicy;
#[cfg(feature = "testing")]
pub(crate) use sender::StubTransport;
pub(crate) use sender::{Auth, Sender};
pub(crate) use transport::{Call, Limits, Stack};
