//! The groups and the operations: handles, methods, calls and their setters.

use std::collections::HashSet;

use codegen::api::{Api, Body, Content, Group, Operation, Parameter, Repeat, Success, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust::{Names, tokens};

/// A function for each group and each operation.
pub(super) fn items(names: &Names<'_>) -> Vec<TokenStream> {
    let mut items = Vec::new();
    for group in &names.api.groups {
        add_groups(names, &[], group, &mut items);
    }
    let operations = names.api.all_operations();
    items
        .extend(operations.into_iter().map(|(groups, operation)| self::operation(names, &groups, operation)));
    items
}

fn add_groups(names: &Names<'_>, outer: &[&Group], group: &Group, items: &mut Vec<TokenStream>) {
    let path: Vec<&Group> = outer.iter().copied().chain([group]).collect();
    let (parent, handle) = (owner(names, outer), owner(names, &path));
    let function = format_ident!("group_{}", items.len());
    let method = tokens(&group.name.rust);
    let former = group.aliases.iter().map(|alias| {
        let (client, method, type_name) = (&names.client, tokens(&alias.name), tokens(&alias.type_name));
        let modules = outer.iter().map(|group| tokens(&group.name.rust));
        let former = quote! { #client::operations #(::#modules)* ::#method::#type_name };
        quote! { let handle: #former = parent.#method(); }
    });
    items.push(quote! {
        fn #function(parent: &#parent) {
            #(#former)*
            let handle: #handle = parent.#method();
            of_forms::<#handle>();
        }
        impl Own for #handle {}
    });
    for inner in &group.groups {
        add_groups(names, &path, inner, items);
    }
}

/// Returns the groups with these modules, outermost first.
fn groups_of<'a>(api: &'a Api, modules: &[String]) -> Vec<&'a Group> {
    let mut level = &api.groups;
    let mut groups = Vec::new();
    for module in modules {
        let Some(group) = level.iter().find(|group| group.name.rust == *module) else { break };
        groups.push(group);
        level = &group.groups;
    }
    groups
}

/// The module of the operations of a group.
fn module(names: &Names<'_>, groups: &[&Group]) -> TokenStream {
    let client = &names.client;
    let modules: Vec<TokenStream> = match groups {
        [] => vec![tokens("client")],
        groups => groups.iter().map(|group| tokens(&group.name.rust)).collect(),
    };
    quote! { #client::operations #(::#modules)* }
}

/// The type that has the methods of a group.
fn owner(names: &Names<'_>, groups: &[&Group]) -> TokenStream {
    let client = &names.client;
    match groups.last() {
        None => quote! { #client::Client },
        Some(group) => {
            let (module, name) = (module(names, groups), tokens(&group.type_name));
            quote! { #module::#name }
        }
    }
}

fn operation(names: &Names<'_>, groups: &[&Group], operation: &Operation) -> TokenStream {
    let client = &names.client;
    let (module, owner, call) = (module(names, groups), owner(names, groups), tokens(&operation.type_name));
    let call = quote! { #module::#call };
    let output = output(names, operation);
    let function = format_ident!("operation_{}", operation.index);
    let wait = format_ident!("operation_{}_is_awaited", operation.index);
    let method = tokens(&operation.name.rust);
    let calls = arguments(names, operation).into_iter().map(|arguments| quote! { #method(#(#arguments),*) });
    let setters = setters(names, operation);
    let former = former_names(names, operation, &call);
    quote! {
        fn #function(owner: &#owner) {
            #(let call: #call = owner.#calls;)*
            #(let call: #call = call.#setters;)*
            of_calls::<#call, #output, #client::Error>();
            let url: Result<String, #client::Error> = call.url();
            let call: #call = call.with(value::<#client::CallOptions>());
            let sent: #client::ResponseFuture<#output> = call.clone().send();
            let sent: #client::BodyFuture<#output> = call.into_future();
        }

        async fn #wait(call: #call) -> Result<#output, #client::Error> {
            call.await
        }

        #former

        impl Own for #call {}
    }
}

/// The methods and the types of calls under former names, which may be in other groups.
fn former_names(names: &Names<'_>, operation: &Operation, call: &TokenStream) -> TokenStream {
    let items = operation.aliases.iter().enumerate().map(|(index, alias)| {
        let groups = groups_of(names.api, &alias.groups);
        let (module, owner) = (module(names, &groups), owner(names, &groups));
        let (method, former) = (tokens(&alias.method), tokens(&alias.call));
        let function = format_ident!("operation_{}_as_{index}", operation.index);
        let calls = arguments(names, operation).into_iter().map(|own| quote! { #method(#(#own),*) });
        quote! {
            fn #function(owner: &#owner) {
                #(let call: #module::#former = owner.#calls;)*
                let call: #call = value::<#module::#former>();
            }
        }
    });
    quote! { #(#items)* }
}

fn output(names: &Names<'_>, operation: &Operation) -> TokenStream {
    let client = &names.client;
    match &operation.success {
        Success::Empty => quote! { () },
        Success::Json(ty) => names.ty(ty),
        Success::Optional(ty) => {
            let ty = names.ty(ty);
            quote! { Option<#ty> }
        }
        Success::Undescribed => quote! { #client::Body },
    }
}

/// The lists of arguments with which the method is called.
fn arguments(names: &Names<'_>, operation: &Operation) -> Vec<Vec<TokenStream>> {
    let mut seen = HashSet::new();
    let path = operation.path.parameters().filter(|parameter| seen.insert(&parameter.name.rust));
    let path: Vec<TokenStream> = path.map(|parameter| path_argument(names, &parameter.ty)).collect();
    match operation.body.as_ref().filter(|body| body.required) {
        None => vec![path],
        Some(body) => {
            let bodies = self::bodies(names, body).into_iter();
            bodies.map(|body| path.iter().cloned().chain([body]).collect()).collect()
        }
    }
}

fn path_argument(names: &Names<'_>, ty: &Type) -> TokenStream {
    let own = names.ty(ty);
    match ty {
        Type::String => quote! { value::<&str>() },
        Type::Named(_) | Type::DateTime => quote! { value::<&#own>() },
        _ => quote! { value::<#own>() },
    }
}

/// The values that callers pass as a body.
fn bodies(names: &Names<'_>, body: &Body) -> Vec<TokenStream> {
    match &body.content {
        Content::Text => vec![quote! { value::<&str>() }, quote! { value::<String>() }],
        Content::Bytes => vec![quote! { value::<&'static [u8]>() }, quote! { value::<Vec<u8>>() }],
        content => {
            let ty = content.ty().map_or_else(|| quote! { () }, |ty| names.ty(ty));
            vec![quote! { value::<#ty>() }]
        }
    }
}

/// The setters with their arguments.
fn setters(names: &Names<'_>, operation: &Operation) -> Vec<TokenStream> {
    let parameters = operation.query.iter().chain(&operation.headers);
    let mut setters: Vec<TokenStream> =
        parameters.flat_map(|parameter| parameter_setters(names, parameter)).collect();
    let has_argument = |body: &&Body| {
        !body.required && !matches!(&body.content, Content::GraphQl(request) if request.variables.is_none())
    };
    if let Some(body) = operation.body.as_ref().filter(has_argument) {
        setters.extend(bodies(names, body).into_iter().map(|body| quote! { body(#body) }));
    }
    setters
}

fn parameter_setters(names: &Names<'_>, parameter: &Parameter) -> Vec<TokenStream> {
    let (name, ty) = (tokens(&parameter.name.rust), names.ty(&parameter.ty));
    let arguments = match (&parameter.ty, parameter.repeat) {
        (Type::String, Repeat::Never) => vec![quote! { value::<&str>() }],
        (_, Repeat::Never) => vec![quote! { value::<#ty>() }],
        (Type::String, _) => vec![quote! { value::<[&str; 2]>() }, quote! { value::<Vec<String>>() }],
        (_, _) => vec![quote! { value::<[#ty; 2]>() }, quote! { value::<Vec<#ty>>() }],
    };
    arguments.into_iter().map(|argument| quote! { #name(#argument) }).collect()
}
