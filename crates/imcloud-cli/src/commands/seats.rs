//! `imcloud subscriptions seats` and `renewal`.

use clap::{Args, ValueEnum};
use imcloud::{
    Client,
    licenses::{AutoRenewal, LicenseError, SeatChange, SeatEstimate, SeatOutcome, SeatPlan, Verification},
    types::{Order, Subscription, SubscriptionProduct, SubscriptionUpdate},
};
use rust_decimal::Decimal;

use super::describe;
use crate::{
    failure::{Exit, Failure},
    session::Session,
};

const COLUMNS: &str = "id,mpn,name,quantity,unitPrice$,extendedPrice$";

#[derive(Debug, Args)]
#[group(id = "change", multiple = false)]
pub(crate) struct Amounts {
    /// Add SEATS seats
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    add: Option<Decimal>,
    /// Remove SEATS seats
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    remove: Option<Decimal>,
    /// Set the total to SEATS
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    set: Option<Decimal>,
}

#[derive(Debug, Args)]
pub(crate) struct Seats {
    /// Id of the subscription
    id: String,
    #[command(flatten)]
    amounts: Amounts,
    /// Part number of the product, if there are several
    #[arg(long, conflicts_with = "product_id")]
    mpn: Option<String>,
    /// Id of the product, if part numbers are equal
    #[arg(long, value_name = "ID")]
    product_id: Option<String>,
    /// Change the seats at the next renewal
    #[arg(long, requires = "change")]
    at_renewal: bool,
    /// Order without checking an estimate first
    #[arg(long, requires = "change")]
    no_estimate: bool,
    /// Your own number for the order
    #[arg(long, value_name = "NUMBER", requires = "change")]
    po_number: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Renewal {
    /// Id of the subscription
    id: String,
    /// on or off
    switch: Switch,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Switch {
    On,
    Off,
}

pub(super) async fn run(session: &Session, seats: Seats) -> Result<(), Failure> {
    let client = session.client().await?;
    let licenses = client.licenses();
    let id = seats.id.as_str();
    let change = match (seats.amounts.add, seats.amounts.remove, seats.amounts.set) {
        (Some(more), _, _) => licenses.add(id, more),
        (_, Some(fewer), _) => licenses.remove(id, fewer),
        (_, _, Some(all)) => licenses.set(id, all),
        _ => {
            session.check_columns::<SubscriptionProduct>()?;
            let subscription = client.subscriptions().get(id).await?;
            return session.rows(&subscription.products.unwrap_or_default(), COLUMNS);
        }
    };
    session.check_columns::<Order>()?;
    let mut change = narrowed(change, &seats);
    if session.global.dry_run {
        let plan = change.plan().await?;
        if !plan.is_change() {
            session.note("there are as many seats already; nothing would be sent");
            return Ok(());
        }
        return session.is_dry_run("POST", "/orders", &plan.order).map(drop);
    }
    if session.needs_confirmation() {
        let (plan, estimate) = if seats.no_estimate {
            (change.plan().await?, None)
        } else {
            let estimate = change.estimate().await?;
            (estimate.plan.clone(), Some(estimate))
        };
        if plan.is_change() {
            let question = match estimate {
                Some(_) => "Order this change?",
                None => "Order this change without an estimate?",
            };
            session.confirm(&described(client, &plan, estimate.as_ref()).await, question).await?;
        }
    }
    // The user has seen the estimate, or does not want one.
    if seats.no_estimate || session.needs_confirmation() {
        change = change.skip_estimate();
    }
    match session.with_progress("changing the seats", change.place()).await? {
        SeatOutcome::Placed(placed) => {
            if placed.verification != Verification::Confirmed {
                session.note(
                    "the order was placed, but its quantity does not confirm the change; check the subscription once it is completed",
                );
            }
            session.show(&placed.order)
        }
        SeatOutcome::Unchanged(plan) => {
            session.note(&format!("there are {} seats already; nothing was ordered", plan.current));
            Ok(())
        }
        _ => Ok(()),
    }
}

fn narrowed<'a>(mut change: SeatChange<'a>, seats: &Seats) -> SeatChange<'a> {
    if let Some(mpn) = &seats.mpn {
        change = change.mpn(mpn);
    }
    if let Some(id) = &seats.product_id {
        change = change.product_id(id.as_str());
    }
    if let Some(number) = &seats.po_number {
        change = change.po_number(number);
    }
    if seats.at_renewal { change.at_renewal() } else { change }
}

/// Returns the effects of a change, with an estimate also its time and price.
async fn described(client: &Client, plan: &SeatPlan, estimate: Option<&SeatEstimate>) -> String {
    let subscription = describe::subscription(client, plan.subscription_id.as_str()).await;
    let subscription = describe::capitalized(&subscription);
    let change = format!("{subscription}: {} from {} to {} seats", plan.product, plan.current, plan.wanted);
    let Some(estimate) = estimate else { return format!("{change}.") };
    let when = match (plan.at_renewal, &plan.renewal_date) {
        (false, _) => "now".to_owned(),
        (true, Some(date)) => format!("at the renewal on {date}"),
        (true, None) => "at the renewal".to_owned(),
    };
    let price = match &estimate.total {
        Some(total) => format!("estimated price {total}"),
        None => "no estimated price".to_owned(),
    };
    let warning = match estimate.verification {
        Verification::Confirmed => String::new(),
        Verification::Mismatch { found: Some(found) } => format!(
            " The estimate is for a quantity of {found}, which is neither the total nor the difference."
        ),
        _ => " The estimate does not show the quantity.".to_owned(),
    };
    format!("{change}, {when}; {price}.{warning}")
}

pub(super) async fn confirm_renewal(session: &Session, id: &str, on: bool) -> Result<(), Failure> {
    if !session.needs_confirmation() {
        return Ok(());
    }
    let subscription = describe::subscription(session.client().await?, id).await;
    let effect = if on { "renews automatically, for another paid term" } else { "ends with its term" };
    let what = format!("{} {effect}.", describe::capitalized(&subscription));
    session.confirm(&what, if on { "Turn renewal on?" } else { "Turn renewal off?" }).await
}

pub(super) async fn renew(session: &Session, renewal: Renewal) -> Result<(), Failure> {
    session.check_columns::<Subscription>()?;
    let on = renewal.switch == Switch::On;
    let path = format!("/subscriptions/{}", renewal.id);
    if session.is_dry_run("PATCH", &path, &SubscriptionUpdate::new().renewal_status(on))? {
        return Ok(());
    }
    confirm_renewal(session, &renewal.id, on).await?;
    let outcome = session.client().await?.licenses().set_auto_renewal(renewal.id, on).await?;
    if let AutoRenewal::Unchanged(_) = outcome {
        let state = if on { "on" } else { "off" };
        session.note(&format!("automatic renewal is already {state}; nothing was sent"));
    }
    session.show(outcome.subscription())
}

impl From<LicenseError> for Failure {
    fn from(error: LicenseError) -> Self {
        let exit = match &error {
            LicenseError::Call(error) => return error.clone().into(),
            LicenseError::AmbiguousProduct { .. }
            | LicenseError::ProductNotFound { .. }
            | LicenseError::InvalidAmount { .. }
            | LicenseError::TooFewSeats { .. }
            | LicenseError::NoSeatsLeft { .. }
            | LicenseError::OutsideLimits { .. } => Exit::Usage,
            LicenseError::ChangeOpen(_) | LicenseError::NotActive { .. } => Exit::Rejected,
            LicenseError::OutcomeUnknown(_) => Exit::OutcomeUnknown,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
