//! The intermediate representation (IR): the operations, types and names of a client, as plain data.
//!
//! [`lower`](crate::lower()) makes every decision and records it here; [`generate`](crate::generate) prints it. An item
//! whose Rust name differs from the name that is sent has both ([`Name`]).
//!
//! The IR can be serialized for other programs. A struct is an object with the names of its fields as keys. An enum
//! value is its name in snake case; one with data is an object with that name as its only key.

mod aliases;
mod body;
mod client;
mod operation;
mod parameters;
mod types;

use std::collections::BTreeSet;

use hashbrown::HashMap;
use serde::Serialize;

pub use aliases::{GroupAlias, OperationAlias};
pub use body::{Body, Content, FileSample, FormContent, FormField, FormValue, GraphQl, Sample};
pub use client::{AuthScript, BASE_URL, Credential, QuerySetting, Scheme, ScriptEffect, Server, Variable};
pub use operation::{
    CredentialSource, ErrorResponse, Inferred, Operation, OperationCredential, SavedResponse, Status,
    Success, is_idempotent,
};
pub use parameters::{CollectionValue, Parameter, PathPart, PathTemplate, QueryDefault, Repeat};
pub use types::{
    EnumValue, Field, JsonKind, Presence, StringRules, Type, TypeDef, TypeKind, Union, UnionVariant,
    UntaggedVariant,
};

/// A whole API.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Api {
    /// The name of the collection, as Postman shows it.
    pub title: String,
    /// The description of the collection, as untrusted Markdown.
    pub docs: String,
    /// The distinct base URLs of the requests.
    pub servers: Vec<Server>,
    /// The variables in the servers' templates.
    pub variables: Vec<Variable>,
    /// The distinct credentials of the requests.
    pub credentials: Vec<Credential>,
    /// The query parameters that are settings of the client.
    pub query_settings: Vec<QuerySetting>,
    /// The outermost folders of the collection.
    pub groups: Vec<Group>,
    /// The operations outside folders.
    pub operations: Vec<Operation>,
    /// The types of parameters, bodies and responses, in the order of their first use.
    pub types: Vec<TypeDef>,
    /// The type of all documented error bodies; `None` if they have different types or are not documented.
    pub error: Option<Type>,
    /// The module of each of `types`: that of the outermost folder if only its operations use the type, `client` if
    /// only operations outside folders use it, otherwise `shared`.
    pub type_modules: Vec<String>,
    /// The variables of the collection and their unresolved values, for the replay; each name once.
    pub values: Vec<(String, String)>,
    /// The scripts that authenticate requests. They are skipped, too.
    pub auth_scripts: Vec<AuthScript>,
    /// The parts of the collection that the client does not have.
    pub skipped: Vec<Skipped>,
}

impl Api {
    /// Returns all operations in the collection's order, each with its folders from the outermost to the innermost.
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

    /// Returns the credentials that the operations of each server require, in the order of the servers and of the
    /// credentials.
    pub fn server_credentials(&self) -> Vec<Vec<&Credential>> {
        let mut used = vec![BTreeSet::new(); self.servers.len()];
        for (_, operation) in self.all_operations() {
            if let Some(used) = used.get_mut(operation.server) {
                used.extend(operation.credentials.iter().map(|own| own.index));
            }
        }
        let credentials = |indices: BTreeSet<usize>| {
            indices.into_iter().filter_map(|index| self.credentials.get(index)).collect()
        };
        used.into_iter().map(credentials).collect()
    }

    /// Counts the operations, groups and types, including those in nested folders.
    pub fn counts(&self) -> Counts {
        fn groups(list: &[Group]) -> usize {
            list.iter().map(|group| 1 + groups(&group.groups)).sum()
        }
        let operations = self.all_operations();
        let types = self.types.iter().map(|def| (def.name.as_str(), def)).collect();
        let disabled = operations.iter().map(|(_, operation)| disabled(operation, &types)).sum();
        let operations = operations.len();
        let refused = self.skipped.iter().filter(|item| item.is_request()).count();
        let (groups, types) = (groups(&self.groups), self.types.len());
        Counts { requests: operations + refused, operations, refused, groups, types, disabled }
    }
}

/// Returns the modules of groups, from the outermost.
pub(crate) fn modules(groups: &[&Group]) -> Vec<String> {
    groups.iter().map(|group| group.name.rust.clone()).collect()
}

/// Returns the location of an operation in the collection for messages: `"Profile" > "Get profile"`.
pub(crate) fn location(groups: &[&Group], operation: &Operation) -> String {
    let names = groups.iter().map(|group| &group.name).chain([&operation.name]);
    names.map(|name| format!("\"{}\"", name.wire)).collect::<Vec<_>>().join(" > ")
}

/// Returns the fields of a form, and follows aliases.
pub(crate) fn form_fields<'a>(types: &HashMap<&str, &'a TypeDef>, ty: &Type) -> Option<&'a [FormField]> {
    let Type::Named(name) = ty else { return None };
    match &types.get(name.as_str())?.kind {
        TypeKind::Form(fields) => Some(fields),
        TypeKind::Alias(target) => form_fields(types, target),
        _ => None,
    }
}

/// Counts the parameters, headers and form fields of an operation that are disabled in the collection.
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

/// The number of requests in a collection, and of the items that they became.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Counts {
    /// The requests, each of which is an operation or refused.
    pub requests: usize,
    /// The requests that became operations.
    pub operations: usize,
    /// The requests that cannot be sent.
    pub refused: usize,
    /// The folders with operations.
    pub groups: usize,
    /// The types.
    pub types: usize,
    /// The parameters, headers and form fields that are disabled in the collection. Callers can set them.
    pub disabled: usize,
}

/// The [`Skipped::kind`] of a refused request: one that cannot be sent.
pub const REFUSED: &str = "request";

/// A Rust name and the name that is sent.
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
    /// The name of the module, which is also the method that returns the handle; and the folder's name.
    pub name: Name,
    /// The type of the handle.
    pub type_name: String,
    /// The description of the folder, as untrusted Markdown.
    pub docs: String,
    /// Former names, kept as deprecated items.
    pub aliases: Vec<GroupAlias>,
    /// The operations directly in the folder.
    pub operations: Vec<Operation>,
    /// The folders inside.
    pub groups: Vec<Group>,
}

/// A decision that a rule made because the collection does not say it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Decision {
    /// What it is about: the name of a parameter, of a header or of a variable in the collection.
    pub subject: String,
    /// What was decided and why: a clause about the subject, without a full stop.
    pub reason: String,
    /// The overlay entry, as JSON with its location, that decides otherwise.
    pub overlay: String,
}

/// A part of the collection that the client does not have.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Skipped {
    /// The location in the collection, for messages; long names are cut.
    pub location: String,
    /// The kind of part in a few words: `test script`, `client certificate` …
    pub kind: &'static str,
    /// The request that it is, or that it is a part of; `None` for a part of a folder or of the collection.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<RequestPath>,
}

impl Skipped {
    /// Whether it is a request.
    pub fn is_request(&self) -> bool {
        self.kind == REFUSED
    }
}

/// A request of the collection, identified as an operation is.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct RequestPath {
    /// The index of the request among all requests of the collection, depth first.
    pub index: usize,
    /// The names of its folders, from the outermost.
    pub folders: Vec<String>,
    /// Its name as Postman shows it, without outer white space; empty if it has none.
    pub name: String,
}
