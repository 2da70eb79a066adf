//! Prints `examples/replay/items.rs`: the requests that the replay sends.
//!
//! The other files of that example are hand-written. New clients get copies of them.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

mod body;
pub(crate) mod signing;

use self::body::Expression;
use super::Context;
use super::inline::inline;
use super::parallel;
use super::print::Printer;
use super::rust_type::ident;
use super::signature::{Owner, distinct_path};
use super::string::string;
use crate::File;
use crate::api::{
    Api, CredentialSource, Operation, OperationCredential, Parameter, QueryDefault, Repeat, Scheme, Type,
};

/// Returns the file.
pub(crate) fn file(context: Context<'_>) -> File {
    let docs = "The requests of the collection, with the values that the collection has for them.";
    let mut printer = Printer::new(context, &[docs.to_owned()]);
    printer.text(&format!(
        "pub(crate) use ::{} as client_crate;\n\nuse crate::item::{{Item, Setting, prepared}};\n",
        context.crate_name
    ));
    for module in signing::modules(context.api) {
        printer.text(&format!("#[path = \"signing/{module}.rs\"]\nmod {module};\n"));
    }
    printer.text(&variables(context.api));
    printer.text(&settings(context.api));
    printer.text(&items(context));
    printer.file("examples/replay/items.rs".to_owned())
}

/// Prints the variables of the collection.
fn variables(api: &Api) -> String {
    let entries = api.values.iter().map(|(name, value)| format!("({}, {})", string(name), string(value)));
    list("The variables of the collection and their values.", "VARIABLES: &[(&str, &str)]", entries)
}

/// Prints the variables that the client has setters for.
fn settings(api: &Api) -> String {
    let entries = api.variables.iter().map(|variable| {
        let variable_literal = string(&format!("{{{{{}}}}}", variable.name.wire));
        format!("({variable_literal}, |client, value| client.{}(value))", variable.name.rust)
    });
    list("The variables that are settings of the client.", "SETTINGS: &[(&str, Setting)]", entries)
}

/// Prints a constant with one entry per line.
fn list(docs: &str, name: &str, entries: impl Iterator<Item = String>) -> String {
    let entries: String = entries.map(|entry| format!("    {entry},\n")).collect();
    let start = if entries.is_empty() { "" } else { "\n" };
    format!("/// {docs}\npub(crate) const {name} = &[{start}{entries}];\n")
}

/// Prints the requests. The list also contains those without an operation, so that its indexes are those in the
/// collection.
fn items(context: Context<'_>) -> String {
    let operations = context.api.all_operations();
    let printed =
        parallel::map(&operations, |(groups, operation)| item(context, Owner { groups }, operation));
    let mut unsupported =
        context.api.skipped.iter().filter(|item| item.is_request()).map(|item| &*item.location);
    let mut text = "/// The requests of the collection, in its order.\n\
                    pub(crate) const ITEMS: &[Item] = &[\n"
        .to_owned();
    let mut next = 0;
    for ((_, operation), item) in operations.iter().zip(printed) {
        for location in unsupported.by_ref().take(operation.index.saturating_sub(next)) {
            push_unsupported(&mut text, location);
        }
        text.push_str(&item);
        next = operation.index + 1;
    }
    unsupported.for_each(|location| push_unsupported(&mut text, location));
    text + "];\n"
}

/// Appends a request that the client cannot send.
fn push_unsupported(text: &mut String, location: &str) {
    let _ = writeln!(text, "    Item::Unsupported {{ location: {} }},", string(location));
}

/// Prints the request of an operation.
fn item(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> String {
    let credentials = match credentials(context.api, operation) {
        Some(credentials) => format!("Some({})", string(&credentials)),
        None => "None".to_owned(),
    };
    let mut text = format!(
        "    Item::Operation {{\n        name: {},\n        method: {},\n        credentials: {credentials},\n        \
         call: |client, values, options| {{\n",
        string(&owner.full_name(operation)),
        string(&operation.method),
    );
    let options = options(operation);
    if !options.is_empty() {
        push_chain(&mut text, "let options = options", options);
    }
    signing::push(&mut text, context.api, operation);
    let body = operation.body.as_ref().and_then(|described| body::body(context, described));
    let has_body = body.is_some();
    if let Some(Expression { start, methods }) = body {
        push_chain(&mut text, &format!("let body = {}", inline(start)), methods);
    }
    push_chain(&mut text, "let call = client", call(owner, operation, has_body));
    text.push_str("            prepared!(call)\n        },\n    },\n");
    text
}

/// Appends a statement: a start, and one line per method call.
fn push_chain(text: &mut String, start: &str, methods: Vec<TokenStream>) {
    let _ = write!(text, "            {start}");
    for method in methods {
        let _ = write!(text, "\n                .{}", inline(method));
    }
    text.push_str(";\n");
}

/// Returns the method calls from the client to the operation, and those that set parameters and body.
fn call(owner: Owner<'_>, operation: &Operation, has_body: bool) -> Vec<TokenStream> {
    let handles = owner.groups.iter().map(|group| {
        let handle = ident(&group.name.rust);
        quote! { #handle() }
    });
    let name = ident(&operation.name.rust);
    let path = distinct_path(operation).into_iter().map(argument);
    let is_argument = operation.body.as_ref().is_some_and(|body| body.required);
    let arguments = path.chain(is_argument.then(|| quote! { body }));
    let body_setter = (has_body && !is_argument).then(|| quote! { body(body) });
    let setters = query(operation).chain(&operation.headers).filter_map(setter);
    let call = quote! { #name(#(#arguments),*) };
    handles.chain([call]).chain(setters).chain(body_setter).chain([quote! { with(options) }]).collect()
}

/// Returns the query parameters that the replay sets: not those that the operation sends by default, before any others.
/// A query that setters cannot send is in the options of the call.
fn query(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    let is_default = |parameter: &&Parameter| {
        matches!(parameter.default, Some(QueryDefault::Collection(_) | QueryDefault::Setting(_)))
    };
    let query = if operation.exact_query.is_empty() { &operation.query[..] } else { &[] };
    query.iter().filter(|parameter| parameter.sent().next().is_some()).skip_while(is_default)
}

/// Returns the method calls on the options of the call: a media type that is not in the headers, credentials in headers
/// and in the query, and a query that setters cannot send.
fn options(operation: &Operation) -> Vec<TokenStream> {
    let is_content_type = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    let has_own = operation.constant_headers.iter().any(is_content_type);
    let media_type = operation.body.as_ref().and_then(body::media_type).filter(|_| !has_own);
    let media_type = media_type.map(|media_type| quote! { header("content-type", #media_type)? });
    let headers = operation.credentials.iter().filter_map(|credential| match &credential.source {
        CredentialSource::Header(name, value) => Some(quote! { header(#name, &values.text(#value))? }),
        CredentialSource::Query(..) | CredentialSource::Auth(_) => None,
    });
    let exact = operation.exact_query.iter().map(|(name, value)| (name, value.as_ref()));
    // The exact query has the credentials, too.
    let credentials = operation.credentials.iter().filter_map(|credential| match &credential.source {
        CredentialSource::Query(name, value) if operation.exact_query.is_empty() => {
            Some((name, value.as_ref()))
        }
        _ => None,
    });
    let query = exact.chain(credentials).map(|(name, value)| {
        let name = quote! { &values.text(#name) };
        match value {
            Some(value) => quote! { query(#name, Some(&values.text(#value))) },
            None => quote! { query(#name, None) },
        }
    });
    media_type.into_iter().chain(headers).chain(query).collect()
}

/// Returns the unresolved credential that the collection has in the auth of an operation.
fn credentials(api: &Api, operation: &Operation) -> Option<String> {
    let OperationCredential { index, source: CredentialSource::Auth(values) } =
        operation.credentials.first()?
    else {
        return None;
    };
    let value = |name: &str| {
        let found = values.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, value)| value)
    };
    match api.credentials.get(*index)?.scheme {
        Scheme::Signature(_) => None,
        Scheme::Basic => Some(format!("{}:{}", value("user"), value("password"))),
        _ => values.first().map(|(_, value)| value.clone()),
    }
}

/// Returns a path argument: the collection's value, or `:name` if it has none.
fn argument(parameter: &Parameter) -> TokenStream {
    let value = parameter.values.iter().find_map(|value| value.value.clone());
    let value = value.unwrap_or_else(|| format!(":{}", parameter.name.wire));
    match &parameter.ty {
        Type::String => quote! { &values.text(#value) },
        Type::DateTime => quote! { &values.text(#value).into() },
        Type::Named(_) => quote! { &values.parse(#value)? },
        _ => quote! { values.parse(#value)? },
    }
}

/// Returns the setter call for a query parameter or a header; `None` if Postman sends no value.
fn setter(parameter: &Parameter) -> Option<TokenStream> {
    let setter = ident(&parameter.name.rust);
    let mut values = parameter.sent().map(|value| match &parameter.ty {
        Type::String => quote! { values.text(#value) },
        Type::DateTime => quote! { values.text(#value).into() },
        _ => quote! { values.parse(#value)? },
    });
    let first = values.next()?;
    Some(match (parameter.repeat, &parameter.ty) {
        (Repeat::Never, Type::String) => quote! { #setter(&#first) },
        (Repeat::Never, _) => quote! { #setter(#first) },
        _ => quote! { #setter([#first #(, #values)*]) },
    })
}
