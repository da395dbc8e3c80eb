//! Which finding causes which change of the generated code.
//!
//! An item of the generated code comes from places in the document, and a finding stands at places in the document: they belong together where
//! the places meet. A type that only appeared because something began to refer to it belongs to what caused that reference.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    changes::{Change, What},
    predict::Predicted,
};
use openapi_review::{Finding, Severity, Source, document::pointer};

/// The documents in which findings and items have their places.
pub struct Documents<'a> {
    /// The old document.
    pub old: &'a Value,
    /// The new document.
    pub new: &'a Value,
}

/// Where a finding stands, with names in place of numbers.
struct Stands {
    /// It accounts for these nodes with all below them.
    whole: BTreeSet<String>,
    /// It is at these nodes.
    at: BTreeSet<String>,
}

fn stands(finding: &Finding, documents: &Documents<'_>) -> Stands {
    let own = [(&finding.old, documents.old), (&finding.new, documents.new)];
    let own =
        own.into_iter().filter_map(|(place, tree)| Some(pointer::by_name(tree, &place.as_ref()?.pointer)));
    let own: BTreeSet<String> = own.collect();
    let covers = finding.covers.iter();
    let covers: BTreeSet<String> = covers
        .flat_map(|at| [pointer::by_name(documents.old, at), pointer::by_name(documents.new, at)])
        .collect();
    let pairs = finding
        .pairs
        .iter()
        .flat_map(|(old, new)| [pointer::by_name(documents.old, old), pointer::by_name(documents.new, new)]);
    let mut whole: BTreeSet<String> =
        if covers.is_empty() && finding.pairs.is_empty() { own.clone() } else { covers };
    whole.extend(pairs);
    Stands { at: own, whole }
}

fn is_within(outer: &str, inner: &str) -> bool {
    inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Links every change to the findings that cause it; returns the numbers of changes without a cause.
pub fn link(
    changes: &mut [Change],
    findings: &mut [Finding],
    predicted: (&Predicted, &Predicted),
    documents: &Documents<'_>,
    corrected: &Documents<'_>,
) -> Vec<usize> {
    let standing: Vec<Option<Stands>> = findings
        .iter()
        .map(|finding| {
            let by_overlay = finding.level == openapi_review::Level::Overlays;
            let counts = finding.is_structural()
                && finding.severity != Severity::Docs
                && !finding.rule.id().starts_with("overlay.");
            counts.then(|| stands(finding, if by_overlay { corrected } else { documents }))
        })
        .collect();
    let places: Vec<BTreeSet<String>> =
        changes.iter().map(|change| places(change, predicted, corrected)).collect();
    let mut causes: Vec<BTreeSet<usize>> = changes
        .iter()
        .zip(&places)
        .map(|(change, places)| {
            let origins = [predicted.0, predicted.1].map(|side| side.origins.get(change.owner()));
            let owners: Vec<&String> = origins.into_iter().flatten().flatten().collect();
            direct(change, (places, &owners), &standing, findings)
        })
        .collect();
    // What something refers to appears and vanishes with the reference.
    loop {
        let mut grown = false;
        for index in 0..changes.len() {
            if !causes[index].is_empty() {
                continue;
            }
            let side =
                if matches!(changes[index].what, What::TypeRemoved) { predicted.0 } else { predicted.1 };
            let name = changes[index].owner().trim_start_matches("types::").to_owned();
            let users = side.users.get(&name).cloned().unwrap_or_default();
            let inherited: BTreeSet<usize> = (0..changes.len())
                .filter(|other| *other != index && users.iter().any(|user| uses(&changes[*other], user)))
                .flat_map(|other| causes[other].clone())
                .collect();
            if !inherited.is_empty() {
                causes[index] = inherited;
                grown = true;
            }
        }
        if !grown {
            break;
        }
    }
    let mut unexplained = Vec::new();
    for (index, causes) in causes.into_iter().enumerate() {
        if causes.is_empty() {
            unexplained.push(index);
        }
        for finding in causes {
            changes[index].causes.push(findings[finding].fingerprint.clone());
            findings[finding].rust.push(index);
        }
    }
    unexplained
}

/// Whether a change is about the item that uses a type, or about the type that this item belongs to.
fn uses(change: &Change, user: &str) -> bool {
    let call = user.split(['(', ' ']).next().unwrap_or(user);
    let owner = user.rsplit_once("::").map_or(user, |(owner, _)| owner);
    change.item == user
        || matches!(change.what, What::TypeAdded | What::TypeRemoved) && change.item == owner
        || matches!(change.what, What::OperationAdded | What::OperationRemoved) && change.item == call
        || change.what == What::ArgumentsChanged && change.item == format!("{call}()")
}

/// The places that an item comes from, in both documents, with names in place of numbers.
fn places(
    change: &Change,
    predicted: (&Predicted, &Predicted),
    corrected: &Documents<'_>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (side, document) in [(predicted.0, corrected.old), (predicted.1, corrected.new)] {
        let items: Vec<String> = match change.what {
            // The members that it no longer takes, or takes now.
            What::ConstructorChanged => {
                let names = |text: &Option<String>| -> BTreeSet<String> {
                    let list = text
                        .as_deref()
                        .unwrap_or_default()
                        .trim_start_matches("new(")
                        .trim_end_matches(')')
                        .to_owned();
                    list.split(", ").map(str::to_owned).collect()
                };
                let (before, after) = (names(&change.before), names(&change.after));
                before
                    .symmetric_difference(&after)
                    .map(|name| format!("{}::{name}", change.owner()))
                    .collect()
            }
            What::ArgumentsChanged => {
                let call = change.owner();
                let own = side
                    .origins
                    .keys()
                    .filter(|item| item.strip_prefix(call).is_some_and(|rest| rest.starts_with('(')));
                own.cloned().collect()
            }
            What::VariantAdded | What::VariantRemoved | What::VariantWritten => {
                vec![change.owner().to_owned()]
            }
            _ => vec![change.item.clone()],
        };
        for item in items {
            let origins = side.origins.get(&item).into_iter().flatten();
            found.extend(origins.map(|at| pointer::by_name(document, at)));
        }
    }
    found
}

fn is_part_of(owner: &str, at: &str) -> bool {
    ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| at.strip_prefix(owner).is_some_and(|rest| rest.strip_prefix('/') == Some(*key)))
}

fn direct(
    change: &Change,
    (places, owners): (&BTreeSet<String>, &[&String]),
    standing: &[Option<Stands>],
    findings: &[Finding],
) -> BTreeSet<usize> {
    let below = !matches!(
        change.what,
        What::TypeAdded
            | What::TypeRemoved
            | What::OperationAdded
            | What::OperationRemoved
            | What::OperationRenamed
            | What::PublishedIdChanged
    );
    let value = match change.what {
        What::VariantAdded => change.after.as_deref(),
        What::VariantRemoved => change.before.as_deref(),
        _ => None,
    };
    let value = value.and_then(|text| text.trim_start_matches("= ").parse::<Value>().ok());
    let meets = |stands: &Stands| {
        places.iter().any(|place| {
            stands.whole.iter().any(|whole| is_within(whole, place) || below && is_within(place, whole))
                || stands.at.iter().any(|at| at == place || below && is_within(place, at))
        })
    };
    let mut found = BTreeSet::new();
    let mut composed = BTreeSet::new();
    for (index, stands) in standing.iter().enumerate() {
        let Some(stands) = stands else { continue };
        let finding = &findings[index];
        let is_about = match (&value, finding.rule.id()) {
            (Some(value), "enum.value-added" | "enum.value-removed") => {
                finding.new_value.as_ref().or(finding.old_value.as_ref()) == Some(value)
            }
            _ => match change.what {
                What::VariantAdded => finding.new.is_some(),
                What::VariantRemoved => finding.old.is_some(),
                _ => true,
            },
        };
        if is_about && meets(stands) {
            found.insert(index);
        } else if finding.rule == "compose.changed"
            && owners.iter().any(|owner| stands.at.iter().any(|at| is_part_of(owner, at)))
        {
            composed.insert(index);
        }
    }
    // What a type inherits comes and goes with its parts.
    if found.is_empty() {
        found = composed;
    }
    // A value that was added or removed explains its variant; what else happened at the same place does not.
    let of_values: BTreeSet<usize> = found
        .iter()
        .filter(|index| findings[**index].rule.id().starts_with("enum.value-"))
        .copied()
        .collect();
    if value.is_some() && !of_values.is_empty() { of_values } else { found }
}

/// Replaces the judgement of the rules on compiling by what the generated code says.
pub fn judge(findings: &mut [Finding], changes: &[Change]) {
    // Two names that become one are in the generated code, which does not compile then.
    let is_judged = |finding: &&mut Finding| finding.level == openapi_review::Level::Published;
    for finding in findings.iter_mut().filter(is_judged) {
        let breaks = finding.rust.iter().any(|index| changes[*index].source == Source::Breaks);
        finding.source = if breaks { Source::Breaks } else { Source::Compiles };
        if finding.masked_by.is_empty() {
            finding.judge();
        }
    }
}

/// Changes by what they are about, for headings.
#[must_use]
pub fn by_owner(changes: &[Change]) -> BTreeMap<&str, Vec<&Change>> {
    let mut groups: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in changes {
        groups.entry(change.owner()).or_default().push(change);
    }
    groups
}
