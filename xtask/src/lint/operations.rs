//! Rules about operations, parameters, bodies and responses.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::Finding;
use openapi_review::document::{pointer, walk};

/// Checks every operation of a document.
pub fn check(document: &Value, findings: &mut Vec<Finding>) {
    version(document, findings);
    references(document, findings);
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for operation in walk::operations(document) {
        let at = At { place: place(&operation), pointer: operation.pointer() };
        match operation.id() {
            None => at.stops(
                findings,
                "operation-id-missing",
                "the operation has no operationId",
                "Vendor the document with `cargo xtask vendor`, which makes one, or add it in an overlay.",
            ),
            Some(id) => {
                if let Some(other) = ids.insert(id, operation.title()) {
                    at.stops(
                        findings,
                        "operation-id-duplicate",
                        &format!("the operationId {id} is also that of {other}"),
                        "Give one of the two another operationId in an overlay.",
                    );
                }
            }
        }
        if operation.node.get("security").or(document.get("security")).is_none() {
            at.weakens(
                findings,
                "security-missing",
                "the operation declares no security",
                "Declare in an overlay how it is authenticated, or `security: []` if it is open to all.",
            );
        }
        parameters(document, &operation, &at, findings);
        if let Some(body) = operation.node.get("requestBody").and_then(|body| pointer::follow(document, body))
        {
            request_body(body, &at, findings);
        }
        responses(document, operation.node, &at, findings);
    }
}

struct At {
    place: String,
    pointer: String,
}

impl At {
    fn under(&self, segments: &[&str]) -> Self {
        let pointer = segments.iter().fold(self.pointer.clone(), |at, segment| pointer::join(&at, segment));
        Self { place: self.place.clone(), pointer }
    }

    fn finding(&self, rule: &'static str, message: &str, remedy: &str, stops_generation: bool) -> Finding {
        Finding {
            rule,
            place: self.place.clone(),
            pointer: self.pointer.clone(),
            message: format!("{message}."),
            remedy: remedy.to_owned(),
            stops_generation,
        }
    }

    fn stops(&self, findings: &mut Vec<Finding>, rule: &'static str, message: &str, remedy: &str) {
        findings.push(self.finding(rule, message, remedy, true));
    }

    fn weakens(&self, findings: &mut Vec<Finding>, rule: &'static str, message: &str, remedy: &str) {
        findings.push(self.finding(rule, message, remedy, false));
    }
}

fn place(operation: &walk::Operation<'_>) -> String {
    match operation.id() {
        Some(id) => format!("{} ({id})", operation.title()),
        None => operation.title(),
    }
}

fn version(document: &Value, findings: &mut Vec<Finding>) {
    let stated = document.get("openapi").and_then(Value::as_str).unwrap_or("none");
    if !stated.starts_with("3.0.") {
        let at = At { place: "the document".into(), pointer: "/openapi".into() };
        at.stops(findings, "openapi-version", &format!("the generator reads OpenAPI 3.0, the document says {stated}"), "Convert the document to 3.0 before vendoring it; null types become `nullable`, lists of types become `oneOf`.");
    }
}

fn references(document: &Value, findings: &mut Vec<Finding>) {
    walk::every_object(document, &mut |place, map| {
        let Some(reference) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) else {
            return;
        };
        let at = At { place: "a reference".into(), pointer: place.pointer.clone() };
        match reference.strip_prefix('#') {
            None => at.stops(
                findings,
                "reference-external",
                &format!("{reference} leads out of the document"),
                "Put what it refers to into the document before vendoring it.",
            ),
            Some(path) if document.pointer(path).is_none() => at.stops(
                findings,
                "reference-dangling",
                &format!("{reference} leads to nothing"),
                "Correct the reference or add what it refers to in an overlay.",
            ),
            Some(_) => {}
        }
        if place.pointer.starts_with("/paths/") && place.pointer.matches('/').count() == 2 {
            at.stops(
                findings,
                "path-reference",
                "the whole path item is a reference",
                "Write the path item out in an overlay.",
            );
        }
    });
}

fn parameters(document: &Value, operation: &walk::Operation<'_>, at: &At, findings: &mut Vec<Finding>) {
    let of_path =
        document.pointer(&pointer::join("/paths", operation.path)).and_then(|item| item.get("parameters"));
    let own = operation.node.get("parameters");
    let mut in_path = BTreeSet::new();
    let mut rust_names: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    let lists = [own, of_path].into_iter().flatten().filter_map(Value::as_array);
    for (index, parameter) in lists.flat_map(|list| list.iter().enumerate()) {
        let Some(parameter) = pointer::follow(document, parameter) else { continue };
        let name = parameter["name"].as_str().unwrap_or_default();
        let location = parameter["in"].as_str().unwrap_or_default();
        let at = At {
            place: format!("{}, parameter {name}", at.place),
            pointer: at.under(&["parameters", &index.to_string()]).pointer,
        };
        let rust = heck::ToSnakeCase::to_snake_case(name);
        let taken = match rust_names.insert(rust.clone(), (name, location)) {
            // The operation's own declaration replaces that of its path.
            Some(other) if other != (name, location) => {
                Some(format!("the {} parameter {}", other.1, other.0))
            }
            _ if rust == "body" && operation.node.contains_key("requestBody") => {
                Some("the request body".into())
            }
            _ => None,
        };
        if let Some(other) = taken {
            at.stops(
                findings,
                "parameter-name-clash",
                &format!("the {location} parameter {name} and {other} have the same name in Rust"),
                "Remove one of the two in an overlay, or send it with a request of its own.",
            );
        }
        match location {
            "path" => {
                in_path.insert(name.to_owned());
                if parameter.get("required") != Some(&Value::Bool(true)) {
                    at.stops(
                        findings,
                        "path-parameter-optional",
                        "a path parameter must be required",
                        "Set `required: true` in an overlay.",
                    );
                }
            }
            "query" | "header" => {}
            other => at.stops(
                findings,
                "parameter-location",
                &format!("parameters in {other} are not supported by the generator"),
                "Remove the parameter in an overlay and set it by other means, such as a header.",
            ),
        }
        if parameter.get("content").is_some() {
            at.stops(
                findings,
                "parameter-content",
                "the parameter is described by `content` instead of `schema`",
                "Describe it by `schema` in an overlay, as text that the caller encodes.",
            );
        }
        let style = parameter.get("style").and_then(Value::as_str);
        if let Some(style) = style.filter(|style| !matches!(*style, "form" | "simple")) {
            at.stops(
                findings,
                "parameter-style",
                &format!("the style {style} is not supported by the generator"),
                "Replace the parameter in an overlay by plain ones.",
            );
        }
        let kind =
            parameter.get("schema").and_then(|schema| resolve(document, schema)?.get("type")?.as_str());
        if matches!(kind, Some("array" | "object")) && location != "query" {
            at.stops(
                findings,
                "parameter-schema",
                &format!("lists and objects in a {location} are not supported by the generator"),
                "Make it a text in an overlay, and say how it is put together.",
            );
        }
        if kind == Some("array")
            && location == "query"
            && parameter.get("explode") == Some(&Value::Bool(false))
        {
            at.stops(
                findings,
                "parameter-explode",
                "the generator would send the list as repeated parameters, not joined by commas",
                "Make it a text in an overlay and say that values are joined by commas.",
            );
        }
    }
    let templated: BTreeSet<_> = operation
        .path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    for name in templated.iter().filter(|name| !in_path.contains(**name)) {
        at.stops(
            findings,
            "path-parameter-undeclared",
            &format!("the path has {{{name}}}, but no such parameter is declared"),
            "Declare it in an overlay.",
        );
    }
    for name in in_path.iter().filter(|name| !templated.contains(name.as_str())) {
        at.stops(
            findings,
            "path-parameter-unused",
            &format!("{name} is declared as a path parameter, but is not in the path"),
            "Remove it or correct its place in an overlay.",
        );
    }
}

fn resolve<'a>(document: &'a Value, schema: &'a Value) -> Option<&'a Value> {
    match pointer::schema_name(schema) {
        Some(name) => document.pointer(&pointer::join("/components/schemas", name)),
        None => Some(schema),
    }
}

fn media_types(body: &Value) -> Vec<&str> {
    let content = body.get("content").and_then(Value::as_object);
    content.into_iter().flat_map(Map::keys).map(String::as_str).collect()
}

fn request_body(body: &Value, at: &At, findings: &mut Vec<Finding>) {
    let types = media_types(body);
    let at = at.under(&["requestBody"]);
    match types.as_slice() {
        [only] if walk::is_json(only) => {}
        [] => at.stops(findings, "body-empty", "the request body has no content", "Describe its content in an overlay, or remove the body."),
        [other] => at.stops(findings, "body-media-type", &format!("a body of type {other} is not supported"), "Replace it by application/json in an overlay if the service takes that, or remove the operation and call it through a request of your own."),
        several => at.stops(findings, "body-media-type", &format!("the body may be of several types ({})", several.join(", ")), "Keep application/json and remove the others in an overlay."),
    }
}

fn responses(document: &Value, node: &Map<String, Value>, at: &At, findings: &mut Vec<Finding>) {
    let mut bodies = Vec::new();
    for (status, response) in node.get("responses").and_then(Value::as_object).into_iter().flatten() {
        let Some(response) = pointer::follow(document, response) else { continue };
        let at = at.under(&["responses", status]);
        let types = media_types(response);
        let is_success = status.starts_with('2') || status == "default";
        if is_success && types.len() > 1 {
            at.stops(
                findings,
                "response-media-type",
                &format!("the answer may be of several types ({})", types.join(", ")),
                "Keep the one that the client is to ask for and remove the others in an overlay.",
            );
        } else if is_success && types.first().is_some_and(|media| !walk::is_json(media)) {
            at.weakens(
                findings,
                "response-media-type",
                &format!("an answer of type {} reaches the caller as bytes", types[0]),
                "Leave it so if it is a download; otherwise correct the type in an overlay.",
            );
        }
        if status.starts_with('2') && !types.is_empty() {
            bodies.push(status.clone());
        }
    }
    if bodies.len() > 1 {
        at.stops(
            findings,
            "success-responses",
            &format!("there are several successes with a body ({})", bodies.join(", ")),
            "Keep the one that the service really gives and remove the others in an overlay.",
        );
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
        let document = json!({"openapi": "3.0.3", "paths": {path: {"post": operation}}, "components": {"schemas": {"L": {"type": "array"}}}});
        let mut findings = Vec::new();
        check(&document, &mut findings);
        findings.iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn knows_the_parameters_that_the_generator_cannot_do() {
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
    }

    #[test]
    fn knows_the_bodies_and_answers_that_the_generator_cannot_do() {
        let response = json!({"description": "d", "content": {"application/json": {}}});
        for (operation, expected) in [
            (
                json!({"requestBody": {"content": {"multipart/form-data": {}}}, "responses": {}}),
                "body-media-type",
            ),
            (
                json!({"requestBody": {"content": {"application/json": {}, "text/csv": {}}}, "responses": {}}),
                "body-media-type",
            ),
            (json!({"requestBody": {"content": {}}, "responses": {}}), "body-empty"),
            (json!({"responses": {"200": response, "201": response}}), "success-responses"),
            (json!({"responses": {"200": {"content": {"text/csv": {}}}}}), "response-media-type"),
            (json!({"responses": {"200": {"$ref": "other.yaml#/x"}}}), "reference-external"),
            (json!({"responses": {"200": {"$ref": "#/components/responses/Gone"}}}), "reference-dangling"),
        ] {
            assert_eq!(rules(operation.clone(), "/a"), [expected], "{operation}");
        }
    }

    #[test]
    fn a_finding_says_where_and_what_to_do() {
        let document =
            json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "getA", "responses": {}}}}});
        let mut findings = Vec::new();
        check(&document, &mut findings);
        let text = findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
        assert!(text.contains("openapi-version: the document: the generator reads OpenAPI 3.0, the document says 3.1.0.\n    at #/openapi"), "{text}");
        assert!(text.contains("security-missing: GET /a (getA): "), "{text}");
    }
}
