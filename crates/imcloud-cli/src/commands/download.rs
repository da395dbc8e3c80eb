//! `imcloud reports download`.

use std::path::{Path, PathBuf};

use clap::Args;
use imcloud::{
    Id,
    types::{Report, ReportStatus},
};

use super::await_;
use crate::{failure::Failure, progress::Progress, session::Session};

/// A file of a report.
#[derive(Debug, Args)]
pub(crate) struct Download {
    /// Id of the report
    id: String,
    /// Where to write it; by default the name and the day of the report, in this folder. - for standard output
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
    let path = download.to.clone().unwrap_or_else(|| PathBuf::from(file_name(&report)));
    let mut file = client.reports().download(&report);
    let progress = Progress::bytes(session.shows_progress(true), "downloading");
    let tell = progress.byte_counter();
    file = file.on_progress(move |now| tell(now.bytes, now.total));
    if path == Path::new("-") {
        let mut pieces = file.pieces();
        let mut out = crate::output::raw();
        while let Some(piece) = pieces.next().await {
            std::io::Write::write_all(&mut out, &piece?)?;
        }
        return Ok(std::io::Write::flush(&mut out)?);
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
