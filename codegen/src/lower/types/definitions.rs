//! The type definitions of an API while they are collected.

use hashbrown::{HashMap, HashSet};

use super::equal;
use super::former::is_called;
use super::sensitivity::is_sensitive;
use crate::api::{Type, TypeDef, TypeKind};
use crate::lower::names::{self, TypeName};

/// The use of a type in requests and responses.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Direction {
    /// In responses only.
    Response,
    /// In a request, and possibly in responses too.
    Request,
}

/// The definitions so far, in the order of their first use.
#[derive(Debug, Default)]
pub(crate) struct Types {
    list: Vec<TypeDef>,
    /// For each definition that is inferred from examples, its name with the path to its place.
    places: Vec<Option<TypeName>>,
    /// The index of each definition by its name.
    index: HashMap<String, usize>,
    /// Names that only the overlay's schemas may have.
    reserved: HashSet<String>,
    /// The usual field name of each key so far. Computing one is slow, and the same keys occur in many objects.
    field_names: HashMap<String, String>,
    /// Whether the name of a field so far suggests that its value is personal data or a secret, for the same reason: it was
    /// an eighth of the instructions of lowering.
    sensitive: HashMap<String, bool>,
    /// The names that were cut since the last [`Self::take_cut`].
    cut: Vec<String>,
}

impl Types {
    /// Creates an empty list of definitions. Inferred types do not get the reserved names.
    pub(crate) fn reserving(names: impl IntoIterator<Item = String>) -> Self {
        Self { reserved: names.into_iter().collect(), ..Self::default() }
    }

    /// Whether a type has this name, or the name is reserved.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.index.contains_key(name) || self.reserved.contains(name)
    }

    /// Returns the name, or a similar one if it is taken: the fields `b_c` of `a` and `c` of `a_b` give the same name.
    pub(crate) fn free_name(&mut self, name: &TypeName) -> TypeName {
        let name = name.free("Object", |name| !self.contains(name));
        self.record_cut(&name);
        name
    }

    /// Records the name of a type if it is cut.
    pub(crate) fn record_cut(&mut self, name: &TypeName) {
        if name.is_cut() {
            self.cut.push(name.as_str().to_owned());
        }
    }

    /// Returns and removes the recorded names that were cut because they would have been too long.
    pub(crate) fn take_cut(&mut self) -> Vec<String> {
        std::mem::take(&mut self.cut)
    }

    /// Adds a definition, or replaces that with the same name. Returns a reference to it.
    pub(crate) fn define(&mut self, def: TypeDef) -> Type {
        let name = def.name.clone();
        self.set(def, None);
        Type::Named(name)
    }

    /// Like [`Self::define`], for an inferred definition, which [`Self::alias_equal`] may convert to an alias.
    pub(crate) fn define_inferred(&mut self, def: TypeDef, place: TypeName) -> Type {
        let name = def.name.clone();
        self.set(def, Some(place));
        Type::Named(name)
    }

    /// Like [`Self::define_inferred`], for a definition whose kind is set later with [`Self::finish`], so that it
    /// precedes the definitions that it refers to. Returns its index.
    pub(crate) fn begin_inferred(&mut self, def: TypeDef, place: TypeName) -> usize {
        self.set(def, Some(place))
    }

    /// Sets the kind of a definition from [`Self::begin_inferred`].
    pub(crate) fn finish(&mut self, index: usize, kind: TypeKind) {
        self.list[index].kind = kind;
    }

    /// Makes a definition one that [`Self::alias_equal`] may convert to an alias.
    pub(crate) fn set_place(&mut self, name: &TypeName) {
        if let Some(&index) = self.index.get(name.as_str()) {
            self.places[index] = Some(name.clone());
        }
    }

    /// Returns the number of definitions.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Removes the definitions behind the first ones.
    pub(crate) fn truncate(&mut self, len: usize) {
        for def in self.list.drain(len..) {
            self.index.remove(&def.name);
        }
        self.places.truncate(len);
    }

    fn set(&mut self, def: TypeDef, place: Option<TypeName>) -> usize {
        match self.index.get(&def.name) {
            Some(&index) => {
                self.list[index] = def;
                self.places[index] = place;
                index
            }
            None => {
                self.index.insert(def.name.clone(), self.list.len());
                self.list.push(def);
                self.places.push(place);
                self.list.len() - 1
            }
        }
    }

    /// Returns the usual field name of a key.
    pub(crate) fn field_name(&mut self, key: &str) -> String {
        if let Some(name) = self.field_names.get(key) {
            return name.clone();
        }
        let name = names::field(key);
        self.field_names.insert(key.to_owned(), name.clone());
        name
    }

    /// Whether the name of a field suggests that its value is personal data or a secret.
    pub(crate) fn is_sensitive(&mut self, field: &str) -> bool {
        if let Some(is_sensitive) = self.sensitive.get(field) {
            return *is_sensitive;
        }
        let is_sensitive = is_sensitive(field);
        self.sensitive.insert(field.to_owned(), is_sensitive);
        is_sensitive
    }

    /// Returns the definition of this name.
    pub(crate) fn get(&self, name: &str) -> Option<&TypeDef> {
        self.index.get(name).map(|&index| &self.list[index])
    }

    /// Returns the definition with this name.
    pub(crate) fn get_mut(&mut self, name: &str) -> Option<&mut TypeDef> {
        self.index.get(name).map(|&index| &mut self.list[index])
    }

    /// Converts equal inferred definitions to one struct and aliases of it. Must be called once, after all definitions.
    pub(crate) fn alias_equal(&mut self) {
        let Self { list, places, index, reserved, .. } = self;
        let shared =
            equal::alias_equal(list, places, |name| index.contains_key(name) || reserved.contains(name));
        let positions: Vec<usize> = shared.iter().map(|(at, _)| *at).collect();
        for index in self.index.values_mut() {
            *index += positions.partition_point(|at| *at <= *index);
        }
        for (before, (at, def)) in shared.into_iter().enumerate() {
            self.index.insert(def.name.clone(), at + before);
            self.list.insert(at + before, def);
            self.places.insert(at + before, None);
        }
    }

    /// Replaces the aliases in a type by their targets, so that equal types compare as equal.
    pub(crate) fn resolve(&self, ty: &Type) -> Type {
        match ty {
            Type::Array(inner) => Type::Array(Box::new(self.resolve(inner))),
            Type::Map(inner) => Type::Map(Box::new(self.resolve(inner))),
            Type::Nullable(inner) => Type::Nullable(Box::new(self.resolve(inner))),
            Type::Boxed(inner) => Type::Boxed(Box::new(self.resolve(inner))),
            Type::Named(name) => {
                self.alias_target(name).map_or_else(|| ty.clone(), |target| self.resolve(target))
            }
            _ => ty.clone(),
        }
    }

    /// Returns the aliases from [`Self::alias_equal`] and the names of their targets.
    pub(crate) fn aliases(&self) -> HashMap<String, String> {
        let inferred = self.list.iter().zip(&self.places).filter(|(_, place)| place.is_some());
        let names = inferred.filter_map(|(def, _)| match &def.kind {
            TypeKind::Alias(Type::Named(target)) => Some((def.name.clone(), target.clone())),
            _ => None,
        });
        names.collect()
    }

    fn alias_target(&self, name: &str) -> Option<&Type> {
        let &index = self.index.get(name)?;
        match &self.list[index].kind {
            TypeKind::Alias(target) => Some(target),
            _ => None,
        }
    }

    /// Returns the names of the definitions that no component of the overlay has.
    pub(crate) fn inferred_names(&self) -> Vec<String> {
        let names = self.list.iter().map(|def| &def.name).filter(|name| !self.reserved.contains(*name));
        names.cloned().collect()
    }

    /// Adds a former name to a definition; returns whether no other definition has it.
    pub(crate) fn add_former_name(&mut self, name: &str, former: &str) -> bool {
        let is_free = !self.reserved.contains(former) && !self.list.iter().any(|def| is_called(def, former));
        if let Some(def) = self.get_mut(name).filter(|_| is_free) {
            def.aliases.push(former.to_owned());
        }
        is_free
    }

    /// Returns all definitions, in the order of their first use.
    pub(crate) fn into_list(self) -> Vec<TypeDef> {
        self.list
    }
}
