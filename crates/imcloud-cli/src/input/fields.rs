//! `KEY=VALUE,KEY=VALUE`: a small object on the command line.

use crate::json::{Json, Object};

/// An object from the command line, such as `mpn=FJ-DOCS-01,quantity=3` or `type=admin,firstName=Ada`.
///
/// Keys are names of members, with dots into objects. `param.NAME` adds an activation parameter. Values cannot hold commas; a file can.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fields(pub(crate) Json);

/// Members that are numbers in every body.
const NUMBERS: &[&str] = &["quantity", "duration"];

impl std::str::FromStr for Fields {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut object = Json::Object(Object::new());
        for field in text.split(',') {
            let (key, value) = field
                .split_once('=')
                .ok_or_else(|| format!("{field:?} is not KEY=VALUE; a value with a comma needs --from"))?;
            let (key, value) = (key.trim(), value.trim());
            if key.split('.').any(str::is_empty) {
                return Err(format!("{field:?} has no name before its ="));
            }
            if key.ends_with("password") {
                return Err("a password is never taken from the command line; put it into --from".to_owned());
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
                Json::number(value).ok_or_else(|| format!("{key} must be a number, not {value:?}"))?
            } else {
                value.into()
            };
            put(&mut object, key, value);
        }
        Ok(Self(object))
    }
}

/// Sets a member, with dots into objects, which are made where they are missing.
pub(crate) fn put(object: &mut Json, path: &str, value: Json) {
    *path.split('.').fold(object, Json::member) = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_an_object() {
        let fields: Fields =
            "mpn=FJ-1,quantity=12345678901234567.10,subscriptionPeriod.duration=1,subscriptionPeriod.type=year,param.domain=x.example"
                .parse()
                .unwrap();
        let expected = r#"{"mpn":"FJ-1","quantity":12345678901234567.10,"subscriptionPeriod":{"duration":1,"type":"year"},"parameters":[{"name":"domain","value":"x.example"}]}"#;
        assert_eq!(fields.0.to_string(), expected);
    }

    #[test]
    fn what_is_no_field_is_refused_with_the_reason() {
        for (text, reason) in [
            ("mpn", "KEY=VALUE"),
            ("=x", "no name"),
            ("quantity=many", "must be a number"),
            ("password=x", "never taken from the command line"),
        ] {
            let error = text.parse::<Fields>().unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
        }
    }
}
