//! The snapshot of a decoded value: differences after a round trip, then the decoded value.
//!
//! The decoded value omits absent fields and `Some`.

use std::{collections::BTreeMap, fmt::Debug};

use serde::Serialize;
use serde_json::value::RawValue;

/// Returns the snapshot of a value that was decoded from `original`.
pub(super) fn text<T: Debug + Serialize>(original: &str, value: &T) -> String {
    let encoded = serde_json::to_string(value).unwrap();
    let mut differences = Vec::new();
    compare("", Some(original), Some(&encoded), &mut differences);
    let differences = match differences.is_empty() {
        true => "Round trip: unchanged.".to_owned(),
        false => format!("Round trip: changed:\n{}", differences.join("\n")),
    };
    format!("{differences}\n\n{}", compact(value))
}

/// Compares two JSON documents. Numbers are compared as strings and not as `f64`.
fn compare(path: &str, original: Option<&str>, encoded: Option<&str>, differences: &mut Vec<String>) {
    match (original.map(Json::parse), encoded.map(Json::parse)) {
        (Some(Json::Object(original)), Some(Json::Object(encoded))) => {
            let added = encoded.keys().filter(|key| !original.contains_key(*key));
            for key in original.keys().chain(added) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&path, property(&original, key), property(&encoded, key), differences);
            }
        }
        (Some(Json::List(original)), Some(Json::List(encoded))) => {
            for index in 0..original.len().max(encoded.len()) {
                let element = |list: &[Box<RawValue>]| list.get(index).map(|raw| raw.get().to_owned());
                let (original, encoded) = (element(&original), element(&encoded));
                compare(&format!("{path}[{index}]"), original.as_deref(), encoded.as_deref(), differences);
            }
        }
        (Some(Json::Scalar(original)), Some(Json::Scalar(encoded))) if original == encoded => {}
        _ => {
            let display = |json: Option<&str>| json.map_or("(absent)".to_owned(), one_line);
            differences.push(format!("    {path}: {} => {}", display(original), display(encoded)));
        }
    }
}

enum Json {
    Object(BTreeMap<String, Box<RawValue>>),
    List(Vec<Box<RawValue>>),
    Scalar(String),
}

impl Json {
    fn parse(json: &str) -> Self {
        match json.trim_start().chars().next() {
            Some('{') => Self::Object(serde_json::from_str(json).unwrap()),
            Some('[') => Self::List(serde_json::from_str(json).unwrap()),
            _ => Self::Scalar(json.trim().to_owned()),
        }
    }
}

fn property<'a>(object: &'a BTreeMap<String, Box<RawValue>>, key: &str) -> Option<&'a str> {
    object.get(key).map(|raw| raw.get())
}

fn one_line(json: &str) -> String {
    json.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats as `{:#?}` without `None` fields, and with wrappers such as `Id` on the line of the wrapped value.
fn compact(value: &impl Debug) -> String {
    let debug = format!("{value:#?}");
    Node::parse(&mut debug.lines()).render().join("\n")
}

/// A value of `Debug` output. A leaf has neither children nor an end.
struct Node {
    start: String,
    children: Vec<Self>,
    end: String,
}

impl Node {
    fn parse<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Self {
        let mut node = Self { start: next(lines), children: Vec::new(), end: String::new() };
        if !node.start.ends_with(['{', '[', '(']) {
            return node;
        }
        loop {
            let child = Self::parse(lines);
            if child.children.is_empty() && child.start.starts_with(['}', ']', ')']) {
                node.end = child.start;
                return node;
            }
            node.children.push(child);
        }
    }

    fn render(&self) -> Vec<String> {
        if self.end.starts_with(')') {
            return self.render_wrapper();
        }
        let present = self.children.iter().filter(|child| !child.start.ends_with(": None,"));
        let mut lines: Vec<_> = present.flat_map(Self::render).map(|line| format!("    {line}")).collect();
        if lines.is_empty() {
            return vec![format!("{}{}", self.start, self.end)];
        }
        lines.insert(0, self.start.clone());
        lines.push(self.end.clone());
        lines
    }

    fn render_wrapper(&self) -> Vec<String> {
        let mut lines: Vec<_> = self.children.iter().flat_map(Self::render).collect();
        let (start, end) = match self.start.strip_suffix("Some(") {
            Some(start) => (start, self.end.trim_start_matches(')')),
            None => (self.start.as_str(), self.end.as_str()),
        };
        lines[0].insert_str(0, start);
        let last = lines.last_mut().unwrap();
        *last = format!("{}{end}", last.trim_end_matches(','));
        lines
    }
}

fn next<'a>(lines: &mut impl Iterator<Item = &'a str>) -> String {
    lines.next().unwrap().trim_start().to_owned()
}
