//! Reading YAML or JSON into a tree, with the line of every node.
//!
//! One pass over the events of the parser builds the tree and its [`Lines`]. Plain scalars follow the core
//! schema of YAML 1.2: dates, `yes` and `NO` are strings. Versions and enum values keep their text where it
//! is not the usual form of their number. JSON is read as the YAML that it is.

use std::{borrow::Cow, collections::HashMap, fmt, fs::File, io::Read, path::Path};

use anyhow::{Context, Result, bail, ensure};
use granit_parser::{Event, Parser, ScalarStyle, Span, Tag};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Number, Value};

use super::pointer;

/// Largest text that is read. The largest published OpenAPI documents have about 12 MB.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// Most collections inside each other.
const MAX_DEPTH: usize = 128;

/// Limit of the nodes that all aliases of a document expand to.
const MAX_ALIAS_NODES: usize = 500_000;

/// A tree with its lines and duplicate keys.
///
/// # Examples
///
/// ```
/// use openapi_review::document::tree;
///
/// let parsed = tree::parse("info:\n  title: Pets\n")?;
/// assert_eq!(parsed.value["info"]["title"], "Pets");
/// assert_eq!(parsed.lines.line("/info/title"), Some(2));
/// assert!(parsed.duplicates.is_empty());
/// # Ok::<(), anyhow::Error>(())
/// ```
#[derive(Debug)]
pub struct Parsed {
    /// The document.
    pub value: Value,
    /// The line of each node.
    pub lines: Lines,
    /// The keys that were merged.
    pub duplicates: Vec<Duplicate>,
}

/// A key that occurs twice with values that do not contradict each other.
///
/// Example: see [`Parsed`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The JSON Pointer of the value.
    pub pointer: String,
    /// The line of the first and of the repeated key.
    pub lines: (usize, usize),
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, lines: (first, second) } = self;
        write!(f, "duplicate key at {pointer} (lines {first} and {second})")
    }
}

/// The line of every node of a YAML or JSON file, by JSON Pointer.
///
/// A property is on the line of its key, a list element on the line where it starts. Scalars in lists are
/// also found by their text: `/required/name`. A key that occurs twice is on its first line.
///
/// Example: see [`Parsed`].
#[derive(Debug, Default, Clone)]
pub struct Lines(HashMap<String, usize>);

impl Lines {
    /// Records the line of a node, unless it has one.
    fn record(&mut self, pointer: &str, line: usize) {
        self.0.entry(pointer.to_owned()).or_insert(line);
    }

    /// Returns the line of a node, or of its nearest ancestor.
    pub fn line(&self, pointer: &str) -> Option<usize> {
        match self.0.get(pointer) {
            Some(line) => Some(*line),
            None => self.line(&pointer[..pointer.rfind('/')?]),
        }
    }
}

/// Reads a text file of up to 32 MiB, without its byte order mark.
///
/// # Errors
/// If the file cannot be read, is larger, or is not UTF-8.
pub fn read_file(path: &Path) -> Result<String> {
    let name = path.display().to_string();
    let file = File::open(path).with_context(|| format!("cannot read {name}"))?;
    read_text(file, &name)
}

/// Reads UTF-8 text of up to 32 MiB, without its byte order mark. `name` is used in errors.
///
/// # Errors
/// As [`read_file`].
pub fn read_text(source: impl Read, name: &str) -> Result<String> {
    let mut bytes = Vec::new();
    source.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {name}"))?;
    ensure!(bytes.len() as u64 <= MAX_BYTES, "{name} is larger than the limit of {MAX_BYTES} bytes");
    let text = String::from_utf8(bytes).ok().with_context(|| format!("{name} is not UTF-8 text"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads YAML or JSON and sorts every mapping, so that no later step depends on the order of the text.
///
/// # Errors
/// As [`parse`]; also when a key occurs twice.
pub fn parse_sorted(text: &str) -> Result<Value> {
    let mut parsed = parse(text)?;
    if let Some(duplicate) = parsed.duplicates.first() {
        bail!("{duplicate}; remove one of them");
    }
    parsed.value.sort_all_objects();
    Ok(parsed.value)
}

/// Reads YAML or JSON.
///
/// # Errors
/// If the text is neither, nests too deep, or holds something that JSON has not: keys that are lists, `.nan`,
/// a key with contradicting values.
pub fn parse(text: &str) -> Result<Parsed> {
    let text = text.trim_start_matches('\u{feff}');
    // A web server may send a page instead of a file.
    let is_page = text.trim_start().starts_with('<') && !text.trim_start().starts_with("<<");
    ensure!(!is_page, "the text is an HTML page, not a specification; open the URL in a browser to read it");
    // JSON has no limit for keys; the depth is checked below.
    let options = granit_parser::options! {
        simple_key_max_lookahead: 65_536, flow_nesting_limit: 100_000, block_nesting_limit: 100_000,
    };
    let mut reader = Reader {
        parser: Parser::new_from_str_with_options(text, options),
        last_line: text.trim_end().lines().count(),
        at: String::new(),
        depth: 0,
        anchors: HashMap::new(),
        alias_nodes: 0,
        lines: Lines::default(),
        duplicates: Vec::new(),
    };
    let mut value = None;
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd => break,
            Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
            _ if value.is_some() => {
                bail!("line {}: a second YAML document begins; keep one", span.start.line())
            }
            event => value = Some(reader.node(event, span, span.start.line())?),
        }
    }
    let value = value.unwrap_or_default();
    Ok(Parsed { value, lines: reader.lines, duplicates: reader.duplicates })
}

struct Reader<'t> {
    parser: Parser<'t, granit_parser::StrInput<'t>>,
    last_line: usize,
    /// The JSON Pointer of the current node.
    at: String,
    depth: usize,
    anchors: HashMap<usize, Value>,
    alias_nodes: usize,
    lines: Lines,
    duplicates: Vec<Duplicate>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span)> {
        match self.parser.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => {
                let (line, column) = (error.marker().line(), error.marker().col() + 1);
                let end =
                    if line >= self.last_line { "; the text ends here and may be truncated" } else { "" };
                bail!("not valid YAML or JSON at line {line}, column {column}: {}{end}", error.info())
            }
            None => bail!("the text ends too early and may be truncated"),
        }
    }

    /// Reads the node that begins with `event`; its key is on `line`.
    fn node(&mut self, event: Event<'t>, span: Span, line: usize) -> Result<Value> {
        self.lines.record(&self.at, line);
        let line = span.start.line();
        let (value, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                (self.scalar(text, style, tag.as_deref(), line)?, anchor)
            }
            Event::SequenceStart(_, anchor, ref tag) | Event::MappingStart(_, anchor, ref tag) => {
                self.core_tag(tag.as_deref(), line)?;
                self.depth += 1;
                ensure!(
                    self.depth <= MAX_DEPTH,
                    "{}: more than {MAX_DEPTH} levels of nesting",
                    self.place(line)
                );
                let is_list = matches!(event, Event::SequenceStart(..));
                let value = if is_list { self.sequence() } else { self.mapping() };
                self.depth -= 1;
                (value?, anchor)
            }
            Event::Alias(id) => {
                let place = self.place(line);
                let value = self.anchors.get(&id);
                let value =
                    value.with_context(|| format!("{place}: the alias refers to a node that contains it"))?;
                self.alias_nodes += count(value);
                ensure!(
                    self.alias_nodes <= MAX_ALIAS_NODES,
                    "{place}: the aliases expand to more than {MAX_ALIAS_NODES} nodes; write them out or remove them"
                );
                (value.clone(), 0)
            }
            _ => bail!("{}: unexpected content", self.place(line)),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    fn sequence(&mut self) -> Result<Value> {
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Ok(Value::Array(items));
            }
            if let Event::Scalar(text, ..) = &event {
                self.lines.record(&pointer::join(&self.at, text), span.start.line());
            }
            let item =
                self.below(&items.len().to_string(), |reader| reader.node(event, span, span.start.line()))?;
            items.push(item);
        }
    }

    fn mapping(&mut self) -> Result<Value> {
        let mut map = Map::new();
        let mut merged = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let line = span.start.line();
            let (key, is_merge) = match event {
                Event::MappingEnd => break,
                Event::Scalar(key, style, ..) => {
                    ensure!(
                        key != "~" || style != ScalarStyle::Plain,
                        "{}: a key is empty",
                        self.place(line)
                    );
                    let is_merge = key == "<<" && style == ScalarStyle::Plain;
                    (key, is_merge)
                }
                _ => bail!("{}: a key is not a string", self.place(line)),
            };
            let (event, span) = self.next()?;
            let first = map.shift_remove(&*key);
            let value = self.below(&key, |reader| {
                let second = reader.node(event, span, line)?;
                let Some(first) = first else { return Ok(second) };
                let first_line = reader.lines.line(&reader.at).unwrap_or(line);
                let value = merge(first, second, &reader.at)
                    .with_context(|| format!("duplicate key `{key}` (lines {first_line} and {line})"));
                reader.duplicates.push(Duplicate { pointer: reader.at.clone(), lines: (first_line, line) });
                value
            })?;
            if is_merge {
                merged.push(value);
            } else {
                map.insert(key.into_owned(), value);
            }
        }
        for base in
            merged.into_iter().flat_map(|base| if let Value::Array(list) = base { list } else { vec![base] })
        {
            let Value::Object(base) = base else {
                bail!("{}: `<<` must be a mapping or a list of mappings", self.at)
            };
            for (key, value) in base {
                map.entry(key).or_insert(value);
            }
        }
        keep_text(&mut map);
        Ok(Value::Object(map))
    }

    /// Runs `read` with the current pointer extended by `segment`.
    fn below<T>(&mut self, segment: &str, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let length = self.at.len();
        pointer::push(&mut self.at, segment);
        let value = read(self);
        self.at.truncate(length);
        value
    }

    fn place(&self, line: usize) -> String {
        format!("{} (line {line})", if self.at.is_empty() { "the document" } else { &self.at })
    }

    /// Returns the suffix of a tag of the core schema, `!` for the one that makes a string; rejects others.
    fn core_tag(&self, tag: Option<&Tag>, line: usize) -> Result<Option<String>> {
        let Some(tag) = tag else { return Ok(None) };
        match tag.core_suffix() {
            Some(suffix) => Ok(Some(suffix.to_owned())),
            None if tag.original() == "!" => Ok(Some("!".to_owned())),
            None => bail!("{}: the tag {} is not supported; remove it", self.place(line), tag.original()),
        }
    }

    fn scalar(
        &self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Tag>,
        line: usize,
    ) -> Result<Value> {
        let plain = match self.core_tag(tag, line)?.as_deref() {
            None => style == ScalarStyle::Plain,
            Some(tag) => !matches!(tag, "str" | "!"),
        };
        let value = if plain {
            resolve(&text).with_context(|| {
                format!("{}: `{text}` is not a JSON value; quote it if it is a string", self.place(line))
            })?
        } else {
            Value::String(text.to_string())
        };
        let in_enum = self.at.rsplit('/').nth(1) == Some("enum");
        let is_version = matches!(&*self.at, "/openapi" | "/swagger" | "/info/version");
        Ok(match value {
            Value::Number(_) | Value::Bool(_) if is_version || in_enum && value.to_string() != text => {
                Value::String(text.into_owned())
            }
            // A reference is a URI, so its pointer may be percent-encoded.
            Value::String(text) if self.at.ends_with("/$ref") && text.starts_with('#') => {
                let decoded = percent_decode_str(&text).decode_utf8().map(Cow::into_owned);
                Value::String(decoded.unwrap_or(text))
            }
            value => value,
        })
    }
}

/// Resolves a plain scalar by the core schema of YAML 1.2; `None` for numbers that JSON has not.
fn resolve(text: &str) -> Option<Value> {
    let radix = |prefix, radix| u64::from_str_radix(text.strip_prefix(prefix)?, radix).ok();
    Some(match text {
        "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ if [".inf", ".nan"].contains(&&*text.trim_start_matches(['-', '+']).to_lowercase()) => return None,
        _ if text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte)) => {
            match (text.parse::<i64>(), text.parse::<u64>(), text.parse::<f64>()) {
                (Ok(number), ..) => number.into(),
                (_, Ok(number), _) => number.into(),
                (.., Ok(number)) => Value::Number(Number::from_f64(number)?),
                _ => text.into(),
            }
        }
        _ => radix("0o", 8).or_else(|| radix("0x", 16)).map_or_else(|| text.into(), Value::from),
    })
}

/// Turns the numbers and booleans in the enum of a string type into strings.
fn keep_text(schema: &mut Map<String, Value>) {
    if schema.get("type").and_then(Value::as_str) == Some("string")
        && let Some(Value::Array(values)) = schema.get_mut("enum")
    {
        for value in values.iter_mut().filter(|value| value.is_number() || value.is_boolean()) {
            *value = Value::String(value.to_string());
        }
    }
}

fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(map) => map.values().map(count).sum(),
        _ => 0,
    }
}

/// Joins two values of one key. Only equal values and mappings that complement each other can be joined.
fn merge(first: Value, second: Value, at: &str) -> Result<Value> {
    match (first, second) {
        (first, second) if first == second => Ok(first),
        (Value::Object(mut first), Value::Object(second)) => {
            for (key, value) in second {
                let joined = match first.shift_remove(&key) {
                    None => value,
                    Some(other) => merge(other, value, &pointer::join(at, &key))?,
                };
                first.insert(key, joined);
            }
            Ok(Value::Object(first))
        }
        (first, second) => {
            bail!("{at} has the values {:.60} and {:.60}; keep one", first.to_string(), second.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn error(text: &str) -> String {
        format!("{:#}", parse(text).unwrap_err())
    }

    #[test]
    fn scalars_follow_the_core_schema() {
        let text = "200: 2019-12-11T17:32:28Z\ntrue: 2019-12-11\nlist: [1, 1.5, null, yes, NO, on, y, ~, True, 0o14, 0x1f, +3, 1e3, .5, -0.5, 1_000, 0b1, 12:30]\n";
        assert_eq!(
            parse(text).unwrap().value,
            json!({"200": "2019-12-11T17:32:28Z", "true": "2019-12-11",
                "list": [1, 1.5, null, "yes", "NO", "on", "y", null, true, 12, 31, 3, 1000.0, 0.5, -0.5, "1_000", "0b1", "12:30"]})
        );
        assert_eq!(
            parse("a: !!str 14\nb: !!int '3'\nc: '4'").unwrap().value,
            json!({"a": "14", "b": 3, "c": "4"})
        );
        assert_eq!(
            parse("- 18446744073709551615\n- 99999999999999999999").unwrap().value,
            json!([u64::MAX, 1e20])
        );
    }

    #[test]
    fn enum_values_and_versions_keep_their_text() {
        let text = "openapi: 3.0\ninfo: {version: 1.10}\nenum: [SE, NO, 014, 1e3, 1.10, True, 5, null]\nb: {type: string, enum: [1, true]}";
        assert_eq!(
            parse(text).unwrap().value,
            json!({"openapi": "3.0", "info": {"version": "1.10"}, "enum": ["SE", "NO", "014", "1e3", "1.10", "True", 5, null],
                "b": {"type": "string", "enum": ["1", "true"]}})
        );
    }

    #[test]
    fn json_is_read_like_yaml() {
        assert_eq!(
            parse("{\n\t\"a\": [1, \"x\\/\\ud83d\\ude80\"],\r\n\"b\":{}}").unwrap().value,
            json!({"a": [1, "x/\u{1f680}"], "b": {}})
        );
        let long = format!("{{\"{}\": 1}}", "k".repeat(5000));
        assert!(parse(&long).is_ok());
    }

    #[test]
    fn complementing_duplicates_are_merged() {
        for text in [
            "/orders: {get: 1}\n/orders: {post: 2, get: 1}\n",
            "{\"/orders\": {\"get\": 1},\n \"/orders\": {\"post\": 2}}",
        ] {
            let parsed = parse(text).unwrap();
            assert_eq!(parsed.value, json!({"/orders": {"get": 1, "post": 2}}));
            assert_eq!(parsed.duplicates, [Duplicate { pointer: "/~1orders".into(), lines: (1, 2) }]);
        }
        assert!(
            parse_sorted("a: 1\na: 1")
                .unwrap_err()
                .to_string()
                .starts_with("duplicate key at /a (lines 1 and 2)")
        );
    }

    #[test]
    fn contradicting_duplicates_are_rejected_with_lines_and_values() {
        assert_eq!(
            error("x: {}\n/orders: {get: 1}\n/orders: {get: [two]}\n"),
            "duplicate key `/orders` (lines 2 and 3): /~1orders/get has the values 1 and [\"two\"]; keep one"
        );
    }

    #[test]
    fn values_that_json_has_not_are_rejected_with_pointer_and_line() {
        for (text, expected) in [
            ("a:\n  b: .nan", "/a/b (line 2): `.nan` is not a JSON value"),
            ("a: [-.inf]", "/a/0 (line 1): `-.inf` is not"),
            ("a: 1e999", "/a (line 1): `1e999` is not"),
            ("a:\n  [x]: 1", "/a (line 2): a key is not a string"),
            ("a:\n  : 1", "/a (line 2): a key is empty"),
            ("a: !mine 1", "/a (line 1): the tag !mine is not supported"),
            ("a: 1\n---\nb: 2", "line 3: a second YAML document begins"),
            ("a: &x [*x]", "/a/0 (line 1): the alias refers to a node that contains it"),
            ("a: [1, 2\n", "the text ends here and may be truncated"),
            ("{\"a\": 1, ", "the text ends here and may be truncated"),
        ] {
            let error = error(text);
            assert!(error.contains(expected), "{text:?}: {error}");
        }
        assert!(!error("a: ]\nb: 1\nc: 2").contains("truncated"));
    }

    #[test]
    fn anchors_and_merge_keys_are_resolved() {
        let value = parse("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: [*a]").unwrap().value;
        assert_eq!(value, json!({"a": {"x": 1, "y": 2}, "b": {"y": 3, "x": 1}, "c": [{"x": 1, "y": 2}]}));
    }

    #[test]
    fn hostile_input_reaches_a_limit() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..10 {
            let alias = format!("*a{}", level - 1);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [alias.as_str(); 9].join(", ")));
        }
        assert!(error(&bomb).contains("the aliases expand to more than 500000 nodes"));
        assert!(error(&("[".repeat(5000) + &"]".repeat(5000))).contains("more than 128 levels of nesting"));
        let error = read_text(std::io::repeat(b'a'), "/dev/zero").unwrap_err().to_string();
        assert_eq!(error, "/dev/zero is larger than the limit of 33554432 bytes");
    }

    #[test]
    fn references_are_percent_decoded() {
        let value =
            parse("$ref: '#/components/schemas/List%C2%ABA%C2%BB'\nb: {$ref: '#/a%zz%'}").unwrap().value;
        assert_eq!(
            value,
            json!({"$ref": "#/components/schemas/List\u{ab}A\u{bb}", "b": {"$ref": "#/a%zz%"}})
        );
    }

    #[test]
    fn keys_elements_and_listed_names_have_lines() {
        let text = "# head\na:\n  b: 1\n  c:\n  - x\n  - {d: 2}\n  /e~f: |\n    long\n";
        let lines = parse(text).unwrap().lines;
        let line = |pointer: &str| lines.line(pointer).unwrap();
        assert_eq!(
            (line("/a"), line("/a/b"), line("/a/c/0"), line("/a/c/x"), line("/a/c/1/d")),
            (2, 3, 5, 5, 6)
        );
        assert_eq!(line("/a/~1e~0f"), 7);
        assert_eq!(line("/a/b/gone/deeper"), 3, "the nearest node above");
    }

    #[test]
    fn json_has_lines_too() {
        assert_eq!(parse("{\n \"a\": [\n  {\"b\": 1}]}").unwrap().lines.line("/a/0/b"), Some(3));
    }
}
