//! The provider's extensions, which never steer the passes.

use openapi_review::document::walk;
use serde_json::{Map, Value, json};

/// The property under which a vendored document keeps them.
const PUBLISHED: &str = "x-published";

/// Written by vendoring itself.
const OURS: &[&str] = &[PUBLISHED, "x-synthesised-operation-id"];

/// Moves every `x-` property of the provider into `x-published`.
pub(super) fn set_aside(document: &mut Value) {
    extended(document, &mut |map| {
        let keys: Vec<String> = map.keys().filter(|key| is_theirs(key)).cloned().collect();
        for key in keys {
            let value = map.shift_remove(&key);
            let published = map.entry(PUBLISHED).or_insert_with(|| json!({})).as_object_mut();
            published.and_then(|published| published.insert(key, value?));
        }
    });
}

/// Removes the provider's extensions, set aside or not.
pub(crate) fn remove(document: &mut Value) {
    extended(document, &mut |map| map.retain(|key, _| key != PUBLISHED && !is_theirs(key)));
}

/// Calls `change` for every mapping that can have extensions.
fn extended(document: &mut Value, change: &mut impl FnMut(&mut Map<String, Value>)) {
    walk::operations_mut(document, |_, _, operation| {
        operation.get_mut("responses").and_then(Value::as_object_mut).into_iter().for_each(&mut *change);
    });
    document.get_mut("paths").and_then(Value::as_object_mut).into_iter().for_each(&mut *change);
    walk::every_object_mut(document, &mut |named, map| {
        if !named {
            change(map);
        }
    });
}

fn is_theirs(key: &str) -> bool {
    key.starts_with("x-") && !OURS.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document() -> Value {
        json!({"x-root": 1, "paths": {"x-paths": 2, "/a": {"get": {"x-name": "n", "responses": {"x-r": 3, "200": {"headers": {"x-id": {"x-h": 4}}}}}}},
            "components": {"schemas": {"A": {"x-open-enum": true, "properties": {"x-code": {"type": "string"}}}}}})
    }

    #[test]
    fn extensions_are_set_aside_and_names_are_not() {
        let mut moved = document();
        set_aside(&mut moved);
        let expected = json!({"x-published": {"x-root": 1}, "paths": {"x-published": {"x-paths": 2}, "/a": {"get": {"x-published": {"x-name": "n"},
                "responses": {"x-published": {"x-r": 3}, "200": {"headers": {"x-id": {"x-published": {"x-h": 4}}}}}}}},
            "components": {"schemas": {"A": {"x-published": {"x-open-enum": true}, "properties": {"x-code": {"type": "string"}}}}}});
        assert_eq!(moved, expected);
        set_aside(&mut moved);
        assert_eq!(moved, expected);
    }

    #[test]
    fn removed_extensions_leave_the_rest() {
        let mut bare = document();
        remove(&mut bare);
        assert_eq!(
            bare,
            json!({"paths": {"/a": {"get": {"responses": {"200": {"headers": {"x-id": {}}}}}}},
                "components": {"schemas": {"A": {"properties": {"x-code": {"type": "string"}}}}}})
        );
    }
}
