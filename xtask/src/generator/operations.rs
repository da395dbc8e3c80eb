//! Operations: a request value for each, made by a method of the client.
//!
//! progenitor writes one method for each operation, with every parameter as a positional argument and with
//! sending and decoding inside. Here such a method becomes
//!
//! * a method of the client that takes what is required and gives a request value,
//! * setters for what is optional,
//! * `build`, with progenitor's own code for address, query and body, and
//! * `send`, which leaves sending to the client's transport.

use anyhow::{Context, Result, bail, ensure};
use heck::{ToSnakeCase, ToUpperCamelCase};
use openapi_review::document::walk;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use serde_json::Value;
use syn::{Expr, FnArg, ImplItemFn, Item, Pat, PatType, ReturnType, Stmt, Type, parse_quote};

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
    /// True if an underscore was added to its name, which the request value needs for itself.
    is_renamed: bool,
    doc: String,
}

const RESERVED: &[&str] = &["build", "client", "send"];

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
        Ok(Self { declared, name, published, arguments, response })
    }

    /// Reshapes the method. An error names the operation, and the unknown form of its body.
    pub(super) fn reshape(&self, method: &ImplItemFn) -> Result<Operation> {
        let Self { declared, name, published, arguments, response } = self;
        let renamed = arguments.iter().filter(|argument| argument.is_renamed);
        let renamed: Vec<_> = renamed.map(|argument| argument.ident.to_string()).collect();
        let body = build_body(method, &renamed)
            .with_context(|| format!("the method {name} for {}", declared.title()))?;
        let function = &method.sig.ident;
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
    let is_renamed = RESERVED.contains(&text.as_str());
    if is_renamed {
        ident = format_ident!("{ident}_");
    }
    let plain = text.trim_start_matches("r#").trim_end_matches('_');
    let is_named =
        |parameter: &&Value| parameter["name"].as_str().is_some_and(|name| name.to_snake_case() == plain);
    let declaration = items(declared.node.get("parameters")).find(is_named);
    let default = format!("Sets the parameter `{plain}`.");
    let argument = Argument {
        ident,
        ty: owned(ty),
        required: !optional,
        is_body: text == "body" && declaration.is_none(),
        is_renamed,
        doc: description(declaration.unwrap_or(&Value::Null), default),
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

/// progenitor's code up to the finished request, without the header that it adds to every request.
fn build_body(method: &ImplItemFn, renamed: &[String]) -> Result<TokenStream> {
    let statements = &method.block.stmts;
    let end = statements
        .iter()
        .position(|statement| is_let(statement, "info"))
        .context("it has no `let info`, at which building the request ends")?;
    let mut kept: Vec<Stmt> = statements[..end].to_vec();
    let before = kept.len();
    kept.retain(|statement| !statement.to_token_stream().to_string().contains("\"api-version\""));
    ensure!(kept.len() + 1 == before, "it does not add the header api-version exactly once");

    let has_headers = kept.iter().any(|statement| {
        let text = statement.to_token_stream().to_string();
        !is_let(statement, "header_map") && !is_let(statement, "request") && text.contains("header_map")
    });
    if !has_headers {
        kept.retain(|statement| !is_let(statement, "header_map"));
    }
    let Some(Stmt::Local(request)) = kept.pop() else { bail!("the request is not its last variable") };
    let expression = request.init.context("`request` has no value")?.expr;
    let expression = if has_headers { *expression } else { without_headers(*expression)? };
    let statements = kept.iter().map(|statement| of_client(statement.to_token_stream(), renamed));
    let expression = of_client(expression.to_token_stream(), renamed);
    Ok(quote! { #(#statements)* Ok(#expression) })
}

/// `RECEIVER.headers(header_map).build()?` -> `RECEIVER.build()?`
fn without_headers(mut expression: Expr) -> Result<Expr> {
    if let Expr::Try(attempt) = &mut expression
        && let Expr::MethodCall(build) = &mut *attempt.expr
        && let Expr::MethodCall(headers) = &*build.receiver
        && (build.method == "build" && headers.method == "headers")
    {
        build.receiver = headers.receiver.clone();
        return Ok(expression);
    }
    bail!("the request does not take its headers in the known form")
}

fn is_let(statement: &Stmt, name: &str) -> bool {
    let Stmt::Local(local) = statement else { return false };
    matches!(&local.pat, Pat::Ident(pattern) if pattern.ident == name)
}

/// Inside a request value, the client is a variable and not `self`, and a path segment can be rejected.
fn of_client(tokens: TokenStream, renamed: &[String]) -> TokenStream {
    let mut encodes = false;
    let mut after_point = false;
    tokens
        .into_iter()
        .flat_map(|token| {
            let was = std::mem::replace(
                &mut encodes,
                matches!(&token, TokenTree::Ident(ident) if ident == "encode_path"),
            );
            let is_field = std::mem::replace(
                &mut after_point,
                matches!(&token, TokenTree::Punct(point) if point.as_char() == '.'),
            );
            match token {
                TokenTree::Ident(ident) if ident == "self" => quote!(client),
                TokenTree::Ident(ident) if !is_field && renamed.contains(&format!("{ident}_")) => {
                    let ident = format_ident!("{ident}_");
                    quote!(#ident)
                }
                TokenTree::Group(group) => {
                    let inside = Group::new(group.delimiter(), of_client(group.stream(), renamed));
                    if was { quote!(#inside?) } else { quote!(#inside) }
                }
                other => quote!(#other),
            }
        })
        .collect()
}
