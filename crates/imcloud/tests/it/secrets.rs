use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use imcloud::{
    AccessToken, Builder, NativeLogin, OAuthPassword, Secret,
    runtime::Runtime as _,
    types::{
        AddressInput, AddressInputRequired, ContactPersonInput, ContactPersonInputRequired, ContactType,
        CustomerInput, CustomerInputRequired, OrderInput, OrderLineProductInput, OrderType,
        ParameterValueInput,
    },
};
use reqwest::Method;
use serde::{Serialize, Serializer};
use serde_json::json;
use wiremock::{Request, ResponseTemplate};

use crate::{
    observation::Logs,
    service::{Service, USERNAME, header, html, ok, platform},
};

/// Secrets with all characters that any encoding changes.
const PASSWORD: &str = r#"p"ä\\SECRET&<>'+%41 ß/"#;
const KEY: &str = r#"k"\SECRET&<>'+%41/"#;
const TOKEN: &str = "tok+SECRET/1==";
const SIGNATURE: &str = "sig-SECRET-2";

/// Asserts that no part of a secret is visible; every one contains this word.
fn assert_no_secret(text: &str) {
    assert!(!text.contains("SECRET"), "{text}");
}

fn builder(service: &Service) -> Builder {
    service.builder().login(USERNAME, PASSWORD).subscription_key(KEY)
}

/// Returns a string in every encoding in which services echo input.
fn encodings(secret: &str) -> Vec<String> {
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let form: String = form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    let percent: String = secret.bytes().map(|byte| format!("%{byte:02x}")).collect();
    let utf16 = secret.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect();
    let html = secret.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let html = html.replace('\'', "&#39;").replace('ä', "&auml;").replace('ß', "&szlig;");
    vec![
        secret.to_owned(),
        json(secret),
        json(&json(secret)),
        json(secret).replace('/', "\\/"),
        form,
        percent,
        utf16,
        html,
    ]
}

#[tokio::test]
async fn public_types_print_no_secret() {
    let service = Service::start().await;
    let now = service.runtime.system_time();
    let oauth =
        OAuthPassword::new("https://id.example/token", "u", PASSWORD, "c").unwrap().client_secret(KEY);
    let unbuilt = builder(&service).base_url("https://u:SECRET@x.example");
    let client = builder(&service).build().unwrap();
    let listing = client.customers().list();
    for text in [
        format!("{:?}", Secret::from(PASSWORD)),
        format!("{:#?}", AccessToken::new(TOKEN.into(), now, now + Duration::from_secs(9))),
        format!("{:?}", NativeLogin::new("u", PASSWORD)),
        format!("{oauth:?}"),
        format!("{unbuilt:?}"),
        format!("{:?}", unbuilt.build().unwrap_err()),
        builder(&service).base_url("https://u:SECRET@x").build().unwrap_err().to_string(),
        format!("{client:#?} {:?} {listing:?}", client.orders()),
        format!("{:?}", client.raw()),
        format!("{:?}", client.plans().list().items()),
        format!("{:?}", imcloud::SignedUrl::from(&*format!("https://x.example/y?sig={SIGNATURE}"))),
        format!("{:?} {:?}", customer(), order()),
    ] {
        assert_no_secret(&text);
    }
}

fn customer() -> CustomerInput {
    let contact = ContactPersonInput::new(ContactPersonInputRequired {
        email: "a@acme.example".into(),
        first_name: "A".into(),
        last_name: "B".into(),
        phone_number: "+1".into(),
        type_: ContactType::Admin,
    });
    let address = AddressInput::new(AddressInputRequired {
        city: "Oslo".into(),
        country_code: "NO".into(),
        postal_code: "0150".into(),
        street_address: "Storgata 1".into(),
    });
    CustomerInput::new(CustomerInputRequired {
        address,
        contact_persons: [contact.login("acme.admin").password(PASSWORD)].into(),
        language: "en".into(),
        name: "Acme".into(),
    })
}

fn order() -> OrderInput {
    let parameter = |name: &str, value: serde_json::Value| ParameterValueInput::new(name).value(value);
    let parameters = [
        parameter("adminPassword", PASSWORD.into()),
        parameter("credentials", json!({"user": ["x", PASSWORD]})),
    ];
    let line = OrderLineProductInput::new().mpn("FJ-DOCS-01").parameters(parameters);
    OrderInput::new("1000042", OrderType::Sales).products([line])
}

#[tokio::test]
async fn full_run_shows_no_secret() {
    let service = Service::without_tokens().await;
    let logs = Logs::capture();
    service.on("POST", "/na/token", ok(json!({"token": TOKEN, "expiresInSeconds": 1500}))).await;
    // Echoes of all headers, and a signed URL.
    let echo = |request: &Request| {
        let sent = format!(
            "{} {} https://store.example/r.csv?sig={SIGNATURE}",
            header(request, "authorization").unwrap_or_default(),
            header(request, "x-subscription-key").unwrap_or_default(),
        );
        platform(400, &sent).insert_header("set-cookie", TOKEN)
    };
    service.on("GET", "/na/plans/1", echo).await;
    service.on("GET", "/na/plans/2", ResponseTemplate::new(401)).await;
    service.on("GET", "/na/plans/3", html(200)).await;
    let report = json!({"id": "5", "status": "completed", "downloadUrl": format!("https://store.example/r.csv?sig={SIGNATURE}")});
    service.on("GET", "/na/reports/5", ok(report)).await;
    let to = format!("https://other.example/?sig={SIGNATURE}");
    service.on("GET", "/na/plans/4", ResponseTemplate::new(307).insert_header("location", &*to)).await;

    let store = Arc::new(Broken);
    let client = builder(&service).token_store(store).build().unwrap();
    let mut shown = String::new();
    for id in ["1", "2", "3", "4"] {
        let error = client.plans().get(id).await.unwrap_err();
        shown += &format!("{error} {error:?} {:?} {:?}\n", error.message(), error.body_excerpt());
    }
    let path = format!("/plans/1?sig={SIGNATURE}");
    shown += &client.request(Method::GET, path).send_json().await.unwrap_err().to_string();
    shown += &format!("{:?}", client.reports().get("5").await.unwrap());
    let raw = client.raw().get_report("5").send().await.unwrap();
    shown += &format!("{raw:?}");

    assert!(shown.contains("[hidden]"));
    assert_no_secret(&shown);
    let logs = logs.text();
    assert!(logs.contains("imcloud.attempt") && logs.contains("-> 200 in "), "{logs}");
    assert_no_secret(&logs);
}

#[tokio::test]
async fn echoed_credentials_are_hidden_in_every_encoding() {
    for echo in 0..encodings(PASSWORD).len() {
        let service = Service::without_tokens().await;
        let all = move |request: &Request| {
            let basic = header(request, "authorization").unwrap().to_owned();
            let echoes = [PASSWORD, KEY, &basic].map(|secret| encodings(secret)[echo].clone());
            ResponseTemplate::new(401).set_body_string(echoes.join(" "))
        };
        let message = move |request: &Request| {
            let key = header(request, "x-subscription-key").unwrap().to_owned();
            platform(401, &format!("{} {}", encodings(PASSWORD)[echo], encodings(&key)[echo]))
        };
        let responses =
            [Box::new(all) as Box<dyn Fn(&Request) -> ResponseTemplate + Send + Sync>, Box::new(message)];
        for (response, has_message) in responses.into_iter().zip([false, true]) {
            service.server.reset().await;
            service.on("POST", "/na/token", response).await;
            let error = builder(&service).build().unwrap().plans().get("7").await.unwrap_err();
            assert_eq!(error.message().is_some(), has_message);
            assert!(error.body_excerpt().unwrap().contains("[hidden]"), "{error:?}");
            assert_no_secret(&format!("{error} {error:?} {:?} {:?}", error.message(), error.body_excerpt()));
            // The base64 form of the credentials.
            assert!(!error.body_excerpt().unwrap().contains("YWNtZS5hcGk6"), "{error:?}");
        }
    }
}

#[tokio::test]
async fn echoed_secrets_are_hidden_in_every_encoding() {
    let service = Service::start().await;
    let client = builder(&service).build().unwrap();
    for echo in 0..encodings("").len() {
        for in_message in [false, true] {
            service.server.reset().await;
            service.on("POST", "/na/token", ok(json!({"token": TOKEN}))).await;
            for path in ["/na/customers", "/na/orders"] {
                service
                    .on("POST", path, move |request: &Request| {
                        let body = String::from_utf8_lossy(&request.body).into_owned();
                        let echoes = format!("{} and {}", encodings(PASSWORD)[echo], encodings(&body)[echo]);
                        if in_message {
                            platform(400, &echoes)
                        } else {
                            ResponseTemplate::new(400).set_body_string(echoes)
                        }
                    })
                    .await;
            }
            for error in [
                client.customers().create(&customer()).await.unwrap_err(),
                client.orders().create(&order()).await.unwrap_err(),
                client.request(Method::POST, "/orders").json(&order()).send_json().await.unwrap_err(),
            ] {
                assert_eq!(error.message().is_some(), in_message);
                assert!(in_message || error.body_excerpt().unwrap().contains("[hidden]"), "{error:?}");
                assert_no_secret(&format!(
                    "{error} {error:?} {:?} {:?}",
                    error.message(),
                    error.body_excerpt()
                ));
            }
        }
    }
}

#[tokio::test]
async fn body_excerpt_is_displayed_only_without_secrets() {
    let service = Service::start().await;
    for path in ["/na/customers", "/na/things"] {
        service.on("POST", path, ResponseTemplate::new(400).set_body_string("the body: abc")).await;
    }
    let client = builder(&service).build().unwrap();
    let error = client.customers().create(&customer()).await.unwrap_err();
    assert_eq!(error.to_string(), "create_customer failed: 400 Bad Request");
    assert_eq!(error.body_excerpt(), Some("the body: abc"));
    let error = client.request(Method::POST, "/things").json(&json!({"a": 1})).send_json().await.unwrap_err();
    assert_eq!(error.to_string(), "POST /things failed: 400 Bad Request: the body: abc");
    let plain = imcloud::raw::Client::new(&service.url(), reqwest::Client::new());
    let error = plain.create_customer(&customer()).send().await.unwrap_err();
    let shown = format!("{error} {error:?}");
    assert!(!format!("{shown} {}", imcloud::Error::from(error)).contains("abc"));
}

/// Counts how often it is serialized.
struct Counted(Arc<AtomicUsize>);

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.fetch_add(1, Ordering::SeqCst);
        serializer.serialize_str("SECRET")
    }
}

#[tokio::test]
async fn inputs_are_serialized_only_for_the_wire() {
    let service = Service::start().await;
    let logs = Logs::capture();
    for path in ["/na/customers", "/na/orders", "/na/things"] {
        service.on("POST", path, html(503)).await;
    }
    let client = builder(&service).build().unwrap();
    let count = Arc::new(AtomicUsize::new(0));
    let request = client.request(Method::POST, "/things").idempotency(imcloud::Idempotency::Idempotent);
    let error = request.json(&Counted(Arc::clone(&count))).send_json().await.unwrap_err();
    assert_eq!((error.attempts(), count.load(Ordering::SeqCst)), (6, 1));
    for error in [
        error,
        client.customers().create(&customer()).await.unwrap_err(),
        client.orders().create(&order()).await.unwrap_err(),
    ] {
        assert_no_secret(&format!("{error} {error:?}"));
    }
    let logs = logs.text();
    assert!(logs.contains("create_customer") && logs.contains("create_order"), "{logs}");
    assert_no_secret(&logs);
    let sent = String::from_utf8(service.requests("/na/customers").await[0].body.clone()).unwrap();
    assert!(sent.contains(&serde_json::to_string(PASSWORD).unwrap()), "{sent}");
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
