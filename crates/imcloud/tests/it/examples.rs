//! The examples run, and the quickstart prints what the READMEs show.

use std::{
    env::consts::EXE_SUFFIX,
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
    thread,
    time::SystemTime,
};

/// Names of all examples.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let paths = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
    sources.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
});

/// The directory of the compiled examples. `cargo test` compiles them unless targets are selected, as by
/// `--test`.
static DIRECTORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let directory = profile.join("examples");
    if !NAMES.iter().all(|name| is_current(&directory.join(name))) {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.args(["build", "--quiet", "--package", "imcloud", "--examples", "--target-dir"]);
        cargo.arg(profile.parent().unwrap());
        if profile.ends_with("release") {
            cargo.arg("--release");
        }
        assert!(cargo.status().unwrap().success(), "the examples do not compile");
    }
    directory
});

/// Returns whether an example is compiled and no source that cargo lists for it is newer.
fn is_current(example: &Path) -> bool {
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let Some(compiled) = modified(&example.with_extension(EXE_SUFFIX.trim_start_matches('.'))) else {
        return false;
    };
    let listed = fs::read_to_string(example.with_extension("d")).unwrap_or_default();
    let older = |source: &str| modified(Path::new(source)).is_some_and(|time: SystemTime| time <= compiled);
    listed.split_once(": ").is_some_and(|(_, sources)| sources.split_whitespace().all(older))
}

fn output(name: &str) -> String {
    let output = Command::new(DIRECTORY.join(format!("{name}{EXE_SUFFIX}"))).output().unwrap();
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{name}: {out}{error}");
    assert!(!out.is_empty(), "{name} prints nothing");
    out.into_owned()
}

#[test]
fn every_example_runs() {
    assert!(NAMES.len() >= 10);
    thread::scope(|scope| {
        for name in NAMES.iter() {
            scope.spawn(|| output(name));
        }
    });
}

#[test]
fn quickstart_output_matches_readmes() {
    // Numbers and currencies depend on the time at which the demo data is generated.
    let varies = |letter: char| letter.is_ascii_digit() || letter.is_ascii_uppercase();
    let masked = |text: &str| text.replace(varies, "");
    let printed = masked(&output("quickstart"));
    for readme in ["README.md", "../../docs/guide/src/first-evening.md"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(readme)).unwrap();
        assert!(masked(&text).contains(&printed), "{readme} does not show this:\n{printed}");
    }
}
