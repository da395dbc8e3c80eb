//! `-v`: requests and their times on standard error.

use std::io::{Write as _, stderr};

use imcloud::telemetry::{AttemptEvent, Observe, WaitEvent, WaitReason};

use crate::failure::for_users;

/// Writes a line for each request, without secrets and ids.
#[derive(Debug)]
pub(crate) struct Trace;

impl Observe for Trace {
    fn attempt(&self, event: &AttemptEvent<'_>) {
        let end = match (event.status, event.error) {
            (Some(status), None) => status.as_u16().to_string(),
            (Some(status), Some(error)) => format!("{} ({error})", status.as_u16()),
            (None, error) => error.map_or_else(|| "no response".to_owned(), |error| error.to_string()),
        };
        let again = if event.number > 1 { format!(", attempt {}", event.number) } else { String::new() };
        let _ = writeln!(
            stderr(),
            "{} {} -> {end} in {} ms, {} bytes{again}",
            event.method,
            event.path_template,
            event.duration.as_millis(),
            event.body_bytes,
        );
    }

    fn wait(&self, event: &WaitEvent<'_>) {
        let why = match event.reason {
            WaitReason::RateLimit => "for the rate limit",
            WaitReason::Backoff => "before the next attempt",
            _ => "",
        };
        let _ = writeln!(
            stderr(),
            "{} waits {} ms {why}",
            for_users(event.operation.to_owned()),
            event.duration.as_millis()
        );
    }
}
