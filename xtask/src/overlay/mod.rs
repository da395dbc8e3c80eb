//! Overlays: corrections of the published structure.
//!
//! The files in `openapi/overlays/` are documents of the OpenAPI Overlay Specification 1.0.0, applied in the
//! order of their names. Beyond the specification, `x-applies-to` of an action names its versions (`1.6`,
//! `<1.15`, `>=1.15`; all by default).

mod apply;

use anyhow::{Context, Result, bail, ensure};
use openapi_review::{ApiVersion, document::tree};
use serde::Deserialize;
use serde_json::Value;

pub use apply::Applied;
pub(crate) use apply::{Outcome, apply};

use crate::{nodes::items_mut, workspace::Workspace};

/// One overlay document.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    #[serde(skip)]
    name: String,
    overlay: String,
    info: Info,
    #[allow(dead_code, reason = "part of the format; here every file applies to every version")]
    extends: Option<String>,
    actions: Vec<Action>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Info {
    title: String,
    version: String,
    #[allow(dead_code, reason = "part of the format, for readers")]
    description: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Action {
    /// Its number in the file, from 1.
    #[serde(skip)]
    number: usize,
    #[serde(skip)]
    line: usize,
    /// The JSONPath of the nodes it changes.
    target: String,
    description: Option<String>,
    /// The value that is merged into each node.
    update: Option<Value>,
    /// True if the nodes are removed.
    #[serde(default)]
    remove: bool,
    /// The versions it applies to; all if absent.
    #[serde(rename = "x-applies-to")]
    applies_to: Option<Requirement>,
}

/// The versions to which an action applies: `1.6`, `<1.15` or `>=1.15`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
enum Requirement {
    Exactly(ApiVersion),
    Before(ApiVersion),
    Since(ApiVersion),
}

impl Requirement {
    fn includes(&self, version: &ApiVersion) -> bool {
        match self {
            Self::Exactly(bound) => version == bound,
            Self::Before(bound) => version < bound,
            Self::Since(bound) => version >= bound,
        }
    }
}

impl TryFrom<String> for Requirement {
    type Error = anyhow::Error;

    fn try_from(text: String) -> Result<Self> {
        Ok(if let Some(bound) = text.strip_prefix(">=") {
            Self::Since(bound.parse()?)
        } else if let Some(bound) = text.strip_prefix('<') {
            Self::Before(bound.parse()?)
        } else {
            Self::Exactly(text.parse()?)
        })
    }
}

/// Reads every overlay, sorted by file name.
pub(crate) fn read_directory(workspace: &Workspace) -> Result<Vec<Overlay>> {
    workspace.yaml_files("openapi/overlays")?.iter().map(|(name, text)| parse(name, text)).collect()
}

/// Reads one overlay from its text; `name` is the name of the file in messages.
///
/// # Errors
/// If the text is not an Overlay 1.0.0 document, or an action lacks a required property.
pub fn parse(name: &str, text: &str) -> Result<Overlay> {
    read(name, text, false)
}

/// Reads an overlay of an older revision. Extensions that its actions had then are ignored.
pub(crate) fn parse_old(name: &str, text: &str) -> Result<Overlay> {
    read(name, text, true)
}

fn read(name: &str, text: &str, is_old: bool) -> Result<Overlay> {
    let mut parsed = tree::parse(text).with_context(|| format!("{name} cannot be read"))?;
    if let Some(duplicate) = parsed.duplicates.first() {
        bail!("{name}: {duplicate}; remove one of them");
    }
    let actions = items_mut(parsed.value.get_mut("actions")).filter_map(Value::as_object_mut);
    for action in actions.filter(|_| is_old) {
        action.retain(|key, _| !key.starts_with("x-") || key == "x-applies-to");
    }
    let mut overlay: Overlay =
        serde_json::from_value(parsed.value).with_context(|| format!("{name} is not an overlay"))?;
    ensure!(overlay.overlay == "1.0.0", "{name} is of overlay version {}; write 1.0.0", overlay.overlay);
    let Info { title, version, .. } = &overlay.info;
    ensure!(!title.is_empty() && !version.is_empty(), "{name} needs a title and a version");
    name.clone_into(&mut overlay.name);
    for (index, action) in overlay.actions.iter_mut().enumerate() {
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

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\n";

    #[test]
    fn actions_are_read_in_order_with_versions() {
        let text = format!(
            "{HEAD}actions:\n  - {{target: $.a, description: why, update: {{b: 1}}, x-applies-to: '>=1.15'}}\n  - {{target: $.c, description: why, remove: true}}\n"
        );
        let overlay = parse("x.yaml", &text).unwrap();
        assert_eq!(overlay.actions[0].applies_to, Some(Requirement::Since("1.15".parse().unwrap())));
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
    fn extensions_of_old_actions_are_ignored() {
        let text = "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions:\n- {target: $.a, x-kind: words, remove: true, description: d}\n";
        assert!(format!("{:#}", parse("a.yaml", text).unwrap_err()).contains("x-kind"));
        assert!(parse_old("a.yaml", text).unwrap().actions[0].remove);
    }

    #[test]
    fn requirement_is_exact_or_half_open() {
        let holds = |requirement: &str, version: &str| {
            Requirement::try_from(requirement.to_owned()).unwrap().includes(&version.parse().unwrap())
        };
        assert!(holds("1.6", "1.6") && !holds("1.6", "1.15"));
        assert!(holds("<1.15", "1.6") && !holds("<1.15", "1.15"));
        assert!(holds(">=1.15", "1.15") && !holds(">=1.15", "1.6"));
    }
}
