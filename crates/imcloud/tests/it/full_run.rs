use std::{
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use imcloud::{
    AccessToken, StoreFuture, TokenStore,
    types::{OrderType, OrderUpdate, ReportInput},
};
use imcloud_sandbox::Fault;
use serde_json::json;

use crate::{
    observation::Logs,
    test_env::{TestEnv, client},
};

/// Learns the tokens that a client gets.
#[derive(Default)]
struct TokenCache(Mutex<Vec<String>>);

impl TokenStore for TokenCache {
    fn load<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
        Box::pin(async { Ok(None) })
    }

    fn save<'a>(&'a self, _: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
        self.0.lock().unwrap().push(token.secret().expose().to_owned());
        Box::pin(async { Ok(()) })
    }
}

#[tokio::test]
async fn full_run_logs_no_secrets() {
    let env = TestEnv::open().await;
    let tokens = Arc::new(TokenCache::default());
    let store = Arc::clone(&tokens) as Arc<dyn TokenStore>;
    let client = client(&env.sandbox).runtime(env.runtime.clone()).token_store(store).build().unwrap();
    let logs = Logs::capture();
    let mut printed = String::new();

    client.verify().await.unwrap();
    for fault in [
        Fault::dead_token().on("list_orders").once(),
        Fault::gateway_timeout().on("create_order").once(),
        Fault::reset().on("create_order").skip(1).once(),
        Fault::rate_limited(Some(2)).on("get_order").once(),
        Fault::truncated_body().on("get_order").skip(1).once(),
        Fault::quota_spent(None).on("get_plan").once(),
    ] {
        env.sandbox.inject(fault).unwrap();
    }
    let orders = client.orders().list().page_size(9).prefetch(2).collect(100).await.unwrap();
    let estimate = client.orders().estimate(&env.order()).await.unwrap();
    let placing = client.orders().place(&env.order());
    write!(printed, "{placing:?}").unwrap();
    let found = placing.await.unwrap();
    let sent_again = client.orders().place(&env.order().po_number("PO-9")).await.unwrap();
    let waiting = client.orders().wait_for(found.order.id.clone());
    write!(printed, "{waiting:?}").unwrap();
    let completed = waiting.await.unwrap();
    let mut change = env.order();
    change.type_ = OrderType::Change;
    change.subscription_id.clone_from(&completed.subscription_id);
    let changed = client.orders().place(&change).await.unwrap();
    let withdraw: OrderUpdate = serde_json::from_value(json!({"statusCode": "CL"})).unwrap();
    client.orders().update(changed.order.id.clone(), &withdraw).await.unwrap();
    let cancelled = client.orders().wait_for(changed.order.id.clone()).await.unwrap_err();
    let rejected = client.orders().place(&env.order_of(&env.customers[0], 1_000_000)).await.unwrap_err();
    let quota = client.plans().get("1").await.unwrap_err();
    env.sandbox.inject(Fault::reset().on("create_order")).unwrap();
    let unknown = client.orders().place(&env.order()).await.unwrap_err();
    write!(printed, "{cancelled} {rejected} {quota} {unknown}").unwrap();
    write!(printed, "{cancelled:?} {rejected:?} {quota:?} {unknown:?}").unwrap();
    write!(printed, "{orders:?} {estimate:?} {found:?} {sent_again:?} {completed:?}").unwrap();

    let reports = client.reports().list().collect(100).await.unwrap();
    let input: ReportInput =
        serde_json::from_value(json!({"name": reports[0].name, "startDate": "2026-01-01T00:00:00Z"}))
            .unwrap();
    let scheduled = client.reports().create(&input).await.unwrap();
    let report = client.reports().wait_for(scheduled.id).await.unwrap();
    write!(printed, "{reports:?} {report:?} {client:?}").unwrap();
    let address = report.download_url.unwrap();
    let signature = address.expose().split_once('?').unwrap().1.to_owned();

    // The wrong login, and the wrong key.
    let wrong = crate::test_env::client(&env.sandbox)
        .login("sandbox.api", "wrong-password-7")
        .runtime(env.runtime.clone());
    write!(printed, "{}", wrong.build().unwrap().verify().await.unwrap_err()).unwrap();
    let old_key = env.sandbox.credentials().subscription_key;
    let new_key = env.sandbox.rotate_subscription_key();
    write!(printed, "{}", client.verify().await.unwrap_err()).unwrap();

    let logs = logs.text();
    for expected in
        ["imcloud.attempt", "create_order", "searched for an order", "-> 200 in ", "starting new connection"]
    {
        assert!(logs.contains(expected), "{expected} was not logged");
    }
    let credentials = env.sandbox.credentials();
    let basic = |password: &str| {
        let request =
            reqwest::Client::new().get("http://localhost").basic_auth(&credentials.username, Some(password));
        let header = request.build().unwrap().headers()["authorization"].to_str().unwrap().to_owned();
        header.strip_prefix("Basic ").unwrap().to_owned()
    };
    let mut secrets = tokens.0.lock().unwrap().clone();
    assert!(secrets.len() >= 2, "a token was renewed");
    secrets.extend([
        credentials.password.expose().to_owned(),
        basic(credentials.password.expose()),
        "wrong-password-7".to_owned(),
        basic("wrong-password-7"),
        old_key.expose().to_owned(),
        new_key.expose().to_owned(),
    ]);
    secrets.extend(
        signature
            .split('&')
            .map(|part| part.split_once('=').unwrap().1.to_owned())
            .filter(|value| value.len() > 12),
    );
    for secret in secrets {
        for (name, text) in [("log", &logs), ("texts", &printed)] {
            assert!(!text.contains(&secret), "{secret} is in the {name}");
        }
    }
}
