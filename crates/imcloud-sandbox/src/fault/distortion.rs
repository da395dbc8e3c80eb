//! Answers that are JSON, but not what was to be expected.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::contract;

#[derive(Clone, Debug)]
pub(crate) enum Distortion {
    /// For members of these names, or of all names when there are none.
    Nulls(Vec<String>),
    NumbersAsTexts,
    UnknownMembers,
    /// For members of these names, or of all that the specification calls enumerations when there are none.
    UnknownValues(Vec<String>),
}

const UNKNOWN_MEMBER: &str = "addedUpstream";
const UNKNOWN_VALUE: &str = "addedUpstream";

/// Their members are named by callers and vendors, and not by the specification.
const FREE_FORM: [&str; 3] = ["attributes", "value", "structured_value"];

impl Distortion {
    /// A body that is no JSON stays as it is.
    pub(crate) fn apply(&self, body: &[u8]) -> Option<Vec<u8>> {
        let mut value: Value = serde_json::from_slice(body).ok()?;
        match self {
            Self::Nulls(names) if names.is_empty() => null_records(&mut value),
            Self::Nulls(names) => each_member(&mut value, &mut |name, member| {
                if names.iter().any(|wanted| wanted == name) {
                    *member = Value::Null;
                }
            }),
            Self::NumbersAsTexts => each_member(&mut value, &mut |_, member| number_as_text(member)),
            Self::UnknownMembers => add_members(&mut value),
            Self::UnknownValues(names) => each_member(&mut value, &mut |name, member| {
                if let Value::String(text) = member
                    && if names.is_empty() {
                        contract::is_listed(name, text)
                    } else {
                        names.iter().any(|wanted| wanted == name)
                    }
                {
                    UNKNOWN_VALUE.clone_into(text);
                }
            }),
        }
        serde_json::to_vec(&value).ok()
    }
}

/// Rows of a list, or the answer itself.
fn null_records(value: &mut Value) {
    fn null(record: &mut Value) {
        for (_, member) in record.as_object_mut().into_iter().flatten().filter(|(name, _)| *name != "id") {
            *member = Value::Null;
        }
    }
    match value.get_mut("data") {
        Some(Value::Array(rows)) => rows.iter_mut().for_each(null),
        _ => null(value),
    }
}

/// Every member of every object and every element of its arrays, inner ones after outer ones.
fn each_member(value: &mut Value, change: &mut impl FnMut(&str, &mut Value)) {
    fn walk(name: &str, value: &mut Value, change: &mut impl FnMut(&str, &mut Value)) {
        match value {
            Value::Object(members) => members.iter_mut().for_each(|(name, member)| {
                change(name, member);
                walk(name, member, change);
            }),
            Value::Array(elements) => elements.iter_mut().for_each(|element| {
                change(name, element);
                walk(name, element, change);
            }),
            _ => {}
        }
    }
    walk("", value, change);
}

fn number_as_text(value: &mut Value) {
    if let Value::Number(number) = value {
        *value = Value::String(number.to_string());
    }
}

fn add_members(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let inner = members.iter_mut().filter(|(name, _)| !FREE_FORM.contains(&name.as_str()));
            inner.for_each(|(_, member)| add_members(member));
            add(members);
        }
        Value::Array(elements) => elements.iter_mut().for_each(add_members),
        _ => {}
    }
}

fn add(members: &mut Map<String, Value>) {
    members.insert(UNKNOWN_MEMBER.to_owned(), json!({ "since": "2.0", "values": [1, null] }));
}

impl fmt::Display for Distortion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nulls(_) => "nulls",
            Self::NumbersAsTexts => "numbers as texts",
            Self::UnknownMembers => "unknown members",
            Self::UnknownValues(_) => "unknown values",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distorted(distortion: &Distortion, body: &Value) -> Value {
        serde_json::from_slice(&distortion.apply(body.to_string().as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn nulls_spare_ids_and_the_frame_of_a_list() {
        let list = json!({"data": [{"id": "1", "name": "a"}], "pagination": {"total": 1}});
        assert_eq!(
            distorted(&Distortion::Nulls(Vec::new()), &list),
            json!({"data": [{"id": "1", "name": null}], "pagination": {"total": 1}})
        );
        let detail = json!({"id": "1", "address": {"city": "x"}});
        assert_eq!(distorted(&Distortion::Nulls(Vec::new()), &detail), json!({"id": "1", "address": null}));
        assert_eq!(
            distorted(&Distortion::Nulls(vec!["city".to_owned()]), &detail),
            json!({"id": "1", "address": {"city": null}})
        );
    }

    #[test]
    fn numbers_become_texts_with_the_same_digits() {
        let body = json!({"a": 1.5, "b": [{"c": -3}, 4], "d": "5"});
        assert_eq!(
            distorted(&Distortion::NumbersAsTexts, &body),
            json!({"a": "1.5", "b": [{"c": "-3"}, "4"], "d": "5"})
        );
    }

    #[test]
    fn unknown_members_stay_out_of_maps() {
        let body = json!({"data": [{"id": "1", "attributes": {"a": "b"}}]});
        let out = distorted(&Distortion::UnknownMembers, &body);
        assert!(out[UNKNOWN_MEMBER].is_object());
        assert!(out["data"][0][UNKNOWN_MEMBER].is_object());
        assert_eq!(out["data"][0]["attributes"], json!({"a": "b"}));
    }

    #[test]
    fn unknown_values_replace_listed_values_only() {
        let body = json!({"status": "active", "name": "active", "type": "my own words"});
        let out = distorted(&Distortion::UnknownValues(Vec::new()), &body);
        assert_eq!(out, json!({"status": UNKNOWN_VALUE, "name": "active", "type": "my own words"}));
        let named = distorted(&Distortion::UnknownValues(vec!["name".to_owned()]), &body);
        assert_eq!(named["name"], UNKNOWN_VALUE);
        assert_eq!(named["status"], "active");
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        assert!(Distortion::NumbersAsTexts.apply(b"<html>").is_none());
    }
}
