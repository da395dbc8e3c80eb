//! What the generated code offers: its operations with their signatures, its types with their fields.
//!
//! Read from the code itself and not from the specification, so that it says what callers compile against.

use std::fmt;

use anyhow::{Context, Result};
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Attribute, Expr, ExprLit, FnArg, Ident, ImplItem, Item, ItemImpl, ItemMod, Lit, LitStr, Pat, ReturnType,
    Token, Type, Visibility, braced,
    parse::{Parse, ParseStream},
};

use crate::generator::{fields, structs::type_text};

/// The public surface of a generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// The operations, in the order of the file.
    pub operations: Vec<Operation>,
    /// The types, sorted by name.
    pub types: Vec<Entry>,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method of the client.
    pub name: String,
    /// The published operation id.
    pub published_id: String,
    /// The HTTP method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// What the method takes: name and type.
    pub required: Vec<(String, String)>,
    /// What can be set: name and type.
    pub optional: Vec<(String, String)>,
    /// The type of the answer.
    pub answer: String,
}

/// A type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// How it is declared.
    pub kind: Kind,
    /// Its members.
    pub shape: Shape,
    /// The members that its constructor takes, in order; of sent types only.
    pub constructor: Vec<String>,
}

/// How a type is declared, which decides what can be added to it without breaking callers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `sent!`: with a constructor and setters.
    Sent,
    /// `received!`: all members optional.
    Received,
    /// `open_enum!`
    OpenEnum,
    /// `alternatives!`
    Alternatives,
    /// A newtype or a name for another type.
    Other,
}

/// What a type is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Fields.
    Struct(Vec<Field>),
    /// Variants and the values they stand for.
    OpenEnum(Vec<(String, String)>),
    /// Anything else, as code.
    Other(String),
}

/// A field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The Rust name.
    pub name: String,
    /// The name in JSON.
    pub wire: String,
    /// The Rust type.
    pub ty: String,
    /// How it is written, where the type leaves a choice: `number`.
    pub form: Option<String>,
}

impl Inventory {
    /// Reads a generated file.
    ///
    /// # Errors
    /// When the text is not Rust, or not in the form that this generator writes.
    pub fn read(code: &str) -> Result<Self> {
        let file = syn::parse_file(code).context("the generated file is not Rust")?;
        let mut inventory = Self { operations: Vec::new(), types: Vec::new() };
        let mut methods = Vec::new();
        let mut requests: Vec<Item> = Vec::new();
        for item in file.items {
            match item {
                Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == "types" => {
                    for item in &items {
                        inventory.types.extend(entry(item)?);
                    }
                }
                Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == "operations" => {
                    requests = items
                }
                Item::Impl(item) => methods.extend(item.items),
                _ => {}
            }
        }
        inventory.types.sort_by(|a, b| a.name.cmp(&b.name));
        for method in methods {
            if let ImplItem::Fn(method) = method {
                let name = method.sig.ident.to_string();
                let operation =
                    operation(&method, &requests).with_context(|| format!("the method {name}"))?;
                inventory.operations.push(operation);
            }
        }
        Ok(inventory)
    }
}

fn operation(method: &syn::ImplItemFn, requests: &[Item]) -> Result<Operation> {
    let ReturnType::Type(_, ty) = &method.sig.output else { anyhow::bail!("it returns nothing") };
    let request = fields::name_of(ty).context("it does not return a request value")?;
    let implementation = requests
        .iter()
        .find_map(|item| match item {
            Item::Impl(item)
                if item.trait_.is_none() && fields::name_of(&item.self_ty).as_deref() == Some(&request) =>
            {
                Some(item)
            }
            _ => None,
        })
        .with_context(|| format!("there is no {request}"))?;
    let mut made = Operation {
        name: method.sig.ident.to_string(),
        published_id: constant(implementation, "published_id")?,
        method: constant(implementation, "method")?,
        path: constant(implementation, "path")?,
        required: arguments(&method.sig),
        optional: Vec::new(),
        answer: String::new(),
    };
    for item in &implementation.items {
        let ImplItem::Fn(function) = item else { continue };
        match function.sig.ident.to_string().as_str() {
            "build" => {}
            "send" => {
                let ReturnType::Type(_, ty) = &function.sig.output else { continue };
                let answer = fields::inside(ty, "Result").and_then(|inner| fields::inside(inner, "Response"));
                made.answer = type_text(answer.context("send returns no Response")?);
            }
            _ => made.optional.extend(arguments(&function.sig)),
        }
    }
    Ok(made)
}

/// A text in the operation's constant.
fn constant(implementation: &ItemImpl, name: &str) -> Result<String> {
    implementation
        .items
        .iter()
        .find_map(|item| match item {
            ImplItem::Const(item) => match &item.expr {
                Expr::Struct(value) => {
                    value.fields.iter().find_map(|field| match (&field.member, &field.expr) {
                        (syn::Member::Named(ident), Expr::Lit(ExprLit { lit: Lit::Str(text), .. }))
                            if ident == name =>
                        {
                            Some(text.value())
                        }
                        _ => None,
                    })
                }
                _ => None,
            },
            _ => None,
        })
        .with_context(|| format!("its constant has no {name}"))
}

/// Arguments other than `self`, with `impl Into<T>` shown as `T`.
fn arguments(signature: &syn::Signature) -> Vec<(String, String)> {
    signature
        .inputs
        .iter()
        .filter_map(|input| {
            let FnArg::Typed(input) = input else { return None };
            let Pat::Ident(pattern) = &*input.pat else { return None };
            Some((pattern.ident.to_string(), argument_type(&input.ty)))
        })
        .collect()
}

fn argument_type(ty: &Type) -> String {
    match ty {
        Type::ImplTrait(_) => {
            let text = type_text(ty);
            text.strip_prefix("impl Into<")
                .and_then(|text| text.strip_suffix('>'))
                .unwrap_or(&text)
                .to_owned()
        }
        Type::Reference(reference) => format!("&{}", type_text(&reference.elem)),
        other => type_text(other),
    }
}

fn entry(item: &Item) -> Result<Option<Entry>> {
    Ok(match item {
        Item::Struct(item) => Some(other(item.ident.to_string(), Kind::Other, fields_text(&item.fields))),
        Item::Macro(item) if item.mac.path.is_ident("open_enum") => Some(open_enum(item.mac.tokens.clone())?),
        Item::Macro(item) if item.mac.path.is_ident("sent") || item.mac.path.is_ident("received") => {
            let kind = if item.mac.path.is_ident("sent") { Kind::Sent } else { Kind::Received };
            let entry = item.mac.parse_body::<Declaration>().context("a struct has an unknown form")?.entry;
            Some(Entry { kind, ..entry })
        }
        Item::Macro(item) if item.mac.path.is_ident("alternatives") => {
            // The discriminator follows the enum.
            let parse = |input: syn::parse::ParseStream<'_>| {
                let item: syn::ItemEnum = input.parse()?;
                input.parse::<proc_macro2::TokenStream>().map(|_| item)
            };
            let item = item.mac.parse_body_with(parse).context("alternatives have an unknown form")?;
            let variants = item
                .variants
                .iter()
                .map(|variant| format!("{}{}", variant.ident, fields_text(&variant.fields)));
            Some(other(item.ident.to_string(), Kind::Alternatives, variants.collect::<Vec<_>>().join(" | ")))
        }
        Item::Type(item) => {
            Some(other(item.ident.to_string(), Kind::Other, item.to_token_stream().to_string()))
        }
        _ => None,
    })
}

fn other(name: String, kind: Kind, code: String) -> Entry {
    Entry { name, kind, shape: Shape::Other(code), constructor: Vec::new() }
}

/// The inside of `sent!` or `received!`.
struct Declaration {
    entry: Entry,
}

impl Parse for Declaration {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        if input.peek(Ident) {
            input.parse::<Ident>()?;
        }
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse::<Ident>()?.to_string();
        let content;
        braced!(content in input);
        let mut list = Vec::new();
        let mut required: Vec<Field> = Vec::new();
        if content.peek(Ident) {
            for optional in [false, true] {
                content.parse::<Ident>()?;
                let section;
                braced!(section in content);
                members(&section, optional, &mut list)?;
                if !optional {
                    required.clone_from(&list);
                }
            }
        } else {
            members(&content, true, &mut list)?;
        }
        let constructor = required.into_iter().map(|field| field.name).collect();
        list.sort_by(|a: &Field, b: &Field| a.name.cmp(&b.name));
        // Whoever reads the macro's name knows the kind.
        Ok(Self { entry: Entry { name, kind: Kind::Other, shape: Shape::Struct(list), constructor } })
    }
}

/// `/// Doc. "json" => rust: Type as number,`
fn members(input: ParseStream<'_>, optional: bool, list: &mut Vec<Field>) -> syn::Result<()> {
    while !input.is_empty() {
        input.call(Attribute::parse_outer)?;
        let wire = input.parse::<LitStr>()?.value();
        input.parse::<Token![=>]>()?;
        let name = input.parse::<Ident>()?.to_string();
        input.parse::<Token![:]>()?;
        let ty = type_text(&input.parse()?);
        let form = match input.parse::<Option<Token![as]>>()? {
            Some(_) => Some(input.parse::<Ident>()?.to_string()),
            None => None,
        };
        input.parse::<Token![,]>()?;
        list.push(Field { name, wire, ty: if optional { format!("Option<{ty}>") } else { ty }, form });
    }
    Ok(())
}

fn fields_text(fields: &syn::Fields) -> String {
    let types: Vec<_> = fields.iter().map(|field| type_text(&field.ty)).collect();
    format!("({})", types.join(", "))
}

/// Reads `pub enum Name { Variant = "value", ... }`.
fn open_enum(tokens: TokenStream) -> Result<Entry> {
    let mut tokens = tokens.into_iter().peekable();
    let mut name = None;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) if ident == "enum" => name = tokens.next().map(|name| name.to_string()),
            TokenTree::Group(group) if name.is_some() => {
                let mut values = Vec::new();
                let mut variant = None;
                for token in group.stream() {
                    match token {
                        TokenTree::Ident(ident) => variant = Some(ident.to_string()),
                        TokenTree::Literal(literal) => {
                            let value = syn::parse_str::<syn::LitStr>(&literal.to_string())
                                .context("a value is no text")?;
                            values.extend(variant.take().map(|variant| (variant, value.value())));
                        }
                        _ => {}
                    }
                }
                return Ok(Entry {
                    name: name.unwrap_or_default(),
                    kind: Kind::OpenEnum,
                    shape: Shape::OpenEnum(values),
                    constructor: Vec::new(),
                });
            }
            _ => {}
        }
    }
    anyhow::bail!("an open_enum! has an unknown form")
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |arguments: &[(String, String)]| {
            arguments.iter().map(|(name, ty)| format!("{name}: {ty}")).collect::<Vec<_>>().join(", ")
        };
        writeln!(f, "{} {}  ({})", self.method, self.path, self.published_id)?;
        writeln!(f, "    {}({}) -> {}", self.name, list(&self.required), self.answer)?;
        for (name, ty) in &self.optional {
            writeln!(f, "        .{name}({ty})")?;
        }
        Ok(())
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shape {
            Shape::Struct(fields) => {
                writeln!(f, "struct {}", self.name)?;
                for Field { name, wire, ty, .. } in fields {
                    writeln!(
                        f,
                        "    {name}: {ty}{}",
                        if name == wire { String::new() } else { format!("  ({wire})") }
                    )?;
                }
            }
            Shape::OpenEnum(values) => {
                writeln!(f, "enum {}", self.name)?;
                for (variant, value) in values {
                    writeln!(f, "    {variant} = {value:?}")?;
                }
            }
            Shape::Other(code) => writeln!(f, "{}: {code}", self.name)?,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = r#"
        pub mod types {
            open_enum! {
                /// A state.
                pub enum State: ignore_case {
                    /// On.
                    On = "on",
                    Off = "off",
                }
            }
            sent! {
                /// A thing.
                #[doc(alias = "X")]
                pub struct Thing {
                    required {
                        "planId" => plan_id: crate::Id as number,
                    }
                    optional {
                        /// The number.
                        "newMPN" => new_mpn: BTreeMap<String, String>,
                    }
                }
            }
            received! { shorthand pub struct Part { "a" => a: String, } }
            alternatives! { pub enum Either { Thing(Thing), String(String), } }
        }
        impl Client { pub fn list_things(&self, id: impl Into<crate::Id>) -> operations::ListThings<'_> { todo!() } }
        pub mod operations {
            impl ListThings<'_> {
                pub const OPERATION: Operation = Operation { name: "list_things", published_id: "getThings", method: "GET", path: "/things" };
                pub fn limit(mut self, limit: impl Into<i64>) -> Self { self }
                pub fn build(&self) -> Result<reqwest::Request, Error> { todo!() }
                pub async fn send(&self) -> Result<Response<types::Thing>, Error> { todo!() }
            }
        }
    "#;

    #[test]
    fn reads_signatures_fields_and_values() {
        let inventory = Inventory::read(CODE).unwrap();
        assert_eq!(
            inventory.operations[0].to_string(),
            "GET /things  (getThings)\n    list_things(id: crate::Id) -> types::Thing\n        .limit(i64)\n"
        );
        let types: String = inventory.types.iter().map(ToString::to_string).collect();
        assert_eq!(
            types,
            "Either: Thing(Thing) | String(String)\nstruct Part\n    a: Option<String>\nenum State\n    On = \"on\"\n    Off = \"off\"\nstruct Thing\n    \
             new_mpn: Option<BTreeMap<String, String>>  (newMPN)\n    plan_id: crate::Id  (planId)\n"
        );
    }
}
