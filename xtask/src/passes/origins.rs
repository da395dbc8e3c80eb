//! The places in the published document from which a node of the effective document comes.
//!
//! The passes move, copy and merge nodes. A node that was marked before keeps its pointer under `x-origin`
//! through all of that, so that the generator can say which property of the published document a field comes
//! from. Only reviews mark; `openapi/effective.yaml` has no marks.

use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value};

/// The key under which a node keeps its pointers in the published document while overlays and passes move it.
pub const ORIGIN: &str = "x-origin";

/// Adds its pointer to every schema and parameter that has none.
pub fn mark(document: &mut Value) {
    walk::every_schema_at_mut(document, &mut |at, schema| {
        // A reference stays one, except as a property, where the passes wrap it in any case.
        if !schema.contains_key("$ref") || at.rsplit('/').nth(1) == Some("properties") {
            add(schema, at);
        }
    });
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        let at = pointer::join("/paths", path);
        mark_list(item, &at);
        for method in walk::METHODS {
            if let Some(operation) = item.get_mut(*method) {
                mark_list(operation, &format!("{at}/{method}"));
            }
        }
    }
    let shared = document.pointer_mut("/components/parameters").and_then(Value::as_object_mut);
    for (name, parameter) in shared.into_iter().flatten() {
        if let Some(parameter) = parameter.as_object_mut() {
            add(parameter, &pointer::join("/components/parameters", name));
        }
    }
}

fn mark_list(node: &mut Value, at: &str) {
    let parameters = node.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten();
    for (index, parameter) in parameters.enumerate() {
        if let Some(parameter) = parameter.as_object_mut() {
            add(parameter, &format!("{at}/parameters/{index}"));
        }
    }
}

fn add(node: &mut Map<String, Value>, at: &str) {
    node.entry(ORIGIN).or_insert_with(|| vec![at].into());
}

/// Removes all pointers again.
pub fn remove(document: &mut Value) {
    walk::every_object_mut(document, &mut |named, map| {
        if !named {
            map.remove(ORIGIN);
        }
    });
}

/// The pointers that a node kept.
pub fn origins(node: Option<&Value>) -> impl Iterator<Item = String> {
    let list = node.and_then(|node| node.get(ORIGIN)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned)
}

/// Adds the pointers of a node that becomes part of another one.
pub(crate) fn join(target: &mut Value, node: &Map<String, Value>) {
    if let Some(Value::Array(added)) = node.get(ORIGIN) {
        match target.get_mut(ORIGIN) {
            Some(Value::Array(known)) => known.extend(added.iter().cloned()),
            _ => target[ORIGIN] = added.clone().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_keeps_the_place_where_its_property_is_written() {
        let mut document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "paths": {"/things/{id}": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "get": {"operationId": "getThing", "responses": {"200": {"description": "d",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}},
            "components": {"schemas": {
                "Base": {"type": "object", "properties": {"state": {"type": "string", "enum": ["on"], "x-enum-name": "State"}}},
                "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"},
                    {"type": "object", "properties": {"last": {"type": "string", "enum": ["off"], "x-enum-name": "State"}}}]}}}});
        mark(&mut document);
        super::super::run(&mut document, &Default::default()).unwrap();
        let surface = crate::generator::surface(document).unwrap();
        let of = |item: &str| {
            surface
                .origins
                .get(item)
                .unwrap_or_else(|| panic!("{item}: {:?}", surface.origins.keys()))
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
        };
        let (base, own) = (
            "/components/schemas/Base/properties/state",
            "/components/schemas/Thing/allOf/1/properties/last",
        );
        assert_eq!(of("types::Thing::state"), [base]);
        assert_eq!(of("types::Thing::last"), [own]);
        assert_eq!(of("types::State"), [base, own]);
        assert_eq!(of("Client::get_thing(id)"), ["/paths/~1things~1{id}/parameters/0"]);
    }
}
