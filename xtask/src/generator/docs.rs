//! Doc comments from the descriptions of the document.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

/// Lines are filled up to this width before the comment's own indentation.
const WIDTH: usize = 100;

/// Returns doc attributes for a text; none for an empty one.
pub(super) fn attributes(text: &str) -> TokenStream {
    let attribute = |line: String| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    };
    lines(text).into_iter().map(attribute).collect()
}

/// Returns a text as `///` lines with an indentation before each.
pub(super) fn comment(text: &str, indent: &str) -> String {
    lines(text).into_iter().map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

/// Returns the description of a node.
pub(super) fn description(node: &Value, default: String) -> String {
    let text = node["description"].as_str().unwrap_or_default().trim();
    if text.is_empty() { default } else { text.to_owned() }
}

/// Fills paragraphs; lists and code keep their lines.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    for line in text.trim().lines() {
        let line = line.trim_end();
        code ^= line.trim_start().starts_with("```");
        let is_kept =
            line.trim_start().starts_with(['*', '-', '|', '#', '`']) && line.chars().count() <= WIDTH;
        if code || is_kept {
            lines.push(line.to_owned());
            continue;
        }
        let mut filled = String::new();
        for word in line.split_whitespace() {
            if !filled.is_empty() && filled.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut filled));
            } else if !filled.is_empty() {
                filled.push(' ');
            }
            filled.push_str(word);
        }
        lines.push(filled);
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
