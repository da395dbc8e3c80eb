//! Structs: non-exhaustive, documented, lenient where they are read, with a constructor where they are sent.

use anyhow::{Context, Result, bail};
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::{Field, Fields, ItemStruct, Type, parse_quote};

use super::{
    docs,
    fields::{self, Wire},
};

/// A struct in its final form.
pub struct Struct {
    /// The item.
    pub item: ItemStruct,
    /// The macro call that gives a sent type its constructor and setters.
    pub constructor: Option<String>,
    /// The implementation for reading the short form of a type (`x-shorthand`).
    pub shorthand: Option<String>,
}

/// Reshapes a struct that stands for `schema`.
///
/// # Errors
/// Names the member whose form is unknown.
pub fn reshape(mut item: ItemStruct, effective: &Value, schema: Option<&Value>) -> Result<Struct> {
    let name = item.ident.to_string();
    let Fields::Named(named) = &mut item.fields else {
        // A newtype around a list, map or scalar.
        for field in &mut item.fields {
            fields::shorten(&mut field.ty);
        }
        item.attrs = docs::attributes(&docs::description(schema, &format!("The schema `{name}`.")));
        item.attrs.push(parse_quote!(#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]));
        item.attrs.push(parse_quote!(#[serde(transparent)]));
        return Ok(Struct { item, constructor: None, shorthand: None });
    };
    let sent = schema.and_then(|schema| schema.get("x-direction")).and_then(Value::as_str) == Some("request");

    let mut required = Vec::new();
    let mut optional = Vec::new();
    for field in &mut named.named {
        let member = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        let wire =
            reshape_field(field, effective, schema, sent).with_context(|| format!("{name}::{member}"))?;
        match (wire.flatten, fields::inside_option(&field.ty)) {
            (true, _) => {}
            (false, Some(inner)) => optional.push((member, inner.clone())),
            (false, None) => required.push((member, field.ty.clone())),
        }
    }
    if !sent && !required.is_empty() {
        bail!(
            "{name} is received, but {} is not optional; the pass `tolerance` should have made it so",
            required[0].0
        );
    }

    let default: Vec<syn::Ident> = if required.is_empty() { vec![parse_quote!(Default)] } else { Vec::new() };
    item.attrs = docs::attributes(&docs::description(schema, &format!("The schema `{name}`.")));
    if let Some(published) = schema.and_then(|schema| schema.get("x-published-name")).and_then(Value::as_str)
    {
        item.attrs.push(docs::alias(published));
    }
    item.attrs
        .push(docs::list("derive", quote!(Clone, Debug, #(#default,)* PartialEq, Serialize, Deserialize)));
    item.attrs.push(docs::list("serde", quote!(rename_all = "camelCase")));
    item.attrs.push(parse_quote!(#[non_exhaustive]));

    let shorthand = schema
        .and_then(|schema| schema.get("x-shorthand"))
        .and_then(Value::as_str)
        .map(|member| {
            let field = snake(member);
            format!(
                "impl FromShorthand for {name} {{\n    fn from_shorthand(text: String) -> Self {{\n        Self {{ {field}: Some(text.into()), ..Self::default() }}\n    }}\n}}\n"
            )
        });
    Ok(Struct { constructor: sent.then(|| constructor(&name, &required, &optional)), item, shorthand })
}

fn reshape_field(field: &mut Field, effective: &Value, schema: Option<&Value>, sent: bool) -> Result<Wire> {
    let wire = Wire::of(&field.attrs)?;
    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    let plain = ident.trim_start_matches("r#");
    let json_name = wire.rename.clone().unwrap_or_else(|| plain.to_owned());
    let node =
        schema.and_then(|schema| schema.get("properties")).and_then(|properties| properties.get(&json_name));
    let as_number = fields::shorten(&mut field.ty);

    field.attrs = docs::attributes(&docs::description(node, &format!("The member `{json_name}`.")));
    if wire.flatten {
        field.attrs = docs::attributes("Members that the specification does not declare.");
        field.attrs.push(parse_quote!(#[serde(flatten)]));
        return Ok(wire);
    }
    let mut parts = Vec::new();
    if fields::camel_case(plain) != json_name {
        parts.push(quote!(rename = #json_name));
    }
    let optional = fields::inside_option(&field.ty);
    if let (Some(inner), false) = (optional, sent)
        && let Some(reader) = lenient_reader(inner, effective)
    {
        parts.push(quote!(default));
        parts.push(quote!(deserialize_with = #reader));
    }
    if let Some(scalar) = as_number {
        let writer = format!("as_number::{}{scalar}", if optional.is_some() { "optional_" } else { "" });
        parts.push(quote!(serialize_with = #writer));
    }
    if optional.is_some() {
        parts.push(quote!(skip_serializing_if = "Option::is_none"));
    }
    if !parts.is_empty() {
        field.attrs.push(docs::list("serde", quote!(#(#parts),*)));
    }
    Ok(wire)
}

/// The function of the raw crate that reads an optional member of this type from whatever the service writes.
///
/// The scalar types of the raw crate are lenient by themselves.
fn lenient_reader(ty: &Type, effective: &Value) -> Option<&'static str> {
    match fields::name_of(ty)?.as_str() {
        "String" => Some("lenient::text"),
        "i64" => Some("lenient::integer"),
        "bool" => Some("lenient::boolean"),
        "Vec" => {
            let element = fields::name_of(fields::inside(ty, "Vec")?)?;
            let schema = effective.pointer("/components/schemas")?.get(&element)?;
            schema.get("x-shorthand").map(|_| "lenient::shorthand_list")
        }
        _ => None,
    }
}

fn constructor(name: &str, required: &[(String, Type)], optional: &[(String, Type)]) -> String {
    let list = |members: &[(String, Type)]| {
        members
            .iter()
            .map(|(member, ty)| format!("        {member}: {},\n", type_text(ty)))
            .collect::<String>()
    };
    format!("input! {{\n    {name} {{\n{}    }} {{\n{}    }}\n}}\n", list(required), list(optional))
}

/// A type as a person would write it.
#[must_use]
pub fn type_text(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ",").replace("< ", "<")
}

fn snake(member: &str) -> String {
    heck::ToSnakeCase::to_snake_case(member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn text(item: &ItemStruct) -> String {
        let items = vec![syn::Item::Struct(item.clone())];
        prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
    }

    #[test]
    fn a_sent_type_has_a_constructor_of_its_required_members() {
        let item: ItemStruct = parse_quote! {
            pub struct OrderInput {
                #[serde(rename = "customerId")]
                pub customer_id: ::imcloud_raw::Id,
                #[serde(skip_serializing_if = "::std::option::Option::is_none")]
                pub quantity: ::std::option::Option<::imcloud_raw::as_number::Decimal>,
                #[serde(rename = "newMPN", skip_serializing_if = "::std::option::Option::is_none")]
                pub new_mpn: ::std::option::Option<::std::string::String>,
            }
        };
        let schema = json!({"x-direction": "request", "x-published-name": "Order", "description": "An order.",
            "properties": {"quantity": {"description": "How many."}}});
        let made = reshape(item, &json!({}), Some(&schema)).unwrap();
        let code = text(&made.item);
        assert!(code.contains("/// An order.\n#[doc(alias = \"Order\")]"), "{code}");
        assert!(code.contains("#[non_exhaustive]"), "{code}");
        assert!(
            code.contains(
                "    /// How many.\n    #[serde(\n        serialize_with = \"as_number::optional_decimal\","
            ),
            "{code}"
        );
        assert!(
            code.contains("#[serde(rename = \"newMPN\", skip_serializing_if = \"Option::is_none\")]"),
            "{code}"
        );
        assert!(code.contains("    pub customer_id: crate::Id,"), "{code}");
        assert_eq!(
            made.constructor.unwrap(),
            "input! {\n    OrderInput {\n        customer_id: crate::Id,\n    } {\n        quantity: crate::Decimal,\n        new_mpn: String,\n    }\n}\n"
        );
    }

    #[test]
    fn a_received_type_reads_leniently_and_is_all_optional() {
        let item: ItemStruct = parse_quote! {
            pub struct Order { #[serde(skip_serializing_if = "::std::option::Option::is_none")] pub name: ::std::option::Option<::std::string::String> }
        };
        let made = reshape(item, &json!({}), Some(&json!({"x-direction": "response"}))).unwrap();
        assert!(text(&made.item).contains("deserialize_with = \"lenient::text\""));
        assert!(made.constructor.is_none());

        let item: ItemStruct = parse_quote!(
            pub struct Order {
                pub name: ::std::string::String,
            }
        );
        let error =
            reshape(item, &json!({}), Some(&json!({"x-direction": "response"}))).err().unwrap().to_string();
        assert!(error.starts_with("Order is received, but name is not optional"), "{error}");
    }
}
