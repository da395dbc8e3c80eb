//! JSON is called `application/json` and has a schema; request bodies are required and JSON.
//!
//! Reason: `*/*` is how some generators of documents write JSON, and our generator returns bytes for it; it
//! panics on a body without a schema and on a second type of a request. Structured types
//! (`application/hal+json`) are JSON in responses. In requests they are not: the service expects that content
//! type. A declared request body is there to be sent, and the generator requires it anyway.

use serde_json::{Map, Value, json};

use openapi_review::document::walk;

/// Renames spellings of JSON, lets a JSON body without schema be any JSON, and keeps only JSON of a request
/// that has it.
pub fn rewrite(document: &mut Value) -> usize {
    let mut changes = 0;
    walk::operations_mut(document, |_, _, node| {
        if let Some(body) = node.get_mut("requestBody").and_then(Value::as_object_mut) {
            changes += usize::from(body.insert("required".into(), true.into()) != Some(Value::Bool(true)));
            changes += rename(body, walk::is_json);
            if let Some(Value::Object(content)) = body.get_mut("content")
                && content.len() > 1
                && let Some(json) = content.remove("application/json")
            {
                *content = Map::from_iter([("application/json".to_owned(), json)]);
                changes += 1;
            }
        }
        for response in
            node.get_mut("responses").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut)
        {
            changes +=
                response.as_object_mut().map_or(0, |response| rename(response, walk::is_json_response));
        }
    });
    changes
}

fn rename(body: &mut Map<String, Value>, is_json: fn(&str) -> bool) -> usize {
    let Some(Value::Object(content)) = body.get_mut("content") else { return 0 };
    let mut changes = 0;
    for (media, mut node) in std::mem::take(content) {
        let json = is_json(&media);
        if let Some(node) = node.as_object_mut().filter(|node| json && !node.contains_key("schema")) {
            node.insert("schema".into(), json!({}));
            changes += 1;
        }
        let name = if json { "application/json".to_owned() } else { media.clone() };
        changes += usize::from(name != media);
        content.entry(name).or_insert(node);
    }
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_one_spelling_and_other_types_stay() {
        let schema = json!({"schema": {"type": "string"}});
        let mut document = json!({"paths": {"/a": {"post": {
            "requestBody": {"required": true, "content": {"application/json; charset=utf-8": schema}},
            "responses": {"200": {"content": {"*/*": {}}}, "202": {"content": {"text/csv": schema}}, "204": {},
                "default": {"content": {"application/problem+json": schema}}}}}}});
        assert_eq!(rewrite(&mut document), 4);
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
        assert_eq!(rewrite(&mut document), 3);
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
}
