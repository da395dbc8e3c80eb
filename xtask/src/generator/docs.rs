//! Doc comments from the texts of the document.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// Lines are filled up to this width before the comment's own indentation.
const WIDTH: usize = 100;

/// Returns doc attributes for a text; none for an empty one.
#[must_use]
pub fn attributes(text: &str) -> TokenStream {
    let attribute = |line: String| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    };
    lines(text).into_iter().map(attribute).collect()
}

/// A text as `///` lines with an indentation before each.
#[must_use]
pub fn comment(text: &str, indent: &str) -> String {
    lines(text).into_iter().map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// The description of a node, or the words to use when it has none.
#[must_use]
pub fn description(node: Option<&Value>, otherwise: &str) -> String {
    let text =
        node.and_then(|node| node.get("description")).and_then(Value::as_str).unwrap_or_default().trim();
    if text.is_empty() { otherwise.to_owned() } else { text.to_owned() }
}

/// Paragraphs are filled; lists and code keep their lines.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    for line in text.trim().lines() {
        let line = line.trim_end();
        code ^= line.trim_start().starts_with("```");
        if code || line.trim_start().starts_with(['*', '-', '|', '#', '`']) && line.chars().count() <= WIDTH {
            lines.push(line.to_owned());
        } else {
            lines.extend(fill(line));
        }
    }
    lines
}

fn fill(line: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in line.split_whitespace() {
        match lines.last_mut() {
            Some(last) if last.is_empty() => last.push_str(word),
            Some(last) if last.chars().count() + 1 + word.chars().count() <= WIDTH => {
                last.push(' ');
                last.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_paragraphs_and_keeps_blank_lines_and_lists() {
        let long = "word ".repeat(40);
        let lines = lines(&format!("First.\n\n{long}\n* one\n* two"));
        assert_eq!(lines[..2], ["First.", ""]);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        assert_eq!(lines[lines.len() - 2..], ["* one", "* two"]);
    }
}
