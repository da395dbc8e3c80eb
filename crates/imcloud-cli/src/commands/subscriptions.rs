//! `imcloud subscriptions`.

use clap::{ArgGroup, Args, Subcommand};
use imcloud::{
    Client, Date, Decimal, Id, SubscriptionFilter,
    licenses::{AutoRenewal, LicenseError, SeatChange, SeatOutcome, Verification},
    raw::operations::{UpdateSubscription, UpdateSubscriptionSpecialPricing},
    rust_decimal::Decimal as Number,
    types::{
        Order, SpecialPricingInput, Subscription, SubscriptionProduct, SubscriptionProductUpdate,
        SubscriptionStatus, SubscriptionSummary, SubscriptionUpdate,
    },
};

use super::{
    describe,
    place::{self, CancelSubscription},
    resource::{BodyArgs, Objects as _, ResourceList, body, filter, resource},
};
use crate::{
    failure::{Exit, Failure, Result},
    global::ById,
    input::{Body, From, Listed, Pair, day, listed},
    json::{self, Json},
    session::Session,
};

resource! {
    Subscriptions in subscriptions;
    list() -> SubscriptionSummary,
        "id,name,status,customerId,renewalStatus,billingPeriod,subscriptionPeriod,renewalDate,expirationDate",
        ListFlags => SubscriptionFilter;
    get -> Subscription;
}

filter! { ListFlags for [SubscriptionFilter] {
    /// Of this customer
    customer "ID": Id => customer_id,
    /// With this status; by default also ended subscriptions
    status (listed(SubscriptionStatus::LISTED, SubscriptionStatus::as_str)): Listed<SubscriptionStatus> => status,
    /// Created on or after DAY, such as 2026-01-31
    created_from "DAY" (day): Date => creation_date_from,
    /// Created on or before DAY
    created_to "DAY" (day): Date => creation_date_to,
}}

body! { UpdateFlags {
    /// Turn automatic renewal on or off
    renewal_status "true|false": Option<bool> => "renewalStatus",
    /// Custom attribute; repeatable
    attribute "NAME=VALUE": Vec<Pair> => "attributes",
}}

#[derive(Debug, Subcommand)]
pub(crate) enum Subscriptions {
    /// List subscriptions, newest first
    #[command(after_help = "Example:\n  imcloud subscriptions list --customer 1000042 --status active")]
    List(ResourceList<Self>),
    /// Show a subscription with products, seats and prices
    #[command(
        after_help = "Example:\n  imcloud subscriptions get 1000177 --query '.products[] | [.name, .quantity]'"
    )]
    Get(ById),
    /// Change attributes, automatic renewal or prices
    #[command(after_help = "Example:\n  imcloud subscriptions update 1000177 --attribute costCentre=7")]
    Update {
        /// Id of the subscription
        id: String,
        #[command(flatten)]
        body: BodyArgs<UpdateFlags>,
    },
    /// Set special prices and costs of products
    #[command(
        after_help = "Example:\n  imcloud subscriptions special-pricing 1000177 --price FJ-DOCS-01=9.50:EUR"
    )]
    SpecialPricing(SpecialPricing),
    /// Show seats, or change them by an order
    #[command(after_help = "\
Examples:
  imcloud subscriptions seats 1000177
  imcloud subscriptions seats 1000177 --add 2
  imcloud subscriptions seats 1000177 --set 10 --at-renewal --yes")]
    Seats(Seats),
    /// Turn automatic renewal on or off
    #[command(after_help = "Example:\n  imcloud subscriptions renewal 1000177 off")]
    Renewal {
        /// Id of the subscription
        id: String,
        /// on or off
        #[arg(value_parser = ["on", "off"])]
        switch: String,
    },
    /// End a subscription by an order of type cancellation
    #[command(after_help = "Example:\n  imcloud subscriptions cancel 1000177 --wait")]
    Cancel(CancelSubscription),
}

#[derive(Debug, Args)]
pub(crate) struct SpecialPricing {
    /// Id of the subscription
    id: String,
    #[command(flatten)]
    from: From,
    /// Customer price of a unit, MPN=AMOUNT:CURRENCY; repeatable
    #[arg(long, value_name = "PRICE", value_parser = amount)]
    price: Vec<Amount>,
    /// Reseller cost of a unit, MPN=AMOUNT:CURRENCY; repeatable
    #[arg(long, value_name = "PRICE", value_parser = amount)]
    cost: Vec<Amount>,
}

/// The part number of a product, and a price.
type Amount = (String, Json);

fn amount(text: &str) -> Result<Amount, String> {
    let parts = text.rsplit_once('=').and_then(|(mpn, money)| Some((mpn, money.split_once(':')?)));
    match parts {
        Some((mpn, (amount, currency))) if !mpn.is_empty() && !currency.is_empty() => {
            amount.parse::<Decimal>().map_err(|error| error.to_string())?;
            let money = Json::object([("amount", amount.into()), ("currency", currency.into())]);
            Ok((mpn.to_owned(), money))
        }
        _ => Err(format!("{text:?} is not MPN=AMOUNT:CURRENCY, such as FJ-DOCS-01=9.50:EUR")),
    }
}

pub(super) async fn run(session: &Session, command: Subscriptions) -> Result {
    match command {
        Subscriptions::List(list) => list.run(session).await,
        Subscriptions::Get(ById { id }) => Subscriptions::show(session, &id).await,
        Subscriptions::Update { id, body } => {
            let body = body.body::<Subscription>(session)?.or_nothing_to_change()?;
            let operation = &UpdateSubscription::OPERATION;
            let body: SubscriptionUpdate = body.check::<_, Subscription>(session, operation)?;
            if session.needs_confirmation() {
                if let Some(on) = body.renewal_status {
                    let stored = session.client().await?.subscriptions().get(id.as_str()).await?;
                    if stored.renewal_status != Some(on) {
                        confirm_renewal(session, &id, on).await?;
                    }
                }
                confirm_prices(session, &id, body.products.as_deref().unwrap_or_default()).await?;
            }
            let update = async |client: &Client, body: &_| client.subscriptions().update(&id, body).await;
            session.send(operation, &id, &body, update).await
        }
        Subscriptions::SpecialPricing(pricing) => special_pricing(session, pricing).await,
        Subscriptions::Seats(seats) => change_seats(session, seats).await,
        Subscriptions::Renewal { id, switch } => renew(session, &id, switch == "on").await,
        Subscriptions::Cancel(cancel) => place::cancel_subscription(session, cancel).await,
    }
}

async fn confirm_prices(session: &Session, id: &str, products: &[SubscriptionProductUpdate]) -> Result {
    if products.is_empty() || !session.needs_confirmation() {
        return Ok(());
    }
    let client = session.client().await?;
    let subscription = client.subscriptions().get(id).await?;
    let stored = || subscription.products.iter().flatten();
    let mut changes = Vec::new();
    for product in products {
        let changed = json::of(product)?;
        let is_same = |stored: &SubscriptionProduct| {
            let stored = json::of(stored).unwrap_or(Json::Null);
            changed.as_object().into_iter().flatten().all(|(name, value)| stored.get(name) == Some(value))
        };
        // A round trip does not change prices.
        if stored().any(is_same) {
            continue;
        }
        let key = product.mpn.as_deref().or(product.id.as_ref().map(Id::as_str)).unwrap_or_default();
        let has_key = |stored: &&SubscriptionProduct| {
            stored.mpn.as_deref() == Some(key) || stored.id.as_ref().map(Id::as_str) == Some(key)
        };
        let name = describe::named(stored().filter(has_key).find_map(|stored| stored.name.as_deref()), key);
        let price = product.unit_price.as_ref().map(|it| format!("price {} {}", it.amount, it.currency));
        let cost = product.unit_cost.as_ref().map(|it| format!("cost {} {}", it.amount, it.currency));
        let amounts: Vec<String> = price.into_iter().chain(cost).collect();
        let amounts = if amounts.is_empty() { "other prices".to_owned() } else { amounts.join(", ") };
        changes.push(format!("{name}: {amounts}"));
    }
    if changes.is_empty() {
        return Ok(());
    }
    let what = describe::of_subscription(client, id, &subscription).await;
    let what = format!("{} gets new prices. {}.", describe::capitalized(&what), changes.join("; "));
    session.confirm(&what, "Set these prices?").await
}

async fn special_pricing(session: &Session, pricing: SpecialPricing) -> Result {
    let SpecialPricing { id, from, price, cost } = pricing;
    let mut products: Vec<Json> = Vec::new();
    let amounts = price.into_iter().map(|amount| ("unitPrice", amount));
    for (property, (mpn, money)) in amounts.chain(cost.into_iter().map(|it| ("unitCost", it))) {
        match products.iter_mut().find(|product| product.text("mpn") == Some(&mpn)) {
            Some(product) => *product.property_mut(property) = money,
            None => products.push(Json::object([("mpn", mpn.into()), (property, money)])),
        }
    }
    let operation = &UpdateSubscriptionSpecialPricing::OPERATION;
    let body: SpecialPricingInput = Body::begin::<Subscription>(session, &from)?
        .set("products", Some(products).filter(|it| !it.is_empty()).map(Json::Array))
        .check::<_, Subscription>(session, operation)?;
    confirm_prices(session, &id, &body.products).await?;
    let send = async |client: &Client, body: &_| client.subscriptions().set_special_pricing(&id, body).await;
    session.send(operation, &id, &body, send).await
}

const PRODUCTS: &str = "id,mpn,name,quantity,unitPrice$,extendedPrice$";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").multiple(false))]
pub(crate) struct Seats {
    /// Id of the subscription
    id: String,
    /// Add SEATS seats
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    add: Option<Number>,
    /// Remove SEATS seats
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    remove: Option<Number>,
    /// Set the total to SEATS
    #[arg(long, value_name = "SEATS", group = "change", allow_negative_numbers = true)]
    set: Option<Number>,
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

async fn change_seats(session: &Session, seats: Seats) -> Result {
    let client = session.client().await?;
    let licenses = client.licenses();
    let id = seats.id.as_str();
    let mut change = match (seats.add, seats.remove, seats.set) {
        (Some(more), _, _) => licenses.add(id, more),
        (_, Some(fewer), _) => licenses.remove(id, fewer),
        (_, _, Some(all)) => licenses.set(id, all),
        _ => {
            session.check_columns::<SubscriptionProduct>()?;
            let subscription = client.subscriptions().get(id).await?;
            return session.rows(&subscription.products.unwrap_or_default(), PRODUCTS);
        }
    };
    session.check_columns::<Order>()?;
    change = seats.mpn.iter().fold(change, SeatChange::mpn);
    change = seats.product_id.iter().fold(change, SeatChange::product_id);
    change = seats.po_number.iter().fold(change, SeatChange::po_number);
    if seats.at_renewal {
        change = change.at_renewal();
    }
    if session.global.dry_run {
        let plan = change.plan().await?;
        if !plan.is_change() {
            session.note("there are as many seats already; nothing would be sent");
            return Ok(());
        }
        return session.is_dry_run("POST", "/orders", &plan.order).map(drop);
    }
    if session.needs_confirmation() {
        let (plan, what, question) = if seats.no_estimate {
            let plan = change.plan().await?;
            let what = format!("{plan}.");
            (plan, what, "Order this change without an estimate?")
        } else {
            let estimate = change.estimate().await?;
            let what = estimate.to_string();
            (estimate.plan, what, "Order this change?")
        };
        if plan.is_change() {
            let subscription = describe::capitalized(&describe::subscription(client, id).await);
            session.confirm(&format!("{subscription}: {what}"), question).await?;
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

async fn confirm_renewal(session: &Session, id: &str, on: bool) -> Result {
    if !session.needs_confirmation() {
        return Ok(());
    }
    let subscription = describe::subscription(session.client().await?, id).await;
    let effect = if on { "renews automatically, for another paid term" } else { "ends with its term" };
    let what = format!("{} {effect}.", describe::capitalized(&subscription));
    session.confirm(&what, if on { "Turn renewal on?" } else { "Turn renewal off?" }).await
}

async fn renew(session: &Session, id: &str, on: bool) -> Result {
    session.check_columns::<Subscription>()?;
    let body = SubscriptionUpdate::new().renewal_status(on);
    if session.is_dry_run("PATCH", &format!("/subscriptions/{id}"), &body)? {
        return Ok(());
    }
    confirm_renewal(session, id, on).await?;
    let outcome = session.client().await?.licenses().set_auto_renewal(id, on).await?;
    if let AutoRenewal::Unchanged(_) = outcome {
        let state = if on { "on" } else { "off" };
        session.note(&format!("automatic renewal is already {state}; nothing was sent"));
    }
    session.show(outcome.subscription())
}

impl std::convert::From<LicenseError> for Failure {
    fn from(error: LicenseError) -> Self {
        let exit = match &error {
            LicenseError::Call(error) => return error.clone().into(),
            LicenseError::ChangeOpen(_) | LicenseError::NotActive { .. } => Exit::Rejected,
            LicenseError::OutcomeUnknown(_) => Exit::OutcomeUnknown,
            other if imcloud::Error::from(other.clone()).is_invalid_request() => Exit::Usage,
            _ => Exit::Failed,
        };
        Self::new(exit, error.to_string())
    }
}
