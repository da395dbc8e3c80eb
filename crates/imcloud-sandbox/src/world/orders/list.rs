//! Lists of orders, and one order.

use chrono::{DateTime, Utc};
use imcloud_raw::types;

use crate::{
    model::Order,
    world::{Call, Rejection, World, page::Page},
};

impl World {
    pub(in crate::world) fn list_orders(&self, call: &Call<'_>) -> Result<types::OrderList, Rejection> {
        let number = call.query("orderNumber");
        let code = call.query("statusCode");
        let matches = |order: &Order| {
            number.is_none_or(|number| number == order.number)
                && code.is_none_or(|code| code == order.status_code.as_str())
        };
        self.orders_where(call, (number.is_some() || code.is_some()).then_some(matches))
    }

    /// Without the filters by number and status code (documented).
    pub(in crate::world) fn list_reseller_orders(
        &self,
        call: &Call<'_>,
    ) -> Result<types::OrderList, Rejection> {
        let reseller = self.reseller(call.id())?.id;
        let of = |id| self.customers.get(id).map(|customer| customer.reseller_id);
        self.orders_where(call, Some(|order: &Order| of(order.customer_id) == Some(reseller)))
    }

    fn orders_where(
        &self,
        call: &Call<'_>,
        belongs: Option<impl Fn(&Order) -> bool>,
    ) -> Result<types::OrderList, Rejection> {
        let page = Page::of(call, &self.behavior)?;
        let times = self.behavior.creation_time_filters;
        let from = if times { moment(call, "creationTimeFrom")? } else { None };
        let to = if times { moment(call, "creationTimeTo")? } else { None };
        let status = call.query("status").filter(|_| self.behavior.order_status_filter);
        // An id that is not a number belongs to nobody.
        let ids = |name| call.query(name).map(|id| id.parse::<u64>().unwrap_or_default());
        let (customer, subscription) = (ids("customerId"), ids("subscriptionId"));
        let group = match (customer, subscription) {
            (_, Some(id)) => Some(self.orders_of_subscription.of(id)),
            (Some(id), None) => Some(self.orders_of_customer.of(id)),
            (None, None) => None,
        };
        let narrowed = belongs.is_some()
            || (customer.is_some() && subscription.is_some())
            || status.is_some()
            || from.is_some()
            || to.is_some();
        let matches = narrowed.then_some(|order: &&Order| {
            belongs.as_ref().is_none_or(|belongs| belongs(order))
                && customer.is_none_or(|id| id == order.customer_id)
                && status.is_none_or(|status| status == order.status.as_str())
                && from.is_none_or(|from| from <= order.created)
                && to.is_none_or(|to| order.created <= to)
        });
        let rows = self.orders.rows();
        let (rows, total) = match group {
            Some(places) => page.select(places.iter().rev().map(|place| &rows[*place]), matches),
            None => page.select(rows.iter().rev(), matches),
        };
        Ok(fill!(OrderList {
            data: rows.into_iter().map(row).collect::<Vec<_>>(),
            pagination: page.envelope(total),
        }))
    }

    pub(super) fn order(&self, id: &str) -> Result<&Order, Rejection> {
        let found = id.parse().ok().and_then(|id| self.orders.get(id));
        found.ok_or_else(|| Rejection::unknown("order", id, &self.behavior))
    }

    pub(in crate::world) fn get_order(&self, id: &str) -> Result<types::Order, Rejection> {
        let order = self.order(id)?;
        let mut detail = self.order_detail(order);
        detail.id = order.id.into();
        detail.order_number = Some(order.number.clone());
        Ok(detail)
    }
}

/// Rows have no purchase order number, products or prices (observed).
fn row(order: &Order) -> types::OrderSummary {
    fill!(OrderSummary {
        id: imcloud_raw::Id::from(order.id),
        order_number: order.number.clone(),
        type_: order.type_.clone(),
        status: order.status.clone(),
        status_code: order.status_code.clone(),
        customer_id: imcloud_raw::Id::from(order.customer_id),
        creation_date: imcloud_raw::DateTime::from(order.created),
        provisioning_date: order.provisioned.map(imcloud_raw::DateTime::from),
    })
}

fn moment(call: &Call<'_>, name: &str) -> Result<Option<DateTime<Utc>>, Rejection> {
    let Some(given) = call.parsed::<imcloud_raw::DateTime>(name)? else { return Ok(None) };
    given.to_utc().map(Some).map_err(|error| Rejection::bad(format!("{name}: {error}.")))
}
