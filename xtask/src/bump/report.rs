//! Report of a bump: the decisions to make, the lines that no longer compile, what is left to do, and the
//! entry in `CHANGELOG.md`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
};

use anyhow::{Context, Result};
use openapi_review::{
    ApiVersion, Finding, Input, Level, Report, Rule, Severity, Source, Use, Wire,
    finding::counted,
    report::{Change, What},
};

use crate::{
    lint, pipeline,
    review::{
        self,
        dependents::{CRATES, from_compiler},
    },
    workspace::{Workspace, cargo, write_atomically},
};

/// Rules that an accepted finding satisfies. Generation stops at all other findings about overlays, accepted
/// or not.
const ACCEPTABLE: &[&str] = &["overlay.premise-failed"];

/// Writes what stops the bump: overlays that do not fit, and findings of lint, missing descriptions included.
/// Returns whether there is anything.
pub(super) fn decisions(
    context: &review::Context,
    review: &Report,
    new: &Input,
    version: &ApiVersion,
    out: &mut dyn Write,
) -> Result<bool> {
    let stops = |finding: &&Finding| {
        finding.rule.id().starts_with("overlay.")
            && finding.severity == Severity::Breaking
            && !(finding.accepted.is_some() && ACCEPTABLE.contains(&finding.rule.id()))
    };
    let actions: Vec<&Finding> = review.findings.iter().filter(stops).collect();
    // With every overlay action that can be applied: one that cannot hides nothing else.
    let mut published = new.document.clone();
    published.sort_all_objects();
    let (corrected, _) = pipeline::correct(published, &context.overlays, version);
    let defects = lint::lint(&corrected, Some(&context.descriptions));
    if actions.is_empty() && defects.is_empty() {
        writeln!(out, "decide    nothing: every overlay fits, and lint has no findings")?;
        return Ok(false);
    }
    writeln!(out, "decide    {}:", counted(actions.len() + defects.len(), "finding"))?;
    for finding in actions {
        let place = finding.place().map_or(String::new(), |place| format!("{}:{}: ", place.file, place.line));
        writeln!(out, "  {place}{}: {} {}", finding.rule, finding.subject, finding.message)?;
        writeln!(out, "    {}", finding.rule.info().hint)?;
        if ACCEPTABLE.contains(&finding.rule.id()) {
            writeln!(out, "    Or accept {} in openapi/accepted.yaml, with a reason.", finding.fingerprint)?;
        }
    }
    for finding in defects {
        writeln!(out, "  {}", finding.to_string().replace('\n', "\n  "))?;
    }
    Ok(true)
}

const MOST: usize = 40;

/// Compiles everything that can be compiled and lists the errors; for crates that the compiler did not reach,
/// the lines that name what changed.
pub(super) fn compile_errors(copy: &Workspace, review: &Report, out: &mut dyn Write) -> Result<()> {
    const CHECK: &str = "check --workspace --all-targets --all-features --keep-going --message-format=json";
    let output = cargo().args(CHECK.split(' ')).current_dir(copy.root()).output();
    let output = output.context("could not start cargo")?;
    let compiled = from_compiler(&String::from_utf8_lossy(&output.stdout));
    list("do not compile (from the compiler)", compiled.errors.iter(), out)?;
    for name in CRATES.iter().filter(|name| !compiled.reached.contains(&name.replace('-', "_"))) {
        let directory = format!("crates/{name}/");
        let uses = review.findings.iter().flat_map(|finding| &finding.uses);
        let uses: BTreeSet<&Use> = uses.filter(|used| used.file.starts_with(&directory)).collect();
        let what = format!("of {name}, which was not compiled, name what changed (by name)");
        list(&what, uses.into_iter(), out)?;
    }
    Ok(())
}

fn list<'a>(what: &str, uses: impl ExactSizeIterator<Item = &'a Use>, out: &mut dyn Write) -> Result<()> {
    let count = uses.len();
    if count > 0 {
        writeln!(out, "lines that {what}: {count}")?;
    }
    for used in uses.take(MOST) {
        writeln!(out, "  {}:{}: {}", used.file, used.line, used.text)?;
    }
    if count > MOST {
        writeln!(out, "  and {} more", count - MOST)?;
    }
    Ok(())
}

pub(super) fn left_to_do<'a>(
    review: &Report,
    written: impl Iterator<Item = &'a str>,
    out: &mut dyn Write,
) -> Result<()> {
    let mut items = Vec::new();
    let severe = review.count(Severity::Breaking) + review.count(Severity::Potential);
    if severe > 0 {
        let (findings, old, new) = (counted(severe, "finding"), review.old.title(), review.new.title());
        items.push(format!(
            "Review {findings} that break or may break: cargo xtask diff {old} {new} --format html"
        ));
    }
    let uses = review.findings.iter().flat_map(|finding| &finding.uses);
    let uses: BTreeSet<_> = uses.map(|used| (&used.file, used.line)).collect();
    if !uses.is_empty() {
        let lines = counted(uses.len(), "line");
        items.push(format!("Review {lines} of hand-written crates that name what changed."));
    }
    let added = review.findings.iter().filter(|finding| finding.rule == Rule::OperationAdded).count();
    if added > 0 {
        items.push(format!("Decide whether the wrapper offers {}.", counted(added, "new operation")));
    }
    for file in written {
        if file.ends_with(".snap") {
            items.push(format!("Review the snapshot {file}."));
        } else if file == "CHANGELOG.md" {
            items.push("Edit the entry in CHANGELOG.md for users.".to_owned());
        }
    }
    for release in &review.releases {
        items.push(format!("Publish {} {}: {}.", release.name, release.next, release.reasons.join("; ")));
    }
    items.push("Commit.".to_owned());
    writeln!(out, "\nLeft to do:")?;
    for (number, item) in items.iter().enumerate() {
        writeln!(out, "  {}. {item}", number + 1)?;
    }
    Ok(())
}

const FILE: &str = "CHANGELOG.md";
const TITLE: &str = "# Changelog\n";
const UNRELEASED: &str = "## Unreleased\n";

/// Returns the entry: the changes of the generated client, one level below the heading of the release.
pub(super) fn changelog_entry(report: &Report, version: &ApiVersion) -> String {
    // "Added", "Changed" and "Removed": entries with the names of parts, and true if code stops compiling.
    let mut sections: [BTreeMap<String, (BTreeSet<String>, bool)>; 3] = Default::default();
    let mut add = |section: usize, entry: String, part: Option<&str>, breaks: bool| {
        let (parts, is_breaking) = sections[section].entry(entry).or_default();
        parts.extend(part.map(|part| format!("`{part}`")));
        *is_breaking |= breaks;
    };
    if !report.is_empty() {
        let (new, old) = (report.new.title(), report.old.title());
        add(1, format!("The client follows version {new} of the API; before, it was {old}."), None, false);
    }
    for change @ Change { item, what, before, after, source, .. } in &report.rust {
        let (whole, owner) = (format!("`{item}`"), format!("`{}`", change.owner()));
        let (part, breaks) = (Some(short_name(item)), *source == Source::Breaks);
        match what {
            What::FieldAdded | What::VariantAdded | What::SetterAdded => add(0, owner, part, breaks),
            What::FieldRemoved | What::VariantRemoved | What::SetterRemoved => add(2, owner, part, breaks),
            What::TypeAdded | What::OperationAdded => add(0, whole, None, breaks),
            What::TypeRemoved | What::OperationRemoved => add(2, whole, None, breaks),
            What::PublishedIdChanged => {}
            _ => {
                let [before, after] = [before, after].map(|text| text.as_deref().unwrap_or_default());
                add(1, format!("{whole}: `{before}` became `{after}`"), None, breaks);
            }
        }
    }
    // Changes that types do not show.
    for finding in &report.findings {
        if finding.wire == Wire::Fails && finding.rust.is_empty() && finding.level == Level::Published {
            add(1, format!("The service: {}: {}.", finding.subject, finding.message), None, false);
        }
    }
    let mut text = format!("### Version {version} of the API\n");
    for (title, entries) in ["Added", "Changed", "Removed"].into_iter().zip(sections) {
        if !entries.is_empty() {
            text.push_str(&format!("\n#### {title}\n\n"));
        }
        for (entry, (parts, is_breaking)) in entries {
            let parts = parts.into_iter().collect::<Vec<_>>().join(", ");
            let separator = if parts.is_empty() { "" } else { ": " };
            let breaking = if is_breaking { " (breaking)" } else { "" };
            text.push_str(&format!("- {entry}{separator}{parts}{breaking}\n"));
        }
    }
    text
}

fn short_name(item: &str) -> &str {
    let item = item.rsplit("::").next().unwrap_or(item);
    item.split_once('(').map_or(item, |(_, rest)| rest.trim_end_matches(')'))
}

/// Adds the entry at the top of the section "Unreleased", or replaces `previous`, the entry of an earlier
/// run. An entry that was edited since stays.
pub(super) fn add_to_changelog(workspace: &Workspace, previous: &str, entry: &str) -> Result<()> {
    let path = workspace.root().join(FILE);
    let text = match fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => TITLE.to_owned(),
        result => result.with_context(|| format!("could not read {FILE}"))?.replace("\r\n", "\n"),
    };
    write_atomically(&path, &with_entry(&text, previous, entry)).map(drop)
}

fn with_entry(text: &str, previous: &str, entry: &str) -> String {
    let heading = entry.lines().next().unwrap_or_default();
    if !previous.is_empty() && text.contains(previous) {
        return text.replacen(previous, entry, 1);
    } else if text.lines().any(|line| line == heading) {
        return text.to_owned();
    }
    let (head, rest) = match text.split_once(UNRELEASED) {
        Some((head, rest)) => (head, rest),
        // Above the newest release.
        None => text.split_at(text.find("\n## ").map_or(text.len(), |at| at + 1)),
    };
    let rest = rest.trim_start();
    let gap = if rest.is_empty() { "" } else { "\n" };
    format!("{}\n\n{UNRELEASED}\n{entry}{gap}{rest}", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_is_added_below_unreleased() {
        let released = "## 0.1.0 (2026-01-01)\n\n- First.\n";
        for (text, expected) in [
            ("# Changelog\n", "# Changelog\n\n## Unreleased\n\nNEW\n"),
            (
                "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n",
                "# Changelog\n\n## Unreleased\n\nNEW\n\n### Added\n\n- One.\n",
            ),
            (
                &format!("# Changelog\n\n{released}"),
                &format!("# Changelog\n\n## Unreleased\n\nNEW\n\n{released}"),
            ),
            (
                &format!("# Changelog\n\n## Unreleased\n\n{released}"),
                &format!("# Changelog\n\n## Unreleased\n\nNEW\n\n{released}"),
            ),
        ] {
            assert_eq!(with_entry(text, "", "NEW\n"), expected);
        }
    }

    #[test]
    fn edited_changelog_entry_stays() {
        let changelog = |entry: &str| format!("## Unreleased\n\n{entry}");
        let (old, new, edited) = ("### V\n\n- Old.\n", "### V\n\n- New.\n", "### V\n\n- Edited.\n");
        assert_eq!(with_entry(&changelog(old), old, new), changelog(new));
        assert_eq!(with_entry(&changelog(edited), old, new), changelog(edited));
        // The run was interrupted before the state was written.
        assert_eq!(with_entry(&changelog(new), "", new), changelog(new));
    }
}
