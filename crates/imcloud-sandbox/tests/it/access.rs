//! Keys, logins, tokens and budgets.

use std::time::Duration;

use imcloud_raw::Secret;
use imcloud_sandbox::{RateLimit, Sandbox};
use reqwest::Method;
use serde_json::{Value, json};

use crate::caller::{Caller, Reply};

fn is_platform(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.text);
    let body = reply.json();
    assert_eq!(body["status"], status);
    assert_eq!(body["correlationId"], reply.header("x-correlation-id"));
    assert!(body["message"].is_string() && body["statusCode"].is_null(), "{body}");
}

fn is_gateway(reply: &Reply, status: u16) {
    assert_eq!(reply.status, status, "{}", reply.text);
    let body = reply.json();
    assert_eq!(body["statusCode"], status);
    assert!(body["status"].is_null() && body["correlationId"].is_null(), "{body}");
    assert!(reply.header("x-correlation-id").starts_with("a8n-"));
}

#[tokio::test]
async fn login_returns_usable_token() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let reply = caller.get("/customers").await;
    assert_eq!(reply.status, 200, "{}", reply.text);
    assert!(reply.json()["data"].is_array());
    assert_eq!(reply.header("content-type"), "application/json");
    assert_eq!(caller.get("/customers/").await.status, 200, "guides write a slash at the end");
    let token = Reply::to(caller.login()).await.json();
    assert_eq!(token["expiresInSeconds"], 1500);
}

#[tokio::test]
async fn gateway_checks_key_before_login() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    for path in ["/token", "/orders", "/no-such-path"] {
        let reply = Reply::to(caller.bare(Method::POST, path)).await;
        is_gateway(&reply, 401);
        assert!(reply.header("www-authenticate").contains("X-Subscription-Key"));
    }
    let wrong =
        caller.bare(Method::GET, "/orders").header("X-Subscription-Key", "guess").bearer_auth(&caller.token);
    is_gateway(&Reply::to(wrong).await, 401);
}

#[tokio::test]
async fn platform_rejects_wrong_logins_and_tokens() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let mut caller = Caller::stranger(&sandbox);
    let reply = caller.get("/orders").await;
    is_platform(&reply, 401);
    assert_eq!(reply.json()["path"], "/orders");
    assert_eq!(reply.json()["timeStamp"], "2026-01-15T09:00:00.000+00:00");
    caller.credentials.password = Secret::from("PRIVATE-guess");
    let reply = Reply::to(caller.login()).await;
    is_platform(&reply, 401);
    assert!(!reply.text.contains("PRIVATE"));
}

#[tokio::test]
async fn inactive_user_is_rejected_with_its_tokens() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let mut caller = Caller::of(&sandbox).await;
    sandbox.set_user_active(false);
    is_platform(&caller.get("/orders").await, 401);
    is_platform(&Reply::to(caller.login()).await, 401);
    sandbox.set_user_active(true);
    caller.log_in().await;
    assert_eq!(caller.get("/orders").await.status, 200);
}

#[tokio::test]
async fn missing_or_other_marketplace_is_rejected() {
    let sandbox = Sandbox::builder().marketplace("nl").start().await.unwrap();
    let caller = Caller::stranger(&sandbox);
    for body in [json!({}), json!({ "marketplace": null }), json!({ "marketplace": "us" })] {
        is_platform(&Reply::to(caller.login().json(&body)).await, 400);
    }
    assert_eq!(Reply::to(caller.login()).await.status, 200);
}

#[tokio::test]
async fn tokens_expire_by_the_clock() {
    let sandbox = Sandbox::builder().token_lifetime(Duration::from_secs(600)).start().await.unwrap();
    let mut caller = Caller::of(&sandbox).await;
    sandbox.advance(Duration::from_secs(599));
    assert_eq!(caller.get("/orders").await.status, 200);
    sandbox.advance(Duration::from_secs(1));
    is_platform(&caller.get("/orders").await, 401);
    caller.log_in().await;
    assert_eq!(caller.get("/orders").await.status, 200);
}

#[tokio::test]
async fn tokens_can_die_early() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    sandbox.kill_tokens();
    is_platform(&caller.get("/orders").await, 401);
}

#[tokio::test]
async fn several_tokens_are_valid_by_default() {
    for newest_only in [false, true] {
        let sandbox = Sandbox::builder().newest_token_only(newest_only).start().await.unwrap();
        let first = Caller::of(&sandbox).await;
        let second = Caller::of(&sandbox).await;
        assert_ne!(first.token, second.token);
        assert_eq!(first.get("/orders").await.status.is_success(), !newest_only);
        assert_eq!(second.get("/orders").await.status, 200);
    }
}

#[tokio::test]
async fn a_rotated_key_leaves_tokens_alone_and_an_added_one_works_beside_it() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let mut caller = Caller::of(&sandbox).await;
    let added = sandbox.add_subscription_key();
    assert_eq!(caller.get("/orders").await.status, 200);
    let old = std::mem::replace(&mut caller.credentials.subscription_key, added);
    assert_eq!(caller.get("/orders").await.status, 200);
    let new = sandbox.rotate_subscription_key();
    is_gateway(&caller.get("/orders").await, 401);
    caller.credentials.subscription_key = old;
    is_gateway(&caller.get("/orders").await, 401);
    assert_eq!(sandbox.credentials().subscription_key, new);
    caller.credentials.subscription_key = new;
    assert_eq!(caller.get("/orders").await.status, 200);
}

#[tokio::test]
async fn a_spent_budget_says_how_long_to_wait_and_tokens_count_too() {
    let limit = RateLimit::new(3, Duration::from_secs(60));
    let sandbox = Sandbox::builder().rate_limit(limit).start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    sandbox.advance(Duration::from_millis(1_500));
    assert_eq!(caller.get("/orders").await.status, 200);
    assert_eq!(caller.get("/orders").await.status, 200);
    let reply = caller.get("/orders").await;
    is_gateway(&reply, 429);
    assert_eq!(reply.header("retry-after"), "59");
    assert_eq!(reply.json()["message"], "Rate limit is exceeded. Try again in 59 seconds.");
    sandbox.advance(Duration::from_secs(59));
    assert_eq!(caller.get("/orders").await.status, 200);
    is_gateway(&caller.get("/orders").await, 429);
}

#[tokio::test]
async fn a_spent_quota_is_a_403_of_the_gateway() {
    let limit = RateLimit::new(100, Duration::from_secs(60)).quota(1, Duration::from_secs(24 * 3600));
    let sandbox = Sandbox::builder().rate_limit(limit).retry_after(false).start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    sandbox.advance(Duration::from_secs(3600));
    let reply = caller.get("/orders").await;
    is_gateway(&reply, 403);
    assert_eq!(reply.json()["message"], "Out of call volume quota. Quota will be replenished in 23:00:00.");
    assert!(reply.headers.get("retry-after").is_none());
}

#[tokio::test]
async fn correlation_ids_follow_seed_by_default() {
    let ids = async |keep: bool| {
        let sandbox = Sandbox::builder().seed(3).keep_correlation_ids(keep).start().await.unwrap();
        let caller = Caller::of(&sandbox).await;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let reply =
                Reply::to(caller.request(Method::GET, "/orders").header("X-Correlation-ID", "mine")).await;
            ids.push(reply.header("x-correlation-id").to_owned());
        }
        ids
    };
    let drawn = ids(false).await;
    assert_ne!(drawn[0], drawn[1]);
    assert_eq!(drawn, ids(false).await);
    assert_eq!(ids(true).await, ["mine", "mine"]);
}

#[tokio::test]
async fn unknown_paths_get_error_of_their_layer() {
    let sandbox = Sandbox::builder().start().await.unwrap();
    let caller = Caller::of(&sandbox).await;
    let framework = |reply: &Reply, status: u16, error: &str| {
        assert_eq!(reply.status, status, "{}", reply.text);
        let body: Value = reply.json();
        assert_eq!((&body["status"], &body["error"]), (&json!(status), &json!(error)));
        assert!(body["timestamp"].is_string() && body["path"].is_string() && body["message"].is_null());
    };
    framework(&caller.get("/ordres").await, 404, "Not Found");
    framework(&caller.post("/plans", &json!({})).await, 405, "Method Not Allowed");
    let outside = caller.http.get(format!("http://{}/orders", sandbox.address()));
    is_gateway(&Reply::to(outside).await, 404);
}
