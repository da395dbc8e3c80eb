//! Walking through bodies, with the types of what stands there.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::{
    BinOp, Block, Expr, Ident, Member, Pat, Path, Stmt, Token,
    parse::{Parse, ParseStream, Parser},
    punctuated::Punctuated,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    declared::{Declared, inside},
    names::{Names, imports},
    types::{Offered, RAW_CLIENT, Ty},
};

/// Lines by item, as changes name items; of types and variants as well.
pub(super) type Lines = BTreeMap<String, BTreeSet<usize>>;

/// Methods whose result is that of the closure that they take.
const BY_CLOSURE: &[&str] = &[
    "and_then",
    "filter_map",
    "find_map",
    "flat_map",
    "map",
    "map_or",
    "map_or_else",
    "map_while",
    "then",
    "unwrap_or_else_of",
    "is_some_and",
    "is_none_or",
    "all",
    "any",
    "scan",
];

/// Methods whose result has nothing to do with what they are called on.
const APART: &[&str] = &[
    "as_str",
    "contains",
    "count",
    "eq",
    "is_empty",
    "is_err",
    "is_none",
    "is_ok",
    "is_some",
    "len",
    "parse",
    "position",
    "sum",
    "to_string",
];

/// Reads one file.
pub(super) struct Walk<'a> {
    pub(super) declared: &'a Declared,
    pub(super) names: &'a Names,
    pub(super) offered: &'a Offered,
    pub(super) found: Lines,
    /// Members that macros of this file use, with their lines, by macro.
    pub(super) in_macros: BTreeMap<String, Vec<(String, usize)>>,
    /// Generated types that macros are called with, by macro.
    pub(super) given: BTreeMap<String, BTreeSet<String>>,
    own: Option<Ty>,
    scope: Vec<(String, Option<Ty>)>,
    in_macro: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(declared: &'a Declared, names: &'a Names, offered: &'a Offered) -> Self {
        Self {
            declared,
            names,
            offered,
            found: Lines::new(),
            in_macros: BTreeMap::new(),
            given: BTreeMap::new(),
            own: None,
            scope: Vec::new(),
            in_macro: false,
        }
    }

    fn note(&mut self, item: String, at: &impl Spanned) {
        self.found.entry(item).or_default().insert(at.span().start().line);
    }

    /// What a path means; notes it, and the variant or function behind it.
    fn path(&mut self, path: &Path) -> Option<(String, Option<String>)> {
        for segment in &path.segments {
            self.visit_path_arguments(&segment.arguments);
        }
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if words[0] == "Self" {
            let own = self.own.as_ref()?.named()?.to_owned();
            return Some((own, words.get(1).cloned()));
        }
        let (mut meaning, at) = self.names.meaning(&words, self.offered)?;
        // Macros of the crates write the path to the generated type themselves.
        if self.in_macro && words.len() == 1 && meaning.starts_with("local::") {
            meaning = match words[0].as_str() {
                word if self.names.is_own(word) => meaning,
                word if self.offered.calls.contains_key(word) => format!("operations::{word}"),
                word if self.offered.types.contains_key(word) => format!("types::{word}"),
                _ => meaning,
            };
        }
        let next = words.get(at + 1).cloned();
        if !meaning.starts_with("local::") {
            self.note(meaning.clone(), &path.segments[at].ident);
            if let Some(next) = &next {
                self.note(format!("{meaning}::{next}"), &path.segments[at + 1].ident);
            }
        }
        Some((meaning, next))
    }

    /// Notes that values of an enumeration are told apart here.
    fn tells_apart(&mut self, path: &Path, meaning: Option<&(String, Option<String>)>) {
        if let Some((owner, Some(value))) = meaning
            && owner.starts_with("types::")
            && value != "Unlisted"
        {
            self.note(format!("match {owner}"), path);
        }
    }

    /// The type of a member of something; notes it when it is generated.
    fn member(&mut self, owner: Option<&Ty>, name: &Ident) -> Option<Ty> {
        let word = name.to_string();
        let owner = match owner {
            Some(Ty::Tuple(_)) => return None,
            Some(Ty::Named(owner)) => owner.clone(),
            // The name says it where only one type has such a member.
            None => {
                let only = self.offered.owner.get(&word)?.clone()?;
                let elsewhere = self.declared.fields.keys().any(|(_, field)| *field == word);
                if elsewhere {
                    return None;
                }
                format!("types::{only}")
            }
        };
        if let Some(members) = self.offered.members(&owner) {
            let ty = members.get(&word)?.clone();
            self.note(format!("{owner}::{word}"), name);
            return ty;
        }
        self.declared.fields.get(&(owner, word)).cloned().flatten()
    }

    fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.scope.len();
        let result = work(self);
        self.scope.truncate(depth);
        result
    }

    fn block(&mut self, block: &Block) -> Option<Ty> {
        self.scoped(|walk| {
            let mut last = None;
            for statement in &block.stmts {
                last = None;
                match statement {
                    Stmt::Local(local) => {
                        let (pattern, stated) = match &local.pat {
                            Pat::Type(typed) => {
                                walk.visit_type(&typed.ty);
                                (&*typed.pat, walk.stated(&typed.ty))
                            }
                            other => (other, None),
                        };
                        let mut ty = None;
                        if let Some(init) = &local.init {
                            ty = walk.expr(&init.expr);
                            if let Some((_, other)) = &init.diverge {
                                walk.expr(other);
                            }
                        }
                        walk.bind(pattern, stated.or(ty));
                    }
                    Stmt::Expr(expr, semicolon) => {
                        let ty = walk.expr(expr);
                        last = if semicolon.is_none() { ty } else { None };
                    }
                    Stmt::Macro(statement) => last = walk.mac(&statement.mac),
                    Stmt::Item(item) => walk.visit_item(item),
                }
            }
            last
        })
    }

    fn stated(&self, ty: &syn::Type) -> Option<Ty> {
        inside(ty, self.names, self.offered, self.own.as_ref())
    }

    /// Gives the names of a pattern their types.
    fn bind(&mut self, pattern: &Pat, ty: Option<Ty>) {
        match pattern {
            Pat::Ident(name) => {
                self.scope.push((name.ident.to_string(), ty.clone()));
                if let Some((_, inner)) = &name.subpat {
                    self.bind(inner, ty);
                }
            }
            Pat::Reference(inner) => self.bind(&inner.pat, ty),
            Pat::Paren(inner) => self.bind(&inner.pat, ty),
            Pat::Type(inner) => {
                self.visit_type(&inner.ty);
                let stated = self.stated(&inner.ty);
                self.bind(&inner.pat, stated.or(ty));
            }
            Pat::Slice(slice) => slice.elems.iter().for_each(|part| self.bind(part, ty.clone())),
            Pat::Or(or) => or.cases.iter().for_each(|part| self.bind(part, ty.clone())),
            Pat::Tuple(tuple) => {
                let count = tuple.elems.len();
                for (index, part) in tuple.elems.iter().enumerate() {
                    let part_ty = match &ty {
                        Some(Ty::Tuple(parts)) => parts.get(index).cloned().flatten(),
                        // Numbered or keyed: what matters comes last.
                        other if index + 1 == count => other.clone(),
                        _ => None,
                    };
                    self.bind(part, part_ty);
                }
            }
            Pat::TupleStruct(tuple) => {
                let last =
                    tuple.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
                let meaning = self.path(&tuple.path);
                self.tells_apart(&tuple.path, meaning.as_ref());
                let payload = meaning
                    .and_then(|(owner, variant)| self.declared.variants.get(&(owner, variant?)).cloned());
                for (index, part) in tuple.elems.iter().enumerate() {
                    let part_ty = match &payload {
                        Some(types) => types.get(index).cloned().flatten(),
                        None if last == "Err" => None,
                        None => ty.clone(),
                    };
                    self.bind(part, part_ty);
                }
            }
            Pat::Struct(parts) => {
                let owner = match self.path(&parts.path) {
                    Some((owner, Some(variant))) if owner.starts_with("local::") => {
                        Some(format!("{owner}::{variant}"))
                    }
                    Some((owner, _)) => Some(owner),
                    None => None,
                };
                let owner = owner.map(Ty::Named);
                for field in &parts.fields {
                    let inner = match &field.member {
                        Member::Named(name) => self.member(owner.as_ref(), name),
                        Member::Unnamed(_) => None,
                    };
                    self.bind(&field.pat, inner);
                }
            }
            Pat::Path(path) => {
                let meaning = self.path(&path.path);
                self.tells_apart(&path.path, meaning.as_ref());
            }
            Pat::Guard(inner) => {
                self.bind(&inner.pat, ty);
                self.expr(&inner.guard);
            }
            Pat::Macro(inner) => drop(self.mac(&inner.mac)),
            _ => {}
        }
    }

    fn closure(&mut self, closure: &syn::ExprClosure, of: Option<&Ty>) -> Option<Ty> {
        self.scoped(|walk| {
            let count = closure.inputs.len();
            for (index, input) in closure.inputs.iter().enumerate() {
                walk.bind(input, of.filter(|_| index + 1 == count).cloned());
            }
            walk.expr(&closure.body)
        })
    }

    fn expr(&mut self, expr: &Expr) -> Option<Ty> {
        match expr {
            Expr::Path(path) if path.path.segments.len() == 1 && path.qself.is_none() => {
                let name = path.path.segments[0].ident.to_string();
                if name == "self" {
                    return self.own.clone();
                }
                match self.scope.iter().rev().find(|(known, _)| *known == name) {
                    Some((_, ty)) => ty.clone(),
                    None => self.path(&path.path).map(|(meaning, _)| Ty::Named(meaning)),
                }
            }
            Expr::Path(path) => {
                if let Some(own) = &path.qself {
                    self.visit_type(&own.ty);
                }
                self.path(&path.path).map(|(meaning, _)| Ty::Named(meaning))
            }
            Expr::Field(field) => {
                let base = self.expr(&field.base);
                match (&field.member, base) {
                    (Member::Named(name), base) => self.member(base.as_ref(), name),
                    (Member::Unnamed(index), Some(Ty::Tuple(parts))) => {
                        parts.get(index.index as usize).cloned().flatten()
                    }
                    (Member::Unnamed(index), Some(Ty::Named(owner))) => {
                        self.declared.fields.get(&(owner, index.index.to_string())).cloned().flatten()
                    }
                    _ => None,
                }
            }
            Expr::MethodCall(call) => self.method(call),
            Expr::Call(call) => self.call(call),
            Expr::Struct(value) => {
                let meaning = self.path(&value.path);
                let mut owner = match meaning {
                    Some((owner, Some(variant))) if owner.starts_with("local::") => {
                        format!("{owner}::{variant}")
                    }
                    Some((owner, _)) => owner,
                    None => String::new(),
                };
                // A macro may put the name into the path of the generated types.
                let generated = format!("types::{}", owner.trim_start_matches("local::"));
                let fits = |members: &BTreeMap<String, Option<Ty>>| {
                    value.fields.iter().all(|field| matches!(&field.member, Member::Named(name) if members.contains_key(&name.to_string())))
                };
                if self.in_macro && self.offered.members(&generated).is_some_and(fits) {
                    if owner != generated {
                        self.note(generated.clone(), &value.path);
                    }
                    owner = generated;
                }
                let ty = Ty::Named(owner);
                for field in &value.fields {
                    if let Member::Named(name) = &field.member {
                        self.member(Some(&ty), name);
                    }
                    self.expr(&field.expr);
                }
                value.rest.iter().for_each(|rest| drop(self.expr(rest)));
                Some(ty)
            }
            Expr::Closure(closure) => self.closure(closure, None),
            Expr::Reference(inner) => self.expr(&inner.expr),
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Try(inner) => self.expr(&inner.expr),
            Expr::Await(inner) => self.expr(&inner.base),
            Expr::Unary(inner) => self.expr(&inner.expr),
            Expr::Index(inner) => {
                self.expr(&inner.index);
                self.expr(&inner.expr)
            }
            Expr::Block(inner) => self.block(&inner.block),
            Expr::Unsafe(inner) => self.block(&inner.block),
            Expr::Async(inner) => self.block(&inner.block),
            Expr::Tuple(tuple) => Some(Ty::Tuple(tuple.elems.iter().map(|part| self.expr(part)).collect())),
            Expr::Array(array) => array.elems.iter().map(|part| self.expr(part)).fold(None, Option::or),
            Expr::Let(inner) => {
                let ty = self.expr(&inner.expr);
                self.bind(&inner.pat, ty);
                None
            }
            Expr::If(inner) => self.scoped(|walk| {
                walk.expr(&inner.cond);
                let then = walk.block(&inner.then_branch);
                let other = inner.else_branch.as_ref().and_then(|(_, other)| walk.expr(other));
                then.or(other)
            }),
            Expr::Match(inner) => {
                let ty = self.expr(&inner.expr);
                let mut result = None;
                for arm in &inner.arms {
                    let of_arm = self.scoped(|walk| {
                        walk.bind(&arm.pat, ty.clone());
                        walk.expr(&arm.body)
                    });
                    result = result.or(of_arm);
                }
                result
            }
            Expr::ForLoop(inner) => self.scoped(|walk| {
                let ty = walk.expr(&inner.expr);
                walk.bind(&inner.pat, ty);
                walk.block(&inner.body);
                None
            }),
            Expr::While(inner) => self.scoped(|walk| {
                walk.expr(&inner.cond);
                walk.block(&inner.body);
                None
            }),
            Expr::Loop(inner) => {
                self.block(&inner.body);
                None
            }
            Expr::Macro(inner) => self.mac(&inner.mac),
            Expr::Binary(inner) => {
                visit::visit_expr_binary(self, inner);
                if matches!(inner.op, BinOp::Eq(_) | BinOp::Ne(_)) {
                    for side in [&inner.left, &inner.right] {
                        self.compared(side);
                    }
                }
                None
            }
            other => {
                visit::visit_expr(self, other);
                None
            }
        }
    }

    fn method(&mut self, call: &syn::ExprMethodCall) -> Option<Ty> {
        let on = self.expr(&call.receiver);
        let name = call.method.to_string();
        let mut by_closure = None;
        for argument in &call.args {
            match argument {
                Expr::Closure(closure) => by_closure = self.closure(closure, on.as_ref()),
                other => {
                    // A function in place of a closure.
                    let ty = self.expr(other);
                    if let (Expr::Path(path), true) = (other, BY_CLOSURE.contains(&name.as_str())) {
                        by_closure = self.function(&path.path).or(ty);
                    }
                }
            }
        }
        let turbofish = call.turbofish.as_ref();
        if let Some(arguments) = turbofish {
            self.visit_angle_bracketed_generic_arguments(arguments);
        }
        let owner = on.as_ref().and_then(Ty::named).unwrap_or_default().to_owned();
        if let Some(request) = self.offered.requests.get(&name)
            && (on.is_none() || owner == RAW_CLIENT)
        {
            self.note(format!("Client::{name}"), &call.method);
            return Some(Ty::Named(format!("operations::{request}")));
        }
        if let Some(raw) = self.offered.call(&owner) {
            if raw.setters.contains(&name) {
                let item = format!("Client::{}({name})", raw.method);
                self.note(item, &call.method);
                return on;
            }
            return if name == "send" { raw.answer.clone() } else { on };
        }
        if self.offered.members(&owner).is_some_and(|members| members.contains_key(&name)) {
            self.member(on.as_ref(), &call.method);
            return on;
        }
        if let Some(ty) = self.declared.returns.get(&(owner.clone(), name.clone())) {
            return ty.clone();
        }
        let given = turbofish.and_then(|arguments| {
            let types = arguments.args.iter().filter_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => self.stated(ty),
                _ => None,
            });
            types.filter(|ty| !matches!(ty.named(), Some(name) if name.len() <= "local::T".len())).next()
        });
        if given.as_ref().and_then(Ty::named).is_some_and(|name| !name.starts_with("local::")) {
            return given;
        }
        if on.is_none() {
            let any = self.declared.any.get(&name)?;
            return any.first().filter(|first| any.iter().all(|other| other == *first)).cloned().flatten();
        }
        if BY_CLOSURE.contains(&name.as_str()) {
            return by_closure;
        }
        if name == "zip" {
            let other = call.args.first().and_then(|other| self.expr(other));
            return Some(Ty::Tuple(vec![on, other]));
        }
        if APART.contains(&name.as_str()) { None } else { on }
    }

    /// A value that something is compared with: `Status::Open`, `Some(Status::Open)`, `&Status::Open`.
    fn compared(&mut self, side: &Expr) {
        match side {
            Expr::Path(path) => {
                let meaning = self.path(&path.path);
                self.tells_apart(&path.path, meaning.as_ref());
            }
            Expr::Call(call) => call.args.iter().for_each(|argument| self.compared(argument)),
            Expr::Reference(inner) => self.compared(&inner.expr),
            _ => {}
        }
    }

    /// What a function returns that is named by a path.
    fn function(&self, path: &Path) -> Option<Ty> {
        let words: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = words.last()?;
        let owner = match words.len() {
            1 => String::new(),
            _ if words[0] == "Self" => self.own.as_ref()?.named()?.to_owned(),
            _ => self.names.meaning(&words, self.offered).map(|(meaning, _)| meaning).unwrap_or_default(),
        };
        self.declared.returns.get(&(owner, name.clone())).cloned().flatten()
    }

    fn call(&mut self, call: &syn::ExprCall) -> Option<Ty> {
        let Expr::Path(path) = &*call.func else {
            visit::visit_expr_call(self, call);
            return None;
        };
        let last = path.path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
        let arguments: Vec<Option<Ty>> = call.args.iter().map(|argument| self.expr(argument)).collect();
        if let (Some(request), true) =
            (self.offered.requests.get(&last), self.in_macro && path.path.segments.len() == 1)
        {
            self.note(format!("Client::{last}"), &path.path);
            return self.offered.calls.get(request).and_then(|call| call.answer.clone());
        }
        let meaning = self.path(&path.path);
        if let Some(ty) = self.function(&path.path) {
            return Some(ty);
        }
        match meaning {
            Some((owner, Some(_))) if owner.starts_with("types::") => Some(Ty::Named(owner)),
            Some((owner, Some(variant)))
                if self.declared.variants.contains_key(&(owner.clone(), variant.clone())) =>
            {
                Some(Ty::Named(owner))
            }
            Some((owner, None)) if self.declared.fields.contains_key(&(owner.clone(), "0".to_owned())) => {
                Some(Ty::Named(owner))
            }
            // Some, Ok, Box::new, Arc::clone
            _ => arguments.into_iter().flatten().next(),
        }
    }

    fn mac(&mut self, mac: &syn::Macro) -> Option<Ty> {
        let outer = std::mem::replace(&mut self.in_macro, true);
        if let Some(name) = mac.path.segments.last() {
            let mut given = BTreeSet::new();
            self.generated(mac.tokens.clone(), &mut given);
            self.given.entry(name.ident.to_string()).or_default().extend(given);
        }
        let ty = self.inside_macro(mac);
        self.in_macro = outer;
        ty
    }

    fn inside_macro(&mut self, mac: &syn::Macro) -> Option<Ty> {
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
        let mut given = BTreeSet::new();
        self.generated(mac.tokens.clone(), &mut given);
        self.tokens(mac.tokens.clone(), &given);
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
    fn members_in(tokens: TokenStream, listed: bool, found: &mut Vec<(String, usize)>) {
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
    fn tokens(&mut self, tokens: TokenStream, given: &BTreeSet<String>) {
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

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.expr(expr);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.block(block);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        self.path(path);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        self.bind(pattern, None);
    }

    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        self.mac(mac);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        match &item.ident {
            Some(name) => {
                let found = self.in_macros.entry(name.to_string()).or_default();
                Self::members_in(item.mac.tokens.clone(), false, found);
                self.tokens(item.mac.tokens.clone(), &BTreeSet::new());
            }
            None => drop(self.mac(&item.mac)),
        }
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let (names, offered) = (self.names, self.offered);
        let mut noted = Vec::new();
        imports(&item.tree, &mut Vec::new(), &mut |path, name| {
            let words: Vec<String> = path.iter().map(ToString::to_string).collect();
            if let (Some(_), Some((meaning, at))) = (name, names.meaning(&words, offered))
                && !meaning.starts_with("local::")
            {
                noted.push((meaning, path[at].clone()));
            }
        });
        for (meaning, ident) in noted {
            self.note(meaning, &ident);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let own = inside(&item.self_ty, self.names, self.offered, None);
        let outer = std::mem::replace(&mut self.own, own);
        visit::visit_item_impl(self, item);
        self.own = outer;
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.body(&item.sig, Some(&item.block));
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.body(&item.sig, Some(&item.block));
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.body(&item.sig, item.default.as_ref());
    }
}

impl Walk<'_> {
    fn body(&mut self, signature: &syn::Signature, block: Option<&Block>) {
        self.scoped(|walk| {
            for input in &signature.inputs {
                if let syn::FnArg::Typed(typed) = input {
                    walk.visit_type(&typed.ty);
                    let ty = walk.stated(&typed.ty);
                    walk.bind(&typed.pat, ty);
                }
            }
            walk.visit_return_type(&signature.output);
            walk.visit_generics(&signature.generics);
            if let Some(block) = block {
                walk.block(block);
            }
        });
    }
}
