//! One success response for each operation; errors out of the generator's sight.
//!
//! Reason: the generator panics on two response types, takes a lone `default` for success and error at once,
//! and turns a typed error whose body is not JSON into a failure without status and headers. With `2XX` as
//! the only response, every other response reaches the caller as it came: status, headers and body. `2XX`
//! instead of `200`, so that a service that starts to answer 201 keeps its clients. Declared errors stay
//! readable under `x-error-responses`.

use anyhow::{Context, Result};
use serde_json::{Map, Value};

use openapi_review::document::walk;

/// Rewrites the responses of every operation.
///
/// # Errors
/// If an operation has no response that could be its success.
pub fn rewrite(document: &mut Value) -> Result<usize> {
    let mut changes = 0;
    let mut failure = None;
    walk::operations_mut(document, |path, method, node| {
        let responses = match node.remove("responses") {
            Some(Value::Object(responses)) => responses,
            _ => Map::new(),
        };
        match split(responses).with_context(|| format!("{} {path}", method.to_uppercase())) {
            Ok((success, errors)) => {
                node.insert("responses".into(), serde_json::json!({"2XX": success}));
                if !errors.is_empty() {
                    node.insert("x-error-responses".into(), Value::Object(errors));
                }
                changes += 1;
            }
            Err(error) => failure = Some(error),
        }
    });
    failure.map_or(Ok(changes), Err)
}

/// The success response, and all others by status.
///
/// The success is the lowest 2xx with a body, else the lowest 2xx, else `default`. A body-less twin (204
/// next to 200) needs no type of its own; another success with a body is kept with the errors, where the lint
/// finds it.
fn split(mut responses: Map<String, Value>) -> Result<(Value, Map<String, Value>)> {
    let has_body = |response: &Value| {
        response.get("content").and_then(Value::as_object).is_some_and(|map| !map.is_empty())
    };
    let successes: Vec<_> = responses.keys().filter(|status| status.starts_with('2')).cloned().collect();
    let chosen = successes
        .iter()
        .find(|status| has_body(&responses[*status]))
        .or(successes.first())
        .cloned()
        .or_else(|| responses.contains_key("default").then(|| "default".to_owned()))
        .context("there is no success response; add one in an overlay")?;
    let mut success = responses.remove(&chosen).context("the chosen response vanished")?;
    for status in successes.iter().filter(|status| **status != chosen) {
        if !has_body(&responses[status]) {
            responses.remove(status);
        }
    }
    if let Some(map) = success.as_object_mut() {
        map.entry("description").or_insert_with(|| "Success.".into());
    }
    Ok((success, responses))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rewritten(responses: Value) -> Result<Value> {
        let mut document = json!({"paths": {"/a": {"get": {"responses": responses}}}});
        rewrite(&mut document)?;
        Ok(document["paths"]["/a"]["get"].take())
    }

    #[test]
    fn a_lone_default_is_the_success() {
        let operation =
            rewritten(json!({"default": {"description": "d", "content": {"application/json": {}}}})).unwrap();
        assert_eq!(
            operation,
            json!({"responses": {"2XX": {"description": "d", "content": {"application/json": {}}}}})
        );
    }

    #[test]
    fn a_default_beside_a_success_is_an_error_and_an_empty_twin_is_dropped() {
        let body = json!({"description": "d", "content": {"application/json": {}}});
        let operation = rewritten(
            json!({"200": body, "204": {"description": "n"}, "404": {"description": "e"}, "default": body}),
        )
        .unwrap();
        assert_eq!(operation["responses"], json!({"2XX": body}));
        assert_eq!(operation["x-error-responses"], json!({"404": {"description": "e"}, "default": body}));
    }

    #[test]
    fn a_second_success_with_a_body_is_kept_in_sight() {
        let body = json!({"description": "d", "content": {"application/json": {}}});
        let operation = rewritten(json!({"200": body, "201": body})).unwrap();
        assert!(operation["x-error-responses"].get("201").is_some());
    }

    #[test]
    fn names_the_operation_without_a_success() {
        let error = format!("{:#}", rewritten(json!({"404": {"description": "e"}})).unwrap_err());
        assert!(error.starts_with("GET /a: there is no success response"), "{error}");
    }
}
