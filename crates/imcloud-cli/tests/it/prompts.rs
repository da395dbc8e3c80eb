//! Prompts of secrets and the state of the terminal.

use std::{fs, os::unix::fs::PermissionsExt as _};

use crate::{
    terminal::{End, Terminal},
    tool::{Tool, files_in},
};

const CONFIG: &str = ".config/imcloud/config.toml";

/// Starts a login and types everything before the password.
fn at_password_prompt(tool: &Tool, more: &str) -> Terminal {
    let terminal = Terminal::start(tool, 100, &format!("auth login --secrets file {more}"));
    terminal.until("Base URL");
    terminal.type_in(&format!("{}\r", tool.sandbox.base_url()));
    terminal.until("Marketplace");
    terminal.type_in("us\r");
    terminal.until("Name of the API user");
    assert!(terminal.echoes());
    terminal.type_in(&format!("{}\r", tool.sandbox.credentials().username));
    terminal.until("Password:");
    quiet(&terminal);
    terminal
}

/// Waits until echo is off, which can happen before or after the prompt appears.
fn quiet(terminal: &Terminal) {
    let started = std::time::Instant::now();
    while terminal.echoes() {
        assert!(started.elapsed().as_secs() < 60, "what is typed would be shown");
        std::thread::yield_now();
    }
}

#[track_caller]
fn shows_no_secret(tool: &Tool, end: &End) {
    let secrets = tool.sandbox.credentials();
    for secret in [secrets.password.expose(), secrets.subscription_key.expose()] {
        assert!(!end.all.contains(secret), "{}", end.all);
    }
}

#[test]
fn prompts_create_profile_without_showing_secrets() {
    let tool = Tool::anonymous();
    let secrets = tool.sandbox.credentials();
    let terminal = at_password_prompt(&tool, "");
    terminal.type_in(&format!("{}\r", secrets.password.expose()));
    terminal.until("Subscription key:");
    quiet(&terminal);
    terminal.type_in(&format!("{}\r", secrets.subscription_key.expose()));
    terminal.until("stored as the profile default");
    assert!(terminal.echoes());
    let end = terminal.end();
    assert_eq!(end.code, Some(0), "{end:?}");
    shows_no_secret(&tool, &end);
    assert_eq!(fs::metadata(tool.path(CONFIG)).unwrap().permissions().mode() & 0o777, 0o600);
    tool.run("customers list").data();
}

#[test]
fn ended_prompt_restores_terminal() {
    for (how, code) in [("\u{3}", 130), ("TERM", 143), ("HUP", 129), ("INT", 130), ("\r", 2), ("\u{4}", 2)] {
        let tool = Tool::anonymous();
        let terminal = at_password_prompt(&tool, "");
        if how.len() > 1 {
            // Half of the password is typed by then. The terminal processes input on its own time, which
            // cannot be observed without echo.
            terminal.type_in("sec");
            std::thread::sleep(std::time::Duration::from_millis(100));
            terminal.send(how);
        } else {
            terminal.type_in(how);
        }
        terminal.until("error: ");
        assert!(terminal.echoes(), "{how:?}");
        let end = terminal.end();
        assert_eq!(end.code, Some(code), "{how:?}: {end:?}");
        assert!(end.screen.contains("\nerror: "), "the sentence begins a line ({how:?}): {}", end.screen);
        assert!(!end.screen.contains("sec"), "{}", end.screen);
        assert_eq!(files_in(tool.home.path()), [""; 0], "{how:?}");
    }
}

#[test]
fn wrong_password_leaves_no_profile() {
    let tool = Tool::anonymous();
    let terminal = at_password_prompt(&tool, "--profile acme");
    terminal.type_in("not-the-password\r");
    terminal.until("Subscription key:");
    quiet(&terminal);
    terminal.type_in(&format!("{}\r", tool.sandbox.credentials().subscription_key.expose()));
    let end = terminal.end();
    assert_eq!(end.code, Some(3), "{end:?}");
    assert!(!end.all.contains("not-the-password"), "{}", end.all);
    shows_no_secret(&tool, &end);
    assert!(!tool.path(CONFIG).exists());
}
