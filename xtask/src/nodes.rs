//! Nodes of documents: their entries and items, and the places in the published document that they come from.
//!
//! The passes move, copy and merge nodes. A node that was marked before keeps its pointer under `x-origin`
//! through all of that, so that the generator can say which property of the published document a field comes
//! from. Only reviews add pointers; `openapi/effective.yaml` has no such pointers.

use std::collections::{BTreeMap, BTreeSet};

use openapi_review::document::{pointer, walk};
use serde_json::{Map, Value};

/// Returns the entries of a mapping; none of any other node.
pub(crate) fn entries(node: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    node.and_then(Value::as_object).into_iter().flatten()
}

pub(crate) fn entries_mut(node: Option<&mut Value>) -> impl Iterator<Item = (&String, &mut Value)> {
    node.and_then(Value::as_object_mut).into_iter().flatten()
}

/// Returns the items of a list; none of any other node.
pub(crate) fn items(node: Option<&Value>) -> impl Iterator<Item = &Value> {
    node.and_then(Value::as_array).into_iter().flatten()
}

pub(crate) fn items_mut(node: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    node.and_then(Value::as_array_mut).into_iter().flatten()
}

/// Returns a mapping with one entry. Unlike `json!`, this does not copy the value.
pub(crate) fn single(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}

/// The names of the schemas that each schema refers to.
pub(crate) type Targets<'n> = BTreeMap<&'n str, BTreeSet<&'n str>>;

/// Returns the references between the schemas of a document.
pub(crate) fn targets(document: &Value) -> Targets<'_> {
    walk::schemas(document).map(|(name, schema)| (name.as_str(), references(schema))).collect()
}

/// Returns the names of the schemas that a node refers to, by `$ref` or a discriminator.
pub(crate) fn references(node: &Value) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    walk::every_object(node, &mut |place, map| {
        let mapped = map.values().filter(|_| place.key == "mapping");
        let references = mapped.chain(map.get("$ref")).filter_map(Value::as_str);
        found.extend(references.filter_map(|target| target.strip_prefix(pointer::SCHEMAS)));
    });
    found
}

/// Returns the schemas to which a schema leads, directly or through others; itself only on a cycle.
pub(crate) fn reached<'n>(name: &'n str, targets: &Targets<'n>) -> BTreeSet<&'n str> {
    let (mut found, mut queue) = (BTreeSet::new(), vec![name]);
    while let Some(name) = queue.pop() {
        let next = targets.get(name).into_iter().flatten().copied();
        queue.extend(next.filter(|name| found.insert(*name)));
    }
    found
}

/// The key under which a node keeps its pointers in the published document, one on each line.
pub(crate) const ORIGIN: &str = "x-origin";

/// Adds its pointer to every schema and parameter that has none.
pub fn mark_origins(document: &mut Value) {
    walk::every_object_mut(document, &mut |place, map| {
        let parent = place.pointer.rsplit('/').nth(1);
        // A reference stays one, except as a property, where the passes wrap it in any case.
        let is_marked = place.is_schema() && (!map.contains_key("$ref") || parent == Some("properties"));
        if is_marked || parent == Some("parameters") && is_parameter(place.pointer) {
            map.entry(ORIGIN).or_insert_with(|| place.pointer.into());
        }
    });
}

fn is_parameter(pointer: &str) -> bool {
    let segments: Vec<&str> = pointer.split('/').collect();
    matches!(segments[1..], ["paths", _, _, _] | ["paths", _, _, _, _] | ["components", _, _])
}

pub(crate) fn remove_origins(document: &mut Value) {
    walk::every_object_mut(document, &mut |place, map| {
        if !place.named {
            map.remove(ORIGIN);
        }
    });
}

pub(crate) fn origins(node: Option<&Value>) -> impl Iterator<Item = String> {
    let lines = node.and_then(|node| node.get(ORIGIN)?.as_str()).unwrap_or_default().lines();
    lines.map(str::to_owned)
}

/// Adds the pointers of a node that becomes part of another one.
pub(crate) fn join_origins(target: &mut Value, node: &Map<String, Value>) {
    if let Some(Value::String(added)) = node.get(ORIGIN) {
        target[ORIGIN] = match target.get(ORIGIN).and_then(Value::as_str) {
            Some(known) => format!("{known}\n{added}").into(),
            None => added.as_str().into(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn field_keeps_origin_of_its_property() {
        let mut document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"},
            "paths": {"/things/{id}": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
                "get": {"operationId": "getThing", "responses": {"200": {"description": "d",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}}}}},
            "components": {"schemas": {
                "Base": {"type": "object", "properties": {"state": {"type": "string", "enum": ["on"], "x-enum-name": "State"}}},
                "Thing": {"allOf": [{"$ref": "#/components/schemas/Base"},
                    {"type": "object", "properties": {"last": {"type": "string", "enum": ["off"], "x-enum-name": "State"}}}]}}}});
        mark_origins(&mut document);
        crate::passes::run(&mut document, &Default::default()).unwrap();
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
