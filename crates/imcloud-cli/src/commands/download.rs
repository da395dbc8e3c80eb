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
use crate::{
    failure::Failure, file::is_no_plain_file, output::told_of, progress::Progress, session::Session,
};

/// A file of a report.
#[derive(Debug, Args)]
pub(crate) struct Download {
    /// Id of the report
    id: String,
    /// Where to write it, a file or a folder; by default this folder, by the name and the day of the report. - for standard output
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Wait until the report is made
    #[arg(long)]
    pub(super) wait: bool,
    /// Replace a file that is there
    #[arg(long)]
    force: bool,
    /// Keep what came if it breaks off, as FILE.part, and go on from there the next time
    #[arg(long)]
    resume: bool,
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
        Some(folder) if folder.is_dir() => folder.join(file_name(&report)),
        Some(path) => path,
    };
    let mut file = client.reports().download(&report);
    let progress = Progress::bytes(session.shows_progress(true), "downloading");
    let tell = progress.byte_counter();
    file = file.on_progress(move |now| tell(now.bytes, now.total));
    if path == Path::new("-") {
        return pour(file, io::stdout(), "standard output").await;
    }
    if is_no_plain_file(&path) {
        let name = path.display().to_string();
        let opened = OpenOptions::new().write(true).open(&path).map_err(|error| told_of(&name, &error))?;
        return pour(file, opened, &name).await;
    }
    if path.exists() && !download.force {
        return Err(Failure::usage(format!("{} is there already", path.display()))
            .remedy("Name another file with --to, or replace it with --force."));
    }
    if download.resume {
        file = file.keep_partial();
    }
    let bytes = file.to_file(&path).await?;
    drop(progress);
    session.note(&format!("{bytes} bytes in {}", path.display()));
    Ok(())
}

/// Writes a file piece by piece to what cannot be replaced: standard output, a pipe, a device.
async fn pour(file: reports::Download, mut to: impl Write, name: &str) -> Result<(), Failure> {
    let mut chunks = file.chunks();
    while let Some(piece) = chunks.next().await {
        to.write_all(&piece?).map_err(|error| told_of(name, &error))?;
    }
    Ok(to.flush().map_err(|error| told_of(name, &error))?)
}

/// `Daily charges 2026-01-15.csv`, without what file systems do not take.
fn file_name(report: &Report) -> String {
    let plain = |text: &str| {
        let kept = text.chars().map(|it| if it.is_alphanumeric() || " -_.".contains(it) { it } else { '_' });
        kept.collect::<String>().trim_matches(['.', ' ']).to_owned()
    };
    let id = report.id.as_ref().map_or("report", Id::as_str);
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
