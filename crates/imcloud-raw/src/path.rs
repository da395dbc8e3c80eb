//! Writing values into the path of an address.

use crate::Error;

/// Percent-encodes one segment of a path.
///
/// An empty segment, `.` and `..` are refused, in whatever way they are encoded: the request would go to another operation.
pub(crate) fn encode_path(segment: &str) -> Result<String, Error> {
    if matches!(segment, "" | "." | "..") {
        return Err(Error::Request(
            format!(
                "{segment:?} cannot stand in the path of an address; pass the id of something that exists"
            )
            .into(),
        ));
    }
    // A backslash is a slash to URL parsers.
    Ok(progenitor_client::encode_path(segment).replace('\\', "%5C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_stays_one_segment() {
        assert_eq!(encode_path("a/b c?d#e%\\..").unwrap(), "a%2Fb%20c%3Fd%23e%25%5C..");
        assert_eq!(encode_path("1000042").unwrap(), "1000042");
    }

    #[test]
    fn what_would_lead_to_another_operation_is_refused() {
        for segment in ["", ".", ".."] {
            let Error::Request(reason) = encode_path(segment).unwrap_err() else { panic!("{segment}") };
            assert!(reason.to_string().contains("cannot stand in the path"), "{reason}");
        }
    }
}
