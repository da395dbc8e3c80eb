//! The commands of `cargo xtask`.
//!
//! Each returns whether everything is in order, and writes its output to a given writer, so that tests can
//! read it.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process,
};

use anyhow::{Context, Result, ensure};
use clap::{Args, Subcommand};
use openapi_review::{
    ApiVersion, Input, Level, Severity,
    document::tree,
    render::{self, Format},
};
use serde_json::{Value, json};

use crate::{
    bump::{self, Bump},
    lint::{self, Finding},
    nodes::items,
    overlay::Outcome,
    pipeline,
    review::{self, Side},
    vendor,
    workspace::{Workspace, cargo, write_atomically},
};

/// The exit codes, for the help.
pub const EXIT_CODES: &str = "Exit codes:
  0  success
  1  a file is out of date, a finding, a newer version, or a bump that stopped for a decision or a fix
  2  wrong usage, or an input that cannot be read or used; nothing was changed";

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Keep the structure of a published document in openapi/published/
    Vendor {
        /// API version, for example 1.15
        version: ApiVersion,
        /// File or URL to read [default: the provider's URL]
        #[arg(long, value_name = "FILE|URL")]
        from: Option<String>,
        /// File to write [default: openapi/published/VERSION.yaml]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Make the raw client crate from published structure and overlays
    Generate {
        /// Print a diff and exit with 1 if a file is out of date; write nothing
        #[arg(long)]
        check: bool,
        /// API version to generate from [default: that of openapi/effective.yaml]
        #[arg(long, value_name = "VERSION")]
        spec_version: Option<ApiVersion>,
    },
    /// Find what stops generation or degrades the client
    Lint {
        /// Documents to check without overlays [default: the published document with overlays]
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
        /// API version to check [default: that of openapi/effective.yaml]
        #[arg(long, value_name = "VERSION", conflicts_with = "files")]
        spec_version: Option<ApiVersion>,
    },
    /// Review a new version: changes, overlays, effects in Rust
    Diff(Diff),
    /// Switch to another version: vendor, compare, generate, test
    Bump(Bump),
    /// Look up newer versions at the provider
    FetchLatest {
        /// Documentation portal of the provider
        #[arg(long, value_name = "URL", default_value = "https://apidocs.cloud.im")]
        portal: String,
        /// Print JSON: current, newer, unreadable
        #[arg(long)]
        json: bool,
    },
    /// Decode captured payloads with the generated types
    Conform {
        /// Payloads OPERATION_ID.request|response|error.LABEL.json
        #[arg(value_name = "PATH", required = true)]
        paths: Vec<PathBuf>,
    },
    /// Measure client and pipeline next to what users would build instead
    Bench {
        /// Options of the benchmarks; list them with `-- --help`
        #[arg(value_name = "OPTIONS", trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Run client, command line and sandbox under random faults
    Soak {
        /// Options, such as `--seed 7 --minutes 30`; list them with `-- --help`
        #[arg(value_name = "OPTIONS", trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Old document: a vendored version (1.6), a file, or REVISION:PATH
    old: String,
    /// New document
    new: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Changes of the provider, also of overlays, also of Rust code
    #[arg(long, value_enum, default_value_t = Level::Rust)]
    level: Level,
    /// Exit with 1 if an open finding is at least this severe
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
    /// Show only findings at, above or below this JSON Pointer
    #[arg(long, value_name = "POINTER")]
    only: Option<String>,
}

impl Command {
    /// Runs the command; returns whether everything is in order. Fails if an input cannot be read or used, or
    /// the output cannot be written.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
        match self {
            Self::Vendor { version, from, out: path } => {
                vendor(workspace, version, from.as_deref(), path.as_deref(), out)
            }
            Self::Generate { check, spec_version } => generate(workspace, *check, spec_version.as_ref(), out),
            Self::Lint { files, spec_version } => lint(workspace, files, spec_version.as_ref(), out),
            Self::Diff(options) => diff(workspace, options, out),
            Self::Bump(options) => bump::run(workspace, options, out),
            Self::FetchLatest { portal, json } => fetch_latest(workspace, portal, *json, out),
            Self::Conform { paths } => run(workspace.program("xtask-conform", "dev").args(paths)),
            Self::Bench { options } => run(workspace.program("xtask-bench", "bench").args(options)),
            Self::Soak { options } => soak(workspace, options),
        }
    }
}

fn vendor(
    workspace: &Workspace,
    version: &ApiVersion,
    from: Option<&str>,
    path: Option<&Path>,
    out: &mut dyn Write,
) -> Result<bool> {
    let (_, vendored) = vendor::download(workspace, version, from)?;
    let path = path.map_or_else(|| workspace.published(version), Path::to_owned);
    let written = write(&path, &vendored.text)?;
    for warning in &vendored.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    let (path, operations, schemas) = (workspace.show(&path), vendored.operations, vendored.schemas);
    writeln!(out, "{written} {path}: {operations} operations, {schemas} schemas")?;
    Ok(true)
}

fn write(path: &Path, text: &str) -> Result<&'static str> {
    Ok(if write_atomically(path, text)? { "wrote" } else { "unchanged" })
}

/// Generates from a version, or checks that nothing is out of date; returns `false` for files out of date and
/// lint findings that stop generation. Fails if the inputs cannot be read, or a pass or the generator rejects
/// them.
pub fn generate(
    workspace: &Workspace,
    check: bool,
    version: Option<&ApiVersion>,
    out: &mut dyn Write,
) -> Result<bool> {
    let version = workspace.version_or_current(version)?;
    let inputs = pipeline::inputs(workspace, &version)?;
    let corrected = pipeline::correct(inputs.published, &inputs.overlays, &version);
    let mut findings = lint::overlays(&corrected.1);
    findings.extend(lint::rules(&corrected.0, None));
    findings.retain(|finding| finding.stops_generation);
    for finding in &findings {
        writeln!(out, "{finding}")?;
    }
    if !findings.is_empty() {
        let count = findings.len();
        writeln!(out, "specification {version}: {count} findings stop generation; nothing was written")?;
        return Ok(false);
    }
    let products = pipeline::generate(corrected, &inputs.descriptions, &version)?;
    let files = products.files(workspace);
    if check {
        let mut in_order = true;
        for (path, text) in files {
            let old = fs::read_to_string(&path).unwrap_or_default();
            let name = workspace.show(&path);
            if old == text {
                writeln!(out, "up to date {name}")?;
                continue;
            }
            in_order = false;
            let diff = similar::TextDiff::from_lines(old.as_str(), text);
            let (left, right) = (format!("{name} (committed)"), format!("{name} (from the inputs)"));
            write!(out, "{}", diff.unified_diff().context_radius(3).header(&left, &right))?;
        }
        if !in_order {
            writeln!(out, "\nthe committed files are out of date; run: cargo xtask generate")?;
        }
        return Ok(in_order);
    }
    let overlays = &products.overlays;
    let nodes: usize = overlays.iter().map(|action| action.pointers.len()).sum();
    let skipped = overlays.iter().filter(|action| action.outcome == Outcome::Skipped).count();
    let applied = overlays.len() - skipped;
    writeln!(out, "specification {version}: {}", products.generated.surface.summary())?;
    writeln!(out, "overlays: {applied} actions on {nodes} nodes ({skipped} more are for other versions)")?;
    for (path, text) in files {
        writeln!(out, "{} {}", write(&path, text)?, workspace.show(&path))?;
    }
    Ok(true)
}

fn lint(
    workspace: &Workspace,
    files: &[PathBuf],
    version: Option<&ApiVersion>,
    out: &mut dyn Write,
) -> Result<bool> {
    let mut results = Vec::new();
    for path in files {
        let name = path.display().to_string();
        let mut parsed = tree::parse(&tree::read_file(path)?).context(name.clone())?;
        vendor::remove_extensions(&mut parsed.value);
        let duplicates = parsed.duplicates.iter().map(|duplicate| {
            let message = format!("{duplicate}; the values were merged");
            Finding::new("duplicate-key", "the document", &*duplicate.pointer, message)
        });
        results.push((name, duplicates.chain(lint::lint(&parsed.value, None)).collect()));
    }
    if results.is_empty() {
        let version = workspace.version_or_current(version)?;
        let inputs = pipeline::inputs(workspace, &version)?;
        let (corrected, applied) = pipeline::correct(inputs.published.clone(), &inputs.overlays, &version);
        let mut findings = lint::overlays(&applied);
        findings.extend(lint::lint(&corrected, Some(&inputs.descriptions)));
        findings.extend(pipeline::obsolete_descriptions(workspace, &inputs, &version)?);
        results.push((format!("specification {version}"), findings));
    }
    for (name, findings) in &results {
        for finding in findings {
            writeln!(out, "{finding}")?;
        }
        writeln!(out, "{name}: {} findings", findings.len())?;
    }
    Ok(results.iter().all(|(_, findings): &(_, Vec<Finding>)| findings.is_empty()))
}

fn diff(workspace: &Workspace, options: &Diff, out: &mut dyn Write) -> Result<bool> {
    let old = Side::read(workspace, &options.old)?;
    let new = Side::read(workspace, &options.new)?;
    let mut report = review::review(&old, &new, &review::Context::read(workspace)?, options.level)?;
    if let Some(pointer) = &options.only {
        let at = pointer.trim_start_matches('#');
        let exists = |input: &Input| input.document.pointer(at).is_some();
        ensure!(
            !at.starts_with('/') || exists(&old.input) || exists(&new.input),
            "neither document has a node at {at}"
        );
        report.keep_only(pointer)?;
    }
    let width =
        terminal_size::terminal_size().map_or(render::text::DEFAULT_WIDTH, |(width, _)| width.0.into());
    let inputs = (&old.input, &new.input);
    out.write_all(render::render(&report, inputs, options.format, (width, render::color()))?.as_bytes())?;
    Ok(options.fail_on.is_none_or(|threshold| !report.reaches(threshold)))
}

fn fetch_latest(workspace: &Workspace, portal: &str, as_json: bool, out: &mut dyn Write) -> Result<bool> {
    let current = workspace.current_version()?.to_string();
    let output = workspace.output("xtask-fetch", &["newer", &current, portal]);
    let output = output.context("could not look up newer versions")?;
    let mut offer: Value = serde_json::from_slice(&output).context("xtask-fetch printed no JSON")?;
    let newest = items(offer.get("newer")).last().map(|version| text(version).to_owned());
    let up_to_date = newest.is_none() && items(offer.get("unreadable")).next().is_none();
    if as_json {
        offer["current"] = json!(current);
        writeln!(out, "{offer}")?;
        return Ok(up_to_date);
    }
    for entry in items(offer.get("unreadable")) {
        let (version, reason) = (text(&entry["version"]), text(&entry["reason"]));
        writeln!(out, "{version} is available, but its document is not usable: {reason}")?;
    }
    if let Some(newest) = newest {
        let switch = format!("Switch with: cargo xtask bump {newest}");
        writeln!(out, "{newest} is available; the client is at {current}. {switch}")?;
    } else if up_to_date {
        writeln!(out, "{current} is the newest version")?;
    }
    Ok(up_to_date)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Runs the soak test; returns whether there are no violations.
fn soak(workspace: &Workspace, options: &[String]) -> Result<bool> {
    // In one call, so that both are built with the same features of their dependencies.
    let mut build = cargo();
    build.args(["build", "--quiet", "--package=imcloud-cli", "--package=xtask-soak", "--manifest-path"]);
    let built = run(build.arg(workspace.root().join("Cargo.toml")))?;
    ensure!(built, "could not build the soak test; see the message above");
    let program = env::current_exe()?.with_file_name(format!("xtask-soak{}", env::consts::EXE_SUFFIX));
    run(process::Command::new(&program).args(options))
}

/// Runs a program, which reports findings by the exit code 1.
fn run(command: &mut process::Command) -> Result<bool> {
    let name = command.get_program().to_os_string();
    let status = command.status().with_context(|| format!("could not start {}", name.display()))?;
    ensure!(matches!(status.code(), Some(0 | 1)), "{} failed; see the message above", name.display());
    Ok(status.success())
}
