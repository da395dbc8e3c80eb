use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use imcloud::{
    CustomerFilter, Date, DateTime, OrderFilter, ProductFilter, ReportFilter, ResellerCustomerFilter,
    ResellerFilter, ResellerOrderFilter, SubscriptionFilter, raw::operations::OPERATIONS, types::*,
};
use serde_json::json;
use wiremock::{Mock, Request, matchers::any};

use crate::service::{Service, ok};

async fn responding_to_everything() -> Service {
    let service = Service::without_tokens().await;
    service.server.reset().await;
    let response = |request: &Request| match request.url.path() {
        "/na/token" => ok(json!({"token": "t"})),
        _ => ok(json!({})),
    };
    Mock::given(any()).respond_with(response).mount(&service.server).await;
    service
}

#[tokio::test]
async fn filters_are_sent_with_published_names() {
    let service = responding_to_everything().await;
    let client = service.client();
    let day: Date = "2026-05-04".parse().unwrap();
    let timestamp: DateTime = "2026-05-04T06:00:00Z".parse().unwrap();
    let customers = CustomerFilter::new().email("e").external_id("x").name("n").reseller_id("r");
    client.customers().list().filter(customers).collect(1).await.unwrap();
    client
        .resellers()
        .list()
        .filter(ResellerFilter::new().email("e").external_id("x").name("n"))
        .collect(1)
        .await
        .unwrap();
    let customers = ResellerCustomerFilter::new().email("e").external_id("x").name("n");
    client.resellers().list_customers("5").filter(customers).collect(1).await.unwrap();
    let orders = ResellerOrderFilter::new()
        .creation_time_from(timestamp.clone())
        .creation_time_to(timestamp.clone())
        .customer_id("c")
        .status(OrderStatus::Completed)
        .subscription_id("s");
    client.resellers().list_orders("5").filter(orders).collect(1).await.unwrap();
    let orders = OrderFilter::new()
        .creation_time_from(timestamp.clone())
        .creation_time_to(timestamp)
        .customer_id("c")
        .order_number("SO1")
        .status(OrderStatus::Completed)
        .status_code("CP")
        .subscription_id("s");
    client.orders().list().filter(orders).collect(1).await.unwrap();
    let subscriptions = SubscriptionFilter::new()
        .creation_date_from(day.clone())
        .creation_date_to(day.clone())
        .customer_id("c")
        .status(SubscriptionStatus::Active);
    client.subscriptions().list().filter(subscriptions).collect(1).await.unwrap();
    let products = ProductFilter::new().mpn("m").name("n").service_name("s").vendor("v");
    client.products().list().filter(products).collect(1).await.unwrap();
    let reports = ReportFilter::new()
        .format(ReportFormat::Csv)
        .from(day.clone())
        .name("n")
        .status(ReportStatus::Completed)
        .to(day)
        .type_(ReportType::Daily);
    client.reports().list().filter(reports).collect(1).await.unwrap();

    let requests = service.server.received_requests().await.unwrap();
    let sent: BTreeSet<String> = requests
        .iter()
        .filter(|request| request.method.as_str() == "GET")
        .map(|request| format!("{}?{}", request.url.path(), request.url.query().unwrap_or_default()))
        .collect();
    let sent: Vec<&str> = sent.iter().map(String::as_str).collect();
    assert_eq!(
        sent,
        [
            "/na/customers?email=e&externalId=x&limit=500&name=n&offset=0&resellerId=r",
            "/na/orders?creationTimeFrom=2026-05-04T06%3A00%3A00Z&creationTimeTo=2026-05-04T06%3A00%3A00Z&customerId=c&limit=500&offset=0&orderNumber=SO1&status=completed&statusCode=CP&subscriptionId=s",
            "/na/products?limit=500&mpn=m&name=n&offset=0&serviceName=s&vendor=v",
            "/na/reports?format=csv&from=2026-05-04&name=n&status=completed&to=2026-05-04&type=daily",
            "/na/resellers/5/customers?email=e&externalId=x&limit=500&name=n&offset=0",
            "/na/resellers/5/orders?creationTimeFrom=2026-05-04T06%3A00%3A00Z&creationTimeTo=2026-05-04T06%3A00%3A00Z&customerId=c&limit=500&offset=0&status=completed&subscriptionId=s",
            "/na/resellers?email=e&externalId=x&limit=500&name=n&offset=0",
            "/na/subscriptions?creationDateFrom=2026-05-04&creationDateTo=2026-05-04&customerId=c&limit=500&offset=0&status=active",
        ]
    );
}

/// Returns the optional parameters of a raw request, from the declaration of its fields.
fn parameters(request: &str) -> BTreeSet<String> {
    let generated = include_str!("../../../imcloud-raw/src/generated.rs");
    let (_, rest) = generated.split_once(&format!("pub struct {request}<'a> {{")).unwrap();
    let (fields, _) = rest.split_once('}').unwrap();
    let optional = fields.lines().filter(|field| field.contains("Option<"));
    optional
        .map(|field| field.trim().trim_start_matches("pub(super) ").split(':').next().unwrap().to_owned())
        .filter(|name| name != "offset" && name != "limit")
        .collect()
}

/// Returns the properties of every filter by its raw request, from the source of the client.
fn declared_filters() -> BTreeMap<String, BTreeSet<String>> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/src/resources");
    let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let sources: String = files.map(|path| fs::read_to_string(path).unwrap()).collect();
    let filters = sources.split("\nfilter! {\n").skip(1).map(|filter| {
        let (head, rest) = filter.split_once(" {\n").unwrap();
        let request = head.split(" for ").nth(1).unwrap().split(" ->").next().unwrap();
        let fields = rest.split("\n    }").next().unwrap().lines().map(str::trim);
        let names = fields.filter(|field| !field.starts_with("//")).filter_map(|field| field.split_once(':'));
        (request.to_owned(), names.map(|(name, _)| name.to_owned()).collect())
    });
    filters.collect()
}

#[test]
fn every_filter_has_a_setter() {
    let filters = declared_filters();
    assert!(filters.len() >= 8, "the test no longer finds the filters");
    for operation in OPERATIONS.iter().filter(|operation| operation.name.starts_with("list_")) {
        let words = operation.name.split('_');
        let request: String = words.map(|word| word[..1].to_uppercase() + &word[1..]).collect();
        let filter = filters.get(&request).cloned().unwrap_or_default();
        assert_eq!(filter, parameters(&request), "{request}: the filter and the raw request differ");
    }
}
