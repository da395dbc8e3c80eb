//! Tests of the predicted changes of the generated code and of their causes.

use std::fs;

use openapi_review::{Level, Report, Source, finding::FoundBy};
use serde_json::{Value, json};
use xtask::{
    generator::{self, Entry, Kind},
    nodes, passes,
    review::{Context, changes, dependents::Sources, review},
    workspace::Workspace,
};

use super::{
    alone,
    edit::{cut, set, shift},
    input,
    kinds::KINDS,
    reviewed, shop, version,
};
use crate::regeneration::{corrected, workspace};

fn sorted(mut document: Value) -> Value {
    document.sort_all_objects();
    document
}

#[test]
fn origin_markers_do_not_change_generated_code() {
    let unusual =
        openapi_review::document::tree::parse_sorted(include_str!("../../fixtures/unusual.yaml")).unwrap();
    for document in [corrected("1.6"), corrected("1.15"), unusual, sorted(shop())] {
        let surface = |marked: bool| {
            let mut effective = document.clone();
            if marked {
                nodes::mark_origins(&mut effective);
            }
            passes::run(&mut effective, &Default::default()).unwrap();
            generator::surface(effective).unwrap()
        };
        let (plain, marked) = (surface(false), surface(true));
        assert_eq!(plain.operations, marked.operations);
        assert_eq!(plain.types, marked.types);
        assert!(!plain.origins.keys().any(|item| item.starts_with("types::")), "{:?}", plain.origins);
        let is_struct = |entry: &&Entry| matches!(entry.kind, Kind::Sent | Kind::Received);
        for entry in marked.types.iter().filter(is_struct) {
            for field in &entry.parts {
                let item = format!("types::{}::{}", entry.name, field.name);
                let origins = marked.origins.get(&item).unwrap_or_else(|| panic!("{item} has no origin"));
                assert!(origins.iter().all(|at| document.pointer(at).is_some()), "{item}: {origins:?}");
            }
        }
    }
}

#[test]
fn common_parts_change_no_surface() {
    let real = [corrected("1.6"), corrected("1.15")];
    let mutants = mutants().into_iter().map(|(new, _)| [sorted(shop()), sorted(new)]);
    for pair in mutants.chain([real]) {
        let [mut old, mut new] = pair.map(|mut effective| {
            passes::run(&mut effective, &Default::default()).unwrap();
            effective
        });
        let between = |old: &Value, new: &Value| {
            let [old, new] = [old, new].map(|effective| generator::surface(effective.clone()).unwrap());
            (changes::between(&old, &new), [old.types.len(), new.types.len()])
        };
        let complete = between(&old, &new);
        let size = old.to_string().len() + new.to_string().len();
        generator::leave_out_common(&mut old, &mut new);
        assert!((old.to_string().len() + new.to_string().len()) * 10 < size * 8);
        assert_eq!(between(&old, &new), complete);
    }
}

const S: &str = "/components/schemas";

/// Returns changes of the small document with the expected changes of the generated code.
fn mutants() -> Vec<(Value, &'static [&'static str])> {
    let at = |path: &str| format!("{S}/{path}");
    let text = || json!({"type": "string"});
    let parameter = |required: bool| json!({"name": "new", "in": "query", "required": required, "schema": {"type": "integer"}});
    vec![
        (set(shop(), &at("Order/properties/extra"), text()), &["+ types::OrderInput::extra: Option<String>"]),
        (
            set(set(shop(), &at("Order/properties/extra"), text()), &at("Order/required/-"), json!("extra")),
            &[
                "+ types::OrderInput::extra: String",
                "~ types::OrderInput::new(): new(customer, lines) -> new(customer, extra, lines)",
            ],
        ),
        (set(shop(), &at("Invoice/required"), json!([])), &[]),
        (
            set(shop(), &at("Order/required"), json!(["lines"])),
            &[
                "~ types::OrderInput::customer: String -> Option<String>",
                "~ types::OrderInput::new(): new(customer, lines) -> new(lines)",
            ],
        ),
        (cut(shop(), &at("Invoice/properties/hidden")).0, &[]),
        (
            set(shop(), &at("Invoice/properties/hidden/writeOnly"), json!(false)),
            &["+ types::Invoice::hidden: Option<String>"],
        ),
        (
            set(shop(), &at("Invoice/properties/due/format"), json!("date-time")),
            &["~ types::Invoice::due: Option<crate::Date> -> Option<crate::DateTime>"],
        ),
        (set(shop(), &at("Order/properties/count/format"), json!("int32")), &[]),
        (
            set(shop(), &at("Order/properties/state/enum/1"), json!("waiting")),
            &["- types::OrderState::Held: = \"held\"", "+ types::OrderState::Waiting: = \"waiting\""],
        ),
        (set(shop(), &at("Kind/enum/-"), json!("tiny")), &["+ types::Kind::Tiny: = \"tiny\""]),
        (
            cut(shop(), &at("Invoice/properties/state/enum")).0,
            &[
                "~ types::Invoice::state: Option<InvoiceState> -> Option<String>",
                "- types::InvoiceState: enum InvoiceState with 2 values",
            ],
        ),
        (
            set(shop(), "/paths/~1orders/post/parameters/-", parameter(false)),
            &["+ Client::create_order(new): i64"],
        ),
        (
            set(shop(), "/paths/~1orders/post/parameters/-", parameter(true)),
            &[
                "~ Client::create_order(): fn create_order(x_trace: String, body: &types::OrderInput) -> types::Invoice -> fn create_order(new: i64, x_trace: String, body: &types::OrderInput) -> types::Invoice",
            ],
        ),
        (
            shift(shop(), "/paths/~1orders", "/paths/~1purchases"),
            &[
                "- Client::create_order: fn create_order(x_trace: String, body: &types::OrderInput) -> types::Invoice",
                "+ Client::create_purchase: fn create_purchase(x_trace: String, body: &types::OrderInput) -> types::Invoice",
            ],
        ),
        (
            set(shop(), &at("Base/properties/since"), json!({"type": "string", "format": "date"})),
            &["~ types::Person::since: Option<String> -> Option<crate::Date>"],
        ),
        (
            set(shop(), &at("Order/properties/unused"), json!({"$ref": "#/components/schemas/Unused"})),
            &[
                "+ types::OrderInput::unused: Option<UnusedInput>",
                "+ types::UnusedInput: struct UnusedInput with 1 field",
            ],
        ),
        (
            set(
                shop(),
                "/paths/~1orders/post/responses/200/content/application~1json/schema",
                json!({"$ref": "#/components/schemas/Note"}),
            ),
            &["~ Client::create_order -> response: types::Invoice -> types::Note"],
        ),
        (
            set(shop(), &at("Invoice/properties/issuer/properties/country"), text()),
            &["+ types::InvoiceIssuer::country: Option<String>"],
        ),
        (
            set(shop(), &at("Line/properties/amount/type"), json!("integer")),
            &["~ types::LineInput::amount: Option<crate::Decimal> -> Option<i64>"],
        ),
    ]
}

#[test]
fn generated_changes_have_causes() {
    for (new, expected) in mutants() {
        // A new version avoids a finding about the version.
        let report = reviewed(&shop(), &set(new, "/info/version", json!("2.1")));
        let mut lines: Vec<String> = report.rust.iter().map(ToString::to_string).collect();
        let mut expected: Vec<String> = expected.iter().map(|line| (*line).to_owned()).collect();
        expected.sort();
        lines.sort();
        assert_eq!(lines, expected);
        for change in &report.rust {
            assert!(!change.causes.is_empty(), "{change} has no cause");
            for cause in &change.causes {
                assert!(report.findings.iter().any(|finding| finding.fingerprint == *cause), "{change}");
            }
        }
        let is_failure = |finding: &openapi_review::Finding| finding.rule.id().starts_with("gen.");
        assert!(!report.findings.iter().any(is_failure), "{:#?}", report.findings);
    }
}

fn complete() -> Report {
    review(&version("1.6"), &version("1.15"), &Context::read(&workspace()).unwrap(), Level::Rust).unwrap()
}

#[test]
fn vendored_versions_have_explained_compatible_changes() {
    let report = complete();
    assert_eq!(report.rust.len(), 121);
    assert!(report.rust.iter().all(|change| !change.causes.is_empty() && change.source == Source::Compiles));
}

#[test]
fn added_field_has_one_cause() {
    let report = complete();
    for change in report.rust.iter().filter(|change| change.what == changes::What::FieldAdded) {
        let findings: Vec<_> =
            report.findings.iter().filter(|finding| change.causes.contains(&finding.fingerprint)).collect();
        assert_eq!(findings.len(), 1, "{change}: {findings:#?}");
        assert_eq!(findings[0].rule, "prop.added-optional", "{change}");
    }
}

#[test]
fn release_follows_generated_changes() {
    let release = |new: &Value| {
        let report = reviewed(&shop(), &set(new.clone(), "/info/version", json!("2.1")));
        (report.releases[0].next.clone(), report.releases[0].reasons.join("; "))
    };
    let at = |path: &str| format!("{S}/{path}");
    let (next, why) = release(&cut(shop(), &at("Invoice/properties/due")).0);
    assert_eq!(next, "0.4.0");
    assert!(why.contains("types::Invoice::due"), "{why}");
    assert_eq!(release(&set(shop(), &at("Invoice/properties/new"), json!({"type": "string"}))).0, "0.3.1");
    // The wire format breaks, but the types do not. The version stays compatible, and the reason is reported.
    let (next, why) = release(&set(shop(), "/components/securitySchemes/Token/scheme", json!("basic")));
    assert_eq!(next, "0.3.1");
    assert!(why.contains("programs built with older releases fail at Token"), "{why}");
}

/// Creates a workspace with a wrapper crate that uses the small API.
fn wrapper(code: &str) -> (tempfile::TempDir, Sources) {
    let directory = tempfile::tempdir().unwrap();
    let source = directory.path().join("crates/imcloud/src");
    fs::create_dir_all(source.join("inner")).unwrap();
    fs::write(source.join("lib.rs"), "pub mod inner;\n").unwrap();
    fs::write(source.join("inner/orders.rs"), code).unwrap();
    let sources = Sources::read(&Workspace::at(directory.path())).unwrap();
    (directory, sources)
}

const WRAPPER: &str = r#"use imcloud_raw::{Client, types::{Invoice, OrderInput}};

pub async fn buy(client: &Client, order: &OrderInput) -> Option<String> {
    let invoice: Invoice = client.create_order("trace", order).send().await.ok()?.into_body();
    println!("{}", invoice.total.clone().unwrap_or_default());
    invoice.due.map(|due| due.to_string())
}
"#;

fn context(sources: Sources) -> Context {
    Context { sources, ..alone() }
}

#[test]
fn wrapper_lines_using_changes_are_listed() {
    let (_directory, sources) = wrapper(WRAPPER);
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let new = cut(new, &format!("{S}/Invoice/properties/total")).0;
    let new = set(new, &format!("{S}/Invoice/required"), json!([]));
    let new = set(new, "/paths/~1orders/post/parameters/1/required", json!(false));
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &context(sources), Level::Rust)
            .unwrap();
    let uses = |subject: &str| -> Vec<(String, usize)> {
        let finding = report
            .findings
            .iter()
            .find(|finding| finding.subject == subject && finding.level == Level::Published)
            .unwrap();
        finding.uses.iter().map(|used| (used.file.clone(), used.line)).collect()
    };
    let file = || "crates/imcloud/src/inner/orders.rs".to_owned();
    assert_eq!(uses("Invoice.due"), [(file(), 6)]);
    // Uses in macros are found too.
    assert_eq!(uses("Invoice.total"), [(file(), 5)]);
    assert_eq!(uses("POST /orders, X-Trace"), [(file(), 4)]);
    let names: Vec<_> =
        report.releases.iter().map(|release| (release.name.as_str(), release.next.as_str())).collect();
    assert_eq!(names, [("imcloud-raw", "0.4.0"), ("imcloud", "0.3.1")]);
}

#[test]
fn name_matches_rank_lines_near_type() {
    let (directory, _) = wrapper(WRAPPER);
    let other = directory.path().join("crates/imcloud/src/bill.rs");
    fs::write(other, "// due\npub struct Bill { pub due: u8 }\npub fn f(bill: &Bill) -> u8 { bill.dues }\n")
        .unwrap();
    let sources = Sources::read(&Workspace::at(directory.path())).unwrap();
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &context(sources), Level::Rust)
            .unwrap();
    let change = report.rust.iter().find(|change| change.item == "types::Invoice::due").unwrap();
    let uses = Sources::read(&Workspace::at(directory.path())).unwrap().by_name(change);
    let lines: Vec<_> = uses.iter().map(|used| (used.file.rsplit('/').next().unwrap(), used.line)).collect();
    assert_eq!(lines, [("orders.rs", 6), ("bill.rs", 2)]);
    assert!(uses.iter().all(|used| used.found_by == FoundBy::Name));
}

#[test]
fn reexporting_wrapper_breaks_with_types() {
    let (_directory, sources) = wrapper("pub use imcloud_raw::types;\n");
    let new = cut(shop(), &format!("{S}/Invoice/properties/due")).0;
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &context(sources), Level::Rust)
            .unwrap();
    assert_eq!((report.releases[1].name.as_str(), report.releases[1].next.as_str()), ("imcloud", "0.4.0"));
}

#[test]
fn new_enum_value_lists_matching_lines() {
    let (_directory, sources) = wrapper(
        "use imcloud_raw::types::{Invoice, InvoiceState};\n\npub fn is_done(invoice: &Invoice) -> bool {\n    invoice.state == Some(InvoiceState::Paid)\n}\n",
    );
    let new = set(shop(), &format!("{S}/Invoice/properties/state/enum/-"), json!("void"));
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &context(sources), Level::Rust)
            .unwrap();
    let finding = report.findings.iter().find(|finding| finding.rule == "enum.value-added").unwrap();
    assert_eq!(finding.uses.iter().map(|used| used.line).collect::<Vec<_>>(), [4]);
}

#[test]
fn missing_wrapper_methods_are_reported() {
    let (_directory, sources) = wrapper(WRAPPER);
    let new = set(
        shop(),
        "/paths/~1invoices~1{id}/head",
        json!({"operationId": "checkInvoice", "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
            "responses": {"200": {"description": "Yes."}}}),
    );
    let new = set(
        new,
        "/paths/~1orders/post/parameters/-",
        json!({"name": "hurry", "in": "query", "schema": {"type": "boolean"}}),
    );
    let report =
        review(&input("old.yaml", &shop()), &input("new.yaml", &new), &context(sources), Level::Rust)
            .unwrap();
    let details: Vec<_> = report
        .findings
        .iter()
        .flat_map(|finding| finding.details.iter().map(|detail| (finding.rule.id(), detail.as_str())))
        .filter(|(_, detail)| detail.starts_with("imcloud "))
        .collect();
    let expected = [
        (
            "operation.added",
            "imcloud has no method for it: + Client::head_invoice: fn head_invoice(id: crate::Id) -> ()",
        ),
        (
            "param.added-optional",
            "imcloud has no filter or argument for it: + Client::create_order(hurry): bool",
        ),
    ];
    assert_eq!(details, expected);
}

#[test]
fn every_edit_has_few_findings() {
    let context = Context { sources: Default::default(), ..Context::read(&workspace()).unwrap() };
    let mut real = version("1.15").input.document;
    // Some edits refer to the security schemes of the small document.
    for (name, scheme) in shop()["components"]["securitySchemes"].as_object().unwrap() {
        real["components"]["securitySchemes"][name] = scheme.clone();
    }
    // The complete review of the real document takes its time.
    for (base, context, step) in [(shop(), alone(), 1), (real, context, 9)] {
        let old = input("old.yaml", &base);
        for kind in KINDS.iter().step_by(step) {
            let places = (kind.places)(&base);
            let Some(at) = places.get(places.len() / 2) else { continue };
            let new = input("new.yaml", &(kind.edit)(base.clone(), at));
            for (old, new) in [(&old, &new), (&new, &old)] {
                let report = review(old, new, &context, Level::Rust).unwrap();
                let found = report.findings.iter().filter(|finding| finding.rule != "version.not-bumped");
                let found: Vec<_> = found.map(ToString::to_string).collect();
                assert!((1..=3).contains(&found.len()), "{} at {at}: {found:#?}", kind.name);
            }
        }
    }
}
