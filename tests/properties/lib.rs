//! Properties that hold for any input. Tests check them with mutated fixtures, the fuzz targets in `fuzz`
//! with whatever reaches new code.
//!
//! A property is a function of bytes that panics if it is violated. Variants, such as the status of a
//! response, are chosen by the length of the input, so that every fixture is a seed as it is.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a panic reports a violation"
)]

mod client;
mod documents;

#[allow(dead_code, reason = "a part of the command line, which has no library")]
#[path = "../../crates/imcloud-cli/src/json/mod.rs"]
mod json;

/// A property, which panics if it is violated.
pub type Property = fn(&[u8]);

/// All properties with the names of their fuzz targets.
pub const PROPERTIES: &[(&str, Property)] = &[
    ("base_urls", client::base_urls),
    ("bodies", documents::bodies),
    ("comparison", documents::comparison),
    ("csv_rows", client::csv_rows),
    ("errors", client::errors),
    ("overlays", documents::overlays),
    ("responses", client::responses),
    ("retry_after", client::retry_after),
    ("tokens", client::tokens),
    ("vendoring", documents::vendoring),
];

/// Checks the property of a name.
pub fn check(name: &str, input: &[u8]) {
    let (_, property) = PROPERTIES.iter().find(|(known, _)| *known == name).expect("the property exists");
    property(input);
}
