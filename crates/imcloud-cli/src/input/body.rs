//! The body of a request.

use clap::Args;
use imcloud::raw::Operation;
use serde::de::DeserializeOwned;

use super::put;
use crate::{
    failure::{Failure, Result},
    file::{name_of, read_text},
    json::{self, Json, Object},
    output::Path,
    session::Session,
};

#[derive(Clone, Debug, Default, Args)]
pub(crate) struct From {
    /// Read the body from FILE in JSON or YAML, - for stdin; flags replace its properties
    #[arg(long, value_name = "FILE")]
    from: Option<String>,
    /// Leave out unknown properties of FILE instead of failing
    #[arg(long, requires = "from")]
    allow_unknown: bool,
}

#[derive(Debug)]
pub(crate) struct Body {
    json: Json,
    allow_unknown: bool,
    /// Properties that are left out although the request type has them.
    removed: Vec<String>,
}

/// Reads a document in JSON or YAML from a file, or from standard input for `-`.
pub(crate) fn read_document(path: &str) -> Result<Json> {
    let text = read_text(path)?;
    let invalid = |language: &str, error: String| {
        Failure::usage(format!("{} is not valid {language}: {error}", name_of(path)))
    };
    if text.trim_start().starts_with(['{', '[']) {
        // The YAML parser could read most of it, with worse messages.
        return json::read(&text).map_err(|error| invalid("JSON", error.to_string()));
    }
    json::from_yaml(&text).map_err(|error| invalid("YAML", error))
}

impl Body {
    /// Reads the file of `--from`, or returns an empty body. `R` is the output.
    ///
    /// # Errors
    /// Unknown columns of the output, and invalid files.
    pub(crate) fn begin<R: DeserializeOwned>(session: &Session, from: &From) -> Result<Self> {
        session.check_columns::<R>()?;
        Self::read(from)
    }

    /// Reads the file of `--from`, or returns an empty body.
    pub(crate) fn read(from: &From) -> Result<Self> {
        let json = match &from.from {
            None => Json::Object(Object::new()),
            Some(path) => match read_document(path)? {
                object @ Json::Object(_) => object,
                _ => {
                    let name = name_of(path);
                    return Err(Failure::usage(format!("{name} is not a body: expected an object")));
                }
            },
        };
        Ok(Self { json, allow_unknown: from.allow_unknown, removed: Vec::new() })
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        self.json.get(name).filter(|value| !value.is_null())
    }

    /// Sets a property, with dots into objects, if there is a value for it.
    pub(crate) fn set(mut self, path: &str, value: Option<impl Into<Json>>) -> Self {
        if let Some(value) = value {
            put(&mut self.json, path, value.into());
        }
        self
    }

    pub(crate) fn convert(self, name: &str, convert: impl FnOnce(&str) -> Option<String>) -> Self {
        let converted = self.get(name).and_then(Json::as_str).and_then(convert);
        self.set(name, converted)
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<Json> {
        self.json.as_object_mut()?.shift_remove(name)
    }

    /// Leaves out a read-only property with a note.
    pub(crate) fn without(mut self, name: &str) -> Self {
        if self.remove(name).is_some() {
            self.removed.push(name.to_owned());
        }
        self
    }

    /// Leaves out a read-only property of each element of a list with a note.
    pub(crate) fn without_each(mut self, list: &str, name: &str) -> Self {
        let Some(Json::Array(elements)) = self.json.as_object_mut().and_then(|object| object.get_mut(list))
        else {
            return self;
        };
        let elements = elements.iter_mut().filter_map(Json::as_object_mut);
        if elements.filter_map(|element| element.shift_remove(name)).count() > 0 {
            self.removed.push(format!("{list}[].{name}"));
        }
        self
    }

    /// Adds missing properties of an object from the stored one, and returns their names.
    pub(crate) fn complete(&mut self, name: &str, stored: &Json) -> Vec<String> {
        let mut added = Vec::new();
        let object = self.json.property_mut(name);
        for (key, value) in stored.as_object().into_iter().flatten() {
            if object.get(key).is_none() {
                *object.property_mut(key) = value.clone();
                added.push(key.clone());
            }
        }
        added
    }

    pub(crate) fn or_nothing_to_change(self) -> Result<Self> {
        if self.json.as_object().is_some_and(Object::is_empty) {
            return Err(
                Failure::usage("nothing to change").hint("Give a flag for each change, or --from FILE.")
            );
        }
        Ok(self)
    }

    /// Returns the body as the request type `T` of the operation, whose response is `R`.
    ///
    /// Properties that only the response type has are read-only: they are left out with a note.
    ///
    /// # Errors
    /// Everything that is wrong with the body.
    pub(crate) fn check<T: DeserializeOwned, R: DeserializeOwned>(
        self,
        session: &Session,
        operation: &Operation,
    ) -> Result<T> {
        let (body, notes) = self.checked::<T, R>(operation)?;
        notes.iter().for_each(|note| session.note(note));
        Ok(body)
    }

    fn checked<T: DeserializeOwned, R: DeserializeOwned>(
        self,
        operation: &Operation,
    ) -> Result<(T, Vec<String>)> {
        let text = self.json.to_string();
        // For the check only. What is sent is decoded from the text, which keeps the digits.
        let value = serde_json::from_str(&text)
            .map_err(|error| invalid(vec![format!("a number is out of range: {error}")], false))?;
        let mut faults = imcloud_sandbox::body_faults(operation, &value);
        let (mut read_only, mut unknown) = (self.removed, Vec::new());
        let json = &mut serde_json::Deserializer::from_str(&text);
        let mut track = serde_path_to_error::Track::new();
        let typed = serde_path_to_error::Deserializer::new(json, &mut track);
        let typed = serde_ignored::deserialize(typed, |path| {
            let known =
                Path::parse(&text_of(&path, false)).is_ok_and(|it| json::has_property::<R>(&it.sample()));
            let paths = if known { &mut read_only } else { &mut unknown };
            let path = text_of(&path, known || self.allow_unknown);
            if !paths.contains(&path) {
                paths.push(path);
            }
        });
        if !self.allow_unknown {
            faults.extend(unknown.iter().map(|path| format!("{path} is not a property of the API")));
        }
        match typed {
            Ok(typed) if faults.is_empty() => {
                let omitted = [("read-only", read_only), ("unknown", unknown)].into_iter();
                let omitted = omitted.filter(|(_, paths)| !paths.is_empty());
                let note =
                    |(what, paths): (_, Vec<_>)| format!("left out {what} properties: {}", paths.join(", "));
                Ok((typed, omitted.map(note).collect()))
            }
            Err(error) if faults.is_empty() => {
                Err(invalid(vec![format!("{}: {error}", track.path())], false))
            }
            _ => Err(invalid(faults, !self.allow_unknown && !unknown.is_empty())),
        }
    }
}

fn invalid(faults: Vec<String>, unknown: bool) -> Failure {
    let failure = Failure::usage("invalid body; nothing was sent").problems(faults);
    failure.hint(if unknown {
        "Correct it, or leave out what is unknown with --allow-unknown. Properties that are newer than this program can be sent with: imcloud api METHOD PATH --from FILE"
    } else {
        "Correct the flags, or the file of --from."
    })
}

/// Returns a path such as `products[0].quantity`, as in the faults of the specification, or
/// `products[].quantity`.
fn text_of(path: &serde_ignored::Path<'_>, any_index: bool) -> String {
    use serde_ignored::Path as P;
    match path {
        P::Root => String::new(),
        P::Seq { parent, .. } if any_index => format!("{}[]", text_of(parent, any_index)),
        P::Seq { parent, index } => format!("{}[{index}]", text_of(parent, any_index)),
        P::Map { parent, key } => match text_of(parent, any_index) {
            text if text.is_empty() => key.clone(),
            text => format!("{text}.{key}"),
        },
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => {
            text_of(parent, any_index)
        }
    }
}

#[cfg(test)]
mod tests {
    use imcloud::{
        raw::operations::{CreateCustomer, CreateOrder, UpdateCustomer},
        types::{Customer, CustomerInput, CustomerUpdate, Order, OrderInput},
    };

    use super::*;

    fn body(text: &str, allow_unknown: bool) -> Body {
        Body { json: json::read(text).unwrap(), allow_unknown, removed: Vec::new() }
    }

    fn order(text: &str) -> Result<(OrderInput, Vec<String>)> {
        body(text, false).checked::<_, Order>(&CreateOrder::OPERATION)
    }

    #[test]
    fn every_fault_has_its_path() {
        let text = r#"{"type": "sale", "customerId": "1", "products": [{"mpn": "FJ-1", "quantity": "three", "color": "red"}]}"#;
        let failure = order(text).unwrap_err().to_string();
        for fault in [
            "type must be one of sales,",
            "products[0].quantity must be a number",
            "products[0].color is not a property of the API",
        ] {
            assert!(failure.contains(fault), "{fault}: {failure}");
        }
        assert!(!failure.contains("unknown,"), "{failure}");
    }

    #[test]
    fn missing_properties_are_named() {
        let failure = body(r#"{"address": {"city": "Gent"}}"#, false)
            .checked::<CustomerInput, Customer>(&CreateCustomer::OPERATION)
            .unwrap_err()
            .to_string();
        assert!(failure.contains("address.countryCode is missing"), "{failure}");
        assert!(failure.contains("contactPersons is missing"), "{failure}");
    }

    #[test]
    fn read_only_properties_are_left_out() {
        let text = r#"{"id": "7", "type": "sales", "customerId": "1", "status": "completed",
            "products": [{"mpn": "A", "quantity": 1, "name": "a"}, {"mpn": "B", "quantity": 2, "name": "b"}]}"#;
        let (order, notes) = order(text).unwrap();
        assert_eq!(notes, ["left out read-only properties: id, status, products[].name"]);
        assert_eq!(order.products.unwrap().len(), 2);
    }

    #[test]
    fn unknown_properties_are_left_out_on_request() {
        let text = r#"{"name": "Example", "color": "red"}"#;
        let check = |allow| body(text, allow).checked::<CustomerUpdate, Customer>(&UpdateCustomer::OPERATION);
        assert!(check(false).unwrap_err().to_string().contains("color is not a property"));
        let (update, notes) = check(true).unwrap();
        assert_eq!(
            (update.name.as_deref(), notes),
            (Some("Example"), vec!["left out unknown properties: color".to_owned()])
        );
    }

    #[test]
    fn checked_body_keeps_its_digits() {
        let text = r#"{"type": "sales", "customerId": "7", "products": [{"mpn": "FJ-1", "quantity": 12345678901234567.10, "specialPrice": {"amount": "19.80", "currency": "EUR"}}]}"#;
        let text = serde_json::to_string(&order(text).unwrap().0).unwrap();
        assert!(text.contains(r#""amount":"19.80""#), "{text}");
        assert!(text.contains(r#""quantity":12345678901234567.10"#), "{text}");
    }
}
