//! Secrets from the output of a command, such as that of a password manager.

use std::{
    io::Read as _,
    process::{Command, Stdio},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use imcloud::Secret;

/// Time limit for a command, which may ask the user to unlock a password manager.
pub(super) const TIMEOUT: Duration = Duration::from_secs(60);

const POLL: Duration = Duration::from_millis(10);

/// Limit for the output of a command.
const MAX_BYTES: u64 = 64 << 10;

/// Runs a command in the shell and returns the first line of its output. Its standard input is empty.
///
/// # Errors
/// A description of the failure, without the output.
pub(super) fn secret_of(command: &str, timeout: Duration) -> Result<Secret, String> {
    let deadline = Instant::now() + timeout;
    let (shell, option) = if cfg!(windows) { ("cmd", "/C") } else { ("sh", "-c") };
    let mut child = Command::new(shell)
        .args([option, command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let (sender, output) = mpsc::channel();
    if let Some(stdout) = child.stdout.take() {
        thread::spawn(move || {
            let mut content = Vec::new();
            let _ = sender.send(stdout.take(MAX_BYTES).read_to_end(&mut content).map(|_| content));
        });
    }
    let status = loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) => break status,
            None if Instant::now() < deadline => thread::sleep(POLL),
            None => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("it did not end within {} s", timeout.as_secs()));
            }
        }
    };
    if !status.success() {
        return Err(status.to_string());
    }
    // A background process of the command may hold the pipe open.
    let output = output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
    let output =
        output.map_err(|_| "its output did not end".to_owned())?.map_err(|error| error.to_string())?;
    let output = String::from_utf8(output).map_err(|_| "its output is not UTF-8".to_owned())?;
    match output.lines().next() {
        Some(line) if !line.is_empty() => Ok(line.into()),
        _ => Err("it printed nothing".to_owned()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn first_line_is_the_secret() {
        let secret = secret_of("printf 'pass word\\nlogin: acme\\n'", TIMEOUT).unwrap();
        assert_eq!(secret.expose(), "pass word");
    }

    #[test]
    fn failed_command_is_reported_without_output() {
        for (command, reason) in [
            ("echo HUNTER2; exit 3", "exit status: 3"),
            ("true", "printed nothing"),
            ("printf '\\377'", "not UTF-8"),
        ] {
            let error = secret_of(command, TIMEOUT).unwrap_err();
            assert!(error.contains(reason) && !error.contains("HUNTER2"), "{command}: {error}");
        }
    }

    #[test]
    fn slow_command_is_stopped() {
        let start = Instant::now();
        let error = secret_of("sleep 30", Duration::from_millis(200)).unwrap_err();
        assert!(error.contains("did not end") && start.elapsed() < Duration::from_secs(20), "{error}");
    }
}
