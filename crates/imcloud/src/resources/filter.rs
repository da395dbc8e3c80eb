//! Declaring filters of lists.
//!
//! The service ignores parameters that it does not know, and the names of date ranges differ between lists. So each list has a filter of its own, whose
//! setters are those of the raw request: a name that a list does not have cannot be written.

/// Declares a filter with a setter for each member, and how it narrows the raw request.
macro_rules! filter {
    ($(#[$attribute:meta])* $name:ident for $request:ident {
        $($(#[$member_attribute:meta])* $member:ident: $type:ty,)*
    }) => {
        $(#[$attribute])*
        ///
        /// Nothing is left out until something is set. `()` converts into it.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$member_attribute])* pub $member: Option<$type>,)*
        }

        impl $name {
            /// A filter that lets every row through.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $(
                $(#[$member_attribute])*
                #[must_use]
                pub fn $member(mut self, $member: impl Into<$type>) -> Self {
                    self.$member = Some($member.into());
                    self
                }
            )*

            fn narrow<'a>(
                &self,
                mut request: imcloud_raw::operations::$request<'a>,
            ) -> imcloud_raw::operations::$request<'a> {
                $(if let Some(value) = &self.$member {
                    request = request.$member(value.clone());
                })*
                request
            }
        }

        impl From<()> for $name {
            fn from((): ()) -> Self {
                Self::default()
            }
        }
    };
}

/// Makes a [`Listing`](crate::Listing) of a raw request, which is built for each page from clones of the captured values.
macro_rules! listing {
    ($client:expr, $request:ident, ($($captured:ident),*), |$raw:ident| $make:expr) => {{
        let client: crate::Client = $client.for_lists();
        let source = crate::pagination::Source {
            operation: imcloud_raw::operations::$request::OPERATION.name.into(),
            fetch: {
                let client = client.clone();
                std::sync::Arc::new(move |offset: u64, limit: u64| {
                    let client = client.clone();
                    $(let $captured = $captured.clone();)*
                    Box::pin(async move {
                        let $raw = client.raw();
                        let signed = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
                        let request = $make.offset(signed(offset)).limit(signed(limit));
                        let operation = &imcloud_raw::operations::$request::OPERATION;
                        let list = crate::error::received(operation, request.send().await)?;
                        Ok(crate::pagination::Fetched::of_page(list.data, list.pagination, |item| item.id.as_ref()))
                    })
                })
            },
            id: |item| item.id.as_ref(),
            unpaged: false,
        };
        crate::Listing::new(&client, source)
    }};
}

/// Sends a raw request and gives the value of its answer.
macro_rules! call {
    ($client:expr, $request:ident, $($call:tt)*) => {
        crate::error::received(&imcloud_raw::operations::$request::OPERATION, $client.raw().$($call)*.send().await)
    };
}
