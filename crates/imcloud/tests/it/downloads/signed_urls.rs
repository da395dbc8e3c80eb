//! Signed URLs are credentials.

use super::*;
use crate::observation::Logs;

#[tokio::test]
async fn store_receives_no_credentials() {
    let (sandbox, client, report, _) = sandbox_with_csv().await;
    client.reports().download(&report).bytes().await.unwrap();
    let request = sandbox.journal().last().unwrap();
    for name in ["authorization", "x-subscription-key", "x-client-id", "cookie", "referer"] {
        assert_eq!(request.header(name), None, "{name}");
    }
    assert!(request.header("user-agent").unwrap().starts_with("imcloud/"));
}

/// Everything that is printed about a failed download.
async fn printed(store: &Store, url: SignedUrl) -> String {
    let download = || store.client.reports().download(url.clone());
    let error = download().bytes().await.unwrap_err();
    let source = error.get_ref().map(|source| format!("{source} {source:?}"));
    format!(
        "{error} {error:?} {source:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        error.message(),
        error.body_excerpt(),
        error.code(),
        download(),
        download().chunks(),
        download().rows::<serde_json::Value>()
    )
}

#[tokio::test]
async fn echoed_signature_is_not_printed() {
    let bodies = [
        r#"<Error><Message>sig-SECRET/7 is wrong</Message></Error>"#,
        r#"<Error><Message>sig-SECRET%2F7</Message><AuthenticationErrorDetail>sig-SECRET%2f7</AuthenticationErrorDetail></Error>"#,
        r#"<Error><Code>sig-SECRET&#x2F;7</Code><Message>a=1&amp;sig=sig-SECRET&#47;7</Message></Error>"#,
        r#"{"message":"sig-SECRET\/7","error":"sig-SECRET\u002f7"}"#,
        r#"{"message":"see /files/charges.csv?sig=sig-SECRET%252F7"}"#,
        r#"{"message":"{\"url\":\"https:\\/\\/store\\/x?sig=sig-SECRET\\/7\"}"}"#,
        "GET /files/charges.csv?se=2026-04-01T00:00:00Z&sig=sig-SECRET%2F7 HTTP/1.1",
    ];
    let statuses = ["403 Forbidden", "400 Bad Request", "404 Not Found", "418 I'm a teapot"];
    let logs = Logs::capture();
    let store = Store::start(move |number, _| {
        response(statuses[number % statuses.len()], &[], bodies[number % bodies.len()], 0)
    })
    .await;
    let mut all = String::new();
    for _ in 0..bodies.len() * statuses.len() {
        all += &printed(&store, store.url()).await;
    }
    let logs = logs.text();
    assert!(logs.contains("imcloud.attempt") && logs.contains("/files/charges.csv"), "{logs}");
    for text in [all, logs] {
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[tokio::test]
async fn redirect_target_is_printed_without_query() {
    for location in [
        "https://other.example/x?sig=sig-SECRET",
        "//other.example/x?sig=sig-SECRET",
        "/x?sig=sig-SECRET",
        "https://user:SECRET@other.example/x#SECRET",
    ] {
        let logs = Logs::capture();
        let store = Store::start(move |_, _| response("302 Found", &[("location", location)], "", 0)).await;
        let error = store.download().bytes().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::UnexpectedStatus);
        assert!(error.to_string().contains("/x"), "{error}");
        let text = format!("{error} {error:?} {}", logs.text());
        assert!(!text.contains("SECRET"), "{text}");
    }
}

#[tokio::test]
async fn query_without_names_is_not_logged() {
    let logs = Logs::capture();
    let store = Store::start(|_, head| response("403 Forbidden", &[], head, 0)).await;
    let mut text = String::new();
    for query in ["sig-SECRET-token", "a&sig-SECRET-token", "sig-SECRET-token="] {
        let url = SignedUrl::from(format!("{}/files/x.csv?{query}", store.wire.url));
        text += &printed(&store, url).await;
    }
    text += &logs.text();
    assert!(!text.contains("SECRET"), "{text}");
}

#[tokio::test]
async fn unreachable_store_is_named_without_signature() {
    let store = Store::start(|_, _| Vec::new()).await;
    let client = store.client.with_retry(RetryPolicy::disabled());
    let url = SignedUrl::from(format!("http://127.0.0.1:1/x?sig={SIGNATURE}"));
    let error = client.reports().download(url).bytes().await.unwrap_err();
    assert!(error.is_connect() && error.to_string().contains("127.0.0.1"), "{error}");
    assert!(!format!("{error} {error:?} {:?}", error.get_ref()).contains("SECRET"));
}

#[tokio::test]
async fn insecure_url_is_rejected() {
    let store = Store::start(|_, _| Vec::new()).await;
    for (url, reason) in [
        ("http://store.example/x?sig=SECRET", "call allow_plain_http"),
        ("ftp://store.example/x?sig=SECRET", "neither https nor http"),
        ("no url SECRET", "invalid URL"),
    ] {
        let error = store.client.reports().download(SignedUrl::from(url)).bytes().await.unwrap_err();
        assert!(error.is_invalid_request() && error.to_string().contains(reason), "{error}");
        assert!(!error.to_string().contains("SECRET"), "{error}");
    }
    assert_eq!(store.wire.requests(), 0);
}
