//! The faces of a review: snapshots of the real step from 1.6 to 1.15, and what must hold for any.

use std::sync::LazyLock;

use openapi_review::{Level, Report, Severity, render};
use serde_json::{Value, json};
use xtask::review::review;

use super::{
    edit::{cut, set},
    input, reviewed, shop, version,
};

fn whole() -> Report {
    static WHOLE: LazyLock<Report> = LazyLock::new(made);
    WHOLE.clone()
}

fn made() -> Report {
    let around = xtask::review::report::Context::read(&crate::regeneration::workspace()).unwrap();
    // The crates above have their own tests; what uses what is theirs to change.
    let around = xtask::review::report::Context {
        sources: Default::default(),
        crate_versions: super::crate_versions("0.1.0"),
        ..around
    };
    let mut report = review(&version("1.6"), &version("1.15"), &around, Level::Rust).unwrap();
    // Every word in an overlay changes how many lines there are.
    for (statistics, lines) in report.statistics.as_mut().unwrap().iter_mut().zip([4000, 5000]) {
        assert!(statistics.lines > 1000);
        statistics.lines = lines;
    }
    report
}

/// The shop after changes of every severity.
fn changed() -> (Value, Report) {
    let new = cut(shop(), "/components/schemas/Invoice/properties/due").0;
    let new = cut(new, "/paths/~1invoices~1{id}/delete").0;
    let new = set(new, "/components/schemas/Invoice/properties/state/enum/-", json!("void|`x`<b>"));
    let new = set(new, "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    let new = set(
        new,
        "/components/schemas/Order/properties/customer/description",
        json!("Other words, <script>alert(1)</script>."),
    );
    let new = set(new, "/info/version", json!("2.1"));
    let report = reviewed(&shop(), &new);
    (new, report)
}

#[test]
fn text_of_the_step_from_1_6_to_1_15() {
    insta::assert_snapshot!(render::text::render(&whole(), 120, false));
}

#[test]
fn markdown_of_the_step_from_1_6_to_1_15() {
    insta::assert_snapshot!(render::markdown::render(&whole()));
}

#[test]
fn json_of_the_step_from_1_6_to_1_15() {
    // Snapshots are for people: what is long and listed elsewhere is left out, and so is the version of this program.
    let mut json: Value = serde_json::from_str(&render::json::render(&whole()).unwrap()).unwrap();
    let findings = json["findings"].as_array_mut().unwrap();
    let first = findings.iter().position(|finding| finding["rule"] == "prop.removed-unreachable").unwrap();
    let kept: Vec<Value> = vec![findings[0].take(), findings[first].take()];
    json["findings"] = kept.into();
    json["tool_version"] = json!("0.1.0");
    json["rust"].as_array_mut().unwrap().truncate(2);
    insta::assert_json_snapshot!(json);
}

#[test]
fn annotations_of_the_step_from_1_6_to_1_15() {
    let text = render::github::render(&whole());
    assert!(text.lines().count() <= 10);
    insta::assert_snapshot!(text);
}

#[test]
fn changelog_of_the_step_from_1_6_to_1_15() {
    insta::assert_snapshot!(render::changelog::render(&whole()));
}

#[test]
fn all_of_a_small_review_with_every_severity() {
    let (_, report) = changed();
    insta::assert_snapshot!("small_text", render::text::render(&report, 80, false));
    insta::assert_snapshot!("small_markdown", render::markdown::render(&report));
}

#[test]
fn lines_fit_the_terminal_and_colours_are_only_given_when_asked_for() {
    let report = whole();
    for width in [60, 100, 160] {
        let text = render::text::render(&report, width, false);
        let longest = text.lines().max_by_key(|line| line.chars().count()).unwrap();
        // A single word, such as a path, may be longer than what is left of a line.
        assert!(
            longest.chars().count() <= width || longest.split_whitespace().any(|word| word.len() > 30),
            "{longest}"
        );
        assert!(!text.contains('\u{1b}'));
    }
    assert!(render::text::render(&report, 100, true).contains("\u{1b}[33m"));
}

#[test]
fn no_changes_are_said_to_be_none_in_every_face() {
    let report = reviewed(&shop(), &shop());
    let shop = input("old.yaml", &shop());
    assert_eq!(render::text::render(&report, 80, true), "no changes\n");
    assert!(render::markdown::render(&report).contains("**No changes.**"));
    assert_eq!(render::github::render(&report), "");
    assert_eq!(render::changelog::render(&report), "\n");
    assert!(render::html::render(&report, &shop.input, &shop.input).contains("<p>No changes.</p>"));
    let json: Value = serde_json::from_str(&render::json::render(&report).unwrap()).unwrap();
    assert_eq!(
        (&json["findings"], &json["rust"], &json["summary"]["verdict"]),
        (&json!([]), &json!([]), &json!("No changes."))
    );
    let real = review(&version("1.15"), &version("1.15"), &super::alone(), Level::Rust).unwrap();
    assert!(real.is_empty());
}

#[test]
fn json_has_the_form_that_its_schema_describes() {
    let schema: Value =
        serde_json::from_str(include_str!("../../../xtask/schemas/diff-report.json")).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    let empty = reviewed(&shop(), &shop());
    for report in [whole(), changed().1, empty] {
        let json: Value = serde_json::from_str(&render::json::render(&report).unwrap()).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&json).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        assert_eq!(json["schema_version"], json!(openapi_review::report::SCHEMA_VERSION));
    }
    // The schema is closed: a member that it does not know is a member that nobody documented.
    let mut json: Value = serde_json::from_str(&render::json::render(&changed().1).unwrap()).unwrap();
    json["findings"][0]["undocumented"] = json!(1);
    assert!(!validator.is_valid(&json));
    // It knows every rule.
    let known = schema["$defs"]["rule"]["enum"].as_array().unwrap();
    for rule in openapi_review::rule::RULES {
        assert!(known.contains(&json!(rule.id)), "{}", rule.id);
    }
    assert_eq!(known.len(), openapi_review::rule::RULES.len());
}

#[test]
fn a_comment_stays_below_its_limit_and_says_what_is_missing() {
    let mut new = shop();
    for index in 0..500 {
        new["components"]["schemas"][format!("Extra{index}")] =
            json!({"type": "object", "properties": {"a": {"type": "string"}}});
        new["components"]["schemas"]["Invoice"]["properties"][format!("member{index}")] =
            json!({"$ref": format!("#/components/schemas/Extra{index}")});
        new["components"]["schemas"]["Order"]["properties"]["state"]["enum"]
            .as_array_mut()
            .unwrap()
            .push(format!("value{index}").into());
    }
    let old = new.clone();
    let mut worse = new;
    for index in 0..250 {
        let members = worse["components"]["schemas"]["Invoice"]["properties"].as_object_mut().unwrap();
        members.shift_remove(&format!("member{index}"));
    }
    for (old, new) in [(shop(), old.clone()), (old, worse)] {
        let text = render::markdown::render(&reviewed(&old, &set(new, "/info/version", json!("2.1"))));
        assert!(text.chars().count() <= render::markdown::LIMIT, "{}", text.chars().count());
        assert!(text.starts_with(render::markdown::MARKER));
        assert!(text.contains("Left out, to fit into a comment: "), "{}", &text[text.len() - 300..]);
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert_eq!(text.matches("```").count() % 2, 0);
    }
}

#[test]
fn a_page_is_one_file_and_nothing_in_it_is_run_but_its_own_script() {
    let (new, report) = changed();
    let page =
        render::html::render(&report, &input("old.yaml", &shop()).input, &input("new.yaml", &new).input);
    assert_eq!(page.matches("<script>").count(), 1);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "the reworded text is shown as text");
    for outside in ["src=", "href=", "url(", "@import", "http://"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(!page.contains("{{"));
    for finding in &report.findings {
        assert!(page.contains(&finding.fingerprint));
    }
    assert!(report.count(Severity::Docs) > 0 && page.contains("data-severity=\"docs\""));
}

#[test]
fn rewording_is_shown_word_by_word_where_the_words_are_known() {
    let markdown = |old: &str, new: &str| {
        let at = "/components/schemas/Order/properties/customer/description";
        let (old, new) = (set(shop(), at, json!(old)), set(shop(), at, json!(new)));
        render::markdown::render(&reviewed(&old, &new))
    };
    let text = markdown("Who *orders* it.", "Who <b>buys</b> it.");
    let expected =
        "changes the description: Who <del>\\*orders\\*</del><ins>&lt;b&gt;buys&lt;/b&gt;</ins> it.";
    assert!(text.contains(expected), "{text}");
    assert!(!markdown("text:0123456789ab", "text:0123456789ac").contains("<del>"));
}

#[test]
fn a_part_of_a_review_has_its_own_changes_of_code_and_no_release() {
    let mut report = whole();
    report.keep_only("/components/schemas/Subscription/properties/status");
    let lines: Vec<String> = report.rust.iter().map(ToString::to_string).collect();
    assert_eq!(lines, ["+ types::SubscriptionStatus::Unknown: = \"unknown\""]);
    assert_eq!(report.findings.iter().map(|finding| finding.rust.as_slice()).collect::<Vec<_>>(), [[0]]);
    assert!(report.releases.is_empty());
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let (once, twice) = (whole(), made());
    assert_eq!(render::json::render(&once).unwrap(), render::json::render(&twice).unwrap());
    assert_eq!(render::markdown::render(&once), render::markdown::render(&twice));
}
