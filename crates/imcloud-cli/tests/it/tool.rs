//! The binary and a service for it.

use std::{
    ffi::OsStr,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use imcloud_sandbox::{Sandbox, SandboxBuilder};
use serde_json::Value;
use tempfile::TempDir;

/// A user's machine, with a sandbox to talk to.
pub(crate) struct Tool {
    pub(crate) sandbox: Sandbox,
    pub(crate) home: TempDir,
    pub(crate) with_credentials: bool,
}

#[cfg(unix)]
static DEFAULT_SIGNALS: std::sync::Once = std::sync::Once::new();

/// Gives children the default action for the signals that this process ignores, as under `nohup` or in the
/// background of a script. A child inherits an ignored signal, but a handled one gets its default action.
#[cfg(unix)]
fn handle_ignored_signals() {
    use tokio::signal::unix::{SignalKind, signal};

    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let _context = runtime.enter();
    for kind in [SignalKind::hangup(), SignalKind::interrupt()] {
        // Without `/proc` it is unknown, and this process no longer ends by these signals.
        if signal_mask("self", "SigIgn").is_none_or(|mask| mask & (1 << (kind.as_raw_value() - 1)) != 0) {
            // The handler outlives the stream and the runtime.
            drop(signal(kind).unwrap());
        }
    }
}

/// The signals that a process ignores (`SigIgn`) or handles (`SigCgt`), one bit each. `None` where there is
/// no `/proc`.
#[cfg(unix)]
pub(crate) fn signal_mask(process: &str, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    Some(u64::from_str_radix(mask.unwrap().trim(), 16).unwrap())
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Tool {
    pub(crate) fn new() -> Self {
        Self::with(Sandbox::builder().seed(7))
    }

    pub(crate) fn with(builder: SandboxBuilder) -> Self {
        #[cfg(unix)]
        DEFAULT_SIGNALS.call_once(handle_ignored_signals);
        let sandbox = builder.start_blocking().unwrap();
        Self { sandbox, home: tempfile::tempdir().unwrap(), with_credentials: true }
    }

    /// Without the variables of credentials.
    pub(crate) fn anonymous() -> Self {
        Self { with_credentials: false, ..Self::new() }
    }

    pub(crate) fn command(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_imcloud"));
        command.args(arguments).env_clear().env("HOME", self.home.path()).current_dir(self.home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        if cfg!(windows) {
            // The first one is required for the network.
            command.env("SystemRoot", std::env::var_os("SystemRoot").unwrap_or_default());
            for name in ["USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP"] {
                command.env(name, self.home.path());
            }
        }
        if self.with_credentials {
            command.envs(self.variables());
        }
        command
    }

    pub(crate) fn variables(&self) -> [(&'static str, String); 5] {
        let credentials = self.sandbox.credentials();
        [
            ("IMCLOUD_BASE_URL", self.sandbox.base_url().to_owned()),
            ("IMCLOUD_USERNAME", credentials.username),
            ("IMCLOUD_PASSWORD", credentials.password.expose().to_owned()),
            ("IMCLOUD_SUBSCRIPTION_KEY", credentials.subscription_key.expose().to_owned()),
            ("IMCLOUD_MARKETPLACE", credentials.marketplace),
        ]
    }

    /// Runs a command line, split at spaces.
    pub(crate) fn run(&self, line: &str) -> Run {
        self.run_args(line.split_whitespace())
    }

    pub(crate) fn run_args(&self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Run {
        Run::of(self.command(arguments).stdin(Stdio::null()))
    }

    /// Starts a command line, split at spaces, whose output waits to be read.
    #[cfg(unix)]
    pub(crate) fn start(&self, line: &str) -> Child {
        piped(&mut self.command(line.split_whitespace()))
    }

    /// Runs with something on standard input.
    pub(crate) fn feed(&self, line: &str, input: &str) -> Run {
        let mut child = piped(self.command(line.split_whitespace()).stdin(Stdio::piped()));
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        Run::from(child.wait_with_output().unwrap())
    }

    /// Returns the first value at a path in the output of a command. The path is a jq query without its first
    /// dot.
    pub(crate) fn find(&self, line: &str, path: &str) -> String {
        let query = format!(".{path}");
        let arguments = line.split_whitespace().chain(["--query", &query]);
        let run = self.run_args(arguments);
        assert_eq!(run.code, Some(0), "{run:?}");
        let found = run.stdout.lines().next().unwrap_or_default().trim().to_owned();
        assert!(!found.is_empty() && found != "null", "{line} {query}: {run:?}");
        found
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.home.path().join(name);
        fs::File::create(&path).unwrap().write_all(content.as_bytes()).unwrap();
        path
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// An active customer, and a product that can be ordered for it.
    pub(crate) fn account(&self) -> (String, String) {
        let customer = self.find("customers list", r#"[] | select(.status == "active") | .id"#);
        let product = self.find("products list", r#"[] | select(.name == "Drumvale Signature Seat") | .id"#);
        (customer, product)
    }

    /// How often an operation was called.
    pub(crate) fn calls(&self, operation: &str) -> usize {
        self.sandbox.journal().of(operation).unwrap().len()
    }
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    /// The data of a run that went well.
    #[track_caller]
    pub(crate) fn data(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.stdout
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(self.data()).unwrap()
    }

    /// The words of a run that ended with this code and gave no data.
    #[track_caller]
    pub(crate) fn failed(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stdout, "", "{self:?}");
        &self.stderr
    }
}

impl From<std::process::Output> for Run {
    fn from(output: std::process::Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// Starts a command whose output waits to be read.
pub(crate) fn piped(command: &mut Command) -> Child {
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Sends a signal, such as `TERM`.
#[cfg(unix)]
pub(crate) fn kill(signal: &str, child: &Child) {
    let process = child.id().to_string();
    assert!(Command::new("kill").args([&format!("-{signal}"), &process]).status().unwrap().success());
}

/// Everything in a directory, by name.
pub(crate) fn files_in(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
