use futures_util::{StreamExt as _, TryStreamExt as _};
use imcloud::{
    Client, Id, SubscriptionFilter,
    licenses::{
        Inventory, InventoryError, InventoryRow,
        inventory::{SkipReason, SkippedSubscription},
    },
    types::SubscriptionStatus,
};
use imcloud_sandbox::{Fault, RateLimit, Size};
use serde_json::{Value, json};

use super::{medium, small};
use crate::service::{Service, ok, platform};
use crate::test_env::TestEnv;

async fn all(inventory: Inventory) -> Vec<InventoryRow> {
    inventory.rows().try_collect().await.unwrap()
}

fn ids(rows: &[InventoryRow]) -> Vec<Id> {
    let mut ids: Vec<Id> = rows.iter().filter_map(|row| row.subscription_id.clone()).collect();
    ids.dedup();
    ids
}

#[tokio::test]
async fn every_license_is_a_row() {
    let env = TestEnv::with(medium()).await;
    let rows = all(env.client.licenses().inventory()).await;
    let listed = env.client.subscriptions().list().collect(10_000).await.unwrap();
    let ended = [Some(SubscriptionStatus::Terminated), Some(SubscriptionStatus::Removed)];
    let expected: Vec<Id> =
        listed.into_iter().filter(|row| !ended.contains(&row.status)).map(|row| row.id).collect();
    assert_eq!(ids(&rows), expected, "in the order of the list");
    assert!(rows.len() > expected.len(), "some have several products");

    let names = env.client.customers().list().collect(10_000).await.unwrap();
    for row in &rows {
        let customer = names.iter().find(|customer| Some(&customer.id) == row.customer_id.as_ref()).unwrap();
        assert_eq!((&row.customer_name, &row.customer_external_id), (&customer.name, &customer.external_id));
        let detail = env.client.subscriptions().get(row.subscription_id.as_ref().unwrap()).await.unwrap();
        let Some(line) = row.line else {
            assert!(detail.products.unwrap().is_empty() && row.seats.is_none());
            continue;
        };
        let product = &detail.products.as_ref().unwrap()[line as usize - 1];
        let seats = product.quantity.as_ref().unwrap().to_decimal().unwrap();
        assert_eq!((row.seats, &row.product_id), (Some(seats), &product.id));
        let total = product.extended_price.as_ref().unwrap();
        assert_eq!(row.extended_price.as_ref().unwrap().currency(), total.currency.as_deref().unwrap());
        assert_eq!(
            row.extended_price.as_ref().unwrap().amount(),
            total.amount.as_ref().unwrap().to_decimal().unwrap()
        );
        assert!(row.unit_price.is_some() && row.unit_cost.is_some());
        assert_eq!(row.renewal_date, detail.renewal_date);
    }
}

#[tokio::test]
async fn inventory_filters_by_customer_and_status() {
    let env = TestEnv::with(medium()).await;
    let every = all(env.client.licenses().inventory().all_statuses()).await;
    let customer = every[0].customer_id.clone().unwrap();
    let of_one = all(env.client.licenses().inventory().all_statuses().customer(&customer)).await;
    assert!(!of_one.is_empty() && of_one.len() < every.len());
    assert!(of_one.iter().all(|row| row.customer_id.as_ref() == Some(&customer)));
    assert!(of_one.iter().all(|row| row.customer_name.is_some()));
    let removed = all(env.client.licenses().inventory().status(SubscriptionStatus::Removed)).await;
    assert_eq!(
        removed.len(),
        every.iter().filter(|row| row.status == Some(SubscriptionStatus::Removed)).count()
    );

    let error = env.client.licenses().inventory().customer("1").rows().next().await.unwrap().unwrap_err();
    assert!(matches!(&error, InventoryError::Ended(error) if error.is_not_found()), "{error}");
}

#[tokio::test]
async fn fetched_subscriptions_are_bounded_by_concurrency() {
    let env = TestEnv::with(medium()).await;
    let before = env.sandbox.requests_served();
    let mut rows = env.client.licenses().inventory().concurrency(4).rows();
    assert_eq!(env.sandbox.requests_served(), before);
    for taken in 1..=40 {
        rows.next().await.unwrap().unwrap();
        assert!(env.sent("get_subscription") <= taken + 4, "{taken} taken");
    }
    assert_eq!(env.sent("list_subscriptions"), 1);
}

#[tokio::test]
async fn inventory_completes_within_rate_limit() {
    let limited = small().size(Size::with_orders(1_000)).rate_limit(RateLimit::recommended());
    let env = TestEnv::with(limited).await;
    let count = all(env.client.licenses().inventory().concurrency(20)).await.len();
    let fetched = env.sandbox.journal().of("get_subscription").unwrap();
    let rejected = fetched.iter().filter(|entry| entry.status() == Some(429)).count();
    assert!(count >= fetched.len() - rejected, "{count}");
    assert!(rejected > 0 && rejected < fetched.len() / 2, "{rejected} of {}", fetched.len());
}

#[tokio::test]
async fn skipped_subscriptions_are_not_fetched() {
    let env = TestEnv::with(medium()).await;
    let rows = all(env.client.licenses().inventory()).await;
    let known: Vec<Id> = ids(&rows).into_iter().take(5).collect();
    let expected: Vec<_> =
        rows.into_iter().filter(|row| !known.contains(row.subscription_id.as_ref().unwrap())).collect();
    let before = env.sent("get_subscription");
    assert!(all(env.client.licenses().inventory().skip(known)).await == expected);
    assert_eq!(env.sent("get_subscription") - before, ids(&expected).len());
}

/// Starts a service with subscriptions of one customer and scripted responses.
async fn subscriptions(
    details: impl IntoIterator<Item = (&'static str, wiremock::ResponseTemplate)>,
) -> Service {
    let service = Service::start().await;
    let mut rows = Vec::new();
    for (id, response) in details {
        rows.push(json!({"id": id, "name": "Docs", "customerId": "5", "status": "active"}));
        service.on("GET", &format!("/na/subscriptions/{id}"), response).await;
    }
    let list = |rows: Vec<Value>| json!({"pagination": {"total": rows.len()}, "data": rows});
    service.on("GET", "/na/subscriptions", ok(list(rows))).await;
    service.on("GET", "/na/customers", ok(list(vec![json!({"id": "5", "name": "Acme"})]))).await;
    service
}

fn seats(quantity: Value) -> wiremock::ResponseTemplate {
    ok(json!({"status": "active", "products": [{"id": "P", "quantity": quantity}]}))
}

fn client(service: &Service) -> Client {
    service.builder().retry(imcloud::RetryPolicy::disabled()).build().unwrap()
}

#[tokio::test]
async fn failed_subscription_does_not_end_inventory() {
    let mixed = json!({"products": [{
        "id": "P", "unitPrice": {"amount": "1", "currency": "USD"}, "extendedPrice": {"amount": "2", "currency": "EUR"},
    }]});
    let service = subscriptions([
        ("1", seats(json!(1))),
        ("2", platform(404, "not found")),
        ("3", seats(json!("many"))),
        ("4", ok(mixed)),
        ("5", seats(json!("5.0"))),
    ])
    .await;
    let rows: Vec<_> = client(&service).licenses().inventory().rows().collect().await;
    let lines: Vec<String> = rows
        .iter()
        .map(|row| match row {
            Ok(row) => format!("{} of {:?}", row.seats.unwrap(), row.customer_name.as_deref().unwrap()),
            Err(error) => error.to_string(),
        })
        .collect();
    assert_eq!(lines[0], "1 of \"Acme\"");
    assert!(
        lines[1].starts_with("subscription 2 of customer 5 was left out: get_subscription"),
        "{}",
        lines[1]
    );
    assert_eq!(
        lines[2],
        "subscription 3 of customer 5 was left out: its quantity \"many\" is not a valid number"
    );
    assert!(lines[3].contains("USD and EUR"), "{}", lines[3]);
    assert_eq!(lines[4], "5.0 of \"Acme\"");
    assert_eq!(lines.len(), 5);
    let Err(InventoryError::Skipped(skipped)) = &rows[1] else { panic!() };
    let SkippedSubscription { subscription_id, reason, .. } = skipped.as_ref();
    assert_eq!(subscription_id.as_ref().unwrap(), &"2");
    assert!(matches!(reason, SkipReason::Call(error) if error.is_not_found()));
}

#[tokio::test]
async fn general_error_ends_inventory() {
    let quota =
        crate::service::gateway(403, "Out of call volume quota. Quota will be replenished in 05:00:00.");
    let service = subscriptions([("1", seats(json!(1))), ("2", quota), ("3", seats(json!(3)))]).await;
    let mut rows = client(&service).licenses().inventory().rows();
    assert!(rows.next().await.unwrap().is_ok());
    let error = rows.next().await.unwrap().unwrap_err();
    assert!(matches!(&error, InventoryError::Ended(error) if error.is_quota_exceeded()), "{error}");
    assert!(error.is_final());
    assert!(rows.next().await.is_none());
}

#[tokio::test]
async fn consecutive_failures_end_inventory() {
    const IDS: [&str; 30] = [
        "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18",
        "19", "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30",
    ];
    let service = subscriptions(IDS.map(|id| (id, platform(500, "")))).await;
    let rows: Vec<_> = client(&service).licenses().inventory().concurrency(1).rows().collect().await;
    assert_eq!(rows.len(), 26, "25 failures and the last word");
    assert!(matches!(rows.last(), Some(Err(InventoryError::GivenUp { failures: 25, .. }))));
}

#[tokio::test]
async fn one_subscription_can_be_read_alone() {
    let env = TestEnv::with(small()).await;
    let rows = all(env.client.licenses().inventory()).await;
    let id = rows[0].subscription_id.clone().unwrap();
    let expected: Vec<_> = rows.into_iter().filter(|row| row.subscription_id.as_ref() == Some(&id)).collect();
    assert_eq!(env.client.licenses().rows_of(&id).await.unwrap(), expected);
}

#[tokio::test]
async fn unknown_and_missing_values_keep_rows() {
    let odd = [
        Fault::nulls().on("get_subscription").chance(0.3),
        Fault::unknown_values().on("get_subscription").chance(0.3),
        Fault::numbers_as_strings().on("get_subscription").chance(0.3),
    ];
    let mut builder = medium();
    for fault in odd {
        builder = builder.fault(fault);
    }
    let env = TestEnv::with(builder).await;
    let rows: Vec<_> = env.client.licenses().inventory().rows().collect().await;
    let failures: Vec<_> = rows.iter().filter_map(|row| row.as_ref().err()).collect();
    assert!(failures.is_empty(), "{failures:?}");
    let active = SubscriptionFilter::new().status(SubscriptionStatus::Active);
    let active = env.client.subscriptions().list().filter(active).total().await.unwrap().unwrap();
    assert!(rows.len() as u64 >= active);
}
