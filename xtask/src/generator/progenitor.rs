//! Running progenitor, with its panics turned into errors.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Mutex,
};

use anyhow::{Context, Result, anyhow, bail};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use progenitor_impl::{CrateVers, GenerationSettings, Generator, HooksMode, InterfaceStyle};
use serde::Deserialize as _;
use serde_json::Value;
use syn::{ImplItem, Item, ItemImpl, ItemMod};

use crate::passes::schemas::RAW_CRATE;

/// The parts of progenitor's output that are used.
#[derive(Default)]
pub(super) struct Output {
    pub(super) types: Vec<Item>,
    pub(super) methods: Vec<syn::ImplItemFn>,
}

/// Runs progenitor over an effective document; the methods have no bodies. Fails if progenitor rejects the
/// document or panics.
pub(super) fn run(effective: &Value) -> Result<Output> {
    let tokens = within(tokens(effective)?, "types", &without_implementations);
    split(parse(within(tokens, "Client", &without_bodies))?)
}

/// Returns the complete output of progenitor. Fails if it rejects the document or panics, for most causes of
/// which `cargo xtask lint` names the operation or schema.
pub fn tree(document: &Value) -> Result<syn::File> {
    parse(tokens(document)?)
}

fn parse(tokens: TokenStream) -> Result<syn::File> {
    syn::parse2(tokens).context("progenitor wrote something that is not Rust")
}

fn tokens(document: &Value) -> Result<TokenStream> {
    let document = openapiv3::OpenAPI::deserialize(document)
        .context("the document does not fit the model of OpenAPI 3.0; `cargo xtask lint` may know where")?;
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_hooks(HooksMode::Expected)
        .with_map_type("::std::collections::BTreeMap")
        .with_crate(RAW_CRATE, CrateVers::Any, None);
    quietly(|| Generator::new(&settings).generate_tokens(&document))
        .map_err(|panic| anyhow!("progenitor panicked: {panic}; `cargo xtask lint` may know where"))?
        .context("progenitor rejects the document")
}

/// Changes the content of each block after `name`. What is not needed is removed before it is parsed.
fn within(tokens: TokenStream, name: &str, change: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
    let mut is_after = false;
    let one = |token| {
        let is_next = matches!(&token, TokenTree::Ident(ident) if *ident == name);
        if std::mem::replace(&mut is_after, is_next) { in_braces(token, change) } else { token }
    };
    tokens.into_iter().map(one).collect()
}

fn in_braces(token: TokenTree, change: &dyn Fn(TokenStream) -> TokenStream) -> TokenTree {
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
            TokenTree::Group(Group::new(Delimiter::Brace, change(group.stream())))
        }
        other => other,
    }
}

fn without_bodies(tokens: TokenStream) -> TokenStream {
    tokens.into_iter().map(|token| in_braces(token, &|_| TokenStream::new())).collect()
}

/// Removes the implementations in a module, which are most of it.
fn without_implementations(tokens: TokenStream) -> TokenStream {
    let mut kept = TokenStream::new();
    let mut item: Vec<TokenTree> = Vec::new();
    let mut implementation = false;
    for token in tokens {
        implementation |= item.is_empty() && matches!(&token, TokenTree::Ident(ident) if ident == "impl");
        let ends = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(point) => point.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if ends {
            if !implementation {
                kept.extend(item.drain(..));
            }
            item.clear();
            implementation = false;
        }
    }
    kept.extend(item);
    kept
}

/// Runs `work` without letting a panic print or pass; returns the panic's message.
fn quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    // The hook belongs to the process.
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
    let mut output = Output::default();
    // `impl Client { ... }`, not the implementation of a trait.
    let is_client = |item: &ItemImpl| {
        item.trait_.is_none()
            && matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident("Client"))
    };
    for item in file.items {
        match item {
            Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == "types" => {
                output.types = items
            }
            Item::Impl(item) if is_client(&item) => {
                output.methods.extend(item.items.into_iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
                    _ => None,
                }));
            }
            _ => {}
        }
    }
    if output.types.is_empty() && output.methods.is_empty() {
        bail!("progenitor wrote neither types nor methods; it may have changed its form");
    }
    Ok(output)
}
