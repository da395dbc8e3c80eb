//! Operations have one body, one success response, no credentials, and names by method and path.
//!
//! * [`bodies`]: JSON is called `application/json` and has a schema; request bodies are required and JSON.
//!   `*/*` is how some generators of documents write JSON, and our generator returns bytes for it; it panics
//!   on a body without a schema and on a second type of a request. Structured types (`application/hal+json`)
//!   are JSON in responses. In requests they are not: the service expects that content type.
//! * [`responses`]: the generator panics on two response types, takes a lone `default` for success and error
//!   at once, and turns a typed error whose body is not JSON into a failure without status and headers. With
//!   `2XX` as the only response, every other response reaches the caller unchanged: status, headers and body.
//!   `2XX` instead of `200`, so that a service that begins to return 201 keeps its clients. Declared errors
//!   stay readable under `x-error-responses`.
//! * [`auth_parameters`]: credentials declared as header parameters become security schemes. A header that
//!   every operation needs, with the same value, belongs into the client, not into the arguments of every
//!   method. `Authorization` is one wherever it appears; another header is one if more than half of the
//!   operations declare it. A header that is declared as a parameter of requests although the service sends
//!   it (a correlation id) stays: it is not on that many operations.
//! * [`names`]: `list_customers`, `get_customer`, `create_customer`, ... Published ids follow no scheme, can
//!   mislead, and change between versions although the operation does not. The verb depends on the method,
//!   and on a list as the response. The nouns are those of the path. A POST to another path than that of a
//!   collection keeps its published id, in snake case. An overlay can set the name with `x-name`. The
//!   published id is stored as `x-published-operation-id`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use heck::ToSnakeCase;
use openapi_review::document::walk;
use serde_json::{Map, Value, json};

use super::{each_operation, inline};
use crate::nodes::{entries_mut, items, items_mut, single};

pub(super) fn bodies(document: &mut Value) {
    walk::operations_mut(document, |_, _, node| {
        if let Some(Value::Object(body)) = node.get_mut("requestBody") {
            body.insert("required".into(), true.into());
            rename(body.get_mut("content"), walk::is_json);
            if let Some(Value::Object(content)) = body.get_mut("content")
                && content.len() > 1
                && let Some(json) = content.remove("application/json")
            {
                *content = Map::from_iter([("application/json".to_owned(), json)]);
            }
        }
        for (_, response) in entries_mut(node.get_mut("responses")) {
            rename(response.get_mut("content"), walk::is_json_response);
        }
    });
}

fn rename(content: Option<&mut Value>, is_json: fn(&str) -> bool) {
    let Some(Value::Object(content)) = content else { return };
    for (media, mut node) in std::mem::take(content) {
        let json = is_json(&media);
        if let Some(node) = node.as_object_mut().filter(|_| json) {
            node.entry("schema").or_insert_with(|| json!({}));
        }
        content.entry(if json { "application/json".to_owned() } else { media }).or_insert(node);
    }
}

pub(super) fn responses(document: &mut Value) -> Result<()> {
    each_operation(document, |node| {
        let (success, errors) = match node.remove("responses") {
            Some(Value::Object(responses)) => split(responses)?,
            _ => split(Map::new())?,
        };
        node.insert("responses".into(), single("2XX", success));
        if !errors.is_empty() {
            node.insert("x-error-responses".into(), Value::Object(errors));
        }
        Ok(())
    })
}

/// Returns the success response, and all others by status.
///
/// The success is the lowest 2xx with a body, else the lowest 2xx, else `default`. Another one without a body
/// (204 next to 200) needs no type; another one with a body is kept with the errors, where lint finds it.
fn split(mut responses: Map<String, Value>) -> Result<(Value, Map<String, Value>)> {
    let has_body =
        |response: &Value| response["content"].as_object().is_some_and(|content| !content.is_empty());
    let successes: Vec<_> = responses.keys().filter(|status| status.starts_with('2')).cloned().collect();
    let with_body = successes.iter().find(|status| has_body(&responses[*status]));
    let chosen = with_body.or(successes.first()).map_or("default", String::as_str);
    let success = responses.remove(chosen);
    let mut success = success.context("there is no success response; add one in an overlay")?;
    responses.retain(|status, response| !status.starts_with('2') || has_body(response));
    if let Some(map) = success.as_object_mut() {
        map.entry("description").or_insert_with(|| "Success.".into());
    }
    Ok((success, responses))
}

pub(super) fn auth_parameters(document: &mut Value) {
    let total = walk::operations(document).count();
    // By name in lower case, with the first spelling: header names have no case.
    let mut uses: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for operation in walk::operations(document) {
        for name in items(operation.node.get("parameters")).filter_map(header) {
            uses.entry(name.to_ascii_lowercase()).or_insert_with(|| (name.to_owned(), 0)).1 += 1;
        }
    }
    uses.retain(|name, (_, count)| name == "authorization" || *count * 2 > total);
    let mut descriptions: BTreeMap<String, Value> = BTreeMap::new();
    walk::operations_mut(document, |_, _, node| {
        let Some(Value::Array(parameters)) = node.get_mut("parameters") else { return };
        let mut moved = Vec::new();
        parameters.retain(|parameter| {
            let key = header(parameter).unwrap_or_default().to_ascii_lowercase();
            let Some((name, _)) = uses.get(&key) else { return true };
            moved.push(name.clone());
            if let Some(description) = parameter.get("description") {
                descriptions.entry(key).or_insert_with(|| description.clone());
            }
            false
        });
        if parameters.is_empty() {
            node.remove("parameters");
        }
        // Both at once: every alternative of the operation's security needs the header as well.
        moved.retain(|name| !name.eq_ignore_ascii_case("authorization"));
        if !moved.is_empty() {
            let security = node.entry("security").or_insert_with(|| json!([{}]));
            for alternative in items_mut(Some(security)).filter_map(Value::as_object_mut) {
                alternative.extend(moved.iter().map(|name| (name.clone(), json!([]))));
            }
        }
    });
    for (key, (name, _)) in uses.iter().filter(|(key, _)| *key != "authorization") {
        let scheme = &mut document["components"]["securitySchemes"][name.as_str()];
        *scheme = json!({"type": "apiKey", "in": "header", "name": name});
        if let Some(description) = descriptions.remove(key) {
            scheme["description"] = description;
        }
    }
}

fn header(parameter: &Value) -> Option<&str> {
    parameter["name"].as_str().filter(|_| parameter["in"] == "header")
}

/// Names every operation; fails if two would have the same name.
pub(super) fn names(document: &mut Value) -> Result<()> {
    let name = |operation: walk::Operation<'_>| match operation.node.get("x-name").and_then(Value::as_str) {
        Some(given) => given.to_owned(),
        None => derive(document, &operation),
    };
    let titles = walk::operations(document).map(|operation| (name(operation), operation.title()));
    let titles: Vec<_> = titles.collect();
    let mut taken = BTreeMap::new();
    for (name, title) in &titles {
        if let Some(other) = taken.insert(name, title) {
            bail!(
                "{other} and {title} would both be called {name}; name one of them with `x-name` in an overlay"
            );
        }
    }
    let mut names = titles.iter().map(|(name, _)| name.as_str());
    walk::operations_mut(document, |_, _, node| {
        node.remove("x-name");
        let name = names.next().unwrap_or_default();
        let published = node.insert("operationId".into(), name.into());
        if let Some(published) = published.filter(|published| published != name) {
            node.insert("x-published-operation-id".into(), published);
        }
    });
    Ok(())
}

fn derive(document: &Value, operation: &walk::Operation<'_>) -> String {
    let mut segments = operation.path.split('/').filter(|segment| !segment.is_empty());
    let on_item = segments.clone().next_back().is_some_and(|segment| segment.starts_with('{'));
    let last = segments.rfind(|segment| !segment.starts_with('{'));
    let parents = segments.filter(|segment| !segment.starts_with('{'));
    let published = || operation.id().unwrap_or_default().to_snake_case();
    let Some(last) = last else { return published() };
    let is_created = inline::is_plural(last) && !on_item;
    let verb = match operation.method {
        "get" if !on_item && inline::is_list(document, operation) => "list",
        "post" if is_created => "create",
        "post" => return published(),
        "patch" => "update",
        "put" => "replace",
        other => other,
    };
    let is_one = on_item || verb == "create";
    let mut words = vec![verb.to_owned()];
    words.extend(parents.map(inline::singular));
    words.push(if is_one { inline::singular(last) } else { last.to_owned() });
    words.join("_").to_snake_case()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_one_media_type() {
        let schema = json!({"schema": {"type": "string"}});
        let mut document = json!({"paths": {"/a": {"post": {
            "requestBody": {"required": true, "content": {"application/json; charset=utf-8": schema}},
            "responses": {"200": {"content": {"*/*": {}}}, "202": {"content": {"text/csv": schema}}, "204": {},
                "default": {"content": {"application/problem+json": schema}}}}}}});
        bodies(&mut document);
        let operation = &document["paths"]["/a"]["post"];
        assert_eq!(operation["requestBody"]["content"], json!({"application/json": schema}));
        assert_eq!(operation["responses"]["200"]["content"], json!({"application/json": {"schema": {}}}));
        assert_eq!(operation["responses"]["202"]["content"], json!({"text/csv": schema}));
        assert_eq!(operation["responses"]["default"]["content"], json!({"application/json": schema}));
    }

    #[test]
    fn requests_keep_json_only_and_are_required() {
        let body = |content: Value| json!({"requestBody": {"content": content}});
        let mut document = json!({"paths": {"/a": {"get": {}, "post": body(json!({"text/xml": {}, "application/json": {"schema": {}}})),
            "patch": body(json!({"application/merge-patch+json": {}}))}}});
        bodies(&mut document);
        let item = &document["paths"]["/a"];
        assert_eq!(
            item["post"]["requestBody"],
            json!({"required": true, "content": {"application/json": {"schema": {}}}})
        );
        assert_eq!(
            item["patch"]["requestBody"],
            json!({"required": true, "content": {"application/merge-patch+json": {}}})
        );
    }

    fn rewritten(responses: Value) -> Result<Value> {
        let mut document = json!({"paths": {"/a": {"get": {"responses": responses}}}});
        super::responses(&mut document)?;
        Ok(document["paths"]["/a"]["get"].take())
    }

    #[test]
    fn lone_default_is_success() {
        let operation =
            rewritten(json!({"default": {"description": "d", "content": {"application/json": {}}}})).unwrap();
        assert_eq!(
            operation,
            json!({"responses": {"2XX": {"description": "d", "content": {"application/json": {}}}}})
        );
    }

    #[test]
    fn default_next_to_success_is_error() {
        let body = json!({"description": "d", "content": {"application/json": {}}});
        let operation = rewritten(
            json!({"200": body, "204": {"description": "n"}, "404": {"description": "e"}, "default": body}),
        )
        .unwrap();
        assert_eq!(operation["responses"], json!({"2XX": body}));
        assert_eq!(operation["x-error-responses"], json!({"404": {"description": "e"}, "default": body}));
    }

    #[test]
    fn second_success_with_body_is_kept() {
        let body = json!({"description": "d", "content": {"application/json": {}}});
        let operation = rewritten(json!({"200": body, "201": body})).unwrap();
        assert!(operation["x-error-responses"].get("201").is_some());
    }

    #[test]
    fn missing_success_error_names_operation() {
        let error = format!("{:#}", rewritten(json!({"404": {"description": "e"}})).unwrap_err());
        assert!(error.starts_with("GET /a: there is no success response"), "{error}");
    }

    #[test]
    fn shared_header_becomes_security_scheme() {
        let key = json!({"name": "X-Key", "in": "header", "description": "The key.", "required": true});
        let once = json!({"name": "X-Once", "in": "header"});
        let authorization = json!({"name": "Authorization", "in": "header"});
        let mut document = json!({"components": {}, "paths": {"/a": {
            "get": {"parameters": [key, once], "security": [{"Bearer": []}]},
            "post": {"parameters": [key], "security": [{"Basic": []}]},
            "patch": {"parameters": [authorization]}}}});
        auth_parameters(&mut document);
        let item = &document["paths"]["/a"];
        assert_eq!(item["get"], json!({"parameters": [once], "security": [{"Bearer": [], "X-Key": []}]}));
        assert_eq!(item["post"], json!({"security": [{"Basic": [], "X-Key": []}]}));
        assert_eq!(item["patch"], json!({}));
        assert_eq!(
            document["components"]["securitySchemes"],
            json!({"X-Key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "The key."}})
        );
    }

    fn named(paths: Value) -> Result<Vec<String>> {
        let mut document = json!({"paths": paths, "components": {"schemas": {
            "List": {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}, "pagination": {}}},
            "Row": {"type": "object", "properties": {}}}}});
        names(&mut document)?;
        Ok(walk::operations(&document).filter_map(|operation| operation.id()).map(str::to_owned).collect())
    }

    fn responding(id: &str, schema: &str) -> Value {
        json!({"operationId": id, "responses": {"2XX": {"content": {"application/json": {"schema":
            {"$ref": format!("#/components/schemas/{schema}")}}}}}})
    }

    #[test]
    fn names_follow_method_and_path() {
        let names = named(json!({
            "/customers": {"get": responding("getCustomers", "List"), "post": responding("x", "Row")},
            "/customers/{id}": {"get": responding("getCustomerById", "Row"), "patch": responding("x", "Row"), "put": {}, "delete": {}},
            "/resellers/{id}/customers": {"get": responding("x", "List"), "post": responding("x", "Row")},
            "/orders/estimate": {"post": responding("estimateOrder", "Row")},
            "/service-categories": {"get": responding("x", "List"), "post": {}},
            "/health": {"get": responding("x", "Row")},
        }))
        .unwrap();
        assert_eq!(
            names,
            [
                "list_customers",
                "create_customer",
                "get_customer",
                "replace_customer",
                "delete_customer",
                "update_customer",
                "list_reseller_customers",
                "create_reseller_customer",
                "estimate_order",
                "list_service_categories",
                "create_service_category",
                "get_health",
            ]
        );
    }

    #[test]
    fn overlay_renames_operation_clash_is_rejected() {
        assert_eq!(
            named(json!({"/a": {"get": {"operationId": "b", "x-name": "see_a"}}})).unwrap(),
            ["see_a"]
        );
        let clash = json!({"/a": {"get": {"x-name": "n"}}, "/b": {"get": {"x-name": "n"}}});
        assert!(
            named(clash).unwrap_err().to_string().starts_with("GET /a and GET /b would both be called n")
        );
    }

    #[test]
    fn published_id_is_kept() {
        let mut document = json!({"paths": {"/a": {"patch": {"operationId": "getB_1"}}}});
        names(&mut document).unwrap();
        assert_eq!(document["paths"]["/a"]["patch"]["x-published-operation-id"], "getB_1");
    }

    #[test]
    fn plurals_of_paths_are_recognized() {
        for (plural, one) in [
            ("customers", "customer"),
            ("service-categories", "service-category"),
            ("addresses", "address"),
            ("boxes", "box"),
        ] {
            assert_eq!(inline::singular(plural), one);
            assert!(inline::is_plural(plural));
        }
        for noun in ["token", "status", "access", "specialPricing", "{ids}"] {
            assert!(!inline::is_plural(noun), "{noun}");
        }
    }
}
