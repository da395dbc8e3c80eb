//! Defects that stop generation or degrade the client.
//!
//! The rules read the corrected document (published structure with overlays), before any pass, so an overlay
//! action can fix what they report. They are grouped by subject: operations, schemas, and descriptions:
//! everything that becomes rustdoc is described by the project itself. Then [`lint()`] runs the pipeline, so
//! that a failure that no rule covers is a finding too.

mod finding;
mod operations;
mod schemas;

use std::collections::{BTreeMap, HashMap};

use anyhow::Result;
use openapi_review::document::{check, walk};
use serde_json::Value;

pub use finding::Finding;

use crate::{
    descriptions::{Descriptions, Place},
    generator,
    overlay::Applied,
    passes,
};

/// Returns the findings of a corrected document, sorted by pointer. Without descriptions, missing ones are
/// not reported.
pub fn lint(corrected: &Value, descriptions: Option<&Descriptions>) -> Vec<Finding> {
    let mut named = corrected.clone();
    let named = passes::name(&mut named).map(|_| named);
    let mut findings = rules(corrected, descriptions.zip(named.as_ref().ok()));
    let generate = |named: Result<Value>| -> Result<()> {
        let mut effective = named?;
        passes::shape(&mut effective, descriptions.unwrap_or(&Descriptions::default()))?;
        generator::generate(&effective).map(drop)
    };
    if findings.iter().all(|finding| !finding.stops_generation)
        && let Err(error) = generate(named)
    {
        let message = format!("{error:#}");
        let affected = walk::operations(corrected).filter(|operation| message.contains(&operation.title()));
        let affected = affected.max_by_key(|operation| operation.path.len());
        let pointer = affected.map(|operation| operation.pointer()).unwrap_or_default();
        findings.push(Finding::new("generation-fails", "the document", pointer, message));
    }
    findings
}

/// Returns the findings of the rules, sorted by pointer, without running the pipeline. Descriptions are
/// checked by the names that [`passes::name`] gave to the document.
///
/// Other versions of OpenAPI than 3.0 and broken structure are reported alone.
pub(crate) fn rules(corrected: &Value, described: Option<(&Descriptions, &Value)>) -> Vec<Finding> {
    let stated = corrected.get("openapi").and_then(Value::as_str).unwrap_or("none");
    if !stated.starts_with("3.0") {
        let message = format!("generating a client needs OpenAPI 3.0; the document is {stated}");
        return vec![Finding::new("openapi-version", "the document", "/openapi", message)];
    }
    let problems = check::problems(corrected).into_iter().map(|problem| Finding {
        hint: problem.hint.into(),
        ..Finding::new(problem.rule, "the document", problem.pointer, problem.message)
    });
    let mut findings: Vec<Finding> = problems.collect();
    if findings.is_empty() {
        operations::check(corrected, &mut findings);
        schemas::check(corrected, &mut findings);
        if let Some((descriptions, named)) = described {
            missing_descriptions(corrected, named, descriptions, &mut findings);
        }
    }
    findings.sort_by(|a, b| (&a.pointer, a.rule).cmp(&(&b.pointer, b.rule)));
    findings.dedup();
    findings
}

/// Returns a finding for each action of the overlays that does not fit.
pub(crate) fn overlays(applied: &[Applied]) -> Vec<Finding> {
    let problem = |action: &Applied| {
        let (rule, message) = action.problem()?;
        let place = format!("{}:{}, action {}", action.file, action.line, action.number);
        Some(Finding::new(rule, place, action.pointer(), message))
    };
    applied.iter().filter_map(problem).collect()
}

/// Reports names of a corrected document that have no description. `named` is its form after
/// [`passes::name`].
fn missing_descriptions(
    corrected: &Value,
    named: &Value,
    descriptions: &Descriptions,
    findings: &mut Vec<Finding>,
) {
    let missing = descriptions.missing(named);
    if missing.is_empty() {
        return;
    }
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
    for Place { key, pointer, .. } in missing {
        let used = uses.get(&pointer).filter(|_| corrected.pointer(&pointer).is_none());
        keys.entry(used.cloned().unwrap_or(pointer)).or_default().push(key);
    }
    findings.extend(keys.into_iter().map(|(pointer, keys)| Finding {
        hint: format!(
            "Add `{}` to a file in openapi/descriptions/; the provider's page explains it.",
            keys.join("`, `")
        ),
        ..Finding::new("description-missing", &*keys[0], pointer, "there is no description")
    }));
}

/// Reports keys that no vendored version has; the documents are their forms after [`passes::name`].
pub(crate) fn obsolete_descriptions(descriptions: &Descriptions, named: &[Value]) -> Vec<Finding> {
    let keys = descriptions.obsolete(named).into_iter();
    keys.map(|(key, location)| {
        let message = format!("no vendored version has what {location} describes");
        Finding::new("description-obsolete", key, "", message)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn failure_without_a_rule_is_a_finding() {
        let document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"operationId": "getA", "summary": "A.", "security": [{}], "responses": {"404": {"description": "x"}}}}}});
        let findings = lint(&document, None);
        let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["generation-fails"], "{findings:?}");
        assert!(findings[0].message.contains("GET /a: there is no success response"), "{findings:?}");
        assert_eq!(findings[0].pointer, "/paths/~1a/get");
    }

    #[test]
    fn broken_structure_is_reported_alone() {
        let document = |version: &str, schemas: Value| {
            json!({"openapi": version, "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"responses": {}}}}, "components": {"schemas": schemas}})
        };
        let findings = lint(&document("3.1.0", json!({"A": true})), None);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].to_string().starts_with(
            "openapi-version: the document: generating a client needs OpenAPI 3.0; the document is 3.1.0.\n    at #/openapi"
        ));
        let findings = lint(&document("3.0.3", json!({"A": true, "B": {"$ref": "b.yaml"}})), None);
        let found: Vec<_> = findings.iter().map(|finding| (finding.rule, finding.pointer.as_str())).collect();
        assert_eq!(
            found,
            [("structure", "/components/schemas/A"), ("reference-external", "/components/schemas/B")]
        );
    }

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
    fn fingerprint_counts_as_missing_description() {
        let (mut findings, mut named) = (Vec::new(), document());
        passes::name(&mut named).unwrap();
        missing_descriptions(&document(), &named, &Descriptions::default(), &mut findings);
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
                .hint
                .starts_with("Add `Base.b`, `BaseB`, `BaseB.x` to a file in openapi/descriptions/;")
        );
    }

    #[test]
    fn obsolete_description_has_file_and_line() {
        let mut descriptions = Descriptions::default();
        descriptions.add("a.yaml", "A: Own.\nA.removed: Removed.\n").unwrap();
        let mut named = document();
        passes::name(&mut named).unwrap();
        let findings = obsolete_descriptions(&descriptions, &[named]);
        assert_eq!(findings.len(), 1);
        assert_eq!(
            findings[0].to_string(),
            "description-obsolete: A.removed: no vendored version has what a.yaml:2 describes.\n    hint: Remove the entry, or \
             correct its key if something was renamed."
        );
    }
}
