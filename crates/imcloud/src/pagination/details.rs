//! Lists whose items are fetched one by one for their details.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use futures_core::Stream;
use futures_util::{
    FutureExt as _, StreamExt, TryStreamExt,
    future::{BoxFuture, Either, ready},
    stream::BoxStream,
};
use imcloud_raw::{Id, types::*};

use super::Listing;
use crate::{Client, error::Error, runtime::Background};

/// An item of a list that has fewer properties than the object itself. Implemented by this crate only.
pub trait Summary: Sealed {}

/// The private part of [`Summary`], which also seals it.
pub trait Sealed: Send + 'static {
    #[doc(hidden)]
    type Detail: Send + 'static;

    #[doc(hidden)]
    fn id(&self) -> &Id;

    #[doc(hidden)]
    fn detail(client: Client, id: Id) -> BoxFuture<'static, Result<Self::Detail, Error>>;
}

macro_rules! summary {
    ($($summary:ident => $detail:ident by $accessor:ident;)*) => {$(
        impl Summary for $summary {}

        impl Sealed for $summary {
            type Detail = $detail;

            fn id(&self) -> &Id {
                &self.id
            }

            fn detail(client: Client, id: Id) -> BoxFuture<'static, Result<$detail, Error>> {
                async move { client.$accessor().get(id).await }.boxed()
            }
        }
    )*};
}

summary! {
    CustomerSummary => Customer by customers;
    OrderSummary => Order by orders;
    ReportSummary => Report by reports;
    ResellerSummary => Reseller by resellers;
    ServicePlanSummary => ServicePlan by plans;
    SubscriptionSummary => Subscription by subscriptions;
}

impl<T: Summary, F> Listing<T, F> {
    /// Fetches the details of each item with one call per item. Up to `concurrency` calls are in flight, from
    /// 1 to 64, within the client's rate limit.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::OrderStatus;
    ///
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let mut orders = client.orders().list().status(OrderStatus::Processing).with_details(8).items();
    /// while let Some(order) = orders.try_next().await? {
    ///     println!("{:?}: {} products", order.order_number, order.products.unwrap_or_default().len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn with_details(self, concurrency: usize) -> DetailedListing<T, F> {
        DetailedListing { listing: self, concurrency: concurrency.clamp(1, 64) }
    }
}

/// A list whose items are fetched one by one. Created by [`Listing::with_details`].
#[must_use = "a listing sends nothing until it is streamed"]
pub struct DetailedListing<T, F = ()> {
    listing: Listing<T, F>,
    concurrency: usize,
}

impl<T: Summary, F> DetailedListing<T, F> {
    /// Returns a stream of the objects, in the order of the list. An object that was removed after it was
    /// listed is left out.
    pub fn items(self) -> DetailItems<T::Detail> {
        let client = self.listing.client().clone();
        let runtime = client.stack().sender.runtime.clone();
        // The next page is a background task, because the list is not polled while details are read.
        let items = self.listing.with_min_prefetch().items();
        let details = items.map(move |item| match item {
            Ok(item) => {
                let (client, id) = (client.clone(), item.id().clone());
                Either::Left(Background::spawn(&runtime, move || T::detail(client.clone(), id.clone())))
            }
            Err(error) => Either::Right(ready(Err(error))),
        });
        let found = details.buffered(self.concurrency).filter_map(|detail| {
            ready(match detail {
                Err(error) if error.is_not_found() => None,
                detail => Some(detail),
            })
        });
        DetailItems(Some(found.boxed()))
    }
}

impl_debug!(DetailedListing<T, F>, self, listing = self.listing, concurrency = self.concurrency);

/// A stream of the objects of a list, in order. Ends after the last object or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct DetailItems<D>(Option<BoxStream<'static, Result<D, Error>>>);

impl<D: Send + 'static> DetailItems<D> {
    /// Returns the next object; `None` after the last one or after an error.
    pub async fn next(&mut self) -> Option<Result<D, Error>> {
        StreamExt::next(self).await
    }

    /// Returns the next object; `None` after the last one or after an error.
    ///
    /// # Errors
    /// Those of any call.
    pub async fn try_next(&mut self) -> Result<Option<D>, Error> {
        TryStreamExt::try_next(self).await
    }
}

impl<D> Stream for DetailItems<D> {
    type Item = Result<D, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.0 else { return Poll::Ready(None) };
        let next = stream.as_mut().poll_next(context);
        if matches!(next, Poll::Ready(None | Some(Err(_)))) {
            self.0 = None;
        }
        next
    }
}

impl_debug!(DetailItems<D>, self);
