//! Tests of sending requests and of custom transports.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use imcloud_raw::{Client, Error, Operation, SendFuture, Transport, types::OrderType};
use wiremock::ResponseTemplate;

use super::{bodies, server_and_client};

#[derive(Debug, PartialEq)]
struct OutOfBudget {
    seconds: u32,
}

impl fmt::Display for OutOfBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no calls left for {} seconds", self.seconds)
    }
}

impl std::error::Error for OutOfBudget {}

/// A transport that records requests and fails instead of sending them.
#[derive(Clone, Default)]
struct Failing {
    requests: Arc<Mutex<Vec<(&'static Operation, String)>>>,
}

impl Transport for Failing {
    fn send<'a>(&'a self, operation: &'static Operation, request: reqwest::Request) -> SendFuture<'a> {
        self.requests.lock().unwrap().push((operation, format!("{} {}", request.method(), request.url())));
        Box::pin(
            async move { Err(Error::Transport { operation, source: OutOfBudget { seconds: 40 }.into() }) },
        )
    }
}

#[tokio::test]
async fn custom_transport_receives_operation_and_request() {
    let transport = Failing::default();
    let client = Client::with_transport(
        "https://api.example/marketplace/na",
        reqwest::Client::new(),
        transport.clone(),
    );
    client.get_order("910113").send().await.unwrap_err();
    let requests = transport.requests.lock().unwrap();
    let [(operation, request)] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((operation.name, operation.published_id), ("get_order", "getOrderDetails"));
    assert_eq!((operation.method, operation.path), ("GET", "/orders/{id}"));
    assert_eq!(request, "GET https://api.example/marketplace/na/orders/910113");
}

#[tokio::test]
async fn custom_transport_error_is_returned_unchanged() {
    let client = Client::with_transport("https://api.example", reqwest::Client::new(), Failing::default());
    let error = client.create_order(&bodies::order(OrderType::Sales)).send().await.unwrap_err();
    assert_eq!(error.to_string(), "create_order failed: no calls left for 40 seconds");
    assert_eq!((error.status(), error.headers()), (None, None));
    let Error::Transport { operation, source } = error else { panic!() };
    assert_eq!(operation.name, "create_order");
    assert_eq!(*source.downcast::<OutOfBudget>().unwrap(), OutOfBudget { seconds: 40 });
}

#[tokio::test]
async fn default_transport_returns_reqwest_error() {
    let client = Client::new("http://127.0.0.1:1", reqwest::Client::new());
    let error = client.list_plans().send().await.unwrap_err();
    let text = error.to_string();
    assert!(
        text.starts_with("list_plans failed: error sending request for url (http://127.0.0.1:1/plans): ")
    );
    assert!(text.contains("onnection refused"), "the cause is at the end of the chain: {text}");
    let Error::Transport { source, .. } = error else { panic!() };
    assert!(source.downcast_ref::<reqwest::Error>().unwrap().is_connect());
}

#[tokio::test]
async fn request_is_not_sent_before_send() {
    let (server, client) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    let request = client.list_orders().limit(5);
    let built = request.build().unwrap();
    assert!(server.received_requests().await.unwrap().is_empty());
    request.send().await.unwrap();
    let received = server.received_requests().await.unwrap();
    assert_eq!(received.len(), 1);
    assert_eq!((received[0].url.path(), received[0].url.query()), (built.url().path(), built.url().query()));
}

#[tokio::test]
async fn request_can_be_sent_twice() {
    let (server, client) = server_and_client(ResponseTemplate::new(200).set_body_string("{}")).await;
    let order = bodies::sale();
    let request = client.create_order(&order);
    request.send().await.unwrap();
    request.clone().send().await.unwrap();
    let received = server.received_requests().await.unwrap();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].body, received[1].body);
}

#[test]
fn debug_hides_secrets() {
    let headers = [("authorization", "Bearer shown-nowhere"), ("x-subscription-key", "shown-nowhere")];
    let headers =
        headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).into_iter().collect();
    let http = reqwest::Client::builder().default_headers(headers).build().unwrap();
    let client = Client::new("https://api.example/marketplace/na", http);
    assert_eq!(format!("{client:?}"), r#"Client { base_url: "https://api.example/marketplace/na", .. }"#);
    let customer = bodies::customer_with_every_property();
    let debug = format!("{:?}", client.create_customer(&customer));
    assert!(
        debug.contains("jette.kranich") && !debug.contains("shown-nowhere") && !debug.contains("Fj0rdlys")
    );
}
