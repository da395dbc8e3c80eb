//! Generation and review of documents.

use std::{
    fs,
    hint::black_box,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, ensure};
use openapi_review::{ApiVersion, Input, Level, compare, render};
use serde_json::{Map, Value};
use xtask::{
    generator::progenitor,
    pipeline,
    review::{Context, Side, review},
    workspace::Workspace,
};

use crate::measure::{Row, Work, alternate, command_time};

fn workspace() -> Workspace {
    Workspace::at(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
}

/// Measures generation next to progenitor with rustfmt, and the review next to oasdiff where it is installed.
pub(crate) fn pipeline(quick: bool) -> Result<Vec<Row>> {
    let workspace = workspace();
    let version = workspace.current_version()?;
    let effective = pipeline::produce(pipeline::inputs(&workspace, &version)?, &version)?.effective;
    let read = |version: &str| -> Result<(Side, String)> {
        let path = workspace.published(&version.parse()?);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok((Input::of(version, &text)?.into(), text))
    };
    let ((_, old), (_, new)) = (read("1.6")?, read("1.15")?);
    let context = Context::read(&workspace)?;
    let sides = |level: Option<Level>| {
        let (old, new): (Side, Side) = (Input::of("1.6", &old)?.into(), Input::of("1.15", &new)?.into());
        match level {
            None => black_box(
                compare::compare(old.input.document(), new.input.document(), compare::Options::default())
                    .len(),
            ),
            Some(level) => black_box(render::markdown::render(&review(&old, &new, &context, level)?).len()),
        };
        Ok(())
    };
    let mut works: Vec<(&str, &str, Work<'_>)> = vec![
        (
            "generate",
            "progenitor + rustfmt",
            Box::new(|| {
                let code = prettyplease::unparse(&progenitor::tree(&effective)?);
                rustfmt(&code).map(|formatted| drop(black_box(formatted)))
            }),
        ),
        (
            "generate",
            "the complete pipeline",
            Box::new(|| {
                let inputs = pipeline::inputs(&workspace, &version)?;
                pipeline::produce(inputs, &version).map(|products| drop(black_box(products)))
            }),
        ),
        ("review of 1.6 -> 1.15", "published documents", Box::new(|| sides(None))),
        ("review of 1.6 -> 1.15", "and overlays", Box::new(|| sides(Some(Level::Overlays)))),
        ("review of 1.6 -> 1.15", "and Rust", Box::new(|| sides(Some(Level::Rust)))),
    ];
    let mut rows = Vec::new();
    let names: Vec<_> = works.iter().map(|(work, side, _)| (*work, *side)).collect();
    let mut works: Vec<Work<'_>> = works.drain(..).map(|(_, _, work)| work).collect();
    let measured = alternate(&mut works, if quick { 5 } else { 20 }, 1)?;
    for ((work, side), (time, cpu)) in names.into_iter().zip(measured) {
        let baseline = rows.iter().all(|row: &Row| row.work != work);
        rows.push(Row { work: work.into(), side: side.into(), time, cpu, baseline, ..Row::default() });
    }
    // Rustfmt is another process.
    if let Some(row) = rows.first_mut() {
        row.cpu = None;
    }
    let path = |version: &str| -> Result<_> { Ok(workspace.published(&version.parse()?)) };
    let mut oasdiff = Command::new("oasdiff");
    oasdiff.arg("changelog").args([path("1.6")?, path("1.15")?]);
    if Command::new("oasdiff").arg("--version").output().is_ok() {
        let (time, cpu) = command_time(&mut oasdiff)?;
        rows.push(Row {
            work: "review of 1.6 -> 1.15".into(),
            side: "oasdiff changelog".into(),
            time: time.as_secs_f64() * 1e6,
            cpu: cpu.map(|cpu| cpu.as_secs_f64() * 1e6),
            ..Row::default()
        });
    }
    Ok(rows)
}

/// Formats code as users of progenitor do. It is formatted already, which takes rustfmt the same time.
fn rustfmt(code: &str) -> Result<Vec<u8>> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start rustfmt")?;
    let mut stdin = child.stdin.take().context("stdin is piped")?;
    let output = std::thread::scope(|scope| {
        scope.spawn(move || stdin.write_all(code.as_bytes()));
        child.wait_with_output()
    })?;
    ensure!(output.status.success(), "rustfmt failed");
    Ok(output.stdout)
}

/// Measures the comparison and the generation of documents that are several times as long; a unit is one
/// copy of the document.
pub(crate) fn growth(quick: bool) -> Result<Vec<Row>> {
    let workspace = workspace();
    let version: ApiVersion = workspace.current_version()?;
    let mut rows = Vec::new();
    let effective = pipeline::produce(pipeline::inputs(&workspace, &version)?, &version)?.effective;
    let published =
        |version: &str| -> Result<Value> { Ok(pipeline::inputs(&workspace, &version.parse()?)?.published) };
    let (old, new) = (published("1.6")?, published("1.15")?);
    for copies in [1, 2, 5, 10].into_iter().take(if quick { 2 } else { 4 }) {
        let (old, new) = (multiply(&old, copies).to_string(), multiply(&new, copies).to_string());
        let effective = multiply(&effective, copies);
        let mut works: Vec<Work<'_>> = vec![
            Box::new(|| {
                let (old, new) = (Input::of("old.json", &old)?, Input::of("new.json", &new)?);
                let found = compare::compare(old.document(), new.document(), compare::Options::default());
                black_box(found);
                Ok(())
            }),
            Box::new(|| progenitor::tree(&effective).map(|tree| drop(black_box(tree)))),
        ];
        let measured = alternate(&mut works, 5, 1)?;
        for (work, (time, cpu)) in ["comparison of a document", "progenitor"].into_iter().zip(measured) {
            rows.push(Row {
                work: work.into(),
                side: format!("copies: {copies}"),
                time: time / f64::from(copies),
                cpu: cpu.map(|cpu| cpu / f64::from(copies)),
                baseline: copies == 1,
                ..Row::default()
            });
        }
    }
    Ok(rows)
}

/// Returns a document with several copies of all paths, operation ids and schemas.
fn multiply(document: &Value, copies: u32) -> Value {
    let mut result = document.clone();
    for copy in 1..copies {
        let suffix = format!("X{copy}");
        let text = document
            .to_string()
            .replace("\"#/components/schemas/", &format!("\"#/components/schemas/{suffix}"));
        let Ok(mut renamed) = serde_json::from_str::<Value>(&text) else { continue };
        let mut paths = Map::new();
        for (path, mut item) in object(&mut renamed, "/paths") {
            for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
                if let Some(Value::String(id)) = operation.get_mut("operationId") {
                    id.push_str(&suffix);
                }
            }
            paths.insert(format!("/{suffix}{path}"), item);
        }
        let schemas = object(&mut renamed, "/components/schemas");
        let schemas = schemas.into_iter().map(|(name, schema)| (format!("{suffix}{name}"), schema));
        if let Some(Value::Object(all)) = result.pointer_mut("/components/schemas") {
            all.extend(schemas);
        }
        if let Some(Value::Object(all)) = result.pointer_mut("/paths") {
            all.extend(paths);
        }
    }
    result
}

fn object(document: &mut Value, pointer: &str) -> Map<String, Value> {
    match document.pointer_mut(pointer).map(Value::take) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    }
}
