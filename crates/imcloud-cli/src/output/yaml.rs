//! YAML.

use std::{cell::RefCell, io::Write as _};

use serde::{Serialize, Serializer};

use super::{
    RowWriter,
    stdout::{Out, write_all},
};
use crate::{
    failure::{Context as _, Result},
    json::Json,
};

pub(super) struct YamlRows {
    pub(super) out: Out,
    pub(super) empty: bool,
}

impl RowWriter for YamlRows {
    fn write(&mut self, row: Json) -> Result {
        self.empty = false;
        Ok(self.out.write_all(to_yaml(&Json::Array(vec![row]))?.as_bytes())?)
    }

    fn flush(&mut self) -> Result {
        Ok(self.out.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        if self.empty {
            self.out.write_all(b"[]\n")?;
        }
        self.flush().map(|()| Vec::new())
    }
}

pub(super) fn document(value: &Json) -> Result {
    write_all(to_yaml(value)?.as_bytes())
}

/// Writes YAML.
///
/// The writer supports the numbers of Rust only. Each other one is written as a placeholder that is not in
/// the text, and inserted afterwards.
fn to_yaml(value: &Json) -> Result<String> {
    let text = value.to_string();
    let mut word = "number".to_owned();
    while text.contains(&word) {
        word.push('x');
    }
    let numbers = RefCell::default();
    let written = Written { value, word: &word, numbers: &numbers };
    let yaml = serde_saphyr::to_string(&written).context("could not write YAML")?;
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
    /// The placeholder of a number.
    word: &'v str,
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
    use crate::json::{from_yaml, read};

    #[test]
    fn written_numbers_keep_their_digits() {
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
