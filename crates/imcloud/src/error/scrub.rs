//! Removal of secrets from strings of the service.

use std::ops::Range;

use imcloud_raw::Secret;
use serde_json::Value;

/// Length of excerpts, in characters.
const EXCERPT: usize = 500;

/// Shorter values are not hidden: they are parts of other words. Passwords have 7 at least (documented).
const MIN_SECRET: usize = 4;

/// Encodings within encodings that are recognized, such as a URL in a JSON string in HTML.
const MAX_LAYERS: usize = 4;

const HIDDEN: &str = "[hidden]";

/// Matches every character: one that was lost in decoding.
const ANY: char = char::REPLACEMENT_CHARACTER;

/// Returns the beginning of a body on one line, without secrets.
pub(crate) fn excerpt(body: &[u8], secrets: &[&Secret]) -> String {
    let body = imcloud_raw::body::without_byte_order_mark(body);
    // Secrets are removed before the text is shortened, which could leave a part of one.
    let text = scrub(&String::from_utf8_lossy(body), secrets);
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

/// Returns the text without these secrets and without the queries of URLs, which can be signatures.
///
/// Secrets are also found if they are encoded as JSON, as a URL or form, or as HTML, in up to four layers.
pub(crate) fn scrub(text: &str, secrets: &[&Secret]) -> String {
    let secrets: Vec<Vec<char>> = secrets
        .iter()
        .map(|secret| secret.expose().chars().collect())
        .filter(|secret: &Vec<char>| secret.len() >= MIN_SECRET)
        .collect();
    let mut found = Vec::new();
    if !secrets.is_empty() {
        let letters = text.char_indices().map(|(at, letter)| (letter, at..at + letter.len_utf8()));
        find(&letters.collect::<Vec<_>>(), &secrets, MAX_LAYERS, &mut found);
    }
    without_queries(&without_ranges(text, found))
}

/// Characters of a decoded text with their positions in the original one.
type Layer = Vec<(char, Range<usize>)>;

/// Finds secrets in a text and in all of its decodings.
fn find(layer: &[(char, Range<usize>)], secrets: &[Vec<char>], depth: usize, found: &mut Vec<Range<usize>>) {
    for secret in secrets {
        for window in layer.windows(secret.len()) {
            let equal = |(shown, expected): (&(char, Range<usize>), &char)| {
                shown.0 == *expected || shown.0 == ANY || (shown.0 == '+' && *expected == ' ')
            };
            if window.iter().zip(secret).all(equal)
                && let (Some(first), Some(last)) = (window.first(), window.last())
            {
                found.push(first.1.start..last.1.end);
            }
        }
    }
    if depth > 0 {
        for decoder in [json_escape, url_escape, html_entity] {
            if let Some(decoded) = decode(layer, decoder) {
                find(&decoded, secrets, depth - 1, found);
            }
        }
    }
}

/// Decodes one character at the start of the text; returns it with the number of characters that encode it.
type Decoder = fn(&[(char, Range<usize>)]) -> Option<(char, usize)>;

/// Returns the decoded text, `None` if it is not encoded.
fn decode(layer: &[(char, Range<usize>)], decoder: Decoder) -> Option<Layer> {
    let mut decoded = Layer::new();
    let mut at = 0;
    while let Some((letter, range)) = layer.get(at) {
        let (letter, length) = decoder(&layer[at..]).unwrap_or((*letter, 1));
        let end = layer.get(at + length - 1).map_or(range.end, |last| last.1.end);
        decoded.push((letter, range.start..end));
        at += length;
    }
    (decoded.len() < layer.len()).then_some(decoded)
}

fn json_escape(text: &[(char, Range<usize>)]) -> Option<(char, usize)> {
    let unit = |at: usize| match (text.get(at)?.0, text.get(at + 1)?.0) {
        ('\\', 'u') => u16::try_from(hex(text, at + 2, 4)?).ok(),
        _ => None,
    };
    if let Some(unit_at_start) = unit(0) {
        let pair = unit(6).map(|low| char::decode_utf16([unit_at_start, low]).next());
        return match pair {
            Some(Some(Ok(letter))) if letter.len_utf16() == 2 => Some((letter, 12)),
            _ => Some((char::from_u32(unit_at_start.into()).unwrap_or(ANY), 6)),
        };
    }
    let ('\\', escaped) = (text.first()?.0, text.get(1)?.0) else { return None };
    let letter = match escaped {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '"' | '\'' | '\\' | '/' | ANY => escaped,
        _ => return None,
    };
    Some((letter, 2))
}

fn url_escape(text: &[(char, Range<usize>)]) -> Option<(char, usize)> {
    let byte = |at: usize| match text.get(at * 3)?.0 {
        '%' => u8::try_from(hex(text, at * 3 + 1, 2)?).ok(),
        _ => None,
    };
    let first = byte(0)?;
    let bytes: Vec<u8> = (0..4).map_while(byte).collect();
    let letter =
        (1..=bytes.len()).find_map(|length| std::str::from_utf8(&bytes[..length]).ok()?.chars().next());
    match letter {
        Some(letter) => Some((letter, letter.len_utf8() * 3)),
        // Forms can be Latin-1.
        None => Some((char::from(first), 3)),
    }
}

fn html_entity(text: &[(char, Range<usize>)]) -> Option<(char, usize)> {
    if text.first()?.0 != '&' {
        return None;
    }
    let end = text.iter().take(12).position(|(letter, _)| *letter == ';')?;
    let name: String = text[1..end].iter().map(|(letter, _)| *letter).collect();
    let letter = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(number) => u32::from_str_radix(number, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
        None if name == "amp" => '&',
        None if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) => ANY,
        None => return None,
    };
    Some((letter, end + 1))
}

fn hex(text: &[(char, Range<usize>)], at: usize, length: usize) -> Option<u32> {
    text.get(at..at + length)?
        .iter()
        .try_fold(0, |number, (digit, _)| Some(number * 16 + digit.to_digit(16)?))
}

fn without_ranges(text: &str, mut ranges: Vec<Range<usize>>) -> String {
    ranges.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut shown = 0;
    for range in ranges {
        if range.start >= shown {
            out.push_str(&text[shown..range.start]);
            out.push_str(HIDDEN);
        }
        shown = shown.max(range.end);
    }
    out.push_str(&text[shown..]);
    out
}

fn without_queries(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // JSON can escape slashes.
    while let Some((start, slashes)) =
        ["://", ":\\/\\/"].iter().filter_map(|slashes| Some((rest.find(slashes)?, slashes))).min()
    {
        let (before, url) = rest.split_at(start + slashes.len());
        out.push_str(before);
        let is_end = |(at, letter): (usize, char)| {
            letter.is_whitespace()
                || matches!(letter, '"' | '\'' | '<' | '>')
                || (letter == '\\' && !url[at + 1..].starts_with('/'))
        };
        let end = url.char_indices().find(|letter| is_end(*letter)).map_or(url.len(), |(at, _)| at);
        let (url, after) = url.split_at(end);
        match url.find(['?', '#']) {
            Some(query) => {
                out.push_str(&url[..=query]);
                out.push_str(HIDDEN);
            }
            None => out.push_str(url),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Returns the secrets of a JSON request body: values of properties with names such as `password`, and of
/// parameters with such a name, `{"name": "adminPassword", "value": ...}`.
pub(crate) fn secrets_in_body(body: &[u8]) -> Vec<Secret> {
    let mut secrets = Vec::new();
    if let Ok(body) = serde_json::from_slice(body) {
        collect(&body, false, &mut secrets);
    }
    secrets
}

fn collect(value: &Value, secret: bool, secrets: &mut Vec<Secret>) {
    match value {
        Value::String(text) if secret => secrets.push(Secret::from(&**text)),
        Value::Number(number) if secret => secrets.push(Secret::from(number.to_string())),
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, secret, secrets)),
        Value::Object(properties) => {
            let parameter = properties.get("name").and_then(Value::as_str).is_some_and(is_secret_name);
            for (name, value) in properties {
                collect(value, secret || is_secret_name(name) || (parameter && name != "name"), secrets);
            }
        }
        _ => {}
    }
}

fn is_secret_name(name: &str) -> bool {
    const WORDS: &[&str] =
        &["pass", "pwd", "secret", "token", "credential", "apikey", "privatekey", "accesskey"];
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    let name: String = letters.flat_map(char::to_lowercase).collect();
    WORDS.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPECIAL: &str = r#"p"ä\ß&<>'+%41/ s 😀"#;

    /// Asserts that the text around the secret remains, and the secret does not.
    fn assert_hidden(echo: &str) {
        let key = Secret::from(SPECIAL);
        assert_eq!(scrub(&format!("<{echo}>"), &[&key]), "<[hidden]>", "{echo}");
    }

    fn percent(text: &str, lower: bool) -> String {
        let byte = |byte: u8| if lower { format!("%{byte:02x}") } else { format!("%{byte:02X}") };
        text.bytes().map(byte).collect()
    }

    fn html(text: &str) -> String {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\'', "&#39;")
    }

    fn json(text: &str) -> String {
        serde_json::to_string(text).unwrap().trim_matches('"').to_owned()
    }

    fn ascii_json(text: &str) -> String {
        text.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect()
    }

    #[test]
    fn plain_secret_is_hidden() {
        let key = Secret::from("key-123");
        assert_eq!(
            scrub("the key key-123 is unknown (key-123)", &[&key]),
            "the key [hidden] is unknown ([hidden])"
        );
        assert_eq!(scrub("a text", &[&Secret::from(""), &Secret::from("t")]), "a text");
        assert_hidden(SPECIAL);
    }

    #[test]
    fn encoded_secret_is_hidden() {
        let form = form_urlencoded::byte_serialize(SPECIAL.as_bytes()).collect::<String>();
        for echo in [
            json(SPECIAL),
            json(SPECIAL).replace('/', "\\/"),
            ascii_json(SPECIAL),
            ascii_json(SPECIAL).to_uppercase().replace("\\U", "\\u"),
            percent(SPECIAL, true),
            percent(SPECIAL, false),
            form.clone(),
            html(SPECIAL),
            html(SPECIAL).replace('ä', "&auml;").replace('ß', "&szlig;"),
            html(SPECIAL).replace('ä', "&#228;").replace('ß', "&#xDF;"),
        ] {
            assert_ne!(echo, SPECIAL);
            assert_hidden(&echo);
        }
        // Latin-1, in a form and as lossily decoded bytes.
        let umlaut = Secret::from("pässwörd");
        assert_eq!(scrub("x=p%E4ssw%F6rd&y", &[&umlaut]), "x=[hidden]&y");
        assert_eq!(scrub("x=p\u{fffd}ssw\u{fffd}rd&y", &[&umlaut]), "x=[hidden]&y");
    }

    #[test]
    fn nested_encodings_are_hidden() {
        for echo in [
            json(&json(SPECIAL)),
            html(&json(SPECIAL)),
            json(&html(SPECIAL)),
            html(&html(SPECIAL)),
            html(&json(&percent(SPECIAL, false))),
            json(&json(&json(SPECIAL))),
        ] {
            assert_hidden(&echo);
        }
    }

    #[test]
    fn similar_text_is_no_encoded_secret() {
        let key = Secret::from("key-1%2\u{20}3");
        for other in
            ["key& -;1%2 3", "key&;1%2 3", "key&12345678901;1%2 3", "key\\x1%2 3", "key%2G1%2 3", "key-1%2-3"]
        {
            assert_eq!(scrub(other, &[&key]), other);
        }
        assert_eq!(scrub("key&#45;1%252+3", &[&key]), "[hidden]");
    }

    #[test]
    fn overlapping_secrets_are_hidden_once() {
        let secrets = [Secret::from("abcdef"), Secret::from("defghi"), Secret::from("abcd")];
        let secrets: Vec<_> = secrets.iter().collect();
        assert_eq!(scrub("1 abcdefghi 2", &secrets), "1 [hidden] 2");
    }

    #[test]
    fn queries_of_urls_are_hidden() {
        assert_eq!(
            scrub(r#"see "https://store.example/a.csv?sig=abc" and http://x.example/#t or a?b"#, &[]),
            r#"see "https://store.example/a.csv?[hidden]" and http://x.example/#[hidden] or a?b"#
        );
        assert_eq!(
            scrub(r#"{"url":"https:\/\/store.example\/a.csv?sig=abc"}"#, &[]),
            r#"{"url":"https:\/\/store.example\/a.csv?[hidden]"}"#
        );
    }

    #[test]
    fn excerpt_contains_no_part_of_a_secret() {
        let secret = Secret::from("s".repeat(40));
        let body = format!("{}\n\n{}", "é ".repeat(EXCERPT / 2 - 5), secret.expose());
        let excerpt = excerpt(body.as_bytes(), &[&secret]);
        assert!(excerpt.chars().count() <= EXCERPT + 3 && !excerpt.contains("ss"), "{excerpt}");
    }

    #[test]
    fn excerpt_hides_secret_with_spaces() {
        let secret = Secret::from("two  spaces\tand tab");
        assert_eq!(excerpt(b"\xef\xbb\xbf is two  spaces\tand tab\n not", &[&secret]), "is [hidden] not");
    }

    #[test]
    fn secrets_of_bodies_are_found_by_name() {
        let body = serde_json::json!({
            "contactPersons": [{"login": "jane", "password": "A"}],
            "products": [{"parameters": [
                {"name": "admin_pass", "value": "B", "structured_value": {"x": [17]}},
                {"name": "domain", "value": "acme.example"},
            ]}],
            "apiKey": {"inner": "C"},
            "poNumber": "PO-1",
        });
        let found = secrets_in_body(body.to_string().as_bytes());
        let mut found: Vec<_> = found.iter().map(Secret::expose).collect();
        found.sort_unstable();
        assert_eq!(found, ["17", "A", "B", "C"]);
        assert!(secrets_in_body(b"password=x").is_empty());
    }
}
