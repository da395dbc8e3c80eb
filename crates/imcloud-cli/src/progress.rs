//! Progress on standard error.
//!
//! Lists, downloads and waits have separate lines. If a command shows nothing for two seconds, a spinner
//! appears. Every line is removed before something else is written.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use scopeguard::{ScopeGuard, guard};
use tokio::time::sleep;

use crate::escape::escape;

/// Templates of a line: without and with a known total.
pub(crate) type Templates = [&'static str; 2];

pub(crate) const ITEMS: Templates =
    ["{spinner} {msg} {pos} items {elapsed}", "{msg} {pos}/{len} items [{bar:30}] {elapsed}"];
pub(crate) const BYTES: Templates =
    ["{spinner} {msg} {bytes} {bytes_per_sec}", "{msg} {bytes}/{total_bytes} [{bar:30}] {bytes_per_sec}"];
pub(crate) const WAITING: Templates = ["{spinner} {msg} {elapsed}"; 2];

/// The time without output after which the spinner appears.
const PATIENCE: Duration = Duration::from_secs(2);

const TICK: Duration = Duration::from_millis(200);

/// Output of the process, which decides about the spinner.
static OUTPUT: Mutex<Output> = Mutex::new(Output { enabled: false, last: None, paused: 0, spinner: None });

struct Output {
    enabled: bool,
    /// Time of the last output.
    last: Option<Instant>,
    /// Number of lines and questions that are visible instead of the spinner.
    paused: usize,
    spinner: Option<ProgressBar>,
}

fn output() -> MutexGuard<'static, Output> {
    OUTPUT.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Output {
    fn clear(&mut self) {
        self.last = Some(Instant::now());
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
    }
}

pub(crate) fn clear() {
    output().clear();
}

/// Allows the spinner, because calls begin.
pub(crate) fn enable_spinner() {
    let mut output = output();
    output.enabled = true;
    output.last = Some(Instant::now());
}

/// Shows a spinner whenever nothing was written for two seconds. Never returns.
pub(crate) async fn show_when_idle() {
    loop {
        sleep(TICK).await;
        let mut output = output();
        let idle = output.last.is_some_and(|last| last.elapsed() >= PATIENCE);
        if idle && output.enabled && output.paused == 0 && output.spinner.is_none() {
            output.spinner = Some(bar(true, "waiting for the service", WAITING[0]));
        }
    }
}

pub(crate) type Paused = ScopeGuard<(), fn(())>;

/// Keeps the spinner away, while a line or a question is visible.
pub(crate) fn pause() -> Paused {
    let mut visible = output();
    visible.clear();
    visible.paused += 1;
    guard((), |()| {
        let mut output = output();
        output.paused -= 1;
        output.last = Some(Instant::now());
    })
}

/// A line of progress. It is removed when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    known: &'static str,
    _paused: Option<Paused>,
}

impl Progress {
    pub(crate) fn new(visible: bool, what: &str, [unknown, known]: Templates) -> Self {
        // Items on the way to the same terminal leave the line to the spinner.
        let paused = visible.then(pause);
        Self { bar: bar(visible, what, unknown), known, _paused: paused }
    }

    pub(crate) fn total(&self, total: u64) {
        set_total(&self.bar, self.known, total);
    }

    pub(crate) fn advance(&self, by: u64) {
        self.bar.inc(by);
    }

    /// Returns a function that sets the number of bytes and their total.
    pub(crate) fn byte_counter(&self) -> impl Fn(u64, Option<u64>) + Send + 'static {
        let (bar, known) = (self.bar.clone(), self.known);
        move |bytes, total| {
            total.into_iter().for_each(|total| set_total(&bar, known, total));
            bar.set_position(bytes);
        }
    }

    pub(crate) fn text_setter(&self) -> impl Fn(String) + Send + 'static {
        let bar = self.bar.clone();
        move |what| bar.set_message(escape(&what).into_owned())
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn bar(visible: bool, what: &str, template: &str) -> ProgressBar {
    // Hidden by indicatif itself if standard error is not a terminal.
    let target = if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(None, target).with_style(style(template));
    bar.set_message(escape(what).into_owned());
    if !bar.is_hidden() {
        bar.enable_steady_tick(TICK);
    }
    bar
}

fn set_total(bar: &ProgressBar, template: &str, total: u64) {
    if bar.length() != Some(total) {
        bar.set_length(total);
        bar.set_style(style(template));
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
    fn templates_are_valid() {
        for template in [ITEMS, BYTES, WAITING].concat() {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }
}
