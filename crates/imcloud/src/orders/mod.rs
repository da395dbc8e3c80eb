//! Orders without duplicates.
//!
//! The API has no idempotency keys, and the outcome of an order is often unknown: placing it can take over a
//! minute, and the gateway gives up after about 60 seconds while the platform continues (observed). Resending
//! the order then buys everything twice; not resending it can lose it.
//! [`Orders::place`](crate::resources::Orders::place) avoids both as far as the API allows, and reports when
//! it cannot decide.
//!
//! # How an order is placed
//!
//! The client sets a reference as the `poNumber` of the order: yours, or a generated UUID. Then it sends the
//! order. The next step depends on the evidence in the response. The status and the format of the body
//! decide, never a message:
//!
//! | response | meaning | next step |
//! | --- | --- | --- |
//! | success with an id | the order exists | [`Placed`] |
//! | 401, 429, 403 of the gateway, no connection | the order was not received | retries, then `Rejected` |
//! | 400, 404, 409, 422 of the platform | the order was rejected | `Rejected` |
//! | 500 of the platform | violated business rule, or failure after storing | one search, then `Rejected` |
//! | none, or 502, 503, 504 | the order may be lost | search for `search_timeout`, then resend |
//! | any other, such as an error page | the order was received | search for `search_timeout`, never resend |
//!
//! `Rejected` is [`PlaceOrderError::Rejected`], and `search_timeout` is [`PlaceOrder::search_timeout`].
//!
//! Errors in the format of the platform have `message` and one of `timeStamp` and `correlationId`, and no
//! `error` (observed). Error pages of its framework have `error`. Responses of the gateway have `statusCode`.
//!
//! An order that was found is [`Placed`]. It is resent only after a complete search that began when the
//! search time was over, and up to [`max_attempts`](PlaceOrder::max_attempts) times in total. All other
//! outcomes are [`PlaceOrderError::OutcomeUnknown`], with all data needed to decide. Everything ends after
//! [`timeout`](PlaceOrder::timeout).
//!
//! # How an order is recognized
//!
//! * **A generated number** decides, together with the type: automatic renewals have the number of the order
//!   that they renew (observed).
//! * **A custom number** can be used by several orders, so everything must match: number, type, customer,
//!   subscription, products, the quantities of new subscriptions, and a creation date after the call began,
//!   with a tolerance of one minute.
//! * An order that lacks one of these properties, or is older, does not match. It is reported in
//!   [`OutcomeUnknown::candidates`].
//!
//! # What a search costs
//!
//! List items have no `poNumber` (observed). A search is one call to list the orders of the customer, newest
//! first, and one call for the details of each order of the same type that is newer than the beginning of the
//! call minus [`lookback`](PlaceOrder::lookback), or among the newest five. Details of other orders are
//! fetched once only. So the first search usually costs 2 to 6 calls, and each further one a single call. A
//! search time of 3 minutes has about 10 searches. Customers with more than 50 orders within the lookback
//! cost one list call per 50; above 1,000 the search fails. Filters by time are not used: they are not
//! confirmed to work, and one that hides the order would cause a duplicate.
//!
//! # Guarantees
//!
//! * `Ok` means that the order exists, once as far as searches can see. Duplicates after a resend are
//!   reported as [`UnknownReason::MultipleMatches`].
//! * `Rejected` means that the order does not exist, if the errors of the platform are true (assumed).
//! * Everything else is `OutcomeUnknown`. No order is lost silently.
//!
//! # Limits
//!
//! * **An order that appears after the search.** If the platform takes longer than an attempt and the search
//!   together (180 seconds each by default) to show an order, a resend places it twice. To rule this out, set
//!   [`max_attempts(1)`](PlaceOrder::max_attempts): the order is never resent, and more calls end as
//!   `OutcomeUnknown`. After a 500 of the platform the one search begins 2 seconds after the response.
//!   An order that appears later is reported as `Rejected`.
//! * **Two concurrent calls with the same reference.** With the same contents, one can return the order of
//!   the other. Let the client generate the number, or use one per order.
//! * **A number that the platform changes,** for example by truncation, is not recognized. No such case is
//!   known.
//! * **Renewals and cancellations with a custom number** have no products (observed), so an automatic renewal
//!   of the same subscription after the call began looks the same. Let the client generate the number.
//! * **A wrong clock.** A clock that is fast by more than the lookback hides the order once the customer has
//!   five newer ones. With a custom number, a fast clock makes outcomes unknown, and with a slow one an older
//!   order with the same contents can be taken for this one.
//! * **A process that ends, or a future that is dropped, before the outcome.** Store the [`OrderReference`]
//!   before awaiting, and [`resume`](PlaceOrder::resume) with it later.
//!
//! # Examples
//!
//! ```
//! use imcloud::orders::PlaceOrderError;
//! # use imcloud_sandbox::Fault;
//! # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/doc.rs")); }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let (sandbox, client) = doc::start().await?;
//! # let order = doc::order(&client).await?;
//! // The sandbox stores the order and responds with the timeout page of a proxy.
//! sandbox.inject(Fault::gateway_timeout().on("create_order").once())?;
//! match client.orders().place(&order).await {
//!     Ok(placed) => {
//!         println!("{:?}, {} attempts", placed.order.order_number, placed.attempts);
//!         assert!(placed.found && placed.attempts == 1);
//!     }
//!     Err(PlaceOrderError::Rejected(error)) => return Err(error.into()),
//!     Err(PlaceOrderError::OutcomeUnknown(unknown)) => println!("check by hand: {unknown}"),
//! }
//! assert_eq!(sandbox.journal().of("create_order")?.len(), 1);
//! # Ok(())
//! # }
//! ```

mod matcher;
mod outcome;
mod place;
mod search;

pub use outcome::{OrderReference, OutcomeUnknown, PlaceOrderError, Placed, UnknownReason};
pub use place::PlaceOrder;
