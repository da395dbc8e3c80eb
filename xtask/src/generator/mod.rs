//! From the effective document to `crates/imcloud-raw/src/generated.rs`.
//!
//! [`progenitor`] runs the generator and returns its syntax tree. The rest reshapes that tree into the form
//! that the raw crate promises its users, where progenitor has no setting for it:
//!
//! * `types`: types that can grow: non-exhaustive, with constructors for what is sent, and lenient where they
//!   are read; open enums in place of closed ones;
//! * `operations`: a request value for each operation in place of a method with positional arguments, so that
//!   a new optional parameter is a new method and never a changed signature; sending is left to the client's
//!   transport;
//! * `file`: everything as text, in one file.
//!
//! They fill the [`Surface`]: the items of that file, with the places of the document that they come from. So
//! the review of a new version need not read code back.
//!
//! Each of them checks the form that it expects and names what it did not find, so that a new version of
//! progenitor that writes something else stops here and not in the compiler.

mod file;
mod operations;
pub mod progenitor;
pub(crate) mod types;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use openapi_review::document::{pointer, walk};
use serde_json::{Value, json};

use file::Parts;

use crate::nodes::{self, entries, items, references};

/// A generated file and what it offers.
#[derive(Debug)]
pub struct Generated {
    /// The text of `generated.rs`.
    pub code: String,
    /// Its public surface.
    pub surface: Surface,
}

/// The public surface of a generated file.
#[derive(Debug, Clone, Default)]
pub struct Surface {
    /// The operations, in the order of the file.
    pub operations: Vec<Operation>,
    /// The types, sorted by name.
    pub types: Vec<Entry>,
    /// Origins by item (`types::Order::quantity`, `Client::list_orders(limit)`): pointers into the document
    /// that [`crate::nodes::mark_origins`] marked. Empty in other documents.
    pub origins: BTreeMap<String, BTreeSet<String>>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method of the client.
    pub name: String,
    /// The published operation id.
    pub published_id: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Arguments of the method: name and type.
    pub required: Vec<(String, String)>,
    /// Optional parameters: name and type.
    pub optional: Vec<(String, String)>,
    /// The type of the response.
    pub response: String,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// The kind of its declaration.
    pub kind: Kind,
    /// Its fields, values or variants.
    pub parts: Vec<Part>,
    /// The code of a type of another kind, and that of all variants of alternatives.
    pub code: String,
    /// The fields that its constructor takes, in order; of sent types only.
    pub constructor: Vec<String>,
}

/// The kind of a declaration, which decides what can be added to it without breaking callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `request_type!`: with a constructor and setters.
    Sent,
    /// `response_type!`: all fields optional.
    Received,
    /// `open_enum!`
    OpenEnum,
    /// `alternatives!`
    Alternatives,
    /// A newtype or a name for another type.
    Other,
}

/// A field of a struct, a value of an open enum or a variant of alternatives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// The Rust name.
    pub name: String,
    /// The type of a field, the value as `= "value"`, or the type of a variant in parentheses.
    pub text: String,
    /// The name of a field in JSON.
    pub wire: String,
    /// The form of a field on the wire if the type leaves a choice: ` as number`.
    pub form: &'static str,
}

impl Surface {
    fn add(&mut self, name: &str, kind: Kind, parts: Vec<Part>, code: String) {
        self.types.push(Entry { name: name.to_owned(), kind, parts, code, constructor: Vec::new() });
    }

    fn add_origins(&mut self, item: String, origins: impl IntoIterator<Item = String>) {
        for origin in origins {
            self.origins.entry(item.clone()).or_default().insert(origin);
        }
    }

    /// Returns the numbers of items: `28 operations, 129 structs, 29 open enums`.
    pub(crate) fn summary(&self) -> String {
        let enums = self.types.iter().filter(|entry| entry.kind == Kind::OpenEnum).count();
        let is_struct =
            |entry: &&Entry| matches!(entry.kind, Kind::Sent | Kind::Received) || entry.code.starts_with('(');
        let structs = self.types.iter().filter(is_struct).count();
        format!("{} operations, {structs} structs, {enums} open enums", self.operations.len())
    }

    /// Returns the items that mention each type, by its name.
    pub(crate) fn users(&self) -> BTreeMap<&str, BTreeSet<String>> {
        let mut users: BTreeMap<&str, BTreeSet<String>> =
            self.types.iter().map(|entry| (entry.name.as_str(), BTreeSet::new())).collect();
        let mut mention = |text: &str, item: String| {
            for name in text.split(|c: char| !c.is_alphanumeric() && c != '_') {
                users.get_mut(name).map(|users| users.insert(item.clone()));
            }
        };
        for Entry { name, kind, parts, code, .. } in &self.types {
            mention(code, format!("types::{name}"));
            for part in parts.iter().filter(|_| matches!(kind, Kind::Sent | Kind::Received)) {
                mention(&part.text, format!("types::{name}::{}", part.name));
            }
        }
        for Operation { name, required, optional, response, .. } in &self.operations {
            for (argument, ty) in required.iter().chain(optional) {
                mention(ty, format!("Client::{name}({argument})"));
            }
            mention(response, format!("Client::{name} -> response"));
        }
        users
    }
}

/// Generates the raw client for an effective document. Fails if progenitor rejects the document, or writes
/// something that cannot be reshaped.
pub(crate) fn generate(effective: &Value) -> Result<Generated> {
    let parts = Parts::of(effective, progenitor::run(effective)?)?;
    Ok(Generated { code: parts.write()?, surface: parts.surface })
}

/// Returns the public surface of the client for a marked effective document (see [`crate::nodes`]), without
/// writing it. Fails if progenitor rejects the document, or writes something that cannot be reshaped.
pub fn surface(mut effective: Value) -> Result<Surface> {
    // Documentation is most of the code, and not part of the surface.
    walk::every_schema_mut(&mut effective, &mut |_, schema| {
        schema.retain(|key, _| key != "description" && key != "title")
    });
    walk::operations_mut(&mut effective, |_, _, operation| {
        operation.retain(|key, _| key != "description" && key != "summary");
    });
    Ok(Parts::of(&effective, progenitor::run(&effective)?)?.surface)
}

/// Leaves out of two effective documents what has the same code in both: operations, objects, and fields of
/// responses.
///
/// Objects on a cycle of references with a schema that differs stay complete, because the cycle decides which
/// fields are boxed.
pub fn leave_out_common(old: &mut Value, new: &mut Value) {
    let same = |operation: &walk::Operation<'_>| {
        new.pointer(&operation.pointer()).and_then(Value::as_object) == Some(operation.node)
    };
    let operations: Vec<_> =
        walk::operations(old).filter(same).map(|operation| operation.pointer()).collect();
    let (objects, fields) = common_objects(old, new);
    for document in [old, new] {
        for (item, method) in operations.iter().filter_map(|at| at.rsplit_once('/')) {
            document.pointer_mut(item).and_then(|item| item.as_object_mut()?.remove(method));
        }
        let schemas = walk::schemas_mut(document);
        for name in &objects {
            schemas[name] = json!({"type": "object", "properties": {"common": {"type": "boolean"}}});
        }
        for (name, fields) in &fields {
            let properties = schemas[name]["properties"].as_object_mut();
            properties.into_iter().for_each(|properties| properties.retain(|name, _| !fields.contains(name)));
        }
    }
}

/// Returns the names of the objects that are the same in both documents, and those of other objects with
/// the names of fields that are.
fn common_objects(old: &Value, new: &Value) -> (Vec<String>, Vec<(String, Vec<String>)>) {
    let mut targets = nodes::Targets::new();
    // The schemas that are variants decide about the type of another one.
    let mut variants: BTreeSet<&str> = BTreeSet::new();
    for (name, schema) in walk::schemas(old).chain(walk::schemas(new)) {
        targets.entry(name).or_default().extend(references(schema));
        walk::every_object(schema, &mut |_, map| {
            let listed = ["oneOf", "anyOf"].iter().flat_map(|key| items(map.get(*key)));
            variants.extend(listed.filter_map(pointer::schema_name));
        });
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        targets.keys().map(|name| (*name, nodes::reached(name, &targets))).collect();
    let others = &new["components"]["schemas"];
    let is_common =
        |name: &str| !others[name].is_null() && old["components"]["schemas"][name] == others[name];
    let reaches = |name: &str, other: &str| reached.get(name).is_some_and(|found| found.contains(other));
    let (mut objects, mut partly) = (Vec::new(), Vec::new());
    for (name, schema) in walk::schemas(old) {
        let other = &others[name];
        let is_object = |schema: &Value| schema["properties"].is_object() && schema["x-rust-type"].is_null();
        if !is_object(schema) || !is_object(other) || variants.contains(name.as_str()) {
            continue;
        }
        if schema == other {
            let mut inside = reached.get(name.as_str()).into_iter().flatten();
            if !inside.any(|inner| reaches(inner, name) && !is_common(inner)) {
                objects.push(name.clone());
            }
        } else if [schema, other].iter().all(|schema| schema["x-direction"] == "response")
            && !reaches(name, name)
        {
            let is_named = |field: &String| {
                let names =
                    [schema, other].map(|schema| items(schema.get("required")).any(|name| name == field));
                names.contains(&true) || [schema, other].iter().any(|schema| schema["x-shorthand"] == **field)
            };
            let same = entries(schema.get("properties"))
                .filter(|(field, property)| other["properties"][*field] == **property && !is_named(field));
            // An object without properties would not be a struct.
            partly.push((name.clone(), same.skip(1).map(|(field, _)| field.clone()).collect()));
        }
    }
    (objects, partly)
}
