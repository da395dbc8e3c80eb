//! The file of `orders place --reference`: one order of one service.

use std::path::{Path, PathBuf};

use imcloud::{orders::OrderReference, types::OrderInput};

use crate::{
    failure::{Exit, Failure},
    file::{self, read_text},
    json::{self, Json, Object},
};

/// An order and the reference that finds it. It can be resumed with the same order only.
#[derive(Debug)]
pub(super) struct ReferenceFile {
    path: PathBuf,
    pub(super) reference: OrderReference,
    base_url: String,
    /// The order without activation parameters, which can be secrets.
    order: Json,
    /// The id of the order, once it is known.
    pub(super) order_id: Option<String>,
}

impl ReferenceFile {
    /// Describes an order that was not sent yet.
    pub(super) fn new(
        path: &Path,
        reference: &OrderReference,
        base_url: &str,
        order: &OrderInput,
    ) -> Result<Self, Failure> {
        Ok(Self {
            path: path.to_owned(),
            reference: reference.clone(),
            base_url: base_url.to_owned(),
            order: stored_order(order)?,
            order_id: None,
        })
    }

    /// Reads the file, `None` if it is missing.
    pub(super) fn read(path: &Path) -> Result<Option<Self>, Failure> {
        if !path.exists() {
            return Ok(None);
        }
        let text = read_text(&path.to_string_lossy())?;
        let invalid = |reason: String| {
            Failure::usage(format!("{} is not a valid reference: {reason}", path.display()))
                .remedy("Name the file of the earlier run, or one that does not exist.")
        };
        let content = json::read(&text).map_err(|error| invalid(error.to_string()))?;
        let string = |name: &str| content.get(name).and_then(Json::as_str).map(str::to_owned);
        let missing = |name: &str| invalid(format!("{name} is missing"));
        let reference = content.get("reference").ok_or_else(|| missing("reference"))?.to_string();
        Ok(Some(Self {
            path: path.to_owned(),
            reference: serde_json::from_str(&reference).map_err(|error| invalid(error.to_string()))?,
            base_url: string("baseUrl").ok_or_else(|| missing("baseUrl"))?,
            order: content.get("order").cloned().ok_or_else(|| missing("order"))?,
            order_id: string("orderId"),
        }))
    }

    /// Rejects another order, or another service.
    pub(super) fn check(&self, base_url: &str, order: &OrderInput) -> Result<(), Failure> {
        let mut other = Vec::new();
        if self.base_url != base_url {
            other.push("base URL");
        }
        let order_json = stored_order(order)?;
        let empty = Object::new();
        let [stored, given] = [&self.order, &order_json].map(|it| it.as_object().unwrap_or(&empty));
        other.extend(stored.keys().filter(|name| stored.get(*name) != given.get(*name)).map(String::as_str));
        other.extend(given.keys().filter(|name| !stored.contains_key(*name)).map(String::as_str));
        if order.po_number.as_deref().is_some_and(|number| number != self.reference.po_number()) {
            other.push("poNumber");
        }
        if other.is_empty() {
            return Ok(());
        }
        let message = format!("{} is of another order: {} differ", self.path.display(), other.join(", "));
        Err(Failure::usage(message).remedy("Repeat the same order, or name a file that does not exist."))
    }

    /// Writes the file.
    pub(super) fn write(&self) -> Result<(), Failure> {
        let failed = |error| Failure::new(Exit::Failed, format!("could not write the reference: {error}"));
        let mut content = Json::object([
            ("reference", json::of(&self.reference).map_err(failed)?),
            ("baseUrl", self.base_url.as_str().into()),
            ("order", self.order.clone()),
        ]);
        if let Some(id) = &self.order_id {
            *content.member("orderId") = id.as_str().into();
        }
        file::write(&self.path, content.to_string().as_bytes())
    }

    /// Removes the file of an order that does not exist.
    pub(super) fn remove(&self) {
        // If it stays, the next run searches for the order first.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn stored_order(order: &OrderInput) -> Result<Json, Failure> {
    let mut order = json::of(order)
        .map_err(|error| Failure::new(Exit::Failed, format!("could not encode the order: {error}")))?;
    if let Some(properties) = order.as_object_mut() {
        properties.shift_remove("poNumber");
        if let Some(Json::Array(products)) = properties.get_mut("products") {
            products.iter_mut().filter_map(Json::as_object_mut).for_each(|product| {
                product.shift_remove("parameters");
            });
        }
    }
    Ok(order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(text: &str) -> OrderInput {
        serde_json::from_str(text).unwrap()
    }

    const ORDER: &str = r#"{"type": "sales", "customerId": "7", "products": [
        {"mpn": "A", "quantity": 3, "parameters": [{"name": "password", "value": "HUNTER2"}]}]}"#;

    fn written(directory: &Path) -> ReferenceFile {
        let reference = OrderReference::new("PO-1", "2026-01-31T08:00:00Z".parse().unwrap());
        let path = directory.join("order.ref");
        ReferenceFile::new(&path, &reference, "https://a.example", &order(ORDER)).unwrap().write().unwrap();
        ReferenceFile::read(&path).unwrap().unwrap()
    }

    #[test]
    fn reference_rejects_other_orders() {
        let directory = tempfile::tempdir().unwrap();
        let file = written(directory.path());
        file.check("https://a.example", &order(ORDER)).unwrap();
        for (url, order_text, names) in [
            ("https://b.example", ORDER.to_owned(), "base URL differ"),
            ("https://a.example", ORDER.replace("\"7\"", "\"8\""), "customerId differ"),
            ("https://a.example", ORDER.replace("\"quantity\": 3", "\"quantity\": 70"), "products differ"),
            (
                "https://a.example",
                ORDER.replace("\"sales\"", "\"sales\", \"planId\": \"1\""),
                "planId differ",
            ),
            (
                "https://a.example",
                ORDER.replace("\"sales\"", "\"sales\", \"poNumber\": \"2\""),
                "poNumber differ",
            ),
        ] {
            let error = file.check(url, &order(&order_text)).unwrap_err();
            assert!(error.sentence().ends_with(names), "{}", error.sentence());
        }
    }

    #[test]
    fn reference_holds_no_parameters() {
        let directory = tempfile::tempdir().unwrap();
        let mut file = written(directory.path());
        file.order_id = Some("12".to_owned());
        file.write().unwrap();
        let text = std::fs::read_to_string(directory.path().join("order.ref")).unwrap();
        assert!(!text.contains("HUNTER2"), "{text}");
        assert_eq!(ReferenceFile::read(&file.path).unwrap().unwrap().order_id.as_deref(), Some("12"));
    }
}
