use imcloud::{
    licenses::{LicenseError, SeatOutcome, SeatState, Verification},
    types::{OrderStatusCode, OrderUpdate, SubscriptionStatus},
};
use imcloud_sandbox::Fault;
use serde_json::json;

use super::{medium, products, seats, small};
use crate::test_env::TestEnv;

#[tokio::test]
async fn seats_are_added_removed_and_set_though_orders_ask_for_totals_and_answer_with_differences() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let (id, before) = (subscription.id.clone().unwrap(), seats(&subscription));
    let licenses = env.client.licenses();
    let changes = [licenses.add(&id, 3), licenses.remove(&id, 2), licenses.set(&id, before + 10)];
    for (change, total, difference) in
        [(&changes[0], before + 3, 3), (&changes[1], before + 1, -2), (&changes[2], before + 10, 9)]
    {
        let placed = change.place().await.unwrap();
        let placed = placed.placed().unwrap();
        assert_eq!((placed.plan.difference(), placed.read_back), (difference.into(), Verification::Agrees));
        let sent = env.sandbox.journal().of("create_order").unwrap().pop().unwrap().body().unwrap();
        assert_eq!(sent["products"][0]["quantity"], json!(total));
        assert_eq!(placed.order.products.as_ref().unwrap()[0].quantity, Some(difference.into()));
        assert!(matches!(licenses.check(placed).await.unwrap(), SeatState::Open(_)));
        env.provision();
        assert_eq!(licenses.check(placed).await.unwrap(), SeatState::Applied);
        assert_eq!(env.seats(&id).await, total);
    }
}

#[tokio::test]
async fn an_estimate_gives_the_price_and_orders_nothing() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id.unwrap();
    let estimate = env.client.licenses().add(&id, 2).estimate().await.unwrap();
    let line = &estimate.order.as_ref().unwrap().products.as_ref().unwrap()[0];
    assert_eq!(estimate.read_back, Verification::Agrees);
    let total = estimate.total.unwrap();
    assert!(total.amount() > 0.into(), "{total}");
    assert_eq!(imcloud::Money::try_from(line.extended_price.as_ref().unwrap()).unwrap(), total);
    assert_eq!(env.sent("create_order"), 0);

    let less = env.client.licenses().remove(&id, 1).estimate().await.unwrap();
    assert!(less.total.unwrap().amount() < 0.into());
}

#[tokio::test]
async fn what_is_there_already_is_not_ordered() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let change = env.client.licenses().set(subscription.id.as_ref().unwrap(), seats(&subscription));
    assert!(matches!(change.place().await.unwrap(), SeatOutcome::Unchanged(plan) if !plan.is_change()));
    assert!(change.estimate().await.unwrap().order.is_none());
    assert_eq!((env.sent("create_order"), env.sent("estimate_order")), (0, 0));
}

#[tokio::test]
async fn a_change_that_is_open_is_named_instead_of_ordering_another() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id.unwrap();
    let licenses = env.client.licenses();
    let first = licenses.add(&id, 1).place().await.unwrap();
    let number = first.placed().unwrap().order.order_number.clone();
    let error = licenses.add(&id, 1).place().await.unwrap_err();
    let LicenseError::ChangeOpen(open) = &error else { panic!("{error}") };
    assert_eq!((&open.order_number, &open.subscription_id), (&number, &id));
    assert!(error.to_string().contains(number.as_deref().unwrap()), "{error}");
    assert_eq!(env.sent("create_order"), 1);

    // Withdrawn, it no longer stands in the way, and its end is told.
    let order = first.placed().unwrap().order_id().unwrap();
    env.client.orders().update(order, &OrderUpdate::new().status_code(OrderStatusCode::Cl)).await.unwrap();
    assert!(matches!(licenses.check(first.placed().unwrap()).await.unwrap(), SeatState::WaitError(_)));
    licenses.add(&id, 1).place().await.unwrap();
}

#[tokio::test]
async fn a_change_that_came_in_between_is_named_from_the_refusal() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id.unwrap();
    let change = env.client.licenses().add(&id, 1);
    change.place().await.unwrap();
    // The list has nothing of it yet when it is looked at.
    let empty = json!({"data": [], "pagination": {"offset": 0, "limit": 500, "total": 0}}).to_string();
    let blind = Fault::status(200).header("content-type", "application/json").body(empty);
    env.sandbox.inject(blind.on("list_orders").once()).unwrap();
    let error = change.place().await.unwrap_err();
    assert!(matches!(error, LicenseError::ChangeOpen(_)), "{error}");
    assert_eq!(env.sent("create_order"), 1);
}

#[tokio::test]
async fn a_change_at_renewal_reads_back_as_the_total_and_takes_effect_then() {
    let env = TestEnv::with(small()).await;
    let subscription = env.changeable(|it| products(it) == 1 && it.renewal_status == Some(true)).await;
    let (id, before) = (subscription.id.clone().unwrap(), seats(&subscription));
    let change = env.client.licenses().add(&id, 4).at_renewal();
    let placed = change.place().await.unwrap();
    let placed = placed.placed().unwrap();
    assert_eq!(placed.read_back, Verification::Agrees);
    assert_eq!(placed.order.products.as_ref().unwrap()[0].quantity, Some((before + 4).into()));
    env.provision();
    assert_eq!(env.seats(&id).await, before);
    let error = change.place().await.unwrap_err();
    assert!(error.to_string().contains("waiting for renewal"), "{error}");
    env.runtime.advance(std::time::Duration::from_secs(370 * 86_400));
    assert_eq!(env.client.licenses().check(placed).await.unwrap(), SeatState::Applied);
}

#[tokio::test]
async fn of_several_products_one_has_to_be_named() {
    let env = TestEnv::with(medium()).await;
    let subscription = env.changeable(|subscription| products(subscription) > 1).await;
    let id = subscription.id.as_ref().unwrap();
    let second = subscription.products.as_ref().unwrap()[1].clone();
    let licenses = env.client.licenses();
    let error = licenses.add(id, 1).plan().await.unwrap_err();
    let LicenseError::ProductUnclear { held, .. } = &error else { panic!("{error}") };
    assert_eq!(held.len(), products(&subscription));
    assert!(error.to_string().contains(second.mpn.as_deref().unwrap()), "{error}");

    let plan = licenses.add(id, 1).product_id(second.id.as_ref().unwrap()).plan().await.unwrap();
    assert_eq!(plan.product.id, second.id);
    let plan = licenses.add(id, 1).mpn(second.mpn.as_ref().unwrap()).plan().await.unwrap();
    assert_eq!(plan.product.id, second.id);
    let error = licenses.add(id, 1).mpn("NO-SUCH").plan().await.unwrap_err();
    assert!(matches!(&error, LicenseError::ProductNotHeld { wanted: Some(mpn), .. } if mpn == "NO-SUCH"));
}

#[tokio::test]
async fn numbers_of_seats_that_cannot_be_are_refused_before_anything_is_ordered() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let (id, before) = (subscription.id.as_ref().unwrap(), seats(&subscription));
    let licenses = env.client.licenses();
    let told = async |change: imcloud::licenses::SeatChange<'_>| change.place().await.unwrap_err();
    assert!(matches!(told(licenses.add(id, 0)).await, LicenseError::Amount { .. }));
    assert!(matches!(told(licenses.remove(id, -1)).await, LicenseError::Amount { .. }));
    assert!(matches!(told(licenses.set(id, -1)).await, LicenseError::Amount { .. }));
    assert!(matches!(told(licenses.remove(id, before + 1)).await, LicenseError::TooFew { .. }));
    assert!(matches!(told(licenses.set(id, 0)).await, LicenseError::NothingLeft { .. }));
    let error = told(licenses.set(id, 10_000_000)).await;
    let LicenseError::OutsideLimits { limits, .. } = &error else { panic!("{error}") };
    assert!(limits.min.is_some() && limits.max.is_some());
    assert_eq!((env.sent("create_order"), env.sent("estimate_order")), (0, 0));
}

#[tokio::test]
async fn a_subscription_that_has_ended_is_told_by_its_state() {
    let env = TestEnv::with(small()).await;
    let ended = imcloud::SubscriptionFilter::new().status(SubscriptionStatus::Removed);
    let row = env.client.subscriptions().list(ended).collect(500).await.unwrap().pop().unwrap();
    let error = env.client.licenses().add(row.id.unwrap(), 1).plan().await.unwrap_err();
    assert!(error.to_string().contains("is removed"), "{error}");
}

#[tokio::test]
async fn seats_are_ordered_once_though_the_answer_was_lost() {
    let lost = Fault::gateway_timeout().on("create_order").once();
    let env = TestEnv::with(small().fault(lost)).await;
    let subscription = env.one_product().await;
    let id = subscription.id.as_ref().unwrap();
    let placed = env.client.licenses().add(id, 2).place().await.unwrap();
    assert_eq!(placed.placed().unwrap().read_back, Verification::Agrees);
    assert_eq!(env.sent("create_order"), 1);
    env.provision();
    assert_eq!(env.seats(id).await, seats(&subscription) + 2);
}
