//! The types of an API while they are collected.

use std::collections::{HashMap, HashSet};

use super::equal;
use crate::api::{Type, TypeDef, TypeKind};
use crate::lower::names::{self, TypeName};

/// Where a value is used.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Direction {
    /// In responses only.
    Response,
    /// In a request, and perhaps in responses too.
    Request,
}

/// The definitions so far, in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Types {
    list: Vec<TypeDef>,
    /// For each definition whether it comes from examples.
    is_inferred: Vec<bool>,
    index: HashMap<String, usize>,
    /// Names that only the overlay's schemas may take.
    reserved: HashSet<String>,
    /// What the keys so far are called: an API has many fields and few keys, and spelling one takes a while.
    field_names: HashMap<String, String>,
    /// The names since [`Self::take_cut`] that are cut.
    cut: Vec<String>,
}

impl Types {
    /// No definitions yet, and names that types from examples leave to others.
    pub(crate) fn reserving(names: impl IntoIterator<Item = String>) -> Self {
        Self { reserved: names.into_iter().collect(), ..Self::default() }
    }

    /// Whether a type of this name exists, or the name is reserved.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.index.contains_key(name) || self.reserved.contains(name)
    }

    /// The name itself, unless two places spell theirs alike (the field `b_c` of `a`, and the field `c` of `a_b`).
    pub(crate) fn free_name(&mut self, name: &TypeName) -> TypeName {
        let name = name.free("Object", |name| !self.contains(name));
        self.note_cut(&name);
        name
    }

    /// Notes that a type has this name, if it is cut.
    pub(crate) fn note_cut(&mut self, name: &TypeName) {
        if name.is_cut() {
            self.cut.push(name.as_str().to_owned());
        }
    }

    /// Takes the names so far that are not whole because they would have been too long.
    pub(crate) fn take_cut(&mut self) -> Vec<String> {
        std::mem::take(&mut self.cut)
    }

    /// Adds a definition, or replaces the one of the same name, and returns its use.
    pub(crate) fn define(&mut self, def: TypeDef) -> Type {
        let name = def.name.clone();
        self.set(def, false);
        Type::Named(name)
    }

    /// Like [`Self::define`], for a definition from examples: it may become an alias of an equal one.
    pub(crate) fn define_inferred(&mut self, def: TypeDef) -> Type {
        let name = def.name.clone();
        self.set(def, true);
        Type::Named(name)
    }

    /// Like [`Self::define_inferred`], for a definition that is finished when those after it are there.
    pub(crate) fn begin_inferred(&mut self, def: TypeDef) -> usize {
        self.set(def, true)
    }

    /// Says what a definition is that was begun.
    pub(crate) fn finish(&mut self, place: usize, kind: TypeKind) {
        self.list[place].kind = kind;
    }

    fn set(&mut self, def: TypeDef, is_inferred: bool) -> usize {
        match self.index.get(&def.name) {
            Some(&place) => {
                self.list[place] = def;
                self.is_inferred[place] = is_inferred;
                place
            }
            None => {
                self.index.insert(def.name.clone(), self.list.len());
                self.list.push(def);
                self.is_inferred.push(is_inferred);
                self.list.len() - 1
            }
        }
    }

    /// What a key is called as a field.
    pub(crate) fn field_name(&mut self, key: &str) -> String {
        if let Some(name) = self.field_names.get(key) {
            return name.clone();
        }
        let name = names::field(key);
        self.field_names.insert(key.to_owned(), name.clone());
        name
    }

    /// Returns the definition of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&TypeDef> {
        self.index.get(name).map(|&index| &self.list[index])
    }

    /// The definition of this name.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut TypeDef> {
        self.index.get(name).map(|&place| &mut self.list[place])
    }

    /// Makes definitions from examples that are equal one struct and its aliases; once, when all are there.
    pub(crate) fn alias_equal(&mut self) {
        equal::alias_equal(&mut self.list, &self.is_inferred);
    }

    /// The type behind the aliases that [`Self::alias_equal`] made, at any depth: two uses of one type are equal then.
    pub(crate) fn resolve(&self, ty: &Type) -> Type {
        match ty {
            Type::Array(inner) => Type::Array(Box::new(self.resolve(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolve(inner))),
            Type::Nullable(inner) => Type::Nullable(Box::new(self.resolve(inner))),
            Type::Boxed(inner) => Type::Boxed(Box::new(self.resolve(inner))),
            Type::Named(name) => self.alias_target(name).unwrap_or(ty).clone(),
            _ => ty.clone(),
        }
    }

    fn alias_target(&self, name: &str) -> Option<&Type> {
        let &place = self.index.get(name)?;
        match &self.list[place].kind {
            TypeKind::Alias(target) if self.is_inferred[place] => Some(target),
            _ => None,
        }
    }

    /// All definitions, in the order of their first use.
    pub(crate) fn into_list(self) -> Vec<TypeDef> {
        self.list
    }
}
