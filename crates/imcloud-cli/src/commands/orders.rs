//! `imcloud orders`.

use clap::{Args, Subcommand};
use imcloud::{
    DateTime, OrderFilter,
    raw::operations::{CreateOrder, UpdateOrder},
    types::{OrderInput, OrderStatus, OrderStatusCode, OrderUpdate},
};

use super::{
    await_::{self, Wait},
    place::{self, Place},
};
use crate::{
    cli::ListOptions,
    failure::Failure,
    input::{Body, Fields, From, Listed, from_moment, to_moment},
    session::Session,
};

/// Columns of orders.
pub(super) const COLUMNS: &[&str] =
    &["id", "orderNumber", "type", "status", "customerId", "creationDate", "provisioningDate"];

/// Orders.
#[derive(Debug, Subcommand)]
pub(crate) enum Orders {
    /// List orders, newest first
    #[command(after_help = "Example:\n  imcloud orders list --customer 1000042 --status processing")]
    List {
        #[command(flatten)]
        filter: OrderFilterFlags,
        /// With this number, such as SO000012
        #[arg(long, value_name = "NUMBER")]
        number: Option<String>,
        /// With this internal code, such as CP
        #[arg(long, value_name = "CODE")]
        status_code: Option<Listed<OrderStatusCode>>,
        #[command(flatten)]
        options: ListOptions,
    },
    /// Show an order in full
    #[command(after_help = "Example:\n  imcloud orders get 1000042 --query 'details[].extendedPrice'")]
    Get {
        /// Its id
        id: String,
    },
    /// Price an order without placing it
    #[command(
        after_help = "Example:\n  imcloud orders estimate --customer 1000042 --type sales --product mpn=FJ-DOCS-01,quantity=3"
    )]
    Estimate(OrderFlags),
    /// Place an order, once: if its end is unclear it is looked for, and never sent twice blindly
    #[command(after_help = "\
Examples:
  imcloud orders place --customer 1000042 --type sales --product mpn=FJ-DOCS-01,quantity=3
  imcloud orders place --from order.yaml --reference order.ref --yes --wait

With --reference the command can be repeated after any end, an interrupt among them: the order is looked for
before it is sent. Exit code 6 says that it is not known whether the order exists.")]
    Place(Place),
    /// Change the status code or the credit check of an order; CL withdraws it
    #[command(after_help = "Example:\n  imcloud orders update 1000042 --status-code CL")]
    Update(Update),
    /// Wait until an order is completed
    #[command(after_help = "Example:\n  imcloud orders await 1000042 --timeout 15m")]
    Await(Wait),
}

/// Which orders.
#[derive(Debug, Args)]
pub(crate) struct OrderFilterFlags {
    /// Of this customer
    #[arg(long, value_name = "ID")]
    pub(super) customer: Option<String>,
    /// Of this subscription
    #[arg(long, value_name = "ID")]
    pub(super) subscription: Option<String>,
    /// In this state: submitted, processing, completed, error or cancelled
    #[arg(long)]
    pub(super) status: Option<Listed<OrderStatus>>,
    /// Created from this moment or day on, such as 2026-01-31T08:00:00Z
    #[arg(long, value_name = "TIME", value_parser = from_moment)]
    pub(super) created_from: Option<DateTime>,
    /// Created up to this moment or the end of this day
    #[arg(long, value_name = "TIME", value_parser = to_moment)]
    pub(super) created_to: Option<DateTime>,
}

/// Members of an order.
#[derive(Clone, Debug, Args)]
pub(crate) struct OrderFlags {
    #[command(flatten)]
    from: From,
    /// What it does: sales, change, renewal, cancellation or migration
    #[arg(long = "type", value_name = "TYPE")]
    type_: Option<String>,
    /// Id of the customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Id of the subscription, for all but sales
    #[arg(long, value_name = "ID")]
    subscription: Option<String>,
    /// A product: mpn=.. or id=.., quantity=.., param.NAME=..; may be repeated, and replaces those of --from
    #[arg(long, value_name = "FIELDS")]
    product: Vec<Fields>,
    /// Number of one's own, by which it can be found again
    #[arg(long, value_name = "NUMBER")]
    po_number: Option<String>,
    /// Id of the plan to switch to
    #[arg(long, value_name = "ID")]
    plan: Option<String>,
    /// When it takes effect, if not at once: renewal
    #[arg(long, value_name = "EVENT")]
    scheduled_on: Option<String>,
}

/// Changes of an order.
#[derive(Debug, Args)]
pub(crate) struct Update {
    /// Its id
    id: String,
    #[command(flatten)]
    from: From,
    /// New status code; CL withdraws the order
    #[arg(long, value_name = "CODE")]
    status_code: Option<String>,
    /// Whether the customer's credit is checked
    #[arg(long, value_name = "true|false")]
    credit_check: Option<bool>,
}

impl Orders {
    pub(super) fn waits(&self) -> bool {
        match self {
            Self::Await(_) => true,
            Self::Place(place) => place.wait,
            _ => false,
        }
    }
}

impl OrderFlags {
    /// The order, checked.
    pub(super) fn order(self) -> Result<OrderInput, Failure> {
        Body::begin(&self.from)?
            .set("type", self.type_)
            .set("customerId", self.customer)
            .set("subscriptionId", self.subscription)
            .set_list("products", self.product.into_iter().map(|fields| fields.0).collect())
            .set("poNumber", self.po_number)
            .set("planId", self.plan)
            .set("scheduledOn", self.scheduled_on)
            .check(&CreateOrder::OPERATION)
    }
}

pub(super) async fn run(session: &Session, command: Orders) -> Result<(), Failure> {
    match command {
        Orders::List { filter, number, status_code, options } => {
            let mut wanted = OrderFilter::new();
            wanted.creation_time_from = filter.created_from;
            wanted.creation_time_to = filter.created_to;
            wanted.customer_id = filter.customer.map(Into::into);
            wanted.status = filter.status.map(|status| status.0);
            wanted.subscription_id = filter.subscription.map(Into::into);
            wanted.order_number = number;
            wanted.status_code = status_code.map(|code| code.0);
            let listing = session.client().await?.orders().list().filter(wanted);
            session.list(listing, &options, COLUMNS).await
        }
        Orders::Get { id } => session.show(&session.client().await?.orders().get(id).await?),
        Orders::Estimate(flags) => {
            let order = flags.order()?;
            session.show(&session.client().await?.orders().estimate(&order).await?)
        }
        Orders::Place(place) => place::run(session, place).await,
        Orders::Update(update) => {
            let body = Body::begin(&update.from)?
                .set("statusCode", update.status_code)
                .set("creditCheck", update.credit_check)
                .or_nothing_to_change()?;
            let body: OrderUpdate = body.check(&UpdateOrder::OPERATION)?;
            if session.rehearse("PATCH", &format!("/orders/{}", update.id), &body)? {
                return Ok(());
            }
            if let Some(code) = &body.status_code {
                let what = format!("Order {} gets the status code {code}.", update.id);
                session.confirm(&what, "Change it?").await?;
            }
            session.show(&session.client().await?.orders().update(update.id, &body).await?)
        }
        Orders::Await(wait) => {
            let waiting = session.client().await?.orders().wait_for(wait.id.as_str());
            await_::run(session, waiting, "order").await
        }
    }
}
