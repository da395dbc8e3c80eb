//! Operations that reach a node, with their direction.
//!
//! A node below a component is reached through every reference to that component. Flags (`readOnly`,
//! `writeOnly`) close a direction: on a property for the wire and for generated types, on a schema for
//! the wire alone.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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

/// Uses of a node as bits: on the wire and in generated types, in requests and in responses. The fifth bit is
/// set in every direction, because flags do not close references.
type Uses = u8;

/// The pointers of referenced components, with the uses that flags on the way leave open.
type References<'a> = BTreeSet<(&'a str, Uses)>;

const REQUEST: Uses = 0b00001;
const RESPONSE: Uses = 0b00010;
const REQUEST_TYPES: Uses = 0b00100;
const RESPONSE_TYPES: Uses = 0b01000;
const SENT: Uses = 0b10101;
const RECEIVED: Uses = 0b11010;
const ALL: Uses = SENT | RECEIVED;

/// Returns the uses that the flags of a property or a schema leave open.
fn open(node: &Map<String, Value>, is_property: bool) -> Uses {
    let is_set = |flag: &str| node.get(flag) == Some(&Value::Bool(true));
    let flags = [("readOnly", REQUEST, REQUEST_TYPES), ("writeOnly", RESPONSE, RESPONSE_TYPES)];
    let closed = flags.into_iter().filter(|(flag, ..)| is_set(flag));
    closed.fold(ALL, |open, (_, wire, types)| open & !(wire | if is_property { types } else { 0 }))
}

#[derive(Debug)]
pub(crate) struct Reach<'a> {
    document: &'a Value,
    operations: Vec<walk::Operation<'a>>,
    /// The open uses by index of the operation, by pointer of the component.
    components: HashMap<&'a str, BTreeMap<usize, Uses>>,
}

impl<'a> Reach<'a> {
    pub(crate) fn of(document: &'a Value) -> Self {
        let mut reach = Self { document, operations: Vec::new(), components: HashMap::new() };
        // The open uses and the references of a component are the same for every operation.
        let mut known: HashMap<&str, Option<(Uses, References<'_>)>> = HashMap::new();
        let read = |component: &str| {
            let node = document.pointer(component)?;
            Some((open(node.as_object()?, false), references(node)))
        };
        for (number, operation) in walk::operations(document).enumerate() {
            reach.operations.push(operation);
            let shared = document["paths"][operation.path].get("parameters");
            let own = ["parameters", "requestBody"].map(|key| operation.node.get(key));
            let requests = own.into_iter().chain([shared]).flatten().map(|node| (node, SENT));
            let responses = operation.node.get("responses").and_then(Value::as_object);
            let responses = responses.into_iter().flat_map(Map::values).map(|node| (node, RECEIVED));
            let mut queue: Vec<(&str, Uses)> = Vec::new();
            for (node, direction) in requests.chain(responses) {
                queue.extend(references(node).into_iter().map(|(target, open)| (target, open & direction)));
            }
            while let Some((component, uses)) = queue.pop() {
                let entry = known.entry(component).or_insert_with(|| read(component));
                let Some((open, targets)) = entry else { continue };
                let uses = uses & *open;
                let found = reach.components.entry(component).or_default().entry(number).or_default();
                if *found | uses != *found {
                    *found |= uses;
                    queue.extend(targets.iter().map(|(target, open)| (*target, uses & open)));
                }
            }
        }
        reach
    }

    pub(crate) fn reached(&self, at: &str) -> Reached {
        let segments: Vec<&str> = at.split('/').collect();
        let (start, uses): (usize, Vec<(usize, Uses)>) = match segments.as_slice() {
            ["", "components", _, _, ..] => {
                let uses = self.components.get(segments[..4].join("/").as_str());
                (4, uses.into_iter().flatten().map(|(number, uses)| (*number, *uses)).collect())
            }
            ["", "paths", path, rest @ ..] => {
                let path = path.replace("~1", "/").replace("~0", "~");
                let direction = match rest.get(1) {
                    Some(&"responses") => RECEIVED,
                    Some(_) => SENT,
                    None => ALL,
                };
                let method = rest.first().filter(|method| walk::METHODS.contains(method));
                let operations = self.operations.iter().enumerate().filter(|(_, operation)| {
                    operation.path == path && method.is_none_or(|method| *method == operation.method)
                });
                (segments.len().min(5), operations.map(|(number, _)| (number, direction)).collect())
            }
            _ => (0, Vec::new()),
        };
        let mut reached = Reached::default();
        if !uses.is_empty() {
            let open = self.open_at(&segments, start);
            for (number, uses) in uses {
                reached.request |= uses & open & REQUEST != 0;
                reached.response |= uses & open & RESPONSE != 0;
                reached.in_types |= uses & open & (REQUEST_TYPES | RESPONSE_TYPES) != 0;
                reached.operations.insert(self.operations[number].title());
            }
        }
        reached
    }

    /// Returns the uses that the properties below the start leave open.
    fn open_at(&self, segments: &[&str], start: usize) -> Uses {
        let mut uses = ALL;
        let mut node = self.document.pointer(&segments[..start].join("/"));
        for pair in segments[start - 1..].windows(2) {
            node = node.and_then(|node| node.pointer(&format!("/{}", pair[1])));
            if let (Some(property), "properties") = (node, pair[0]) {
                // A property that refers to a flagged schema is closed with it.
                let schema = pointer::schema_name(property)
                    .and_then(|name| self.document.pointer(&pointer::join("/components/schemas", name)));
                for (node, is_property) in [(Some(property), true), (schema, false)] {
                    uses &= node.and_then(Value::as_object).map_or(ALL, |node| open(node, is_property));
                }
            }
        }
        uses
    }

    /// Returns true if the node at `at` refers to a component, directly or through other components.
    pub(crate) fn leads_to(&self, at: &str, component: &str) -> bool {
        let (mut seen, mut queue) = (BTreeSet::new(), vec![at]);
        while let Some(node) = queue.pop().and_then(|at| self.document.pointer(at)) {
            let targets = references(node).into_iter().map(|(target, _)| target);
            queue.extend(targets.filter(|target| seen.insert(*target)));
        }
        seen.contains(component)
    }

    /// Returns true if some operation refers to the component at a pointer, directly or not.
    pub(crate) fn reaches(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }
}

/// Returns every reference below a node.
fn references(node: &Value) -> References<'_> {
    let mut found = BTreeSet::new();
    // The depths and the open uses of the ancestors.
    let mut ancestors: Vec<(usize, Uses)> = Vec::new();
    walk::every_object(node, &mut |place, map| {
        let depth = place.pointer.matches('/').count();
        ancestors.retain(|(other, _)| *other < depth);
        let mut uses = ancestors.last().map_or(ALL, |(_, uses)| *uses);
        if place.pointer.rsplit('/').nth(1) == Some("properties") {
            uses &= open(map, true);
        }
        ancestors.push((depth, uses));
        let reference = map.get("$ref").filter(|_| !place.named);
        let mapped = map.values().filter(|_| place.key == "mapping");
        let targets = mapped.chain(reference).filter_map(|target| target.as_str()?.strip_prefix('#'));
        found.extend(targets.map(|target| (target, uses)));
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
