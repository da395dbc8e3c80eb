//! Documents of the future: what the publisher may do one day. Each ends in a working client, or in a finding that says what to do; never in a panic.

use openapi_review::{Finding, Level, Report, Severity, document::walk};
use serde_json::{Value, json};
use xtask::{lint, review::review};

use super::{
    edit::{cut, set, shift},
    input, version,
};
use crate::regeneration::workspace;

/// The review of the real specification after an edit, with the real overlays.
fn reviewed(new: Value) -> Report {
    let around = xtask::review::report::Context::read(&workspace()).unwrap();
    let around = xtask::review::report::Context { sources: Default::default(), ..around };
    let new = set(new, "/info/version", json!("1.16"));
    review(&version("1.15"), &input("openapi/published/1.16.yaml", &new), &around, Level::Rust).unwrap()
}

fn real() -> Value {
    version("1.15").input.document
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

/// Whether a client was generated from the new document.
fn generates(report: &Report) -> bool {
    report.statistics.is_some()
}

fn code(report: &Report) -> Vec<String> {
    report.rust.iter().map(ToString::to_string).collect()
}

const ORDERS: &str = "/paths/~1orders";

#[test]
fn error_responses_that_are_declared_properly_leave_the_client_as_it_is() {
    let mut new = set(
        real(),
        "/components/schemas/ApiError",
        json!({"type": "object", "properties": {"code": {"type": "string"}}}),
    );
    let error = || json!({"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ApiError"}}}});
    let operations: Vec<String> = walk::operations(&real()).map(|operation| operation.pointer()).collect();
    for at in operations {
        for status in ["400", "401", "404", "500"] {
            new = set(new, &format!("{at}/responses/{status}"), error());
        }
    }
    let report = reviewed(new);
    assert!(generates(&report));
    // The body of errors is read by hand, but its type is there for who wants it.
    assert_eq!(code(&report), ["+ types::ApiError: struct ApiError with 1 field"]);
    assert_eq!(report.findings.iter().filter(|finding| finding.rule == "response.added").count(), 28 * 4);
    assert!(
        report.findings.iter().all(|finding| finding.severity != Severity::Breaking),
        "{:#?}",
        report.findings
    );
}

#[test]
fn a_default_that_becomes_the_error_beside_a_success_is_followed() {
    let at = format!("{ORDERS}/post/responses");
    let new = shift(real(), &format!("{at}/default"), &format!("{at}/201"));
    let report = reviewed(new);
    assert!(generates(&report) && report.rust.is_empty(), "{:?}", code(&report));
    assert_eq!(find(&report, "response.default-to-explicit").severity, Severity::Potential);
}

#[test]
fn a_second_success_with_another_body_is_named_with_what_to_do() {
    let second = json!({"description": "d", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Report"}}}});
    let at = format!("{ORDERS}/post/responses");
    let new = shift(real(), &format!("{at}/default"), &format!("{at}/200"));
    let report = reviewed(set(new, &format!("{at}/202"), second));
    let defect = find(&report, "new-defects");
    assert!(defect.subject.contains("POST /orders") && defect.message.contains("overlay"), "{defect:#?}");
}

#[test]
fn variants_with_a_discriminator_are_generated_without_a_defect() {
    let new = set(
        real(),
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
fn nullable_members_change_nothing_for_who_reads_and_a_constructor_for_who_sends() {
    let new = set(real(), "/components/schemas/SubscriptionDetailed/properties/status/nullable", json!(true));
    let report = reviewed(new);
    assert!(generates(&report) && report.rust.is_empty(), "{:?}", code(&report));
    assert_eq!(find(&report, "nullable.added").severity, Severity::Additive);
    let new = set(real(), "/components/schemas/Customer/allOf/1/properties/name/nullable", json!(true));
    let report = reviewed(new);
    assert!(generates(&report));
    for change in &report.rust {
        assert!(!change.causes.is_empty(), "{change}");
    }
}

#[test]
fn a_list_in_the_query_is_a_setter() {
    let list = |explode: bool| json!({"name": "tags", "in": "query", "explode": explode, "schema": {"type": "array", "items": {"type": "string"}}});
    let report = reviewed(set(real(), &format!("{ORDERS}/get/parameters/-"), list(true)));
    assert_eq!(code(&report), ["+ Client::list_orders(tags): Vec<String>"]);
    // Joined by commas, it would be sent wrong: lint says so.
    let report = reviewed(set(real(), &format!("{ORDERS}/get/parameters/-"), list(false)));
    assert!(
        find(&report, "new-defects").message.starts_with("parameter-"),
        "{:#?}",
        find(&report, "new-defects")
    );
}

#[test]
fn openapi_3_1_stops_with_a_sentence() {
    let new = set(real(), "/openapi", json!("3.1.0"));
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
fn a_second_content_type_is_followed_in_answers_and_stops_in_requests() {
    let at = format!("{ORDERS}/post");
    let csv = || json!({"schema": {"type": "string"}});
    let report = reviewed(set(real(), &format!("{at}/responses/default/content/text~1csv"), csv()));
    assert_eq!(find(&report, "media.added").severity, Severity::Potential);
    let says_what_to_do = |report: &Report| {
        report
            .findings
            .iter()
            .any(|finding| finding.rule == "new-defects" && finding.subject.contains("POST /orders"))
    };
    assert!(generates(&report) || says_what_to_do(&report));
    let report = reviewed(set(real(), &format!("{at}/requestBody/content/text~1csv"), csv()));
    assert!(says_what_to_do(&report), "{:#?}", report.findings);
}

#[test]
fn a_removed_operation_is_a_method_less() {
    let report = reviewed(cut(real(), "/paths/~1reports/post").0);
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
fn a_renamed_operation_id_renames_only_what_is_named_after_it() {
    let report = reviewed(set(real(), &format!("{ORDERS}/get/operationId"), json!("listAllOrders")));
    assert_eq!(code(&report), ["~ Client::list_orders: getOrders -> listAllOrders"]);
    assert_eq!(find(&report, "operation.id-changed").severity, Severity::Additive);
    let report = reviewed(set(real(), "/paths/~1orders~1estimate/post/operationId", json!("quoteOrder")));
    assert_eq!(find(&report, "operation.id-changed").severity, Severity::Breaking);
    assert!(
        code(&report)[0].starts_with("~ Client::estimate_order: fn estimate_order("),
        "{:?}",
        code(&report)
    );
}

#[test]
fn none_of_them_makes_lint_panic_or_a_comment_too_long() {
    for new in [
        set(real(), "/openapi", json!("3.1.0")),
        set(
            real(),
            &format!("{ORDERS}/get/parameters/-"),
            json!({"name": "c", "in": "cookie", "schema": {}}),
        ),
        set(
            real(),
            &format!("{ORDERS}/get/parameters/-"),
            json!({"name": "d", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        ),
        set(real(), "/components/schemas/Period/not", json!({"type": "string"})),
        set(real(), "/components/schemas/Order/properties/type/enum", json!(["a", "A", "a-"])),
        set(
            real(),
            "/components/schemas/Price/allOf",
            json!([{"$ref": "#/components/schemas/Price"}, {"type": "object"}]),
        ),
        cut(real(), &format!("{ORDERS}/get/operationId")).0,
        set(real(), &format!("{ORDERS}/get/operationId"), json!("getCustomers")),
    ] {
        let report = reviewed(new.clone());
        assert!(!report.findings.is_empty());
        assert!(openapi_review::render::markdown::render(&report).chars().count() < 65_000);
        let stops = !generates(&report);
        let said = report.findings.iter().any(|finding| {
            finding.severity == Severity::Breaking && matches!(finding.rule.id(), "gen.fails" | "new-defects")
        });
        assert!(!stops || said, "{:#?}", report.findings);
        assert!(!lint::lint(&new, None).is_empty());
    }
}

#[test]
fn an_operation_that_cannot_be_generated_is_left_out_and_the_rest_is_reviewed() {
    let responses = json!({"404": {"description": "Nothing but errors."}});
    let new = set(real(), &format!("{ORDERS}/post/responses"), responses);
    let new = set(new, "/components/schemas/Report/properties/pages", json!({"type": "integer"}));
    let report = reviewed(new);
    let failure = find(&report, "gen.operation-fails");
    assert_eq!((failure.subject.as_str(), failure.severity), ("POST /orders", Severity::Breaking));
    assert_eq!(failure.place().unwrap().pointer, format!("{ORDERS}/post"));
    assert!(code(&report).contains(&"+ types::Report::pages: Option<i64>".to_owned()), "{:?}", code(&report));
    assert!(generates(&report));
}

#[test]
fn specification_that_is_written_differently_needs_nothing() {
    let mut split = real();
    let schemas = split["components"]["schemas"].as_object_mut().unwrap();
    let whole = schemas["Subscription"]["properties"].as_object().unwrap().clone();
    let (mut base, mut own) = (serde_json::Map::new(), serde_json::Map::new());
    for (index, (name, property)) in whole.into_iter().enumerate() {
        if index % 2 == 0 {
            base.insert(name, property)
        } else {
            own.insert(name, property)
        };
    }
    schemas.insert("SubscriptionBase".into(), json!({"type": "object", "properties": base}));
    let parts =
        json!([{"$ref": "#/components/schemas/SubscriptionBase"}, {"type": "object", "properties": own}]);
    schemas["Subscription"] = json!({"allOf": parts});

    let mut lower_case = real();
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
