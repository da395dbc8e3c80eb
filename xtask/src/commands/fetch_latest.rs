//! `cargo xtask fetch-latest`

use std::io::Write;

use anyhow::Result;
use clap::Args;
use serde_json::json;

use crate::{bump::publisher, workspace::Workspace};

/// Options of `fetch-latest`.
#[derive(Debug, Clone, Args)]
pub struct FetchLatest {
    /// The documentation portal to ask.
    #[arg(long, value_name = "URL", default_value = publisher::PORTAL)]
    pub portal: String,
    /// Answer with JSON: `current`, `newer` and `doubtful`.
    #[arg(long)]
    pub json: bool,
}

/// Asks whether a newer version is out; returns whether the current one is the newest.
///
/// # Errors
/// When the publisher cannot be asked.
pub fn run(workspace: &Workspace, options: &FetchLatest, out: &mut dyn Write) -> Result<bool> {
    let current = workspace.current_version()?;
    let offer = publisher::newer_than(&current, &options.portal)?;
    if options.json {
        let newer: Vec<String> = offer.newer.iter().map(ToString::to_string).collect();
        let doubtful: Vec<_> = offer
            .doubtful
            .iter()
            .map(|(version, why)| json!({"version": version.to_string(), "why": why}))
            .collect();
        writeln!(out, "{}", json!({"current": current.to_string(), "newer": newer, "doubtful": doubtful}))?;
        return Ok(offer.newer.is_empty());
    }
    for (version, why) in &offer.doubtful {
        writeln!(out, "{version} is named by the publisher, but has no document yet: {why}")?;
    }
    match offer.newer.last() {
        Some(newest) => writeln!(
            out,
            "{newest} is out; the client is generated from {current}. Switch with: cargo xtask bump {newest}"
        )?,
        None => writeln!(out, "{current} is the newest version")?,
    }
    Ok(offer.newer.is_empty())
}
