//! Operations that reach a node, with their direction.
//!
//! A node below a component is reached through every reference to that component. Flags (`readOnly`,
//! `writeOnly`) close a direction: on a property for the wire and for generated types, on a schema for
//! the wire alone.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value};

use crate::{
    Wire,
    document::{pointer, walk},
};

#[derive(Debug, Clone, Default)]
pub(crate) struct Reached {
    pub(crate) request: bool,
    pub(crate) response: bool,
    /// True if the generated types of some direction have the node.
    pub(crate) in_types: bool,
    /// Operations that refer to the node, even if flags keep it off the wire.
    pub(crate) operations: BTreeSet<String>,
}

impl Reached {
    /// Returns the worse of two effects, each limited to its direction.
    pub(crate) fn wire(&self, request: Wire, response: Wire) -> Wire {
        let of = |sent: bool, wire: Wire| if sent { wire } else { Wire::Works };
        of(self.request, request).min(of(self.response, response))
    }
}

/// The uses of a direction that flags leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    wire: bool,
    types: bool,
}

impl Open {
    fn and(self, other: Self) -> Self {
        Self { wire: self.wire && other.wire, types: self.types && other.types }
    }
}

/// The open uses of requests and of responses.
type Directions = [Open; 2];

const OPEN: Directions = [Open { wire: true, types: true }; 2];

/// Applies the flags of a property or a schema.
fn closed(mut open: Directions, node: &Map<String, Value>, is_property: bool) -> Directions {
    for (open, flag) in open.iter_mut().zip(["readOnly", "writeOnly"]) {
        if node.get(flag) == Some(&Value::Bool(true)) {
            *open = open.and(Open { wire: false, types: !is_property });
        }
    }
    open
}

#[derive(Debug)]
pub(crate) struct Reach<'a> {
    document: &'a Value,
    titles: Vec<String>,
    /// The index of the operation, the direction and its open uses, by pointer of the component.
    components: HashMap<String, BTreeSet<(usize, usize, Open)>>,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(document: &'a Value) -> Self {
        let mut reach = Self { document, titles: Vec::new(), components: HashMap::new() };
        let mut edges: HashMap<String, BTreeSet<(String, Directions)>> = HashMap::new();
        for (number, operation) in walk::operations(document).enumerate() {
            reach.titles.push(operation.title());
            let shared = document["paths"][operation.path].get("parameters");
            let own = ["parameters", "requestBody"].map(|key| operation.node.get(key));
            let requests = own.into_iter().chain([shared]).flatten().map(|node| (node, 0));
            let responses = operation.node.get("responses").and_then(Value::as_object);
            let responses = responses.into_iter().flat_map(Map::values).map(|node| (node, 1));
            let mut queue: Vec<(String, usize, Open)> = Vec::new();
            for (node, direction) in requests.chain(responses) {
                let found = references(node).into_iter();
                queue.extend(found.map(|(target, open)| (target, direction, open[direction])));
            }
            while let Some((component, direction, open)) = queue.pop() {
                let Some(node @ Value::Object(map)) = document.pointer(&component) else { continue };
                let open = closed([open; 2], map, false)[direction];
                if !reach.components.entry(component.clone()).or_default().insert((number, direction, open)) {
                    continue;
                }
                // The references of a component are the same for every operation.
                for (target, other) in edges.entry(component).or_insert_with(|| references(node)).iter() {
                    queue.push((target.clone(), direction, open.and(other[direction])));
                }
            }
        }
        reach
    }

    pub(crate) fn reached(&self, at: &str) -> Reached {
        let segments: Vec<&str> = at.split('/').collect();
        let (start, uses): (usize, Vec<(usize, usize, Open)>) = match segments.as_slice() {
            ["", "components", _, _, ..] => {
                let uses = self.components.get(&segments[..4].join("/"));
                (4, uses.into_iter().flatten().copied().collect())
            }
            ["", "paths", path, rest @ ..] => {
                let path = path.replace("~1", "/").replace("~0", "~");
                let directions = match rest.get(1) {
                    Some(&"responses") => 1..2,
                    Some(_) => 0..1,
                    None => 0..2,
                };
                let method = rest.first().filter(|method| walk::METHODS.contains(method));
                let is_meant = |title: &str| {
                    title.split_once(' ').is_some_and(|(own, of)| {
                        of == path && method.is_none_or(|method| method.eq_ignore_ascii_case(own))
                    })
                };
                let numbers = (0..self.titles.len()).filter(|number| is_meant(&self.titles[*number]));
                let uses =
                    numbers.flat_map(|number| directions.clone().map(move |way| (number, way, OPEN[way])));
                (segments.len().min(5), uses.collect())
            }
            _ => (0, Vec::new()),
        };
        let mut reached = Reached::default();
        if uses.is_empty() {
            return reached;
        }
        let flags = self.flags(&segments, start);
        for (number, direction, open) in uses {
            let left =
                flags.iter().fold([open; 2], |open, (node, is_property)| closed(open, node, *is_property));
            let open = left[direction];
            reached.request |= open.wire && direction == 0;
            reached.response |= open.wire && direction == 1;
            reached.in_types |= open.types;
            reached.operations.insert(self.titles[number].clone());
        }
        reached
    }

    /// Returns the nodes below the start whose flags count, and whether each is a property.
    fn flags(&self, segments: &[&str], start: usize) -> Vec<(&'a Map<String, Value>, bool)> {
        let mut found = Vec::new();
        let mut node = self.document.pointer(&segments[..start].join("/"));
        for pair in segments[start - 1..].windows(2) {
            node = node.and_then(|node| node.pointer(&format!("/{}", pair[1])));
            if let (Some(property), "properties") = (node, pair[0]) {
                // A property that refers to a flagged schema is closed with it.
                let schema = pointer::schema_name(property)
                    .and_then(|name| self.document.pointer(&pointer::join("/components/schemas", name)));
                found.extend(property.as_object().map(|map| (map, true)));
                found.extend(schema.and_then(Value::as_object).map(|map| (map, false)));
            }
        }
        found
    }

    /// Returns true if the node at `at` refers to a component, directly or through other components.
    pub(crate) fn leads_to(&self, at: &str, component: &str) -> bool {
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let mut queue: Vec<String> = vec![at.to_owned()];
        while let Some(node) = queue.pop().and_then(|at| self.document.pointer(&at)) {
            for (target, _) in references(node) {
                if target == component {
                    return true;
                }
                if seen.insert(target.clone()) {
                    queue.push(target);
                }
            }
        }
        false
    }

    /// Returns true if some operation refers to the component at a pointer, directly or not.
    pub(crate) fn reaches(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }
}

/// Returns every reference below a node, with the uses that flags on the way leave open.
fn references(node: &Value) -> BTreeSet<(String, Directions)> {
    let mut found = BTreeSet::new();
    // The depths and the open uses of the ancestors.
    let mut ancestors: Vec<(usize, Directions)> = Vec::new();
    walk::every_object(node, &mut |place, map| {
        let depth = place.pointer.matches('/').count();
        ancestors.retain(|(other, _)| *other < depth);
        let open = ancestors.last().map_or(OPEN, |(_, open)| *open);
        let is_property = place.pointer.rsplit('/').nth(1) == Some("properties");
        let open = if is_property { closed(open, map, true) } else { open };
        ancestors.push((depth, open));
        let reference = map.get("$ref").filter(|_| !place.named);
        let mapped = map.values().filter(|_| place.key == "mapping");
        let local = |target: &Value| Some((target.as_str()?.strip_prefix('#')?.to_owned(), open));
        found.extend(mapped.chain(reference).filter_map(local));
    });
    found
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

    #[test]
    fn flags_close_directions_of_circular_references() {
        let document = document();
        let reach = Reach::of(&document);
        for (at, expected) in [
            ("/components/schemas/A", (true, true)),
            ("/components/schemas/A/properties/secret", (true, false)),
            ("/components/schemas/A/properties/id", (false, true)),
            ("/components/schemas/C/properties/x", (false, false)),
            ("/components/schemas/Closed/properties/y", (false, true)),
            ("/components/schemas/A/properties/closed", (false, true)),
            ("/paths/~1a/post/requestBody/content", (true, false)),
        ] {
            let reached = reach.reached(at);
            assert_eq!((reached.request, reached.response), expected, "{at}");
        }
        let operations = reach.reached("/components/schemas/A").operations;
        assert_eq!(operations, ["GET /a".to_owned(), "POST /a".to_owned()].into());
    }

    #[test]
    fn hidden_schema_has_operations_but_no_types() {
        let document = document();
        let reach = Reach::of(&document);
        let hidden = reach.reached("/components/schemas/C");
        assert!(!hidden.request && !hidden.response && !hidden.in_types && hidden.operations.len() == 1);
        assert!(reach.reached("/components/schemas/Closed/properties/y").in_types);
        assert!(reach.reached("/components/schemas/Unused/properties/z").operations.is_empty());
    }
}
