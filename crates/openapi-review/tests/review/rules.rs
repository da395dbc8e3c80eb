//! For each rule: the smallest pair of documents that it fires on, and near misses that it must not fire on.

use std::collections::BTreeSet;

use openapi_review::{Finding, Rule, Severity, compare};
use serde_json::{Value, json};

use super::{
    coverage,
    edit::{cut, set, shift},
    input, shop,
};

/// Edits of the new document, one a line: `POINTER = JSON`, `POINTER -` (removed), or `POINTER -> POINTER`
/// (moved).
fn edited(mut document: Value, edits: &str) -> Value {
    for line in edits.lines().map(str::trim).filter(|line| !line.is_empty()) {
        document = if let Some((from, to)) = line.split_once(" -> ") {
            shift(document, from, to)
        } else if let Some(pointer) = line.strip_suffix(" -") {
            cut(document, pointer).0
        } else {
            let (pointer, value) =
                line.split_once(" = ").unwrap_or_else(|| panic!("{line} is not a valid edit"));
            set(
                document,
                pointer,
                serde_json::from_str(value).unwrap_or_else(|error| panic!("{line}: {error}")),
            )
        };
    }
    document
}

/// Returns the reported changes: `rule severity subject`, sorted. Every leaf must be accounted for.
fn found(old: &Value, new: &Value) -> Vec<String> {
    let (old, new) = (input("old.yaml", old), input("new.yaml", new));
    let findings = compare::compare(old.document(), new.document(), Default::default());
    let gaps = coverage::gaps(&old.document, &new.document, &findings);
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
    ("/paths/~1orders -", &["operation.removed breaking POST /orders"]),
    ("/paths/~1things = {\"get\": {\"operationId\": \"t\", \"responses\": {\"204\": {\"description\": \"d\"}}}}",
        &["operation.added additive GET /things"]),
    ("/paths/~1invoices~1{id}/delete -", &["operation.removed breaking DELETE /invoices/{id}"]),
    ("/paths/~1invoices~1{id}/put = {\"operationId\": \"p\", \"responses\": {\"204\": {\"description\": \"d\"}}}", &["operation.added additive PUT /invoices/{id}"]),
    ("/paths/~1orders -> /paths/~1purchases", &["operation.moved breaking POST /purchases"]),
    ("/paths/~1orders~1{id}~1notes -> /paths/~1orders~1{orderId}~1notes
      /paths/~1orders~1{orderId}~1notes/patch/parameters/0/name = \"orderId\"", &["path.template-renamed additive /orders/{orderId}/notes"]),
    ("ORDER/operationId = \"orderNow\"", &["operation.id-changed additive POST /orders"]),
    ("/paths/~1invoices~1{id}/delete/operationId = \"getInvoice\"", &["operation.id-changed additive DELETE /invoices/{id}"]),
    ("ORDER/deprecated = true", &["operation.deprecated additive POST /orders"]),
    ("<ORDER/deprecated = true", &["operation.undeprecated additive POST /orders"]),
    ("ORDER/deprecated = true\nORDER/x-sunset = \"2030-01-01\"", &["operation.deprecated additive POST /orders"]),
    ("ORDER/x-sunset = \"2030-01-01\"", &["operation.sunset-changed potential POST /orders"]),
    ("/paths/~1empty = {}", &["path.added additive /empty"]),
    ("</paths/~1empty = {}", &["path.removed additive /empty"]),
    ("ORDER/tags = [\"Sales\"]", &["operation.tags-changed docs POST /orders"]),
    ("ORDER/summary = \"Buys.\"", &["operation.text-changed docs POST /orders"]),
    ("ORDER/servers = [{\"url\": \"https://a.example\"}]", &["operation.servers-changed potential POST /orders"]),
    ("/servers/0/url = \"https://other.example\"", &["servers.changed potential the document"]),
    ("/tags/- = {\"name\": \"New\"}", &["tags.changed docs New"]),
    ("/openapi = \"3.0.4\"", &["openapi.changed potential the document"]),
    // Security.
    ("/security -", &["security.requirement-removed additive the document"]),
    ("</security -", &["security.requirement-added breaking the document"]),
    ("ORDER/security = [{\"Key\": []}]", &["security.requirement-changed breaking POST /orders"]),
    ("/security = [{\"Key\": []}]", &["security.requirement-changed breaking the document"]),
    ("/components/securitySchemes/Other = {\"type\": \"http\", \"scheme\": \"basic\"}", &["security.scheme-added additive Other"]),
    ("/components/securitySchemes/Key -", &["security.scheme-removed additive Key"]),
    ("/components/securitySchemes/Token -", &["security.scheme-removed breaking Token"]),
    ("/components/securitySchemes/Key/name = \"X-Other\"", &["security.scheme-changed additive Key"]),
    ("/components/securitySchemes/Token/scheme = \"basic\"", &["security.scheme-changed breaking Token"]),
    ("ORDER/security = [{\"Token\": []}, {\"Key\": []}]", &["security.alternative-added additive POST /orders"]),
    ("<ORDER/security = [{\"Token\": []}, {\"Key\": []}]", &["security.alternative-removed breaking POST /orders"]),
    ("ORDER/security = [{\"Token\": [\"write\"]}]", &["security.scope-added breaking POST /orders"]),
    ("<ORDER/security = [{\"Token\": [\"write\"]}]", &["security.scope-removed additive POST /orders"]),
    ("ORDER/security = []", &["security.requirement-removed additive POST /orders"]),
    // Parameters.
    ("ORDER/parameters/- = {\"name\": \"new\", \"in\": \"query\", \"required\": true, \"schema\": {}}", &["param.added-required breaking POST /orders, new"]),
    ("ORDER/parameters/- = {\"name\": \"new\", \"in\": \"query\", \"schema\": {}}", &["param.added-optional additive POST /orders, new"]),
    ("ORDER/parameters/0 -", &["param.removed breaking POST /orders, dryRun"]),
    ("ORDER/parameters/0/required = true", &["param.became-required breaking POST /orders, dryRun"]),
    ("ORDER/parameters/1/required = false", &["param.became-optional breaking POST /orders, X-Trace"]),
    ("ORDER/parameters/0/name = \"tryRun\"", &["param.renamed breaking POST /orders, dryRun"]),
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
    ("ORDER/requestBody -", &["body.removed breaking POST /orders"]),
    ("/paths/~1orders~1{id}~1notes/patch/requestBody/required = true", &["body.became-required breaking PATCH /orders/{id}/notes"]),
    ("ORDER/requestBody/required = false", &["body.became-optional additive POST /orders"]),
    ("ORDER/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Line\"", &["body.schema-swapped breaking POST /orders"]),
    ("ORDER/responses/200/content/text~1csv = {\"schema\": {\"type\": \"string\"}}", &["media.added potential POST /orders"]),
    ("<ORDER/responses/200/content/text~1csv = {\"schema\": {\"type\": \"string\"}}", &["media.removed potential POST /orders"]),
    ("ORDER/responses/400 = {\"description\": \"d\"}", &["response.added additive POST /orders"]),
    ("ORDER/responses/201 = {\"description\": \"d\"}", &["response.added potential POST /orders"]),
    ("ORDER/responses/404 -", &["response.removed additive POST /orders"]),
    ("<ORDER/responses/201 = {\"description\": \"d\"}", &["response.removed additive POST /orders"]),
    ("ORDER/responses/200 -", &["response.removed breaking POST /orders"]),
    ("ORDER/responses/200 -> ORDER/responses/201", &["response.status-changed additive POST /orders"]),
    ("/paths/~1invoices~1{id}/get/responses/default -> /paths/~1invoices~1{id}/get/responses/200", &["response.default-to-explicit potential GET /invoices/{id}"]),
    ("/paths/~1invoices~1{id}/delete/responses/204/content = {\"application/json\": {\"schema\": {}}}", &["response.body-added breaking DELETE /invoices/{id}"]),
    ("ORDER/responses/200/content -", &["response.body-removed breaking POST /orders"]),
    ("ORDER/responses/404/description = \"Gone.\"", &["response.text-changed docs POST /orders"]),
    ("ORDER/responses/200/headers/X-More = {\"schema\": {\"type\": \"string\"}}", &["header.added additive POST /orders"]),
    ("ORDER/responses/200/headers/X-Order -", &["header.removed potential POST /orders"]),
    ("ORDER/responses/200/headers/X-Order/schema/type = \"integer\"", &["header.type-changed potential POST /orders"]),
    ("ORDER/responses/200/headers/X-Order/schema/maxLength = 9", &["header.changed additive POST /orders"]),
    ("ORDER/responses/200/headers/X-Order/required = true", &["header.became-required additive POST /orders"]),
    ("<ORDER/responses/200/headers/X-Order/required = true", &["header.became-optional potential POST /orders"]),
    ("ORDER/responses/200/links = {\"next\": {\"operationId\": \"getInvoice\"}}", &["link.added additive POST /orders"]),
    ("<ORDER/responses/200/links = {\"next\": {\"operationId\": \"getInvoice\"}}", &["link.removed potential POST /orders"]),
    ("ORDER/callbacks = {\"done\": {\"{$url}\": {\"post\": {\"responses\": {}}}}}", &["callback.added additive POST /orders"]),
    ("<ORDER/callbacks = {\"done\": {\"{$url}\": {\"post\": {\"responses\": {}}}}}", &["callback.removed potential POST /orders"]),
    // Schemas and properties.
    ("S/New = {\"type\": \"object\"}", &["schema.added additive New"]),
    ("S/Unused -", &["schema.removed additive Unused"]),
    ("S/Order -> S/Purchase
      ORDER/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Purchase\"", &["schema.renamed breaking Purchase"]),
    ("S/Order -> S/Purchase\nS/Purchase/properties/extra = {}
      ORDER/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Purchase\"", &["prop.added-optional additive Purchase.extra", "schema.renamed breaking Purchase"]),
    ("S/Order/properties/unused = {\"$ref\": \"#/components/schemas/Unused\"}", &["prop.added-optional additive Order.unused"]),
    ("/components/parameters/More = {\"name\": \"more\", \"in\": \"query\", \"schema\": {}}", &["component.added additive More"]),
    ("/components/headers/Shared -", &["component.removed additive Shared"]),
    ("S/Order/properties/extra = {\"type\": \"string\"}", &["prop.added-optional additive Order.extra"]),
    ("S/Order/properties/extra = {\"type\": \"string\"}\nS/Order/required/- = \"extra\"", &["prop.added-required breaking Order.extra"]),
    ("S/Invoice/properties/extra = {\"type\": \"string\"}\nS/Invoice/required/- = \"extra\"", &["prop.added-required additive Invoice.extra"]),
    ("S/Order/properties/count -", &["prop.removed breaking Order.count"]),
    ("S/Invoice/properties/due -", &["prop.removed-optional breaking Invoice.due"]),
    ("S/Note/properties/text -", &["prop.removed-optional breaking Note.text"]),
    ("S/Invoice/properties/total -\nS/Invoice/required -", &["prop.removed-required breaking Invoice.total"]),
    ("S/Invoice/properties/hidden -", &["prop.removed-unreachable additive Invoice.hidden"]),
    ("S/Order/required = [\"lines\"]", &["prop.became-optional breaking Order.customer"]),
    ("S/Invoice/required = []", &["prop.became-optional additive Invoice.total"]),
    ("S/Order/required/- = \"count\"", &["prop.became-required breaking Order.count"]),
    ("S/Invoice/required/- = \"due\"", &["prop.became-required additive Invoice.due"]),
    ("S/Address/properties/zip -> S/Address/properties/zipCode", &["prop.renamed breaking Address.zip"]),
    ("S/Address/properties -\nS/Address/required -\nS/Address/properties = {\"value\": {\"$ref\": \"#/components/schemas/Note\"}}", &["schema.replaced breaking Address"]),
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
    ("S/Order/properties/customer/enum = [\"a\"]", &["enum.introduced breaking Order.customer"]),
    ("S/Order/properties/state/enum -", &["enum.dropped breaking Order.state"]),
    ("S/Invoice/properties/due/default = \"2020-01-01\"", &["default.changed additive Invoice.due"]),
    ("S/Order/properties/count/minimum = 2", &["bounds.tightened breaking Order.count"]),
    ("S/Order/properties/count/minimum = 0", &["bounds.loosened additive Order.count"]),
    ("S/Order/properties/comment/maxLength -", &["bounds.loosened additive Order.comment"]),
    ("S/Line/properties/extras/additionalProperties = true", &["additional-props.changed breaking Line.extras"]),
    ("S/Order/additionalProperties = false", &["additional-props.forbidden breaking Order"]),
    ("<S/Order/additionalProperties = false", &["additional-props.allowed additive Order"]),
    ("S/Invoice/properties/address/$ref = \"#/components/schemas/Note\"", &["ref.changed breaking Invoice.address"]),
    ("S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Issuer\"}
      S/Issuer = {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}, \"city\": {\"type\": \"string\"}}}", &["inline.extracted breaking Invoice.issuer"]),
    ("<S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Issuer\"}
      S/Issuer = {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}, \"city\": {\"type\": \"string\"}}}", &["ref.inlined breaking Invoice.issuer"]),
    ("S/Invoice/properties/either/oneOf/- = {\"$ref\": \"#/components/schemas/Address\"}", &["compose.changed breaking Invoice.either"]),
    ("S/Person/allOf/- = {\"$ref\": \"#/components/schemas/Unused\"}", &["prop.added-optional additive Person.x"]),
    ("S/Person/allOf/0/$ref = \"#/components/schemas/Address\"", &["compose.changed breaking Person"]),
    ("S/Person/allOf/1/properties/name/type = \"integer\"", &["type.changed breaking Person.name"]),
    ("EITHER/discriminator = {\"propertyName\": \"text\"}", &["discriminator.added potential Invoice.either"]),
    ("<EITHER/discriminator = {\"propertyName\": \"text\"}", &["discriminator.removed potential Invoice.either"]),
    // Words.
    ("S/Order/properties/customer/description = \"Who buys.\"", &["text.changed docs Order.customer"]),
    ("/info/title = \"Shoppe\"", &["info.changed docs the document"]),
    ("/new = 1", &["unclassified potential the document"]),
    ("/x-new = 1", &[]),
    ("S/Order/not = {}", &["unclassified potential Order"]),
    ("/info/version = \"1.10\"", &["info.changed docs the document", "version.decreased breaking the document"]),
    ("/info/version = \"2.10\"", &["info.changed docs the document"]),
    // Near misses: one step away from a rule that must not fire.
    // A required property inside something that is new and optional obliges no caller.
    ("S/Order/properties/gift = {\"$ref\": \"#/components/schemas/Gift\"}
      S/Gift = {\"type\": \"object\", \"required\": [\"card\"], \"properties\": {\"card\": {\"type\": \"string\"}}}", &["prop.added-optional additive Order.gift", "schema.added additive Gift"]),
    // Nor does one of a schema that no caller sent before.
    ("S/Unused/properties/y = {\"type\": \"string\"}\nS/Unused/required = [\"y\"]\nS/Order/properties/unused = {\"$ref\": \"#/components/schemas/Unused\"}",
        &["prop.added-optional additive Order.unused", "prop.added-required additive Unused.y"]),
    // A removed and an added property of another shape, or of a plain shape and with another name, are
    // different properties.
    ("S/Address/properties/zip -\nS/Address/properties/zipCode = {\"type\": \"integer\"}", &["prop.added-optional additive Address.zipCode", "prop.removed-optional breaking Address.zip"]),
    ("S/Address/properties/zip -\nS/Address/properties/floor = {\"type\": \"string\"}", &["prop.added-optional additive Address.floor", "prop.removed-optional breaking Address.zip"]),
    // Another shape under another name is another schema.
    ("S/Note -> S/Remark\nS/Remark/properties/text/type = \"integer\"
      S/Invoice/properties/note/$ref = \"#/components/schemas/Remark\"
      S/Invoice/properties/either/oneOf/0/$ref = \"#/components/schemas/Remark\"
      /paths/~1orders~1{id}~1notes/patch/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Remark\"",
        &["body.schema-swapped breaking PATCH /orders/{id}/notes", "compose.changed breaking Invoice.either", "ref.changed breaking Invoice.note", "schema.added additive Remark", "schema.removed breaking Note"]),
    // The same parts of a composition are compared in place.
    ("S/Base/properties/id/format = \"uuid\"", &["format.changed breaking Base.id"]),
    // Written out in place, but not the same: no mere change of form.
    ("S/Invoice/properties/issuer = {\"$ref\": \"#/components/schemas/Address\"}", &["ref.changed breaking Invoice.issuer"]),
    // A reference with words is the same reference.
    ("S/Invoice/properties/note = {\"allOf\": [{\"$ref\": \"#/components/schemas/Note\"}], \"description\": \"A note.\"}", &["text.changed docs Invoice.note", "written-differently docs Invoice.note"]),
    // Another format that Rust does not know, and another order of what has none.
    ("S/Line/properties/sku/format = \"sku\"", &["format.changed potential Line.sku"]),
    ("S/Order/required = [\"lines\", \"customer\"]", &[]),
    ("ORDER/tags = [\"Orders\"]", &[]),
    // An error status is not a second success.
    ("ORDER/responses/5XX = {\"description\": \"d\"}", &["response.added additive POST /orders"]),
    // White space is ignored.
    ("ORDER/summary = \"Places  an\\norder.\"", &[]),
    // The same header in other words.
    ("ORDER/responses/200/headers/X-Order/description = \"Number.\"", &["response.text-changed docs POST /orders"]),
    // A moved operation with another body was removed, and another one is new.
    ("/paths/~1orders~1{id}~1notes/patch/operationId = \"other\"\n/paths/~1orders~1{id}~1notes -> /paths/~1orders~1{id}~1remarks
      /paths/~1orders~1{id}~1remarks/patch/requestBody/content/application~1json/schema/$ref = \"#/components/schemas/Line\"",
        &["operation.added additive PATCH /orders/{id}/remarks", "operation.removed breaking PATCH /orders/{id}/notes"]),
    // Additional properties with a schema on both sides.
    ("S/Line/properties/extras/additionalProperties/type = \"integer\"", &["type.changed breaking Line.extras{}"]),
    // Servers of an operation replace those of the document, also the default server.
    ("ORDER/servers = [{\"url\": \"/\"}]", &["operation.servers-changed potential POST /orders"]),
    ("<ORDER/servers = [{\"url\": \"/\"}]", &["operation.servers-changed potential POST /orders"]),
    // A type instead of any value.
    ("S/Line/properties/loose/type = \"string\"", &["type.narrowed breaking Line.loose"]),
    // Any value instead of alternatives.
    ("EITHER/oneOf -", &["compose.changed breaking Invoice.either"]),
    ("<EITHER/oneOf -", &["compose.changed breaking Invoice.either"]),
    // The loss of the last use is a detail of the finding that causes it.
    ("/paths/~1invoices~1{id}/delete -
      S/Order/properties/lines/items = {\"type\": \"string\"}
      S/Note/description = \"A note.\"",
        &["operation.removed breaking DELETE /invoices/{id}", "ref.changed breaking Order.lines[]", "text.changed docs Note"]),
];

fn expanded(edits: &str) -> (bool, String) {
    let (reversed, edits) = edits.strip_prefix('<').map_or((false, edits), |rest| (true, rest));
    let lines = edits.lines().map(|line| {
        let line = line.trim().replace(" -> S/", &format!(" -> {S}/"));
        match line.strip_prefix("S/") {
            Some(rest) => format!("{S}/{rest}"),
            None => line.replace("ORDER", ORDER).replace("EITHER", &format!("{S}/Invoice/properties/either")),
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

/// Pairs of edits: the old document has the first edits, the new one has the second.
const STEPS: &[(&str, &str, &[&str])] = &[
    (
        "MAPPED = {\"a\": \"Note\"}",
        "MAPPED = {\"a\": \"Note\", \"b\": \"Kind\"}",
        &["discriminator.mapping-added potential Invoice.either"],
    ),
    (
        "MAPPED = {\"a\": \"Note\", \"b\": \"Kind\"}",
        "MAPPED = {\"a\": \"Note\"}",
        &["discriminator.mapping-removed additive Invoice.either"],
    ),
    (
        "MAPPED = {\"a\": \"Note\"}",
        "MAPPED = {\"a\": \"Kind\"}",
        &["discriminator.mapping-changed breaking Invoice.either"],
    ),
    // The same schema, by name and by reference.
    ("MAPPED = {\"a\": \"Note\"}", "MAPPED = {\"a\": \"#/components/schemas/Note\"}", &[]),
    (
        "EITHER/discriminator = {\"propertyName\": \"text\"}",
        "EITHER/discriminator = {\"propertyName\": \"type\"}",
        &["discriminator.property-changed breaking Invoice.either"],
    ),
    (
        "ORDER/responses/200/links = {\"next\": {\"operationId\": \"a\"}}",
        "ORDER/responses/200/links = {\"next\": {\"operationId\": \"a\", \"server\": {}}}",
        &["link.changed potential POST /orders"],
    ),
    (
        "ORDER/callbacks = {\"done\": {\"{$url}\": {\"post\": {\"responses\": {}}}}}",
        "ORDER/callbacks = {\"done\": {\"{$url}\": {\"put\": {\"responses\": {}}}}}",
        &["callback.changed potential POST /orders"],
    ),
    (
        "ORDER/x-sunset = \"2030-01-01\"",
        "ORDER/x-sunset = \"2031-01-01\"",
        &["operation.sunset-changed additive POST /orders"],
    ),
    (
        "/components/examples = {\"same\": {\"value\": 1}, \"other\": {\"value\": 1}}",
        "/components/examples = {\"same\": {\"value\": 1}, \"other\": {\"value\": 2}}",
        &["text.changed docs other"],
    ),
    (
        "S/Order/properties/choice = {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}",
        "S/Order/properties/choice = {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}, {\"type\": \"integer\"}]}",
        &["compose.changed potential Order.choice"],
    ),
    (
        "S/Order/properties/choice = {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}",
        "S/Order/properties/choice = {}",
        &["compose.changed breaking Order.choice"],
    ),
    (
        "S/Order/properties/choice = {\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}",
        "S/Order/properties/choice = {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"object\"}]}",
        &["written-differently docs Order.choice"],
    ),
    (
        "S/Invoice/properties/list = {\"type\": [\"array\", \"null\"]}",
        "S/Invoice/properties/list = {\"type\": [\"array\", \"null\"], \"items\": {\"type\": \"string\"}}",
        &["items.changed breaking Invoice.list"],
    ),
];

/// The small API with edits of [`STEPS`].
fn at_step(edits: &str) -> Value {
    let discriminator = "EITHER/discriminator = {\"propertyName\": \"text\", \"mapping\": ";
    let edits =
        edits.strip_prefix("MAPPED = ").map_or(edits.to_owned(), |map| format!("{discriminator}{map}}}"));
    edited(shop(), &expanded(&edits).1)
}

#[test]
fn every_step_is_reported_as_what_it_is() {
    for (before, after, expected) in STEPS {
        let found = found(&at_step(before), &at_step(after));
        let found: Vec<&String> = found.iter().filter(|line| !line.starts_with("nothing accounts")).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{before} -> {after}");
    }
}

/// The messages, details and effects of the findings of all pairs and steps, in both directions.
#[test]
fn messages_and_effects_are_as_reviewed() {
    let pairs = PAIRS.iter().map(|(edits, _)| {
        let edits = expanded(edits).1;
        let new = edited(shop(), &edits);
        (edits, shop(), new)
    });
    let steps = STEPS
        .iter()
        .map(|(before, after, _)| (format!("{before}\n-> {after}"), at_step(before), at_step(after)));
    let mut text = String::new();
    for (edits, one, other) in pairs.chain(steps) {
        text += &format!("{edits}\n");
        let (one, other) = (input("old.yaml", &one), input("new.yaml", &other));
        for (direction, old, new) in [('>', &one, &other), ('<', &other, &one)] {
            let findings = compare::compare(old.document(), new.document(), Default::default());
            for finding in findings.iter().filter(|finding| finding.rule != "version.not-bumped") {
                let Finding { rule, subject, message, wire, source, .. } = finding;
                let sent = [(finding.in_requests, " request"), (finding.in_responses, " response")];
                let sent: String = sent.iter().filter(|(sent, _)| *sent).map(|(_, name)| *name).collect();
                text += &format!("  {direction} {rule}: {subject} {message} ({wire:?}, {source:?};{sent})\n");
                text.extend(finding.details.iter().map(|detail| format!("      {detail}\n")));
            }
        }
    }
    insta::assert_snapshot!(text);
}

#[test]
fn extensions_are_compared_on_request() {
    let (old, new) = (input("old.yaml", &shop()), input("new.yaml", &set(shop(), "/x-new", json!(1))));
    let options = compare::Options { extensions: true };
    let findings = compare::compare(old.document(), new.document(), options);
    assert!(findings.iter().any(|finding| finding.rule == Rule::ExtensionChanged));
}

#[test]
fn every_rule_about_documents_has_a_pair() {
    let tested: BTreeSet<&str> = PAIRS
        .iter()
        .map(|(_, expected)| expected)
        .chain(STEPS.iter().map(|(.., expected)| expected))
        .flat_map(|expected| expected.iter())
        .filter_map(|line| line.split(' ').next())
        .collect();
    let other = ["acceptance.unused", "version.not-bumped", "extension.changed"];
    let missing: Vec<_> =
        Rule::ALL.iter().filter(|rule| !tested.contains(rule.id()) && !other.contains(&rule.id())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_change_without_a_new_version_is_noticed() {
    let new = set(shop(), "/components/schemas/Order/properties/extra", json!({"type": "string"}));
    let finding = super::compare(&shop(), &new)
        .into_iter()
        .find(|finding| finding.rule == "version.not-bumped")
        .unwrap();
    assert_eq!(finding.severity, Severity::Potential);
    let reworded = set(shop(), "/info/description", json!("Other words."));
    assert!(super::compare(&shop(), &reworded).iter().all(|finding| finding.rule != "version.not-bumped"));
}
