//! Tests of every public method of the client with every behavior of a hostile service.
//!
//! The result is a value, a typed error within the deadline, or an unknown outcome. It is never a hang, a
//! panic, a second order, or a secret in an error.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "tests stop at the first surprise")]

use std::{
    collections::BTreeSet,
    fmt::{Debug, Display},
    fs,
    path::Path,
    sync::Arc,
    time::{Duration, SystemTime},
};

use futures_util::{
    StreamExt as _,
    future::{BoxFuture, join_all},
    stream,
};
use imcloud::{
    Client, ErrorKind, RateLimit, RetryPolicy, SignedUrl, Timeouts,
    orders::PlaceOrderError,
    raw::{Operation, operations::OPERATIONS},
    reqwest::Method,
    runtime::{ManualRuntime, Runtime as _},
    types::{
        CustomerInput, CustomerUpdate, OrderInput, OrderLineProductInput, OrderType, OrderUpdate,
        ReportInput, ResellerInput, ResellerUpdate, SubscriptionUpdate,
    },
    wait::Interval,
};
use imcloud_tests::hostile::{Behavior, HostileService, Received, TOKEN, behaviors, order_responses};
use proc_macro2::{TokenStream, TokenTree};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const USERNAME: &str = "acme.api";
const PASSWORD: &str = r#"p"ä\ss & <w>+1%"#;
const KEY: &str = "hostile-key-0123456789";
const CONTACT_PASSWORD: &str = r#"con"tact\pw"#;

/// A short time limit, so that every behavior ends soon. Orders have a longer one, so that a busy machine
/// does not make their outcomes ambiguous.
const ATTEMPT: Duration = Duration::from_millis(150);
const ORDER_ATTEMPT: Duration = Duration::from_secs(2);
const TOTAL: Duration = Duration::from_millis(600);

/// The time after which a method counts as hanging.
const HANG: Duration = Duration::from_secs(60);

type Outcome = Result<String, String>;
type Call = fn(Client) -> BoxFuture<'static, Outcome>;

fn outcome<T: Debug, E: Debug + Display>(result: Result<T, E>) -> Outcome {
    result.map(|value| format!("{value:?}")).map_err(|error| format!("{error} {error:?}"))
}

fn input<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).unwrap()
}

fn customer() -> CustomerInput {
    input(json!({
        "name": "Acme", "language": "en",
        "address": {"countryCode": "US", "city": "Irvine", "streetAddress": "1 Main St", "postalCode": "92606", "state": "CA", "addressLine1": "1"},
        "contactPersons": [{"type": "admin", "login": "x", "password": CONTACT_PASSWORD, "firstName": "A", "lastName": "B", "email": "a@b.example", "phoneNumber": "1"}],
    }))
}

fn reseller() -> ResellerInput {
    input(json!({
        "name": "Acme", "currency": "USD", "externalId": "r-1", "customerClass": "x", "taxationProviderName": "x", "language": "en",
        "address": {"countryCode": "US", "city": "Irvine", "streetAddress": "1 Main St", "postalCode": "92606", "state": "CA", "addressLine1": "1"},
        "contactPersons": [],
    }))
}

fn order() -> OrderInput {
    OrderInput::new("5", OrderType::Sales).products([OrderLineProductInput::new().mpn("MPN-1").quantity(3)])
}

fn signed(client: &Client) -> SignedUrl {
    format!("{}/files/charges.csv?sig=hostile-signature", client.raw().base_url()).into()
}

fn interval() -> Interval {
    Interval::steady(Duration::from_millis(100))
}

macro_rules! methods {
    ($($name:literal: |$client:ident| $call:expr;)*) => {
        [$(($name, |$client: Client| Box::pin(async move { outcome($call) }))),*]
    };
}

const SOON: Duration = Duration::from_millis(250);

fn methods() -> Vec<(&'static str, Call)> {
    let methods: [(&'static str, Call); 47] = methods! {
        "Client::verify": |client| client.verify().await;
        "Customers::list": |client| client.customers().list().collect(50).await;
        "Customers::list prefetched": |client| client.customers().list().page_size(2).prefetch(4).collect(50).await;
        "Customers::get": |client| client.customers().get("7").await;
        "Customers::create": |client| client.customers().create(&customer()).await;
        "Customers::update": |client| client.customers().update("7", &CustomerUpdate::new().name("A")).await;
        "Customers::wait_for": |client| client.customers().wait_for("7").timeout(SOON).interval(interval()).await;
        "Customers::find_by_external_id": |client| client.customers().find_by_external_id("crm-10").await;
        "Customers::set_external_id": |client| client.customers().set_external_id("7", "crm-78").await;
        "Resellers::list": |client| client.resellers().list().collect(50).await;
        "Resellers::get": |client| client.resellers().get("7").await;
        "Resellers::create": |client| client.resellers().create(&reseller()).await;
        "Resellers::update": |client| client.resellers().update("7", &ResellerUpdate::new()).await;
        "Resellers::list_customers": |client| client.resellers().list_customers("7").collect(50).await;
        "Resellers::create_customer": |client| client.resellers().create_customer("7", &customer()).await;
        "Resellers::list_orders": |client| client.resellers().list_orders("7").page_size(2).collect(50).await;
        "Products::list": |client| client.products().list().collect(50).await;
        "Plans::list": |client| client.plans().list().collect(50).await;
        "Plans::get": |client| client.plans().get("7").await;
        "Orders::list": |client| client.orders().list().page_size(2).collect(50).await;
        "Orders::list with details": |client| client.orders().list().page_size(2).with_details(4).items().try_next().await;
        "Orders::get": |client| client.orders().get("7").await;
        "Orders::create": |client| client.orders().create(&order()).await;
        "Orders::place": |client| client.orders().place(&order()).search_timeout(SOON).timeout(TOTAL * 4).await;
        "Orders::estimate": |client| client.orders().estimate(&order()).await;
        "Orders::update": |client| client.orders().update("7", &OrderUpdate::new()).await;
        "Orders::wait_for": |client| client.orders().wait_for("7").timeout(SOON).interval(interval()).await;
        "Subscriptions::list": |client| client.subscriptions().list().collect(50).await;
        "Subscriptions::get": |client| client.subscriptions().get("7").await;
        "Subscriptions::update": |client| client.subscriptions().update("7", &SubscriptionUpdate::new()).await;
        "Subscriptions::set_special_pricing": |client| client.subscriptions().set_special_pricing("7", &input(json!({"products": []}))).await;
        "Subscriptions::wait_for": |client| client.subscriptions().wait_for("7").timeout(SOON).interval(interval()).await;
        "Reports::list": |client| client.reports().list().collect(50).await;
        "Reports::get": |client| client.reports().get("7").await;
        "Reports::latest": |client| client.reports().latest("Acme").await;
        "Reports::create": |client| client.reports().create(&input::<ReportInput>(json!({"name": "Usage", "startDate": "2026-01-01T00:00:00Z"}))).await;
        "Reports::wait_for": |client| client.reports().wait_for("7").timeout(SOON).interval(interval()).await;
        "Reports::download": |client| client.reports().download(signed(&client)).timeout(TOTAL).max_bytes(1 << 20).bytes().await;
        "Validation::parameters": |client| client.validation().parameters(&input(json!({"customerId": "5", "products": []}))).await;
        "Licenses::add": |client| client.licenses().add("7", 2).place().await;
        "Licenses::remove": |client| client.licenses().remove("7", 1).place().await;
        "Licenses::set": |client| client.licenses().set("7", 9).estimate().await;
        "Licenses::set_auto_renewal": |client| client.licenses().set_auto_renewal("7", false).await;
        "Licenses::inventory": |client| inventory(client).await;
        "Licenses::rows_of": |client| client.licenses().rows_of("7").await;
        "RequestBuilder::send_json": |client| client.request(Method::GET, "/orders/7").send_json().await;
        "RequestBuilder::list": |client| client.request(Method::GET, "/orders").list(|order: &imcloud::types::OrderSummary| Some(&order.id)).collect(50).await;
    };
    methods.into()
}

async fn inventory(client: Client) -> Result<usize, imcloud::licenses::InventoryError> {
    let mut rows = client.licenses().inventory().rows();
    let mut count = 0;
    while let Some(row) = rows.next().await {
        row?;
        count += 1;
    }
    Ok(count)
}

fn client(service: &HostileService) -> imcloud::Builder {
    let retry = RetryPolicy::new()
        .budget(10_000)
        .max_attempts(2)
        .max_rate_limit_retries(1)
        .backoff(Duration::from_millis(1), Duration::from_millis(5))
        .max_retry_after(Duration::from_millis(100));
    Client::builder()
        .base_url(service.url())
        .marketplace("us")
        .login(USERNAME, PASSWORD)
        .subscription_key(KEY)
        .retry(retry)
        .rate_limit(RateLimit::off())
        .max_response_bytes(1 << 20)
}

fn timeouts() -> Timeouts {
    Timeouts::new().attempt(ATTEMPT).order_attempt(ORDER_ATTEMPT).total(ORDER_ATTEMPT).max_permit_wait(TOTAL)
}

/// Panics if the text contains a secret in any encoding.
fn assert_no_secret(name: &str, text: &str) {
    let json = serde_json::to_string(PASSWORD).unwrap();
    let contact = serde_json::to_string(CONTACT_PASSWORD).unwrap();
    for secret in [
        PASSWORD,
        json.trim_matches('"'),
        CONTACT_PASSWORD,
        contact.trim_matches('"'),
        KEY,
        TOKEN,
        "hostile-signature",
    ] {
        assert!(!text.contains(secret), "{name} shows {secret}: {text}");
    }
}

/// Runs every method with one behavior, and returns the number of values. The methods share a client, as in a
/// program.
async fn run(behavior: Behavior) -> usize {
    let service = HostileService::start(behavior.clone(), Arc::new(SystemTime::now)).unwrap();
    let client = client(&service).timeouts(timeouts()).build().unwrap();
    let calls = methods().into_iter().map(|(name, call)| {
        let row = format!("{name} with {}", behavior.name());
        let task = tokio::spawn(tokio::time::timeout(HANG, call(client.clone())));
        async move {
            let result = task.await.unwrap_or_else(|panic| panic!("{row} panicked: {panic}"));
            let result = result.unwrap_or_else(|_| panic!("{row} hangs"));
            if let Err(error) = &result {
                assert_no_secret(&row, error);
            }
            result.is_ok()
        }
    });
    let values = join_all(calls).await.into_iter().filter(|is_ok| *is_ok).count();
    let numbers: Vec<_> = service.orders().iter().map(|order| order.body["poNumber"].to_string()).collect();
    let created = |number: &&String| *number != "null";
    let unique: BTreeSet<_> = numbers.iter().filter(created).collect();
    assert_eq!(numbers.iter().filter(created).count(), unique.len(), "{}: a second order", behavior.name());
    values
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_method_returns_for_every_behavior() {
    let table = behaviors();
    let count = table.len();
    let rows = stream::iter(table).map(|behavior| tokio::spawn(run(behavior))).buffer_unordered(8);
    let values: usize = rows.map(Result::unwrap).fold(0, async |sum, values| sum + values).await;
    println!("{count} behaviors, {} methods, {values} values", methods().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_method_succeeds_against_an_honest_service() {
    // Otherwise the tests would not reach the behaviors.
    let service = HostileService::start(Behavior::honest(), Arc::new(SystemTime::now)).unwrap();
    let client = client(&service).build().unwrap();
    for (name, call) in methods() {
        let result = call(client.clone()).await;
        // The service does not store updates, and no order matches the products of its subscriptions.
        let fails =
            ["Customers::set_external_id", "Licenses::add", "Licenses::remove", "Licenses::set_auto_renewal"];
        let expected = !fails.contains(&name);
        assert_eq!(result.is_ok(), expected, "{name}: {result:?}");
    }
    let requests = service.requests();
    let is_of = |operation: &Operation, request: &Received| {
        let mut segments = operation.path.split('/').zip(request.path.split('/'));
        operation.method == request.method
            && operation.path.split('/').count() == request.path.split('/').count()
            && segments.all(|(template, segment)| template == segment || template.starts_with('{'))
    };
    let sent = |operation: &Operation| requests.iter().any(|request| is_of(operation, request));
    let missing: Vec<_> = OPERATIONS.iter().filter(|operation| !sent(operation)).collect();
    assert!(missing.is_empty(), "operations without an accessor method in the table: {missing:?}");
}

/// Returns the methods of resources and of licenses, from the source of the client.
fn accessor_methods() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/imcloud/src");
    let resources = fs::read_dir(source.join("resources")).unwrap().map(|entry| entry.unwrap().path());
    let files = resources.chain([source.join("licenses/mod.rs")]);
    let mut methods = BTreeSet::new();
    let mut accessors = BTreeSet::from(["Licenses".to_owned()]);
    for item in files.flat_map(|file| syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap().items) {
        match item {
            syn::Item::Impl(block) => {
                let syn::Type::Path(path) = &*block.self_ty else { continue };
                let type_name = path.path.segments.last().unwrap().ident.to_string();
                for item in block.items {
                    let syn::ImplItem::Fn(method) = item else { continue };
                    let is_public = matches!(method.vis, syn::Visibility::Public(_));
                    if is_public && method.sig.receiver().is_some() {
                        methods.insert(format!("{type_name}::{}", method.sig.ident));
                    }
                }
            }
            syn::Item::Macro(item) if item.mac.path.is_ident("resource") => {
                let (name, declared) = declared_methods(item.mac.tokens);
                methods.extend(declared);
                accessors.insert(name);
            }
            _ => {}
        }
    }
    methods.retain(|name| accessors.contains(name.split(':').next().unwrap()));
    methods
}

/// Returns the type and the methods of `resource! { Name { keyword method(..) ..; } }`.
fn declared_methods(tokens: TokenStream) -> (String, Vec<String>) {
    let idents = |tokens: TokenStream| {
        tokens.into_iter().filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            _ => None,
        })
    };
    let Some(TokenTree::Group(body)) = tokens.clone().into_iter().last() else { panic!("{tokens}") };
    let name = idents(tokens).next().unwrap();
    let declared: Vec<_> = idents(body.stream()).collect();
    let keywords = ["list", "call", "wait"];
    let pairs = declared.windows(2);
    let pairs = pairs.filter(|pair| keywords.contains(&&*pair[0]) && pair[1].starts_with(char::is_lowercase));
    let methods = pairs.map(|pair| format!("{name}::{}", pair[1])).collect();
    (name, methods)
}

#[test]
fn every_accessor_method_is_in_the_table() {
    // `Licenses::check` requires an order of `Licenses::add`.
    let without = ["Licenses::check"];
    let tested: BTreeSet<_> =
        methods().iter().map(|(name, _)| name.split(' ').next().unwrap().to_owned()).collect();
    let missing: Vec<_> = accessor_methods()
        .into_iter()
        .filter(|name| !tested.contains(name) && !without.contains(&&**name))
        .collect();
    assert!(accessor_methods().len() > 35, "the test no longer finds the methods");
    assert_eq!(missing, [""; 0]);
}

#[tokio::test]
async fn placed_order_is_never_duplicated() {
    let mut outcomes = [0; 3];
    for behavior in order_responses() {
        for late in [0, 1, 30, 90] {
            let clock = ManualRuntime::new();
            let (time, driven) = (clock.clone(), clock.clone());
            let late = Duration::from_secs(late);
            let service = HostileService::with_late_orders(
                behavior.clone(),
                Arc::new(move || time.system_time()),
                late,
            )
            .unwrap();
            let client = client(&service).timeouts(Timeouts::new()).runtime(clock.clone()).build().unwrap();
            // Requests without a response end at their time limit.
            let hangs = behavior.name() == "hang";
            let expiry = clock.clone();
            let driver = tokio::spawn(async move {
                if !hangs {
                    return;
                }
                loop {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    expiry.advance(Duration::from_secs(180));
                }
            });
            let order = order();
            let placing = client.orders().place(&order);
            let result = driven.run(placing.into_future()).await;
            driver.abort();
            let row = format!("{} visible after {late:?}", behavior.name());
            let stored = service.orders().len();
            assert!(stored <= 1, "{row}: {stored} orders");
            let by_platform = ["400 platform", "404 platform", "409 platform", "422 platform"];
            match result {
                Ok(placed) => {
                    assert_eq!(
                        (stored, placed.order.id),
                        (1, service.orders()[0].id.as_str().into()),
                        "{row}"
                    );
                    outcomes[0] += 1;
                }
                Err(PlaceOrderError::OutcomeUnknown(_)) => outcomes[1] += 1,
                Err(PlaceOrderError::Rejected(error)) => {
                    assert_ne!(error.kind(), ErrorKind::Server, "{row}");
                    let proven = by_platform.iter().any(|name| behavior.name().starts_with(name));
                    let late_business_rule = behavior.name().starts_with("500 platform") && !late.is_zero();
                    assert!(
                        stored == 0 || proven || late_business_rule,
                        "{row}: rejected, but it exists: {error}"
                    );
                    outcomes[2] += 1;
                }
            }
        }
    }
    let [placed, unknown, rejected] = outcomes;
    println!("{placed} placed, {unknown} unknown, {rejected} rejected");
    assert!(placed > 100, "{placed} placed, {unknown} unknown, {rejected} rejected");
}
