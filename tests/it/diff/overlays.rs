//! Tests of the effects of a new version on the overlays.

use openapi_review::{Finding, Level, Report, Severity, Wire, accept::Acceptance};
use serde_json::{Value, json};
use xtask::{
    overlay,
    review::{Context, RULES, review},
};

use super::{
    alone,
    edit::{cut, set, shift},
    input, shop, version,
};

const FILE: &str = "openapi/overlays/10-fix.yaml";

fn context(actions: &str) -> Context {
    let text = format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
    let overlays = vec![overlay::parse(FILE, &text).unwrap()];
    Context { overlays, ..alone() }
}

fn newer(document: Value) -> Value {
    set(document, "/info/version", json!("2.1"))
}

fn reviewed(actions: &str, new: Value) -> Report {
    let (old, new) = (input("old.yaml", &shop()), input("new.yaml", &newer(new)));
    review(&old, &new, &context(actions), Level::Overlays).unwrap()
}

fn overlay_findings(report: &Report) -> Vec<(&str, Severity, &str)> {
    let is_overlay = |finding: &&Finding| finding.rule.id().starts_with("overlay.");
    report
        .findings
        .iter()
        .filter(is_overlay)
        .map(|finding| (finding.rule.id(), finding.severity, finding.message.as_str()))
        .collect()
}

const FORMAT: &str =
    "- {target: $.components.schemas.Invoice.properties.due, description: d, update: {format: date-time}}\n";

#[test]
fn matching_action_is_not_reported() {
    let report =
        reviewed(FORMAT, set(shop(), "/components/schemas/Unused/properties/y", json!({"type": "string"})));
    assert_eq!(overlay_findings(&report), []);
}

#[test]
fn unmatched_target_is_breaking_with_location() {
    let report = reviewed(FORMAT, cut(shop(), "/components/schemas/Invoice/properties/due").0);
    assert_eq!(
        overlay_findings(&report),
        [(
            "overlay.no-match",
            Severity::Breaking,
            "the target $.components.schemas.Invoice.properties.due matches nothing"
        )]
    );
    let place =
        report.findings.iter().find(|finding| finding.rule == "overlay.no-match").unwrap().place().unwrap();
    assert_eq!((place.file.as_str(), place.line), (FILE, 4));
}

#[test]
fn unmatched_name_of_target_is_reported() {
    let actions = "- {target: \"$.components.schemas.Invoice.properties['due','state']\", description: d, update: {x-note: a}}\n";
    let report = reviewed(actions, cut(shop(), "/components/schemas/Invoice/properties/due").0);
    assert!(
        overlay_findings(&report)[0].2.starts_with("'due' of the target"),
        "{:?}",
        overlay_findings(&report)
    );
}

#[test]
fn renamed_target_is_suggested() {
    let renamed = shift(
        shop(),
        "/components/schemas/Address/properties/zip",
        "/components/schemas/Address/properties/zipCode",
    );
    let report = reviewed(
        "- {target: $.components.schemas.Address.properties.zip, description: d, update: {format: zip}}\n",
        renamed,
    );
    let found = overlay_findings(&report);
    assert_eq!(found[0].0, "overlay.target-moved");
    assert!(
        found[0].2.ends_with("seems to be at #/components/schemas/Address/properties/zipCode now"),
        "{found:?}"
    );
}

#[test]
fn additional_nodes_are_detail_of_change() {
    let actions = "- {target: \"$.components.schemas.Order.properties[?@.maxLength]\", description: d, update: {x-note: a}}\n";
    let report =
        reviewed(actions, set(shop(), "/components/schemas/Order/properties/customer/maxLength", json!(9)));
    assert_eq!(overlay_findings(&report), []);
    let cause = report.findings.iter().find(|finding| finding.rule == "bounds.tightened").unwrap();
    assert_eq!(
        cause.details,
        [format!("{FILE}, action 1 now applies to #/components/schemas/Order/properties/customer")]
    );
}

#[test]
fn fixed_defect_makes_action_noop() {
    let report = reviewed(
        FORMAT,
        set(shop(), "/components/schemas/Invoice/properties/due/format", json!("date-time")),
    );
    let found = overlay_findings(&report);
    assert!(
        found.iter().any(|found| found.0 == "overlay.noop"
            && found.2
                == "#/components/schemas/Invoice/properties/due already is what the action makes of it"),
        "{found:?}"
    );
}

#[test]
fn unexpected_previous_value_is_reported() {
    let report =
        reviewed(FORMAT, set(shop(), "/components/schemas/Invoice/properties/due/format", json!("week")));
    let found = overlay_findings(&report);
    let rules: Vec<_> = found.iter().map(|found| found.0).collect();
    assert_eq!(rules, ["overlay.premise-failed"]);
    assert_eq!(
        found[0].2,
        "replaces \"week\" at #/components/schemas/Invoice/properties/due/format, where it used to be \"date\""
    );
    let masked = report.findings.iter().find(|finding| finding.rule == "format.changed").unwrap();
    assert_eq!(
        (masked.wire, masked.severity),
        (Wire::MayFail, Severity::Potential),
        "the service changes in any case"
    );
    assert_eq!(masked.masked_by, [format!("{FILE}, action 1")]);
}

#[test]
fn untouched_change_is_not_masked() {
    let new = set(shop(), "/components/schemas/Invoice/properties/due/writeOnly", json!(true));
    let report = reviewed(FORMAT, new);
    assert!(report.findings.iter().all(|finding| finding.masked_by.is_empty()));
    assert_eq!(overlay_findings(&report), []);
}

#[test]
fn versioned_action_is_reported_as_change() {
    let actions = "- {target: $.components.schemas.Invoice.properties.due, x-applies-to: '2.1', description: d, update: {format: date-time}}\n";
    let report = reviewed(actions, shop());
    let own: Vec<_> = report.findings.iter().filter(|finding| finding.level == Level::Overlays).collect();
    assert_eq!(own.len(), 1, "{own:#?}");
    assert_eq!((own[0].rule.id(), own[0].subject.as_str()), ("format.changed", "Invoice.due"));
    let rust = super::review(
        &input("old.yaml", &shop()),
        &input("new.yaml", &newer(shop())),
        &context(actions),
        Level::Rust,
    )
    .unwrap();
    assert_eq!(
        rust.rust[0].to_string(),
        "~ types::Invoice::due: Option<crate::Date> -> Option<crate::DateTime>"
    );
}

#[test]
fn new_lint_findings_are_reported() {
    let new = set(shop(), "/components/schemas/Invoice/properties/price", json!({"type": "string"}));
    let report = reviewed(" []\n", new);
    let defects: Vec<_> = report.findings.iter().filter(|finding| finding.rule == "new-defects").collect();
    let messages: Vec<_> =
        defects.iter().map(|finding| (finding.severity, finding.subject.as_str())).collect();
    assert!(messages.contains(&(Severity::Potential, "schema Invoice.price")), "{messages:?}");
    // A missing description belongs to the change.
    let added = report.findings.iter().find(|finding| finding.rule == "prop.added-optional").unwrap();
    assert!(added.details[0].starts_with("description-missing: "), "{:?}", added.details);
    let place = defects[0].place().unwrap();
    assert_eq!(
        (place.file.as_str(), place.pointer.as_str()),
        ("new.yaml", "/components/schemas/Invoice/properties/price")
    );
}

#[test]
fn vendored_versions_need_no_overlay_change() {
    let context = Context::read(&crate::regeneration::workspace()).unwrap();
    let report = review(&version("1.6"), &version("1.15"), &context, Level::Overlays).unwrap();
    let found = overlay_findings(&report);
    assert_eq!(found, []);
    let removed = report.findings.iter().filter(|finding| finding.rule == "operation.removed");
    assert!(removed.clone().count() == 3 && removed.into_iter().all(|finding| !finding.masked_by.is_empty()));
}

fn accepting(text: &str, new: Value) -> Report {
    let (old, new) = (input("old.yaml", &shop()), input("new.yaml", &newer(new)));
    let acceptance = Acceptance::parse("openapi/accepted.yaml", text, RULES).unwrap();
    review(&old, &new, &Context { acceptance, ..alone() }, Level::Published).unwrap()
}

#[test]
fn accepted_finding_is_listed_but_closed() {
    let removed = || cut(shop(), "/paths/~1invoices~1{id}/delete").0;
    let report = accepting("accepted: []", removed());
    let fingerprint = report.open(Severity::Breaking).next().unwrap().fingerprint.clone();
    assert!(report.reaches(Severity::Breaking));
    let entry = |until: &str| {
        format!(
            "accepted:\n- fingerprint: \"{fingerprint}\"\n  rule: operation.removed\n  reason: Nobody called it.\n{until}"
        )
    };
    let report = accepting(&entry(""), removed());
    assert!(!report.reaches(Severity::Breaking));
    assert_eq!(report.findings.iter().filter(|finding| finding.accepted.is_some()).count(), 1);

    // An entry without a matching finding, or for an older version, is reported.
    for report in [
        accepting(&entry(""), set(shop(), "/x-a", json!(1))),
        accepting(&entry("  until: \"2.0\"\n"), removed()),
    ] {
        let unused = report.findings.iter().find(|finding| finding.rule == "acceptance.unused").unwrap();
        assert_eq!((unused.severity, unused.place().unwrap().line), (Severity::Potential, 2));
    }
}

#[test]
fn severity_overrides_apply_and_invalid_files_fail() {
    let report =
        accepting("severities: {operation.removed: docs}", cut(shop(), "/paths/~1invoices~1{id}/delete").0);
    assert_eq!(report.overrides.get("operation.removed"), Some(&Severity::Docs));
    assert!(
        openapi_review::render::text::render(&report, 100, false)
            .contains("severity of operation.removed set to docs")
    );
    for (text, expected) in [
        ("severities: {no.such: docs}", "unknown rule no.such"),
        ("severities: {operation.removed: grave}", "unknown variant `grave`"),
        ("accepted: [{fingerprint: a, rule: path.added, reason: ' '}]", "has no reason"),
        ("acepted: []", "unknown field"),
    ] {
        let error = format!("{:#}", Acceptance::parse("accepted.yaml", text, RULES).unwrap_err());
        assert!(error.contains(expected), "{error}");
    }
}
