use imcloud::{
    licenses::{LicenseError, SeatOutcome, SeatState, Verification},
    types::{OrderStatusCode, OrderUpdate, SubscriptionStatus},
};
use imcloud_sandbox::Fault;
use serde_json::json;

use super::{medium, products, seats, small};
use crate::test_env::TestEnv;

#[tokio::test]
async fn seats_are_added_removed_and_set() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let (id, before) = (subscription.id.clone(), seats(&subscription));
    let licenses = env.client.licenses();
    let changes = [licenses.add(&id, 3), licenses.remove(&id, 2), licenses.set(&id, before + 10)];
    for (change, total, difference) in
        [(&changes[0], before + 3, 3), (&changes[1], before + 1, -2), (&changes[2], before + 10, 9)]
    {
        let placed = change.place().await.unwrap();
        let placed = placed.placed().unwrap();
        assert_eq!(
            (placed.plan.difference(), placed.verification),
            (difference.into(), Verification::Confirmed)
        );
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
async fn estimate_returns_price_and_orders_nothing() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id;
    let estimate = env.client.licenses().add(&id, 2).estimate().await.unwrap();
    let line = &estimate.order.as_ref().unwrap().products.as_ref().unwrap()[0];
    assert_eq!(estimate.verification, Verification::Confirmed);
    let text = estimate.to_string();
    let total = estimate.total.unwrap();
    assert_eq!(text, format!("{}, now; estimated price {total}.", estimate.plan));
    assert!(total.amount() > 0.into(), "{total}");
    assert_eq!(imcloud::Money::try_from(line.extended_price.as_ref().unwrap()).unwrap(), total);
    assert_eq!(env.sent("create_order"), 0);

    let less = env.client.licenses().remove(&id, 1).estimate().await.unwrap();
    assert!(less.total.unwrap().amount() < 0.into());
}

#[tokio::test]
async fn unchanged_total_is_not_ordered() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let change = env.client.licenses().set(&subscription.id, seats(&subscription));
    assert!(matches!(change.place().await.unwrap(), SeatOutcome::Unchanged(plan) if !plan.is_change()));
    assert!(change.estimate().await.unwrap().order.is_none());
    assert_eq!((env.sent("create_order"), env.sent("estimate_order")), (0, 0));
}

#[tokio::test]
async fn open_change_is_reported_before_ordering() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id;
    let licenses = env.client.licenses();
    let first = licenses.add(&id, 1).place().await.unwrap();
    let number = first.placed().unwrap().order.order_number.clone();
    let error = licenses.add(&id, 1).place().await.unwrap_err();
    let LicenseError::ChangeOpen(open) = &error else { panic!("{error}") };
    assert_eq!((&open.order.order_number, &open.subscription_id), (&number, &id));
    assert!(error.to_string().contains(number.as_deref().unwrap()), "{error}");
    assert_eq!(env.sent("create_order"), 1);

    // A cancelled change does not block others.
    let order = &first.placed().unwrap().order.id;
    env.client.orders().update(order, &OrderUpdate::new().status_code(OrderStatusCode::Cl)).await.unwrap();
    assert!(matches!(licenses.check(first.placed().unwrap()).await.unwrap(), SeatState::Failed(_)));
    licenses.add(&id, 1).place().await.unwrap();
}

#[tokio::test]
async fn concurrent_change_explains_the_rejection() {
    let env = TestEnv::with(small()).await;
    let id = env.one_product().await.id;
    let change = env.client.licenses().add(&id, 1);
    change.place().await.unwrap();
    // The list does not have it yet.
    let empty = json!({"data": [], "pagination": {"offset": 0, "limit": 500, "total": 0}}).to_string();
    let blind = Fault::status(200).header("content-type", "application/json").body(empty);
    env.sandbox.inject(blind.on("list_orders").once()).unwrap();
    let error = change.place().await.unwrap_err();
    assert!(matches!(error, LicenseError::ChangeOpen(_)), "{error}");
    assert_eq!(env.sent("create_order"), 1);
}

#[tokio::test]
async fn change_at_renewal_is_applied_at_renewal() {
    let env = TestEnv::with(small()).await;
    let subscription = env.changeable(|it| products(it) == 1 && it.renewal_status == Some(true)).await;
    let (id, before) = (subscription.id.clone(), seats(&subscription));
    let change = env.client.licenses().add(&id, 4).at_renewal();
    let placed = change.place().await.unwrap();
    let placed = placed.placed().unwrap();
    assert_eq!(placed.verification, Verification::Confirmed);
    assert_eq!(placed.order.products.as_ref().unwrap()[0].quantity, Some((before + 4).into()));
    env.provision();
    assert_eq!(env.seats(&id).await, before);
    let error = change.place().await.unwrap_err();
    assert!(error.to_string().contains("scheduled for renewal"), "{error}");
    env.runtime.advance(std::time::Duration::from_secs(370 * 86_400));
    assert_eq!(env.client.licenses().check(placed).await.unwrap(), SeatState::Applied);
}

#[tokio::test]
async fn ambiguous_product_must_be_selected() {
    let env = TestEnv::with(medium()).await;
    let subscription = env.changeable(|subscription| products(subscription) > 1).await;
    let id = &subscription.id;
    let second = subscription.products.as_ref().unwrap()[1].clone();
    let licenses = env.client.licenses();
    let error = licenses.add(id, 1).plan().await.unwrap_err();
    let LicenseError::AmbiguousProduct { products: listed, .. } = &error else { panic!("{error}") };
    assert_eq!(listed.len(), products(&subscription));
    assert!(error.to_string().contains(second.mpn.as_deref().unwrap()), "{error}");

    let plan = licenses.add(id, 1).product_id(second.id.as_ref().unwrap()).plan().await.unwrap();
    assert_eq!(plan.product.id, second.id);
    let plan = licenses.add(id, 1).mpn(second.mpn.as_ref().unwrap()).plan().await.unwrap();
    assert_eq!(plan.product.id, second.id);
    let error = licenses.add(id, 1).mpn("NO-SUCH").plan().await.unwrap_err();
    assert!(matches!(&error, LicenseError::ProductNotFound { wanted: Some(mpn), .. } if mpn == "NO-SUCH"));
}

#[tokio::test]
async fn invalid_seats_are_rejected_before_ordering() {
    let env = TestEnv::with(small()).await;
    let subscription = env.one_product().await;
    let (id, before) = (&subscription.id, seats(&subscription));
    let licenses = env.client.licenses();
    let error_of = async |change: imcloud::licenses::SeatChange<'_>| change.place().await.unwrap_err();
    assert!(matches!(error_of(licenses.add(id, 0)).await, LicenseError::InvalidAmount { .. }));
    assert!(matches!(error_of(licenses.remove(id, -1)).await, LicenseError::InvalidAmount { .. }));
    assert!(matches!(error_of(licenses.set(id, -1)).await, LicenseError::InvalidAmount { .. }));
    assert!(matches!(error_of(licenses.remove(id, before + 1)).await, LicenseError::TooFewSeats { .. }));
    assert!(matches!(error_of(licenses.set(id, 0)).await, LicenseError::NoSeatsLeft { .. }));
    let error = error_of(licenses.set(id, 10_000_000)).await;
    let LicenseError::OutsideLimits { limits, .. } = &error else { panic!("{error}") };
    assert!(limits.min.is_some() && limits.max.is_some());
    assert_eq!((env.sent("create_order"), env.sent("estimate_order")), (0, 0));
}

#[tokio::test]
async fn removed_subscription_is_not_changed() {
    let env = TestEnv::with(small()).await;
    let ended = imcloud::SubscriptionFilter::new().status(SubscriptionStatus::Removed);
    let row = env.client.subscriptions().list().filter(ended).collect(500).await.unwrap().pop().unwrap();
    let error = env.client.licenses().add(row.id, 1).plan().await.unwrap_err();
    assert!(error.to_string().contains("is removed"), "{error}");
}

#[tokio::test]
async fn lost_response_orders_seats_once() {
    let lost = Fault::gateway_timeout().on("create_order").once();
    let env = TestEnv::with(small().fault(lost)).await;
    let subscription = env.one_product().await;
    let id = &subscription.id;
    let placed = env.client.licenses().add(id, 2).place().await.unwrap();
    assert_eq!(placed.placed().unwrap().verification, Verification::Confirmed);
    assert_eq!(env.sent("create_order"), 1);
    env.provision();
    assert_eq!(env.seats(id).await, seats(&subscription) + 2);
}
