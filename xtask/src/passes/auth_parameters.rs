//! Credentials declared as header parameters become security schemes.
//!
//! Reason: a header that every operation needs, with the same value, belongs into the client. As a parameter
//! it would be an argument of every method, and would stand in every caller's code. `Authorization` is one
//! wherever it appears; another header is taken for one when more than half of the operations declare it. A
//! header that is declared as a parameter of requests although the service sends it (a correlation id) is
//! left alone: it is not on that many operations.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use openapi_review::document::walk;

/// Moves header parameters that carry credentials into security schemes and requirements.
pub fn rewrite(document: &mut Value) -> usize {
    let total = walk::operations(document).count();
    // By name in lower case, with the first spelling: header names have no case.
    let mut uses: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for operation in walk::operations(document) {
        for name in operation
            .node
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(header)
        {
            uses.entry(name.to_ascii_lowercase()).or_insert_with(|| (name.to_owned(), 0)).1 += 1;
        }
    }
    uses.retain(|name, (_, count)| name == "authorization" || *count * 2 > total);

    let mut changes = 0;
    let mut texts: BTreeMap<String, Value> = BTreeMap::new();
    walk::operations_mut(document, |_, _, node| {
        let Some(Value::Array(parameters)) = node.get_mut("parameters") else { return };
        let mut moved = Vec::new();
        parameters.retain(|parameter| match header(parameter) {
            Some(name) if uses.contains_key(&name.to_ascii_lowercase()) => {
                let name = name.to_ascii_lowercase();
                moved.push(uses[&name].0.clone());
                if let Some(text) = parameter.get("description") {
                    texts.entry(name).or_insert_with(|| text.clone());
                }
                false
            }
            _ => true,
        });
        if parameters.is_empty() {
            node.remove("parameters");
        }
        changes += moved.len();
        // Both at once: every alternative of the operation's security needs the header as well.
        moved.retain(|name| !name.eq_ignore_ascii_case("authorization"));
        if !moved.is_empty() {
            let security = node.entry("security").or_insert_with(|| json!([{}]));
            for alternative in security.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut)
            {
                alternative.extend(moved.iter().map(|name| (name.clone(), json!([]))));
            }
        }
    });
    for (key, (name, _)) in uses.iter().filter(|(key, _)| *key != "authorization") {
        let scheme = &mut document["components"]["securitySchemes"][name.as_str()];
        *scheme = json!({"type": "apiKey", "in": "header", "name": name});
        if let Some(text) = texts.remove(key) {
            scheme["description"] = text;
        }
    }
    changes
}

fn header(parameter: &Value) -> Option<&str> {
    (parameter.get("in")?.as_str()? == "header").then(|| parameter.get("name")?.as_str()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_the_header_that_most_operations_share_and_leaves_the_rest() {
        let key = json!({"name": "X-Key", "in": "header", "description": "The key.", "required": true});
        let once = json!({"name": "X-Once", "in": "header"});
        let authorization = json!({"name": "Authorization", "in": "header"});
        let mut document = json!({"components": {}, "paths": {"/a": {
            "get": {"parameters": [key, once], "security": [{"Bearer": []}]},
            "post": {"parameters": [key], "security": [{"Basic": []}]},
            "patch": {"parameters": [authorization]}}}});
        assert_eq!(rewrite(&mut document), 3);
        let item = &document["paths"]["/a"];
        assert_eq!(item["get"], json!({"parameters": [once], "security": [{"Bearer": [], "X-Key": []}]}));
        assert_eq!(item["post"], json!({"security": [{"Basic": [], "X-Key": []}]}));
        assert_eq!(item["patch"], json!({}));
        assert_eq!(
            document["components"]["securitySchemes"],
            json!({"X-Key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "The key."}})
        );
    }
}
