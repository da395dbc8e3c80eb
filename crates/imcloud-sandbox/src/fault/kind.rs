//! Effects of faults.

use std::{collections::BTreeMap, fmt, time::Duration};

use axum::http::{HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::FaultError;
use crate::{contract, response::ApiResponse};

/// The effect of a fault. Each kind has the name of its constructor in [`Fault`](super::Fault).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(crate) enum Kind {
    Delay {},
    Status {
        status: u16,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        headers: BTreeMap<String, String>,
        #[serde(default, skip_serializing_if = "Bytes::is_empty", with = "text")]
        body: Bytes,
    },
    GatewayTimeout {},
    InternalError {},
    RateLimited {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    QuotaSpent {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after_seconds: Option<u64>,
    },
    DeadToken {},
    NoEntityFound {},
    Reset {},
    ResetInBody {},
    NoResponse {},
    TruncatedBody {},
    SlowBody {
        chunks: usize,
        #[serde(rename = "intervalSeconds", with = "crate::clock::seconds")]
        interval: Duration,
    },
    ContentType {
        content_type: String,
    },
    EmptyBody {},
    /// For properties of these names, or for all except `id` without names.
    Nulls {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        properties: Vec<String>,
    },
    NumbersAsStrings {},
    UnknownProperties {},
    /// For properties of these names, or for all that the specification calls enums without names.
    UnknownValues {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        properties: Vec<String>,
    },
    InsertedItems {
        count: usize,
    },
}

impl Kind {
    /// Returns false if it replaces the response, so that the work need not be done.
    pub(crate) fn needs_work(&self) -> bool {
        !matches!(
            self,
            Self::Status { .. }
                | Self::GatewayTimeout {}
                | Self::InternalError {}
                | Self::RateLimited { .. }
                | Self::QuotaSpent { .. }
                | Self::DeadToken {}
                | Self::NoEntityFound {}
                | Self::Reset {}
                | Self::NoResponse {}
        )
    }

    pub(crate) fn check(&self) -> Result<(), FaultError> {
        match self {
            Self::Status { status, headers, body } => fixed(*status, headers, body).map(drop),
            Self::ContentType { content_type } if HeaderValue::from_str(content_type).is_err() => {
                Err(FaultError::Header { name: "content-type".to_owned() })
            }
            Self::InsertedItems { count } if *count > MAX_INSERTED => {
                Err(FaultError::Form { reason: format!("count is {count}; insert up to {MAX_INSERTED}") })
            }
            _ => Ok(()),
        }
    }

    /// Returns a response that replaces that of the work and does not depend on the request.
    pub(crate) fn replacement(&self) -> Option<ApiResponse> {
        let (response, seconds): (fn(u64) -> ApiResponse, _) = match self {
            Self::Status { status, headers, body } => return fixed(*status, headers, body).ok(),
            Self::GatewayTimeout {} => return Some(ApiResponse::gateway_timeout()),
            Self::RateLimited { retry_after_seconds } => (ApiResponse::too_fast, *retry_after_seconds),
            Self::QuotaSpent { retry_after_seconds } => (ApiResponse::quota_spent, *retry_after_seconds),
            _ => return None,
        };
        Some(match seconds {
            Some(seconds) => response(seconds).retry_after(seconds),
            None => response(1),
        })
    }
}

const MAX_INSERTED: usize = 10_000;

fn fixed(status: u16, headers: &BTreeMap<String, String>, body: &Bytes) -> Result<ApiResponse, FaultError> {
    let code = StatusCode::from_u16(status).ok().filter(|_| status >= 200);
    let mut response =
        ApiResponse { status: code.ok_or(FaultError::Status { status })?, ..ApiResponse::default() };
    for (name, value) in headers {
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => response.headers.insert(name, value),
            _ => return Err(FaultError::Header { name: name.clone() }),
        };
    }
    response.body = body.clone();
    Ok(response)
}

/// The name with spaces, such as "gateway timeout".
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Status { status, .. } = self {
            return write!(f, "status {status}");
        }
        let value = serde_json::to_value(self).unwrap_or_default();
        f.write_str(&value["kind"].as_str().unwrap_or_default().replace('_', " "))
    }
}

/// A body as a string. Bytes that are not UTF-8 are shown as U+FFFD.
mod text {
    use bytes::Bytes;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&String::from_utf8_lossy(bytes))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
        String::deserialize(deserializer).map(Bytes::from)
    }
}

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
