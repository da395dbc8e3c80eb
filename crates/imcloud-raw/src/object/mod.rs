//! JSON objects: how generated structs are declared, read and written.
//!
//! `sent!` and `received!` declare a struct with its members' JSON names, and implement serde's traits for it. They stand in
//! for serde's derive macros, which take most of the time of compiling this crate, and which cannot be lenient by type: here each type
//! says by [`Member`] how it is read wherever it is a member. `alternatives!` does the same for `oneOf`.

#[macro_use]
mod received;
#[macro_use]
mod sent;
#[macro_use]
#[allow(unused_macros, reason = "whether there are alternatives depends on the specification")]
mod alternatives;

mod member;
mod number;
mod read;
mod write;

#[allow(unused_imports, reason = "whether anything has a short form depends on the specification")]
pub(crate) use member::{FromShorthand, Member, Text, plain_member, read_shorthand};
pub(crate) use number::AsNumber;
pub(crate) use read::{Object, deserialize, ignore, key, member, required, serde_by_members};
pub(crate) use write::{entry, optional_entry, write_optional};
