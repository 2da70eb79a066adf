//! `examples/replay.rs`: every operation once, with the values written in the collection.

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

mod body;
pub(crate) mod signing;

use super::Context;
use super::inline::inline;
use super::print::literal;
use super::operation::{Owner, distinct_path};
use super::parallel;
use super::print::Printer;
use super::rust_type::ident;
use crate::File;
use crate::api::{Api, Operation, Parameter, Repeat, Scheme, Type};

/// The part that is the same for every collection.
const COMMON: &str = include_str!("replay_common.rs");

/// The file.
pub(crate) fn file(context: Context<'_>) -> File {
    let mut printer = Printer::new(
        context,
        &[
            "Calls every operation once, with the values written in the collection: a smoke test.".to_owned(),
            String::new(),
            "`cargo run --example replay -- --help` says how.".to_owned(),
        ],
    );
    printer.text(&COMMON.replace("the_crate", context.crate_name));
    if let Some(code) = signing::code(context.api, context.crate_name) {
        printer.text(&code);
    }
    let operations = context.api.all_operations();
    printer.item(defaults(context.api));
    printer.item(settings(context.api));
    let reads_files =
        operations.iter().any(|(_, operation)| operation.body.as_ref().is_some_and(body::reads_files));
    printer.items(reads_files.then(contents));
    let items = parallel::map(&operations, |(groups, operation)| item(context, Owner { groups }, operation));
    let deprecated = if operations.iter().any(|(_, operation)| uses_deprecated(operation)) {
        "#[allow(deprecated, reason = \"the collection has what is deprecated, too\")]\n"
    } else {
        ""
    };
    let items = items.concat();
    printer.text(&format!(
        "/// The requests of the collection, in its order.\n#[rustfmt::skip]\n{deprecated}\
         const ITEMS: &[Item] = &[\n{items}];\n"
    ));
    printer.file("examples/replay.rs".to_owned())
}

/// The variables that the client has a setter for.
fn settings(api: &Api) -> TokenStream {
    let settings = api.variables.iter().map(|variable| {
        let setter = ident(&variable.name.rust);
        let text = format!("{{{{{}}}}}", variable.name.wire);
        quote! { (#text, |client, value| client.#setter(value)) }
    });
    quote! {
        /// What is set on the client.
        #[rustfmt::skip]
        const SETTINGS: &[(&str, Set)] = &[#(#settings),*];
    }
}

/// Reads the files that the collection names.
fn contents() -> TokenStream {
    quote! {
        /// A file that the collection names: it has to be in the current folder.
        fn contents(name: &str) -> Result<Vec<u8>, String> {
            std::fs::read(name).map_err(|error| format!("the file `{name}` of the current folder: {error}"))
        }
    }
}

/// The values of the collection's variables.
fn defaults(api: &Api) -> TokenStream {
    let values = api.values.iter().map(|(name, value)| quote! { (#name, #value) });
    quote! {
        /// The variables of the collection, by name.
        #[rustfmt::skip]
        const DEFAULTS: &[(&str, &str)] = &[#(#values),*];
    }
}

fn item(context: Context<'_>, owner: Owner<'_>, operation: &Operation) -> String {
    let Operation { index, method, .. } = operation;
    let name = owner.full_name(operation);
    let handles = owner.groups.iter().map(|group| ident(&group.name.rust));
    let call = ident(&operation.name.rust);
    let path = distinct_path(operation).into_iter().map(argument);
    let (argument, setter) = passed_body(context, operation);
    let with = signing::signed(context.api, operation, with(operation));
    let arguments: Vec<TokenStream> = path.chain(argument).collect();
    // What setters cannot send, the options of the call do.
    let query = if operation.exact_query.is_empty() { &operation.query[..] } else { &[] };
    let options: Vec<TokenStream> = query.iter().chain(&operation.headers).filter_map(option).collect();
    let credentials = match credentials(context.api, operation) {
        Some(text) => quote! { Some(#text) },
        None => quote! { None },
    };
    let values = values_pattern(arguments.iter().chain(&options).chain(&setter).chain([&with]));
    let call = quote! {
        client #(.#handles())* .#call(#(#arguments),*) #(#options)* #setter .with(#with)
    };
    // The items are many, and data.
    let (method, name, credentials) = (literal(method), literal(&name), inline(credentials));
    let call = inline(call);
    format!(
        "    item!({index}, {method}, {name}, {credentials}, |client, {values}, options|\n        {call}),\n"
    )
}

/// The body as an argument, or as a setter.
fn passed_body(context: Context<'_>, operation: &Operation) -> (Option<TokenStream>, Option<TokenStream>) {
    let Some(described) = &operation.body else { return (None, None) };
    match (body::body(context, described), described.required) {
        (Some(sent), true) => (Some(sent), None),
        // Nobody says what the body is like, so there is nothing to send.
        (None, true) => (Some(quote! { values.json("null")? }), None),
        (Some(sent), false) => (None, Some(quote! { .body(#sent) })),
        (None, false) => (None, None),
    }
}

/// The options of a call, with a query that setters cannot send.
fn with(operation: &Operation) -> TokenStream {
    let is_content_type = |(name, _): &(String, String)| name.eq_ignore_ascii_case("content-type");
    let has_own = operation.constant_headers.iter().any(is_content_type);
    let media_type = operation.body.as_ref().and_then(body::media_type).filter(|_| !has_own);
    let media_type = media_type.map(|text| quote! { .header("content-type", #text).unwrap_or_default() });
    let exact = operation.exact_query.iter().map(|(name, value)| {
        let name = quote! { &values.text(#name) };
        match value {
            Some(value) => quote! { .query(#name, Some(&values.text(#value))) },
            None => quote! { .query(#name, None) },
        }
    });
    quote! { options #media_type #(#exact)* }
}

/// What the collection has for the operation's credentials: the text of the secret.
fn credentials(api: &Api, operation: &Operation) -> Option<String> {
    let value = |name: &str| {
        let found = operation.credential_values.iter().find(|(other, _)| other == name);
        found.map_or("", |(_, text)| text)
    };
    match api.credentials.get(operation.credential?)?.scheme {
        Scheme::Signature(_) => None,
        Scheme::Basic => Some(format!("{}:{}", value("user"), value("password"))),
        _ => operation.credential_values.first().map(|(_, text)| text.clone()),
    }
}

/// Whether the replay of an operation calls something that is deprecated.
fn uses_deprecated(operation: &Operation) -> bool {
    let mut options = operation.query.iter().chain(&operation.headers);
    operation.deprecated.is_some() || options.any(|parameter| parameter.deprecated.is_some())
}

/// The name of the values where something uses them.
fn values_pattern<'t>(mut users: impl Iterator<Item = &'t TokenStream>) -> TokenStream {
    match users.any(|user| names_values(user.clone())) {
        true => quote! { values },
        false => quote! { _ },
    }
}

/// Whether the values are in these tokens: a form whose fields are all switched off has none.
fn names_values(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Group(group) => names_values(group.stream()),
        TokenTree::Ident(ident) => ident == "values",
        _ => false,
    })
}

/// A path argument: the collection's value, or what stands in its place.
fn argument(parameter: &Parameter) -> TokenStream {
    let written = parameter.values.iter().find_map(|value| value.text.clone());
    let text = written.unwrap_or_else(|| format!(":{}", parameter.name.wire));
    match &parameter.ty {
        Type::String => quote! { &values.text(#text) },
        Type::DateTime => quote! { &values.text(#text).into() },
        Type::Named(_) => quote! { &values.parse(#text)? },
        _ => quote! { values.parse(#text)? },
    }
}

/// A query parameter or a header, when the collection sends it.
fn option(parameter: &Parameter) -> Option<TokenStream> {
    let setter = ident(&parameter.name.rust);
    let mut values = parameter.sent().map(|text| match &parameter.ty {
        Type::String => quote! { values.text(#text) },
        Type::DateTime => quote! { values.text(#text).into() },
        _ => quote! { values.parse(#text)? },
    });
    let first = values.next()?;
    Some(match (parameter.repeat, &parameter.ty) {
        (Repeat::Never, Type::String) => quote! { .#setter(&#first) },
        (Repeat::Never, _) => quote! { .#setter(#first) },
        _ => quote! { .#setter([#first #(, #values)*]) },
    })
}
