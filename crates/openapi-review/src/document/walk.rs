//! Operations and schemas of a document, and visits of all its objects.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value};

use super::{canonical::names_children, pointer};

/// The HTTP methods that a path item may have, in the order in which OpenAPI lists them.
pub const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One operation of a document.
///
/// # Examples
///
/// ```
/// use openapi_review::document::walk;
///
/// let document = serde_json::json!({"paths": {"/pets": {"get": {"operationId": "listPets"}}}});
/// for operation in walk::operations(&document) {
///     assert_eq!((&*operation.title(), operation.id()), ("GET /pets", Some("listPets")));
/// }
/// ```
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
    /// Returns method and path: `GET /customers/{id}`.
    pub fn title(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Returns the pointer to the operation object.
    pub fn pointer(&self) -> String {
        pointer::join(&pointer::join("/paths", self.path), self.method)
    }

    /// Returns the operation id, if there is one.
    pub fn id(&self) -> Option<&'a str> {
        self.node.get("operationId").and_then(Value::as_str)
    }
}

/// Returns every operation, by path in the order of the document and then by method.
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

/// Adds missing operation ids, made from method and path; returns one warning for each.
///
/// Such an operation has the marker `x-synthesised-operation-id`.
pub fn synthesize_ids(document: &mut Value) -> Vec<String> {
    let mut warnings = Vec::new();
    operations_mut(document, |path, method, node| {
        if node.get("operationId").and_then(Value::as_str).is_none_or(str::is_empty) {
            let id = id_of(method, path);
            warnings.push(format!("{} {path} has no operation id; named it {id}", method.to_uppercase()));
            node.insert("operationId".into(), id.into());
            node.insert("x-synthesised-operation-id".into(), true.into());
        }
    });
    warnings
}

/// Returns an id: `getCustomersByIdOrders` for `get` and `/customers/{id}/orders`.
fn id_of(method: &str, path: &str) -> String {
    let by = |segment: &str| if segment.starts_with('{') { "By" } else { "" };
    let words = path.split('/').map(|segment| format!("{}{}", by(segment), segment.to_upper_camel_case()));
    method.to_owned() + &words.collect::<String>()
}

/// Returns a path without the names of its parameters, and these names.
pub(crate) fn template(path: &str) -> (String, Vec<&str>) {
    let mut names = Vec::new();
    let segments = path.split('/').map(|segment| {
        let name = segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        names.extend(name);
        name.map_or(segment, |_| "{}")
    });
    (segments.collect::<Vec<_>>().join("/"), names)
}

/// Returns the component schemas; none if the document has no such mapping.
pub fn schemas(document: &Value) -> impl Iterator<Item = (&String, &Value)> {
    document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten()
}

/// Returns the component schemas for changing; creates a missing mapping.
///
/// # Panics
/// If the root or `components` are not mappings, which [`super::check`] rejects.
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
    role: Role,
}

impl Place<'_> {
    /// Returns true if the object is a schema, by its place and not by its content.
    pub fn is_schema(&self) -> bool {
        self.role == Role::Schema
    }
}

/// Calls `visit` for every mapping of the tree, parents first.
pub fn every_object<'a>(node: &'a Value, visit: &mut impl FnMut(Place<'_>, &'a Map<String, Value>)) {
    visit_below(node, &mut String::new(), "", (false, Role::Other), visit);
}

fn visit_below<'a>(
    node: &'a Value,
    at: &mut String,
    key: &str,
    (named, role): (bool, Role),
    visit: &mut impl FnMut(Place<'_>, &'a Map<String, Value>),
) {
    let length = at.len();
    if let Value::Object(map) = node {
        visit(Place { pointer: at, key, named, role }, map);
        for (key, value) in map {
            if let Some(kind) = child(key, value, named, role) {
                pointer::push(at, key);
                visit_below(value, at, key, kind, visit);
                at.truncate(length);
            }
        }
    }
    let items = node.as_array().into_iter().flatten().enumerate();
    for (index, value) in items.filter(|(_, value)| is_nested(value)) {
        let key = index.to_string();
        pointer::push(at, &key);
        visit_below(value, at, &key, (false, role.item()), visit);
        at.truncate(length);
    }
}

/// Calls `visit` for every schema object below `node` with its pointer, parents first.
pub fn every_schema<'a>(node: &'a Value, visit: &mut impl FnMut(&str, &'a Map<String, Value>)) {
    every_object(node, &mut |place, map| {
        if place.is_schema() {
            visit(place.pointer, map);
        }
    });
}

/// Calls `change` for every mapping of the tree, children first.
pub fn every_object_mut(node: &mut Value, change: &mut impl FnMut(Place<'_>, &mut Map<String, Value>)) {
    change_below(node, &mut String::new(), "", (false, Role::Other), change);
}

/// Calls `change` for every schema object below `node` with its pointer, children first. `node` may be any
/// part of a document.
pub fn every_schema_mut(node: &mut Value, change: &mut impl FnMut(&str, &mut Map<String, Value>)) {
    every_object_mut(node, &mut |place, map| {
        if place.is_schema() {
            change(place.pointer, map);
        }
    });
}

fn change_below(
    node: &mut Value,
    at: &mut String,
    key: &str,
    (named, role): (bool, Role),
    change: &mut impl FnMut(Place<'_>, &mut Map<String, Value>),
) {
    let length = at.len();
    if let Value::Object(map) = node {
        for (key, value) in map.iter_mut() {
            if let Some(kind) = child(key, value, named, role) {
                pointer::push(at, key);
                change_below(value, at, key, kind, change);
                at.truncate(length);
            }
        }
        change(Place { pointer: at, key, named, role }, map);
    }
    let items = node.as_array_mut().into_iter().flatten().enumerate();
    for (index, value) in items.filter(|(_, value)| is_nested(value)) {
        let key = index.to_string();
        pointer::push(at, &key);
        change_below(value, at, &key, (false, role.item()), change);
        at.truncate(length);
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Returns whether the keys of a child are names, and its role; `None` without objects to visit.
fn child(key: &str, value: &Value, named: bool, role: Role) -> Option<(bool, Role)> {
    // Keywords below which there is data and no structure.
    let is_data = key == "x-published"
        || !named
            && matches!(
                key,
                "const" | "default" | "enum" | "example" | "value" | "x-enum-descriptions" | "x-stated"
            );
    (is_nested(value) && !is_data).then(|| (value.is_object() && names_children(key, named), role.child(key)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Schema,
    /// A mapping from names to schemas.
    Schemas,
    /// A list of schemas.
    SchemaList,
    /// A mapping from names to other objects.
    Names,
    /// Data that only looks like structure, such as examples.
    Data,
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

/// Keywords that limit the values of a schema.
#[rustfmt::skip]
pub const BOUNDS: &[&str] = &[
    "exclusiveMaximum", "exclusiveMinimum", "maxItems", "maxLength", "maxProperties", "maximum",
    "minItems", "minLength", "minProperties", "minimum", "multipleOf", "pattern", "uniqueItems",
];

/// Returns true if a schema is `type: object` without any further structure.
pub fn is_shapeless(schema: &Map<String, Value>) -> bool {
    let described =
        ["properties", "additionalProperties", "allOf", "oneOf", "anyOf", "patternProperties", "required"];
    schema.get("type").and_then(Value::as_str) == Some("object")
        && !described.iter().any(|key| schema.contains_key(*key))
}

/// Returns a media type without parameters, in lower case.
pub(crate) fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_lowercase()
}

/// Returns true if a media type is JSON in one of its spellings.
pub fn is_json(media: &str) -> bool {
    matches!(essence(media).as_str(), "application/json" | "*/*")
}

/// Returns true if a response of a media type is JSON, as structured types such as
/// `application/problem+json` are.
pub fn is_json_response(media: &str) -> bool {
    is_json(media) || essence(media).ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn schemas_are_found_by_place() {
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
        every_schema_mut(&mut document.clone(), &mut |_, _| count += 1);
        assert_eq!(count, found.len());
    }

    #[test]
    fn operations_are_ordered_by_path_and_method() {
        let document = json!({"paths": {"/b": {"post": {}, "get": {}, "parameters": []}, "/a": {"patch": {"operationId": "x"}}}});
        let titles: Vec<_> = operations(&document).map(|operation| operation.title()).collect();
        assert_eq!(titles, ["GET /b", "POST /b", "PATCH /a"]);
    }

    #[test]
    fn missing_ids_are_synthesized() {
        let mut document =
            json!({"paths": {"/customers/{id}/tax-data": {"get": {}, "post": {"operationId": "given"}}}});
        let warnings = synthesize_ids(&mut document);
        let item = &document["paths"]["/customers/{id}/tax-data"];
        assert_eq!(item["get"]["operationId"], "getCustomersByIdTaxData");
        assert_eq!(item["get"]["x-synthesised-operation-id"], true);
        assert_eq!(item["post"], json!({"operationId": "given"}));
        assert_eq!(
            warnings,
            ["GET /customers/{id}/tax-data has no operation id; named it getCustomersByIdTaxData"]
        );
    }
}
