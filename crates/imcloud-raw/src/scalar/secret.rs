//! Passwords, tokens, and URLs that are credentials.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::response::getters;

/// Implements conversions, and encoding and decoding as a string in plain text.
macro_rules! plain_text {
    ($($name:ident),*) => {$(
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.expose())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }
    )*};
}

plain_text!(Secret, SignedUrl);

/// A password or token.
///
/// `Debug` prints `[hidden]`, and there is no `Display`. `Serialize` writes the secret in plain text, because
/// requests are serialized: do not serialize a type that contains a `Secret` into a log. The memory of a
/// `Secret` is overwritten on drop, that of copies in headers and bodies is not.
///
/// # Examples
///
/// ```
/// use imcloud_raw::Secret;
///
/// let password = Secret::from("correct horse");
/// assert_eq!(format!("{password:?}"), "Secret([hidden])");
/// assert_eq!(password.expose(), "correct horse");
/// ```
#[derive(Clone)]
pub struct Secret(SecretString);

getters! { impl Secret {
    /// Returns the secret in plain text. Do not store or print it.
    expose(self) -> &str = self.0.expose_secret();
}}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([hidden])")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

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

getters! { impl SignedUrl {
    /// Returns the complete URL with its signature. Do not print it.
    expose(self) -> &str = &self.0;
}}

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
