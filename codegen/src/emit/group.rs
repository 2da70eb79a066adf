//! A folder: its handle, its operations and the folders inside.

use proc_macro2::TokenStream;
use quote::quote;

use super::layout::{MacroCall, literal};
use super::operation::{self, Owner};
use super::print::{Printer, description};
use super::rust_type::{ident, names_a_type};
use super::{Context, setters};
use crate::File;
use crate::api::{Group, Operation};

/// The declaration of a folder's module. A folder inside one of its own name is usual in collections.
pub(crate) fn module(name: &str, parent: &str) -> TokenStream {
    let inception = (name == parent)
        .then(|| quote! { #[allow(clippy::module_inception, reason = "the folders have one name")] });
    let name = ident(name);
    quote! { #inception pub mod #name; }
}

/// The file of a folder; `parents` are the folders around it, outermost first.
pub(crate) fn file(context: Context<'_>, group: &Group, parents: &[&Group]) -> File {
    let folder = format!("The folder {}.", super::docs::plain(&group.name.wire));
    let mut printer = Printer::new(context, &[folder]);
    if !group.groups.is_empty() {
        let modules = group.groups.iter().map(|inner| module(&inner.name.rust, &group.name.rust));
        printer.item(quote! { #(#modules)* });
    }
    let types = if group.operations.iter().any(uses_types) { "use crate::types;\n" } else { "" };
    printer.text(&format!("use crate::runtime::operations;\n{types}"));
    let path: Vec<&Group> = parents.iter().copied().chain([group]).collect();
    operations(&mut printer, context, Owner { groups: &path }, &group.operations, Some(group));
    let folders = path.iter().map(|group| group.name.rust.trim_start_matches("r#"));
    let folders: Vec<&str> = folders.collect();
    printer.file(format!("src/operations/{}.rs", folders.join("/")))
}

/// The operations of a folder, with its handle, or of the client.
pub(crate) fn operations(
    printer: &mut Printer,
    context: Context<'_>,
    owner: Owner<'_>,
    operations: &[Operation],
    group: Option<&Group>,
) {
    if group.is_none() && operations.is_empty() {
        return;
    }
    let mut call = MacroCall::new("operations");
    if let Some(group) = group {
        call.docs(&group_docs(group));
    }
    call.open(&head(owner));
    for operation in operations {
        operation::operation(&mut call, context, operation);
    }
    call.close();
    printer.text(&call.finish());
    let former: Vec<TokenStream> = operations.iter().flat_map(operation::former_names).collect();
    let type_name = ident(group.map_or("Client", |group| &group.type_name));
    printer.items((!former.is_empty()).then(|| quote! { impl #type_name { #(#former)* } }));
    for operation in operations {
        printer.items(setters::setters(operation));
    }
}

/// What an owner is: a type, the one whose method returns it, the expression for it and the folder's name in messages.
fn head(owner: Owner<'_>) -> String {
    let (group, parent) = match owner.groups {
        [] => return "impl Client".to_owned(),
        [group] => (group, "Client".to_owned()),
        [.., parent, group] => (group, format!("super::{}", parent.type_name)),
    };
    let (expression, folder) = (owner.expression(), literal(&owner.folder()));
    format!("impl {} of {parent}, {expression}, {folder}", group.type_name)
}

fn group_docs(group: &Group) -> Vec<String> {
    let missing = format!("The operations of the folder {}.", super::docs::plain(&group.name.wire));
    description(&group.docs, &missing)
}

/// What the operations of a file use.
pub(crate) fn imports(operations: &[Operation], names: &[&str]) -> TokenStream {
    let types = operations.iter().any(uses_types).then_some("types");
    let names: Vec<_> = names.iter().copied().chain(types).map(ident).collect();
    match &names[..] {
        [] => quote! {},
        [name] => quote! { use crate::#name; },
        names => quote! { use crate::{#(#names),*}; },
    }
}

fn uses_types(operation: &Operation) -> bool {
    operation.types().any(names_a_type)
}
