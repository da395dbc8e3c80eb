//! Honest bodies of every operation, which behaviors change.

use std::time::SystemTime;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::{Received, StoredOrder, TOKEN};

/// Items of every list, apart from placed orders.
const ITEMS: usize = 5;

/// Returns the body of an honest response.
pub(super) fn honest(
    request: &Received,
    visible: &[StoredOrder],
    placed: Option<&StoredOrder>,
    url: &str,
) -> Value {
    let segments: Vec<&str> = request.path.trim_matches('/').split('/').collect();
    match (request.method.as_str(), segments.as_slice()) {
        (_, ["token"]) => json!({"token": TOKEN, "expiresInSeconds": 1500}),
        ("POST", ["orders"]) => placed.map_or(Value::Null, order),
        ("GET", ["orders"]) => {
            let placed = visible.iter().rev().map(|order| {
                json!({"id": order.id, "orderNumber": format!("SO{}", order.id), "type": order.body["type"], "status": "completed",
                    "customerId": order.body["customerId"], "creationDate": date(order.created)})
            });
            list(
                request,
                placed.chain((0..ITEMS).map(|number| object(&format!("1{number}"), "orders", url))).collect(),
            )
        }
        ("GET", ["orders", id]) => {
            let stored = visible.iter().find(|order| order.id == *id);
            stored.map_or_else(|| object(id, "orders", url), order)
        }
        ("GET", [_] | [_, _, _]) => {
            let kind = segments.last().copied().unwrap_or_default();
            list(request, (0..ITEMS).map(|number| object(&format!("1{number}"), kind, url)).collect())
        }
        (_, ["validate" | "validation", ..]) | (_, [_, "validate", ..]) => json!({"data": []}),
        (_, [kind, rest @ ..]) => object(rest.first().unwrap_or(&"7"), kind, url),
        (_, []) => Value::Null,
    }
}

fn order(order: &StoredOrder) -> Value {
    let mut value = order.body.clone();
    value["id"] = json!(order.id);
    value["status"] = json!("completed");
    value["creationDate"] = json!(date(order.created));
    value
}

fn list(request: &Received, items: Vec<Value>) -> Value {
    let (offset, limit) = (request.number("offset").unwrap_or(0), request.number("limit").unwrap_or(10));
    let total = items.len();
    let data: Vec<Value> = items.into_iter().skip(offset).take(limit).collect();
    json!({"data": data, "pagination": {"offset": offset, "limit": limit, "total": total}})
}

/// Returns an object with all properties that the client reads, for all kinds of objects.
fn object(id: &str, kind: &str, url: &str) -> Value {
    let status = if matches!(kind, "orders" | "reports") { "completed" } else { "active" };
    json!({
        "id": id,
        "name": "Acme",
        "status": status,
        "type": if kind == "reports" { "oneTime" } else { "sales" },
        "customerId": "5",
        "subscriptionId": id,
        "externalId": format!("crm-{id}"),
        "orderNumber": format!("SO{id}"),
        "creationDate": "2026-01-01T00:00:00Z",
        "renewalStatus": true,
        "renewalDate": "2026-12-01",
        "format": "csv",
        "downloadUrl": format!("{url}/files/charges.csv?sig=hostile-signature"),
        "totalPrice": {"amount": 10.5, "currency": "USD"},
        "products": [{"id": "p1", "mpn": "MPN-1", "name": "Seat", "quantity": 3, "subscriptionId": id, "unitPrice": {"amount": 3.5, "currency": "USD"}}],
    })
}

fn date(time: SystemTime) -> String {
    DateTime::<Utc>::from(time).to_rfc3339_opts(SecondsFormat::Secs, true)
}
