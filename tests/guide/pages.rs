//! Checks links, lists and sizes of Markdown files.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Returns the Markdown files of the repository that are not test data.
pub(crate) fn markdown_files() -> Vec<PathBuf> {
    fn visit(directory: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() && !name.starts_with('.') && !["fixtures", "snapshots", "target"].contains(&name)
            {
                visit(&path, files);
            } else if name.ends_with(".md") {
                files.push(path);
            }
        }
    }
    let mut files = Vec::new();
    visit(&root(), &mut files);
    files
}

/// Headings and links of a page.
#[derive(Default)]
struct Outline {
    anchors: BTreeSet<String>,
    links: Vec<String>,
}

fn outline(text: &str) -> Outline {
    let mut outline = Outline::default();
    let mut heading: Option<String> = None;
    let undefined = |link: pulldown_cmark::BrokenLink<'_>| {
        // rustdoc resolves names of items, such as [`Client::raw`].
        let is_item = link.reference.starts_with('`');
        (!is_item).then(|| (CowStr::from(format!("undefined: {}", link.reference)), CowStr::from("")))
    };
    let parser = Parser::new_with_broken_link_callback(text, Options::ENABLE_TABLES, Some(undefined));
    for event in parser {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                outline.anchors.extend(heading.take().map(|title| anchor(&title)));
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                outline.links.push(dest_url.into_string());
            }
            _ => {}
        }
    }
    outline
}

/// The anchor of a heading, as GitHub and mdBook derive it.
fn anchor(title: &str) -> String {
    let kept = title.chars().filter(|letter| letter.is_alphanumeric() || [' ', '-', '_'].contains(letter));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Returns the fault of a link, if it has one.
fn fault(page: &Path, link: &str, outlines: &BTreeMap<PathBuf, Outline>) -> Option<&'static str> {
    if link.starts_with("https://") {
        return None;
    }
    if link.starts_with("undefined: ") {
        return Some("no definition");
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { page.to_owned() } else { page.parent()?.join(path) };
    let Ok(target) = target.canonicalize() else { return Some("no such file") };
    if !target.starts_with(root()) {
        return Some("outside of the repository");
    }
    let book = root().join("docs/guide/src");
    if page.starts_with(&book) && !target.starts_with(&book) {
        return Some("outside of the book");
    }
    let has_anchor = |outline: &Outline| outline.anchors.contains(anchor);
    (!anchor.is_empty() && !outlines.get(&target).is_some_and(has_anchor)).then_some("no such heading")
}

#[test]
fn markdown_links_have_targets() {
    let read = |path: PathBuf| (path.clone(), outline(&fs::read_to_string(path).unwrap()));
    let outlines: BTreeMap<PathBuf, Outline> = markdown_files().into_iter().map(read).collect();
    assert!(outlines.len() > 20, "{} files", outlines.len());
    let mut faults = Vec::new();
    for (page, outline) in &outlines {
        for link in &outline.links {
            if let Some(fault) = fault(page, link, &outlines) {
                faults.push(format!("{}: {link}: {fault}", page.strip_prefix(root()).unwrap().display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn broken_links_are_found() {
    let text =
        "# One `two`\n[a](missing.md) [b](#nowhere) [c](#one-two) [d][e] [`Item`] [f](https://a.b) [g](a::B)";
    let page = root().join("README.md");
    let outlines = BTreeMap::from([(page.clone(), outline(text))]);
    let faults = outlines[&page].links.iter().map(|link| fault(&page, link, &outlines));
    let expected = [
        Some("no such file"),
        Some("no such heading"),
        None,
        Some("no definition"),
        None,
        Some("no such file"),
    ];
    assert_eq!(faults.collect::<Vec<_>>(), expected);
}

#[test]
fn summary_lists_every_page() {
    let source = root().join("docs/guide/src");
    let summary = outline(&fs::read_to_string(source.join("SUMMARY.md")).unwrap());
    let listed: BTreeSet<String> = summary.links.into_iter().collect();
    let names = fs::read_dir(source).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(listed, names.filter(|name| name != "SUMMARY.md").collect());
}

#[test]
fn decisions_are_listed_in_order() {
    let decisions = root().join("docs/decisions");
    let listed = outline(&fs::read_to_string(decisions.join("README.md")).unwrap()).links;
    let names =
        fs::read_dir(decisions).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name != "README.md").collect();
    names.sort();
    assert_eq!(listed, names);
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split_once("[workspace.dependencies]\n").unwrap().1.split("\n[").next().unwrap();
    let external = section.lines().filter(|line| !line.starts_with('#') && !line.contains("path = "));
    let names: Vec<&str> = external.filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    assert!(names.len() > 50, "{names:?}");
    let page = fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let explained: BTreeSet<&str> = page.split(|letter: char| " ,|()\n".contains(letter)).collect();
    let missing: Vec<&str> = names.into_iter().filter(|name| !explained.contains(name)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "add them to docs/dependencies.md");
}

#[test]
fn front_pages_keep_their_size() {
    let count_words = |path: &str| fs::read_to_string(root().join(path)).unwrap().split_whitespace().count();
    let lines = |path: &str| fs::read_to_string(root().join(path)).unwrap().lines().count();
    assert!(lines("README.md") <= 100, "{} lines", lines("README.md"));
    assert!(count_words("docs/architecture.md") <= 1_500, "{} words", count_words("docs/architecture.md"));
}
