//! Applying overlays to a document.

use anyhow::{Context, Result, anyhow, bail, ensure};
use regex::Regex;
use serde_json::Value;
use serde_json_path::JsonPath;

use super::{Action, Overlay};
use openapi_review::{ApiVersion, document::walk};

/// The result of one overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The file.
    pub name: String,
    /// Number of actions applied.
    pub actions: usize,
    /// Number of actions for other versions only.
    pub skipped: usize,
    /// Number of nodes that the actions matched.
    pub nodes: usize,
}

/// Applies every action for `version`.
///
/// # Errors
/// When an action's target matches nothing or its update changes nothing: the publisher may have corrected
/// the defect, and the action must be reviewed. Also when an update leaves a `$ref` beside an inline type.
pub fn apply(document: &mut Value, overlay: &Overlay, version: &ApiVersion) -> Result<Applied> {
    let mut applied = Applied { name: overlay.name.clone(), actions: 0, skipped: 0, nodes: 0 };
    for action in &overlay.actions {
        if action.applies_to.as_ref().is_some_and(|requirement| !requirement.holds_for(version)) {
            applied.skipped += 1;
            continue;
        }
        let result = targets(document, &action.target).and_then(|pointers| {
            at(document, action, &pointers)?;
            Ok(pointers.len())
        });
        applied.nodes += result.with_context(|| {
            format!("{}, action {} ({}), version {version}", overlay.name, action.number, action.target)
        })?;
        applied.actions += 1;
    }
    Ok(applied)
}

/// Applies an action to nodes that were selected before.
///
/// # Errors
/// As [`apply`], but for the selection.
pub(crate) fn at(document: &mut Value, action: &Action, pointers: &[String]) -> Result<()> {
    // From the last to the first, so that removing an array item does not move the others.
    for pointer in pointers.iter().rev() {
        match &action.update {
            None => remove(document, pointer)?,
            Some(update) => {
                let node = document.pointer_mut(pointer).context("a matched node is missing")?;
                ensure!(node.is_object() || node.is_array(), "#{pointer} is neither an object nor an array");
                let before = ambiguous_types(node);
                ensure!(
                    merge(node, update),
                    "#{pointer} already is what the action makes of it; the publisher may have corrected the defect: \
                     remove the action or limit it with x-applies-to"
                );
                if let Some(at) = ambiguous_types(node).iter().find(|at| !before.contains(at)) {
                    bail!(
                        "the update leaves a `$ref` beside an inline type at #{pointer}{at}, of which only the reference would \
                         count; remove the other one in an earlier action"
                    );
                }
            }
        }
    }
    Ok(())
}

/// Returns the pointers of all nodes that a JSONPath selects. Each name of a union (`['A','B']`) must select
/// something.
fn targets(document: &Value, target: &str) -> Result<Vec<String>> {
    if let Some(name) = dead_names(document, target)?.first() {
        bail!(
            "the name {name} of the target matches nothing; correct it, or limit the action with x-applies-to"
        );
    }
    let mut pointers = select(document, target)?;
    pointers.dedup();
    if pointers.is_empty() {
        bail!(
            "the target matches nothing; the publisher may have moved or corrected what it is about: \
             correct or remove the action, or limit it with x-applies-to"
        );
    }
    Ok(pointers)
}

/// Returns the names in unions of a target that select nothing.
pub(crate) fn dead_names(document: &Value, target: &str) -> Result<Vec<String>> {
    const QUOTED: &str = r#"(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"#;
    if !target.contains(',') {
        return Ok(Vec::new());
    }
    // Other quoted strings are matched as well, so that brackets inside them are not taken for a union.
    let union = Regex::new(&format!(r"\[\s*({QUOTED}(?:\s*,\s*{QUOTED})+)\s*\]|{QUOTED}"))?;
    let name = Regex::new(QUOTED)?;
    let mut dead = Vec::new();
    for captures in union.captures_iter(target) {
        let Some((union, names)) = captures.get(0).zip(captures.get(1)) else { continue };
        for name in name.find_iter(names.as_str()).map(|name| name.as_str()) {
            let single = format!("{}[{name}]{}", &target[..union.start()], &target[union.end()..]);
            if select(document, &single)?.is_empty() {
                dead.push(name.to_owned());
            }
        }
    }
    Ok(dead)
}

/// Returns the pointers of all nodes that a JSONPath selects.
///
/// # Errors
/// When it is not a JSONPath.
pub(crate) fn select(document: &Value, target: &str) -> Result<Vec<String>> {
    let path = JsonPath::parse(target).map_err(|error| {
        let rest = target.get(error.position()..).unwrap_or_default();
        anyhow!("{target:?} is not a JSONPath (RFC 9535): unexpected {rest:?}")
    })?;
    Ok(path.query_located(document).locations().map(|location| location.to_json_pointer()).collect())
}

/// Returns the pointers of objects with a `$ref` beside an inline type, of which only the reference counts.
fn ambiguous_types(node: &Value) -> Vec<String> {
    const INLINE: &[&str] =
        &["type", "format", "enum", "properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf"];
    let mut found = Vec::new();
    walk::every_object(node, &mut |place, map| {
        let is_reference = map.get("$ref").is_some_and(Value::is_string);
        if is_reference && INLINE.iter().any(|key| map.contains_key(*key)) {
            found.push(place.pointer.clone());
        }
    });
    found
}

/// Merges as the Overlay specification says; returns whether anything changed.
fn merge(node: &mut Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            let mut changed = false;
            for (key, value) in update {
                changed |= match node.get_mut(key) {
                    Some(existing) => merge(existing, value),
                    None => {
                        node.insert(key.clone(), value.clone());
                        true
                    }
                };
            }
            changed
        }
        (Value::Array(node), Value::Array(update)) => {
            node.extend(update.iter().cloned());
            !update.is_empty()
        }
        (Value::Array(node), entry) => {
            node.push(entry.clone());
            true
        }
        (node, update) if node == update => false,
        (node, update) => {
            *node = update.clone();
            true
        }
    }
}

fn remove(document: &mut Value, pointer: &str) -> Result<()> {
    let (parent, key) = pointer.rsplit_once('/').context("the whole document cannot be removed")?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => {
            map.remove(&key);
        }
        Some(Value::Array(list)) => {
            list.remove(key.parse()?);
        }
        _ => bail!("#{parent} is missing"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;
    use serde_json::json;

    fn run(document: &mut Value, actions: &str) -> Result<Applied> {
        let text = format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
        apply(document, &file::parse("fix.yaml", &text).unwrap(), &"1.15".parse().unwrap())
    }

    fn message(document: &mut Value, actions: &str) -> String {
        format!("{:#}", run(document, actions).unwrap_err())
    }

    #[test]
    fn updates_and_removals_apply_to_objects_and_arrays() {
        let mut document = json!({"a": {"x": 1, "n": {"k": 1}}, "l": [{"name": "p"}, {"name": "q"}, {"name": "p"}], "r": [1]});
        let applied = run(
            &mut document,
            "  - {target: $.a, description: d, update: {x: 2, n: {m: 3}}}\n\
             \x20 - {target: \"$.l[?@.name=='p']\", description: d, remove: true}\n\
             \x20 - {target: $.r, description: d, update: 2}\n\
             \x20 - {target: $.gone, description: d, remove: true, x-applies-to: '1.6'}\n",
        )
        .unwrap();
        assert_eq!(
            document,
            json!({"a": {"x": 2, "n": {"k": 1, "m": 3}}, "l": [{"name": "q"}], "r": [1, 2]})
        );
        assert_eq!((applied.actions, applied.skipped, applied.nodes), (3, 1, 4));
    }

    #[test]
    fn dead_target_is_reported_with_file_action_and_version() {
        let error = message(&mut json!({}), "  - {target: $.gone, description: d, remove: true}\n");
        assert!(
            error.starts_with("fix.yaml, action 1 ($.gone), version 1.15: the target matches nothing"),
            "{error}"
        );
    }

    #[test]
    fn dead_name_in_a_union_is_rejected() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 1}}});
        let error =
            message(&mut document, "  - {target: \"$.s['A','C']\", description: d, update: {t: 2}}\n");
        assert!(error.contains("the name 'C' of the target matches nothing"), "{error}");
    }

    #[test]
    fn brackets_in_strings_are_no_union() {
        let names = |target: &str| dead_names(&json!({}), target).unwrap();
        assert_eq!(names(r#"$.s['a', "b\"]"]['c']"#), ["'a'", r#""b\"]""#]);
        assert!(names(r#"$.s[?@.t=="['a','b']"]"#).is_empty());
    }

    #[test]
    fn action_without_effect_is_rejected_for_each_node() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 2}}});
        let error = message(&mut document, "  - {target: $.s.*, description: d, update: {t: 2}}\n");
        assert!(error.contains("#/s/B already is what the action makes of it"), "{error}");
    }

    #[test]
    fn match_and_search_select_by_regular_expression() {
        let mut document = json!({"p": [{"name": "createdFrom"}, {"name": "createdTo"}, {"name": "id"}]});
        let actions = "  - {target: \"$.p[?match(@.name, 'created(From|To)')]\", description: d, update: {in: query}}\n\
                       \x20 - {target: \"$.p[?search(@.name, 'i')]\", description: d, remove: true}\n";
        assert_eq!(run(&mut document, actions).unwrap().nodes, 3);
        assert_eq!(
            document["p"],
            json!([{"name": "createdFrom", "in": "query"}, {"name": "createdTo", "in": "query"}])
        );
    }

    #[test]
    fn invalid_target_is_rejected_with_the_place() {
        let error = message(
            &mut json!({}),
            "  - {target: \"$.a[?matches(@.b, 'c')]\", description: d, remove: true}\n",
        );
        assert!(
            error.ends_with("is not a JSONPath (RFC 9535): unexpected \"matches(@.b, 'c')]\""),
            "{error}"
        );
    }

    #[test]
    fn reference_beside_an_inline_type_is_rejected() {
        let document = || json!({"s": {"A": {"type": "string"}, "B": {"$ref": "#/s/A"}, "C": {"allOf": []}}});
        for (target, update, expected) in [
            ("$.s.A", "{$ref: '#/s/B'}", "a `$ref` beside an inline type at #/s/A,"),
            ("$.s.B", "{format: date}", "a `$ref` beside an inline type at #/s/B,"),
            ("$.s", "{D: {$ref: '#/s/A', type: string}}", "a `$ref` beside an inline type at #/s/D,"),
            (
                "$.s.C.allOf",
                "[{}, {$ref: '#/s/A', enum: [a]}]",
                "a `$ref` beside an inline type at #/s/C/allOf/1,",
            ),
        ] {
            let action = format!("  - {{target: {target}, description: d, update: {update}}}\n");
            let error = message(&mut document(), &action);
            assert!(error.contains(expected), "{error}");
        }
        let fine = "  - {target: $.s.A.type, description: d, remove: true}\n\
                    \x20 - {target: $.s.A, description: d, update: {$ref: '#/s/C'}}\n\
                    \x20 - {target: $.s.B, description: d, update: {readOnly: true}}\n";
        run(&mut document(), fine).unwrap();
    }
}
