//! YAML, without touching a number.

use std::{cell::RefCell, fmt};

use indexmap::IndexMap;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
};
use serde_saphyr::Spanned;

use super::Json;

/// Reads YAML.
pub(crate) fn from_yaml(text: &str) -> Result<Json, String> {
    let node: Spanned<Node> = serde_saphyr::from_str(text).map_err(|error| error.to_string())?;
    json(node, text)
}

/// What the parser made of a piece of text. A number with a fraction went through `f64` by then, so its text is looked up.
enum Node {
    Null,
    Bool(bool),
    Integer(String),
    Fraction,
    String(String),
    Array(Vec<Spanned<Node>>),
    Object(IndexMap<String, Spanned<Node>>),
}

fn json(node: Spanned<Node>, text: &str) -> Result<Json, String> {
    Ok(match node.value {
        Node::Null => Json::Null,
        Node::Bool(value) => Json::Bool(value),
        Node::Integer(digits) => Json::Number(digits.into()),
        Node::Fraction => {
            let span = node.defined.span();
            let bytes = span.byte_offset().zip(span.byte_len());
            let spelled = bytes.and_then(|(start, length)| {
                let start = usize::try_from(start).ok()?;
                text.get(start..start.checked_add(usize::try_from(length).ok()?)?)
            });
            let spelled = spelled.unwrap_or_default().trim();
            as_in_json(spelled).ok_or_else(|| {
                format!("{spelled} in line {} is no number that JSON can hold", node.defined.line())
            })?
        }
        Node::String(text) => Json::String(text),
        Node::Array(elements) => {
            Json::Array(elements.into_iter().map(|element| json(element, text)).collect::<Result<_, _>>()?)
        }
        Node::Object(members) => {
            let read = |(name, member)| Ok((name, json(member, text)?));
            Json::Object(members.into_iter().map(read).collect::<Result<_, String>>()?)
        }
    })
}

/// YAML spells `.5`, `5.` and `+0.5` as well.
fn as_in_json(spelled: &str) -> Option<Json> {
    let (sign, digits) = match spelled.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", spelled.strip_prefix('+').unwrap_or(spelled)),
    };
    let (whole, rest) = digits.split_at(digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len()));
    let whole = if whole.is_empty() && rest.len() > 1 { "0" } else { whole };
    let rest = match rest.strip_prefix('.') {
        Some(after) if !after.starts_with(|it: char| it.is_ascii_digit()) => format!(".0{after}"),
        _ => rest.to_owned(),
    };
    Json::number(&format!("{sign}{whole}{rest}"))
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
        f.write_str("a value that JSON has too")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.to_string()))
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
        Ok(Node::String(text.to_owned()))
    }

    fn visit_string<E: de::Error>(self, text: String) -> Result<Node, E> {
        Ok(Node::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = access.next_element()? {
            elements.push(element);
        }
        Ok(Node::Array(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut members = IndexMap::new();
        while let Some((name, member)) = access.next_entry()? {
            members.insert(name, member);
        }
        Ok(Node::Object(members))
    }
}

/// Writes YAML.
///
/// The writer knows no number but those of Rust, so each other one is written as a word that the text does not have, and put in its place afterwards.
pub(crate) fn to_yaml(value: &Json) -> Result<String, serde_saphyr::ser::Error> {
    let text = value.to_string();
    let mut word = "number".to_owned();
    while text.contains(&word) {
        word.push('x');
    }
    let numbers = RefCell::default();
    let yaml = serde_saphyr::to_string(&Written { value, word: &word, numbers: &numbers })?;
    let mut chunks = yaml.split(word.as_str());
    let mut whole = chunks.next().unwrap_or_default().to_owned();
    for (piece, number) in chunks.zip(numbers.take()) {
        whole.push_str(number);
        whole.push_str(piece);
    }
    Ok(whole)
}

struct Written<'v> {
    value: &'v Json,
    /// What stands for a number.
    word: &'v str,
    /// The numbers that it stands for, in their order.
    numbers: &'v RefCell<Vec<&'v str>>,
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = |value| Written { value, word: self.word, numbers: self.numbers };
        match self.value {
            Json::Number(digits) => match digits.parse::<i128>() {
                Ok(integer) if integer.to_string() == **digits => serializer.serialize_i128(integer),
                _ => {
                    self.numbers.borrow_mut().push(digits);
                    serializer.serialize_str(self.word)
                }
            },
            Json::Array(elements) => serializer.collect_seq(elements.iter().map(written)),
            Json::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, written(value))))
            }
            plain => plain.serialize(serializer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::read;

    #[test]
    fn numbers_are_read_as_they_are_spelled() {
        let yaml = "a: 0.10\nb: [12345678901234567.89, 1e3, .5, -5., +1.50, 0x10]\nc: &c 2.50\nd: *c\ne: '0.10'\nf: ä 7.00 # 8.0\n";
        let json = r#"{"a":0.10,"b":[12345678901234567.89,1e3,0.5,-5.0,1.50,16],"c":2.50,"d":2.50,"e":"0.10","f":"ä 7.00"}"#;
        assert_eq!(from_yaml(yaml).unwrap().to_string(), json);
        assert_eq!(from_yaml("ä: 1.10\n").unwrap().to_string(), r#"{"ä":1.10}"#);
        for text in ["a: .nan", "a: -.inf", "a: !!float 1_0.5"] {
            assert!(from_yaml(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_spelled() {
        let text =
            r#"{"a":0.10,"b":[12345678901234567.89,{"c":1e400,"number":"numberx","d":-7}],"e":"0.10"}"#;
        let value = read(text).unwrap();
        let yaml = to_yaml(&value).unwrap();
        assert!(yaml.contains("a: 0.10\n") && yaml.contains("- 12345678901234567.89\n"), "{yaml}");
        assert!(yaml.contains("number: numberx\n") && yaml.contains("d: -7\n"), "{yaml}");
        assert!(!yaml.contains("e: 0.10"), "a text stays one: {yaml}");
        assert_eq!(
            from_yaml(&yaml.replace("1e400", "1e40")).unwrap().to_string(),
            text.replace("1e400", "1e40")
        );
    }
}
