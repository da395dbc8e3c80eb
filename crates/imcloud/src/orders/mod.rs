//! Orders without duplicates.
//!
//! The API has no idempotency keys, and the outcome of an order is often unknown: placing it can take over a
//! minute, and the gateway gives up after about 60 seconds while the platform continues (observed).
//! [`Orders::place`](crate::resources::Orders::place) avoids duplicates and losses as far as the API allows,
//! and reports when it cannot decide.
//!
//! # How an order is placed
//!
//! The client sets a reference as the `poNumber` of the order: yours, or a generated UUID. Then it sends the
//! order. The next step depends on status and format of the response, never on its message:
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
//! * **A generated number** decides, together with the type: automatic renewals repeat it (observed).
//! * **A custom number** can be used by several orders, so everything must match: number, type, customer,
//!   subscription, products, the quantities of new subscriptions, and a creation date after the call began,
//!   with a tolerance of one minute.
//! * An order that lacks one of these properties, or is older, is one of [`OutcomeUnknown::candidates`].
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
//! * **A number that the platform changes,** for example by truncation, is not recognized (no case known).
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
//! # doc::run(async |sandbox, client| {
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
//! # }).unwrap();
//! ```

mod place;
mod search;

use std::{error::Error as StdError, fmt, sync::Arc};

use chrono::Utc;
use imcloud_raw::{DateTime, Id, types::Order};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Client,
    error::{Details, Error, ErrorKind},
    runtime::Runtime,
    wait::Waiting,
};
pub use place::PlaceOrder;

/// A reference that identifies an order: its `poNumber` and the time before it was first sent.
///
/// Store it, for example as JSON, before the order is sent, to [`resume`](PlaceOrder::resume) later.
///
/// # Examples
///
/// ```
/// use imcloud::orders::OrderReference;
///
/// let stored = r#"{"poNumber":"PO-2026-0117","since":"2026-05-04T06:00:00Z","generated":false}"#;
/// let reference: OrderReference = serde_json::from_str(stored)?;
/// assert_eq!(reference.po_number(), "PO-2026-0117");
/// assert_eq!(serde_json::to_string(&reference)?, stored);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OrderReference {
    po_number: String,
    since: DateTime,
    generated: bool,
}

impl OrderReference {
    /// Creates a reference from a custom number and a time before the order, by the clock of this machine.
    #[must_use]
    pub fn new(po_number: impl Into<String>, since: DateTime) -> Self {
        Self { po_number: po_number.into(), since, generated: false }
    }

    /// Creates the reference of an order that is about to be sent, with a generated number unless it has one.
    fn now(po_number: Option<&str>, runtime: &dyn Runtime) -> Self {
        let since = chrono::DateTime::<Utc>::from(runtime.system_time()).into();
        match po_number.filter(|number| !number.trim().is_empty()) {
            Some(number) => Self::new(number, since),
            None => {
                let bits = Uuid::from_u64_pair(runtime.random(), runtime.random());
                let id = uuid::Builder::from_random_bytes(bits.into_bytes()).into_uuid();
                Self { po_number: id.to_string(), since, generated: true }
            }
        }
    }
}

getters! { impl OrderReference {
    /// Returns the `poNumber` of the order.
    po_number(self) -> &str = &self.po_number;
    /// Returns the time before the order was first sent, by the clock of the sending machine, in seconds.
    since(self) -> &DateTime = &self.since;
    /// Returns true if the number is a generated UUID, which no other order has.
    is_generated(self) -> bool = self.generated;
}}

/// An order that exists.
///
/// Example: see [`PlaceOrderError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Placed {
    /// The id of the order. Never empty.
    pub id: Id,
    /// The order as returned by the service.
    pub order: Order,
    /// The reference of the order.
    pub reference: OrderReference,
    /// True if the order was found by a search. Otherwise it is the response to the last attempt.
    pub found: bool,
    /// Number of attempts of this call. Retries after the rate limit or without a connection do not count.
    pub attempts: u32,
    client: Client,
}

impl Placed {
    /// Waits until the order is completed, as [`Orders::wait_for`](crate::resources::Orders::wait_for).
    pub fn wait(&self) -> Waiting<Order> {
        Waiting::new(&self.client, self.id.clone())
    }
}

/// Error returned when an order was not placed, or may have been.
///
/// # Examples
///
/// ```no_run
/// use imcloud::orders::{PlaceOrderError, UnknownReason};
///
/// # async fn example(client: imcloud::Client, order: imcloud::types::OrderInput) {
/// match client.orders().place(&order).await {
///     Ok(placed) => println!("order {}: {:?}", placed.id, placed.wait().await),
///     Err(PlaceOrderError::Rejected(error)) => println!("not placed: {error}"),
///     Err(PlaceOrderError::OutcomeUnknown(unknown)) if unknown.reason == UnknownReason::MultipleMatches => {
///         println!("cancel all but one of {:?}", unknown.candidates);
///     }
///     // Store the reference, and check later with `PlaceOrder::resume`.
///     Err(PlaceOrderError::OutcomeUnknown(unknown)) => println!("{:?}", unknown.reference),
/// }
/// # }
/// ```
#[derive(Clone, Debug, thiserror::Error)]
pub enum PlaceOrderError {
    /// The order does not exist: the platform rejected it or did not receive it. It is safe to order again.
    #[error("order was not placed: {0}")]
    Rejected(Error),
    /// The order may exist. Do not order again before this is known.
    #[error(transparent)]
    OutcomeUnknown(Box<OutcomeUnknown>),
}

/// An order that may exist, with the data needed to decide.
///
/// Check the customer's orders of that time in the control panel. If the order is missing, it is safe to
/// order again. [`PlaceOrder::resume`] does this later: it sends the order only if it is still missing.
///
/// Example: see [`PlaceOrderError`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// The reason that the outcome is unknown.
    pub reason: UnknownReason,
    /// The PO number of the order, and the earliest time at which it may exist.
    pub reference: OrderReference,
    /// The customer of the order.
    pub customer_id: Id,
    /// The end of the last search, by the clock of this machine.
    pub until: DateTime,
    /// Number of attempts of this call; 0 if it only searched.
    pub attempts: u32,
    /// Number of searches of this call, failed ones included.
    pub searches: u32,
    /// The orders that may be it. With [`UnknownReason::MultipleMatches`], the orders that match.
    pub candidates: Vec<Order>,
    /// Error of the last attempt; `None` without an attempt or after a success.
    pub send_error: Option<Error>,
    /// The error of the last search. Always present with [`UnknownReason::SearchFailed`].
    pub search_error: Option<Error>,
}

/// The reason that the outcome of an order is unknown.
///
/// Example: see [`PlaceOrderError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// The customer's orders could not be read completely, or the order to resume is not valid.
    SearchFailed,
    /// There are orders that may be it, but lack a property or were created too early.
    PossibleMatches,
    /// Several orders match. With a generated number, the order was placed more than once.
    MultipleMatches,
    /// The order was not found, and may not be sent again. It probably does not exist.
    NotFound,
    /// The [`timeout`](PlaceOrder::timeout) expired before the search was complete.
    TimedOut,
}

impl From<PlaceOrderError> for Error {
    /// Converts the error of a rejected order, or makes one of the kind [`ErrorKind::OutcomeUnknown`].
    fn from(error: PlaceOrderError) -> Self {
        match error {
            PlaceOrderError::Rejected(error) => error,
            PlaceOrderError::OutcomeUnknown(unknown) => {
                let reason = format!("has an unknown outcome: {unknown}");
                let details = Details::new(ErrorKind::OutcomeUnknown, "create_order", reason);
                let attempts = unknown.attempts;
                Details { attempts, converted: Some(Arc::new(*unknown)), ..details }.into()
            }
        }
    }
}

getters! { impl Error {
    /// Returns the order of a converted [`PlaceOrderError`], to be passed to [`PlaceOrder::resume`].
    unknown_order(self) -> Option<&OutcomeUnknown> = self.0.converted.as_deref()?.downcast_ref();
}}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, customer) = (self.reference.po_number(), self.customer_id.as_str());
        write!(f, "order with poNumber {number:?} of customer {customer} may exist: ")?;
        f.write_str(match self.reason {
            UnknownReason::SearchFailed => "searching for it failed",
            UnknownReason::PossibleMatches => "possible matches are",
            UnknownReason::MultipleMatches if self.reference.is_generated() => {
                "it was placed more than once as"
            }
            UnknownReason::MultipleMatches => "several orders match,",
            UnknownReason::NotFound => "it was not found, but may appear later",
            UnknownReason::TimedOut => "the timeout expired",
        })?;
        if self.reason == UnknownReason::TimedOut && !self.candidates.is_empty() {
            f.write_str(", possible matches are")?;
        }
        for (index, order) in self.candidates.iter().enumerate() {
            let name = order.order_number.as_deref().unwrap_or(order.id.as_str());
            write!(f, "{} {name}", if index == 0 { "" } else { "," })?;
        }
        let (since, until) = (self.reference.since().as_str(), self.until.as_str());
        write!(f, "; check the orders of the customer from {since} to {until} before ordering again")?;
        if let Some(error) = &self.search_error {
            write!(f, "; search: {error}")?;
        }
        if let Some(error) = &self.send_error {
            let plural = if self.attempts == 1 { "" } else { "s" };
            write!(f, "; {} attempt{plural}: {error}", self.attempts)?;
        }
        Ok(())
    }
}

impl StdError for OutcomeUnknown {}
