//! Finds types.

use hashbrown::{HashMap, HashSet};

use super::{Located, Pairs};
use crate::api::{Api, Operation, Type, TypeDef, TypeKind};

/// Finds the types of an old version in a new one.
pub(super) fn matched<'a>(old: &'a Api, new: &'a Api, operations: &Pairs<Located<'a>>) -> Pairs<&'a TypeDef> {
    let mut search = Search {
        old: by_name(old),
        new: by_name(new),
        partners: HashMap::new(),
        taken: HashSet::new(),
        visited: HashSet::new(),
    };
    for name in search.old.keys() {
        if search.new.contains_key(name) {
            search.partners.insert(name, name);
            search.taken.insert(name);
        }
    }
    for def in &new.types {
        for alias in &def.aliases {
            if let Some(old) = search.old.get(alias.as_str())
                && !search.taken.contains(def.name.as_str())
                && !search.partners.contains_key(old.name.as_str())
            {
                search.partners.insert(&old.name, &def.name);
                search.taken.insert(&def.name);
            }
        }
    }
    for (old, new) in &operations.both {
        search.operation(old.operation, new.operation);
    }
    let index: HashMap<&str, usize> =
        old.types.iter().enumerate().map(|(index, def)| (def.name.as_str(), index)).collect();
    let partners: HashMap<&str, &str> = search.partners.iter().map(|(old, new)| (*new, *old)).collect();
    let partners = new.types.iter().map(|def| index.get(partners.get(def.name.as_str())?).copied());
    let partners: Vec<Option<usize>> = partners.collect();
    Pairs::new(old.types.iter().collect(), new.types.iter().collect(), &partners)
}

fn by_name(api: &Api) -> HashMap<&str, &TypeDef> {
    api.types.iter().map(|def| (def.name.as_str(), def)).collect()
}

struct Search<'a> {
    old: HashMap<&'a str, &'a TypeDef>,
    new: HashMap<&'a str, &'a TypeDef>,
    /// The new name of each old type.
    partners: HashMap<&'a str, &'a str>,
    /// The new types that have a partner.
    taken: HashSet<&'a str>,
    /// The pairs whose contents have been compared.
    visited: HashSet<(&'a str, &'a str)>,
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

    fn named(&mut self, old: &'a str, new: &'a str) {
        let (Some(old), Some(new)) = (self.old.get(old).copied(), self.new.get(new).copied()) else { return };
        if !self.visited.insert((&old.name, &new.name)) {
            return;
        }
        if !self.partners.contains_key(old.name.as_str()) && !self.taken.contains(new.name.as_str()) {
            self.partners.insert(&old.name, &new.name);
            self.taken.insert(&new.name);
        }
        match (&old.kind, &new.kind) {
            (TypeKind::Alias(old), TypeKind::Alias(new)) => self.types(old, new),
            (TypeKind::Object(old), TypeKind::Object(new)) => {
                let new: HashMap<&str, &Type> =
                    new.iter().map(|field| (field.name.wire.as_str(), &field.ty)).collect();
                for old in old {
                    self.optional(Some(&old.ty), new.get(old.name.wire.as_str()).copied());
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
