//! Paths in this repository.

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail, ensure};
use semver::Version;
use serde_json::Value;
use toml_edit::{DocumentMut, Item};

use openapi_review::ApiVersion;

/// The paths of one checkout.
#[derive(Debug, Clone)]
pub struct Workspace {
    root: PathBuf,
}

impl Workspace {
    /// A checkout at a given directory.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The checkout that holds the current directory, found by its `openapi` and `xtask` directories.
    ///
    /// # Errors
    /// If the current directory is in no checkout of this repository.
    pub fn find() -> Result<Self> {
        let current = env::current_dir().context("the current directory is not readable")?;
        let root = current
            .ancestors()
            .find(|directory| directory.join("openapi").is_dir() && directory.join("xtask").is_dir());
        match root {
            Some(root) => Ok(Self::at(root)),
            None => bail!("{} is in no checkout of this repository; change into one", current.display()),
        }
    }

    /// The root directory.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The vendored structure of a version.
    #[must_use]
    pub fn published(&self, version: &ApiVersion) -> PathBuf {
        self.root.join(format!("openapi/published/{version}.yaml"))
    }

    /// The directory of overlays.
    #[must_use]
    pub fn overlays(&self) -> PathBuf {
        self.root.join("openapi/overlays")
    }

    /// The directory of descriptions.
    #[must_use]
    pub fn descriptions(&self) -> PathBuf {
        self.root.join("openapi/descriptions")
    }

    /// The document that the generator reads.
    #[must_use]
    pub fn effective(&self) -> PathBuf {
        self.root.join("openapi/effective.yaml")
    }

    /// The generated code.
    #[must_use]
    pub fn generated(&self) -> PathBuf {
        self.root.join("crates/imcloud-raw/src/generated.rs")
    }

    /// Returns the path of the JSON Schemas of requests.
    #[must_use]
    pub fn contract(&self) -> PathBuf {
        self.root.join("crates/imcloud-sandbox/src/contract.json")
    }

    /// A path as messages show it: from the root.
    #[must_use]
    pub fn show(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// Returns the version of each crate below `crates`, its own or that of the workspace.
    ///
    /// # Errors
    /// If a manifest cannot be read or states no valid version.
    pub fn crate_versions(&self) -> Result<BTreeMap<String, Version>> {
        let manifest = |path: PathBuf| -> Result<DocumentMut> {
            let name = self.show(&path);
            let text = fs::read_to_string(&path).with_context(|| format!("could not read {name}"))?;
            text.parse().with_context(|| format!("{name} is not valid TOML"))
        };
        let shared = manifest(self.root.join("Cargo.toml"))?;
        let shared = shared.get("workspace").and_then(|table| table.get("package")?.get("version")).cloned();
        let mut versions = BTreeMap::new();
        let directory = self.root.join("crates");
        for entry in
            fs::read_dir(&directory).with_context(|| format!("could not list {}", directory.display()))?
        {
            let path = entry?.path().join("Cargo.toml");
            if !path.is_file() {
                continue;
            }
            let document = manifest(path.clone())?;
            let package = document.get("package");
            let version = package.and_then(|package| package.get("version"));
            // `version.workspace = true`
            let version = if version.is_some_and(Item::is_table_like) { shared.as_ref() } else { version };
            let (Some(name), Some(version)) =
                (package.and_then(|package| package.get("name")?.as_str()), version.and_then(Item::as_str))
            else {
                bail!("{} states no name or no version", self.show(&path));
            };
            let version = Version::parse(version)
                .with_context(|| format!("{}: {version:?} is not a semantic version", self.show(&path)))?;
            versions.insert(name.to_owned(), version);
        }
        Ok(versions)
    }

    /// The vendored versions, oldest first.
    ///
    /// # Errors
    /// If the directory cannot be listed.
    pub fn versions(&self) -> Result<Vec<ApiVersion>> {
        let directory = self.root.join("openapi/published");
        let mut versions = Vec::new();
        for entry in
            fs::read_dir(&directory).with_context(|| format!("cannot list {}", directory.display()))?
        {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "yaml")
                && let Some(version) = path.file_stem().and_then(|stem| stem.to_str()?.parse().ok())
            {
                versions.push(version);
            }
        }
        versions.sort();
        Ok(versions)
    }

    /// The version that was asked for, or else the current one.
    ///
    /// # Errors
    /// As [`Workspace::current_version`].
    pub fn version_or_current(&self, asked: Option<&ApiVersion>) -> Result<ApiVersion> {
        asked.map_or_else(|| self.current_version(), |version| Ok(version.clone()))
    }

    /// The version that the committed client is generated from: what `openapi/effective.yaml` states, or the
    /// newest vendored one.
    ///
    /// # Errors
    /// If nothing is vendored, or the effective document states no version.
    pub fn current_version(&self) -> Result<ApiVersion> {
        match fs::read_to_string(self.effective()) {
            Ok(text) => {
                // The version stands at the head; the paths are most of the file.
                let head = text.split("\npaths:").next().unwrap_or_default();
                let document =
                    openapi_review::document::tree::parse(head).context("openapi/effective.yaml")?.value;
                let stated = document.pointer("/info/version").and_then(Value::as_str);
                stated
                    .context("openapi/effective.yaml states no version; name one with --spec-version")?
                    .parse()
            }
            Err(_) => {
                self.versions()?.pop().context("no version is vendored; run `cargo xtask vendor VERSION`")
            }
        }
    }
}

/// Reads the YAML and JSON files of a directory below `openapi`, sorted by name, with their names from the
/// root.
///
/// # Errors
/// If the directory or a file cannot be read, or a file has the extension `.yml`.
pub fn yaml_files(directory: &Path) -> Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).with_context(|| format!("cannot list {}", directory.display()))? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        ensure!(extension != Some("yml"), "{} would be ignored; rename it to .yaml", path.display());
        if let Some("yaml" | "json") = extension {
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((format!("openapi/{}/{}", name(directory), name(&path)), text));
        }
    }
    files.sort();
    Ok(files)
}
