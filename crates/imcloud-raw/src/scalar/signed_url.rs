//! URLs that are credentials.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A URL with a signature in its query, which grants access for weeks (documented example).
///
/// `Display` and `Debug` hide the query. `Serialize` writes the complete URL: do not serialize a type that
/// contains one into a log. Fetch it without the credentials of the API.
///
/// # Examples
///
/// ```
/// use imcloud_raw::SignedUrl;
///
/// let url = SignedUrl::from("https://storage.example/report.csv?sig=abc");
/// assert_eq!(url.to_string(), "https://storage.example/report.csv?[hidden]");
/// assert_eq!(url.expose(), "https://storage.example/report.csv?sig=abc");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SignedUrl(Box<str>);

impl SignedUrl {
    /// Returns the complete URL with its signature. Do not print it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SignedUrl {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for SignedUrl {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // User information, query and fragment can all carry a credential.
        let plain = self.0.split(['?', '#']).next().unwrap_or_default();
        let hidden = if plain.len() < self.0.len() { "?[hidden]" } else { "" };
        match plain
            .split_once("://")
            .map(|(scheme, rest)| (scheme, rest.split_once('/').unwrap_or((rest, ""))))
        {
            Some((scheme, (authority, path))) if authority.contains('@') => {
                let host = authority.rsplit('@').next().unwrap_or_default();
                write!(f, "{scheme}://[hidden]@{host}/{path}{hidden}")
            }
            _ => write!(f, "{plain}{hidden}"),
        }
    }
}

impl fmt::Debug for SignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignedUrl({self})")
    }
}

impl Serialize for SignedUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for SignedUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_hides_credentials() {
        for (url, shown) in [
            ("https://h.example/p.csv?sig=SECRET", "https://h.example/p.csv?[hidden]"),
            ("https://h.example/p.csv#SECRET", "https://h.example/p.csv?[hidden]"),
            ("https://SECRET:x@h.example/p.csv", "https://[hidden]@h.example/p.csv"),
            ("https://h.example/p.csv", "https://h.example/p.csv"),
        ] {
            assert_eq!(SignedUrl::from(url).to_string(), shown);
        }
    }
}
