//! `cargo xtask changelog`

use std::io::Write;

use anyhow::{Result, ensure};
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
            crate::diff::finding::counted(entries.len(), "entry").replace("entrys", "entries")
        )?;
        return Ok(());
    };
    let is_date = date.len() == 10
        && date.split('-').map(str::len).eq([4, 2, 2])
        && date.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    ensure!(is_date, "{date:?} is no date; write for example 2026-01-31");
    ensure!(
        version.split('.').filter(|part| part.parse::<u64>().is_ok()).count() == 3,
        "{version:?} is no version of three numbers"
    );
    for line in release::write_all(workspace, version, date)? {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
