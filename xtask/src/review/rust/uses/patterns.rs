//! Patterns: the types of the names that they bind, and the values that they tell apart.

use syn::{Expr, Member, Pat, Path, visit::Visit};

use super::{types::Ty, walk::Walk};

impl Walk<'_> {
    /// Gives the names of a pattern their types.
    pub(super) fn bind(&mut self, pattern: &Pat, ty: Option<Ty>) {
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
                let owner = self.owner_of_members(&parts.path).map(Ty::Named);
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

    /// Notes that values of an enumeration are told apart here.
    fn tells_apart(&mut self, path: &Path, meaning: Option<&(String, Option<String>)>) {
        if let Some((owner, Some(value))) = meaning
            && owner.starts_with("types::")
            && value != "UnknownValue"
        {
            self.note(format!("match {owner}"), path);
        }
    }

    /// A value that something is compared with: `Status::Open`, `Some(Status::Open)`, `&Status::Open`.
    pub(super) fn compared(&mut self, side: &Expr) {
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
}
