use std::ffi::OsString;

use imcloud::{Builder, Client, ErrorKind, region};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::service::{KEY, Service, header, ok};

fn complete() -> Builder {
    Client::builder()
        .base_url(region::EUROPE)
        .marketplace("nl")
        .login("acme.api", "secret")
        .subscription_key("k")
}

fn problem(builder: Builder) -> String {
    let error = builder.build().unwrap_err();
    assert_eq!(error.problems().len(), 1, "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    error.to_string()
}

#[test]
fn client_is_small_and_shareable() {
    fn shared<T: Clone + Send + Sync + 'static>(_: &T) {}
    let client = complete().build().unwrap();
    shared(&client);
    assert_eq!(size_of::<Client>(), size_of::<usize>());
}

#[test]
fn missing_settings_are_reported_together() {
    let error = Client::builder().build().unwrap_err();
    let settings: Vec<_> = error.problems().iter().map(imcloud::Problem::setting).collect();
    assert_eq!(settings, ["base URL", "marketplace", "login", "subscription key"]);
    assert!(error.problems().iter().all(|problem| problem.hint().len() > 10), "{error}");
}

#[test]
fn invalid_settings_are_rejected() {
    assert!(problem(complete().base_url("http://api.cloud.im/na")).contains("call allow_plain_http"));
    assert!(problem(complete().login("a:b", "secret")).contains("colon"));
    assert!(problem(complete().login("a", "secret\n")).contains("line break"));
    assert!(problem(complete().login("a", "")).contains("password is empty"));
    assert!(problem(complete().subscription_key("secret\n")).contains("line break"));
    assert!(problem(complete().marketplace("n l")).contains("marketplace"));
    assert!(problem(complete().client_id("a\nb")).contains("client id"));
    assert!(problem(complete().user_agent("a\nb")).contains("user agent"));
    for items in [0, 501] {
        assert!(problem(complete().page_size(items)).contains("between 1 and 500"));
    }
    assert!(complete().base_url("http://api.cloud.im/na").allow_plain_http().build().is_ok());
}

fn environment<'a>(changed: &'a str, to: Option<&'a str>) -> impl Fn(&str) -> Option<OsString> + 'a {
    move |name| {
        if name == changed {
            return to.map(Into::into);
        }
        let value = match name {
            "IMCLOUD_BASE_URL" => "https://api.cloud.im/marketplace/na/",
            "IMCLOUD_USERNAME" => "acme.api",
            "IMCLOUD_PASSWORD" => "secret",
            "IMCLOUD_SUBSCRIPTION_KEY" => "0123",
            "IMCLOUD_MARKETPLACE" => "US",
            _ => return None,
        };
        Some(value.into())
    }
}

#[test]
fn invalid_variable_is_named_without_value() {
    assert!(Builder::from_lookup(environment("", None)).unwrap().build().is_ok());
    for (variable, wrong) in [
        ("IMCLOUD_BASE_URL", "SECRET"),
        ("IMCLOUD_USERNAME", "SECRET:x"),
        ("IMCLOUD_PASSWORD", "SECRET\n"),
        ("IMCLOUD_SUBSCRIPTION_KEY", "SECRET\n"),
        ("IMCLOUD_MARKETPLACE", "SECRET !"),
    ] {
        for value in [None, Some(""), Some(" "), Some(wrong)] {
            let error = Builder::from_lookup(environment(variable, value)).unwrap_err();
            let text = error.to_string();
            assert_eq!(error.problems().len(), 1, "{text}");
            assert_eq!(error.problems()[0].setting(), variable, "{text}");
            assert!(!error.problems()[0].hint().is_empty() && !text.contains("SECRET"), "{text}");
        }
    }
}

#[test]
fn missing_and_invalid_variables_are_reported_together() {
    let error = Builder::from_lookup(|name| match name {
        "IMCLOUD_BASE_URL" => Some("ftp://example.com".into()),
        "IMCLOUD_PASSWORD" => Some("secret\n".into()),
        "IMCLOUD_MARKETPLACE" => Some("us".into()),
        _ => None,
    });
    let error = error.unwrap_err();
    let named: Vec<_> =
        error.problems().iter().map(|problem| (problem.setting(), problem.reason())).collect();
    assert_eq!(named.len(), 4, "{error}");
    assert_eq!(named[0].0, "IMCLOUD_BASE_URL");
    assert_eq!(named[1], ("IMCLOUD_USERNAME", "is not set"));
    assert_eq!(named[2].0, "IMCLOUD_PASSWORD");
    assert_eq!(named[3], ("IMCLOUD_SUBSCRIPTION_KEY", "is not set"));
}

#[tokio::test]
async fn calls_carry_headers_and_base_path() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let client = service
        .builder()
        .base_url(format!("{}//", service.url()))
        .client_id("crm-1")
        .user_agent("acme/1.0")
        .build()
        .unwrap();
    client.plans().get("7").await.unwrap();

    let requests = service.server.received_requests().await.unwrap();
    assert_eq!(requests.len(), 2);
    for request in &requests {
        assert_eq!(header(request, "x-subscription-key"), Some(KEY));
        assert_eq!(header(request, "x-client-id"), Some("crm-1"));
        assert!(header(request, "user-agent").unwrap().starts_with("acme/1.0 imcloud/"));
    }
    assert_eq!(header(&requests[1], "authorization"), Some("Bearer token-1"));
}

#[tokio::test]
async fn configured_http_client_is_used() {
    let service = Service::start().await;
    service.on("GET", "/na/plans/7", ok(json!({"id": "7"}))).await;
    let headers = [("x-acme".parse().unwrap(), "1".parse().unwrap())]
        .into_iter()
        .collect::<reqwest::header::HeaderMap>();
    let client = service
        .builder()
        .http(move |http| http.user_agent("custom").default_headers(headers.clone()))
        .build()
        .unwrap();
    client.plans().get("7").await.unwrap();
    let requests = service.requests("/na/plans/7").await;
    assert_eq!(header(&requests[0], "x-acme"), Some("1"));
    assert!(header(&requests[0], "user-agent").unwrap().starts_with("imcloud/"));
}

#[tokio::test]
async fn configured_redirects_do_not_send_key() {
    let (service, other) = (Service::start().await, Service::start().await);
    let to = format!("{}/plans/7", other.url());
    service.on("GET", "/na/plans/7", ResponseTemplate::new(302).insert_header("location", &*to)).await;
    let follow = |http: reqwest::ClientBuilder| http.redirect(reqwest::redirect::Policy::limited(5));
    let client = service.builder().http(follow).build().unwrap();
    let error = client.plans().get("7").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
    assert!(other.server.received_requests().await.unwrap().is_empty());
}
