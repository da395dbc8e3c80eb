//! Input of commands: values of flags, request bodies, documents and spreadsheets.
//!
//! A body starts with the file of `--from`, if any, and flags replace its properties. It is then checked
//! against the specification and the request type, and all errors are reported at once with their paths.
//! Read-only properties are left out with a note, unknown ones are errors: `imcloud api` sends anything.

mod body;
mod table;

use std::{ffi::OsStr, fmt, str::FromStr};

use clap::builder::{NonEmptyStringValueParser, PossibleValue, TypedValueParser};
use imcloud::{Date, DateTime, Secret};
use serde::Serialize;

pub(crate) use body::{Body, From, read_document};
pub(crate) use table::{Table, TableOptions};

use crate::{
    failure::{Failure, Result},
    json::{self, Json, Object},
    session::Session,
};

const NUMBERS: &[&str] = &["quantity", "duration"];

/// Returns the object of a value such as `mpn=FJ-DOCS-01,quantity=3`.
///
/// Keys are property names, with dots into objects. `param.NAME` adds an activation parameter. Values cannot
/// contain commas. Errors name keys and positions only: values may be secrets.
fn object(text: &str) -> Result<Json, String> {
    let mut object = Json::Object(Object::new());
    for (index, field) in text.split(',').enumerate() {
        let number = index + 1;
        let (key, value) = field.split_once('=').ok_or_else(|| format!("part {number} is not KEY=VALUE"))?;
        let (key, value) = (key.trim(), value.trim());
        if key.split('.').any(str::is_empty) {
            return Err(format!("part {number} has no name before the ="));
        }
        if key.to_ascii_lowercase().ends_with("password") && !key.starts_with("param.") {
            return Err("a password is not accepted on the command line".to_owned());
        }
        if let Some(name) = key.strip_prefix("param.") {
            let parameter = Json::object([("name", name.into()), ("value", value.into())]);
            match object.property_mut("parameters") {
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

/// Sets a property, with dots into objects, which are created if they are missing.
fn put(object: &mut Json, path: &str, value: Json) {
    *path.split('.').fold(object, Json::property_mut) = value;
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

/// The value of a flag as a property of a body, `None` to leave the property as it is.
pub(crate) trait BodyValue {
    fn json(self, flag: &str) -> Result<Option<Json>>;
}

impl<T: Serialize> BodyValue for Option<T> {
    fn json(self, _: &str) -> Result<Option<Json>> {
        Ok(self.as_ref().map(json::of).transpose()?)
    }
}

impl BodyValue for Vec<Pair> {
    fn json(self, _: &str) -> Result<Option<Json>> {
        let properties = self.into_iter().map(|Pair(name, value)| (name, value.into()));
        Ok(Some(Json::Object(properties.collect())).filter(|object| *object != Json::object([])))
    }
}

/// Objects. The argument parser does not check them: its errors would show a password.
impl BodyValue for Vec<Secret> {
    fn json(self, flag: &str) -> Result<Option<Json>> {
        let objects = self.iter().map(|value| object(value.expose())).collect::<Result<Vec<_>, _>>();
        let objects = objects.map_err(|error| {
            Failure::usage(format!("invalid value for {flag}: {error}"))
                .hint("Write KEY=VALUE,KEY=VALUE. Values with commas, and passwords, need --from FILE.")
        })?;
        Ok(Some(objects).filter(|objects| !objects.is_empty()).map(Json::Array))
    }
}

/// The value of a flag as the value of a filter.
pub(crate) trait FilterValue<T> {
    fn accept(self, session: &Session, flag: &str) -> T;
}

impl<T> FilterValue<T> for T {
    fn accept(self, _: &Session, _: &str) -> T {
        self
    }
}

/// A value of an enum of the API. Any value is accepted, because newer versions of the API have more.
#[derive(Clone, Debug)]
pub(crate) struct Listed<E> {
    pub(crate) value: E,
    known: Vec<&'static str>,
}

impl<E: fmt::Display> FilterValue<E> for Listed<E> {
    /// Prints a note if the API does not document the value.
    fn accept(self, session: &Session, flag: &str) -> E {
        let Self { value, known } = self;
        if !known.contains(&&*value.to_string()) {
            let known = known.join(", ");
            session.note(&format!("{flag} {value}: not a known value, sent anyway; known are {known}"));
        }
        value
    }
}

/// Parses a [`Listed`] value, and offers the documented values in help and completions.
#[derive(Clone)]
pub(crate) struct ListedParser<E: 'static>(&'static [E], fn(&E) -> &str);

pub(crate) fn listed<E>(listed: &'static [E], text: fn(&E) -> &str) -> ListedParser<E> {
    ListedParser(listed, text)
}

impl<E> ListedParser<E> {
    /// Returns the documented values. `unknown` is a placeholder that no item has.
    fn known(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(self.1).filter(|value| *value != "unknown")
    }
}

impl<E> TypedValueParser for ListedParser<E>
where
    E: Clone + Send + Sync + for<'a> std::convert::From<&'a str> + 'static,
{
    type Value = Listed<E>;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let text = NonEmptyStringValueParser::new().parse_ref(command, argument, value)?;
        Ok(Listed { value: E::from(&text), known: self.known().collect() })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.known().map(PossibleValue::new)))
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
