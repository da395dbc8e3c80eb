//! Macros that declare the blocking form of a type.
//!
//! Each line is a method of the async type. Its first word says what is done with the result:
//!
//! | word | async form | blocking form |
//! | --- | --- | --- |
//! | `call` | `async fn(&self)` | waits for the result |
//! | `call_owned` | `async fn(self)` | waits for the result |
//! | `wrap` | `fn(&self)` that returns a future, stream or builder | returns its blocking form |
//! | `wrap_owned` | `fn(self)` that returns a future, stream or builder | returns its blocking form |
//! | `set` | `fn(self) -> Self` | the same |

macro_rules! blocking_form {
    ($name:ident $([$($generics:tt)*])? = $path:literal $inner:ty {
        $($word:ident $method:ident($($argument:ident: $type:ty),*) $(-> $value:ty)?;)*
    }) => {
        #[doc = concat!("The blocking form of [`", stringify!($name), "`](", $path, ").")]
        #[must_use = "nothing is sent before a method is called"]
        pub struct $name $(<$($generics)*>)? {
            pub(crate) inner: $inner,
            pub(crate) worker: crate::blocking::worker::Worker,
        }

        impl $(<$($generics)*>)? std::fmt::Debug for $name $(<$($generics)*>)?
        where
            $inner: std::fmt::Debug,
        {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.inner.fmt(f)
            }
        }

        impl $(<$($generics)*>)? $name $(<$($generics)*>)? {
            pub(crate) fn new(inner: $inner, worker: &crate::blocking::worker::Worker) -> Self {
                Self { inner, worker: worker.clone() }
            }

            $(blocking_method! { $path, $word $method($($argument: $type),*) $(-> $value)? })*
        }
    };
}

macro_rules! blocking_method {
    ($path:expr, call $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(&self, $($argument: $type),*) -> $value {
            self.worker.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:expr, call_owned $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            self.worker.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:expr, wrap $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(&self, $($argument: $type),*) -> $value {
            <$value>::new(self.inner.$method($($argument),*), &self.worker)
        }
    };
    ($path:expr, wrap_owned $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            <$value>::new(self.inner.$method($($argument),*), &self.worker)
        }
    };
    ($path:expr, set $method:ident($($argument:ident: $type:ty),*)) => {
        #[doc = concat!("As [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(mut self, $($argument: $type),*) -> Self {
            self.inner = self.inner.$method($($argument),*);
            self
        }
    };
}

/// The blocking form of a method of a `resource!`.
macro_rules! blocking_operation {
    ($path:expr, call $method:ident($($arguments:tt)*) -> $value:ty) => {
        crate::blocking::form::blocking_method! { $path, call $method($($arguments)*) -> crate::Result<$value> }
    };
    ($path:expr, list $method:ident($($arguments:tt)*) -> $value:ty) => {
        crate::blocking::form::blocking_method! { $path, wrap $method($($arguments)*) -> crate::blocking::Listing<$value> }
    };
    ($path:expr, wait $method:ident($($arguments:tt)*) -> $value:ty) => {
        crate::blocking::form::blocking_method! { $path, wrap $method($($arguments)*) -> crate::blocking::Waiting<$value> }
    };
}

pub(crate) use {blocking_method, blocking_operation};
