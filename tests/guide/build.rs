//! Writes a test for each Rust sample of the README and the guide.

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let guide = root.join("docs/guide/src");
    println!("cargo::rerun-if-changed={}", guide.display());
    let mut pages = vec![root.join("README.md")];
    for entry in fs::read_dir(&guide)? {
        pages.push(entry?.path());
    }
    pages.sort();
    let mut tests = String::new();
    for page in &pages {
        println!("cargo::rerun-if-changed={}", page.display());
        write_tests(page, &mut tests)?;
    }
    let path = PathBuf::from(env::var("OUT_DIR")?).join("samples.rs");
    #[allow(
        clippy::disallowed_methods,
        reason = "cargo discards the directory of an interrupted build script"
    )]
    Ok(fs::write(path, tests)?)
}

/// Appends a test for each Rust sample of a page, named after the page and the number of the sample.
fn write_tests(page: &Path, tests: &mut String) -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string(page)?;
    let name = page.file_stem().ok_or("a page without a name")?.to_string_lossy();
    let name = name.to_lowercase().replace(|letter: char| !letter.is_ascii_alphanumeric(), "_");
    let mut sample: Option<String> = None;
    let mut count = 0;
    for (event, range) in Parser::new(&text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if info.starts_with("rust") => {
                if &*info != "rust" {
                    return Err(
                        format!("{}: unexpected `{info}`; every Rust sample runs", page.display()).into()
                    );
                }
                count += 1;
                let line = text[..range.start].lines().count() + 1;
                sample = Some(format!("// {}:{line}\n", page.display()));
            }
            Event::Text(code) => {
                if let Some(sample) = &mut sample {
                    sample.push_str(&code);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(sample) = sample.take() {
                    write_test(&format!("{name}_{count}"), &sample, tests)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Appends a test. A sample with a `main` function is a program: it runs in a process with the credentials of
/// a sandbox in its environment. Any other sample is the body of an async function.
fn write_test(name: &str, sample: &str, tests: &mut String) -> Result<(), std::fmt::Error> {
    if sample.contains("fn main()") {
        writeln!(
            tests,
            "mod {name} {{\n{sample}\n\
             #[test]\n#[ignore = \"needs credentials in the environment\"]\n\
             fn program() {{ main().unwrap() }}\n}}\n\
             #[test]\nfn {name}_runs() {{ run_program(\"samples::{name}::program\") }}\n"
        )
    } else {
        writeln!(
            tests,
            "#[tokio::test]\nasync fn {name}_runs() -> Result<(), Box<dyn std::error::Error>> {{\n\
             let Context {{ sandbox, client, order, subscription_id }} = Context::start().await?;\n\
             {{\n{sample}\n}}\nOk(())\n}}\n"
        )
    }
}
