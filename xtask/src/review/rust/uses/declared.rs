//! What the crates declare: the types of members, of variants, and of what functions return.

use std::collections::BTreeMap;

use syn::{
    Fields, GenericArgument, PathArguments, ReturnType, Type, TypeParamBound,
    visit::{self, Visit},
};

use super::{
    names::Names,
    types::{Offered, Ty},
};

/// Types that are given to names in declarations.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// By type and member.
    pub(super) fields: BTreeMap<(String, String), Option<Ty>>,
    /// By enumeration and variant.
    pub(super) variants: BTreeMap<(String, String), Vec<Option<Ty>>>,
    /// By type, or nothing, and function.
    pub(super) returns: BTreeMap<(String, String), Option<Ty>>,
    /// By function alone: all types that functions of this name return.
    pub(super) any: BTreeMap<String, Vec<Option<Ty>>>,
}

/// Reads the declarations of one file.
pub(super) struct Reader<'a> {
    pub(super) declared: &'a mut Declared,
    pub(super) names: &'a Names,
    pub(super) offered: &'a Offered,
    pub(super) own: Option<Ty>,
}

/// The type inside of whatever wraps it.
pub(super) fn inside(ty: &Type, names: &Names, offered: &Offered, own: Option<&Ty>) -> Option<Ty> {
    let go = |ty: &Type| inside(ty, names, offered, own);
    match ty {
        Type::Reference(ty) => go(&ty.elem),
        Type::Paren(ty) => go(&ty.elem),
        Type::Group(ty) => go(&ty.elem),
        Type::Slice(ty) => go(&ty.elem),
        Type::Array(ty) => go(&ty.elem),
        Type::Tuple(tuple) if tuple.elems.is_empty() => None,
        Type::Tuple(tuple) => Some(Ty::Tuple(tuple.elems.iter().map(go).collect())),
        Type::ImplTrait(ty) => ty.bounds.iter().find_map(|bound| of_bound(bound, &go)),
        Type::TraitObject(ty) => ty.bounds.iter().find_map(|bound| of_bound(bound, &go)),
        Type::Path(path) => {
            let words: Vec<String> =
                path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            if words == ["Self"] {
                return own.cloned();
            }
            let meaning = names.meaning(&words, offered).map(|(meaning, _)| meaning);
            if let Some(meaning) = meaning.as_ref().filter(|meaning| !meaning.starts_with("local::")) {
                return Some(Ty::Named(meaning.clone()));
            }
            let arguments = path.path.segments.last().map(|segment| &segment.arguments);
            let held = arguments.and_then(|arguments| of_arguments(arguments, &go, &words));
            held.or_else(|| meaning.map(Ty::Named))
        }
        _ => None,
    }
}

fn of_bound(bound: &TypeParamBound, go: &dyn Fn(&Type) -> Option<Ty>) -> Option<Ty> {
    let TypeParamBound::Trait(bound) = bound else { return None };
    bound.path.segments.iter().rev().find_map(|segment| of_arguments(&segment.arguments, go, &[]))
}

/// The argument that is held: the last of a map, or else the first.
fn of_arguments(arguments: &PathArguments, go: &dyn Fn(&Type) -> Option<Ty>, words: &[String]) -> Option<Ty> {
    let PathArguments::AngleBracketed(arguments) = arguments else { return None };
    let mut held = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(go(ty)),
        GenericArgument::AssocType(ty) => Some(go(&ty.ty)),
        _ => None,
    });
    if words.last().is_some_and(|word| word.ends_with("Map")) {
        return held.last().flatten();
    }
    if words.last().is_some_and(|word| word == "Result") {
        return held.next().flatten();
    }
    held.flatten().find(|ty| !is_parameter(ty))
}

/// `T`: a type parameter, of which nothing is known.
fn is_parameter(ty: &Ty) -> bool {
    ty.named().and_then(|name| name.strip_prefix("local::")).is_some_and(|name| name.len() == 1)
}

impl Reader<'_> {
    fn ty(&self, ty: &Type) -> Option<Ty> {
        inside(ty, self.names, self.offered, self.own.as_ref()).filter(|ty| !is_parameter(ty))
    }

    fn members(&mut self, owner: &str, fields: &Fields) -> Vec<Option<Ty>> {
        let types: Vec<Option<Ty>> = fields.iter().map(|field| self.ty(&field.ty)).collect();
        for (number, (field, ty)) in fields.iter().zip(&types).enumerate() {
            let name = field.ident.as_ref().map_or_else(|| number.to_string(), ToString::to_string);
            self.declared.fields.insert((owner.to_owned(), name), ty.clone());
        }
        types
    }

    fn function(&mut self, signature: &syn::Signature) {
        let ty = match &signature.output {
            ReturnType::Type(_, ty) => self.ty(ty),
            ReturnType::Default => None,
        };
        let owner = self.own.as_ref().and_then(Ty::named).unwrap_or_default().to_owned();
        let name = signature.ident.to_string();
        self.declared.returns.insert((owner, name.clone()), ty.clone());
        self.declared.any.entry(name).or_default().push(ty);
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.members(&format!("local::{}", item.ident), &item.fields);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        let owner = format!("local::{}", item.ident);
        for variant in &item.variants {
            let types = self.members(&format!("{owner}::{}", variant.ident), &variant.fields);
            self.declared.variants.insert((owner.clone(), variant.ident.to_string()), types);
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let outer = std::mem::replace(&mut self.own, inside(&item.self_ty, self.names, self.offered, None));
        visit::visit_item_impl(self, item);
        self.own = outer;
    }

    fn visit_signature(&mut self, signature: &'ast syn::Signature) {
        self.function(signature);
    }
}
