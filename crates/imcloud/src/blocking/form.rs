//! Declaring the blocking form of a type.
//!
//! Each line is a method of the async type: its arguments, and what becomes of its value.
//!
//! | word | async form | blocking form |
//! | --- | --- | --- |
//! | `call` | `async fn(&self)` | waits |
//! | `end` | `async fn(self)` | waits |
//! | `give` | `fn(&self)` that gives something to be awaited or streamed | gives its blocking form |
//! | `turn` | `fn(self)` likewise | likewise |
//! | `set` | `fn(self) -> Self` | the same |

macro_rules! blocking_form {
    ($name:ident $([$($generics:tt)*])? = $path:literal $inner:ty {
        $($word:ident $method:ident($($argument:ident: $type:ty),*) $(-> $value:ty)?;)*
    }) => {
        #[doc = concat!("The blocking form of [`", stringify!($name), "`](", $path, ").")]
        #[must_use = "nothing happens before something is asked of it"]
        pub struct $name $(<$($generics)*>)? {
            inner: $inner,
            waiter: crate::blocking::waiter::Waiter,
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
            pub(super) fn over(inner: $inner, waiter: &crate::blocking::waiter::Waiter) -> Self {
                Self { inner, waiter: waiter.clone() }
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
            self.waiter.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:literal end $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        #[allow(clippy::missing_errors_doc, reason = "they are those of the async form")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            self.waiter.wait(self.inner.$method($($argument),*))
        }
    };
    ($path:literal give $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(&self, $($argument: $type),*) -> $value {
            <$value>::over(self.inner.$method($($argument),*), &self.waiter)
        }
    };
    ($path:literal turn $method:ident($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method(self, $($argument: $type),*) -> $value {
            <$value>::over(self.inner.$method($($argument),*), &self.waiter)
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
