//! How far a download is.

/// How far a download is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes that are there, those that a partial file held before among them. Less than before when a file had to be begun anew.
    pub bytes: u64,
    /// Length of the whole file in bytes; `None` when the store does not say.
    pub total: Option<u64>,
}
