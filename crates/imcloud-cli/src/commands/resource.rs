//! The table of a resource: its list with columns and filters, its objects, and the flags of its bodies.
//!
//! ```text
//! resource! { Plans in plans; list() -> ServicePlanSummary, "id,name", () => (); get -> ServicePlan; }
//! filter! { OrderFlags for [OrderFilter] { /// Of this customer
//!     customer "ID": Id => customer_id, } }
//! body! { OrderUpdateFlags { /// New status code
//!     status_code "CODE": Option<String> => "statusCode", } }
//! ```
//!
//! A row of `filter!` and `body!` is a flag: its help, its name, the name of its value, a parser if the
//! type has none, its type, and the property that it sets.

use std::fmt;

use clap::Args;
use imcloud::{Client, Listing};
use serde::de::DeserializeOwned;

use crate::{
    failure::Result,
    global::ListOptions,
    input::{Body, From},
    session::{Data, Session},
};

/// A resource with a list. The commands of a resource implement it.
pub(crate) trait Resource: fmt::Debug {
    const COLUMNS: &'static str;
    type Item: Data;
    type Filter: Default;
    type Flags: FilterFlags<Self::Filter>;
    /// The id of the object that has the list, if any.
    type Parent: Args + fmt::Debug;

    fn listing(client: &Client, parent: Self::Parent) -> Listing<Self::Item, Self::Filter>;
}

/// A resource whose objects can be read one by one.
pub(crate) trait Objects {
    type Object: Data;

    async fn get(client: &Client, id: &str) -> imcloud::Result<Self::Object>;

    async fn show(session: &Session, id: &str) -> Result {
        session.get(async |client| Self::get(client, id).await).await
    }
}

/// Flags that set properties of a filter.
pub(crate) trait FilterFlags<F>: Args + fmt::Debug {
    fn set(self, session: &Session, filter: &mut F);
}

impl FilterFlags<()> for () {
    fn set(self, _: &Session, (): &mut ()) {}
}

#[derive(Debug, Args)]
pub(crate) struct ResourceList<R: Resource> {
    #[command(flatten)]
    parent: R::Parent,
    #[command(flatten)]
    filter: R::Flags,
    #[command(flatten)]
    options: ListOptions,
}

impl<R: Resource> ResourceList<R> {
    pub(super) async fn run(self, session: &Session) -> Result {
        self.run_with(session, |_| {}).await
    }

    /// Writes the list, whose items are changed by `prepare`.
    pub(super) async fn run_with(self, session: &Session, prepare: impl Fn(&mut R::Item)) -> Result {
        let mut filter = R::Filter::default();
        self.filter.set(session, &mut filter);
        let listing = R::listing(session.client().await?, self.parent).filter(filter);
        session.check_columns::<R::Item>()?;
        session.list_with(listing, &self.options, Some(R::COLUMNS), prepare).await
    }
}

/// Flags that set properties of a body.
pub(crate) trait BodyFlags: Args {
    fn set(self, body: Body) -> Result<Body>;
}

/// A body: a file, and flags that replace its properties.
#[derive(Debug, Args)]
pub(crate) struct BodyArgs<F: BodyFlags> {
    #[command(flatten)]
    pub(super) from: From,
    #[command(flatten)]
    pub(super) flags: F,
}

impl<F: BodyFlags> BodyArgs<F> {
    /// Returns the body. `R` is the output.
    pub(super) fn body<R: DeserializeOwned>(self, session: &Session) -> Result<Body> {
        self.flags.set(Body::begin::<R>(session, &self.from)?)
    }
}

macro_rules! resource {
    (@parent) => { () };
    (@parent $parent:ty) => { $parent };
    (
        $commands:ident in $accessor:ident;
        $list:ident($($id:ident: $parent:ty)?) -> $item:ty, $columns:expr, $flags:ty => $filter:ty;
        $(get -> $object:ty;)?
    ) => {
        impl crate::commands::resource::Resource for $commands {
            const COLUMNS: &'static str = $columns;
            type Item = $item;
            type Filter = $filter;
            type Flags = $flags;
            type Parent = resource!(@parent $($parent)?);

            fn listing(client: &imcloud::Client, _parent: Self::Parent) -> imcloud::Listing<$item, $filter> {
                client.$accessor().$list($(_parent.$id)?)
            }
        }

        $(impl crate::commands::resource::Objects for $commands {
            type Object = $object;

            async fn get(client: &imcloud::Client, id: &str) -> imcloud::Result<$object> {
                client.$accessor().get(id).await
            }
        })?
    };
}

macro_rules! filter {
    ($flags:ident for [$($filter:ident),+] $rows:tt) => {
        filter!(@flags $flags $rows);
        $(filter!(@set $flags $filter $rows);)+
    };
    (@flags $flags:ident {
        $(with $shared:ty;)?
        $($(#[$help:meta])+ $flag:ident $($value:literal)? $(($parser:expr))?: $type:ty => $property:ident,)*
    }) => {
        #[derive(Debug, clap::Args)]
        pub(crate) struct $flags {
            $(#[command(flatten)] shared: $shared,)?
            $(
                $(#[$help])+
                #[arg(long $(, value_name = $value)? $(, value_parser = $parser)?)]
                $flag: Option<$type>,
            )*
        }
    };
    (@set $flags:ident $filter:ident {
        $(with $shared:ty;)?
        $($(#[$help:meta])+ $flag:ident $($value:literal)? $(($parser:expr))?: $type:ty => $property:ident,)*
    }) => {
        impl crate::commands::resource::FilterFlags<$filter> for $flags {
            fn set(self, session: &crate::session::Session, filter: &mut $filter) {
                $(<$shared as crate::commands::resource::FilterFlags<$filter>>::set(self.shared, session, filter);)?
                $(if let Some(value) = self.$flag {
                    let flag = concat!("--", stringify!($flag)).trim_end_matches('_').replace('_', "-");
                    filter.$property = Some(crate::input::FilterValue::accept(value, session, &flag));
                })*
            }
        }
    };
}

macro_rules! body {
    ($flags:ident {
        $($(#[$help:meta])+ $flag:ident $($value:literal)? $(($parser:expr))?: $type:ty => $path:literal,)*
    }) => {
        #[derive(Debug, clap::Args)]
        pub(crate) struct $flags {
            $(
                $(#[$help])+
                #[arg(long $(, value_name = $value)? $(, value_parser = $parser)?)]
                $flag: $type,
            )*
        }

        impl crate::commands::resource::BodyFlags for $flags {
            fn set(self, body: crate::input::Body) -> crate::failure::Result<crate::input::Body> {
                use crate::input::BodyValue as _;
                Ok(body$(.set($path, self.$flag.json(concat!("--", stringify!($flag)))?))*)
            }
        }
    };
}

pub(super) use {body, filter, resource};
