//! Declaration of request types.

/// Declares a struct with a constructor for its required properties and a setter for each optional one.
///
/// With `required as Name`, the constructor takes a struct of that name instead of positional arguments, so
/// that the compiler notices when several strings are swapped.
///
/// Setters take any type that converts, such as `po_number("PO-1")` and `products([line])`. New optional
/// properties are not breaking changes.
macro_rules! request_type {
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident {
        required $(as $fields:ident)? { $($(#[$required_attribute:meta])* $required_json:literal => $required:ident: $required_type:ty $(as $required_form:ident)?,)* }
        optional { $($(#[$optional_attribute:meta])* $optional_json:literal => $optional:ident: $optional_type:ty $(as $optional_form:ident)?,)* }
    }) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        $visibility struct $name {
            $($(#[$required_attribute])* pub $required: $required_type,)*
            $($(#[$optional_attribute])* pub $optional: Option<$optional_type>,)*
        }

        crate::object::constructor! { $visibility $name [$($fields)?]
            { $($(#[$required_attribute])* $required: $required_type,)* } { $($optional,)* }
        }

        impl $name {
            $(
                #[doc = concat!("Sets the property `", $optional_json, "`.")]
                #[must_use]
                pub fn $optional(mut self, $optional: impl Into<$optional_type>) -> Self {
                    self.$optional = Some($optional.into());
                    self
                }
            )*
        }

        impl crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = &[$($required_json,)* $($optional_json,)*];

            #[allow(unused_mut, reason = "a type can have no properties")]
            fn read_properties<'de, A: serde::de::MapAccess<'de>>(
                place: &mut Option<Self>,
                mut map: A,
            ) -> Result<(), A::Error> {
                $(let mut $required = None;)*
                $(let mut $optional = None;)*
                while let Some(key) = crate::object::key(&mut map)? {
                    match &*key {
                        $($required_json => $required = crate::object::property(&mut map)?,)*
                        $($optional_json => $optional = crate::object::property(&mut map)?,)*
                        _ => crate::object::ignore(&mut map)?,
                    }
                }
                *place = Some(Self {
                    $($required: crate::object::required($required, $required_json)?,)*
                    $($optional,)*
                });
                Ok(())
            }

            #[allow(unused_variables, reason = "a type can have no properties")]
            fn write_properties<M: serde::ser::SerializeMap>(&self, out: &mut M) -> Result<(), M::Error> {
                $(crate::object::entry!(out, $required_json, &self.$required $(, $required_form)?)?;)*
                $(crate::object::optional_entry!(out, $optional_json, self.$optional $(, $optional_form)?)?;)*
                Ok(())
            }
        }

        crate::object::debug_by_properties!($name {
            $($required: $required_type,)*
            $($optional: $optional_type,)*
        });

        crate::object::object_property!($name);

        crate::object::serde_by_properties!($name);
    };
}

/// Declares the constructor of a request type.
macro_rules! constructor {
    ($visibility:vis $name:ident [] { $($(#[$attribute:meta])* $required:ident: $type:ty,)* } { $($optional:ident,)* }) => {
        impl $name {
            #[doc = concat!("Creates a `", stringify!($name), "` with the required properties.")]
            #[allow(clippy::new_without_default, reason = "determined by the specification")]
            #[must_use]
            pub fn new($($required: impl Into<$type>),*) -> Self {
                Self { $($required: $required.into(),)* $($optional: None,)* }
            }
        }
    };
    ($visibility:vis $name:ident [$fields:ident] { $($(#[$attribute:meta])* $required:ident: $type:ty,)* } { $($optional:ident,)* }) => {
        #[doc = concat!("The required properties of [`", stringify!($name), "`].")]
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::exhaustive_structs, reason = "the compiler checks that all are given")]
        $visibility struct $fields {
            $($(#[$attribute])* pub $required: $type,)*
        }

        impl $name {
            #[doc = concat!("Creates a `", stringify!($name), "` with the required properties.")]
            #[must_use]
            pub fn new(required: $fields) -> Self {
                Self { $($required: required.$required,)* $($optional: None,)* }
            }
        }
    };
}

pub(crate) use constructor;
