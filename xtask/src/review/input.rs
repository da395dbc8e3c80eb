//! The documents to compare: vendored versions, files, or files in the history of the repository.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use openapi_review::{ApiVersion, Input};

use crate::{
    overlay::{self, Overlay},
    workspace::{Workspace, git},
};

/// A document to compare, with the overlays that apply to it.
#[derive(Debug)]
pub struct Side {
    /// The document.
    pub input: Input,
    /// The overlays of its revision, where it is a vendored document of the history; otherwise those of the
    /// checkout apply.
    pub overlays: Option<Vec<Overlay>>,
}

impl From<Input> for Side {
    fn from(input: Input) -> Self {
        Self { input, overlays: None }
    }
}

impl Side {
    /// Reads the document that an argument names.
    ///
    /// `1.15` is the vendored version, unless a file of that name exists; `REVISION:PATH` is a file in the
    /// history; everything else is a file, which may also be the provider's own. A vendored document of the
    /// history is taken with the overlays that it had then, so that a change of overlays alone shows as well.
    ///
    /// # Errors
    /// If there is no such version, file or revision, or it does not contain a complete OpenAPI document.
    pub fn read(workspace: &Workspace, argument: &str) -> Result<Self> {
        if Path::new(argument).is_file() {
            let text = fs::read_to_string(argument).with_context(|| format!("cannot read {argument}"))?;
            return Ok(Input::of(argument, &text)?.into());
        }
        if let Ok(version) = argument.parse::<ApiVersion>() {
            let text = workspace.read_published(&version)?;
            return Ok(Input::of(&workspace.show(&workspace.published(&version)), &text)?.into());
        }
        match argument.split_once(':') {
            Some((revision, file)) if !revision.is_empty() && !file.is_empty() => {
                ensure!(!revision.starts_with('-'), "{revision} is not a revision");
                let text = from_history(workspace.root(), revision, file)?;
                let mut side = Self::from(Input::of(argument, &text)?);
                // Annotations are made on files.
                file.clone_into(&mut side.input.about.file);
                if file.starts_with("openapi/published/") {
                    side.overlays = Some(overlays_of(workspace.root(), revision)?);
                }
                Ok(side)
            }
            _ => bail!(
                "{argument} is neither a vendored version, a file, nor REVISION:PATH; for example 1.15, openapi/published/1.15.yaml, or origin/main:openapi/published/1.15.yaml"
            ),
        }
    }
}

fn from_history(root: &Path, revision: &str, file: &str) -> Result<String> {
    let name = format!("{revision}:{file}");
    git(root, None, "", &["show", "--no-textconv", &name]).with_context(|| format!("{name} cannot be read"))
}

/// Returns the overlays of a revision, in the order in which they are applied.
fn overlays_of(root: &Path, revision: &str) -> Result<Vec<Overlay>> {
    let list = git(root, None, "", &["ls-tree", "-z", "--name-only", revision, "openapi/overlays/"])
        .with_context(|| format!("the overlays of {revision} cannot be listed"))?;
    let mut files: Vec<&str> =
        list.split('\0').filter(|file| file.ends_with(".yaml") || file.ends_with(".json")).collect();
    files.sort_unstable();
    let read = files.iter().map(|file| overlay::parse_old(file, &from_history(root, revision, file)?));
    read.collect::<Result<_>>().with_context(|| format!("the overlays of {revision}"))
}
