//! Walking through bodies, with the types of what stands there.

use std::collections::{BTreeMap, BTreeSet};

use syn::{
    BinOp, Block, Expr, Ident, Member, Pat, Path, Stmt,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    declared::{Declared, inside},
    names::{Names, imports},
    types::{Offered, Ty},
};

/// Lines by item, as changes name items; of types and variants as well.
pub(super) type Lines = BTreeMap<String, BTreeSet<usize>>;

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
    pub(super) own: Option<Ty>,
    pub(super) scope: Vec<(String, Option<Ty>)>,
    pub(super) in_macro: bool,
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

    pub(super) fn note(&mut self, item: String, at: &impl Spanned) {
        self.found.entry(item).or_default().insert(at.span().start().line);
    }

    /// What a path means; notes it, and the variant or function behind it.
    pub(super) fn path(&mut self, path: &Path) -> Option<(String, Option<String>)> {
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

    /// What the members belong to that stand in braces behind a path: a type, or a variant of the crates' own.
    pub(super) fn owner_of_members(&mut self, path: &Path) -> Option<String> {
        match self.path(path)? {
            (owner, Some(variant)) if owner.starts_with("local::") => Some(format!("{owner}::{variant}")),
            (owner, _) => Some(owner),
        }
    }

    /// The type of a member of something; notes it when it is generated.
    pub(super) fn member(&mut self, owner: Option<&Ty>, name: &Ident) -> Option<Ty> {
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

    pub(super) fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
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

    pub(super) fn stated(&self, ty: &syn::Type) -> Option<Ty> {
        inside(ty, self.names, self.offered, self.own.as_ref())
    }

    pub(super) fn expr(&mut self, expr: &Expr) -> Option<Ty> {
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
                let mut owner = self.owner_of_members(&value.path).unwrap_or_default();
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
