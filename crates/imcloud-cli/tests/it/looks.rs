//! What people see on a terminal, looked at once and kept.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    time::Duration,
};

use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::tool::Tool;

/// Runs a command line on a pseudo-terminal of so many columns, by util-linux's `script`.
fn on_terminal(tool: &Tool, columns: u16, line: &str) -> Option<String> {
    typing(tool, columns, line, "")
}

/// The same with somebody who types.
fn typing(tool: &Tool, columns: u16, line: &str, typed: &str) -> Option<String> {
    Command::new("script").arg("--version").output().ok()?;
    let inner = format!("stty cols {columns} rows 24; {} {line}", env!("CARGO_BIN_EXE_imcloud"));
    let mut output = Command::new("script")
        .args(["-qec", &inner, "/dev/null"])
        .env_clear()
        .env("HOME", tool.home.path())
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("TERM", "xterm")
        .envs(tool.variables())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    output.stdin.take()?.write_all(typed.as_bytes()).ok()?;
    let output = output.wait_with_output().ok()?;
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

#[test]
fn a_person_is_shown_the_price_and_can_say_no() {
    let tool = Tool::new();
    let (customer, product) = tool.shop();
    let line =
        format!("orders place --type sales --customer {customer} --product id={product},quantity=3 -q");
    let Some(seen) = typing(&tool, 80, &line, "no\n") else { return };
    assert!(
        seen.contains("estimated price") && seen.contains("Place this order? [y/N]"),
        "{}",
        readable(&seen)
    );
    assert!(seen.contains("not agreed to; nothing was sent"), "{}", readable(&seen));
    assert_eq!(tool.calls("create_order"), 0);
    let seen = typing(&tool, 80, &line, "yes\n").unwrap();
    assert!(seen.contains("submitted"), "{}", readable(&seen));
    assert_eq!(tool.calls("create_order"), 1);
}
