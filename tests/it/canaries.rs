//! Tiny documents on which the generator itself panics, refuses, or writes code that would fail on the wire.
//!
//! Each states what progenitor does with the document as it is. When an upgrade changes one of these, the test fails and says
//! which pass or lint rule can be dropped, or which new trap has appeared. What the pipeline makes of the same documents is
//! tested beside the passes and the lint rules.

use serde_json::{Value, json};
use xtask::generator::progenitor;

/// What progenitor makes of a document: its code, or why it refuses.
fn progenitor_on(document: &Value) -> Result<String, String> {
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

fn with_member(member: Value) -> Value {
    document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "required": ["m"], "properties": {"m": member}}}),
    )
}

fn panics(document: &Value, message: &str) {
    let error = progenitor_on(document).unwrap_err();
    assert!(error.contains("progenitor panicked") && error.contains(message), "{error}");
}

fn refuses(document: &Value, message: &str) {
    let error = progenitor_on(document).unwrap_err();
    assert!(!error.contains("panicked") && error.contains(message), "{error}");
}

fn writes(document: &Value, code: &str) {
    let written = progenitor_on(document).unwrap();
    assert!(written.contains(code), "{code} is not in\n{written}");
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
fn a_range_beside_a_default_is_understood() {
    writes(&with_responses(json!({"2XX": typed("A"), "default": typed("B")})), "Error<types::B>");
}

#[test]
fn a_lone_default_is_success_and_error_at_once() {
    writes(
        &with_responses(json!({"default": typed("A")})),
        "Result<ResponseValue<types::A>, Error<types::A>>",
    );
}

#[test]
fn values_that_differ_by_case_alone_panic() {
    panics(&with_member(json!({"type": "string", "enum": ["SETUP", "setup"]})), "");
}

#[test]
fn several_request_types_panic_and_others_than_json_are_refused() {
    let body = |content: Value| {
        document(
            json!({"operationId": "a", "requestBody": {"required": true, "content": content}, "responses": {"200": typed("A")}}),
            json!({"A": {"type": "object", "properties": {}}}),
        )
    };
    let schema = json!({"schema": {"$ref": "#/components/schemas/A"}});
    panics(&body(json!({"application/json": schema, "text/csv": schema})), "not yet implemented");
    refuses(&body(json!({"multipart/form-data": schema})), "unexpected content type");
    refuses(&body(json!({"application/merge-patch+json": schema})), "unexpected content type");
}

#[test]
fn an_optional_body_becomes_required_without_a_word() {
    let optional = json!({"operationId": "a", "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}, "responses": {"200": typed("A")}});
    writes(
        &document(optional, json!({"A": {"type": "object", "properties": {"x": {"type": "string"}}}})),
        "body: &'a types::A",
    );
}

#[test]
fn unusual_parameters_are_refused_or_panic() {
    let schema = json!({"type": "string"});
    refuses(
        &with_parameter(
            json!({"name": "p", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        ),
        "style",
    );
    refuses(
        &with_parameter(
            json!({"name": "p", "in": "query", "content": {"application/json": {"schema": schema}}}),
        ),
        "content",
    );
    refuses(&with_parameter(json!({"name": "p", "in": "cookie", "schema": schema})), "cookie");
    let mut optional = with_parameter(json!({"name": "id", "in": "path", "schema": schema}));
    optional["paths"] = json!({"/a/{id}": optional["paths"]["/a"].take()});
    panics(&optional, "");
}

#[test]
fn a_list_that_should_be_joined_by_commas_is_sent_repeated() {
    let list = json!({"type": "array", "items": {"type": "string"}});
    let exploded =
        progenitor_on(&with_parameter(json!({"name": "p", "in": "query", "explode": true, "schema": list})))
            .unwrap();
    let joined =
        progenitor_on(&with_parameter(json!({"name": "p", "in": "query", "explode": false, "schema": list})))
            .unwrap();
    assert_eq!(
        exploded, joined,
        "explode: false is no longer ignored; the lint rule parameter-explode can go"
    );
}

#[test]
fn newer_documents_and_missing_ids_are_refused() {
    let mut newer = with_responses(json!({"200": typed("A")}));
    newer["openapi"] = "3.1.0".into();
    refuses(&newer, "invalid version");
    let mut nameless = with_responses(json!({"200": typed("A")}));
    nameless["paths"]["/a"]["post"].as_object_mut().unwrap().remove("operationId");
    refuses(&nameless, "operation");
}

#[test]
fn an_unasked_header_is_added_to_every_request() {
    writes(&with_responses(json!({"200": typed("A")})), "from_static(\"api-version\")");
}

#[test]
fn numbers_become_floats_and_bounds_become_types() {
    writes(&with_member(json!({"type": "number"})), "pub m: f64");
    writes(&with_member(json!({"type": "integer", "minimum": 1})), "NonZeroU64");
    writes(&with_member(json!({"type": "string", "pattern": "^a$"})), "pub m: AM");
    writes(&with_member(json!({"type": "string", "minLength": 2})), "pub m: AM");
}

#[test]
fn enumerations_are_closed() {
    let written = progenitor_on(&with_member(json!({"type": "string", "enum": ["a", "b"]}))).unwrap();
    assert!(
        written.contains("pub enum AM {") && written.contains("Err(\"invalid value\".into())"),
        "{written}"
    );
}

#[test]
fn an_object_without_a_shape_is_read_as_an_object() {
    writes(&with_member(json!({"type": "object"})), "::serde_json::Map<");
}

#[test]
fn added_members_are_refused_where_additional_ones_are_forbidden() {
    let closed = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "additionalProperties": false, "properties": {"x": {"type": "string"}}}}),
    );
    writes(&closed, "deny_unknown_fields");
}

#[test]
fn an_optional_list_hides_whether_it_was_there() {
    let optional = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "properties": {"m": {"type": "array", "items": {"type": "string"}}}}}),
    );
    writes(&optional, "pub m: ::std::vec::Vec<");
}

#[test]
fn a_default_is_filled_in_on_reading() {
    let defaulted = document(
        json!({"operationId": "a", "responses": {"200": typed("A")}}),
        json!({"A": {"type": "object", "properties": {"m": {"type": "string", "default": "x"}}}}),
    );
    writes(&defaulted, "#[serde(default = \"defaults::a_m\")]\n        pub m: ::std::string::String");
}

#[test]
fn a_new_optional_parameter_changes_the_signature() {
    let signature = |names: &[&str]| {
        let parameters: Vec<_> = names
            .iter()
            .map(|name| json!({"name": name, "in": "query", "schema": {"type": "string"}}))
            .collect();
        let written = progenitor_on(&document(
            json!({"operationId": "a", "parameters": parameters, "responses": {"200": typed("A")}}),
            json!({"A": {"type": "object", "properties": {}}}),
        ))
        .unwrap();
        written.matches("Option<&'a str>").count()
    };
    assert_eq!((signature(&["x"]), signature(&["x", "y"])), (1, 2));
}

#[test]
fn a_json_body_without_a_schema_panics_and_a_wildcard_becomes_bytes() {
    let answering = |content: Value| with_responses(json!({"200": {"description": "d", "content": content}}));
    panics(&answering(json!({"application/json": {}})), "no schema");
    let schema = json!({"schema": {"$ref": "#/components/schemas/A"}});
    writes(&answering(json!({"*/*": schema})), "ResponseValue<ByteStream>");
    writes(&answering(json!({"application/json; charset=utf-8": schema})), "ResponseValue<types::A>");
}

#[test]
fn parameters_of_one_name_are_merged_or_clash() {
    let parameter = |place: &str| json!({"name": "id", "in": place, "schema": {"type": "string"}});
    let twice = json!({"operationId": "a", "parameters": [parameter("query"), parameter("header")], "responses": {"200": typed("A")}});
    let written =
        progenitor_on(&document(twice, json!({"A": {"type": "object", "properties": {}}}))).unwrap();
    assert_eq!(written.matches("id: Option<&'a str>").count(), 1, "the other one is lost");
}

#[test]
fn a_negated_schema_panics() {
    panics(&with_member(json!({"not": {"type": "string"}})), "not yet implemented");
}
