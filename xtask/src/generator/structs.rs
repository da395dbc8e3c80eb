//! Structs: declared by the raw crate's macros `sent!` and `received!`.

use anyhow::{Context, Result, bail};
use quote::ToTokens;
use serde_json::Value;
use syn::{Fields, ItemStruct, Type};

use super::{
    docs,
    fields::{self, Wire},
};

/// A member of a struct.
struct Member {
    doc: String,
    json: String,
    rust: String,
    ty: Type,
    optional: bool,
    as_number: bool,
}

/// The declaration of a struct that stands for `schema`.
///
/// # Errors
/// Names the member whose form is unknown.
pub fn render(item: &ItemStruct, schema: Option<&Value>) -> Result<String> {
    let name = item.ident.to_string();
    let mut head = docs::comment(&docs::description(schema, &format!("The schema `{name}`.")), "    ");
    let text = |key: &str| schema.and_then(|schema| schema.get(key)).and_then(Value::as_str);
    if let Some(published) = text("x-published-name") {
        head.push_str(&format!("    #[doc(alias = {published:?})]\n"));
    }
    let Fields::Named(named) = &item.fields else {
        return Ok(newtype(item, &head));
    };

    let mut members = Vec::new();
    for field in &named.named {
        let rust = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        members.push(member(field, &rust, schema).with_context(|| format!("{name}::{rust}"))?);
    }
    let sent = text("x-direction") == Some("request");
    for member in members.iter_mut().filter(|member| sent && member.optional && member.rust == "new") {
        // The setter must not be called like the constructor.
        member.rust.push('_');
    }
    let (optional, required): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.optional);

    if sent {
        if required.is_empty() {
            head.push_str("    #[derive(Default)]\n");
        }
        let (required, optional) = (list(&required, "            "), list(&optional, "            "));
        return Ok(format!(
            "sent! {{\n{head}    pub struct {name} {{\n        required {{\n{required}        }}\n        optional {{\n{optional}        }}\n    }}\n}}\n"
        ));
    }
    if let Some(required) = required.first() {
        bail!(
            "{name} is received, but {} is not optional; the pass `tolerance` should have made it so",
            required.rust
        );
    }
    let list = list(&optional, "        ");
    Ok(match text("x-shorthand") {
        None => format!("received! {{\n{head}    pub struct {name} {{\n{list}    }}\n}}\n"),
        Some(json) => {
            let member = optional.iter().find(|member| member.json == json);
            let member = &member
                .with_context(|| format!("{name} has no member {json}, which x-shorthand names"))?
                .rust;
            format!(
                "received! {{\n{head}    shorthand pub struct {name} {{\n{list}    }}\n}}\n\n\
                 impl FromShorthand for {name} {{\n    fn from_shorthand(text: String) -> Self {{\n        \
                 Self {{ {member}: Some(text.into()), ..Self::default() }}\n    }}\n}}\n"
            )
        }
    })
}

fn member(field: &syn::Field, rust: &str, schema: Option<&Value>) -> Result<Member> {
    let wire = Wire::of(&field.attrs)?;
    let json = wire.rename.unwrap_or_else(|| rust.trim_start_matches("r#").to_owned());
    if wire.flatten {
        bail!(
            "it is flattened into another type, as parts of an `anyOf` are; say in an overlay which shape really occurs"
        );
    }
    let node =
        schema.and_then(|schema| schema.get("properties")).and_then(|properties| properties.get(&json));
    let mut ty = field.ty.clone();
    let as_number = fields::shorten(&mut ty);
    let (optional, ty) = match fields::inside_option(&ty) {
        Some(inner) => (true, inner.clone()),
        None => (false, ty),
    };
    Ok(Member {
        doc: docs::description(node, &format!("The member `{json}`.")),
        json,
        rust: rust.to_owned(),
        ty,
        optional,
        as_number,
    })
}

fn list(members: &[&Member], indent: &str) -> String {
    members
        .iter()
        .map(|Member { doc, json, rust, ty, as_number, .. }| {
            let form = if *as_number { " as number" } else { "" };
            format!("{}{indent}{json:?} => {rust}: {}{form},\n", docs::comment(doc, indent), type_text(ty))
        })
        .collect()
}

/// A newtype around a list, map or scalar.
fn newtype(item: &ItemStruct, head: &str) -> String {
    let mut item = item.clone();
    for field in &mut item.fields {
        fields::shorten(&mut field.ty);
        field.attrs.clear();
    }
    let fields = item.fields.to_token_stream();
    let head = head.replace("\n    ", "\n");
    let name = &item.ident;
    format!(
        "{}#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[serde(transparent)]\npub struct {name}{fields};\nplain_member!({name});\n",
        head.trim_start()
    )
}

/// A type as a person would write it.
#[must_use]
pub fn type_text(ty: &Type) -> String {
    let text = ty.to_token_stream().to_string();
    text.replace(" :: ", "::").replace(" < ", "<").replace(" >", ">").replace(" ,", ",").replace("< ", "<")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use syn::parse_quote;

    #[test]
    fn a_sent_type_lists_what_is_required_apart() {
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
            render(&item, Some(&schema)).unwrap(),
            r#"sent! {
    /// An order.
    #[doc(alias = "Order")]
    pub struct OrderInput {
        required {
            /// The member `customerId`.
            "customerId" => customer_id: crate::Id,
        }
        optional {
            /// How many.
            "quantity" => quantity: crate::Decimal as number,
            /// The member `new`.
            "new" => new_: Vec<String>,
        }
    }
}
"#
        );
    }

    #[test]
    fn a_received_type_is_all_optional_and_may_have_a_short_form() {
        let item: ItemStruct = parse_quote! {
            pub struct Part { #[serde(skip_serializing_if = "x")] pub mpn: ::std::option::Option<::std::string::String> }
        };
        let code = render(&item, Some(&json!({"x-direction": "response"}))).unwrap();
        assert!(code.contains("received! {\n    /// The schema `Part`.\n    pub struct Part {\n"), "{code}");
        let code = render(&item, Some(&json!({"x-direction": "response", "x-shorthand": "mpn"}))).unwrap();
        assert!(
            code.contains("shorthand pub struct Part {")
                && code.contains("Self { mpn: Some(text.into()), ..Self::default() }"),
            "{code}"
        );
        assert!(render(&item, Some(&json!({"x-shorthand": "gone"}))).is_err());

        let item: ItemStruct = parse_quote!(
            pub struct Part {
                pub mpn: ::std::string::String,
            }
        );
        let error = render(&item, Some(&json!({"x-direction": "response"}))).err().unwrap().to_string();
        assert!(error.starts_with("Part is received, but mpn is not optional"), "{error}");
    }
}
