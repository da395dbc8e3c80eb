//! One page of a list.

/// Rows of a list that were fetched together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Page<T> {
    /// The rows, without those that an earlier page of the same stream had; never empty.
    pub items: Vec<T>,
    /// How many rows of the list were skipped for this page.
    pub offset: u64,
    /// The limit as the service repeats it; not the number of rows.
    pub limit: Option<u64>,
    /// How many rows the list had when this page was fetched. It changes while others work.
    pub total: Option<u64>,
    /// Where to go on later, by [`Listing::from_offset`](crate::Listing::from_offset); `None` after the last page.
    pub next_offset: Option<u64>,
    /// The offset behind the last row.
    pub(crate) covered: u64,
}
