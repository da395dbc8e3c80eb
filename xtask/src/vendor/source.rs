//! Reading the provider's document from a file or a URL.

use std::{path::Path, time::Duration};

use anyhow::{Context, Result, bail, ensure};

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
pub fn read(from: &str) -> Result<String> {
    if !from.starts_with("http://") && !from.starts_with("https://") {
        ensure!(Path::new(from).exists(), "cannot read {from}; pass an existing file or a URL with --from");
        return tree::read_file(Path::new(from));
    }
    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(60))
        .user_agent(concat!("imcloud-xtask/", env!("CARGO_PKG_VERSION")))
        .build()
        .context("could not create the HTTP client")?;
    let response = client.get(from).send().with_context(|| {
        format!("{from} cannot be reached; download the file by other means and pass it with --from FILE")
    })?;
    if !response.status().is_success() {
        bail!(
            "{from} responded with {}; check the version, or pass another URL with --from",
            response.status()
        );
    }
    tree::read_text(response, from).context("the download failed; try again")
}
