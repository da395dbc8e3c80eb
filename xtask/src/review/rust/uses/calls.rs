//! Calls: of the generated client, of setters, and of what the crates declare.

use syn::{
    Expr, Path,
    visit::{self, Visit},
};

use super::{
    types::{RAW_CLIENT, Ty},
    walk::Walk,
};

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

impl Walk<'_> {
    pub(super) fn method(&mut self, call: &syn::ExprMethodCall) -> Option<Ty> {
        let on = self.expr(&call.receiver);
        let name = call.method.to_string();
        let (mut by_closure, mut given_to) = (None, None);
        for argument in &call.args {
            match argument {
                Expr::Closure(closure) => by_closure = self.closure(closure, on.as_ref()),
                other => {
                    // A function in place of a closure.
                    let ty = self.expr(other);
                    if let (Expr::Path(path), true) = (other, BY_CLOSURE.contains(&name.as_str())) {
                        by_closure = self.function(&path.path).or_else(|| ty.clone());
                    }
                    given_to = ty;
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
            let mut types = arguments.args.iter().filter_map(|argument| match argument {
                syn::GenericArgument::Type(ty) => self.stated(ty),
                _ => None,
            });
            types.find(|ty| !matches!(ty.named(), Some(name) if name.len() <= "local::T".len()))
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
            return Some(Ty::Tuple(vec![on, given_to]));
        }
        if APART.contains(&name.as_str()) { None } else { on }
    }

    pub(super) fn closure(&mut self, closure: &syn::ExprClosure, of: Option<&Ty>) -> Option<Ty> {
        self.scoped(|walk| {
            let count = closure.inputs.len();
            for (index, input) in closure.inputs.iter().enumerate() {
                walk.bind(input, of.filter(|_| index + 1 == count).cloned());
            }
            walk.expr(&closure.body)
        })
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

    pub(super) fn call(&mut self, call: &syn::ExprCall) -> Option<Ty> {
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
}
