//! The path of a value in a row.

use crate::json::Json;

/// A path: `name`, `address.city`, `products[0].mpn`, or the first element that matches,
/// `prices[type=recurring].amount`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(String),
    Index(usize),
    First { member: String, value: String },
}

impl Path {
    /// Parses a path.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
            if name.is_empty() && (steps.is_empty() || rest.is_empty()) {
                return Err(format!("{text:?} has a part without a name"));
            }
            if !name.is_empty() {
                steps.push(Step::Member(name.to_owned()));
            }
            while let Some(inner) = rest.strip_prefix('[') {
                let (inside, after) =
                    inner.split_once(']').ok_or_else(|| format!("{text:?} has a [ without its ]"))?;
                steps.push(match inside.split_once('=') {
                    Some((member, value)) => {
                        Step::First { member: member.to_owned(), value: value.to_owned() }
                    }
                    None => Step::Index(inside.parse().map_err(|_| {
                        format!("{text:?} has [{inside}] where a number or NAME=VALUE belongs")
                    })?),
                });
                rest = after;
            }
            if !rest.is_empty() {
                return Err(format!("{text:?} has {rest:?} after a ]"));
            }
        }
        Ok(Self(steps))
    }

    /// Returns the path of a property.
    pub(crate) fn then(&self, member: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(Step::Member(member.to_owned()));
        Self(steps)
    }

    /// Returns JSON with a null at this path and nothing else.
    pub(crate) fn sample(&self) -> Json {
        let innermost = match self.0.last() {
            // A null is not an element of a list of objects.
            Some(Step::Index(_) | Step::First { .. }) => Json::object([]),
            _ => Json::Null,
        };
        self.0.iter().rev().fold(innermost, |inner, step| match step {
            Step::Member(name) => Json::object([(name.as_str(), inner)]),
            Step::Index(_) | Step::First { .. } => Json::Array(vec![inner]),
        })
    }

    /// Returns the value; `None` if it is missing or null.
    pub(crate) fn find<'v>(&self, value: &'v Json) -> Option<&'v Json> {
        let found = self.0.iter().try_fold(value, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Index(index) => value.as_array()?.get(*index),
            Step::First { member, value: wanted } => value
                .as_array()?
                .iter()
                .find(|element| element.get(member).and_then(Json::as_str) == Some(wanted)),
        });
        found.filter(|value| !value.is_null())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn paths_find_properties_and_elements() {
        let row = r#"{ "a": { "b": [{ "type": "x", "n": 1 }, { "type": "y", "n": 2 }] }, "null": null }"#;
        let row = read(row).unwrap();
        for (path, found) in
            [("a.b[1].n", "2"), ("a.b[type=y].n", "2"), ("a.b[type=x]", r#"{ "type": "x", "n": 1 }"#)]
        {
            assert_eq!(Path::parse(path).unwrap().find(&row), Some(&read(found).unwrap()), "{path}");
        }
        for path in ["a.c", "null", "a.b[7]", "a.b[type=z]"] {
            assert_eq!(Path::parse(path).unwrap().find(&row), None, "{path}");
        }
    }

    #[test]
    fn invalid_path_is_rejected() {
        for text in ["", ".a", "a..b", "a[", "a[x]", "a[0]b"] {
            assert!(Path::parse(text).is_err(), "{text}");
        }
    }
}
