//! `imcloud subscriptions`.

use clap::{Args, Subcommand};
use imcloud::{
    Date, Id, SubscriptionFilter,
    raw::operations::{UpdateSubscription, UpdateSubscriptionSpecialPricing},
    types::{
        Order, SpecialPricingInput, Subscription, SubscriptionProduct, SubscriptionProductUpdate,
        SubscriptionStatus, SubscriptionSummary, SubscriptionUpdate,
    },
};

use super::{
    cancel::{self, CancelSubscription},
    describe,
    seats::{self, Renewal, Seats},
};
use crate::{
    cli::ListOptions,
    failure::Failure,
    input::{Body, From, Listed, Pair, day, object_of},
    json::{self, Json},
    session::Session,
};

const COLUMNS: &[&str] = &[
    "id",
    "name",
    "status",
    "customerId",
    "renewalStatus",
    "billingPeriod",
    "subscriptionPeriod",
    "renewalDate",
    "expirationDate",
];

/// Subscriptions.
#[derive(Debug, Subcommand)]
pub(crate) enum Subscriptions {
    /// List subscriptions, newest first
    #[command(after_help = "Example:\n  imcloud subscriptions list --customer 1000042 --status active")]
    List(List),
    /// Show a subscription in full, with products, quantities and prices
    #[command(
        after_help = "Example:\n  imcloud subscriptions get 1000177 --query '.products[] | [.name, .quantity]'"
    )]
    Get {
        /// Its id
        id: String,
    },
    /// Change attributes, automatic renewal or prices; what no flag names stays
    #[command(after_help = "Example:\n  imcloud subscriptions update 1000177 --attribute costCentre=7")]
    Update(Update),
    /// Set special prices and costs of products
    #[command(
        after_help = "Example:\n  imcloud subscriptions special-pricing 1000177 --price FJ-DOCS-01=9.50:EUR"
    )]
    SpecialPricing(SpecialPricing),
    /// Show the seats of a subscription, or change them by an order
    #[command(after_help = "\
Examples:
  imcloud subscriptions seats 1000177
  imcloud subscriptions seats 1000177 --add 2
  imcloud subscriptions seats 1000177 --set 10 --at-renewal --yes")]
    Seats(Seats),
    /// Let a subscription renew by itself, or run out
    #[command(after_help = "Example:\n  imcloud subscriptions renewal 1000177 off")]
    Renewal(Renewal),
    /// End a subscription by an order of type cancellation
    #[command(after_help = "Example:\n  imcloud subscriptions cancel 1000177 --wait")]
    Cancel(CancelSubscription),
}

impl Subscriptions {
    pub(super) fn waits(&self) -> bool {
        matches!(self, Self::Cancel(cancel) if cancel.wait)
    }
}

/// Which subscriptions.
#[derive(Debug, Args)]
pub(crate) struct List {
    /// Of this customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// With this status; by default also ended subscriptions
    #[arg(long)]
    status: Option<Listed<SubscriptionStatus>>,
    /// Created on or after DAY, such as 2026-01-31
    #[arg(long, value_name = "DAY", value_parser = day)]
    created_from: Option<Date>,
    /// Created on or before DAY
    #[arg(long, value_name = "DAY", value_parser = day)]
    created_to: Option<Date>,
    #[command(flatten)]
    options: ListOptions,
}

/// Changes of a subscription.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Its id
    id: String,
    #[command(flatten)]
    from: From,
    /// Whether it renews by itself
    #[arg(long, value_name = "true|false")]
    renewal_status: Option<bool>,
    /// A further named text; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    attribute: Vec<Pair>,
}

/// Prices of one's own.
#[derive(Debug, Args)]
pub(crate) struct SpecialPricing {
    /// Id of the subscription
    id: String,
    #[command(flatten)]
    from: From,
    /// What the customer pays for one: MPN=AMOUNT:CURRENCY; may be repeated
    #[arg(long, value_name = "PRICE")]
    price: Vec<Amount>,
    /// What the reseller pays for one: MPN=AMOUNT:CURRENCY; may be repeated
    #[arg(long, value_name = "PRICE")]
    cost: Vec<Amount>,
}

/// `MPN=AMOUNT:CURRENCY`.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    mpn: String,
    money: Json,
}

impl std::str::FromStr for Amount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.rsplit_once('=').and_then(|(mpn, money)| Some((mpn, money.split_once(':')?)));
        match parts {
            Some((mpn, (amount, currency))) if !mpn.is_empty() && !currency.is_empty() => {
                amount.parse::<imcloud::Decimal>().map_err(|error| error.to_string())?;
                let money = Json::object([("amount", amount.into()), ("currency", currency.into())]);
                Ok(Self { mpn: mpn.to_owned(), money })
            }
            _ => Err(format!("{text:?} is not MPN=AMOUNT:CURRENCY, such as FJ-DOCS-01=9.50:EUR")),
        }
    }
}

pub(super) async fn run(session: &Session, command: Subscriptions) -> Result<(), Failure> {
    match &command {
        Subscriptions::List(_) => session.check_columns::<SubscriptionSummary>()?,
        Subscriptions::Seats(seats) if seats.is_change() => session.check_columns::<Order>()?,
        Subscriptions::Seats(_) => session.check_columns::<SubscriptionProduct>()?,
        _ => session.check_columns::<Subscription>()?,
    }
    match command {
        Subscriptions::List(list) => {
            let mut filter = SubscriptionFilter::new();
            filter.customer_id = list.customer.map(Into::into);
            filter.status = Listed::accept(session, "--status", list.status);
            filter.creation_date_from = list.created_from;
            filter.creation_date_to = list.created_to;
            let listing = session.client().await?.subscriptions().list().filter(filter);
            session.list(listing, &list.options, COLUMNS).await
        }
        Subscriptions::Get { id } => session.show(&session.client().await?.subscriptions().get(id).await?),
        Subscriptions::Update(update) => {
            let body: SubscriptionUpdate = Body::begin(&update.from)?
                .set("renewalStatus", update.renewal_status)
                .set("attributes", object_of(update.attribute))
                .or_nothing_to_change()?
                .check::<_, Subscription>(session, &UpdateSubscription::OPERATION)?;
            if session.rehearse("PATCH", &format!("/subscriptions/{}", update.id), &body)? {
                return Ok(());
            }
            if let Some(on) = body.renewal_status
                && !session.global.yes
            {
                let stored = session.client().await?.subscriptions().get(update.id.as_str()).await?;
                if stored.renewal_status != Some(on) {
                    seats::confirm_renewal(session, &update.id, on).await?;
                }
            }
            if let Some(products) = &body.products {
                confirm_prices(session, &update.id, products).await?;
            }
            session.show(&session.client().await?.subscriptions().update(update.id, &body).await?)
        }
        Subscriptions::SpecialPricing(pricing) => special_pricing(session, pricing).await,
        Subscriptions::Seats(seats) => seats::run(session, seats).await,
        Subscriptions::Renewal(renewal) => seats::renew(session, renewal).await,
        Subscriptions::Cancel(cancel) => cancel::subscription(session, cancel).await,
    }
}

/// Asks for confirmation of new prices and costs.
async fn confirm_prices(
    session: &Session,
    id: &str,
    products: &[SubscriptionProductUpdate],
) -> Result<(), Failure> {
    if session.global.yes {
        return Ok(());
    }
    let client = session.client().await?;
    let subscription = client.subscriptions().get(id).await?;
    let stored = |product: &SubscriptionProductUpdate| {
        let product = json::of(product).ok()?;
        let is_stored = |stored: &SubscriptionProduct| {
            let stored = json::of(stored).ok()?;
            product.as_object()?.iter().all(|(name, value)| stored.get(name) == Some(value)).then_some(())
        };
        subscription.products.iter().flatten().find_map(is_stored)
    };
    let changes: Vec<String> = products
        .iter()
        // A round trip does not change prices.
        .filter(|product| stored(product).is_none())
        .map(|product| {
            let key = product.mpn.as_deref().or(product.id.as_ref().map(Id::as_str)).unwrap_or_default();
            let mut stored = subscription.products.iter().flatten().filter(|stored| {
                stored.mpn.as_deref() == Some(key) || stored.id.as_ref().map(Id::as_str) == Some(key)
            });
            let name = describe::named(stored.find_map(|stored| stored.name.as_deref()), key);
            let price = product.unit_price.as_ref().map(|it| format!("price {} {}", it.amount, it.currency));
            let cost = product.unit_cost.as_ref().map(|it| format!("cost {} {}", it.amount, it.currency));
            let amounts: Vec<String> = price.into_iter().chain(cost).collect();
            format!(
                "{name}: {}",
                if amounts.is_empty() { "other prices".to_owned() } else { amounts.join(", ") }
            )
        })
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let what = describe::of_subscription(client, id, &subscription).await;
    let what = format!("{} gets new prices. {}.", describe::capitalized(&what), changes.join("; "));
    session.confirm(&what, "Set these prices?").await
}

async fn special_pricing(session: &Session, pricing: SpecialPricing) -> Result<(), Failure> {
    let mut products: Vec<Json> = Vec::new();
    let amounts = pricing.price.into_iter().map(|amount| ("unitPrice", amount));
    for (member, Amount { mpn, money }) in amounts.chain(pricing.cost.into_iter().map(|it| ("unitCost", it)))
    {
        match products.iter_mut().find(|product| product.get("mpn").and_then(Json::as_str) == Some(&mpn)) {
            Some(product) => *product.member(member) = money,
            None => products.push(Json::object([("mpn", mpn.into()), (member, money)])),
        }
    }
    let body: SpecialPricingInput = Body::begin(&pricing.from)?
        .set_list("products", products)
        .check::<_, Subscription>(session, &UpdateSubscriptionSpecialPricing::OPERATION)?;
    if session.rehearse("POST", &format!("/subscriptions/{}/specialPricing", pricing.id), &body)? {
        return Ok(());
    }
    confirm_prices(session, &pricing.id, &body.products).await?;
    session.show(&session.client().await?.subscriptions().set_special_pricing(pricing.id, &body).await?)
}
