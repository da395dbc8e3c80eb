//! A request, after the gateway has let it through.

use imcloud_raw::Operation;

/// A call of an operation.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    /// The one parameter that paths of this API have.
    pub(crate) id: Option<&'a str>,
    /// Decoded, in the order given.
    pub(crate) query: &'a [(String, String)],
    /// Already known to fit the specification.
    pub(crate) body: &'a [u8],
}
