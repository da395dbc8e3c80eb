//! Macros that declare resources, the filters of their lists, blocking forms, and common methods.

/// Declares a resource with its async methods and their blocking forms. Each line is a method of a kind:
///
/// | word | method |
/// | --- | --- |
/// | `list` | lists, with the type of the filter first in parentheses, then an id |
/// | `call` | sends the raw request after `=` and returns the value of the response |
/// | `wait` | waits for an object by its id |
macro_rules! resource {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[$doc:meta])* $word:ident $method:ident($($arguments:tt)*) -> $value:ty $(= $request:ident.$raw:ident)?;)*
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name<'a> {
            client: &'a crate::Client,
        }

        impl<'a> $name<'a> {
            pub(crate) fn new(client: &'a crate::Client) -> Self {
                Self { client }
            }

            $(operation! { $(#[$doc])* $word $method($($arguments)*) -> $value $(= $request.$raw)? })*
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::$name<'_> {
            $(blocking_operation! {
                concat!("crate::resources::", stringify!($name)), $word $method($($arguments)*) -> $value
            })*
        }
    };
}

/// Declares the accessors of resources and their blocking forms. After the type follow its filters in
/// brackets, and the item of its list with the type that `get` returns.
macro_rules! resources {
    ($(
        $(#[$doc:meta])*
        $accessor:ident: $name:ident [$($filter:ident),*] $($summary:ident => $detail:ident)?;
    )*) => {
        getters! { impl Client {
            $($(#[$doc])* $accessor(self) -> $name<'_> = $name::new(self);)*
        }}

        /// The filters of all resources.
        pub(crate) mod filters {
            $($(pub use super::$filter;)*)*
        }

        /// The blocking forms of all resources.
        #[cfg(feature = "blocking")]
        pub(crate) mod blocking {
            $(
                #[doc = concat!("The blocking form of [`", stringify!($name), "`](super::", stringify!($name), ").")]
                pub type $name<'a> = crate::blocking::Blocking<super::$name<'a>>;
            )*
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            $(blocking_method! { "crate::Client", wrap $accessor() -> crate::blocking::$name<'_> })*
        }

        $($(
            impl crate::pagination::Summary for $summary {}

            impl crate::pagination::Sealed for $summary {
                type Detail = $detail;

                fn id(&self) -> &Id {
                    &self.id
                }

                fn detail(
                    client: Client,
                    id: Id,
                ) -> futures_util::future::BoxFuture<'static, crate::Result<$detail>> {
                    Box::pin(async move { client.$accessor().get(id).await })
                }
            }
        )?)*
    };
}

macro_rules! operation {
    ($(#[$doc:meta])* list $method:ident($filter:ty $(, $id:ident: $type:ty)?) -> $item:ty = $request:ident.$raw:ident) => {
        $(#[$doc])*
        pub fn $method(&self $(, $id: $type)?) -> crate::Listing<$item, $filter> {
            $(let $id: imcloud_raw::Id = $id.into();)?
            let client: crate::Client = self.client.for_lists();
            let bound = client.clone();
            let id: fn(&$item) -> Option<&imcloud_raw::Id> = |item| Some(&item.id);
            crate::Listing::new(&client, crate::pagination::Source {
                operation: imcloud_raw::operations::$request::OPERATION.name.into(),
                fetch: std::sync::Arc::new(move |filter: &$filter, offset: u64, limit: u64| {
                    let (client, filter) = (bound.clone(), filter.clone());
                    $(let $id = $id.clone();)?
                    Box::pin(async move {
                        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
                        let request = crate::pagination::Filter::narrow(&filter, client.raw().$raw($($id)?));
                        let result = request.offset(signed(offset)).limit(signed(limit)).send().await;
                        let list = crate::error::received(&imcloud_raw::operations::$request::OPERATION, result)?;
                        Ok(crate::pagination::Fetched::of_page(list.data, list.pagination, id))
                    })
                }),
                id,
                unpaged: false,
            })
        }
    };
    ($(#[$doc:meta])* call $method:ident($($name:ident: $type:ty),*) -> $value:ty = $request:ident.$raw:ident) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// Those of any call: see [`Error`](crate::Error).
        pub async fn $method(&self, $($name: $type),*) -> crate::Result<$value> {
            let result = self.client.raw().$raw($($name),*).send().await;
            crate::error::received(&imcloud_raw::operations::$request::OPERATION, result)
        }
    };
    ($(#[$doc:meta])* wait $method:ident($id:ident: $type:ty) -> $value:ty) => {
        $(#[$doc])*
        ///
        /// # Errors
        /// [`WaitError`](crate::wait::WaitError) distinguishes the outcomes.
        pub fn $method(&self, $id: $type) -> crate::wait::Waiting<$value> {
            crate::wait::Waiting::new(self.client, $id.into())
        }
    };
}

/// Declares a filter with a setter for each property, and the same setters of its list. The service ignores
/// unknown parameters, so each list has a separate filter with the parameters of its raw request.
macro_rules! filter {
    ($(#[$attribute:meta])* $name:ident for $request:ident -> $item:ty {
        $($(#[$property_attribute:meta])* $property:ident: $type:ty,)*
    }) => {
        $(#[$attribute])*
        ///
        /// Everything is listed until a property is set.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$property_attribute])* pub $property: Option<$type>,)*
        }

        impl $name {
            /// Creates a filter that every item passes.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

        }

        setters! { impl $name {
            $($(#[$property_attribute])* $property($property: impl Into<$type>) => $property = Some($property.into());)*
        }}

        impl<'a> crate::pagination::Filter<imcloud_raw::operations::$request<'a>> for $name {
            fn narrow(
                &self,
                mut request: imcloud_raw::operations::$request<'a>,
            ) -> imcloud_raw::operations::$request<'a> {
                $(if let Some(value) = &self.$property {
                    request = request.$property(value.clone());
                })*
                request
            }
        }

        impl crate::Listing<$item, $name> {
            $(
                $(#[$property_attribute])*
                pub fn $property(mut self, $property: impl Into<$type>) -> Self {
                    self.filter.$property = Some($property.into());
                    self
                }
            )*
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Listing<$item, $name> {
            $(
                $(#[$property_attribute])*
                pub fn $property(mut self, $property: impl Into<$type>) -> Self {
                    self.inner = self.inner.$property($property);
                    self
                }
            )*
        }
    };
}

/// Declares the blocking form of a type.
///
/// Each line is a method of the async type. Its first word says what is done with the result:
///
/// | word | async form | blocking form |
/// | --- | --- | --- |
/// | `call` | `async fn(&self)` | waits for the result |
/// | `call_owned` | `async fn(self)` | waits for the result |
/// | `wrap` | `fn(&self)` that returns a future, stream or builder | returns its blocking form |
/// | `wrap_owned` | `fn(self)` that returns a future, stream or builder | returns its blocking form |
///
/// After `impl`, the type is a resource, whose blocking form exists.
#[cfg(feature = "blocking")]
macro_rules! blocking_form {
    (impl $name:ident = $path:literal {
        $($word:ident $method:ident($($argument:ident: $type:ty),*) -> $value:ty;)*
    }) => {
        impl $name<'_> {
            $(blocking_method! { $path, $word $method($($argument: $type),*) -> $value })*
        }
    };
    ($name:ident $([$($generics:tt)*])? = $path:literal $inner:ty {
        $($word:ident $method:ident$([$($parameters:tt)*])?($($argument:ident: $type:ty),*) $(-> $value:ty)?;)*
    }) => {
        #[doc = concat!("The blocking form of [`", stringify!($name), "`](", $path, ").")]
        pub type $name $(<$($generics)*>)? = crate::blocking::Blocking<$inner>;

        impl $(<$($generics)*>)? $name $(<$($generics)*>)? {
            $(blocking_method! { $path, $word $method$([$($parameters)*])?($($argument: $type),*) $(-> $value)? })*
        }
    };
}

#[cfg(feature = "blocking")]
macro_rules! blocking_method {
    (@wait $path:expr, [$($receiver:tt)*] $self:ident.$method:ident$([$($generics:tt)*])?($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("Waits for [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method$(<$($generics)*>)?($($receiver)* $(, $argument: $type)*) -> $value {
            $self.worker.wait($self.inner.$method($($argument),*))
        }
    };
    (@wrap $path:expr, [$($receiver:tt)*] $self:ident.$method:ident$([$($generics:tt)*])?($($argument:ident: $type:ty),*) -> $value:ty) => {
        #[doc = concat!("The blocking form of [`", stringify!($method), "`](", $path, "::", stringify!($method), ").")]
        pub fn $method$(<$($generics)*>)?($($receiver)* $(, $argument: $type)*) -> $value {
            <$value>::new($self.inner.$method($($argument),*), &$self.worker)
        }
    };
    ($path:expr, call $($method:tt)*) => { blocking_method! { @wait $path, [&self] self.$($method)* } };
    ($path:expr, call_owned $($method:tt)*) => { blocking_method! { @wait $path, [self] self.$($method)* } };
    ($path:expr, wrap $($method:tt)*) => { blocking_method! { @wrap $path, [&self] self.$($method)* } };
    ($path:expr, wrap_owned $($method:tt)*) => { blocking_method! { @wrap $path, [self] self.$($method)* } };
}

/// Declares the blocking form of a method of a `resource!`.
#[cfg(feature = "blocking")]
macro_rules! blocking_operation {
    ($path:expr, call $method:ident($($arguments:tt)*) -> $value:ty) => {
        blocking_method! { $path, call $method($($arguments)*) -> crate::Result<$value> }
    };
    ($path:expr, list $method:ident($filter:ty $(, $($id:tt)*)?) -> $value:ty) => {
        blocking_method! { $path, wrap $method($($($id)*)?) -> crate::blocking::Listing<$value, $filter> }
    };
    ($path:expr, wait $method:ident($($arguments:tt)*) -> $value:ty) => {
        blocking_method! { $path, wrap $method($($arguments)*) -> crate::blocking::Waiting<$value> }
    };
}

/// Defines builder methods, each of which sets one field: `name(value: Type) => field = value;`. With
/// `blocking`, the blocking form of the type has them, too.
macro_rules! setters {
    (blocking impl $($setters:tt)*) => {
        setters! { impl $($setters)* }
        #[cfg(feature = "blocking")]
        blocking_setters! { impl $($setters)* }
    };
    (impl $builder:ident$(<$($generic:tt),*>)? {
        $($(#[$attribute:meta])* $name:ident($($value:ident: $type:ty),*) => $($field:ident).+ = $new:expr;)*
    }) => {
        impl$(<$($generic),*>)? $builder$(<$($generic),*>)? {$(
            $(#[$attribute])*
            #[must_use = "returns the changed value"]
            pub fn $name(mut self $(, $value: $type)*) -> Self {
                self.$($field).+ = $new;
                self
            }
        )*}
    };
}

#[cfg(feature = "blocking")]
macro_rules! blocking_setters {
    (impl $builder:ident$(<$($generic:tt),*>)? {
        $($(#[$attribute:meta])* $name:ident($($value:ident: $type:ty),*) => $($field:ident).+ = $new:expr;)*
    }) => {
        impl$(<$($generic),*>)? crate::blocking::$builder$(<$($generic),*>)? {$(
            $(#[$attribute])*
            pub fn $name(mut self $(, $value: $type)*) -> Self {
                self.inner = self.inner.$name($($value),*);
                self
            }
        )*}
    };
}

macro_rules! next_methods {
    ($value:ty, $error:ty) => {
        /// Returns the next value; `None` after the last one or after an error that ends the stream.
        pub async fn next(&mut self) -> Option<Result<$value, $error>> {
            futures_util::StreamExt::next(self).await
        }

        /// Returns the next value; `None` after the last one or after an error that ends the stream.
        ///
        /// # Errors
        /// Those of the stream, once each.
        pub async fn try_next(&mut self) -> Result<Option<$value>, $error> {
            self.next().await.transpose()
        }
    };
}

/// Defines methods that return an expression: `name(self) -> Type = self.field;`.
macro_rules! getters {
    (impl $type:ident$(<$generic:tt>)? {
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

/// Implements `Debug` with some of the fields. The others may be secret: `impl_debug!(Type, self, field =
/// self.field);`.
macro_rules! impl_debug {
    ($type:ident$(<$($generic:tt),*>)?, $self:ident $(, $name:ident = $value:expr)*) => {
        impl$(<$($generic),*>)? std::fmt::Debug for $type$(<$($generic),*>)? {
            fn fmt(&$self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($type))$(.field(stringify!($name), &$value))*.finish_non_exhaustive()
            }
        }
    };
}
