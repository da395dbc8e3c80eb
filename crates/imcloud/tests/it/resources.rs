use std::collections::BTreeSet;

use imcloud::{
    Client, CustomerFilter, Date, DateTime, OrderFilter, ProductFilter, ReportFilter, ResellerCustomerFilter,
    ResellerFilter, ResellerOrderFilter, SubscriptionFilter,
    raw::{Operation, operations::OPERATIONS},
    types::*,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use wiremock::{Mock, Request, matchers::any};

use crate::service::{Service, ok};

fn sent<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

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

/// Calls every method once.
async fn call_everything(client: &Client) -> imcloud::Result<()> {
    let customer: CustomerInput = sent(
        json!({"name": "A", "address": {"countryCode": "US", "city": "Irvine", "streetAddress": "1 Main St", "postalCode": "92606", "state": "CA", "addressLine1": "1"}, "contactPersons": [], "language": "en"}),
    );
    let reseller: ResellerInput = sent(
        json!({"name": "A", "address": {"countryCode": "US", "city": "Irvine", "streetAddress": "1 Main St", "postalCode": "92606", "state": "CA", "addressLine1": "1"}, "contactPersons": [], "language": "en", "currency": "USD"}),
    );
    let order = OrderInput::new("5", OrderType::Sales);
    let (customers, resellers, orders) = (client.customers(), client.resellers(), client.orders());
    let (subscriptions, reports) = (client.subscriptions(), client.reports());
    customers.list().collect(1).await?;
    customers.get("5").await?;
    customers.create(&customer).await?;
    customers.update("5", &CustomerUpdate::new()).await?;
    resellers.list().collect(1).await?;
    resellers.get("5").await?;
    resellers.create(&reseller).await?;
    resellers.update("5", &ResellerUpdate::new()).await?;
    resellers.list_customers("5").collect(1).await?;
    resellers.create_customer("5", &customer).await?;
    resellers.list_orders("5").collect(1).await?;
    client.products().list().collect(1).await?;
    client.plans().list().collect(1).await?;
    client.plans().get("5").await?;
    orders.list().collect(1).await?;
    orders.get("5").await?;
    orders.create(&order).await?;
    orders.estimate(&order).await?;
    orders.update("5", &OrderUpdate::new()).await?;
    subscriptions.list().collect(1).await?;
    subscriptions.get("5").await?;
    subscriptions.update("5", &SubscriptionUpdate::new()).await?;
    subscriptions.set_special_pricing("5", &sent(json!({"products": []}))).await?;
    reports.list().collect(1).await?;
    reports.get("5").await?;
    reports.create(&sent(json!({"name": "Usage", "startDate": "2026-01-01T00:00:00Z"}))).await?;
    client.validation().parameters(&sent(json!({"customerId": "5", "products": []}))).await?;
    Ok(())
}

fn is_of(operation: &Operation, request: &Request) -> bool {
    let path = request.url.path().strip_prefix("/na").unwrap();
    let (template, path): (Vec<_>, Vec<_>) = (operation.path.split('/').collect(), path.split('/').collect());
    operation.method == request.method.as_str()
        && template.len() == path.len()
        && template.iter().zip(&path).all(|(a, b)| a == b || (a.starts_with('{') && *b == "5"))
}

#[tokio::test]
async fn accessors_cover_every_operation() {
    let service = responding_to_everything().await;
    call_everything(&service.client()).await.unwrap();
    let requests = service.server.received_requests().await.unwrap();
    let uncovered: Vec<_> = OPERATIONS
        .iter()
        .filter(|operation| !requests.iter().any(|request| is_of(operation, request)))
        .map(|operation| operation.name)
        .collect();
    assert_eq!(uncovered, [""; 0], "these operations need an accessor, and a line in this test");
    let stray: Vec<_> = requests
        .iter()
        .filter(|request| !OPERATIONS.iter().any(|operation| is_of(operation, request)))
        .map(|request| format!("{} {}", request.method, request.url.path()))
        .collect();
    assert_eq!(stray, [""; 0]);
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

fn fields(filter: &dyn std::fmt::Debug) -> BTreeSet<String> {
    let text = format!("{filter:?}");
    text.split(['{', ',']).filter_map(|part| Some(part.split_once(": None")?.0.trim().to_owned())).collect()
}

#[test]
fn every_filter_has_a_setter() {
    let filters: [(&str, &dyn std::fmt::Debug); 9] = [
        ("ListCustomers", &CustomerFilter::new()),
        ("ListOrders", &OrderFilter::new()),
        ("ListPlans", &()),
        ("ListProducts", &ProductFilter::new()),
        ("ListReports", &ReportFilter::new()),
        ("ListResellerCustomers", &ResellerCustomerFilter::new()),
        ("ListResellerOrders", &ResellerOrderFilter::new()),
        ("ListResellers", &ResellerFilter::new()),
        ("ListSubscriptions", &SubscriptionFilter::new()),
    ];
    for (request, filter) in filters {
        assert_eq!(fields(filter), parameters(request), "{request}: the filter and the raw request differ");
    }
    let lists = OPERATIONS.iter().filter(|operation| operation.name.starts_with("list_")).count();
    assert_eq!(lists, filters.len(), "a list is missing above");
}
