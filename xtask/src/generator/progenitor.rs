//! Running progenitor, with its panics turned into errors.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use anyhow::{Context, Result, anyhow, bail};
use progenitor_impl::{CrateVers, GenerationSettings, Generator, HooksMode, InterfaceStyle};
use serde_json::Value;
use syn::{Item, ItemImpl, ItemMod};

use crate::passes::rust_type::RAW_CRATE;

/// The parts of progenitor's output that are used.
pub struct Output {
    /// The items of its `types` module.
    pub types: Vec<Item>,
    /// The methods of its client.
    pub methods: Vec<syn::ImplItemFn>,
}

/// Runs progenitor over an effective document.
///
/// # Errors
/// When progenitor refuses the document or panics; `cargo xtask lint` names the operation or schema behind most of these.
pub fn run(effective: &Value) -> Result<Output> {
    split(tree(effective)?)
}

/// What progenitor writes for the document, untouched.
///
/// # Errors
/// As [`run`].
pub fn tree(document: &Value) -> Result<syn::File> {
    let document: openapiv3::OpenAPI = serde_json::from_value(document.clone())
        .context("the document does not fit the model of OpenAPI 3.0; `cargo xtask lint` may know where")?;
    let tokens = quietly(|| Generator::new(&settings()).generate_tokens(&document))
        .map_err(|panic| anyhow!("progenitor panicked: {panic}; `cargo xtask lint` may know where"))?
        .context("progenitor refuses the document")?;
    syn::parse2(tokens).context("progenitor wrote something that is not Rust")
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_map_type("::std::collections::BTreeMap")
        .with_crate(RAW_CRATE, CrateVers::Any, None);
    settings
}

/// Runs `work` without letting a panic print or pass; returns the panic's message.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // The hook belongs to the whole process.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(work));
    std::panic::set_hook(hook);
    result.map_err(|panic| {
        let text =
            panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        text.unwrap_or("no message").to_owned()
    })
}

fn split(file: syn::File) -> Result<Output> {
    let mut output = Output { types: Vec::new(), methods: Vec::new() };
    for item in file.items {
        match item {
            Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == "types" => {
                output.types = items
            }
            Item::Impl(item) if is_client(&item) => {
                for member in item.items {
                    if let syn::ImplItem::Fn(method) = member {
                        output.methods.push(method);
                    }
                }
            }
            _ => {}
        }
    }
    output.methods.retain(|method| method.sig.asyncness.is_some());
    if output.types.is_empty() && output.methods.is_empty() {
        bail!("progenitor wrote neither types nor methods; it may have changed its form");
    }
    Ok(output)
}

/// `impl Client { ... }`, not the implementation of a trait.
fn is_client(item: &ItemImpl) -> bool {
    item.trait_.is_none() && matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"))
}
