//! Tests of decoding and encoding: every body in `tests/fixtures` is decoded as the type of its operation and
//! compared with a snapshot. Special properties of a body have separate tests.
//!
//! All values are invented, in formats that the service is known to use. A snapshot contains the differences
//! after a round trip, and then the decoded value without absent fields.

#[path = "../fixtures.rs"]
mod fixtures;
mod review;

use std::{any::TypeId, collections::BTreeSet, fmt::Debug, fs};

use imcloud_raw::{
    Decimal, Id,
    types::{
        AccountStatus, Customer, CustomerInput, CustomerList, ErrorBody, Order, OrderInput, OrderList,
        OrderStatus, OrderType, OrderUpdate, ProductList, Report, ReportFormat, ReportList, Subscription,
        SubscriptionList, TokenInfo,
    },
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
const SNAPSHOTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/it/snapshots/decoding");

fn fixtures_of(operation: &str, direction: &str) -> Vec<String> {
    let prefix = format!("{operation}.{direction}.");
    fixtures::all(FIXTURES).into_keys().filter(|stem| stem.starts_with(&prefix)).collect()
}

fn text(stem: &str) -> String {
    fixtures::all(FIXTURES).remove(stem).unwrap()
}

fn read<T: DeserializeOwned>(stem: &str) -> T {
    serde_json::from_str(&text(stem)).unwrap_or_else(|error| panic!("{stem}: {error}"))
}

/// Encodes a value for comparisons. Numbers with many digits lose precision.
fn encoded(value: &impl Serialize) -> Value {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

fn record<T: Debug + Serialize + DeserializeOwned>(stem: &str) {
    let value: T = read(stem);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(SNAPSHOTS);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem.to_owned(), review::text(&text(stem), &value)));
}

macro_rules! fixtures_of_every_operation {
    ($($name:ident $published:literal $method:literal $path:literal $sent:ty => $received:ty;)*) => {
        mod fixtures_decode_as_recorded {
            $(
                #[test]
                fn $name() {
                    use super::{fixtures_of, record};
                    fixtures_of($published, "request").iter().for_each(|stem| record::<$sent>(stem));
                    fixtures_of($published, "response").iter().for_each(|stem| record::<$received>(stem));
                }
            )*
        }

        /// Published id of each operation, and a function that returns true if it has a request body.
        const OPERATIONS: &[(&str, fn() -> bool)] =
            &[$(($published, || TypeId::of::<$sent>() != TypeId::of::<()>())),*];
    };
}

imcloud_raw::for_each_operation!(fixtures_of_every_operation);

#[test]
fn error_fixtures_decode_as_recorded() {
    let errors = fixtures::all(FIXTURES).into_keys().filter(|stem| stem.contains(".error."));
    errors.for_each(|stem| record::<ErrorBody>(&stem));
}

#[test]
fn every_operation_has_fixtures() {
    for (published, has_body) in OPERATIONS {
        assert!(!fixtures_of(published, "response").is_empty(), "no response of {published}");
        assert_eq!(!fixtures_of(published, "request").is_empty(), has_body(), "request of {published}");
    }
}

#[test]
fn fixtures_match_operations_and_snapshots() {
    let known = |stem: &str| {
        let mut parts = stem.split('.');
        let (operation, direction, label) = (parts.next(), parts.next(), parts.next());
        let operation =
            OPERATIONS.iter().map(|(published, _)| *published).find(|known| Some(*known) == operation);
        label.is_some()
            && parts.next().is_none()
            && match direction {
                Some("request" | "response") => operation.is_some(),
                Some("error") => operation.is_some() || stem.starts_with("any."),
                _ => false,
            }
    };
    let fixtures: BTreeSet<String> = fixtures::all(FIXTURES).into_keys().collect();
    assert_eq!(fixtures.iter().filter(|stem| !known(stem)).collect::<Vec<_>>(), Vec::<&String>::new());
    let files =
        fs::read_dir(SNAPSHOTS).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let snapshots: BTreeSet<String> =
        files.filter_map(|name| name.strip_suffix(".snap").map(str::to_owned)).collect();
    assert_eq!(snapshots.difference(&fixtures).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn round_trip_keeps_value() {
    fn check<T: Debug + PartialEq + Serialize + DeserializeOwned>(stem: &str) {
        let value: T = read(stem);
        let again: T = serde_json::from_str(&serde_json::to_string(&value).unwrap()).unwrap();
        assert_eq!(again, value, "{stem}");
    }
    fixtures_of("getOrderDetails", "response").iter().for_each(|stem| check::<Order>(stem));
    fixtures_of("createOrder", "request").iter().for_each(|stem| check::<OrderInput>(stem));
    fixtures_of("getCatalog", "response").iter().for_each(|stem| check::<ProductList>(stem));
    fixtures_of("getSubscription", "response").iter().for_each(|stem| check::<Subscription>(stem));
}

#[test]
fn unknown_status_survives_round_trip() {
    let orders: OrderList = read("getOrders.response.future-values");
    let status = orders.data.as_ref().unwrap()[0].status.as_ref().unwrap();
    assert!(matches!(status, OrderStatus::UnknownValue(value) if value.as_str() == "awaitingApproval"));
    assert_eq!(encoded(&orders)["data"][0]["status"], "awaitingApproval");
}

#[test]
fn unknown_variant_differs_from_unknown_value() {
    let orders: OrderList = read("getOrders.response.future-values");
    let types: Vec<_> = orders.data.unwrap().into_iter().map(|order| order.type_.unwrap()).collect();
    assert!(matches!(&types[..], [OrderType::UnknownValue(_), OrderType::Unknown]));
}

#[test]
fn list_item_lacks_detail_fields() {
    let orders: OrderList = read("getOrders.response.list-items");
    for item in orders.data.unwrap() {
        assert!(!item.id.is_empty() && item.creation_date.is_some());
        assert!(item.po_number.is_none() && item.details.is_none() && item.total.is_none());
    }
}

#[test]
fn absent_products_differ_from_empty_list() {
    let renewal: Order = read("getOrderDetails.response.renewal");
    assert_eq!((renewal.products, renewal.details), (None, None));
    let migration: Order = read("getOrderDetails.response.migration");
    assert_eq!((migration.products, migration.details), (Some(vec![]), Some(vec![])));
}

#[test]
fn cancelled_order_differs_from_cancellation_order() {
    let ending: Order = read("getOrderDetails.response.cancellation");
    assert_eq!((ending.type_, ending.status), (Some(OrderType::Cancellation), Some(OrderStatus::Completed)));
    let withdrawn: Order = read("updateOrder.response.cancelled");
    assert_eq!((withdrawn.type_, withdrawn.status), (Some(OrderType::Sales), Some(OrderStatus::Cancelled)));
}

#[test]
fn reduced_quantity_decodes_as_negative() {
    let change: Order = read("getOrderDetails.response.change-with-negative-quantity");
    let quantity = change.products.unwrap().remove(0).quantity.unwrap();
    assert!(quantity < Decimal::from(0) && quantity == Decimal::from(-4));
}

#[test]
fn quantities_decode_from_every_format() {
    let order: Order = read("getOrderDetails.response.quantities-in-every-form");
    let quantities: Vec<_> = order.products.unwrap().into_iter().map(|product| product.quantity).collect();
    let decimal = |text: &str| Some(text.parse::<Decimal>().unwrap());
    assert_eq!(quantities, [decimal("3"), decimal("3"), decimal("0.1"), decimal("-2"), None]);
}

#[test]
fn amounts_keep_every_digit() {
    let order: Order = read("getOrderDetails.response.amounts-with-many-digits");
    assert_eq!(order.total.as_ref().unwrap().amount.as_ref().unwrap().as_str(), "98765432109876543.210987");
    let json = serde_json::to_string(&order).unwrap();
    for digits in [
        r#""amount":"98765432109876543.210987""#,
        r#""amount":"0.000000012345""#,
        r#""amount":"0.30000000000000004""#,
        r#""value":"33.333333333333333333333""#,
        r#""amount":"0.10000""#,
        r#""quantity":10000000000000000.1"#,
        r#""exchangeRate":1.00000000000000000001"#,
    ] {
        assert!(json.contains(digits), "{digits} in {json}");
    }
}

#[test]
fn number_and_string_ids_are_equal() {
    let as_number: OrderList = read("getOrders.response.other-scalar-forms");
    let as_string: OrderList = read("getOrders.response.list-items");
    let customer = |orders: OrderList| orders.data.unwrap().remove(0).customer_id.unwrap();
    assert_eq!(customer(as_number), customer(as_string));
}

#[test]
fn null_property_decodes_as_absent() {
    let mut page: SubscriptionList = read("getSubscriptions.response.nulls");
    let item = page.data.as_mut().unwrap().remove(0);
    assert_eq!(encoded(&item), json!({ "id": "860108", "customerId": "730203", "status": "hibernating" }));
    assert_eq!(page.pagination, None);
    let customers: CustomerList = read("getCustomers.response.null-data");
    assert_eq!(customers.data, None);
}

#[test]
fn unknown_properties_are_ignored() {
    let order: Order = read("getOrderDetails.response.added-properties");
    assert_eq!(order.order_number.as_deref(), Some("SO048180"));
    assert_eq!(encoded(&order)["products"], json!([{ "mpn": "QW-DRAFT-BASIC", "quantity": 1 }]));
}

#[test]
fn parameter_values_keep_json_type() {
    let order: Order = read("getOrderDetails.response.parameter-values");
    let parameters = order.products.unwrap().remove(0).parameters.unwrap();
    let values: Vec<_> = parameters.into_iter().map(|parameter| parameter.value).collect();
    let expected = [
        Some(json!("heron.example")),
        Some(json!(31)),
        Some(json!(false)),
        Some(json!({ "zone": "eu-north", "copies": 2 })),
        Some(json!(["mon", "thu"])),
        None,
        None,
        None,
    ];
    assert_eq!(values, expected);
}

#[test]
fn plain_part_number_decodes_as_dependency() {
    let products: ProductList = read("getCatalog.response.price-tiers-and-coterming");
    let dependencies = products.data.unwrap().remove(0).depends_on.unwrap();
    let named = dependencies.iter().map(|item| (item.mpn.as_deref(), item.id.as_ref().map(Id::as_str)));
    let expected = [
        (Some("TM-BACKUP-CORE"), Some("SKU-TM-2000")),
        (Some("TM-BACKUP-GB"), None),
        (None, Some("SKU-TM-1999")),
    ];
    assert_eq!(named.collect::<Vec<_>>(), expected);
}

#[test]
fn report_formats_are_case_insensitive() {
    let formats = |stem: &str| -> Vec<_> {
        let reports: ReportList = read(stem);
        reports.data.unwrap().into_iter().map(|report| report.format.unwrap()).collect()
    };
    assert_eq!(
        formats("getReports.response.bare-items-in-upper-case"),
        [ReportFormat::Xlsx, ReportFormat::Csv]
    );
    assert_eq!(formats("getReports.response.full-items"), [ReportFormat::Json, "PARQUET".into()]);
}

#[test]
fn timestamps_decode_from_every_format() {
    let report: Report = read("getReportById.response.other-date-forms");
    let utc = |time: Option<imcloud_raw::DateTime>| time.unwrap().to_utc().unwrap().to_string();
    assert_eq!(utc(report.start_date), "2026-04-01 00:00:00 UTC");
    assert_eq!(utc(report.end_date), "2026-04-01 23:30:00.250 UTC");
    assert_eq!(utc(report.creation_date), "2026-04-02 06:00:00 UTC");
    let subscription: Subscription = read("getSubscription.response.parameter-values");
    assert_eq!(subscription.creation_date.unwrap().to_date().unwrap().to_string(), "2026-05-15");
}

#[test]
fn created_customer_is_pending_without_tax_id() {
    let customer: Customer = read("createCustomer.response.pending");
    assert_eq!((customer.status, customer.tax_reg_id), (Some(AccountStatus::Pending), None));
    assert!(!customer.id.is_empty());
}

#[test]
fn estimate_has_total_and_no_id() {
    let estimate: Order = read("estimateOrder.response.priced");
    assert!(estimate.id.is_empty());
    assert_eq!((estimate.order_number, estimate.status), (None, None));
    assert_eq!(estimate.total.unwrap().amount, Some("106.035".parse().unwrap()));
}

#[test]
fn error_formats_have_reason_and_status() {
    for stem in fixtures::all(FIXTURES).into_keys().filter(|stem| stem.contains(".error.")) {
        let error: ErrorBody = read(&stem);
        assert!(error.message.is_some() ^ error.error.is_some(), "{stem}");
        assert!(error.status.is_some() ^ error.status_code.is_some(), "{stem}");
        if let Some(time) = error.time_stamp.or(error.timestamp) {
            assert!(time.to_utc().is_ok(), "{stem}");
        }
    }
}

#[test]
fn quantities_encode_as_numbers_amounts_as_strings() {
    let order: OrderInput = read("createOrder.request.quantity-as-string");
    assert_eq!(encoded(&order)["products"][0]["quantity"], json!(4.0));
    assert_eq!(encoded(&order)["products"][1]["quantity"], json!(0.125));
    let order: OrderInput = read("createOrder.request.special-prices");
    let price = &encoded(&order)["products"][0]["specialPrice"];
    assert_eq!(price["amount"], "189.90");
    assert_eq!(price["priceTiers"][0], json!({ "lowerLimit": "25", "amount": "179.905" }));
}

#[test]
fn ids_encode_with_declared_type() {
    let order: OrderInput = read("createOrder.request.co-term");
    assert_eq!(encoded(&order)["alignExpirationDate"]["subscriptionId"], 860_103);
    assert_eq!(encoded(&order)["customerId"], "730202");
}

#[test]
fn unset_fields_are_omitted() {
    let order = OrderInput::new("730202", OrderType::Renewal).subscription_id(860_101);
    assert_eq!(
        encoded(&order),
        json!({ "customerId": "730202", "type": "renewal", "subscriptionId": "860101" })
    );
    let change: OrderInput = read("createOrder.request.change-quantity");
    assert_eq!(encoded(&change).get("poNumber"), None);
    assert_eq!(encoded(&OrderUpdate::default()), json!({}));
}

#[test]
fn debug_hides_secrets() {
    let token: TokenInfo = read("generateAuthToken.response.token");
    let customer: CustomerInput = read("createCustomer.request.admin-login");
    let report: Report = read("getReportById.response.completed");
    let debug = format!("{token:?} {customer:#?} {report:?}");
    for secret in ["RmpvcmRseXM", "Fj0rdlys-Initial!", "sig=", "still-not-a-real-signature"] {
        assert!(!debug.contains(secret), "{secret} in {debug}");
    }
    assert_eq!(token.token.unwrap().expose(), "RmpvcmRseXMtdG9rZW4tb2YtYS10ZXN0LXNlc3Npb24");
}
