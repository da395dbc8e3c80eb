//! For each rule: the smallest pair of documents that it fires on, and near misses that it must not fire on.

use std::collections::BTreeSet;

use openapi_review::{Severity, coverage, rule::RULES};
use serde_json::{Value, json};

use super::{
    compare,
    edit::{cut, set, shift},
    input, reviewed, shop,
};

/// Edits of the new document, one a line: `POINTER = JSON`, `POINTER -` (gone), or `POINTER -> POINTER` (moved).
fn edited(mut document: Value, edits: &str) -> Value {
    for line in edits.lines().map(str::trim).filter(|line| !line.is_empty()) {
        document = if let Some((from, to)) = line.split_once(" -> ") {
            shift(document, from, to)
        } else if let Some(pointer) = line.strip_suffix(" -") {
            cut(document, pointer).0
        } else {
            let (pointer, value) = line.split_once(" = ").unwrap_or_else(|| panic!("{line} is no edit"));
            set(
                document,
                pointer,
                serde_json::from_str(value).unwrap_or_else(|error| panic!("{line}: {error}")),
            )
        };
    }
    document
}

/// What a change is reported as: `rule severity subject`, sorted. Every leaf must be accounted for.
fn found(old: &Value, new: &Value) -> Vec<String> {
    let (old, new) = (&input("old.yaml", old).input.document, &input("new.yaml", new).input.document);
    let findings = compare(old, new);
    let gaps = coverage::gaps(old, new, &findings);
    let mut list: Vec<String> = findings
        .iter()
        .filter(|finding| finding.rule != "version.not-bumped")
        .map(|finding| format!("{} {} {}", finding.rule, finding.severity, finding.subject))
        .collect();
    list.extend(gaps.leaves.iter().map(|leaf| format!("nothing accounts for {}", leaf.pointer)));
    list.extend(gaps.findings.iter().map(|fingerprint| format!("{fingerprint} accounts for nothing")));
    list.sort();
    list
}

const S: &str = "/components/schemas";
const ORDER: &str = "/paths/~1orders/post";

/// Edits of the small API with what is to be reported; `<` exchanges old and new.
const PAIRS: &[(&str, &[&str])] = &[
    // Paths and operations.
    ("/paths/~1orders -", &["operation.removed breaking POST /orders", "path.removed breaking /orders", "schema.unreachable breaking Line", "schema.unreachable breaking Order"]),
    ("/paths/~1things = {\"get\": {\"operationId\": \"t\", \"responses\": {\"204\": {\"description\": \"d\"}}}}",
        &["operation.added additive GET /things", "path.added additive /things"]),
    ("/paths/~1invoices~1{id}/delete -", &["operation.removed breaking DELETE /invoices/{id}"]),
    ("/paths/~1invoices~1{id}/put = {\"operationId\": \"p\", \"responses\": {\"204\": {\"description\": \"d\"}}}", &["operation.added additive PUT /invoices/{id}"]),
    ("/paths/~1orders -> /paths/~1purchases", &["operation.moved breaking POST /purchases"]),
    ("/paths/~1orders~1{id}~1notes -> /paths/~1orders~1{orderId}~1notes
      /paths/~1orders~1{orderId}~1notes/patch/parameters/0/name = \"orderId\"", &["path.template-renamed additive /orders/{orderId}/notes"]),
    ("ORDER/operationId = \"orderNow\"", &["operation.id-changed additive POST /orders"]),
    ("/paths/~1invoices~1{id}/delete/operationId = \"getInvoice\"", &["operation.id-changed additive DELETE /invoices/{id}", "operation.id-missing potential DELETE /invoices/{id}"]),
    ("ORDER/deprecated = true", &["operation.deprecated additive POST /orders"]),
    ("<ORDER/deprecated = true", &["operation.undeprecated additive POST /orders"]),
    ("ORDER/tags = [\"Sales\"]", &["operation.tags-changed docs POST /orders"]),
    ("ORDER/summary = \"Buys.\"", &["operation.text-changed docs POST /orders"]),
    ("ORDER/servers = [{\"url\": \"https://a.example\"}]", &["operation.servers-changed potential POST /orders"]),
    ("/servers/0/url = \"https://other.example\"", &["servers.changed potential the document"]),
    ("/tags/- = {\"name\": \"New\"}", &["tags.changed docs New"]),
    ("/openapi = \"3.0.4\"", &["openapi.changed potential the document"]),
    // Security.
    ("/security -", &["security.requirement-removed additive the document"]),
    ("</security -", &["security.requirement-added breaking the document"]),
    ("ORDER/security = [{\"Key\": []}]", &["security.requirement-added breaking POST /orders"]),
    ("/security = [{\"Key\": []}]", &["security.requirement-changed breaking the document"]),
    ("/components/securitySchemes/Other = {\"type\": \"http\", \"scheme\": \"basic\"}", &["security.scheme-added additive Other"]),
    ("/components/securitySchemes/Key -", &["security.scheme-removed breaking Key"]),
    ("/components/securitySchemes/Key/name = \"X-Other\"", &["security.scheme-changed breaking Key"]),
    // Parameters.
    ("ORDER/parameters/- = {\"name\": \"new\", \"in\": \"query\", \"required\": true, \"schema\": {}}", &["param.added-required breaking POST /orders, new"]),
    ("ORDER/parameters/- = {\"name\": \"new\", \"in\": \"query\", \"schema\": {}}", &["param.added-optional additive POST /orders, new"]),
    ("ORDER/parameters/0 -", &["param.removed breaking POST /orders, dryRun"]),
    ("ORDER/parameters/0/required = true", &["param.became-required breaking POST /orders, dryRun"]),
    ("ORDER/parameters/1/required = false", &["param.became-optional breaking POST /orders, X-Trace"]),
    ("ORDER/parameters/0/in = \"header\"", &["param.moved breaking POST /orders, dryRun"]),
    ("/paths/~1invoices~1{id}/get/parameters/1/explode = false", &["param.style-changed potential GET /invoices/{id}, expand"]),
    ("ORDER/parameters/0/deprecated = true", &["param.deprecated additive POST /orders, dryRun"]),
    ("ORDER/parameters/0/description = \"Other words.\"", &["param.text-changed docs POST /orders, dryRun"]),
    ("ORDER/parameters/0/schema/default = true", &["default.changed potential POST /orders, dryRun"]),
    ("/paths/~1invoices~1{id}/get/parameters/1/schema/enum = [\"lines\"]", &["enum.value-removed breaking GET /invoices/{id}, expand"]),
    ("/components/parameters/Page/schema/type = \"string\"", &["type.changed breaking Page"]),
    // Bodies and responses.
    ("/paths/~1invoices~1{id}/delete/requestBody = {\"required\": true, \"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/Note\"}}}}", &["body.added-required breaking DELETE /invoices/{id}"]),
    ("/paths/~1invoices~1{id}/delete/requestBody = {\"content\": {\"application/json\": {\"schema\": {\"$ref\": \"#/components/schemas/Note\"}}}}", &["body.added-optional breaking DELETE /invoices/{id}"]),
    ("ORDER/requestBody -", &["body.removed breaking POST /orders", "schema.unreachable breaking Line", "schema.unreachable breaking Order"]),
    ("/paths/~1orders~1{id}~1notes/patch/requestBody/required = true", &["body.became-required breaking PATCH /orders/{id}/notes"]),
    ("ORDER/requestBody/required = false", &["body.became-optional additive POST /orders"]),
    ("ORDER/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Line\"", &["body.schema-swapped breaking POST /orders", "schema.unreachable breaking Order"]),
    ("ORDER/responses/200/content/text~1csv = {\"schema\": {\"type\": \"string\"}}", &["media.added potential POST /orders"]),
    ("<ORDER/responses/200/content/text~1csv = {\"schema\": {\"type\": \"string\"}}", &["media.removed potential POST /orders"]),
    ("ORDER/responses/400 = {\"description\": \"d\"}", &["response.added additive POST /orders"]),
    ("ORDER/responses/201 = {\"description\": \"d\"}", &["response.added potential POST /orders"]),
    ("ORDER/responses/404 -", &["response.removed additive POST /orders"]),
    ("<ORDER/responses/201 = {\"description\": \"d\"}", &["response.removed breaking POST /orders"]),
    ("/paths/~1invoices~1{id}/get/responses/default -> /paths/~1invoices~1{id}/get/responses/200", &["response.default-to-explicit potential GET /invoices/{id}"]),
    ("/paths/~1invoices~1{id}/delete/responses/204/content = {\"application/json\": {\"schema\": {}}}", &["response.body-added breaking DELETE /invoices/{id}"]),
    ("ORDER/responses/200/content -", &["response.body-removed breaking POST /orders"]),
    ("ORDER/responses/404/description = \"Gone.\"", &["response.text-changed docs POST /orders"]),
    ("ORDER/responses/200/headers/X-More = {\"schema\": {\"type\": \"string\"}}", &["header.added additive POST /orders"]),
    ("ORDER/responses/200/headers/X-Order -", &["header.removed potential POST /orders"]),
    ("ORDER/responses/200/headers/X-Order/schema/type = \"integer\"", &["header.changed potential POST /orders"]),
    // Schemas and members.
    ("S/New = {\"type\": \"object\"}", &["schema.added additive New"]),
    ("S/Unused -", &["schema.removed additive Unused"]),
    ("S/Order -> S/Purchase
      ORDER/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Purchase\"", &["schema.renamed breaking Purchase"]),
    ("S/Order/properties/unused = {\"$ref\": \"#/components/schemas/Unused\"}", &["prop.added-optional additive Order.unused", "schema.unreachable additive Unused"]),
    ("/components/parameters/More = {\"name\": \"more\", \"in\": \"query\", \"schema\": {}}", &["component.added additive More"]),
    ("/components/headers/Shared -", &["component.removed additive Shared"]),
    ("S/Order/properties/extra = {\"type\": \"string\"}", &["prop.added-optional additive Order.extra"]),
    ("S/Order/properties/extra = {\"type\": \"string\"}\nS/Order/required/- = \"extra\"", &["prop.added-required breaking Order.extra"]),
    ("S/Invoice/properties/extra = {\"type\": \"string\"}\nS/Invoice/required/- = \"extra\"", &["prop.added-required additive Invoice.extra"]),
    ("S/Order/properties/count -", &["prop.removed breaking Order.count"]),
    ("S/Invoice/properties/due -", &["prop.removed-optional breaking Invoice.due"]),
    ("S/Invoice/properties/total -\nS/Invoice/required -", &["prop.removed-required breaking Invoice.total"]),
    ("S/Invoice/properties/hidden -", &["prop.removed-unreachable additive Invoice.hidden"]),
    ("S/Order/required = [\"lines\"]", &["prop.became-optional breaking Order.customer"]),
    ("S/Invoice/required = []", &["prop.became-optional additive Invoice.total"]),
    ("S/Order/required/- = \"count\"", &["prop.became-required breaking Order.count"]),
    ("S/Invoice/required/- = \"due\"", &["prop.became-required additive Invoice.due"]),
    ("S/Address/properties/zip -> S/Address/properties/zipCode", &["prop.renamed breaking Address.zip"]),
    ("S/Order/properties/dry_run = {\"type\": \"string\"}\nS/Order/properties/dryRun = {\"type\": \"integer\"}",
        &["prop.added-optional additive Order.dryRun", "prop.added-optional additive Order.dry_run", "prop.case-collision breaking Order.dryRun", "prop.case-collision breaking Order.dry_run"]),
    ("S/Order/properties/state/enum/- = \"OPEN\"", &["enum.value-added additive Order.state", "prop.case-collision breaking Order.state"]),
    ("S/Order/properties/number/readOnly = false", &["prop.readonly-changed additive Order.number"]),
    ("S/Order/properties/count/readOnly = true", &["prop.readonly-changed breaking Order.count"]),
    ("S/Invoice/properties/hidden/writeOnly -", &["prop.writeonly-changed additive Invoice.hidden"]),
    ("S/Invoice/properties/due/writeOnly = true", &["prop.writeonly-changed breaking Invoice.due"]),
    ("S/Order/properties/count/deprecated = true", &["prop.deprecated additive Order.count"]),
    // Types and values.
    ("S/Order/properties/customer/type = \"integer\"", &["type.changed breaking Order.customer"]),
    ("S/Order/properties/count = {\"type\": \"number\"}", &["type.widened breaking Order.count"]),
    ("S/Line/properties/amount/type = \"integer\"", &["type.narrowed breaking Line.amount"]),
    ("S/Line/properties/free = {\"type\": \"object\", \"properties\": {\"a\": {\"type\": \"string\"}}}", &["type.object-without-shape breaking Line.free"]),
    ("S/Invoice/properties/due/format = \"date-time\"", &["format.changed breaking Invoice.due"]),
    ("S/Order/properties/count/format = \"int32\"", &["format.changed potential Order.count"]),
    ("S/Invoice/properties/total/nullable = true", &["nullable.added additive Invoice.total"]),
    ("S/Order/properties/customer/nullable = true", &["nullable.added breaking Order.customer"]),
    ("S/Order/properties/comment/nullable = false", &["nullable.removed breaking Order.comment"]),
    ("S/Invoice/properties/state/enum/- = \"void\"", &["enum.value-added potential Invoice.state"]),
    ("S/Order/properties/state/enum/- = \"void\"", &["enum.value-added additive Order.state"]),
    ("S/Order/properties/state/enum = [\"open\", \"held\"]", &["enum.value-removed breaking Order.state"]),
    ("S/Invoice/properties/state/enum = [\"open\"]", &["enum.value-removed breaking Invoice.state"]),
    ("S/Order/properties/state/enum = [\"held\", \"open\", \"closed\"]", &["enum.value-reordered additive Order.state"]),
    ("S/Order/properties/state/enum/- = \"unknown_value\"", &["enum.catch-all-clash potential Order.state", "enum.value-added additive Order.state"]),
    ("S/Order/properties/customer/enum = [\"a\"]", &["enum.introduced breaking Order.customer"]),
    ("S/Order/properties/state/enum -", &["enum.dropped breaking Order.state"]),
    ("S/Order/properties/size/description = \"A size. Possible values: small, medium, large.\"", &["enum.in-text-only potential Order.size"]),
    ("S/Invoice/properties/due/default = \"2020-01-01\"", &["default.changed additive Invoice.due"]),
    ("S/Order/properties/count/minimum = 2", &["bounds.tightened breaking Order.count"]),
    ("S/Order/properties/count/minimum = 0", &["bounds.loosened additive Order.count"]),
    ("S/Order/properties/comment/maxLength -", &["bounds.loosened additive Order.comment"]),
    ("S/Line/properties/extras/additionalProperties = true", &["additional-props.changed breaking Line.extras"]),
    ("S/Line/properties/loose/items = {\"type\": \"string\"}", &["items.changed breaking Line.loose"]),
    ("S/Invoice/properties/address/$ref = \"#/components/schemas/Note\"", &["ref.changed breaking Invoice.address"]),
    ("S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Issuer\"}
      S/Issuer = {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}, \"city\": {\"type\": \"string\"}}}", &["inline.extracted breaking Invoice.issuer"]),
    ("<S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Issuer\"}
      S/Issuer = {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}, \"city\": {\"type\": \"string\"}}}", &["ref.inlined breaking Invoice.issuer"]),
    ("S/Invoice/properties/either/oneOf/- = {\"$ref\": \"#/components/schemas/Address\"}", &["compose.changed breaking Invoice.either"]),
    ("S/Person/allOf/- = {\"$ref\": \"#/components/schemas/Unused\"}", &["compose.changed potential Person", "schema.unreachable additive Unused"]),
    ("S/Person/allOf/1/properties/name/type = \"integer\"", &["type.changed breaking Person.name"]),
    // Words.
    ("S/Order/properties/customer/description = \"Who buys.\"", &["text.changed docs Order.customer"]),
    ("S/Order/properties/customer/description = \"Who must order.\"", &["text.semantic-hint docs Order.customer"]),
    ("/info/title = \"Shoppe\"", &["info.changed docs the document"]),
    ("/x-new = 1", &["unclassified potential the document"]),
    ("S/Order/not = {}", &["unclassified potential Order"]),
    ("/info/version = \"1.10\"", &["info.changed docs the document", "version.decreased breaking the document"]),
    ("/info/version = \"2.10\"", &["info.changed docs the document"]),
    // Near misses: one step away from a rule that must not fire.
    // A required member inside something that is new and optional obliges nobody.
    ("S/Order/properties/gift = {\"$ref\": \"#/components/schemas/Gift\"}
      S/Gift = {\"type\": \"object\", \"required\": [\"card\"], \"properties\": {\"card\": {\"type\": \"string\"}}}", &["prop.added-optional additive Order.gift", "schema.added additive Gift"]),
    // Nor does one of a schema that nobody sent before.
    ("S/Unused/properties/y = {\"type\": \"string\"}\nS/Unused/required = [\"y\"]\nS/Order/properties/unused = {\"$ref\": \"#/components/schemas/Unused\"}",
        &["prop.added-optional additive Order.unused", "prop.added-required additive Unused.y", "schema.unreachable additive Unused"]),
    // One gone and one new of another shape, or of a plain shape and with another name, are not the same thing.
    ("S/Address/properties/zip -\nS/Address/properties/zipCode = {\"type\": \"integer\"}", &["prop.added-optional additive Address.zipCode", "prop.removed-optional breaking Address.zip"]),
    ("S/Address/properties/zip -\nS/Address/properties/floor = {\"type\": \"string\"}", &["prop.added-optional additive Address.floor", "prop.removed-optional breaking Address.zip"]),
    // Another shape under another name is another schema.
    ("S/Note -> S/Remark\nS/Remark/properties/text/type = \"integer\"
      S/Invoice/properties/note/$ref = \"#/components/schemas/Remark\"
      S/Invoice/properties/either/oneOf/0/$ref = \"#/components/schemas/Remark\"
      /paths/~1orders~1{id}~1notes/patch/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Remark\"",
        &["body.schema-swapped breaking PATCH /orders/{id}/notes", "compose.changed breaking Invoice.either", "ref.changed breaking Invoice.note", "schema.added additive Remark", "schema.removed breaking Note"]),
    // The same parts of a composition are compared in place.
    ("S/Base/properties/id/format = \"uuid\"", &["format.changed potential Base.id"]),
    // Written out in place, but not the same: no mere change of form.
    ("S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Address\"}", &["ref.changed breaking Invoice.issuer"]),
    // A reference with words is the same reference.
    ("S/Invoice/properties/note = {\"allOf\": [{\"$ref\": \"#/components/schemas/Note\"}], \"description\": \"A note.\"}", &["text.changed docs Invoice.note", "text.changed docs Invoice.note"]),
    // Another format that Rust does not know, and another order of what has none.
    ("S/Line/properties/sku/format = \"sku\"", &["format.changed potential Line.sku"]),
    ("S/Order/required = [\"lines\", \"customer\"]", &[]),
    ("ORDER/tags = [\"Orders\"]", &[]),
    // An error status is no second success, and a success instead of another is gone and new.
    ("ORDER/responses/5XX = {\"description\": \"d\"}", &["response.added additive POST /orders"]),
    // White space is no text.
    ("ORDER/summary = \"Places  an\\norder.\"", &[]),
    // The same header in other words.
    ("ORDER/responses/200/headers/X-Order/description = \"Number.\"", &["response.text-changed docs POST /orders"]),
    // A moved operation with another body is gone, and another one is new.
    ("/paths/~1orders~1{id}~1notes/patch/operationId = \"other\"\n/paths/~1orders~1{id}~1notes -> /paths/~1orders~1{id}~1remarks
      /paths/~1orders~1{id}~1remarks/patch/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Line\"",
        &["operation.added additive PATCH /orders/{id}/remarks", "operation.removed breaking PATCH /orders/{id}/notes", "path.added additive /orders/{id}/remarks", "path.removed breaking /orders/{id}/notes"]),
];

fn expanded(edits: &str) -> (bool, String) {
    let (reversed, edits) = edits.strip_prefix('<').map_or((false, edits), |rest| (true, rest));
    let lines = edits.lines().map(|line| {
        let line = line.trim().replace(" -> S/", &format!(" -> {S}/"));
        match line.strip_prefix("S/") {
            Some(rest) => format!("{S}/{rest}"),
            None => line.strip_prefix("ORDER").map_or(line.clone(), |rest| format!("{ORDER}{rest}")),
        }
    });
    (reversed, lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_pair_is_reported_as_what_it_is_and_nothing_else() {
    let mut wrong = Vec::new();
    for (edits, expected) in PAIRS {
        let (reversed, edits) = expanded(edits);
        let (old, new) = (shop(), edited(shop(), &edits));
        let found = if reversed { found(&new, &old) } else { found(&old, &new) };
        if found != *expected {
            wrong.push(format!("{edits}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_rule_about_documents_has_a_pair() {
    let shown: BTreeSet<&str> = PAIRS
        .iter()
        .flat_map(|(_, expected)| expected.iter())
        .filter_map(|line| line.split(' ').next())
        .collect();
    let other = ["overlay.", "gen.", "wrapper.", "acceptance.", "new-defects", "version.not-bumped"];
    let missing: Vec<_> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !shown.contains(id) && !other.iter().any(|prefix| id.starts_with(prefix)))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_change_without_a_new_version_is_noticed() {
    let new = set(shop(), "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    let finding =
        compare(&shop(), &new).into_iter().find(|finding| finding.rule == "version.not-bumped").unwrap();
    assert_eq!(finding.severity, Severity::Potential);
    let reworded = set(shop(), "/info/description", json!("Other words."));
    assert!(compare(&shop(), &reworded).iter().all(|finding| finding.rule != "version.not-bumped"));
}

#[test]
fn for_every_pair_the_generated_code_is_explained_and_the_rule_judges_it_rightly() {
    let (mut generated, mut wrong) = (0, Vec::new());
    for (edits, _) in PAIRS {
        let (reversed, edits) = expanded(edits);
        let new = edited(shop(), &edits);
        let (old, new) = if reversed { (new, shop()) } else { (shop(), new) };
        let report = reviewed(&old, &new);
        if report.findings.is_empty() {
            continue;
        }
        if report.statistics.is_none() {
            let named = report.findings.iter().any(|finding| finding.rule == "gen.fails");
            assert!(named, "{edits}");
            continue;
        }
        generated += 1;
        let about_code = report.findings.iter().filter(|finding| finding.rule.id().starts_with("gen."));
        wrong.extend(about_code.map(|finding| format!("{edits}\n  {}: {}", finding.rule, finding.message)));
        for judged in compare(&old, &new) {
            let computed = report.findings.iter().find(|finding| finding.fingerprint == judged.fingerprint);
            let computed = computed.unwrap().source;
            if judged.source != computed {
                wrong.push(format!(
                    "{edits}\n  {} of {} is judged {:?}, and is {computed:?}",
                    judged.rule, judged.subject, judged.source
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{generated} generated\n{}", wrong.join("\n"));
}
