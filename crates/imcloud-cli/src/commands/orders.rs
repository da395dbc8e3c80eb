//! `imcloud orders`.

use clap::{Args, Subcommand};
use imcloud::{
    Client, Date, DateTime, Id, OrderFilter, ResellerOrderFilter, Secret,
    raw::operations::{CreateOrder, UpdateOrder},
    types::{Order, OrderInput, OrderStatus, OrderStatusCode, OrderSummary, OrderUpdate},
};

use super::{
    place::{self, Place},
    resource::{BodyArgs, BodyFlags as _, Objects as _, ResourceList, body, filter, resource},
};
use crate::{
    failure::{Exit, Failure, Result},
    input::{Body, Listed, day, listed, time_from, time_to},
    json::Json,
    session::Session,
};

pub(super) const COLUMNS: &str = "id,orderNumber,type,status,customerId,creationDate,provisioningDate";

resource! {
    Orders in orders;
    list() -> OrderSummary, COLUMNS, ListFlags => OrderFilter;
    get -> Order;
}

filter! { OrderFilterFlags for [OrderFilter, ResellerOrderFilter] {
    /// Of this customer
    customer "ID": Id => customer_id,
    /// Of this subscription
    subscription "ID": Id => subscription_id,
    /// With this status
    status (listed(OrderStatus::LISTED, OrderStatus::as_str)): Listed<OrderStatus> => status,
    /// Created at or after TIME, such as 2026-01-31T08:00:00Z or 2026-01-31
    created_from "TIME" (time_from): DateTime => creation_time_from,
    /// Created at or before TIME; a day includes its end
    created_to "TIME" (time_to): DateTime => creation_time_to,
}}

filter! { ListFlags for [OrderFilter] {
    with OrderFilterFlags;
    /// With this number, such as SO000012
    number "NUMBER": String => order_number,
    /// With this internal code, such as CP
    status_code "CODE" (listed(OrderStatusCode::LISTED, OrderStatusCode::as_str)): Listed<OrderStatusCode> => status_code,
}}

body! { OrderFlags {
    /// Type: sales, change, renewal, cancellation or migration
    type_ "TYPE": Option<String> => "type",
    /// Id of the customer
    customer "ID": Option<String> => "customerId",
    /// Id of the subscription, for all but sales
    subscription "ID": Option<String> => "subscriptionId",
    /// Product, as mpn=.. or id=.., quantity=..; repeatable
    product "FIELDS": Vec<Secret> => "products",
    /// Your own number of the order
    po_number "NUMBER": Option<String> => "poNumber",
    /// Id of the plan to switch to
    plan "ID": Option<String> => "planId",
    /// Event at which it takes effect: renewal
    scheduled_on "EVENT": Option<String> => "scheduledOn",
    /// Check the credit of the customer
    credit_check "true|false": Option<bool> => "creditCheck",
    /// Day of the last billing, for migration orders
    last_billing_date "DAY" (day): Option<Date> => "lastBillingDate",
    /// Day of the next billing, for migration orders
    next_billing_date "DAY" (day): Option<Date> => "nextBillingDate",
}}

body! { UpdateFlags {
    /// New status code; CL withdraws the order
    status_code "CODE": Option<String> => "statusCode",
    /// Check the credit of the customer
    credit_check "true|false": Option<bool> => "creditCheck",
}}

#[derive(Debug, Subcommand)]
pub(crate) enum Orders {
    /// List orders, newest first
    #[command(after_help = "Example:\n  imcloud orders list --customer 1000042 --status processing")]
    List(Box<ResourceList<Self>>),
    /// Show an order in full
    #[command(
        after_help = "Example:\n  imcloud orders get 1000042 --query '.details[].extendedPrice.amount'"
    )]
    Get(OrderId),
    /// Price an order without placing it
    #[command(
        after_help = "Example:\n  imcloud orders estimate --customer 1000042 --type sales --product mpn=FJ-DOCS-01,quantity=3"
    )]
    Estimate(BodyArgs<OrderFlags>),
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
        body: BodyArgs<UpdateFlags>,
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

/// Properties that only existing orders have.
const EXISTING: [&str; 3] = ["id", "orderNumber", "status"];

/// Properties that only responses have, also those to estimates.
const RESPONSE: [&str; 4] = ["details", "total", "creationDate", "statusCode"];

impl BodyArgs<OrderFlags> {
    /// Returns the checked order. With `to_place`, the body of an existing order is rejected unless it is
    /// placed `as_new`.
    pub(super) fn order(self, session: &Session, to_place: bool, as_new: bool) -> Result<OrderInput> {
        let Self { from, flags } = self;
        let mut body = Body::begin::<Order>(session, &from)?;
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
            let type_ = flags.type_.as_deref().or(body.get("type").and_then(Json::as_str)).map(str::to_owned);
            match type_.as_deref() {
                Some("change") if flags.product.is_empty() && body.get("products").is_some() => {
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
            if to_place && body.remove("poNumber").is_some() && flags.po_number.is_none() {
                session.note("left out the poNumber of the existing order; set one with --po-number");
            }
        }
        flags.set(body)?.check::<_, Order>(session, &CreateOrder::OPERATION)
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
    while let Some(item) = items.try_next().await? {
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
        Orders::List(list) => list.run(session).await,
        Orders::Get(OrderId { id }) => Orders::show(session, &id_of(session, id).await?).await,
        Orders::Estimate(order) => {
            let order = order.order(session, false, false)?;
            session.get(async |client| client.orders().estimate(&order).await).await
        }
        Orders::Place(place) => place::run(session, place).await,
        Orders::Cancel(OrderId { id }) => place::cancel_order(session, &id_of(session, id).await?).await,
        Orders::Update { id, body } => {
            let body = body.body::<Order>(session)?.or_nothing_to_change()?;
            let body: OrderUpdate = body.check::<_, Order>(session, &UpdateOrder::OPERATION)?;
            let id = id_of(session, id).await?;
            if let Some(code) = &body.status_code {
                session.confirm(&format!("Order {id} gets the status code {code}."), "Change it?").await?;
            }
            let update = async |client: &Client, body: &_| client.orders().update(&id, body).await;
            session.send(&UpdateOrder::OPERATION, &id, &body, update).await
        }
        Orders::Await(OrderId { id }) => {
            let id = id_of(session, id).await?;
            session.show_final(session.client().await?.orders().wait_for(id), "order").await
        }
    }
}
