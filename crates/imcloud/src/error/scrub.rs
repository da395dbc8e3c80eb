//! Taking out of foreign text what must not be shown.

use imcloud_raw::Secret;

/// How much of a body is kept for people, in characters.
const EXCERPT: usize = 500;

/// Shorter texts are no secrets but parts of body: the shortest password that is allowed has 7 characters (documented).
const SHORTEST: usize = 6;

/// What stands in the place of a secret.
const HIDDEN: &str = "[hidden]";

/// The beginning of a body on one line, scrubbed.
pub(crate) fn excerpt(body: &[u8], hidden: &[&Secret]) -> String {
    // Scrubbed before it is cut: half a secret is one as well.
    let text = String::from_utf8_lossy(body);
    let line = scrub(&text.split_whitespace().collect::<Vec<_>>().join(" "), hidden);
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

/// The text without these secrets, and without the queries of addresses, which may be signatures.
pub(crate) fn scrub(text: &str, hidden: &[&Secret]) -> String {
    let mut text = text.to_owned();
    for secret in hidden.iter().filter(|secret| secret.expose().len() >= SHORTEST) {
        if text.contains(secret.expose()) {
            text = text.replace(secret.expose(), HIDDEN);
        }
    }
    without_queries(&text)
}

fn without_queries(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("://") {
        let (before, address) = rest.split_at(start + 3);
        out.push_str(before);
        let end = address
            .find(|letter: char| letter.is_whitespace() || matches!(letter, '"' | '\'' | '<' | '>' | '\\'))
            .unwrap_or(address.len());
        let (address, after) = address.split_at(end);
        match address.find(['?', '#']) {
            Some(query) => {
                out.push_str(&address[..=query]);
                out.push_str(HIDDEN);
            }
            None => out.push_str(address),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_signatures_are_taken_out() {
        let key = Secret::from("key-123");
        assert_eq!(
            scrub("the key key-123 is unknown (key-123)", &[&key]),
            "the key [hidden] is unknown ([hidden])"
        );
        assert_eq!(
            scrub(r#"see "https://store.example/a.csv?sig=abc" and http://x.example/#t or a?b"#, &[]),
            r#"see "https://store.example/a.csv?[hidden]" and http://x.example/#[hidden] or a?b"#
        );
        assert_eq!(scrub("a text", &[&Secret::from(""), &Secret::from("t")]), "a text");
    }

    #[test]
    fn an_excerpt_is_one_bounded_line_that_ends_in_no_half_secret() {
        let secret = Secret::from("s".repeat(40));
        let body = format!("{}\n\n{}", "é ".repeat(EXCERPT / 2 - 5), secret.expose());
        let excerpt = excerpt(body.as_bytes(), &[&secret]);
        assert!(excerpt.chars().count() <= EXCERPT + 3 && !excerpt.contains("ss"), "{excerpt}");
    }
}
