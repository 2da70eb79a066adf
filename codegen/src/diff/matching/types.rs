//! Finds types.

use hashbrown::{HashMap, HashSet};

use super::{Located, Pairs};
use crate::api::{Api, Field, Operation, Type, TypeDef, TypeKind};

/// Finds the types of an old version in a new one.
pub(super) fn matched<'a>(old: &'a Api, new: &'a Api, operations: &Pairs<Located<'a>>) -> Pairs<&'a TypeDef> {
    let mut search = Search {
        partners: super::Search::new(old.types.len(), new.types.len()),
        old: Version::new(old),
        new: Version::new(new),
        visited: HashSet::new(),
    };
    for (index, def) in new.types.iter().enumerate() {
        if let Some(old) = search.old.find(&def.name) {
            search.partners.pair(old, index);
        }
    }
    for (index, def) in new.types.iter().enumerate() {
        for old in def.aliases.iter().filter_map(|alias| search.old.find(alias)) {
            search.partners.pair_if_left(old, index);
        }
    }
    for (old, new) in &operations.both {
        search.operation(old.operation, new.operation);
    }
    Pairs::new(old.types.iter().collect(), new.types.iter().collect(), &search.partners.partners)
}

/// The types of a version.
struct Version<'a> {
    types: &'a [TypeDef],
    /// The index of each type by its name.
    index: HashMap<&'a str, usize>,
}

impl<'a> Version<'a> {
    fn new(api: &'a Api) -> Self {
        let index = api.types.iter().enumerate().map(|(index, def)| (def.name.as_str(), index));
        Self { types: &api.types, index: index.collect() }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }
}

struct Search<'a> {
    old: Version<'a>,
    new: Version<'a>,
    partners: super::Search,
    /// The pairs whose contents have been compared.
    visited: HashSet<(usize, usize)>,
}

impl<'a> Search<'a> {
    fn operation(&mut self, old: &'a Operation, new: &'a Operation) {
        for (old, new) in old.path.parameters().zip(new.path.parameters()) {
            self.types(&old.ty, &new.ty);
        }
        for (old, new) in [(&old.query, &new.query), (&old.headers, &new.headers)] {
            for old in old {
                if let Some(new) = new.iter().find(|new| new.name.wire == old.name.wire) {
                    self.types(&old.ty, &new.ty);
                }
            }
        }
        let body = |operation: &'a Operation| operation.body.as_ref().and_then(|body| body.content.ty());
        self.optional(body(old), body(new));
        self.optional(old.success.ty(), new.success.ty());
        for old in &old.errors {
            if let Some(new) = new.errors.iter().find(|new| new.status == old.status) {
                self.optional(old.body.as_ref(), new.body.as_ref());
            }
        }
    }

    fn optional(&mut self, old: Option<&'a Type>, new: Option<&'a Type>) {
        if let (Some(old), Some(new)) = (old, new) {
            self.types(old, new);
        }
    }

    fn types(&mut self, old: &'a Type, new: &'a Type) {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => self.named(old, new),
            (Type::Array(old), Type::Array(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new))
            | (Type::Boxed(old), Type::Boxed(new)) => self.types(old, new),
            (Type::Boxed(old) | Type::Nullable(old), new) => self.types(old, new),
            (old, Type::Boxed(new) | Type::Nullable(new)) => self.types(old, new),
            _ => {}
        }
    }

    fn named(&mut self, old: &str, new: &str) {
        let (Some(old), Some(new)) = (self.old.find(old), self.new.find(new)) else { return };
        if !self.visited.insert((old, new)) {
            return;
        }
        self.partners.pair_if_left(old, new);
        match (&self.old.types[old].kind, &self.new.types[new].kind) {
            (TypeKind::Alias(old), TypeKind::Alias(new)) => self.types(old, new),
            (TypeKind::Object(old), TypeKind::Object(new)) => {
                let mut by_key = None;
                // Only types with a name are matched, and most fields are where they were.
                for (position, old) in old.iter().enumerate().filter(|(_, field)| field.ty.name().is_some()) {
                    let new = match new.get(position) {
                        Some(new) if new.name.wire == old.name.wire => Some(&new.ty),
                        _ => by_key.get_or_insert_with(|| types_by_key(new)).get(&*old.name.wire).copied(),
                    };
                    self.optional(Some(&old.ty), new);
                }
            }
            (TypeKind::Form(old), TypeKind::Form(new)) => {
                for old in old {
                    let new = new.iter().find(|new| new.name.wire == old.name.wire);
                    self.optional(Some(&old.ty), new.map(|new| &new.ty));
                }
            }
            (TypeKind::Union(old), TypeKind::Union(new)) => {
                for old in &old.variants {
                    let new = new.variants.iter().find(|new| new.name.wire == old.name.wire);
                    self.optional(old.ty.as_ref(), new.and_then(|new| new.ty.as_ref()));
                }
            }
            (TypeKind::Untagged(old), TypeKind::Untagged(new)) => {
                for old in old {
                    let new = new.iter().find(|new| new.kind == old.kind && new.key == old.key);
                    self.optional(Some(&old.ty), new.map(|new| &new.ty));
                }
            }
            _ => {}
        }
    }
}

fn types_by_key(fields: &[Field]) -> HashMap<&str, &Type> {
    fields.iter().map(|field| (field.name.wire.as_str(), &field.ty)).collect()
}
