//! The checkout of this repository: its paths, versions, files and programs.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use openapi_review::{ApiVersion, document::tree};
use semver::Version;
use serde_json::Value;

use crate::nodes::items;

/// The document that the generator reads.
pub const EFFECTIVE: &str = "openapi/effective.yaml";

/// The generated code.
pub const GENERATED: &str = "crates/imcloud-raw/src/generated.rs";

/// The paths of one checkout.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// A checkout at a given directory.
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Finds the checkout that contains the current directory, by its `openapi` and `xtask` directories.
    /// Fails if the current directory is in no checkout of this repository.
    pub fn find() -> Result<Self> {
        let current = env::current_dir().context("the current directory is not readable")?;
        let mut directories = current.ancestors();
        let root = directories.find(|root| root.join("openapi").is_dir() && root.join("xtask").is_dir());
        let root = root.with_context(|| {
            format!("{} is in no checkout of this repository; change into one", current.display())
        });
        root.map(Self::at)
    }

    /// The root directory.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The vendored structure of a version.
    pub fn published(&self, version: &ApiVersion) -> PathBuf {
        self.root.join(format!("openapi/published/{version}.yaml"))
    }

    pub(crate) fn read_published(&self, version: &ApiVersion) -> Result<String> {
        let path = self.published(version);
        tree::read_file(&path).with_context(|| {
            format!("{} cannot be read; vendor it first: cargo xtask vendor {version}", self.show(&path))
        })
    }

    /// Returns a path as messages show it: from the root.
    pub(crate) fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// Reads the YAML and JSON files of a directory, sorted by name, with their names from the root.
    pub(crate) fn yaml_files(&self, directory: &str) -> Result<Vec<(String, String)>> {
        let mut files = Vec::new();
        for path in list(&self.root.join(directory))? {
            let (name, extension) =
                (self.show(&path), path.extension().and_then(|extension| extension.to_str()));
            ensure!(extension != Some("yml"), "{name} would be ignored; rename it to .yaml");
            if let Some("yaml" | "json") = extension {
                let text = fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
                files.push((name, text));
            }
        }
        Ok(files)
    }

    /// Returns the versions of all packages, by name.
    pub(crate) fn crate_versions(&self) -> Result<BTreeMap<String, Version>> {
        let mut command = cargo();
        command.args(["metadata", "--no-deps", "--offline", "--format-version=1", "--manifest-path"]);
        let metadata = stdout(command.arg(self.root.join("Cargo.toml")))?;
        let metadata: Value = serde_json::from_slice(&metadata).context("cargo metadata printed no JSON")?;
        let one = |package: &Value| {
            let [name, version] = ["name", "version"].map(|key| package[key].as_str().unwrap_or_default());
            Ok((name.to_owned(), Version::parse(version)?))
        };
        items(metadata.get("packages")).map(one).collect()
    }

    /// Returns the vendored versions, oldest first. Fails if the directory cannot be listed.
    pub fn versions(&self) -> Result<Vec<ApiVersion>> {
        let files = list(&self.root.join("openapi/published"))?;
        let files = files.iter().filter(|path| path.extension().is_some_and(|extension| extension == "yaml"));
        let mut versions: Vec<ApiVersion> =
            files.filter_map(|path| path.file_stem()?.to_str()?.parse().ok()).collect();
        versions.sort();
        Ok(versions)
    }

    /// Returns the version that the committed client is generated from: the one that `openapi/effective.yaml`
    /// states, or the newest vendored one. Fails if nothing is vendored, or the effective document states no
    /// version.
    pub fn current_version(&self) -> Result<ApiVersion> {
        let Ok(text) = fs::read_to_string(self.root.join(EFFECTIVE)) else {
            return self
                .versions()?
                .pop()
                .context("no version is vendored; run `cargo xtask vendor VERSION`");
        };
        // The version is at the head; the paths are most of the file.
        let head = text.split("\npaths:").next().unwrap_or_default();
        let document = tree::parse(head).context("openapi/effective.yaml")?.value;
        let stated = document["info"]["version"].as_str();
        stated.context("openapi/effective.yaml states no version; name one with --spec-version")?.parse()
    }

    pub(crate) fn version_or_current(&self, version: Option<&ApiVersion>) -> Result<ApiVersion> {
        version.cloned().map_or_else(|| self.current_version(), Ok)
    }

    /// Returns a command that builds and runs the program of a package.
    ///
    /// They are not part of `xtask` because `generate` must not need what they are compiled from: the
    /// generated client, which may not compile, and an HTTP client, which takes long to compile.
    pub(crate) fn program(&self, package: &str, profile: &str) -> Command {
        let mut command = cargo();
        command.args(["run", "--quiet", "--profile", profile, "--package", package, "--manifest-path"]);
        command.arg(self.root.join("Cargo.toml")).arg("--");
        command
    }

    /// Runs the program of a package; returns its standard output, or its error.
    pub(crate) fn output(&self, package: &str, arguments: &[&str]) -> Result<Vec<u8>> {
        stdout(self.program(package, "dev").args(arguments))
    }
}

fn stdout(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.output().context("could not start cargo")?;
    let message = String::from_utf8_lossy(&output.stderr);
    let message = message.trim();
    ensure!(output.status.success(), "{}", message.strip_prefix("error: ").unwrap_or(message));
    Ok(output.stdout)
}

/// Returns a command that runs the cargo that runs this program.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Variables that git sets for its hooks, and that would redirect commands to another repository.
const FOREIGN: [&str; 5] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"];

/// Runs git in a directory, with another index if there is one; returns its output.
pub(crate) fn git(root: &Path, index: Option<&Path>, input: &str, arguments: &[&str]) -> Result<String> {
    let mut command = Command::new("git");
    for name in FOREIGN {
        command.env_remove(name);
    }
    // Hooks are for the work of the user.
    for setting in ["core.hooksPath=/dev/null", "user.name=xtask", "user.email=xtask@localhost"] {
        command.args(["-c", setting]);
    }
    command.args(arguments).current_dir(root).envs(index.map(|index| ("GIT_INDEX_FILE", index)));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().context("could not start git; is it installed?")?;
    // git reads all of its input before it writes, where it reads any.
    child.stdin.take().context("no standard input")?.write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    String::from_utf8(output.stdout).context("the output of git is not UTF-8")
}

pub(crate) fn list(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Prefix of the names of temporary files, which an interrupt may leave.
pub(crate) const TEMPORARY: &str = ".xtask-";

/// Writes `text` to `path` through a temporary file in the same directory; returns whether the contents
/// changed. The old file is unchanged after an error.
pub(crate) fn write_atomically(path: &Path, text: &str) -> Result<bool> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(false);
    }
    let directory = match path.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    };
    let write = || -> Result<()> {
        fs::create_dir_all(directory)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(TEMPORARY);
        // A temporary file would otherwise be readable by its owner alone.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
        let mut file = builder.tempfile_in(directory)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().with_context(|| format!("cannot write {}", path.display()))?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_is_replaced_without_leftovers() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("new/file.txt");
        assert!(write_atomically(&path, "one").unwrap());
        assert!(!write_atomically(&path, "one").unwrap());
        assert!(write_atomically(&path, "two").unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "no temporary file is left");
    }
}
