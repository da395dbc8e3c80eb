//! Rules about operations, parameters, bodies and responses.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Display,
};

use serde_json::{Map, Value};

use super::Finding;
use openapi_review::document::{pointer, walk};

/// Checks every operation of a document.
pub fn check(document: &Value, findings: &mut Vec<Finding>) {
    references(document, findings);
    let mut ids: BTreeMap<&str, String> = BTreeMap::new();
    for operation in walk::operations(document) {
        let at = At { place: place(&operation), pointer: operation.pointer() };
        let mut report = |rule, message: String| at.report(findings, rule, message);
        match operation.id() {
            None => report("operation-id-missing", "the operation has no operationId".into()),
            Some(id) => {
                if let Some(other) = ids.insert(id, operation.title()) {
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

    fn report(&self, findings: &mut Vec<Finding>, rule: &'static str, message: impl Display) {
        findings.push(Finding::new(rule, self.place.clone(), self.pointer.clone(), message));
    }
}

fn place(operation: &walk::Operation<'_>) -> String {
    match operation.id() {
        Some(id) => format!("{} ({id})", operation.title()),
        None => operation.title(),
    }
}

fn references(document: &Value, findings: &mut Vec<Finding>) {
    walk::every_object(document, &mut |place, map| {
        let Some(reference) = map.get("$ref").and_then(Value::as_str).filter(|_| !place.named) else {
            return;
        };
        let at = At { place: "a reference".into(), pointer: place.pointer.to_owned() };
        let mut report = |rule, message: String| at.report(findings, rule, message);
        let inside_schema =
            reference.strip_prefix("#/components/schemas/").is_some_and(|name| name.contains('/'));
        if inside_schema || reference.starts_with("#/paths/") {
            report("reference-target", format!("{reference} does not lead to a component"));
        }
        if place.pointer.starts_with("/paths/") && place.pointer.matches('/').count() == 2 {
            report("path-reference", "the complete path item is a reference".into());
        }
    });
}

fn parameters(document: &Value, operation: &walk::Operation<'_>, at: &At, findings: &mut Vec<Finding>) {
    let path = pointer::join("/paths", operation.path);
    let own = format!("{}/parameters", at.pointer);
    let mut in_path = BTreeSet::new();
    let mut rust_names: BTreeMap<String, (&str, &str, usize)> = BTreeMap::new();
    let lists = [own, format!("{path}/parameters")].into_iter().enumerate();
    let parameters = lists.flat_map(|(list, at)| {
        let parameters = document.pointer(&at).and_then(Value::as_array).into_iter().flatten();
        parameters.enumerate().map(move |(index, parameter)| (list, format!("{at}/{index}"), parameter))
    });
    for (list, pointer, parameter) in parameters {
        let Some(parameter) = pointer::follow(document, parameter) else { continue };
        let name = parameter["name"].as_str().unwrap_or_default();
        let location = parameter["in"].as_str().unwrap_or_default();
        let at = At { place: format!("{}, parameter {name}", at.place), pointer };
        let mut report = |rule, message: String| at.report(findings, rule, message);
        let rust = heck::ToSnakeCase::to_snake_case(name);
        let taken = match rust_names.insert(rust.clone(), (name, location, list)) {
            // The operation's own declaration replaces that of its path.
            Some(other) if other == (name, location, list) => {
                report("parameter-duplicate", format!("the {location} parameter {name} is declared twice"));
                None
            }
            Some(other) if (other.0, other.1) != (name, location) => {
                Some(format!("the {} parameter {}", other.1, other.0))
            }
            _ if rust == "body" && operation.node.contains_key("requestBody") => {
                Some("the request body".into())
            }
            _ => None,
        };
        if let Some(other) = taken {
            report(
                "parameter-name-clash",
                format!("the {location} parameter {name} and {other} have the same name in Rust"),
            );
        }
        match location {
            "path" => {
                in_path.insert(name.to_owned());
                if parameter.get("required") != Some(&Value::Bool(true)) {
                    report("path-parameter-optional", "a path parameter must be required".into());
                }
            }
            "query" | "header" => {}
            other => report(
                "parameter-location",
                format!("parameters in {other} are not supported by the generator"),
            ),
        }
        if parameter.get("content").is_some() {
            report("parameter-content", "the parameter is described by `content` instead of `schema`".into());
        }
        let style = parameter.get("style").and_then(Value::as_str);
        if let Some(style) = style.filter(|style| !matches!(*style, "form" | "simple")) {
            report("parameter-style", format!("the style {style} is not supported by the generator"));
        }
        let kind =
            parameter.get("schema").and_then(|schema| resolve(document, schema)?.get("type")?.as_str());
        if matches!(kind, Some("array" | "object")) && location != "query" {
            report(
                "parameter-schema",
                format!("lists and objects in a {location} are not supported by the generator"),
            );
        }
        if kind == Some("array")
            && location == "query"
            && parameter.get("explode") == Some(&Value::Bool(false))
        {
            report(
                "parameter-explode",
                "the generator would send the list as repeated parameters, not joined by commas".into(),
            );
        }
    }
    let mut report = |rule, message: String| at.report(findings, rule, message);
    let templated: BTreeSet<_> = operation
        .path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    for name in templated.iter().filter(|name| !in_path.contains(**name)) {
        report(
            "path-parameter-undeclared",
            format!("the path has {{{name}}}, but no such parameter is declared"),
        );
    }
    for name in in_path.iter().filter(|name| !templated.contains(name.as_str())) {
        report(
            "path-parameter-unused",
            format!("{name} is declared as a path parameter, but is not in the path"),
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
    let mut report = |rule, message: String| at.report(findings, rule, message);
    let is_json = types.iter().any(|media| walk::is_json(media));
    match types.as_slice() {
        [] => report("body-empty", "the request body has no content".into()),
        [_] if is_json => {}
        several if is_json => report(
            "body-media-types",
            format!("the client sends JSON only; the body may be of several types ({})", several.join(", ")),
        ),
        others => report("body-media-type", format!("a body of type {} is not supported", others.join(", "))),
    }
}

fn responses(document: &Value, node: &Map<String, Value>, at: &At, findings: &mut Vec<Finding>) {
    let mut bodies = Vec::new();
    let responses = node.get("responses").and_then(Value::as_object);
    let has_success = responses.is_some_and(|map| map.keys().any(|status| status.starts_with('2')));
    for (status, response) in responses.into_iter().flatten() {
        let Some(response) = pointer::follow(document, response) else { continue };
        let at = at.under(&["responses", status]);
        let mut report = |rule, message: String| at.report(findings, rule, message);
        let types = media_types(response);
        // Errors are read whatever their type is.
        let is_success = status.starts_with('2') || status == "default" && !has_success;
        if is_success && types.len() > 1 {
            report(
                "response-media-types",
                format!("the response may be of several types ({})", types.join(", ")),
            );
        } else if is_success && types.first().is_some_and(|media| !walk::is_json_response(media)) {
            report("response-media-type", format!("a response of type {} is returned as bytes", types[0]));
        }
        if status.starts_with('2') && !types.is_empty() {
            bodies.push(status.clone());
        }
    }
    if bodies.len() > 1 {
        at.report(
            findings,
            "success-responses",
            format!("several success responses have a body ({})", bodies.join(", ")),
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
        let document = json!({"paths": {path: {"post": operation}}, "components": {"schemas": {"L": {"type": "array"}}}});
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
        let twice = json!({"name": "a", "in": "query", "schema": {}});
        assert_eq!(
            rules(json!({"parameters": [twice, twice], "responses": {}}), "/a"),
            ["parameter-duplicate"]
        );
        assert_eq!(rules(json!({"responses": {}}), "a"), ["path-slash-missing"]);
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
        check(&document, &mut findings);
        let found: Vec<_> = findings.iter().map(ToString::to_string).collect();
        assert!(found[0].starts_with("security-missing: GET /a (getA): "), "{found:?}");
        assert!(
            found[1].contains("is declared twice.\n    at #/paths/~1a/parameters/1\n    hint: "),
            "{found:?}"
        );
    }
}
