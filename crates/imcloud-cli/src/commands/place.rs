//! `imcloud orders place`: an order without duplicates.

use std::{
    io::{Write as _, stderr},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use imcloud::{
    Client,
    orders::{PlaceOrderError, Placed},
    types::{Order, OrderInput, OrderType},
};

use super::{await_, describe, orders::OrderFlags, reference::ReferenceFile};
use crate::{
    failure::{Exit, Failure},
    progress::Progress,
    session::Session,
};

/// An order to be placed.
#[derive(Debug, Args)]
pub(crate) struct Place {
    #[command(flatten)]
    order: OrderFlags,
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

pub(super) async fn run(session: &Session, place: Place) -> Result<(), Failure> {
    let order = place.order.order(session, true, place.as_new)?;
    if session.rehearse("POST", "/orders", &order)? {
        return Ok(());
    }
    let stored = place.reference.as_deref().map(ReferenceFile::read).transpose()?.flatten();
    let client = session.client().await?;
    if let Some(stored) = &stored {
        stored.check(session.base_url().await?, &order)?;
        if let Some(id) = &stored.order_id {
            let order = client.orders().get(id.as_str()).await?;
            session.note(&format!("order {id} was placed before; nothing was sent"));
            return finish(session, client, order, place.wait).await;
        }
    }
    if !session.global.yes {
        let what = described(client, &order).await?;
        session.confirm(&what, "Place this order?").await?;
    }
    let mut placing =
        client.orders().place(&order).max_attempts(place.max_attempts).search_timeout(place.search_timeout);
    let is_resumed = stored.is_some();
    let mut file = match (stored, &place.reference) {
        (Some(stored), _) => {
            placing = placing.resume(stored.reference.clone());
            Some(stored)
        }
        (None, Some(path)) => {
            let file = ReferenceFile::new(path, placing.reference(), session.base_url().await?, &order)?;
            file.write()?;
            Some(file)
        }
        (None, None) => None,
    };
    let po_number = placing.reference().po_number().to_owned();
    let interrupt_note = InterruptNote::new(&po_number, file.is_some());
    let progress = Progress::waiting(session.shows_progress(true), "placing the order");
    let placed = placing.await;
    drop(progress);
    interrupt_note.disarm();
    if let (Err(PlaceOrderError::Rejected(_)), Some(file), false) = (&placed, &file, is_resumed) {
        file.remove();
    }
    let Placed { order, found, .. } = placed.map_err(failure)?;
    if found {
        session.note(&format!("the order with the number {po_number} was found; it was placed before"));
    }
    if let Some(file) = &mut file {
        file.order_id = Some(order.id.to_string());
        if let Err(failure) = file.write() {
            session.note(&format!("the order was placed, but: {}", failure.sentence()));
        }
    }
    finish(session, client, order, place.wait).await
}

/// Shows the order, with `--wait` once it is completed.
pub(super) async fn finish(
    session: &Session,
    client: &Client,
    order: Order,
    wait: bool,
) -> Result<(), Failure> {
    if wait {
        let waiting = client.orders().wait_for(&order.id);
        session.show(&await_::until_done(session, waiting, "order").await?)
    } else {
        session.show(&order)
    }
}

/// Returns what the order does and costs.
async fn described(client: &Client, order: &OrderInput) -> Result<String, Failure> {
    let estimate = match client.orders().estimate(order).await {
        Ok(estimate) => Some(estimate),
        // A cancellation need not have a price.
        Err(_) if order.type_ == OrderType::Cancellation => None,
        Err(error) => return Err(error.into()),
    };
    Ok(describe::order(client, order, estimate.as_ref()).await)
}

pub(super) fn failure(error: PlaceOrderError) -> Failure {
    match error {
        PlaceOrderError::Rejected(error) => error.into(),
        PlaceOrderError::OutcomeUnknown(unknown) => {
            let number = unknown.reference.po_number();
            let hint = format!(
                "Do not order again before the outcome is known: check the control panel for {number}, or repeat the command later with --reference FILE."
            );
            Failure::new(Exit::OutcomeUnknown, unknown.to_string()).remedy(hint)
        }
    }
}

/// Reports the order if an interrupt drops this before its outcome is known.
struct InterruptNote(Option<String>);

impl InterruptNote {
    fn new(po_number: &str, has_reference: bool) -> Self {
        let how =
            if has_reference { "repeat the command to find out" } else { "check before ordering again" };
        Self(Some(format!("the order with the number {po_number} may have been placed: {how}")))
    }

    fn disarm(mut self) {
        self.0 = None;
    }
}

impl Drop for InterruptNote {
    fn drop(&mut self) {
        if let Some(text) = &self.0 {
            let _ = writeln!(stderr(), "{text}");
        }
    }
}
