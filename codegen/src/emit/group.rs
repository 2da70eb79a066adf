//! A folder: its handle, its operations and the folders inside.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::{self, Owner};
use super::print::{Printer, description, doc};
use super::rust_type::{ident, named};
use super::{Context, setters};
use crate::File;
use crate::api::{Group, Operation, Type};

/// The file of a folder; `parents` are the folders around it, outermost first.
pub(crate) fn file(context: Context<'_>, group: &Group, parents: &[&Group]) -> File {
    let missing = format!("The operations of the folder {}.", super::docs::plain(&group.name.wire));
    let docs = description(&group.docs, &missing);
    let mut printer = Printer::new(context, &docs);
    if !group.groups.is_empty() {
        let modules = group.groups.iter().map(|inner| {
            let name = ident(&inner.name.rust);
            // A folder inside one of its own name is usual in collections.
            let inception = (inner.name.rust == group.name.rust).then(|| {
                quote! { #[allow(clippy::module_inception, reason = "the folders have one name")] }
            });
            quote! { #inception pub mod #name; }
        });
        printer.item(quote! { #(#modules)* });
    }
    let imports = imports(&group.operations, &["Client"]);
    printer.item(imports);
    printer.item(handle(group, &docs));
    printer.item(accessor(group, parents, &docs));
    let path: Vec<&Group> = parents.iter().copied().chain([group]).collect();
    operations(&mut printer, context, Owner { groups: &path }, &group.operations, &group.type_name);
    let folders = path.iter().map(|group| group.name.rust.trim_start_matches("r#"));
    let folders: Vec<&str> = folders.collect();
    printer.file(format!("src/operations/{}.rs", folders.join("/")))
}

/// The operations of a handle or of the client.
pub(crate) fn operations(
    printer: &mut Printer,
    context: Context<'_>,
    owner: Owner<'_>,
    operations: &[Operation],
    type_name: &str,
) {
    if operations.is_empty() {
        return;
    }
    let owner_name = ident(type_name);
    let items = operations.iter().map(|item| operation::operation(context, owner, item));
    printer.macro_call("operations", quote! { impl #owner_name { #(#items)* } });
    let former: Vec<TokenStream> = operations.iter().flat_map(operation::former_names).collect();
    printer.items((!former.is_empty()).then(|| quote! { impl #owner_name { #(#former)* } }));
    for operation in operations {
        printer.items(setters::setters(operation));
    }
}

/// What the operations of a file use.
pub(crate) fn imports(operations: &[Operation], names: &[&str]) -> TokenStream {
    let names = names.iter().map(|name| ident(name));
    let runtime = (!operations.is_empty()).then(|| quote! { use crate::runtime::operations; });
    let types = operations.iter().any(uses_types).then(|| quote! { , types });
    quote! { #runtime use crate::{#(#names),* #types}; }
}

fn uses_types(operation: &Operation) -> bool {
    operation.types().any(names_a_type)
}

fn names_a_type(ty: &Type) -> bool {
    let mut found = Vec::new();
    named(ty, &mut found);
    !found.is_empty()
}

fn handle(group: &Group, docs: &[String]) -> TokenStream {
    let docs = doc(docs);
    let name = ident(&group.type_name);
    quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            client: Client,
        }
    }
}

/// The method that returns the handle, on the client or on the handle around it.
fn accessor(group: &Group, parents: &[&Group], docs: &[String]) -> TokenStream {
    let docs = doc(docs);
    let method = ident(&group.name.rust);
    let name = ident(&group.type_name);
    let (owner, client) = match parents.last() {
        None => (quote! { Client }, quote! { self.clone() }),
        Some(parent) => {
            let parent = ident(&parent.type_name);
            (quote! { super::#parent }, quote! { self.client.clone() })
        }
    };
    quote! {
        impl #owner {
            #docs
            #[must_use]
            pub fn #method(&self) -> #name {
                #name { client: #client }
            }
        }
    }
}
