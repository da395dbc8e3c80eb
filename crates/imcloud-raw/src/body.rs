//! Functions for response bodies, shared by this crate and the `imcloud` client.

use serde::de::DeserializeOwned;

/// A body that is not valid JSON for its type.
#[derive(Debug)]
pub struct InvalidBody {
    /// JSON path of the invalid value, such as `data[3].address`; `.` for the complete body.
    pub path: String,
    /// Cause, which can quote a value of the body.
    pub source: serde_json::Error,
}

impl InvalidBody {
    /// Returns ` at PATH: CAUSE`, or `: ` and the kind of a body that is not JSON.
    #[must_use]
    pub fn cause(&self, body: &[u8]) -> String {
        match without_byte_order_mark(body).trim_ascii_start().first() {
            None => ": the body is empty".to_owned(),
            Some(b'<') => ": expected JSON, got HTML or XML; check the base URL".to_owned(),
            Some(_) if self.path == "." => format!(": {}", self.source),
            Some(_) => format!(" at {}: {}", self.path, self.source),
        }
    }
}

/// Decodes a JSON body. A byte order mark before it is ignored: some gateways add one.
///
/// # Errors
/// [`InvalidBody`] with the path of the invalid value. Line and column are those after the byte order mark.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, InvalidBody> {
    let body = without_byte_order_mark(body);
    // One check of the complete body is faster than a check of each string.
    if let Ok(Ok(value)) = std::str::from_utf8(body).map(serde_json::from_str) {
        return Ok(value);
    }
    // Decodes again to find the path, so that valid bodies do not pay for it. Invalid characters in a value
    // that is not read are accepted.
    let deserializer = &mut serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut *deserializer)
        .map_err(|error| InvalidBody { path: error.path().to_string(), source: error.into_inner() })?;
    deserializer.end().map_err(|source| InvalidBody { path: ".".to_owned(), source })?;
    Ok(value)
}

/// Returns the body without the UTF-8 byte order mark at its start.
#[must_use]
pub fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn byte_order_mark_is_ignored() {
        let numbers: Vec<u8> = decode(b"\xef\xbb\xbf[1,2]").unwrap();
        assert_eq!(numbers, [1, 2]);
    }

    #[test]
    fn byte_order_mark_keeps_error_path() {
        for mark in [&b""[..], b"\xef\xbb\xbf"] {
            let body = [mark, br#"{"a": [1, "x"]}"#].concat();
            let error = decode::<BTreeMap<String, Vec<u8>>>(&body).unwrap_err();
            assert_eq!(error.path, "a[1]");
            assert!(error.source.to_string().starts_with("invalid type: string"), "{}", error.source);
        }
    }

    #[test]
    fn invalid_characters_fail_where_they_are_read() {
        #[derive(Debug, serde::Deserialize)]
        struct Item {
            #[allow(dead_code, reason = "it is read")]
            name: String,
        }
        let error = decode::<Vec<Item>>(b"[{\"name\": \"A\"}, {\"name\": \"\xff\"}]").unwrap_err();
        assert_eq!(error.path, "[1].name");
        assert_eq!(decode::<Vec<Item>>(b"[{\"name\": \"A\", \"other\": \"\xff\"}]").unwrap().len(), 1);
    }

    #[test]
    fn trailing_characters_have_root_path() {
        assert_eq!(decode::<u8>(b"1 2").unwrap_err().path, ".");
    }
}
