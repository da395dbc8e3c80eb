//! Measures generation, next to a bare run of progenitor and a formatter over the same document.
//!
//! `generate` reads the inputs from disk and does everything but write; the two baselines start from the
//! finished document in memory.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]

use std::{
    hint::black_box,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use criterion::{Criterion, criterion_group, criterion_main};
use xtask::{generator::progenitor, pipeline, workspace::Workspace};

fn workspace() -> Workspace {
    Workspace::at(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")))
}

fn generate(c: &mut Criterion) {
    let workspace = workspace();
    let version = workspace.current_version().expect("a version is generated");
    let inputs = pipeline::inputs(&workspace, &version).expect("the inputs are there");
    let effective = pipeline::produce(inputs, &version).expect("the inputs are good").effective;

    let mut group = c.benchmark_group("generate");
    group.sample_size(20);
    group.bench_function("complete pipeline", |b| {
        b.iter(|| {
            let inputs = pipeline::inputs(&workspace, &version).expect("the inputs are there");
            black_box(pipeline::produce(inputs, &version).expect("the inputs are good"))
        });
    });
    group.bench_function("bare progenitor and prettyplease", |b| {
        b.iter(|| {
            black_box(prettyplease::unparse(&progenitor::tree(&effective).expect("progenitor takes it")))
        });
    });
    group.bench_function("bare progenitor and rustfmt", |b| {
        b.iter(|| {
            black_box(rustfmt(&prettyplease::unparse(
                &progenitor::tree(&effective).expect("progenitor takes it"),
            )))
        });
    });
    group.finish();
}

/// Runs the formatter that users of progenitor run over its output. The text is already formatted; rustfmt takes the same time
/// over it.
fn rustfmt(code: &str) -> Vec<u8> {
    let mut child = Command::new("rustfmt")
        .args(["--edition", "2024"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is installed");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    let code = code.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(code.as_bytes()));
    let output = child.wait_with_output().expect("rustfmt ends");
    writer.join().expect("the writer ends").expect("rustfmt reads");
    output.stdout
}

criterion_group!(benches, generate);
criterion_main!(benches);
