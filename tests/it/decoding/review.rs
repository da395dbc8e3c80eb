//! The text of a decoded value that a person reviews: what reading and writing back changed, then the typed
//! value.
//!
//! Absent members are left out of the typed value, and so is the `Some` around present ones.

use std::{collections::BTreeMap, fmt::Debug};

use serde::Serialize;
use serde_json::value::RawValue;

/// The text for a value that was read from `came`.
pub(super) fn text<T: Debug + Serialize>(came: &str, value: &T) -> String {
    let written = serde_json::to_string(value).unwrap();
    let mut differences = Vec::new();
    compare("", Some(came), Some(&written), &mut differences);
    let differences = match differences.is_empty() {
        true => "Written back as it came.".to_owned(),
        false => format!("Written back differently:\n{}", differences.join("\n")),
    };
    format!("{differences}\n\n{}", compact(value))
}

/// Compares two JSON texts, number by number as they are spelled and not by way of `f64`.
fn compare(path: &str, came: Option<&str>, written: Option<&str>, differences: &mut Vec<String>) {
    match (came.map(Json::parse), written.map(Json::parse)) {
        (Some(Json::Object(came)), Some(Json::Object(written))) => {
            let added = written.keys().filter(|key| !came.contains_key(*key));
            for key in came.keys().chain(added) {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                compare(&path, member(&came, key), member(&written, key), differences);
            }
        }
        (Some(Json::List(came)), Some(Json::List(written))) => {
            for index in 0..came.len().max(written.len()) {
                let element = |list: &[Box<RawValue>]| list.get(index).map(|raw| raw.get().to_owned());
                let (came, written) = (element(&came), element(&written));
                compare(&format!("{path}[{index}]"), came.as_deref(), written.as_deref(), differences);
            }
        }
        (Some(Json::Scalar(came)), Some(Json::Scalar(written))) if came == written => {}
        _ => {
            let shown = |json: Option<&str>| json.map_or("(absent)".to_owned(), one_line);
            differences.push(format!("    {path}: {} => {}", shown(came), shown(written)));
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

fn member<'a>(object: &'a BTreeMap<String, Box<RawValue>>, key: &str) -> Option<&'a str> {
    object.get(key).map(|raw| raw.get())
}

fn one_line(json: &str) -> String {
    json.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `{:#?}` without `None` members, and with wrappers such as `Some` and `Id` on the line of what they wrap.
fn compact(value: &impl Debug) -> String {
    let debug = format!("{value:#?}");
    Node::parse(&mut debug.lines()).render().join("\n")
}

/// One value of a `Debug` text; a leaf has neither children nor an end.
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
        let shown = self.children.iter().filter(|child| !child.start.ends_with(": None,"));
        let mut lines: Vec<_> = shown.flat_map(Self::render).map(|line| format!("    {line}")).collect();
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
