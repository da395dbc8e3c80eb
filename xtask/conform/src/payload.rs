//! Payload files: their names, and decoding them with the type of their operation.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::{Serialize, de::DeserializeOwned};
use serde_path_to_error::Segment;
use walkdir::WalkDir;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Request,
    Response,
    Error,
}

/// Returns a path such as `$.products[0].quantity`.
pub(crate) fn display(path: &[Segment]) -> String {
    path.iter().fold("$".to_owned(), |text, step| match step {
        Segment::Map { key } => format!("{text}.{key}"),
        Segment::Seq { index } => format!("{text}[{index}]"),
        Segment::Enum { .. } | Segment::Unknown => text,
    })
}

#[derive(Debug, Clone)]
pub(crate) struct Payload {
    pub(crate) path: PathBuf,
    /// The operation id, or `any` for an error of any operation.
    pub(crate) operation: String,
    pub(crate) kind: Kind,
}

/// Returns the payload files of the given paths; directories are searched at every depth.
pub(crate) fn collect(paths: &[PathBuf]) -> Result<Vec<Payload>> {
    let mut payloads = Vec::new();
    for path in paths {
        ensure!(path.exists(), "{} is neither a file nor a directory", path.display());
        for entry in WalkDir::new(path).follow_links(true).sort_by_file_name() {
            let entry = entry.context("could not list the payloads")?;
            let is_json = entry.path().extension().is_some_and(|extension| extension == "json");
            if entry.file_type().is_file() && (is_json || entry.depth() == 0) {
                payloads.push(of_name(entry.path())?);
            }
        }
    }
    ensure!(!payloads.is_empty(), "no .json file found");
    Ok(payloads)
}

fn of_name(path: &Path) -> Result<Payload> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut parts = name.split('.');
    let operation = parts.next().unwrap_or_default().to_owned();
    let kind = match parts.next() {
        Some("request") => Kind::Request,
        Some("response") => Kind::Response,
        Some("error") => Kind::Error,
        _ => bail!(
            "{} does not say what it contains; call it OPERATION_ID.request.LABEL.json, .response. or .error.",
            path.display()
        ),
    };
    Ok(Payload { path: path.to_owned(), operation, kind })
}

#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) type_name: &'static str,
    /// The JSON that the type writes, or the place and reason of an error.
    pub(crate) result: Result<String, (Vec<Segment>, String)>,
}

type Decode = fn(&str) -> Decoded;

struct Operation {
    name: &'static str,
    published: &'static str,
    sent: Option<Decode>,
    received: Decode,
}

macro_rules! operations {
    ($($name:ident $published:literal $method:literal $path:literal $sent:ty => $received:ty;)*) => {
        vec![$(Operation { name: stringify!($name), published: $published, sent: sent_as::<$sent>(), received: decode::<$received> }),*]
    };
}

impl Payload {
    /// Decodes the text of the payload with the type that its name asks for. Fails if no operation has that
    /// id, or the operation sends nothing.
    pub(crate) fn decode(&self, text: &str) -> Result<Decoded> {
        let error = decode::<imcloud_raw::types::ErrorBody>;
        if self.kind == Kind::Error && self.operation == "any" {
            return Ok(error(text));
        }
        let operations: Vec<Operation> = imcloud_raw::for_each_operation!(operations);
        let is_named = |known: &&Operation| [known.published, known.name].contains(&self.operation.as_str());
        let (path, id) = (self.path.display(), &self.operation);
        let operation = operations.iter().find(is_named).with_context(|| {
            let ids: Vec<_> = operations.iter().map(|operation| operation.published).collect();
            format!(
                "{path} names the operation {id}, which the specification does not have; it has {}",
                ids.join(", ")
            )
        })?;
        let decode = match self.kind {
            Kind::Request => operation.sent.with_context(|| {
                format!("{path} is a request of {}, which sends no body", operation.published)
            })?,
            Kind::Response => operation.received,
            Kind::Error => error,
        };
        Ok(decode(text))
    }
}

fn sent_as<T: DeserializeOwned + Serialize + 'static>() -> Option<Decode> {
    let nothing = std::any::TypeId::of::<T>() == std::any::TypeId::of::<()>();
    (!nothing).then_some(decode::<T> as Decode)
}

fn decode<T: DeserializeOwned + Serialize>(text: &str) -> Decoded {
    let type_name = std::any::type_name::<T>().rsplit("::").next().unwrap_or_default();
    let deserializer = &mut serde_json::Deserializer::from_str(text);
    let result = match serde_path_to_error::deserialize::<_, T>(deserializer) {
        Ok(value) => serde_json::to_string(&value)
            .map_err(|error| (Vec::new(), format!("it can be read, but not written again: {error}"))),
        Err(error) => Err((error.path().iter().cloned().collect(), error.inner().to_string())),
    };
    Decoded { type_name, result }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(operation: &str, kind: Kind) -> Payload {
        Payload { path: "p.json".into(), operation: operation.into(), kind }
    }

    #[test]
    fn name_contains_operation_and_kind() {
        let payload = of_name(Path::new("x/getOrders.response.thin.rows.json")).unwrap();
        assert_eq!((payload.operation.as_str(), payload.kind), ("getOrders", Kind::Response));
    }

    #[test]
    fn unknown_names_and_empty_directories_are_errors() {
        let error = of_name(Path::new("orders.json")).unwrap_err().to_string();
        assert!(error.starts_with("orders.json does not say what it contains"), "{error}");
        let directory = tempfile::tempdir().unwrap();
        assert!(collect(&[directory.path().to_owned()]).is_err());
        let error = collect(&[directory.path().join("missing")]).unwrap_err().to_string();
        assert!(error.contains("neither a file nor a directory"));
    }

    #[test]
    fn type_is_found_by_published_id_and_by_name() {
        for id in ["getOrders", "list_orders"] {
            assert_eq!(payload(id, Kind::Response).decode("{}").unwrap().type_name, "OrderList");
        }
        assert_eq!(payload("createOrder", Kind::Request).decode("{}").unwrap().type_name, "OrderInput");
        assert_eq!(payload("any", Kind::Error).decode("{}").unwrap().type_name, "ErrorBody");
    }

    #[test]
    fn unknown_operation_is_an_error() {
        let error = payload("getOrder", Kind::Response).decode("{}").unwrap_err().to_string();
        let expected =
            "names the operation getOrder, which the specification does not have; it has getCustomers,";
        assert!(error.contains(expected), "{error}");
        let error = payload("getOrders", Kind::Request).decode("{}").unwrap_err().to_string();
        assert_eq!(error, "p.json is a request of getOrders, which sends no body");
    }

    #[test]
    fn decode_error_has_path_and_message() {
        let decoded =
            payload("getOrders", Kind::Response).decode(r#"{"data": [{}, {"details": 5}]}"#).unwrap();
        let (path, message) = decoded.result.unwrap_err();
        assert_eq!(display(&path), "$.data[1].details");
        assert!(message.contains("invalid type: integer `5`, expected a list"), "{message}");
    }
}
