//! Writing scalars as JSON numbers, where the published type is a number.

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::{Decimal, Id};

/// Writes a decimal digit by digit; `f64` is never involved.
pub(crate) fn decimal<S: Serializer>(decimal: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    let as_written =
        RawValue::from_string(decimal.as_str().to_owned()).ok().filter(|raw| is_number(raw.get()));
    let raw = as_written.or_else(|| RawValue::from_string(decimal.to_decimal().ok()?.to_string()).ok());
    match raw {
        Some(raw) => raw.serialize(serializer),
        // Not a number at all: the service may say so.
        None => decimal.serialize(serializer),
    }
}

/// Like [`decimal`], for a member that may be absent.
pub(crate) fn optional_decimal<S: Serializer>(
    value: &Option<Decimal>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => decimal(value, serializer),
        None => serializer.serialize_none(),
    }
}

/// Writes an id as a number when it is one.
#[allow(dead_code, reason = "whether an id is required depends on the specification")]
pub(crate) fn id<S: Serializer>(id: &Id, serializer: S) -> Result<S::Ok, S::Error> {
    match id.as_str().parse::<i64>() {
        Ok(number) if number.to_string() == id.as_str() => serializer.serialize_i64(number),
        _ => id.serialize(serializer),
    }
}

/// Like [`id`], for a member that may be absent.
pub(crate) fn optional_id<S: Serializer>(value: &Option<Id>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => id(value, serializer),
        None => serializer.serialize_none(),
    }
}

fn is_number(json: &str) -> bool {
    json.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Line {
        #[serde(serialize_with = "decimal")]
        quantity: Decimal,
        #[serde(serialize_with = "id")]
        plan: Id,
    }

    fn written(quantity: &str, plan: &str) -> String {
        let quantity = serde_json::from_value(quantity.into()).unwrap();
        serde_json::to_string(&Line { quantity, plan: plan.into() }).unwrap()
    }

    #[test]
    fn writes_every_digit() {
        assert_eq!(written("0.1", "7"), r#"{"quantity":0.1,"plan":7}"#);
        assert_eq!(written("12345678901234567.890", "-7"), r#"{"quantity":12345678901234567.890,"plan":-7}"#);
        assert_eq!(written("+2", "7"), r#"{"quantity":2,"plan":7}"#);
    }

    #[test]
    fn leaves_to_the_service_what_is_no_number() {
        assert_eq!(written("many", "self"), r#"{"quantity":"many","plan":"self"}"#);
        assert_eq!(written("true", "007"), r#"{"quantity":"true","plan":"007"}"#);
    }
}
