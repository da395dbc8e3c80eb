//! What changed between two inventories.

use std::{cmp::Ordering, collections::BTreeMap};

use imcloud_raw::{Id, rust_decimal::Decimal as Number};
use serde::{Deserialize, Serialize};

use super::InventoryRow;
use crate::{Money, MoneyError, Totals};

/// The difference of two inventories, whatever the order of their rows.
///
/// Rows are the same license when subscription and product are the same. Where a subscription has the same product on several lines, those that are equal are
/// paired first, then those with the same id of the vendor, then the others in their order. A row that is there twice, line and all, as when two files
/// were put together, counts once. Subscriptions that have ended count as absent.
///
/// # Examples
///
/// ```
/// use imcloud::licenses::{InventoryDifference, InventoryRow};
///
/// let row = |seats: u32, total: &str| -> Result<InventoryRow, serde_json::Error> {
///     serde_json::from_value(serde_json::json!({
///         "subscriptionId": "1000177", "productId": "PRD1", "seats": seats.to_string(),
///         "priceCurrency": "EUR", "unitPrice": "5", "extendedPrice": total,
///     }))
/// };
/// let difference = InventoryDifference::between([row(4, "20")?], [row(6, "30")?]);
/// assert_eq!(difference.changed[0].seats_difference(), Some(2.into()));
/// assert_eq!(difference.money()?.to_string(), "10 EUR");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InventoryDifference {
    /// Licenses that only the later inventory has.
    pub added: Vec<InventoryRow>,
    /// Licenses that only the earlier inventory has.
    pub removed: Vec<InventoryRow>,
    /// Licenses with other seats or prices.
    pub changed: Vec<RowChange>,
    /// Licenses with the same seats and prices, whatever else changed.
    pub unchanged: usize,
    /// Rows that were there more than once, and counted once.
    pub repeated: usize,
}

/// A license before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowChange {
    /// As it was.
    pub before: InventoryRow,
    /// As it is.
    pub after: InventoryRow,
}

impl RowChange {
    /// Seats more, or fewer where it is negative; `None` when one of the rows does not say.
    #[must_use]
    pub fn seats_difference(&self) -> Option<Number> {
        self.after.seats?.checked_sub(self.before.seats?)
    }

    /// Whether the number of seats changed, or is known only once.
    #[must_use]
    pub fn seats_changed(&self) -> bool {
        self.before.seats != self.after.seats
    }

    /// Whether the price changed: of one seat, or of the same number of seats.
    #[must_use]
    pub fn price_changed(&self) -> bool {
        let (before, after) = (&self.before, &self.after);
        before.unit_price != after.unit_price
            || (!self.seats_changed() && before.extended_price != after.extended_price)
            || before.billing_period != after.billing_period
    }
}

impl InventoryDifference {
    /// Compares an earlier inventory with a later one.
    #[must_use]
    pub fn between(
        before: impl IntoIterator<Item = InventoryRow>,
        after: impl IntoIterator<Item = InventoryRow>,
    ) -> Self {
        let mut difference = Self::default();
        let mut subscriptions: BTreeMap<Option<Id>, [Vec<InventoryRow>; 2]> = BTreeMap::new();
        for (side, row) in before.into_iter().map(|row| (0, row)).chain(after.into_iter().map(|row| (1, row)))
        {
            if row.has_ended() {
                continue;
            }
            let rows = &mut subscriptions.entry(row.subscription_id.clone()).or_default()[side];
            if rows.contains(&row) {
                difference.repeated += 1;
            } else {
                rows.push(row);
            }
        }
        for [before, after] in subscriptions.into_values() {
            difference.compare(before, after);
        }
        difference
    }

    /// Compares the rows of one subscription.
    fn compare(&mut self, mut before: Vec<InventoryRow>, mut after: Vec<InventoryRow>) {
        before.sort_by(by_line);
        after.sort_by(by_line);
        let same_vendor_id = |one: &InventoryRow, other: &InventoryRow| {
            same_product(one, other)
                && one.vendor_subscription_id.is_some()
                && one.vendor_subscription_id == other.vendor_subscription_id
        };
        let pairings: [Pairs; 4] = [
            &|one, other| same_vendor_id(one, other) && same_terms(one, other),
            &|one, other| same_product(one, other) && same_terms(one, other),
            &same_vendor_id,
            &same_product,
        ];
        for pairs in pairings {
            for earlier in std::mem::take(&mut before) {
                match after.iter().position(|later| pairs(&earlier, later)) {
                    Some(place) => self.pair(earlier, after.remove(place)),
                    None => before.push(earlier),
                }
            }
        }
        self.removed.append(&mut before);
        self.added.append(&mut after);
    }

    fn pair(&mut self, before: InventoryRow, after: InventoryRow) {
        if same_terms(&before, &after) {
            self.unchanged += 1;
        } else {
            self.changed.push(RowChange { before, after });
        }
    }

    /// Whether nothing was added, removed or changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// What customers pay more, or less where it is negative, by currency. Sums amounts of different billing periods; where there are such, see
    /// [`InventoryDifference::money_by_billing_period`].
    ///
    /// # Errors
    /// Sums of more than 28 digits.
    pub fn money(&self) -> Result<Totals, MoneyError> {
        let mut totals = Totals::new();
        for (_, money) in self.amounts() {
            totals.add(&money)?;
        }
        Ok(totals)
    }

    /// What customers pay more or less in each billing period, such as `1 month`, by currency.
    ///
    /// # Errors
    /// Sums of more than 28 digits.
    pub fn money_by_billing_period(&self) -> Result<BTreeMap<Option<String>, Totals>, MoneyError> {
        let mut periods = BTreeMap::<_, Totals>::new();
        for (row, money) in self.amounts() {
            periods.entry(row.billing_period.clone()).or_default().add(&money)?;
        }
        Ok(periods)
    }

    /// Differing rows without a price, which the sums therefore lack.
    #[must_use]
    pub fn unpriced(&self) -> usize {
        self.sides().filter(|(row, _)| row.extended_price.is_none()).count()
    }

    /// Every row that differs, and whether it counts as less.
    fn sides(&self) -> impl Iterator<Item = (&InventoryRow, bool)> {
        let changed = self.changed.iter().flat_map(|change| [(&change.before, true), (&change.after, false)]);
        let added = self.added.iter().map(|row| (row, false));
        changed.chain(added).chain(self.removed.iter().map(|row| (row, true)))
    }

    fn amounts(&self) -> impl Iterator<Item = (&InventoryRow, Money)> {
        self.sides().filter_map(|(row, less)| {
            let price = row.extended_price.as_ref()?;
            Some((row, if less { price.negated() } else { price.clone() }))
        })
    }
}

/// Whether two rows are paired.
type Pairs<'a> = &'a dyn Fn(&InventoryRow, &InventoryRow) -> bool;

fn same_product(one: &InventoryRow, other: &InventoryRow) -> bool {
    match (&one.product_id, &other.product_id) {
        (Some(one), Some(other)) => one == other,
        _ => one.mpn == other.mpn,
    }
}

/// Whether seats and prices are the same.
fn same_terms(one: &InventoryRow, other: &InventoryRow) -> bool {
    one.seats == other.seats
        && one.unit_price == other.unit_price
        && one.extended_price == other.extended_price
        && one.billing_period == other.billing_period
}

/// An order that does not depend on the order of the rows given, also where lines are alike.
fn by_line(one: &InventoryRow, other: &InventoryRow) -> Ordering {
    let rank = |row: &InventoryRow| {
        let price = |money: &Option<Money>| money.as_ref().map(|it| (it.currency().to_owned(), it.amount()));
        (row.line, row.seats, price(&row.unit_price), price(&row.extended_price))
    };
    rank(one).cmp(&rank(other))
}
