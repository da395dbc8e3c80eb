//! Pipes that close, and interrupts.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, Command, Stdio},
    time::Duration,
};

use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::tool::{Tool, files_in};

const INTERRUPTED: &str = r#"{"error":{"code":"interrupted","exit":130,"message":"interrupted"}}"#;

fn interrupt(child: &Child) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(3_000)));
    for format in ["ndjson", "csv", "json", "yaml", "table"] {
        let mut child = tool
            .command(["orders", "list", "--output", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

#[test]
fn an_interrupt_during_a_list_keeps_whole_rows_and_is_130() {
    let slow = Fault::delay(Duration::from_secs(600)).on("list_orders").skip(1);
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(1_200)).fault(slow));
    let mut child = tool
        .command(["orders", "list", "--output", "ndjson"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    out.read_line(&mut first).unwrap();
    interrupt(&child);
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert_eq!(String::from_utf8(output.stderr).unwrap().trim(), INTERRUPTED);
    for line in rest.lines().chain([first.trim()]) {
        serde_json::from_str::<serde_json::Value>(line).unwrap();
    }
}

#[test]
fn an_interrupt_during_a_download_leaves_no_half_file() {
    let tool = Tool::new();
    let report = tool.find("reports list --status completed", "[0].id");
    tool.sandbox.inject(Fault::slow_body(1_000, Duration::from_secs(1)).on("download")).unwrap();
    let child = tool
        .command(["reports", "download", &report, "--to", "out.csv"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The file is under way when the store was asked for it.
    while tool.sandbox.journal().entries().iter().all(|entry| !entry.path().starts_with("/rated-data")) {
        std::thread::yield_now();
    }
    interrupt(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    let left: Vec<_> =
        files_in(tool.home.path()).into_iter().filter(|name| !name.starts_with(".c")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_sandbox_serves_until_interrupted_and_prints_what_a_client_needs() {
    let tool = Tool::anonymous();
    let mut child = tool
        .command(["sandbox", "serve", "--orders", "60"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().take(5);
    let mut command = tool.command(["customers", "list", "--output", "json"]);
    for line in lines {
        let line = line.unwrap();
        let (name, value) = line.strip_prefix("export ").unwrap().split_once('=').unwrap();
        command.env(name, value.trim_matches('\''));
    }
    assert_eq!(crate::tool::Run::of(&mut command).json().as_array().unwrap().len(), 6);
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
