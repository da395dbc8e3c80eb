//! Lists of licenses: the rows of a file, the difference of two files, and the checkpoint of an interrupted
//! list.

mod checkpoint;
mod difference;
mod row;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use difference::{Difference, missing_tail};
pub(crate) use row::LicenseRow;
