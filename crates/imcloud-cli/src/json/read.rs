//! Values from text, and from whatever can be written.

use indexmap::IndexMap;
use serde::{Serialize, de::Error as _};
use serde_json::{Error, value::RawValue};

use super::{Json, Object};

/// As deep as `serde_json` goes itself.
const DEEPEST: usize = 128;

/// Reads JSON.
pub(crate) fn read(text: &str) -> Result<Json, Error> {
    // The text as a whole first, so that places in messages are those of the text.
    nested(serde_json::from_str::<&RawValue>(text)?.get(), DEEPEST)
}

/// What a value is written as.
pub(crate) fn of<T: Serialize + ?Sized>(value: &T) -> Result<Json, Error> {
    read(&serde_json::to_string(value)?)
}

fn nested(text: &str, depth: usize) -> Result<Json, Error> {
    let depth = depth.checked_sub(1).ok_or_else(|| Error::custom("it is nested too deeply"))?;
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let members: IndexMap<String, &RawValue> = serde_json::from_str(text)?;
            let read = |(name, raw): (String, &RawValue)| Ok((name, nested(raw.get(), depth)?));
            Json::Object(members.into_iter().map(read).collect::<Result<Object, Error>>()?)
        }
        Some(b'[') => {
            let elements: Vec<&RawValue> = serde_json::from_str(text)?;
            Json::Array(elements.into_iter().map(|raw| nested(raw.get(), depth)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::String(serde_json::from_str(text)?),
        Some(b'n') => Json::Null,
        Some(b't' | b'f') => Json::Bool(text == "true"),
        _ => Json::Number(text.into()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_is_written_alike() {
        let text = r#"{"z":[0.10,12345678901234567.89,-1e+400,5000.0],"a":{"ä\"":"x\ny","n":null,"t":true}}"#;
        let value = read(&format!(" {text}\n")).unwrap();
        assert_eq!(value.to_string(), text);
        assert_eq!(of(&value).unwrap(), value);
        assert_eq!(read(r#"{"a": 1, "a": 2}"#).unwrap().to_string(), r#"{"a":2}"#);
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        for text in ["", "{", "nul", "[1,]", "{\"a\": }", "1 2", "\"\\ud800\""] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("{\n  \"a\": oops}").unwrap_err().to_string().contains("line 2"));
        assert!(read(&"[".repeat(100_000)).is_err());
        assert!(read(&format!("{}{}", "[".repeat(1_000), "]".repeat(1_000))).is_err());
    }
}
