//! Writing the reshaped parts as one file, and doc comments from the descriptions of the document.

use std::{borrow::Cow, collections::BTreeMap};

use anyhow::{Context, Result};
use openapi_review::{document::walk, render::wrapped};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::{Item, parse_quote};

use super::{Kind, Surface, operations::Signature, progenitor::Output, types};
use crate::nodes::origins;

pub(super) struct Parts<'a> {
    version: &'a str,
    /// The declarations of types.
    types: Vec<String>,
    operations: Vec<Signature<'a>>,
    pub(super) surface: Surface,
}

impl<'a> Parts<'a> {
    /// Reads everything that progenitor wrote. An error names the item that has an unknown form.
    pub(super) fn of(effective: &'a Value, output: Output) -> Result<Self> {
        let schemas = &effective["components"]["schemas"];
        let is_open_enum = |schema: &Value| schema.get("x-open-enum").is_some();
        let mut surface = Surface::default();
        let enums = walk::schemas(effective).filter(|(_, schema)| is_open_enum(schema));
        let mut types: Vec<String> =
            enums.map(|(name, schema)| types::open_enum(name, schema, &mut surface)).collect();
        let (mut alternatives, mut aliases) = (Vec::new(), Vec::new());
        for item in output.types {
            match item {
                Item::Struct(item) => {
                    let schema = &schemas[item.ident.to_string()];
                    types.push(types::structure(&item, schema, &mut surface)?);
                }
                Item::Enum(item) if !is_open_enum(&schemas[item.ident.to_string()]) => {
                    alternatives.push(types::alternatives(&item, schemas, &mut surface)?);
                }
                Item::Type(item) => {
                    let code = item.to_token_stream().to_string();
                    surface.add(&item.ident.to_string(), Kind::Other, Vec::new(), code);
                    aliases.push(format_items(vec![Item::Type(item)]));
                }
                _ => {}
            }
        }
        types.extend(alternatives.into_iter().chain(aliases));
        surface.types.sort_by(|a, b| a.name.cmp(&b.name));
        for (name, schema) in walk::schemas(effective) {
            surface.add_origins(format!("types::{name}"), origins(Some(schema)));
        }
        let declared: BTreeMap<&str, walk::Operation<'_>> =
            walk::operations(effective).filter_map(|operation| Some((operation.id()?, operation))).collect();
        let mut operations = Vec::new();
        for method in output.methods {
            let name = method.sig.ident.to_string();
            let operation = declared.get(name.as_str());
            let operation = *operation
                .with_context(|| format!("progenitor wrote a method {name} that no operation declares"))?;
            operations.push(Signature::read(&method, operation, &mut surface)?);
        }
        let version = effective["info"]["version"].as_str().unwrap_or("unknown");
        Ok(Self { version, types, operations, surface })
    }

    /// Returns the text of the file. An error names an operation with a parameter without an argument.
    pub(super) fn write(&self) -> Result<String> {
        let operations = self.operations.iter().map(Signature::write).collect::<Result<Vec<_>>>()?;
        let methods = operations.iter().map(|operation| &operation.method);
        let names = operations.iter().map(|operation| &operation.request_name);
        let requests = operations.iter().flat_map(|operation| operation.request.clone());
        let requests: Vec<_> = requests.map(|item| format_items(vec![item])).collect();
        let types = self.types.iter().map(|declaration| format!("\n{declaration}"));
        let rows = operations.iter().map(|operation| format!("                {}\n", operation.table_row));
        let parts = [
            ("version", format!("{:?}", self.version)),
            ("types", indent(&types.collect::<String>())),
            ("client", format_items(vec![parse_quote!(impl Client { #(#methods)* })])),
            ("count", operations.len().to_string()),
            ("operations", names.map(|name| format!("        &{name}::OPERATION,\n")).collect()),
            ("requests", indent(&requests.join("\n"))),
            ("rows", rows.collect()),
        ];
        let mut rest = include_str!("template.txt");
        let mut text = String::new();
        for (name, content) in parts {
            let (before, after) =
                rest.split_once(&format!("{{{{{name}}}}}")).context("the template lacks a part")?;
            text.extend([before, &content]);
            rest = after;
        }
        Ok(text + rest)
    }
}

fn format_items(items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}

/// Lines are filled up to this width before the comment's own indentation.
const WIDTH: usize = 100;

/// Returns doc attributes for a text; none for an empty one.
pub(super) fn doc_attributes(text: &str) -> TokenStream {
    let attribute = |line: String| {
        let line = if line.is_empty() { line } else { format!(" {line}") };
        quote!(#[doc = #line])
    };
    lines(text).into_iter().map(attribute).collect()
}

/// Returns a text as `///` lines with an indentation before each.
pub(super) fn doc_comment(text: &str, indent: &str) -> String {
    lines(text).into_iter().map(|line| format!("{indent}/// {line}").trim_end().to_owned() + "\n").collect()
}

pub(super) fn description(node: &Value, default: String) -> String {
    let text = node["description"].as_str().unwrap_or_default().trim();
    if text.is_empty() { default } else { text.to_owned() }
}

/// Fills paragraphs; lists and code keep their lines.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    for line in text.trim().lines() {
        let line = line.trim_end();
        code ^= line.trim_start().starts_with("```");
        let is_kept =
            line.trim_start().starts_with(['*', '-', '|', '#', '`']) && line.chars().count() <= WIDTH;
        if code || is_kept {
            lines.push(line.to_owned());
            continue;
        }
        let words = line.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.extend(wrapped(&words, WIDTH).into_iter().map(Cow::into_owned));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_filled_lists_stay() {
        let long = "word ".repeat(40);
        let lines = lines(&format!("First.\n\n{long}\n* one\n* two"));
        assert_eq!(lines[..2], ["First.", ""]);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        assert_eq!(lines[lines.len() - 2..], ["* one", "* two"]);
    }
}
