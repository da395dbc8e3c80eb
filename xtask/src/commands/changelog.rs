//! `cargo xtask changelog`

use std::io::Write;

use anyhow::{Result, ensure};
use chrono::NaiveDate;
use clap::Args;

use crate::{
    changelog::{Entry, release},
    workspace::Workspace,
};

/// Options of `changelog`.
#[derive(Debug, Clone, Args, Default)]
pub struct Changelog {
    /// Join all entries into the changelogs as this release, and remove them.
    #[arg(long, value_name = "VERSION", requires = "date")]
    pub release: Option<String>,
    /// The day of the release, as 2026-01-31.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
}

/// Checks the entries of `changes/`, or makes a release of them.
///
/// # Errors
/// When an entry is not as it should be.
pub fn run(workspace: &Workspace, options: &Changelog, out: &mut dyn Write) -> Result<()> {
    let (Some(version), Some(date)) = (&options.release, &options.date) else {
        let entries = Entry::all(&workspace.changes())?;
        release::check(workspace, &entries)?;
        for entry in &entries {
            writeln!(out, "{}: {}", entry.file, entry.crates.join(", "))?;
        }
        writeln!(
            out,
            "{} since the last release",
            openapi_review::finding::counted(entries.len(), "entry").replace("entrys", "entries")
        )?;
        return Ok(());
    };
    ensure!(is_date(date), "{date:?} is no day; write for example 2026-01-31");
    let stated = workspace.crate_version()?;
    ensure!(
        *version == stated,
        "Cargo.toml states version {stated}, not {version}; raise it there first, or release {stated}"
    );
    let lines = release::write_all(workspace, version, date)?;
    ensure!(!lines.is_empty(), "changes/ holds no entry, so that there is nothing to say about {version}");
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// Whether a text is a day of the calendar, written as 2026-01-31 and in no other way.
fn is_date(text: &str) -> bool {
    text.parse::<NaiveDate>().is_ok_and(|day| day.to_string() == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write;

    #[test]
    fn days_are_days_of_the_calendar() {
        let are = ["2026-01-31", "2028-02-29", "2000-02-29"].map(is_date);
        let are_not =
            ["2026-13-01", "2026-02-29", "2100-02-29", "2026-1-1", "2026-00-10", "+202-01-01", "20260131"]
                .map(is_date);
        assert_eq!((are, are_not), ([true; 3], [false; 7]));
    }

    #[test]
    fn only_the_version_of_the_manifest_is_released_and_only_with_something_to_say() {
        let folder = tempfile::tempdir().unwrap();
        let workspace = Workspace::at(folder.path());
        write::atomically(&folder.path().join("Cargo.toml"), "[workspace.package]\nversion = \"0.2.0\"\n")
            .unwrap();
        write::atomically(&folder.path().join("crates/a/Cargo.toml"), "").unwrap();
        let release = |version: &str| {
            let options = Changelog { release: Some(version.into()), date: Some("2026-01-31".into()) };
            run(&workspace, &options, &mut Vec::new()).map_err(|error| error.to_string())
        };
        let error = release("0.2.1").unwrap_err();
        assert_eq!(
            error,
            "Cargo.toml states version 0.2.0, not 0.2.1; raise it there first, or release 0.2.0"
        );
        let error = release("0.2.0").unwrap_err();
        assert_eq!(error, "changes/ holds no entry, so that there is nothing to say about 0.2.0");
        write::atomically(&workspace.changes().join("one.md"), "crates: a\n\n### Added\n\n- One.\n").unwrap();
        assert_eq!(release("0.2.0"), Ok(()));
    }
}
