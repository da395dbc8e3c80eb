//! Structs: declared by the raw crate's macros `request_type!` and `response_type!`.

use anyhow::{Context, Result, bail};
use quote::ToTokens;
use serde_json::Value;
use syn::{Fields, ItemStruct, Type};

use super::{
    docs,
    fields::{self, Wire},
    surface::{Entry, Field, Kind, Shape, Surface},
};
use crate::passes::origins::origins;

/// Arguments that a constructor takes by position. More are fields of a struct, lest strings are swapped.
const MAX_POSITIONAL: usize = 2;

/// A field of a struct.
struct Member {
    doc: String,
    json: String,
    rust: String,
    ty: Type,
    optional: bool,
    as_number: bool,
    origins: Vec<String>,
}

impl Member {
    fn is_id(&self) -> bool {
        fields::name_of(&self.ty).is_some_and(|name| name == "Id")
    }
}

/// A struct, read from what progenitor wrote and from its schema.
pub struct Struct {
    name: String,
    doc: String,
    published: Option<String>,
    kind: Kind,
    shorthand: Option<String>,
    content: Content,
}

enum Content {
    Fields(Vec<Member>),
    /// A newtype around a list, map or scalar.
    Newtype(Fields),
}

impl Struct {
    /// Reads a struct that stands for `schema`.
    ///
    /// # Errors
    /// Names the field whose form is unknown.
    pub fn read(item: &ItemStruct, schema: Option<&Value>) -> Result<Self> {
        let name = item.ident.to_string();
        let text = |key: &str| schema.and_then(|schema| schema.get(key)).and_then(Value::as_str);
        let doc = docs::description(schema, &format!("The schema `{name}`."));
        let published = text("x-published-name").map(str::to_owned);
        let Fields::Named(named) = &item.fields else {
            let mut fields = item.fields.clone();
            for field in &mut fields {
                fields::shorten(&mut field.ty);
                field.attrs.clear();
            }
            return Ok(Self {
                name,
                doc,
                published,
                kind: Kind::Other,
                shorthand: None,
                content: Content::Newtype(fields),
            });
        };
        let mut members = Vec::new();
        for field in &named.named {
            let rust = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            members.push(member(field, &rust, schema).with_context(|| format!("{name}::{rust}"))?);
        }
        let kind = if text("x-direction") == Some("request") { Kind::Sent } else { Kind::Received };
        if kind == Kind::Sent {
            // The setter must not be called like the constructor.
            members
                .iter_mut()
                .filter(|member| member.optional && member.rust == "new")
                .for_each(|member| member.rust.push('_'));
        } else if let Some(required) = members.iter().find(|member| !member.optional && !member.is_id()) {
            bail!(
                "internal error: the response type {name} has the required field {} after the pass `tolerance`; please report it with the document",
                required.rust
            );
        }
        let shorthand = match text("x-shorthand") {
            None => None,
            Some(json) => {
                let member = members.iter().find(|member| member.json == json);
                Some(
                    member
                        .with_context(|| format!("{name} has no property {json}, which x-shorthand names"))?
                        .rust
                        .clone(),
                )
            }
        };
        Ok(Self { name, doc, published, kind, shorthand, content: Content::Fields(members) })
    }

    /// The declaration, by a macro of the raw crate.
    #[must_use]
    pub fn declaration(&self) -> String {
        let Self { name, doc, published, kind, shorthand, content } = self;
        let mut head = docs::comment(doc, "    ");
        if let Some(published) = published {
            head.push_str(&format!("    #[doc(alias = {published:?})]\n"));
        }
        let members = match content {
            Content::Fields(members) => members,
            Content::Newtype(fields) => {
                let (head, fields) = (head.replace("\n    ", "\n"), fields.to_token_stream());
                return format!(
                    "{}#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\n#[serde(transparent)]\npub struct {name}{fields};\nplain_member!({name});\n",
                    head.trim_start()
                );
            }
        };
        if *kind == Kind::Sent {
            let (optional, required): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.optional);
            let default = if required.is_empty() { "    #[derive(Default)]\n" } else { "" };
            let named =
                if required.len() > MAX_POSITIONAL { format!(" as {name}Required") } else { String::new() };
            let (required, optional) =
                (list(required, "            ", false), list(optional, "            ", false));
            return format!(
                "request_type! {{\n{head}{default}    pub struct {name} {{\n        required{named} {{\n{required}        }}\n        optional {{\n{optional}        }}\n    }}\n}}\n"
            );
        }
        let list = list(members, "        ", true);
        match shorthand {
            None => format!("response_type! {{\n{head}    pub struct {name} {{\n{list}    }}\n}}\n"),
            Some(member) => format!(
                "response_type! {{\n{head}    shorthand pub struct {name} {{\n{list}    }}\n}}\n\n\
                 impl FromShorthand for {name} {{\n    fn from_shorthand(text: String) -> Self {{\n        \
                 Self {{ {member}: Some(text.into()), ..Self::default() }}\n    }}\n}}\n"
            ),
        }
    }

    /// Adds it to the surface.
    pub fn note(&self, surface: &mut Surface) {
        let Self { name, kind, content, .. } = self;
        let (shape, constructor) = match content {
            Content::Newtype(fields) => {
                let types: Vec<_> = fields.iter().map(|field| type_text(&field.ty)).collect();
                (Shape::Other(format!("({})", types.join(", "))), Vec::new())
            }
            Content::Fields(members) => {
                let required = members.iter().filter(|member| !member.optional && *kind == Kind::Sent);
                let constructor = required.map(|member| member.rust.clone()).collect();
                let mut fields = Vec::new();
                for member in members {
                    surface.note(format!("types::{name}::{}", member.rust), member.origins.iter().cloned());
                    let ty = type_text(&member.ty);
                    fields.push(Field {
                        name: member.rust.clone(),
                        wire: member.json.clone(),
                        ty: if member.optional { format!("Option<{ty}>") } else { ty },
                        form: member.as_number.then(|| "number".to_owned()),
                    });
                }
                fields.sort_by(|a, b| a.name.cmp(&b.name));
                (Shape::Struct(fields), constructor)
            }
        };
        surface.types.push(Entry { name: name.clone(), kind: *kind, shape, constructor });
    }
}

fn member(field: &syn::Field, rust: &str, schema: Option<&Value>) -> Result<Member> {
    let wire = Wire::of(&field.attrs)?;
    let json = wire.rename.unwrap_or_else(|| rust.trim_start_matches("r#").to_owned());
    if wire.flatten {
        bail!(
            "it is flattened into another type, as parts of an `anyOf` are; describe in an overlay which schema really occurs"
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
        doc: docs::description(node, &format!("The property `{json}`.")),
        json,
        rust: rust.to_owned(),
        ty,
        optional,
        as_number,
        origins: origins(node).collect(),
    })
}

fn list<'m>(members: impl IntoIterator<Item = &'m Member>, indent: &str, received: bool) -> String {
    members
        .into_iter()
        .map(|Member { doc, json, rust, ty, optional, as_number, .. }| {
            let form = if *as_number { " as number" } else { "" };
            let absent = if received && !optional { " = empty" } else { "" };
            format!(
                "{}{indent}{json:?} => {rust}: {}{form}{absent},\n",
                docs::comment(doc, indent),
                type_text(ty)
            )
        })
        .collect()
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
            Struct::read(&item, Some(&schema)).unwrap().declaration(),
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
    fn a_received_type_is_all_optional_and_may_have_a_short_form() {
        let item: ItemStruct = parse_quote! {
            pub struct Part { #[serde(skip_serializing_if = "x")] pub mpn: ::std::option::Option<::std::string::String> }
        };
        let declaration = |schema: Value| Struct::read(&item, Some(&schema)).map(|read| read.declaration());
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
        assert!(declaration(json!({"x-shorthand": "gone"})).is_err());

        let item: ItemStruct = parse_quote!(
            pub struct Part {
                pub mpn: ::std::string::String,
            }
        );
        let error = Struct::read(&item, Some(&json!({"x-direction": "response"}))).err().unwrap().to_string();
        assert!(error.contains("the response type Part has the required field mpn"), "{error}");
    }

    #[test]
    fn many_required_fields_have_names() {
        let item = |count: usize| -> ItemStruct {
            let names = ["a", "b", "c"].into_iter().take(count).map(|name| quote::format_ident!("{name}"));
            parse_quote!(pub struct Address { #(pub #names: ::std::string::String,)* })
        };
        let schema = json!({"x-direction": "request"});
        let code = |count| Struct::read(&item(count), Some(&schema)).unwrap().declaration();
        assert!(code(2).contains("required {") && code(3).contains("required as AddressRequired {"));
    }

    #[test]
    fn required_id_of_response_may_be_empty() {
        let item: ItemStruct = parse_quote!(
            pub struct Thing {
                pub id: ::imcloud_raw::Id,
            }
        );
        let code = Struct::read(&item, Some(&json!({"x-direction": "response"}))).unwrap().declaration();
        assert!(code.contains("\"id\" => id: crate::Id = empty,"), "{code}");
    }
}
