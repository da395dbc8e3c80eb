//! What a new version does to our overlays.
//!
//! Every action is carried out on both documents, with what it selected and replaced on record. Unlike generation, this does not stop at the first
//! action that cannot be carried out: a reviewer wants the whole list, and the Rust consequences of the rest.
//!
//! What an action replaces in the old document is taken for its premise: the reason given in the overlay was written with that in view.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::Result;
use serde_json::Value;

use crate::{
    descriptions::Descriptions,
    lint,
    overlay::{Action, Overlay, apply},
};
use openapi_review::{
    ApiVersion, Finding, Level, Place, Severity, Source, Wire,
    document::{lines::Lines, pointer},
    finding::counted,
};

/// Keys under which our words stand in place of the publisher's.
const WORDS: &[&str] = &["description", "summary", "title", "example", "examples"];

/// What became of an action.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It is meant for other versions.
    Skipped,
    /// It was carried out.
    Done,
    /// These names of its target, or all of it, select nothing.
    NoMatch(Vec<String>),
    /// These nodes already are what it makes of them.
    Noop(Vec<String>),
    /// It cannot be carried out.
    Refused(String),
}

/// An action with what it did to one document.
#[derive(Debug, Clone)]
pub struct Traced {
    /// The overlay and the number of the action in it.
    pub action: (String, usize),
    /// Its target.
    pub target: String,
    /// Whether it removes what it selects.
    pub removes: bool,
    /// The nodes that it selected.
    pub pointers: Vec<String>,
    /// What stood where it wrote, by pointer; absent nodes are `None`. Words are left out.
    pub replaced: BTreeMap<String, Option<Value>>,
    /// What became of it.
    pub outcome: Outcome,
}

impl Traced {
    /// `openapi/overlays/20-members.yaml, action 3`
    #[must_use]
    pub fn title(&self) -> String {
        format!("{}, action {}", self.action.0, self.action.1)
    }
}

/// Carries out every action as far as possible.
#[must_use]
pub fn trace(mut document: Value, overlays: &[Overlay], version: &ApiVersion) -> (Value, Vec<Traced>) {
    let mut traced = Vec::new();
    for overlay in overlays {
        for action in &overlay.actions {
            let mut entry = Traced {
                action: (overlay.name.clone(), action.number),
                target: action.target.clone(),
                removes: action.remove,
                pointers: Vec::new(),
                replaced: BTreeMap::new(),
                outcome: Outcome::Done,
            };
            if action.applies_to.as_ref().is_some_and(|requirement| !requirement.holds_for(version)) {
                entry.outcome = Outcome::Skipped;
            } else if let Err(error) = one(&mut document, action, &mut entry) {
                entry.outcome = Outcome::Refused(format!("{error:#}"));
            }
            traced.push(entry);
        }
    }
    (document, traced)
}

fn one(document: &mut Value, action: &Action, entry: &mut Traced) -> Result<()> {
    let dead = apply::dead_names(document, &action.target)?;
    entry.pointers = apply::select(document, &action.target)?;
    entry.pointers.dedup();
    if !dead.is_empty() || entry.pointers.is_empty() {
        entry.outcome = Outcome::NoMatch(dead);
    }
    let mut idle = Vec::new();
    for at in entry.pointers.iter().rev() {
        let node = document.pointer(at).cloned().unwrap_or_default();
        match &action.update {
            Some(update) => replaced(&node, update, at, &mut entry.replaced),
            None => drop(entry.replaced.insert(at.clone(), Some(node.clone()))),
        }
        if action.update.as_ref().is_some_and(|update| is_within(&node, update)) {
            idle.push(at.clone());
        } else {
            apply::at(document, action, std::slice::from_ref(at))?;
        }
    }
    if !idle.is_empty() {
        entry.outcome = Outcome::Noop(idle);
    }
    Ok(())
}

/// What an update writes over.
fn replaced(node: &Value, update: &Value, at: &str, found: &mut BTreeMap<String, Option<Value>>) {
    let Some(update) = update.as_object() else { return };
    for (key, value) in update {
        let inside = pointer::join(at, key);
        match node.get(key) {
            Some(existing) if existing.is_object() && value.is_object() => {
                replaced(existing, value, &inside, found)
            }
            _ if WORDS.contains(&key.as_str()) || key.starts_with("x-") => {}
            existing => drop(found.insert(inside, existing.cloned())),
        }
    }
}

/// Whether a node already holds everything of an update.
fn is_within(node: &Value, update: &Value) -> bool {
    match (node, update) {
        (Value::Object(node), Value::Object(update)) => {
            update.iter().all(|(key, value)| node.get(key).is_some_and(|node| is_within(node, value)))
        }
        // What an update lists is added to what is there.
        (Value::Array(_), update) => update.as_array().is_some_and(Vec::is_empty),
        (node, update) => node == update,
    }
}

/// The lines of overlay files, by name.
pub type OverlayLines = HashMap<String, Lines>;

/// What differs between what the actions did to the old document and to the new one.
#[must_use]
pub fn compare(old: &[Traced], new: &[Traced], published: &[Finding], lines: &OverlayLines) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (before, after) in old.iter().zip(new) {
        let mut report = |rule, wire, message: String, value: Option<Value>| {
            let (file, number) = &after.action;
            let at = format!("/actions/{}", number - 1);
            let line = lines.get(file).and_then(|lines| lines.line(&at)).unwrap_or(1);
            let mut finding =
                Finding::new(rule, Level::Overlays, wire, Source::Compiles, after.title(), message);
            finding.new = Some(Place { file: file.clone(), pointer: at, line });
            finding.new_value = value;
            finding.stamp();
            findings.push(finding);
        };
        let target = &after.target;
        match &after.outcome {
            Outcome::Skipped => continue,
            Outcome::NoMatch(names) => {
                let what = if names.is_empty() {
                    format!("its target {target}")
                } else {
                    format!("{} of its target {target}", names.join(", "))
                };
                let lost = before.pointers.iter().filter(|at| !after.pointers.contains(at));
                match lost.filter_map(|at| moved_to(at, published)).next() {
                    Some(place) => report(
                        "overlay.target-moved",
                        Wire::Works,
                        format!("{what} matches nothing; what it meant seems to stand at #{place} now"),
                        Some(place.into()),
                    ),
                    None => report(
                        "overlay.no-match",
                        Wire::Works,
                        format!("{what} matches nothing"),
                        Some(names.join(", ").into()),
                    ),
                }
                continue;
            }
            Outcome::Noop(places) => {
                let message = format!("changes nothing at {}", list(places));
                report("overlay.noop", Wire::Works, message, Some(places.join(", ").into()));
                continue;
            }
            Outcome::Refused(reason) => {
                report(
                    "overlay.refused",
                    Wire::Works,
                    format!("cannot be carried out: {reason}"),
                    Some(reason.clone().into()),
                );
                continue;
            }
            Outcome::Done => {}
        }
        if before.outcome == Outcome::Skipped {
            continue;
        }
        let set = |list: &[String]| list.iter().cloned().collect::<BTreeSet<_>>();
        let (had, has) = (set(&before.pointers), set(&after.pointers));
        if had.len() != has.len() {
            let gained: Vec<String> = has.difference(&had).cloned().collect();
            let lost: Vec<String> = had.difference(&has).cloned().collect();
            let part = |what: &str, places: &[String]| {
                if places.is_empty() { String::new() } else { format!("; {what} {}", list(places)) }
            };
            let message = format!(
                "matches {} instead of {}{}{}",
                counted(has.len(), "node"),
                had.len(),
                part("gained", &gained),
                part("lost", &lost)
            );
            report("overlay.match-count-changed", Wire::Works, message, Some(has.len().into()));
        }
        for (at, was) in &before.replaced {
            if let Some(is) = after.replaced.get(at).filter(|is| *is != was) {
                let word = |value: &Option<Value>| value.as_ref().map_or_else(|| "nothing".to_owned(), short);
                let what = if after.removes { "removes" } else { "replaces" };
                let message = format!("{what} {} at #{at}, where it used to be {}", word(is), word(was));
                report("overlay.premise-failed", Wire::Works, message, is.clone());
            }
        }
    }
    findings
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

/// Changes that our overlays keep from the client, and changes that they make themselves.
///
/// A difference of the published documents without a counterpart in the corrected ones has no effect on callers: its axes are cleared, and the
/// actions behind it are named. A difference of the corrected documents alone comes from actions that are meant for some versions only.
pub fn mask(
    published: &mut [Finding],
    corrected: Vec<Finding>,
    traces: [&[Traced]; 2],
    lines: &OverlayLines,
) -> Vec<Finding> {
    let key = |finding: &Finding| (finding.rule, finding.subject.clone(), finding.message.clone());
    let stated: BTreeSet<_> = published.iter().map(key).collect();
    let kept: BTreeSet<_> = corrected.iter().map(key).collect();
    let mut findings = Vec::new();
    let mut masked: BTreeMap<(String, usize), Vec<usize>> = BTreeMap::new();
    for (index, finding) in published.iter().enumerate() {
        if finding.is_structural() && finding.severity != Severity::Docs && !kept.contains(&key(finding)) {
            let actions: BTreeSet<(String, usize)> = traces
                .iter()
                .flat_map(|trace| trace.iter())
                .filter(|traced| touches(traced, finding))
                .map(|traced| traced.action.clone())
                .collect();
            for action in actions {
                masked.entry(action).or_default().push(index);
            }
        }
    }
    for ((file, number), indices) in masked {
        let at = format!("/actions/{}", number - 1);
        let line = lines.get(&file).and_then(|lines| lines.line(&at)).unwrap_or(1);
        let title = format!("{file}, action {number}");
        let subjects: BTreeSet<&str> =
            indices.iter().map(|index| published[*index].subject.as_str()).collect();
        let message = format!(
            "keeps from the client what changed at {}",
            subjects.into_iter().collect::<Vec<_>>().join(", ")
        );
        let mut finding = Finding::new(
            "overlay.masks-change",
            Level::Overlays,
            Wire::Works,
            Source::Compiles,
            title.clone(),
            message,
        );
        finding.new = Some(Place { file, pointer: at, line });
        finding.new_value = Some(indices.iter().map(|index| published[*index].fingerprint.clone()).collect());
        finding.stamp();
        findings.push(finding);
        for index in indices {
            published[index].masked_by.push(title.clone());
        }
    }
    for finding in published.iter_mut().filter(|finding| !finding.masked_by.is_empty()) {
        (finding.wire, finding.source) = (Wire::Works, Source::Compiles);
        finding.severity = Severity::Additive;
    }
    // The version is the publisher's.
    let own = corrected.into_iter().filter(|finding| {
        finding.is_structural() && !finding.rule.starts_with("version.") && !stated.contains(&key(finding))
    });
    // Our words differ by version as well; they are nothing to review.
    findings.extend(own.filter(|finding| !finding.place().is_some_and(|place| is_ours(&place.pointer))).map(
        |mut finding| {
            finding.level = Level::Overlays;
            finding.message = format!("{} (by our overlays)", finding.message);
            finding
        },
    ));
    findings
}

/// Whether words of ours stand at a pointer.
fn is_ours(at: &str) -> bool {
    const OURS: &[&str] = &["x-enum-descriptions", "x-in-request", "x-in-response", "x-in-items"];
    at.split('/').any(|segment| OURS.contains(&segment))
}

/// Whether an action works where a finding is.
fn touches(traced: &Traced, finding: &Finding) -> bool {
    let own = [&finding.old, &finding.new].into_iter().flatten().map(|place| &place.pointer);
    let places: Vec<&String> =
        if finding.covers.is_empty() { own.collect() } else { finding.covers.iter().collect() };
    let near = |left: &str, right: &str| {
        let within = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        within(left, right) || within(right, left)
    };
    let written = traced.replaced.keys().chain(traced.pointers.iter().filter(|_| traced.removes));
    let written: Vec<&String> = written.collect();
    places.iter().any(|place| written.iter().any(|at| near(at, place)))
}

/// What lint finds in the new corrected document and did not find in the old one.
#[must_use]
pub fn new_defects(
    old: &Value,
    new: &Value,
    descriptions: &Descriptions,
    file: &str,
    lines: &Lines,
) -> Vec<Finding> {
    let key = |finding: &lint::Finding| (finding.rule, finding.place.clone(), finding.message.clone());
    let known: BTreeSet<_> = lint::rules(old, descriptions).iter().map(key).collect();
    let fresh = lint::rules(new, descriptions).into_iter().filter(|finding| !known.contains(&key(finding)));
    fresh
        .map(|defect| {
            let message = format!("{}: {} {}", defect.rule, defect.message, defect.remedy);
            let mut finding = Finding::new(
                "new-defects",
                Level::Overlays,
                Wire::Works,
                Source::Compiles,
                defect.place,
                message,
            );
            if defect.rule == "description-missing" {
                finding.severity = Severity::Docs;
            } else if defect.stops_generation {
                finding.severity = Severity::Breaking;
            }
            let line = lines.line(&defect.pointer).unwrap_or(1);
            finding.new = Some(Place { file: file.to_owned(), pointer: defect.pointer, line });
            finding.new_value = Some(defect.rule.into());
            finding.stamp();
            finding
        })
        .collect()
}
