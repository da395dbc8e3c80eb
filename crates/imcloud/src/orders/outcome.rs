//! References and outcomes of orders.

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

/// A reference that identifies an order: its `poNumber` and the time before it was first sent.
///
/// Store it, for example as JSON, before the order is sent. Another process can then
/// [`resume`](super::PlaceOrder::resume) with it.
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
    /// Creates a reference from a custom number and a time at which the order did not exist yet, by the clock
    /// of this machine.
    #[must_use]
    pub fn new(po_number: impl Into<String>, since: DateTime) -> Self {
        Self { po_number: po_number.into(), since, generated: false }
    }

    /// Creates the reference of an order that is about to be sent, with a generated number unless it has one.
    pub(super) fn now(po_number: Option<&str>, runtime: &dyn Runtime) -> Self {
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
    pub(super) client: Client,
}

impl Placed {
    /// Waits until the order is completed, as [`Orders::wait_for`](crate::resources::Orders::wait_for).
    pub fn wait(&self) -> Waiting<Order> {
        Waiting::new(&self.client, self.id.clone())
    }
}

/// Error returned when an order was not placed, or may have been.
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
/// order again. To let the client check later, call [`PlaceOrder::resume`](super::PlaceOrder::resume): it
/// searches again and sends the order only if it is still missing.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// The customer's orders could not be read completely, or the order to resume is not valid.
    SearchFailed,
    /// There are orders that may be it, but lack a property or were created too early.
    PossibleMatches,
    /// Several orders match. With a generated number, all of them are this order: it was placed more than
    /// once.
    MultipleMatches,
    /// The order was not found, and may not be sent again. It probably does not exist.
    NotFound,
    /// The [`timeout`](super::PlaceOrder::timeout) expired before the search was complete.
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

impl Error {
    /// Returns the order that may exist, with its reference, if this is a converted [`PlaceOrderError`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::{Client, Result, types::OrderInput};
    ///
    /// # async fn example(client: Client, order: OrderInput) -> Result<()> {
    /// async fn buy(client: &Client, order: &OrderInput) -> Result<()> {
    ///     client.orders().place(order).await?.wait().await?;
    ///     Ok(())
    /// }
    /// if let Err(error) = buy(&client, &order).await {
    ///     if let Some(unknown) = error.unknown_order() {
    ///         client.orders().place(&order).resume(unknown.reference.clone()).await?;
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn unknown_order(&self) -> Option<&OutcomeUnknown> {
        self.converted_from()
    }
}

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
