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
            inner: $inner,
            worker: crate::blocking::worker::Worker,
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
            pub(super) fn new(inner: $inner, worker: &crate::blocking::worker::Worker) -> Self {
                Self { inner, worker: worker.clone() }
            }

            $(blocking_method! { $path $word $method($($argument: $type),*) $(-> $value)? })*
        }
    };
}

macro_rules! blocking_method {
    ($path:literal call $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        #[allow(clippy::missing_errors_doc, reason = "they are those of the async form")]
        pub fn $method(&self, $($argument: $type),*) -> $value {
            self.worker.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:literal call_owned $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        #[allow(clippy::missing_errors_doc, reason = "they are those of the async form")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            self.worker.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:literal wrap $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(&self, $($argument: $type),*) -> $value {
            <$value>::new(self.inner.$method($($argument),*), &self.worker)
        }
    };
    ($path:literal wrap_owned $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            <$value>::new(self.inner.$method($($argument),*), &self.worker)
        }
    };
    ($path:literal set $method:ident($($argument:ident: $type:ty),*)) => {
        #[doc = concat!("As [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(mut self, $($argument: $type),*) -> Self {
            self.inner = self.inner.$method($($argument),*);
            self
        }
    };
}
