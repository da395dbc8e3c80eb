//! Differences between a payload and its decoded and encoded form.
//!
//! Numbers are compared by their digits: `serde_json::Value` stores a number with a fraction as `f64`, by
//! which digits would be reported as lost that were not, and some that were would be missed.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::payload::Step;

/// A difference, with its path in the payload.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    pub(crate) path: Vec<Step>,
    pub(crate) change: Change,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// The type has no field for the property.
    Dropped,
    /// A null is left out when written.
    Null,
    /// The same value in another form: a number for a numeric string, another case, the long form of a short
    /// one.
    Rewritten(String),
    /// Another value.
    Changed(String),
}

/// Returns every difference between the received JSON and the written one.
pub(crate) fn differences(received: &str, written: &str) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(received.trim(), written, &mut Vec::new(), &mut found);
    found
}

fn compare(received: &str, written: &str, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
    let mut add = |path: &[Step], change: Change| found.push(Difference { path: path.to_vec(), change });
    if let (Some(received), Some(written)) = (object(received), object(written)) {
        for (name, value) in received {
            path.push(Step::Property(name.clone()));
            match written.get(&name) {
                Some(counterpart) => compare(value.get(), counterpart.get(), path, found),
                None if value.get() == "null" => {
                    found.push(Difference { path: path.clone(), change: Change::Null })
                }
                None => found.push(Difference { path: path.clone(), change: Change::Dropped }),
            }
            path.pop();
        }
        return;
    }
    match (list(received), list(written)) {
        (Some(received), Some(written)) if received.len() == written.len() => {
            for (index, (value, counterpart)) in received.iter().zip(written).enumerate() {
                path.push(Step::Item(index));
                compare(value.get(), counterpart.get(), path, found);
                path.pop();
            }
        }
        _ if received == written || scalar(received).is_some_and(|value| scalar(written) == Some(value)) => {}
        _ if same_meaning(received, written) => add(path, Change::Rewritten(show(written))),
        _ => add(path, Change::Changed(show(written))),
    }
}

fn object(text: &str) -> Option<BTreeMap<String, &RawValue>> {
    serde_json::from_str(text).ok().filter(|_| text.starts_with('{'))
}

fn list(text: &str) -> Option<Vec<&RawValue>> {
    serde_json::from_str(text).ok().filter(|_| text.starts_with('['))
}

/// Returns a string without quotes and escapes, a boolean or the digits of a number, and whether it is a
/// string.
fn scalar(text: &str) -> Option<(String, bool)> {
    match text.as_bytes().first()? {
        b'{' | b'[' | b'n' => None,
        b'"' => Some((serde_json::from_str(text).ok()?, true)),
        _ => Some((text.to_owned(), false)),
    }
}

fn same_meaning(received: &str, written: &str) -> bool {
    let Some((received, is_string)) = scalar(received) else { return false };
    if let Some(long) = object(written) {
        // A string is short for an object with this one property.
        let is_same = |only: &&RawValue| scalar(only.get()) == Some((received.clone(), true));
        return is_string && long.len() == 1 && long.values().all(is_same);
    }
    let number = |text: &str| text.parse::<imcloud_raw::Decimal>().ok();
    scalar(written).is_some_and(|(written, _)| {
        let is_same_number = number(&received).is_some() && number(&received) == number(&written);
        received.eq_ignore_ascii_case(&written) || is_same_number
    })
}

fn show(text: &str) -> String {
    if let Some(properties) = object(text) {
        let properties: Vec<_> =
            properties.iter().map(|(name, value)| format!("{name:?}: {}", show(value.get()))).collect();
        return format!("{{{}}}", properties.join(", "));
    }
    list(text).map_or_else(|| text.to_owned(), |items| format!("a list of {} elements", items.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(received: &str, written: &str) -> Vec<(String, Change)> {
        let found = differences(received, written).into_iter();
        found.map(|found| (crate::payload::display(&found.path), found.change)).collect()
    }

    #[test]
    fn losses_differ_from_other_forms_of_a_value() {
        let received = r#"{"a": 1, "gone": {"x": 1}, "none": null, "rows": [{"quantity": "2.0"}, {"format": "XLSX"}, "MPN"], "odd": "x"}"#;
        let written =
            r#"{"a": 1, "rows": [{"quantity": 2.0}, {"format": "xlsx"}, {"mpn": "MPN"}], "odd": "y"}"#;
        assert_eq!(
            changes(received, written),
            [
                ("$.gone".into(), Change::Dropped),
                ("$.none".into(), Change::Null),
                ("$.odd".into(), Change::Changed("\"y\"".into())),
                ("$.rows[0].quantity".into(), Change::Rewritten("2.0".into())),
                ("$.rows[1].format".into(), Change::Rewritten("\"xlsx\"".into())),
                ("$.rows[2]".into(), Change::Rewritten("{\"mpn\": \"MPN\"}".into())),
            ]
        );
    }

    #[test]
    fn list_of_another_length_is_a_change() {
        assert_eq!(changes("[1, 2]", "[1]"), [("$".into(), Change::Changed("a list of 1 elements".into()))]);
    }

    #[test]
    fn every_digit_counts() {
        let digits = "33.333333333333333333333";
        assert_eq!(changes(&format!("[{digits}, null, true]"), &format!("[{digits}, null, true]")), []);
        assert_eq!(changes(digits, "33.3")[0].1, Change::Changed("33.3".into()));
        assert_eq!(changes("null", "\"null\"")[0].1, Change::Changed("\"null\"".into()));
    }
}
