//! Rules about descriptions: everything that becomes rustdoc is described by the project itself.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::Finding;
use crate::descriptions::{Descriptions, Place};
use openapi_review::document::walk;

/// Reports names of a corrected document that have no description. `named` is what
/// [`passes::name`](crate::passes::name) makes of it.
pub fn check(corrected: &Value, named: &Value, descriptions: &Descriptions, findings: &mut Vec<Finding>) {
    // Enums that the passes named are where they are used first.
    let mut uses = HashMap::new();
    walk::every_schema(named, &mut |at, schema| {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let reference = reference.trim_start_matches('#').to_owned();
            uses.entry(reference).or_insert_with(|| at.trim_end_matches("/allOf/0").to_owned());
        }
    });
    // A property, its enum and the values are one finding.
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Place { key, pointer, .. } in descriptions.missing(named) {
        let used = uses.get(&pointer).filter(|_| corrected.pointer(&pointer).is_none());
        keys.entry(used.cloned().unwrap_or(pointer)).or_default().push(key);
    }
    findings.extend(keys.into_iter().map(|(pointer, keys)| Finding {
        rule: "description-missing",
        place: keys[0].clone(),
        pointer,
        message: "there is no description.".into(),
        remedy: format!(
            "Add `{}` to a file in openapi/descriptions/; the publisher's page says what is meant.",
            keys.join("`, `")
        ),
        stops_generation: false,
    }));
}

/// Reports keys that no vendored version has; the documents are those that
/// [`passes::name`](crate::passes::name) makes of them.
#[must_use]
pub fn obsolete(descriptions: &Descriptions, named: &[Value]) -> Vec<Finding> {
    let keys = descriptions.obsolete(named).into_iter();
    keys.map(|(key, location)| Finding {
        rule: "description-obsolete",
        place: key.to_owned(),
        pointer: String::new(),
        message: format!("no vendored version has what {location} describes."),
        remedy: "Remove the entry, or correct its key if something was renamed.".into(),
        stops_generation: false,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::passes;
    use serde_json::json;

    fn document() -> Value {
        let body = json!({"application/json": {"schema": {"$ref": "#/components/schemas/A"}}});
        json!({
            "paths": {"/as/{id}": {"get": {"operationId": "x", "summary": "text:0123456789ab",
                "parameters": [{"name": "id", "in": "path"}], "responses": {"200": {"content": body}}}}},
            "components": {"schemas": {"A": {"description": "Own.", "allOf": [{"$ref": "#/components/schemas/Base"}]},
                "Base": {"type": "object", "properties": {
                    "b": {"type": "string", "enum": ["x"], "description": "text:0123456789ab"}}}}}})
    }

    #[test]
    fn fingerprint_is_no_description() {
        let (mut findings, mut named) = (Vec::new(), document());
        passes::name(&mut named).unwrap();
        check(&document(), &named, &Descriptions::default(), &mut findings);
        let found: Vec<_> = findings.iter().map(|it| (it.place.as_str(), it.pointer.as_str())).collect();
        assert_eq!(
            found,
            [
                ("Base", "/components/schemas/Base"),
                ("Base.b", "/components/schemas/Base/properties/b"),
                ("get_a", "/paths/~1as~1{id}/get"),
                ("get_a.id", "/paths/~1as~1{id}/get/parameters/0"),
            ]
        );
        assert!(
            findings[1]
                .remedy
                .starts_with("Add `Base.b`, `BaseB`, `BaseB.x` to a file in openapi/descriptions/;")
        );
    }

    #[test]
    fn obsolete_key_is_reported_with_file_and_line() {
        let mut descriptions = Descriptions::default();
        descriptions.add("a.yaml", "A: Own.\nA.gone: Gone.\n").unwrap();
        let mut named = document();
        passes::name(&mut named).unwrap();
        let findings = obsolete(&descriptions, &[named]);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].to_string(),
            "description-obsolete: A.gone: no vendored version has what a.yaml:2 describes.\n    hint: Remove the entry, or \
             correct its key if something was renamed."
        );
    }
}
