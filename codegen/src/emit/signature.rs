//! The signatures of operations: their owners and their arguments.

use hashbrown::HashSet;

use super::body::body_type;
use super::rust_type::{Scope, type_text};
use crate::api::{Group, Operation, Parameter, Type};

/// The owner of the operations of a file: the client, or the handle of a folder.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a> {
    /// The folders, outermost first; none for operations of the client itself.
    pub(crate) groups: &'a [&'a Group],
}

impl Owner<'_> {
    /// The type that has the methods.
    pub(crate) fn type_name(&self) -> &str {
        self.groups.last().map_or("Client", |group| &group.type_name)
    }

    /// The expression for it in an example, given a `client`.
    pub(crate) fn expression(self) -> String {
        let handles = self.groups.iter().map(|group| format!(".{}()", group.name.rust));
        std::iter::once("client".to_owned()).chain(handles).collect()
    }

    /// The operation's name in errors: the folders' names and its own.
    pub(crate) fn full_name(self, operation: &Operation) -> String {
        let folders = self.groups.iter().map(|group| group.name.wire.as_str());
        let names: Vec<&str> = folders.chain([operation.name.wire.as_str()]).collect();
        names.join(" / ")
    }
}

/// The arguments of the method, name and type: the parameters of the path in their order, each once, and a required body.
pub(crate) fn arguments(operation: &Operation) -> Vec<(String, String)> {
    let path = distinct_path(operation).into_iter();
    let path = path.map(|parameter| (parameter.name.rust.clone(), argument_type(&parameter.ty)));
    let body = operation.body.as_ref().filter(|body| body.required);
    path.chain(body.map(|body| ("body".to_owned(), body_type(body)))).collect()
}

/// The path parameters, each once.
pub(crate) fn distinct_path(operation: &Operation) -> Vec<&Parameter> {
    let mut seen = HashSet::new();
    operation.path.parameters().filter(|parameter| seen.insert(&parameter.name.rust)).collect()
}

/// The type of a path argument: strings are borrowed.
fn argument_type(ty: &Type) -> String {
    match ty {
        Type::String => "&str".to_owned(),
        Type::Named(_) | Type::DateTime => format!("&{}", type_text(ty, Scope::Operations)),
        _ => type_text(ty, Scope::Operations),
    }
}
