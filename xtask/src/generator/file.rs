//! Putting the reshaped parts together as one file.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use serde_json::Value;
use syn::{ImplItemFn, Item, parse_quote};

use super::{Generated, discriminator, docs, enums, fields, operations, progenitor::Output, structs};
use openapi_review::document::walk;

/// Reshapes everything that progenitor wrote, and writes the file.
///
/// # Errors
/// Names the item that cannot be reshaped.
pub fn assemble(effective: &Value, output: Output) -> Result<Generated> {
    let version = effective.pointer("/info/version").and_then(Value::as_str).unwrap_or("unknown");
    let schemas: BTreeMap<&String, &Value> = walk::schemas(effective).collect();
    let mut types = String::new();
    let (mut struct_count, mut enum_count) = (0, 0);

    for (name, schema) in &schemas {
        if schema.get("x-open-enum").is_some() {
            types.push('\n');
            types.push_str(&enums::render(name, schema));
            enum_count += 1;
        }
    }
    let mut others: Vec<Item> = Vec::new();
    for item in output.types {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                types.push('\n');
                types.push_str(&structs::render(&item, schemas.get(&name).copied())?);
                struct_count += 1;
            }
            Item::Enum(item)
                if schemas
                    .get(&item.ident.to_string())
                    .is_some_and(|schema| schema.get("x-open-enum").is_some()) => {}
            other => others.push(other),
        }
    }
    types.push_str(&other_types(others, &schemas)?);

    let declared: BTreeMap<String, walk::Operation<'_>> = walk::operations(effective)
        .filter_map(|operation| Some((operation.id()?.to_owned(), operation)))
        .collect();
    let made = output
        .methods
        .iter()
        .map(|method| {
            let name = method.sig.ident.to_string();
            let operation = declared
                .get(&name)
                .with_context(|| format!("progenitor wrote a method {name} that no operation declares"))?;
            operations::reshape(method, operation)
        })
        .collect::<Result<Vec<_>>>()?;

    let mut code = header(version);
    code.push_str(&format!(
        "\n/// Types that are sent and received.\npub mod types {{\n{}}}\n",
        indent(&(TYPES_IMPORTS.to_owned() + &types))
    ));
    let methods: Vec<&ImplItemFn> = made.iter().map(|operation| &operation.method).collect();
    code.push('\n');
    code.push_str(&format_items(vec![parse_quote!(impl Client { #(#methods)* })]));
    let requests: Vec<Item> = made.iter().flat_map(|operation| operation.request.clone()).collect();
    let names: Vec<_> = made.iter().map(|operation| &operation.request_name).collect();
    let count = names.len();
    let list: TokenStream = quote::quote!(#(&#names::OPERATION),*);
    let table: Item = parse_quote! {
        /// Every operation, by path and method.
        pub static OPERATIONS: [&Operation; #count] = [#list];
    };
    let body = format!("{OPERATIONS_IMPORTS}\n{}\n{}", format_items(vec![table]), spaced(requests));
    code.push_str(&format!(
        "\n/// Request values, one for each operation.\npub mod operations {{\n{}}}\n",
        indent(&body)
    ));
    code.push('\n');
    code.push_str(&table_macro(&made));
    Ok(Generated { code, operations: made.len(), structs: struct_count, enums: enum_count })
}

const TYPES_IMPORTS: &str =
    "#[allow(unused_imports, reason = \"which of them are needed depends on the specification\")]
use std::collections::BTreeMap;

#[allow(unused_imports, reason = \"as above\")]
use serde::{Deserialize, Serialize};

#[allow(unused_imports, reason = \"as above\")]
use crate::object::{FromShorthand, plain_member};
";

const OPERATIONS_IMPORTS: &str =
    "#[allow(unused_imports, reason = \"which of them are needed depends on the specification\")]
use crate::path::encode_path;

use super::types;
use crate::{Client, Error, Operation, Response};
";

fn header(version: &str) -> String {
    format!(
        "// Generated from openapi/effective.yaml; do not edit. Regenerate with: cargo xtask generate\n\n\
         use crate::Client;\n\n\
         /// The version of the API from whose specification this client was generated.\n\
         pub const API_VERSION: &str = {version:?};\n"
    )
}

/// Types that are neither structs nor open enumerations: alternatives, and names for others. progenitor's conversions between them are
/// not part of what the raw crate offers.
fn other_types(items: Vec<Item>, schemas: &BTreeMap<&String, &Value>) -> Result<String> {
    let mut text = String::new();
    for item in items {
        match item {
            Item::Enum(item) => {
                let name = item.ident.to_string();
                text.push('\n');
                text.push_str(&alternatives(&item, schemas).with_context(|| format!("the type {name}"))?);
            }
            Item::Type(item) => text.push_str(&format!("\n{}", format_items(vec![Item::Type(item)]))),
            _ => {}
        }
    }
    Ok(text)
}

/// An enumeration of alternatives as an `alternatives!` of the raw crate.
fn alternatives(item: &syn::ItemEnum, schemas: &BTreeMap<&String, &Value>) -> Result<String> {
    let name = &item.ident;
    let find = |name: &str| schemas.get(&name.to_owned()).copied();
    let schema = find(&name.to_string());
    let mut variants = Vec::new();
    let mut text = String::from("alternatives! {\n");
    text.push_str(&docs::comment(
        &docs::description(schema, &format!("The alternatives of `{name}`.")),
        "    ",
    ));
    text.push_str(&format!("    pub enum {name} {{\n"));
    for variant in &item.variants {
        let syn::Fields::Unnamed(fields) = &variant.fields else {
            bail!(
                "its alternative {} has no type of its own; describe in an overlay which shape really occurs",
                variant.ident
            );
        };
        let Some(field) = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1) else {
            bail!(
                "its alternative {} is a tuple; describe in an overlay which shape really occurs",
                variant.ident
            );
        };
        let mut ty = field.ty.clone();
        fields::shorten(&mut ty);
        let (variant, ty) = (&variant.ident, structs::type_text(&ty));
        text.push_str(&format!("        /// The alternative `{variant}`.\n        {variant}({ty}),\n"));
        variants.push((variant.to_string(), ty));
    }
    text.push_str(&format!("    }}\n{}}}\n", discriminator::clause(schema, find, &variants)));
    Ok(text)
}

/// The table of all operations as a macro, for code that must name the types of each.
fn table_macro(made: &[operations::Operation]) -> String {
    let rows: String =
        made.iter().map(|operation| format!("                {}\n", operation.table_row)).collect();
    format!(
        "/// Calls a macro with the table of all operations.\n///\n\
         /// A row is `name \"publishedId\" \"METHOD\" \"/path\" SentType => ReceivedType;`, with `()` where nothing is sent.\n\
         #[macro_export]\nmacro_rules! for_each_operation {{\n    ($callback:ident) => {{\n        $callback! {{\n{rows}        }}\n    }};\n}}\n"
    )
}

fn format_items(items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}

/// Items with a blank line between any two.
fn spaced(items: Vec<Item>) -> String {
    items.into_iter().map(|item| format_items(vec![item])).collect::<Vec<_>>().join("\n")
}

fn indent(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") }).collect()
}
