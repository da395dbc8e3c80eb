//! Constructors and setters of types that are sent.

/// Gives a type `new`, with its required members, and a setter for each optional one.
///
/// Setters take anything that converts, so that `po_number("PO-1")` and `products([line])` read naturally. A type can thus gain optional
/// members without breaking whoever makes one.
macro_rules! input {
    ($name:ident { $($required:ident: $required_type:ty,)* } { $($optional:ident: $optional_type:ty,)* }) => {
        impl $name {
            #[doc = concat!("Makes a `", stringify!($name), "` of what is required; the rest is left out until it is set.")]
            #[allow(clippy::too_many_arguments, reason = "the specification decides how many members are required")]
            #[must_use]
            pub fn new($($required: impl Into<$required_type>),*) -> Self {
                Self { $($required: $required.into(),)* $($optional: None,)* }
            }

            $(
                #[doc = concat!("Sets the member `", stringify!($optional), "`.")]
                #[must_use]
                pub fn $optional(mut self, $optional: impl Into<$optional_type>) -> Self {
                    self.$optional = Some($optional.into());
                    self
                }
            )*
        }
    };
}
