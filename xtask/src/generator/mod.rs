//! From the effective document to `crates/imcloud-raw/src/generated.rs`.
//!
//! [`progenitor`] runs the generator and hands over its syntax tree. The rest reshapes that tree into the form that the
//! raw crate promises its users, where progenitor has no setting for it:
//!
//! * [`structs`]: types that can grow: non-exhaustive, with constructors for what is sent, and lenient where they are read;
//! * [`enums`]: open enumerations in place of closed ones;
//! * [`operations`]: a request value for each operation in place of a method with positional arguments, so that a new
//!   optional parameter is a new method and never a changed signature; sending is left to the client's transport;
//! * [`mod@file`]: everything as text, in one file.
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

use anyhow::Result;
use serde_json::Value;

/// A generated file and what is in it.
#[derive(Debug)]
pub struct Generated {
    /// The text of `generated.rs`.
    pub code: String,
    /// Operations.
    pub operations: usize,
    /// Structs.
    pub structs: usize,
    /// Open enumerations.
    pub enums: usize,
}

/// Generates the raw client for an effective document.
///
/// # Errors
/// When progenitor refuses the document, or writes something that cannot be reshaped.
pub fn generate(effective: &Value) -> Result<Generated> {
    let output = progenitor::run(effective)?;
    file::assemble(effective, output)
}
