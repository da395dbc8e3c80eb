//! The commands of `cargo xtask`.
//!
//! Each returns whether everything is in order, and writes its output to a given writer, so that tests can
//! read it.

use std::{
    fs,
    io::{ErrorKind, Write},
    path::PathBuf,
};

use anyhow::{Context, Result, bail, ensure};
use clap::{
    Args, Subcommand,
    builder::{PossibleValuesParser, TypedValueParser},
};
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
    #[command(after_help = EXIT_CODES)]
    Vendor(Vendor),
    /// Make the raw client crate from published structure and overlays
    #[command(after_help = EXIT_CODES)]
    Generate(Generate),
    /// Find what stops generation or degrades the client
    #[command(after_help = EXIT_CODES)]
    Lint(Lint),
    /// Review a new version: changes, overlays, effects in Rust
    #[command(after_help = EXIT_CODES)]
    Diff(Diff),
    /// Switch to another version: vendor, compare, generate, test
    #[command(after_help = EXIT_CODES)]
    Bump(Bump),
    /// Look up newer versions at the provider
    #[command(after_help = EXIT_CODES)]
    FetchLatest(FetchLatest),
    /// Decode captured payloads with the generated types
    #[command(after_help = EXIT_CODES)]
    Conform(Conform),
    /// Measure client and pipeline next to what users would build instead
    #[command(after_help = EXIT_CODES)]
    Bench(Bench),
}

impl Command {
    /// Runs the command; returns whether everything is in order.
    ///
    /// # Errors
    /// If an input cannot be read or used, or the output cannot be written.
    pub fn run(&self, workspace: &Workspace, out: &mut dyn Write) -> Result<bool> {
        match self {
            Self::Vendor(options) => vendor(workspace, options, out),
            Self::Generate(options) => generate(workspace, options, out),
            Self::Lint(options) => lint(workspace, options, out),
            Self::Diff(options) => diff(workspace, options, out),
            Self::Bump(options) => bump::run(workspace, options, out),
            Self::FetchLatest(options) => fetch_latest(workspace, options, out),
            Self::Conform(options) => conform(workspace, options),
            Self::Bench(options) => bench(workspace, options),
        }
    }
}

/// Options of `vendor`.
#[derive(Debug, Args)]
pub struct Vendor {
    /// API version, for example 1.15
    version: ApiVersion,
    /// File or URL to read [default: the provider's URL]
    #[arg(long, value_name = "FILE|URL")]
    from: Option<String>,
    /// File to write [default: openapi/published/VERSION.yaml]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Reads the published document and writes its structure.
fn vendor(workspace: &Workspace, options: &Vendor, out: &mut dyn Write) -> Result<bool> {
    let from = options.from.clone().unwrap_or_else(|| vendor::provider_url(&options.version));
    let text = vendor::read(workspace, &from)?;
    let vendored =
        vendor::vendor(&options.version, &text).with_context(|| format!("could not vendor {from}"))?;
    let path = options.out.clone().unwrap_or_else(|| workspace.published(&options.version));
    let written = if write_atomically(&path, &vendored.text)? { "wrote" } else { "unchanged" };
    for warning in &vendored.warnings {
        writeln!(out, "warning: {warning}")?;
    }
    let (path, operations, schemas) = (workspace.show(&path), vendored.operations, vendored.schemas);
    writeln!(out, "{written} {path}: {operations} operations, {schemas} schemas")?;
    Ok(true)
}

/// Options of `generate`.
#[derive(Debug, Args, Default)]
pub struct Generate {
    /// Print a diff and exit with 1 if a file is out of date; write nothing
    #[arg(long)]
    pub check: bool,
    /// API version to generate from [default: that of openapi/effective.yaml]
    #[arg(long, value_name = "VERSION")]
    pub spec_version: Option<ApiVersion>,
}

/// Generates, or checks that nothing is out of date; returns `false` for files out of date and lint findings
/// that stop generation.
///
/// # Errors
/// If the inputs cannot be read, or a pass or the generator rejects them.
pub fn generate(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let mut printed = Vec::new();
    let in_order = generate_and_print(workspace, options, &mut printed)?;
    // A closed output changes neither the files nor the exit code.
    match out.write_all(&printed) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(in_order),
    }
}

fn generate_and_print(workspace: &Workspace, options: &Generate, out: &mut dyn Write) -> Result<bool> {
    let version = options.spec_version.clone().map_or_else(|| workspace.current_version(), Ok)?;
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
    if options.check {
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
    let rewrites: Vec<_> =
        products.passes.iter().map(|(name, changes)| format!("{name} {changes}")).collect();
    writeln!(out, "rewrites: {}", rewrites.join(", "))?;
    for (path, text) in files {
        let written = if write_atomically(&path, text)? { "wrote" } else { "unchanged" };
        writeln!(out, "{written} {}", workspace.show(&path))?;
    }
    Ok(true)
}

/// Options of `lint`.
#[derive(Debug, Args)]
pub struct Lint {
    /// Documents to check without overlays [default: the published document with overlays]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// API version to check [default: that of openapi/effective.yaml]
    #[arg(long, value_name = "VERSION", conflicts_with = "files")]
    spec_version: Option<ApiVersion>,
}

/// Prints every finding; returns whether there is none.
fn lint(workspace: &Workspace, options: &Lint, out: &mut dyn Write) -> Result<bool> {
    let mut results = Vec::new();
    for path in &options.files {
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
        let version = options.spec_version.clone().map_or_else(|| workspace.current_version(), Ok)?;
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

/// Options of `diff`.
#[derive(Debug, Args)]
pub struct Diff {
    /// Old document: a vendored version (1.6), a file, or REVISION:PATH
    #[arg(value_name = "OLD")]
    old: String,
    /// New document
    #[arg(value_name = "NEW")]
    new: String,
    /// Output format
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Changes of the provider, also of overlays, also of Rust code
    #[arg(
        long,
        default_value = "rust",
        value_parser = PossibleValuesParser::new(["published", "effective", "rust"]).map(|level| match &*level {
            "published" => Level::Published,
            "effective" => Level::Overlays,
            _ => Level::Rust,
        })
    )]
    level: Level,
    /// Exit with 1 if an open finding is at least this severe
    #[arg(long, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
    /// Show only findings at, above or below this JSON Pointer
    #[arg(long, value_name = "POINTER")]
    only: Option<String>,
}

/// Compares two documents and writes the review; returns whether it stays below the threshold.
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

/// Options of `fetch-latest`.
#[derive(Debug, Args)]
pub struct FetchLatest {
    /// Documentation portal of the provider
    #[arg(long, value_name = "URL", default_value = "https://apidocs.cloud.im")]
    portal: String,
    /// Print JSON: current, newer, unreadable, announced
    #[arg(long)]
    json: bool,
}

/// Looks up newer versions; returns whether there is none, readable or not.
fn fetch_latest(workspace: &Workspace, options: &FetchLatest, out: &mut dyn Write) -> Result<bool> {
    let current = workspace.current_version()?.to_string();
    let output = workspace.output("xtask-fetch", &["newer", &current, &options.portal]);
    let output = output.context("could not look up newer versions")?;
    let mut offer: Value = serde_json::from_slice(&output).context("xtask-fetch printed no JSON")?;
    let newest = items(offer.get("newer")).last().map(|version| text(version).to_owned());
    let up_to_date = newest.is_none() && items(offer.get("unreadable")).next().is_none();
    if options.json {
        offer["current"] = json!(current);
        writeln!(out, "{offer}")?;
        return Ok(up_to_date);
    }
    for version in items(offer.get("announced")) {
        writeln!(out, "{} is announced and has no document yet", text(version))?;
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

/// Options of `conform`.
#[derive(Debug, Args)]
pub struct Conform {
    /// Payloads OPERATION_ID.request|response|error.LABEL.json
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
}

/// Decodes payloads with the generated types; returns whether all fit.
fn conform(workspace: &Workspace, options: &Conform) -> Result<bool> {
    let mut command = workspace.program("xtask-conform");
    let status = command.args(&options.paths).status().context("could not start cargo")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => bail!("could not check the payloads; see the message above"),
    }
}

/// Options of `bench`.
#[derive(Debug, Args)]
pub struct Bench {
    /// Measure less often, without instructions and large amounts
    #[arg(long)]
    quick: bool,
    /// Measure this section only: client, growth, pipeline, documents, compile
    #[arg(long, value_name = "SECTION")]
    only: Vec<String>,
    /// Write the results as JSON into a file, too
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the benchmarks.
fn bench(workspace: &Workspace, options: &Bench) -> Result<bool> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--profile", "bench", "--package", "xtask-bench", "--manifest-path"]);
    command.arg(workspace.root().join("Cargo.toml")).arg("--");
    command.args(options.quick.then_some("--quick"));
    command.args(options.only.iter().flat_map(|section| ["--only", section]));
    if let Some(file) = &options.json {
        command.arg("--json").arg(file);
    }
    let status = command.status().context("could not start cargo")?;
    ensure!(status.success(), "could not measure; see the message above");
    Ok(true)
}
