//! Recorded bodies in `tests/fixtures`, for tests of several crates.
//!
//! A body is named `<published operation id>.<request|response|error>.<label>`, with `any` for errors of
//! every operation. It has a file of its own, or is a property of a file that is named after its resource.

use std::{collections::BTreeMap, fs};

use imcloud_raw::Operation;
use serde_json::{Value, value::RawValue};

/// Returns all bodies by name.
pub(crate) fn all(directory: &str) -> BTreeMap<String, String> {
    let mut bodies = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let (name, text) =
            (path.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap());
        if name.contains('.') {
            bodies.insert(name, text);
        } else {
            let several: BTreeMap<String, Box<RawValue>> = serde_json::from_str(&text).unwrap();
            bodies.extend(several.into_iter().map(|(name, body)| (name, body.get().to_owned())));
        }
    }
    bodies
}

/// Returns the recorded requests of an operation with an existing customer.
#[allow(dead_code, reason = "not used by every test")]
pub(crate) fn requests_of(directory: &str, operation: &Operation, customer: &str) -> Vec<Value> {
    let prefix = format!("{}.request.", operation.published_id);
    let requests = all(directory).into_iter().filter(|(name, _)| name.starts_with(&prefix));
    let mut bodies: Vec<Value> = requests.map(|(_, text)| serde_json::from_str(&text).unwrap()).collect();
    bodies.iter_mut().filter_map(|body| body.get_mut("customerId")).for_each(|id| *id = customer.into());
    bodies
}
