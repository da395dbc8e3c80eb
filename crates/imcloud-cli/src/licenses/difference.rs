//! The difference of two license lists.

use std::{
    cmp::Ordering,
    collections::{BTreeMap, HashSet},
};

use imcloud::{MoneyError, Totals, rust_decimal::Decimal as Number};

use super::LicenseRow;

/// The difference of two license lists, independent of the order of their rows.
///
/// Rows with the same subscription and product are the same license. Where a subscription has a product on
/// several lines, equal lines are paired first, then lines with the same vendor subscription id, then the
/// others in order. A repeated row counts once. Ended subscriptions count as missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Difference {
    /// The added licenses, then the removed and the changed ones.
    pub(crate) changes: Vec<Change>,
    pub(crate) unchanged: usize,
}

/// Returns the number of subscriptions that follow in `other` after the last one that is also in `list`, if
/// most of the subscriptions that `list` lacks are there. Lists are in the order of the service, so such a
/// list probably ended early.
pub(crate) fn missing_tail(list: &[LicenseRow], other: &[LicenseRow]) -> usize {
    let ids = |rows: &[LicenseRow]| -> Vec<Option<String>> {
        let mut ids: Vec<_> =
            rows.iter().filter(|row| !row.has_ended()).map(|row| row.subscription_id.clone()).collect();
        ids.dedup();
        ids
    };
    let present: HashSet<_> = ids(list).into_iter().collect();
    let other = ids(other);
    let tail = other.iter().rev().take_while(|id| !present.contains(*id)).count();
    let missing = other.iter().filter(|id| !present.contains(*id)).count();
    if tail >= missing - tail { tail } else { 0 }
}

/// An added or removed license, or one with other seats or prices.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    pub(crate) before: Option<LicenseRow>,
    pub(crate) after: Option<LicenseRow>,
}

impl Change {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self { before: None, .. } => "added",
            Self { after: None, .. } => "removed",
            _ => "changed",
        }
    }

    pub(crate) fn has_one_currency(&self) -> bool {
        let both = self.before.as_ref().zip(self.after.as_ref());
        both.is_none_or(|(before, after)| before.price_currency == after.price_currency)
    }

    /// Returns the difference of a value, which counts as zero without a license.
    pub(crate) fn difference(&self, value: impl Fn(&LicenseRow) -> Option<Number>) -> Option<Number> {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => value(after)?.checked_sub(value(before)?),
            (before, None) => before.as_ref().and_then(value).map(|value| -value),
            (None, Some(after)) => value(after),
        }
    }
}

impl Difference {
    pub(crate) fn between(
        before: impl IntoIterator<Item = LicenseRow>,
        after: impl IntoIterator<Item = LicenseRow>,
    ) -> Self {
        let mut subscriptions: BTreeMap<Option<String>, [Vec<LicenseRow>; 2]> = BTreeMap::new();
        let sides = before.into_iter().map(|row| (0, row)).chain(after.into_iter().map(|row| (1, row)));
        for (side, row) in sides.filter(|(_, row)| !row.has_ended()) {
            let rows = &mut subscriptions.entry(row.subscription_id.clone()).or_default()[side];
            if !rows.contains(&row) {
                rows.push(row);
            }
        }
        let mut difference = Self::default();
        for [before, after] in subscriptions.into_values() {
            difference.compare(before, after);
        }
        let kinds = ["added", "removed", "changed"];
        difference.changes.sort_by_key(|change| kinds.iter().position(|kind| *kind == change.kind()));
        difference
    }

    fn compare(&mut self, mut before: Vec<LicenseRow>, mut after: Vec<LicenseRow>) {
        before.sort_by(by_line);
        after.sort_by(by_line);
        let same_vendor_id = |one: &LicenseRow, other: &LicenseRow| {
            same_product(one, other)
                && one.vendor_subscription_id.is_some()
                && one.vendor_subscription_id == other.vendor_subscription_id
        };
        let pairings: [Pairing; 4] = [
            &|one, other| same_vendor_id(one, other) && same_terms(one, other),
            &|one, other| same_product(one, other) && same_terms(one, other),
            &same_vendor_id,
            &same_product,
        ];
        for is_pair in pairings {
            for row in std::mem::take(&mut before) {
                match after.iter().position(|later| is_pair(&row, later)) {
                    Some(index) => match after.remove(index) {
                        later if same_terms(&row, &later) => self.unchanged += 1,
                        later => self.changes.push(Change { before: Some(row), after: Some(later) }),
                    },
                    None => before.push(row),
                }
            }
        }
        self.changes.extend(before.into_iter().map(|row| Change { before: Some(row), after: None }));
        self.changes.extend(after.into_iter().map(|row| Change { before: None, after: Some(row) }));
    }

    pub(crate) fn count(&self, kind: &str) -> usize {
        self.changes.iter().filter(|change| change.kind() == kind).count()
    }

    /// Returns the price difference by billing period, such as `1 month`, and currency.
    ///
    /// # Errors
    /// Sums with more than 28 digits, and prices without a currency.
    pub(crate) fn price_by_billing_period(&self) -> Result<BTreeMap<Option<String>, Totals>, MoneyError> {
        let mut periods = BTreeMap::<_, Totals>::new();
        for (row, is_before) in self.sides() {
            if let Some(price) = row.price()? {
                let price = if is_before { price.negated() } else { price };
                periods.entry(row.billing_period.clone()).or_default().add(&price)?;
            }
        }
        Ok(periods)
    }

    /// Returns the number of differing rows without a price.
    pub(crate) fn unpriced(&self) -> usize {
        self.sides().filter(|(row, _)| row.extended_price.is_none()).count()
    }

    /// Returns every differing row, and whether it is from the earlier list.
    fn sides(&self) -> impl Iterator<Item = (&LicenseRow, bool)> {
        self.changes.iter().flat_map(|Change { before, after }| {
            before.iter().map(|row| (row, true)).chain(after.iter().map(|row| (row, false)))
        })
    }
}

/// Decides whether two rows are the same license.
type Pairing<'a> = &'a dyn Fn(&LicenseRow, &LicenseRow) -> bool;

fn same_product(one: &LicenseRow, other: &LicenseRow) -> bool {
    match (&one.product_id, &other.product_id) {
        (Some(one), Some(other)) => one == other,
        _ => one.mpn == other.mpn,
    }
}

fn same_terms(one: &LicenseRow, other: &LicenseRow) -> bool {
    one.seats == other.seats
        && one.price_currency == other.price_currency
        && one.unit_price == other.unit_price
        && one.extended_price == other.extended_price
        && one.billing_period == other.billing_period
}

/// Orders rows independently of their positions in the file.
fn by_line(one: &LicenseRow, other: &LicenseRow) -> Ordering {
    let rank = |row: &LicenseRow| {
        (row.line, row.seats, row.price_currency.clone(), row.unit_price, row.extended_price)
    };
    rank(one).cmp(&rank(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A license with a price of 5 EUR per seat.
    fn row(subscription: &str, product: &str, seats: u32) -> LicenseRow {
        LicenseRow {
            subscription_id: Some(subscription.to_owned()),
            product_id: Some(product.to_owned()),
            line: Some(1),
            seats: Some(seats.into()),
            price_currency: Some("EUR".to_owned()),
            unit_price: Some(5.into()),
            extended_price: Some((seats * 5).into()),
            billing_period: Some("1 month".to_owned()),
            ..LicenseRow::default()
        }
    }

    fn change(before: Option<LicenseRow>, after: Option<LicenseRow>) -> Change {
        Change { before, after }
    }

    fn monthly(difference: &Difference) -> String {
        difference.price_by_billing_period().unwrap()[&Some("1 month".to_owned())].to_string()
    }

    #[test]
    fn changes_are_listed_with_price_difference() {
        let before = [row("1", "A", 4), row("2", "A", 1), row("3", "A", 7)];
        let dearer =
            LicenseRow { unit_price: Some(6.into()), extended_price: Some(42.into()), ..row("3", "A", 7) };
        let difference = Difference::between(before, [row("1", "A", 10), dearer.clone(), row("4", "A", 2)]);
        assert_eq!(
            difference.changes,
            [
                change(None, Some(row("4", "A", 2))),
                change(Some(row("2", "A", 1)), None),
                change(Some(row("1", "A", 4)), Some(row("1", "A", 10))),
                change(Some(row("3", "A", 7)), Some(dearer)),
            ]
        );
        // 30 more, 7 dearer, 10 added, 5 removed.
        assert_eq!(monthly(&difference), "42 EUR");
    }

    #[test]
    fn row_order_does_not_matter() {
        let rows: Vec<_> = (0..40)
            .map(|number: u32| LicenseRow {
                line: Some(number % 3 + 1),
                ..row(&(number / 3).to_string(), "A", number)
            })
            .collect();
        let mut after: Vec<_> = rows.iter().skip(3).cloned().collect();
        after[5].seats = Some(99.into());
        let expected = Difference::between(rows.clone(), after.clone());
        assert_eq!((expected.count("removed"), expected.count("changed"), expected.unchanged), (3, 1, 36));
        for offset in 1..7 {
            let (mut rows, mut after) = (rows.clone(), after.clone());
            rows.rotate_left(offset * 5);
            after.rotate_left(offset * 3);
            after.reverse();
            assert_eq!(Difference::between(rows, after), expected);
        }
    }

    #[test]
    fn product_on_several_lines_is_paired() {
        let line = |number: u32, vendor: &str, seats: u32| LicenseRow {
            line: Some(number),
            vendor_subscription_id: Some(vendor.to_owned()),
            ..row("1", "A", seats)
        };
        // Lines changed places, one got seats, one was removed.
        let before = [line(1, "x", 5), line(2, "y", 5), line(3, "z", 8)];
        let difference = Difference::between(before.clone(), [line(1, "y", 6), line(2, "x", 5)]);
        assert_eq!(difference.unchanged, 1);
        let changed = change(Some(line(2, "y", 5)), Some(line(1, "y", 6)));
        assert_eq!(difference.changes, [change(Some(line(3, "z", 8)), None), changed]);
        assert_eq!(monthly(&difference), "-35 EUR");

        let same = Difference::between(before.clone(), before.into_iter().rev());
        assert_eq!(same, Difference { unchanged: 3, ..Difference::default() });
    }

    #[test]
    fn repeated_row_counts_once() {
        let twice = [row("1", "A", 5), row("1", "A", 5)];
        let difference = Difference::between(twice, [row("1", "A", 5)]);
        assert_eq!(difference, Difference { unchanged: 1, ..Difference::default() });

        let lines = [row("1", "A", 5), LicenseRow { line: Some(2), ..row("1", "A", 5) }];
        assert_eq!(Difference::between(lines, [row("1", "A", 5)]).count("removed"), 1);
    }

    #[test]
    fn other_product_is_added_and_removed() {
        let difference = Difference::between([row("1", "A", 5)], [row("1", "B", 5)]);
        assert_eq!(
            (difference.count("added"), difference.count("removed"), difference.count("changed")),
            (1, 1, 0)
        );
        assert_eq!(monthly(&difference), "0 EUR");
    }

    #[test]
    fn prices_are_summed_by_period_and_currency() {
        let dollars = LicenseRow {
            price_currency: Some("USD".to_owned()),
            extended_price: Some(100.into()),
            billing_period: Some("1 year".to_owned()),
            ..row("2", "A", 1)
        };
        let unpriced = LicenseRow { extended_price: None, ..row("3", "A", 1) };
        let difference = Difference::between([row("1", "A", 1)], [row("1", "A", 2), dollars, unpriced]);
        assert_eq!(monthly(&difference), "5 EUR");
        let periods = difference.price_by_billing_period().unwrap();
        assert_eq!(periods[&Some("1 year".to_owned())].to_string(), "100 USD");
        assert_eq!(difference.unpriced(), 1);
    }

    #[test]
    fn truncated_list_is_recognized() {
        let list = |ids: &[u32]| ids.iter().map(|id| row(&id.to_string(), "A", 1)).collect::<Vec<_>>();
        let old = list(&[9, 8, 7, 6, 5, 4, 3, 2, 1]);
        for (new, tail) in [
            (list(&[9, 8, 7, 6, 5, 4]), 3),
            (list(&[10, 9, 7, 6]), 5),
            (list(&[]), 9),
            (list(&[10, 9, 8, 7, 6, 5, 4, 3, 2]), 1),
            (list(&[9, 8, 6, 4, 2, 1]), 0),
            (list(&[9, 8, 4, 3, 2]), 0),
            (old.clone(), 0),
        ] {
            assert_eq!(missing_tail(&new, &old), tail, "{new:?}");
        }
    }

    #[test]
    fn ended_subscription_counts_as_removed() {
        let ended = LicenseRow { status: Some("removed".to_owned()), ..row("1", "A", 5) };
        let difference = Difference::between([row("1", "A", 5)], [ended]);
        assert_eq!((difference.count("removed"), difference.count("changed")), (1, 0));
    }
}
