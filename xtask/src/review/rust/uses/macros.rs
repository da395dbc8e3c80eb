//! What macros do with what they are called with.
//!
//! Arguments that are expressions or a pattern are walked like any other code; the rest is looked at token by token. A macro that a crate declares
//! itself is taken to use the members that its definition names of the types that it is called with.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{
    Expr, Pat, Token,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
};

use super::{types::Ty, walk::Walk};

impl Walk<'_> {
    pub(super) fn mac(&mut self, mac: &syn::Macro) -> Option<Ty> {
        let outer = std::mem::replace(&mut self.in_macro, true);
        let mut given = BTreeSet::new();
        self.generated(mac.tokens.clone(), &mut given);
        if let Some(name) = mac.path.segments.last() {
            self.given.entry(name.ident.to_string()).or_default().extend(given.iter().cloned());
        }
        let ty = self.inside_macro(mac, &given);
        self.in_macro = outer;
        ty
    }

    fn inside_macro(&mut self, mac: &syn::Macro, given: &BTreeSet<String>) -> Option<Ty> {
        if let Ok(matches) = mac.parse_body::<Matches>() {
            return self.scoped(|walk| {
                let ty = walk.expr(&matches.value);
                walk.bind(&matches.pattern, ty);
                matches.guard.iter().for_each(|guard| drop(walk.expr(guard)));
                None
            });
        }
        let list = Punctuated::<Expr, Token![,]>::parse_terminated;
        if let Ok(values) = list.parse2(mac.tokens.clone()) {
            let types: Vec<Option<Ty>> = values.iter().map(|value| self.expr(value)).collect();
            // What the macro gives is what its last argument is, as in `call!(client, GetOrder, get_order(id))`.
            return types.into_iter().next_back().flatten();
        }
        self.tokens(mac.tokens.clone(), given);
        None
    }

    /// The generated types that are named in tokens.
    fn generated(&self, tokens: TokenStream, found: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    if !self.names.is_own(&word) {
                        let request =
                            self.offered.calls.contains_key(&word).then(|| format!("operations::{word}"));
                        let ty = self.offered.types.contains_key(&word).then(|| format!("types::{word}"));
                        found.extend(request.or(ty));
                    }
                }
                TokenTree::Group(group) => self.generated(group.stream(), found),
                _ => {}
            }
        }
    }

    /// The members that the definition of a macro uses: `.name`, and `name:` in braces.
    pub(super) fn members_in(tokens: TokenStream, listed: bool, found: &mut Vec<(String, usize)>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let point = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
            Some(TokenTree::Punct(point)) => Some(point.as_char()),
            _ => None,
        };
        let word = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
            Some(TokenTree::Ident(ident)) => Some(ident.to_string()),
            _ => None,
        };
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) => {
                    let before = point(index.checked_sub(1));
                    let named = point(Some(index + 1)) == Some(':') && point(Some(index + 2)) != Some(':');
                    let of_own = word(index.checked_sub(2)).is_some_and(|word| word == "OPERATION");
                    if before == Some('.') && !of_own || listed && named && before != Some('$') {
                        found.push((ident.to_string(), ident.span().start().line));
                    }
                }
                TokenTree::Group(group) => {
                    let behind_name = word(index.checked_sub(1)).is_some();
                    let listed = group.delimiter() == Delimiter::Brace && behind_name;
                    Self::members_in(group.stream(), listed, found);
                }
                _ => {}
            }
        }
    }

    /// `.name` behind a variable that is in scope, or in a macro that is called with generated types.
    fn chain(&mut self, tokens: &[TokenTree], given: &BTreeSet<String>) {
        let mut ty: Option<Ty> = None;
        for (index, token) in tokens.iter().enumerate() {
            let TokenTree::Ident(ident) = token else {
                if !matches!(token, TokenTree::Punct(point) if point.as_char() == '.') {
                    ty = None;
                }
                continue;
            };
            let behind_dot =
                index > 0 && matches!(&tokens[index - 1], TokenTree::Punct(point) if point.as_char() == '.');
            if !behind_dot {
                let word = ident.to_string();
                ty = self.scope.iter().rev().find(|(known, _)| *known == word).and_then(|(_, ty)| ty.clone());
            } else if matches!(tokens.get(index + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
            {
                ty = None;
            } else if ty.is_some() {
                ty = self.member(ty.as_ref(), ident);
            } else {
                for owner in given {
                    self.member(Some(&Ty::Named(owner.clone())), ident);
                }
            }
        }
    }

    /// Code of no known form, token by token.
    pub(super) fn tokens(&mut self, tokens: TokenStream, given: &BTreeSet<String>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        self.chain(&tokens, given);
        let mut owner: Option<String> = None;
        for (index, token) in tokens.iter().enumerate() {
            match token {
                TokenTree::Ident(ident) => {
                    let word = ident.to_string();
                    let colons = |at: usize| {
                        let is = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(point)) if point.as_char() == ':');
                        is(at) && is(at + 1)
                    };
                    if let (Some(known), true) = (&owner, index >= 2 && colons(index - 2)) {
                        self.note(format!("{known}::{word}"), ident);
                        owner = None;
                        continue;
                    }
                    let meaning = if self.offered.calls.contains_key(&word) {
                        Some(format!("operations::{word}"))
                    } else {
                        self.names
                            .meaning(std::slice::from_ref(&word), self.offered)
                            .map(|(meaning, _)| meaning)
                    };
                    let generated = meaning.filter(|meaning| !meaning.starts_with("local::"));
                    if let Some(generated) = &generated {
                        self.note(generated.clone(), ident);
                    }
                    if self.offered.requests.contains_key(&word)
                        && matches!(tokens.get(index + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
                    {
                        self.note(format!("Client::{word}"), ident);
                    }
                    if generated.is_some() {
                        owner = generated;
                    }
                }
                TokenTree::Group(group) => {
                    match &owner {
                        Some(known) if group.delimiter() == Delimiter::Brace => {
                            let known = known.clone();
                            self.listed(&known, group.stream());
                        }
                        _ => {}
                    }
                    self.tokens(group.stream(), given);
                    owner = None;
                }
                TokenTree::Punct(point) if point.as_char() == ':' => {}
                _ => owner = None,
            }
        }
    }

    /// `name: ...` in the braces behind a type.
    fn listed(&mut self, owner: &str, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for pair in tokens.windows(2) {
            let [TokenTree::Ident(name), TokenTree::Punct(point)] = pair else { continue };
            if point.as_char() != ':' {
                continue;
            }
            let word = name.to_string();
            if let Some(call) = self.offered.call(owner) {
                if call.setters.contains(&word) {
                    let item = format!("Client::{}({word})", call.method);
                    self.note(item, name);
                }
            } else {
                self.member(Some(&Ty::Named(owner.to_owned())), name);
            }
        }
    }
}

/// What `matches!` and its like take.
struct Matches {
    value: Expr,
    pattern: Pat,
    guard: Option<Expr>,
}

impl Parse for Matches {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let value = input.parse()?;
        input.parse::<Token![,]>()?;
        let pattern = Pat::parse_multi_with_leading_vert(input)?;
        let guard = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
        input.parse::<Option<Token![,]>>()?;
        // `call!(client, GetOrder)` would do as well, but has nothing that only a pattern can be.
        if matches!(pattern, Pat::Ident(_) | Pat::Lit(_)) && guard.is_none() {
            return Err(input.error("a list"));
        }
        Ok(Self { value, pattern, guard })
    }
}
