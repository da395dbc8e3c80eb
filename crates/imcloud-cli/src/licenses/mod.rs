//! Lists of licenses: the rows of a file, the difference of two files, the report, and the checkpoint of an
//! interrupted list.

mod checkpoint;
mod difference;
mod page;
mod report;
mod row;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use difference::{Difference, missing_tail};
pub(crate) use page::page;
pub(crate) use report::{Report, renewals};
pub(crate) use row::{LicenseRow, number, rows_from_json};
