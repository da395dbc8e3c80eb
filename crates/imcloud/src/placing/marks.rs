//! Whether an order is the one that was sent.

use chrono::{TimeDelta, Utc};
use imcloud_raw::types::{Order, OrderInput, OrderLineProduct, OrderLineProductInput, OrderType};

use super::OrderReference;

/// By how much the clocks of both sides may differ, and creation dates are rounded, where the number alone does not decide.
const TOLERANCE: TimeDelta = TimeDelta::seconds(60);

/// What an order is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    Ours,
    /// It shows too little, or is too old, to be sure.
    Alike,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Agrees,
    Differs,
    /// The order does not show it.
    Hidden,
}

/// The order that was sent, as far as it can be recognised.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    pub(super) sent: &'a OrderInput,
    pub(super) reference: &'a OrderReference,
    pub(super) since: chrono::DateTime<Utc>,
    /// Older orders are others, unless they have a number of ours.
    pub(super) earliest: chrono::DateTime<Utc>,
}

impl Marks<'_> {
    /// Whether a row of this type may be ours.
    pub(super) fn fits_type(&self, found: Option<&OrderType>) -> bool {
        self.type_(found) != Mark::Differs
    }

    pub(super) fn judge(&self, order: &Order) -> Likeness {
        use Mark::{Agrees, Differs, Hidden};
        let number =
            of(order.po_number.as_deref(), |number| number.trim() == self.reference.po_number().trim());
        let type_ = self.type_(order.type_.as_ref());
        match (number, type_) {
            (Differs, _) | (_, Differs) => return Likeness::Other,
            (Agrees, _) if self.reference.is_generated() => return Likeness::Ours,
            _ => {}
        }
        let customer = of(order.customer_id.as_ref(), |id| *id == self.sent.customer_id);
        let marks = [number, type_, customer, self.subscription(order), self.products(order)];
        let created = order.creation_date.as_ref().and_then(|date| date.to_utc().ok());
        let too_old = created.is_some_and(|created| created < self.earliest);
        if marks.contains(&Differs) || (number == Hidden && too_old) {
            return Likeness::Other;
        }
        let in_time = created.is_some_and(|created| created >= self.since - TOLERANCE);
        if in_time && !marks.contains(&Hidden) { Likeness::Ours } else { Likeness::Alike }
    }

    fn type_(&self, found: Option<&OrderType>) -> Mark {
        let told = found.filter(|type_| !matches!(type_, OrderType::Unknown | OrderType::Unlisted(_)));
        of(told, |type_| *type_ == self.sent.type_)
    }

    /// It can stand on the order or on its lines, in both directions.
    fn subscription(&self, order: &Order) -> Mark {
        let sent = self.sent.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let sent: Vec<_> = sent.chain(&self.sent.subscription_id).collect();
        if sent.is_empty() {
            return Mark::Agrees;
        }
        let found = order.products.iter().flatten().filter_map(|line| line.subscription_id.as_ref());
        let found: Vec<_> = found.chain(&order.subscription_id).collect();
        of((!found.is_empty()).then_some(found), |found| found.iter().any(|id| sent.contains(id)))
    }

    fn products(&self, order: &Order) -> Mark {
        let sent = self.sent.products.as_deref().unwrap_or_default();
        // Renewals and cancellations show none (observed).
        if sent.is_empty() || matches!(self.sent.type_, OrderType::Renewal | OrderType::Cancellation) {
            return Mark::Agrees;
        }
        let found = order.products.as_deref().unwrap_or_default();
        if found.is_empty() {
            return Mark::Hidden;
        }
        // The quantity of a change is sent as the total and read back as the difference (observed).
        let counts = self.sent.type_ != OrderType::Change;
        let marks = sent.iter().map(|line| {
            let of_found = found.iter().map(|other| same_product(line, other, counts));
            of_found.min_by_key(|mark| match mark {
                Mark::Agrees => 0,
                Mark::Hidden => 1,
                Mark::Differs => 2,
            })
        });
        let marks: Vec<_> = marks.flatten().collect();
        [Mark::Differs, Mark::Hidden].into_iter().find(|mark| marks.contains(mark)).unwrap_or(Mark::Agrees)
    }
}

fn same_product(sent: &OrderLineProductInput, found: &OrderLineProduct, counts: bool) -> Mark {
    let product = match (&sent.id, &found.id, &sent.mpn, &found.mpn) {
        (Some(sent), Some(found), ..) => of(Some(found), |found| found == sent),
        (_, _, Some(sent), Some(found)) => of(Some(found), |found| found.eq_ignore_ascii_case(sent)),
        _ => Mark::Hidden,
    };
    let quantity = match &sent.quantity {
        Some(sent) if counts => of(found.quantity.as_ref(), |found| found == sent),
        _ => Mark::Agrees,
    };
    match (product, quantity) {
        (Mark::Differs, _) | (_, Mark::Differs) => Mark::Differs,
        (Mark::Hidden, _) | (_, Mark::Hidden) => Mark::Hidden,
        _ => Mark::Agrees,
    }
}

fn of<T>(shown: Option<T>, agrees: impl FnOnce(T) -> bool) -> Mark {
    match shown.map(agrees) {
        None => Mark::Hidden,
        Some(true) => Mark::Agrees,
        Some(false) => Mark::Differs,
    }
}
