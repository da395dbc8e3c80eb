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
//! * `file`: everything as text, in one file;
//! * [`mod@surface`]: the items of that file, with the places of the document that they come from.
//!
//! Each of them checks the form that it expects and names what it did not find, so that a new version of
//! progenitor that writes something else stops here and not in the compiler.

mod file;
mod operations;
pub mod progenitor;
pub mod surface;
pub(crate) mod types;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use openapi_review::document::{pointer, walk};
use serde_json::{Value, json};

pub use self::surface::Surface;
use file::Parts;

use crate::nodes::{entries, items};

/// A generated file and what it offers.
#[derive(Debug)]
pub struct Generated {
    /// The text of `generated.rs`.
    pub code: String,
    /// Its public surface.
    pub surface: Surface,
}

/// Generates the raw client for an effective document. Fails if progenitor rejects the document, or writes
/// something that cannot be reshaped.
pub(crate) fn generate(effective: &Value) -> Result<Generated> {
    let parts = Parts::of(effective, progenitor::run(effective)?)?;
    Ok(Generated { code: parts.write()?, surface: parts.surface })
}

/// Returns the public surface of the client for a marked effective document (see [`crate::nodes`]), without
/// writing it.
///
/// # Errors
/// If progenitor rejects the document, or writes something that cannot be reshaped.
pub fn surface(mut effective: Value) -> Result<Surface> {
    // Documentation is most of the code, and not part of the surface.
    walk::every_schema_mut(&mut effective, &mut |schema| {
        schema.retain(|key, _| key != "description" && key != "title")
    });
    walk::operations_mut(&mut effective, |_, _, operation| {
        operation.retain(|key, _| key != "description" && key != "summary");
    });
    Ok(Parts::of(&effective, progenitor::signatures(&effective)?)?.surface)
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
    // By name: the schemas that a schema refers to, and those whose variants decide about its type.
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut variants: BTreeSet<&str> = BTreeSet::new();
    for (name, schema) in walk::schemas(old).chain(walk::schemas(new)) {
        let targets = targets.entry(name).or_default();
        walk::every_object(schema, &mut |_, map| {
            let target = map.get("$ref").and_then(Value::as_str);
            targets.extend(target.and_then(|target| target.strip_prefix(pointer::SCHEMAS)));
            let listed = ["oneOf", "anyOf"].iter().flat_map(|key| items(map.get(*key)));
            variants.extend(listed.filter_map(pointer::schema_name));
        });
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        targets.keys().map(|name| (*name, reached_from(name, &targets))).collect();
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

fn reached_from<'n>(name: &'n str, targets: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> BTreeSet<&'n str> {
    let (mut found, mut queue) = (BTreeSet::new(), vec![name]);
    while let Some(name) = queue.pop() {
        let next = targets.get(name).into_iter().flatten().copied();
        queue.extend(next.filter(|name| found.insert(*name)));
    }
    found
}
