//! `cargo xtask bump VERSION`: switches the workspace to another version of the API.
//!
//! The work is done in a git worktree at `target/bump/VERSION`, made from a snapshot of the working tree:
//! vendor, compare, decide, generate, verify. When something has to be decided or fixed, the worktree stays,
//! and `--continue` resumes in it. Only when everything passes are the files that differ from the snapshot
//! written to the workspace. A state file remembers what is old, so that every resumption compares the same
//! versions.
//!
//! An interrupt at any time loses nothing: before the state is written, the worktree has no edits; afterwards
//! the same command with `--continue` resumes.

mod git;
mod report;

use std::{env, fs, io::Write, path::PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use openapi_review::{ApiVersion, Input, Level, Report, Severity};
use serde::{Deserialize, Serialize};

use self::git::Repository;
use crate::{
    pipeline,
    review::{self, Side, review},
    vendor,
    workspace::{TEMPORARY, Workspace, cargo, list, write_atomically},
};

/// Options of `bump`.
#[derive(Debug, Args)]
pub struct Bump {
    /// API version to switch to, for example 1.16
    version: ApiVersion,
    /// Document to read [default: vendored one, or the provider's]
    #[arg(long, value_name = "FILE|URL")]
    from: Option<String>,
    /// Compare and list the decisions; write nothing
    #[arg(long, conflicts_with_all = ["continue", "abort"])]
    dry_run: bool,
    /// Resume a bump that stopped, in its worktree
    #[arg(long, conflicts_with_all = ["from", "abort"])]
    r#continue: bool,
    /// Remove the worktree of a bump that stopped
    #[arg(long, conflicts_with = "from")]
    abort: bool,
    /// Verify with these cargo arguments [default: test everything]
    #[arg(long, value_name = "ARGUMENTS", allow_hyphen_values = true)]
    verify: Vec<String>,
}

/// The verification of this repository. The snapshots of the module `inventory` list the generated code
/// itself, so that they are updated with it. All others are behavior, where a change is a decision.
const VERIFICATION: [&str; 2] = [UPDATES_SNAPSHOTS, "test --workspace -- --quiet"];
const UPDATES_SNAPSHOTS: &str = "test --workspace --test it --quiet -- --quiet inventory::";

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

struct Progress<'a> {
    options: &'a Bump,
    version: &'a ApiVersion,
    original: &'a Workspace,
    copy: Workspace,
    state_file: PathBuf,
}

/// Switches to a version; returns `false` if something has to be decided or fixed before it can continue,
/// which `out` says. Fails if there is no git repository, a document cannot be read, the versions do not fit,
/// or a file changed in the workspace meanwhile.
pub fn run(workspace: &Workspace, options: &Bump, out: &mut dyn Write) -> Result<bool> {
    let version = &options.version;
    let directory = workspace.root().join("target/bump");
    let copy = Workspace::at(directory.join(version.to_string()));
    let state_file = directory.join(format!("{version}.json"));
    let progress = Progress { options, version, original: workspace, copy, state_file };
    if options.dry_run {
        progress.dry_run(out)
    } else if options.abort {
        progress.ensure_in_progress()?;
        progress.remove(&Repository::open(workspace.root())?)?;
        writeln!(out, "removed {}", progress.place())?;
        Ok(true)
    } else {
        let state = if options.r#continue { progress.state()? } else { progress.start(out)? };
        progress.resume(state, out)
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
        write_atomically(&self.state_file, &serde_json::to_string(state)?).map(drop)
    }

    fn remove(&self, repository: &Repository) -> Result<()> {
        // Without a state, a worktree is a leftover that the next start replaces.
        if self.state_file.exists() {
            fs::remove_file(&self.state_file).context("could not remove the state of the bump")?;
        }
        self.remove_leftovers()?;
        repository.remove_worktree(&self.place())
    }

    /// Removes temporary files and directories of processes that were killed. A bump to another version that
    /// runs meanwhile can stop by this, and be resumed.
    fn remove_leftovers(&self) -> Result<()> {
        let Some(directory) = self.state_file.parent().filter(|directory| directory.is_dir()) else {
            return Ok(());
        };
        for path in list(directory)? {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with(TEMPORARY) {
                let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
                removed.with_context(|| format!("could not remove {}", path.display()))?;
            }
        }
        Ok(())
    }

    /// Makes the worktree, with the vendored document in it.
    fn start(&self, out: &mut dyn Write) -> Result<State> {
        let (version, root) = (self.version, self.original.root());
        if self.state_file.exists() {
            bail!(
                "a bump to {version} is in progress in {}; resume it with `cargo xtask bump {version} --continue`, or discard it with `--abort`",
                self.place()
            );
        }
        let old = self.current()?;
        let repository = Repository::open(root)?;
        let document = self.vendored(out)?;
        self.remove(&repository)?;
        let base = repository.commit(&repository.snapshot()?)?;
        repository.add_worktree(&self.place(), &base)?;
        write_atomically(&self.copy.published(version), &document)?;
        // cargo reads this file from its parent directories: commands in the worktree find what is already
        // compiled.
        let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
        let target = serde_json::to_string(&root.join(target).to_string_lossy())?;
        let config = root.join("target/bump/.cargo/config.toml");
        write_atomically(&config, &format!("[build]\ntarget-dir = {target}\n"))?;
        let state = State { old: old.to_string(), base, entry: String::new() };
        self.save(&state)?;
        Ok(state)
    }

    /// Does everything after the start. Repeated steps have the same result.
    fn resume(&self, mut state: State, out: &mut dyn Write) -> Result<bool> {
        let (version, copy) = (self.version, &self.copy);
        let repository = Repository::open(self.original.root())?;
        let worktree = Repository::open(copy.root())?;
        let old = Side::read(copy, &format!("{}:openapi/published/{}.yaml", state.base, state.old))?;
        let new = Input::of(&copy.show(&copy.published(version)), &copy.read_published(version)?)?;
        let (review, decided) = self.compare(copy, &state.old, &old, &new, out)?;
        if !decided {
            writeln!(out, "\nDecide and edit the files in {}, then run:", self.place())?;
            return self.stop(out);
        }
        self.generate(out).with_context(|| {
            let place = self.place();
            format!("could not generate the client; fix the files in {place} and resume with --continue")
        })?;
        if state.old != version.to_string() {
            let entry = report::changelog_entry(&review, version);
            report::add_to_changelog(copy, &state.entry, &entry)?;
            state.entry = entry;
            self.save(&state)?;
        }
        let given: Vec<&str> = self.options.verify.iter().map(String::as_str).collect();
        for arguments in if given.is_empty() { VERIFICATION.as_slice() } else { &given } {
            writeln!(out, "verify    cargo {arguments}")?;
            out.flush()?;
            if !self.verify(arguments)? {
                writeln!(out, "\n`cargo {arguments}` failed in {}.", self.place())?;
                report::compile_errors(copy, &review, out)?;
                for snapshot in worktree.ignored("*.snap.new")? {
                    writeln!(out, "  changed snapshot: {snapshot}")?;
                }
                let commands = "`cargo check` and `cargo insta review` work there";
                writeln!(out, "Fix the files there ({commands}), then run:")?;
                return self.stop(out);
            }
        }
        let changes = worktree.changes(&state.base, &worktree.snapshot()?)?;
        for file in git::write_back(&repository, &state.base, copy.root(), &changes)? {
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
        let command = format!("cargo xtask bump {}", self.version);
        writeln!(out, "    {command} --continue")?;
        writeln!(out, "The workspace is unchanged. Discard the bump with: {command} --abort")?;
        Ok(false)
    }

    fn generate(&self, out: &mut dyn Write) -> Result<()> {
        let products = pipeline::produce(pipeline::inputs(&self.copy, self.version)?, self.version)?;
        for (path, text) in products.files(&self.copy) {
            write_atomically(&path, text)?;
        }
        writeln!(out, "generate  {}", products.generated.surface.summary())?;
        Ok(())
    }

    /// Runs cargo in the worktree; returns whether it succeeds.
    fn verify(&self, arguments: &str) -> Result<bool> {
        let updates = if arguments == UPDATES_SNAPSHOTS { "always" } else { "new" };
        let mut command = cargo();
        command.args(arguments.split_whitespace()).current_dir(self.copy.root());
        command.env("INSTA_UPDATE", updates).env_remove("INSTA_FORCE_PASS");
        Ok(command.status().context("could not start cargo")?.success())
    }

    fn dry_run(&self, out: &mut dyn Write) -> Result<bool> {
        let current = self.current()?.to_string();
        let name = self.original.show(&self.original.published(self.version));
        let new = Input::of(&name, &self.vendored(out)?)?;
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

    fn vendored(&self, out: &mut dyn Write) -> Result<String> {
        let path = self.original.published(self.version);
        if self.options.from.is_none() && path.is_file() {
            writeln!(out, "vendor    {} exists", self.original.show(&path))?;
            return self.original.read_published(self.version);
        }
        let (from, vendored) = vendor::download(self.original, self.version, self.options.from.as_deref())?;
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
        let context = review::Context::read(workspace)?;
        let review = review(old, &Side::from(new.clone()), &context, Level::Rust)?;
        let counts: Vec<String> =
            Severity::ALL.iter().map(|severity| format!("{} {severity}", review.count(*severity))).collect();
        writeln!(out, "compare   {current} -> {version}: {} ({})", review.verdict(), counts.join(", "))?;
        let decided = !report::decisions(&context, &review, new, version, out)?;
        Ok((review, decided))
    }
}
