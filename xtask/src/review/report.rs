//! The whole review in one value, from which every output is made.

use std::collections::BTreeMap;

use anyhow::Result;
use semver::Version;
use serde_json::Value;

use super::{
    input::Side,
    overlays::{self, OverlayLines, Traced},
    rust::{
        causes::{self, Documents},
        changes,
        predict::{self, Predicted},
        release,
        uses::{Sources, WRAPPER},
    },
};
use crate::{generator, inventory::Inventory, overlay::Overlay, passes};
use openapi_review::{
    ApiVersion, Finding, Input, Level, Place, Report, Source, Use, Wire,
    accept::Acceptance,
    code::What,
    compare,
    document::{fingerprint, walk},
    finding::counted,
    report::{About, SCHEMA_VERSION, Statistics},
};

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
    /// The versions of the crates, by name.
    pub crate_versions: BTreeMap<String, Version>,
}

/// Compares two documents, up to a level.
///
/// # Errors
/// When the acceptance file or the version of the crates is not usable. Whatever is wrong with the documents is a finding.
pub fn review(old: &Side, new: &Side, around: &Surroundings, level: Level) -> Result<Report> {
    let mut report = Report {
        schema_version: SCHEMA_VERSION,
        tool_version: env!("CARGO_PKG_VERSION"),
        old: about(&old.input),
        new: about(&new.input),
        level,
        overrides: around.acceptance.severities.clone(),
        findings: compare::compare(old.input.document(), new.input.document()),
        rust: Vec::new(),
        releases: Vec::new(),
        statistics: None,
    };
    // Two files of one content differ in nothing but in what lies over them.
    let (overlays_of_old, overlays_of_new) = (overlays_over(old, around), overlays_over(new, around));
    if old.input.document == new.input.document
        && old.input.version == new.input.version
        && overlays_of_old == overlays_of_new
    {
        return Ok(report);
    }
    if level >= Level::Overlays {
        let (before, after) =
            (corrected(&old.input, overlays_of_old), corrected(&new.input, overlays_of_new));
        let traces = [before.1.as_slice(), after.1.as_slice()];
        // Whether an action still fits is asked of the actions that there are now.
        let tried = (overlays_of_old != overlays_of_new).then(|| corrected(&old.input, overlays_of_new).1);
        let tried = tried.as_deref().unwrap_or(traces[0]);
        let mut found = overlays::compare(tried, traces[1], &report.findings, &around.lines);
        let own = compare::compare(
            compare::Document { value: &before.0, ..old.input.document() },
            compare::Document { value: &after.0, ..new.input.document() },
        );
        found.extend(overlays::mask(&mut report.findings, own, traces, &around.lines));
        found.extend(overlays::new_defects(&before.0, &after.0, &new.input.file, &new.input.lines));
        report.findings.extend(found);
        if level >= Level::Rust {
            let reviewed = rust(&mut report, (&old.input, &before.0), (&new.input, &after.0), around);
            // The places of all code that was read are kept for as long as the thread lives, and every look at one passes through them. Nothing
            // that was read outlives the review.
            proc_macro2::extra::invalidate_current_thread_spans();
            reviewed?;
        }
    }
    around.acceptance.apply(&mut report.findings, new.input.version.as_ref())?;
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

fn overlays_over<'a>(input: &'a Side, around: &'a Surroundings) -> &'a [Overlay] {
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
        release::recommend(&around.crate_versions, &report.findings, &report.rust, &around.sources)?;
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
