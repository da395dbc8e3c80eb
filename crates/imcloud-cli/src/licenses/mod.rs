//! Lists of licenses: the rows of a file, the difference of two files, the report, and the checkpoint of an
//! interrupted list.

mod checkpoint;
mod difference;
mod page;
mod report;

use csv::StringRecord;
use imcloud::{
    Money, MoneyError,
    licenses::{InventoryRow, has_ended},
    rust_decimal::Decimal as Number,
};
use serde::Deserialize;
use serde_json::value::RawValue;

pub(crate) use checkpoint::Checkpoint;
pub(crate) use difference::{Change, Difference, missing_tail};
pub(crate) use page::page;
pub(crate) use report::{Report, renewals};

use crate::{
    json::{self, Json},
    output::exact,
};

/// An [`InventoryRow`] that was read from a JSON, NDJSON or CSV file. Numbers are exact decimals. Missing
/// values are empty.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct LicenseRow {
    pub(crate) customer_id: Option<String>,
    pub(crate) customer_external_id: Option<String>,
    pub(crate) customer_name: Option<String>,
    pub(crate) subscription_id: Option<String>,
    pub(crate) subscription_name: Option<String>,
    pub(crate) status: Option<String>,
    /// Position in the subscription, from 1.
    pub(crate) line: Option<u32>,
    pub(crate) product_id: Option<String>,
    pub(crate) mpn: Option<String>,
    pub(crate) product_name: Option<String>,
    pub(crate) vendor: Option<String>,
    pub(crate) vendor_subscription_id: Option<String>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) seats: Option<Number>,
    pub(crate) price_currency: Option<String>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) unit_price: Option<Number>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) extended_price: Option<Number>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) total_subscription_price: Option<Number>,
    pub(crate) cost_currency: Option<String>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) unit_cost: Option<Number>,
    #[serde(deserialize_with = "number::deserialize")]
    pub(crate) total_subscription_cost: Option<Number>,
    pub(crate) renews: Option<bool>,
    pub(crate) renewal_date: Option<String>,
    pub(crate) expiration_date: Option<String>,
    pub(crate) subscription_period: Option<String>,
    pub(crate) billing_period: Option<String>,
}

impl LicenseRow {
    pub(crate) fn has_ended(&self) -> bool {
        self.status.as_deref().is_some_and(|status| has_ended(&status.into()))
    }

    /// Returns the price of all seats in one billing period.
    ///
    /// # Errors
    /// A price without a currency.
    pub(crate) fn price(&self) -> Result<Option<Money>, MoneyError> {
        let currency = self.price_currency.as_deref().unwrap_or_default();
        self.extended_price.map(|amount| Money::new(amount, currency)).transpose()
    }
}

/// Returns the row as it is read from a list.
pub(crate) fn row_of(row: &InventoryRow) -> Result<LicenseRow, String> {
    from_object(&serde_json::to_string(row).map_err(|error| error.to_string())?)
}

/// Reads a list in any format that `licenses list` writes, except CSV.
pub(crate) fn rows_from_json(text: &str) -> Result<Vec<LicenseRow>, String> {
    if text.trim_start().starts_with('[') {
        let rows: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        return rows.iter().map(|row| from_object(row.get())).collect();
    }
    text.lines().filter(|line| !line.trim().is_empty()).map(from_object).collect()
}

/// Reads an object like a CSV record.
fn from_object(text: &str) -> Result<LicenseRow, String> {
    match json::read(text).map_err(|error| error.to_string())? {
        Json::Object(properties) => {
            let fields = properties.iter().map(|(name, value)| (name, exact(Some(value))));
            let (headings, record): (StringRecord, StringRecord) = fields.unzip();
            let row = record.deserialize(Some(&headings));
            row.map_err(|error| error.to_string().replace("CSV deserialize error: ", ""))
        }
        _ => Err("expected an object".to_owned()),
    }
}

/// Numbers without loss of digits. An empty string is a missing number.
pub(crate) mod number {
    use imcloud::{Decimal, rust_decimal::Decimal as Number};
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _, ser};
    use serde_json::value::RawValue;

    pub(crate) fn serialize<S: Serializer>(
        number: &(impl Into<Option<Number>> + Copy),
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let digits = (*number).into().map(|number| RawValue::from_string(number.to_string())).transpose();
        digits.map_err(ser::Error::custom)?.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Number>, D::Error> {
        let text = Option::<String>::deserialize(from)?.unwrap_or_default();
        let read = |text: &str| text.parse::<Decimal>().and_then(|decimal| decimal.to_decimal());
        match text.trim() {
            "" => Ok(None),
            text => read(text).map(Some).map_err(|_| D::Error::custom(format!("invalid number {text:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn row() -> LicenseRow {
        LicenseRow {
            customer_external_id: Some("007".to_owned()),
            customer_name: Some("Müller, \"Söhne\"\nund 1e5".to_owned()),
            subscription_id: Some("1000177".to_owned()),
            mpn: Some("1e5".to_owned()),
            line: Some(1),
            seats: Some(12.into()),
            price_currency: Some("USD".to_owned()),
            unit_price: Some(Number::new(1980, 2)),
            cost_currency: Some("EUR".to_owned()),
            total_subscription_cost: Some(7.into()),
            renews: Some(true),
            renewal_date: Some("2026-02-01".to_owned()),
            ..LicenseRow::default()
        }
    }

    #[test]
    fn row_survives_json_and_csv() {
        let mut inventory = InventoryRow::default();
        inventory.customer_external_id = Some("007".into());
        inventory.customer_name = row().customer_name;
        inventory.subscription_id = Some("1000177".into());
        inventory.mpn = row().mpn;
        inventory.line = Some(1);
        inventory.seats = Some(12.into());
        inventory.unit_price = Some("19.80 USD".parse().unwrap());
        inventory.total_subscription_cost = Some("7 EUR".parse().unwrap());
        inventory.renews = Some(true);
        inventory.renewal_date = Some("2026-02-01".parse().unwrap());
        assert_eq!(row_of(&inventory).unwrap(), row());
        let json = serde_json::to_string(&inventory).unwrap();
        assert!(json.contains(r#""seats":12,"priceCurrency":"USD","unitPrice":19.80"#), "{json}");
        assert_eq!(rows_from_json(&format!("[{json}]")).unwrap(), [row()]);
        assert_eq!(rows_from_json(&format!("{json}\n\n{json}\n")).unwrap(), [row(), row()]);
        let properties: serde_json::Map<String, Value> = serde_json::from_str(&json).unwrap();
        let field = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            // The price of this row keeps its zero only as text.
            Value::Number(number) if number.is_f64() => "19.80".to_owned(),
            other => other.to_string(),
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(properties.keys()).unwrap();
        writer.write_record(properties.values().map(field)).unwrap();
        let text = writer.into_inner().unwrap();
        let read: Vec<LicenseRow> =
            csv::Reader::from_reader(&text[..]).deserialize().map(Result::unwrap).collect();
        assert_eq!(read, [row()]);
    }

    #[test]
    fn invalid_number_is_rejected() {
        for invalid in ["many", "1,5", "9".repeat(40).as_str()] {
            let json = serde_json::json!({ "seats": invalid }).to_string();
            let error = rows_from_json(&json).unwrap_err();
            assert!(error.contains("invalid number"), "{error}");
        }
        assert_eq!(rows_from_json(r#"{"seats": " "}"#).unwrap(), [LicenseRow::default()]);
        let exact = rows_from_json(r#"{"unitPrice": 12345678901234567.89, "line": 2}"#).unwrap();
        assert_eq!(
            (exact[0].unit_price, exact[0].line),
            (Some(Number::new(1234567890123456789, 2)), Some(2))
        );
    }

    #[test]
    fn price_without_currency_is_an_error() {
        let row = LicenseRow { extended_price: Some(5.into()), ..LicenseRow::default() };
        assert!(matches!(row.price(), Err(MoneyError::NoCurrency { .. })));
    }
}
