//! Effects of a new version on the overlays.
//!
//! Every action is applied to both documents, and what it selected and replaced is recorded. Unlike
//! generation, this does not stop at the first action that cannot be applied: a reviewer wants the complete
//! list, and the Rust consequences of the rest.
//!
//! The value that an action replaces in the old document is its precondition: the reason given in the overlay
//! was written with that in view.

use std::collections::BTreeSet;

use openapi_review::{
    Finding, Input, Level, Place, Rule, Severity, Source, document::pointer::is_near, finding::counted,
};
use serde_json::Value;

use super::{
    NEW_DEFECTS, OVERLAY_MATCH_COUNT_CHANGED, OVERLAY_NO_MATCH, OVERLAY_NOOP, OVERLAY_PREMISE_FAILED,
    OVERLAY_REFUSED, OVERLAY_TARGET_MOVED, dependents::listed,
};
use crate::{
    descriptions::Descriptions,
    lint,
    overlay::{Applied, Outcome},
};

/// Returns the differences between the effects of the actions on the old document and on the new one.
///
/// An action that selects other nodes because of a published change is a detail of that change.
pub(super) fn compare(old: &[Applied], new: &[Applied], published: &mut [Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (before, after) in old.iter().zip(new) {
        let mut report = |rule, message: String, value: Option<Value>| {
            let place =
                Place { file: after.action.file.clone(), pointer: after.pointer(), line: after.action.line };
            let mut finding = Finding::at(rule, Level::Overlays, after.title(), message, place);
            finding.new_value = value;
            finding.stamp();
            findings.push(finding);
        };
        let message = after.problem().map(|(_, message)| message).unwrap_or_default();
        match &after.outcome {
            Outcome::Skipped => {}
            Outcome::NoMatch(names) => {
                let mut lost = before.pointers.iter().filter(|at| !after.pointers.contains(at));
                match lost.find_map(|at| moved_to(at, published)) {
                    Some(place) => report(
                        OVERLAY_TARGET_MOVED,
                        format!("{message}; the node seems to be at #{place} now"),
                        Some(place.into()),
                    ),
                    None => report(OVERLAY_NO_MATCH, message, Some(names.join(", ").into())),
                }
            }
            Outcome::Noop(places) => report(OVERLAY_NOOP, message, Some(places.join(", ").into())),
            Outcome::Rejected(reason) => report(OVERLAY_REFUSED, message, Some(reason.clone().into())),
            Outcome::Done if before.outcome == Outcome::Skipped => {}
            Outcome::Done => {
                if let Some(message) = other_matches(before, after, published) {
                    report(OVERLAY_MATCH_COUNT_CHANGED, message, Some(after.pointers.len().into()));
                }
                for (at, was) in &before.replaced {
                    if let Some(is) = after.replaced.get(at).filter(|is| *is != was) {
                        let [is_now, used_to_be] = [is, was].map(short);
                        let verb = if after.action.remove { "removes" } else { "replaces" };
                        let message = format!("{verb} {is_now} at #{at}, where it used to be {used_to_be}");
                        report(OVERLAY_PREMISE_FAILED, message, is.clone());
                    }
                }
            }
        }
    }
    findings
}

/// Returns a message if an action selects other nodes and no published change explains it.
fn other_matches(before: &Applied, after: &Applied, published: &mut [Finding]) -> Option<String> {
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let (had, has) = (set(&before.pointers), set(&after.pointers));
    if had.len() == has.len() {
        return None;
    }
    let mut parts = Vec::new();
    for (what, verb, nodes, side) in [
        ("gained", "now applies to", has.difference(&had), after),
        ("lost", "no longer applies to", had.difference(&has), before),
    ] {
        let mut unexplained = Vec::new();
        for node in nodes {
            let places = side.places(node);
            let is_cause = |finding: &&mut Finding| finding.is_structural() && meets(finding, &places);
            match published.iter_mut().find(is_cause) {
                Some(finding) => finding.details.push(format!("{} {verb} #{node}", after.title())),
                None => unexplained.push(format!("#{node}")),
            }
        }
        if !unexplained.is_empty() {
            parts.push(format!("{what} {}", listed(unexplained.iter())));
        }
    }
    let matches = format!("matches {} instead of {}", counted(has.len(), "node"), had.len());
    (!parts.is_empty()).then(|| format!("{matches}; {}", parts.join("; ")))
}

/// Returns the new place of a node, by the findings about renamed nodes.
fn moved_to(at: &str, published: &[Finding]) -> Option<String> {
    let pairs = published.iter().flat_map(|finding| &finding.pairs);
    let inside = |(from, to): &(String, String)| {
        let rest = at.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    };
    pairs.filter_map(inside).next()
}

fn short(value: &Option<Value>) -> String {
    let text = value.as_ref().map_or_else(|| "nothing".to_owned(), Value::to_string);
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

/// Flags published changes that overlays hide from the client, and returns the changes that only overlays
/// make.
///
/// A difference of the published documents without a counterpart in the corrected ones has no effect on the
/// types; its effect on the wire stays. A difference of the corrected documents at the place of a published
/// one is a detail of that; alone, it comes from actions for some versions only.
pub(super) fn hide(
    published: &mut [Finding],
    corrected: Vec<Finding>,
    applied: [&[Applied]; 2],
) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.rule, finding.subject.clone(), finding.message.clone());
    let stated: BTreeSet<_> = published.iter().map(key).collect();
    let kept: BTreeSet<_> = corrected.iter().map(key).collect();
    let actions = || applied.into_iter().flatten();
    let by_overlays = corrected.into_iter().filter(|finding| {
        // Flattening leaves base schemas unused, and without an action a difference only comes from
        // flattening. The version is the provider's.
        let is_unused =
            finding.operations.is_empty() && matches!(finding.rule, Rule::SchemaAdded | Rule::SchemaRemoved);
        finding.is_structural()
            && !is_unused
            && !finding.rule.id().starts_with("version.")
            && !stated.contains(&key(finding))
            && actions().any(|action| touches(action, finding))
    });
    let mut findings = Vec::new();
    let mut altered = BTreeSet::new();
    for mut finding in by_overlays {
        let places = places(&finding);
        let twin = published
            .iter()
            .position(|other| other.is_structural() && !kept.contains(&key(other)) && meets(other, &places));
        match twin {
            Some(index) => {
                published[index].details.push(format!("with the overlays, {}", finding.message));
                altered.insert(index);
            }
            None => {
                finding.level = Level::Overlays;
                finding.message = format!("{} (by our overlays)", finding.message);
                findings.push(finding);
            }
        }
    }
    for (index, finding) in published.iter_mut().enumerate() {
        let is_hidden = finding.is_structural()
            && finding.severity != Severity::Docs
            && !kept.contains(&key(finding))
            && !altered.contains(&index);
        let hiding = actions().filter(|action| is_hidden && touches(action, finding)).map(Applied::title);
        let titles: BTreeSet<String> = hiding.collect();
        if !titles.is_empty() {
            finding.masked_by = titles.into_iter().collect();
            finding.source = Source::Compiles;
            finding.classify();
        }
    }
    findings
}

fn places(finding: &Finding) -> Vec<String> {
    if finding.covers.is_empty() { finding.pointers().cloned().collect() } else { finding.covers.clone() }
}

/// Returns true if a finding is at, above or below one of these places.
fn meets(finding: &Finding, others: &[String]) -> bool {
    places(finding).iter().any(|place| others.iter().any(|other| is_near(place, other)))
}

/// Returns true if an action works where a finding is.
fn touches(applied: &Applied, finding: &Finding) -> bool {
    let removed = applied.pointers.iter().filter(|_| applied.action.remove);
    applied.replaced.keys().chain(removed).any(|at| meets(finding, &applied.places(at)))
}

/// Returns the findings of lint about the new document that it does not have about the old one. Each document
/// is given with its named form.
///
/// A missing description of something that changed is a detail of that change.
pub(super) fn new_defects(
    [old, new]: [(&Value, Option<&Value>); 2],
    descriptions: &Descriptions,
    input: &Input,
    changes: &mut [Finding],
) -> Vec<Finding> {
    let lint = |(document, named): (&Value, Option<&Value>)| {
        lint::rules(document, named.map(|named| (descriptions, named)))
    };
    let mut defects = lint(new);
    if !defects.is_empty() {
        let key = |defect: &lint::Finding| (defect.rule, defect.place.clone(), defect.message.clone());
        let known: BTreeSet<_> = lint(old).iter().map(key).collect();
        defects.retain(|defect| !known.contains(&key(defect)));
    }
    let mut findings = Vec::new();
    for defect in defects {
        let message = format!("{}: {} {}", defect.rule, defect.message, defect.hint);
        let is_description = defect.rule == "description-missing";
        let at = [defect.pointer.clone()];
        let is_here = |place: &Place| !place.pointer.is_empty() && is_near(&place.pointer, &at[0]);
        let is_cause = |finding: &&mut Finding| {
            finding.is_structural() && (meets(finding, &at) || finding.new.as_ref().is_some_and(is_here))
        };
        if let Some(cause) = changes.iter_mut().find(|finding| is_description && is_cause(finding)) {
            cause.details.push(message);
            continue;
        }
        let place = Place::of(&input.about.file, &input.lines, &defect.pointer);
        let mut finding = Finding::at(NEW_DEFECTS, Level::Overlays, defect.place, message, place);
        if is_description {
            finding.severity = Severity::Docs;
        } else if defect.stops_generation {
            finding.severity = Severity::Breaking;
        }
        finding.new_value = Some(defect.rule.into());
        finding.stamp();
        findings.push(finding);
    }
    findings
}
