//! Carrying out overlays on a document.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use serde_json_path::JsonPath;

use super::{Action, Kind, Overlay, wording};
use openapi_review::ApiVersion;

/// What was done by one overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The file.
    pub name: String,
    /// Actions carried out.
    pub actions: usize,
    /// Actions meant for other versions only.
    pub skipped: usize,
    /// Nodes that the actions matched.
    pub nodes: usize,
}

/// Carries out every action that is meant for `version`.
///
/// # Errors
/// When an action's target matches nothing or its update changes nothing: the publisher may have mended the
/// defect, and the correction must be reviewed. Also when a documentation overlay changes more than text.
pub fn apply(document: &mut Value, overlay: &Overlay, version: &ApiVersion) -> Result<Applied> {
    let mut applied = Applied { name: overlay.name.clone(), actions: 0, skipped: 0, nodes: 0 };
    for action in &overlay.actions {
        if action.applies_to.as_ref().is_some_and(|requirement| !requirement.holds_for(version)) {
            applied.skipped += 1;
            continue;
        }
        applied.nodes += carry_out(document, overlay.kind, action).with_context(|| {
            format!("{}, action {} ({}), version {version}", overlay.name, action.number, action.target)
        })?;
        applied.actions += 1;
    }
    Ok(applied)
}

fn carry_out(document: &mut Value, kind: Kind, action: &Action) -> Result<usize> {
    let pointers = targets(document, &action.target)?;
    at(document, kind, action, &pointers)?;
    Ok(pointers.len())
}

/// Carries out an action on nodes that were selected before.
///
/// # Errors
/// As [`apply`], but for the selection.
pub(crate) fn at(document: &mut Value, kind: Kind, action: &Action, pointers: &[String]) -> Result<()> {
    ensure!(
        kind == Kind::Correction || !action.remove,
        "a documentation overlay removes nothing; move the action to a correction"
    );
    // From the last to the first, so that removing a list's element does not move those still to come.
    for pointer in pointers.iter().rev() {
        match &action.update {
            None => remove(document, pointer)?,
            Some(update) => {
                if kind == Kind::Documentation {
                    wording::only_text(document, pointer, update)?;
                }
                let node = document.pointer_mut(pointer).context("a matched node vanished")?;
                ensure!(node.is_object() || node.is_array(), "#{pointer} is neither a mapping nor a list");
                ensure!(
                    merge(node, update),
                    "#{pointer} already is what the action makes of it; the publisher may have mended the defect: \
                     remove the action or limit it with x-applies-to"
                );
            }
        }
    }
    Ok(())
}

/// The pointers of all nodes that a JSONPath selects; each name of a union (`['A','B']`) must select something.
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
            "the target matches nothing; the publisher may have moved or mended what it corrects: \
             correct or remove the action, or limit it with x-applies-to"
        );
    }
    Ok(pointers)
}

/// The names in unions of a target that select nothing.
pub(crate) fn dead_names(document: &Value, target: &str) -> Result<Vec<String>> {
    let mut dead = Vec::new();
    for (range, names) in unions(target) {
        for name in names {
            let single = format!("{}[{name}]{}", &target[..range.start], &target[range.end..]);
            if select(document, &single)?.is_empty() {
                dead.push(name.to_owned());
            }
        }
    }
    Ok(dead)
}

/// The pointers of all nodes that a JSONPath selects.
///
/// # Errors
/// When it is no JSONPath.
pub(crate) fn select(document: &Value, target: &str) -> Result<Vec<String>> {
    let path = JsonPath::parse(target).with_context(|| format!("{target} is no JSONPath of RFC 9535"))?;
    Ok(path.query_located(document).locations().map(|location| location.to_json_pointer()).collect())
}

/// The bracketed unions of two or more quoted names in a JSONPath, with their quoted names.
fn unions(target: &str) -> Vec<(std::ops::Range<usize>, Vec<&str>)> {
    let mut found = Vec::new();
    let mut start = None;
    let mut quote = None;
    for (index, character) in target.char_indices() {
        match (quote, character) {
            (Some(open), _) if character == open => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '[') => start = Some(index),
            (None, ']') => {
                if let Some(start) = start.take() {
                    let inside = &target[start + 1..index];
                    let names: Vec<_> = split_quoted(inside);
                    if names.len() > 1 {
                        found.push((start..index + 1, names));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// `'a', 'b'` -> `["'a'", "'b'"]`; empty when something else than quoted names stands there.
fn split_quoted(inside: &str) -> Vec<&str> {
    let names: Vec<_> = inside.split(',').map(str::trim).collect();
    let quoted = |name: &&str| name.len() > 2 && name.starts_with(['\'', '"']) && name.ends_with(['\'', '"']);
    if names.iter().all(quoted) { names } else { Vec::new() }
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
        _ => bail!("#{parent} vanished"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;
    use serde_json::json;

    fn run(document: &mut Value, kind: &str, actions: &str) -> Result<Applied> {
        let text =
            format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nx-kind: {kind}\nactions:\n{actions}");
        apply(document, &file::parse("fix.yaml", &text).unwrap(), &"1.15".parse().unwrap())
    }

    fn message(document: &mut Value, kind: &str, actions: &str) -> String {
        format!("{:#}", run(document, kind, actions).unwrap_err())
    }

    #[test]
    fn merges_objects_appends_to_lists_and_removes_from_both() {
        let mut document = json!({"a": {"x": 1, "n": {"k": 1}}, "l": [{"name": "p"}, {"name": "q"}, {"name": "p"}], "r": [1]});
        let applied = run(
            &mut document,
            "correction",
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
    fn an_action_that_matches_nothing_names_file_action_and_version() {
        let error =
            message(&mut json!({}), "correction", "  - {target: $.gone, description: d, remove: true}\n");
        assert!(
            error.starts_with("fix.yaml, action 1 ($.gone), version 1.15: the target matches nothing"),
            "{error}"
        );
    }

    #[test]
    fn one_dead_name_in_a_union_is_noticed() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 1}}});
        let error = message(
            &mut document,
            "correction",
            "  - {target: \"$.s['A','C']\", description: d, update: {t: 2}}\n",
        );
        assert!(error.contains("the name 'C' of the target matches nothing"), "{error}");
    }

    #[test]
    fn an_action_that_changes_nothing_is_noticed_for_each_node() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 2}}});
        let error =
            message(&mut document, "correction", "  - {target: $.s.*, description: d, update: {t: 2}}\n");
        assert!(error.contains("#/s/B already is what the action makes of it"), "{error}");
    }

    #[test]
    fn a_documentation_overlay_sets_texts_of_existing_nodes_only() {
        let document = || json!({"components": {"schemas": {"A": {"type": "object", "properties": {"description": {"type": "string"}}}}}});
        let mut good = document();
        run(&mut good, "documentation", "  - {target: $.components.schemas.A, update: {description: d, properties: {description: {description: e}}}}\n").unwrap();
        assert_eq!(
            good.pointer("/components/schemas/A/properties/description/description"),
            Some(&json!("e"))
        );
        for (update, expected) in [
            ("{properties: {b: {description: x}}}", "would create #/components/schemas/A/properties/b"),
            ("{properties: {description: text}}", "is not a text"),
            ("{type: string}", "`type`"),
        ] {
            let error = message(
                &mut document(),
                "documentation",
                &format!("  - {{target: $.components.schemas.A, update: {update}}}\n"),
            );
            assert!(error.contains(expected), "{error}");
        }
    }
}
