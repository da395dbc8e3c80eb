//! The whole review: published documents, overlays, generated code.

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use openapi_review::{
    ApiVersion, Finding, Input, Level, Place, Report, Rule, Source, Wire,
    accept::Acceptance,
    code::What,
    compare,
    document::{fingerprint, walk},
    finding,
    report::Statistics,
};
use semver::Version;
use serde_json::Value;

use super::{
    input::Side,
    overlays, rules,
    rust::{
        causes, changes, release,
        uses::{Sources, WRAPPER},
    },
};
use crate::{
    descriptions::Descriptions,
    generator::{self, Surface},
    overlay::{self, Applied, Overlay},
    passes::{self, origins},
    pipeline,
    vendor::extensions,
    workspace::Workspace,
};

/// The inputs of a review besides the two documents.
pub struct Context {
    /// The overlays.
    pub overlays: Vec<Overlay>,
    /// The descriptions.
    pub descriptions: Descriptions,
    /// The findings that were accepted before.
    pub acceptance: Acceptance,
    /// The sources of the crates above the generated one.
    pub sources: Sources,
    /// The versions of the crates, by name.
    pub crate_versions: BTreeMap<String, Version>,
}

impl Context {
    /// Reads the context of a checkout.
    ///
    /// # Errors
    /// If an overlay, the acceptance file or a source of a crate cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let accepted = workspace.root().join("openapi/accepted.yaml");
        Ok(Self {
            overlays: overlay::file::read_folder(&workspace.overlays())?,
            descriptions: Descriptions::read(&workspace.descriptions())?,
            acceptance: Acceptance::read(&accepted, &workspace.show(&accepted), rules::ALL)?,
            sources: Sources::read(workspace)?,
            crate_versions: workspace.crate_versions()?,
        })
    }
}

/// Compares two documents, up to a level.
///
/// # Errors
/// If the acceptance file or the version of the crates is not usable. Whatever is wrong with the documents is
/// a finding.
pub fn review(old: &Side, new: &Side, context: &Context, level: Level) -> Result<Report> {
    let mut report = Report::of(&old.input, &new.input, compare::Options::default());
    report.level = level;
    report.overrides.clone_from(&context.acceptance.severities);
    let overlays = [old, new].map(|side| side.overlays.as_ref().unwrap_or(&context.overlays).as_slice());
    // Two files of one content differ in nothing but in their overlays.
    let same = old.input.document == new.input.document && old.input.about.version == new.input.about.version;
    if same && overlays[0] == overlays[1] {
        return Ok(report);
    }
    if level >= Level::Overlays {
        let mut before = Corrected::of(&old.input, overlays[0]);
        let mut after = Corrected::of(&new.input, overlays[1]);
        // Whether an action still fits is asked of the actions that there are now.
        let tried = (overlays[0] != overlays[1]).then(|| Corrected::of(&old.input, overlays[1]).actions);
        let tried = tried.as_deref().unwrap_or(&before.actions);
        let own = compare::compare(
            compare::Document { value: &before.document, ..old.input.document() },
            compare::Document { value: &after.document, ..new.input.document() },
            compare::Options::default(),
        );
        let mut found = overlays::hide(&mut report.findings, own, [&before.actions, &after.actions]);
        found.extend(overlays::compare(tried, &after.actions, &mut report.findings));
        report.findings.extend(found);
        let defects = overlays::new_defects(
            (&before.document, before.named.as_ref().ok()),
            (&after.document, after.named.as_ref().ok()),
            &context.descriptions,
            (&new.input.about.file, &new.input.lines),
            &mut report.findings,
        );
        report.findings.extend(defects);
        // Before anything refers to them.
        finding::distinguish(&mut report.findings);
        if level >= Level::Rust {
            rust(&mut report, (&old.input, &mut before), (&new.input, &mut after), context)?;
        }
    }
    finding::distinguish(&mut report.findings);
    context.acceptance.apply(&mut report.findings, new.input.about.version.as_ref())?;
    report.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(report)
}

/// A document with the overlays applied as far as they fit.
struct Corrected {
    document: Value,
    /// The same, with the places of nodes in the published document.
    marked: Value,
    /// The marked document in which everything has its name.
    named: Result<Value>,
    actions: Vec<Applied>,
}

impl Corrected {
    fn of(input: &Input, overlays: &[Overlay]) -> Self {
        let mut published = input.document.clone();
        extensions::remove(&mut published);
        fingerprint::replace_prose(&mut published);
        origins::mark(&mut published);
        published.sort_all_objects();
        let version = input.about.version.clone().unwrap_or_else(ApiVersion::unknown);
        let (mut marked, actions) = pipeline::flatten_and_apply(published, overlays, &version);
        let mut document = marked.clone();
        origins::remove(&mut document);
        // What overlays added has its place in the corrected document only.
        origins::mark(&mut marked);
        let mut named = marked.clone();
        let named = passes::name(&mut named).map(|_| named);
        Self { document, marked, named, actions }
    }

    /// Returns the document that the generator reads, without descriptions. The named document is moved.
    fn effective(&mut self) -> Result<Value> {
        let mut effective = std::mem::replace(&mut self.named, Err(anyhow!("it was moved")))?;
        passes::shape(&mut effective, &Descriptions::default())?;
        Ok(effective)
    }
}

fn rust(
    report: &mut Report,
    old: (&Input, &mut Corrected),
    new: (&Input, &mut Corrected),
    context: &Context,
) -> Result<()> {
    let mut surfaces = Vec::new();
    match different(old.1, new.1) {
        Ok(different) => surfaces.extend(different),
        Err(_) => {
            for (input, corrected) in [(old.0, &*old.1), (new.0, &*new.1)] {
                let (surface, broken) = client(&corrected.marked, input);
                report.findings.extend(broken);
                surfaces.extend(surface);
            }
        }
    }
    let Ok([before, after]) = <[Surface; 2]>::try_from(surfaces) else { return Ok(()) };
    report.rust = changes::between(&before, &after);
    let sides = [
        causes::Side { published: &old.0.document, corrected: &old.1.marked, surface: &before },
        causes::Side { published: &new.0.document, corrected: &new.1.marked, surface: &after },
    ];
    causes::link(&mut report.rust, &mut report.findings, &sides);
    causes::judge(&mut report.findings, &report.rust);
    used(report, context);
    let statistics = |corrected: &Corrected, surface: &Surface| Statistics {
        operations: walk::operations(&corrected.document).count(),
        types: surface.types.len(),
    };
    report.statistics = Some([statistics(old.1, &before), statistics(new.1, &after)]);
    report.releases =
        release::recommend(&context.crate_versions, &report.findings, &report.rust, &context.sources)?;
    Ok(())
}

/// Returns the public surfaces of both clients without the operations that are the same in both, and without
/// the fields of types that are.
///
/// # Errors
/// If one of them cannot be generated.
fn different(old: &mut Corrected, new: &mut Corrected) -> Result<[Surface; 2]> {
    let [mut old, mut new] = [old.effective()?, new.effective()?];
    generator::leave_out_common(&mut old, &mut new);
    Ok([generator::surface(old)?, generator::surface(new)?])
}

/// The public surface of the client for a corrected document. Operations that cannot be generated are left
/// out, with a finding for each.
fn client(corrected: &Value, input: &Input) -> (Option<Surface>, Vec<Finding>) {
    let whole = match surface(corrected) {
        Ok(surface) => return (Some(surface), Vec::new()),
        Err(error) => error,
    };
    let fails = |rule: Rule, subject: String, at: &str, message: String| {
        let mut finding = Finding::new(rule, Level::Rust, Wire::Works, Source::Breaks, subject, message);
        let line = input.lines.line(at).unwrap_or(1);
        finding.new = Some(Place { file: input.about.file.clone(), pointer: at.to_owned(), line });
        finding.stamp();
        finding
    };
    let all: Vec<[String; 2]> = walk::operations(corrected)
        .map(|operation| [operation.path.to_owned(), operation.method.to_owned()])
        .collect();
    let mut broken = Vec::new();
    find_broken(corrected, &all, &mut broken);
    let kept: Vec<_> =
        all.iter().filter(|key| broken.iter().all(|(other, _)| other != *key)).cloned().collect();
    let rest = if broken.len() > MOST_BROKEN { None } else { surface(&only(corrected, &kept)).ok() };
    match rest {
        Some(surface) if !kept.is_empty() => {
            let findings = broken.into_iter().map(|([path, method], error)| {
                let title = format!("{} {path}", method.to_uppercase());
                let at = format!("{}/{method}", openapi_review::document::pointer::join("/paths", &path));
                fails(
                    rules::GEN_OPERATION_FAILS,
                    title,
                    &at,
                    format!("cannot be generated and is left out of this review: {error:#}"),
                )
            });
            (Some(surface), findings.collect())
        }
        _ => (None, vec![fails(rules::GEN_FAILS, "the generated code".into(), "", format!("{whole:#}"))]),
    }
}

/// With more operations than this, it is the document that cannot be generated.
const MOST_BROKEN: usize = 5;

fn surface(marked: &Value) -> Result<Surface> {
    let mut effective = marked.clone();
    passes::run(&mut effective, &Descriptions::default())?;
    generator::surface(effective)
}

/// The operations that cannot be generated, found by halving.
fn find_broken(
    corrected: &Value,
    operations: &[[String; 2]],
    broken: &mut Vec<([String; 2], anyhow::Error)>,
) {
    if broken.len() > MOST_BROKEN {
        return;
    }
    let Err(error) = surface(&only(corrected, operations)) else { return };
    match operations {
        [] => {}
        [one] => broken.push((one.clone(), error)),
        several => {
            let (left, right) = several.split_at(several.len() / 2);
            find_broken(corrected, left, broken);
            find_broken(corrected, right, broken);
        }
    }
}

/// The document with these operations only.
fn only(corrected: &Value, operations: &[[String; 2]]) -> Value {
    let mut document = corrected.clone();
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        if let Some(item) = item.as_object_mut() {
            item.retain(|method, _| {
                !walk::METHODS.contains(&method.as_str())
                    || operations.iter().any(|[known, kept]| known == path && kept == method)
            });
        }
    }
    document
}

/// Notes the lines of the crates above that use what changed, and what the wrapper does not offer yet, with
/// the findings behind it.
fn used(report: &mut Report, context: &Context) {
    for change in &report.rust {
        let uses = context.sources.by_name(change);
        let missing = match change.what {
            What::OperationAdded => Some("no method for it"),
            What::SetterAdded => Some("no filter or argument for it"),
            _ => None,
        };
        let missing = missing.filter(|_| context.sources.has(WRAPPER));
        let causes = report.findings.iter_mut();
        for finding in causes.filter(|finding| change.causes.contains(&finding.fingerprint)) {
            finding.uses.extend(uses.iter().cloned());
            // The sandbox comes last: it follows the service, and has to know everything.
            finding.uses.sort_by_key(|used| (used.file.starts_with("crates/imcloud-sandbox/"), used.clone()));
            finding.uses.dedup();
            finding.details.extend(missing.map(|what| format!("{WRAPPER} has {what}: {change}")));
        }
    }
}
