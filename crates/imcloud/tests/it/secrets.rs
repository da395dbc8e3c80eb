use std::{sync::Arc, time::Duration};

use imcloud::{AccessToken, NativeLogin, OAuthPassword, Secret, runtime::Runtime as _};
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::{
    observation::Logs,
    service::{KEY, PASSWORD, Service, header, html, ok, platform},
};

const TOKEN: &str = "token-SECRET-1";
const SIGNATURE: &str = "sig-SECRET-2";

fn assert_no_secret(text: &str) {
    for secret in [KEY, PASSWORD, TOKEN, SIGNATURE, "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5"] {
        assert!(!text.contains(secret), "{secret} is in: {text}");
    }
}

#[tokio::test]
async fn no_public_type_prints_a_secret() {
    let service = Service::start().await;
    let now = service.runtime.system_time();
    let oauth =
        OAuthPassword::new("https://id.example/token", "u", PASSWORD, "c").unwrap().client_secret(KEY);
    let builder = service.builder().base_url(format!("https://u:{PASSWORD}@x.example"));
    let client = service.client();
    let listing = client.customers().list(());
    for text in [
        format!("{:?}", Secret::from(PASSWORD)),
        format!("{:#?}", AccessToken::new(TOKEN.into(), now, now + Duration::from_secs(9))),
        format!("{:?}", NativeLogin::new("u", PASSWORD)),
        format!("{oauth:?}"),
        format!("{builder:?}"),
        format!(
            "{:?} {}",
            builder.build().unwrap_err(),
            service.builder().base_url(format!("https://u:{PASSWORD}@x")).build().unwrap_err()
        ),
        format!("{client:#?} {:?} {listing:?}", client.orders()),
        format!("{:?}", client.raw()),
        format!("{:?}", client.plans().list().items()),
        format!("{:?}", imcloud::SignedUrl::from(&*format!("https://x.example/y?sig={SIGNATURE}"))),
    ] {
        assert_no_secret(&text);
    }
}

#[tokio::test]
async fn no_secret_is_logged_or_told_in_a_full_run_even_if_the_service_repeats_it() {
    let service = Service::without_tokens().await;
    let logs = Logs::capture();
    service.on("POST", "/na/token", ok(json!({"token": TOKEN, "expiresInSeconds": 1500}))).await;
    // It answers with everything it was sent, and with a signed address.
    let repeats = |request: &Request| {
        let sent = format!(
            "{} {} https://store.example/r.csv?sig={SIGNATURE}",
            header(request, "authorization").unwrap_or_default(),
            header(request, "x-subscription-key").unwrap_or_default(),
        );
        platform(400, &sent).insert_header("set-cookie", TOKEN)
    };
    service.on("GET", "/na/plans/1", repeats).await;
    service.on("GET", "/na/plans/2", ResponseTemplate::new(401)).await;
    service.on("GET", "/na/plans/3", html(200)).await;
    let report = json!({"id": "5", "status": "completed", "downloadUrl": format!("https://store.example/r.csv?sig={SIGNATURE}")});
    service.on("GET", "/na/reports/5", ok(report)).await;
    let to = format!("https://other.example/?sig={SIGNATURE}");
    service.on("GET", "/na/plans/4", ResponseTemplate::new(307).insert_header("location", &*to)).await;

    let store = Arc::new(Broken);
    let client = service.builder().token_store(store).build().unwrap();
    let mut told = String::new();
    for id in ["1", "2", "3", "4"] {
        let error = client.plans().get(id).await.unwrap_err();
        told += &format!("{error} {error:?} {:?} {:?}\n", error.message(), error.body_excerpt());
    }
    let path = format!("/plans/1?sig={SIGNATURE}");
    told += &client.request(reqwest::Method::GET, path).send_json().await.unwrap_err().to_string();
    told += &format!("{:?}", client.reports().get("5").await.unwrap());

    // A token server that repeats the login, in the clear and as it was sent.
    service.server.reset().await;
    service
        .on("POST", "/na/token", |request: &Request| {
            platform(401, &format!("{PASSWORD} {}", header(request, "authorization").unwrap()))
        })
        .await;
    let error = service.client().verify().await.unwrap_err();
    told += &format!("{error} {error:?}");

    assert!(told.contains("[hidden]"));
    assert_no_secret(&told);
    let logs = logs.text();
    assert!(logs.contains("imcloud.attempt") && logs.contains("answered"), "{logs}");
    assert_no_secret(&logs);
}

struct Broken;

impl imcloud::TokenStore for Broken {
    fn load<'a>(&'a self, _: &'a str) -> imcloud::StoreFuture<'a, Option<AccessToken>> {
        Box::pin(async { Err("cannot be read".into()) })
    }

    fn save<'a>(&'a self, _: &'a str, _: &'a AccessToken) -> imcloud::StoreFuture<'a, ()> {
        Box::pin(async { Err("cannot be written".into()) })
    }
}
