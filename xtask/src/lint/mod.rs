//! Finding what the generator would choke on, or what would weaken the client.
//!
//! Rules check the corrected document (published structure with overlays), before any pass, so an overlay
//! action can correct every finding. They are grouped by subject: [`operations`], [`schemas`],
//! [`mod@descriptions`]. After them the pipeline itself is tried, so that whatever no rule knows is still a
//! finding and never a panic.

pub mod descriptions;
pub mod finding;
pub mod operations;
pub mod schemas;

pub use finding::Finding;

use serde_json::Value;

use crate::{descriptions::Descriptions, generator, passes};

/// Everything there is to say about a corrected document, sorted by place.
#[must_use]
pub fn lint(corrected: &Value, descriptions: &Descriptions) -> Vec<Finding> {
    let mut findings = rules(corrected, descriptions);
    if findings.iter().all(|finding| !finding.stops_generation) {
        try_pipeline(corrected, descriptions, &mut findings);
    }
    findings.sort_by(|a, b| (&a.pointer, a.rule).cmp(&(&b.pointer, b.rule)));
    findings.dedup();
    findings
}

/// What the rules say, without trying the pipeline; in no order.
#[must_use]
pub fn rules(corrected: &Value, descriptions: &Descriptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    operations::check(corrected, &mut findings);
    schemas::check(corrected, &mut findings);
    descriptions::check(corrected, descriptions, &mut findings);
    findings
}

fn try_pipeline(corrected: &Value, descriptions: &Descriptions, findings: &mut Vec<Finding>) {
    let mut effective = corrected.clone();
    let result = passes::run(&mut effective, descriptions).and_then(|_| generator::generate(&effective));
    if let Err(error) = result {
        findings.push(Finding {
            rule: "generation-fails",
            place: "the document".into(),
            pointer: String::new(),
            message: format!("{error:#}."),
            remedy: "Correct the named place in an overlay; if none is named, halve the document until the place is found.".into(),
            stops_generation: true,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_no_rule_knows_is_still_a_finding() {
        let document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": {"operationId": "getA", "summary": "A.", "security": [{}], "responses": {"404": {"description": "x"}}}}}});
        let findings = lint(&document, &Descriptions::default());
        let rules: Vec<_> = findings.iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["generation-fails"], "{findings:?}");
        assert!(findings[0].message.contains("GET /a: there is no success response"), "{findings:?}");
    }
}
