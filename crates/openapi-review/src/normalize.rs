//! Views of documents in which equal meaning has one form, whatever the spelling.
//!
//! A view refers to nodes of the document and stores the pointer where each is written, so that findings have
//! lines. The views resolve references, merge path parameters into operations and parts of `allOf` into
//! schemas, and drop constraints that exclude nothing.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::document::{
    pointer,
    walk::{self, essence},
};

/// The deepest nesting of references or `allOf` that is followed.
const DEPTH: usize = 32;

/// Returns true if a keyword is in a list of keywords, separated by spaces.
pub(crate) fn lists(keywords: &str, key: &str) -> bool {
    keywords.split(' ').any(|known| known == key)
}

/// A node and the pointer where it is written, or would be.
#[derive(Debug, Clone)]
pub(crate) struct Located<'a> {
    pub(crate) pointer: String,
    pub(crate) node: Option<&'a Value>,
}

impl<'a> Located<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        match self.node? {
            Value::Array(items) => items.get(key.parse::<usize>().ok()?),
            node => node.get(key),
        }
    }

    pub(crate) fn child(&self, key: &str) -> Self {
        Self { pointer: pointer::join(&self.pointer, key), node: self.get(key) }
    }

    pub(crate) fn absent(&self) -> Self {
        Self { pointer: self.pointer.clone(), node: None }
    }
}

/// Follows the local references from a pointer. Returns the last node that exists.
pub(crate) fn resolve<'a>(document: &'a Value, at: &str) -> Located<'a> {
    let mut found = Located { pointer: at.to_owned(), node: document.pointer(at) };
    for _ in 0..DEPTH {
        let target = found.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
        match target.and_then(|target| Some((target, document.pointer(target)?))) {
            Some((target, node)) => found = Located { pointer: target.to_owned(), node: Some(node) },
            None => break,
        }
    }
    found
}

/// Returns the parameters of an operation by location and name (`query:limit`), those of its path included.
/// Header names are in lower case.
pub(crate) fn parameters<'a>(
    document: &'a Value,
    operation: &walk::Operation<'_>,
) -> BTreeMap<String, Located<'a>> {
    let item = pointer::join("/paths", operation.path);
    let mut found = BTreeMap::new();
    for list in [item + "/parameters", operation.pointer() + "/parameters"] {
        let count = document.pointer(&list).and_then(Value::as_array).map_or(0, Vec::len);
        for index in 0..count {
            let parameter = resolve(document, &format!("{list}/{index}"));
            let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
            let key = match text("in") {
                "header" => format!("header:{}", text("name").to_lowercase()),
                location => format!("{location}:{}", text("name")),
            };
            found.insert(key, parameter);
        }
    }
    found
}

/// Returns the syntax of a media type: `application/json` for `application/problem+json`.
pub(crate) fn syntax(media: &str) -> String {
    let essence = essence(media);
    match essence.rsplit_once('+') {
        Some((_, suffix)) => format!("application/{suffix}"),
        None if matches!(essence.as_str(), "*/*" | "text/json") => "application/json".into(),
        None => essence,
    }
}

/// Returns the status of the response that a client takes for the success: the lowest 2xx with a body, else
/// the lowest 2xx, else `default`.
pub(crate) fn success(responses: &Value) -> Option<&str> {
    let has_body = |status: &&&str| {
        let response = &responses[**status];
        let content = response.get("content").and_then(Value::as_object);
        response.get("$ref").is_some() || content.is_some_and(|content| !content.is_empty())
    };
    let statuses = responses.as_object()?.keys().map(String::as_str);
    let mut statuses: Vec<&str> = statuses.filter(|status| status.starts_with('2')).collect();
    statuses.sort_unstable();
    let status = statuses.iter().find(has_body).or(statuses.first()).copied();
    status.or_else(|| responses.get("default").map(|_| "default"))
}

/// Credentials by name of their security scheme, with scopes.
pub(crate) type Requirement = BTreeMap<String, BTreeSet<String>>;

/// Returns the alternatives of a security requirement. A missing or empty one has the alternative of no
/// credentials.
pub(crate) fn security(requirement: Option<&Value>) -> BTreeSet<Requirement> {
    let scopes = |scopes: &Value| {
        scopes.as_array().into_iter().flatten().filter_map(|scope| Some(scope.as_str()?.to_owned())).collect()
    };
    let alternatives = requirement.and_then(Value::as_array).into_iter().flatten().map(|alternative| {
        let schemes = alternative.as_object().into_iter().flatten();
        schemes.map(|(name, list)| (name.clone(), scopes(list))).collect()
    });
    let mut found: BTreeSet<Requirement> = alternatives.collect();
    if found.is_empty() {
        found.insert(Requirement::new());
    }
    found
}

/// Returns the servers without descriptions and without trailing slashes. No servers mean the root of the
/// host.
pub(crate) fn servers(list: Option<&Value>) -> Vec<Value> {
    let list = list.and_then(Value::as_array).filter(|list| !list.is_empty());
    let Some(list) = list else { return vec![json!({"url": ""})] };
    let one = |server: &Value| {
        let mut server = server.clone();
        let url = server.get("url").and_then(Value::as_str).unwrap_or_default().trim_end_matches('/');
        let url = Value::from(url);
        if let Some(map) = server.as_object_mut() {
            map.retain(|key, _| key != "description" && !key.starts_with("x-"));
            map.insert("url".into(), url);
        }
        server
    };
    list.iter().map(one).collect()
}

/// Returns the prefixes that paths carry on one side and the URLs of servers on the other.
pub(crate) fn path_prefixes(old: &Value, new: &Value) -> Option<[String; 2]> {
    let url = |server: &Value| server["url"].as_str().unwrap_or_default().to_owned();
    let urls = |document: &Value| servers(document.get("servers")).iter().map(url).collect::<Vec<_>>();
    let (before, after) = (urls(old), urls(new));
    let extra = |short: &[String], long: &[String], paths: &Value| {
        let prefix = long.first()?.strip_prefix(short.first()?.as_str())?.to_owned();
        let all = short.len() == long.len()
            && short.iter().zip(long).all(|(short, long)| *long == format!("{short}{prefix}"));
        let paths = paths.get("paths")?.as_object()?;
        let fits =
            prefix.starts_with('/') && paths.keys().all(|path| path.starts_with(&format!("{prefix}/")));
        (all && fits).then_some(prefix)
    };
    match extra(&before, &after, old) {
        Some(prefix) => Some([prefix, String::new()]),
        None => Some([String::new(), extra(&after, &before, new)?]),
    }
}

/// Keywords of a part of `allOf` that can be merged into the schema.
const MERGED: &str = "$ref type nullable format enum const default items properties required additionalProperties allOf readOnly writeOnly deprecated";

/// Keywords of a part that describe the part alone.
const OWN: &str = "discriminator xml description title example examples externalDocs";

/// A schema with everything that it inherits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Flat<'a> {
    keywords: BTreeMap<&'a str, Located<'a>>,
    pub(crate) properties: BTreeMap<&'a str, Located<'a>>,
    /// The names of required properties, with the pointers of the entries.
    pub(crate) required: BTreeMap<&'a str, String>,
    /// The pointers of the components that are merged into it.
    pub(crate) parts: BTreeSet<String>,
}

impl<'a> Flat<'a> {
    /// Returns a schema without what it inherits.
    pub(crate) fn own(at: &Located<'a>) -> Self {
        let mut flat = Self::default();
        flat.add(at, false);
        flat
    }

    /// Returns a schema with the parts of its `allOf`, and of theirs, merged; later ones override. `None` if
    /// a part is more than an object.
    pub(crate) fn merged(document: &'a Value, at: &Located<'a>) -> Option<Self> {
        let mut flat = Self::default();
        flat.merge(document, at, 0)?;
        flat.keywords.remove("allOf");
        Some(flat)
    }

    fn merge(&mut self, document: &'a Value, at: &Located<'a>, depth: usize) -> Option<()> {
        let map = at.node?.as_object().filter(|_| depth < DEPTH)?;
        let fits = |key: &String| {
            let key = key.as_str();
            lists(MERGED, key) || lists(OWN, key) || walk::BOUNDS.contains(&key) || key.starts_with("x-")
        };
        if depth > 0 && !map.keys().all(fits) {
            return None;
        }
        for index in 0..map.get("allOf").and_then(Value::as_array).map_or(0, Vec::len) {
            let part = resolve(document, &format!("{}/allOf/{index}", at.pointer));
            if part.pointer.starts_with("/components/") && !pointer::is_within(&at.pointer, &part.pointer) {
                self.parts.insert(part.pointer.clone());
            }
            self.merge(document, &part, depth + 1)?;
        }
        self.add(at, depth > 0);
        Some(())
    }

    fn add(&mut self, at: &Located<'a>, is_part: bool) {
        for (key, value) in at.node.and_then(Value::as_object).into_iter().flatten() {
            let inside = Located { pointer: pointer::join(&at.pointer, key), node: Some(value) };
            match (key.as_str(), value) {
                ("properties", Value::Object(properties)) => {
                    self.properties.extend(properties.keys().map(|name| (name.as_str(), inside.child(name))));
                }
                ("required", Value::Array(names)) => {
                    let names = names.iter().filter_map(Value::as_str);
                    self.required.extend(names.map(|name| (name, pointer::join(&inside.pointer, name))));
                }
                (key, _) if is_part && (lists(OWN, key) || key.starts_with("x-")) => {}
                (key, _) => drop(self.keywords.insert(key, inside)),
            }
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'a Value> {
        self.keywords.get(key).and_then(|located| located.node)
    }

    pub(crate) fn located(&self, key: &str) -> Option<Located<'a>> {
        self.keywords.get(key).cloned()
    }

    /// Returns all keywords except `properties` and `required`.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = &'a str> {
        self.keywords.keys().copied()
    }

    /// Returns the JSON types without null. The keywords imply a missing type.
    pub(crate) fn types(&self) -> BTreeSet<&'a str> {
        match self.get("type") {
            Some(Value::String(one)) => [one.as_str()].into(),
            Some(Value::Array(several)) => {
                several.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect()
            }
            _ if !self.properties.is_empty() => ["object"].into(),
            _ if self.get("items").is_some() => ["array"].into(),
            _ if self.values().is_some_and(|values| values.iter().all(|value| value.is_string())) => {
                ["string"].into()
            }
            _ => BTreeSet::new(),
        }
    }

    pub(crate) fn is_nullable(&self) -> bool {
        let kinds = self.get("type").and_then(Value::as_array);
        kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
            || self.get("nullable") == Some(&Value::Bool(true))
    }

    /// Returns the values of an enum without null and without repetitions.
    pub(crate) fn values(&self) -> Option<Vec<&'a Value>> {
        let mut values: Vec<&Value> = Vec::new();
        match (self.get("enum").and_then(Value::as_array), self.get("const")) {
            (Some(list), _) => {
                for value in list.iter().filter(|value| !value.is_null()) {
                    if !values.contains(&value) {
                        values.push(value);
                    }
                }
            }
            (None, Some(value)) => values.push(value),
            (None, None) => return None,
        }
        Some(values)
    }

    /// Returns true if the schema is `type: object` without any property.
    pub(crate) fn is_shapeless(&self) -> bool {
        const SHAPES: &[&str] = &["additionalProperties", "allOf", "oneOf", "anyOf", "patternProperties"];
        self.get("type").and_then(Value::as_str) == Some("object")
            && self.properties.is_empty()
            && self.required.is_empty()
            && !SHAPES.iter().any(|key| self.get(key).is_some())
    }

    pub(crate) fn constraints(&self) -> BTreeMap<&'static str, Constraint<'a>> {
        let mut found = BTreeMap::new();
        let number = |key: &str| self.get(key).and_then(Value::as_f64);
        for (key, exclusive, sign) in
            [("minimum", "exclusiveMinimum", 1.0), ("maximum", "exclusiveMaximum", -1.0)]
        {
            let is_exclusive = self.get(exclusive) == Some(&Value::Bool(true));
            let inclusive = number(key).map(|value| (sign * value, is_exclusive));
            let limits = inclusive.into_iter().chain(number(exclusive).map(|value| (sign * value, true)));
            let tightest = limits.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let Some((mut limit, mut is_excluded)) = tightest else { continue };
            if is_excluded && self.types().contains("integer") && limit.fract() == 0.0 {
                (limit, is_excluded) = (limit + 1.0, false);
            }
            found.insert(key, Constraint::Limit(limit, is_excluded));
        }
        for key in walk::BOUNDS.iter().filter(|key| !key.to_lowercase().ends_with("mum")) {
            let Some(value) = self.get(key) else { continue };
            let is_vacuous = match *key {
                "minLength" | "minItems" | "minProperties" => value.as_f64() == Some(0.0),
                "uniqueItems" => value != &Value::Bool(true),
                "pattern" => matches!(value.as_str(), Some("" | "^" | ".*" | "^.*" | "^.*$")),
                _ => false,
            };
            if !is_vacuous {
                let constraint = match (&key[..3], value.as_f64()) {
                    ("min", Some(limit)) => Constraint::Limit(limit, false),
                    ("max", Some(limit)) => Constraint::Limit(-limit, false),
                    _ => Constraint::Other(value),
                };
                found.insert(*key, constraint);
            }
        }
        found
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Constraint<'a> {
    /// A limit, negated if it is an upper one, and whether it is excluded: the greater, the tighter.
    Limit(f64, bool),
    /// Any other constraint.
    Other(&'a Value),
}

impl Constraint<'_> {
    /// Returns true if this constraint allows less than an older one.
    pub(crate) fn is_tighter(&self, old: &Self) -> bool {
        match (self, old) {
            (Self::Limit(new, excluded), Self::Limit(old, was_excluded)) => {
                (new, excluded) > (old, was_excluded)
            }
            // A divisor of the old step allows all of the old values.
            (Self::Other(Value::Number(new)), Self::Other(Value::Number(old))) => {
                let steps = old.as_f64().unwrap_or_default() / new.as_f64().unwrap_or(1.0);
                steps.fract() != 0.0
            }
            // Another pattern allows other values, and so fewer of the old ones.
            _ => true,
        }
    }
}

/// Returns true if additional properties are allowed without a schema.
pub(crate) fn allows_any(additional: Option<&Value>) -> bool {
    additional.is_none_or(|value| value == &Value::Bool(true) || value.as_object().is_some_and(Map::is_empty))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_inherited_properties_with_their_pointers() {
        let document = json!({"components": {"schemas": {
            "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "Own": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"a": {}}}]},
            "Choice": {"allOf": [{"oneOf": [{}, {}]}]}}}});
        let flat = |name: &str| {
            let at = pointer::join("/components/schemas", name);
            Flat::merged(&document, &resolve(&document, &at))
        };
        let own = flat("Own").unwrap();
        assert_eq!(own.properties["id"].pointer, "/components/schemas/Base/properties/id");
        assert_eq!(own.properties["a"].pointer, "/components/schemas/Own/allOf/1/properties/a");
        assert_eq!(own.types(), ["object"].into());
        assert!(own.required.contains_key("id") && flat("Choice").is_none());
    }

    #[test]
    fn constraints_without_effect_are_dropped() {
        let of = |node: Value| {
            let node = Some(&*Box::leak(Box::new(node)));
            Flat::own(&Located { pointer: String::new(), node }).constraints()
        };
        assert!(of(json!({"minLength": 0, "exclusiveMinimum": false, "uniqueItems": false})).is_empty());
        assert_eq!(of(json!({"minimum": 1, "exclusiveMinimum": true})), of(json!({"exclusiveMinimum": 1})));
        assert_eq!(
            of(json!({"type": "integer", "maximum": 9, "exclusiveMaximum": true})),
            of(json!({"type": "integer", "maximum": 8}))
        );
    }

    #[test]
    fn servers_and_paths_share_a_prefix() {
        let document = |url: &str, path: &str| json!({"servers": [{"url": url}], "paths": {path: {}}});
        let prefixes = |old: &Value, new: &Value| path_prefixes(old, new);
        let (short, long) = (document("https://a.example/", "/v1/x"), document("https://a.example/v1", "/x"));
        assert_eq!(prefixes(&short, &long), Some(["/v1".into(), String::new()]));
        assert_eq!(prefixes(&long, &short), Some([String::new(), "/v1".into()]));
        assert_eq!(prefixes(&short, &document("https://b.example/v1", "/x")), None);
    }
}
