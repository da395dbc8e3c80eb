//! Types, declared by macros of the raw crate: structs by `request_type!` and `response_type!`, open enums by
//! `open_enum!`, and the variants of a `oneOf` or `anyOf` by `alternatives!`.
//!
//! Each function returns the declaration of a type, and adds it to the surface.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use heck::ToUpperCamelCase;
use openapi_review::document::pointer;
use quote::ToTokens;
use serde_json::Value;
use syn::{
    Attribute, Fields, GenericArgument, ItemEnum, ItemStruct, PathArguments, Type, TypePath, parse_quote,
    visit_mut::VisitMut,
};

use super::{
    Entry, Kind, Part, Surface,
    file::{description, doc_comment},
};
use crate::{
    nodes::{entries, items, origins},
    passes::schemas::AS_NUMBER,
};

/// Arguments that a constructor takes by position. More are fields of a struct, lest strings are swapped.
const MAX_POSITIONAL: usize = 2;

struct Field {
    doc: String,
    json: String,
    rust: String,
    ty: Type,
    optional: bool,
    as_number: bool,
    origins: Vec<String>,
}

/// Declares a struct of progenitor for `schema`; fails for a field of an unknown form.
pub(super) fn structure(item: &ItemStruct, schema: &Value, surface: &mut Surface) -> Result<String> {
    let name = item.ident.to_string();
    let mut head = doc_comment(&description(schema, format!("The schema `{name}`.")), "    ");
    if let Some(published) = schema["x-published-name"].as_str() {
        head.push_str(&format!("    #[doc(alias = {published:?})]\n"));
    }
    let Fields::Named(named) = &item.fields else {
        return Ok(newtype(&name, &head, item.fields.clone(), surface));
    };
    let is_sent = schema["x-direction"] == "request";
    let mut fields = Vec::new();
    for field in &named.named {
        let rust = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut field = Field::read(field, &rust, schema).with_context(|| format!("{name}::{rust}"))?;
        if is_sent && field.optional && rust == "new" {
            // The setter must not be called like the constructor.
            field.rust.push('_');
        } else if !is_sent && !field.optional && name_of(&field.ty).as_deref() != Some("Id") {
            bail!(
                "internal error: the response type {name} has the required field {rust} after the pass `tolerance`; please report it with the document"
            );
        }
        fields.push(field);
    }
    add_struct(&name, is_sent, &fields, surface);
    if is_sent {
        let (optional, required): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.optional);
        let default = if required.is_empty() { "    #[derive(Default)]\n" } else { "" };
        let named =
            if required.len() > MAX_POSITIONAL { format!(" as {name}Required") } else { String::new() };
        let [required, optional] = [required, optional].map(|fields| list(fields, "            ", false));
        return Ok(format!(
            "request_type! {{\n{head}{default}    pub struct {name} {{\n        required{named} {{\n{required}        }}\n        optional {{\n{optional}        }}\n    }}\n}}\n"
        ));
    }
    let list = list(&fields, "        ", true);
    let Some(json) = schema["x-shorthand"].as_str() else {
        return Ok(format!("response_type! {{\n{head}    pub struct {name} {{\n{list}    }}\n}}\n"));
    };
    let field = fields.iter().find(|field| field.json == json);
    let field = field.with_context(|| format!("{name} has no property {json}, which x-shorthand names"))?;
    Ok(format!(
        "response_type! {{\n{head}    shorthand pub struct {name} {{\n{list}    }}\n}}\n\n\
         impl FromShorthand for {name} {{\n    fn from_shorthand(text: String) -> Self {{\n        \
         Self {{ {}: Some(text.into()), ..Self::default() }}\n    }}\n}}\n",
        field.rust
    ))
}

/// Declares a newtype around a list, map or scalar.
fn newtype(name: &str, head: &str, mut fields: Fields, surface: &mut Surface) -> String {
    for field in &mut fields {
        shorten(&mut field.ty);
        field.attrs.clear();
    }
    let types: Vec<_> = fields.iter().map(|field| type_text(&field.ty)).collect();
    surface.add(name, Kind::Other, Vec::new(), format!("({})", types.join(", ")));
    let (head, fields) = (head.replace("\n    ", "\n"), fields.to_token_stream());
    format!(
        "{}#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[serde(transparent)]\npub struct {name}{fields};\nplain_property!({name});\n",
        head.trim_start()
    )
}

fn add_struct(name: &str, is_sent: bool, fields: &[Field], surface: &mut Surface) {
    let required = fields.iter().filter(|field| is_sent && !field.optional);
    let constructor = required.map(|field| field.rust.clone()).collect();
    for field in fields {
        surface.add_origins(format!("types::{name}::{}", field.rust), field.origins.iter().cloned());
    }
    let part = |Field { rust, json, ty, optional, as_number, .. }: &Field| {
        let ty = type_text(ty);
        let text = if *optional { format!("Option<{ty}>") } else { ty };
        let form = if *as_number { " as number" } else { "" };
        Part { name: rust.clone(), text, wire: json.clone(), form }
    };
    let mut parts: Vec<_> = fields.iter().map(part).collect();
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    let (name, kind) = (name.to_owned(), if is_sent { Kind::Sent } else { Kind::Received });
    surface.types.push(Entry { name, kind, parts, code: String::new(), constructor });
}

impl Field {
    fn read(field: &syn::Field, rust: &str, schema: &Value) -> Result<Self> {
        let json = renamed(&field.attrs)?.unwrap_or_else(|| rust.trim_start_matches("r#").to_owned());
        let node = &schema["properties"][&json];
        let mut ty = field.ty.clone();
        let as_number = shorten(&mut ty);
        let (optional, ty) = optional(ty);
        let (doc, rust) = (description(node, format!("The property `{json}`.")), rust.to_owned());
        Ok(Self { doc, json, rust, ty, optional, as_number, origins: origins(Some(node)).collect() })
    }
}

fn list<'f>(fields: impl IntoIterator<Item = &'f Field>, indent: &str, is_received: bool) -> String {
    let line = |Field { doc, json, rust, ty, optional, as_number, .. }: &Field| {
        let form = if *as_number { " as number" } else { "" };
        let absent = if is_received && !optional { " = empty" } else { "" };
        let (doc, ty) = (doc_comment(doc, indent), type_text(ty));
        format!("{doc}{indent}{json:?} => {rust}: {ty}{form}{absent},\n")
    };
    fields.into_iter().map(line).collect()
}

pub(super) fn open_enum(name: &str, schema: &Value, surface: &mut Surface) -> String {
    let values: Vec<&str> = items(schema.get("enum")).filter_map(Value::as_str).collect();
    let variants = variants(&values);
    let doc = doc_comment(&description(schema, format!("The values of `{name}`.")), "    ");
    let ignore_case = if schema["x-enum-ignore-case"] == true { ": ignore_case" } else { "" };
    let mut text = format!("open_enum! {{\n{doc}    pub enum {name}{ignore_case} {{\n");
    for (variant, value) in variants.iter().zip(&values) {
        let description = schema["x-enum-descriptions"][value].as_str();
        let doc = description.map_or_else(|| format!("`{value}`"), |known| format!("`{value}`: {known}"));
        text.push_str(&doc_comment(&doc, "        "));
        text.push_str(&format!("        {variant} = {value:?},\n"));
    }
    text.push_str("    }\n}\n");
    let part = |(name, value)| Part { name, text: format!("= {value:?}"), ..Part::default() };
    let parts = variants.into_iter().zip(values).map(part).collect();
    surface.add(name, Kind::OpenEnum, parts, String::new());
    text
}

/// Returns variant names of values: upper camel case, never starting with a digit, never the name of the open
/// variant, all different.
pub(crate) fn variants(values: &[&str]) -> Vec<String> {
    let mut taken: BTreeSet<String> = ["UnknownValue", "Self"].map(str::to_owned).into();
    let name = |value: &&str| {
        let mut name = value.to_upper_camel_case();
        name.retain(|c| c.is_alphanumeric());
        if name.is_empty() {
            name.push_str("Empty");
        }
        if name.starts_with(|c: char| c.is_numeric()) {
            name.insert_str(0, "Value");
        }
        // Values that differ by case alone have the same name.
        let mut unique = name.clone();
        let mut number = 2;
        while !taken.insert(unique.clone()) {
            unique = format!("{name}{number}");
            number += 1;
        }
        unique
    };
    values.iter().map(name).collect()
}

/// Declares the variants of a `oneOf` or `anyOf`. progenitor's conversions between them are not part of what
/// the raw crate offers.
pub(super) fn alternatives(item: &ItemEnum, schemas: &Value, surface: &mut Surface) -> Result<String> {
    let name = item.ident.to_string();
    let schema = &schemas[&name];
    let mut variants = Vec::new();
    for variant in &item.variants {
        let ident = &variant.ident;
        let mut fields = variant.fields.iter();
        let (Fields::Unnamed(_), Some(field), None) = (&variant.fields, fields.next(), fields.next()) else {
            bail!(
                "the variant {ident} of {name} is not one type; describe in an overlay which schema really occurs"
            );
        };
        let mut ty = field.ty.clone();
        shorten(&mut ty);
        variants.push((ident.to_string(), type_text(&ty)));
    }
    let code: Vec<_> = variants.iter().map(|(variant, ty)| format!("{variant}({ty})")).collect();
    let part = |(name, ty): &(String, String)| Part {
        name: name.clone(),
        text: format!("({ty})"),
        ..Part::default()
    };
    surface.add(&name, Kind::Alternatives, variants.iter().map(part).collect(), code.join(" | "));
    let doc = doc_comment(&description(schema, format!("The alternatives of `{name}`.")), "    ");
    let discriminator = discriminator(schema, schemas, &variants);
    let variants = variants
        .iter()
        .map(|(variant, ty)| format!("        /// The alternative `{variant}`.\n        {variant}({ty}),\n"));
    let variants: String = variants.collect();
    Ok(format!("alternatives! {{\n{doc}    pub enum {name} {{\n{variants}    }}\n{discriminator}}}\n"))
}

/// Returns the clause of `alternatives!` that selects a variant by its discriminator; empty without one.
///
/// `variants` are pairs of name and type. A schema is selected by the values of `mapping` and by its
/// published name.
fn discriminator(schema: &Value, schemas: &Value, variants: &[(String, String)]) -> String {
    let discriminator = &schema["discriminator"];
    let Some(property) = discriminator["propertyName"].as_str() else { return String::new() };
    let schema_of = |ty: &str| ty.trim_start_matches("Box<").trim_end_matches('>').to_owned();
    let mut values: BTreeMap<&str, &String> = BTreeMap::new();
    for (value, target) in entries(discriminator.get("mapping")) {
        let target = target.as_str().and_then(|target| target.strip_prefix(pointer::SCHEMAS));
        let variant = variants.iter().find(|(_, ty)| Some(schema_of(ty).as_str()) == target);
        values.extend(variant.map(|(variant, _)| (value.as_str(), variant)));
    }
    for (variant, ty) in variants {
        if let Some((name, schema)) = schemas.as_object().and_then(|all| all.get_key_value(&schema_of(ty))) {
            let published = schema["x-published-name"].as_str();
            values.entry(published.unwrap_or(name)).or_insert(variant);
        }
    }
    let values: String =
        values.iter().map(|(value, variant)| format!("        {value:?} => {variant},\n")).collect();
    format!("    by {property:?} {{\n{values}    }}\n")
}

/// Returns the name of a field in JSON, where it is not the Rust name. Fails if the field holds properties of
/// another type, and for attributes that progenitor does not write.
fn renamed(attributes: &[Attribute]) -> Result<Option<String>> {
    let mut rename = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let read = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                rename = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.path.is_ident("flatten") {
                return Err(meta.error("describe in an overlay which schema really occurs"));
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
        read.with_context(|| format!("the attribute {} has an unknown form", attribute.to_token_stream()))?;
    }
    Ok(rename)
}

/// Makes a type short, and removes the marker "written as a JSON number".
struct Shorten {
    as_number: bool,
}

impl VisitMut for Shorten {
    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        syn::visit_mut::visit_type_path_mut(self, path);
        let segments = &path.path.segments;
        let Some(last) = segments.last().cloned() else { return };
        let names: Vec<String> = segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let ident = &last.ident;
        match names.as_slice() {
            ["std", _, "Option" | "String" | "Vec" | "BTreeMap" | "Box"] => path.path = last.into(),
            ["imcloud_raw", AS_NUMBER, _] => {
                self.as_number = true;
                path.path = parse_quote!(crate::#ident);
            }
            ["imcloud_raw", _] => path.path = parse_quote!(crate::#ident),
            ["serde_json", "Value"] => path.path = parse_quote!(serde_json::Value),
            _ => {}
        }
        // `::String` would be searched outside the crate.
        if path.path.segments.len() == 1 {
            path.path.leading_colon = None;
        }
    }
}

/// Makes a type short; returns whether it is written as a number.
pub(super) fn shorten(ty: &mut Type) -> bool {
    let mut shorten = Shorten { as_number: false };
    shorten.visit_type_mut(ty);
    // progenitor boxes the option where a cycle leads through a `oneOf`.
    if let Some(inner) = inside(ty, "Box").and_then(|inner| inside(inner, "Option")) {
        *ty = parse_quote!(Option<Box<#inner>>);
    }
    shorten.as_number
}

/// Returns the type inside an `Option`, and whether there is one.
pub(super) fn optional(ty: Type) -> (bool, Type) {
    match inside(&ty, "Option") {
        Some(inner) => (true, inner.clone()),
        None => (false, ty),
    }
}

/// `NAME<T>` -> `T`
pub(super) fn inside<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// Returns the last segment of a path type, for example `String`.
pub(super) fn name_of(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}

/// Returns a type as a person would write it.
pub(super) fn type_text(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ",").replace("< ", "<")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use syn::parse_quote;

    fn declare(item: &ItemStruct, schema: Value) -> Result<String> {
        structure(item, &schema, &mut Surface::default())
    }

    #[test]
    fn request_type_lists_required_fields_first() {
        let item: ItemStruct = parse_quote! {
            pub struct OrderInput {
                #[serde(rename = "customerId")]
                pub customer_id: ::imcloud_raw::Id,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub quantity: ::std::option::Option<::imcloud_raw::as_number::Decimal>,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub new: ::std::option::Option<::std::vec::Vec<::std::string::String>>,
            }
        };
        let schema = json!({"x-direction": "request", "x-published-name": "Order", "description": "An order.",
            "properties": {"quantity": {"description": "How many."}}});
        assert_eq!(
            declare(&item, schema).unwrap(),
            r#"request_type! {
    /// An order.
    #[doc(alias = "Order")]
    pub struct OrderInput {
        required {
            /// The property `customerId`.
            "customerId" => customer_id: crate::Id,
        }
        optional {
            /// How many.
            "quantity" => quantity: crate::Decimal as number,
            /// The property `new`.
            "new" => new_: Vec<String>,
        }
    }
}
"#
        );
    }

    #[test]
    fn response_type_is_optional_with_shorthand() {
        let item: ItemStruct = parse_quote! {
            pub struct Part { #[serde(skip_serializing_if = "x")] pub mpn: ::std::option::Option<::std::string::String> }
        };
        let declaration = |schema: Value| declare(&item, schema);
        let code = declaration(json!({"x-direction": "response"})).unwrap();
        assert!(
            code.contains("response_type! {\n    /// The schema `Part`.\n    pub struct Part {\n"),
            "{code}"
        );
        let code = declaration(json!({"x-direction": "response", "x-shorthand": "mpn"})).unwrap();
        assert!(
            code.contains("shorthand pub struct Part {")
                && code.contains("Self { mpn: Some(text.into()), ..Self::default() }"),
            "{code}"
        );
        assert!(declaration(json!({"x-shorthand": "missing"})).is_err());

        let item: ItemStruct = parse_quote!(
            pub struct Part {
                pub mpn: ::std::string::String,
            }
        );
        let error = declare(&item, json!({"x-direction": "response"})).unwrap_err().to_string();
        assert!(error.contains("the response type Part has the required field mpn"), "{error}");
    }

    #[test]
    fn constructor_with_many_fields_takes_struct() {
        let item = |count: usize| -> ItemStruct {
            let names = ["a", "b", "c"].into_iter().take(count).map(|name| quote::format_ident!("{name}"));
            parse_quote!(pub struct Address { #(pub #names: ::std::string::String,)* })
        };
        let schema = json!({"x-direction": "request"});
        let code = |count| declare(&item(count), schema.clone()).unwrap();
        assert!(code(2).contains("required {") && code(3).contains("required as AddressRequired {"));
    }

    #[test]
    fn required_id_of_response_may_be_empty() {
        let item: ItemStruct = parse_quote!(
            pub struct Thing {
                pub id: ::imcloud_raw::Id,
            }
        );
        let code = declare(&item, json!({"x-direction": "response"})).unwrap();
        assert!(code.contains("\"id\" => id: crate::Id = empty,"), "{code}");
    }

    #[test]
    fn serde_attributes_are_read() {
        let field: syn::ItemStruct = parse_quote! {
            struct S { #[serde(rename = "newMPN", default, skip_serializing_if = "::std::option::Option::is_none")] a: u8 }
        };
        let attributes = &field.fields.iter().next().unwrap().attrs;
        assert_eq!(renamed(attributes).unwrap(), Some("newMPN".into()));
    }

    #[test]
    fn shortens_paths_and_finds_the_mark() {
        let mut ty: Type =
            parse_quote!(::std::option::Option<::std::vec::Vec<::imcloud_raw::as_number::Decimal>>);
        assert!(shorten(&mut ty));
        assert_eq!(ty.to_token_stream().to_string(), "Option < Vec < crate :: Decimal > >");
        let mut ty: Type = parse_quote!(::std::boxed::Box<::std::option::Option<Thing>>);
        shorten(&mut ty);
        assert_eq!(ty.to_token_stream().to_string(), "Option < Box < Thing > >");
    }

    #[test]
    fn variant_names_are_valid_and_unique() {
        let values = [
            "SETUP",
            "setup",
            "on_invoice",
            "chargeBeforeBillingPeriod",
            "2fa",
            "unknown_value",
            "+",
            "self",
        ];
        assert_eq!(
            variants(&values),
            [
                "Setup",
                "Setup2",
                "OnInvoice",
                "ChargeBeforeBillingPeriod",
                "Value2fa",
                "UnknownValue2",
                "Empty",
                "Self2"
            ]
        );
    }

    #[test]
    fn enum_and_values_are_described() {
        let schema = json!({"enum": ["csv", "json"], "description": "A format.", "x-enum-ignore-case": true,
            "x-enum-descriptions": {"csv": "Comma-separated."}});
        assert_eq!(
            open_enum("ReportFormat", &schema, &mut Surface::default()),
            "open_enum! {\n    /// A format.\n    pub enum ReportFormat: ignore_case {\n        /// `csv`: Comma-separated.\n        \
             Csv = \"csv\",\n        /// `json`\n        Json = \"json\",\n    }\n}\n"
        );
    }

    #[test]
    fn mapping_comes_before_published_names() {
        let schema = json!({"discriminator": {"propertyName": "kind", "mapping": {
            "cat": "#/components/schemas/CatInput", "Dog": "#/components/schemas/CatInput", "fish": "#/components/schemas/Fish"}}});
        let schemas =
            json!({"CatInput": {"x-published-name": "Cat"}, "DogInput": {"x-published-name": "Dog"}});
        let variants = [("CatInput", "CatInput"), ("DogInput", "Box<DogInput>"), ("String", "String")]
            .map(|(name, ty)| (name.to_owned(), ty.to_owned()));
        assert_eq!(
            discriminator(&schema, &schemas, &variants),
            "    by \"kind\" {\n        \"Cat\" => CatInput,\n        \"Dog\" => CatInput,\n        \"cat\" => CatInput,\n    }\n"
        );
        assert_eq!(discriminator(&json!({}), &schemas, &variants), "");
    }
}
