//! Proxies, TLS and host names.

use std::{
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use imcloud::{
    CredentialProblem, Error, ErrorKind, OAuthPassword, SignedUrl,
    types::{OrderInput, OrderType},
};
use reqwest::{
    Proxy,
    dns::{Name, Resolve, Resolving},
};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

use crate::{
    service::{Service, clock, ok},
    wire::{self, Wire},
};

const VARIABLES: [&str; 6] =
    ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/// A service, or a proxy that responds itself.
async fn service() -> Wire {
    Wire::start(|_, head| {
        let path = head.lines().next().unwrap();
        if path.contains("/token") {
            wire::response("200 OK", r#"{"token":"t","access_token":"t","expiresInSeconds":1500}"#, 0)
        } else {
            wire::response("200 OK", r#"{"id":"7"}"#, 0)
        }
    })
    .await
}

/// Runs an ignored test of this module in a process with these proxy variables.
async fn run(test: &str, proxy: &str, names: &[&str]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--ignored", "--exact", &format!("connections::{test}")]);
    for name in VARIABLES.iter().chain(&["NO_PROXY", "no_proxy", "REQUEST_METHOD"]) {
        command.env_remove(name);
    }
    command.envs(names.iter().map(|name| (name, proxy))).env("TEST_PROXY", proxy);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && text.contains("1 passed"), "{names:?}: {text}");
}

#[cfg(feature = "http2")]
#[tokio::test]
async fn calls_work_over_http2() {
    let service = Service::start().await;
    service.on("GET", "/na/orders/7", ok(json!({"id": "7"}))).await;
    // Without TLS there is no negotiation. A connection with HTTP/1.1 would fail.
    let client = service.builder().http(|http| http.http2_prior_knowledge()).build().unwrap();
    assert_eq!(client.orders().get("7").await.unwrap().id, "7");
}

#[tokio::test]
async fn loopback_ignores_environment_proxies() {
    let proxy = service().await;
    for name in VARIABLES {
        run("loopback_calls", &proxy.url, &[name]).await;
    }
    run("loopback_calls", &proxy.url, &VARIABLES).await;
    assert_eq!(proxy.connections(), 0);
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn loopback_calls() {
    let service = service().await;
    let client = service.builder().build().unwrap();
    client.plans().get("7").await.unwrap();
    let url = SignedUrl::from(format!("{}/r.csv?sig=x", service.url));
    client.reports().download(&url).bytes().await.unwrap();
    // Settings without a proxy.
    let client =
        service.builder().http(|http| http.user_agent("x")).download_http(|http| http).build().unwrap();
    client.plans().get("7").await.unwrap();
    client.reports().download(&url).bytes().await.unwrap();
    assert_eq!(service.requests(), 4);
}

#[tokio::test]
async fn other_hosts_use_environment_proxies() {
    let proxy = service().await;
    run("remote_call_and_loopback_login", &proxy.url, &["http_proxy"]).await;
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn remote_call_and_loopback_login() {
    let login = service().await;
    let oauth = OAuthPassword::new(&format!("{}/token", login.url), "u", "p", "c").unwrap();
    let client = login.builder().base_url("http://api.example/na").allow_plain_http().credentials(oauth);
    client.build().unwrap().plans().get("7").await.unwrap();
    assert_eq!(login.connections(), 1);
}

#[tokio::test]
async fn explicit_proxy_is_used_for_loopback() {
    let (service, proxy) = (service().await, service().await);
    let explicit = Proxy::all(&proxy.url).unwrap();
    let (api, files) = (explicit.clone(), explicit);
    let client = service
        .builder()
        .http(move |http| http.proxy(api.clone()))
        .download_http(move |http| http.proxy(files.clone()))
        .build()
        .unwrap();
    client.plans().get("7").await.unwrap();
    let url = SignedUrl::from(format!("{}/r.csv?sig=x", service.url));
    client.reports().download(&url).bytes().await.unwrap();
    assert_eq!((service.connections(), proxy.requests()), (0, 2));
}

#[tokio::test]
async fn failed_environment_proxy_is_named() {
    run("failing_proxy", "http://u:SECRET@127.0.0.1:1", &["ALL_PROXY"]).await;
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn failing_proxy() {
    for url in ["http://api.example/na", "https://api.example/na"] {
        let client = wire::builder(url).allow_plain_http().runtime(clock()).build().unwrap();
        let error = client.plans().get("7").await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        let text = error.to_string();
        assert!(
            text.contains("could not connect to api.example through proxy http://127.0.0.1:1/"),
            "{text}"
        );
        assert!(text.contains("onnection refused") && !text.contains("SECRET"), "{text}");
    }
    let client = wire::builder("https://api.example").runtime(clock()).build().unwrap();
    let url = SignedUrl::from("https://files.example/r?sig=x");
    let error = client.reports().download(&url).bytes().await.unwrap_err();
    assert!(error.to_string().contains("files.example through proxy http://127.0.0.1:1/"), "{error}");
}

#[tokio::test]
async fn failed_explicit_proxy_is_named() {
    for (response, kind) in [
        ("407 Proxy Authentication Required", ErrorKind::Configuration),
        ("502 Bad Gateway", ErrorKind::Connect),
        ("garbage", ErrorKind::Connect),
    ] {
        let proxy = Wire::start(move |_, _| wire::response(response, "", 0)).await;
        let explicit = Proxy::all(&proxy.url).unwrap();
        let client = wire::builder("https://api.example/na").http(move |http| http.proxy(explicit.clone()));
        let error = client.runtime(clock()).build().unwrap().plans().get("7").await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.to_string().contains("could not connect to api.example through its proxy"), "{error}");
        assert_eq!(error.attempts() == 1, kind == ErrorKind::Configuration, "{error}");
    }
}

#[tokio::test]
async fn invalid_environment_proxy_is_rejected() {
    run("invalid_proxy", "http://u:SECRET@", &["ALL_PROXY"]).await;
}

#[tokio::test]
#[ignore = "runs in a child process"]
async fn invalid_proxy() {
    let error = wire::builder("https://api.example").build().unwrap_err();
    assert_eq!(error.problems()[0].setting(), "ALL_PROXY");
    assert!(error.to_string().contains("is not a valid proxy URL") && !error.to_string().contains("SECRET"));
    wire::builder("http://127.0.0.1:1").build().unwrap();
}

/// Calls a server that responds to a TLS handshake with these bytes and closes the connection.
async fn tls_error(response: &'static [u8]) -> (Error, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(response).await;
        }
    });
    let client = wire::builder(&format!("https://{address}/na")).runtime(clock()).build().unwrap();
    let error = client.plans().get("7").await.unwrap_err();
    (error, connections.load(Ordering::SeqCst))
}

#[tokio::test]
async fn tls_errors_are_not_retried() {
    for response in [
        &b"HTTP/1.1 400 Bad Request\r\n\r\n"[..],
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x15\x03\x03\x00\x02\x02\x28",
    ] {
        let (error, connections) = tls_error(response).await;
        assert!(error.is_configuration() && !error.is_retryable(), "{error}");
        assert!(error.to_string().contains("failed: could not establish TLS with 127.0.0.1: "), "{error}");
        assert_eq!((error.attempts(), connections), (1, 1));
    }
}

#[tokio::test]
async fn interrupted_tls_handshake_is_retried() {
    let (error, connections) = tls_error(b"").await;
    assert!(error.is_connect() && error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), connections), (6, 6));
}

#[tokio::test]
async fn invalid_host_is_not_retried() {
    let service = service().await;
    let oauth = OAuthPassword::new("https://id..example/token", "u", "p", "c").unwrap();
    let client = service.builder().credentials(oauth).build().unwrap();
    let error = client.plans().get("7").await.unwrap_err();
    assert!(error.is_configuration() && error.attempts() == 1, "{error}");
    assert!(error.to_string().contains("invalid host name \"id..example\""), "{error}");
    let url = SignedUrl::from("https://files..example/r?sig=x");
    let error = client.reports().download(&url).bytes().await.unwrap_err();
    assert!(error.is_configuration() && error.attempts() == 1, "{error}");
}

#[tokio::test]
async fn failed_name_resolution_is_retried() {
    struct Unresolved;

    impl Resolve for Unresolved {
        fn resolve(&self, _: Name) -> Resolving {
            Box::pin(async { Err("no such name".into()) })
        }
    }

    let service = service().await;
    let oauth = OAuthPassword::new("https://id.example/token", "u", "p", "c").unwrap();
    let builder =
        service.builder().credentials(oauth).http(|client| client.dns_resolver(Arc::new(Unresolved)));
    let error = builder.build().unwrap().plans().get("7").await.unwrap_err();
    assert!(error.is_connect() && error.attempts() == 6, "{error}");
    assert!(error.to_string().contains("could not connect to id.example: no such name"), "{error}");
}

#[tokio::test]
async fn verify_reports_tls_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}/na", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    });
    let error = wire::builder(&url).runtime(clock()).build().unwrap().verify().await.unwrap_err();
    assert_ne!(error.problem(), CredentialProblem::Unreachable);
    assert!(error.to_string().contains("TLS"), "{error}");
}

#[tokio::test]
async fn protocol_error_after_order_is_ambiguous() {
    let wire = Wire::start(|number, _| match number {
        0 => wire::token(),
        _ => b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(),
    })
    .await;
    let client = wire.builder().runtime(clock()).build().unwrap();
    let order = OrderInput::new("1000042", OrderType::Sales);
    let error = client.orders().create(&order).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Interrupted, "{error}");
    assert!(error.is_ambiguous() && !error.is_retryable(), "{error}");
    assert_eq!(wire.requests(), 1);
}
