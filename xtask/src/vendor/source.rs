//! Reading the publisher's document from a file or a URL.

use std::{fs, io::Read, time::Duration};

use anyhow::{Context, Result, bail};

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
pub fn read(from: &str) -> Result<String> {
    let bytes = if from.starts_with("http://") || from.starts_with("https://") {
        download(from)?
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

fn download(url: &str) -> Result<Vec<u8>> {
    let client = reqwest::blocking::Client::builder()
        .timeout(Duration::from_secs(60))
        .user_agent(concat!("imcloud-xtask/", env!("CARGO_PKG_VERSION")))
        .build()
        .context("the HTTP client cannot be set up")?;
    let response = client.get(url).send().with_context(|| {
        format!("{url} cannot be reached; download the file by other means and pass it with --from FILE")
    })?;
    if !response.status().is_success() {
        bail!("{url} answered {}; check the version, or pass another place with --from", response.status());
    }
    let mut bytes = Vec::new();
    response
        .take(MAXIMUM_BYTES + 1)
        .read_to_end(&mut bytes)
        .with_context(|| format!("the answer of {url} broke off; try again"))?;
    Ok(bytes)
}
