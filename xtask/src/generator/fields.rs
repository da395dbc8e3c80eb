//! Types and serde attributes of properties.

use anyhow::{Context, Result};
use quote::ToTokens;
use syn::{Attribute, GenericArgument, PathArguments, Type, TypePath, parse_quote, visit_mut::VisitMut};

use crate::passes::rust_type::AS_NUMBER;

/// The serde attributes of a property, as far as progenitor sets them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Wire {
    /// The property's name in JSON, where it is not the Rust name.
    pub rename: Option<String>,
    /// True if the property holds all properties that have no field of their own.
    pub flatten: bool,
}

impl Wire {
    /// Reads them.
    ///
    /// # Errors
    /// If an attribute is not in the form that progenitor writes.
    pub fn of(attributes: &[Attribute]) -> Result<Self> {
        let mut wire = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute
                .parse_nested_meta(|meta| {
                    if meta.path.is_ident("rename") {
                        wire.rename = Some(meta.value()?.parse::<syn::LitStr>()?.value());
                    } else if meta.path.is_ident("flatten") {
                        wire.flatten = true;
                    } else if meta.input.peek(syn::Token![=]) {
                        meta.value()?.parse::<syn::Expr>()?;
                    }
                    Ok(())
                })
                .with_context(|| {
                    format!("the attribute {} has an unknown form", attribute.to_token_stream())
                })?;
        }
        Ok(wire)
    }
}

/// Makes a type short, and takes the mark "written as a JSON number" off it.
pub struct Plain {
    /// True if the mark was there.
    pub as_number: bool,
}

impl VisitMut for Plain {
    fn visit_type_path_mut(&mut self, path: &mut TypePath) {
        syn::visit_mut::visit_type_path_mut(self, path);
        let segments = &path.path.segments;
        let Some(last) = segments.last().cloned() else { return };
        let names: Vec<String> = segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let ident = &last.ident;
        match names.as_slice() {
            ["std", _, "Option" | "String" | "Vec" | "BTreeMap" | "Box"] => path.path = last.into(),
            ["imcloud_raw", mark, _] if *mark == AS_NUMBER => {
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

/// Makes `ty` short; returns whether it is written as a number.
pub fn shorten(ty: &mut Type) -> bool {
    let mut plain = Plain { as_number: false };
    plain.visit_type_mut(ty);
    // progenitor boxes the option where a cycle leads through a `oneOf`.
    if let Some(inner) = inside(ty, "Box").and_then(inside_option) {
        *ty = parse_quote!(Option<Box<#inner>>);
    }
    plain.as_number
}

/// `Option<T>` -> `T`
#[must_use]
pub fn inside_option(ty: &Type) -> Option<&Type> {
    inside(ty, "Option")
}

/// `NAME<T>` -> `T`
#[must_use]
pub fn inside<'a>(ty: &'a Type, name: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|segment| segment.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}

/// The last segment of a path type, for example `String`.
#[must_use]
pub fn name_of(ty: &Type) -> Option<String> {
    let Type::Path(path) = ty else { return None };
    Some(path.path.segments.last()?.ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_progenitor_writes() {
        let field: syn::ItemStruct = parse_quote! {
            struct S { #[serde(rename = "newMPN", default, skip_serializing_if = "::std::option::Option::is_none")] a: u8 }
        };
        let attributes = &field.fields.iter().next().unwrap().attrs;
        assert_eq!(Wire::of(attributes).unwrap(), Wire { rename: Some("newMPN".into()), flatten: false });
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
}
