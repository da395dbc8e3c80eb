//! Rules about operations with their parameters, bodies and responses, and about schemas.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value};

use super::Finding;
use crate::{
    generator::types::variants,
    nodes::{entries, items, reached},
    passes::directions::type_name,
};

/// The place of a node: in messages, and as a pointer.
struct At {
    place: String,
    pointer: String,
}

impl At {
    fn report(&self, findings: &mut Vec<Finding>, rule: &'static str, message: String) {
        findings.push(Finding::new(rule, self.place.clone(), self.pointer.clone(), message));
    }
}

pub(super) fn operations(document: &Value, findings: &mut Vec<Finding>) {
    references(document, findings);
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for operation in walk::operations(document) {
        let title = operation.title();
        let place = operation.id().map_or_else(|| title.clone(), |id| format!("{title} ({id})"));
        let at = At { place, pointer: operation.pointer() };
        let mut report = |rule, message: String| at.report(findings, rule, message);
        match operation.id() {
            None => report("operation-id-missing", "the operation has no operationId".into()),
            Some(id) => {
                if let Some(other) = ids.insert(id, title) {
                    report("operation-id-duplicate", format!("the operationId {id} is also that of {other}"));
                }
            }
        }
        if !operation.path.starts_with('/') {
            report("path-slash-missing", "the path does not begin with a slash".into());
        }
        if operation.node.get("security").or(document.get("security")).is_none() {
            report("security-missing", "the operation declares no security".into());
        }
        parameters(document, &operation, &at, findings);
        let body = operation.node.get("requestBody").and_then(|body| pointer::follow(document, body));
        body.into_iter().for_each(|body| request_body(body, &at, findings));
        responses(document, operation.node.get("responses"), &at, findings);
    }
}

fn references(document: &Value, findings: &mut Vec<Finding>) {
    walk::every_object(document, &mut |place, map| {
        let Some(reference) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) else {
            return;
        };
        let at = At { place: "a reference".into(), pointer: place.pointer.to_owned() };
        let inside_schema = reference.strip_prefix(pointer::SCHEMAS).is_some_and(|name| name.contains('/'));
        if inside_schema || reference.starts_with("#/paths/") {
            at.report(findings, "reference-target", format!("{reference} does not lead to a component"));
        }
        if place.pointer.starts_with("/paths/") && place.pointer.matches('/').count() == 2 {
            at.report(findings, "path-reference", "the complete path item is a reference".into());
        }
    });
}

fn parameters(document: &Value, operation: &walk::Operation<'_>, at: &At, findings: &mut Vec<Finding>) {
    let path = pointer::join("/paths", operation.path);
    let lists = [format!("{}/parameters", at.pointer), format!("{path}/parameters")].into_iter().enumerate();
    let parameters = lists.flat_map(|(list, at)| {
        let parameters = items(document.pointer(&at)).enumerate();
        parameters.map(move |(index, parameter)| (list, format!("{at}/{index}"), parameter))
    });
    let mut in_path = BTreeSet::new();
    let mut rust_names: BTreeMap<String, (&str, &str, usize)> = BTreeMap::new();
    for (list, pointer, parameter) in parameters {
        let Some(parameter) = pointer::follow(document, parameter) else { continue };
        let text = |key: &str| parameter[key].as_str();
        let (name, location) = (text("name").unwrap_or_default(), text("in").unwrap_or_default());
        let at = At { place: format!("{}, parameter {name}", at.place), pointer };
        let mut report = |rule, message: String| at.report(findings, rule, message);
        let rust = name.to_snake_case();
        let taken = match rust_names.insert(rust.clone(), (name, location, list)) {
            // The operation's own declaration replaces that of its path.
            Some(other) if other == (name, location, list) => {
                report("parameter-duplicate", format!("the {location} parameter {name} is declared twice"));
                None
            }
            Some(other) if (other.0, other.1) != (name, location) => {
                Some(format!("the {} parameter {}", other.1, other.0))
            }
            _ => (rust == "body" && operation.node.contains_key("requestBody"))
                .then(|| "the request body".into()),
        };
        if let Some(other) = taken {
            let message = format!("the {location} parameter {name} and {other} have the same name in Rust");
            report("parameter-name-clash", message);
        }
        let is_unsupported = match location {
            "path" => {
                in_path.insert(name);
                if parameter["required"] != true {
                    report("path-parameter-optional", "a path parameter must be required".into());
                }
                false
            }
            other => !matches!(other, "query" | "header"),
        };
        if is_unsupported {
            let message = format!("parameters in {location} are not supported by the generator");
            report("parameter-location", message);
        }
        if parameter.get("content").is_some() {
            report("parameter-content", "the parameter is described by `content` instead of `schema`".into());
        }
        if let Some(style) = text("style").filter(|style| !matches!(*style, "form" | "simple")) {
            report("parameter-style", format!("the style {style} is not supported by the generator"));
        }
        let schema = &parameter["schema"];
        let schema = match pointer::schema_name(schema) {
            Some(name) => &document["components"]["schemas"][name],
            None => schema,
        };
        let kind = schema["type"].as_str();
        if matches!(kind, Some("array" | "object")) && location != "query" {
            let message = format!("lists and objects in a {location} are not supported by the generator");
            report("parameter-schema", message);
        }
        if kind == Some("array") && location == "query" && parameter["explode"] == false {
            let message = "the generator would send the list as repeated parameters, not joined by commas";
            report("parameter-explode", message.into());
        }
    }
    let segments = operation.path.split('/');
    let templated: BTreeSet<&str> =
        segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
    for name in templated.difference(&in_path) {
        let message = format!("the path has {{{name}}}, but no such parameter is declared");
        at.report(findings, "path-parameter-undeclared", message);
    }
    for name in in_path.difference(&templated) {
        let message = format!("{name} is declared as a path parameter, but is not in the path");
        at.report(findings, "path-parameter-unused", message);
    }
}

fn media_types(body: &Value) -> Vec<&str> {
    entries(body.get("content")).map(|(media, _)| media.as_str()).collect()
}

fn request_body(body: &Value, at: &At, findings: &mut Vec<Finding>) {
    let types = media_types(body);
    let at = At { place: at.place.clone(), pointer: format!("{}/requestBody", at.pointer) };
    let mut report = |rule, message: String| at.report(findings, rule, message);
    let is_json = types.iter().any(|media| walk::is_json(media));
    let list = types.join(", ");
    match types.len() {
        0 => report("body-empty", "the request body has no content".into()),
        1 if is_json => {}
        _ if is_json => report(
            "body-media-types",
            format!("the client sends JSON only; the body may be of several types ({list})"),
        ),
        _ => report("body-media-type", format!("a body of type {list} is not supported")),
    }
}

fn responses(document: &Value, responses: Option<&Value>, at: &At, findings: &mut Vec<Finding>) {
    let mut bodies = Vec::new();
    let has_success = entries(responses).any(|(status, _)| status.starts_with('2'));
    for (status, response) in entries(responses) {
        let Some(response) = pointer::follow(document, response) else { continue };
        let pointer = pointer::join(&format!("{}/responses", at.pointer), status);
        let at = At { place: at.place.clone(), pointer };
        let types = media_types(response);
        // Errors are read whatever their type is.
        let is_success = status.starts_with('2') || status == "default" && !has_success;
        if is_success && types.len() > 1 {
            let message = format!("the response may be of several types ({})", types.join(", "));
            at.report(findings, "response-media-types", message);
        } else if is_success && types.first().is_some_and(|media| !walk::is_json_response(media)) {
            let message = format!("a response of type {} is returned as bytes", types[0]);
            at.report(findings, "response-media-type", message);
        }
        if status.starts_with('2') && !types.is_empty() {
            bodies.push(status.as_str());
        }
    }
    if bodies.len() > 1 {
        let message = format!("several success responses have a body ({})", bodies.join(", "));
        at.report(findings, "success-responses", message);
    }
}

/// Names that generated code uses for other things.
const RESERVED: &[&str] =
    &["BTreeMap", "Box", "Deserialize", "Option", "Result", "Self", "Serialize", "String", "Vec"];

/// Adds a finding with a pointer, a rule and a message.
type Report<'r> = &'r mut dyn FnMut(&str, &'static str, String);

pub(super) fn schemas(document: &Value, findings: &mut Vec<Finding>) {
    let report: Report<'_> =
        &mut |at: &str, rule, message| findings.push(Finding::new(rule, place(at), at, message));
    names(document, report);
    cycles(document, report);
    walk::every_schema(document, &mut |at, schema| {
        properties(at, schema, report);
        enum_values(at, schema, report);
        discriminator(document, at, schema, report);
        match schema.get("type") {
            Some(Value::Array(types)) => {
                let types: Vec<_> = types.iter().filter_map(Value::as_str).collect();
                let message =
                    format!("the type is a list ({}), which OpenAPI 3.0 does not have", types.join(", "));
                report(at, "type-list", message);
            }
            Some(kind) if kind == "array" && !schema.contains_key("items") => {
                let message = "the array has no `items`, so the client reads any JSON";
                report(at, "items-missing", message.into());
            }
            _ => {}
        }
        if walk::is_shapeless(schema) {
            let message = "the schema is an object without properties, so the client reads any JSON";
            report(at, "object-without-shape", message.into());
        }
        for key in ["oneOf", "anyOf"] {
            if schema.contains_key(key) && !schema.contains_key("discriminator") {
                let message =
                    format!("`{key}` without a discriminator is read as the first variant that fits");
                report(at, "alternatives", message);
            }
        }
    });
}

/// Reports each schema that contains itself by references, `allOf`, `oneOf` or `anyOf`, without an object or
/// list in between.
fn cycles(document: &Value, report: Report<'_>) {
    let parts = |schema| {
        let lists = ["allOf", "oneOf", "anyOf"].iter().flat_map(|key| items(Value::get(schema, key)));
        let names =
            lists.chain([schema]).filter_map(|part| part["$ref"].as_str()?.strip_prefix(pointer::SCHEMAS));
        names.collect::<BTreeSet<_>>()
    };
    let targets = walk::schemas(document).map(|(name, schema)| (name.as_str(), parts(schema))).collect();
    for (name, _) in
        walk::schemas(document).filter(|(name, _)| reached(name, &targets).contains(name.as_str()))
    {
        let message = format!("{name} contains itself without an object in between");
        report(&pointer::join("/components/schemas", name), "schema-cycle", message);
    }
}

fn discriminator(document: &Value, at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let mapping = schema.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
    for (value, target) in entries(mapping) {
        let target = target.as_str().unwrap_or_default();
        let name = target.strip_prefix(pointer::SCHEMAS).unwrap_or(target);
        if document["components"]["schemas"].get(name).is_none() {
            let message = format!("the value {value} is mapped to {target}, which is not a schema");
            let at = pointer::join(&format!("{at}/discriminator/mapping"), value);
            report(&at, "discriminator-mapping-dangling", message);
        }
    }
}

/// `/components/schemas/Order/properties/status` -> `schema Order.status`
fn place(at: &str) -> String {
    let segments: Vec<String> =
        at.split('/').skip(1).map(|segment| segment.replace("~1", "/").replace("~0", "~")).collect();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    match segments[..] {
        ["components", "schemas", ref path @ ..] if !path.is_empty() => {
            let names = path.iter().enumerate();
            let names =
                names.filter(|(index, name)| *index == 0 || !matches!(**name, "properties" | "allOf"));
            let names: Vec<&str> = names.map(|(_, name)| *name).collect();
            format!("schema {}", names.join("."))
        }
        ["paths", path, method, ..] => format!("{} {path}", method.to_uppercase()),
        _ => "a schema".into(),
    }
}

fn names(document: &Value, report: Report<'_>) {
    let mut taken: BTreeMap<String, (&String, bool)> = BTreeMap::new();
    for (name, schema) in walk::schemas(document) {
        let at = pointer::join("/components/schemas", name);
        let rust = type_name(name, schema);
        if !rust.starts_with(char::is_alphabetic) || name.contains(['/', '~']) {
            report(&at, "schema-name-invalid", format!("{name:?} gives no name for a type"));
        }
        if RESERVED.contains(&rust.as_str()) {
            report(&at, "schema-name-reserved", format!("a type called {rust} would hide that of Rust"));
        }
        // Two schemas may share a name when one of them only lends its items to a list; the pass `directions`
        // decides there.
        let is_given = schema["x-name"].is_string();
        if let Some((other, false)) = taken.insert(rust.clone(), (name, is_given)).filter(|_| !is_given) {
            report(&at, "schema-name-clash", format!("{name} and {other} are both {rust} in Rust"));
        }
    }
}

/// Returns the name that the generator gives a field, without the underscore of keywords.
fn field_name(name: &str) -> String {
    let name = match name {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => name.replace('\'', "").to_snake_case(),
    };
    if name.starts_with(char::is_alphabetic) { name } else { format!("x{name}") }
}

fn properties(at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let mut taken: BTreeMap<String, &String> = BTreeMap::new();
    for (name, property) in entries(schema.get("properties")) {
        let here = pointer::join(&format!("{at}/properties"), name);
        if let Some(other) = taken.insert(field_name(name), name) {
            report(&here, "member-name-clash", format!("{name:?} and {other:?} have the same name in Rust"));
        }
        let is_string_without = |format: &str| property["type"] == "string" && property["format"] != *format;
        let lower = name.to_lowercase();
        if ["amount", "price", "cost", "quantity"].contains(&lower.as_str())
            && (property["type"] == "integer" || is_string_without("decimal"))
        {
            let message = format!("{name} is money or a quantity, but not declared as a decimal");
            report(&here, "decimal-missing", message);
        }
        let is_secret = ["password", "token", "secret"].iter().any(|word| lower.ends_with(word));
        if is_secret && is_string_without("password") {
            let message = format!("{name} looks like a secret, but `Debug` would print it");
            report(&here, "secret-unmarked", message);
        }
    }
}

fn enum_values(at: &str, schema: &Map<String, Value>, report: Report<'_>) {
    let values = || items(schema.get("enum"));
    let strings: Vec<&str> = values().filter_map(Value::as_str).collect();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (value, variant) in strings.iter().copied().zip(variants(&strings)) {
        let twin = *names.entry(value.to_upper_camel_case()).or_insert(value);
        if !std::ptr::eq(twin, value) {
            let message = format!(
                "{twin} and {value} have the same name in Rust; the second would be called {variant}"
            );
            report(at, "enum-value-clash", message);
        }
    }
    if strings.len() < values().filter(|value| !value.is_null()).count() {
        report(at, "enum-not-text", "the enum has values that are not strings and is ignored".into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(operation: Value, path: &str) -> Vec<&'static str> {
        let mut operation = operation;
        operation["operationId"] = "x".into();
        operation["security"] = json!([]);
        let document = json!({"paths": {path: {"post": operation}}, "components": {"schemas": {"L": {"type": "array"}}}});
        let mut findings = Vec::new();
        operations(&document, &mut findings);
        findings.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn unsupported_parameters_are_reported() {
        for (parameter, expected) in [
            (json!({"name": "a", "in": "cookie", "schema": {}}), "parameter-location"),
            (json!({"name": "a", "in": "query", "content": {}}), "parameter-content"),
            (json!({"name": "a", "in": "query", "style": "deepObject", "schema": {}}), "parameter-style"),
            (
                json!({"name": "a", "in": "query", "explode": false, "schema": {"type": "array"}}),
                "parameter-explode",
            ),
            (
                json!({"name": "a", "in": "query", "explode": false, "schema": {"$ref": "#/components/schemas/L"}}),
                "parameter-explode",
            ),
            (json!({"name": "a", "in": "path", "required": true, "schema": {}}), "path-parameter-unused"),
        ] {
            assert_eq!(
                rules(json!({"parameters": [parameter], "responses": {}}), "/a"),
                [expected],
                "{parameter}"
            );
        }
        assert_eq!(
            rules(
                json!({"parameters": [{"name": "id", "in": "path", "schema": {}}], "responses": {}}),
                "/a/{id}"
            ),
            ["path-parameter-optional"]
        );
        assert_eq!(rules(json!({"responses": {}}), "/a/{id}"), ["path-parameter-undeclared"]);
        let twins = json!([{"name": "a-b", "in": "query", "schema": {}}, {"name": "aB", "in": "query", "schema": {}}]);
        assert_eq!(rules(json!({"parameters": twins, "responses": {}}), "/a"), ["parameter-name-clash"]);
        let twice =
            json!([{"name": "a", "in": "query", "schema": {}}, {"name": "a", "in": "header", "schema": {}}]);
        assert_eq!(rules(json!({"parameters": twice, "responses": {}}), "/a"), ["parameter-name-clash"]);
        let body = json!({"parameters": [{"name": "body", "in": "query", "schema": {}}], "requestBody": {"content": {"*/*": {}}}, "responses": {}});
        assert_eq!(rules(body, "/a"), ["parameter-name-clash"]);
        let list = json!({"parameters": [{"name": "a", "in": "header", "schema": {"type": "array"}}], "responses": {}});
        assert_eq!(rules(list, "/a"), ["parameter-schema"]);
        let twice = json!({"name": "a", "in": "query", "schema": {}});
        assert_eq!(
            rules(json!({"parameters": [twice, twice], "responses": {}}), "/a"),
            ["parameter-duplicate"]
        );
        assert_eq!(rules(json!({"responses": {}}), "a"), ["path-slash-missing"]);
    }

    #[test]
    fn unsupported_bodies_are_reported() {
        let response = json!({"description": "d", "content": {"application/json": {}}});
        for (operation, expected) in [
            (
                json!({"requestBody": {"content": {"multipart/form-data": {}}}, "responses": {}}),
                "body-media-type",
            ),
            (
                json!({"requestBody": {"content": {"application/json": {}, "text/csv": {}}}, "responses": {}}),
                "body-media-types",
            ),
            (
                json!({"requestBody": {"content": {"application/merge-patch+json": {}}}, "responses": {}}),
                "body-media-type",
            ),
            (json!({"requestBody": {"content": {}}, "responses": {}}), "body-empty"),
            (json!({"responses": {"200": response, "201": response}}), "success-responses"),
            (json!({"responses": {"200": {"content": {"text/csv": {}}}}}), "response-media-type"),
            (json!({"responses": {"200": {"$ref": "#/paths/~1b/get/responses/200"}}}), "reference-target"),
        ] {
            assert_eq!(rules(operation.clone(), "/a"), [expected], "{operation}");
        }
    }

    #[test]
    fn errors_of_other_types_are_accepted() {
        let json = json!({"content": {"application/hal+json": {}}});
        let problem = json!({"content": {"application/problem+json": {}, "text/html": {}}});
        assert!(
            rules(json!({"responses": {"200": json, "default": problem, "404": problem}}), "/a").is_empty()
        );
    }

    #[test]
    fn parameters_of_a_path_are_reported_there() {
        let twice = json!({"name": "a", "in": "query", "schema": {}});
        let document = json!({"paths": {"/a": {"parameters": [twice, twice], "get": {"operationId": "getA", "parameters": [twice], "responses": {}}}}});
        let mut findings = Vec::new();
        operations(&document, &mut findings);
        let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(found[0].starts_with("security-missing: GET /a (getA): "), "{found:?}");
        assert!(
            found[1].contains("is declared twice.\n    at #/paths/~1a/parameters/1\n    hint: "),
            "{found:?}"
        );
    }

    fn found(components: Value) -> Vec<(&'static str, String)> {
        let mut findings = Vec::new();
        schemas(&json!({"components": {"schemas": components}}), &mut findings);
        findings.into_iter().map(|finding| (finding.rule, finding.place)).collect()
    }

    #[test]
    fn clashing_names_are_reported() {
        assert_eq!(
            found(json!({"Option": {"type": "string"}})),
            [("schema-name-reserved", "schema Option".into())]
        );
        assert_eq!(
            found(json!({"A": {"properties": {"newId": {}, "new_id": {}}}})),
            [("member-name-clash", "schema A.new_id".into())]
        );
        let twins = json!({"A": {"properties": {"type": {"enum": ["SETUP", "x", "setup"]}}}});
        assert_eq!(found(twins), [("enum-value-clash", "schema A.type".into())]);
        assert!(found(json!({"order": {"x-name": "Order"}})).is_empty());
        assert!(found(json!({"order_item": {}})).is_empty());
    }

    #[test]
    fn fields_without_letters_share_a_name() {
        for pair in [["", "!!!"], ["self", "Self"], ["2nd", "x2nd"], ["+1", "plus1"], ["it's", "its"]] {
            let properties: Map<String, Value> =
                pair.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
            let rules: Vec<_> =
                found(json!({"A": {"properties": properties}})).into_iter().map(|(rule, _)| rule).collect();
            assert_eq!(rules, ["member-name-clash"], "{pair:?}");
        }
        assert_eq!(found(json!({"!!!": {}}))[0].0, "schema-name-invalid");
    }

    #[test]
    fn cycles_are_reported_at_each_schema() {
        let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let schemas = json!({"A": {"allOf": [to("B")]}, "B": {"allOf": [to("A")]}, "C": to("D"), "D": to("C"), "E": {"oneOf": [to("E"), {}]},
            "F": {"properties": {"f": to("F")}}, "G": {"items": to("G")}, "H": {"allOf": [to("A"), to("F")]}});
        let mut cycles = found(schemas);
        cycles.retain(|(rule, _)| *rule == "schema-cycle");
        let places: Vec<_> = cycles.iter().map(|(_, place)| place.as_str()).collect();
        assert_eq!(places, ["schema A", "schema B", "schema C", "schema D", "schema E"]);
    }

    #[test]
    fn incomplete_schemas_are_reported() {
        let discriminator = json!({"propertyName": "k", "mapping": {"a": "#/components/schemas/A", "b": "A", "c": "#/components/schemas/C"}});
        assert_eq!(
            found(
                json!({"A": {"type": ["integer", "null"]}, "B": {"type": "array"}, "D": {"oneOf": [], "discriminator": discriminator}})
            ),
            [
                ("type-list", "schema A".into()),
                ("items-missing", "schema B".into()),
                ("discriminator-mapping-dangling", "schema D.discriminator.mapping.c".into())
            ]
        );
    }

    #[test]
    fn degrading_schemas_are_reported() {
        let weak = json!({"A": {"properties": {"value": {"type": "object"}, "amount": {"type": "string"}, "quantity": {"type": "integer"},
            "apiToken": {"type": "string"}, "code": {"enum": [1, 2]}, "either": {"oneOf": []}}}});
        let mut rules: Vec<_> = found(weak).into_iter().map(|(rule, _)| rule).collect();
        rules.sort_unstable();
        assert_eq!(
            rules,
            [
                "alternatives",
                "decimal-missing",
                "decimal-missing",
                "enum-not-text",
                "object-without-shape",
                "secret-unmarked"
            ]
        );
    }
}
