//! An operation: the method that makes its call.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::body::{self, body_type};
use super::print::{deprecated, description, doc};
use super::rust_type::{Scope, ident, rust_type};
use super::{Context, docs, example};
use crate::api::{Body, Group, Operation, Parameter, Success, Type};

/// Where an operation hangs: the client, or the handle of a folder.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a> {
    /// The folders, outermost first; none for operations of the client itself.
    pub(crate) groups: &'a [&'a Group],
}

impl Owner<'_> {
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

/// As many arguments, `self` included, clippy lets a function have.
const USUAL_ARGUMENTS: usize = 7;

/// The method that makes the call, and what the runtime needs to know of the operation.
pub(crate) fn operation(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> TokenStream {
    let docs = doc(&method_docs(context, owner, operation));
    let deprecated = deprecated(operation.deprecated.as_ref());
    let method = ident(&operation.name.rust);
    let call = ident(&operation.type_name);
    let arguments = arguments(operation);
    let many = too_many(&arguments);
    let answer = match &operation.success {
        Success::Empty => quote! { () },
        Success::Json(ty) => rust_type(ty, Scope::Operations),
        Success::Undescribed => quote! { Body },
    };
    // Rustdoc takes what follows a `#` for a place on a page.
    let link = operation.name.rust.strip_prefix("r#").map(|link| quote! { link: #link, });
    let name = owner.full_name(operation);
    let (verb, path) = (&operation.method, operation.path.wire());
    let settings = settings(operation);
    quote! {
        #docs
        #deprecated
        #many
        pub fn #method(&self #(, #arguments)*) -> #call {
            answer: #answer,
            #link
            name: #name,
            request: #verb #path,
            #settings
        }
    }
}

fn too_many(arguments: &[TokenStream]) -> Option<TokenStream> {
    (arguments.len() >= USUAL_ARGUMENTS).then(|| {
        quote! { #[allow(clippy::too_many_arguments, reason = "the path has them")] }
    })
}

/// What not every operation has.
fn settings(operation: &Operation) -> TokenStream {
    let server = (operation.server != 0).then(|| {
        let server = Literal::usize_unsuffixed(operation.server);
        quote! { server: #server, }
    });
    let headers = operation.constant_headers.iter().map(|(name, value)| quote! { (#name, #value) });
    let headers = (!operation.constant_headers.is_empty()).then(|| quote! { headers: [#(#headers),*], });
    let credential = operation.credential.map(|place| {
        let place = Literal::usize_unsuffixed(place);
        quote! { credential: #place, }
    });
    let idempotent = operation.idempotent.then(|| quote! { idempotent: true, });
    let parts = path_parts(operation).into_iter().chain(initial_body(operation.body.as_ref()));
    let parts: Vec<TokenStream> = parts.collect();
    let arguments = (!parts.is_empty()).then(|| quote! { arguments: #(#parts).*, });
    quote! { #server #headers #credential #idempotent #arguments }
}

/// The parameters of the path in their order, each once, and a required body.
fn arguments(operation: &Operation) -> Vec<TokenStream> {
    let mut arguments: Vec<TokenStream> = distinct_path(operation)
        .into_iter()
        .map(|parameter| {
            let name = ident(&parameter.name.rust);
            let ty = argument_type(&parameter.ty);
            quote! { #name: #ty }
        })
        .collect();
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let ty = body_type(body);
        arguments.push(quote! { body: #ty });
    }
    arguments
}

/// The path parameters, each once.
pub(crate) fn distinct_path(operation: &Operation) -> Vec<&Parameter> {
    let mut list: Vec<&Parameter> = Vec::new();
    for parameter in operation.path.parameters() {
        if !list.iter().any(|other| other.name == parameter.name) {
            list.push(parameter);
        }
    }
    list
}

/// The type of an argument: texts are borrowed.
fn argument_type(ty: &Type) -> TokenStream {
    match ty {
        Type::String => quote! { &str },
        Type::Named(_) | Type::DateTime => {
            let ty = rust_type(ty, Scope::Operations);
            quote! { &#ty }
        }
        _ => rust_type(ty, Scope::Operations),
    }
}

fn is_borrowed(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Named(_) | Type::DateTime)
}

/// The arguments of the path, one for each place, also when two places have the same.
fn path_parts(operation: &Operation) -> Vec<TokenStream> {
    let parts = operation.path.parameters().map(|parameter| {
        let name = ident(&parameter.name.rust);
        if is_borrowed(&parameter.ty) {
            quote! { path(#name) }
        } else {
            quote! { path(&#name) }
        }
    });
    parts.collect()
}

fn initial_body(body: Option<&Body>) -> Option<TokenStream> {
    let body = body?;
    if body.required { Some(body::set(body)) } else { body::without(body) }
}

/// A deprecated former name of the method.
fn former_name(operation: &Operation, alias: &str) -> TokenStream {
    let arguments = arguments(operation);
    let many = too_many(&arguments);
    let name = ident(&operation.name.rust);
    let call = ident(&operation.type_name);
    let note = format!("renamed to `{}`", operation.name.rust);
    let docs = doc(&[format!(
        "The former name of [`{0}`](Self::{0}).",
        operation.name.rust.trim_start_matches("r#")
    )]);
    let alias = ident(alias);
    let body = operation.body.as_ref().filter(|body| body.required).map(|_| ident("body"));
    let passed =
        distinct_path(operation).into_iter().map(|parameter| ident(&parameter.name.rust)).chain(body);
    quote! {
        #docs
        #[deprecated(note = #note)]
        #many
        pub fn #alias(&self #(, #arguments)*) -> #call {
            self.#name(#(#passed),*)
        }
    }
}

/// The former names of the methods.
pub(crate) fn former_names(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    operation.aliases.iter().map(|alias| former_name(operation, alias))
}

fn method_docs(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> Vec<String> {
    let mut lines = vec![docs::sentence(&operation.name.wire), String::new()];
    let text = description(&operation.docs, "");
    if !text.is_empty() {
        lines.extend(text);
        lines.push(String::new());
    }
    let place = docs::code(&format!("{} {}", operation.method, operation.path.template()));
    let credentials = credentials(context, operation);
    lines.push(match &operation.reference {
        Some(url) => format!("{place}{credentials} ([reference](<{}>))", url.replace(['<', '>', '\n'], "")),
        None => format!("{place}{credentials}"),
    });
    lines.push(String::new());
    lines.extend(example::lines(context, owner, operation));
    let arguments =
        distinct_path(operation).into_iter().filter(|parameter| !parameter.docs.trim().is_empty());
    let arguments: Vec<&Parameter> = arguments.collect();
    if !arguments.is_empty() {
        lines.extend(["".to_owned(), "# Arguments".to_owned(), String::new()]);
        for parameter in arguments {
            list_item(
                &mut lines,
                &format!("`{}`", parameter.name.rust.trim_start_matches("r#")),
                &parameter.docs,
            );
        }
    }
    lines.extend(error_docs(operation));
    lines
}

/// Which of the client's credentials are sent, where there are several.
fn credentials(context: Context<'_>, operation: &Operation) -> String {
    let [_, _, ..] = &context.api.credentials[..] else { return String::new() };
    let Some(credential) = operation.credential.and_then(|place| context.api.credentials.get(place)) else {
        return String::new();
    };
    let setter = credential.name.trim_start_matches("r#");
    format!(" with [`{setter}`](crate::ClientBuilder::{setter})")
}

fn error_docs(operation: &Operation) -> Vec<String> {
    if operation.errors.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Errors".to_owned(), String::new()];
    for error in &operation.errors {
        list_item(&mut lines, &format!("`{}`", error.status), &error.docs);
    }
    lines
}

/// `- `label`: text`, with the lines of the text below one another.
fn list_item(lines: &mut Vec<String>, label: &str, text: &str) {
    let text = description(text, "not described");
    for (index, line) in text.into_iter().enumerate() {
        lines.push(match (index, line.is_empty()) {
            (0, _) => format!("- {label}: {line}"),
            (_, true) => String::new(),
            (_, false) => format!("  {line}"),
        });
    }
}
