//! Defects that stop generation or weaken the client.
//!
//! The rules read the corrected document (published structure with overlays), before any pass, so an overlay
//! action can fix what they report. They are grouped by subject: [`operations`], [`schemas`],
//! [`mod@descriptions`]. Then [`lint()`] runs the pipeline, so that a failure that no rule covers is a
//! finding too.

pub mod descriptions;
pub mod finding;
pub mod operations;
pub mod schemas;

pub use finding::Finding;

use anyhow::Result;
use serde_json::Value;

use openapi_review::document::{check, walk};

use crate::{descriptions::Descriptions, generator, overlay::Applied, passes};

/// Returns the findings of a corrected document, sorted by pointer. Without descriptions, missing ones are no
/// findings.
#[must_use]
pub fn lint(corrected: &Value, descriptions: Option<&Descriptions>) -> Vec<Finding> {
    let mut named = corrected.clone();
    let named = passes::name(&mut named).map(|_| named);
    let mut findings = rules(corrected, descriptions.zip(named.as_ref().ok()));
    if findings.iter().all(|finding| !finding.stops_generation)
        && let Err(error) = try_pipeline(named, descriptions.unwrap_or(&Descriptions::default()))
    {
        let message = format!("{error:#}");
        let affected = walk::operations(corrected).filter(|operation| message.contains(&operation.title()));
        let affected = affected.max_by_key(|operation| operation.path.len());
        let pointer = affected.map(|operation| operation.pointer()).unwrap_or_default();
        findings.push(Finding::new("generation-fails", "the document", pointer, message));
    }
    findings
}

fn try_pipeline(named: Result<Value>, descriptions: &Descriptions) -> Result<()> {
    let mut effective = named?;
    passes::shape(&mut effective, descriptions)?;
    generator::generate(&effective).map(drop)
}

/// Returns the findings of the rules, sorted by pointer, without running the pipeline. Descriptions are
/// checked by the names that [`passes::name`] gave to the document.
///
/// Other versions of OpenAPI than 3.0 and broken structure are reported alone.
#[must_use]
pub fn rules(corrected: &Value, described: Option<(&Descriptions, &Value)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let stated = corrected.get("openapi").and_then(Value::as_str).unwrap_or("none");
    if !stated.starts_with("3.0") {
        let message = format!("generating a client needs OpenAPI 3.0; the document is {stated}");
        findings.push(Finding::new("openapi-version", "the document", "/openapi", message));
        return findings;
    }
    findings.extend(check::problems(corrected).into_iter().map(|problem| Finding {
        remedy: problem.hint.into(),
        ..Finding::new(problem.rule, "the document", problem.pointer, problem.message)
    }));
    if findings.is_empty() {
        operations::check(corrected, &mut findings);
        schemas::check(corrected, &mut findings);
        if let Some((descriptions, named)) = described {
            descriptions::check(corrected, named, descriptions, &mut findings);
        }
    }
    findings.sort_by(|a, b| (&a.pointer, a.rule).cmp(&(&b.pointer, b.rule)));
    findings.dedup();
    findings
}

/// Returns a finding for each action of the overlays that does not fit.
#[must_use]
pub fn overlays(applied: &[Applied]) -> Vec<Finding> {
    let problem = |action: &Applied| {
        let (rule, message) = action.problem()?;
        let place = format!("{}:{}, action {}", action.file, action.line, action.number);
        Some(Finding::new(rule, place, action.pointer(), message))
    };
    applied.iter().filter_map(problem).collect()
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
    fn other_versions_and_broken_structure_are_reported_alone() {
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
}
