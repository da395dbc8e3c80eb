//! Operations that reach a node, with their direction.
//!
//! A node below a component is reached through every reference to that component. Flags (`readOnly`,
//! `writeOnly`) close a direction: on a property for the wire and for generated types, on a whole schema for
//! the wire alone.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::document::{canonical::names_children, pointer, walk};

/// The way a schema travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// From the client to the service.
    Request,
    /// From the service to the client.
    Response,
}

/// The operations that reach a node.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reached {
    /// Operations in whose requests the node travels.
    pub request: BTreeSet<String>,
    /// Operations in whose responses the node travels.
    pub response: BTreeSet<String>,
    /// Operations that refer to the node, whether or not flags keep it off the wire.
    pub stated: BTreeSet<String>,
    /// True if the generated types of some direction show it.
    pub in_types: bool,
}

impl Reached {
    /// Returns true if the node travels at all.
    #[must_use]
    pub fn on_wire(&self) -> bool {
        !self.request.is_empty() || !self.response.is_empty()
    }
}

/// The remaining steps to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    direction: Direction,
    wire: bool,
    types: bool,
}

impl Way {
    /// Applies the flags of a property or a schema.
    fn past(mut self, node: &Map<String, Value>, is_property: bool) -> Self {
        let flag = match self.direction {
            Direction::Request => "readOnly",
            Direction::Response => "writeOnly",
        };
        if node.get(flag) == Some(&Value::Bool(true)) {
            self.wire = false;
            self.types &= !is_property;
        }
        self
    }
}

/// The uses of every component of a document.
#[derive(Debug)]
pub struct Reach<'a> {
    document: &'a Value,
    titles: Vec<String>,
    /// By pointer of the component: the operations, and how they get there.
    components: HashMap<String, BTreeSet<(usize, Way)>>,
}

impl<'a> Reach<'a> {
    /// Follows every operation of a document.
    #[must_use]
    pub fn of(document: &'a Value) -> Self {
        let mut reach = Self { document, titles: Vec::new(), components: HashMap::new() };
        let mut edges: HashMap<String, BTreeSet<Edge>> = HashMap::new();
        for operation in walk::operations(document) {
            let number = reach.titles.len();
            reach.titles.push(operation.title());
            let item = document.pointer(&pointer::join("/paths", operation.path));
            let mut starts = Vec::new();
            let mut start = |node: Option<&Value>, direction| {
                if let Some(node) = node {
                    references(node, Way { direction, wire: true, types: true }, &mut starts);
                }
            };
            start(operation.node.get("parameters"), Direction::Request);
            start(item.and_then(|item| item.get("parameters")), Direction::Request);
            start(operation.node.get("requestBody"), Direction::Request);
            for response in
                operation.node.get("responses").and_then(Value::as_object).into_iter().flat_map(Map::values)
            {
                start(Some(response), Direction::Response);
            }
            let mut queue = starts;
            while let Some((component, way)) = queue.pop() {
                let Some(node) = document.pointer(&component) else { continue };
                let way = node.as_object().map_or(way, |map| way.past(map, false));
                if !reach.components.entry(component.clone()).or_default().insert((number, way)) {
                    continue;
                }
                // The references of a component are the same for every operation; only what they close
                // differs.
                let edges = edges.entry(component).or_insert_with(|| edges_of(node));
                for edge in edges.iter() {
                    let open = if way.direction == Direction::Request { edge.request } else { edge.response };
                    let (wire, types) = (way.wire && open.wire, way.types && open.types);
                    queue.push((edge.target.clone(), Way { wire, types, ..way }));
                }
            }
        }
        reach
    }

    /// Returns the operations that reach a node.
    #[must_use]
    pub fn reached(&self, at: &str) -> Reached {
        let segments: Vec<&str> = at.split('/').collect();
        let mut ways: BTreeSet<(usize, Way)> = BTreeSet::new();
        let mut inside = 0;
        match segments.get(1).copied() {
            Some("components") if segments.len() > 3 => {
                inside = 4;
                ways = self.components.get(&segments[..4].join("/")).cloned().unwrap_or_default();
            }
            Some("paths") if segments.len() > 2 => {
                let path = segments[2].replace("~1", "/").replace("~0", "~");
                let directions: &[Direction] = match segments.get(4).copied() {
                    Some("responses") => &[Direction::Response],
                    Some(_) => &[Direction::Request],
                    None => &[Direction::Request, Direction::Response],
                };
                let own = segments.get(3).filter(|method| walk::METHODS.contains(method));
                for (number, title) in self.titles.iter().enumerate() {
                    let Some((method, of)) = title.split_once(' ') else { continue };
                    let is_meant = own.is_none_or(|own| own.eq_ignore_ascii_case(method));
                    if of == path && is_meant {
                        let way =
                            |direction: &Direction| Way { direction: *direction, wire: true, types: true };
                        ways.extend(directions.iter().map(|direction| (number, way(direction))));
                    }
                }
                inside = segments.len().min(5);
            }
            _ => {}
        }
        let mut reached = Reached::default();
        if ways.is_empty() {
            return reached;
        }
        let flags = self.flags(&segments, inside);
        for (number, way) in ways {
            let way = flags.iter().fold(way, |way, (map, is_property)| way.past(map, *is_property));
            let title = self.titles[number].clone();
            reached.in_types |= way.types;
            match (way.wire, way.direction) {
                (false, _) => false,
                (true, Direction::Request) => reached.request.insert(title.clone()),
                (true, Direction::Response) => reached.response.insert(title.clone()),
            };
            reached.stated.insert(title);
        }
        reached
    }

    /// Returns the nodes below the start whose flags count, and whether each is a property.
    fn flags(&self, segments: &[&str], from: usize) -> Vec<(&'a Map<String, Value>, bool)> {
        let mut found = Vec::new();
        let mut node = self.document.pointer(&segments[..from.min(segments.len())].join("/"));
        for (index, segment) in segments.iter().enumerate().skip(from) {
            node = node.and_then(|node| node.pointer(&format!("/{segment}")));
            let is_property = segments[index - 1] == "properties";
            if let (Some(map), true) = (node.and_then(Value::as_object), is_property) {
                found.push((map, true));
                // A property that refers to a flagged schema is closed with it.
                let name = node.and_then(pointer::schema_name);
                let target =
                    name.and_then(|name| self.document.pointer(&pointer::join("/components/schemas", name)));
                found.extend(target.and_then(Value::as_object).map(|map| (map, false)));
            }
        }
        found
    }

    /// Returns true if the node at `at` refers to a component, directly or through other components.
    #[must_use]
    pub fn leads_to(&self, at: &str, component: &str) -> bool {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut queue: Vec<String> = vec![at.to_owned()];
        while let Some(node) = queue.pop().and_then(|at| self.document.pointer(&at)) {
            for edge in edges_of(node) {
                if edge.target == component {
                    return true;
                }
                if seen.insert(edge.target.clone()) {
                    queue.push(edge.target);
                }
            }
        }
        false
    }

    /// Returns true if some operation refers to the component at a pointer, directly or not.
    #[must_use]
    pub fn reaches(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }
}

/// A reference of a component, and what the flags on the way to it leave open in each direction.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    target: String,
    request: Way,
    response: Way,
}

fn edges_of(node: &Value) -> BTreeSet<Edge> {
    let way = |direction| Way { direction, wire: true, types: true };
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    references(node, way(Direction::Request), &mut requests);
    references(node, way(Direction::Response), &mut responses);
    let pairs = requests.into_iter().zip(responses);
    pairs.map(|((target, request), (_, response))| Edge { target, request, response }).collect()
}

/// Every reference below a node, with what the flags on the way leave open.
fn references(node: &Value, way: Way, found: &mut Vec<(String, Way)>) {
    fn go(node: &Value, way: Way, key: &str, named: bool, found: &mut Vec<(String, Way)>) {
        match node {
            Value::Object(map) => {
                if let Some(target) = map.get("$ref").and_then(Value::as_str).filter(|_| !named) {
                    found.extend(target.strip_prefix('#').map(|target| (target.to_owned(), way)));
                }
                for (inner, value) in map {
                    if !named && matches!(inner.as_str(), "example" | "examples" | "default" | "enum") {
                        continue;
                    }
                    if !named && inner == "mapping" {
                        for target in value.as_object().into_iter().flat_map(Map::values) {
                            let target = target.as_str().and_then(|target| target.strip_prefix('#'));
                            found.extend(target.map(|target| (target.to_owned(), way)));
                        }
                        continue;
                    }
                    let way = match value.as_object() {
                        Some(property) if named && key == "properties" => way.past(property, true),
                        _ => way,
                    };
                    go(value, way, inner, value.is_object() && names_children(inner, named), found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| go(item, way, "", false, found)),
            _ => {}
        }
    }
    go(node, way, "", false, found);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn document() -> Value {
        let body = |name: &str| json!({"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}});
        json!({
            "paths": {"/a": {"post": {"requestBody": body("A"), "responses": {"200": body("B")}}, "get": {"responses": {"200": body("A")}}}},
            "components": {"schemas": {
                "A": {"properties": {"self": {"$ref": "#/components/schemas/A"}, "secret": {"type": "string", "writeOnly": true},
                    "id": {"type": "string", "readOnly": true}, "closed": {"$ref": "#/components/schemas/Closed"}}},
                "B": {"properties": {"hidden": {"allOf": [{"$ref": "#/components/schemas/C"}], "writeOnly": true}}},
                "C": {"type": "object", "properties": {"x": {"type": "string"}}},
                "Closed": {"readOnly": true, "properties": {"y": {"type": "string"}}},
                "Unused": {"properties": {"z": {"type": "string"}}}}}})
    }

    fn both(at: &str) -> (Vec<String>, Vec<String>) {
        let document = document();
        let reached = Reach::of(&document).reached(at);
        (reached.request.into_iter().collect(), reached.response.into_iter().collect())
    }

    #[test]
    fn follows_references_through_circles_and_stops_at_marks() {
        let (post, get) = (|| vec!["POST /a".to_owned()], || vec!["GET /a".to_owned()]);
        assert_eq!(both("/components/schemas/A"), (post(), get()));
        assert_eq!(both("/components/schemas/A/properties/secret"), (post(), vec![]));
        assert_eq!(both("/components/schemas/A/properties/id"), (vec![], get()));
        assert_eq!(both("/components/schemas/C/properties/x"), (vec![], vec![]));
        assert_eq!(both("/components/schemas/Closed/properties/y"), (vec![], get()));
        assert_eq!(both("/components/schemas/A/properties/closed"), (vec![], get()));
        assert_eq!(both("/paths/~1a/post/requestBody/content"), (post(), vec![]));
    }

    #[test]
    fn tells_what_is_stated_and_what_the_types_show() {
        let document = document();
        let reach = Reach::of(&document);
        let hidden = reach.reached("/components/schemas/C");
        assert!(!hidden.on_wire() && !hidden.in_types && hidden.stated.len() == 1);
        assert!(reach.reached("/components/schemas/Closed/properties/y").in_types);
        assert!(reach.reached("/components/schemas/Unused/properties/z").stated.is_empty());
    }
}
