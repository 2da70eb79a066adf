//! Assigns types to modules: a type is in the module of the outermost folder whose operations alone use it.

use hashbrown::HashMap;

use crate::api::{Group, Operation, Type, TypeDef};

/// The module of types that only operations outside folders use.
const CLIENT: &str = "client";

/// The module of types that several folders use.
const SHARED: &str = "shared";

/// Returns the module of each type.
pub(crate) fn modules(types: &[TypeDef], groups: &[Group], operations: &[Operation]) -> Vec<String> {
    let mut finder = Finder {
        types,
        indexes: types.iter().enumerate().map(|(index, def)| (def.name.as_str(), index)).collect(),
        owners: vec![Owner::None; types.len()],
    };
    for (index, group) in groups.iter().enumerate() {
        finder.group(group, Owner::Group(index));
    }
    operations.iter().for_each(|operation| finder.operation(operation, Owner::Client));
    let modules = finder.owners.iter().map(|owner| match owner {
        Owner::Group(index) => groups[*index].name.rust.clone(),
        Owner::Client => CLIENT.to_owned(),
        Owner::None | Owner::Several => SHARED.to_owned(),
    });
    modules.collect()
}

/// The user of a type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Owner {
    /// No operation so far.
    None,
    /// The operations of an outermost folder, by its index.
    Group(usize),
    /// The operations outside folders.
    Client,
    /// More than one of these.
    Several,
}

/// The owners of the types while they are determined.
struct Finder<'t> {
    types: &'t [TypeDef],
    /// The index of each type by its name.
    indexes: HashMap<&'t str, usize>,
    owners: Vec<Owner>,
}

impl<'t> Finder<'t> {
    fn group(&mut self, group: &'t Group, owner: Owner) {
        group.operations.iter().for_each(|operation| self.operation(operation, owner));
        group.groups.iter().for_each(|group| self.group(group, owner));
    }

    fn operation(&mut self, operation: &'t Operation, owner: Owner) {
        let mut open: Vec<&Type> = operation.types().chain(operation.error_types()).collect();
        while let Some(ty) = open.pop() {
            if let Some(name) = ty.name() {
                self.named(name, owner, &mut open);
            }
        }
    }

    /// Sets the owner of a type. If that changes the owner, the types in it are added to `open`.
    fn named(&mut self, name: &str, owner: Owner, open: &mut Vec<&'t Type>) {
        let Some(&index) = self.indexes.get(name) else { return };
        let changed = match self.owners[index] {
            Owner::None => owner,
            known if known == owner => return,
            Owner::Several => return,
            _ => Owner::Several,
        };
        self.owners[index] = changed;
        open.extend(self.types[index].types());
    }
}
