//! Where credentials come from, and how they are kept.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Stdio};

use crate::tool::{Run, Tool, piped};

fn login(tool: &Tool, more: &str) -> Run {
    let credentials = tool.sandbox.credentials();
    let line = format!(
        "auth login --base-url {} --marketplace {} --username {} {more}",
        tool.sandbox.base_url(),
        credentials.marketplace,
        credentials.username
    );
    let input = format!("{}\n{}\n", credentials.password.expose(), credentials.subscription_key.expose());
    tool.feed(&line, &input)
}

const CONFIG: &str = ".config/imcloud/config.toml";

#[test]
fn profile_is_stored_checked_used_and_removed() {
    let tool = Tool::anonymous();
    let run = login(&tool, "--profile acme --secrets file");
    assert!(run.stderr.contains("stored as the profile acme"), "{run:?}");
    let mode = fs::metadata(tool.path(CONFIG)).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    tool.run("customers list").data();
    tool.run("customers list --profile acme").data();
    assert!(tool.run("customers list --profile other").failed(3).contains("there are: acme"));
    assert!(tool.run("auth check").stderr.contains("the credentials are valid"));
    let status = tool.run("auth status -o json").json();
    assert_eq!(status["source"], "the profile acme");
    assert_eq!(status["secrets"], "configuration file");
    assert!(status["token"].as_str().unwrap().starts_with("cached"));
    tool.run("auth logout").data();
    tool.run("customers list").failed(3);
    assert!(!fs::read_to_string(tool.path(".cache/imcloud/tokens.json")).unwrap().contains("token"));
}

#[test]
fn rejected_credentials_are_not_stored() {
    let tool = Tool::anonymous();
    tool.sandbox.set_user_active(false);
    login(&tool, "--secrets file").failed(3);
    assert!(!tool.path(CONFIG).exists());
    login(&tool, "--secrets file --no-check").data();
    assert!(tool.path(CONFIG).exists());
}

#[test]
fn second_login_keeps_comments_and_profiles() {
    let tool = Tool::anonymous();
    login(&tool, "--profile one --secrets file").data();
    let before = fs::read_to_string(tool.path(CONFIG)).unwrap();
    let path = tool.path(CONFIG);
    tool.file(CONFIG, &format!("# mine\n{before}"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    login(&tool, "--profile two --secrets file").data();
    let after = fs::read_to_string(&path).unwrap();
    assert!(
        after.starts_with("# mine\n") && after.contains("[profiles.one]") && after.contains("[profiles.two]")
    );
    assert_eq!(tool.run("auth status -o json").json()["source"], "the profile one");
}

#[test]
fn readable_configuration_is_rejected() {
    let tool = Tool::anonymous();
    login(&tool, "--secrets file").data();
    fs::set_permissions(tool.path(CONFIG), fs::Permissions::from_mode(0o640)).unwrap();
    let run = tool.run("customers list");
    let message = run.failed(3);
    assert!(message.contains("mode 640") && message.contains("chmod 600"), "{message}");
}

#[test]
fn invalid_configuration_is_rejected_without_secrets() {
    let tool = Tool::anonymous();
    login(&tool, "--secrets file").data();
    let path = tool.path(CONFIG);
    let text = fs::read_to_string(&path).unwrap().replace("password", "pasword");
    tool.file(CONFIG, &text);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let run = tool.run("customers list");
    assert!(run.failed(3).contains("line 8: unknown field, expected one of `base_url`"), "{run:?}");
    assert!(!run.stderr.contains(tool.sandbox.credentials().password.expose()));
}

/// A fake of libsecret's tool, which stores secrets in files.
const SECRET_TOOL: &str = r#"#!/bin/sh
for last; do :; done
case "$1" in
  store) cat > "$HOME/keyring.$last" ;;
  lookup) if [ -n "$last" ]; then cat "$HOME/keyring.$last" 2>/dev/null || exit 1; else exit 1; fi ;;
  clear) rm -f "$HOME/keyring.$last" ;;
esac
"#;

#[cfg(target_os = "linux")]
#[test]
fn secrets_are_stored_in_keyring() {
    let tool = Tool::anonymous();
    let credentials = tool.sandbox.credentials();
    let program = tool.file("secret-tool", SECRET_TOOL);
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
    let path = format!("{}:{}", tool.home.path().display(), std::env::var("PATH").unwrap());
    let with_keyring = |line: &str, input: &str| {
        let mut command = tool.command(line.split_whitespace());
        let mut child = piped(command.env("PATH", &path).stdin(Stdio::piped()));
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input.as_bytes()).unwrap();
        Run::from(child.wait_with_output().unwrap())
    };
    let line = format!(
        "auth login --profile acme --base-url {} --marketplace us --username {}",
        tool.sandbox.base_url(),
        credentials.username
    );
    let input = format!("{}\n{}\n", credentials.password.expose(), credentials.subscription_key.expose());
    let run = with_keyring(&line, &input);
    assert!(run.stderr.contains("its secrets are in the keyring"), "{run:?}");
    let config = fs::read_to_string(tool.path(CONFIG)).unwrap();
    assert!(!config.contains(credentials.password.expose()), "{config}");
    with_keyring("customers list", "").data();
    with_keyring("auth logout", "").data();
    assert!(!tool.path("keyring.acme").exists());
}

#[test]
fn tokens_are_shared_between_calls() {
    let tool = Tool::new();
    for _ in 0..3 {
        tool.run("customers list").data();
    }
    assert_eq!(tool.calls("generate_auth_token"), 1);
    tool.sandbox.kill_tokens();
    tool.run("customers list").data();
    tool.run("customers list").data();
    assert_eq!(tool.calls("generate_auth_token"), 2);
    let mode = fs::metadata(tool.path(".cache/imcloud/tokens.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn changed_password_does_not_use_old_token() {
    let tool = Tool::new();
    tool.run("customers list").data();
    for variable in ["IMCLOUD_PASSWORD", "IMCLOUD_SUBSCRIPTION_KEY"] {
        Run::of(tool.command(["customers", "list"]).env(variable, "x".repeat(32))).failed(3);
    }
    tool.run("customers list").data();
    // One each for the first three: the last has a cached token.
    assert_eq!(tool.calls("generate_auth_token"), 3);
}

#[test]
fn processes_that_start_together_fetch_one_token() {
    let tool = Tool::new();
    let running: Vec<_> = (0..8).map(|_| tool.start("customers list -o json")).collect();
    for child in running {
        let run = Run::from(child.wait_with_output().unwrap());
        assert_eq!(run.json().as_array().unwrap().len(), 6);
    }
    assert_eq!(tool.calls("generate_auth_token"), 1);
}

#[test]
fn readable_token_cache_is_not_used() {
    let tool = Tool::new();
    tool.run("customers list").data();
    let path = tool.path(".cache/imcloud/tokens.json");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    tool.run("customers list").data();
    assert_eq!(tool.calls("generate_auth_token"), 2);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "it is written again");
}

#[test]
fn missing_cache_directory_is_reported_with_verbose() {
    let tool = Tool::new();
    tool.file(".cache", "not a directory");
    assert!(!tool.run("customers list").stderr.contains("tokens"));
    let run = tool.run("customers list -v");
    assert_eq!(run.code, Some(0));
    assert!(run.stderr.contains("tokens are not cached: "), "{run:?}");
    assert!(run.stderr.contains("could not create"), "{run:?}");
    assert_eq!(tool.calls("generate_auth_token"), 2);
}

#[test]
fn empty_variables_count_as_unset() {
    let tool = Tool::anonymous();
    login(&tool, "--profile acme --secrets file").data();
    let mut command = tool.command(["auth", "status", "-o", "json"]);
    for (name, _) in tool.variables() {
        command.env(name, "").env(format!("{name}_FILE"), "");
    }
    command.env("IMCLOUD_PROFILE", "").env("IMCLOUD_CONFIG", "");
    assert_eq!(Run::of(&mut command).json()["source"], "the profile acme");
}

#[test]
fn secrets_are_read_from_files() {
    let tool = Tool::anonymous();
    let command = |line: &str| {
        let mut command = tool.command(line.split_whitespace());
        for (name, value) in tool.variables() {
            command.env(format!("{name}_FILE"), tool.file(name, &format!("{value}\n")));
        }
        command
    };
    Run::of(&mut command("customers list")).data();
    let status = Run::of(&mut command("auth status -o json")).json();
    assert_eq!(status["username"], tool.sandbox.credentials().username);
    let both = Run::of(command("customers list").env("IMCLOUD_PASSWORD", "HUNTER2"));
    let message = both.failed(3);
    assert!(message.contains("both IMCLOUD_PASSWORD and IMCLOUD_PASSWORD_FILE are set"), "{message}");
    assert!(!message.contains("HUNTER2"), "{message}");
    let missing = Run::of(command("customers list").env("IMCLOUD_PASSWORD_FILE", "none"));
    assert!(missing.failed(3).contains("IMCLOUD_PASSWORD_FILE: could not read none"), "{missing:?}");
}

#[test]
fn secrets_are_printed_by_commands() {
    let tool = Tool::anonymous();
    login(&tool, "--profile acme --secrets file").data();
    let stored = fs::read_to_string(tool.path(CONFIG)).unwrap();
    let credentials = tool.sandbox.credentials();
    let password = credentials.password.expose();
    let with = |line: &str| {
        let config = stored.replace(&format!("password = \"{password}\""), line);
        assert_ne!(config, stored);
        tool.file(CONFIG, &config);
        fs::set_permissions(tool.path(CONFIG), fs::Permissions::from_mode(0o600)).unwrap();
        tool.run("auth check")
    };
    tool.file("vault.txt", &format!("{password}\nlogin: acme\n"));
    with("password_command = \"cat vault.txt\"").data();
    let failed = with("password_command = \"echo HUNTER2; exit 3\"");
    let message = failed.failed(3);
    assert!(message.contains("password_command failed: exit status: 3"), "{message}");
    assert!(!message.contains("HUNTER2"), "{message}");
    assert!(with("password = 4711").failed(3).contains("line"));
    assert!(!with("password = 4711").stderr.contains("4711"));
    let both = with("password = \"x\"\npassword_command = \"cat vault.txt\"");
    assert!(both.failed(3).contains("both password and password_command are set"), "{both:?}");
}

#[test]
fn profiles_are_listed_and_switched() {
    let tool = Tool::anonymous();
    login(&tool, "--secrets file --profile one").data();
    login(&tool, "--secrets file --profile two").data();
    let default = || {
        tool.run_args(["auth", "list", "--query", ".[] | select(.default) | .name"]).data().trim().to_owned()
    };
    assert_eq!(default(), "one");
    assert!(tool.run("auth list").data().contains("two"));
    tool.run("auth switch two --dry-run").data();
    assert_eq!(default(), "one");
    tool.run("auth switch two").data();
    assert_eq!(default(), "two");
    assert!(tool.run("auth switch three").failed(3).contains("one, two"));
    let listed = tool.run("auth list -o json").data().to_owned();
    assert!(!listed.contains(tool.sandbox.credentials().password.expose()), "{listed}");
}

#[test]
fn configuration_of_powershell_is_read() {
    let tool = Tool::anonymous();
    login(&tool, "--secrets file").data();
    let config = fs::read_to_string(tool.path(CONFIG)).unwrap();
    let utf16 = format!("\u{feff}{config}").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut file = fs::OpenOptions::new().write(true).truncate(true).open(tool.path(CONFIG)).unwrap();
    std::io::Write::write_all(&mut file, &utf16).unwrap();
    tool.run("customers list").data();
    login(&tool, "--secrets file --profile other").data();
    assert!(fs::read_to_string(tool.path(CONFIG)).unwrap().contains("[profiles.other]"));
}
