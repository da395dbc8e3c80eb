//! The whole tree of help texts.

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
fn the_help_tree_is_reviewed() {
    let tool = Tool::anonymous();
    let mut text = String::new();
    collect(&tool, &[], &mut text);
    insta::assert_snapshot!(text);
}

#[test]
fn every_command_that_does_something_has_an_example() {
    let tool = Tool::anonymous();
    let mut text = String::new();
    collect(&tool, &[], &mut text);
    for section in text.split("=== ").skip(1).filter(|section| !section.contains("\nCommands:\n")) {
        assert!(section.contains("Example"), "{section}");
    }
}

#[test]
fn the_version_is_told() {
    let version = concat!("imcloud ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(Tool::anonymous().run("--version").data(), version);
}
