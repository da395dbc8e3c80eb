//! Generates the client that progenitor makes of the corrected document without this repository's generator.

#![allow(clippy::disallowed_methods, reason = "cargo builds again after an interrupt")]

use std::{env, fs, path::Path};

use anyhow::{Context as _, Result};
use progenitor_impl::Generator;
use serde_json::Value;

fn main() -> Result<()> {
    let path = "../../openapi/effective.yaml";
    println!("cargo::rerun-if-changed={path}");
    let mut document: Value = serde_saphyr::from_str(&fs::read_to_string(path)?)?;
    // Among them are the types of the raw client.
    remove_extensions(&mut document);
    let document: openapiv3::OpenAPI = serde_json::from_value(document)?;
    let code = Generator::default().generate_tokens(&document)?;
    let code = prettyplease::unparse(&syn::parse2(code)?);
    let folder = env::var_os("OUT_DIR").context("cargo sets OUT_DIR")?;
    fs::write(Path::new(&folder).join("stock.rs"), code)?;
    Ok(())
}

fn remove_extensions(node: &mut Value) {
    match node {
        Value::Object(members) => {
            members.retain(|name, _| !name.starts_with("x-"));
            members.values_mut().for_each(remove_extensions);
        }
        Value::Array(elements) => elements.iter_mut().for_each(remove_extensions),
        _ => {}
    }
}
