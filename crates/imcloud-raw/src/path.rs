//! Encoding of path segments.

use crate::Error;

/// Percent-encodes one segment of a path.
///
/// Rejects an empty segment, `.` and `..`: the request would go to another operation.
pub(crate) fn encode_path(segment: &str) -> Result<String, Error> {
    if matches!(segment, "" | "." | "..") {
        return Err(Error::Request(format!("{segment:?} is not a valid id").into()));
    }
    // A backslash is a slash to URL parsers.
    Ok(progenitor_client::encode_path(segment).replace('\\', "%5C"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encoded_segment_stays_one_segment() {
        assert_eq!(encode_path("a/b c?d#e%\\..").unwrap(), "a%2Fb%20c%3Fd%23e%25%5C..");
        assert_eq!(encode_path("1000042").unwrap(), "1000042");
    }

    #[test]
    fn empty_and_dot_segments_are_rejected() {
        for segment in ["", ".", ".."] {
            let Error::Request(reason) = encode_path(segment).unwrap_err() else { panic!("{segment}") };
            assert!(reason.to_string().contains("is not a valid id"), "{reason}");
        }
    }
}
