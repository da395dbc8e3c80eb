//! The report on payloads.

use std::{fs, io::Write};

use anyhow::{Context, Result};
use heck::ToSnakeCase;
use openapi_review::document::{pointer, tree};
use serde_json::{Value, value::RawValue};

use crate::{
    compare::{self, Change},
    payload::{Decoded, Kind, Payload, Step, display},
};

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
        let place = |path: &[Step]| match field(&document, type_name, path) {
            Some(field) => format!("{} -> {field}", display(path)),
            None => display(path),
        };
        let (mut problems, mut notes) = (Vec::new(), Vec::new());
        let differences = match &result {
            Ok(written) => compare::differences(&received, written),
            Err((path, message)) => {
                problems.push(format!("{}: {message}", place(path)));
                Vec::new()
            }
        };
        for difference in differences {
            let at = place(&difference.path);
            let is_left_out = is_left_out(&document, type_name, &difference.path);
            match difference.change {
                Change::Null => notes.push(format!("{at}: null is read as absent and left out when written")),
                Change::Rewritten(written) => notes.push(format!("{at}: written back as {written}")),
                Change::Dropped if is_left_out && payload.kind == Kind::Request => {
                    notes.push(format!("{at}: a read-only property, left out of requests"))
                }
                Change::Dropped if is_left_out => {
                    notes.push(format!("{at}: a write-only property, left out of responses"))
                }
                Change::Dropped => {
                    let parents = difference.path.split_last().map_or(&[][..], |(_, parents)| parents);
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
        for problem in &problems {
            writeln!(out, "    {problem}")?;
        }
        for note in &notes {
            writeln!(out, "    note: {note}")?;
        }
        unfit += usize::from(!problems.is_empty());
    }
    writeln!(out, "{} payloads: {} fit, {unfit} do not", payloads.len(), payloads.len() - unfit)?;
    Ok(unfit == 0)
}

/// Returns the Rust field of a path that starts at the schema `root`, such as
/// `OrderLineProductInput::quantity`. `None` if the specification does not describe it.
pub(crate) fn field(document: &Value, root: &str, path: &[Step]) -> Option<String> {
    let last = path.iter().rposition(|step| matches!(step, Step::Property(_)))?;
    let Step::Property(property) = &path[last] else { return None };
    let (owner, schema) = resolve(document, root, &path[..last])?;
    schema["properties"].get(property)?;
    let name = property.to_snake_case();
    // The generator appends an underscore to keywords.
    let is_keyword =
        ["type", "default", "match", "ref", "self", "use", "where", "enum", "in"].contains(&&*name);
    Some(format!("{owner}::{name}{}", if is_keyword { "_" } else { "" }))
}

/// Returns true if the last property of a path is read-only in a request, or write-only in a response.
pub(crate) fn is_left_out(document: &Value, root: &str, path: &[Step]) -> bool {
    let Some((Step::Property(property), parents)) = path.split_last() else { return false };
    let left_out = resolve(document, root, parents).and_then(|(_, schema)| schema["x-left-out"].as_array());
    left_out.is_some_and(|names| names.iter().any(|name| name == property))
}

/// Returns the schema at a path, with the name of its type.
pub(crate) fn resolve<'a>(document: &'a Value, root: &'a str, path: &[Step]) -> Option<(&'a str, &'a Value)> {
    let component = |name: &str| document["components"]["schemas"].get(name);
    let (mut name, mut schema) = (root, component(root)?);
    for step in path {
        schema = match step {
            Step::Property(property) => schema["properties"].get(property)?,
            Step::Item(_) => schema.get("items")?,
        };
        if let Some(target) = pointer::schema_name(schema) {
            (name, schema) = (target, component(target)?);
        }
    }
    Some((name, schema))
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

    fn property(name: &str) -> Step {
        Step::Property(name.into())
    }

    #[test]
    fn path_leads_to_rust_field() {
        let document = tree::parse_sorted(SMALL).unwrap();
        let line = [property("products"), Step::Item(3)];
        let of = |more: &[Step]| field(&document, "OrderInput", &[&line[..], more].concat());
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
}
