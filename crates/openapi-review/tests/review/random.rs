//! Random edits of the published specification: each is reported once, as what it is.

use std::sync::LazyLock;

use openapi_review::{
    Finding, Severity,
    compare::{Document, compare},
    document::{pointer, tree::Lines, walk},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{coverage, edit::cut, input, version};

/// An edit, at a place that a number selects among all suitable ones.
#[derive(Debug, Clone, Copy)]
enum Edit {
    AddMember,
    AddRequiredMember,
    RemoveMember,
    RenameMember,
    Retype,
    Require,
    Release,
    AddValue,
    RemoveValue,
    Format,
    ReadOnly,
    WriteOnly,
    MoveSchema,
    AddParameter,
    RemoveParameter,
    RemoveOperation,
    Reword,
}

const EDITS: &[Edit] = &[
    Edit::AddMember,
    Edit::AddRequiredMember,
    Edit::RemoveMember,
    Edit::RenameMember,
    Edit::Retype,
    Edit::Require,
    Edit::Release,
    Edit::AddValue,
    Edit::RemoveValue,
    Edit::Format,
    Edit::ReadOnly,
    Edit::WriteOnly,
    Edit::MoveSchema,
    Edit::AddParameter,
    Edit::RemoveParameter,
    Edit::RemoveOperation,
    Edit::Reword,
];

/// The pointers of all objects with properties, of all properties, or of whatever else fits.
fn places(document: &Value, fits: impl Fn(&str, &Map<String, Value>) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    walk::every_schema(&document["components"], &mut |at, schema| {
        if fits(at, schema) {
            found.push(format!("/components{at}"));
        }
    });
    found
}

fn is_property(at: &str) -> bool {
    at.rsplit('/').nth(1) == Some("properties")
}

fn names(schema: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = schema.get(key).and_then(Value::as_array).into_iter().flatten();
    list.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

fn at_mut<'a>(document: &'a mut Value, at: &str) -> &'a mut Map<String, Value> {
    document.pointer_mut(at).unwrap().as_object_mut().unwrap()
}

/// Does it; returns the place to which the report must point, and the rules of which one must fire there.
fn apply(document: &mut Value, edit: Edit, number: usize) -> (String, &'static [&'static str]) {
    let original = document.clone();
    let choose = |list: Vec<String>| list[number % list.len()].clone();
    let with_properties = |_: &str, schema: &Map<String, Value>| schema.contains_key("properties");
    let optional = |at: &str| {
        let (parent, name) = at.rsplit_once("/properties/").unwrap();
        !names(original.pointer(parent).unwrap().as_object().unwrap(), "required").contains(&name.to_owned())
    };
    match edit {
        Edit::AddMember | Edit::AddRequiredMember => {
            let at = choose(places(&original, with_properties));
            let schema = at_mut(document, &at);
            schema["properties"]["brandNewMember"] = json!({"type": "array", "items": {"type": "boolean"}});
            if matches!(edit, Edit::AddRequiredMember) {
                let required = schema.entry("required").or_insert_with(|| json!([]));
                required.as_array_mut().unwrap().push("brandNewMember".into());
                return (format!("{at}/properties/brandNewMember"), &["prop.added-required"]);
            }
            (format!("{at}/properties/brandNewMember"), &["prop.added-optional"])
        }
        Edit::RemoveMember => {
            let at = choose(places(&original, |at, _| is_property(at)));
            let (parent, name) = at.rsplit_once("/properties/").unwrap();
            let schema = at_mut(document, parent);
            schema["properties"].as_object_mut().unwrap().shift_remove(name);
            if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
                required.retain(|known| known != name);
            }
            (
                at,
                &[
                    "prop.removed",
                    "prop.removed-optional",
                    "prop.removed-required",
                    "prop.removed-unreachable",
                ],
            )
        }
        Edit::RenameMember => {
            // Two letters are too few to distinguish a rename from another property.
            let telling = |at: &str| at.rsplit('/').next().is_some_and(|name| name.len() > 2);
            let at = choose(places(&original, |at, _| is_property(at) && telling(at)));
            let (parent, name) = at.rsplit_once("/properties/").unwrap();
            let schema = at_mut(document, parent);
            let properties = schema["properties"].as_object_mut().unwrap();
            let property = properties.shift_remove(name).unwrap();
            properties.insert(format!("{name}Renamed"), property);
            if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
                required
                    .iter_mut()
                    .filter(|known| *known == name)
                    .for_each(|known| *known = format!("{name}Renamed").into());
            }
            (format!("{at}Renamed"), &["prop.renamed"])
        }
        Edit::Retype => {
            let scalar = |schema: &Map<String, Value>| {
                schema.get("type").is_some_and(|kind| kind == "string" || kind == "boolean")
            };
            let at = choose(places(&original, |at, schema| is_property(at) && scalar(schema)));
            let schema = at_mut(document, &at);
            schema.insert("type".into(), "integer".into());
            (at, &["type.changed"])
        }
        Edit::Require => {
            let at =
                choose(places(&original, |at, _| is_property(at) && optional(&format!("/components{at}"))));
            let (parent, name) = at.rsplit_once("/properties/").unwrap();
            let required = at_mut(document, parent).entry("required").or_insert_with(|| json!([]));
            required.as_array_mut().unwrap().push(name.into());
            (at, &["prop.became-required"])
        }
        Edit::Release => {
            let at =
                choose(places(&original, |at, _| is_property(at) && !optional(&format!("/components{at}"))));
            let (parent, name) = at.rsplit_once("/properties/").unwrap();
            let required = at_mut(document, parent)["required"].as_array_mut().unwrap();
            required.retain(|known| known != name);
            (at, &["prop.became-optional"])
        }
        Edit::AddValue => {
            let at = choose(places(&original, |_, schema| schema.contains_key("enum")));
            let values = at_mut(document, &at)["enum"].as_array_mut().unwrap();
            values.insert(number % (values.len() + 1), "brand_new_value".into());
            (at, &["enum.value-added"])
        }
        Edit::RemoveValue => {
            let at = choose(places(&original, |_, schema| schema.contains_key("enum")));
            let values = at_mut(document, &at)["enum"].as_array_mut().unwrap();
            values.remove(number % values.len());
            (at, &["enum.value-removed"])
        }
        Edit::Format => {
            let at = choose(places(&original, |_, schema| {
                schema.get("type").is_some_and(|kind| kind == "string")
            }));
            at_mut(document, &at).insert("format".into(), "brand-new".into());
            (format!("{at}/format"), &["format.changed"])
        }
        Edit::ReadOnly | Edit::WriteOnly => {
            let (mark, rule): (_, &'static [&'static str]) = match edit {
                Edit::ReadOnly => ("readOnly", &["prop.readonly-changed"]),
                _ => ("writeOnly", &["prop.writeonly-changed"]),
            };
            let at = choose(places(&original, |at, schema| is_property(at) && !schema.contains_key("$ref")));
            let schema = at_mut(document, &at);
            let set = schema.get(mark) != Some(&Value::Bool(true));
            schema.insert(mark.into(), set.into());
            (at, rule)
        }
        Edit::MoveSchema => {
            let telling = |schema: &Map<String, Value>| {
                schema
                    .get("properties")
                    .and_then(Value::as_object)
                    .is_some_and(|properties| properties.len() > 1)
            };
            let named = |at: &str| at.matches('/').count() == 2 && at.starts_with("/schemas/");
            let at = choose(places(&original, |at, schema| named(at) && telling(schema)));
            let name = at.rsplit('/').next().unwrap();
            let text = original.to_string().replace(
                &format!("\"{}\"", pointer::schema_reference(name)),
                &format!("\"{}\"", pointer::schema_reference(&format!("{name}Moved"))),
            );
            *document = serde_json::from_str(&text).unwrap();
            let schemas = walk::schemas_mut(document);
            let schema = schemas.shift_remove(name).unwrap();
            schemas.insert(format!("{name}Moved"), schema);
            (format!("{at}Moved"), &["schema.renamed"])
        }
        Edit::AddParameter | Edit::RemoveParameter => {
            let operations: Vec<String> = walk::operations(&original)
                .filter(|operation| {
                    operation
                        .node
                        .get("parameters")
                        .and_then(Value::as_array)
                        .is_some_and(|list| !list.is_empty())
                })
                .map(|operation| operation.pointer())
                .collect();
            let at = choose(operations);
            let list = at_mut(document, &at)["parameters"].as_array_mut().unwrap();
            if matches!(edit, Edit::AddParameter) {
                list.push(json!({"name": "brandNew", "in": "query", "schema": {"type": "string"}}));
                return (format!("{at}/parameters/{}", list.len() - 1), &["param.added-optional"]);
            }
            let index = number % list.len();
            list.remove(index);
            (format!("{at}/parameters/{index}"), &["param.removed"])
        }
        Edit::RemoveOperation => {
            let operations: Vec<String> =
                walk::operations(&original).map(|operation| operation.pointer()).collect();
            let at = choose(operations);
            *document = cut(original.clone(), &at).0;
            (at, &["operation.removed"])
        }
        Edit::Reword => {
            let at = choose(places(&original, |_, schema| schema.contains_key("description")));
            at_mut(document, &at).insert("description".into(), "Brand new words.".into());
            (format!("{at}/description"), &["text.changed"])
        }
    }
}

/// Returns true for a consequence of another change.
fn is_consequence(finding: &Finding) -> bool {
    finding.rule == "version.not-bumped"
}

fn base(number: usize) -> Value {
    static BASES: LazyLock<[Value; 2]> = LazyLock::new(|| ["1.6", "1.15"].map(|name| version(name).document));
    BASES[number % 2].clone()
}

/// Compares documents without writing them as text, because parameters have indices.
fn compared(old: &Value, new: &Value) -> Vec<Finding> {
    let lines = Lines::default();
    let document = |value| Document { file: "x.yaml", value, lines: &lines };
    compare(document(old), document(new), Default::default())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_random_edit_is_reported_once_as_what_it_is(edit in prop::sample::select(EDITS), number in 0..10_000usize) {
        let old = base(number);
        let mut new = old.clone();
        let (at, rules) = apply(&mut new, edit, number);
        let findings = compared(&old, &new);
        let reported: Vec<&Finding> = findings.iter().filter(|finding| !is_consequence(finding)).collect();
        prop_assert_eq!(reported.len(), 1, "{:?} at {}: {:#?}", edit, at, reported);
        prop_assert!(rules.contains(&reported[0].rule.id()), "{:?} at {} is {}", edit, at, reported[0].rule);
        let place = reported[0].place().unwrap();
        prop_assert_eq!(&place.pointer, &at);
        prop_assert_eq!(coverage::gaps(&old, &new, &findings), coverage::Gaps::default());
        let is_docs = matches!(edit, Edit::Reword);
        prop_assert_eq!(reported[0].severity == Severity::Docs, is_docs);
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn several_random_edits_leave_nothing_unaccounted_for(edits in prop::collection::vec((prop::sample::select(EDITS), 0..10_000usize), 2..8)) {
        let old = base(edits.len());
        let mut new = old.clone();
        for (edit, number) in edits {
            apply(&mut new, edit, number);
        }
        // The vendored documents are in the order in which they are written already.
        let new = input("new.yaml", &new).document;
        let findings = compared(&old, &new);
        prop_assert_eq!(coverage::gaps(&old, &new, &findings), coverage::Gaps::default());
    }
}
