//! Putting the reshaped parts together as one file.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use proc_macro2::TokenStream;
use quote::ToTokens;
use serde_json::Value;
use syn::{Fields, ImplItemFn, Item, ItemEnum, ItemType, parse_quote};

use super::{
    discriminator, docs, enums, fields,
    operations::{self, Signature},
    progenitor::Output,
    structs::{self, Struct},
    surface::{Entry, Kind, Shape, Surface},
};
use crate::passes::origins::origins;
use openapi_review::document::walk;

/// Everything that goes into the file, reshaped and not yet written.
pub struct Parts<'a> {
    version: &'a str,
    enums: Vec<(&'a String, &'a Value)>,
    structs: Vec<Struct>,
    alternatives: Vec<Alternatives>,
    aliases: Vec<ItemType>,
    /// The methods of progenitor with their signatures.
    operations: Vec<(ImplItemFn, Signature<'a>)>,
}

impl<'a> Parts<'a> {
    /// Reads everything that progenitor wrote.
    ///
    /// # Errors
    /// Names the item that has an unknown form.
    pub fn of(effective: &'a Value, output: Output) -> Result<Self> {
        let schemas: BTreeMap<String, &Value> =
            walk::schemas(effective).map(|(name, schema)| (name.clone(), schema)).collect();
        let enums = walk::schemas(effective).filter(|(_, schema)| is_open_enum(schema)).collect();
        let schema = |name: &String| schemas.get(name).copied();
        let mut parts = Self {
            version: effective.pointer("/info/version").and_then(Value::as_str).unwrap_or("unknown"),
            enums,
            structs: Vec::new(),
            alternatives: Vec::new(),
            aliases: Vec::new(),
            operations: Vec::new(),
        };
        for item in output.types {
            match item {
                Item::Struct(item) => {
                    parts.structs.push(Struct::read(&item, schema(&item.ident.to_string()))?);
                }
                Item::Enum(item) => {
                    let name = item.ident.to_string();
                    if !schema(&name).is_some_and(is_open_enum) {
                        let read = Alternatives::read(&item, &schemas)
                            .with_context(|| format!("the type {name}"))?;
                        parts.alternatives.push(read);
                    }
                }
                Item::Type(item) => parts.aliases.push(item),
                _ => {}
            }
        }
        let declared: BTreeMap<String, walk::Operation<'_>> = walk::operations(effective)
            .filter_map(|operation| Some((operation.id()?.to_owned(), operation)))
            .collect();
        for method in output.methods {
            let name = method.sig.ident.to_string();
            let operation = declared
                .get(&name)
                .with_context(|| format!("progenitor wrote a method {name} that no operation declares"))?;
            let signature = Signature::read(&method, *operation)?;
            parts.operations.push((method, signature));
        }
        Ok(parts)
    }

    /// The public surface.
    #[must_use]
    pub fn surface(&self, effective: &Value) -> Surface {
        let mut surface = Surface::default();
        for (name, schema) in &self.enums {
            surface.types.push(enums::entry(name, schema));
        }
        self.structs.iter().for_each(|item| item.note(&mut surface));
        surface.types.extend(self.alternatives.iter().map(Alternatives::entry));
        let alias = |item: &ItemType| Entry {
            name: item.ident.to_string(),
            kind: Kind::Other,
            shape: Shape::Other(item.to_token_stream().to_string()),
            constructor: Vec::new(),
        };
        surface.types.extend(self.aliases.iter().map(alias));
        surface.types.sort_by(|a, b| a.name.cmp(&b.name));
        for (name, schema) in walk::schemas(effective) {
            surface.note(format!("types::{name}"), origins(Some(schema)));
        }
        self.operations.iter().for_each(|(_, signature)| signature.note(&mut surface));
        surface
    }

    /// Returns the text of the file.
    ///
    /// # Errors
    /// Names the method whose body has an unknown form.
    pub fn write(&self) -> Result<String> {
        let operations = self.operations.iter().map(|(method, signature)| signature.reshape(method));
        let operations = operations.collect::<Result<Vec<_>>>()?;
        let mut types = TYPES_IMPORTS.to_owned();
        let declarations = self.enums.iter().map(|(name, schema)| enums::render(name, schema));
        let declarations = declarations.chain(self.structs.iter().map(Struct::declaration));
        let declarations = declarations.chain(self.alternatives.iter().map(Alternatives::declaration));
        let aliases = self.aliases.iter().map(|item| format_items(vec![Item::Type(item.clone())]));
        for declaration in declarations.chain(aliases) {
            types.push('\n');
            types.push_str(&declaration);
        }
        let mut code = header(self.version);
        code.push_str(&format!(
            "\n/// Types that are sent and received.\npub mod types {{\n{}}}\n",
            indent(&types)
        ));
        let methods: Vec<&ImplItemFn> = operations.iter().map(|operation| &operation.method).collect();
        code.push('\n');
        code.push_str(&format_items(vec![parse_quote!(impl Client { #(#methods)* })]));
        let requests = operations.iter().flat_map(|operation| operation.request.clone()).collect();
        let names: Vec<_> = operations.iter().map(|operation| &operation.request_name).collect();
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
        code.push_str(&table_macro(&operations));
        Ok(code)
    }
}

fn is_open_enum(schema: &Value) -> bool {
    schema.get("x-open-enum").is_some()
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

/// The variants of a `oneOf` or `anyOf`. progenitor's conversions between them are not part of what the raw
/// crate offers.
struct Alternatives {
    name: String,
    doc: String,
    variants: Vec<(String, String)>,
    discriminator: String,
}

impl Alternatives {
    fn read(item: &ItemEnum, schemas: &BTreeMap<String, &Value>) -> Result<Self> {
        let name = item.ident.to_string();
        let find = |name: &str| schemas.get(name).copied();
        let schema = find(&name);
        let mut variants = Vec::new();
        for variant in &item.variants {
            let ident = &variant.ident;
            let Fields::Unnamed(fields) = &variant.fields else {
                bail!(
                    "its variant {ident} has no type of its own; describe in an overlay which schema really occurs"
                );
            };
            let Some(field) = fields.unnamed.first().filter(|_| fields.unnamed.len() == 1) else {
                bail!("its variant {ident} is a tuple; describe in an overlay which schema really occurs");
            };
            let mut ty = field.ty.clone();
            fields::shorten(&mut ty);
            variants.push((ident.to_string(), structs::type_text(&ty)));
        }
        let doc = docs::description(schema, &format!("The alternatives of `{name}`."));
        let discriminator = discriminator::clause(schema, find, &variants);
        Ok(Self { name, doc, variants, discriminator })
    }

    fn declaration(&self) -> String {
        let variants = self.variants.iter().map(|(variant, ty)| {
            format!("        /// The alternative `{variant}`.\n        {variant}({ty}),\n")
        });
        let (doc, name) = (docs::comment(&self.doc, "    "), &self.name);
        let (variants, discriminator) = (variants.collect::<String>(), &self.discriminator);
        format!("alternatives! {{\n{doc}    pub enum {name} {{\n{variants}    }}\n{discriminator}}}\n")
    }

    fn entry(&self) -> Entry {
        let variants: Vec<_> = self.variants.iter().map(|(variant, ty)| format!("{variant}({ty})")).collect();
        let shape = Shape::Other(variants.join(" | "));
        Entry { name: self.name.clone(), kind: Kind::Alternatives, shape, constructor: Vec::new() }
    }
}

/// The table of all operations as a macro, for code that must name the types of each.
fn table_macro(made: &[operations::Operation]) -> String {
    let rows: String =
        made.iter().map(|operation| format!("                {}\n", operation.table_row)).collect();
    format!(
        "/// Calls a macro with the table of all operations.\n///\n\
         /// A line is `name \"publishedId\" \"METHOD\" \"/path\" SentType => ReceivedType;`, with `()` where nothing is sent.\n\
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
