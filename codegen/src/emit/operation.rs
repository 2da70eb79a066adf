//! An operation: the method that makes its call.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::{self, body_type};
use super::layout::{MacroCall, literal};
use super::print::{deprecated_line, description, doc, list_item};
use super::rust_type::{Scope, ident, tokens, type_text};
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

    /// The folders' names, as messages have them.
    pub(crate) fn folder(self) -> String {
        let folders: Vec<&str> = self.groups.iter().map(|group| group.name.wire.as_str()).collect();
        folders.join(" / ")
    }

    /// The operation's name in errors: the folders' names and its own.
    pub(crate) fn full_name(self, operation: &Operation) -> String {
        let name = &operation.name.wire;
        if self.groups.is_empty() { name.clone() } else { format!("{} / {name}", self.folder()) }
    }
}

/// As many arguments, `self` included, clippy lets a function have.
const USUAL_ARGUMENTS: usize = 7;

/// What clippy is told of a method that has more.
const MANY_ARGUMENTS: &str = "#[allow(clippy::too_many_arguments, reason = \"the path has them\")]";

/// The method that makes the call, and what the runtime needs to know of the operation.
pub(crate) fn operation(call: &mut MacroCall, context: Context<'_>, operation: &Operation) {
    let arguments = arguments(operation);
    call.gap();
    call.docs(&method_docs(operation));
    if let Some(reason) = &operation.deprecated {
        call.line(&deprecated_line(reason));
    }
    if arguments.len() >= USUAL_ARGUMENTS {
        call.line(MANY_ARGUMENTS);
    }
    let (method, call_type) = (&operation.name.rust, &operation.type_name);
    let arguments: String = arguments.iter().map(|argument| format!(", {argument}")).collect();
    call.open(&format!("pub fn {method}(&self{arguments}) -> {call_type}"));
    let answer = match &operation.success {
        Success::Empty => "()".to_owned(),
        Success::Json(ty) => type_text(ty, Scope::Operations),
        Success::Undescribed => "Body".to_owned(),
    };
    call.word(&format!("answer: {answer}"));
    // Rustdoc takes what follows a `#` for a place on a page.
    if let Some(link) = method.strip_prefix("r#") {
        call.word(&format!("link: {}", literal(link)));
    }
    call.word(&format!("name: {}", literal(&operation.name.wire)));
    call.line(&format!("request: {} {},", literal(&operation.method), literal(&operation.path.wire())));
    settings(call, operation);
    if let Some(shown) = shown(context, operation) {
        call.line(&format!("shown: {},", literal(&shown)));
    }
    example::settings(call, context, operation);
    call.close();
}

/// What not every operation has.
fn settings(call: &mut MacroCall, operation: &Operation) {
    if operation.server != 0 {
        call.word(&format!("server: {}", operation.server));
    }
    let headers = operation.constant_headers.iter();
    let headers: Vec<String> =
        headers.map(|(name, value)| format!("({}, {})", literal(name), literal(value))).collect();
    if !headers.is_empty() {
        call.line(&format!("headers: [{}],", headers.join(", ")));
    }
    if let Some(place) = operation.credential {
        call.word(&format!("credential: {place}"));
    }
    if operation.idempotent {
        call.word("idempotent: true");
    }
    let parts: Vec<String> =
        path_parts(operation).into_iter().chain(initial_body(operation.body.as_ref())).collect();
    if !parts.is_empty() {
        call.word(&format!("arguments: {}", parts.join(".")));
    }
}

/// What the documentation shows for the request, where the macro does not know it.
fn shown(context: Context<'_>, operation: &Operation) -> Option<String> {
    let text = format!("{} {}", operation.method, operation.path.template());
    let place = docs::code(&text);
    let credentials = credentials(context, operation);
    match &operation.reference {
        Some(url) => Some(format!("{place}{credentials} ({})", docs::link("reference", url))),
        None => {
            let is_plain = place == format!("`{} /{}`", operation.method, operation.path.wire());
            (!is_plain || !credentials.is_empty()).then(|| format!("{place}{credentials}"))
        }
    }
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

/// The parameters of the path in their order, each once, and a required body.
fn arguments(operation: &Operation) -> Vec<String> {
    let path = distinct_path(operation).into_iter();
    let path = path.map(|parameter| format!("{}: {}", parameter.name.rust, argument_type(&parameter.ty)));
    let body = operation.body.as_ref().filter(|body| body.required);
    path.chain(body.map(|body| format!("body: {}", body_type(body)))).collect()
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
fn argument_type(ty: &Type) -> String {
    match ty {
        Type::String => "&str".to_owned(),
        Type::Named(_) | Type::DateTime => format!("&{}", type_text(ty, Scope::Operations)),
        _ => type_text(ty, Scope::Operations),
    }
}

fn is_borrowed(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Named(_) | Type::DateTime)
}

/// The arguments of the path, one for each place, also when two places have the same.
fn path_parts(operation: &Operation) -> Vec<String> {
    let parts = operation.path.parameters().map(|parameter| {
        let borrow = if is_borrowed(&parameter.ty) { "" } else { "&" };
        format!("path({borrow}{})", parameter.name.rust)
    });
    parts.collect()
}

fn initial_body(body: Option<&Body>) -> Option<String> {
    let body = body?;
    if body.required { Some(body::set(body)) } else { body::without(body) }
}

/// A deprecated former name of the method.
fn former_name(operation: &Operation, alias: &str) -> TokenStream {
    let arguments = arguments(operation);
    let many = (arguments.len() >= USUAL_ARGUMENTS).then(|| tokens(MANY_ARGUMENTS));
    let arguments = arguments.iter().map(|argument| tokens(argument));
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

/// What somebody wrote about an operation; the macro adds the request and an example.
fn method_docs(operation: &Operation) -> Vec<String> {
    let text = description(&operation.docs, "");
    let mut lines = Vec::new();
    if !says_the_name(operation) {
        lines.push(docs::sentence(&operation.name.wire));
        lines.extend((!text.is_empty()).then(String::new));
    }
    lines.extend(text);
    let arguments =
        distinct_path(operation).into_iter().filter(|parameter| !parameter.docs.trim().is_empty());
    let arguments: Vec<&Parameter> = arguments.collect();
    if !arguments.is_empty() {
        lines.extend(["".to_owned(), "# Arguments".to_owned(), String::new()]);
        for parameter in arguments {
            let name = parameter.name.rust.trim_start_matches("r#");
            lines.extend(list_item(&format!("`{name}`"), &parameter.docs));
        }
    }
    lines.extend(error_docs(operation));
    lines
}

/// Whether the description begins with the name of the operation.
fn says_the_name(operation: &Operation) -> bool {
    let name = operation.name.wire.trim().trim_end_matches('.');
    let Some(rest) = operation.docs.trim_start().strip_prefix(name) else { return false };
    // Of a name in Markdown's characters, the description shows something else.
    name.starts_with(char::is_alphanumeric) && !rest.starts_with(char::is_alphanumeric)
}

fn error_docs(operation: &Operation) -> Vec<String> {
    if operation.errors.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "# Errors".to_owned(), String::new()];
    for error in &operation.errors {
        lines.extend(list_item(&format!("`{}`", error.status), &error.docs));
    }
    lines
}
