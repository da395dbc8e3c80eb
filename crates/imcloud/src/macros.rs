//! Macros for code that many types share.

/// Defines builder methods, each of which sets one field: `name(value: Type) => field = value;`.
macro_rules! setters {
    (impl $builder:ident$(<$generic:ident>)? {
        $($(#[$attribute:meta])* $name:ident($($value:ident: $type:ty),*) => $($field:ident).+ = $new:expr;)*
    }) => {
        impl$(<$generic>)? $builder$(<$generic>)? {$(
            $(#[$attribute])*
            #[must_use = "returns the changed value"]
            pub fn $name(mut self $(, $value: $type)*) -> Self {
                self.$($field).+ = $new;
                self
            }
        )*}
    };
}

/// Defines methods that return an expression: `name(self) -> Type = self.field;`.
macro_rules! getters {
    (impl $type:ident$(<$generic:ident>)? {
        $($(#[$attribute:meta])* $name:ident($self:ident) -> $result:ty = $value:expr;)*
    }) => {
        impl$(<$generic>)? $type$(<$generic>)? {$(
            $(#[$attribute])*
            #[must_use]
            pub fn $name(&$self) -> $result {
                $value
            }
        )*}
    };
}

/// Implements `Debug` with some of the fields. The others may be secret: `impl_debug!(Type, self, field = self.field);`.
macro_rules! impl_debug {
    ($type:ident$(<$generic:ident>)?, $self:ident $(, $name:ident = $value:expr)*) => {
        impl$(<$generic>)? std::fmt::Debug for $type$(<$generic>)? {
            fn fmt(&$self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($name), &$value))*.finish_non_exhaustive()
            }
        }
    };
}
