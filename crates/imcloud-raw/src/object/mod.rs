//! Declaration, decoding and encoding of generated structs.
//!
//! `request_type!` and `response_type!` declare a struct with the JSON names of its properties and
//! implement the traits of serde. They replace the derive macros of serde, which take most of the compile
//! time of this crate and cannot be lenient by type: here [`PropertyType`] defines how a type is decoded in
//! every property. `alternatives!` does the same for `oneOf`.

#[macro_use]
mod response_type;
#[macro_use]
mod request_type;
#[macro_use]
#[allow(unused_macros, reason = "only some specifications have variants")]
mod alternatives;

mod property;
mod read;
mod write;

#[allow(unused_imports, reason = "only some specifications have a discriminator")]
pub(crate) use alternatives::discriminator;
#[allow(unused_imports, reason = "only some specifications have short forms")]
pub(crate) use property::{
    FromShorthand, PropertyType, Text, object_property, plain_property, read_shorthand, visit_text,
};
pub(crate) use read::{
    Object, deserialize_into, ignore, key, property, property_into, required, serde_by_properties,
};
pub(crate) use request_type::constructor;
pub(crate) use response_type::{field_entry, field_type, read_field};
pub(crate) use write::{AsNumber, debug_by_properties, entry, optional_entry, shown, write_optional};
