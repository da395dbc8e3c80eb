//! The world behind the API: what exists, how requests change it, how time changes it. Knows nothing of HTTP.

mod call;
mod refusal;
mod report_file;

pub(crate) use call::Call;
pub(crate) use refusal::Refusal;
pub(crate) use report_file::{ReportFile, ReportFileError, ReportRow, render};
