//! The report on payloads: differences between a payload and its decoded and encoded form.
//!
//! Numbers are compared by their digits: `serde_json::Value` stores a number with a fraction as `f64`, by
//! which digits would be reported as lost that were not, and some that were would be missed.

use std::{collections::BTreeMap, fs, io::Write};

use anyhow::{Context, Result};
use heck::ToSnakeCase;
use openapi_review::document::{pointer, tree};
use serde_json::{Value, value::RawValue};
use serde_path_to_error::Segment;

use crate::payload::{Decoded, Kind, Payload, display};

/// The document that the compiled types were generated from.
const DOCUMENT: &str = include_str!("../../../openapi/effective.yaml");

/// Decodes every payload, writes one line for each with its problems and notes, and returns true if all fit.
pub(crate) fn write(payloads: &[Payload], out: &mut dyn Write) -> Result<bool> {
    let document = tree::parse_sorted(DOCUMENT)?;
    let mut unfit = 0;
    for payload in payloads {
        let path = payload.path.display();
        let received = fs::read_to_string(&payload.path).with_context(|| format!("cannot read {path}"))?;
        serde_json::from_str::<&RawValue>(&received).with_context(|| format!("{path} is not JSON"))?;
        let Decoded { type_name, result } = payload.decode(&received)?;
        let place = |path: &[Segment]| match field(&document, type_name, path) {
            Some(field) => format!("{} -> {field}", display(path)),
            None => display(path),
        };
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let differences = match &result {
            Ok(written) => differences(&received, written),
            Err((path, message)) => {
                problems.push(format!("{}: {message}", place(path)));
                Vec::new()
            }
        };
        for (path, change) in differences {
            let at = place(&path);
            let is_left_out = is_left_out(&document, type_name, &path);
            match change {
                Change::Null => {
                    notes.push(format!("note: {at}: null is read as absent and left out when written"))
                }
                Change::Rewritten(written) => notes.push(format!("note: {at}: written back as {written}")),
                Change::Dropped if is_left_out && payload.kind == Kind::Request => {
                    notes.push(format!("note: {at}: a read-only property, left out of requests"))
                }
                Change::Dropped if is_left_out => {
                    notes.push(format!("note: {at}: a write-only property, left out of responses"))
                }
                Change::Dropped => {
                    let parents = path.split_last().map_or(&[][..], |(_, parents)| parents);
                    let owner = resolve(&document, type_name, parents).map_or(type_name, |(owner, _)| owner);
                    problems.push(format!(
                        "{at}: {owner} has no field for it and would drop it; if the service knows the property, declare it in an overlay"
                    ));
                }
                Change::Changed(written) => {
                    problems.push(format!("{at}: written back as {written}, another value"))
                }
            }
        }
        let verdict = if problems.is_empty() { "fits" } else { "DOES NOT FIT" };
        writeln!(out, "{verdict}: {path} ({type_name})")?;
        for line in problems.iter().chain(&notes) {
            writeln!(out, "    {line}")?;
        }
        unfit += usize::from(!problems.is_empty());
    }
    writeln!(out, "{} payloads: {} fit, {unfit} do not", payloads.len(), payloads.len() - unfit)?;
    Ok(unfit == 0)
}

/// Returns the Rust field of a path that starts at the schema `root`, such as
/// `OrderLineProductInput::quantity`. `None` if the specification does not describe it.
fn field(document: &Value, root: &str, path: &[Segment]) -> Option<String> {
    let last = path.iter().rposition(|step| matches!(step, Segment::Map { .. }))?;
    let Segment::Map { key: property } = &path[last] else { return None };
    let (owner, schema) = resolve(document, root, &path[..last])?;
    schema["properties"].get(property)?;
    let name = property.to_snake_case();
    // The generator appends an underscore to keywords.
    let is_keyword =
        ["type", "default", "match", "ref", "self", "use", "where", "enum", "in"].contains(&&*name);
    Some(format!("{owner}::{name}{}", if is_keyword { "_" } else { "" }))
}

/// Returns true if the last property of a path is read-only in a request, or write-only in a response.
fn is_left_out(document: &Value, root: &str, path: &[Segment]) -> bool {
    let Some((Segment::Map { key: property }, parents)) = path.split_last() else { return false };
    let left_out = resolve(document, root, parents).and_then(|(_, schema)| schema["x-left-out"].as_array());
    left_out.is_some_and(|names| names.iter().any(|name| name == property))
}

fn resolve<'a>(document: &'a Value, root: &'a str, path: &[Segment]) -> Option<(&'a str, &'a Value)> {
    let component = |name: &str| document["components"]["schemas"].get(name);
    let (mut name, mut schema) = (root, component(root)?);
    for step in path {
        schema = match step {
            Segment::Map { key } => schema["properties"].get(key)?,
            _ => schema.get("items")?,
        };
        if let Some(target) = pointer::schema_name(schema) {
            (name, schema) = (target, component(target)?);
        }
    }
    Some((name, schema))
}

#[derive(Debug, Clone, PartialEq)]
enum Change {
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

fn differences(received: &str, written: &str) -> Vec<(Vec<Segment>, Change)> {
    let mut found = Vec::new();
    compare(received.trim(), written, &mut Vec::new(), &mut found);
    found
}

fn compare(received: &str, written: &str, path: &mut Vec<Segment>, found: &mut Vec<(Vec<Segment>, Change)>) {
    if let (Some(received), Some(written)) = (object(received), object(written)) {
        for (name, value) in received {
            path.push(Segment::Map { key: name.clone() });
            match written.get(&name) {
                Some(counterpart) => compare(value.get(), counterpart.get(), path, found),
                None if value.get() == "null" => found.push((path.clone(), Change::Null)),
                None => found.push((path.clone(), Change::Dropped)),
            }
            path.pop();
        }
        return;
    }
    match (list(received), list(written)) {
        (Some(received), Some(written)) if received.len() == written.len() => {
            for (index, (value, counterpart)) in received.iter().zip(written).enumerate() {
                path.push(Segment::Seq { index });
                compare(value.get(), counterpart.get(), path, found);
                path.pop();
            }
        }
        _ if received == written || scalar(received).is_some_and(|value| scalar(written) == Some(value)) => {}
        _ if same_meaning(received, written) => {
            found.push((path.clone(), Change::Rewritten(show(written))));
        }
        _ => found.push((path.clone(), Change::Changed(show(written)))),
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
    use crate::payload;

    fn report(files: &[(&str, &str)]) -> (bool, String) {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::File::create(directory.path().join(name)).unwrap().write_all(text.as_bytes()).unwrap();
        }
        let payloads = payload::collect(&[directory.path().to_owned()]).unwrap();
        let mut out = Vec::new();
        let fits = write(&payloads, &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        (fits, text.replace(&format!("{}/", directory.path().display()), ""))
    }

    #[test]
    fn misfits_are_reported_with_path_and_field() {
        let (fits, text) = report(&[
            (
                "createOrder.request.lost.json",
                r#"{"type": "sales", "customerId": "1", "products": [{"mpn": "A", "colour": "red"}]}"#,
            ),
            (
                "createOrder.request.wrong.json",
                r#"{"type": "sales", "customerId": "1", "products": [{"billingPeriod": "month"}]}"#,
            ),
            ("createOrder.request.incomplete.json", r#"{"type": "sales"}"#),
        ]);
        assert!(!fits);
        assert_eq!(
            text,
            "DOES NOT FIT: createOrder.request.incomplete.json (OrderInput)\n    $: missing field `customerId` at line 1 column 17\n\
             DOES NOT FIT: createOrder.request.lost.json (OrderInput)\n    $.products[0].colour: OrderLineProductInput has no field for it and would drop it; \
             if the service knows the property, declare it in an overlay\n\
             DOES NOT FIT: createOrder.request.wrong.json (OrderInput)\n    $.products[0].billingPeriod -> OrderLineProductInput::billing_period: \
             invalid type: string \"month\", expected PeriodInput at line 1 column 75\n\
             3 payloads: 0 fit, 3 do not\n"
        );
    }

    #[test]
    fn every_fixture_but_one_fits() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures");
        let payloads = payload::collect(&[directory.into()]).unwrap();
        let mut out = Vec::new();
        assert!(!write(&payloads, &mut out).unwrap());
        let text = String::from_utf8(out).unwrap();
        let unfit: Vec<_> = text.lines().filter(|line| line.starts_with("DOES NOT FIT")).collect();
        assert!(matches!(unfit[..], [only] if only.contains("added-properties")), "{unfit:?}");
    }

    #[test]
    fn read_only_properties_and_nulls_are_notes() {
        let (fits, text) = report(&[(
            "createOrder.request.odd.json",
            r#"{"id": "9", "type": "sales", "customerId": 1, "poNumber": null, "products": [{"mpn": "A", "quantity": "2.0"}]}"#,
        )]);
        assert!(fits, "{text}");
        for note in [
            "note: $.id: a read-only property, left out of requests",
            "note: $.customerId -> OrderInput::customer_id: written back as \"1\"",
            "note: $.poNumber -> OrderInput::po_number: null is read as absent and left out when written",
            "note: $.products[0].quantity -> OrderLineProductInput::quantity: written back as 2.0",
        ] {
            assert!(text.contains(note), "{note} is not in\n{text}");
        }
    }

    const SMALL: &str = r##"
components:
  schemas:
    OrderInput:
      x-left-out: [id]
      properties:
        products: {type: array, nullable: true, items: {$ref: "#/components/schemas/LineInput"}}
    LineInput:
      properties:
        newMPN: {type: string}
        period: {allOf: [{$ref: "#/components/schemas/PeriodInput"}]}
    PeriodInput: {properties: {type: {type: string}}}
"##;

    fn property(name: &str) -> Segment {
        Segment::Map { key: name.into() }
    }

    #[test]
    fn path_leads_to_rust_field() {
        let document = tree::parse_sorted(SMALL).unwrap();
        let line = [property("products"), Segment::Seq { index: 3 }];
        let of = |more: &[Segment]| field(&document, "OrderInput", &[&line[..], more].concat());
        assert_eq!(of(&[property("newMPN")]).as_deref(), Some("LineInput::new_mpn"));
        assert_eq!(of(&[property("period"), property("type")]).as_deref(), Some("PeriodInput::type_"));
        assert_eq!(of(&[]).as_deref(), Some("OrderInput::products"));
        assert_eq!(of(&[property("unheardOf")]), None);
    }

    #[test]
    fn only_listed_properties_are_left_out() {
        let document = tree::parse_sorted(SMALL).unwrap();
        assert!(is_left_out(&document, "OrderInput", &[property("id")]));
        assert!(!is_left_out(&document, "OrderInput", &[property("products")]));
    }

    fn changes(received: &str, written: &str) -> Vec<(String, Change)> {
        let found = differences(received, written).into_iter();
        found.map(|(path, change)| (crate::payload::display(&path), change)).collect()
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
