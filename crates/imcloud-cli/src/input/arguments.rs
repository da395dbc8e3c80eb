//! Values of flags.

use std::{marker::PhantomData, str::FromStr};

use clap::builder::{NonEmptyStringValueParser, PossibleValue, TypedValueParser, ValueParserFactory};
use imcloud::{
    Date, DateTime,
    types::{OrderStatus, OrderStatusCode, ReportFormat, ReportStatus, ReportType, SubscriptionStatus},
};

use super::Notes;
use crate::{
    failure::Failure,
    json::{Json, Object},
};

/// The value of a flag such as `mpn=FJ-DOCS-01,quantity=3` or `type=admin,firstName=Ada`.
///
/// Keys are property names, with dots into objects. `param.NAME` adds an activation parameter. Values cannot
/// contain commas.
///
/// It is checked later: an error of the argument parser would show the value, which may contain a password.
#[derive(Clone)]
pub(crate) struct Fields(String);

impl std::fmt::Debug for Fields {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fields")
    }
}

impl FromStr for Fields {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// Properties that are numbers in every body.
const NUMBERS: &[&str] = &["quantity", "duration"];

impl Fields {
    /// Returns the objects of a repeated flag.
    pub(crate) fn objects(flag: &str, values: &[Self]) -> Result<Vec<Json>, Failure> {
        let object = |value: &Self| value.object();
        values.iter().map(object).collect::<Result<_, _>>().map_err(|error| {
            Failure::usage(format!("invalid value for {flag}: {error}"))
                .remedy("Write KEY=VALUE,KEY=VALUE. Values with commas, and passwords, need --from FILE.")
        })
    }

    /// Errors name keys and positions only: values may be secrets.
    fn object(&self) -> Result<Json, String> {
        let mut object = Json::Object(Object::new());
        for (index, field) in self.0.split(',').enumerate() {
            let number = index + 1;
            let (key, value) =
                field.split_once('=').ok_or_else(|| format!("part {number} is not KEY=VALUE"))?;
            let (key, value) = (key.trim(), value.trim());
            if key.split('.').any(str::is_empty) {
                return Err(format!("part {number} has no name before the ="));
            }
            if key.to_ascii_lowercase().ends_with("password") && !key.starts_with("param.") {
                return Err("a password is not accepted on the command line".to_owned());
            }
            if let Some(name) = key.strip_prefix("param.") {
                let parameter = Json::object([("name", name.into()), ("value", value.into())]);
                match object.member("parameters") {
                    Json::Array(parameters) => parameters.push(parameter),
                    empty => *empty = Json::Array(vec![parameter]),
                }
                continue;
            }
            let last = key.rsplit('.').next().unwrap_or(key);
            let value = if NUMBERS.contains(&last) {
                Json::number(value).ok_or_else(|| format!("{key} must be a number"))?
            } else {
                value.into()
            };
            put(&mut object, key, value);
        }
        Ok(object)
    }
}

/// Sets a property, with dots into objects, which are created if they are missing.
pub(super) fn put(object: &mut Json, path: &str, value: Json) {
    *path.split('.').fold(object, Json::member) = value;
}

/// The value of a flag such as `NAME=VALUE`.
#[derive(Clone, Debug)]
pub(crate) struct Pair(pub(crate) String, pub(crate) String);

impl FromStr for Pair {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok(Self(name.trim().to_owned(), value.to_owned()))
            }
            _ => Err("expected NAME=VALUE".to_owned()),
        }
    }
}

/// Returns pairs as an object, `None` if there are none.
pub(crate) fn object_of(pairs: Vec<Pair>) -> Option<Json> {
    let properties = pairs.into_iter().map(|Pair(name, value)| (name, value.into()));
    Some(Json::Object(properties.collect())).filter(|object| *object != Json::object([]))
}

/// The value of a filter by an enum of the API. Any value is accepted, because newer versions of the API have
/// more.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Listed<E>(pub(crate) E);

impl<E: Enumeration> Listed<E> {
    /// Returns the value of a flag, with a note if the API does not document it.
    pub(crate) fn accept(notes: &impl Notes, flag: &str, value: Option<Self>) -> Option<E> {
        let Listed(value) = value?;
        if !E::known().any(|known| known == value.value()) {
            let known = E::known().collect::<Vec<_>>().join(", ");
            notes.note(&format!(
                "{flag} {}: not a known value, sent anyway; known are {known}",
                value.value()
            ));
        }
        Some(value)
    }
}

/// An enum of the API.
pub(crate) trait Enumeration:
    Clone + Send + Sync + for<'a> std::convert::From<&'a str> + 'static
{
    /// Returns the values that the API documents. `unknown` is a placeholder of the document that no item
    /// has.
    fn known() -> impl Iterator<Item = &'static str>;

    /// Returns the value.
    fn value(&self) -> &str;
}

macro_rules! enumerations {
    ($($name:ident),*) => {
        $(impl Enumeration for $name {
            fn known() -> impl Iterator<Item = &'static str> {
                $name::LISTED.iter().map($name::as_str).filter(|value| *value != "unknown")
            }

            fn value(&self) -> &str {
                self.as_str()
            }
        })*
    };
}

enumerations!(OrderStatus, OrderStatusCode, ReportFormat, ReportStatus, ReportType, SubscriptionStatus);

impl<E: Enumeration> ValueParserFactory for Listed<E> {
    type Parser = ListedParser<E>;

    fn value_parser() -> Self::Parser {
        ListedParser(PhantomData)
    }
}

/// Parses a [`Listed`] value, and offers the known values in help and completions.
#[derive(Clone)]
pub(crate) struct ListedParser<E>(PhantomData<E>);

impl<E: Enumeration> TypedValueParser for ListedParser<E> {
    type Value = Listed<E>;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let text = NonEmptyStringValueParser::new().parse_ref(command, argument, value)?;
        Ok(Listed(E::from(text.as_str())))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(E::known().map(PossibleValue::new)))
    }
}

/// Parses the start of a period: a time, or the first second of a day in UTC.
pub(crate) fn time_from(text: &str) -> Result<DateTime, String> {
    time(text, "00:00:00")
}

/// Parses the end of a period: a time, or the last second of a day in UTC.
pub(crate) fn time_to(text: &str) -> Result<DateTime, String> {
    time(text, "23:59:59")
}

fn time(text: &str, time_of_day: &str) -> Result<DateTime, String> {
    let complete = match text.parse::<Date>() {
        Ok(_) if text.len() == 10 => format!("{text}T{time_of_day}Z"),
        _ => text.to_owned(),
    };
    match chrono::DateTime::parse_from_rfc3339(&complete) {
        Ok(_) => complete.parse().map_err(|error| format!("{error}")),
        Err(_) => Err("expected a time such as 2026-01-31T08:00:00Z, or a day such as 2026-01-31".to_owned()),
    }
}

/// Parses a day, or the day of a time, for filters of the service by days.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let time = time_from(text)?;
    time.as_str().get(..10).unwrap_or_default().parse().map_err(|error| format!("{error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Result<Json, String> {
        Fields(text.to_owned()).object()
    }

    #[test]
    fn fields_become_an_object() {
        let fields = "mpn=FJ-1,quantity=12345678901234567.10,subscriptionPeriod.duration=1,subscriptionPeriod.type=year,param.domain=x.example";
        let expected = r#"{"mpn":"FJ-1","quantity":12345678901234567.10,"subscriptionPeriod":{"duration":1,"type":"year"},"parameters":[{"name":"domain","value":"x.example"}]}"#;
        assert_eq!(object(fields).unwrap().to_string(), expected);
    }

    #[test]
    fn invalid_fields_are_rejected_without_values() {
        for (text, reason) in [
            ("HUNTER2", "part 1 is not KEY=VALUE"),
            ("=HUNTER2", "part 1 has no name"),
            ("param.key=x,HUNTER2", "part 2 is not KEY=VALUE"),
            ("quantity=HUNTER2", "quantity must be a number"),
            ("adminPassword=HUNTER2", "a password is not accepted"),
        ] {
            let error = object(text).unwrap_err();
            assert!(error.contains(reason) && !error.contains("HUNTER2"), "{text}: {error}");
        }
    }

    #[test]
    fn days_are_completed_to_times() {
        assert_eq!(time_from("2026-01-31").unwrap().as_str(), "2026-01-31T00:00:00Z");
        assert_eq!(time_to("2026-01-31").unwrap().as_str(), "2026-01-31T23:59:59Z");
        let offset = "2026-01-31T08:00:00+02:00";
        assert_eq!(time_from(offset).unwrap().as_str(), offset);
        assert_eq!(day(offset).unwrap().as_str(), "2026-01-31");
        for text in ["", "yesterday", "2026-02-30", "2026-01-31T08:00", "2026-01-31 08:00", "31.1.2026"] {
            assert!(time_from(text).is_err() && day(text).is_err(), "{text}");
        }
    }
}
