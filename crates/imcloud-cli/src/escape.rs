//! Characters that control a terminal.
//!
//! Text of the service is data. Everything that can reach a terminal passes [`escape`]: errors, questions,
//! progress, tables, and standard output while it is a terminal.

use std::{borrow::Cow, fmt::Write as _};

/// Returns true for control characters (C0, DEL and C1), line separators, and characters that reorder text.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Replaces unsafe characters by `\u001b` and the like. The escapes are those of JSON, so a JSON document
/// keeps its value.
pub(crate) fn escape(text: &str) -> Cow<'_, str> {
    escape_except(text, |_| false)
}

/// Like [`escape`], and keeps line breaks and tabs.
pub(crate) fn escape_lines(text: &str) -> Cow<'_, str> {
    escape_except(text, |letter| matches!(letter, '\n' | '\t'))
}

fn escape_except(text: &str, keep: fn(char) -> bool) -> Cow<'_, str> {
    let is_replaced = |letter: char| is_unsafe(letter) && !keep(letter);
    if !text.contains(is_replaced) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if is_replaced(letter) {
            // Writing to a string does not fail.
            let _ = write!(escaped, "\\u{:04x}", u32::from(letter));
        } else {
            escaped.push(letter);
        }
    }
    Cow::Owned(escaped)
}

/// Escapes complete characters of a stream of bytes, and returns the number of bytes that were escaped. Up to
/// three bytes of an incomplete character remain. Invalid bytes become `U+FFFD`, because some of them are C1
/// codes.
pub(crate) fn escape_bytes(bytes: &[u8], escaped: &mut String) -> usize {
    let mut done = 0;
    for chunk in bytes.utf8_chunks() {
        let (valid, invalid) = (chunk.valid(), chunk.invalid());
        escaped.push_str(&escape_lines(valid));
        done += valid.len();
        let is_incomplete = std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
        if is_incomplete && done + invalid.len() == bytes.len() {
            return done;
        }
        if !invalid.is_empty() {
            escaped.push(char::REPLACEMENT_CHARACTER);
        }
        done += invalid.len();
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_bidi_characters_are_escaped() {
        assert_eq!(escape("a\u{1b}]0;x\u{7}\u{9b}2J\u{7f}b\n"), r"a\u001b]0;x\u0007\u009b2J\u007fb\u000a");
        assert_eq!(escape("gpj\u{202e}exe\u{2066}\u{2028}"), r"gpj\u202eexe\u2066\u2028");
        assert_eq!(escape_lines("a\tb\r\nc"), "a\tb\\u000d\nc");
    }

    #[test]
    fn ordinary_text_is_unchanged() {
        let text = "Müller 株式会社 👩\u{200d}💻 e\u{301} עברית";
        assert!(matches!(escape(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn split_characters_are_escaped_once() {
        let text = "ä\u{9b}é".as_bytes();
        for split in 0..=text.len() {
            let mut escaped = String::new();
            let done = escape_bytes(&text[..split], &mut escaped);
            escape_bytes(&[&text[done..split], &text[split..]].concat(), &mut escaped);
            assert_eq!(escaped, r"ä\u009bé", "{split}");
        }
        let mut escaped = String::new();
        assert_eq!(escape_bytes(b"a\x9b31mb", &mut escaped), 6);
        assert_eq!(escaped, "a\u{fffd}31mb");
    }
}
