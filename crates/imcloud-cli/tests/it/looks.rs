//! Output on a terminal.

use std::{fs::File, time::Duration};

use imcloud_sandbox::{Fault, Sandbox, Size};

use crate::{terminal::Terminal, tool::Tool};

/// The end of a command line on a terminal with N columns.
#[track_caller]
fn screen(tool: &Tool, columns: u16, line: &str) -> String {
    let end = Terminal::start(tool, columns, line).end();
    assert_eq!(end.code, Some(0), "{end:?}");
    let too_wide = |line: &str| line.chars().count() > columns.into();
    assert!(!end.all.replace("\u{1b}[1m", "").replace("\u{1b}[0m", "").lines().any(too_wide), "{}", end.all);
    end.screen
}

/// A line of progress without what differs each time: times, speeds, the state of the spinner.
fn still(screen: &str) -> String {
    let line = screen.lines().last().unwrap_or_default();
    let line = line.trim_start_matches(['|', '/', '-', '\\']).trim_start();
    let word = |word: &str| {
        let digits = word.trim_end_matches('s');
        let is_time = digits.len() + 1 == word.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if is_time { "<time>".to_owned() } else { word.to_owned() }
    };
    let line = line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    match line.split_once("] ") {
        Some((bar, _)) if line.contains("B/") => format!("{bar}] <speed>"),
        _ => line,
    }
}

#[test]
fn tables_fit_the_terminal() {
    let tool = Tool::new();
    insta::assert_snapshot!("orders_in_80_columns", screen(&tool, 80, "orders list --limit 4 -q"));
    insta::assert_snapshot!("orders_in_50_columns", screen(&tool, 50, "orders list --limit 4 -q"));
    insta::assert_snapshot!("products_in_80_columns", screen(&tool, 80, "products list --limit 4 -q"));
    insta::assert_snapshot!("products_in_50_columns", screen(&tool, 50, "products list --limit 4 -q"));
}

#[test]
fn omitted_columns_are_named() {
    let tool = Tool::new();
    let seen = |line: &str| Terminal::start(&tool, 60, line).end().screen;
    let narrow = seen("orders list --limit 4");
    assert!(
        narrow.contains("…") && narrow.contains("omitted for lack of space: provisioningDate"),
        "{narrow}"
    );
    assert!(!seen("orders list --limit 4 --columns id,status").contains("omitted"));
}

#[test]
fn object_is_wrapped_and_never_cut() {
    let tool = Tool::new();
    let order = tool.find("orders list --status completed", r#"[] | select(.type == "sales") | .id"#);
    insta::assert_snapshot!("order_in_80_columns", screen(&tool, 80, &format!("orders get {order}")));
    let narrow = screen(&tool, 50, &format!("orders get {order}"));
    assert!(!narrow.contains('…'), "{narrow}");
    insta::assert_snapshot!("order_in_50_columns", narrow);
}

#[test]
fn headings_are_bold_unless_colors_are_disabled() {
    let tool = Tool::new();
    let bold = |line: &str, prepare: fn(pty_process::blocking::Command) -> _| {
        Terminal::start_with(&tool, 100, line, prepare).end().all.contains("\u{1b}[1m")
    };
    assert!(bold("products list --limit 4", |command| command));
    assert!(!bold("products list --limit 4 --no-color", |command| command));
    assert!(!bold("products list --limit 4", |command| command.env("NO_COLOR", "1")));
    assert!(!bold("products list --limit 4", |command| command.env("TERM", "dumb")));
}

#[test]
fn list_progress_is_shown_and_removed() {
    // The third page waits until the line was read.
    let slow = Fault::delay(Duration::from_secs(600)).on("list_orders").skip(2).times(1);
    let tool = Tool::with(Sandbox::builder().seed(7).size(Size::with_orders(1_200)).fault(slow));
    let quiet = || File::create("/dev/null").unwrap();
    let terminal = Terminal::start_with(&tool, 80, "orders list --output csv", |it| it.stdout(quiet()));
    insta::assert_snapshot!("progress_of_rows", still(&terminal.until("999/1200 items")));
    terminal.send("INT");
    let end = terminal.end();
    assert_eq!(end.code, Some(130), "{end:?}");
    assert!(!end.screen.contains("items"), "{end:?}");
    let ended =
        Terminal::start_with(&tool, 80, "orders list --output csv --limit 3 -q", |it| it.stdout(quiet()));
    assert_eq!(ended.end().all, "");
}

#[test]
fn download_progress_is_shown_and_removed() {
    let tool = Tool::new();
    let report = tool.find("reports list --status completed", "[0].id");
    tool.sandbox.inject(Fault::slow_body(2, Duration::from_millis(500)).on("download")).unwrap();
    let terminal = Terminal::start(&tool, 80, &format!("reports download {report} --to out.csv"));
    insta::assert_snapshot!("progress_of_bytes", still(&terminal.until("105 B/")));
    let end = terminal.end();
    assert_eq!((end.code, end.screen.as_str()), (Some(0), "210 bytes in out.csv"));
}

#[test]
fn wait_progress_is_shown_and_removed() {
    let tool = Tool::new();
    let order = tool.find("orders list --status processing", "[0].id");
    let terminal = Terminal::start(&tool, 80, &format!("orders await {order} --timeout 10m"));
    insta::assert_snapshot!("progress_of_waiting", still(&terminal.until("next check in")));
    terminal.send("INT");
    let end = terminal.end();
    assert_eq!(end.code, Some(130), "{end:?}");
    assert!(!end.screen.contains("next check in"), "{end:?}");
}

#[test]
fn order_is_placed_after_confirmation_only() {
    let tool = Tool::new();
    let (customer, product) = tool.account();
    let line = format!(
        "orders place --type sales --customer {customer} --product id={product},quantity=3 --columns status,total"
    );
    let after_response = |response: &str| {
        let terminal = Terminal::start(&tool, 80, &line);
        terminal.until("[y/N]");
        terminal.type_in(response);
        terminal.end()
    };
    let no = after_response("no\r");
    assert_eq!((no.code, tool.calls("create_order")), (Some(1), 0));
    insta::assert_snapshot!("asked_and_answered_no", no.screen);
    let interrupted = after_response("\u{3}");
    assert_eq!((interrupted.code, tool.calls("create_order")), (Some(130), 0), "{interrupted:?}");
    assert!(interrupted.screen.ends_with("\nerror: interrupted"), "{}", interrupted.screen);
    let yes = after_response("yes\r");
    assert_eq!((yes.code, tool.calls("create_order")), (Some(0), 1));
    insta::assert_snapshot!("asked_and_answered_yes", yes.screen);
}

#[test]
fn slow_call_shows_a_spinner() {
    let slow = Fault::delay(Duration::from_secs(600)).on("get_order");
    let tool = Tool::with(Sandbox::builder().seed(7).fault(slow));
    let terminal = Terminal::start(&tool, 80, "orders get 7000001");
    terminal.until("waiting for the service");
    terminal.send("INT");
    let end = terminal.end();
    assert_eq!((end.code, end.screen.as_str()), (Some(130), "error: interrupted"));
}
