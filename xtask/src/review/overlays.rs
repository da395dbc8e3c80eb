//! Effects of a new version on the overlays.
//!
//! Every action is carried out on both documents, with what it selected and replaced on record. Unlike
//! generation, this does not stop at the first action that cannot be carried out: a reviewer wants the whole
//! list, and the Rust consequences of the rest.
//!
//! What an action replaces in the old document is taken for its premise: the reason given in the overlay was
//! written with that in view.

use std::collections::BTreeSet;

use serde_json::Value;

use super::rules;
use crate::{
    descriptions::Descriptions,
    lint,
    overlay::{Applied, Outcome},
};
use openapi_review::{
    Finding, Level, Place, Rule, Severity, Source, Wire,
    document::{pointer::is_near, tree::Lines},
    finding::counted,
};

/// Returns the differences between the effects of the actions on the old document and on the new one.
///
/// An action that selects other nodes because of a published change is a detail of that change.
#[must_use]
pub fn compare(old: &[Applied], new: &[Applied], published: &mut [Finding]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (before, after) in old.iter().zip(new) {
        let mut report = |rule, message: String, value: Option<Value>| {
            let (wire, source) = (Wire::Works, Source::Compiles);
            let mut finding = Finding::new(rule, Level::Overlays, wire, source, after.title(), message);
            finding.new =
                Some(Place { file: after.file.clone(), pointer: after.pointer(), line: after.line });
            finding.new_value = value;
            finding.stamp();
            findings.push(finding);
        };
        let target = &after.target;
        match &after.outcome {
            Outcome::Skipped => {}
            Outcome::NoMatch(names) => {
                let what = if names.is_empty() {
                    format!("its target {target}")
                } else {
                    format!("{} of its target {target}", names.join(", "))
                };
                let lost = before.pointers.iter().filter(|at| !after.pointers.contains(at));
                match lost.filter_map(|at| moved_to(at, published)).next() {
                    Some(place) => report(
                        rules::OVERLAY_TARGET_MOVED,
                        format!("{what} matches nothing; the node seems to be at #{place} now"),
                        Some(place.into()),
                    ),
                    None => report(
                        rules::OVERLAY_NO_MATCH,
                        format!("{what} matches nothing"),
                        Some(names.join(", ").into()),
                    ),
                }
            }
            Outcome::Noop(places) => {
                let message = format!("changes nothing at {}", list(places));
                report(rules::OVERLAY_NOOP, message, Some(places.join(", ").into()));
            }
            Outcome::Rejected(reason) => {
                let message = format!("cannot be applied: {reason}");
                report(rules::OVERLAY_REFUSED, message, Some(reason.clone().into()));
            }
            Outcome::Done if before.outcome == Outcome::Skipped => {}
            Outcome::Done => {
                if let Some(message) = other_matches(before, after, published) {
                    report(rules::OVERLAY_MATCH_COUNT_CHANGED, message, Some(after.pointers.len().into()));
                }
                for (at, was) in &before.replaced {
                    if let Some(is) = after.replaced.get(at).filter(|is| *is != was) {
                        let word = |value: &Option<Value>| {
                            value.as_ref().map_or_else(|| "nothing".to_owned(), short)
                        };
                        let what = if after.removes { "removes" } else { "replaces" };
                        let message =
                            format!("{what} {} at #{at}, where it used to be {}", word(is), word(was));
                        report(rules::OVERLAY_PREMISE_FAILED, message, is.clone());
                    }
                }
            }
        }
    }
    findings
}

/// Says that an action selects other nodes, where no published change explains it.
fn other_matches(before: &Applied, after: &Applied, published: &mut [Finding]) -> Option<String> {
    let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
    let (had, has) = (set(&before.pointers), set(&after.pointers));
    if had.len() == has.len() {
        return None;
    }
    let mut parts = Vec::new();
    for (what, nodes, side) in
        [("gained", has.difference(&had), after), ("lost", had.difference(&has), before)]
    {
        let mut unexplained = Vec::new();
        for node in nodes {
            let cause = published
                .iter_mut()
                .find(|finding| finding.is_structural() && meets(finding, &side.places(node)));
            match cause {
                Some(finding) => {
                    let verb = if what == "gained" { "now applies to" } else { "no longer applies to" };
                    finding.details.push(format!("{} {verb} #{node}", after.title()));
                }
                None => unexplained.push(node.clone()),
            }
        }
        if !unexplained.is_empty() {
            parts.push(format!("{what} {}", list(&unexplained)));
        }
    }
    let matches = format!("matches {} instead of {}", counted(has.len(), "node"), had.len());
    (!parts.is_empty()).then(|| format!("{matches}; {}", parts.join("; ")))
}

/// Where a node went, by the findings that say that something has another name.
fn moved_to(at: &str, published: &[Finding]) -> Option<String> {
    let pairs = published.iter().flat_map(|finding| &finding.pairs);
    let inside = |(from, to): &(String, String)| {
        let rest = at.strip_prefix(from.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
    };
    pairs.filter_map(inside).next()
}

fn list(places: &[String]) -> String {
    let shown: Vec<String> = places.iter().take(4).map(|at| format!("#{at}")).collect();
    let more = places.len().saturating_sub(shown.len());
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    shown.join(", ") + &more
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    let cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() { cut + "…" } else { cut }
}

/// Marks published changes that overlays hide from the client, and returns the changes that only overlays
/// make.
///
/// A difference of the published documents without a counterpart in the corrected ones has no effect on the
/// types; what the service does stays as it is judged. A difference of the corrected documents at the place
/// of a published one is a detail of that; alone, it comes from actions that are meant for some versions
/// only.
pub fn hide(published: &mut [Finding], corrected: Vec<Finding>, applied: [&[Applied]; 2]) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.rule, finding.subject.clone(), finding.message.clone());
    let stated: BTreeSet<_> = published.iter().map(key).collect();
    let kept: BTreeSet<_> = corrected.iter().map(key).collect();
    // The version is the provider's.
    let own = corrected.into_iter().filter(|finding| {
        finding.is_structural()
            && !finding.rule.id().starts_with("version.")
            && !stated.contains(&key(finding))
    });
    // Flattening leaves base schemas unused, and without an action behind it a difference only comes from
    // flattening.
    let actions = || applied.iter().flat_map(|actions| actions.iter());
    let own = own.filter(|finding| {
        let is_unused =
            finding.operations.is_empty() && matches!(finding.rule, Rule::SchemaAdded | Rule::SchemaRemoved);
        !is_unused && actions().any(|action| touches(action, finding))
    });
    let mut findings = Vec::new();
    let mut altered = BTreeSet::new();
    for mut finding in own {
        let places = places(&finding);
        let twin = published.iter().position(|other| {
            other.is_structural()
                && !kept.contains(&key(other))
                && self::places(other).iter().any(|left| places.iter().any(|right| is_near(left, right)))
        });
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
        if is_hidden {
            let titles: BTreeSet<String> =
                actions().filter(|action| touches(action, finding)).map(Applied::title).collect();
            finding.masked_by = titles.into_iter().collect();
            if !finding.masked_by.is_empty() {
                finding.source = Source::Compiles;
                finding.classify();
            }
        }
    }
    findings
}

/// The pointers that a finding is about.
fn places(finding: &Finding) -> Vec<String> {
    if !finding.covers.is_empty() {
        return finding.covers.clone();
    }
    [&finding.old, &finding.new].into_iter().flatten().map(|place| place.pointer.clone()).collect()
}

/// Returns true if a finding is at, above or below one of these places.
fn meets(finding: &Finding, others: &[String]) -> bool {
    places(finding).iter().any(|place| others.iter().any(|other| is_near(place, other)))
}

/// Returns true if an action works where a finding is.
fn touches(action: &Applied, finding: &Finding) -> bool {
    let mut written = action.replaced.keys().chain(action.pointers.iter().filter(|_| action.removes));
    written.any(|at| meets(finding, &action.places(at)))
}

/// Returns the findings of lint about the new document that it does not have about the old one. Each document
/// comes with its named form.
///
/// A missing description of something that changed is a detail of that change.
#[must_use]
pub fn new_defects(
    old: (&Value, Option<&Value>),
    new: (&Value, Option<&Value>),
    descriptions: &Descriptions,
    (file, lines): (&str, &Lines),
    changes: &mut [Finding],
) -> Vec<Finding> {
    let key = |finding: &lint::Finding| (finding.rule, finding.place.clone(), finding.message.clone());
    let lint = |(document, named): (&Value, Option<&Value>)| {
        lint::rules(document, named.map(|named| (descriptions, named)))
    };
    let known: BTreeSet<_> = lint(old).iter().map(key).collect();
    let fresh = lint(new).into_iter().filter(|finding| !known.contains(&key(finding)));
    let mut findings = Vec::new();
    for defect in fresh {
        let message = format!("{}: {} {}", defect.rule, defect.message, defect.remedy);
        let is_description = defect.rule == "description-missing";
        let at = [defect.pointer.clone()];
        let is_here = |place: &Place| !place.pointer.is_empty() && is_near(&place.pointer, &at[0]);
        let is_cause = |finding: &&mut Finding| {
            finding.is_structural() && (meets(finding, &at) || finding.new.as_ref().is_some_and(is_here))
        };
        let cause = changes.iter_mut().find(|finding| is_description && is_cause(finding));
        if let Some(cause) = cause {
            cause.details.push(message);
            continue;
        }
        let (wire, source) = (Wire::Works, Source::Compiles);
        let mut finding =
            Finding::new(rules::NEW_DEFECTS, Level::Overlays, wire, source, defect.place, message);
        if is_description {
            finding.severity = Severity::Docs;
        } else if defect.stops_generation {
            finding.severity = Severity::Breaking;
        }
        let line = lines.line(&defect.pointer).unwrap_or(1);
        finding.new = Some(Place { file: file.to_owned(), pointer: defect.pointer, line });
        finding.new_value = Some(defect.rule.into());
        finding.stamp();
        findings.push(finding);
    }
    findings
}
