//! A request, after the gateway has let it through.

use std::str::FromStr;

use imcloud_raw::Operation;
use serde::de::DeserializeOwned;

use super::Refusal;

/// A call of an operation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) operation: &'static Operation,
    /// The one parameter that paths of this API have.
    pub(crate) id: Option<&'a str>,
    /// Decoded, in the order given.
    pub(crate) query: &'a [(String, String)],
    /// Already known to fit the specification.
    pub(crate) body: &'a [u8],
}

impl Call<'_> {
    /// A query parameter; the last one when there are several.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().rev().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A query parameter in its type.
    pub(crate) fn parsed<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(text) = self.query(name) else { return Ok(None) };
        match text.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(Refusal::bad(format!("{name} is {text:?}, which cannot be read."))),
        }
    }

    /// The parameter of the path, empty when there is none.
    pub(crate) fn id(&self) -> &str {
        self.id.unwrap_or_default()
    }

    /// The body in its type.
    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_slice(self.body)
            .map_err(|error| Refusal::bad(format!("The body cannot be read: {error}.")))
    }
}
