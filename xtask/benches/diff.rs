//! Measures the review of 1.6 -> 1.15, level by level, next to a plain text diff of the same two files.
//!
//! Every measurement starts from the files in memory and ends with the report; the last one also writes it as
//! Markdown.

#![allow(clippy::expect_used, reason = "a benchmark that cannot run should stop")]

use std::{fs, hint::black_box, path::Path};

use criterion::{Criterion, criterion_group, criterion_main};
use openapi_review::{Input, Level, compare, render};
use xtask::{
    review::{Context, Side, review},
    workspace::Workspace,
};

fn diff(c: &mut Criterion) {
    let workspace = Workspace::at(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")));
    let text = |version: &str| {
        fs::read_to_string(workspace.published(&version.parse().expect("a version"))).expect("it is vendored")
    };
    let (old_text, new_text) = (text("1.6"), text("1.15"));
    let around = Context::read(&workspace).expect("the overlays are there");
    let read = || {
        let input =
            |name: &str, text: &str| -> Side { Input::of(name, text).expect("it is a document").into() };
        (input("old.yaml", &old_text), input("new.yaml", &new_text))
    };

    let mut group = c.benchmark_group("diff");
    group.sample_size(20);
    group.bench_function("plain text diff", |b| {
        b.iter(|| black_box(similar::TextDiff::from_lines(old_text.as_str(), new_text.as_str()).ops().len()));
    });
    group.bench_function("reading both", |b| b.iter(|| black_box(read())));
    group.bench_function("published level", |b| {
        b.iter(|| {
            let (old, new) = read();
            black_box(compare::compare(old.input.document(), new.input.document(), Default::default()))
        });
    });
    for (name, level) in [("effective level", Level::Overlays), ("rust level", Level::Rust)] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let (old, new) = read();
                let report = review(&old, &new, &around, level).expect("it can be reviewed");
                black_box(render::markdown::render(&report))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, diff);
criterion_main!(benches);
