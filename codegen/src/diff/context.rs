//! Both versions, with what the rules ask about them.

use std::cell::OnceCell;

use hashbrown::{HashMap, HashSet};

use super::aliases;
use super::matching::{Located, Matching, Search};
use crate::api::{Api, Group, Type, TypeDef, TypeKind, modules};
use crate::emit::rust_type::{Scope, type_text};

/// Both versions of an API.
pub(super) struct Context<'a> {
    pub(super) old: Version<'a>,
    pub(super) new: Version<'a>,
    pub(super) matching: &'a Matching<'a>,
    pub(super) servers: Partners,
    pub(super) credentials: Partners,
    pub(super) settings: Partners,
    /// The new name of each type that has another one.
    pub(super) renamed: HashMap<&'a str, &'a str>,
    /// The groups of both versions that are the same.
    groups: HashSet<(*const Group, *const Group)>,
    new_groups: HashMap<*const Group, &'a [&'a Group]>,
    /// The definitions that a name had and has, after aliases.
    resolved: OnceCell<HashSet<(&'a str, &'a str)>>,
}

/// A version of an API.
pub(super) struct Version<'a> {
    pub(super) api: &'a Api,
    pub(super) types: HashMap<&'a str, &'a TypeDef>,
    names: OnceCell<HashSet<&'a str>>,
    operations: Vec<Located<'a>>,
    users: OnceCell<Users<'a>>,
    expressions: OnceCell<HashSet<String>>,
}

/// Where types are used.
#[derive(Default)]
struct Users<'a> {
    /// The types that contain a type.
    types: HashMap<&'a str, Vec<&'a str>>,
    /// The operations that use a type themselves, by their indices.
    operations: HashMap<&'a str, Vec<usize>>,
    /// The types of responses, with what they contain.
    responses: HashSet<&'a str>,
}

/// The indices of items in the other version.
pub(super) struct Partners {
    pub(super) to_new: Vec<Option<usize>>,
    pub(super) to_old: Vec<Option<usize>>,
}

impl Partners {
    fn of(search: Search) -> Self {
        let mut to_new = vec![None; search.is_found.len()];
        for (new, old) in search.partners.iter().enumerate() {
            if let Some(old) = *old {
                to_new[old] = Some(new);
            }
        }
        Self { to_new, to_old: search.partners }
    }
}

impl<'a> Version<'a> {
    fn new(api: &'a Api) -> Self {
        let operations = api.all_operations().into_iter();
        Self {
            api,
            types: api.types.iter().map(|def| (def.name.as_str(), def)).collect(),
            names: OnceCell::new(),
            operations: operations.map(|(groups, operation)| Located { groups, operation }).collect(),
            users: OnceCell::new(),
            expressions: OnceCell::new(),
        }
    }

    /// Returns a type as it is in a module of `types`.
    pub(super) fn text(&self, ty: &Type) -> String {
        let names = || self.api.types.iter().map(|def| def.name.as_str()).collect();
        type_text(ty, Scope::Types(self.names.get_or_init(names)))
    }

    /// Returns the definition of a name, after aliases of other definitions.
    pub(super) fn resolve(&self, name: &str) -> Option<&'a TypeDef> {
        self.target(self.types.get(name)?)
    }

    /// Returns the definition that a definition is an alias of, or the definition itself.
    pub(super) fn target(&self, mut def: &'a TypeDef) -> Option<&'a TypeDef> {
        let mut rest = self.types.len();
        while let TypeKind::Alias(Type::Named(target)) = &def.kind
            && rest > 0
        {
            def = self.types.get(target.as_str())?;
            rest -= 1;
        }
        Some(def)
    }

    /// Returns the target of an alias of a type that has no name of its own.
    fn alias_target(&self, name: &str) -> Option<&'a Type> {
        match &self.resolve(name)?.kind {
            TypeKind::Alias(target) if !matches!(target, Type::Named(_)) => Some(target),
            _ => None,
        }
    }

    fn users(&self) -> &Users<'a> {
        self.users.get_or_init(|| {
            let mut users = Users::default();
            let mut contents: HashMap<&str, Vec<&str>> = HashMap::new();
            for def in &self.api.types {
                for inner in def.types().into_iter().filter_map(Type::name) {
                    users.types.entry(inner).or_default().push(&def.name);
                    contents.entry(&def.name).or_default().push(inner);
                }
            }
            let mut queue = Vec::new();
            for (index, located) in self.operations.iter().enumerate() {
                let operation = located.operation;
                let responses = operation.success.ty().into_iter().chain(operation.error_types());
                queue.extend(responses.filter_map(Type::name));
                for name in operation.types().chain(operation.error_types()).filter_map(Type::name) {
                    let list = users.operations.entry(name).or_default();
                    if list.last() != Some(&index) {
                        list.push(index);
                    }
                }
            }
            while let Some(name) = queue.pop() {
                if users.responses.insert(name) {
                    queue.extend(contents.get(name).into_iter().flatten());
                }
            }
            users
        })
    }

    /// Returns the expressions of all calls, also the deprecated ones: `client.profile().get_profile`.
    pub(super) fn expressions(&self) -> &HashSet<String> {
        self.expressions.get_or_init(|| {
            let all = self.operations.iter().flat_map(|located| {
                let former = located.operation.aliases.iter().map(aliases::expression);
                std::iter::once(located.expression()).chain(former)
            });
            all.collect()
        })
    }

    /// Whether a response contains a type.
    pub(super) fn is_in_response(&self, name: &str) -> bool {
        self.users().responses.contains(name)
    }

    /// Returns the operations that use some types, in the collection's order.
    pub(super) fn users_of(&self, names: &[&'a str]) -> Vec<&Located<'a>> {
        let users = self.users();
        let (mut seen, mut queue) = (HashSet::new(), names.to_vec());
        let mut indices: Vec<usize> = Vec::new();
        while let Some(name) = queue.pop() {
            if seen.insert(name) {
                queue.extend(users.types.get(name).into_iter().flatten());
                indices.extend(users.operations.get(name).into_iter().flatten());
            }
        }
        indices.sort_unstable();
        indices.dedup();
        indices.into_iter().map(|index| &self.operations[index]).collect()
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(old: &'a Api, new: &'a Api, matching: &'a Matching<'a>) -> Self {
        let (old, new) = (Version::new(old), Version::new(new));
        let renamed = matching.types.both.iter().filter(|(old, new)| old.name != new.name);
        let renamed = renamed.map(|(old, new)| (old.name.as_str(), new.name.as_str())).collect();
        let groups = matching.groups.both.iter().filter_map(|(old, new)| {
            Some((std::ptr::from_ref(*old.last()?), std::ptr::from_ref(*new.last()?)))
        });
        let groups = groups.collect();
        let new_groups = matching.groups.both.iter();
        let new_groups = new_groups
            .filter_map(|(old, new)| Some((std::ptr::from_ref(*old.last()?), new.as_slice())))
            .collect();
        Self {
            servers: servers(old.api, new.api, matching),
            credentials: credentials(old.api, new.api),
            settings: settings(old.api, new.api),
            old,
            new,
            matching,
            renamed,
            groups,
            new_groups,
            resolved: OnceCell::new(),
        }
    }

    /// Returns the modules that old groups have in the new version; their old ones if they are gone.
    pub(super) fn new_modules(&self, old: &[&Group]) -> Vec<String> {
        let Some(own) = old.last() else { return Vec::new() };
        match self.new_groups.get(&std::ptr::from_ref(*own)) {
            Some(path) => modules(path),
            None => modules(old),
        }
    }

    /// Whether an old and a new group are the same.
    pub(super) fn is_pair(&self, old: &Group, new: &Group) -> bool {
        self.groups.contains(&(std::ptr::from_ref(old), std::ptr::from_ref(new)))
    }

    /// Whether an old and a new type are the same for users.
    pub(super) fn same(&self, old: &Type, new: &Type) -> bool {
        match (old, new) {
            (Type::Named(old), Type::Named(new)) => self.same_name(old, new),
            (Type::Array(old), Type::Array(new))
            | (Type::Map(old), Type::Map(new))
            | (Type::Nullable(old), Type::Nullable(new))
            | (Type::Boxed(old), Type::Boxed(new)) => self.same(old, new),
            // An alias of a type that has no name of its own.
            (Type::Named(name), new) => {
                self.old.alias_target(name).is_some_and(|target| self.same(target, new))
            }
            (old, Type::Named(name)) => {
                self.new.alias_target(name).is_some_and(|target| self.same(old, target))
            }
            (old, new) => old == new,
        }
    }

    fn same_name(&self, old: &str, new: &str) -> bool {
        if old == new || self.renamed.get(old) == Some(&new) {
            return true;
        }
        match (self.old.resolve(old), self.new.resolve(new)) {
            (Some(old), Some(new)) => self.resolved().contains(&(old.name.as_str(), new.name.as_str())),
            _ => false,
        }
    }

    fn resolved(&self) -> &HashSet<(&'a str, &'a str)> {
        let resolved = |(old, new): &(&'a TypeDef, &'a TypeDef)| {
            Some((self.old.target(old)?.name.as_str(), self.new.target(new)?.name.as_str()))
        };
        self.resolved.get_or_init(|| self.matching.types.both.iter().filter_map(resolved).collect())
    }

    /// Whether two optional types are the same.
    pub(super) fn same_option(&self, old: Option<&Type>, new: Option<&Type>) -> bool {
        match (old, new) {
            (Some(old), Some(new)) => self.same(old, new),
            (old, new) => old.is_none() && new.is_none(),
        }
    }
}

/// Finds servers: by their URLs, by their names, and by their operations.
fn servers(old: &Api, new: &Api, matching: &Matching<'_>) -> Partners {
    let mut search = Search::new(old.servers.len(), new.servers.len());
    search.unique(|index| Some(&old.servers[index].template), |index| Some(&new.servers[index].template));
    search.unique(|index| Some(&old.servers[index].name), |index| Some(&new.servers[index].name));
    let mut counts: HashMap<(usize, usize), usize> = HashMap::new();
    for (old, new) in &matching.operations.both {
        *counts.entry((old.operation.server, new.operation.server)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(servers, count)| (std::cmp::Reverse(*count), *servers));
    for ((old, new), _) in counts {
        search.pair_if_left(old, new);
    }
    Partners::of(search)
}

/// Finds credentials: by their setters and schemes, by their setters, and by their schemes.
fn credentials(old: &Api, new: &Api) -> Partners {
    let (old, new) = (&old.credentials, &new.credentials);
    let mut search = Search::new(old.len(), new.len());
    search.unique(
        |index| Some((&old[index].name, &old[index].scheme)),
        |index| Some((&new[index].name, &new[index].scheme)),
    );
    search.unique(|index| Some(&old[index].name), |index| Some(&new[index].name));
    search.unique(|index| Some(&old[index].scheme), |index| Some(&new[index].scheme));
    Partners::of(search)
}

/// Finds settings: by the names that are sent, and by their setters.
fn settings(old: &Api, new: &Api) -> Partners {
    let (old, new) = (&old.query_settings, &new.query_settings);
    let mut search = Search::new(old.len(), new.len());
    search.unique(|index| Some(&old[index].name.wire), |index| Some(&new[index].name.wire));
    search.unique(|index| Some(&old[index].name.rust), |index| Some(&new[index].name.rust));
    Partners::of(search)
}
