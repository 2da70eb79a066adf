//! The intermediate representation: an API in its own words.
//!
//! Plain data. [`lower`](crate::lower()) makes every decision and writes it down here; [`generate`](crate::generate) prints it.
//! What has a name in Rust and another one on the wire keeps both ([`Name`]).
//!
//! It serializes for programs that read it: the keys are the fields' names, a choice is its name in snake case, or an
//! object with that name as its only key when it holds something.

mod body;
mod client;
mod operation;
mod parameters;
mod types;

use std::collections::HashMap;

use serde::Serialize;

pub use body::{Body, Content, FileSample, FormContent, FormField, FormValue, GraphQl, Sample};
pub use client::{BASE_URL, Credential, Scheme, Server, Variable};
pub use operation::{ErrorResponse, Operation, Success};
pub use parameters::{CollectionValue, Parameter, PathPart, PathTemplate, Repeat};
pub use types::{EnumValue, Field, Presence, TextRules, Type, TypeDef, TypeKind, Union, UnionVariant};

/// A whole API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// The collection's name as Postman shows it.
    pub title: String,
    /// The collection's description: somebody else's Markdown.
    pub docs: String,
    /// Where requests go, each distinct front of the collection's URLs once.
    pub servers: Vec<Server>,
    /// The variables that the servers' templates name.
    pub variables: Vec<Variable>,
    /// The ways in which requests authenticate.
    pub credentials: Vec<Credential>,
    /// The collection's folders.
    pub groups: Vec<Group>,
    /// The operations outside folders.
    pub operations: Vec<Operation>,
    /// Every type that a parameter, body or response needs, in the order of their first use.
    pub types: Vec<TypeDef>,
    /// The type that all documented error bodies share, when they do.
    pub error: Option<Type>,
    /// The module of each of `types`: that of the outermost folder when only its operations lead to the type, `client`
    /// when only operations outside folders do, otherwise `shared`.
    pub type_modules: Vec<String>,
    /// The collection's variables and their values as written, for the replay; each name once.
    pub values: Vec<(String, String)>,
    /// The parts of the collection that the client does not have.
    pub skipped: Vec<Skipped>,
}

impl Api {
    /// Every operation in the collection's order, each with the folders around it, outermost first.
    pub fn all_operations(&self) -> Vec<(Vec<&Group>, &Operation)> {
        fn add<'a>(path: &[&'a Group], group: &'a Group, list: &mut Vec<(Vec<&'a Group>, &'a Operation)>) {
            let path: Vec<&Group> = path.iter().copied().chain([group]).collect();
            list.extend(group.operations.iter().map(|operation| (path.clone(), operation)));
            for inner in &group.groups {
                add(&path, inner, list);
            }
        }
        let mut list: Vec<_> = self.operations.iter().map(|operation| (Vec::new(), operation)).collect();
        for group in &self.groups {
            add(&[], group, &mut list);
        }
        list.sort_by_key(|(_, operation)| operation.index);
        list
    }

    /// How much it holds, with everything in nested folders.
    pub fn counts(&self) -> Counts {
        fn groups(list: &[Group]) -> usize {
            list.iter().map(|group| 1 + groups(&group.groups)).sum()
        }
        let operations = self.all_operations();
        let types = self.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let disabled = operations.iter().map(|(_, operation)| disabled(operation, &types)).sum();
        let operations = operations.len();
        let refused = self.skipped.iter().filter(|item| item.kind == REFUSED).count();
        let (groups, types) = (groups(&self.groups), self.types.len());
        Counts { requests: operations + refused, operations, refused, groups, types, disabled }
    }
}

/// The fields of a form, behind its aliases.
pub(crate) fn form_fields<'a>(types: &HashMap<&str, &'a TypeDef>, ty: &Type) -> Option<&'a [FormField]> {
    let Type::Named(name) = ty else { return None };
    match &types.get(name.as_str())?.kind {
        TypeKind::Form(fields) => Some(fields),
        TypeKind::Alias(target) => form_fields(types, target),
        _ => None,
    }
}

/// How much of an operation is switched off.
fn disabled(operation: &Operation, types: &HashMap<&str, &TypeDef>) -> usize {
    let parameters = operation.query.iter().chain(&operation.headers);
    let parameters = parameters.filter(|parameter| parameter.is_disabled()).count();
    let fields = operation.body.as_ref().and_then(|body| match (&body.content, &body.sample) {
        (Content::Urlencoded(ty) | Content::Multipart(ty), Sample::Form(values)) => {
            Some(form_fields(types, ty)?.len().saturating_sub(values.len()))
        }
        _ => None,
    });
    parameters + fields.unwrap_or_default()
}

/// How much a collection holds, and what became of it.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// The requests: each is an operation or refused.
    pub requests: usize,
    /// The requests that became operations.
    pub operations: usize,
    /// The requests that cannot be sent.
    pub refused: usize,
    /// The folders with operations.
    pub groups: usize,
    /// The types.
    pub types: usize,
    /// The parameters, headers and form fields that are switched off in the collection. Callers can set them.
    pub disabled: usize,
}

/// The kind of a [`Skipped`] request, which cannot be sent.
pub const REFUSED: &str = "request";

/// A name as Rust spells it and as the wire spells it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Name {
    /// The Rust identifier.
    pub rust: String,
    /// The name as it is sent.
    pub wire: String,
}

/// A folder of the collection.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Group {
    /// The module, which is also the method that returns the handle; and the folder's name.
    pub name: Name,
    /// The handle's type.
    pub type_name: String,
    /// The folder's description.
    pub docs: String,
    /// The folder's own requests.
    pub operations: Vec<Operation>,
    /// The folders inside.
    pub groups: Vec<Group>,
}

/// A part of the collection that the client does not have.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Skipped {
    /// The location in the collection: the folder path.
    pub location: String,
    /// The kind in one or two words: `script`, `disabled header` …
    pub kind: &'static str,
}
