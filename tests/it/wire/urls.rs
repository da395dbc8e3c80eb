//! Tests of request URLs.

use imcloud_raw::Client;
use wiremock::ResponseTemplate;

use super::{sent, server_and_client};

#[tokio::test]
async fn base_url_path_is_kept() {
    let request = sent(async |client| client.list_orders().send().await).await;
    assert_eq!(request.url.path(), "/marketplace/na/orders");
}

#[tokio::test]
async fn trailing_slash_of_base_url_is_ignored() {
    let (server, _) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    for suffix in ["", "/", "//"] {
        let client = Client::new(&format!("{}/marketplace/na{suffix}", server.uri()), reqwest::Client::new());
        client.get_plan("5501").send().await.unwrap();
    }
    for request in server.received_requests().await.unwrap() {
        assert_eq!(request.url.path(), "/marketplace/na/plans/5501");
    }
}

#[tokio::test]
async fn api_version_is_not_sent() {
    let request = sent(async |client| client.list_plans().send().await).await;
    assert_eq!((request.headers.get("api-version"), request.url.query()), (None, None));
}

#[tokio::test]
async fn base_url_without_path_works() {
    let (server, _) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    Client::new(&server.uri(), reqwest::Client::new()).list_plans().send().await.unwrap();
    assert_eq!(server.received_requests().await.unwrap()[0].url.path(), "/plans");
}

#[tokio::test]
async fn path_parameters_are_percent_encoded() {
    for (id, path) in [
        ("a/b", "/marketplace/na/customers/a%2Fb"),
        ("a b?c#d", "/marketplace/na/customers/a%20b%3Fc%23d"),
        ("50%", "/marketplace/na/customers/50%25"),
        ("åäö", "/marketplace/na/customers/%C3%A5%C3%A4%C3%B6"),
    ] {
        let request = sent(async |client| client.get_customer(id).send().await).await;
        assert_eq!((request.url.path(), request.url.query()), (path, None));
    }
}

#[test]
fn dot_segment_ids_are_rejected_before_sending() {
    let client = Client::new("http://127.0.0.1/marketplace/na", reqwest::Client::new());
    for id in ["", ".", ".."] {
        let error = client.get_customer(id).build().unwrap_err().to_string();
        assert!(error.contains("is not a valid id"), "{error}");
    }
    let request = client.get_customer("..\\x;y=1").build().unwrap();
    assert_eq!(request.url().path(), "/marketplace/na/customers/..%5Cx;y=1");
}

#[test]
fn invalid_base_url_is_reported_before_sending() {
    let client = Client::new("marketplace/na", reqwest::Client::new());
    let error = client.list_orders().build().unwrap_err();
    assert_eq!((error.status(), error.headers()), (None, None));
    assert_eq!(error.to_string(), "could not build request: invalid base URL: relative URL without a base");
}
