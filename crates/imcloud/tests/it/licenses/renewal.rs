use imcloud::licenses::{AutoRenewal, LicenseError};
use imcloud_sandbox::Fault;
use serde_json::json;

use super::small;
use crate::service::{Service, ok};
use crate::test_env::TestEnv;

#[tokio::test]
async fn auto_renewal_is_switched_off_and_on() {
    let env = TestEnv::with(small()).await;
    let subscription = env.changeable(|subscription| subscription.renewal_status == Some(true)).await;
    let id = subscription.id;
    let licenses = env.client.licenses();
    assert!(matches!(licenses.set_auto_renewal(&id, true).await.unwrap(), AutoRenewal::Unchanged(_)));
    assert_eq!(env.sent("update_subscription"), 0);
    for renews in [false, true] {
        let outcome = licenses.set_auto_renewal(&id, renews).await.unwrap();
        assert!(matches!(&outcome, AutoRenewal::Switched(_)));
        assert_eq!(outcome.subscription().renewal_status, Some(renews));
        let read = env.client.subscriptions().get(&id).await.unwrap();
        assert_eq!(read.renewal_status, Some(renews));
    }
}

#[tokio::test]
async fn missing_renewal_status_is_read_again() {
    let silent = Fault::nulls_for(["renewalStatus"]).on("update_subscription");
    let env = TestEnv::with(small().fault(silent)).await;
    let id = env.changeable(|subscription| subscription.renewal_status == Some(true)).await.id;
    let outcome = env.client.licenses().set_auto_renewal(&id, false).await.unwrap();
    assert_eq!(outcome.subscription().renewal_status, Some(false));
}

#[tokio::test]
async fn ineffective_switch_is_an_error() {
    let service = Service::start().await;
    let stubborn = json!({"id": "7", "renewalStatus": true});
    service.on("GET", "/na/subscriptions/7", ok(stubborn.clone())).await;
    service.on("PATCH", "/na/subscriptions/7", ok(stubborn)).await;
    let error = service.client().licenses().set_auto_renewal("7", false).await.unwrap_err();
    assert!(matches!(error, LicenseError::RenewalMismatch { renews: false, .. }), "{error}");
}
