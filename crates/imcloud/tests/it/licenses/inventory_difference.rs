use imcloud::licenses::{InventoryDifference, InventoryRow};
use serde_json::json;

use super::small;
use crate::test_env::TestEnv;

/// A row of subscription and product with seats at 5 EUR each.
fn row(subscription: &str, product: &str, seats: u32) -> InventoryRow {
    let total = seats * 5;
    let json = json!({
        "subscriptionId": subscription, "productId": product, "line": 1, "seats": seats.to_string(),
        "priceCurrency": "EUR", "unitPrice": "5.00", "extendedPrice": total.to_string(), "billingPeriod": "1 month",
    });
    serde_json::from_value(json).unwrap()
}

fn with(row: InventoryRow, change: impl FnOnce(&mut InventoryRow)) -> InventoryRow {
    let mut row = row;
    change(&mut row);
    row
}

#[test]
fn what_came_went_and_changed_is_told_with_its_money() {
    let before = [row("1", "A", 4), row("2", "A", 1), row("3", "A", 7)];
    let dearer = with(row("3", "A", 7), |row| {
        row.unit_price = "6 EUR".parse().ok();
        row.extended_price = "42 EUR".parse().ok();
    });
    let after = [row("1", "A", 10), dearer, row("4", "A", 2)];
    let difference = InventoryDifference::between(before, after);
    assert_eq!(difference.added, [row("4", "A", 2)]);
    assert_eq!(difference.removed, [row("2", "A", 1)]);
    let [seats, price] = &difference.changed[..] else { panic!("{difference:?}") };
    assert_eq!((seats.seats_difference(), seats.price_changed()), (Some(6.into()), false));
    assert_eq!((price.seats_changed(), price.price_changed()), (false, true));
    // 30 more, 7 dearer, 10 added, 5 removed.
    assert_eq!(difference.money().unwrap().to_string(), "42 EUR");
}

#[test]
fn the_order_of_rows_does_not_matter() {
    let rows: Vec<_> = (0..40)
        .map(|number| {
            with(row(&(number / 3).to_string(), "A", number), |row| row.line = Some(number % 3 + 1))
        })
        .collect();
    let mut after: Vec<_> = rows.iter().skip(3).cloned().collect();
    after[5].seats = Some(99.into());
    let expected = InventoryDifference::between(rows.clone(), after.clone());
    assert_eq!((expected.removed.len(), expected.changed.len(), expected.unchanged), (3, 1, 36));
    for turn in 1..7 {
        let (mut rows, mut after) = (rows.clone(), after.clone());
        rows.rotate_left(turn * 5);
        after.rotate_left(turn * 3);
        after.reverse();
        assert_eq!(InventoryDifference::between(rows, after), expected);
    }
}

#[test]
fn a_product_on_several_lines_is_paired_line_by_line() {
    let line = |number: u32, vendor: &str, seats: u32| {
        with(row("1", "A", seats), |row| {
            row.line = Some(number);
            row.vendor_subscription_id = Some(vendor.into());
        })
    };
    // Lines changed places, one got seats, one is gone.
    let before = [line(1, "x", 5), line(2, "y", 5), line(3, "z", 8)];
    let after = [line(1, "y", 6), line(2, "x", 5)];
    let difference = InventoryDifference::between(before.clone(), after);
    assert_eq!(difference.unchanged, 1);
    assert_eq!(difference.removed, [line(3, "z", 8)]);
    let [change] = &difference.changed[..] else { panic!("{difference:?}") };
    assert_eq!(change.before.vendor_subscription_id, change.after.vendor_subscription_id);
    assert_eq!(difference.money().unwrap().to_string(), "-35 EUR");

    assert!(InventoryDifference::between(before.clone(), before.iter().rev().cloned()).is_empty());
}

#[test]
fn a_row_that_is_there_twice_counts_once_and_equal_lines_count_each() {
    let twice = [row("1", "A", 5), row("1", "A", 5)];
    let difference = InventoryDifference::between(twice, [row("1", "A", 5)]);
    assert!(difference.is_empty());
    assert_eq!((difference.repeated, difference.unchanged), (1, 1));

    let lines = [row("1", "A", 5), with(row("1", "A", 5), |row| row.line = Some(2))];
    let difference = InventoryDifference::between(lines, [row("1", "A", 5)]);
    assert_eq!((difference.removed.len(), difference.repeated), (1, 0));
}

#[test]
fn a_switch_to_another_product_is_one_gone_and_one_come() {
    let difference = InventoryDifference::between([row("1", "A", 5)], [row("1", "B", 5)]);
    assert_eq!((difference.added.len(), difference.removed.len(), difference.changed.len()), (1, 1, 0));
    assert!(difference.money().unwrap().is_zero());
}

#[test]
fn money_is_told_by_currency_and_billing_period_and_missing_prices_are_counted() {
    let dollars = with(row("2", "A", 1), |row| {
        row.unit_price = "100 USD".parse().ok();
        row.extended_price = "100 USD".parse().ok();
        row.billing_period = Some("1 year".to_owned());
    });
    let unpriced = with(row("3", "A", 1), |row| row.extended_price = None);
    let difference = InventoryDifference::between([row("1", "A", 1)], [row("1", "A", 2), dollars, unpriced]);
    assert_eq!(difference.money().unwrap().to_string(), "5 EUR, 100 USD");
    let periods = difference.money_by_billing_period().unwrap();
    assert_eq!(periods[&Some("1 month".to_owned())].to_string(), "5 EUR");
    assert_eq!(periods[&Some("1 year".to_owned())].to_string(), "100 USD");
    assert_eq!(difference.unpriced(), 1);
}

#[test]
fn subscriptions_that_have_ended_count_as_gone() {
    let ended = with(row("1", "A", 5), |row| row.status = Some("removed".into()));
    let difference = InventoryDifference::between([row("1", "A", 5)], [ended]);
    assert_eq!((difference.removed.len(), difference.changed.len()), (1, 0));
}

#[tokio::test]
async fn the_difference_of_two_inventories_is_what_was_ordered_between_them() {
    let env = TestEnv::with(small()).await;
    let inventory = async || -> Vec<InventoryRow> {
        let mut rows = env.client.licenses().inventory().rows();
        let mut all = Vec::new();
        while let Some(row) = rows.next().await {
            all.push(row.unwrap());
        }
        all
    };
    // What was under way before is through.
    env.provision();
    let before = inventory().await;
    let id = env.one_product().await.id.unwrap();
    let change = env.client.licenses().add(&id, 2);
    let price = change.estimate().await.unwrap().total.unwrap();
    change.place().await.unwrap();
    env.provision();
    let difference = InventoryDifference::between(before, inventory().await);
    let [change] = &difference.changed[..] else { panic!("{difference:?}") };
    assert_eq!((&change.after.subscription_id, change.seats_difference()), (&Some(id), Some(2.into())));
    assert_eq!(difference.money().unwrap().get(price.currency()), Some(price));
    let json = serde_json::to_string(&difference).unwrap();
    assert_eq!(serde_json::from_str::<InventoryDifference>(&json).unwrap(), difference);
}
