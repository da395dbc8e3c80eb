//! The steps of a bump.

use std::{fs, io::Write, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::staging::Staging;
use crate::{
    commands::generate,
    lint, pipeline,
    review::{Side, report},
    vendor::{self, source},
    workspace::Workspace,
    write,
};
use openapi_review::{
    ApiVersion, Finding, Input, Level, Report, Severity, finding::counted, render, report::About,
};

/// What to do.
#[derive(Debug, Clone)]
pub struct Bump {
    /// The version to switch to.
    pub version: ApiVersion,
    /// Where to read the publisher's document, if not from the publisher or from what is vendored.
    pub from: Option<String>,
    /// Whether to write nothing.
    pub dry_run: bool,
    /// What must succeed in the copy, as arguments of cargo.
    pub verify: Vec<Vec<String>>,
    /// Where compiled code is kept [default: as cargo would].
    pub target: Option<PathBuf>,
}

impl Bump {
    /// What a bump of this repository must pass.
    #[must_use]
    pub fn default_verification() -> Vec<Vec<String>> {
        let command = |text: &str| text.split(' ').map(str::to_owned).collect();
        // Each test by name would bury what the bump says itself.
        vec![command("test --workspace -- --quiet")]
    }
}

/// Goes through all steps; returns whether the bump is done. `false` means that something has to be decided, which `out` says.
///
/// # Errors
/// When a document cannot be read, or the copy does not compile or pass.
pub fn run(workspace: &Workspace, bump: &Bump, out: &mut dyn Write) -> Result<bool> {
    let version = &bump.version;
    let current = workspace.current_version()?;
    ensure!(
        *version >= current,
        "{version} is older than {current}, which the client is generated from; switch back with: cargo xtask generate --spec-version {version}"
    );
    let new = vendored(workspace, bump, out)?;

    let old = Side::read(workspace, &current.to_string())?;
    let review =
        report::review(&old, &Side::from(new.clone()), &report::Context::read(workspace)?, Level::Rust)?;
    let counts: Vec<String> =
        Severity::ALL.iter().map(|severity| format!("{} {severity}", review.count(*severity))).collect();
    writeln!(out, "compare   {current} -> {version}: {} ({})", review.verdict(), counts.join(", "))?;

    if decisions(&review, out)? || defects(workspace, &new, version, out)? {
        writeln!(
            out,
            "\nNothing but the vendored document was written. Decide, and run the same command again:\n    cargo xtask bump {version}"
        )?;
        return Ok(false);
    }
    if bump.dry_run {
        return dry_run(workspace, &new, version, out);
    }

    let staging = Staging::of(workspace)?;
    let options = generate::Generate { check: false, spec_version: Some(version.clone()) };
    let mut said = Vec::new();
    generate::run(staging.workspace(), &options, &mut said)?;
    let summary = String::from_utf8_lossy(&said).lines().next().unwrap_or_default().to_owned();
    writeln!(out, "generate  {summary}")?;
    if *version != current {
        changelog(staging.workspace(), &review, version)?;
    }
    for command in &bump.verify {
        writeln!(out, "verify    cargo {}", command.join(" "))?;
        out.flush()?;
        staging.cargo(command, bump.target.as_deref())?;
    }
    let written = staging.write_back()?;
    for file in &written {
        writeln!(out, "write     {file}")?;
    }
    if written.is_empty() {
        writeln!(out, "write     nothing: {version} is the current version, and everything is up to date")?;
    } else {
        left_for_a_person(&review, &written, out)?;
    }
    Ok(true)
}

/// Vendors the document, unless it is there and no other was asked for.
fn vendored(workspace: &Workspace, bump: &Bump, out: &mut dyn Write) -> Result<Input> {
    let version = &bump.version;
    let path = workspace.published(version);
    let name = workspace.show(&path);
    if bump.from.is_none() && path.is_file() {
        writeln!(out, "vendor    {name} is there")?;
        return Input::of(&name, &fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?);
    }
    let from = bump.from.clone().unwrap_or_else(|| source::publisher_url(version));
    let vendored =
        vendor::vendor(version, &source::read(&from)?).with_context(|| format!("{from} was not vendored"))?;
    for warning in &vendored.warnings {
        writeln!(out, "vendor    warning: {warning}")?;
    }
    let stated = Input::of(&name, &vendored.text)?;
    ensure!(
        stated.version.as_ref() == Some(version),
        "{from} states version {}, not {version}; bump to the version that it states",
        stated.version.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
    );
    let what = format!("{} operations, {} schemas", vendored.operations, vendored.schemas);
    if bump.dry_run {
        writeln!(out, "vendor    {name} would be written: {what}")?;
    } else {
        let changed = write::atomically(&path, &vendored.text)?;
        writeln!(out, "vendor    {} {name}: {what}", if changed { "wrote" } else { "unchanged" })?;
    }
    Ok(stated)
}

/// Whether the review has something that must be decided before anything is generated.
fn decisions(review: &Report, out: &mut dyn Write) -> Result<bool> {
    let stops = |finding: &&Finding| {
        let of_pipeline = finding.rule.id().starts_with("overlay.")
            || finding.rule.id().starts_with("gen.")
            || finding.rule == "new-defects";
        of_pipeline && finding.severity == Severity::Breaking && finding.accepted.is_none()
    };
    let found: Vec<&Finding> = review.findings.iter().filter(stops).collect();
    if found.is_empty() {
        writeln!(out, "overlays  every action fits")?;
        return Ok(false);
    }
    writeln!(out, "overlays  {} to decide:", counted(found.len(), "thing"))?;
    for finding in found {
        let place = finding.place().map_or(String::new(), |place| format!("{}:{}: ", place.file, place.line));
        writeln!(out, "  {place}{}: {} {}", finding.rule, finding.subject, finding.message)?;
        writeln!(out, "    {}", finding.rule.info().hint)?;
        writeln!(out, "    or accept {} in openapi/accepted.yaml, with a reason", finding.fingerprint)?;
    }
    Ok(true)
}

/// Whether lint finds something in the new corrected document or in the descriptions.
fn defects(workspace: &Workspace, new: &Input, version: &ApiVersion, out: &mut dyn Write) -> Result<bool> {
    let inputs = inputs(workspace, new)?;
    let corrected = pipeline::correct(inputs.published.clone(), &inputs.overlays, version)?.0;
    let mut found = lint::lint(&corrected, &inputs.descriptions);
    found.extend(pipeline::obsolete_descriptions(workspace, &inputs, version)?);
    if found.is_empty() {
        writeln!(out, "lint      no findings")?;
        return Ok(false);
    }
    writeln!(out, "lint      {}:", counted(found.len(), "finding"))?;
    for finding in &found {
        writeln!(out, "  {}", finding.to_string().replace('\n', "\n  "))?;
    }
    Ok(true)
}

fn inputs(workspace: &Workspace, new: &Input) -> Result<pipeline::Inputs> {
    let mut published = new.document.clone();
    published.sort_all_objects();
    pipeline::Inputs::of(workspace, published)
}

fn dry_run(workspace: &Workspace, new: &Input, version: &ApiVersion, out: &mut dyn Write) -> Result<bool> {
    let products = pipeline::produce(inputs(workspace, new)?, version)?;
    for (path, text) in [
        (workspace.effective(), &products.effective_text),
        (workspace.generated(), &products.generated.code),
        (workspace.contract(), &products.contract),
    ] {
        let old = fs::read_to_string(&path).unwrap_or_default();
        let diff = similar::TextDiff::from_lines(old.as_str(), text.as_str());
        let (added, removed) =
            diff.iter_all_changes().fold((0, 0), |(added, removed), change| match change.tag() {
                similar::ChangeTag::Insert => (added + 1, removed),
                similar::ChangeTag::Delete => (added, removed + 1),
                similar::ChangeTag::Equal => (added, removed),
            });
        writeln!(
            out,
            "generate  {} would change: {added} lines more, {removed} less",
            workspace.show(&path)
        )?;
    }
    writeln!(out, "Nothing was written, compiled or tested.")?;
    Ok(true)
}

/// The entry of the changelog, as a file of its own.
fn changelog(workspace: &Workspace, review: &Report, version: &ApiVersion) -> Result<()> {
    let text = render::changelog::render(review);
    if text.trim().is_empty() {
        bail!("the review of {version} has nothing to say to users");
    }
    write::atomically(
        &workspace.changes().join(format!("api-{version}.md")),
        &format!("crates: imcloud-raw\n\n{text}"),
    )?;
    Ok(())
}

fn left_for_a_person(review: &Report, written: &[String], out: &mut dyn Write) -> Result<()> {
    writeln!(out, "\nLeft for you:")?;
    let mut number = 0;
    let mut item = |out: &mut dyn Write, text: String| -> Result<()> {
        number += 1;
        writeln!(out, "  {number}. {text}")?;
        Ok(())
    };
    let grave = review.count(Severity::Breaking) + review.count(Severity::Potential);
    if grave > 0 {
        let name = |about: &About| about.version.clone().unwrap_or_else(|| about.file.clone());
        let (old, new) = (name(&review.old), name(&review.new));
        item(
            out,
            format!(
                "Look at {} that break or may break: cargo xtask diff {old} {new} --format html",
                counted(grave, "finding")
            ),
        )?;
    }
    let uses: usize = review
        .findings
        .iter()
        .filter(|finding| finding.rule == "wrapper.touched")
        .map(|finding| finding.uses.len())
        .sum();
    if uses > 0 {
        item(out, format!("Look at {} of the crates above that use what changed.", counted(uses, "line")))?;
    }
    let added = review.findings.iter().filter(|finding| finding.rule == "operation.added").count();
    if added > 0 {
        item(out, format!("Decide whether the wrapper offers {}.", counted(added, "new operation")))?;
    }
    if written.iter().any(|file| file.ends_with(".snap")) {
        item(out, "Read the changed snapshots: git diff -- '*.snap'".into())?;
    }
    if written.iter().any(|file| file.starts_with("changes/")) {
        item(out, "Put the entry in changes/ into words for users.".into())?;
    }
    for release in &review.releases {
        item(out, format!("Publish {} {}: {}.", release.name, release.next, release.reasons.join("; ")))?;
    }
    item(out, "Commit.".into())
}
