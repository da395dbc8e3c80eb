//! The body of a request.

use std::fmt::Write as _;

use clap::Args;
use imcloud::raw::Operation;
use serde::de::DeserializeOwned;

use super::{fields::put, read_document};
use crate::{
    failure::Failure,
    json::{Json, Object},
};

/// Where the whole body comes from.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct From {
    /// Take the body from a file in JSON or YAML, - for standard input; flags are put over it
    #[arg(long, value_name = "FILE")]
    pub(crate) from: Option<String>,
}

/// A body on its way to being sent.
#[derive(Debug)]
pub(crate) struct Body(Json);

impl Body {
    /// Begins with the file, or with nothing.
    pub(crate) fn begin(from: &From) -> Result<Self, Failure> {
        match &from.from {
            None => Ok(Self(Json::Object(Object::new()))),
            Some(path) => match read_document(path)? {
                object @ Json::Object(_) => Ok(Self(object)),
                _ => Err(Failure::usage(format!("{path} holds no object, which the body of a request is"))),
            },
        }
    }

    /// Sets a member, with dots into objects, if there is a value for it.
    pub(crate) fn set(mut self, path: &str, value: Option<impl Into<Json>>) -> Self {
        if let Some(value) = value {
            put(&mut self.0, path, value.into());
        }
        self
    }

    /// Sets a list if it has elements.
    pub(crate) fn set_list(mut self, path: &str, elements: Vec<Json>) -> Self {
        if !elements.is_empty() {
            put(&mut self.0, path, Json::Array(elements));
        }
        self
    }

    /// Whether nothing was set.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.as_object().is_some_and(Object::is_empty)
    }

    /// Refuses a change that changes nothing.
    pub(crate) fn or_nothing_to_change(self) -> Result<Self, Failure> {
        if self.is_empty() {
            return Err(Failure::usage("there is nothing to change")
                .remedy("Give a flag for what is to change, or --from FILE."));
        }
        Ok(self)
    }

    /// The body as the type that the operation takes, or everything that is wrong with it.
    pub(crate) fn check<T: DeserializeOwned>(self, operation: &Operation) -> Result<T, Failure> {
        let text = self.0.to_string();
        // Only to be looked at; what is sent is read from the text, digit by digit.
        let seen = serde_json::from_str(&text).map_err(|error| {
            refusal(vec![format!("a number is beyond what can be checked: {error}")], false)
        })?;
        let mut faults = imcloud_sandbox::body_faults(operation, &seen);
        let mut unknown = Vec::new();
        let json = &mut serde_json::Deserializer::from_str(&text);
        let mut track = serde_path_to_error::Track::new();
        let typed = serde_path_to_error::Deserializer::new(json, &mut track);
        let typed = serde_ignored::deserialize(typed, |path| unknown.push(member_path(&path)));
        faults.extend(unknown.iter().map(|path| format!("{path} is not a member that the API knows")));
        match typed {
            Ok(typed) if faults.is_empty() => Ok(typed),
            Err(error) if faults.is_empty() => {
                Err(refusal(vec![format!("{}: {error}", track.path())], false))
            }
            _ => Err(refusal(faults, !unknown.is_empty())),
        }
    }
}

fn refusal(faults: Vec<String>, unknown: bool) -> Failure {
    let failure = Failure::usage("the body does not fit; nothing was sent").faults(faults);
    if unknown {
        failure.remedy(
            "Correct it; a member that is newer than this program can be sent with: imcloud api METHOD PATH --from FILE",
        )
    } else {
        failure.remedy("Correct the flags, or the file of --from.")
    }
}

/// `products[0].quantity`, as the specification's faults are written.
fn member_path(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path as P;
    let join = |parent: &serde_ignored::Path<'_>, name: &str| {
        let mut text = member_path(parent);
        if !text.is_empty() {
            text.push('.');
        }
        text.push_str(name);
        text
    };
    match path {
        P::Root => String::new(),
        P::Seq { parent, index } => {
            let mut text = member_path(parent);
            let _ = write!(text, "[{index}]");
            text
        }
        P::Map { parent, key } => join(parent, key),
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => {
            member_path(parent)
        }
    }
}

#[cfg(test)]
mod tests {
    use imcloud::{
        raw::operations::{CreateCustomer, CreateOrder},
        types::{CustomerInput, OrderInput},
    };

    use serde_json::json;

    use super::*;
    use crate::json::of;

    #[test]
    fn every_fault_is_told_with_its_path() {
        let body = Body(
            of(&json!({
                "type": "sale", "customerId": "1",
                "products": [{ "mpn": "FJ-1", "quantity": "three", "color": "red" }],
            }))
            .unwrap(),
        );
        let failure = body.check::<OrderInput>(&CreateOrder::OPERATION).unwrap_err().to_string();
        for fault in [
            "type must be one of sales,",
            "products[0].quantity must be a number",
            "products[0].color is not a member that the API knows",
        ] {
            assert!(failure.contains(fault), "{fault}: {failure}");
        }
    }

    #[test]
    fn what_is_required_is_named() {
        let failure = Body(of(&json!({ "address": { "city": "Gent" } })).unwrap())
            .check::<CustomerInput>(&CreateCustomer::OPERATION)
            .unwrap_err()
            .to_string();
        assert!(failure.contains("address.countryCode is missing"), "{failure}");
        assert!(failure.contains("contactPersons is missing"), "{failure}");
    }

    #[test]
    fn a_body_that_fits_keeps_its_digits() {
        let body =
            Body::begin(&From::default()).unwrap().set("type", Some("sales")).set("customerId", Some("7"));
        let product = r#"{ "mpn": "FJ-1", "quantity": 12345678901234567.10, "specialPrice": { "amount": "19.80", "currency": "EUR" } }"#;
        let body = body.set_list("products", vec![crate::json::read(product).unwrap()]);
        let order: OrderInput = body.check(&CreateOrder::OPERATION).unwrap();
        let text = serde_json::to_string(&order).unwrap();
        assert!(text.contains(r#""amount":"19.80""#), "{text}");
        assert!(text.contains(r#""quantity":12345678901234567.10"#), "{text}");
    }
}
