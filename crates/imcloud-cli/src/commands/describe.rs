//! Names of objects in questions. A user recognizes names, and needs ids to look them up.

use imcloud::{
    Client, Id,
    types::{Order, OrderInput, OrderType, Subscription},
};

/// Returns `customer Example BV (1000042)`. A customer that cannot be read has only its id.
pub(super) async fn customer(client: &Client, id: &Id) -> String {
    let name = client.customers().get(id.as_str()).await.ok().and_then(|customer| customer.name);
    format!("customer {}", named(name.as_deref(), id.as_str()))
}

/// Returns `subscription Drumvale Seat (1000177) of customer Example BV (1000042)`.
pub(super) async fn subscription(client: &Client, id: &str) -> String {
    match client.subscriptions().get(id).await {
        Ok(subscription) => of_subscription(client, id, &subscription).await,
        Err(_) => format!("subscription {id}"),
    }
}

/// Like [`subscription`], of one that was read.
pub(super) async fn of_subscription(client: &Client, id: &str, subscription: &Subscription) -> String {
    let name = named(subscription.name.as_deref(), id);
    match &subscription.customer_id {
        Some(customer_id) => format!("subscription {name} of {}", customer(client, customer_id).await),
        None => format!("subscription {name}"),
    }
}

/// Returns what an order does and costs. `estimate` has the names of its products.
pub(super) async fn order(client: &Client, order: &OrderInput, estimate: Option<&Order>) -> String {
    let name = |id: Option<&Id>, mpn: Option<&str>| {
        let products = estimate.and_then(|estimate| estimate.products.as_ref()).into_iter().flatten();
        let mut same = products.filter(|product| {
            id.is_some() && product.id.as_ref() == id || mpn.is_some() && product.mpn.as_deref() == mpn
        });
        same.find_map(|product| product.name.clone())
    };
    let products = order.products.iter().flatten().map(|product| {
        let key = product.mpn.as_deref().or(product.id.as_ref().map(Id::as_str)).unwrap_or("unknown product");
        let quantity = product.quantity.as_ref().map_or("?", |quantity| quantity.as_str());
        format!("{quantity} x {}", named(name(product.id.as_ref(), product.mpn.as_deref()).as_deref(), key))
    });
    let mut parts: Vec<String> = products.collect();
    let total = estimate.and_then(|estimate| estimate.total.as_ref());
    parts.push(match total.and_then(|total| total.amount.as_ref().zip(total.currency.as_ref())) {
        Some((amount, currency)) => format!("estimated price {amount} {currency}"),
        None => "no estimated price".to_owned(),
    });
    let object = match (&order.type_, &order.subscription_id) {
        (OrderType::Sales, _) | (_, None) => customer(client, &order.customer_id).await,
        (_, Some(id)) => subscription(client, id.as_str()).await,
    };
    format!("{} order for {object}: {}", capitalized(order.type_.as_str()), parts.join(", "))
}

/// Returns a name with its id, or the id alone.
pub(super) fn named(name: Option<&str>, id: &str) -> String {
    match name.map(str::trim).filter(|name| !name.is_empty() && *name != id) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    }
}

pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
