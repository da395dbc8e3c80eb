//! Declaration of response types.

/// Declares a struct of optional properties with their JSON names.
///
/// With `shorthand` before `struct`, the type also decodes from a string; it implements [`super::FromShorthand`].
macro_rules! received {
    ($(#[$attribute:meta])* shorthand $visibility:vis struct $name:ident { $($members:tt)* }) => {
        received! { @declare $(#[$attribute])* $visibility struct $name { $($members)* } }

        impl crate::object::Member for $name {
            fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::object::read_shorthand(deserializer)
            }
        }
    };
    (@declare $(#[$attribute:meta])* $visibility:vis struct $name:ident {
        $($(#[$member_attribute:meta])* $json:literal => $member:ident: $type:ty $(as $form:ident)?,)*
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        $visibility struct $name {
            $($(#[$member_attribute])* pub $member: Option<$type>,)*
        }

        impl crate::object::Object for $name {
            const NAME: &'static str = stringify!($name);
            const PROPERTIES: &'static [&'static str] = &[$($json,)*];

            #[allow(unused_mut, reason = "a type can have no properties")]
            fn read_members<'de, A: serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                let mut object = Self::default();
                while let Some(key) = crate::object::key(&mut map)? {
                    match &*key {
                        $($json => object.$member = crate::object::member(&mut map)?,)*
                        _ => crate::object::ignore(&mut map)?,
                    }
                }
                Ok(object)
            }

            #[allow(unused_variables, reason = "a type can have no properties")]
            fn write_members<M: serde::ser::SerializeMap>(&self, out: &mut M) -> Result<(), M::Error> {
                $(crate::object::optional_entry!(out, $json, self.$member $(, $form)?)?;)*
                Ok(())
            }
        }

        crate::object::debug_by_members!($name { $($member: $type,)* });

        crate::object::serde_by_members!($name);
    };
    ($(#[$attribute:meta])* $visibility:vis struct $name:ident { $($members:tt)* }) => {
        received! { @declare $(#[$attribute])* $visibility struct $name { $($members)* } }
        crate::object::plain_member!($name);
    };
}
