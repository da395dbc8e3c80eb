//! `imcloud orders place`: an order without duplicates.

use std::{
    io::{Write as _, stderr},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use imcloud::{
    Client,
    orders::{OrderReference, PlaceOrderError, Placed},
    types::{OrderInput, OrderType},
};

use super::{await_, orders::OrderFlags};
use crate::{
    failure::{Exit, Failure},
    file, input,
    progress::Progress,
    session::Session,
};

/// An order to be placed.
#[derive(Debug, Args)]
pub(crate) struct Place {
    #[command(flatten)]
    order: OrderFlags,
    /// Keep by what the order is recognised in this file before it is sent; if the file is there already, look for that order first
    #[arg(long, value_name = "FILE")]
    reference: Option<PathBuf>,
    /// Send it at most so often; 1 never sends it again, whatever happens
    #[arg(long, value_name = "TIMES", default_value_t = 3)]
    max_attempts: u32,
    /// Look for it so long after an unclear end, before it is sent again
    #[arg(long, value_name = "TIME", default_value = "3m", value_parser = humantime::parse_duration)]
    search_timeout: Duration,
    /// Wait until it is completed
    #[arg(long)]
    pub(super) wait: bool,
}

pub(super) async fn run(session: &Session, place: Place) -> Result<(), Failure> {
    let order = place.order.order()?;
    if session.rehearse("POST", "/orders", &order)? {
        return Ok(());
    }
    let kept = place.reference.as_deref().map(kept_reference).transpose()?.flatten();
    let client = session.client().await?;
    if !session.global.yes {
        let what = described(client, &order).await?;
        session.confirm(&what, "Place this order?").await?;
    }
    let mut placing =
        client.orders().place(&order).max_attempts(place.max_attempts).search_timeout(place.search_timeout);
    match (kept, &place.reference) {
        (Some(reference), _) => placing = placing.resume(reference),
        (None, Some(path)) => keep(path, placing.reference())?,
        (None, None) => {}
    }
    let po_number = placing.reference().po_number().to_owned();
    let unclear = Unclear::about(&po_number, place.reference.is_some());
    let progress = Progress::waiting(session.shows_progress(true), "placing the order");
    let placed = placing.await;
    drop(progress);
    unclear.cleared();
    let placed = placed.map_err(failure)?;
    if placed.found {
        session.note(&format!("the order with the number {po_number} was found; it was placed before"));
    }
    if place.wait {
        session.show(&await_::until_done(session, placed.wait(), "order").await?)
    } else {
        session.show(&placed.order)
    }
}

/// What the order does and costs, for a person to agree to.
async fn described(client: &Client, order: &OrderInput) -> Result<String, Failure> {
    let price = match client.orders().estimate(order).await {
        Ok(estimate) => match estimate.total {
            Some(total) => match (total.amount, total.currency) {
                (Some(amount), Some(currency)) => format!("estimated price {amount} {currency}"),
                _ => "the service does not tell a price".to_owned(),
            },
            None => "the service does not tell a price".to_owned(),
        },
        // What ends a subscription need not have a price.
        Err(error) if order.type_ == OrderType::Cancellation => format!("no price is known: {error}"),
        Err(error) => return Err(error.into()),
    };
    let mut text = format!("Order of type {} for customer {}", order.type_, order.customer_id);
    if let Some(subscription) = &order.subscription_id {
        text.push_str(&format!(", subscription {subscription}"));
    }
    for line in order.products.iter().flatten() {
        let product = line.mpn.as_deref().or(line.id.as_ref().map(|id| id.as_str())).unwrap_or("a product");
        let quantity = line.quantity.as_ref().map_or("some", |quantity| quantity.as_str());
        text.push_str(&format!(", {quantity} of {product}"));
    }
    Ok(format!("{text}: {price}."))
}

/// The reference of an earlier run; `None` when there was none.
fn kept_reference(path: &Path) -> Result<Option<OrderReference>, Failure> {
    if !path.exists() {
        return Ok(None);
    }
    let text = input::read_text(&path.to_string_lossy())?;
    let reference = serde_json::from_str(&text).map_err(|error| {
        Failure::usage(format!("{} is no reference of an order: {error}", path.display()))
            .remedy("Name the file of the earlier run, or one that is not there yet.")
    })?;
    Ok(Some(reference))
}

fn keep(path: &Path, reference: &OrderReference) -> Result<(), Failure> {
    let text = serde_json::to_string(reference)
        .map_err(|error| Failure::new(Exit::Failed, format!("the reference cannot be written: {error}")))?;
    file::write(path, text.as_bytes())
}

fn failure(error: PlaceOrderError) -> Failure {
    match error {
        PlaceOrderError::Rejected(error) => error.into(),
        PlaceOrderError::OutcomeUnknown(undecided) => {
            let number = undecided.reference.po_number();
            let remedy = format!(
                "Do not order again before it is known: look for the number {number} in the control panel, or repeat the command later with --reference FILE."
            );
            Failure::new(Exit::OutcomeUnknown, undecided.to_string()).remedy(remedy)
        }
    }
}

/// Tells of an order that an interrupt left in the dark.
struct Unclear(Option<String>);

impl Unclear {
    fn about(po_number: &str, kept: bool) -> Self {
        let how = if kept { "repeat the command to find out" } else { "look for it before ordering again" };
        Self(Some(format!("the order with the number {po_number} may have been placed: {how}")))
    }

    fn cleared(mut self) {
        self.0 = None;
    }
}

impl Drop for Unclear {
    fn drop(&mut self) {
        if let Some(text) = &self.0 {
            let _ = writeln!(stderr(), "{text}");
        }
    }
}
