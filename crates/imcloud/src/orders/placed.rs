//! What came of placing an order.

use std::{error::Error as StdError, fmt};

use imcloud_raw::{DateTime, Id, types::Order};

use super::OrderReference;
use crate::error::Error;

/// An order that exists.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Placed {
    /// The order, with its id. As placing answered, or as it was found.
    pub order: Order,
    /// By what it can be recognised.
    pub reference: OrderReference,
    /// Whether it was found after the end of sending it had been unclear.
    pub found: bool,
    /// How often it was sent by this call. Repetitions after the rate limit or without a connection do not count.
    pub attempts: u32,
}

/// Why there is no order in hand.
///
/// # Examples
///
/// ```no_run
/// use imcloud::orders::PlaceOrderError;
///
/// # async fn example(client: imcloud::Client, order: imcloud::types::OrderInput) -> Result<(), Box<dyn std::error::Error>> {
/// match client.orders().place(&order).await {
///     Ok(placed) => println!("{:?}", placed.order.order_number),
///     Err(PlaceOrderError::Rejected(error)) if error.is_business_rule() => println!("refused: {:?}", error.message()),
///     Err(PlaceOrderError::Rejected(error)) => return Err(error.into()),
///     Err(PlaceOrderError::OutcomeUnknown(undecided)) => {
///         println!("{undecided}");
///         println!("look for {} in the control panel", undecided.reference.po_number());
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub enum PlaceOrderError {
    /// The order was not placed: refused, or nothing was sent. The error says what to do; ordering again is safe.
    Rejected(Error),
    /// It is not known whether the order exists. Do not order again before it is.
    OutcomeUnknown(Box<OutcomeUnknown>),
}

/// All there is to decide by hand whether an order exists.
///
/// Look at the customer's orders of that time in the control panel. If the order is there, nothing is to be done; if not, it may be ordered again. Where
/// time will tell, [`PlaceOrder::resume`](super::PlaceOrder::resume) looks once more and sends only what is still not there.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct OutcomeUnknown {
    /// Why it could not be decided.
    pub doubt: UnknownReason,
    /// The number that the order carries, and since when it may exist.
    pub reference: OrderReference,
    /// The customer it is for.
    pub customer_id: Id,
    /// Until when it was looked for, by the clock of this machine.
    pub until: DateTime,
    /// How often it was sent by this call; 0 if it was only looked for.
    pub attempts: u32,
    /// How often it was looked for, looks that failed included.
    pub looks: u32,
    /// The orders that may be it; those that certainly are, with [`UnknownReason::Several`].
    pub found: Vec<Order>,
    /// What sending it last ended in; `None` if it was not sent by this call, or the last answer was a success.
    pub send_error: Option<Error>,
    /// Why the last look broke off; always there with [`UnknownReason::NotLooked`].
    pub search_error: Option<Error>,
}

/// Why it could not be decided whether an order exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UnknownReason {
    /// The customer's orders could not be read to the end; or what it was to be resumed with cannot be right.
    NotLooked,
    /// There are orders that may be it, but that show too little or were created too early to be sure.
    Alike,
    /// There is more than one. With a number that was generated, all of them are this order: it was placed more than once.
    Several,
    /// It was sent as often as allowed, or refused when it was sent again, and never seen. It probably does not exist.
    NeverSeen,
}

impl PlaceOrderError {
    /// The details of an order of which it is not known whether it exists; `None` if it certainly does not.
    #[must_use]
    pub fn outcome_unknown(&self) -> Option<&OutcomeUnknown> {
        match self {
            Self::Rejected(_) => None,
            Self::OutcomeUnknown(undecided) => Some(undecided),
        }
    }

    /// The error of the call that decided, or failed to: that of the search if it failed, otherwise of the last sending.
    #[must_use]
    pub fn call_error(&self) -> Option<&Error> {
        match self {
            Self::Rejected(error) => Some(error),
            Self::OutcomeUnknown(undecided) => {
                undecided.search_error.as_ref().or(undecided.send_error.as_ref())
            }
        }
    }
}

impl fmt::Display for PlaceOrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rejected(error) => write!(f, "the order was not placed: {error}"),
            Self::OutcomeUnknown(undecided) => undecided.fmt(f),
        }
    }
}

impl StdError for PlaceOrderError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.call_error().map(|error| error as _)
    }
}

impl fmt::Display for OutcomeUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, customer) = (self.reference.po_number(), self.customer_id.as_str());
        write!(f, "whether the order with poNumber {number:?} of customer {customer} exists is not known: ")?;
        match self.doubt {
            UnknownReason::NotLooked => f.write_str("it could not be looked for")?,
            UnknownReason::Alike => f.write_str("these may be it,")?,
            UnknownReason::Several if self.reference.is_generated() => {
                f.write_str("it was placed more than once,")?
            }
            UnknownReason::Several => f.write_str("more than one is like it,")?,
            UnknownReason::NeverSeen => f.write_str("it was not seen, but may appear late")?,
        }
        for (place, order) in self.found.iter().enumerate() {
            let name = order.order_number.as_deref().or(order.id.as_ref().map(Id::as_str));
            write!(f, "{} {}", if place == 0 { "" } else { "," }, name.unwrap_or("one without a number"))?;
        }
        write!(
            f,
            "; look at the customer's orders from {} to {} before ordering again",
            self.reference.since().as_str(),
            self.until.as_str()
        )?;
        if let Some(error) = &self.search_error {
            write!(f, "; the search: {error}")?;
        }
        if let Some(error) = &self.send_error {
            write!(f, "; sent {}: {error}", times(self.attempts))?;
        }
        Ok(())
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    }
}
