//! A folder: its handle, its operations and the folders inside.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::aliases::Moved;
use super::operation;
use super::print::{Code, Printer, description};
use super::rust_type::ident;
use super::signature::{Owner, arguments};
use super::{Context, aliases, constants};
use crate::File;
use crate::api::{Group, Operation, QueryDefault};

/// The declaration of a folder's module. A folder inside one of its own name is usual in collections.
pub(crate) fn module(name: &str, parent: &str) -> TokenStream {
    let inception = (name == parent)
        .then(|| quote! { #[allow(clippy::module_inception, reason = "the folders have one name")] });
    let name = ident(name);
    quote! { #inception pub mod #name; }
}

/// The file of a folder; `parents` are the folders around it, outermost first.
pub(crate) fn file(context: Context<'_>, group: &Group, parents: &[&Group]) -> File {
    let mut printer = Printer::new(context, &[format!("The {}.", operations_of(group))]);
    if !group.groups.is_empty() {
        let modules = group.groups.iter().map(|inner| module(&inner.name.rust, &group.name.rust));
        printer.item(quote! { #(#modules)* });
    }
    let path: Vec<&Group> = parents.iter().copied().chain([group]).collect();
    let moved = context.moved.of(&path);
    printer.text(&imports(context, &group.operations, moved));
    let owner = Owner { groups: &path };
    let mut code = Code::default();
    handle(&mut code, owner, group, parents.last().copied());
    operation::operations(&mut code, context, owner, &group.operations);
    aliases::moved(&mut code, owner, moved);
    printer.code(code);
    printer.text(&aliases::modules(&group.groups));
    let folders = path.iter().map(|group| group.name.rust.trim_start_matches("r#"));
    let folders: Vec<&str> = folders.collect();
    let file = if group.groups.is_empty() { ".rs" } else { "/mod.rs" };
    printer.file(format!("src/operations/{}{file}", folders.join("/")))
}

/// The noun phrase for the operations of a folder.
fn operations_of(group: &Group) -> String {
    format!("operations of the folder {}", super::docs::title(&group.name.wire))
}

/// The handle of a folder, and the method that returns it.
fn handle(code: &mut Code, owner: Owner<'_>, group: &Group, parent: Option<&Group>) {
    let operations = operations_of(group);
    let docs = description(&group.docs);
    let type_name = owner.type_name();
    code.docs(&if docs.is_empty() { vec![format!("The {operations}.")] } else { docs });
    code.line("#[derive(Clone, Debug)]");
    code.open(&format!("pub struct {type_name} {{"));
    code.line("client: Client,");
    code.close("}");
    code.blank();
    let (parent, client) = match parent {
        Some(parent) => (format!("super::{}", parent.type_name), "self.client.clone()"),
        None => ("Client".to_owned(), "self.clone()"),
    };
    code.open(&format!("impl {parent} {{"));
    code.docs(&[format!("Returns the {operations}.")]);
    code.line("#[must_use]");
    code.open_function(&group.name.rust, &["&self".to_owned()], type_name);
    code.line(&format!("{type_name} {{ client: {client} }}"));
    code.close("}");
    for alias in &group.aliases {
        let name = &group.name.rust;
        code.blank();
        code.docs(&[format!("The former name of [`{name}`](Self::{name}).")]);
        code.line(&aliases::renamed(name));
        code.line("#[must_use]");
        code.open_function(&alias.name, &["&self".to_owned()], type_name);
        code.line(&format!("self.{name}()"));
        code.close("}");
    }
    code.close("}");
}

/// The imports of a folder's operations.
fn imports(context: Context<'_>, operations: &[Operation], moved: &[Moved<'_>]) -> String {
    let uses_types =
        operations.iter().any(uses_types) || moved.iter().any(|moved| takes_types(moved.operation));
    let client = if uses_types { "{Client, types}" } else { "Client" };
    if operations.is_empty() {
        return format!("use crate::{client};\n");
    }
    let mut names = BTreeSet::new();
    for operation in operations {
        names.insert(constants::server(context.api, operation));
        names.extend(operation.query.iter().filter_map(|parameter| match parameter.default {
            Some(QueryDefault::Setting(index)) => Some(constants::query_setting(context.api, index)),
            _ => None,
        }));
        names.extend(operation.credentials.iter().map(|own| constants::credential(context.api, own.index)));
    }
    let names: Vec<&str> = names.into_iter().collect();
    let names = if let [name] = names[..] { name.to_owned() } else { format!("{{{}}}", names.join(", ")) };
    format!(
        "use crate::operations::client::{names};\nuse crate::runtime::api::{{Call, call}};\nuse crate::{client};\n"
    )
}

/// Whether the arguments of an operation contain generated types.
pub(crate) fn takes_types(operation: &Operation) -> bool {
    arguments(operation).iter().any(|(_, ty)| ty.contains("types::"))
}

/// Whether the signature of an operation contains generated types.
pub(crate) fn uses_types(operation: &Operation) -> bool {
    operation.types().any(|ty| ty.name().is_some())
}
