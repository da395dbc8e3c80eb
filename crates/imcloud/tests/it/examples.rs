//! The examples run, and the quickstart says what the READMEs show.

use std::{env::consts::EXE_SUFFIX, path::Path, process::Command, thread};

/// Runs an example. They are built with the tests, unless only some of these are asked for.
fn output(name: &str) -> String {
    let own = std::env::current_exe().unwrap();
    let path = own.ancestors().nth(2).unwrap().join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(
        path.exists(),
        "{name} is not built; run `cargo build -p imcloud --examples`, or the tests without `--test`"
    );
    let output = Command::new(path).output().unwrap();
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {out}{error}");
    assert!(!out.is_empty(), "{name} says nothing");
    out.into_owned()
}

#[test]
fn every_example_runs() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let sources: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect();
    assert!(sources.len() >= 10);
    thread::scope(|scope| {
        for source in &sources {
            scope.spawn(|| output(source.file_stem().unwrap().to_str().unwrap()));
        }
    });
}

#[test]
fn the_quickstart_says_what_the_readmes_show() {
    // Numbers depend on the day.
    let masked = |text: &str| {
        text.split(|letter: char| letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect::<String>()
    };
    let said = masked(&output("quickstart"));
    for readme in ["README.md", "../../README.md"] {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).unwrap();
        assert!(masked(&text).contains(&said), "{readme} does not show this:\n{said}");
    }
}
