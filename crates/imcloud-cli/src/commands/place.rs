//! Orders that are placed without duplicates, and cancellations.

use std::{
    io::{Write as _, stderr},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use imcloud::{
    Client,
    orders::{OrderReference, PlaceOrderError, Placed},
    types::{Order, OrderInput, OrderStatusCode, OrderType, OrderUpdate},
    wait::{Progress, Waitable as _},
};
use scopeguard::{ScopeGuard, guard};
use serde::{Deserialize, Serialize};

use super::{describe, orders::OrderFlags, resource::BodyArgs};
use crate::{
    failure::{Exit, Failure, Result},
    file,
    json::{self, Json, Object},
    session::Session,
};

#[derive(Debug, Args)]
pub(crate) struct Place {
    #[command(flatten)]
    order: BodyArgs<OrderFlags>,
    /// Record the order in FILE before sending it; if FILE exists, search for that order first
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Place the order of --from as a new one, although it exists already
    #[arg(long)]
    as_new: bool,
    /// Maximum number of attempts; 1 never resends the order
    #[arg(long, value_name = "N", default_value_t = 3)]
    max_attempts: u32,
    /// Time to search for the order after a lost response
    #[arg(long, value_name = "TIME", default_value = "3m", value_parser = humantime::parse_duration)]
    search_timeout: Duration,
    /// Wait until the order is completed
    #[arg(long)]
    pub(super) wait: bool,
}

pub(super) async fn run(session: &Session, place: Place) -> Result {
    let order = place.order.order(session, true, place.as_new)?;
    if session.is_dry_run("POST", "/orders", &order)? {
        return Ok(());
    }
    let path = place.reference.as_deref();
    let stored = path.map(|path| file::read_json::<ReferenceFile>(path, "reference")).transpose()?.flatten();
    let client = session.client().await?;
    if let Some((path, stored)) = path.zip(stored.as_ref()) {
        stored.check(path, session.base_url().await?, &order)?;
        if let Some(id) = &stored.order_id {
            let order = client.orders().get(id.as_str()).await?;
            session.note(&format!("order {id} was placed before; nothing was sent"));
            return finish(session, client, order, place.wait).await;
        }
    }
    if session.needs_confirmation() {
        let what = described(client, &order).await?;
        session.confirm(&what, "Place this order?").await?;
    }
    let mut placing =
        client.orders().place(&order).max_attempts(place.max_attempts).search_timeout(place.search_timeout);
    let is_resumed = stored.is_some();
    let mut file = path.zip(stored);
    if let Some((_, stored)) = &file {
        placing = placing.resume(stored.reference.clone());
    } else if let Some(path) = path {
        let new = ReferenceFile {
            reference: placing.reference().clone(),
            base_url: session.base_url().await?.to_owned(),
            order: stored_order(&order)?,
            order_id: None,
        };
        new.write(path)?;
        file = Some((path, new));
    }
    let po_number = placing.reference().po_number().to_owned();
    let how = if file.is_some() { "repeat the command to find out" } else { "check before ordering again" };
    let interrupt_note = guard((), |()| {
        let _ = writeln!(stderr(), "the order with the number {po_number} may have been placed: {how}");
    });
    let placed = session.with_progress("placing the order", placing).await;
    ScopeGuard::into_inner(interrupt_note);
    if let (Err(PlaceOrderError::Rejected(_)), Some((path, _)), false) = (&placed, &file, is_resumed) {
        // If it stays, the next run searches for the order first.
        let _ = std::fs::remove_file(path);
    }
    let Placed { order, found, .. } = placed?;
    if found {
        session.note(&format!("the order with the number {po_number} was found; it was placed before"));
    }
    if let Some((path, file)) = file {
        let file = ReferenceFile { order_id: Some(order.id.to_string()), ..file };
        if let Err(failure) = file.write(path) {
            session.note(&format!("the order was placed, but: {}", failure.message));
        }
    }
    finish(session, client, order, place.wait).await
}

/// Shows the order, with `--wait` once it is completed.
async fn finish(session: &Session, client: &Client, order: Order, wait: bool) -> Result {
    if wait {
        session.show_final(client.orders().wait_for(&order.id), "order").await
    } else {
        session.show(&order)
    }
}

/// Returns what the order does and costs.
async fn described(client: &Client, order: &OrderInput) -> Result<String> {
    let estimate = match client.orders().estimate(order).await {
        Ok(estimate) => Some(estimate),
        // A cancellation need not have a price.
        Err(_) if order.type_ == OrderType::Cancellation => None,
        Err(error) => return Err(error.into()),
    };
    Ok(describe::order(client, order, estimate.as_ref()).await)
}

impl From<PlaceOrderError> for Failure {
    fn from(error: PlaceOrderError) -> Self {
        match error {
            PlaceOrderError::Rejected(error) => error.into(),
            PlaceOrderError::OutcomeUnknown(unknown) => {
                let number = unknown.reference.po_number();
                let hint = format!(
                    "Do not order again before the outcome is known: check the control panel for {number}, or repeat the command later with --reference FILE."
                );
                Self::new(Exit::OutcomeUnknown, unknown.to_string()).hint(hint)
            }
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct CancelSubscription {
    /// Id of the subscription
    id: String,
    /// Your own number for the order
    #[arg(long, value_name = "NUMBER")]
    po_number: Option<String>,
    /// Wait until the order is completed
    #[arg(long)]
    pub(super) wait: bool,
}

pub(super) async fn cancel_order(session: &Session, id: &str) -> Result {
    session.check_columns::<Order>()?;
    let body = OrderUpdate::new().status_code(OrderStatusCode::Cl);
    if session.is_dry_run("PATCH", &format!("/orders/{id}"), &body)? {
        return Ok(());
    }
    let client = session.client().await?;
    let order = client.orders().get(id).await?;
    match order.progress() {
        Progress::Cancelled => {
            session.note(&format!("order {id} is already cancelled; nothing was sent"));
            return session.show(&order);
        }
        Progress::Done | Progress::Failed => {
            let status = order.state().unwrap_or_default();
            let message = format!("could not cancel order {id}: its status is {status}");
            return Err(Failure::new(Exit::Rejected, message)
                .hint("To end the subscription of a completed order: imcloud subscriptions cancel"));
        }
        _ => {}
    }
    if session.needs_confirmation() {
        let customer = match &order.customer_id {
            Some(id) => format!(" of {}", describe::customer(client, id).await),
            None => String::new(),
        };
        let type_ = order.type_.as_ref().map_or("unknown", |type_| type_.as_str());
        let products: Vec<&str> =
            order.products.iter().flatten().filter_map(|product| product.name.as_deref()).collect();
        let products = if products.is_empty() { String::new() } else { format!(": {}", products.join(", ")) };
        let what = format!("Order {id} ({type_}){customer}{products} is cancelled.");
        session.confirm(&what, "Cancel this order?").await?;
    }
    session.show(&client.orders().update(id, &body).await?)
}

pub(super) async fn cancel_subscription(session: &Session, cancel: CancelSubscription) -> Result {
    session.check_columns::<Order>()?;
    let client = session.client().await?;
    let id = cancel.id.as_str();
    let subscription = client.subscriptions().get(id).await?;
    let Some(customer_id) = subscription.customer_id.clone() else {
        return Err(Failure::new(Exit::Failed, format!("subscription {id} has no customer id")));
    };
    let mut order = OrderInput::new(customer_id, OrderType::Cancellation).subscription_id(id);
    if let Some(number) = cancel.po_number {
        order = order.po_number(number);
    }
    if session.is_dry_run("POST", "/orders", &order)? {
        return Ok(());
    }
    if session.needs_confirmation() {
        let what = describe::of_subscription(client, id, &subscription).await;
        let what = format!("{} ends.", describe::capitalized(&what));
        session.confirm(&what, "Order its cancellation?").await?;
    }
    let placed = session.with_progress("placing the order", client.orders().place(&order)).await?;
    finish(session, client, placed.order, cancel.wait).await
}

/// The file of `--reference`: an order of a service, and the reference that finds it. It can be resumed with
/// the same order only.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct ReferenceFile {
    reference: OrderReference,
    base_url: String,
    /// The order without activation parameters, which can be secrets.
    order: Object,
    /// The id of the order, once it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    order_id: Option<String>,
}

impl ReferenceFile {
    fn check(&self, path: &Path, base_url: &str, order: &OrderInput) -> Result {
        let (stored, given) = (&self.order, stored_order(order)?);
        let mut other = Vec::new();
        if self.base_url != base_url {
            other.push("base URL");
        }
        other.extend(stored.keys().filter(|name| stored.get(*name) != given.get(*name)).map(String::as_str));
        other.extend(given.keys().filter(|name| !stored.contains_key(*name)).map(String::as_str));
        if order.po_number.as_deref().is_some_and(|number| number != self.reference.po_number()) {
            other.push("poNumber");
        }
        if other.is_empty() {
            return Ok(());
        }
        let message = format!("{} is of another order: {} differ", path.display(), other.join(", "));
        Err(Failure::usage(message).hint("Repeat the same order, or name a file that does not exist."))
    }

    fn write(&self, path: &Path) -> Result {
        file::write(path, &serde_json::to_vec(self)?)
    }
}

fn stored_order(order: &OrderInput) -> Result<Object> {
    let Json::Object(mut order) = json::of(order)? else { return Ok(Object::new()) };
    order.shift_remove("poNumber");
    if let Some(Json::Array(products)) = order.get_mut("products") {
        products.iter_mut().filter_map(Json::as_object_mut).for_each(|product| {
            product.shift_remove("parameters");
        });
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> OrderInput {
        serde_json::from_str(text).unwrap()
    }

    const ORDER: &str = r#"{"type": "sales", "customerId": "7", "products": [
        {"mpn": "A", "quantity": 3, "parameters": [{"name": "password", "value": "HUNTER2"}]}]}"#;

    fn read(path: &Path) -> ReferenceFile {
        file::read_json(path, "reference").unwrap().unwrap()
    }

    fn written(directory: &Path) -> ReferenceFile {
        let reference = OrderReference::new("PO-1", "2026-01-31T08:00:00Z".parse().unwrap());
        let path = directory.join("order.ref");
        let order = stored_order(&order(ORDER)).unwrap();
        let base_url = "https://a.example".to_owned();
        ReferenceFile { reference, base_url, order, order_id: None }.write(&path).unwrap();
        read(&path)
    }

    #[test]
    fn reference_rejects_other_orders() {
        let directory = tempfile::tempdir().unwrap();
        let file = written(directory.path());
        file.check(Path::new("order.ref"), "https://a.example", &order(ORDER)).unwrap();
        for (url, order_text, names) in [
            ("https://b.example", ORDER.to_owned(), "base URL differ"),
            ("https://a.example", ORDER.replace("\"7\"", "\"8\""), "customerId differ"),
            ("https://a.example", ORDER.replace("\"quantity\": 3", "\"quantity\": 70"), "products differ"),
            (
                "https://a.example",
                ORDER.replace("\"sales\"", "\"sales\", \"planId\": \"1\""),
                "planId differ",
            ),
            (
                "https://a.example",
                ORDER.replace("\"sales\"", "\"sales\", \"poNumber\": \"2\""),
                "poNumber differ",
            ),
        ] {
            let error = file.check(Path::new("order.ref"), url, &order(&order_text)).unwrap_err();
            assert!(error.message.ends_with(names), "{}", error.message);
        }
    }

    #[test]
    fn reference_holds_no_parameters() {
        let directory = tempfile::tempdir().unwrap();
        let mut file = written(directory.path());
        file.order_id = Some("12".to_owned());
        let path = directory.path().join("order.ref");
        file.write(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("HUNTER2"), "{text}");
        assert_eq!(read(&path).order_id.as_deref(), Some("12"));
    }
}
