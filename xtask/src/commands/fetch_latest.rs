//! `cargo xtask fetch-latest`

use std::io::Write;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::{Value, json};

use crate::{package, workspace::Workspace};

/// Options of `fetch-latest`.
#[derive(Debug, Clone, Args)]
pub struct FetchLatest {
    /// Documentation portal of the provider
    #[arg(long, value_name = "URL", default_value = "https://apidocs.cloud.im")]
    pub portal: String,
    /// Print JSON: current, newer, unreadable, announced
    #[arg(long)]
    pub json: bool,
}

/// Looks up newer versions; returns whether there is none, readable or not.
///
/// # Errors
/// If the provider cannot be reached or does not respond properly.
pub fn run(workspace: &Workspace, options: &FetchLatest, out: &mut dyn Write) -> Result<bool> {
    let current = workspace.current_version()?.to_string();
    let output = package::output(workspace, "xtask-fetch", &["newer", &current, &options.portal])
        .context("could not look up newer versions")?;
    let mut offer: Value = serde_json::from_slice(&output).context("xtask-fetch printed no JSON")?;
    let list = |name: &str| offer[name].as_array().cloned().unwrap_or_default();
    let (newer, unreadable, announced) = (list("newer"), list("unreadable"), list("announced"));
    let up_to_date = newer.is_empty() && unreadable.is_empty();
    if options.json {
        offer["current"] = json!(current);
        writeln!(out, "{offer}")?;
        return Ok(up_to_date);
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    for version in &announced {
        writeln!(out, "{} is announced and has no document yet", text(version))?;
    }
    for entry in &unreadable {
        writeln!(
            out,
            "{} is available, but its document is not usable: {}",
            text(&entry["version"]),
            text(&entry["reason"])
        )?;
    }
    if let Some(newest) = newer.last().map(text) {
        writeln!(
            out,
            "{newest} is available; the client is at {current}. Switch with: cargo xtask bump {newest}"
        )?;
    } else if up_to_date {
        writeln!(out, "{current} is the newest version")?;
    }
    Ok(up_to_date)
}
