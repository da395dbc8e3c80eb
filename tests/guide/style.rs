//! Checks the style of CONTRIBUTING.md in all Markdown, and in the lines that differ from the git revision
//! `STYLE_BASE`, if it is set.

use std::{env, fs, path::Path, process::Command, sync::LazyLock};

use regex::{Regex, RegexBuilder};

use crate::pages::{markdown_files, root};

/// The longest line, `max_width` of rustfmt.
const MAX_WIDTH: usize = 110;

/// A string literal with a space.
static STRING: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#""((?:[^"\\]|\\.)* (?:[^"\\]|\\.)*)""#).unwrap());

/// Documentation that begins with a question word.
static OPENER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^/// (What|Whether|How|Where|When|Why|Which|Who)\b").unwrap());

/// Patterns to avoid, with their replacement.
struct Terms(Vec<(Regex, &'static str)>);

impl Terms {
    fn read() -> Self {
        let lines = include_str!("terms.txt").lines().filter(|line| !line.starts_with('#'));
        let terms = lines.map(|line| {
            let (pattern, replacement) = line.split_once(": ").unwrap();
            let pattern =
                RegexBuilder::new(&format!(r"\b({pattern})\b")).case_insensitive(true).build().unwrap();
            (pattern, replacement)
        });
        Self(terms.collect())
    }

    /// Returns the faults of a text in natural language.
    fn faults(&self, text: &str) -> Vec<String> {
        let text = text.replace("connection refused", "");
        let found = |(pattern, replacement): &(Regex, &str)| {
            pattern.find(&text).map(|term| format!("`{}`: use {replacement}", term.as_str()))
        };
        self.0.iter().filter_map(found).collect()
    }
}

/// Returns the faults of a Markdown file as lines `NUMBER: FAULT`. Tables may be wide. Code blocks are not
/// checked.
fn markdown_faults(terms: &Terms, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut is_code = false;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            faults.extend(terms.faults(line).into_iter().map(|fault| format!("{}: {fault}", number + 1)));
            if line.chars().count() > MAX_WIDTH && !line.starts_with(['|', '[']) {
                faults.push(format!("{}: longer than {MAX_WIDTH} characters", number + 1));
            }
        }
    }
    faults
}

/// Returns the faults of a line of code: of its comment, or else of its messages.
fn code_faults(terms: &Terms, previous: &str, line: &str) -> Vec<String> {
    let comment = line.trim_start();
    if !comment.starts_with("//") && !comment.starts_with("# ") {
        return STRING.captures_iter(line).flat_map(|string| terms.faults(&string[1])).collect();
    }
    let mut faults = terms.faults(comment);
    if line.chars().count() > MAX_WIDTH {
        faults.push(format!("longer than {MAX_WIDTH} characters"));
    }
    let is_first = comment.starts_with("///") && !previous.trim_start().starts_with("///");
    if is_first && OPENER.is_match(comment) {
        faults.push("documentation begins with a question word: use a verb or a noun phrase".to_owned());
    }
    faults
}

/// Runs git in the repository.
fn git(arguments: &[&str]) -> String {
    let output = Command::new("git").arg("-C").arg(root()).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Returns the added lines of a diff without context as pairs of path and line number.
fn added_lines(diff: &str) -> Vec<(String, usize)> {
    let hunk = Regex::new(r"^@@ \S+ \+(\d+)(?:,(\d+))? @@").unwrap();
    let mut path = "";
    let mut lines = Vec::new();
    for line in diff.lines() {
        if let Some(new) = line.strip_prefix("+++ b/") {
            path = new;
        } else if let Some(range) = hunk.captures(line) {
            let start: usize = range[1].parse().unwrap();
            let count: usize = range.get(2).map_or(1, |count| count.as_str().parse().unwrap());
            lines.extend((start..start + count).map(|number| (path.to_owned(), number)));
        }
    }
    lines
}

/// Returns the faults of the lines that differ from a revision.
fn changed_code_faults(terms: &Terms, revision: &str) -> Vec<String> {
    let base = git(&["merge-base", "HEAD", revision]);
    let generated = [":!*/generated*", ":!openapi/effective.yaml", ":!openapi/published", ":!*/fixtures/*"];
    let mut arguments = vec!["diff", "--unified=0", "--no-color", "--no-ext-diff", base.trim(), "--"];
    arguments.extend(["*.rs", "*.yaml", "*.yml", "*.toml"].into_iter().chain(generated));
    let mut faults = Vec::new();
    for (path, number) in added_lines(&git(&arguments)) {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let previous = number.checked_sub(2).map_or("", |index| lines[index]);
        let found = code_faults(terms, previous, lines[number - 1]);
        faults.extend(found.into_iter().map(|fault| format!("{path}:{number}: {fault}")));
    }
    faults
}

#[test]
fn text_follows_style_guide() {
    let terms = Terms::read();
    let base = env::var("STYLE_BASE").ok().filter(|revision| !revision.is_empty());
    let mut faults = base.map_or_else(Vec::new, |revision| changed_code_faults(&terms, &revision));
    for path in markdown_files() {
        let found = markdown_faults(&terms, &fs::read_to_string(&path).unwrap());
        let name = Path::new(&path).strip_prefix(root()).unwrap().display().to_string();
        faults.extend(found.into_iter().map(|fault| format!("{name}:{fault}")));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn style_faults_are_found() {
    let terms = Terms::read();
    let long = "x".repeat(MAX_WIDTH + 1);
    let avoided = "folder";
    let page = format!("A {avoided}\n```\nA {avoided}\n{long}\n```\n| {long} |\n{long}\n");
    assert_eq!(
        markdown_faults(&terms, &page),
        [format!("1: `{avoided}`: use directory"), format!("7: longer than {MAX_WIDTH} characters"),]
    );
    assert_eq!(code_faults(&terms, "", "let folder = 1;"), Vec::<String>::new());
    assert_eq!(code_faults(&terms, "", &format!(r#"let x = "no {avoided}";"#)).len(), 1);
    assert_eq!(code_faults(&terms, "", "    /// Whether it is open.").len(), 1);
    assert_eq!(code_faults(&terms, "/// It says", "/// Whether it is open.").len(), 0);
}

#[test]
fn diffs_list_added_lines() {
    let diff = "--- a/a.rs\n+++ b/a.rs\n@@ -1,2 +3,2 @@\n-x\n+y\n+z\n@@ -9,0 +12 @@\n+w\n--- a/b\n+++ /dev/null\n@@ -1 +0,0 @@\n-v\n";
    let expected = [("a.rs", 3), ("a.rs", 4), ("a.rs", 12)];
    assert_eq!(added_lines(diff), expected.map(|(path, number)| (path.to_owned(), number)));
}
