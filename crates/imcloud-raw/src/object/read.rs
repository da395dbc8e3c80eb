//! Decoding of objects: the traits of serde for all of them.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, MapAccess, Visitor},
    ser::SerializeMap,
};

use super::property::{Property, PropertyType};

/// A struct declared by `request_type!` or `response_type!`.
pub(crate) trait Object: Sized {
    /// Name of the type, for error messages.
    const NAME: &'static str;

    /// Names of the properties, for deserializers that require them.
    const PROPERTIES: &'static [&'static str];

    /// Decodes the properties into their place, which is filled after a success.
    fn read_properties<'de, A: MapAccess<'de>>(place: &mut Option<Self>, map: A) -> Result<(), A::Error>;

    /// Encodes the properties that are present.
    fn write_properties<M: SerializeMap>(&self, out: &mut M) -> Result<(), M::Error>;
}

/// Implements serde's traits for an [`Object`].
macro_rules! serde_by_properties {
    ($name:ident) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut place = None;
                crate::object::deserialize_into(&mut place, deserializer)?;
                crate::object::required(place, stringify!($name))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                crate::object::Object::write_properties(self, &mut map)?;
                serde::ser::SerializeMap::end(map)
            }
        }
    };
}

pub(crate) use serde_by_properties;

/// Reads an object into its place.
pub(crate) fn deserialize_into<'de, T: Object, D: Deserializer<'de>>(
    place: &mut Option<T>,
    deserializer: D,
) -> Result<(), D::Error> {
    struct PlaceVisitor<'a, T>(&'a mut Option<T>);

    impl<'de, T: Object> Visitor<'de> for PlaceVisitor<'_, T> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::NAME)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
            T::read_properties(self.0, map)
        }
    }

    deserializer.deserialize_struct(T::NAME, T::PROPERTIES, PlaceVisitor(place))
}

/// The name of a property, borrowed from the input if possible.
#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// Returns the name of the next property.
pub(crate) fn key<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Cow<'de, str>>, A::Error> {
    Ok(map.next_key::<Key<'de>>()?.map(|key| key.0))
}

/// Decodes the value of a property, `None` for null.
pub(crate) fn property<'de, T: PropertyType, A: MapAccess<'de>>(map: &mut A) -> Result<Option<T>, A::Error> {
    let mut place = None;
    property_into(map, &mut place)?;
    Ok(place)
}

/// Reads the value of the current property into its place.
pub(crate) fn property_into<'de, T: PropertyType, A: MapAccess<'de>>(
    map: &mut A,
    place: &mut Option<T>,
) -> Result<(), A::Error> {
    map.next_value_seed(Property(place))
}

/// Ignores the value of an undeclared property.
pub(crate) fn ignore<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// Returns the value of a required property, or an error if it is missing.
pub(crate) fn required<T, E: de::Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(name))
}
