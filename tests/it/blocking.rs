//! Comparison of the blocking client with the async client.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use proc_macro2::{TokenStream, TokenTree};
use syn::{ImplItem, Item, Type, Visibility};

/// Methods without a blocking form, with the reason.
const WITHOUT: &[(&str, &str)] = &[
    // The raw client is async. `blocking::Client::as_async` returns it.
    ("Client", "raw"),
];

/// Types that both clients use, with the reason.
const SHARED: &[&str] = &[
    // Changes of seats return it in both clients. `blocking::Client::wait` waits for its future.
    "SeatOutcome",
    // It builds both clients.
    "Builder",
    // It is a setting of the builder.
    "ManualRuntime",
    // Implementations of `Authenticate` receive it. The trait is async for both clients.
    "TokenExchange",
];

/// Public methods and traits of a type.
#[derive(Default, Debug)]
struct Surface {
    methods: BTreeSet<String>,
    /// True if the type or one of its methods is awaited.
    is_async: bool,
    is_stream: bool,
}

fn files(directory: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn name_of(type_: &Type) -> Option<String> {
    match type_ {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// Returns the identifiers of a line such as `call get ( .. ) -> ..`.
fn idents(tokens: impl IntoIterator<Item = TokenTree>) -> Vec<String> {
    let idents = tokens.into_iter().filter_map(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    });
    idents.collect()
}

fn lines(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut lines = vec![Vec::new()];
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => lines.push(Vec::new()),
            token => lines.last_mut().unwrap().push(token),
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Returns the types of these files with their public methods, including those declared by macros.
fn surfaces(files: &[PathBuf]) -> BTreeMap<String, Surface> {
    let mut surfaces = BTreeMap::<String, Surface>::new();
    for file in files {
        for item in syn::parse_file(&fs::read_to_string(file).unwrap()).unwrap().items {
            match item {
                Item::Impl(block) => {
                    let Some(name) = name_of(&block.self_ty) else { continue };
                    let surface = surfaces.entry(name).or_default();
                    if let Some((path, _)) = &block.trait_ {
                        let name = path.segments.last().unwrap().ident.to_string();
                        surface.is_async |= name == "IntoFuture";
                        surface.is_stream |= name == "Stream";
                        continue;
                    }
                    for item in block.items {
                        match item {
                            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                                surface.is_async |= method.sig.asyncness.is_some();
                                surface.methods.insert(method.sig.ident.to_string());
                            }
                            ImplItem::Macro(item) if item.mac.path.is_ident("blocking_method") => {
                                surface.methods.insert(idents(item.mac.tokens)[1].clone());
                            }
                            _ => {}
                        }
                    }
                }
                Item::Macro(item) if item.mac.path.is_ident("blocking_form") => {
                    let (name, methods) = declared(item.mac.tokens, 1);
                    surfaces.entry(name).or_default().methods.extend(methods);
                }
                Item::Macro(item)
                    if item.mac.path.is_ident("getters") || item.mac.path.is_ident("setters") =>
                {
                    let (name, methods) = declared(item.mac.tokens, 0);
                    surfaces.entry(name).or_default().methods.extend(methods);
                }
                Item::Macro(item) if item.mac.path.is_ident("resource") => {
                    let (name, methods) = declared(item.mac.tokens, 1);
                    let surface = surfaces.entry(name).or_default();
                    surface.is_async = true;
                    surface.methods.extend(methods);
                }
                _ => {}
            }
        }
    }
    surfaces
}

/// Returns the name and the methods that a macro declares. The method is the identifier at this position of
/// its line.
fn declared(tokens: TokenStream, position: usize) -> (String, Vec<String>) {
    let is_name = |ident: &String| !["blocking", "impl"].contains(&ident.as_str());
    let name = idents(tokens.clone()).into_iter().find(is_name).unwrap();
    let Some(TokenTree::Group(body)) = tokens.into_iter().last() else { panic!() };
    (name, lines(body.stream()).into_iter().map(|line| idents(line)[position].clone()).collect())
}

#[test]
fn async_methods_have_blocking_forms() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/imcloud/src");
    let mut all = Vec::new();
    files(&source, &mut all);
    let (blocking, other): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|path| path.starts_with(source.join("blocking.rs")));
    let text: String = blocking.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let (mut blocking, async_forms) = (surfaces(&blocking), other);
    let mut other = surfaces(&async_forms);
    for path in &async_forms {
        for item in syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap().items {
            // These macros declare both forms.
            let Item::Macro(item) = item else { continue };
            let is_blocking = idents(item.mac.tokens.clone()).first().is_some_and(|word| word == "blocking");
            let position = match item.mac.path.get_ident().map(ToString::to_string).as_deref() {
                Some("resource") if path.starts_with(source.join("resources")) => 1,
                Some("setters") if is_blocking => 0,
                _ => continue,
            };
            let (name, methods) = declared(item.mac.tokens, position);
            blocking.entry(name).or_default().methods.extend(methods);
        }
    }
    for shared in SHARED {
        assert!(other.remove(*shared).is_some(), "type {shared} no longer exists");
        blocking.remove(*shared);
    }

    let mut missing = Vec::new();
    let mut compared = 0;
    for (name, surface) in &other {
        if surface.is_stream {
            compared += 1;
            if !text.contains(&format!("Iter<{name}")) {
                missing.push(format!("no Iter<{name}>"));
            }
        } else if surface.is_async {
            let methods = blocking.get(name).map(|surface| &surface.methods);
            for method in surface.methods.iter().filter(|method| !WITHOUT.contains(&(name, method))) {
                compared += 1;
                if !methods.is_some_and(|methods| methods.contains(method)) {
                    missing.push(format!("{name}::{method}"));
                }
            }
        }
    }
    // `Products::list` is not async, but reading its result is.
    for (name, surface) in &blocking {
        for method in other.get(name).into_iter().flat_map(|async_form| &async_form.methods) {
            if !surface.methods.contains(method)
                && !WITHOUT.contains(&(name, method))
                && !other[name].is_stream
            {
                missing.push(format!("{name}::{method}"));
            }
        }
    }
    missing.sort();
    missing.dedup();
    assert!(compared > 60, "only {compared} methods found");
    assert_eq!(missing, [""; 0], "add them to crates/imcloud/src/blocking.rs");
}
