//! Which module a type lives in: that of the folder whose operations alone lead to it.

use std::collections::HashMap;

use crate::api::{Group, Operation, Type, TypeDef, TypeKind};

/// The module of types that operations outside folders need.
const CLIENT: &str = "client";

/// The module of types that several folders need.
const SHARED: &str = "shared";

/// The module of each type.
pub(crate) fn modules(types: &[TypeDef], groups: &[Group], operations: &[Operation]) -> Vec<String> {
    let mut finder = Finder {
        types,
        places: types.iter().enumerate().map(|(place, def)| (def.name.as_str(), place)).collect(),
        owners: vec![Owner::Nobody; types.len()],
    };
    for (place, group) in groups.iter().enumerate() {
        finder.group(group, Owner::Group(place));
    }
    operations.iter().for_each(|operation| finder.operation(operation, Owner::Client));
    let modules = finder.owners.iter().map(|owner| match owner {
        Owner::Group(place) => groups[*place].name.rust.clone(),
        Owner::Client => CLIENT.to_owned(),
        Owner::Nobody | Owner::Several => SHARED.to_owned(),
    });
    modules.collect()
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Owner {
    Nobody,
    Group(usize),
    Client,
    Several,
}

struct Finder<'t> {
    types: &'t [TypeDef],
    places: HashMap<&'t str, usize>,
    owners: Vec<Owner>,
}

impl<'t> Finder<'t> {
    fn group(&mut self, group: &'t Group, owner: Owner) {
        group.operations.iter().for_each(|operation| self.operation(operation, owner));
        group.groups.iter().for_each(|group| self.group(group, owner));
    }

    fn operation(&mut self, operation: &'t Operation, owner: Owner) {
        let errors = operation.errors.iter().filter_map(|error| error.body.as_ref());
        let mut open: Vec<&Type> = operation.types().chain(errors).collect();
        while let Some(ty) = open.pop() {
            match ty {
                Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                    open.push(inner)
                }
                Type::Named(name) => self.named(name, owner, &mut open),
                _ => {}
            }
        }
    }

    /// Marks a type, and what it consists of when the mark is news.
    fn named(&mut self, name: &str, owner: Owner, open: &mut Vec<&'t Type>) {
        let Some(&place) = self.places.get(name) else { return };
        let marked = match self.owners[place] {
            Owner::Nobody => owner,
            known if known == owner => return,
            Owner::Several => return,
            _ => Owner::Several,
        };
        self.owners[place] = marked;
        match &self.types[place].kind {
            TypeKind::Object(fields) => open.extend(fields.iter().map(|field| &field.ty)),
            TypeKind::Union(union) => {
                open.extend(union.variants.iter().filter_map(|variant| variant.ty.as_ref()))
            }
            TypeKind::Alias(target) => open.push(target),
            TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => {}
        }
    }
}
