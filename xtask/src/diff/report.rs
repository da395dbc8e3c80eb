//! The whole review in one value, from which every output is made.

use std::collections::BTreeMap;

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

use super::{
    Finding, Input, Level, Place, Severity, Source, Use, Wire,
    accept::Acceptance,
    finding::counted,
    overlays::{self, OverlayLines, Traced},
    published,
    rust::{
        causes::{self, Documents},
        changes::{self, Change, What},
        predict::{self, Predicted},
        release::{self, Release},
        uses::{Sources, WRAPPER},
    },
};
use crate::{
    document::walk, generator, inventory::Inventory, overlay::Overlay, passes, vendor::fingerprint,
    version::ApiVersion,
};

/// The version of the form in which reports are written as JSON.
pub const SCHEMA_VERSION: u32 = 1;

/// Which document was compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// Its file.
    pub file: String,
    /// The version that it states.
    pub version: Option<String>,
    /// The SHA-256 of its text.
    pub sha256: String,
}

/// What was generated, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// Operations.
    pub operations: usize,
    /// Types.
    pub types: usize,
    /// Lines of generated code, without those of its documentation.
    pub lines: usize,
}

/// The review.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The form of this value; see `xtask/schemas/diff-report.json`.
    pub schema_version: u32,
    /// The version of this tool.
    pub tool_version: &'static str,
    /// The old document.
    pub old: About,
    /// The new document.
    pub new: About,
    /// How far the review went.
    pub level: Level,
    /// Severities that the configuration changed, by rule.
    pub overrides: BTreeMap<String, Severity>,
    /// Every finding, worst first.
    pub findings: Vec<Finding>,
    /// Every change of the generated code, by item.
    pub rust: Vec<Change>,
    /// What each crate publishes next.
    pub releases: Vec<Release>,
    /// What was generated, before and after.
    pub statistics: Option<[Statistics; 2]>,
}

/// What a review needs besides the two documents.
pub struct Surroundings {
    /// The overlays.
    pub overlays: Vec<Overlay>,
    /// The lines of the overlays' files.
    pub lines: OverlayLines,
    /// What was looked at before.
    pub acceptance: Acceptance,
    /// The sources of the crates above the generated one.
    pub sources: Sources,
    /// The version of the crates.
    pub crate_version: String,
}

/// Compares two documents, up to a level.
///
/// # Errors
/// When the acceptance file or the version of the crates is not usable. Whatever is wrong with the documents is a finding.
pub fn review(old: &Input, new: &Input, around: &Surroundings, level: Level) -> Result<Report> {
    let mut report = Report {
        schema_version: SCHEMA_VERSION,
        tool_version: env!("CARGO_PKG_VERSION"),
        old: about(old),
        new: about(new),
        level,
        overrides: around.acceptance.severities.clone(),
        findings: published::compare(old.document(), new.document()),
        rust: Vec::new(),
        releases: Vec::new(),
        statistics: None,
    };
    // Two files of one content differ in nothing but in what lies over them.
    let (overlays_of_old, overlays_of_new) = (overlays_over(old, around), overlays_over(new, around));
    if old.document == new.document && old.version == new.version && overlays_of_old == overlays_of_new {
        return Ok(report);
    }
    if level >= Level::Overlays {
        let (before, after) = (corrected(old, overlays_of_old), corrected(new, overlays_of_new));
        let traces = [before.1.as_slice(), after.1.as_slice()];
        // Whether an action still fits is asked of the actions that there are now.
        let tried = (overlays_of_old != overlays_of_new).then(|| corrected(old, overlays_of_new).1);
        let tried = tried.as_deref().unwrap_or(traces[0]);
        let mut found = overlays::compare(tried, traces[1], &report.findings, &around.lines);
        let own = published::compare(
            published::Document { value: &before.0, ..old.document() },
            published::Document { value: &after.0, ..new.document() },
        );
        found.extend(overlays::mask(&mut report.findings, own, traces, &around.lines));
        found.extend(overlays::new_defects(&before.0, &after.0, &new.file, &new.lines));
        report.findings.extend(found);
        if level >= Level::Rust {
            let reviewed = rust(&mut report, (old, &before.0), (new, &after.0), around);
            // The places of all code that was read are kept for as long as the thread lives, and every look at one passes through them. Nothing
            // that was read outlives the review.
            proc_macro2::extra::invalidate_current_thread_spans();
            reviewed?;
        }
    }
    around.acceptance.apply(&mut report.findings, new.version.as_ref())?;
    report.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(report)
}

fn about(input: &Input) -> About {
    About {
        file: input.file.clone(),
        version: input.version.as_ref().map(ToString::to_string),
        sha256: input.sha256.clone(),
    }
}

/// The document with the overlays laid over it, as generation would have it.
fn corrected(input: &Input, overlays: &[Overlay]) -> (Value, Vec<Traced>) {
    let mut document = input.document.clone();
    fingerprint::replace_prose(&mut document);
    document.sort_all_objects();
    let version = input.version.clone().unwrap_or_else(ApiVersion::unknown);
    overlays::trace(document, overlays, &version)
}

fn overlays_over<'a>(input: &'a Input, around: &'a Surroundings) -> &'a [Overlay] {
    input.overlays.as_ref().unwrap_or(&around.overlays)
}

/// One side of the generated code.
struct Generated {
    inventory: Inventory,
    predicted: Predicted,
    statistics: Statistics,
}

fn generate(corrected: &Value) -> Result<Generated> {
    let mut effective = corrected.clone();
    passes::run(&mut effective)?;
    without_words(&mut effective);
    let code = generator::generate(&effective)?.code;
    let inventory = Inventory::read(&code)?;
    let statistics = Statistics {
        operations: inventory.operations.len(),
        types: inventory.types.len(),
        lines: code.lines().filter(|line| !line.trim_start().starts_with("///")).count(),
    };
    Ok(Generated { inventory, predicted: predict::predict(corrected)?, statistics })
}

/// Documentation is most of the code and no part of what is compared.
fn without_words(effective: &mut Value) {
    walk::every_schema_mut(effective, &mut |schema| {
        for key in ["description", "title", "x-enum-descriptions"] {
            schema.remove(key);
        }
    });
    walk::every_object_mut(effective, &mut |named, map| {
        if !named && (map.contains_key("operationId") || map.contains_key("in")) {
            map.remove("description");
            map.remove("summary");
        }
    });
}

fn rust(
    report: &mut Report,
    old: (&Input, &Value),
    new: (&Input, &Value),
    around: &Surroundings,
) -> Result<()> {
    let mut sides = Vec::new();
    for (input, corrected) in [old, new] {
        match generate(corrected) {
            Ok(generated) => sides.push(generated),
            Err(error) => {
                let message = format!("{error:#}");
                report.findings.push(whole("gen.fails", &input.file, message, Source::Breaks));
            }
        }
    }
    let Ok([before, after]) = <[Generated; 2]>::try_from(sides) else { return Ok(()) };
    for (side, input) in [(&before, old.0), (&after, new.0)] {
        let differences = differs(side);
        if !differences.is_empty() {
            let message =
                format!("the generated code differs from its prediction at {}", differences.join(", "));
            report.findings.push(whole("gen.predicted-otherwise", &input.file, message, Source::Compiles));
        }
    }
    report.rust = changes::between(&before.inventory, &after.inventory);
    let unexplained = causes::link(
        &mut report.rust,
        &mut report.findings,
        (&before.predicted, &after.predicted),
        &Documents { old: &old.0.document, new: &new.0.document },
        &Documents { old: old.1, new: new.1 },
    );
    for index in unexplained {
        let change = &mut report.rust[index];
        let mut finding = whole(
            "gen.unexplained",
            &new.0.file,
            format!("{change}, and nothing explains it"),
            change.source,
        );
        finding.subject.clone_from(&change.item);
        finding.rust.push(index);
        finding.stamp();
        change.causes.push(finding.fingerprint.clone());
        report.findings.push(finding);
    }
    causes::judge(&mut report.findings, &report.rust);
    touched(report, &[&before.inventory, &after.inventory], around)?;
    uncovered(report, around);
    report.statistics = Some([before.statistics, after.statistics]);
    report.releases =
        release::recommend(&around.crate_version, &report.findings, &report.rust, &around.sources)?;
    Ok(())
}

/// Items that the generator made otherwise than predicted.
fn differs(side: &Generated) -> Vec<String> {
    let (real, model) = (predict::unboxed(&side.inventory), predict::unboxed(&side.predicted.inventory));
    changes::between(&real, &model).into_iter().map(|change| change.item).collect()
}

/// A finding about a whole file.
fn whole(rule: &'static str, file: &str, message: String, source: Source) -> Finding {
    let mut finding =
        Finding::new(rule, Level::Rust, Wire::Works, source, "the generated code".into(), message);
    finding.new = Some(Place { file: file.to_owned(), pointer: String::new(), line: 1 });
    finding.new_value = Some(finding.message.clone().into());
    finding.stamp();
    finding
}

/// Notes where the crates above use what changed. Lines that do not compile any more, or do something else, have a finding of their own.
fn touched(report: &mut Report, inventories: &[&Inventory], around: &Surroundings) -> Result<()> {
    let index = around.sources.index(&report.rust, inventories)?;
    for change in &report.rust {
        for (name, uses) in index.uses(change) {
            for finding in &mut report.findings {
                if change.causes.contains(&finding.fingerprint) {
                    finding.uses.extend(uses.iter().cloned());
                    // The sandbox comes last: it follows the service, and has to know everything.
                    let key = |used: &Use| (used.file.starts_with("crates/imcloud-sandbox/"), used.clone());
                    finding.uses.sort_by_key(key);
                    finding.uses.dedup();
                }
            }
            if change.source == Source::Compiles && change.wire == Wire::Works {
                continue;
            }
            let message = format!("{name} uses it in {}: {change}", counted(uses.len(), "line"));
            let mut finding = Finding::new(
                "wrapper.touched",
                Level::Rust,
                change.wire,
                change.source,
                change.item.clone(),
                message,
            );
            let first = &uses[0];
            finding.new = Some(Place { file: first.file.clone(), pointer: String::new(), line: first.line });
            finding.new_value = Some(format!("{name}: {change}").into());
            finding.stamp();
            finding.uses = uses;
            report.findings.push(finding);
        }
    }
    Ok(())
}

/// Calls and parameters that are new, and that the wrapper does not offer. New members are offered with their types.
fn uncovered(report: &mut Report, around: &Surroundings) {
    if !around.sources.has(WRAPPER) {
        return;
    }
    for change in &report.rust {
        let what = match change.what {
            What::OperationAdded => "no method for it",
            What::SetterAdded => "no filter or argument for it",
            _ => continue,
        };
        let mut finding = Finding::new(
            "wrapper.uncovered",
            Level::Rust,
            Wire::Works,
            Source::Compiles,
            change.item.clone(),
            format!("{WRAPPER} has {what}: {change}"),
        );
        finding.new_value = Some(change.to_string().into());
        finding.stamp();
        report.findings.push(finding);
    }
}

impl Report {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.rust.is_empty()
    }

    /// Findings of a severity that nobody has accepted.
    pub fn open(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.severity == severity && finding.accepted.is_none())
    }

    /// How many open findings of a severity there are.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.open(severity).count()
    }

    /// Whether an open finding is at least as bad as this.
    #[must_use]
    pub fn reaches(&self, threshold: Severity) -> bool {
        self.findings.iter().any(|finding| finding.accepted.is_none() && finding.severity <= threshold)
    }

    /// Keeps only what stands at, above or below a pointer, with the changes of the generated code that come from it.
    ///
    /// What is said about the whole goes: a part of the changes recommends no release.
    pub fn keep_only(&mut self, pointer: &str) {
        let within = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let near = |at: &str| within(pointer, at) || within(at, pointer) && !at.is_empty();
        self.findings.retain(|finding| {
            let places =
                [&finding.old, &finding.new].into_iter().flatten().map(|place| place.pointer.as_str());
            places.chain(finding.covers.iter().map(String::as_str)).any(near)
        });
        let kept: Vec<usize> = (0..self.rust.len())
            .filter(|index| self.findings.iter().any(|finding| finding.rust.contains(index)))
            .collect();
        for finding in &mut self.findings {
            finding.rust =
                finding.rust.iter().filter_map(|old| kept.iter().position(|index| index == old)).collect();
        }
        self.rust = kept.into_iter().map(|index| self.rust[index].clone()).collect();
        self.releases.clear();
        self.statistics = None;
    }

    /// What happened, in one sentence.
    #[must_use]
    pub fn verdict(&self) -> String {
        if self.is_empty() {
            return "No changes.".into();
        }
        let breaks = self
            .findings
            .iter()
            .any(|finding| finding.accepted.is_none() && finding.source == Source::Breaks);
        let fails =
            self.findings.iter().any(|finding| finding.accepted.is_none() && finding.wire == Wire::Fails);
        let stops = self.findings.iter().any(|finding| finding.rule == "gen.fails");
        match (stops, breaks, fails) {
            (true, ..) => "No client can be generated.",
            (_, true, true) => "Code stops compiling, and programs already built fail.",
            (_, true, false) => "Code stops compiling.",
            (_, false, true) => "Everything compiles, but programs already built fail.",
            (_, false, false) if self.count(Severity::Breaking) > 0 => {
                "Something needs a decision before anything is generated."
            }
            (_, false, false) if self.count(Severity::Potential) > 0 => {
                "Everything compiles; some values or uses need a look."
            }
            _ => "Everything compiles and works.",
        }
        .into()
    }
}
