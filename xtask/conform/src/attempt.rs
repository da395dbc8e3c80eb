//! Decoding a payload with the type of its operation, and encoding it again.

use anyhow::{Result, bail};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    exact::Json,
    members::Step,
    payload::{Kind, Payload},
};

/// The result of decoding a payload.
#[derive(Debug)]
pub struct Attempt {
    /// The type it was tried on.
    pub type_name: &'static str,
    /// What the type writes, or where and why it could not read.
    pub result: Result<Json, Failure>,
}

/// The error of a payload that could not be decoded.
#[derive(Debug)]
pub struct Failure {
    /// The location.
    pub path: Vec<Step>,
    /// The reason.
    pub message: String,
}

type Try = fn(&str) -> Attempt;

/// One operation: its ids and what is sent and received.
struct Row {
    name: &'static str,
    published: &'static str,
    sent: Option<Try>,
    received: Try,
}

macro_rules! rows {
    ($($name:ident $published:literal $method:literal $path:literal $sent:ty => $received:ty;)*) => {
        vec![$(Row { name: stringify!($name), published: $published, sent: sent_as::<$sent>(), received: attempt::<$received> }),*]
    };
}

fn rows() -> Vec<Row> {
    imcloud_raw::for_each_operation!(rows)
}

/// Tries a payload on the type that its name asks for.
///
/// # Errors
/// If no operation has that id, or the operation sends nothing.
pub fn payload(payload: &Payload, text: &str) -> Result<Attempt> {
    if payload.kind == Kind::Error && payload.operation == "any" {
        return Ok(attempt::<imcloud_raw::types::ErrorBody>(text));
    }
    let rows = rows();
    let known = rows.iter().find(|row| row.published == payload.operation || row.name == payload.operation);
    let Some(row) = known else {
        let ids: Vec<_> = rows.iter().map(|row| row.published).collect();
        bail!(
            "{} names the operation {}, which the specification does not have; it has {}",
            payload.path.display(),
            payload.operation,
            ids.join(", ")
        );
    };
    match (payload.kind, row.sent) {
        (Kind::Request, Some(sent)) => Ok(sent(text)),
        (Kind::Request, None) => {
            bail!("{} is a request of {}, which sends no body", payload.path.display(), row.published)
        }
        (Kind::Response, _) => Ok((row.received)(text)),
        (Kind::Error, _) => Ok(attempt::<imcloud_raw::types::ErrorBody>(text)),
    }
}

fn sent_as<T: DeserializeOwned + Serialize + 'static>() -> Option<Try> {
    let nothing = std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>();
    (!nothing).then_some(attempt::<T> as Try)
}

fn attempt<T: DeserializeOwned + Serialize>(text: &str) -> Attempt {
    let type_name = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let result = match serde_path_to_error::deserialize::<_, T>(deserializer) {
        Ok(value) => serde_json::to_string(&value)
            .map_err(Into::into)
            .and_then(|text| Json::read(&text))
            .map_err(|error| Failure {
                path: Vec::new(),
                message: format!("it can be read, but not written again: {error}"),
            }),
        Err(error) => Err(Failure { path: steps(error.path()), message: error.inner().to_string() }),
    };
    Attempt { type_name, result }
}

fn steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    use serde_path_to_error::Segment;
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(Step::Element(*index)),
            Segment::Map { key } => Some(Step::Member(key.clone())),
            Segment::Enum { .. } | Segment::Unknown => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::display;

    fn named(operation: &str, kind: Kind) -> Payload {
        Payload { path: "p.json".into(), operation: operation.into(), kind }
    }

    #[test]
    fn finds_the_type_by_published_id_and_by_name() {
        for id in ["getOrders", "list_orders"] {
            assert_eq!(payload(&named(id, Kind::Response), "{}").unwrap().type_name, "OrderList");
        }
        assert_eq!(payload(&named("createOrder", Kind::Request), "{}").unwrap().type_name, "OrderInput");
        assert_eq!(payload(&named("any", Kind::Error), "{}").unwrap().type_name, "ErrorBody");
    }

    #[test]
    fn says_what_is_wrong_with_the_name() {
        let error = payload(&named("getOrder", Kind::Response), "{}").unwrap_err().to_string();
        assert!(
            error.contains(
                "names the operation getOrder, which the specification does not have; it has getCustomers,"
            ),
            "{error}"
        );
        let error = payload(&named("getOrders", Kind::Request), "{}").unwrap_err().to_string();
        assert_eq!(error, "p.json is a request of getOrders, which sends no body");
    }

    #[test]
    fn says_where_a_payload_does_not_fit() {
        let attempt =
            payload(&named("getOrders", Kind::Response), r#"{"data": [{}, {"details": 5}]}"#).unwrap();
        let failure = attempt.result.unwrap_err();
        assert_eq!(display(&failure.path), "$.data[1].details");
        assert!(
            failure.message.contains("invalid type: integer `5`, expected a list"),
            "{}",
            failure.message
        );
    }
}
