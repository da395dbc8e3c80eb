//! Help, manual and completion.

use crate::tool::Tool;

fn collect(tool: &Tool, path: &[String], text: &mut String) {
    let arguments = path.iter().cloned().chain(["--help".to_owned()]);
    let help = tool.run_args(arguments).data().to_owned();
    // Global options are the same everywhere; once is enough.
    let own = match help.find("\nGlobal options:") {
        Some(start) if !path.is_empty() => {
            let rest = &help[start + 1..];
            let end = rest.find("\n\nExample").map_or("", |end| &rest[end..]);
            format!("{}{}", &help[..start], end.trim_end())
        }
        _ => help.clone(),
    };
    text.push_str(&format!("=== imcloud {}\n{}\n\n", path.join(" "), own.trim_end()));
    let commands = help.split("\nCommands:\n").nth(1).and_then(|rest| rest.split("\n\n").next());
    for line in commands.unwrap_or_default().lines() {
        let name = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
        let Some(name) = name.and_then(|line| line.split_whitespace().next()) else { continue };
        if name != "help" {
            collect(tool, &[path, &[name.to_owned()]].concat(), text);
        }
    }
}

#[test]
fn help_tree_is_reviewed() {
    let tool = Tool::anonymous();
    let mut text = String::new();
    collect(&tool, &[], &mut text);
    insta::assert_snapshot!(text);
}

#[test]
fn every_command_has_an_example() {
    let tool = Tool::anonymous();
    let mut text = String::new();
    collect(&tool, &[], &mut text);
    for section in text.split("=== ").skip(1).filter(|section| !section.contains("\nCommands:\n")) {
        assert!(section.contains("Example"), "{section}");
    }
}

#[test]
fn version_is_printed() {
    let version = concat!("imcloud ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(Tool::anonymous().run("--version").data(), version);
}

#[test]
fn global_options_are_in_main_help_only() {
    let tool = Tool::anonymous();
    for flag in ["-h", "--help"] {
        assert!(tool.run(flag).data().contains("--csv-dialect"), "{flag}");
        for line in ["customers list", "orders", "auth switch", "resellers customers list"] {
            let help = tool.run(&format!("{line} {flag}"));
            assert!(!help.data().contains("--csv-dialect"), "{line} {flag}");
            assert!(help.data().contains("imcloud --help"), "{line} {flag}");
        }
    }
    // They are accepted everywhere.
    tool.run("--sandbox customers list -q -o json").json();
    tool.run("resellers customers list 1 --sandbox -q -o json").failed(4);
}

#[test]
fn short_help_has_no_examples() {
    let tool = Tool::anonymous();
    let (short, long) = (tool.run("orders place -h"), tool.run("orders place --help"));
    assert!(!short.data().contains("Examples:\n") && long.data().contains("Examples:\n"));
    assert!(short.data().lines().count() < long.data().lines().count() / 2, "{}", short.data());
    assert!(tool.run("--help").data().contains("Exit codes:"));
}

#[test]
fn manual_has_standard_sections() {
    let tool = Tool::anonymous();
    tool.run("man --dir pages").data();
    let page = std::fs::read_to_string(tool.path("pages/imcloud-orders-place.1")).unwrap();
    for page in [tool.run("man").data(), &page] {
        for section in ["EXIT STATUS", "ENVIRONMENT", "FILES"] {
            assert_eq!(
                page.matches(&format!(".SH \"{section}\"")).count()
                    + page.matches(&format!(".SH {section}\n")).count(),
                1,
                "{section}: {page}"
            );
        }
        assert!(page.contains("IMCLOUD_PASSWORD") && page.contains("config.toml"));
    }
    assert!(!page.contains("csv\\-dialect"), "global options are in the main page");
}

/// Returns the candidates that a shell gets for the last word of a line.
fn candidates(tool: &Tool, line: &[&str]) -> String {
    let mut command = tool.command(["--", "imcloud"].iter().chain(line));
    command.env("COMPLETE", "fish");
    crate::tool::Run::of(&mut command).data().to_owned()
}

#[test]
fn values_are_completed_in_the_shell() {
    let tool = Tool::anonymous();
    let config =
        "[profiles.acme]\nbase_url = 'https://x'\nmarketplace = 'us'\nusername = 'a'\nsecrets = 'keyring'\n";
    let path = tool.file("config.toml", config);
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let config = path.to_str().unwrap().to_owned();
    let complete = |line: &[&str]| {
        let mut command = tool.command(["--", "imcloud"].iter().chain(line));
        command.env("COMPLETE", "fish").env("IMCLOUD_CONFIG", &config);
        crate::tool::Run::of(&mut command).data().to_owned()
    };
    assert_eq!(complete(&["customers", "list", "--profile", ""]).trim(), "acme");
    assert_eq!(complete(&["auth", "switch", "a"]).trim(), "acme");
    for (line, value) in [
        (["orders", "list", "--status", "pro"], "processing"),
        (["subscriptions", "list", "--status", "act"], "active"),
        (["customers", "list", "--output", "nd"], "ndjson"),
        (["orders", "list", "--", "--statu"], "--status"),
    ] {
        if line[2] == "--" {
            assert!(candidates(&tool, &[line[0], line[1], line[3]]).contains(value));
        } else {
            assert!(candidates(&tool, &line).starts_with(value), "{line:?}");
        }
    }
}
