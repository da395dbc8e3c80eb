//! YAML 1.2 that keeps the digits of numbers.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::{Error, Spanned};

use super::Json;

/// Reads YAML 1.2: `ON` and `NO` are strings.
///
/// # Errors
/// Invalid YAML and duplicate keys, with lines. Values are not quoted, because they may be secrets.
pub(crate) fn from_yaml(text: &str) -> Result<Json, String> {
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    let node: Spanned<Node> =
        serde_saphyr::from_str_with_options(text, options).map_err(|error| match error {
            Error::DuplicateMappingKey { key: Some(key), location } => {
                format!("duplicate key {key:?} in line {}", location.line())
            }
            error => error.to_string(),
        })?;
    json(node, text)
}

/// A value of the parser. Numbers with a fraction have passed through `f64`, so their text is looked up.
enum Node {
    Plain(Json),
    Integer(String),
    Fraction,
    Array(Vec<Spanned<Node>>),
    Object(Vec<(String, Spanned<Node>)>),
}

fn json(node: Spanned<Node>, text: &str) -> Result<Json, String> {
    let span = node.defined.span();
    let spelled = || {
        let start = usize::try_from(span.byte_offset()?).ok()?;
        let end = start.checked_add(usize::try_from(span.byte_len()?).ok()?)?;
        text.get(start..end).map(str::trim)
    };
    Ok(match node.value {
        Node::Plain(value) => value,
        Node::Integer(_) | Node::Fraction if spelled().is_some_and(is_code) => {
            spelled().unwrap_or_default().into()
        }
        Node::Integer(digits) => Json::Number(digits.into()),
        Node::Fraction => as_in_json(spelled().unwrap_or_default())
            .ok_or_else(|| format!("invalid number in line {}", node.defined.line()))?,
        Node::Array(elements) => {
            Json::Array(elements.into_iter().map(|element| json(element, text)).collect::<Result<_, _>>()?)
        }
        Node::Object(members) => {
            let read = |(name, member)| Ok((name, json(member, text)?));
            Json::Object(members.into_iter().map(read).collect::<Result<_, String>>()?)
        }
    })
}

/// Returns true for a postal code or part number with leading zeros, which are not valid numbers in JSON.
fn is_code(text: &str) -> bool {
    text.len() > 1 && text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Rewrites spellings that JSON does not have: `.5`, `5.` and `+0.5`.
fn as_in_json(spelled: &str) -> Option<Json> {
    let (sign, digits) = match spelled.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", spelled.strip_prefix('+').unwrap_or(spelled)),
    };
    let (units, rest) = digits.split_at(digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len()));
    let units = if units.is_empty() && rest.len() > 1 { "0" } else { units };
    let rest = match rest.strip_prefix('.') {
        Some(after) if !after.starts_with(|it: char| it.is_ascii_digit()) => format!(".0{after}"),
        _ => rest.to_owned(),
    };
    Json::number(&format!("{sign}{units}{rest}"))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Plain(Json::Null))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Plain(Json::Bool(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.visit_i128(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.visit_u128(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Integer(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        Ok(Node::Integer(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Fraction)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Plain(text.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element()? {
            elements.push(element);
        }
        Ok(Node::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = access.next_entry()? {
            members.push(member);
        }
        Ok(Node::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_numbers_keep_their_digits() {
        let yaml = "a: 0.10\nb: [12345678901234567.89, 1e3, .5, -5., +1.50, 0x10]\nc: &c 2.50\nd: *c\ne: '0.10'\nf: ä 7.00 # 8.0\n";
        let json = r#"{"a":0.10,"b":[12345678901234567.89,1e3,0.5,-5.0,1.50,16],"c":2.50,"d":2.50,"e":"0.10","f":"ä 7.00"}"#;
        assert_eq!(from_yaml(yaml).unwrap().to_string(), json);
        assert_eq!(from_yaml("ä: 1.10\n").unwrap().to_string(), r#"{"ä":1.10}"#);
        for text in ["a: .nan", "a: -.inf", "a: !!float 1_0.5"] {
            assert!(from_yaml(text).is_err(), "{text}");
        }
    }

    #[test]
    fn yaml_1_1_booleans_are_strings() {
        let yaml =
            "state: ON\ncountryCode: NO\nnewMPN: N\npostalCode: 01234\non: true\noff: yes\nn: [0, 0.5, 00]\n";
        let json = r#"{"state":"ON","countryCode":"NO","newMPN":"N","postalCode":"01234","on":true,"off":"yes","n":[0,0.5,"00"]}"#;
        assert_eq!(from_yaml(yaml).unwrap().to_string(), json);
    }

    #[test]
    fn duplicate_yaml_key_is_rejected_with_line() {
        let error = from_yaml("type: sales\nproducts:\n  - quantity: 3\n    quantity: 300\n").unwrap_err();
        assert_eq!(error, "duplicate key \"quantity\" in line 4");
    }

    #[test]
    fn yaml_error_does_not_quote_values() {
        for yaml in ["password: [HUNTER2", "password: 'HUNTER2", "password: HUNTER2: x", "password: .nan"] {
            let error = from_yaml(yaml).unwrap_err();
            assert!(!error.contains("HUNTER2"), "{error}");
        }
    }
}
