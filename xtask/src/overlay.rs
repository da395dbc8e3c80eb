//! Overlays: corrections of the published structure.
//!
//! The files in `openapi/overlays/` are documents of the OpenAPI Overlay Specification 1.0.0, applied in the
//! order of their names. Beyond the specification, `x-applies-to` of an action names its versions (`1.6`,
//! `<1.15`, `>=1.15`; all by default).

use std::{cmp::Ordering, collections::BTreeMap, sync::LazyLock};

use anyhow::{Context, Result, anyhow, bail, ensure};
use openapi_review::{
    ApiVersion,
    document::{pointer, tree, walk},
};
use regex::Regex;
use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;

use crate::{nodes, workspace::Workspace};

/// One overlay document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    overlay: String,
    /// Its title, version and description.
    info: BTreeMap<String, String>,
    #[allow(dead_code, reason = "part of the format; here every file applies to every version")]
    extends: Option<String>,
    actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Action {
    #[serde(skip)]
    pub(crate) file: String,
    /// Its number in the file, from 1.
    #[serde(skip)]
    pub(crate) number: usize,
    #[serde(skip)]
    pub(crate) line: usize,
    /// The JSONPath of the nodes it changes.
    pub(crate) target: String,
    description: Option<String>,
    /// The value that is merged into each node.
    update: Option<Value>,
    /// True if the nodes are removed.
    #[serde(default)]
    pub(crate) remove: bool,
    /// The versions it applies to; all if absent.
    #[serde(rename = "x-applies-to")]
    applies_to: Option<Requirement>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Requirement(&'static [Ordering], ApiVersion);

impl TryFrom<String> for Requirement {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        let (orderings, bound): (&[_], _) = if let Some(bound) = text.strip_prefix(">=") {
            (&[Ordering::Greater, Ordering::Equal], bound)
        } else if let Some(bound) = text.strip_prefix('<') {
            (&[Ordering::Less], bound)
        } else {
            (&[Ordering::Equal], &*text)
        };
        Ok(Self(orderings, bound.parse()?))
    }
}

pub(crate) fn read_directory(workspace: &Workspace) -> Result<Vec<Overlay>> {
    workspace.yaml_files("openapi/overlays")?.iter().map(|(name, text)| parse(name, text)).collect()
}

/// Reads one overlay from its text; `name` is the name of the file in messages. Fails if the text is not an
/// Overlay 1.0.0 document, or an action lacks a required property.
pub fn parse(name: &str, text: &str) -> Result<Overlay> {
    let parsed = tree::parse(text).with_context(|| format!("{name} cannot be read"))?;
    if let Some(duplicate) = parsed.duplicates.first() {
        bail!("{name}: {duplicate}; remove one of them");
    }
    let mut overlay: Overlay =
        serde_json::from_value(parsed.value).with_context(|| format!("{name} is not an overlay"))?;
    ensure!(overlay.overlay == "1.0.0", "{name} is of overlay version {}; write 1.0.0", overlay.overlay);
    let is_stated = |key: &str| overlay.info.get(key).is_some_and(|text| !text.is_empty());
    ensure!(is_stated("title") && is_stated("version"), "{name} needs a title and a version");
    for (index, action) in overlay.actions.iter_mut().enumerate() {
        name.clone_into(&mut action.file);
        action.number = index + 1;
        action.line = parsed.lines.line(&format!("/actions/{index}")).unwrap_or(1);
        let title = format!("{name}, action {} ({})", action.number, action.target);
        match (&action.update, action.remove) {
            (None, false) => bail!("{title} neither updates nor removes anything; give it one of the two"),
            (Some(_), true) => bail!("{title} updates and removes at once; make two actions of it"),
            _ => {}
        }
        ensure!(
            action.description.is_some(),
            "{title} has no description; say which defect it corrects, and the evidence"
        );
    }
    Ok(overlay)
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// It is for other versions.
    Skipped,
    Done,
    /// These names of its target select nothing; the complete target if empty.
    NoMatch(Vec<String>),
    /// These nodes already are what it makes of them.
    Noop(Vec<String>),
    /// It cannot be applied, with the reason.
    Rejected(String),
}

/// An action, with what it did to one document.
#[derive(Debug, Clone)]
pub struct Applied {
    pub(crate) action: Action,
    pub(crate) pointers: Vec<String>,
    /// The values that it replaced or removed, by pointer; absent nodes are `None`. Descriptions and
    /// extensions are left out.
    pub(crate) replaced: BTreeMap<String, Option<Value>>,
    /// The places of the selected nodes in the published document, where they are marked (see [`nodes`]),
    /// by pointer.
    pub(crate) origins: BTreeMap<String, Vec<String>>,
    pub(crate) outcome: Outcome,
}

impl Applied {
    /// Returns a pointer at or below a selected node, and its places in the published document.
    pub(crate) fn places(&self, pointer: &str) -> Vec<String> {
        let below = |(node, origins): (&String, &Vec<String>)| {
            let rest = pointer.strip_prefix(node.as_str())?;
            pointer::is_within(node, pointer)
                .then(|| origins.iter().map(|origin| format!("{origin}{rest}")).collect::<Vec<_>>())
        };
        let mut places = vec![pointer.to_owned()];
        places.extend(self.origins.iter().filter_map(below).flatten());
        places
    }

    /// `openapi/overlays/20-properties.yaml, action 3`
    pub(crate) fn title(&self) -> String {
        format!("{}, action {}", self.action.file, self.action.number)
    }

    pub(crate) fn pointer(&self) -> String {
        format!("/actions/{}", self.action.number - 1)
    }

    /// Returns the reason that the action no longer fits, as a rule of lint and a message.
    pub(crate) fn problem(&self) -> Option<(&'static str, String)> {
        match &self.outcome {
            Outcome::Skipped | Outcome::Done => None,
            Outcome::NoMatch(names) => {
                let named = if names.is_empty() { "" } else { &format!("{} of ", names.join(", ")) };
                let message = format!("{named}the target {} matches nothing", self.action.target);
                Some(("overlay-no-match", message))
            }
            Outcome::Noop(places) => {
                let places: Vec<_> = places.iter().map(|at| format!("#{at}")).collect();
                let message = format!("{} already is what the action makes of it", places.join(", "));
                Some(("overlay-noop", message))
            }
            Outcome::Rejected(reason) => Some(("overlay-rejected", format!("cannot be applied: {reason}"))),
        }
    }
}

/// Applies every action for `version`, as far as it fits; [`Applied::problem`] reports which do not.
pub(crate) fn apply(document: &mut Value, overlays: &[Overlay], version: &ApiVersion) -> Vec<Applied> {
    let one = |action: &Action| {
        let mut applied = Applied {
            action: action.clone(),
            pointers: Vec::new(),
            replaced: BTreeMap::new(),
            origins: BTreeMap::new(),
            outcome: Outcome::Done,
        };
        if action
            .applies_to
            .as_ref()
            .is_some_and(|Requirement(orderings, bound)| !orderings.contains(&version.cmp(bound)))
        {
            applied.outcome = Outcome::Skipped;
        } else if let Err(error) = select_and_change(document, action, &mut applied) {
            applied.outcome = Outcome::Rejected(format!("{error:#}"));
        }
        applied
    };
    overlays.iter().flat_map(|overlay| &overlay.actions).map(one).collect()
}

fn select_and_change(document: &mut Value, action: &Action, applied: &mut Applied) -> Result<()> {
    let unmatched = unmatched_names(document, &action.target)?;
    applied.pointers = select(document, &action.target)?;
    applied.pointers.dedup();
    if !unmatched.is_empty() || applied.pointers.is_empty() {
        applied.outcome = Outcome::NoMatch(unmatched);
    }
    for pointer in &applied.pointers {
        let places: Vec<String> = nodes::origins(document.pointer(pointer)).collect();
        applied.origins.insert(pointer.clone(), places);
    }
    let mut idle = Vec::new();
    // From the last to the first, so that removing an array item does not move the others.
    for pointer in applied.pointers.iter().rev() {
        let Some(update) = &action.update else {
            applied.replaced.insert(pointer.clone(), document.pointer(pointer).cloned());
            remove(document, pointer)?;
            continue;
        };
        let node = document.pointer_mut(pointer).context("a matched node is missing")?;
        ensure!(node.is_object() || node.is_array(), "#{pointer} is neither an object nor an array");
        let before = ambiguous_types(node);
        if !merge(node, update, pointer, &mut applied.replaced) {
            idle.push(pointer.clone());
        }
        if let Some(at) = ambiguous_types(node).iter().find(|at| !before.contains(at)) {
            bail!(
                "the update leaves a `$ref` next to an inline type at #{pointer}{at}, of which only the reference would \
                 count; remove the other one in an earlier action"
            );
        }
    }
    if !idle.is_empty() {
        applied.outcome = Outcome::Noop(idle);
    }
    Ok(())
}

/// Returns the names in unions of a target that select nothing.
fn unmatched_names(document: &Value, target: &str) -> Result<Vec<String>> {
    if !target.contains(',') {
        return Ok(Vec::new());
    }
    let (union, name) = UNION.as_ref().map_err(Clone::clone)?;
    let mut unmatched = Vec::new();
    for union in union.captures_iter(target) {
        let Some((complete, names)) = union.get(0).zip(union.get(1)) else { continue };
        for name in name.find_iter(names.as_str()).map(|name| name.as_str()) {
            let single = format!("{}[{name}]{}", &target[..complete.start()], &target[complete.end()..]);
            if select(document, &single)?.is_empty() {
                unmatched.push(name.to_owned());
            }
        }
    }
    Ok(unmatched)
}

/// A union of names, and one of its names. Other quoted strings are matched as well, so that brackets inside
/// them are not a union.
static UNION: LazyLock<Result<(Regex, Regex), regex::Error>> = LazyLock::new(|| {
    const QUOTED: &str = r#"(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"#;
    Ok((Regex::new(&format!(r"\[\s*({QUOTED}(?:\s*,\s*{QUOTED})+)\s*\]|{QUOTED}"))?, Regex::new(QUOTED)?))
});

fn select(document: &Value, target: &str) -> Result<Vec<String>> {
    let path = JsonPath::parse(target).map_err(|error| {
        let rest = target.get(error.position()..).unwrap_or_default();
        anyhow!("{target:?} is not a JSONPath (RFC 9535): unexpected {rest:?}")
    })?;
    Ok(path.query_located(document).locations().map(|location| location.to_json_pointer()).collect())
}

/// Returns the pointers of objects with a `$ref` next to an inline type, of which only the reference counts.
fn ambiguous_types(node: &Value) -> Vec<String> {
    const INLINE: &[&str] =
        &["type", "format", "enum", "properties", "items", "additionalProperties", "allOf", "oneOf", "anyOf"];
    let mut found = Vec::new();
    walk::every_object(node, &mut |place, map| {
        let is_reference = map.get("$ref").is_some_and(Value::is_string);
        if is_reference && INLINE.iter().any(|key| map.contains_key(*key)) {
            found.push(place.pointer.to_owned());
        }
    });
    found
}

/// Merges as the Overlay specification says, and adds what the update replaces, except descriptions and
/// extensions; returns whether anything changed.
fn merge(node: &mut Value, update: &Value, at: &str, replaced: &mut BTreeMap<String, Option<Value>>) -> bool {
    const PROSE: &[&str] = &["description", "summary", "title", "example", "examples"];
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            let mut changed = false;
            for (key, value) in update {
                let inside = pointer::join(at, key);
                let existing = node.get(key);
                let is_nested = existing.is_some_and(Value::is_object) && value.is_object();
                if !is_nested && !PROSE.contains(&key.as_str()) && !key.starts_with("x-") {
                    replaced.insert(inside.clone(), existing.cloned());
                }
                changed |= match node.get_mut(key) {
                    Some(existing) => merge(existing, value, &inside, replaced),
                    None => node.insert(key.clone(), value.clone()).is_none(),
                };
            }
            changed
        }
        (Value::Array(node), Value::Array(update)) => {
            node.extend(update.iter().cloned());
            !update.is_empty()
        }
        (Value::Array(node), entry) => {
            replaced.insert(pointer::join(at, "-"), None);
            node.push(entry.clone());
            true
        }
        (node, update) => std::mem::replace(node, update.clone()) != *update,
    }
}

fn remove(document: &mut Value, pointer: &str) -> Result<()> {
    let (parent, key) = pointer.rsplit_once('/').context("the root of the document cannot be removed")?;
    let key = key.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(&key)),
        Some(Value::Array(list)) => drop(list.remove(key.parse()?)),
        _ => bail!("#{parent} is missing"),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const HEAD: &str = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\n";

    #[test]
    fn actions_are_read_in_order_with_versions() {
        let text = format!(
            "{HEAD}actions:\n  - {{target: $.a, description: why, update: {{b: 1}}, x-applies-to: '>=1.15'}}\n  - {{target: $.c, description: why, remove: true}}\n"
        );
        let overlay = parse("x.yaml", &text).unwrap();
        assert_eq!(overlay.actions[0].applies_to, Some(Requirement::try_from(">=1.15".to_owned()).unwrap()));
        assert!(overlay.actions[1].remove);
    }

    #[test]
    fn incomplete_action_is_rejected() {
        for (action, expected) in [
            ("{target: $.a, description: why}", "neither updates nor removes"),
            ("{target: $.a, description: why, remove: true, update: {}}", "updates and removes"),
            ("{target: $.a, update: {b: 1}}", "say which defect"),
            ("{target: $.a, description: why, update: {b: 1}, x-applies-to: later}", "not an API version"),
            ("{target: $.a, description: why, updates: {b: 1}}", "unknown field `updates`"),
            (
                "{target: $.a, description: why, remove: true}\nx-kind: documentation",
                "unknown field `x-kind`",
            ),
        ] {
            let error =
                format!("{:#}", parse("x.yaml", &format!("{HEAD}actions:\n  - {action}\n")).unwrap_err());
            assert!(error.contains(expected) && error.contains("x.yaml"), "{error}");
        }
    }

    #[test]
    fn requirement_is_exact_or_half_open() {
        let holds = |requirement: &str, version: &str| {
            let Requirement(orderings, bound) = Requirement::try_from(requirement.to_owned()).unwrap();
            orderings.contains(&version.parse::<ApiVersion>().unwrap().cmp(&bound))
        };
        assert!(holds("1.6", "1.6") && !holds("1.6", "1.15"));
        assert!(holds("<1.15", "1.6") && !holds("<1.15", "1.15"));
        assert!(holds(">=1.15", "1.15") && !holds(">=1.15", "1.6"));
    }

    fn run(document: &mut Value, actions: &str) -> Vec<Applied> {
        let text = format!("overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n{actions}");
        apply(document, &[parse("fix.yaml", &text).unwrap()], &"1.15".parse().unwrap())
    }

    /// The problem of the last action.
    fn message(document: &mut Value, actions: &str) -> String {
        run(document, actions).last().unwrap().problem().unwrap().1
    }

    #[test]
    fn actions_apply_to_objects_and_arrays() {
        let mut document = json!({"a": {"x": 1, "n": {"k": 1}}, "l": [{"name": "p"}, {"name": "q"}, {"name": "p"}], "r": [1]});
        let applied = run(
            &mut document,
            "  - {target: $.a, description: d, update: {x: 2, n: {m: 3}}}\n\
             \x20 - {target: \"$.l[?@.name=='p']\", description: d, remove: true}\n\
             \x20 - {target: $.r, description: d, update: 2}\n\
             \x20 - {target: $.missing, description: d, remove: true, x-applies-to: '1.6'}\n",
        );
        assert_eq!(
            document,
            json!({"a": {"x": 2, "n": {"k": 1, "m": 3}}, "l": [{"name": "q"}], "r": [1, 2]})
        );
        let matches: Vec<_> =
            applied.iter().map(|action| (action.pointers.len(), action.problem())).collect();
        assert_eq!(matches, [(1, None), (2, None), (1, None), (0, None)]);
        assert_eq!(applied[3].outcome, Outcome::Skipped);
    }

    #[test]
    fn unmatched_target_does_not_stop_other_actions() {
        let mut document = json!({"a": {"x": 1}});
        let actions = "  - {target: $.missing, description: d, remove: true}\n  - {target: $.a, description: d, update: {x: 2}}\n";
        let applied = run(&mut document, actions);
        assert_eq!(
            applied[0].problem().unwrap(),
            ("overlay-no-match", "the target $.missing matches nothing".to_owned())
        );
        assert_eq!((applied[0].title().as_str(), applied[0].action.line), ("fix.yaml, action 1", 4));
        assert_eq!((applied[1].problem(), document), (None, json!({"a": {"x": 2}})));
    }

    #[test]
    fn dead_name_in_a_union_is_rejected() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 1}}});
        let error =
            message(&mut document, "  - {target: \"$.s['A','C']\", description: d, update: {t: 2}}\n");
        assert!(error.starts_with("'C' of the target"), "{error}");
    }

    #[test]
    fn brackets_in_strings_are_no_union() {
        let names = |target: &str| unmatched_names(&json!({}), target).unwrap();
        assert_eq!(names(r#"$.s['a', "b\"]"]['c']"#), ["'a'", r#""b\"]""#]);
        assert!(names(r#"$.s[?@.t=="['a','b']"]"#).is_empty());
    }

    #[test]
    fn action_without_effect_names_each_node() {
        let mut document = json!({"s": {"A": {"t": 1}, "B": {"t": 2}}});
        let error = message(&mut document, "  - {target: $.s.*, description: d, update: {t: 2}}\n");
        assert!(error.contains("#/s/B already is what the action makes of it"), "{error}");
    }

    #[test]
    fn match_and_search_select_by_regular_expression() {
        let mut document = json!({"p": [{"name": "createdFrom"}, {"name": "createdTo"}, {"name": "id"}]});
        let actions = "  - {target: \"$.p[?match(@.name, 'created(From|To)')]\", description: d, update: {in: query}}\n\
                       \x20 - {target: \"$.p[?search(@.name, 'i')]\", description: d, remove: true}\n";
        assert!(run(&mut document, actions).iter().all(|action| action.problem().is_none()));
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
            ("$.s.A", "{$ref: '#/s/B'}", "a `$ref` next to an inline type at #/s/A,"),
            ("$.s.B", "{format: date}", "a `$ref` next to an inline type at #/s/B,"),
            ("$.s", "{D: {$ref: '#/s/A', type: string}}", "a `$ref` next to an inline type at #/s/D,"),
            (
                "$.s.C.allOf",
                "[{}, {$ref: '#/s/A', enum: [a]}]",
                "a `$ref` next to an inline type at #/s/C/allOf/1,",
            ),
        ] {
            let action = format!("  - {{target: {target}, description: d, update: {update}}}\n");
            let error = message(&mut document(), &action);
            assert!(error.contains(expected), "{error}");
        }
        let fine = "  - {target: $.s.A.type, description: d, remove: true}\n\
                    \x20 - {target: $.s.A, description: d, update: {$ref: '#/s/C'}}\n\
                    \x20 - {target: $.s.B, description: d, update: {readOnly: true}}\n";
        assert!(run(&mut document(), fine).iter().all(|action| action.problem().is_none()));
    }
}
