//! Tests of progenitor with small documents that it rejects, panics on, or generates wrong code for.
//!
//! The passes and lint rules of xtask exist because of these defects. A test that fails after an upgrade of
//! progenitor names a pass or rule that is no longer needed, or a new defect. The tests of the passes and
//! rules use the same documents.

use serde_json::{Value, json};
use xtask::generator::progenitor;

/// Returns the code that progenitor generates for a document, or its error.
fn generate(document: &Value) -> Result<String, String> {
    match progenitor::tree(document) {
        Ok(file) => Ok(quote(&file)),
        Err(error) => Err(format!("{error:#}")),
    }
}

fn quote(file: &syn::File) -> String {
    prettyplease::unparse(file)
}

fn document(operation: Value, schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"post": operation}},
        "components": {"schemas": schemas}})
}

fn with_responses(responses: Value) -> Value {
    let shape = || json!({"type": "object", "properties": {"x": {"type": "string"}}});
    document(json!({"operationId": "a", "responses": responses}), json!({"A": shape(), "B": shape()}))
}

fn typed(name: &str) -> Value {
    json!({"description": "d", "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}})
}

fn empty() -> Value {
    json!({"description": "d"})
}

fn with_parameter(parameter: Value) -> Value {
    document(
        json!({"operationId": "a", "parameters": [parameter], "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "properties": {}}}),
    )
}

fn with_property(property: Value) -> Value {
    document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "required": ["m"], "properties": {"m": property}}}),
    )
}

fn panics(document: &Value, message: &str) {
    let error = generate(document).unwrap_err();
    assert!(error.contains("progenitor panicked") && error.contains(message), "{error}");
}

fn rejects(document: &Value, message: &str) {
    let error = generate(document).unwrap_err();
    assert!(!error.contains("panicked") && error.contains(message), "{error}");
}

fn generates(document: &Value, code: &str) {
    let generated = generate(document).unwrap();
    assert!(generated.contains(code), "{code} is not in\n{generated}");
}

const TWO_TYPES: &str = "response_types.len() <= 1";

#[test]
fn two_response_types_panic() {
    panics(&with_responses(json!({"200": typed("A"), "201": typed("B")})), TWO_TYPES);
    panics(&with_responses(json!({"200": typed("A"), "204": empty()})), TWO_TYPES);
    panics(&with_responses(json!({"200": typed("A"), "default": typed("B")})), TWO_TYPES);
    panics(&with_responses(json!({"200": typed("A"), "400": typed("B"), "401": empty()})), TWO_TYPES);
}

#[test]
fn status_range_with_default_is_accepted() {
    generates(&with_responses(json!({"2XX": typed("A"), "default": typed("B")})), "Error<types::B>");
}

#[test]
fn single_default_is_success_and_error() {
    generates(
        &with_responses(json!({"default": typed("A")})),
        "Result<ResponseValue<types::A>, Error<types::A>>",
    );
}

#[test]
fn enum_values_differing_by_case_panic() {
    panics(&with_property(json!({"type": "string", "enum": ["SETUP", "setup"]})), "");
}

#[test]
fn request_types_other_than_json_fail() {
    let body = |content: Value| {
        document(
            json!({"operationId": "a", "requestBody": {"required": true, "content": content}, "responses": {"200": typed("A")}}),
            json!({"A": {"type": "object", "properties": {}}}),
        )
    };
    let schema = json!({"schema": {"$ref": "#/components/schemas/A"}});
    panics(&body(json!({"application/json": schema, "text/csv": schema})), "not yet implemented");
    rejects(&body(json!({"multipart/form-data": schema})), "unexpected content type");
    rejects(&body(json!({"application/merge-patch+json": schema})), "unexpected content type");
}

#[test]
fn optional_body_becomes_required() {
    let optional = json!({"operationId": "a", "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}, "responses": {"200": typed("A")}});
    generates(
        &document(optional, json!({"A": {"type": "object", "properties": {"x": {"type": "string"}}}})),
        "body: &'a types::A",
    );
}

#[test]
fn unusual_parameters_fail() {
    let schema = json!({"type": "string"});
    rejects(
        &with_parameter(
            json!({"name": "p", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        ),
        "style",
    );
    rejects(
        &with_parameter(
            json!({"name": "p", "in": "query", "content": {"application/json": {"schema": schema}}}),
        ),
        "content",
    );
    rejects(&with_parameter(json!({"name": "p", "in": "cookie", "schema": schema})), "cookie");
    let mut optional = with_parameter(json!({"name": "id", "in": "path", "schema": schema}));
    optional["paths"] = json!({"/a/{id}": optional["paths"]["/a"].take()});
    panics(&optional, "");
}

#[test]
fn comma_separated_list_is_sent_repeated() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let exploded =
        generate(&with_parameter(json!({"name": "p", "in": "query", "explode": true, "schema": list})))
            .unwrap();
    let joined =
        generate(&with_parameter(json!({"name": "p", "in": "query", "explode": false, "schema": list})))
            .unwrap();
    assert_eq!(
        exploded, joined,
        "explode: false is no longer ignored; the lint rule parameter-explode can go"
    );
}

#[test]
fn new_versions_and_missing_ids_fail() {
    let mut newer = with_responses(json!({"200": typed("A")}));
    newer["openapi"] = "3.1.0".into();
    rejects(&newer, "invalid version");
    let mut nameless = with_responses(json!({"200": typed("A")}));
    nameless["paths"]["/a"]["post"].as_object_mut().unwrap().remove("operationId");
    rejects(&nameless, "operation");
}

#[test]
fn api_version_header_is_added() {
    generates(&with_responses(json!({"200": typed("A")})), "from_static(\"api-version\")");
}

#[test]
fn numbers_become_floats_and_bounds_become_types() {
    generates(&with_property(json!({"type": "number"})), "pub m: f64");
    generates(&with_property(json!({"type": "integer", "minimum": 1})), "NonZeroU64");
    generates(&with_property(json!({"type": "string", "pattern": "^a$"})), "pub m: AM");
    generates(&with_property(json!({"type": "string", "minLength": 2})), "pub m: AM");
}

#[test]
fn enums_are_closed() {
    let written = generate(&with_property(json!({"type": "string", "enum": ["a", "b"]}))).unwrap();
    assert!(
        written.contains("pub enum AM {") && written.contains("Err(\"invalid value\".into())"),
        "{written}"
    );
}

#[test]
fn object_without_properties_is_map() {
    generates(&with_property(json!({"type": "object"})), "::serde_json::Map<");
}

#[test]
fn forbidden_additional_properties_are_rejected() {
    let closed = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}}),
    );
    generates(&closed, "deny_unknown_fields");
}

#[test]
fn absent_optional_list_is_empty() {
    let optional = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "properties": {"m": {"type": "array", "items": {"type": "string"}}}}}),
    );
    generates(&optional, "pub m: ::std::vec::Vec<");
}

#[test]
fn default_value_is_decoded() {
    let defaulted = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "properties": {"m": {"type": "string", "default": "x"}}}}),
    );
    generates(&defaulted, "#[serde(default = \"defaults::a_m\")]\n        pub m: ::std::string::String");
}

#[test]
fn new_optional_parameter_changes_signature() {
    let signature = |names: &[&str]| {
        let parameters: Vec<_> = names
            .iter()
            .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}))
            .collect();
        let written = generate(&document(
            json!({"operationId": "a", "parameters": parameters, "responses": {"200": typed("A")}}),
            json!({"A": {"type": "object", "properties": {}}}),
        ))
        .unwrap();
        written.matches("Option<&'a str>").count()
    };
    assert_eq!((signature(&["x"]), signature(&["x", "y"])), (1, 2));
}

#[test]
fn json_without_schema_panics() {
    let returning = |content: Value| with_responses(json!({"200": {"description": "d", "content": content}}));
    panics(&returning(json!({"application/json": {}})), "no schema");
    let schema = json!({"schema": {"$ref": "#/components/schemas/A"}});
    generates(&returning(json!({"*/*": schema})), "ResponseValue<ByteStream>");
    generates(&returning(json!({"application/json; charset=utf-8": schema})), "ResponseValue<types::A>");
}

#[test]
fn parameters_with_same_name_are_merged() {
    let parameter = |location: &str| json!({"name": "id", "in": location, "schema": {"type": "string"}});
    let twice = json!({"operationId": "a", "parameters": [parameter("query"), parameter("header")], "responses": {"200": typed("A")}});
    let written = generate(&document(twice, json!({"A": {"type": "object", "properties": {}}}))).unwrap();
    assert_eq!(written.matches("id: Option<&'a str>").count(), 1, "the other parameter is lost");
}

#[test]
fn negated_schema_panics() {
    panics(&with_property(json!({"not": {"type": "string"}})), "not yet implemented");
}
