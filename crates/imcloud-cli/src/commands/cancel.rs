//! `imcloud orders cancel` and `imcloud subscriptions cancel`.

use clap::Args;
use imcloud::types::{OrderInput, OrderStatus, OrderStatusCode, OrderType, OrderUpdate};

use super::{describe, place};
use crate::{
    failure::{Exit, Failure},
    progress::Progress,
    session::Session,
};

/// Options of the cancellation of an order.
#[derive(Debug, Args)]
pub(crate) struct CancelOrder {
    /// Id of the order
    id: String,
}

/// Options of the cancellation of a subscription.
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

/// Withdraws an order that is not completed.
pub(super) async fn order(session: &Session, cancel: CancelOrder) -> Result<(), Failure> {
    let body = OrderUpdate::new().status_code(OrderStatusCode::Cl);
    if session.rehearse("PATCH", &format!("/orders/{}", cancel.id), &body)? {
        return Ok(());
    }
    let client = session.client().await?;
    let order = client.orders().get(cancel.id.as_str()).await?;
    match &order.status {
        Some(OrderStatus::Cancelled) => {
            session.note(&format!("order {} is already cancelled; nothing was sent", cancel.id));
            return session.show(&order);
        }
        Some(status @ (OrderStatus::Completed | OrderStatus::Error)) => {
            let id = &cancel.id;
            return Err(Failure::new(
                Exit::Refused,
                format!("could not cancel order {id}: its status is {status}"),
            )
            .remedy("To end the subscription of a completed order: imcloud subscriptions cancel"));
        }
        _ => {}
    }
    if !session.global.yes {
        let customer = match &order.customer_id {
            Some(id) => format!(" of {}", describe::customer(client, id).await),
            None => String::new(),
        };
        let type_ = order.type_.as_ref().map_or("unknown", |type_| type_.as_str());
        let products: Vec<&str> =
            order.products.iter().flatten().filter_map(|product| product.name.as_deref()).collect();
        let products = if products.is_empty() { String::new() } else { format!(": {}", products.join(", ")) };
        let what = format!("Order {} ({type_}){customer}{products} is cancelled.", cancel.id);
        session.confirm(&what, "Cancel this order?").await?;
    }
    session.show(&client.orders().update(cancel.id, &body).await?)
}

/// Places an order that ends a subscription.
pub(super) async fn subscription(session: &Session, cancel: CancelSubscription) -> Result<(), Failure> {
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
    if session.rehearse("POST", "/orders", &order)? {
        return Ok(());
    }
    if !session.global.yes {
        let what = describe::of_subscription(client, id, &subscription).await;
        session
            .confirm(&format!("{} ends.", describe::capitalized(&what)), "Order its cancellation?")
            .await?;
    }
    let progress = Progress::waiting(session.shows_progress(true), "placing the order");
    let placed = client.orders().place(&order).await;
    drop(progress);
    place::finish(session, client, placed.map_err(place::failure)?.order, cancel.wait).await
}
