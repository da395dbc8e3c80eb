//! Defects that stop generation or degrade the client.
//!
//! The rules read the corrected document (published structure with overlays), before any pass, so an overlay
//! action can fix what they report. They are grouped by subject: operations, schemas, and descriptions:
//! everything that becomes rustdoc is described by the project itself. Then [`lint()`] runs the pipeline, so
//! that a failure that no rule covers is a finding too.

mod rules;

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
};

use anyhow::Result;
use openapi_review::document::{check, walk};
use serde_json::Value;

use crate::{
    descriptions::{Descriptions, Place},
    generator,
    overlay::Applied,
    passes,
};

/// A defect with its place and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(crate) rule: &'static str,
    pub(crate) place: String,
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    /// True if generation would fail, or generate wrong code.
    pub(crate) stops_generation: bool,
}

/// Every rule of this crate with a hint, and whether it stops generation.
#[rustfmt::skip]
const RULES: &[(&str, bool, &str)] = &[
    ("alternatives", false, "Add a discriminator or the variant that really occurs in an overlay."),
    ("body-empty", true, "Describe its content in an overlay, or remove the body."),
    ("body-media-types", false, "Remove the other types in an overlay."),
    ("body-media-type", true,
        "Replace it by application/json in an overlay if the service accepts that, or remove the operation and send a custom request."),
    ("decimal-missing", false, "Set `format: decimal` in an overlay (and `type: number` in place of integer)."),
    ("description-missing", false, ""),
    ("description-obsolete", false, "Remove the entry, or correct its key if something was renamed."),
    ("discriminator-mapping-dangling", true, "Correct or remove it in an overlay."),
    ("duplicate-key", false, "Remove one of the two in the source document."),
    ("enum-not-text", false, "Describe the values in an overlay and remove the enum."),
    ("enum-value-clash", true, "Make the property a string in an overlay, or remove the spelling that the service does not use."),
    ("generation-fails", true, "Fix the named node in an overlay. If none is named, report the document as a bug of xtask."),
    ("items-missing", false, "Describe the items in an overlay."),
    ("member-name-clash", true, "Remove one of the two in an overlay."),
    ("object-without-shape", false, "Remove the type in an overlay if any value is allowed, or describe the properties."),
    ("openapi-version", true, "Convert the document to 3.0: null types become `nullable`, lists of types become `oneOf`."),
    ("operation-id-duplicate", true, "Give one of the two another operationId in an overlay."),
    ("operation-id-missing", true, "Vendor the document with `cargo xtask vendor`, which makes one, or add it in an overlay."),
    ("overlay-no-match", true, "Point the action to the new place, remove it, or limit it with `x-applies-to` to the versions that need it."),
    ("overlay-noop", true, "The provider may have fixed the defect: remove the action, or limit it with `x-applies-to`."),
    ("overlay-rejected", true, "Correct the action."),
    ("parameter-content", true, "Describe it by `schema` in an overlay, as text that the caller encodes."),
    ("parameter-duplicate", true, "Remove one of the two in an overlay."),
    ("parameter-explode", true, "Make it a text in an overlay and say that values are joined by commas."),
    ("parameter-location", true, "Remove the parameter in an overlay and set it by other means, such as a header."),
    ("parameter-name-clash", true, "Remove one of the two in an overlay, or send it with a custom request."),
    ("parameter-schema", true, "Make it a text in an overlay, and say how it is put together."),
    ("parameter-style", true, "Replace the parameter in an overlay by plain ones."),
    ("path-parameter-optional", true, "Set `required: true` in an overlay."),
    ("path-parameter-undeclared", true, "Declare it in an overlay."),
    ("path-parameter-unused", true, "Remove it or correct its place in an overlay."),
    ("path-reference", true, "Write the path item out in an overlay."),
    ("path-slash-missing", true, "Add the operation under the path with a slash in an overlay, and remove this one."),
    ("reference-target", true, "Move its target into `components` in an overlay, and refer to it there."),
    ("response-media-types", true, "Keep the type that the client is to request and remove the others in an overlay."),
    ("response-media-type", false, "Keep it if it is a download; otherwise fix the type in an overlay."),
    ("schema-cycle", true, "Break the cycle of references in an overlay."),
    ("schema-name-clash", true, "Give one of them another name with `x-name` in an overlay."),
    ("schema-name-invalid", true, "Add the schema under a name of letters and digits in an overlay, and remove this one."),
    ("schema-name-reserved", true, "Give the schema another name with `x-name` in an overlay."),
    ("secret-unmarked", false, "Set `format: password` in an overlay."),
    ("security-missing", false, "Declare in an overlay how it is authenticated, or `security: []` if it is open to all."),
    ("success-responses", true, "Keep the one that the service sends and remove the others in an overlay."),
    ("type-list", true, "Set one type in an overlay, and `nullable: true` in place of null."),
];

impl Finding {
    /// Creates a finding; hint and severity are those of the rule.
    pub(crate) fn new(
        rule: &'static str,
        place: impl Into<String>,
        pointer: impl Into<String>,
        message: impl fmt::Display,
    ) -> Self {
        let known = RULES.iter().find(|(known, ..)| *known == rule);
        let (stops_generation, hint) = known.map_or((true, ""), |(_, stops, hint)| (*stops, *hint));
        Self {
            rule,
            place: place.into(),
            pointer: pointer.into(),
            message: format!("{message}."),
            hint: hint.to_owned(),
            stops_generation,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}: {}", self.rule, self.place, self.message)?;
        if !self.pointer.is_empty() {
            writeln!(f, "    at #{}", self.pointer)?;
        }
        write!(f, "    hint: {}", self.hint)
    }
}

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
        rules::operations(corrected, &mut findings);
        rules::schemas(corrected, &mut findings);
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
    let problem = |applied: &Applied| {
        let ((rule, message), action) = (applied.problem()?, &applied.action);
        let place = format!("{}:{}, action {}", action.file, action.line, action.number);
        Some(Finding::new(rule, place, applied.pointer(), message))
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
