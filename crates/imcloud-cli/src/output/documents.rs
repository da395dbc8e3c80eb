//! JSON, NDJSON and YAML.

use std::io::Write as _;

use super::{
    Format, RowWriter,
    stdout::{Out, out, write_all},
};
use crate::{
    failure::{Context as _, Result},
    json::Json,
};

/// Writes each row at once. A list in JSON that was interrupted lacks its closing bracket.
pub(super) struct DocumentRows {
    out: Out,
    format: Format,
    empty: bool,
}

impl DocumentRows {
    pub(super) fn new(format: Format) -> Self {
        Self { out: out(), format, empty: true }
    }
}

impl RowWriter for DocumentRows {
    fn write(&mut self, row: Json) -> Result {
        match self.format {
            Format::Json => {
                let start = if self.empty { "[" } else { "," };
                // Strings in JSON contain no line breaks.
                write!(self.out, "{start}\n  {}", format!("{row:#}").replace('\n', "\n  "))?;
            }
            Format::Yaml => self.out.write_all(to_yaml(&Json::Array(vec![row]))?.as_bytes())?,
            _ => writeln!(self.out, "{row}")?,
        }
        self.empty = false;
        Ok(())
    }

    fn flush(&mut self) -> Result {
        Ok(self.out.flush()?)
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        self.out.write_all(match (self.format, self.empty) {
            (Format::Json | Format::Yaml, true) => b"[]\n",
            (Format::Json, false) => b"\n]\n",
            _ => b"",
        })?;
        self.flush().map(|()| Vec::new())
    }
}

/// Writes one value, on several lines.
pub(super) fn document(value: &Json, format: Format) -> Result {
    let text = if format == Format::Yaml { to_yaml(value)? } else { format!("{value:#}\n") };
    write_all(text.as_bytes())
}

/// Writes YAML.
///
/// The writer supports the numbers of Rust only. Numbers are therefore written as words that begin with a
/// prefix, which is removed afterwards. It appears nowhere else in the text.
fn to_yaml(value: &Json) -> Result<String> {
    let text = value.to_string();
    let mut prefix = "number".to_owned();
    while text.contains(&prefix) {
        prefix.push('x');
    }
    let mut value = value.clone();
    value.for_each_mut(&mut |value| {
        if let Json::Number(digits) = value {
            *value = format!("{prefix}{digits}").into();
        }
    });
    let yaml = serde_saphyr::to_string(&value).context("could not write YAML")?;
    Ok(yaml.replace(&prefix, ""))
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
