//! The world behind the API: what exists, how requests change it, how time changes it. Knows nothing of HTTP.

mod call;
mod refusal;
mod stand_in;

pub(crate) use call::Call;
pub(crate) use refusal::Refusal;
pub(crate) use stand_in::{FileRefusal, ReportFile, World};
