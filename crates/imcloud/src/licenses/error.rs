//! Why licenses were not changed.

use std::{error::Error as StdError, fmt};

use imcloud_raw::{
    Id,
    rust_decimal::Decimal as Number,
    types::{Order, SubscriptionStatus},
};

use super::{OpenChange, SeatLimits, SeatProduct};
use crate::{Error, orders::OutcomeUnknown};

/// Why seats or renewal were not changed, or not as was meant. Unless a variant says otherwise, nothing was ordered.
///
/// `Display` is one sentence with the remedy.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum LicenseError {
    /// A call failed, or the service refused the order for the reason in [`Error::message`].
    Call(Error),
    /// It is not known whether **the order exists**. Do not order again before it is.
    OutcomeUnknown(Box<OutcomeUnknown>),
    /// A change order of the subscription is still open, and there can be only one (observed).
    ChangeOpen(Box<OpenChange>),
    /// The subscription is in a state in which it cannot be changed.
    NotActive {
        /// The subscription.
        subscription_id: Id,
        /// Its state.
        status: SubscriptionStatus,
    },
    /// The subscription has several products, and it was not said which; or what was said fits several.
    ProductUnclear {
        /// The subscription.
        subscription_id: Id,
        /// What it holds.
        held: Vec<SeatProduct>,
    },
    /// The subscription does not hold the product.
    ProductNotHeld {
        /// The subscription.
        subscription_id: Id,
        /// The part number or id that was given; `None` when the subscription holds nothing at all.
        wanted: Option<String>,
        /// What it holds.
        held: Vec<SeatProduct>,
    },
    /// The number of seats makes no sense.
    Amount {
        /// The number that was given.
        amount: Number,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// More seats are to go than there are.
    TooFew {
        /// Seats that are there.
        current: Number,
        /// Seats to be removed.
        removed: Number,
    },
    /// The only product of the subscription would have no seats left: that is the end of the subscription, which has an order type of its own.
    NothingLeft {
        /// The subscription.
        subscription_id: Id,
    },
    /// The catalogue does not allow that many seats.
    OutsideLimits {
        /// Seats that were wanted.
        wanted: Number,
        /// What is allowed.
        limits: SeatLimits,
    },
    /// The subscription's detail lacks what is needed to order.
    Incomplete {
        /// The subscription.
        subscription_id: Id,
        /// The member, by its name in JSON.
        missing: &'static str,
    },
    /// The estimate does not read back as the change that was meant, so the service may understand quantities in another way.
    EstimateMismatch {
        /// The total that was sent.
        sent: Number,
        /// What should have been read back.
        expected: Number,
        /// What was; `None` when there is no line for the product.
        found: Option<Number>,
    },
    /// **The order was placed**, and does not read back as the change that was meant.
    OrderMismatch {
        /// The order.
        order: Box<Order>,
        /// What should have been read back.
        expected: Number,
        /// What was; `None` when there is no line for the product.
        found: Option<Number>,
    },
    /// Automatic renewal was switched, and the subscription says that it was not.
    RenewalContradicted {
        /// The subscription.
        subscription_id: Id,
        /// What was asked for.
        renews: bool,
    },
}

impl From<Error> for LicenseError {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

struct Found<'a>(&'a Option<Number>);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(found) => write!(f, "{found}"),
            None => f.write_str("no line for the product"),
        }
    }
}

struct Held<'a>(&'a [SeatProduct]);

impl fmt::Display for Held<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (position, product) in self.0.iter().enumerate() {
            write!(f, "{}{product}", if position == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl fmt::Display for LicenseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::OutcomeUnknown(undecided) => undecided.fmt(f),
            Self::ChangeOpen(open) => write!(
                f,
                "subscription {} has an open change already, {open}; wait until it is through, or withdraw it",
                open.subscription_id
            ),
            Self::NotActive { subscription_id, status } => {
                write!(f, "subscription {subscription_id} is {status}; only an active one can be changed")
            }
            Self::ProductUnclear { subscription_id, held } => write!(
                f,
                "subscription {subscription_id} holds {}; say which is meant, by product_id where part numbers are alike",
                Held(held)
            ),
            Self::ProductNotHeld { subscription_id, wanted: Some(wanted), held } => write!(
                f,
                "subscription {subscription_id} holds no {wanted} but {}; name one of these",
                Held(held)
            ),
            Self::ProductNotHeld { subscription_id, wanted: None, .. } => write!(
                f,
                "subscription {subscription_id} holds no products; wait until it is set up, or order them with a sales order"
            ),
            Self::Amount { amount, reason } => {
                write!(f, "{amount} seats make no sense: {reason}")
            }
            Self::TooFew { current, removed } => {
                write!(
                    f,
                    "{removed} seats cannot be removed, {current} are there; remove fewer, or set the total"
                )
            }
            Self::NothingLeft { subscription_id } => write!(
                f,
                "subscription {subscription_id} would have no seats left; place an order of type cancellation to end it"
            ),
            Self::OutsideLimits { wanted, limits } => {
                write!(f, "{wanted} seats are outside the product's limits, {limits}; choose a number within")
            }
            Self::Incomplete { subscription_id, missing } => write!(
                f,
                "subscription {subscription_id} came without {missing}, which the order needs; try again, or ask the service's support"
            ),
            Self::EstimateMismatch { sent, expected, found } => write!(
                f,
                "nothing was ordered: the estimate for {sent} seats in all should read back as {expected}, but reads back as {}; look at \
                 estimates of this service, and if they just repeat what is sent, use skip_estimate",
                Found(found)
            ),
            Self::OrderMismatch { order, expected, found } => {
                let name = order.order_number.as_deref().unwrap_or("without number");
                let id = order.id.as_ref().map_or("unknown", Id::as_str);
                write!(
                    f,
                    "order {name} (id {id}) was placed and should read back as {expected}, but reads back as {}; look at it now, and \
                     withdraw it if it is wrong",
                    Found(found)
                )
            }
            Self::RenewalContradicted { subscription_id, renews } => {
                let wanted = if *renews { "on" } else { "off" };
                write!(
                    f,
                    "automatic renewal of subscription {subscription_id} was switched {wanted}, but the subscription does not say so; look \
                     at it again before its renewal date"
                )
            }
        }
    }
}

impl StdError for LicenseError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => Some(error),
            Self::OutcomeUnknown(undecided) => {
                let error = undecided.search_error.as_ref().or(undecided.send_error.as_ref());
                error.map(|error| error as _)
            }
            _ => None,
        }
    }
}
