//! Rows of json.

use serde::de::DeserializeOwned;

use super::{LONGEST_ROW, RowError};

/// Takes the bytes of an array as they come and gives its elements as they are complete. It looks for where elements end; what is in them is for
/// `serde_json` to judge.
#[derive(Default)]
pub(super) struct JsonRows {
    input: Vec<u8>,
    /// Where the element begins that is coming in.
    start: usize,
    /// How far it was looked at.
    seen: usize,
    place: Place,
    depth: usize,
    in_text: bool,
    escaped: bool,
    row: u64,
    ended: bool,
}

#[derive(Default, PartialEq)]
enum Place {
    #[default]
    Before,
    In,
    After,
}

impl JsonRows {
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.input.drain(..self.start);
        self.seen -= self.start;
        self.start = 0;
        self.input.extend_from_slice(bytes);
    }

    pub(super) fn finish(&mut self) {
        self.ended = true;
    }

    pub(super) fn next<T: DeserializeOwned>(&mut self) -> Result<Option<T>, RowError> {
        if self.place == Place::Before && !self.open()? {
            return Ok(None);
        }
        if self.place == Place::In {
            if let Some((element, is_last)) = self.element()? {
                let text = self.input[element].trim_ascii();
                if is_last {
                    self.place = Place::After;
                    if text.is_empty() && self.row == 0 {
                        return self.next();
                    }
                }
                self.row += 1;
                return serde_json::from_slice(text).map(Some).map_err(|_| undecodable::<T>(self.row, text));
            }
            return if self.ended {
                Err(RowError::new(self.row + 1, "the file ends in its midst"))
            } else {
                Ok(None)
            };
        }
        match self.input[self.start..].trim_ascii() {
            [] => Ok(None),
            _ => Err(RowError::new(self.row, "something follows the end of the array")),
        }
    }

    /// Passes over what stands before the first element; `false` when that has not come yet.
    fn open(&mut self) -> Result<bool, RowError> {
        const MARK: &[u8] = b"\xef\xbb\xbf";
        let unmarked = self.input.strip_prefix(MARK).unwrap_or(&self.input);
        let rest = unmarked.trim_ascii_start();
        match rest.first() {
            Some(b'[') => {
                self.start = self.input.len() - rest.len() + 1;
                self.seen = self.start;
                self.place = Place::In;
                Ok(true)
            }
            Some(_) if !self.ended && MARK.starts_with(rest) => Ok(false),
            Some(_) => Err(RowError::new(0, "the file is no array of rows; fetch its bytes")),
            None if self.ended => Err(RowError::new(0, "the file is empty, where json would have []")),
            None => Ok(false),
        }
    }

    /// Where the next element stands, and whether it is the last one.
    fn element(&mut self) -> Result<Option<(std::ops::Range<usize>, bool)>, RowError> {
        for (offset, byte) in self.input[self.seen..].iter().enumerate() {
            if self.in_text {
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => self.in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b',' | b']' if self.depth == 0 => {
                    let end = self.seen + offset;
                    let element = self.start..end;
                    (self.start, self.seen) = (end + 1, end + 1);
                    return Ok(Some((element, *byte == b']')));
                }
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
        }
        self.seen = self.input.len();
        if self.seen - self.start > LONGEST_ROW {
            return Err(RowError::new(self.row + 1, format!("it is longer than {LONGEST_ROW} bytes")));
        }
        Ok(None)
    }
}

/// Reads once more, to find out where it failed.
fn undecodable<T: DeserializeOwned>(row: u64, text: &[u8]) -> RowError {
    let deserializer = &mut serde_json::Deserializer::from_slice(text);
    match serde_path_to_error::deserialize::<_, T>(deserializer) {
        Err(error) => {
            let path = error.path().to_string();
            let member = (path != ".").then_some(path);
            RowError { row, member, reason: error.inner().to_string() }
        }
        Ok(_) => RowError::new(row, "something follows the value"),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        name: String,
        #[serde(default)]
        lines: Vec<u32>,
    }

    fn read(file: &[u8], piece: usize) -> Result<Vec<Row>, RowError> {
        let mut rows = JsonRows::default();
        let mut all = Vec::new();
        for bytes in file.chunks(piece) {
            rows.push(bytes);
            while let Some(row) = rows.next()? {
                all.push(row);
            }
        }
        rows.finish();
        while let Some(row) = rows.next()? {
            all.push(row);
        }
        Ok(all)
    }

    #[test]
    fn rows_are_the_same_wherever_the_pieces_break() {
        let file = "\u{feff} [ {\"name\": \"a,]}\\\" \\\\\", \"lines\": [1, 2]} ,\n{\"name\":\"Zoë\"},{\"name\":\"\"}\n] \n".as_bytes();
        let expected = [("a,]}\" \\", vec![1, 2]), ("Zoë", vec![]), ("", vec![])]
            .map(|(name, lines)| Row { name: name.to_owned(), lines });
        for piece in 1..=file.len() {
            assert_eq!(read(file, piece).ok().unwrap(), expected, "chunks of {piece}");
        }
    }

    #[test]
    fn a_bad_row_is_named_with_its_member() {
        for (file, row, member, reason) in [
            (r#"[{"name":"a"},{"name":"b","lines":[1,"x"]}]"#, 2, Some("lines[1]"), "invalid type"),
            (r#"[{"name":"a"},{}]"#, 2, None, "missing field `name`"),
            (r#"[{"name":"a"},]"#, 2, None, "EOF"),
            (r#"[{"name":"a"}"#, 1, None, "ends in its midst"),
            (r#"[{"name":"a"} {"name":"b"}]"#, 1, None, "something follows the value"),
            (r#"[{"name":"a"}] x"#, 1, None, "follows the end"),
            (r#"{"data":[]}"#, 0, None, "no array"),
            ("", 0, None, "empty"),
        ] {
            for piece in 1..=file.len().max(1) {
                let error = read(file.as_bytes(), piece).unwrap_err();
                assert_eq!((error.row, error.member.as_deref()), (row, member), "{file}");
                assert!(error.reason.contains(reason), "{file}: {}", error.reason);
            }
        }
    }

    #[test]
    fn an_empty_array_has_no_rows() {
        assert_eq!(read(b" [ ] ", 1).ok().unwrap(), []);
    }
}
