//! Visiting the parts of a document that passes and lints care about.

use serde_json::{Map, Value};

use super::{canonical::names_children, pointer};

/// The HTTP methods that a path item may hold, in the order OpenAPI lists them.
pub const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One operation of a document.
#[derive(Debug, Clone, Copy)]
pub struct Operation<'a> {
    /// The path template, for example `/customers/{id}`.
    pub path: &'a str,
    /// The method in lower case.
    pub method: &'a str,
    /// The operation object.
    pub node: &'a Map<String, Value>,
}

impl<'a> Operation<'a> {
    /// `GET /customers/{id}`
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// The pointer to the operation object.
    #[must_use]
    pub fn pointer(&self) -> String {
        pointer::join(&pointer::join("/paths", self.path), self.method)
    }

    /// The operation id, where there is one.
    #[must_use]
    pub fn id(&self) -> Option<&'a str> {
        self.node.get("operationId").and_then(Value::as_str)
    }
}

/// Every operation, by path in the document's order and then by method.
pub fn operations(document: &Value) -> impl Iterator<Item = Operation<'_>> {
    document.get("paths").and_then(Value::as_object).into_iter().flatten().flat_map(|(path, item)| {
        METHODS.iter().filter_map(move |method| {
            let node = item.get(*method)?.as_object()?;
            Some(Operation { path, method, node })
        })
    })
}

/// Calls `change` for every operation object with its path and method.
pub fn operations_mut(document: &mut Value, mut change: impl FnMut(&str, &str, &mut Map<String, Value>)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(node) = item.get_mut(*method).and_then(Value::as_object_mut) {
                change(path, method, node);
            }
        }
    }
}

/// The component schemas; empty where there are none.
pub fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten()
}

/// The component schemas for changing; creates the mapping where there is none.
///
/// # Panics
/// Never on a document whose root and `components` are mappings, which [`crate::document::check`] guarantees.
pub fn schemas_mut(document: &mut Value) -> &mut Map<String, Value> {
    let slot = &mut document["components"]["schemas"];
    if !slot.is_object() {
        *slot = Value::Object(Map::new());
    }
    match slot {
        Value::Object(map) => map,
        _ => unreachable!("the slot was made a mapping one line above"),
    }
}

/// The place of an object in a document.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p> {
    /// The pointer of the object.
    pub pointer: &'p str,
    /// The key or index of the object.
    pub key: &'p str,
    /// True if the object's keys are names that the API chose, and not keywords.
    pub named: bool,
}

/// Calls `visit` for every mapping of the tree, parents first.
pub fn every_object<'a>(node: &'a Value, visit: &mut impl FnMut(Place<'_>, &'a Map<String, Value>)) {
    let visit = |place: Place<'_>, _: Role, map: &'a Map<String, Value>| visit(place, map);
    Walk { at: String::new(), schemas_only: false, visit }.node(node, "", false, Role::Other);
}

/// Calls `visit` for every schema object below `node` with its pointer, parents first.
///
/// A schema is recognized by its place, not by its content.
pub fn every_schema<'a>(node: &'a Value, visit: &mut impl FnMut(&str, &'a Map<String, Value>)) {
    let visit = |place: Place<'_>, role: Role, map: &'a Map<String, Value>| {
        if role == Role::Schema {
            visit(place.pointer, map);
        }
    };
    Walk { at: String::new(), schemas_only: true, visit }.node(node, "", false, Role::Other);
}

struct Walk<F> {
    at: String,
    /// True if data need not be searched.
    schemas_only: bool,
    visit: F,
}

impl<'a, F: FnMut(Place<'_>, Role, &'a Map<String, Value>)> Walk<F> {
    fn node(&mut self, node: &'a Value, key: &str, named: bool, role: Role) {
        match node {
            Value::Object(map) => {
                (self.visit)(Place { pointer: &self.at, key, named }, role, map);
                for (key, value) in map.iter().filter(|(_, value)| is_nested(value)) {
                    if !is_data(key, named) {
                        let named = value.is_object() && names_children(key, named);
                        self.below(key, value, named, role.child(key));
                    }
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate().filter(|(_, value)| is_nested(value)) {
                    self.below(&index.to_string(), value, false, role.item());
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, key: &str, value: &'a Value, named: bool, role: Role) {
        if !self.schemas_only || role != Role::Data {
            let length = self.at.len();
            pointer::push(&mut self.at, key);
            self.node(value, key, named, role);
            self.at.truncate(length);
        }
    }
}

/// Returns true if a value has other values inside; most are scalars.
fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Calls `change` for every mapping of the tree, children first; the flag says whether its keys are names.
pub fn every_object_mut(node: &mut Value, change: &mut impl FnMut(bool, &mut Map<String, Value>)) {
    let change = |place: Place<'_>, _: Role, map: &mut Map<String, Value>| change(place.named, map);
    WalkMut { at: None, schemas_only: false, change }.node(node, "", false, Role::Other);
}

/// Calls `change` for every schema object below `node`, children first. `node` may be any part of a document.
pub fn every_schema_mut(node: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    walk_schemas_mut(node, None, &mut |_, schema| change(schema));
}

/// Calls `change` for every schema object below `node` with its pointer, children first.
pub fn every_schema_at_mut(node: &mut Value, change: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    walk_schemas_mut(node, Some(String::new()), change);
}

fn walk_schemas_mut(
    node: &mut Value,
    at: Option<String>,
    change: &mut impl FnMut(&str, &mut Map<String, Value>),
) {
    let change = |place: Place<'_>, role: Role, map: &mut Map<String, Value>| {
        if role == Role::Schema {
            change(place.pointer, map);
        }
    };
    WalkMut { at, schemas_only: true, change }.node(node, "", false, Role::Other);
}

struct WalkMut<F> {
    /// The pointer of the current node, if it is needed.
    at: Option<String>,
    /// True if data need not be searched.
    schemas_only: bool,
    change: F,
}

impl<F: FnMut(Place<'_>, Role, &mut Map<String, Value>)> WalkMut<F> {
    fn node(&mut self, node: &mut Value, key: &str, named: bool, role: Role) {
        match node {
            Value::Object(map) => {
                for (key, value) in map.iter_mut().filter(|(_, value)| is_nested(value)) {
                    if !is_data(key, named) {
                        let named = value.is_object() && names_children(key, named);
                        self.below(key, value, named, role.child(key));
                    }
                }
                let pointer = self.at.as_deref().unwrap_or_default();
                (self.change)(Place { pointer, key, named }, role, map);
            }
            Value::Array(items) => {
                for (index, value) in items.iter_mut().enumerate().filter(|(_, value)| is_nested(value)) {
                    self.below(&index.to_string(), value, false, role.item());
                }
            }
            _ => {}
        }
    }

    fn below(&mut self, key: &str, value: &mut Value, named: bool, role: Role) {
        if self.schemas_only && role == Role::Data {
            return;
        }
        let length = self.at.as_ref().map_or(0, String::len);
        self.at.iter_mut().for_each(|at| pointer::push(at, key));
        self.node(value, key, named, role);
        self.at.iter_mut().for_each(|at| at.truncate(length));
    }
}

/// The role a node plays by its place in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A schema object.
    Schema,
    /// A mapping from names to schemas.
    Schemas,
    /// A list of schemas.
    SchemaList,
    /// A mapping from names to things that are not schemas.
    Names,
    /// Data that only looks like structure: examples, defaults, enums.
    Data,
    /// Any other object.
    Other,
}

impl Role {
    fn child(self, key: &str) -> Self {
        match (self, key) {
            (Self::Data, _) | (_, "x-published") => Self::Data,
            (Self::Schemas, _) => Self::Schema,
            (Self::Schema, "properties" | "patternProperties") => Self::Schemas,
            (Self::Schema, "items" | "not" | "additionalProperties") => Self::Schema,
            (Self::Schema, "allOf" | "oneOf" | "anyOf") => Self::SchemaList,
            (Self::Schema, _) => Self::Data,
            (Self::Other, "schema") => Self::Schema,
            (Self::Other, "schemas") => Self::Schemas,
            (Self::Other, "example" | "examples") => Self::Data,
            (Self::Other, key) if names_children(key, false) => Self::Names,
            _ => Self::Other,
        }
    }

    fn item(self) -> Self {
        match self {
            Self::SchemaList => Self::Schema,
            Self::Data => Self::Data,
            _ => Self::Other,
        }
    }
}

/// Keywords below which there is data and no structure.
fn is_data(key: &str, named: bool) -> bool {
    key == "x-published"
        || !named
            && matches!(
                key,
                "const" | "default" | "enum" | "example" | "value" | "x-enum-descriptions" | "x-stated"
            )
}

/// Keywords that say how much a schema allows.
#[rustfmt::skip]
pub const BOUNDS: &[&str] = &[
    "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maxProperties", "maximum",
    "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern", "uniqueItems",
];

const SHAPES: &[&str] =
    &["properties", "additionalProperties", "allOf", "oneOf", "anyOf", "patternProperties", "required"];

/// Returns true if a schema says "object" and nothing about it.
#[must_use]
pub fn is_shapeless(schema: &Map<String, Value>) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object")
        && !SHAPES.iter().any(|key| schema.contains_key(*key))
}

/// Returns true if a media type is JSON in one of its spellings.
#[must_use]
pub fn is_json(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json") || essence == "*/*"
}

/// Returns true if a response of a media type is JSON; structured types such as `application/problem+json`
/// are.
#[must_use]
pub fn is_json_response(media: &str) -> bool {
    let essence = media.split(';').next().unwrap_or_default().trim();
    is_json(media) || essence.to_ascii_lowercase().ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn finds_schemas_by_place_and_is_not_fooled_by_names() {
        let document = json!({
            "paths": {"/schema": {"get": {"parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}}],
                "responses": {"200": {"content": {"application/json": {"schema": {"type": "array", "items": {"type": "object"}}}}}}}}},
            "components": {"schemas": {"A": {"properties": {"schema": {"type": "string", "example": {"schema": {}}},
                "items": {"allOf": [{"type": "object"}]}}}}},
        });
        let mut found = Vec::new();
        every_schema(&document, &mut |pointer, _| found.push(pointer.to_owned()));
        assert_eq!(
            found,
            [
                "/paths/~1schema/get/parameters/0/schema",
                "/paths/~1schema/get/responses/200/content/application~1json/schema",
                "/paths/~1schema/get/responses/200/content/application~1json/schema/items",
                "/components/schemas/A",
                "/components/schemas/A/properties/schema",
                "/components/schemas/A/properties/items",
                "/components/schemas/A/properties/items/allOf/0",
            ]
        );
        let mut count = 0;
        every_schema_mut(&mut document.clone(), &mut |_| count += 1);
        assert_eq!(count, found.len());
    }

    #[test]
    fn lists_operations_by_path_and_then_by_method() {
        let document = json!({"paths": {"/b": {"post": {}, "get": {}, "parameters": []}, "/a": {"patch": {"operationId": "x"}}}});
        let titles: Vec<_> = operations(&document).map(|operation| operation.title()).collect();
        assert_eq!(titles, ["GET /b", "POST /b", "PATCH /a"]);
    }
}
