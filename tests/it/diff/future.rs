//! Tests of possible future documents. Each results in a working client, or in a finding with a hint, and
//! never in a panic.

use std::sync::LazyLock;

use openapi_review::{Finding, Level, Report, Severity, document::walk};
use serde_json::{Value, json};
use xtask::{
    lint,
    review::{Context, Side, review},
};

use super::{
    edit::{cut, set, shift},
    input, version,
};
use crate::regeneration::workspace;

static VENDORED: LazyLock<Side> = LazyLock::new(|| version("1.15"));

/// Returns the review of the vendored specification after an edit, with the vendored overlays.
fn reviewed(new: Value) -> Report {
    static CONTEXT: LazyLock<Context> =
        LazyLock::new(|| Context { sources: Default::default(), ..Context::read(&workspace()).unwrap() });
    let new = set(new, "/info/version", json!("1.16"));
    review(&VENDORED, &input("openapi/published/1.16.yaml", &new), &CONTEXT, Level::Rust).unwrap()
}

fn vendored() -> Value {
    VENDORED.input.document.clone()
}

fn find<'a>(report: &'a Report, rule: &str) -> &'a Finding {
    report.findings.iter().find(|finding| finding.rule == rule).unwrap_or_else(|| {
        let rules: Vec<_> = report
            .findings
            .iter()
            .map(|finding| (finding.rule, &finding.subject, &finding.message))
            .collect();
        panic!("no {rule} among {rules:#?}")
    })
}

/// Returns true if a client was generated from the new document.
fn generates(report: &Report) -> bool {
    report.statistics.is_some()
}

fn code(report: &Report) -> Vec<String> {
    report.rust.iter().map(ToString::to_string).collect()
}

const ORDERS: &str = "/paths/~1orders";

#[test]
fn declared_error_responses_do_not_change_client() {
    let mut new = set(
        vendored(),
        "/components/schemas/ApiError",
        json!({"type": "object", "properties": {"code": {"type": "string"}}}),
    );
    let error = || json!({"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ApiError"}}}});
    let operations: Vec<String> =
        walk::operations(&vendored()).map(|operation| operation.pointer()).collect();
    for at in operations {
        for status in ["400", "401", "404", "500"] {
            new = set(new, &format!("{at}/responses/{status}"), error());
        }
    }
    let report = reviewed(new);
    assert!(generates(&report));
    // The client decodes error bodies without this type, but callers can use it.
    assert_eq!(code(&report), ["+ types::ApiError: struct ApiError with 1 field"]);
    assert_eq!(report.findings.iter().filter(|finding| finding.rule == "response.added").count(), 28 * 4);
    assert!(
        report.findings.iter().all(|finding| finding.severity != Severity::Breaking),
        "{:#?}",
        report.findings
    );
}

#[test]
fn default_response_can_become_success() {
    let at = format!("{ORDERS}/post/responses");
    let new = shift(vendored(), &format!("{at}/default"), &format!("{at}/201"));
    let report = reviewed(new);
    assert!(generates(&report) && report.rust.is_empty(), "{:?}", code(&report));
    assert_eq!(find(&report, "response.default-to-explicit").severity, Severity::Potential);
}

#[test]
fn second_success_body_is_reported_with_hint() {
    let second = json!({"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}});
    let at = format!("{ORDERS}/post/responses");
    let new = shift(vendored(), &format!("{at}/default"), &format!("{at}/200"));
    let report = reviewed(set(new, &format!("{at}/202"), second));
    let defect = find(&report, "new-defects");
    assert!(defect.subject.contains("POST /orders") && defect.message.contains("overlay"), "{defect:#?}");
}

#[test]
fn discriminated_variants_generate_enum() {
    let new = set(
        vendored(),
        "/components/schemas/Report/properties/result",
        json!({"oneOf": [{"$ref": "#/components/schemas/Price"}, {"$ref": "#/components/schemas/Period"}],
            "discriminator": {"propertyName": "kind", "mapping": {"price": "#/components/schemas/Price", "period": "#/components/schemas/Period"}}}),
    );
    let report = reviewed(new);
    assert!(generates(&report));
    assert!(
        code(&report).iter().any(|line| line
            .starts_with("+ types::ReportResult: enum ReportResult: Price(Price) | Period(Period)")),
        "{:?}",
        code(&report)
    );
    assert!(
        !report
            .findings
            .iter()
            .any(|finding| finding.rule == "new-defects" && finding.message.starts_with("alternatives:"))
    );
    assert!(
        report.findings.iter().all(|finding| !finding.rule.id().starts_with("gen.")),
        "{:#?}",
        report.findings
    );
}

#[test]
fn nullable_properties_do_not_change_received_types() {
    let new =
        set(vendored(), "/components/schemas/SubscriptionDetailed/properties/status/nullable", json!(true));
    let report = reviewed(new);
    assert!(generates(&report) && report.rust.is_empty(), "{:?}", code(&report));
    assert_eq!(find(&report, "nullable.added").severity, Severity::Additive);
    let new = set(vendored(), "/components/schemas/Customer/allOf/1/properties/name/nullable", json!(true));
    let report = reviewed(new);
    assert!(generates(&report));
    for change in &report.rust {
        assert!(!change.causes.is_empty(), "{change}");
    }
}

#[test]
fn query_list_generates_setter() {
    let list = |explode: bool| json!({"name": "tags", "in": "query", "explode": explode, "schema": {"type": "array", "items": {"type": "string"}}});
    let report = reviewed(set(vendored(), &format!("{ORDERS}/get/parameters/-"), list(true)));
    assert_eq!(code(&report), ["+ Client::list_orders(tags): Vec<String>"]);
    // Lint reports a comma-separated list, which the client would encode incorrectly.
    let report = reviewed(set(vendored(), &format!("{ORDERS}/get/parameters/-"), list(false)));
    assert!(
        find(&report, "new-defects").message.starts_with("parameter-"),
        "{:#?}",
        find(&report, "new-defects")
    );
}

#[test]
fn openapi_3_1_is_rejected_with_hint() {
    let new = set(vendored(), "/openapi", json!("3.1.0"));
    let new = set(new, "/components/schemas/Period/properties/duration/type", json!(["integer", "null"]));
    let report = reviewed(new);
    assert!(!generates(&report));
    assert_eq!(find(&report, "openapi.changed").severity, Severity::Potential);
    assert_eq!(find(&report, "nullable.added").subject, "Period.duration");
    assert!(
        find(&report, "gen.fails").message.contains("OpenAPI 3.0")
            || find(&report, "gen.fails").message.contains("version")
    );
    let defect =
        report.findings.iter().find(|finding| finding.message.starts_with("openapi-version:")).unwrap();
    assert!(
        defect.severity == Severity::Breaking && defect.message.contains("Convert the document to 3.0"),
        "{defect:#?}"
    );
    assert_eq!(report.verdict(), "No client can be generated.");
}

#[test]
fn second_content_type_stops_requests_only() {
    let at = format!("{ORDERS}/post");
    let csv = || json!({"schema": {"type": "string"}});
    let report = reviewed(set(vendored(), &format!("{at}/responses/default/content/text~1csv"), csv()));
    assert_eq!(find(&report, "media.added").severity, Severity::Potential);
    let has_defect = |report: &Report| {
        report
            .findings
            .iter()
            .any(|finding| finding.rule == "new-defects" && finding.subject.contains("POST /orders"))
    };
    assert!(generates(&report) || has_defect(&report));
    let report = reviewed(set(vendored(), &format!("{at}/requestBody/content/text~1csv"), csv()));
    assert!(has_defect(&report), "{:#?}", report.findings);
}

#[test]
fn removed_operation_removes_method() {
    let report = reviewed(cut(vendored(), "/paths/~1reports/post").0);
    assert!(generates(&report));
    assert!(
        code(&report).iter().any(|line| line.starts_with("- Client::create_report: fn create_report(")),
        "{:?}",
        code(&report)
    );
    let removed = find(&report, "operation.removed");
    assert_eq!((removed.severity, removed.rust.is_empty()), (Severity::Breaking, false));
    assert!(
        report.releases[0]
            .reasons
            .iter()
            .any(|reason| reason.contains("programs built with older releases fail at POST /reports"))
    );
}

#[test]
fn renamed_operation_id_renames_custom_names_only() {
    let report = reviewed(set(vendored(), &format!("{ORDERS}/get/operationId"), json!("listAllOrders")));
    assert_eq!(code(&report), ["~ Client::list_orders: getOrders -> listAllOrders"]);
    assert_eq!(find(&report, "operation.id-changed").severity, Severity::Additive);
    let report = reviewed(set(vendored(), "/paths/~1orders~1estimate/post/operationId", json!("quoteOrder")));
    assert_eq!(find(&report, "operation.id-changed").severity, Severity::Breaking);
    assert!(
        code(&report)[0].starts_with("~ Client::estimate_order: fn estimate_order("),
        "{:?}",
        code(&report)
    );
}

#[test]
fn unsupported_documents_do_not_panic() {
    for new in [
        set(vendored(), "/openapi", json!("3.1.0")),
        set(
            vendored(),
            &format!("{ORDERS}/get/parameters/-"),
            json!({"name": "c", "in": "cookie", "schema": {}}),
        ),
        set(
            vendored(),
            &format!("{ORDERS}/get/parameters/-"),
            json!({"name": "d", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        ),
        set(vendored(), "/components/schemas/Period/not", json!({"type": "string"})),
        set(vendored(), "/components/schemas/Order/properties/type/enum", json!(["a", "A", "a-"])),
        set(
            vendored(),
            "/components/schemas/Price/allOf",
            json!([{"$ref": "#/components/schemas/Price"}, {"type": "object"}]),
        ),
        cut(vendored(), &format!("{ORDERS}/get/operationId")).0,
        set(vendored(), &format!("{ORDERS}/get/operationId"), json!("getCustomers")),
    ] {
        let report = reviewed(new.clone());
        assert!(!report.findings.is_empty());
        assert!(openapi_review::render::markdown::render(&report).chars().count() < 65_000);
        let stops = !generates(&report);
        let reported = report.findings.iter().any(|finding| {
            finding.severity == Severity::Breaking && matches!(finding.rule.id(), "gen.fails" | "new-defects")
        });
        assert!(!stops || reported, "{:#?}", report.findings);
        assert!(!lint::lint(&new, None).is_empty());
    }
}

#[test]
fn failing_operation_does_not_stop_review() {
    let responses = json!({"404": {"description": "Nothing but errors."}});
    let new = set(vendored(), &format!("{ORDERS}/post/responses"), responses);
    let new = set(new, "/components/schemas/Report/properties/pages", json!({"type": "integer"}));
    let report = reviewed(new);
    let failure = find(&report, "gen.operation-fails");
    assert_eq!((failure.subject.as_str(), failure.severity), ("POST /orders", Severity::Breaking));
    assert_eq!(failure.place().unwrap().pointer, format!("{ORDERS}/post"));
    assert!(code(&report).contains(&"+ types::Report::pages: Option<i64>".to_owned()), "{:?}", code(&report));
    assert!(generates(&report));
}

#[test]
fn equivalent_document_has_no_findings() {
    let mut split = vendored();
    let schemas = split["components"]["schemas"].as_object_mut().unwrap();
    let properties = schemas["Subscription"]["properties"].as_object().unwrap().clone();
    let (mut base, mut derived) = (serde_json::Map::new(), serde_json::Map::new());
    for (index, (name, property)) in properties.into_iter().enumerate() {
        if index % 2 == 0 {
            base.insert(name, property)
        } else {
            derived.insert(name, property)
        };
    }
    schemas.insert("SubscriptionBase".into(), json!({"type": "object", "properties": base}));
    let parts =
        json!([{"$ref": "#/components/schemas/SubscriptionBase"}, {"type": "object", "properties": derived}]);
    schemas["Subscription"] = json!({"allOf": parts});

    let mut lower_case = vendored();
    walk::operations_mut(&mut lower_case, |_, _, operation| {
        for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
            if parameter["in"] == "header" {
                parameter["name"] = parameter["name"].as_str().unwrap().to_lowercase().into();
            }
        }
    });
    for new in [split, lower_case] {
        let report = reviewed(new);
        assert_eq!(code(&report), [""; 0]);
        let above = report.findings.iter().filter(|finding| finding.severity != Severity::Docs);
        assert_eq!(above.map(|finding| &finding.message).collect::<Vec<_>>(), [""; 0]);
    }
}
