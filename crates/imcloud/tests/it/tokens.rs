use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use imcloud::{
    AccessToken, OAuthPassword, RateLimit, StoreFuture, TokenStore,
    runtime::{ManualRuntime, Runtime as _},
};
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::service::{KEY, Service, gateway, header, html, in_turn, ok, platform};

async fn with_plan() -> Service {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    service
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn concurrent_first_calls_share_token_request() {
    let service = with_plan().await;
    let client = service.client();
    let tasks: Vec<_> = (0..1000)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.plans().get("7").await })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(service.count("/na/plans/7").await, 1000);
    assert_eq!(service.count("/na/token").await, 1);
}

#[tokio::test]
async fn native_login_sends_basic_key_and_marketplace() {
    let service = with_plan().await;
    service.builder().marketplace(" US ").build().unwrap().plans().get("7").await.unwrap();
    let requests = service.requests("/na/token").await;
    assert_eq!(header(&requests[0], "authorization"), Some("Basic YWNtZS5hcGk6Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"));
    assert_eq!(header(&requests[0], "x-subscription-key"), Some(KEY));
    assert_eq!(requests[0].body_json::<serde_json::Value>().unwrap(), json!({"marketplace": "us"}));
}

/// Waits until the service has received this many token requests.
async fn token_requests(service: &Service, count: usize) {
    for _ in 0..1_000 {
        if service.count("/na/token").await == count {
            // The response is on its way.
            tokio::time::sleep(Duration::from_millis(20)).await;
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("{} token requests", service.count("/na/token").await);
}

#[tokio::test]
async fn token_is_refreshed_before_it_expires() {
    let service = with_plan().await;
    let client = service.client();
    let mut used = Vec::new();
    // The first token is refreshed a minute before it expires, the second one is expired.
    for (wait, tokens) in [(0, 1), (1439, 1), (1, 2), (0, 2), (1400, 2), (100, 3), (0, 3)] {
        service.runtime.advance(Duration::from_secs(wait));
        client.plans().get("7").await.unwrap();
        token_requests(&service, tokens).await;
        let last = service.requests("/na/plans/7").await.pop().unwrap();
        used.push(header(&last, "authorization").unwrap().replace("Bearer token-", ""));
    }
    // The call that starts the refresh does not wait for it.
    assert_eq!(used, ["1", "1", "1", "2", "2", "3", "3"]);
}

#[tokio::test]
async fn early_refresh_does_not_delay_calls() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let first = ok(json!({"token": "t", "expiresInSeconds": 1500}));
    let hanging = ok(json!({"token": "late"})).set_delay(Duration::from_secs(600));
    service.on("POST", "/na/token", in_turn([first, hanging])).await;
    let client = service.client();
    client.plans().get("7").await.unwrap();
    service.runtime.advance(Duration::from_secs(1450));
    let short = client.with_timeouts(imcloud::Timeouts::new().total(Duration::from_millis(400)));
    for _ in 0..5 {
        short.plans().get("7").await.unwrap();
    }
    token_requests(&service, 2).await;

    // Dropping the client ends the refresh, and nothing waits for it.
    drop((client, short));
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(service.runtime.timers(), 0);
}

#[tokio::test]
async fn slow_token_store_keeps_the_token() {
    #[derive(Default)]
    struct Slow(Store);
    impl TokenStore for Slow {
        fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
            self.0.load(account)
        }
        fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                self.0.save(account, token).await
            })
        }
    }
    let service = with_plan().await;
    let store = Arc::new(Slow::default());
    // A program that ends after one call.
    let client = service.builder().token_store(store.clone()).build().unwrap();
    client.plans().get("7").await.unwrap();
    drop(client);
    assert_eq!(store.0.tokens.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn hanging_token_store_does_not_block_calls() {
    struct Hanging;
    impl TokenStore for Hanging {
        fn load<'a>(&'a self, _: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
            Box::pin(std::future::pending())
        }
        fn save<'a>(&'a self, _: &'a str, _: &'a AccessToken) -> StoreFuture<'a, ()> {
            Box::pin(std::future::pending())
        }
    }
    let service = Arc::new(with_plan().await);
    let client = service.builder().token_store(Arc::new(Hanging)).build().unwrap();
    let (runtime, counted) = (service.runtime.clone(), Arc::clone(&service));
    // Loading and saving end after 5 seconds each. The request in between is not delayed.
    let clock = tokio::spawn(async move {
        for requests in 0..2 {
            while runtime.timers() == 0 || counted.count("/na/token").await < requests {
                tokio::task::yield_now().await;
            }
            if requests == 1 {
                // The response is on its way.
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            runtime.advance(Duration::from_secs(5));
        }
    });
    client.plans().get("7").await.unwrap();
    clock.await.unwrap();
    assert_eq!(service.runtime.elapsed(), Duration::from_secs(10));
    assert_eq!(service.count("/na/token").await, 1);
}

#[tokio::test]
async fn failed_refresh_uses_token_until_expiry() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let broken = Arc::new(Mutex::new(false));
    let state = Arc::clone(&broken);
    service
        .on("POST", "/na/token", move |_: &Request| {
            if *state.lock().unwrap() {
                html(503)
            } else {
                ok(json!({"token": "t", "expiresInSeconds": 1500}))
            }
        })
        .await;
    let client = service.client();
    client.plans().get("7").await.unwrap();
    *broken.lock().unwrap() = true;

    // Within the last minute one refresh is attempted, without retries, and not at every call.
    service.runtime.advance(Duration::from_secs(1445));
    for _ in 0..5 {
        client.plans().get("7").await.unwrap();
        token_requests(&service, 2).await;
    }
    for (wait, tokens) in [(9, 2), (1, 3)] {
        service.runtime.advance(Duration::from_secs(wait));
        client.plans().get("7").await.unwrap();
        token_requests(&service, tokens).await;
    }

    // After the expiry, the error is returned to the caller.
    service.runtime.advance(Duration::from_secs(45));
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_server_error(), "{error}");
    assert_eq!(error.operation(), "generate_auth_token");

    *broken.lock().unwrap() = false;
    client.plans().get("7").await.unwrap();
}

#[tokio::test]
async fn token_error_is_shared_but_not_cached() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let first = platform(401, "Bad credentials").set_delay(Duration::from_millis(50));
    service.on("POST", "/na/token", in_turn([first, ok(json!({"token": "t"}))])).await;
    let client = service.client();
    let calls = (0..20).map(|_| async { client.plans().get("7").await });
    for end in futures_util::future::join_all(calls).await {
        let error = end.unwrap_err();
        assert!(error.is_authentication() && error.to_string().contains("Bad credentials"), "{error}");
    }
    assert_eq!(service.count("/na/token").await, 1);
    client.plans().get("7").await.unwrap();
}

#[tokio::test]
async fn dropped_caller_does_not_cancel_fetch() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    service.on("POST", "/na/token", ok(json!({"token": "t"})).set_delay(Duration::from_millis(50))).await;
    let client = service.client();
    let plans = client.plans();
    let mut first = Box::pin(plans.get("7"));
    assert!(futures_util::FutureExt::now_or_never(&mut first).is_none());
    let second = tokio::spawn({
        let client = client.clone();
        async move { client.plans().get("7").await }
    });
    tokio::task::yield_now().await;
    drop(first);
    second.await.unwrap().unwrap();
}

#[tokio::test]
async fn rejected_token_is_replaced_once() {
    let service = Service::start().await;
    service
        .on("GET", "/na/plans/7", |request: &Request| match header(request, "authorization") {
            Some("Bearer token-1") => ResponseTemplate::new(401),
            _ => ok(json!({"id": "7"})),
        })
        .await;
    let client = service.client();
    let calls = (0..50).map(|_| async { client.plans().get("7").await });
    for end in futures_util::future::join_all(calls).await {
        end.unwrap();
    }
    assert_eq!(service.count("/na/token").await, 2);
    assert!(service.runtime.slept().is_empty());
}

#[tokio::test]
async fn create_is_resent_once_after_401() {
    let service = Service::start().await;
    service.on("POST", "/na/orders", in_turn([platform(401, "Token is dead"), ok(json!({"id": "1"}))])).await;
    let order = imcloud::types::OrderInput::new("5", imcloud::types::OrderType::Sales);
    service.client().orders().create(&order).await.unwrap();
    let bodies: Vec<_> =
        service.requests("/na/orders").await.into_iter().map(|request| request.body).collect();
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn rejected_fresh_token_is_kept_for_a_minute() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", platform(401, "No access")).await;
    service.on("GET", "/na/orders/7", ok(json!({"id": "7"}))).await;
    let client = service.client().with_retry(imcloud::RetryPolicy::disabled());
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_authentication() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), service.count("/na/token").await), (2, 2));
    for _ in 0..50 {
        // Calls are still sent, and other operations keep their token.
        assert_eq!(client.plans().get("7").await.unwrap_err().attempts(), 1);
        client.orders().get("7").await.unwrap();
    }
    assert_eq!((service.count("/na/plans/7").await, service.count("/na/token").await), (52, 2));

    service.runtime.advance(Duration::from_secs(59));
    assert_eq!(client.plans().get("7").await.unwrap_err().attempts(), 1);
    service.runtime.advance(Duration::from_secs(1));
    assert_eq!(client.plans().get("7").await.unwrap_err().attempts(), 2);
    assert_eq!(service.count("/na/token").await, 3);
}

#[tokio::test]
async fn call_survives_two_replaced_tokens() {
    let service = Service::start().await;
    let requests = AtomicUsize::new(0);
    let runtime = service.runtime.clone();
    let reject = move |_: &Request| {
        let number = requests.fetch_add(1, Ordering::SeqCst);
        // Each token is rejected after a minute.
        runtime.advance(Duration::from_secs(60));
        if number < 3 { ResponseTemplate::new(401) } else { ok(json!({"id": "7"})) }
    };
    service.on("GET", "/na/plans/7", reject).await;
    let timeouts = imcloud::Timeouts::new().attempt(Duration::MAX).total(Duration::MAX);
    service.client().with_timeouts(timeouts).plans().get("7").await.unwrap();
    assert_eq!((service.count("/na/plans/7").await, service.count("/na/token").await), (4, 4));
}

#[tokio::test]
async fn wrong_key_does_not_refresh_token() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", gateway(401, "Access denied due to invalid subscription key.")).await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert_eq!(error.kind(), imcloud::ErrorKind::InvalidSubscriptionKey);
    assert_eq!(service.count("/na/token").await, 1);
}

#[tokio::test]
async fn missing_lifetime_defaults_to_25_minutes() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    service.on("POST", "/na/token", ok(json!({"token": "t", "expiresInSeconds": "soon"}))).await;
    let client = service.client();
    for (wait, tokens) in [(0, 1), (1430, 1), (20, 2)] {
        service.runtime.advance(Duration::from_secs(wait));
        client.plans().get("7").await.unwrap();
        token_requests(&service, tokens).await;
    }
}

#[tokio::test]
async fn endless_lifetime_is_a_day() {
    let service = Service::without_tokens().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    service.on("POST", "/na/token", ok(json!({"token": "t", "expiresInSeconds": 1e19}))).await;
    let client = service.client();
    for (wait, tokens) in [(0, 1), (86_339, 1), (1, 2)] {
        service.runtime.advance(Duration::from_secs(wait));
        client.plans().get("7").await.unwrap();
        token_requests(&service, tokens).await;
    }
}

#[tokio::test]
async fn oauth_sends_form_without_key() {
    let api = Service::without_tokens().await;
    api.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let identity = Service::without_tokens().await;
    let response = ok(json!({"access_token": "jwt", "expires_in": 300, "token_type": "Bearer"}));
    identity.on("POST", "/na/realms/x/token", response).await;
    let login = OAuthPassword::new(&format!("{}/realms/x/token", identity.url()), "u&1", "p=2", "app")
        .unwrap()
        .client_secret("s+3");
    let client = imcloud::Client::builder()
        .base_url(api.url())
        .credentials(login)
        .subscription_key(KEY)
        .client_id("crm")
        .runtime(api.runtime.clone())
        .build()
        .unwrap();
    client.plans().get("7").await.unwrap();

    let request = identity.requests("/na/realms/x/token").await.pop().unwrap();
    assert_eq!(
        String::from_utf8(request.body.clone()).unwrap(),
        "grant_type=password&username=u%261&password=p%3D2&client_id=app&scope=openid&client_secret=s%2B3"
    );
    assert_eq!((header(&request, "x-subscription-key"), header(&request, "x-client-id")), (None, None));
    let call = api.requests("/na/plans/7").await.pop().unwrap();
    assert_eq!(header(&call, "authorization"), Some("Bearer jwt"));
    assert_eq!(header(&call, "x-subscription-key"), Some(KEY));
}

#[derive(Default)]
struct Store {
    tokens: Mutex<HashMap<String, AccessToken>>,
    loads: AtomicUsize,
    broken: bool,
}

impl TokenStore for Store {
    fn load<'a>(&'a self, account: &'a str) -> StoreFuture<'a, Option<AccessToken>> {
        Box::pin(async move {
            self.loads.fetch_add(1, Ordering::SeqCst);
            if self.broken {
                return Err("the disk is full".into());
            }
            Ok(self.tokens.lock().unwrap().get(account).cloned())
        })
    }

    fn save<'a>(&'a self, account: &'a str, token: &'a AccessToken) -> StoreFuture<'a, ()> {
        Box::pin(async move {
            if self.broken {
                return Err("the disk is full".into());
            }
            self.tokens.lock().unwrap().insert(account.to_owned(), token.clone());
            Ok(())
        })
    }
}

#[tokio::test]
async fn processes_share_a_token_by_their_store() {
    let service = with_plan().await;
    let store = Arc::new(Store::default());
    let process = || service.builder().token_store(store.clone()).build().unwrap();
    for _ in 0..3 {
        process().plans().get("7").await.unwrap();
    }
    assert_eq!(service.count("/na/token").await, 1);
    let accounts: Vec<String> = store.tokens.lock().unwrap().keys().cloned().collect();
    assert_eq!(accounts, [format!("{} us acme.api", service.url())]);

    // Another user's token is not used.
    service
        .builder()
        .token_store(store.clone())
        .login("other.api", "x")
        .build()
        .unwrap()
        .plans()
        .get("7")
        .await
        .unwrap();
    assert_eq!(service.count("/na/token").await, 2);
}

#[tokio::test]
async fn rejected_stored_token_is_not_reloaded() {
    let service = Service::start().await;
    service
        .on("GET", "/na/plans/7", |request: &Request| match header(request, "authorization") {
            Some("Bearer dead") => ResponseTemplate::new(401),
            _ => ok(json!({"id": "7"})),
        })
        .await;
    let store = Arc::new(Store::default());
    let now = service.runtime.system_time();
    let dead = AccessToken::new("dead".into(), now, now + Duration::from_secs(1500));
    store.tokens.lock().unwrap().insert(format!("{} us acme.api", service.url()), dead);
    service.builder().token_store(store.clone()).build().unwrap().plans().get("7").await.unwrap();
    assert_eq!(service.count("/na/plans/7").await, 2);
    assert_eq!(service.count("/na/token").await, 1);
}

#[tokio::test]
async fn failing_store_does_not_fail_call() {
    let service = with_plan().await;
    let store = Arc::new(Store { broken: true, ..Store::default() });
    service.builder().token_store(store.clone()).build().unwrap().plans().get("7").await.unwrap();
    assert_eq!(store.loads.load(Ordering::SeqCst), 1);
    assert_eq!(service.count("/na/token").await, 1);
}

#[tokio::test]
async fn token_requests_have_rate_limit_priority() {
    let service = with_plan().await;
    let client = service.builder().rate_limit(RateLimit::per_minute(12)).build().unwrap();
    let runtime: &ManualRuntime = &service.runtime;
    client.plans().get("7").await.unwrap();
    // At 12 calls per minute a permit is issued every 5 seconds, with one available at the start. The call
    // takes it, and the token request waits for the next.
    assert_eq!(runtime.elapsed().as_secs(), 5);
}

#[tokio::test]
async fn token_request_precedes_waiting_calls() {
    let service = with_plan().await;
    let client = service.builder().rate_limit(RateLimit::per_minute(12)).build().unwrap();
    let call = async || {
        client.plans().get("7").await.unwrap();
        service.runtime.elapsed().as_secs()
    };
    // The first call has the only permit, and gets its token before the others get theirs.
    assert_eq!(tokio::join!(call(), call(), call()), (5, 10, 15));
}
