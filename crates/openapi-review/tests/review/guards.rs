//! Properties of every pair of documents.

use std::collections::BTreeMap;

use openapi_review::{Finding, Input, document::walk};
use serde_json::{Value, json};

use super::{
    compare, coverage,
    edit::{cut, set},
    input, shop, text, version,
};

fn between(old: &str, new: &str) -> (Input, Input, Vec<Finding>) {
    let (old, new) = (version(old), version(new));
    let findings = openapi_review::compare::compare(old.document(), new.document(), Default::default());
    (old, new, findings)
}

#[test]
fn every_node_that_differs_from_1_6_to_1_15_is_accounted_for_once() {
    let (old, new, findings) = between("1.6", "1.15");
    assert_eq!(coverage::gaps(&old.document, &new.document, &findings), coverage::Gaps::default());
    let structural = findings.iter().filter(|finding| finding.is_structural()).count();
    assert_eq!((structural, findings.len() - structural), (93, 12));
    let mut by_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in &findings {
        *by_rule.entry(finding.rule.id()).or_default() += 1;
    }
    let expected = [
        ("enum.value-added", 9),
        ("info.changed", 3),
        ("operation.id-changed", 1),
        ("operation.removed", 3),
        ("operation.tags-changed", 1),
        ("prop.added-optional", 53),
        ("prop.became-optional", 2),
        ("prop.readonly-changed", 1),
        ("prop.removed-unreachable", 1),
        ("prop.writeonly-changed", 2),
        ("schema.added", 20),
        ("text.changed", 9),
    ];
    assert_eq!(by_rule.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn removing_any_finding_leaves_a_gap() {
    let (old, new, findings) = between("1.6", "1.15");
    for index in 0..findings.len() {
        let mut fewer = findings.clone();
        let missing = fewer.remove(index);
        let gaps = coverage::gaps(&old.document, &new.document, &fewer);
        assert!(!gaps.leaves.is_empty(), "{} {}", missing.rule, missing.subject);
    }
}

#[test]
fn a_document_does_not_differ_from_itself_in_any_order() {
    for version_name in ["1.6", "1.15"] {
        let mut document = version(version_name).document;
        assert!(compare(&document, &document).is_empty());
        let same = document.clone();
        reversed(&mut document, "");
        assert_eq!(compare(&same, &document), []);
    }
}

/// Turns round everything in which order means nothing.
fn reversed(node: &mut Value, key: &str) {
    match node {
        Value::Object(map) => {
            let entries: Vec<_> = std::mem::take(map).into_iter().rev().collect();
            for (key, mut value) in entries {
                reversed(&mut value, &key);
                map.insert(key, value);
            }
        }
        Value::Array(items) => {
            if matches!(key, "required" | "tags" | "parameters") {
                items.reverse();
            }
            items.iter_mut().for_each(|item| reversed(item, ""));
        }
        _ => {}
    }
}

#[test]
fn going_back_mirrors_going_forth() {
    let mirror = |rule: &str| -> Option<&'static str> {
        Some(match rule {
            "operation.removed" => "operation.added",
            "schema.added" => "schema.removed",
            "enum.value-added" => "enum.value-removed",
            "prop.became-optional" => "prop.became-required",
            "operation.id-changed" => "operation.id-changed",
            "operation.tags-changed" => "operation.tags-changed",
            "prop.readonly-changed" => "prop.readonly-changed",
            "prop.writeonly-changed" => "prop.writeonly-changed",
            "info.changed" => "info.changed",
            "text.changed" => "text.changed",
            _ => return None,
        })
    };
    let (forth, back) = (between("1.6", "1.15").2, between("1.15", "1.6").2);
    let key = |finding: &Finding| (finding.rule.id(), finding.subject.clone());
    let back_keys: Vec<_> = back.iter().map(key).collect();
    for finding in &forth {
        let expected = match (mirror(finding.rule.id()), finding.rule.id()) {
            (Some(rule), _) => vec![rule],
            (None, "prop.added-optional") => {
                vec!["prop.removed", "prop.removed-optional", "prop.removed-unreachable"]
            }
            (None, "prop.removed-unreachable") => vec!["prop.added-optional"],
            (None, other) => panic!("{other} has no mirror"),
        };
        let found =
            back_keys.iter().any(|(rule, subject)| expected.contains(rule) && *subject == finding.subject);
        assert!(found, "{} of {} has no counterpart", finding.rule, finding.subject);
    }
    // Going back, the document states an older version besides.
    assert_eq!(back.len(), forth.len() + 1);
    assert!(back.iter().any(|finding| finding.rule == "version.decreased"));
}

#[test]
fn lines_and_pointers_lead_to_what_is_named() {
    let (old, new, findings) = between("1.6", "1.15");
    let text = |input: &Input| text(&input.about.file);
    let lines = [text(&old), text(&new)];
    let mut checked = 0;
    for finding in &findings {
        for (place, input, text) in [(&finding.old, &old, &lines[0]), (&finding.new, &new, &lines[1])] {
            let Some(place) = place else { continue };
            assert!(input.document.pointer(&place.pointer).is_some(), "{}", place.pointer);
            let key = place.pointer.rsplit('/').next().unwrap().replace("~1", "/");
            let line = text.lines().nth(place.line - 1).unwrap();
            assert!(
                line.contains(&format!("{key}:")),
                "{}:{} is {line:?}, not {key}",
                place.file,
                place.line
            );
            checked += 1;
        }
    }
    assert!(checked > 120, "{checked}");
}

#[test]
fn fingerprints_are_unique_and_ignore_lines() {
    let (old, new, findings) = between("1.6", "1.15");
    let mut seen: Vec<&str> = findings.iter().map(|finding| finding.fingerprint.as_str()).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), findings.len());
    // The same documents with the keys in another order are on other lines.
    let (mut turned_old, mut turned_new) = (old.document.clone(), new.document.clone());
    reversed(&mut turned_old, "");
    reversed(&mut turned_new, "");
    let turned = compare(&turned_old, &turned_new);
    let mut again: Vec<&str> = turned.iter().map(|finding| finding.fingerprint.as_str()).collect();
    again.sort_unstable();
    assert_eq!(again, seen);
}

#[test]
fn operations_and_directions_are_those_that_reach_a_schema() {
    let (.., new, findings) = between("1.6", "1.15");
    let find = |rule: &str, subject: &str| {
        findings.iter().find(|finding| finding.rule == rule && finding.subject == subject).unwrap()
    };
    let period = find("enum.value-added", "Period.type");
    assert_eq!((period.operations.len(), period.in_requests, period.in_responses), (11, true, true));
    let status = find("enum.value-added", "Subscription.status");
    assert_eq!(status.operations.iter().collect::<Vec<_>>(), ["GET /subscriptions"]);
    assert!(!status.in_requests && status.in_responses);
    let off_wire = find("prop.removed-unreachable", "Order.billingModel");
    assert!(!off_wire.in_requests && !off_wire.in_responses && !off_wire.operations.is_empty());
    let known: Vec<String> = walk::operations(&new.document).map(|operation| operation.title()).collect();
    assert!(period.operations.iter().all(|title| known.contains(title)));
}

#[test]
fn circles_of_references_end() {
    let mut document = shop();
    for index in 0..300 {
        let next = (index + 1) % 300;
        let properties: serde_json::Map<String, Value> = (0..20)
            .map(|number| {
                let target = if number == 0 { next } else { (index * 7 + number * 13) % 300 };
                (format!("m{number}"), serde_json::json!({"$ref": format!("#/components/schemas/C{target}")}))
            })
            .collect();
        document["components"]["schemas"][format!("C{index}")] =
            serde_json::json!({"type": "object", "properties": properties});
    }
    document["components"]["schemas"]["Order"]["properties"]["circle"] =
        serde_json::json!({"$ref": "#/components/schemas/C0"});
    let mut other = document.clone();
    other["components"]["schemas"]["C150"]["properties"]["m3"] = serde_json::json!({"type": "string"});
    let findings = compare(&document, &other);
    assert_eq!(findings.iter().filter(|finding| finding.rule == "ref.changed").count(), 1);
    assert_eq!(input("x.yaml", &document).document, document);
}

#[test]
fn fingerprints_ignore_positions_and_descriptions() {
    let fingerprints = |base: Value| {
        let new = cut(base.clone(), "/components/schemas/Invoice/properties/due").0;
        let parameters = "/paths/~1invoices~1{id}/get/parameters";
        let last = new.pointer(parameters).unwrap().as_array().unwrap().len() - 1;
        let new = cut(new, &format!("{parameters}/{}", last - 1)).0;
        let mut found: Vec<String> =
            compare(&base, &new).into_iter().map(|finding| finding.fingerprint).collect();
        found.sort();
        found
    };
    let mut other = set(shop(), "/components/schemas/Invoice/properties/due/description", json!("Due."));
    let parameter = json!({"name": "first", "in": "query", "schema": {"type": "string"}});
    let parameters = "/paths/~1invoices~1{id}/get/parameters";
    other.pointer_mut(parameters).unwrap().as_array_mut().unwrap().insert(0, parameter);
    let found = fingerprints(shop());
    assert!(found.len() == 3 && found == fingerprints(other));
}
