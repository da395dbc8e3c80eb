use imcloud::types::{CustomerSummary, CustomerUpdate};
use imcloud_sandbox::Sandbox;
use serde_json::json;

use crate::{
    service::{Service, ok},
    test_env::TestEnv,
};

async fn two_customers() -> (TestEnv, [CustomerSummary; 2]) {
    let env = TestEnv::with(Sandbox::builder().seed(7)).await;
    let items = env.client.customers().list().collect(10_000).await.unwrap();
    let [first, second, ..] = &items[..] else { panic!("{items:?}") };
    (env, [first.clone(), second.clone()])
}

#[tokio::test]
async fn external_id_is_set_and_found() {
    let (env, [first, _]) = two_customers().await;
    let customers = env.client.customers();
    let id = first.id;
    assert_eq!(customers.find_by_external_id("own-1").await.unwrap(), None);
    let updated = customers.set_external_id(&id, "own-1").await.unwrap();
    assert_eq!(updated.external_id, Some("own-1".into()));
    assert_eq!(customers.find_by_external_id("own-1").await.unwrap().unwrap().id, id);
    // The same customer can have it set again.
    customers.set_external_id(&id, "own-1").await.unwrap();
}

#[tokio::test]
async fn taken_external_id_is_a_conflict() {
    let (env, [first, second]) = two_customers().await;
    let customers = env.client.customers();
    let (first, second) = (first.id, second.id);
    customers.set_external_id(&first, "own-1").await.unwrap();
    let updates = || env.sandbox.journal().of("update_customer").unwrap().len();
    let before = updates();
    let error = customers.set_external_id(&second, "own-1").await.unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains(first.as_str()), "{error}");
    assert_eq!(updates(), before);
}

#[tokio::test]
async fn shared_external_id_is_a_conflict() {
    let (env, pair) = two_customers().await;
    let customers = env.client.customers();
    let changes = CustomerUpdate::new().external_id("twice");
    for item in &pair {
        customers.update(&item.id, &changes).await.unwrap();
    }
    let error = customers.find_by_external_id("twice").await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    for item in &pair {
        assert!(error.to_string().contains(item.id.as_str()), "{error}");
    }
    let error = customers.set_external_id(&pair[0].id, "twice").await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
}

#[tokio::test]
async fn empty_external_id_is_not_sent() {
    let (env, [first, _]) = two_customers().await;
    let before = env.sandbox.requests_served();
    let error = env.client.customers().find_by_external_id(" ").await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    let error = env.client.customers().set_external_id(first.id, "").await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert_eq!(env.sandbox.requests_served(), before);
}

#[tokio::test]
async fn ignored_filter_finds_exact_match() {
    let service = Service::start().await;
    let items = json!([{"id": "1", "externalId": "A"}, {"id": "2", "externalId": "a"}, {"id": "3"}]);
    service.on("GET", "/na/customers", ok(json!({"data": items, "pagination": {"total": 3}}))).await;
    let found = service.client().customers().find_by_external_id("a").await.unwrap();
    assert_eq!(found.unwrap().id, "2");
}

#[tokio::test]
async fn ignored_update_is_a_conflict() {
    let service = Service::start().await;
    service.on("GET", "/na/customers", ok(json!({"data": [], "pagination": {"total": 0}}))).await;
    service.on("PATCH", "/na/customers/1", ok(json!({"id": "1"}))).await;
    service.on("GET", "/na/customers/1", ok(json!({"id": "1", "externalId": "other"}))).await;
    let error = service.client().customers().set_external_id("1", "own-1").await.unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains("external id other"), "{error}");
}
