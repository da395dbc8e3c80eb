//! The control interface and the status page.

use std::{net::Ipv4Addr, time::Duration};

use imcloud_sandbox::{Fault, RateLimit, Sandbox, SystemClock};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::caller::{Caller, Reply, customer};

struct Control {
    sandbox: Sandbox,
    caller: Caller,
}

impl Control {
    async fn start() -> Self {
        Self::with(Sandbox::builder().start().await.unwrap()).await
    }

    async fn with(sandbox: Sandbox) -> Self {
        let caller = Caller::of(&sandbox).await;
        Self { sandbox, caller }
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.caller.http.request(method, format!("{}{path}", self.sandbox.control_url().unwrap()))
    }

    async fn get(&self, path: &str) -> Value {
        let reply = Reply::to(self.request(Method::GET, path)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        reply.json()
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Reply {
        Reply::to(self.request(method, path).json(body)).await
    }

    async fn page(&self) -> Reply {
        Reply::to(self.caller.http.get(format!("http://{}/", self.sandbox.address()))).await
    }

    async fn customers(&self) -> u64 {
        self.caller.get("/customers").await.json()["pagination"]["total"].as_u64().unwrap()
    }
}

fn schema(document: &Value, schema: &Value) -> jsonschema::Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::validator_for(&schema).unwrap()
}

#[tokio::test]
async fn openapi_document_describes_every_response() {
    let control = Control::start().await;
    let document = control.get("/openapi.json").await;
    control.sandbox.inject(Fault::status(503).header("a", "b").on("list_plans")).unwrap();
    control.caller.get("/plans?limit=1").await;
    let state = control.get("/state").await;
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let method = method.to_uppercase().parse().unwrap();
            let id = serde_json::to_string(&control.sandbox.inject(Fault::reset().on("get_plan")).unwrap())
                .unwrap();
            let request = control.request(method, &path.replace("{id}", &id));
            let content = &operation["requestBody"]["content"]["application/json"];
            let request = match content {
                Value::Null => request,
                _ if path == "/state" => request.json(&state),
                content => {
                    assert!(
                        schema(&document, &content["schema"]).is_valid(&content["example"]),
                        "{operation}"
                    );
                    request.json(&content["example"])
                }
            };
            let reply = Reply::to(request).await;
            let expected = operation["responses"].as_object().unwrap().keys().next().unwrap();
            assert_eq!(reply.status.as_str(), expected, "{operation}: {}", reply.text);
            assert_eq!(reply.header("cache-control"), "no-store");
            match &operation["responses"][expected]["content"]["application/json"]["schema"] {
                Value::Null => assert_eq!(reply.text, ""),
                described => {
                    let body = reply.json();
                    let errors: Vec<_> = schema(&document, described)
                        .iter_errors(&body)
                        .map(|error| format!("{error} at {}", error.instance_path()))
                        .collect();
                    assert!(errors.is_empty(), "{operation}: {errors:?} in {body}");
                }
            }
        }
    }
    assert_eq!(operations, 19);
    // The test above validates only what a default behavior shows.
    let with_limit = json!({ "rateLimit": { "calls": 60, "windowSeconds": 60, "quota": { "calls": 9, "periodSeconds": 1.5 } } });
    assert_eq!(control.send(Method::PATCH, "/behavior", &with_limit).await.status, 200);
    let change = schema(&document, &document["components"]["schemas"]["BehaviorChange"]);
    assert!(change.is_valid(&with_limit));
    assert!(change.is_valid(&control.get("/behavior").await));
}

#[tokio::test]
async fn openapi_document_accepts_every_fault() {
    let control = Control::start().await;
    let document = control.get("/openapi.json").await;
    let validator = schema(&document, &document["components"]["schemas"]["Fault"]);
    let kinds = document["components"]["schemas"]["Fault"]["properties"]["kind"]["enum"].as_array().unwrap();
    for kind in kinds {
        let mut fault =
            json!({ "kind": kind, "operation": "get_plan", "times": 2, "delaySeconds": 0.5, "skip": 1 });
        for (name, value) in [
            ("status", json!(503)),
            ("headers", json!({ "Retry-After": "1" })),
            ("body", json!("x")),
            ("retryAfterSeconds", json!(3)),
            ("chunks", json!(2)),
            ("intervalSeconds", json!(1)),
            ("contentType", json!("text/html")),
            ("properties", json!(["name"])),
            ("count", json!(2)),
        ] {
            let kinds = document["components"]["schemas"]["Fault"]["oneOf"].as_array().unwrap();
            let described = kinds.iter().find(|described| described["title"] == *kind).unwrap();
            if described["properties"].get(name).is_some() {
                fault[name] = value;
            }
        }
        assert!(validator.is_valid(&fault), "{fault}");
        let reply = control.send(Method::POST, "/faults", &fault).await;
        assert_eq!(reply.status, 201, "{fault}: {}", reply.text);
        assert!(validator.is_valid(&reply.json()), "{}", reply.text);
    }
    assert_eq!(control.sandbox.faults().len(), kinds.len());
}

#[tokio::test]
async fn unknown_path_or_property_is_an_error() {
    let control = Control::start().await;
    for (method, path, body, status, message) in [
        (Method::GET, "/fault", json!(null), 404, "there is no GET /__sandbox/fault"),
        (Method::DELETE, "/faults/7", json!(null), 404, "there is no faults/7"),
        (Method::POST, "/faults", json!({ "kind": "nothing" }), 400, "unknown variant `nothing`"),
        (Method::POST, "/faults", json!({ "kind": "reset", "time": 1 }), 400, "unknown field `time`"),
        (
            Method::POST,
            "/faults",
            json!({ "kind": "reset", "operation": "x" }),
            400,
            "unknown operation \"x\"",
        ),
        (Method::PATCH, "/clock", json!({ "advance": 1 }), 400, "unknown field `advance`"),
        (
            Method::PATCH,
            "/clock",
            json!({ "advanceSeconds": -1 }),
            400,
            "advanceSeconds: expected a number of seconds",
        ),
        (Method::PATCH, "/behavior", json!({ "pageLimt": 1 }), 400, "unknown field `pageLimt`"),
        (
            Method::PATCH,
            "/behavior",
            json!({ "rateLimit": { "calls": "x" } }),
            400,
            "rateLimit.calls: invalid type",
        ),
        (Method::PUT, "/state", json!({ "version": 9 }), 400, "version 9"),
        (Method::GET, "/journal?operation=x", json!(null), 400, "unknown operation \"x\""),
        (Method::GET, "/journal?limits=1", json!(null), 400, "unknown parameter \"limits\""),
    ] {
        let reply = control.send(method, path, &body).await;
        assert_eq!(reply.status, status, "{path}: {}", reply.text);
        let error = reply.json()["error"].as_str().unwrap().to_owned();
        assert!(error.contains(message), "{path}: {error}");
    }
}

#[tokio::test]
async fn injected_timeout_loses_response_of_stored_request() {
    let control = Control::start().await;
    let before = control.customers().await;
    let fault = json!({ "kind": "gateway_timeout", "operation": "create_customer", "times": 1 });
    let id = control.send(Method::POST, "/faults", &fault).await.json()["id"].clone();
    assert_eq!(control.caller.post("/customers", &customer("Fabrikam")).await.status, 504);
    assert_eq!(control.customers().await, before + 1);
    assert_eq!(control.get("/faults").await[0]["hits"], 1);
    assert_eq!(control.send(Method::DELETE, &format!("/faults/{id}"), &json!(null)).await.status, 204);
    assert_eq!(control.get("/faults").await, json!([]));
}

#[tokio::test]
async fn clock_advances_and_freezes() {
    let control = Control::with(Sandbox::builder().clock(SystemClock).start().await.unwrap()).await;
    let created = control.caller.post("/customers", &customer("Fabrikam")).await.json();
    let path = format!("/customers/{}", created["id"].as_str().unwrap());
    assert_eq!(control.caller.get(&path).await.json()["status"], "pending");
    let frozen = control.send(Method::PATCH, "/clock", &json!({ "frozen": true })).await.json();
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(control.get("/clock").await, frozen);
    control.send(Method::PATCH, "/clock", &json!({ "advanceSeconds": 31 })).await;
    assert_eq!(control.caller.get(&path).await.json()["status"], "active");
    let running = control.send(Method::PATCH, "/clock", &json!({ "frozen": false })).await.json();
    assert_eq!(running["frozen"], false);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_ne!(control.get("/clock").await, running);
}

#[tokio::test]
async fn advancing_expires_tokens_and_freezing_does_not() {
    let control = Control::start().await;
    control.send(Method::PATCH, "/clock", &json!({ "frozen": true, "advanceSeconds": 1499 })).await;
    assert_eq!(control.caller.get("/plans").await.status, 200);
    control.send(Method::PATCH, "/clock", &json!({ "advanceSeconds": 1 })).await;
    assert_eq!(control.caller.get("/plans").await.status, 401);
}

#[tokio::test]
async fn restored_state_has_data_and_time_of_snapshot() {
    let control = Control::start().await;
    let (state, now, before) =
        (control.get("/state").await, control.sandbox.now(), control.customers().await);
    control.caller.post("/customers", &customer("Fabrikam")).await;
    control.send(Method::PATCH, "/clock", &json!({ "advanceSeconds": 60 })).await;
    assert_eq!(control.send(Method::PUT, "/state", &state).await.status, 204);
    assert_eq!((control.customers().await, control.sandbox.now()), (before, now));
    assert_eq!(control.get("/state").await, state);
}

#[tokio::test]
async fn reset_goes_back_to_start() {
    let sandbox = Sandbox::builder().fault(Fault::status(503).on("list_plans").once()).start().await.unwrap();
    let control = Control::with(sandbox).await;
    let (state, health) = (control.get("/state").await, control.get("/health").await);
    let credentials = control.get("/credentials").await;
    assert_eq!(control.caller.get("/plans").await.status, 503);
    control.caller.post("/customers", &customer("Fabrikam")).await;
    control.send(Method::PATCH, "/behavior", &json!({ "pageLimit": 1 })).await;
    control.send(Method::POST, "/subscription-keys", &json!({ "replace": true })).await;
    control.send(Method::PATCH, "/clock", &json!({ "advanceSeconds": 3600, "frozen": true })).await;
    assert_eq!(control.send(Method::POST, "/reset", &json!(null)).await.status, 204);
    assert_eq!(control.get("/state").await, state);
    assert_eq!(control.get("/credentials").await, credentials);
    assert_eq!(control.get("/health").await["records"], health["records"]);
    assert_eq!(control.get("/clock").await, json!({ "now": health["now"], "frozen": false }));
    assert_eq!(control.get("/journal").await, json!([]));
    assert_eq!(control.get("/behavior").await["pageLimit"], 500);
    assert_eq!(control.caller.get("/plans").await.status, 401, "tokens ended");
    let again = Control::with(control.sandbox).await;
    assert_eq!(again.caller.get("/plans").await.status, 503, "the first fault is back");
}

#[tokio::test]
async fn journal_masks_secrets_and_omits_control_requests() {
    let control = Control::start().await;
    let mut body = customer("Fabrikam");
    body["contactPersons"][0]["login"] = "fabrikam.admin".into();
    body["contactPersons"][0]["password"] = "PRIVATE-7aB".into();
    control.caller.post("/customers?debug=a%20b", &body).await;
    control.caller.get("/plans").await;
    let entries = control.get("/journal").await;
    let credentials = control.sandbox.credentials();
    let secrets =
        [&*control.caller.token, credentials.password.expose(), credentials.subscription_key.expose()];
    for secret in secrets.into_iter().chain(["PRIVATE"]) {
        assert!(!entries.to_string().contains(secret));
    }
    let operations: Vec<_> =
        entries.as_array().unwrap().iter().map(|entry| entry["operation"].clone()).collect();
    assert_eq!(operations, ["generate_auth_token", "create_customer", "list_plans"]);
    assert_eq!(
        (entries[1]["query"].clone(), entries[1]["status"].clone()),
        (json!([["debug", "a b"]]), json!(200))
    );
    assert_eq!(entries[1]["body"]["contactPersons"][0]["login"], "fabrikam.admin");
    assert_eq!(control.get("/journal?operation=list_plans").await, json!([entries[2]]));
    assert_eq!(control.get("/journal?limit=2").await, json!([entries[1], entries[2]]));
    assert_eq!(control.sandbox.requests_served(), 3);
}

#[tokio::test]
async fn behavior_changes_only_given_switches() {
    let control = Control::start().await;
    let limit = json!({ "calls": 1, "windowSeconds": 60 });
    let changed = control.send(Method::PATCH, "/behavior", &json!({ "rateLimit": limit })).await.json();
    assert_eq!(changed["rateLimit"], json!({ "calls": 1, "windowSeconds": 60, "quota": null }));
    assert_eq!(control.sandbox.behavior().rate_limit, Some(RateLimit::new(1, Duration::from_secs(60))));
    assert_eq!(control.caller.get("/plans").await.status, 200);
    assert_eq!(control.caller.get("/plans").await.status, 429);
    control.send(Method::PATCH, "/behavior", &json!({ "rateLimit": null, "unknownId": "badRequest" })).await;
    assert_eq!(control.caller.get("/customers/1").await.status, 400);
    assert_eq!(control.get("/behavior").await["pageLimit"], 500);
}

#[tokio::test]
async fn user_keys_and_tokens_can_be_changed() {
    let control = Control::start().await;
    assert_eq!(control.send(Method::DELETE, "/tokens", &json!(null)).await.status, 204);
    assert_eq!(control.caller.get("/plans").await.status, 401);
    control.send(Method::PATCH, "/user", &json!({ "active": false })).await;
    assert_eq!(Reply::to(control.caller.login()).await.status, 401);
    assert_eq!(control.get("/credentials").await["active"], false);
    control.send(Method::PATCH, "/user", &json!({ "active": true })).await;
    let key = control.send(Method::POST, "/subscription-keys", &json!({ "replace": true })).await.json();
    assert_eq!(Reply::to(control.caller.login()).await.status, 401, "the old key ended");
    assert_eq!(control.get("/credentials").await["subscriptionKey"], key["subscriptionKey"]);
}

#[tokio::test]
async fn web_pages_cannot_use_control_interface() {
    let control = Control::start().await;
    let own = format!("http://{}", control.sandbox.address());
    let with = async |name: &str, value: &str| {
        let reset = control.request(Method::POST, "/reset").header(name, value);
        Reply::to(reset).await
    };
    for (name, value) in [
        ("Host", "sandbox.evil.example"),
        ("Host", "evil.example:4711"),
        ("Host", "127.0.0.1.evil.example"),
        ("Host", ""),
        ("Origin", "http://evil.example"),
        ("Origin", "null"),
        ("Origin", "http://127.0.0.1:1"),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        let reply = with(name, value).await;
        // The HTTP library rejects an empty Host itself.
        assert!(reply.status == 403 || value.is_empty(), "{name}: {value}: {}", reply.text);
    }
    for (name, value) in [
        ("Host", "localhost:4711"),
        ("Host", "[::1]:4711"),
        ("Host", "sandbox:4711"),
        ("Host", "host.docker.internal"),
        ("Origin", own.as_str()),
        ("Sec-Fetch-Site", "same-origin"),
    ] {
        assert_eq!(with(name, value).await.status, 204, "{name}: {value}");
    }
    let form = control.request(Method::POST, "/faults").header("Content-Type", "text/plain");
    assert_eq!(Reply::to(form.body(r#"{"kind":"reset"}"#)).await.status, 415);
    let page = control.caller.http.get(format!("{own}/")).header("Host", "evil.example");
    assert_eq!(Reply::to(page).await.status, 403);
    assert!(
        Reply::to(control.request(Method::GET, "/health").header("Origin", &own))
            .await
            .headers
            .get("access-control-allow-origin")
            .is_none()
    );
}

#[tokio::test]
async fn control_is_off_beyond_loopback_unless_enabled() {
    let any = Ipv4Addr::UNSPECIFIED.into();
    let sandbox = Sandbox::builder().host(any).start().await.unwrap();
    let origin = format!("http://127.0.0.1:{}", sandbox.address().port());
    assert_eq!(
        (sandbox.control_url(), sandbox.base_url()),
        (None, &*format!("{origin}/marketplace/sandbox"))
    );
    let http = Caller::of(&sandbox).await.http;
    for path in ["/", "/__sandbox/health", "/__sandbox/credentials"] {
        assert_eq!(http.get(format!("{origin}{path}")).send().await.unwrap().status(), 404, "{path}");
    }
    let enabled = Sandbox::builder().host(any).control(true).start().await.unwrap();
    let control = Control::with(enabled).await;
    assert_eq!(control.get("/health").await["status"], "ok");
    assert!(Sandbox::builder().control(false).start().await.unwrap().control_url().is_none());
}

#[tokio::test]
async fn status_page_shows_state_without_script() {
    let control = Control::start().await;
    control.sandbox.inject(Fault::gateway_timeout().on("create_order").times(3)).unwrap();
    control.caller.get("/customers?name=<script>alert(1)</script>").await;
    let reply = control.page().await;
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
    assert!(!reply.text.contains("<script"), "{}", reply.text);
    for expected in [
        "<b>60</b>orders",
        "<b>6</b>customers",
        "gateway timeout after the work",
        "0 of 3",
        "list_customers",
        "name=&lt;script&gt;",
        "2026-01-15 09:00:00 UTC",
    ] {
        assert!(reply.text.contains(expected), "{expected} in {}", reply.text);
    }
    let credentials = control.sandbox.credentials();
    for secret in
        [credentials.password.expose(), credentials.subscription_key.expose(), &control.caller.token]
    {
        assert!(!reply.text.contains(secret));
    }
}

#[tokio::test]
async fn download_url_has_host_of_request() {
    let control = Control::start().await;
    let reports = control.caller.request(Method::GET, "/reports").header("Host", "sandbox:80");
    let reports = Reply::to(reports).await.json();
    let url = reports["data"].as_array().unwrap().iter().find_map(|row| row["downloadUrl"].as_str()).unwrap();
    assert!(url.starts_with("http://sandbox:80/rated-data/"), "{url}");
}
