//! A section of the changelog of the generated crate: Rust names first, names of the API second.

use std::collections::BTreeMap;

use crate::{
    Finding, Report, Source, Wire,
    code::{Change, What},
};

/// Returns the sections that have entries: heading and entries.
#[must_use]
pub fn sections(report: &Report) -> Vec<(&'static str, Vec<String>)> {
    let mut sections: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    const TITLES: [&str; 4] = ["Added", "Changed", "Removed", "Fixed"];
    let name = |about: &crate::report::About| about.version.clone().unwrap_or_else(|| about.file.clone());
    if !report.is_empty() {
        let entry = format!(
            "The client follows version {} of the API; before, it was {}.",
            name(&report.new),
            name(&report.old)
        );
        sections.entry(1).or_default().push(entry);
    }
    // Fields and variants of one type in one entry.
    let mut fields: BTreeMap<(usize, &str), Vec<&Change>> = BTreeMap::new();
    for change in &report.rust {
        match change.what {
            What::FieldAdded | What::VariantAdded | What::SetterAdded => {
                fields.entry((0, change.owner())).or_default().push(change)
            }
            What::FieldRemoved | What::VariantRemoved | What::SetterRemoved => {
                fields.entry((2, change.owner())).or_default().push(change)
            }
            What::TypeAdded | What::OperationAdded => {
                sections.entry(0).or_default().push(format!("`{}`", change.item))
            }
            What::TypeRemoved | What::OperationRemoved => {
                sections.entry(2).or_default().push(format!("`{}`{}", change.item, breaking(change)))
            }
            What::PublishedIdChanged => {}
            _ => {
                let signature = |text: &Option<String>| text.clone().unwrap_or_default();
                let entry = format!(
                    "`{}`: `{}` became `{}`{}",
                    change.item,
                    signature(&change.before),
                    signature(&change.after),
                    breaking(change)
                );
                sections.entry(1).or_default().push(entry);
            }
        }
    }
    for ((section, owner), changes) in fields {
        let mut names: Vec<String> =
            changes.iter().map(|change| format!("`{}`", field(&change.item))).collect();
        names.sort();
        let marker =
            if changes.iter().any(|change| change.source == Source::Breaks) { " (breaking)" } else { "" };
        sections.entry(section).or_default().push(format!("`{owner}`: {}{marker}", names.join(", ")));
    }
    // Changes that no type shows.
    for finding in report.findings.iter().filter(|finding| is_visible_on_the_wire_only(finding)) {
        let entry = format!("The service: {}.", super::sentence(finding));
        sections.entry(1).or_default().push(entry);
    }
    sections.into_iter().map(|(index, entries)| (TITLES[index], entries)).collect()
}

fn is_visible_on_the_wire_only(finding: &Finding) -> bool {
    finding.wire == Wire::Fails && finding.rust.is_empty() && finding.level == crate::Level::Published
}

fn breaking(change: &Change) -> &'static str {
    if change.source == Source::Breaks { " (breaking)" } else { "" }
}

fn field(item: &str) -> &str {
    let item = item.rsplit("::").next().unwrap_or(item);
    item.split_once('(').map_or(item, |(_, rest)| rest.trim_end_matches(')'))
}

/// Returns the sections as Markdown.
#[must_use]
pub fn render(report: &Report) -> String {
    let mut text = String::new();
    for (title, entries) in sections(report) {
        text.push_str(&format!("### {title}\n\n"));
        for entry in entries {
            text.push_str(&format!("- {entry}\n"));
        }
        text.push('\n');
    }
    text.trim_end().to_owned() + "\n"
}
