//! From the effective document to `crates/imcloud-raw/src/generated.rs`.
//!
//! [`progenitor`] runs the generator and hands over its syntax tree. The rest reshapes that tree into the form that the
//! raw crate promises its users, where progenitor has no setting for it:
//!
//! * [`structs`]: types that can grow: non-exhaustive, with constructors for what is sent, and lenient where
//!   they are read;
//! * [`enums`]: open enums in place of closed ones;
//! * [`operations`]: a request value for each operation in place of a method with positional arguments, so
//!   that a new optional parameter is a new method and never a changed signature; sending is left to the
//!   client's transport;
//! * [`mod@file`]: everything as text, in one file;
//! * [`mod@surface`]: what that file offers, item by item, with the places of the document behind each.
//!
//! Each of them checks the shape it expects and names what it did not find, so that a new version of
//! progenitor that writes something else stops here and not in the compiler.

pub mod discriminator;
pub mod docs;
pub mod enums;
pub mod fields;
pub mod file;
pub mod operations;
pub mod progenitor;
pub mod structs;
pub mod surface;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use openapi_review::document::{pointer, walk};
use serde_json::{Value, json};

pub use self::surface::Surface;
use file::Parts;

use crate::passes::origins;

/// A generated file and what it offers.
#[derive(Debug)]
pub struct Generated {
    /// The text of `generated.rs`.
    pub code: String,
    /// Its public surface.
    pub surface: Surface,
}

/// Generates the raw client for an effective document.
///
/// # Errors
/// If progenitor rejects the document, or writes something that cannot be reshaped.
pub fn generate(effective: &Value) -> Result<Generated> {
    let parts = Parts::of(effective, progenitor::run(effective)?)?;
    Ok(Generated { code: parts.write()?, surface: parts.surface(effective) })
}

/// Returns the public surface of the client for a marked effective document (see [`origins`]), without
/// writing it.
///
/// # Errors
/// As [`generate`].
pub fn surface(mut effective: Value) -> Result<Surface> {
    // Documentation is most of the code, and no part of the surface.
    walk::every_schema_mut(&mut effective, &mut |schema| {
        schema.retain(|key, _| key != "description" && key != "title")
    });
    walk::operations_mut(&mut effective, |_, _, operation| {
        operation.retain(|key, _| key != "description" && key != "summary");
    });
    let mut plain = effective.clone();
    origins::remove(&mut plain);
    Ok(Parts::of(&effective, progenitor::signatures(&plain)?)?.surface(&effective))
}

/// Leaves out of two effective documents what has the same code in both: operations, and the properties of
/// objects.
///
/// An object stays complete if it is on a cycle of references with a schema that differs, because the cycle
/// decides which fields are boxed.
pub fn leave_out_common(old: &mut Value, new: &mut Value) {
    let same = |operation: &walk::Operation<'_>| {
        new.pointer(&operation.pointer()).and_then(Value::as_object) == Some(operation.node)
    };
    let operations: Vec<_> =
        walk::operations(old).filter(same).map(|operation| operation.pointer()).collect();
    let schemas = common_objects(old, new);
    for document in [old, new] {
        for (item, method) in operations.iter().filter_map(|at| at.rsplit_once('/')) {
            document.pointer_mut(item).and_then(|item| item.as_object_mut()?.remove(method));
        }
        for name in &schemas {
            walk::schemas_mut(document)[name] =
                json!({"type": "object", "properties": {"common": {"type": "boolean"}}});
        }
    }
}

/// Returns the names of the objects that are the same in both documents.
fn common_objects(old: &Value, new: &Value) -> Vec<String> {
    let new_schemas: BTreeMap<&String, &Value> = walk::schemas(new).collect();
    let common = walk::schemas(old).filter(|(name, schema)| new_schemas.get(name) == Some(schema));
    let common: BTreeSet<&str> = common.map(|(name, _)| name.as_str()).collect();
    // By name: the schemas that a schema refers to, and those whose variants decide about its type.
    let mut targets: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut variants: BTreeSet<&str> = BTreeSet::new();
    for (name, schema) in walk::schemas(old).chain(walk::schemas(new)) {
        let targets = targets.entry(name).or_default();
        walk::every_object(schema, &mut |_, map| {
            let target = map.get("$ref").and_then(Value::as_str);
            targets.extend(target.and_then(|target| target.strip_prefix(pointer::SCHEMAS)));
            let listed = ["oneOf", "anyOf"].iter().filter_map(|key| map.get(*key)?.as_array()).flatten();
            variants.extend(listed.filter_map(pointer::schema_name));
        });
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        targets.keys().map(|name| (*name, reached_from(name, &targets))).collect();
    let is_on_cycle = |name: &str| {
        let returns = |other: &str| reached.get(other).is_some_and(|back| back.contains(name));
        reached.get(name).into_iter().flatten().any(|other| !common.contains(other) && returns(other))
    };
    let is_object = |name: &str| {
        let schema = walk::schemas(old).find(|(known, _)| *known == name).map(|(_, schema)| schema);
        schema.is_some_and(|node| node.get("properties").is_some() && node.get("x-rust-type").is_none())
    };
    let fits = |name: &&&str| is_object(name) && !variants.contains(**name) && !is_on_cycle(name);
    common.iter().filter(fits).map(|name| (*name).to_owned()).collect()
}

fn reached_from<'n>(name: &'n str, targets: &BTreeMap<&'n str, BTreeSet<&'n str>>) -> BTreeSet<&'n str> {
    let (mut found, mut queue) = (BTreeSet::new(), vec![name]);
    while let Some(name) = queue.pop() {
        let next = targets.get(name).into_iter().flatten().copied();
        queue.extend(next.filter(|name| found.insert(*name)));
    }
    found
}
