//! Runs the shell, Python and Node samples of the README and the guide against `imcloud sandbox serve`.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs,
    io::{BufRead as _, BufReader, Read, Write as _},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
};

/// A shell sample, and the output shown below it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sample {
    script: String,
    output: Option<String>,
}

impl Sample {
    /// Returns the sample of a code block, if blocks of its language are run.
    fn new(language: &str, text: String) -> Option<Self> {
        let interpreter = match language {
            "sh" => return Some(Self { script: text, output: None }),
            "python" => "python3",
            "js" => "node --input-type=module",
            _ => return None,
        };
        let program = interpreter.split(' ').next().unwrap();
        let script = format!(
            "if command -v {program} >/dev/null; then {interpreter} - <<'END_OF_SAMPLE'\n{text}END_OF_SAMPLE\n\
             else echo '{program} is not installed: sample skipped' >&2; fi\n"
        );
        Some(Self { script, output: None })
    }
}

/// Returns the samples of a page. A `text` block directly after one is its output.
fn samples(page: &str) -> Vec<Sample> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut lines = page.lines();
    let mut follows_sample = false;
    while let Some(line) = lines.next() {
        let Some(language) = line.trim_start().strip_prefix("```") else {
            follows_sample &= line.is_empty();
            continue;
        };
        let block = lines.by_ref().take_while(|line| line.trim_start() != "```");
        let text = block.map(|line| format!("{line}\n")).collect::<String>();
        if language == "text" && follows_sample {
            samples.last_mut().unwrap().output = Some(text);
            follows_sample = false;
        } else {
            let sample = Sample::new(language, text);
            follows_sample = sample.is_some();
            samples.extend(sample);
        }
    }
    samples
}

/// A running `imcloud sandbox serve`, and the settings that it prints.
struct Service {
    process: Child,
    variables: BTreeMap<String, String>,
}

impl Service {
    fn start() -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_imcloud"))
            .args([
                "sandbox",
                "serve",
                "--clock",
                "2026-01-15T09:00:00Z",
                "--speed",
                "60",
                "--rate-limit",
                "off",
            ])
            .args(["--token-lifetime", "1day", "--output", "ndjson", "--quiet"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Self { process, variables: serde_json::from_str(&line).unwrap() }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// Separates the outputs of the samples of a page.
const SEPARATOR: &str = "\u{1e}\n";

/// Reads a pipe to its end in a thread.
fn read_in_background(mut pipe: impl Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut text = String::new();
        pipe.read_to_string(&mut text).unwrap();
        text
    })
}

/// Runs the samples of a page as one script, in an empty directory and with the credentials of a service.
fn run_page(path: &Path) {
    let samples = samples(&fs::read_to_string(path).unwrap());
    if samples.is_empty() {
        return;
    }
    let service = Service::start();
    let home = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_imcloud"));
    let mut search_path = OsString::from(program.parent().unwrap());
    search_path.push(":");
    search_path.push(std::env::var_os("PATH").unwrap_or_default());
    let mut shell = Command::new("sh");
    shell.arg("-eu").env_clear().envs(&service.variables).env("PATH", search_path);
    shell.env("HOME", home.path()).current_dir(home.path());
    // A group, so that background processes of a failed script can be stopped.
    shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = shell.spawn().unwrap();
    let mut script = process.stdin.take().unwrap();
    for sample in &samples {
        // The programs of a sample must not read the script.
        write!(script, "{{\n{}}} </dev/null\nprintf '\\036\\n'\n", sample.script).unwrap();
    }
    drop(script);
    let stdout = read_in_background(process.stdout.take().unwrap());
    let stderr = read_in_background(process.stderr.take().unwrap());
    let status = process.wait().unwrap();
    Command::new("kill").arg("--").arg(format!("-{}", process.id())).stderr(Stdio::null()).status().unwrap();
    let (stdout, stderr) = (stdout.join().unwrap(), stderr.join().unwrap());
    let outputs: Vec<&str> = stdout.split_terminator(SEPARATOR).collect();
    let page = path.display();
    assert!(status.success(), "{page}: {stdout}\n{stderr}");
    assert_eq!(outputs.len(), samples.len(), "{page}: {stdout}");
    for (sample, output) in samples.iter().zip(outputs) {
        if let Some(expected) = &sample.output {
            assert_eq!(output, expected, "{page}: output of\n{}", sample.script);
        }
    }
}

#[test]
fn samples_print_documented_output() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = fs::read_dir(root.join("docs/guide/src")).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<PathBuf> =
        guide.chain([root.join("README.md"), root.join("crates/imcloud-cli/README.md")]).collect();
    thread::scope(|scope| {
        for page in &pages {
            scope.spawn(|| run_page(page));
        }
    });
}

#[test]
fn text_after_sample_is_its_output() {
    let page = "```text\na\n```\n```sh\nb\n```\n\n```text\nc\n```\n\n```sh\nd\n```\nand\n```text\ne\n```\n";
    let expected = [
        Sample { script: "b\n".into(), output: Some("c\n".into()) },
        Sample { script: "d\n".into(), output: None },
    ];
    assert_eq!(samples(page), expected);
    let python = samples("```python\nprint(1)\n```\n").remove(0);
    assert!(python.script.contains("python3 - <<'END_OF_SAMPLE'\nprint(1)\nEND_OF_SAMPLE\n"), "{python:?}");
}
