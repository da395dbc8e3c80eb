//! `imcloud reports download`.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::Args;
use imcloud::{
    Id, reports,
    types::{Report, ReportStatus},
};

use super::await_;
use crate::{failure::Failure, file::is_special_file, output::told_of, progress::Progress, session::Session};

/// Options of a download.
#[derive(Debug, Args)]
pub(crate) struct Download {
    /// Id of the report
    id: String,
    /// Write to PATH: a file, a directory, or - for stdout
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// Wait until the report is completed
    #[arg(long)]
    pub(super) wait: bool,
    /// Replace an existing file
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(session: &Session, download: Download) -> Result<(), Failure> {
    let client = session.client().await?;
    let mut report = client.reports().get(&download.id).await?;
    if download.wait && report.status != Some(ReportStatus::Completed) {
        let waiting = client.reports().wait_for(download.id.as_str());
        report = await_::until_done(session, waiting, "report").await?;
    }
    let path = match download.to.clone() {
        None => PathBuf::from(file_name(&report)),
        Some(directory) if directory.is_dir() => directory.join(file_name(&report)),
        Some(path) => path,
    };
    let mut file = client.reports().download(&report);
    let progress = Progress::bytes(session.shows_progress(true), "downloading");
    let report_bytes = progress.byte_counter();
    file = file.on_progress(move |now| report_bytes(now.bytes, now.total));
    if path == Path::new("-") {
        return write_chunks(file, io::stdout(), "standard output").await;
    }
    if is_special_file(&path) {
        let name = path.display().to_string();
        let opened = OpenOptions::new().write(true).open(&path).map_err(|error| told_of(&name, &error))?;
        return write_chunks(file, opened, &name).await;
    }
    if path.exists() && !download.force {
        return Err(Failure::usage(format!("{} already exists", path.display()))
            .remedy("Choose another path with --to, or replace the file with --force."));
    }
    let bytes = file.to_file(&path).await?;
    drop(progress);
    session.note(&format!("{bytes} bytes in {}", path.display()));
    Ok(())
}

/// Writes a file to a target that cannot be replaced: standard output, a pipe, a device.
async fn write_chunks(file: reports::Download, mut target: impl Write, name: &str) -> Result<(), Failure> {
    let mut chunks = file.chunks();
    while let Some(chunk) = chunks.next().await {
        target.write_all(&chunk?).map_err(|error| told_of(name, &error))?;
    }
    Ok(target.flush().map_err(|error| told_of(name, &error))?)
}

/// Returns a name such as `Daily charges 2026-01-15.csv`, without characters that file systems reject.
fn file_name(report: &Report) -> String {
    let plain = |text: &str| {
        let kept = text.chars().map(|it| if it.is_alphanumeric() || " -_.".contains(it) { it } else { '_' });
        kept.collect::<String>().trim_matches(['.', ' ']).to_owned()
    };
    let id = if report.id.is_empty() { "report" } else { report.id.as_str() };
    let name = report.name.as_deref().map(plain).filter(|name| !name.is_empty());
    let mut file = name.unwrap_or_else(|| plain(id));
    if let Some(day) = report.creation_date.as_ref().and_then(|date| date.as_str().get(..10)) {
        file.push_str(&format!(" {}", plain(day)));
    }
    match &report.format {
        Some(format) => format!("{file}.{}", plain(&format.as_str().to_lowercase())),
        None => file,
    }
}
