//! Finds groups and operations.

use hashbrown::HashMap;

use super::{Located, Pairs, Search};
use crate::api::{Api, Group, PathPart, PathTemplate, modules};

/// The groups and operations of a version.
struct Version<'a> {
    groups: Vec<Vec<&'a Group>>,
    operations: Vec<Located<'a>>,
    /// The index of each operation's group; `None` outside groups.
    owners: Vec<Option<usize>>,
    /// The path of each operation, without the names of its parameters.
    paths: Vec<String>,
}

impl<'a> Version<'a> {
    fn new(api: &'a Api) -> Self {
        let mut groups = Vec::new();
        for group in &api.groups {
            add(&[], group, &mut groups);
        }
        let index: HashMap<*const Group, usize> =
            groups.iter().enumerate().filter_map(|(index, path)| Some((key(path)?, index))).collect();
        let operations = api.all_operations().into_iter();
        let operations: Vec<Located<'a>> =
            operations.map(|(groups, operation)| Located { groups, operation }).collect();
        let owners = operations.iter().map(|located| index.get(&key(&located.groups)?).copied()).collect();
        let paths = operations.iter().map(|located| template(&located.operation.path)).collect();
        Self { groups, operations, owners, paths }
    }
}

/// Identifies the innermost of some groups.
fn key(path: &[&Group]) -> Option<*const Group> {
    path.last().map(|group| std::ptr::from_ref(*group))
}

fn add<'a>(outer: &[&'a Group], group: &'a Group, list: &mut Vec<Vec<&'a Group>>) {
    let path: Vec<&Group> = outer.iter().copied().chain([group]).collect();
    list.push(path.clone());
    for inner in &group.groups {
        add(&path, inner, list);
    }
}

/// Returns a path without the names of its parameters.
fn template(path: &PathTemplate) -> String {
    let parts = path.parts.iter().map(|part| match part {
        PathPart::Literal(literal) => literal.as_str(),
        PathPart::Parameter(_) => "{}",
    });
    parts.collect()
}

/// Finds the groups and operations of an old version in a new one.
pub(super) fn matched<'a>(old: &'a Api, new: &'a Api) -> (Pairs<Vec<&'a Group>>, Pairs<Located<'a>>) {
    let (old, new) = (Version::new(old), Version::new(new));
    let mut groups = Search::new(old.groups.len(), new.groups.len());
    by_names(&mut groups, &old, &new);
    let mut operations = Search::new(old.operations.len(), new.operations.len());
    by_method_and_path(&mut operations, &groups, &old, &new);
    by_operations(&mut groups, &operations, &old, &new);
    by_group_and_name(&mut operations, &groups, &old, &new);
    by_operations(&mut groups, &operations, &old, &new);
    (
        Pairs::new(old.groups, new.groups, &groups.partners),
        Pairs::new(old.operations, new.operations, &operations.partners),
    )
}

/// Finds groups by their folders, then by their names in Rust.
fn by_names(search: &mut Search, old: &Version<'_>, new: &Version<'_>) {
    fn wire(path: &[&Group]) -> Option<Vec<String>> {
        Some(path.iter().map(|group| group.name.wire.clone()).collect())
    }
    fn rust(path: &[&Group]) -> Option<Vec<String>> {
        Some(path.iter().map(|group| group.name.rust.clone()).collect())
    }
    search.unique(|index| wire(&old.groups[index]), |index| wire(&new.groups[index]));
    search.unique(|index| rust(&old.groups[index]), |index| rust(&new.groups[index]));
    // A former name is beside the present one.
    for (index, path) in new.groups.iter().enumerate() {
        let Some((own, outer)) = path.split_last() else { continue };
        for alias in &own.aliases {
            let former = outer.iter().map(|group| &group.name.rust).chain([&alias.name]);
            let is_former = |path: &Vec<&Group>| path.iter().map(|group| &group.name.rust).eq(former.clone());
            if let Some(old) = old.groups.iter().position(is_former) {
                search.pair_if_left(old, index);
            }
        }
    }
}

/// The group of an operation, as both versions call it: the index of the old one, or that of a new one without partner.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
enum Owner {
    Outside,
    Old(usize),
    New(usize),
}

fn old_owner(version: &Version<'_>, operation: usize) -> Owner {
    version.owners[operation].map_or(Owner::Outside, Owner::Old)
}

fn new_owner(version: &Version<'_>, groups: &Search, operation: usize) -> Owner {
    match version.owners[operation] {
        None => Owner::Outside,
        Some(group) => groups.partners[group].map_or(Owner::New(group), Owner::Old),
    }
}

/// The attempts 1 to 6.
fn by_method_and_path(search: &mut Search, groups: &Search, old: &Version<'_>, new: &Version<'_>) {
    type Key<'k> = (Option<Owner>, Option<&'k str>, Option<&'k str>, &'k str, &'k str);
    let attempts = [
        (true, true, true),
        (true, true, false),
        (false, true, false),
        (true, false, false),
        (false, false, false),
    ];
    for (by_group, by_title, by_name) in attempts {
        fn key<'k>(
            version: &'k Version<'_>,
            index: usize,
            owner: Owner,
            (by_group, by_title, by_name): (bool, bool, bool),
        ) -> Option<Key<'k>> {
            let operation = version.operations[index].operation;
            Some((
                by_group.then_some(owner),
                by_title.then_some(operation.name.wire.as_str()),
                by_name.then_some(operation.name.rust.as_str()),
                &operation.method,
                &version.paths[index],
            ))
        }
        let parts = (by_group, by_title, by_name);
        search.unique(
            |index| key(old, index, old_owner(old, index), parts),
            |index| key(new, index, new_owner(new, groups, index), parts),
        );
        if by_name {
            by_former_names(search, groups, old, new);
        }
    }
}

/// Finds operations by their former names.
fn by_former_names(search: &mut Search, groups: &Search, old: &Version<'_>, new: &Version<'_>) {
    let has_aliases = |located: &Located<'_>| !located.operation.aliases.is_empty();
    if !new.operations.iter().any(has_aliases) {
        return;
    }
    let mut new_paths: HashMap<usize, Vec<String>> = HashMap::new();
    for (index, partner) in groups.partners.iter().enumerate() {
        if let Some(partner) = partner {
            new_paths.insert(*partner, modules(&new.groups[index]));
        }
    }
    let names = old.operations.iter().enumerate().map(|(index, located)| {
        let group = old.owners[index].and_then(|group| new_paths.get(&group).cloned());
        ((group.unwrap_or_else(|| modules(&located.groups)), located.operation.name.rust.clone()), index)
    });
    let names: HashMap<(Vec<String>, String), usize> = names.collect();
    for (index, located) in new.operations.iter().enumerate() {
        for alias in &located.operation.aliases {
            if let Some(old) = names.get(&(alias.groups.clone(), alias.method.clone())) {
                search.pair_if_left(*old, index);
            }
        }
    }
}

/// Finds the groups that are left: each by the new group that has most of its operations.
fn by_operations(search: &mut Search, operations: &Search, old: &Version<'_>, new: &Version<'_>) {
    let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
    for (index, partner) in operations.partners.iter().enumerate() {
        if let (Some(new), Some(old)) = (new.owners[index], partner.and_then(|partner| old.owners[partner]))
            && search.partners[new].is_none()
            && !search.is_found[old]
        {
            *counts.entry((old, new)).or_default() += 1;
        }
    }
    let size = |group: usize| old.owners.iter().filter(|owner| **owner == Some(group)).count();
    let mut counts: Vec<_> = counts.into_iter().filter(|((old, _), count)| 2 * count > size(*old)).collect();
    counts.sort_by_key(|(groups, count)| (std::cmp::Reverse(*count), *groups));
    for ((old, new), _) in counts {
        search.pair_if_left(old, new);
    }
    // The folder around a folder that was found, if it has no operations of its own.
    let around = |groups: &[Vec<&Group>], index: usize| {
        let path = groups[index].split_last()?.1;
        groups.iter().position(|other| key(other) == key(path) && !path.is_empty())
    };
    for index in (0..search.partners.len()).rev() {
        let Some(partner) = search.partners[index] else { continue };
        if let (Some(old), Some(new)) = (around(&old.groups, partner), around(&new.groups, index)) {
            search.pair_if_left(old, new);
        }
    }
}

/// The attempts 7 and 8, and the operations with equal keys.
fn by_group_and_name(search: &mut Search, groups: &Search, old: &Version<'_>, new: &Version<'_>) {
    let title = |version: &Version<'_>, index: usize, owner| {
        Some((owner, version.operations[index].operation.name.wire.clone()))
    };
    let name = |version: &Version<'_>, index: usize, owner| {
        Some((owner, version.operations[index].operation.name.rust.clone()))
    };
    let exact = |version: &Version<'_>, index: usize, owner| {
        let operation = version.operations[index].operation;
        Some((owner, operation.name.wire.clone(), operation.method.clone(), version.paths[index].clone()))
    };
    search.unique(
        |index| title(old, index, old_owner(old, index)),
        |index| title(new, index, new_owner(new, groups, index)),
    );
    search.unique(
        |index| name(old, index, old_owner(old, index)),
        |index| name(new, index, new_owner(new, groups, index)),
    );
    search.in_order(
        |index| exact(old, index, old_owner(old, index)),
        |index| exact(new, index, new_owner(new, groups, index)),
    );
}
