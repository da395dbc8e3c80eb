//! What people see on a terminal, looked at once and kept.

use std::process::{Command, Stdio};
use std::time::Duration;

use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::tool::Tool;

/// Runs a command line on a pseudo-terminal of so many columns, by util-linux's `script`.
fn on_terminal(tool: &Tool, columns: u16, line: &str) -> Option<String> {
    Command::new("script").arg("--version").output().ok()?;
    let inner = format!("stty cols {columns} rows 24; {} {line}", env!("CARGO_BIN_EXE_imcloud"));
    let output = Command::new("script")
        .args(["-qec", &inner, "/dev/null"])
        .env_clear()
        .env("HOME", tool.home.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm")
        .envs(tool.variables())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n"))
}

/// Escapes in words, so that a person can review them.
fn readable(text: &str) -> String {
    text.replace('\u{1b}', "<esc>").replace('\r', "<cr>")
}

#[test]
fn tables_fit_the_terminal() {
    let tool = Tool::new();
    let Some(seen) = on_terminal(&tool, 80, "orders list --limit 4 --no-color --quiet") else { return };
    assert!(seen.lines().all(|line| line.chars().count() <= 80), "{seen}");
    insta::assert_snapshot!("orders_in_80_columns", readable(&seen));
    let Some(seen) = on_terminal(&tool, 100, "products list --limit 4 --quiet") else { return };
    insta::assert_snapshot!("products_in_100_columns_with_color", readable(&seen));
}

#[test]
fn progress_is_shown_and_goes_away() {
    let slow = Fault::delay(Duration::from_millis(300)).on("list_orders");
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(1_200)).fault(slow));
    let Some(seen) = on_terminal(&tool, 80, "orders list --output csv > /dev/null") else { return };
    let states: Vec<&str> = seen.split(['\r', '\n']).filter(|state| state.contains("rows")).collect();
    assert!(states.iter().any(|state| state.contains("/1200 rows [")), "{}", readable(&seen));
    let last = seen.rsplit('\r').next().unwrap_or_default();
    assert!(!last.contains("rows"), "the line is cleared: {}", readable(&seen));
    assert!(!on_terminal(&tool, 80, "orders list --limit 3 -q > /dev/null").unwrap().contains("rows"));
}
