//! The review of a new version: the provider's changes, their effects on the overlays, and those on callers
//! in Rust: changes of the generated code with their causes, the lines of hand-written crates that use what
//! changed, and the releases that follow.

pub mod changes;
pub mod dependents;
mod overlays;

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use openapi_review::{
    ApiVersion, Finding, Input, Level, Place, Report, Rule, RuleInfo, Severity, Source, Wire,
    accept::Acceptance,
    compare,
    document::{fingerprint, walk},
    finding,
    report::{Statistics, What},
};
use semver::Version;
use serde_json::Value;

use dependents::{Sources, WRAPPER};

use crate::{
    descriptions::Descriptions,
    generator::{self, Surface},
    nodes::{self, entries_mut},
    overlay::{self, Applied, Overlay},
    passes, pipeline, vendor,
    workspace::{Workspace, git},
};

macro_rules! rules {
    ($($name:ident $id:literal $area:literal $at_least:ident $summary:literal $hint:literal $verdict:expr;)*) => {
        $(
            const $name: Rule = Rule::Other(&RuleInfo {
                id: $id,
                area: $area,
                at_least: Severity::$at_least,
                request: Wire::Works,
                response: Wire::Works,
                summary: $summary,
                hint: $hint,
                verdict: $verdict,
            });
        )*

        /// The rules of findings that only this workspace reports: about overlays, generated code and the
        /// crates that use it.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    OVERLAY_NO_MATCH "overlay.no-match" "overlays" Breaking "target of an action matches nothing" "Remove the action, or limit it with `x-applies-to` to the versions that need it." None;
    OVERLAY_TARGET_MOVED "overlay.target-moved" "overlays" Breaking "target of an action has moved" "Point the action to the new place." None;
    OVERLAY_MATCH_COUNT_CHANGED "overlay.match-count-changed" "overlays" Potential "an action matches other nodes than before" "Check that the action is right for the added nodes." None;
    OVERLAY_NOOP "overlay.noop" "overlays" Breaking "an action no longer changes anything" "The provider fixed it: remove the action, or limit it with `x-applies-to`." None;
    OVERLAY_PREMISE_FAILED "overlay.premise-failed" "overlays" Breaking "an action replaces or removes another value than before" "Check whether the reason of the action still holds." None;
    OVERLAY_REFUSED "overlay.refused" "overlays" Breaking "an action cannot be applied" "Correct the action." None;
    NEW_DEFECTS "new-defects" "lint" Potential "new lint finding" "Fix it in an overlay; the finding says how." None;
    GEN_FAILS "gen.fails" "generated code" Breaking "generation of the client fails" "Fix the named node in an overlay." Some("No client can be generated.");
    GEN_OPERATION_FAILS "gen.operation-fails" "generated code" Breaking "an operation cannot be generated" "Fix the named node in an overlay." None;
}

/// A document to compare, with the overlays that apply to it.
#[derive(Debug)]
pub struct Side {
    /// The document.
    pub input: Input,
    /// The overlays of its revision, where it is a vendored document of the history; otherwise those of the
    /// checkout apply.
    pub overlays: Option<Vec<Overlay>>,
}

impl From<Input> for Side {
    fn from(input: Input) -> Self {
        Self { input, overlays: None }
    }
}

impl Side {
    /// Reads the document that an argument names.
    ///
    /// `1.15` is the vendored version, unless a file of that name exists; `REVISION:PATH` is a file in the
    /// history; everything else is a file, which may also be the provider's own. A vendored document of the
    /// history is taken with the overlays that it had then, so that a change of overlays alone shows as well.
    /// Fails if there is no such version, file or revision, or it does not contain a complete OpenAPI
    /// document.
    pub fn read(workspace: &Workspace, argument: &str) -> Result<Self> {
        if Path::new(argument).is_file() {
            let text = fs::read_to_string(argument).with_context(|| format!("cannot read {argument}"))?;
            return Ok(Input::of(argument, &text)?.into());
        }
        if let Ok(version) = argument.parse::<ApiVersion>() {
            let text = workspace.read_published(&version)?;
            return Ok(Input::of(&workspace.show(&workspace.published(&version)), &text)?.into());
        }
        match argument.split_once(':') {
            Some((revision, file)) if !revision.is_empty() && !file.is_empty() => {
                ensure!(!revision.starts_with('-'), "{revision} is not a revision");
                let text = from_history(workspace.root(), revision, file)?;
                let mut side = Self::from(Input::of(argument, &text)?);
                // Annotations are made on files.
                file.clone_into(&mut side.input.about.file);
                if file.starts_with("openapi/published/") {
                    side.overlays = Some(overlays_of(workspace.root(), revision)?);
                }
                Ok(side)
            }
            _ => bail!(
                "{argument} is neither a vendored version, a file, nor REVISION:PATH; for example 1.15, openapi/published/1.15.yaml, or origin/main:openapi/published/1.15.yaml"
            ),
        }
    }
}

fn from_history(root: &Path, revision: &str, file: &str) -> Result<String> {
    let name = format!("{revision}:{file}");
    git(root, None, "", &["show", "--no-textconv", &name]).with_context(|| format!("{name} cannot be read"))
}

fn overlays_of(root: &Path, revision: &str) -> Result<Vec<Overlay>> {
    let list = git(root, None, "", &["ls-tree", "-z", "--name-only", revision, "openapi/overlays/"])
        .with_context(|| format!("the overlays of {revision} cannot be listed"))?;
    let mut files: Vec<&str> =
        list.split('\0').filter(|file| file.ends_with(".yaml") || file.ends_with(".json")).collect();
    files.sort_unstable();
    let read = files.iter().map(|file| overlay::parse(file, &from_history(root, revision, file)?));
    read.collect::<Result<_>>().with_context(|| format!("the overlays of {revision}"))
}

/// The inputs of a review besides the two documents.
pub struct Context {
    /// The overlays.
    pub overlays: Vec<Overlay>,
    /// The descriptions.
    pub descriptions: Descriptions,
    /// The findings that were accepted before.
    pub acceptance: Acceptance,
    /// The sources of the crates that use the generated one.
    pub sources: Sources,
    /// The versions of the crates, by name.
    pub crate_versions: BTreeMap<String, Version>,
}

impl Context {
    /// Reads the context of a checkout. Fails if an overlay, the acceptance file or a source of a crate
    /// cannot be read.
    pub fn read(workspace: &Workspace) -> Result<Self> {
        let accepted = workspace.root().join("openapi/accepted.yaml");
        Ok(Self {
            overlays: overlay::read_directory(workspace)?,
            descriptions: Descriptions::read(workspace)?,
            acceptance: Acceptance::read(&accepted, &workspace.show(&accepted), RULES)?,
            sources: Sources::read(workspace)?,
            crate_versions: workspace.crate_versions()?,
        })
    }
}

/// Compares two documents, up to a level. Fails if the acceptance file or the version of the crates is not
/// usable. Whatever is wrong with the documents is a finding.
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
        // The current actions are tried on the old document too.
        let tried = (overlays[0] != overlays[1]).then(|| Corrected::of(&old.input, overlays[1]).actions);
        let tried = tried.as_deref().unwrap_or(&before.actions);
        let corrected = compare::compare(
            compare::Document { value: &before.document, ..old.input.document() },
            compare::Document { value: &after.document, ..new.input.document() },
            compare::Options::default(),
        );
        let mut found = overlays::hide(&mut report.findings, corrected, [&before.actions, &after.actions]);
        found.extend(overlays::compare(tried, &after.actions, &mut report.findings));
        report.findings.extend(found);
        let sides = [&before, &after].map(|side| (&side.document, side.named.as_ref().ok()));
        let defects = overlays::new_defects(sides, &context.descriptions, &new.input, &mut report.findings);
        report.findings.extend(defects);
        // Before anything refers to them.
        finding::distinguish(&mut report.findings);
        if level >= Level::Rust {
            rust(&mut report, [&old.input, &new.input], [&mut before, &mut after], context)?;
        }
    }
    finding::distinguish(&mut report.findings);
    context.acceptance.apply(&mut report.findings, new.input.about.version.as_ref())?;
    report.findings.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(report)
}

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
        vendor::remove_extensions(&mut published);
        fingerprint::replace_prose(&mut published);
        nodes::mark_origins(&mut published);
        published.sort_all_objects();
        let version = input.about.version.clone().unwrap_or_default();
        let (mut marked, actions) = pipeline::flatten_and_apply(published, overlays, &version);
        let mut document = marked.clone();
        nodes::remove_origins(&mut document);
        // What overlays added has its place in the corrected document only.
        nodes::mark_origins(&mut marked);
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
    inputs: [&Input; 2],
    [old, new]: [&mut Corrected; 2],
    context: &Context,
) -> Result<()> {
    let surfaces = match different(old, new) {
        Ok(different) => different,
        Err(_) => {
            let surfaces = [(inputs[0], &*old), (inputs[1], &*new)].map(|(input, corrected)| {
                let (surface, broken) = working_operations(&corrected.marked, input);
                report.findings.extend(broken);
                surface
            });
            let [Some(before), Some(after)] = surfaces else { return Ok(()) };
            [before, after]
        }
    };
    let sides = [(inputs[0], old, &surfaces[0]), (inputs[1], new, &surfaces[1])];
    let sides = sides.map(|(input, corrected, surface)| changes::Side {
        published: &input.document,
        corrected: &corrected.marked,
        surface,
    });
    report.rust = changes::between(&surfaces[0], &surfaces[1]);
    changes::link(&mut report.rust, &mut report.findings, &sides);
    changes::classify(&mut report.findings, &report.rust);
    add_uses(report, context);
    report.statistics = Some(sides.map(|side| Statistics {
        operations: walk::operations(side.corrected).count(),
        types: side.surface.types.len(),
    }));
    report.releases =
        dependents::releases(&context.crate_versions, &report.findings, &report.rust, &context.sources)?;
    Ok(())
}

/// Returns the public surfaces of both clients, without most of what is the same in both. Fails if one of
/// them cannot be generated.
fn different(old: &mut Corrected, new: &mut Corrected) -> Result<[Surface; 2]> {
    let [mut old, mut new] = [old.effective()?, new.effective()?];
    generator::leave_out_common(&mut old, &mut new);
    Ok([generator::surface(old)?, generator::surface(new)?])
}

/// With more operations than this, it is the document that cannot be generated.
const MOST_BROKEN: usize = 5;

/// Returns the public surface of the client for a corrected document without the operations that cannot be
/// generated, and a finding for each of those.
fn working_operations(corrected: &Value, input: &Input) -> (Option<Surface>, Vec<Finding>) {
    let all: Vec<(String, String)> =
        walk::operations(corrected).map(|operation| (operation.pointer(), operation.title())).collect();
    let everything = match surface(corrected, &all) {
        Ok(surface) => return (Some(surface), Vec::new()),
        Err(error) => error,
    };
    let fails = |rule: Rule, subject: String, at: &str, message: String| {
        let place = Place::of(&input.about.file, &input.lines, at);
        let mut finding = Finding::at(rule, Level::Rust, subject, message, place);
        finding.source = Source::Breaks;
        finding.classify();
        finding.stamp();
        finding
    };
    let errors =
        all.iter().filter_map(|one| Some((one, surface(corrected, std::slice::from_ref(one)).err()?)));
    let broken: Vec<_> = errors.take(MOST_BROKEN + 1).collect();
    let is_working = |one: &&_| broken.iter().all(|(other, _)| other != one);
    let working: Vec<_> = all.iter().filter(is_working).cloned().collect();
    if broken.len() <= MOST_BROKEN
        && !working.is_empty()
        && let Ok(surface) = surface(corrected, &working)
    {
        let findings = broken.into_iter().map(|((at, title), error)| {
            let message = format!("cannot be generated and is left out of this review: {error:#}");
            fails(GEN_OPERATION_FAILS, title.clone(), at, message)
        });
        return (Some(surface), findings.collect());
    }
    (None, vec![fails(GEN_FAILS, "the generated code".into(), "", format!("{everything:#}"))])
}

/// Returns the public surface of the client for some operations of a marked document.
fn surface(marked: &Value, operations: &[(String, String)]) -> Result<Surface> {
    let mut effective = marked.clone();
    for (path, item) in entries_mut(effective.get_mut("paths")) {
        let is_kept = |method: &str| {
            let key = walk::Operation { path, method, node: &Default::default() }.pointer();
            operations.iter().any(|(kept, _)| *kept == key)
        };
        if let Some(item) = item.as_object_mut() {
            item.retain(|method, _| !walk::METHODS.contains(&method.as_str()) || is_kept(method));
        }
    }
    passes::run(&mut effective, &Descriptions::default())?;
    generator::surface(effective)
}

/// Adds the lines that use what changed, and what the wrapper does not offer yet, to the findings that cause
/// it.
fn add_uses(report: &mut Report, context: &Context) {
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
