//! How the platform says no.

/// A refusal by the platform. The server puts path, time and correlation id around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status. Refusals for reasons of business are 500 (observed).
    pub(crate) status: u16,
    /// A sentence.
    pub(crate) message: String,
}
