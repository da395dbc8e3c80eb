//! Sending: what happens between a built request and its answer.
//!
//! [`Stack`] is the [`imcloud_raw::Transport`] of a client. [`Sender`] is the loop beneath it, which token calls use as well; the other
//! files are its parts, one decision each:
//!
//! | part | decides |
//! | --- | --- |
//! | `effect` | what sending something twice would do |
//! | `rate_limit` | when the next request may go |
//! | `attempt` | what one exchange came to, within its time |
//! | `judgement` | what kind of failure an exchange was |
//! | `course` | whether that is the end, worth another attempt, or a reason to renew the token |
//! | `retry_policy`, `retry_after` | how long to wait before the next |
//! | `retry_budget` | whether the client as a whole may still repeat things |

mod attempt;
mod call;
mod classify;
mod rate_limit;
mod retry;
mod retry_after;
mod retry_budget;
mod retry_policy;
mod sender;
mod stack;

pub(crate) use attempt::{Answer, destination};
pub(crate) use call::Call;
pub(crate) use classify::{connect_failure, root};
pub use rate_limit::RateLimit;
pub(crate) use rate_limit::RateLimiter;
pub(crate) use retry_after::retry_after;
pub(crate) use retry_budget::RetryBudget;
pub use retry_policy::RetryPolicy;
pub(crate) use sender::{Auth, Limits, Sender};
pub(crate) use stack::Stack;
