//! What the generator will make of an effective document, and where in the published one each item comes from.
//!
//! A model of the generator, kept honest by tests that hold it against generated code. It knows nothing of indirection: a type in a circle is
//! boxed somewhere, which [`unboxed`] forgets.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use heck::ToUpperCamelCase;
use serde_json::{Map, Value};

use super::names::{field_name, field_name_of_parameter};
use crate::{
    generator::enums,
    inventory::{Entry, Field, Inventory, Kind, Operation, Shape},
    passes::{self, rust_type::AS_NUMBER},
};
use openapi_review::document::{pointer, walk};

/// The mark by which a schema remembers its place in the corrected document.
const ORIGIN: &str = "x-origin";

/// An inventory with the places that its items come from.
#[derive(Debug)]
pub struct Predicted {
    /// What callers will compile against.
    pub inventory: Inventory,
    /// By item, as changes name it: pointers into the corrected document.
    pub origins: BTreeMap<String, BTreeSet<String>>,
    /// By type: the items that mention it.
    pub users: BTreeMap<String, BTreeSet<String>>,
}

/// Predicts the inventory of a corrected document.
///
/// # Errors
/// When a pass refuses the document.
pub fn predict(corrected: &Value) -> Result<Predicted> {
    let mut document = corrected.clone();
    mark(&mut document);
    let mut enums = BTreeMap::new();
    for (name, rewrite) in passes::NAMING.iter().chain(passes::SHAPING) {
        rewrite(&mut document).with_context(|| format!("pass {name}"))?;
        if *name == "open-enums" {
            // Later, unused schemas are dropped, whose enumerations gave values all the same.
            enums = origins_of_enums(&document);
        }
    }
    document.sort_all_objects();
    let mut model = Model {
        corrected,
        document: &document,
        types: BTreeMap::new(),
        origins: BTreeMap::new(),
        users: BTreeMap::new(),
    };
    for (name, schema) in walk::schemas(&document) {
        model.named(name, schema);
    }
    for (name, places) in enums {
        model.origins.entry(format!("types::{name}")).or_default().extend(places);
    }
    let operations = walk::operations(&document).map(|operation| model.operation(&operation)).collect();
    let types = model.types.into_values().collect();
    Ok(Predicted { inventory: Inventory { operations, types }, origins: model.origins, users: model.users })
}

/// Marks every schema that is more than a reference with its place.
fn mark(document: &mut Value) {
    let mut places = Vec::new();
    walk::every_schema(document, &mut |at, schema| {
        if !schema.contains_key("$ref") {
            places.push(at.to_owned());
        }
    });
    for at in places {
        if let Some(schema) = document.pointer_mut(&at).and_then(Value::as_object_mut) {
            schema.insert(ORIGIN.into(), at.into());
        }
    }
}

fn origins_of_enums(document: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    walk::every_schema(document, &mut |_, schema| {
        let node = Value::Object(schema.clone());
        if let (Some(name), Some(origin)) = (pointer::schema_name(&node), origin(schema)) {
            found.entry(name.to_owned()).or_default().insert(origin);
        }
        if schema.contains_key("x-open-enum")
            && let Some(origin) = origin(schema)
            && let Some(name) = origin.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'))
        {
            found.entry(name.to_owned()).or_default().insert(origin.clone());
        }
    });
    found.retain(|name, _| {
        let schema = document.pointer(&pointer::join("/components/schemas", name));
        schema.is_some_and(|schema| schema.get("x-open-enum").is_some())
    });
    found
}

fn origin(schema: &Map<String, Value>) -> Option<String> {
    Some(schema.get(ORIGIN)?.as_str()?.to_owned())
}

struct Model<'a> {
    corrected: &'a Value,
    document: &'a Value,
    types: BTreeMap<String, Entry>,
    origins: BTreeMap<String, BTreeSet<String>>,
    users: BTreeMap<String, BTreeSet<String>>,
}

/// A type in Rust, and how it is written.
struct Rust {
    ty: String,
    as_number: bool,
}

impl Rust {
    fn plain(ty: impl Into<String>) -> Self {
        Self { ty: ty.into(), as_number: false }
    }
}

impl Model<'_> {
    /// A component.
    fn named(&mut self, name: &str, schema: &Value) {
        let Some(map) = schema.as_object() else { return };
        let item = format!("types::{name}");
        self.origins.entry(item.clone()).or_default().extend(origin(map));
        let entry = |kind, shape| Entry { name: name.to_owned(), kind, shape, constructor: Vec::new() };
        if map.contains_key("x-open-enum") {
            let values: Vec<&str> =
                map["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let values = values
                .iter()
                .zip(enums::variants(&values))
                .map(|(value, name)| (name, (*value).to_owned()))
                .collect();
            self.types.insert(name.to_owned(), entry(Kind::OpenEnum, Shape::OpenEnum(values)));
        } else if let Some(list) = alternatives(map) {
            self.alternatives(name, list);
        } else if map.contains_key("properties") {
            self.object(name, map, &item);
        } else {
            let inner = self.rust(schema, name, &item, true);
            let shape = if inner.ty == name {
                // An object without members is a struct without fields.
                Shape::Struct(Vec::new())
            } else {
                Shape::Other(format!("({})", inner.ty))
            };
            self.types.insert(name.to_owned(), entry(Kind::Other, shape));
        }
    }

    fn object(&mut self, name: &str, schema: &Map<String, Value>, item: &str) {
        let sent = schema.get("x-direction").and_then(Value::as_str) == Some("request");
        let required = |wire: &str| {
            schema
                .get("required")
                .and_then(Value::as_array)
                .is_some_and(|list| list.iter().any(|known| known == wire))
        };
        let mut fields = Vec::new();
        let mut constructor = Vec::new();
        let places = self.origins.get(item).cloned().unwrap_or_default();
        for (wire, node) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let mut rust_name = field_name(wire);
            let field_item = format!("{item}::{rust_name}");
            let inner = self.rust(node, &format!("{name}{}", wire.to_upper_camel_case()), &field_item, false);
            let nullable = node.get("nullable") == Some(&Value::Bool(true));
            let optional = !required(wire) || nullable;
            if sent && optional && rust_name == "new" {
                rust_name.push('_');
            }
            if !optional {
                constructor.push(rust_name.clone());
            }
            let own = node.as_object().and_then(origin);
            let inherited = places.iter().flat_map(|at| members(self.corrected, at, wire, 0));
            let all: BTreeSet<String> = inherited.chain(own).collect();
            self.origins.entry(field_item).or_default().extend(all);
            let ty = if optional { format!("Option<{}>", inner.ty) } else { inner.ty };
            let form = inner.as_number.then(|| "number".to_owned());
            fields.push(Field { name: rust_name, wire: wire.clone(), ty, form });
        }
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        let kind = if sent { Kind::Sent } else { Kind::Received };
        let shape = Shape::Struct(fields);
        self.types.insert(name.to_owned(), Entry { name: name.to_owned(), kind, shape, constructor });
    }

    fn alternatives(&mut self, name: &str, list: &[Value]) {
        let item = format!("types::{name}");
        let mut variants = Vec::new();
        for (index, part) in list.iter().enumerate() {
            let inner = self.rust(part, &format!("{name}Variant{index}"), &item, false).ty;
            let word = inner
                .split('<')
                .next()
                .unwrap_or_default()
                .rsplit("::")
                .next()
                .unwrap_or_default()
                .to_owned();
            variants.push(format!("{word}({inner})"));
        }
        let shape = Shape::Other(variants.join(" | "));
        self.types.insert(
            name.to_owned(),
            Entry { name: name.to_owned(), kind: Kind::Alternatives, shape, constructor: Vec::new() },
        );
    }

    /// The type of a schema in its place; `name` is what an inline type would be called.
    fn rust(&mut self, node: &Value, name: &str, user: &str, top: bool) -> Rust {
        let Some(map) = node.as_object() else { return Rust::plain("serde_json::Value") };
        if let Some(target) = pointer::schema_name(node) {
            self.users.entry(target.to_owned()).or_default().insert(user.to_owned());
            return Rust::plain(target);
        }
        if let Some(path) = map.get("x-rust-type").and_then(|rust| rust.get("path")?.as_str()) {
            let last = path.rsplit("::").next().unwrap_or_default();
            return Rust { ty: format!("crate::{last}"), as_number: path.contains(AS_NUMBER) };
        }
        let text = |key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default();
        // Elements say that it is a list, type or not.
        let kind = if map.contains_key("items") { "array" } else { text("type") };
        match (kind, text("format")) {
            ("string", "uuid") => Rust::plain("::uuid::Uuid"),
            ("string", "ip") => Rust::plain("::std::net::IpAddr"),
            ("string", "ipv4") => Rust::plain("::std::net::Ipv4Addr"),
            ("string", "ipv6") => Rust::plain("::std::net::Ipv6Addr"),
            ("string", _) => Rust::plain("String"),
            ("boolean", _) => Rust::plain("bool"),
            ("integer", _) => Rust::plain("i64"),
            ("number", _) => Rust::plain("f64"),
            ("array", _) => {
                let inner = match map.get("items") {
                    Some(items) => self.rust(items, &format!("{name}Item"), user, false),
                    None => Rust::plain("serde_json::Value"),
                };
                Rust { ty: format!("Vec<{}>", inner.ty), as_number: inner.as_number }
            }
            _ => self.structure(map, node, name, user, top),
        }
    }

    /// The type of an object, of alternatives, or of anything.
    fn structure(
        &mut self,
        map: &Map<String, Value>,
        node: &Value,
        name: &str,
        user: &str,
        top: bool,
    ) -> Rust {
        let is_object = map.get("type").and_then(Value::as_str) == Some("object");
        match map.get("additionalProperties") {
            Some(Value::Object(_)) if !map.contains_key("properties") => {
                let inner = self.rust(&map["additionalProperties"], &format!("{name}Value"), user, false);
                return Rust { ty: format!("BTreeMap<String, {}>", inner.ty), as_number: inner.as_number };
            }
            Some(Value::Bool(true)) if !map.contains_key("properties") => {
                return Rust::plain(":: serde_json::Map<String, serde_json::Value>");
            }
            _ => {}
        }
        if map.contains_key("properties") || alternatives(map).is_some() {
            if !top {
                self.users.entry(name.to_owned()).or_default().insert(user.to_owned());
                self.named(name, node);
            }
            return Rust::plain(name);
        }
        if is_object && map.get("x-stated").is_some_and(|stated| stated.get("additionalProperties").is_some())
        {
            return Rust::plain(name);
        }
        Rust::plain("serde_json::Value")
    }

    fn operation(&mut self, operation: &walk::Operation<'_>) -> Operation {
        let name = operation.id().unwrap_or_default().to_owned();
        let item = format!("Client::{name}");
        self.origins.entry(item.clone()).or_default().insert(operation.pointer());
        let published = operation
            .node
            .get("x-published-operation-id")
            .and_then(Value::as_str)
            .unwrap_or(&name)
            .to_owned();
        let (mut required, mut optional) = (Vec::new(), Vec::new());
        let path: Vec<&str> =
            operation.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')).collect();
        for parameter in operation.node.get("parameters").and_then(Value::as_array).into_iter().flatten() {
            let wire = parameter["name"].as_str().unwrap_or_default();
            let mut argument = field_name_of_parameter(wire);
            if ["build", "client", "send"].contains(&argument.as_str()) {
                argument.push('_');
            }
            let argument_item = format!("{item}({argument})");
            let inline = format!("{}{}", name.to_upper_camel_case(), wire.to_upper_camel_case());
            let ty = in_operations(
                &self.rust(&parameter["schema"], &inline, &argument_item, false).ty,
                self.document,
            );
            let places = self.parameter_places(operation, wire);
            self.origins.entry(argument_item).or_default().extend(places);
            let in_path = path.iter().position(|name| *name == wire);
            let is_required = parameter.get("required") == Some(&Value::Bool(true));
            let list = if is_required { &mut required } else { &mut optional };
            let in_header = parameter["in"].as_str() == Some("header");
            list.push(((in_header, in_path.is_none(), in_path, wire.to_owned()), (argument, ty)));
        }
        required.sort();
        optional.sort();
        let strip = |list: Vec<(_, (String, String))>| {
            list.into_iter().map(|(_, argument)| argument).collect::<Vec<_>>()
        };
        let (mut required, optional) = (strip(required), strip(optional));
        let body_item = format!("{item}(body)");
        if let Some(schema) = operation
            .node
            .get("requestBody")
            .and_then(|body| body.pointer("/content/application~1json/schema"))
        {
            let ty = self.rust(schema, &format!("{}Body", name.to_upper_camel_case()), &body_item, false).ty;
            required.push(("body".to_owned(), format!("&{}", in_operations(&ty, self.document))));
            let place = format!("{}/requestBody", operation.pointer());
            self.origins.entry(body_item).or_default().insert(place);
        }
        let content = operation.node.get("responses").and_then(|responses| responses.pointer("/2XX/content"));
        let answer_item = format!("{item} -> answer");
        let answer = match content.and_then(Value::as_object).filter(|content| !content.is_empty()) {
            None => "()".to_owned(),
            Some(content) => match content.get("application/json").and_then(|media| media.get("schema")) {
                Some(schema) => {
                    let ty = self
                        .rust(schema, &format!("{}Response", name.to_upper_camel_case()), &answer_item, false)
                        .ty;
                    in_operations(&ty, self.document)
                }
                None => "bytes::Bytes".to_owned(),
            },
        };
        let place = format!("{}/responses", operation.pointer());
        self.origins.entry(answer_item).or_default().insert(place);
        Operation {
            name,
            published_id: published,
            method: operation.method.to_uppercase(),
            path: operation.path.to_owned(),
            required,
            optional,
            answer,
        }
    }

    /// Where a parameter stands in the corrected document: in the operation, in its path, or shared.
    fn parameter_places(&self, operation: &walk::Operation<'_>, wire: &str) -> BTreeSet<String> {
        let path = pointer::join("/paths", operation.path);
        let mut places = BTreeSet::new();
        for list in [pointer::join(&operation.pointer(), "parameters"), pointer::join(&path, "parameters")] {
            let parameters = self.corrected.pointer(&list).and_then(Value::as_array);
            for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                let resolved = pointer::follow(self.corrected, parameter).unwrap_or(parameter);
                if resolved.get("name").and_then(Value::as_str) == Some(wire) {
                    places.insert(format!("{list}/{index}"));
                    let shared = parameter
                        .get("$ref")
                        .and_then(Value::as_str)
                        .and_then(|target| target.strip_prefix('#'));
                    places.extend(shared.map(str::to_owned));
                }
            }
        }
        places
    }
}

fn alternatives(map: &Map<String, Value>) -> Option<&[Value]> {
    ["oneOf", "anyOf"].iter().find_map(|key| map.get(*key)?.as_array()).map(Vec::as_slice)
}

/// The places of a member in a schema and in all that it is composed of.
fn members(document: &Value, at: &str, wire: &str, depth: usize) -> Vec<String> {
    let Some(schema) = document.pointer(at).filter(|_| depth < 16) else { return Vec::new() };
    let mut found = Vec::new();
    let own = pointer::join(&format!("{at}/properties"), wire);
    if document.pointer(&own).is_some() {
        found.push(own);
    }
    for (index, part) in schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate() {
        let target = part.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        let place = target.map_or_else(|| format!("{at}/allOf/{index}"), str::to_owned);
        found.extend(members(document, &place, wire, depth + 1));
    }
    found
}

/// A type as the operations name it.
fn in_operations(ty: &str, document: &Value) -> String {
    let named = |word: &str| document.pointer(&pointer::join("/components/schemas", word)).is_some();
    let mut made = String::new();
    let mut word = String::new();
    for character in ty.chars().chain([' ']) {
        if character.is_alphanumeric() || character == '_' || character == ':' {
            word.push(character);
            continue;
        }
        if named(&word) {
            made.push_str("types::");
        }
        made.push_str(&word);
        word.clear();
        made.push(character);
    }
    made.trim_end().to_owned()
}

/// An inventory without `Box`: where circles are broken is up to the generator.
#[must_use]
pub fn unboxed(inventory: &Inventory) -> Inventory {
    let plain = |ty: &str| {
        let mut ty = ty.to_owned();
        while let Some(start) = ty.find("Box<") {
            let mut depth = 0;
            let end = ty[start..].char_indices().find_map(|(index, character)| {
                depth += i32::from(character == '<') - i32::from(character == '>');
                (character == '>' && depth == 0).then_some(start + index)
            });
            let Some(end) = end else { break };
            ty = format!("{}{}{}", &ty[..start], &ty[start + 4..end], &ty[end + 1..]);
        }
        ty
    };
    let mut inventory = inventory.clone();
    for entry in &mut inventory.types {
        match &mut entry.shape {
            Shape::Struct(fields) => fields.iter_mut().for_each(|field| field.ty = plain(&field.ty)),
            Shape::Other(code) => *code = plain(code),
            Shape::OpenEnum(_) => {}
        }
    }
    inventory
}
