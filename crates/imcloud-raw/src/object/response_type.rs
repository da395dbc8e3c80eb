//! Declaration of response types.

/// Declares a struct of optional properties with their JSON names.
///
/// A property with `= empty` is not optional in Rust: a missing one is its default, which is not encoded.
///
/// With `shorthand` before `struct`, the type also decodes from a string, by [`super::FromShorthand`].
macro_rules! response_type {
    ($(#[$attribute:meta])* shorthand $visibility:vis struct $name:ident { $($fields:tt)* }) => {
        response_type! { @declare $(#[$attribute])* $visibility struct $name { $($fields)* } }

        impl crate::object::PropertyType for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::read_shorthand(deserializer)
            }
        }
    };
    (@declare $(#[$attribute:meta])* $visibility:vis struct $name:ident {
        $($(#[$field_attribute:meta])* $json:literal => $field:ident: $type:ty $(as $form:ident)? $(= $absent:ident)?,)*
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        $visibility struct $name {
            $($(#[$field_attribute])* pub $field: crate::object::field_type!($type $(, $absent)?),)*
        }

        impl crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = &[$($json,)*];

            #[allow(unused_mut, unused_variables, reason = "a type can have no properties")]
            fn read_properties<'de, A: serde::de::MapAccess<'de>>(
                place: &mut Option<Self>,
                mut map: A,
            ) -> Result<(), A::Error> {
                let object = place.insert(Self::default());
                while let Some(key) = crate::object::key(&mut map)? {
                    match &*key {
                        $($json => crate::object::read_field!(map, object.$field $(, $absent)?),)*
                        _ => crate::object::ignore(&mut map)?,
                    }
                }
                Ok(())
            }

            #[allow(unused_variables, reason = "a type can have no properties")]
            fn write_properties<M: serde::ser::SerializeMap>(&self, out: &mut M) -> Result<(), M::Error> {
                $(crate::object::field_entry!(out, $json, self.$field, [$($form)?] [$($absent)?])?;)*
                Ok(())
            }
        }

        crate::object::debug_by_properties!($name { $($field: $type,)* });

        crate::object::serde_by_properties!($name);
    };
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident { $($fields:tt)* }) => {
        response_type! { @declare $(#[$attribute])* $visibility struct $name { $($fields)* } }
        crate::object::object_property!($name);
    };
}

/// The type of a field.
macro_rules! field_type {
    ($type:ty) => {
        Option<$type>
    };
    ($type:ty, empty) => {
        $type
    };
}

/// Reads the value of a property into its field.
macro_rules! read_field {
    ($map:ident, $field:expr) => {
        crate::object::property_into(&mut $map, &mut $field)?
    };
    ($map:ident, $field:expr, empty) => {
        $field = crate::object::property(&mut $map)?.unwrap_or_default()
    };
}

/// Writes a field unless it is absent or empty.
macro_rules! field_entry {
    ($map:ident, $name:literal, $value:expr, [$($form:ident)?] []) => {
        crate::object::optional_entry!($map, $name, $value $(, $form)?)
    };
    ($map:ident, $name:literal, $value:expr, [$($form:ident)?] [empty]) => {
        if $value.is_empty() {
            Ok(())
        } else {
            crate::object::entry!($map, $name, &$value $(, $form)?)
        }
    };
}

pub(crate) use {field_entry, field_type, read_field};
