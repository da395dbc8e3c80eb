//! Responses that are JSON, but differ from the specification.

use serde_json::{Value, json};

use super::Kind;
use crate::contract;

const UNKNOWN: &str = "addedUpstream";

/// Callers and vendors name their properties, not the specification.
const FREE_FORM: [&str; 3] = ["attributes", "value", "structured_value"];

impl Kind {
    /// Returns the changed body; `None` if the body is not JSON or the kind does not change JSON.
    pub(crate) fn distort(&self, body: &[u8]) -> Option<Vec<u8>> {
        let mut value: Value = serde_json::from_slice(body).ok()?;
        match self {
            Self::Nulls { properties } if properties.is_empty() => null_records(&mut value),
            Self::Nulls { properties } => walk("", &mut value, &mut |name, property| {
                if properties.iter().any(|wanted| wanted == name) {
                    *property = Value::Null;
                }
            }),
            Self::NumbersAsStrings {} => walk("", &mut value, &mut |_, property| {
                if let Value::Number(number) = property {
                    *property = Value::String(number.to_string());
                }
            }),
            Self::UnknownProperties {} => add_properties(&mut value),
            Self::UnknownValues { properties } => walk("", &mut value, &mut |name, property| {
                if let Value::String(text) = property
                    && if properties.is_empty() {
                        contract::is_listed(name, text)
                    } else {
                        properties.iter().any(|wanted| wanted == name)
                    }
                {
                    UNKNOWN.clone_into(text);
                }
            }),
            _ => return None,
        }
        serde_json::to_vec(&value).ok()
    }
}

/// Sets the properties of the items of a list, or of a single record, to null.
fn null_records(value: &mut Value) {
    let is_list = value.get("data").is_some_and(Value::is_array);
    let records = match if is_list { &mut value["data"] } else { value } {
        Value::Array(items) => &mut items[..],
        record => std::slice::from_mut(record),
    };
    let properties = records.iter_mut().filter_map(Value::as_object_mut).flatten();
    properties.filter(|(name, _)| *name != "id").for_each(|(_, property)| *property = Value::Null);
}

/// Visits a value, every property of its objects and every element of its arrays, outer ones first.
fn walk(name: &str, value: &mut Value, change: &mut impl FnMut(&str, &mut Value)) {
    change(name, value);
    match value {
        Value::Object(properties) => {
            properties.iter_mut().for_each(|(name, property)| walk(name, property, change));
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| walk(name, element, change)),
        _ => {}
    }
}

fn add_properties(value: &mut Value) {
    match value {
        Value::Object(properties) => {
            let inner = properties.iter_mut().filter(|(name, _)| !FREE_FORM.contains(&name.as_str()));
            inner.for_each(|(_, property)| add_properties(property));
            properties.insert(UNKNOWN.to_owned(), json!({ "since": "2.0", "values": [1, null] }));
        }
        Value::Array(elements) => elements.iter_mut().for_each(add_properties),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distorted(kind: &Kind, body: &Value) -> Value {
        serde_json::from_slice(&kind.distort(body.to_string().as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn nulls_keep_ids_and_pagination() {
        let list = json!({"data": [{"id": "1", "name": "a"}], "pagination": {"total": 1}});
        assert_eq!(
            distorted(&Kind::Nulls { properties: Vec::new() }, &list),
            json!({"data": [{"id": "1", "name": null}], "pagination": {"total": 1}})
        );
        let detail = json!({"id": "1", "address": {"city": "x"}});
        assert_eq!(
            distorted(&Kind::Nulls { properties: Vec::new() }, &detail),
            json!({"id": "1", "address": null})
        );
        assert_eq!(
            distorted(&Kind::Nulls { properties: vec!["city".to_owned()] }, &detail),
            json!({"id": "1", "address": {"city": null}})
        );
    }

    #[test]
    fn numbers_become_strings_with_same_digits() {
        let body = json!({"a": 1.5, "b": [{"c": -3}, 4], "d": "5"});
        assert_eq!(
            distorted(&Kind::NumbersAsStrings {}, &body),
            json!({"a": "1.5", "b": [{"c": "-3"}, "4"], "d": "5"})
        );
    }

    #[test]
    fn unknown_properties_stay_out_of_maps() {
        let body = json!({"data": [{"id": "1", "attributes": {"a": "b"}}]});
        let out = distorted(&Kind::UnknownProperties {}, &body);
        assert!(out[UNKNOWN].is_object());
        assert!(out["data"][0][UNKNOWN].is_object());
        assert_eq!(out["data"][0]["attributes"], json!({"a": "b"}));
    }

    #[test]
    fn unknown_values_replace_listed_values_only() {
        let body = json!({"status": "active", "name": "active", "type": "my own words"});
        let out = distorted(&Kind::UnknownValues { properties: Vec::new() }, &body);
        assert_eq!(out, json!({"status": UNKNOWN, "name": "active", "type": "my own words"}));
        let named = distorted(&Kind::UnknownValues { properties: vec!["name".to_owned()] }, &body);
        assert_eq!(named["name"], UNKNOWN);
        assert_eq!(named["status"], "active");
    }

    #[test]
    fn body_without_json_is_not_changed() {
        assert!(Kind::NumbersAsStrings {}.distort(b"<html>").is_none());
    }
}
