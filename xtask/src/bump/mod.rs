//! `cargo xtask bump VERSION`: switches the workspace to another version of the API.
//!
//! The work is done in a git worktree at `target/bump/VERSION`, made from a snapshot of the working tree:
//! vendor, compare, decide, generate, verify. When something has to be decided or fixed, the worktree stays,
//! and [`Action::Continue`] resumes in it. Only when everything passes are the files that differ from the
//! snapshot written to the workspace. A state file remembers what is old, so that every resumption compares
//! the same versions.
//!
//! An interrupt at any time loses nothing: before the state is written, the worktree has no edits; afterwards
//! the same command with `--continue` resumes.

mod changelog;
mod git;
mod report;

use std::{env, fs, io::Write, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use self::git::Repository;
use crate::{
    package, pipeline,
    review::{
        Side,
        report::{Context as ReviewContext, review},
    },
    vendor,
    workspace::Workspace,
    write,
};
use openapi_review::{ApiVersion, Input, Level, Report, Severity};

/// A command to run.
#[derive(Debug, Clone)]
pub struct Bump {
    /// The version to switch to.
    pub version: ApiVersion,
    /// The action.
    pub action: Action,
    /// The commands that must succeed in the worktree.
    pub verification: Vec<Step>,
}

/// A part of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Start, from the document in this file or at this URL. Defaults to the vendored document, or else to
    /// the URL of the provider.
    Start(Option<String>),
    /// Compare and report the decisions to make, without writing anything.
    DryRun(Option<String>),
    /// Resume in the worktree.
    Continue,
    /// Remove the worktree.
    Abort,
}

/// A cargo command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its arguments.
    pub arguments: Vec<String>,
    /// True if snapshots of its tests are updated. If not, a changed snapshot fails the test.
    pub updates_snapshots: bool,
}

impl Step {
    /// Parses the arguments of a cargo command, separated by spaces.
    #[must_use]
    pub fn new(arguments: &str) -> Self {
        Self {
            arguments: arguments.split_whitespace().map(str::to_owned).collect(),
            updates_snapshots: false,
        }
    }

    /// The verification of this repository. The snapshots of the module `inventory` list the generated code
    /// itself, so that they change with it. All others are behavior, where a change is a decision.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let inventory = Self::new("test --workspace --test it --quiet -- --quiet inventory::");
        vec![Self { updates_snapshots: true, ..inventory }, Self::new("test --workspace -- --quiet")]
    }
}

/// The stored state of a bump in progress, next to its worktree.
#[derive(Debug, Serialize, Deserialize)]
struct State {
    /// The version before.
    old: String,
    /// The commit that the worktree was made from.
    base: String,
    /// The changelog entry that was written last.
    entry: String,
}

/// A bump in progress.
struct Progress<'a> {
    version: &'a ApiVersion,
    original: &'a Workspace,
    copy: Workspace,
    state_file: PathBuf,
}

/// Runs a command; returns `false` if something has to be decided or fixed before it can continue, which
/// `out` says.
///
/// # Errors
/// If there is no git repository, a document cannot be read, the versions do not fit, or a file changed in
/// the workspace meanwhile.
pub fn run(workspace: &Workspace, bump: &Bump, out: &mut dyn Write) -> Result<bool> {
    let version = &bump.version;
    let directory = workspace.root().join("target/bump");
    let progress = Progress {
        version,
        original: workspace,
        copy: Workspace::at(directory.join(version.to_string())),
        state_file: directory.join(format!("{version}.json")),
    };
    match &bump.action {
        Action::DryRun(from) => progress.dry_run(from.as_deref(), out),
        Action::Start(from) => {
            let state = progress.start(from.as_deref(), out)?;
            progress.resume(state, &bump.verification, out)
        }
        Action::Continue => progress.resume(progress.state()?, &bump.verification, out),
        Action::Abort => {
            progress.ensure_in_progress()?;
            progress.remove(&Repository::open(workspace.root())?)?;
            writeln!(out, "removed {}", progress.place())?;
            Ok(true)
        }
    }
}

impl Progress<'_> {
    fn place(&self) -> String {
        self.original.show(self.copy.root())
    }

    fn ensure_in_progress(&self) -> Result<()> {
        let (version, root) = (self.version, self.original.root().display());
        ensure!(
            self.state_file.exists(),
            "no bump to {version} is in progress in {root}; start one with: cargo xtask bump {version}"
        );
        Ok(())
    }

    fn state(&self) -> Result<State> {
        self.ensure_in_progress()?;
        let name = self.state_file.display();
        let text = fs::read_to_string(&self.state_file).with_context(|| format!("could not read {name}"))?;
        serde_json::from_str(&text)
            .with_context(|| format!("{name} is damaged; discard the bump with --abort"))
    }

    fn save(&self, state: &State) -> Result<()> {
        write::atomically(&self.state_file, &serde_json::to_string(state)?).map(drop)
    }

    fn remove(&self, repository: &Repository) -> Result<()> {
        // Without a state, a worktree is a leftover that the next start replaces.
        if self.state_file.exists() {
            fs::remove_file(&self.state_file).context("could not remove the state of the bump")?;
        }
        repository.remove_worktree(&self.place())
    }

    /// Makes the worktree, with the vendored document in it.
    fn start(&self, from: Option<&str>, out: &mut dyn Write) -> Result<State> {
        let (version, root) = (self.version, self.original.root());
        if self.state_file.exists() {
            bail!(
                "a bump to {version} is in progress in {}; resume it with `cargo xtask bump {version} --continue`, or discard it with `--abort`",
                self.place()
            );
        }
        let old = self.current()?;
        let repository = Repository::open(root)?;
        let document = self.vendored(from, out)?;
        self.remove(&repository)?;
        let base = repository.commit(&repository.snapshot()?)?;
        repository.add_worktree(&self.place(), &base)?;
        write::atomically(&self.copy.published(version), &document)?;
        // cargo reads this file from its parent directories: commands in the worktree find what is already
        // compiled.
        let target =
            env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |path| root.join(path));
        let target = serde_json::to_string(&target.to_string_lossy())?;
        let config = root.join("target/bump/.cargo/config.toml");
        write::atomically(&config, &format!("[build]\ntarget-dir = {target}\n"))?;
        let state = State { old: old.to_string(), base, entry: String::new() };
        self.save(&state)?;
        Ok(state)
    }

    /// Does everything after the start. Repeated steps have the same result.
    fn resume(&self, mut state: State, verification: &[Step], out: &mut dyn Write) -> Result<bool> {
        let (version, copy) = (self.version, &self.copy);
        let repository = Repository::open(self.original.root())?;
        let worktree = Repository::open(copy.root())?;
        let published = format!("openapi/published/{}.yaml", state.old);
        let old = Side::read(copy, &format!("{}:{published}", state.base))?;
        let path = copy.published(version);
        let text = fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))?;
        let new = Input::of(&copy.show(&path), &text)?;
        let (review, decided) = self.compare(copy, &state.old, &old, &new, out)?;
        if !decided {
            writeln!(out, "\nDecide and edit the files in {}, then run:", self.place())?;
            return self.stop(out);
        }
        self.generate(out).with_context(|| {
            format!(
                "could not generate the client; fix the files in {} and resume with --continue",
                self.place()
            )
        })?;
        if state.old != version.to_string() {
            let entry = changelog::entry(&review, version);
            changelog::write(copy, &state.entry, &entry)?;
            state.entry = entry;
            self.save(&state)?;
        }
        for step in verification {
            writeln!(out, "verify    cargo {}", step.arguments.join(" "))?;
            out.flush()?;
            if !cargo(copy, step)? {
                writeln!(out, "\n`cargo {}` failed in {}.", step.arguments.join(" "), self.place())?;
                report::compile_errors(copy, &review, out)?;
                for snapshot in worktree.ignored("*.snap.new")? {
                    writeln!(out, "  changed snapshot: {snapshot}")?;
                }
                writeln!(
                    out,
                    "Fix the files there (`cargo check` and `cargo insta review` work there), then run:"
                )?;
                return self.stop(out);
            }
        }
        let changes = worktree.changes(&state.base, &worktree.snapshot()?)?;
        let written = git::write_back(&repository, &state.base, copy.root(), &changes)?;
        for file in &written {
            writeln!(out, "write     {file}")?;
        }
        if changes.is_empty() {
            writeln!(out, "write     nothing: the workspace is already at {version}")?;
        } else {
            report::left_to_do(&review, changes.keys().map(String::as_str), out)?;
        }
        self.remove(&repository)?;
        Ok(true)
    }

    fn stop(&self, out: &mut dyn Write) -> Result<bool> {
        writeln!(out, "    cargo xtask bump {} --continue", self.version)?;
        writeln!(
            out,
            "The workspace is unchanged. Discard the bump with: cargo xtask bump {} --abort",
            self.version
        )?;
        Ok(false)
    }

    fn generate(&self, out: &mut dyn Write) -> Result<()> {
        let copy = &self.copy;
        let products = pipeline::produce(pipeline::inputs(copy, self.version)?, self.version)?;
        for (path, text) in [
            (copy.effective(), &products.effective_text),
            (copy.generated(), &products.generated.code),
            (copy.contract(), &products.contract),
        ] {
            write::atomically(&path, text)?;
        }
        writeln!(out, "generate  {}", products.generated.surface.summary())?;
        Ok(())
    }

    fn dry_run(&self, from: Option<&str>, out: &mut dyn Write) -> Result<bool> {
        let current = self.current()?.to_string();
        let name = self.original.show(&self.original.published(self.version));
        let new = Input::of(&name, &self.vendored(from, out)?)?;
        let old = Side::read(self.original, &current)?;
        let (_, decided) = self.compare(self.original, &current, &old, &new, out)?;
        writeln!(out, "dry run: nothing was written, compiled or tested")?;
        Ok(decided)
    }

    /// Returns the current version, which must not be newer.
    fn current(&self) -> Result<ApiVersion> {
        let (version, current) = (self.version, self.original.current_version()?);
        ensure!(
            *version >= current,
            "{version} is older than the current version {current}; switch back with: cargo xtask generate --spec-version {version}"
        );
        Ok(current)
    }

    /// Returns the structure of the new document.
    fn vendored(&self, from: Option<&str>, out: &mut dyn Write) -> Result<String> {
        let path = self.original.published(self.version);
        let name = self.original.show(&path);
        if from.is_none() && path.is_file() {
            writeln!(out, "vendor    {name} exists")?;
            return fs::read_to_string(&path).with_context(|| format!("could not read {name}"));
        }
        let from = from.map_or_else(|| vendor::publisher_url(self.version), str::to_owned);
        let vendored = vendor::vendor(self.version, &vendor::read(self.original, &from)?)
            .with_context(|| format!("could not vendor {from}"))?;
        for warning in &vendored.warnings {
            writeln!(out, "vendor    warning: {warning}")?;
        }
        writeln!(out, "vendor    {from}: {} operations, {} schemas", vendored.operations, vendored.schemas)?;
        Ok(vendored.text)
    }

    /// Compares the documents and lists the decisions to make; returns whether there are none.
    fn compare(
        &self,
        workspace: &Workspace,
        current: &str,
        old: &Side,
        new: &Input,
        out: &mut dyn Write,
    ) -> Result<(Report, bool)> {
        let version = self.version;
        ensure!(
            new.about.version.as_ref() == Some(version),
            "the document states version {}, not {version}; bump to the version that it states",
            new.about.version.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string)
        );
        let review = review(old, &Side::from(new.clone()), &ReviewContext::read(workspace)?, Level::Rust)?;
        let counts: Vec<String> =
            Severity::ALL.iter().map(|severity| format!("{} {severity}", review.count(*severity))).collect();
        writeln!(out, "compare   {current} -> {version}: {} ({})", review.verdict(), counts.join(", "))?;
        let decided = !report::decisions(workspace, &review, new, version, out)?;
        Ok((review, decided))
    }
}

fn cargo(copy: &Workspace, step: &Step) -> Result<bool> {
    let status = package::cargo()
        .args(&step.arguments)
        .current_dir(copy.root())
        .env("INSTA_UPDATE", if step.updates_snapshots { "always" } else { "new" })
        .env_remove("INSTA_FORCE_PASS")
        .status()
        .context("could not start cargo")?;
    Ok(status.success())
}
