//! Reading the publisher's document from a file or a URL.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::{package, workspace::Workspace};
use openapi_review::ApiVersion;

/// More than fifty times the size of the published documents; what is larger is something else.
const MAXIMUM_BYTES: u64 = 8 * 1024 * 1024;

/// Where the publisher serves the document of a version.
#[must_use]
pub fn publisher_url(version: &ApiVersion) -> String {
    format!("https://apidocs.cloud.im/{version}/_specs/cmp.yaml")
}

/// Reads the text behind a path, or behind an `http(s)://` URL.
///
/// # Errors
/// When there is nothing to read, the answer is not a success, or the text is not UTF-8 or far too large.
pub fn read(workspace: &Workspace, from: &str) -> Result<String> {
    let bytes = if from.starts_with("http://") || from.starts_with("https://") {
        package::output(workspace, "xtask-fetch", &["download", from])?
    } else {
        fs::read(from)
            .with_context(|| format!("cannot read {from}; give an existing file or a URL with --from"))?
    };
    if bytes.len() as u64 > MAXIMUM_BYTES {
        bail!("{from} is larger than {MAXIMUM_BYTES} bytes and hardly a specification");
    }
    let text = String::from_utf8(bytes).with_context(|| format!("{from} is not UTF-8 text"))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}
