//! A campaign of edits: every kind is applied to a small and to two real documents, forth and back.
//!
//! Each kind states by itself how a program that was built before the edit fares, separately for requests and
//! for responses. The directions of a node are found by walking the operations, without any code of the
//! comparison.

use std::collections::{BTreeMap, BTreeSet};

use openapi_review::{
    Severity, Wire,
    Wire::Works as W,
    compare,
    document::{pointer, tree::Lines, walk},
};
use serde_json::{Map, Value, json};

use super::{
    kinds::{KINDS, operations},
    shop, version,
};

// The oracle.

/// The pointers of all nodes that are sent in a direction.
fn sent(document: &Value, is_request: bool) -> BTreeSet<String> {
    fn go(document: &Value, at: &str, mark: &str, found: &mut BTreeSet<String>) {
        let node = document.pointer(at).unwrap();
        if node.get(mark) == Some(&json!(true)) || !found.insert(at.to_owned()) {
            return;
        }
        if let Some(target) = node.get("$ref").and_then(Value::as_str) {
            go(document, target.trim_start_matches('#'), mark, found);
        }
        for key in node.as_object().into_iter().flat_map(Map::keys) {
            go(document, &pointer::join(at, key), mark, found);
        }
        for index in 0..node.as_array().map_or(0, Vec::len) {
            go(document, &format!("{at}/{index}"), mark, found);
        }
    }
    let mut found = BTreeSet::new();
    for at in operations(document) {
        let (parts, mark): (&[&str], _) = if is_request {
            (&["parameters", "requestBody"], "readOnly")
        } else {
            (&["responses"], "writeOnly")
        };
        for part in parts.iter().map(|part| format!("{at}/{part}")) {
            if document.pointer(&part).is_some() {
                go(document, &part, mark, &mut found);
            }
        }
    }
    found
}

/// Returns true if the place is sent in requests and in responses of either document. Operations and the
/// complete document are in both.
fn directions(sent: &[BTreeSet<String>; 2], at: &str) -> [bool; 2] {
    let is_complete = at.is_empty() || at.starts_with("/paths/") && at.matches('/').count() <= 3;
    [0, 1].map(|index| is_complete || sent[index].contains(at))
}

#[test]
fn every_edit_is_found_once_with_its_severity() {
    let mut wrong: Vec<String> = Vec::new();
    let (mut edits, mut findings) = (0, 0);
    let mut applied: BTreeMap<&str, usize> = KINDS.iter().map(|kind| (kind.name, 0)).collect();
    assert_eq!(applied.len(), KINDS.len());
    let lines = Lines::default();
    let real = |name: &str| {
        let mut document = version(name).document;
        // The same security and servers as the small document.
        walk::operations_mut(&mut document, |_, _, node| drop(node.remove("security")));
        document["security"] = json!([{"Token": []}]);
        document["servers"] = json!([{"url": "https://api.example"}]);
        document["components"]["securitySchemes"] = shop()["components"]["securitySchemes"].clone();
        document
    };
    for (name, base) in [("shop", shop()), ("1.6", real("1.6")), ("1.15", real("1.15"))] {
        let sent = [sent(&base, true), sent(&base, false)];
        for (number, kind) in KINDS.iter().enumerate() {
            let mut places = (kind.places)(&base);
            // Edits of unused schemas have no effect.
            places.retain(|at| at.starts_with("/paths") || directions(&sent, at) != [false; 2]);
            let step = (places.len() / 2).max(1);
            for at in places.iter().skip(number % step).step_by(step) {
                let edited = (kind.edit)(base.clone(), at);
                *applied.entry(kind.name).or_default() += 1;
                for (direction, old, new, index) in [("->", &base, &edited, 0), ("<-", &edited, &base, 2)] {
                    let document = |value| compare::Document { file: "x.yaml", value, lines: &lines };
                    let found = compare::compare(document(old), document(new), Default::default());
                    let found: Vec<_> =
                        found.iter().filter(|finding| finding.rule != "version.not-bumped").collect();
                    (edits, findings) = (edits + 1, findings + found.len());
                    let worst = found.iter().map(|finding| finding.wire).min();
                    let is_docs = found.iter().all(|finding| finding.severity == Severity::Docs);
                    let [request, response] = directions(&sent, at);
                    let expected = kind.expected.map(|expected| {
                        let of = |sent: bool, wire: Wire| if sent { wire } else { W };
                        of(request, expected[index]).min(of(response, expected[index + 1]))
                    });
                    let right = match expected {
                        None => !found.is_empty() && is_docs,
                        Some(expected) => worst == Some(expected) && !is_docs,
                    };
                    if !right {
                        let found: Vec<_> = found
                            .iter()
                            .map(|finding| format!("{} {}", finding.rule, finding.wire))
                            .collect();
                        wrong.push(format!(
                            "{} {direction} at {at} of {name}: {expected:?}, found {found:?}",
                            kind.name
                        ));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {edits} edits\n{}", wrong.len(), wrong.join("\n"));
    let unused: Vec<_> = applied.iter().filter(|(_, times)| **times == 0).collect();
    assert!(KINDS.len() >= 60 && unused.is_empty(), "{unused:?}");
    println!("{} kinds, {edits} edits, {findings} findings", KINDS.len());
    assert!(findings * 10 <= edits * 11, "{findings} findings for {edits} edits");
}
