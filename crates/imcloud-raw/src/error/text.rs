//! The parts of error messages that several errors share.

use std::{error::Error as StdError, fmt};

use reqwest::StatusCode;

use crate::Operation;

/// How much of a body stands in a message.
const EXCERPT: usize = 200;

/// What `Debug` shows of an answer: never its body.
pub(super) fn debug(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    operation: &Operation,
    status: StatusCode,
    body: &[u8],
) -> fmt::Result {
    f.debug_struct(name)
        .field("operation", &operation.name)
        .field("status", &status)
        .field("body", &format_args!("[{} bytes]", body.len()))
        .finish_non_exhaustive()
}

pub(super) fn write_correlation_id(f: &mut fmt::Formatter<'_>, id: Option<&str>) -> fmt::Result {
    match id {
        Some(id) => write!(f, " (correlation id {id})"),
        None => Ok(()),
    }
}

/// An error and everything behind it; the first text alone is often no more than "error sending request".
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        let more = error.to_string();
        // Some errors repeat what is behind them.
        if !text.ends_with(&more) {
            text.push_str(": ");
            text.push_str(&more);
        }
        next = error.source();
    }
    text
}

/// The beginning of a body on one line.
pub(super) fn excerpt(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(EXCERPT * 4)]);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}
