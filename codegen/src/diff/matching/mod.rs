//! Finds the operations, groups and types of an old version in a new one.
//!
//! Groups are first found by their folders, then by their names in Rust, then by their former names (aliases). Operations are then found in these attempts;
//! each one only looks at those that the previous ones have not found, and takes only what is unique in both versions:
//!
//! 1. group, item name, HTTP method, path template, and name in Rust;
//! 2. a former name of the new one is the name of the old one;
//! 3. group, item name, HTTP method and path template;
//! 4. item name, HTTP method and path template: it has moved to another group;
//! 5. group, HTTP method and path template: it has another name;
//! 6. HTTP method and path template: it has moved and has another name;
//! 7. group and item name: its HTTP method or its path has changed;
//! 8. group and name in Rust: the item name has changed, too.
//!
//! The names of path parameters do not count. Before the last two attempts, the groups that are left are found by their
//! operations: a group whose operations are mostly in one new group has been renamed. Those with the same key in each
//! version are found in their order only at the end.
//!
//! Types are found by their names and former names, then by where they are used: in the same part of the same operation, or in the same
//! field of the same type.

mod operations;
mod types;

use hashbrown::HashMap;

use crate::api::{Api, Group, Operation, TypeDef};

/// The items of both versions that are the same for users, and those that only one version has.
#[derive(Clone, Debug)]
pub struct Matching<'a> {
    /// The operations.
    pub operations: Pairs<Located<'a>>,
    /// The groups, each with the groups around it, from the outermost.
    pub groups: Pairs<Vec<&'a Group>>,
    /// The types.
    pub types: Pairs<&'a TypeDef>,
}

/// Items of an old and a new version.
#[derive(Clone, Debug)]
pub struct Pairs<T> {
    /// The items that both versions have: the old one and the new one, in the order of the new version.
    pub both: Vec<(T, T)>,
    /// The items that only the old version has.
    pub removed: Vec<T>,
    /// The items that only the new version has.
    pub added: Vec<T>,
}

/// An operation, and the groups around it.
#[derive(Clone, Debug)]
pub struct Located<'a> {
    /// The groups, from the outermost to the innermost.
    pub groups: Vec<&'a Group>,
    /// The operation.
    pub operation: &'a Operation,
}

impl Located<'_> {
    /// Returns the path in the collection: `Profile / Get profile`.
    pub fn path(&self) -> String {
        let folders = self.groups.iter().map(|group| group.name.wire.as_str());
        folders.chain([self.operation.name.wire.as_str()]).collect::<Vec<_>>().join(" / ")
    }

    /// Returns the expression that creates the call, without its arguments: `client.profile().get_profile`.
    pub fn expression(&self) -> String {
        let handles = self.groups.iter().map(|group| format!(".{}()", group.name.rust));
        format!("client{}.{}", handles.collect::<String>(), self.operation.name.rust)
    }
}

impl<'a> Matching<'a> {
    /// Finds the items of an old version in a new one.
    pub fn of(old: &'a Api, new: &'a Api) -> Self {
        let (groups, operations) = operations::matched(old, new);
        let types = types::matched(old, new, &operations);
        Self { operations, groups, types }
    }
}

impl<T> Pairs<T> {
    /// Sorts out which items have a partner, by the index of the old item for each new one.
    fn new(old: Vec<T>, new: Vec<T>, partners: &[Option<usize>]) -> Self {
        let mut old: Vec<Option<T>> = old.into_iter().map(Some).collect();
        let (mut both, mut added) = (Vec::new(), Vec::new());
        for (item, partner) in new.into_iter().zip(partners) {
            match partner.and_then(|partner| old.get_mut(partner)?.take()) {
                Some(partner) => both.push((partner, item)),
                None => added.push(item),
            }
        }
        Self { both, removed: old.into_iter().flatten().collect(), added }
    }
}

/// The search for partners: the index of the old item for each new one.
pub(super) struct Search {
    pub(super) is_found: Vec<bool>,
    pub(super) partners: Vec<Option<usize>>,
}

impl Search {
    pub(super) fn new(old: usize, new: usize) -> Self {
        Self { is_found: vec![false; old], partners: vec![None; new] }
    }

    pub(super) fn pair(&mut self, old: usize, new: usize) {
        self.is_found[old] = true;
        self.partners[new] = Some(old);
    }

    /// Pairs two items if there are both, and both are left.
    pub(super) fn pair_if_left(&mut self, old: usize, new: usize) {
        if self.is_found.get(old) == Some(&false) && self.partners.get(new) == Some(&None) {
            self.pair(old, new);
        }
    }

    /// Pairs the items that are left and have the same key, if it is unique in both versions.
    pub(super) fn unique<K: Eq + std::hash::Hash>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        for (old, new) in self.by_key(old, new) {
            if let ([old], [new]) = (&old[..], &new[..]) {
                self.pair(*old, *new);
            }
        }
    }

    /// Pairs the items that are left and have the same key, in their order.
    fn in_order<K: Eq + std::hash::Hash>(
        &mut self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) {
        for (old, new) in self.by_key(old, new) {
            old.into_iter().zip(new).for_each(|(old, new)| self.pair(old, new));
        }
    }

    /// Returns the items that are left, by their keys.
    fn by_key<K: Eq + std::hash::Hash>(
        &self,
        old: impl Fn(usize) -> Option<K>,
        new: impl Fn(usize) -> Option<K>,
    ) -> Vec<(Vec<usize>, Vec<usize>)> {
        let mut keys: HashMap<K, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (index, _) in self.is_found.iter().enumerate().filter(|(_, is_found)| !**is_found) {
            if let Some(key) = old(index) {
                keys.entry(key).or_default().0.push(index);
            }
        }
        for (index, _) in self.partners.iter().enumerate().filter(|(_, partner)| partner.is_none()) {
            if let Some(key) = new(index) {
                keys.entry(key).or_default().1.push(index);
            }
        }
        keys.into_values().collect()
    }
}
