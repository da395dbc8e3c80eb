//! A row as it is written: flat, and of texts.

use imcloud_raw::{Date, Id};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, IntoDeserializer, value},
    ser,
};

use super::InventoryRow;
use crate::{Money, MoneyError, money::number};

/// Formats that guess types, such as CSV, must not make numbers of ids, so everything is a text here.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Record {
    customer_id: Option<String>,
    customer_external_id: Option<String>,
    customer_name: Option<String>,
    subscription_id: Option<String>,
    subscription_name: Option<String>,
    status: Option<String>,
    line: Option<u32>,
    product_id: Option<String>,
    mpn: Option<String>,
    product_name: Option<String>,
    vendor: Option<String>,
    vendor_subscription_id: Option<String>,
    seats: Option<String>,
    price_currency: Option<String>,
    unit_price: Option<String>,
    extended_price: Option<String>,
    total_subscription_price: Option<String>,
    cost_currency: Option<String>,
    unit_cost: Option<String>,
    total_subscription_cost: Option<String>,
    renews: Option<bool>,
    renewal_date: Option<String>,
    expiration_date: Option<String>,
    subscription_period: Option<String>,
    billing_period: Option<String>,
}

impl Serialize for InventoryRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Record::try_from(self).map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for InventoryRow {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Record::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}

impl TryFrom<&InventoryRow> for Record {
    type Error = MoneyError;

    fn try_from(row: &InventoryRow) -> Result<Self, MoneyError> {
        let [price_currency, cost_currency] = row.currencies()?;
        let id = |id: &Option<Id>| id.as_ref().map(ToString::to_string);
        let date = |date: &Option<Date>| date.as_ref().map(ToString::to_string);
        let amount = |money: &Option<Money>| money.as_ref().map(|money| money.amount().to_string());
        Ok(Self {
            customer_id: id(&row.customer_id),
            customer_external_id: id(&row.customer_external_id),
            customer_name: row.customer_name.clone(),
            subscription_id: id(&row.subscription_id),
            subscription_name: row.subscription_name.clone(),
            status: row.status.as_ref().map(ToString::to_string),
            line: row.line,
            product_id: id(&row.product_id),
            mpn: row.mpn.clone(),
            product_name: row.product_name.clone(),
            vendor: row.vendor.clone(),
            vendor_subscription_id: id(&row.vendor_subscription_id),
            seats: row.seats.map(|seats| seats.to_string()),
            price_currency: price_currency.map(str::to_owned),
            unit_price: amount(&row.unit_price),
            extended_price: amount(&row.extended_price),
            total_subscription_price: amount(&row.total_subscription_price),
            cost_currency: cost_currency.map(str::to_owned),
            unit_cost: amount(&row.unit_cost),
            total_subscription_cost: amount(&row.total_subscription_cost),
            renews: row.renews,
            renewal_date: date(&row.renewal_date),
            expiration_date: date(&row.expiration_date),
            subscription_period: row.subscription_period.clone(),
            billing_period: row.billing_period.clone(),
        })
    }
}

impl TryFrom<Record> for InventoryRow {
    type Error = MoneyError;

    fn try_from(record: Record) -> Result<Self, MoneyError> {
        let text = |text: Option<String>| text.filter(|text| !text.is_empty());
        let id = |it: Option<String>| text(it).map(Id::from);
        let price = |amount| in_currency(amount, record.price_currency.as_deref());
        let cost = |amount| in_currency(amount, record.cost_currency.as_deref());
        Ok(Self {
            customer_id: id(record.customer_id),
            customer_external_id: id(record.customer_external_id),
            customer_name: text(record.customer_name),
            subscription_id: id(record.subscription_id),
            subscription_name: text(record.subscription_name),
            status: text(record.status).map(Into::into),
            line: record.line,
            product_id: id(record.product_id),
            mpn: text(record.mpn),
            product_name: text(record.product_name),
            vendor: text(record.vendor),
            vendor_subscription_id: id(record.vendor_subscription_id),
            seats: text(record.seats).map(|seats| number(&seats)).transpose()?,
            unit_price: price(record.unit_price)?,
            extended_price: price(record.extended_price)?,
            total_subscription_price: price(record.total_subscription_price)?,
            unit_cost: cost(record.unit_cost)?,
            total_subscription_cost: cost(record.total_subscription_cost)?,
            renews: record.renews,
            renewal_date: text(record.renewal_date).and_then(date),
            expiration_date: text(record.expiration_date).and_then(date),
            subscription_period: text(record.subscription_period),
            billing_period: text(record.billing_period),
        })
    }
}

fn in_currency(amount: Option<String>, currency: Option<&str>) -> Result<Option<Money>, MoneyError> {
    match amount.filter(|amount| !amount.trim().is_empty()) {
        Some(amount) => Money::of_parts(Some(&amount), currency),
        None => Ok(None),
    }
}

/// A date keeps every text that it is read from.
fn date(text: String) -> Option<Date> {
    let deserializer: value::StringDeserializer<value::Error> = text.into_deserializer();
    Date::deserialize(deserializer).ok()
}
