//! Closed pipes and signals.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
    time::Duration,
};

use imcloud_sandbox::{Fault, Sandbox, Size};
use serde_json::Value;

use crate::tool::{Run, Tool, files_in, kill, piped, signal_mask};

/// The signals that end a command, with exit code and code for programs.
const SIGNALS: &[(&str, i32, &str)] = &[
    ("INT", 130, "interrupted"),
    ("TERM", 143, "terminated"),
    // Elsewhere it is listened to only where there is a terminal.
    #[cfg(target_os = "linux")]
    ("HUP", 129, "hung_up"),
];

/// Sends a signal that the command handles.
fn send(signal: &str, child: &Child) {
    if let Some(handled) = signal_mask(&child.id().to_string(), "SigCgt") {
        let number = match signal {
            "HUP" => 1,
            "INT" => 2,
            _ => 15,
        };
        assert!(handled & (1 << (number - 1)) != 0, "the command does not handle SIG{signal}");
    }
    kill(signal, child);
}

/// Everything in the home that a command left, but the caches of the system.
fn left_in(tool: &Tool) -> Vec<String> {
    files_in(tool.home.path()).into_iter().filter(|name| name != ".cache").collect()
}

#[test]
fn closed_pipe_ends_quietly() {
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(3_000)));
    for format in ["ndjson", "csv", "json", "yaml", "table"] {
        let mut child = tool.start(&format!("orders list --output {format}"));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn signal_during_list_keeps_complete_rows() {
    for (signal, code, name) in SIGNALS.iter().copied() {
        let slow = Fault::delay(Duration::from_secs(600)).on("list_orders").skip(1);
        let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(1_200)).fault(slow));
        let mut child = tool.start("orders list --output ndjson");
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        out.read_line(&mut first).unwrap();
        send(signal, &child);
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(
            (&error["error"]["code"], &error["error"]["exit"]),
            (&name.into(), &code.into()),
            "{error}"
        );
        for line in rest.lines().chain([first.trim()]) {
            serde_json::from_str::<Value>(line).unwrap();
        }
    }
}

#[test]
fn signal_during_download_leaves_no_file() {
    for (signal, code, _) in SIGNALS.iter().copied() {
        let tool = Tool::new();
        let report = tool.find("reports list --status completed", "[0].id");
        tool.sandbox.inject(Fault::slow_body(1_000, Duration::from_secs(1)).on("download")).unwrap();
        let child = tool.start(&format!("reports download {report} --to out.csv"));
        // The download has started when the store received the request.
        while tool.sandbox.journal().entries().iter().all(|entry| !entry.path().starts_with("/rated-data")) {
            std::thread::yield_now();
        }
        send(signal, &child);
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert_eq!(left_in(&tool), [""; 0]);
    }
}

#[test]
fn signal_during_token_request_releases_lock() {
    for (signal, code, _) in SIGNALS.iter().copied() {
        let slow = Fault::delay(Duration::from_secs(600)).on("generate_auth_token").times(1);
        let tool = Tool::with(Sandbox::builder().seed(7).fault(slow));
        let child = tool.start("customers list");
        while tool.sandbox.requests_served() == 0 {
            std::thread::yield_now();
        }
        send(signal, &child);
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(code));
        // With the lock held this would take longer than its time, and with half a file it would fail.
        tool.run("customers list --timeout 5s").data();
        assert_eq!(files_in(&tool.path(".cache/imcloud")), ["tokens.json", "tokens.lock"]);
    }
}

#[test]
fn command_blocked_by_a_pipe_ends_by_signal() {
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(3_000)));
    for (signal, code, _) in SIGNALS.iter().copied() {
        let mut child = tool
            .command(["orders", "list", "--output", "ndjson"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It has begun to write, and nobody reads on.
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0]).unwrap();
        send(signal, &child);
        assert_eq!(child.wait().unwrap().code(), Some(code));
        drop(out);
    }
}

/// A command that `sh` starts with an ignored signal.
fn with_ignored(signal: &str, inner: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' {signal}; exec \"$0\" \"$@\"")]);
    command.arg(inner.get_program()).args(inner.get_args());
    command.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

#[test]
fn ignored_signal_stays_ignored() {
    let ignored = if cfg!(target_os = "linux") { &["HUP", "INT"][..] } else { &["HUP"] };
    for signal in ignored {
        let slow = Fault::delay(Duration::from_millis(300)).on("list_customers");
        let tool = Tool::with(Sandbox::builder().seed(7).fault(slow));
        let inner = tool.command(["customers", "list", "--output", "ndjson"]);
        let child = piped(&mut with_ignored(signal, &inner));
        while tool.sandbox.requests_served() < 2 {
            std::thread::yield_now();
        }
        kill(signal, &child);
        assert_eq!(Run::from(child.wait_with_output().unwrap()).data().lines().count(), 6, "SIG{signal}");
    }
}

/// `nohup` and the background of a script have both signals ignored.
#[test]
fn signal_tests_pass_with_ignored_signals() {
    let mut tests = Command::new(std::env::current_exe().unwrap());
    tests.args(["--exact", "streams::signal_during_list_keeps_complete_rows"]);
    tests.envs(std::env::vars_os());
    let run = Run::of(&mut with_ignored("HUP INT", &tests));
    assert!(run.data().contains("1 passed"), "{run:?}");
}

#[test]
fn sandbox_serves_until_signal() {
    let tool = Tool::anonymous();
    let mut child = tool.start("sandbox serve --orders 60");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(5);
    let mut command = tool.command(["customers", "list", "--output", "json"]);
    for line in lines {
        let line = line.unwrap();
        let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
        command.env(name, value.trim_matches('\''));
    }
    assert_eq!(Run::of(&mut command).json().as_array().unwrap().len(), 6);
    send("TERM", &child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
