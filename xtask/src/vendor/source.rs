//! Reading the provider's document from a file or a URL.

use std::path::Path;

use anyhow::{Result, ensure};

use crate::{package, workspace::Workspace};
use openapi_review::{ApiVersion, document::tree};

/// Returns the URL of a version's document.
#[must_use]
pub fn publisher_url(version: &ApiVersion) -> String {
    format!("https://apidocs.cloud.im/{version}/_specs/cmp.yaml")
}

/// Reads the text of a file or of an `http(s)://` URL, up to 32 MiB.
///
/// # Errors
/// When it cannot be read, the response is not a success, or the text is not UTF-8 or too large.
pub fn read(workspace: &Workspace, from: &str) -> Result<String> {
    if !from.starts_with("http://") && !from.starts_with("https://") {
        ensure!(Path::new(from).exists(), "cannot read {from}; pass an existing file or a URL with --from");
        return tree::read_file(Path::new(from));
    }
    tree::read_text(package::output(workspace, "xtask-fetch", &["download", from])?.as_slice(), from)
}
