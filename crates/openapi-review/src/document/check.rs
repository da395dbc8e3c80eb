//! Is this a whole OpenAPI document? And what is odd about it?

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use serde_json::{Map, Value};

use crate::{document::walk, version::ApiVersion};

/// Refuses the page that a web server sends instead of a file.
///
/// # Errors
/// When the text starts like HTML or XML.
pub fn not_html(text: &str) -> Result<()> {
    if text.trim_start().starts_with('<') {
        bail!(
            "the text is an HTML page and no specification; open the address in a browser to see what it says"
        );
    }
    Ok(())
}

/// Refuses a document that is not OpenAPI 3, or of which a part is missing.
///
/// A truncated YAML file is often valid YAML. What gives it away are references to things that stood further down,
/// and objects without the members that OpenAPI requires.
///
/// # Errors
/// Names the first thing that is missing, by its JSON Pointer.
pub fn complete(document: &Value) -> Result<()> {
    match document.get("openapi").map(|version| version.as_str().unwrap_or_default()) {
        Some(version) if version.starts_with("3.") => {}
        Some(version) => bail!("the document says OpenAPI {version}; only 3.x is understood"),
        None => bail!("the text has no `openapi` member and so is no OpenAPI 3 document"),
    }
    for member in ["info", "paths"] {
        if !document.get(member).is_some_and(Value::is_object) {
            bail!("the document has no `{member}` mapping; it may be cut off");
        }
    }
    if walk::operations(document).next().is_none() {
        bail!("the document has no operations; it may be cut off");
    }
    if document.get("components").is_some_and(|components| !components.is_object()) {
        bail!("`components` is not a mapping; the document may be cut off");
    }
    let mut missing = None;
    walk::every_object(document, &mut |place, map| {
        if missing.is_none() {
            missing = missing_part(document, place, map).map(|what| (place.pointer.clone(), what));
        }
    });
    if missing.is_none() {
        missing = walk::operations(document).find_map(|operation| {
            let scheme = required_schemes(&operation).find(|scheme| !has_scheme(document, scheme))?;
            Some((operation.pointer(), format!("requires the security scheme {scheme}, which is not there")))
        });
    }
    if let Some((place, what)) = missing {
        bail!("#{place} {what}; the document may be cut off");
    }
    Ok(())
}

fn required_schemes<'a>(operation: &walk::Operation<'a>) -> impl Iterator<Item = &'a String> {
    let alternatives = operation.node.get("security").and_then(Value::as_array).into_iter().flatten();
    alternatives.filter_map(Value::as_object).flat_map(Map::keys)
}

fn has_scheme(document: &Value, name: &str) -> bool {
    document.pointer("/components/securitySchemes").is_some_and(|schemes| schemes.get(name).is_some())
}

fn missing_part(document: &Value, place: &walk::Place<'_>, map: &Map<String, Value>) -> Option<String> {
    // What is data may be null; structure may not.
    let empty = map.iter().find(|(key, value)| {
        value.is_null() && (place.named || !matches!(key.as_str(), "example" | "default"))
    });
    if let Some((key, _)) = empty {
        return Some(format!("has an empty `{key}`"));
    }
    if place.named {
        return None;
    }
    if let Some(reference) = map.get("$ref").and_then(Value::as_str) {
        let inside = reference.strip_prefix('#');
        return (inside.is_some() && inside.and_then(|path| document.pointer(path)).is_none())
            .then(|| format!("refers to {reference}, which is not there"));
    }
    let has = |key: &str| map.get(key).is_some_and(|value| !value.is_null());
    let parent = place.pointer.rsplit('/').nth(1).unwrap_or_default();
    let lacks = |keys: &[&str]| keys.iter().find(|key| !has(key)).map(|key| format!("has no `{key}`"));
    match parent {
        "parameters" => lacks(&["name", "in"]).or_else(|| {
            (!has("schema") && !has("content")).then(|| "has neither `schema` nor `content`".into())
        }),
        "responses" => lacks(&["description"]),
        "securitySchemes" => match map.get("type").and_then(Value::as_str) {
            Some("http") => lacks(&["scheme"]),
            Some("apiKey") => lacks(&["name", "in"]),
            Some(_) => None,
            None => lacks(&["type"]),
        },
        _ if walk::METHODS.contains(&place.key) && place.pointer.starts_with("/paths/") => {
            lacks(&["responses"])
        }
        _ if map.get("type").and_then(Value::as_str) == Some("array") => lacks(&["items"]),
        _ => None,
    }
}

/// What is legal or can be lived with, but should be known: one sentence each.
#[must_use]
pub fn oddities(version: &ApiVersion, document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let stated = document.pointer("/info/version").and_then(Value::as_str).unwrap_or("none");
    if stated != version.to_string() {
        found.push(format!("the document states version {stated}, not {version}"));
    }
    let mut shapes: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut ids: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for path in document.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
        shapes.entry(template_shape(path)).or_default().push(path);
    }
    for operation in walk::operations(document) {
        if let Some(id) = operation.id() {
            ids.entry(id).or_default().push(operation.title());
        }
    }
    for paths in shapes.values().filter(|paths| paths.len() > 1) {
        found.push(format!("{} are one path under several names of its parameters", paths.join(" and ")));
    }
    for (id, titles) in ids.iter().filter(|(_, titles)| titles.len() > 1) {
        found.push(format!("the operation id {id} is given to {}", titles.join(" and ")));
    }
    found
}

/// A path with its parameter names left out: two paths of one shape are the same path.
fn template_shape(path: &str) -> String {
    let segments = path.trim_end_matches('/').split('/');
    segments
        .map(|segment| if segment.starts_with('{') { "{}" } else { segment })
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn notices_one_path_under_two_parameter_names_and_ids_given_twice() {
        let operation = json!({"operationId": "get", "responses": {}});
        let document = json!({"info": {"version": "1.15"},
            "paths": {"/a/{id}": {"get": operation}, "/a/{aId}": {"get": operation}}});
        assert_eq!(
            oddities(&"1.15".parse().unwrap(), &document),
            [
                "/a/{id} and /a/{aId} are one path under several names of its parameters",
                "the operation id get is given to GET /a/{id} and GET /a/{aId}",
            ]
        );
    }

    #[test]
    fn a_property_may_be_called_like_a_keyword() {
        let document = json!({"openapi": "3.0.3", "info": {}, "paths": {"/a": {"get": {"responses": {}}}},
            "components": {"schemas": {"responses": {"type": "object",
                "properties": {"parameters": {"type": "object"}, "responses": {"type": "string"}}}}}});
        complete(&document).unwrap();
    }
}
