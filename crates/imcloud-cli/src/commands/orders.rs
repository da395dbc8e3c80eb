//! `imcloud orders`.

use clap::{Args, Subcommand};
use imcloud::{
    Date, DateTime, Id, OrderFilter, Secret,
    raw::operations::{CreateOrder, UpdateOrder},
    types::{Order, OrderInput, OrderStatus, OrderStatusCode, OrderUpdate},
};

use super::place::{self, Place};
use crate::{
    failure::{Exit, Failure, Result},
    global::ListOptions,
    input::{Body, From, Listed, day, listed, objects_of, time_from, time_to},
    json::Json,
    session::Session,
};

pub(super) const COLUMNS: &str = "id,orderNumber,type,status,customerId,creationDate,provisioningDate";

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
        #[arg(long, value_name = "CODE", value_parser = listed(OrderStatusCode::LISTED, OrderStatusCode::as_str))]
        status_code: Option<Listed<OrderStatusCode>>,
        #[command(flatten)]
        options: ListOptions,
    },
    /// Show an order in full
    #[command(
        after_help = "Example:\n  imcloud orders get 1000042 --query '.details[].extendedPrice.amount'"
    )]
    Get(OrderId),
    /// Price an order without placing it
    #[command(
        after_help = "Example:\n  imcloud orders estimate --customer 1000042 --type sales --product mpn=FJ-DOCS-01,quantity=3"
    )]
    Estimate(OrderFlags),
    /// Place an order without duplicates
    #[command(after_help = "\
Examples:
  imcloud orders place --customer 1000042 --type sales --product mpn=FJ-DOCS-01,quantity=3
  imcloud orders place --from order.yaml --reference order.ref --yes --wait

If the response is lost, the order is searched for before it is sent again. With --reference the
command can be repeated after any outcome, also after an interrupt. Exit code 6 means that it is
unknown whether the order exists.")]
    Place(Place),
    /// Change the status code or the credit check of an order; CL withdraws it
    #[command(after_help = "Example:\n  imcloud orders update 1000042 --status-code CL")]
    Update {
        /// Id or number
        id: String,
        #[command(flatten)]
        from: From,
        /// New status code; CL withdraws the order
        #[arg(long, value_name = "CODE")]
        status_code: Option<String>,
        /// Check the credit of the customer
        #[arg(long, value_name = "true|false")]
        credit_check: Option<bool>,
    },
    /// Withdraw an order that is not completed
    #[command(after_help = "Example:\n  imcloud orders cancel 1000042")]
    Cancel(OrderId),
    /// Wait until an order is completed
    #[command(after_help = "Example:\n  imcloud orders await 1000042 --timeout 15m")]
    Await(OrderId),
}

#[derive(Debug, Args)]
pub(crate) struct OrderId {
    /// Id or number, such as SO000012
    id: String,
}

#[derive(Debug, Args)]
pub(crate) struct OrderFilterFlags {
    /// Of this customer
    #[arg(long, value_name = "ID")]
    pub(super) customer: Option<Id>,
    /// Of this subscription
    #[arg(long, value_name = "ID")]
    pub(super) subscription: Option<Id>,
    /// With this status
    #[arg(long, value_parser = listed(OrderStatus::LISTED, OrderStatus::as_str))]
    pub(super) status: Option<Listed<OrderStatus>>,
    /// Created at or after TIME, such as 2026-01-31T08:00:00Z or 2026-01-31
    #[arg(long, value_name = "TIME", value_parser = time_from)]
    pub(super) created_from: Option<DateTime>,
    /// Created at or before TIME; a day includes its end
    #[arg(long, value_name = "TIME", value_parser = time_to)]
    pub(super) created_to: Option<DateTime>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct OrderFlags {
    #[command(flatten)]
    from: From,
    /// Type: sales, change, renewal, cancellation or migration
    #[arg(long = "type", value_name = "TYPE")]
    type_: Option<String>,
    /// Id of the customer
    #[arg(long, value_name = "ID")]
    customer: Option<String>,
    /// Id of the subscription, for all but sales
    #[arg(long, value_name = "ID")]
    subscription: Option<String>,
    /// Product, as mpn=.. or id=.., quantity=..; repeatable
    #[arg(long, value_name = "FIELDS")]
    product: Vec<Secret>,
    /// Your own number of the order
    #[arg(long, value_name = "NUMBER")]
    po_number: Option<String>,
    /// Id of the plan to switch to
    #[arg(long, value_name = "ID")]
    plan: Option<String>,
    /// Event at which it takes effect: renewal
    #[arg(long, value_name = "EVENT")]
    scheduled_on: Option<String>,
    /// Check the credit of the customer
    #[arg(long, value_name = "true|false")]
    credit_check: Option<bool>,
    /// Day of the last billing, for migration orders
    #[arg(long, value_name = "DAY", value_parser = day)]
    last_billing_date: Option<Date>,
    /// Day of the next billing, for migration orders
    #[arg(long, value_name = "DAY", value_parser = day)]
    next_billing_date: Option<Date>,
}

/// Properties that only existing orders have.
const EXISTING: [&str; 3] = ["id", "orderNumber", "status"];

/// Properties that only responses have, also those to estimates.
const RESPONSE: [&str; 4] = ["details", "total", "creationDate", "statusCode"];

impl OrderFlags {
    /// Returns the checked order. With `to_place`, the body of an existing order is rejected unless it is
    /// placed `as_new`.
    pub(super) fn order(self, session: &Session, to_place: bool, as_new: bool) -> Result<OrderInput> {
        let mut body = Body::begin::<Order>(session, &self.from)?;
        let present = |names: &[&'static str]| -> Vec<&str> {
            names.iter().copied().filter(|name| body.get(name).is_some()).collect()
        };
        let existing = present(&EXISTING);
        if to_place && !as_new && !existing.is_empty() {
            let names = existing.join(", ");
            return Err(Failure::usage(format!("the body is that of an existing order: it has {names}"))
                .hint("To place such an order again, give --as-new."));
        }
        if !existing.is_empty() || !present(&RESPONSE).is_empty() {
            let type_ = self.type_.as_deref().or(body.get("type").and_then(Json::as_str)).map(str::to_owned);
            match type_.as_deref() {
                Some("change") if self.product.is_empty() && body.get("products").is_some() => {
                    let message =
                        "the body is a response to a change order, whose quantities may be differences";
                    return Err(
                        Failure::usage(message).hint("Give the wanted totals: --product mpn=..,quantity=..")
                    );
                }
                // The subscription that the order created.
                Some("sales" | "migration") => {
                    body = body.without("subscriptionId").without_each("products", "subscriptionId");
                }
                _ => {}
            }
            if to_place && body.remove("poNumber").is_some() && self.po_number.is_none() {
                session.note("left out the poNumber of the existing order; set one with --po-number");
            }
        }
        body.set("type", self.type_)
            .set("customerId", self.customer)
            .set("subscriptionId", self.subscription)
            .set_list("products", objects_of("--product", &self.product)?)
            .set("poNumber", self.po_number)
            .set("planId", self.plan)
            .set("scheduledOn", self.scheduled_on)
            .set("creditCheck", self.credit_check.map(Json::Bool))
            .set("lastBillingDate", self.last_billing_date.as_ref().map(Date::as_str))
            .set("nextBillingDate", self.next_billing_date.as_ref().map(Date::as_str))
            .check::<_, Order>(session, &CreateOrder::OPERATION)
    }
}

/// Returns the id of an order by its id or its number, such as SO000012.
async fn id_of(session: &Session, text: String) -> Result<String> {
    let (letters, digits) =
        text.split_at(text.find(|it: char| !it.is_ascii_alphabetic()).unwrap_or(text.len()));
    if letters.len() != 2 || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(text);
    }
    let number = text.to_ascii_uppercase();
    let mut items = session.client().await?.orders().list().order_number(number.as_str()).items();
    while let Some(item) = items.next().await {
        let item = item?;
        // The service ignores filters that it does not know.
        if item.order_number.as_deref() == Some(&number) {
            return Ok(item.id.to_string());
        }
    }
    Err(Failure::new(Exit::NotFound, format!("no order has the number {number}"))
        .hint("List orders with: imcloud orders list"))
}

pub(super) async fn run(session: &Session, command: Orders) -> Result {
    match command {
        Orders::List { filter, number, status_code, options } => {
            let mut wanted = OrderFilter::new();
            wanted.creation_time_from = filter.created_from;
            wanted.creation_time_to = filter.created_to;
            wanted.customer_id = filter.customer;
            wanted.status = Listed::accept(session, "--status", filter.status);
            wanted.subscription_id = filter.subscription;
            wanted.order_number = number;
            wanted.status_code = Listed::accept(session, "--status-code", status_code);
            let listing = session.client().await?.orders().list().filter(wanted);
            session.list(listing, &options, COLUMNS).await
        }
        Orders::Get(OrderId { id }) => {
            let id = id_of(session, id).await?;
            session.get(async |client| client.orders().get(id).await).await
        }
        Orders::Estimate(flags) => {
            let order = flags.order(session, false, false)?;
            session.get(async |client| client.orders().estimate(&order).await).await
        }
        Orders::Place(place) => place::run(session, place).await,
        Orders::Cancel(OrderId { id }) => place::cancel_order(session, &id_of(session, id).await?).await,
        Orders::Update { id, from, status_code, credit_check } => {
            let body: OrderUpdate = Body::begin::<Order>(session, &from)?
                .set("statusCode", status_code)
                .set("creditCheck", credit_check.map(Json::Bool))
                .or_nothing_to_change()?
                .check::<_, Order>(session, &UpdateOrder::OPERATION)?;
            let id = id_of(session, id).await?;
            if let Some(code) = &body.status_code {
                session.confirm(&format!("Order {id} gets the status code {code}."), "Change it?").await?;
            }
            let request = ("PATCH", &*format!("/orders/{id}"));
            session.send(request, &body, async |client, body| client.orders().update(id, body).await).await
        }
        Orders::Await(OrderId { id }) => {
            let id = id_of(session, id).await?;
            session.show_final(session.client().await?.orders().wait_for(id), "order").await
        }
    }
}
