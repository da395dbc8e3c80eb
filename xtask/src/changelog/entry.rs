//! One file of `changes/`.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail, ensure};

/// Headings of a changelog, in the order of reading.
pub const SECTIONS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// What one change says to the users of some crates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The file.
    pub file: String,
    /// The crates.
    pub crates: Vec<String>,
    /// Heading and text of each section.
    pub sections: Vec<(String, String)>,
}

impl Entry {
    /// Reads the text of such a file.
    ///
    /// # Errors
    /// Names the file, and what is missing or unknown.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let go = || -> Result<Self> {
            let (head, body) = text.split_once('\n').context("it is empty")?;
            let crates =
                head.strip_prefix("crates:").context("its first line does not say `crates: NAME, NAME`")?;
            let crates: Vec<String> = crates
                .split(',')
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect();
            ensure!(!crates.is_empty(), "it names no crate");
            let mut sections: Vec<(String, String)> = Vec::new();
            for line in body.lines() {
                if let Some(title) = line.strip_prefix("### ") {
                    ensure!(
                        SECTIONS.contains(&title),
                        "there is no section {title:?}; take one of {}",
                        SECTIONS.join(", ")
                    );
                    sections.push((title.to_owned(), String::new()));
                } else if let Some((_, text)) = sections.last_mut() {
                    text.push_str(line);
                    text.push('\n');
                } else if !line.trim().is_empty() {
                    bail!("{line:?} stands before the first section");
                }
            }
            ensure!(!sections.is_empty(), "it has no section");
            for (title, text) in &mut sections {
                *text = text.trim().to_owned();
                ensure!(text.starts_with("- "), "its section {title} is no list");
            }
            Ok(Self { file: file.to_owned(), crates, sections })
        };
        go().with_context(|| format!("{file} is no entry of a changelog; see CONTRIBUTING.md"))
    }

    /// Reads every entry of a folder, by file name.
    ///
    /// # Errors
    /// When a file cannot be read or is no entry.
    pub fn all(folder: &Path) -> Result<Vec<Self>> {
        let mut files = Vec::new();
        if folder.is_dir() {
            for file in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
                let path = file?.path();
                if path.extension().is_some_and(|extension| extension == "md") {
                    files.push(path);
                }
            }
        }
        files.sort();
        files
            .iter()
            .map(|path| {
                let text =
                    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
                Self::parse(
                    &format!("changes/{}", path.file_name().unwrap_or_default().to_string_lossy()),
                    &text,
                )
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_crates_and_sections_and_says_what_is_wrong() {
        let entry =
            Entry::parse("a.md", "crates: x, y\n\n### Added\n\n- One.\n- Two.\n\n### Fixed\n\n- Three.\n")
                .unwrap();
        assert_eq!(entry.crates, ["x", "y"]);
        assert_eq!(
            entry.sections,
            [("Added".into(), "- One.\n- Two.".into()), ("Fixed".into(), "- Three.".into())]
        );
        for (text, expected) in [
            ("", "it is empty"),
            ("### Added\n", "its first line"),
            ("crates: \n### Added\n- a\n", "names no crate"),
            ("crates: x\n", "no section"),
            ("crates: x\n### New\n- a\n", "there is no section \"New\""),
            ("crates: x\ntext\n### Added\n- a\n", "before the first section"),
            ("crates: x\n### Added\ntext\n", "is no list"),
        ] {
            let error = format!("{:#}", Entry::parse("a.md", text).unwrap_err());
            assert!(error.starts_with("a.md is no entry") && error.contains(expected), "{text:?}: {error}");
        }
    }
}
