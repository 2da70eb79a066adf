//! Types that come, go or change their names only because an operation does.

use hashbrown::{HashMap, HashSet};

use super::super::context::{Context, Version};
use super::super::matching::Located;
use super::super::{aliases, groups};
use crate::api::{Operation, TypeDef};

/// The types that the changes of operations and groups mention or imply.
#[derive(Default)]
pub(in super::super) struct Consequences<'a> {
    added: HashSet<&'a str>,
    removed: HashSet<&'a str>,
    renamed: HashSet<&'a str>,
    /// The names of each operation's types that come or go with it.
    with: HashMap<*const Operation, Vec<&'a str>>,
    /// The old and new names of each old operation's types.
    renames: HashMap<*const Operation, Vec<(&'a str, &'a str)>>,
}

impl<'a> Consequences<'a> {
    pub(in super::super) fn of(context: &Context<'a>) -> Self {
        let mut own = Self::default();
        let matching = context.matching;
        let is_one_of = |list: &[Located<'_>]| -> HashSet<*const Operation> {
            list.iter().map(|located| std::ptr::from_ref(located.operation)).collect()
        };
        let removed = is_one_of(&matching.operations.removed);
        for def in &matching.types.removed {
            own.exclusive(&context.old, def, &removed, true);
        }
        let added = is_one_of(&matching.operations.added);
        for def in &matching.types.added {
            own.exclusive(&context.new, def, &added, false);
        }
        let mut new_names: HashMap<*const Operation, bool> = HashMap::new();
        for (old, new) in &matching.operations.both {
            new_names.insert(std::ptr::from_ref(old.operation), has_another_name(context, old, new));
        }
        for (old, new) in matching.types.both.iter().filter(|(old, new)| old.name != new.name) {
            if new.aliases.contains(&old.name) {
                continue;
            }
            let users = context.old.users_of(&[&old.name]);
            let Some(first) = users.first() else { continue };
            let key = |located: &Located<'_>| std::ptr::from_ref(located.operation);
            if users.iter().all(|user| new_names.get(&key(user)) == Some(&true)) {
                own.renamed.insert(&old.name);
                own.renames.entry(key(first)).or_default().push((&old.name, &new.name));
            }
        }
        own
    }

    /// Notes a type that only operations of a list use.
    fn exclusive(
        &mut self,
        version: &Version<'a>,
        def: &'a TypeDef,
        operations: &HashSet<*const Operation>,
        is_removed: bool,
    ) {
        let users = version.users_of(&[&def.name]);
        let Some(first) = users.first() else { return };
        if users.iter().all(|user| operations.contains(&std::ptr::from_ref(user.operation))) {
            let list = if is_removed { &mut self.removed } else { &mut self.added };
            list.insert(&def.name);
            self.with.entry(std::ptr::from_ref(first.operation)).or_default().push(&def.name);
        }
    }

    pub(in super::super) fn is_added(&self, def: &TypeDef) -> bool {
        self.added.contains(def.name.as_str())
    }

    pub(in super::super) fn is_removed(&self, def: &TypeDef) -> bool {
        self.removed.contains(def.name.as_str())
    }

    pub(in super::super) fn is_renamed(&self, def: &TypeDef) -> bool {
        self.renamed.contains(def.name.as_str())
    }

    pub(in super::super) fn added_with(&self, located: &Located<'_>) -> &[&'a str] {
        self.with.get(&std::ptr::from_ref(located.operation)).map_or(&[], Vec::as_slice)
    }

    pub(in super::super) fn removed_with(&self, located: &Located<'_>) -> &[&'a str] {
        self.added_with(located)
    }

    pub(in super::super) fn renamed_with(&self, located: &Located<'_>) -> &[(&'a str, &'a str)] {
        self.renames.get(&std::ptr::from_ref(located.operation)).map_or(&[], Vec::as_slice)
    }
}

/// Whether the operation has another name or is in another group, and no former name keeps the old method.
fn has_another_name(context: &Context<'_>, old: &Located<'_>, new: &Located<'_>) -> bool {
    let is_moved = match (old.groups.last(), new.groups.last()) {
        (Some(old), Some(new)) => !groups::same_group(context, old, new),
        (old, new) => old.is_some() || new.is_some(),
    };
    (is_moved || old.operation.name.rust != new.operation.name.rust)
        && !aliases::keeps_operation(context, old, new)
}
