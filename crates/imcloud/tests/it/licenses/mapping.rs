use imcloud::{
    CustomerFilter,
    mapping::{Ambiguity, ApplyEnd, ExternalIdMatch, MappingPlan, MappingReport, MatchedBy, OwnRecord},
    types::{AccountStatus, CustomerSummary, CustomerUpdate},
};
use imcloud_sandbox::{Fault, Size};
use serde_json::{Value, json};

use super::{medium, small};
use crate::service::{Service, ok};
use crate::test_env::TestEnv;

fn customers(rows: Value) -> Vec<CustomerSummary> {
    serde_json::from_value(rows).unwrap()
}

fn records(rows: &[(&str, &str)]) -> Vec<OwnRecord> {
    rows.iter().map(|(id, name)| OwnRecord::new(*id, *name)).collect()
}

async fn named(env: &TestEnv) -> Vec<CustomerSummary> {
    env.client.customers().list(()).collect(10_000).await.unwrap()
}

#[tokio::test]
async fn an_external_id_is_set_and_found_and_not_given_twice() {
    let env = TestEnv::with(medium()).await;
    let customers = env.client.customers();
    let rows = named(&env).await;
    let (one, other) = (rows[0].id.clone().unwrap(), rows[1].id.clone().unwrap());
    assert_eq!(customers.find_by_external_id("own-1").await.unwrap(), ExternalIdMatch::Nobody);
    let set = customers.set_external_id(&one, "own-1").await.unwrap();
    assert_eq!(set.external_id, Some("own-1".into()));
    assert_eq!(customers.find_by_external_id("own-1").await.unwrap().one().unwrap().id, Some(one.clone()));
    // Again for the same customer is no conflict; for another it is, and nothing is sent.
    customers.set_external_id(&one, "own-1").await.unwrap();
    let sent = env.sent("update_customer");
    let error = customers.set_external_id(&other, "own-1").await.unwrap_err();
    assert!(error.is_conflict() && error.to_string().contains(one.as_str()), "{error}");
    assert_eq!(env.sent("update_customer"), sent);
    let error = customers.find_by_external_id(" ").await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
}

#[tokio::test]
async fn several_customers_with_one_external_id_are_an_ambiguity_of_their_own() {
    let env = TestEnv::with(small()).await;
    let customers = env.client.customers();
    for row in &named(&env).await[..2] {
        let changes = CustomerUpdate::new().external_id("twice");
        customers.update(row.id.as_ref().unwrap(), &changes).await.unwrap();
    }
    let found = customers.find_by_external_id("twice").await.unwrap();
    assert!(matches!(&found, ExternalIdMatch::Several(rows) if rows.len() == 2));
    assert_eq!(found.one(), None);
}

#[tokio::test]
async fn a_filter_that_the_service_ignores_finds_nobody_else() {
    let service = Service::start().await;
    let rows = json!([{"id": "1", "externalId": "A"}, {"id": "2", "externalId": "a"}, {"id": "3"}]);
    service.on("GET", "/na/customers", ok(json!({"data": rows, "pagination": {"total": 3}}))).await;
    let found = service.client().customers().find_by_external_id("a").await.unwrap();
    assert_eq!(found.one().unwrap().id, Some("2".into()));
}

#[test]
fn records_are_matched_by_external_id_then_by_name_then_by_its_other_spellings() {
    let rows = customers(json!([
        {"id": "1", "externalId": "r1", "name": "Renamed Since"},
        {"id": "2", "name": "Beta AG"},
        {"id": "3", "name": "GAMMA, S.A."},
        {"id": "4", "name": "Nobody's"},
    ]));
    let own = records(&[("r3", "Gamma SA"), ("r2", "Beta AG"), ("r1", "Alpha"), ("r5", "Epsilon")]);
    let report = MappingReport::of(own, rows);
    let matched: Vec<_> = report
        .matched
        .iter()
        .map(|matched| {
            (matched.record.id.as_str(), matched.customer.id.as_ref().unwrap().as_str(), matched.by)
        })
        .collect();
    assert_eq!(
        matched,
        [
            ("r3", "3", MatchedBy::NormalisedName),
            ("r2", "2", MatchedBy::Name),
            ("r1", "1", MatchedBy::ExternalId)
        ]
    );
    assert_eq!(report.unmapped_records, records(&[("r5", "Epsilon")]));
    assert_eq!(report.unmapped_customers.len(), 1);
    assert_eq!(
        report.plan().to_string(),
        "customer 3 (GAMMA, S.A.): external id r3, whose name is spelled Gamma SA\ncustomer 2 (Beta AG): external id r2"
    );
}

#[test]
fn what_fits_several_is_left_to_a_person_with_the_reason() {
    let rows = customers(json!([
        {"id": "1", "externalId": "r1", "name": "A"}, {"id": "2", "externalId": "r1", "name": "B"},
        {"id": "3", "name": "Twin"}, {"id": "4", "name": "twin"},
        {"id": "5", "name": "Same"},
        {"id": "6", "externalId": "foreign", "name": "Taken"},
        {"id": "7", "name": "Ended", "status": "cancelled"},
        {"id": "8", "externalId": "r8", "name": "Dup"},
    ]));
    let own = records(&[
        ("r1", "A"),
        ("r2", "TWIN"),
        ("r3", "Same"),
        ("r4", "Same"),
        ("r5", "Taken"),
        ("r6", "Ended"),
        ("r8", "Dup"),
        ("r8", "Dup again"),
        ("", "Without Id"),
    ]);
    let report = MappingReport::of(own, rows);
    let why: Vec<_> =
        report.ambiguous.iter().map(|left| (left.records.len(), left.customers.len(), left.why)).collect();
    assert_eq!(
        why,
        [
            (1, 2, Ambiguity::ExternalId),
            (2, 1, Ambiguity::RecordId),
            (1, 0, Ambiguity::RecordId),
            (2, 1, Ambiguity::Name),
            (1, 1, Ambiguity::OtherExternalId),
            (1, 2, Ambiguity::Name),
        ]
    );
    assert_eq!(report.unmapped_records, records(&[("r6", "Ended")]));
    assert!(report.plan().is_empty());
}

#[tokio::test]
async fn a_plan_is_looked_at_kept_applied_and_applied_again() {
    let env = TestEnv::with(small().size(Size::with_orders(1_000))).await;
    let active = |row: &CustomerSummary| row.status == Some(AccountStatus::Active);
    let free: Vec<_> = named(&env)
        .await
        .into_iter()
        .filter(|row| row.external_id.is_none() && active(row))
        .take(4)
        .collect();
    assert_eq!(free.len(), 4);
    let own: Vec<_> = free
        .iter()
        .enumerate()
        .map(|(number, row)| {
            OwnRecord::new(format!("own-{number}"), row.name.as_ref().unwrap().to_uppercase())
        })
        .collect();
    let report = env.client.customers().match_records(own.clone()).await.unwrap();
    assert!(report.ambiguous.is_empty() && report.unmapped_records.is_empty(), "{report:?}");
    let kept = serde_json::to_string(&report.plan()).unwrap();
    assert_eq!(env.sent("update_customer"), 0);
    let plan: MappingPlan = serde_json::from_str(&kept).unwrap();
    assert_eq!(plan.changes.len(), 4);

    // One customer is given another key and one key another customer before the plan is applied.
    let customers = env.client.customers();
    customers.set_external_id(&plan.changes[1].customer_id, "meanwhile").await.unwrap();
    let stranger = named(&env).await;
    let stranger = stranger
        .iter()
        .find(|row| plan.changes.iter().all(|change| Some(&change.customer_id) != row.id.as_ref()));
    let taken = CustomerUpdate::new().external_id(&plan.changes[2].external_id);
    customers.update(stranger.unwrap().id.as_ref().unwrap(), &taken).await.unwrap();
    let applied = customers.apply_mapping(&plan).await;
    assert!(matches!(applied[0].end, ApplyEnd::Set));
    assert!(
        matches!(&applied[1].end, ApplyEnd::Outdated { external_id: Some(id), .. } if *id == "meanwhile")
    );
    assert!(matches!(&applied[2].end, ApplyEnd::Failed(error) if error.is_conflict()));
    assert!(applied[3].is_set());
    let again = customers.apply_mapping(&plan).await;
    assert!(matches!((&again[0].end, &again[3].end), (ApplyEnd::AlreadySet, ApplyEnd::AlreadySet)));

    let report = customers.match_records(own).await.unwrap();
    let by_id = report.matched.iter().filter(|matched| matched.by == MatchedBy::ExternalId);
    assert_eq!(by_id.count(), 3, "two that were set, and the stranger");
}

#[tokio::test]
async fn a_failure_that_concerns_all_stops_applying() {
    let env = TestEnv::with(small()).await;
    let rows = env.client.customers().list(CustomerFilter::new()).collect(100).await.unwrap();
    let changes: Vec<Value> = rows[..3]
        .iter()
        .map(|row| {
            json!({"customerId": row.id, "customerName": row.name, "externalId": format!("x-{}", row.id.as_ref().unwrap()),
                "recordName": "A", "by": "name"})
        })
        .collect();
    let plan: MappingPlan = serde_json::from_value(json!({"changes": changes})).unwrap();
    env.sandbox.inject(Fault::quota_spent(None).on("get_customer")).unwrap();
    let applied = env.client.customers().apply_mapping(&plan).await;
    assert!(matches!(&applied[0].end, ApplyEnd::Failed(error) if error.is_quota_exceeded()));
    assert!(matches!((&applied[1].end, &applied[2].end), (ApplyEnd::NotTried, ApplyEnd::NotTried)));
}
