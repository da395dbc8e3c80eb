//! Writing members.

use serde::{Serialize, ser::SerializeMap};

/// Writes a member.
macro_rules! entry {
    ($map:ident, $name:literal, $value:expr) => {
        serde::ser::SerializeMap::serialize_entry($map, $name, $value)
    };
    ($map:ident, $name:literal, $value:expr, number) => {
        serde::ser::SerializeMap::serialize_entry($map, $name, &crate::object::AsNumber($value))
    };
}

/// Writes a member that may be absent.
macro_rules! optional_entry {
    ($map:ident, $name:literal, $value:expr) => {
        crate::object::write_optional($map, $name, $value.as_ref())
    };
    ($map:ident, $name:literal, $value:expr, number) => {
        crate::object::write_optional($map, $name, $value.as_ref().map(crate::object::AsNumber))
    };
}

pub(crate) use {entry, optional_entry};

/// Writes a member unless it is absent.
pub(crate) fn write_optional<M: SerializeMap>(
    map: &mut M,
    name: &'static str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    match value {
        Some(value) => map.serialize_entry(name, &value),
        None => Ok(()),
    }
}
