//! Progress on standard error, when somebody looks.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const ROWS: &str = "{msg} {pos}/{len} rows [{bar:30}] {elapsed}";
const ROWS_UNKNOWN: &str = "{spinner} {msg} {pos} rows {elapsed}";
const BYTES: &str = "{msg} {bytes}/{total_bytes} [{bar:30}] {bytes_per_sec}";
const BYTES_UNKNOWN: &str = "{spinner} {msg} {bytes} {bytes_per_sec}";
const WAITING: &str = "{spinner} {msg} {elapsed}";

/// A line that tells how far something is. It goes away when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    known: &'static str,
}

impl Progress {
    /// Rows of a list.
    pub(crate) fn rows(visible: bool, what: &str) -> Self {
        Self::new(visible, what, ROWS_UNKNOWN, ROWS)
    }

    /// Bytes of a file.
    pub(crate) fn bytes(visible: bool, what: &str) -> Self {
        Self::new(visible, what, BYTES_UNKNOWN, BYTES)
    }

    /// Something that takes its time.
    pub(crate) fn waiting(visible: bool, what: &str) -> Self {
        Self::new(visible, what, WAITING, WAITING)
    }

    fn new(visible: bool, what: &str, unknown: &str, known: &'static str) -> Self {
        // Hidden by indicatif itself when standard error is no terminal.
        let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target).with_style(style(unknown));
        bar.set_message(what.to_owned());
        if !bar.is_hidden() {
            // The clock goes on while nothing comes in, and what came in last is shown.
            bar.enable_steady_tick(Duration::from_millis(200));
        }
        Self { bar, known }
    }

    /// How much there is in all, as soon as that is known.
    pub(crate) fn total(&self, total: u64) {
        if self.bar.length() != Some(total) {
            self.bar.set_length(total);
            self.bar.set_style(style(self.known));
        }
    }

    /// So much more is done.
    pub(crate) fn advance(&self, by: u64) {
        self.bar.inc(by);
    }

    /// Says how many bytes there are, from elsewhere.
    pub(crate) fn byte_counter(&self) -> impl Fn(u64, Option<u64>) + Send + 'static {
        let (bar, known) = (self.bar.clone(), self.known);
        move |bytes, total| {
            if let Some(total) = total.filter(|total| bar.length() != Some(*total)) {
                bar.set_length(total);
                bar.set_style(style(known));
            }
            bar.set_position(bytes);
        }
    }

    /// Says what is going on, from elsewhere.
    pub(crate) fn teller(&self) -> impl Fn(String) + Send + 'static {
        let bar = self.bar.clone();
        move |what| bar.set_message(what)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .unwrap_or_else(|_| ProgressStyle::default_bar())
        .progress_chars("=> ")
        .tick_chars("|/-\\ ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_is_one() {
        for template in [ROWS, ROWS_UNKNOWN, BYTES, BYTES_UNKNOWN, WAITING] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
