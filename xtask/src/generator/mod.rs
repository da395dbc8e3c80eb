//! From the effective document to `crates/imcloud-raw/src/generated.rs`.
//!
//! [`progenitor`] runs the generator and hands over its syntax tree. The rest reshapes that tree into the form that the
//! raw crate promises its users, where progenitor has no setting for it:
//!
//! * [`structs`]: types that can grow: non-exhaustive, with constructors for what is sent, and lenient where they are read;
//! * [`enums`]: open enumerations in place of closed ones;
//! * [`operations`]: a request value for each operation in place of a method with positional arguments, so that a new
//!   optional parameter is a new method and never a changed signature; sending is left to the client's transport;
//! * [`mod@file`]: everything as text, in one file;
//! * [`mod@surface`]: what that file offers, item by item, with the places of the document behind each.
//!
//! Each of them checks the shape it expects and names what it did not find, so that a new version of progenitor that writes
//! something else stops here and not in the compiler.

pub mod discriminator;
pub mod docs;
pub mod enums;
pub mod fields;
pub mod file;
pub mod operations;
pub mod progenitor;
pub mod structs;
pub mod surface;

use anyhow::Result;
use openapi_review::document::walk;
use serde_json::Value;

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
/// When progenitor rejects the document, or writes something that cannot be reshaped.
pub fn generate(effective: &Value) -> Result<Generated> {
    let parts = Parts::of(effective, progenitor::run(effective)?)?;
    Ok(Generated { code: parts.write(), surface: parts.surface(effective) })
}

/// The public surface of the client for a marked effective document (see [`origins`]), without writing it.
///
/// # Errors
/// As [`generate`].
pub fn surface(effective: &Value) -> Result<Surface> {
    let mut plain = effective.clone();
    origins::remove(&mut plain);
    // Documentation is most of the code, and no part of the surface.
    walk::every_schema_mut(&mut plain, &mut |schema| {
        schema.retain(|key, _| key != "description" && key != "title")
    });
    walk::operations_mut(&mut plain, |_, _, operation| {
        operation.retain(|key, _| key != "description" && key != "summary");
    });
    Ok(Parts::of(effective, progenitor::run(&plain)?)?.surface(effective))
}
