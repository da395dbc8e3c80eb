//! Bumps in a small workspace: a client of two operations, and a wrapper that uses what the new
//! version removes.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests stop at the first surprise")]

use std::{
    collections::BTreeMap,
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, SystemTime},
};

use clap::Parser;
use xtask::{
    bump::{self, Bump},
    commands::generate,
    workspace::{EFFECTIVE, GENERATED, Workspace},
};

#[derive(Parser)]
struct Cli {
    #[command(flatten)]
    bump: Bump,
}

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/bump");

/// A repository at version 1.0 with 1.1 vendored. One file is committed, one is staged, one is untracked.
struct Repository {
    _directory: tempfile::TempDir,
    workspace: Workspace,
}

impl Repository {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().canonicalize().unwrap();
        copy(Path::new(FIXTURE), &root);
        // A manifest in the sources would be a package of this workspace to cargo.
        for name in ["", "crates/imcloud-raw/", "crates/imcloud/"] {
            fs::rename(root.join(format!("{name}Cargo.toml.in")), root.join(format!("{name}Cargo.toml")))
                .unwrap();
        }
        fs::write(root.join(".gitignore"), "/target\n*.snap.new\n").unwrap();
        fs::write(root.join("run.sh"), "exit\n").unwrap();
        fs::set_permissions(root.join("run.sh"), fs::Permissions::from_mode(0o755)).unwrap();
        let workspace = Workspace::at(&root);
        let version = "1.0".parse().unwrap();
        generate(&workspace, false, Some(&version), &mut Vec::new()).unwrap();
        let repository = Self { _directory: directory, workspace };
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["add", "--all"]);
        repository.git(&[
            "-c",
            "user.name=t",
            "-c",
            "user.email=t@localhost",
            "commit",
            "--quiet",
            "-m",
            "First",
        ]);
        fs::write(root.join("staged.txt"), "staged\n").unwrap();
        repository.git(&["add", "staged.txt"]);
        fs::write(root.join("untracked.txt"), "untracked\n").unwrap();
        repository
    }

    fn root(&self) -> &Path {
        self.workspace.root()
    }

    fn worktree(&self) -> PathBuf {
        self.root().join("target/bump/1.1")
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git").args(arguments).current_dir(self.root()).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Returns the state that git stores for the user.
    fn git_state(&self) -> Vec<String> {
        [
            &["status", "--porcelain"][..],
            &["rev-parse", "HEAD"],
            &["for-each-ref"],
            &["stash", "list"],
            &["diff", "--cached"],
        ]
        .map(|arguments| self.git(arguments))
        .to_vec()
    }

    /// Every file with its contents, except for `target` and `.git`.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut directories = vec![self.root().to_owned()];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_owned();
                if path.is_symlink() {
                    found.insert(
                        path.clone(),
                        fs::read_link(&path).unwrap().into_os_string().into_encoded_bytes(),
                    );
                } else if !path.is_dir() {
                    found.insert(path.clone(), fs::read(&path).unwrap());
                } else if name != "target" && name != ".git" {
                    directories.push(path);
                }
            }
        }
        found
    }

    /// Runs a bump with arguments and a verification.
    fn run_to(&self, version: &str, arguments: &[&str], verify: &str) -> (anyhow::Result<bool>, String) {
        let verify = ["--verify", verify];
        let cli = Cli::parse_from([&["bump", version], arguments, &verify].concat());
        let mut out = Vec::new();
        let result = bump::run(&self.workspace, &cli.bump, &mut out);
        (result, String::from_utf8(out).unwrap())
    }

    fn run(&self, arguments: &[&str], verify: &str) -> (anyhow::Result<bool>, String) {
        self.run_to("1.1", arguments, verify)
    }

    fn start(&self, verify: &str) -> (bool, String) {
        let (result, printed) = self.run(&[], verify);
        (result.unwrap(), printed)
    }

    fn resume(&self, verify: &str) -> (bool, String) {
        let (result, printed) = self.run(&["--continue"], verify);
        (result.unwrap(), printed)
    }

    fn error(&self, arguments: &[&str]) -> String {
        format!("{:#}", self.run(arguments, PASSES).0.unwrap_err())
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}

/// Makes the wrapper in a worktree fit version 1.1.
fn fix_wrapper(worktree: &Path) {
    let path = worktree.join("crates/imcloud/src/lib.rs");
    let fixed = read(&path)
        .replace("size", "length")
        .replace("GetStatus { client: () }", "GetOrder { client: (), id: () }")
        .replace("GetStatus", "GetOrder");
    fs::write(path, fixed).unwrap();
}

const CHECK: &str = "check --offline --quiet";
const PASSES: &str = "--version";

#[test]
fn broken_wrapper_stops_bump_until_fixed() {
    let repository = Repository::new();
    let (files, git_state) = (repository.files(), repository.git_state());
    let (done, printed) = repository.start(CHECK);
    assert!(!done, "{printed}");
    assert!(printed.contains("decide    nothing"), "{printed}");
    assert!(
        printed.ends_with(
            "`cargo check --offline --quiet` failed in target/bump/1.1.\n\
             lines that do not compile (from the compiler): 3\n\
             \x20 crates/imcloud/src/lib.rs:5: no field `size` on type `&Order`\n\
             \x20 crates/imcloud/src/lib.rs:9: cannot find struct, variant or union type `GetStatus` in crate `imcloud_raw`\n\
             \x20 crates/imcloud/src/lib.rs:9: cannot find type `GetStatus` in crate `imcloud_raw`\n\
             Fix the files there (`cargo check` and `cargo insta review` work there), then run:\n\
             \x20   cargo xtask bump 1.1 --continue\n\
             The workspace is unchanged. Discard the bump with: cargo xtask bump 1.1 --abort\n"
        ),
        "{printed}"
    );
    assert_eq!((repository.files(), repository.git_state()), (files, git_state.clone()));
    let worktree = repository.worktree();
    assert!(read(worktree.join("crates/imcloud-raw/src/generated.rs")).contains("\"1.1\""));
    assert!(worktree.join("untracked.txt").is_file() && worktree.join("staged.txt").is_file());
    let check = Command::new(env!("CARGO")).args(CHECK.split(' ')).current_dir(&worktree).output().unwrap();
    let error = String::from_utf8(check.stderr).unwrap();
    assert!(error.contains("no field `size`") && error.contains("GetStatus"), "{error}");
    assert!(!worktree.join("target/debug").exists(), "compiled code is shared with the workspace");

    // Not fixed, it stops again, and names snapshots.
    fs::write(worktree.join("crates/imcloud/a.snap.new"), "").unwrap();
    let (done, printed) = repository.resume(CHECK);
    assert!(!done && printed.contains("  changed snapshot: crates/imcloud/a.snap.new\n"), "{printed}");

    fix_wrapper(&worktree);
    fs::remove_file(worktree.join("old/obsolete.txt")).unwrap();
    fs::write(worktree.join("binary.bin"), [0, 159, 146, 150]).unwrap();
    symlink("run.sh", worktree.join("link")).unwrap();
    fs::set_permissions(worktree.join("staged.txt"), fs::Permissions::from_mode(0o755)).unwrap();
    let (done, printed) = repository.resume(CHECK);
    assert!(done, "{printed}");

    // Everything is about the step from 1.0 to 1.1, although the worktree was at 1.1 before.
    assert!(printed.contains("compare   1.0 -> 1.1: Code stops compiling"), "{printed}");
    assert!(
        printed.contains("Publish imcloud-raw 0.2.0-rc.2: code that uses Client::get_status, "),
        "{printed}"
    );
    assert!(printed.contains("Publish imcloud 1.4.1: it needs the new release of imcloud-raw."), "{printed}");
    let root = repository.root();
    let changelog = read(root.join("CHANGELOG.md"));
    assert!(
        changelog.starts_with("# Changelog\n\n## Unreleased\n\n### Version 1.1 of the API\n\n#### Added\n\n"),
        "{changelog}"
    );
    assert!(
        changelog.contains("`Client::get_status` (breaking)") && changelog.contains("- First entry.\n"),
        "{changelog}"
    );
    assert_eq!(changelog.matches("Version 1.1 of the API").count(), 1, "{changelog}");
    assert!(read(root.join("crates/imcloud/src/lib.rs")).contains("length"));
    assert!(read(repository.root().join(GENERATED)).contains("\"1.1\""));
    assert!(!root.join("old").exists());
    assert_eq!(fs::read(root.join("binary.bin")).unwrap(), [0, 159, 146, 150]);
    assert_eq!(fs::read_link(root.join("link")).unwrap(), Path::new("run.sh"));
    for file in ["run.sh", "staged.txt"] {
        assert_eq!(fs::metadata(root.join(file)).unwrap().permissions().mode() & 0o777, 0o755, "{file}");
    }
    assert!(!worktree.exists() && !root.join("target/bump/1.1.json").exists());
    assert_eq!(repository.git_state()[1..], git_state[1..], "index, branches and stash are untouched");
    assert_eq!(repository.git(&["worktree", "list"]).lines().count(), 1);

    // There is nothing left to do.
    let (done, printed) = repository.start(CHECK);
    assert!(done && printed.ends_with("write     nothing: the workspace is already at 1.1\n"), "{printed}");
}

#[test]
fn abort_removes_the_worktree_only() {
    let repository = Repository::new();
    let files = repository.files();
    let message = "no bump to 1.1 is in progress";
    assert!(repository.error(&["--abort"]).starts_with(message));
    assert!(repository.error(&["--continue"]).starts_with(message));
    assert!(!repository.start("no-such-command").0);
    let error = repository.error(&[]);
    assert!(error.starts_with("a bump to 1.1 is in progress in target/bump/1.1; resume it with"), "{error}");
    assert!(repository.run(&["--abort"], PASSES).0.unwrap());
    assert!(!repository.worktree().exists());
    assert_eq!(repository.files(), files);
    assert!(!repository.start("no-such-command").0, "a new one can start");
}

#[test]
fn file_edited_meanwhile_is_not_overwritten() {
    let repository = Repository::new();
    assert!(!repository.start("no-such-command").0);
    fix_wrapper(&repository.worktree());
    let wrapper = repository.root().join("crates/imcloud/src/lib.rs");
    let original = read(&wrapper);
    fs::write(&wrapper, format!("{original}// Edited meanwhile.\n")).unwrap();
    // Files that the bump does not write may change.
    fs::write(repository.root().join("untracked.txt"), "edited\n").unwrap();
    // git ignores this one.
    fs::write(repository.worktree().join("new.txt"), "new\n").unwrap();
    fs::write(repository.root().join(".git/info/exclude"), "").unwrap();
    fs::write(repository.root().join("new.txt"), "other\n").unwrap();
    let files = repository.files();
    let error = repository.error(&["--continue"]);
    assert!(
        error.starts_with("changed in the workspace since the bump started: crates/imcloud/src/lib.rs, new.txt; nothing was written."),
        "{error}"
    );
    assert_eq!(repository.files(), files);

    // Written by an interrupted run: the same as in the worktree.
    fs::write(&wrapper, original).unwrap();
    fs::remove_file(repository.root().join("new.txt")).unwrap();
    fs::copy(repository.worktree().join("openapi/effective.yaml"), repository.root().join(EFFECTIVE))
        .unwrap();
    let (done, printed) = repository.resume(PASSES);
    assert!(done && printed.contains("write     crates/imcloud/src/lib.rs\n"), "{printed}");
    assert!(!printed.contains("write     openapi/effective.yaml"), "{printed}");
    assert!(read(&wrapper).contains("length"));
    assert_eq!(read(repository.root().join("untracked.txt")), "edited\n");
}

#[test]
fn decisions_come_before_generation() {
    let repository = Repository::new();
    let overlay = |requirement: &str| {
        format!(
            "overlay: 1.0.0\ninfo: {{title: T, version: '1'}}\nactions:\n  - target: $.components.schemas.Order.properties.size\n    {requirement}description: Evidence.\n    update: {{minimum: 1}}\n"
        )
    };
    let file = "openapi/overlays/15-size.yaml";
    fs::write(repository.root().join(file), overlay("")).unwrap();
    let published = repository.workspace.published(&"1.1".parse().unwrap());
    let document = read(&published);
    fs::write(&published, document.replace("          description: The length.\n", "")).unwrap();
    let (done, printed) = repository.start("no-such-command");
    assert!(!done && printed.contains("decide    2 findings:\n"), "{printed}");
    assert!(printed.contains(&format!("  {file}:4: overlay.no-match: ")), "{printed}");
    assert!(printed.contains("Order.length"), "{printed}");
    assert!(!printed.contains("accept "), "generation would stop all the same: {printed}");
    assert!(!printed.contains("generate ") && !printed.contains("verify "), "{printed}");

    fs::write(repository.worktree().join(file), overlay("x-applies-to: '1.0'\n    ")).unwrap();
    fs::write(repository.worktree().join("openapi/published/1.1.yaml"), document).unwrap();
    let (done, printed) = repository.resume(PASSES);
    assert!(done && printed.contains("decide    nothing"), "{printed}");
    assert!(read(repository.root().join(file)).contains("x-applies-to"));
}

#[test]
fn unsuitable_repositories_and_versions_are_rejected() {
    let repository = Repository::new();
    let files = repository.files();
    let start = |version: &str, arguments: &[&str]| {
        format!("{:#}", repository.run_to(version, arguments, PASSES).0.unwrap_err())
    };
    let document = repository.root().join("openapi/published/1.1.yaml");
    assert!(start("0.9", &[]).starts_with("0.9 is older than the current version 1.0; switch back with: "));
    let error = start("1.2", &["--from", document.to_str().unwrap()]);
    assert!(error.starts_with("the document states version 1.1, not 1.2; bump to the version"), "{error}");
    fs::rename(repository.root().join(".gitignore"), repository.root().join("ignore")).unwrap();
    assert_eq!(start("1.1", &[]), "git does not ignore `target`; add `/target` to .gitignore");
    fs::rename(repository.root().join("ignore"), repository.root().join(".gitignore")).unwrap();
    fs::rename(repository.root().join(".git"), repository.root().join("git")).unwrap();
    let error = start("1.1", &[]);
    assert!(
        error.starts_with("bump works in a git worktree and needs a repository; run `git init`"),
        "{error}"
    );
    fs::rename(repository.root().join("git"), repository.root().join(".git")).unwrap();
    assert_eq!(repository.files(), files);
}

#[test]
fn dry_run_writes_nothing() {
    let repository = Repository::new();
    let document = repository.workspace.published(&"1.1".parse().unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    let from = elsewhere.path().join("document.yaml");
    fs::rename(document, &from).unwrap();
    let files = repository.files();
    let arguments = ["--dry-run", "--from", from.to_str().unwrap()];
    let (result, printed) = repository.run(&arguments, "no-such-command");
    // The descriptions of the provider are replaced by fingerprints.
    assert!(!result.unwrap() && printed.contains("Order.length"), "{printed}");
    assert!(printed.ends_with("dry run: nothing was written, compiled or tested\n"), "{printed}");
    assert_eq!(repository.files(), files);
    assert!(!repository.root().join("target").exists());
}

#[test]
fn killed_bump_can_be_finished() {
    const VERIFY: &str = "check --offline --quiet --package imcloud-raw";
    let expected = {
        let repository = Repository::new();
        assert!(repository.start(VERIFY).0);
        let root = repository.root().to_owned();
        repository
            .files()
            .into_iter()
            .map(|(path, text)| (path.strip_prefix(&root).unwrap().to_owned(), text))
            .collect::<BTreeMap<_, _>>()
    };
    let repository = Repository::new();
    let (before, git_state) = (repository.files(), repository.git_state());
    let state = repository.root().join("target/bump/1.1.json");
    // Random times in a grid, so that every step is met. `KILL_SEED` repeats them.
    let by_time = || SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    let seed = std::env::var("KILL_SEED").map_or_else(|_| by_time(), |seed| seed.parse().unwrap());
    println!("KILL_SEED={seed}");
    let jitter = |step: u64| (seed ^ step).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 60;
    for milliseconds in (0..).map(|step| step * 15 + jitter(step)) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // The fixture fails to compile if snapshots are updated without being asked for.
        command.args(["bump", "1.1", "--verify", VERIFY]);
        command.env("INSTA_UPDATE", "always").current_dir(repository.root());
        if state.exists() {
            command.arg("--continue");
        }
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(milliseconds));
        let finished = child.try_wait().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        for (path, text) in repository.files() {
            let name = path.strip_prefix(repository.root()).unwrap();
            assert!(
                before.get(&path) == Some(&text) || expected.get(name) == Some(&text),
                "{}",
                path.display()
            );
        }
        if let Some(status) = finished {
            assert!(status.success(), "after {milliseconds} ms");
            break;
        }
    }
    let files = repository.files();
    assert_eq!(files.len(), expected.len());
    assert!(!state.exists() && !repository.worktree().exists());
    let left = fs::read_dir(repository.root().join("target/bump")).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [".cargo"], "temporary files and worktrees are left");
    assert_eq!(repository.git_state()[1..], git_state[1..], "index, branches and stash are untouched");
    assert_eq!(repository.git(&["worktree", "list"]).lines().count(), 1);
}
