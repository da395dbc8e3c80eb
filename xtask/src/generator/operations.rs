//! Operations: a request value for each, made by a method of the client.
//!
//! progenitor writes one method for each operation, with every parameter as a positional argument and with
//! sending and decoding inside. From the signature of such a method come
//!
//! * a method of the client that takes what is required and gives a request value,
//! * setters for what is optional,
//! * `build`, which writes address, headers, query and body, and
//! * `send`, which leaves sending to the client's transport.

use anyhow::{Context, Result, bail};
use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi_review::document::walk;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;
use syn::{FnArg, ImplItemFn, Item, Pat, PatType, ReturnType, Type, parse_quote};

use super::{
    Surface,
    file::{description, doc_attributes},
    types::{self, type_text},
};
use crate::nodes::{items, origins};

pub(super) struct Operation {
    pub(super) method: ImplItemFn,
    pub(super) request: [Item; 2],
    pub(super) request_name: Ident,
    pub(super) table_row: String,
}

/// The public part of an operation.
pub(super) struct Signature<'a> {
    declared: walk::Operation<'a>,
    ident: Ident,
    name: String,
    published: String,
    arguments: Vec<Argument>,
    /// The method of the transport, and the type that it returns.
    response: (&'static str, Type),
}

struct Argument {
    ident: Ident,
    /// The owned type that is stored, without `Option`.
    ty: Type,
    required: bool,
    is_body: bool,
    /// Its location and its name in the document; empty for a body.
    declared: [String; 2],
    doc: String,
}

/// Names that the request value needs for itself.
const RESERVED: &[&str] = &["build", "client", "header_map", "send", "url"];

impl<'a> Signature<'a> {
    /// Reads the signature of the method for the operation `declared`, and adds it to the surface. An error
    /// names the operation, and the unknown form of its method.
    pub(super) fn read(
        method: &ImplItemFn,
        declared: walk::Operation<'a>,
        surface: &mut Surface,
    ) -> Result<Self> {
        let name = method.sig.ident.to_string();
        let (at, item) = (declared.pointer(), format!("Client::{name}"));
        surface.add_origins(item.clone(), [at.clone()]);
        surface.add_origins(format!("{item} -> response"), [format!("{at}/responses")]);
        let (mut arguments, mut required, mut optional) = (Vec::new(), Vec::new(), Vec::new());
        let mut read = || -> Result<_> {
            for input in &method.sig.inputs {
                let FnArg::Typed(input) = input else { continue };
                let (argument, declaration) = argument(input, &declared)?;
                let Argument { ident, ty, is_body, .. } = &argument;
                let body = is_body.then(|| format!("{at}/requestBody"));
                surface.add_origins(format!("{item}({ident})"), body.into_iter().chain(origins(declaration)));
                let list = if argument.required { &mut required } else { &mut optional };
                let reference = if *is_body { "&" } else { "" };
                list.push((ident.to_string(), format!("{reference}{}", type_text(ty))));
                arguments.push(argument);
            }
            response(&method.sig.output)
        };
        let response = read().with_context(|| format!("the method {name} for {}", declared.title()))?;
        let published = declared.node.get("x-published-operation-id").and_then(Value::as_str);
        let published = published.unwrap_or(&name).to_owned();
        surface.operations.push(super::Operation {
            name: name.clone(),
            published_id: published.clone(),
            method: declared.method.to_uppercase(),
            path: declared.path.to_owned(),
            required,
            optional,
            response: type_text(&response.1),
        });
        Ok(Self { declared, ident: method.sig.ident.clone(), name, published, arguments, response })
    }

    /// Returns the code of the operation. An error names the operation, and a parameter without an argument.
    pub(super) fn write(&self) -> Result<Operation> {
        let Self { declared, ident: function, name, published, arguments, response } = self;
        let body = self.build().with_context(|| format!("the method {name} for {}", declared.title()))?;
        let request_name =
            Ident::new(&name.trim_start_matches("r#").to_upper_camel_case(), Span::call_site());
        let (http_method, path) = (declared.method.to_uppercase(), declared.path);
        let alias = (published != name).then(|| quote!(#[doc(alias = #published)]));
        let (mut parameters, mut values, mut fields, mut setters) = (vec![], vec![], vec![], vec![]);
        for Argument { ident, ty, required, is_body, doc, .. } in arguments {
            if *required && *is_body {
                parameters.push(quote!(#ident: &'a #ty));
                values.push(quote!(#ident));
                fields.push(quote!(pub(super) #ident: &'a #ty));
            } else if *required {
                parameters.push(quote!(#ident: impl Into<#ty>));
                values.push(quote!(#ident: #ident.into()));
                fields.push(quote!(pub(super) #ident: #ty));
            } else {
                values.push(quote!(#ident: None));
                fields.push(quote!(pub(super) #ident: Option<#ty>));
                let doc = doc_attributes(doc);
                setters.push(quote! {
                    #doc
                    pub fn #ident(mut self, #ident: impl Into<#ty>) -> Self {
                        self.#ident = Some(#ident.into());
                        self
                    }
                });
            }
        }
        let body_argument = arguments.iter().find(|argument| argument.is_body);
        let (generics, receiver, lifetime) = match body_argument {
            Some(_) => (quote!(<'a>), quote!(&'a self), quote!('a)),
            None => (quote!(), quote!(&self), quote!('_)),
        };
        let doc = doc_attributes(&documentation(declared));
        let client_method: ImplItemFn = parse_quote! {
            #doc
            #alias
            pub fn #function #generics(#receiver, #(#parameters),*) -> operations::#request_name<#lifetime> {
                operations::#request_name { client: self, #(#values),* }
            }
        };
        let struct_doc = format!(" The request of [`Client::{name}`]: `{http_method} {path}`.");
        let request: Item = parse_quote! {
            #[doc = #struct_doc]
            #[derive(Clone, Debug)]
            #[must_use = "a request does nothing until it is sent"]
            pub struct #request_name<'a> { pub(super) client: &'a Client, #(#fields),* }
        };
        let idents = arguments.iter().map(|argument| &argument.ident);
        let (execute, response_type) = (format_ident!("{}", response.0), &response.1);
        let implementation: Item = parse_quote! {
            impl #request_name<'_> {
                /// The operation as described by the specification.
                pub const OPERATION: Operation = Operation { name: #name, published_id: #published, method: #http_method, path: #path };

                #(#setters)*

                /// Builds the HTTP request without sending it.
                ///
                /// # Errors
                /// If the base URL, a parameter or the body cannot be written into a request.
                pub fn build(&self) -> Result<reqwest::Request, Error> {
                    let Self { client, #(#idents),* } = self;
                    #body
                }

                /// Sends the request and decodes the response.
                ///
                /// # Errors
                /// If the request cannot be sent, or the response is not a success or cannot be decoded.
                pub async fn send(&self) -> Result<Response<#response_type>, Error> {
                    self.client.#execute(&Self::OPERATION, self.build()?).await
                }
            }
        };

        let public = |ty: &Type| type_text(ty).replace("types::", "$crate::types::");
        let body_type = body_argument.map_or_else(|| "()".to_owned(), |argument| public(&argument.ty));
        let received = if response.0 == "execute" { public(response_type) } else { "()".to_owned() };
        Ok(Operation {
            method: client_method,
            request: [request, implementation],
            table_row: format!("{name} {published:?} {http_method:?} {path:?} {body_type} => {received};"),
            request_name,
        })
    }

    /// Returns the body of `build`.
    fn build(&self) -> Result<TokenStream> {
        let in_location = |location| self.arguments.iter().filter(move |one| one.declared[0] == location);
        let mut parts = self.declared.path.split('{');
        let mut format = parts.next().unwrap_or_default().to_owned();
        let mut segments = Vec::new();
        for part in parts {
            let (name, text) = part.split_once('}').context("its path has a brace without a counterpart")?;
            let argument = in_location("path").find(|argument| argument.declared[1] == name);
            let ident =
                &argument.with_context(|| format!("the path parameter {name} has no argument"))?.ident;
            format.extend(["{}", text]);
            segments.push(quote!(encode_path(&#ident.to_string())?));
        }
        let headers =
            in_location("header").map(|Argument { ident, required, declared: [_, name], .. }| {
                let append = quote!(header_map.append(#name, #ident.to_string().try_into()?););
                if *required { append } else { quote!(if let Some(#ident) = #ident { #append }) }
            });
        let headers: Vec<_> = headers.collect();
        let (headers, with_headers) = match headers.is_empty() {
            true => (quote!(), quote!()),
            false => (
                quote!(let mut header_map = ::reqwest::header::HeaderMap::new(); #(#headers)*),
                quote!(.headers(header_map)),
            ),
        };
        let accept = (self.response.0 == "execute").then(|| {
            let header = quote!(::reqwest::header);
            quote!(.header(#header::ACCEPT, #header::HeaderValue::from_static("application/json")))
        });
        let body = self.arguments.iter().find(|argument| argument.is_body);
        let body = body.map(|Argument { ident, .. }| quote!(.json(&#ident)));
        let query = in_location("query").map(|Argument { ident, declared: [_, name], .. }| {
            quote!(.query(&progenitor_client::QueryParam::new(#name, &#ident)))
        });
        let method = format_ident!("{}", self.declared.method);
        Ok(quote! {
            let url = client.url(format_args!(#format #(, #segments)*))?;
            #headers
            Ok(client.client.#method(url) #accept #body #(#query)* #with_headers .build()?)
        })
    }
}

fn documentation(declared: &walk::Operation<'_>) -> String {
    let text = |key| declared.node.get(key).and_then(Value::as_str).unwrap_or_default().trim();
    let (title, summary, description) = (declared.title(), text("summary"), text("description"));
    let summary = match summary.strip_suffix('.').unwrap_or(summary) {
        "" if description.is_empty() => format!("Calls `{title}`.\n\n"),
        "" => String::new(),
        summary => format!("{summary}.\n\n"),
    };
    let description = if description.is_empty() { String::new() } else { format!("{description}\n\n") };
    format!("{summary}{description}`{title}`")
}

/// Returns an argument of a method, with its declaration in the document.
fn argument<'a>(input: &PatType, declared: &walk::Operation<'a>) -> Result<(Argument, Option<&'a Value>)> {
    let Pat::Ident(pattern) = &*input.pat else { bail!("an argument has no name") };
    let mut ident = pattern.ident.clone();
    let mut ty = (*input.ty).clone();
    types::shorten(&mut ty);
    let (optional, ty) = types::optional(ty);
    let text = ident.to_string();
    if RESERVED.contains(&text.as_str()) {
        ident = format_ident!("{ident}_");
    }
    let plain = text.trim_start_matches("r#").trim_end_matches('_');
    let is_named =
        |parameter: &&Value| parameter["name"].as_str().is_some_and(|name| name.to_snake_case() == plain);
    let declaration = items(declared.node.get("parameters")).find(is_named);
    let node = declaration.unwrap_or(&Value::Null);
    let argument = Argument {
        ident,
        ty: owned(ty),
        required: !optional,
        is_body: text == "body" && declaration.is_none(),
        declared: ["in", "name"].map(|key| node[key].as_str().unwrap_or_default().to_owned()),
        doc: description(node, format!("Sets the parameter `{plain}`.")),
    };
    Ok((argument, declaration))
}

/// `&'a str` -> `String`, `&'a T` -> `T`
fn owned(ty: Type) -> Type {
    match ty {
        Type::Reference(reference) => match *reference.elem {
            Type::Path(path) if path.path.is_ident("str") => parse_quote!(String),
            other => other,
        },
        other => other,
    }
}

/// `Result<ResponseValue<T>, Error<E>>` -> `T`, and the method of the transport that returns it.
fn response(output: &ReturnType) -> Result<(&'static str, Type)> {
    let ReturnType::Type(_, ty) = output else { bail!("it returns nothing") };
    let value = types::inside(ty, "Result").and_then(|inner| types::inside(inner, "ResponseValue"));
    let mut value = value.context("it does not return Result<ResponseValue<..>, ..>")?.clone();
    types::shorten(&mut value);
    Ok(match &value {
        Type::Tuple(tuple) if tuple.elems.is_empty() => ("execute_empty", value),
        _ if types::name_of(&value).as_deref() == Some("ByteStream") => {
            ("execute_bytes", parse_quote!(bytes::Bytes))
        }
        _ => ("execute", value),
    })
}
