//! Texts and documents from files and standard input.

use std::io::{Read as _, stdin};

use crate::{
    failure::Failure,
    json::{self, Json},
};

/// The text of a file; of standard input for `-`.
pub(crate) fn read_text(path: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if path == "-" {
        stdin().read_to_string(&mut text).map(drop)
    } else {
        std::fs::read_to_string(path).map(|content| text = content)
    };
    read.map_err(|error| Failure::usage(format!("{} cannot be read: {error}", name_of(path))))?;
    if text.trim().is_empty() {
        return Err(Failure::usage(format!("{} is empty", name_of(path))));
    }
    // Some editors put a byte order mark there.
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// A document in JSON or YAML; of standard input for `-`.
pub(crate) fn read_document(path: &str) -> Result<Json, Failure> {
    let text = read_text(path)?;
    let wrong = |language: &str, error: String| {
        Failure::usage(format!("{} is no {language}: {error}", name_of(path)))
    };
    if text.trim_start().starts_with(['{', '[']) {
        // YAML could read most of it too, but a message about JSON helps more.
        return json::read(&text).map_err(|error| wrong("JSON", error.to_string()));
    }
    json::from_yaml(&text).map_err(|error| wrong("YAML", error))
}

fn name_of(path: &str) -> &str {
    if path == "-" { "standard input" } else { path }
}
