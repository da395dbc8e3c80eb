//! Moments on the command line.

use imcloud::{Date, DateTime};

/// A moment from which on; a day alone is its beginning.
pub(crate) fn from_moment(text: &str) -> Result<DateTime, String> {
    moment(text, "00:00:00")
}

/// A moment up to which; a day alone is its end.
pub(crate) fn to_moment(text: &str) -> Result<DateTime, String> {
    moment(text, "23:59:59")
}

fn moment(text: &str, time_of_day: &str) -> Result<DateTime, String> {
    let whole = match text.parse::<Date>() {
        Ok(_) if text.len() == 10 => format!("{text}T{time_of_day}Z"),
        _ => text.to_owned(),
    };
    match chrono::DateTime::parse_from_rfc3339(&whole) {
        Ok(_) => whole.parse().map_err(|error| format!("{error}")),
        Err(_) => {
            Err("it is no moment; write it like 2026-01-31T08:00:00Z, or a day like 2026-01-31".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_completed_and_everything_else_is_a_moment() {
        assert_eq!(from_moment("2026-01-31").unwrap().as_str(), "2026-01-31T00:00:00Z");
        assert_eq!(to_moment("2026-01-31").unwrap().as_str(), "2026-01-31T23:59:59Z");
        let offset = "2026-01-31T08:00:00+02:00";
        assert_eq!(from_moment(offset).unwrap().as_str(), offset);
        for text in ["", "yesterday", "2026-02-30", "2026-01-31T08:00", "2026-01-31 08:00", "31.1.2026"] {
            assert!(from_moment(text).is_err(), "{text}");
        }
    }
}
