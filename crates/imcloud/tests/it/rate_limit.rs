use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures_util::StreamExt as _;
use imcloud::{
    RateLimit,
    runtime::{ManualRuntime, Runtime as _},
};
use serde_json::json;
use wiremock::{Mock, Request, ResponseTemplate, matchers::any};

use crate::service::{Service, gateway, ok};

/// So many calls in any window of a minute; the rest is refused.
struct Window {
    runtime: ManualRuntime,
    calls: Mutex<VecDeque<Instant>>,
    budget: usize,
    refused: Arc<Mutex<usize>>,
    says_when: bool,
}

impl wiremock::Respond for Window {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let now = self.runtime.now();
        let mut calls = self.calls.lock().unwrap();
        while calls.front().is_some_and(|then| now - *then >= Duration::from_secs(60)) {
            calls.pop_front();
        }
        if calls.len() >= self.budget {
            *self.refused.lock().unwrap() += 1;
            let answer = gateway(429, "Rate limit is exceeded.");
            let left = 60 - (now - calls[0]).as_secs();
            return if self.says_when {
                answer.insert_header("retry-after", &*left.to_string())
            } else {
                answer
            };
        }
        calls.push_back(now);
        if request.url.path().ends_with("/token") {
            ok(json!({"token": "t", "expiresInSeconds": 100_000}))
        } else {
            ok(json!({"id": "1"}))
        }
    }
}

async fn sweep(says_when: bool, limit: RateLimit) -> (usize, Duration) {
    let service = Service::without_tokens().await;
    let refused = Arc::new(Mutex::new(0));
    let window = Window {
        runtime: service.runtime.clone(),
        calls: Mutex::default(),
        budget: 60,
        refused: Arc::clone(&refused),
        says_when,
    };
    service.server.reset().await;
    Mock::given(any()).respond_with(window).mount(&service.server).await;
    let client = service.builder().rate_limit(limit).build().unwrap();
    futures_util::stream::iter(0..1_200)
        .map(|id| {
            let client = client.clone();
            async move { client.subscriptions().get(id.to_string()).await.unwrap() }
        })
        // More at once would say nothing: a clock that jumps when one call sleeps makes the refusals of the others look old.
        .buffer_unordered(5)
        .for_each(|_| async {})
        .await;
    let refused = *refused.lock().unwrap();
    (refused, service.runtime.elapsed())
}

#[tokio::test]
async fn a_sweep_completes_at_the_pace_of_the_service() {
    let (refused, took) = sweep(true, RateLimit::adaptive()).await;
    // 1,201 calls at 60 a minute need 20 minutes at the least.
    assert!(took < Duration::from_secs(30 * 60), "{took:?}");
    assert!(refused < 120, "{refused}");
}

#[tokio::test]
async fn a_sweep_completes_also_when_the_service_does_not_say_when_to_come_back() {
    let (refused, took) = sweep(false, RateLimit::adaptive()).await;
    assert!(took < Duration::from_secs(40 * 60), "{took:?}");
    assert!(refused < 250, "{refused}");
}

#[tokio::test]
async fn a_rate_that_is_set_is_never_exceeded() {
    let (refused, took) = sweep(true, RateLimit::per_minute(50)).await;
    assert_eq!(refused, 0);
    assert!(took >= Duration::from_secs(23 * 60) && took < Duration::from_secs(25 * 60), "{took:?}");
}

#[tokio::test]
async fn refusals_of_one_call_are_bounded() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", gateway(429, "Rate limit is exceeded.")).await;
    let error = service.client().plans().get("7").await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable(), "{error}");
    assert_eq!(error.attempts(), 21);
    assert!(service.runtime.elapsed() > Duration::from_secs(10 * 60));
}

#[tokio::test]
async fn a_turn_that_would_come_after_the_deadline_is_not_waited_for() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", gateway(429, "Slow down").insert_header("retry-after", "60")).await;
    let timeouts = imcloud::Timeouts::new().total(Duration::from_secs(30));
    let client = service.client().with_timeouts(timeouts);
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_rate_limited() && error.attempts() == 1, "{error}");
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_timeout() && error.attempts() == 0 && error.is_retryable(), "{error}");
    assert_eq!(service.runtime.elapsed(), Duration::ZERO);
}
