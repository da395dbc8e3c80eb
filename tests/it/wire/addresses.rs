//! Where requests go.

use imcloud_raw::Client;
use wiremock::ResponseTemplate;

use super::{sent, server_and_client};

#[tokio::test]
async fn the_path_of_the_base_address_is_kept() {
    let request = sent(async |client| client.list_orders().send().await).await;
    assert_eq!(request.url.path(), "/marketplace/na/orders");
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_base_address_does_no_harm() {
    let (server, _) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    for end in ["", "/", "//"] {
        let client = Client::new(&format!("{}/marketplace/na{end}", server.uri()), reqwest::Client::new());
        client.get_plan("5501").send().await.unwrap();
    }
    for request in server.received_requests().await.unwrap() {
        assert_eq!(request.url.path(), "/marketplace/na/plans/5501");
    }
}

#[tokio::test]
async fn no_version_of_the_interface_is_asked_for() {
    let request = sent(async |client| client.list_plans().send().await).await;
    assert_eq!((request.headers.get("api-version"), request.url.query()), (None, None));
}

#[tokio::test]
async fn a_base_address_without_a_path_is_fine() {
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
fn an_id_that_would_lead_to_another_operation_is_refused_before_anything_is_sent() {
    let client = Client::new("http://127.0.0.1/marketplace/na", reqwest::Client::new());
    for id in ["", ".", ".."] {
        let error = client.get_customer(id).build().unwrap_err().to_string();
        assert!(error.contains("is not a valid id"), "{error}");
    }
    let request = client.get_customer("..\\x;y=1").build().unwrap();
    assert_eq!(request.url().path(), "/marketplace/na/customers/..%5Cx;y=1");
}

#[test]
fn what_is_no_address_is_reported_before_anything_is_sent() {
    let client = Client::new("marketplace/na", reqwest::Client::new());
    let error = client.list_orders().build().unwrap_err();
    assert_eq!((error.status(), error.headers()), (None, None));
    assert_eq!(error.to_string(), "could not build request: builder error: relative URL without a base");
}
