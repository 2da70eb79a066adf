//! The setters of a call: what may be left out.

use proc_macro2::TokenStream;
use quote::quote;

use super::body::{self, body_type};
use super::docs;
use super::print::{deprecated, description, doc};
use super::rust_type::{Scope, ident, rust_type, tokens};
use crate::api::{Body, Content, Operation, Parameter, Repeat, Type};

/// Setters that clippy takes for operators.
const OPERATORS: &[&str] = &["add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub"];

/// The setters of the call.
pub(crate) fn setters(operation: &Operation) -> Option<TokenStream> {
    let name = ident(&operation.type_name);
    let optional_body =
        operation.body.as_ref().filter(|body| !body.required && has_argument(body)).map(body_setter);
    let query = operation.query.iter().map(|parameter| setter(parameter, "query"));
    let headers = operation.headers.iter().map(|parameter| setter(parameter, "header"));
    let setters: Vec<TokenStream> = query.chain(headers).chain(optional_body).collect();
    (!setters.is_empty()).then(|| quote! { impl #name { #(#setters)* } })
}

/// Whether there is anything to pass: a GraphQL document without variables is the whole body.
fn has_argument(body: &Body) -> bool {
    !matches!(&body.content, Content::GraphQl(request) if request.variables.is_none())
}

fn body_setter(body: &Body) -> TokenStream {
    let missing = match body.content {
        Content::GraphQl(_) => "Sets the variables of the GraphQL document.",
        _ => "Sets the body.",
    };
    let docs = doc(&description(&body.docs, missing));
    let ty = tokens(&body_type(body));
    let set = tokens(&body::set(body));
    quote! {
        #docs
        pub fn body(mut self, body: #ty) -> Self {
            self.call = self.call.#set;
            self
        }
    }
}

/// The setter of a query parameter or a header.
fn setter(parameter: &Parameter, place: &str) -> TokenStream {
    let wire = &parameter.name.wire;
    let what = if place == "query" { "query parameter" } else { "header" };
    let mut lines = vec![format!("Sets the {what} {}.", docs::code(wire))];
    let more = description(&parameter.docs, "");
    if !more.is_empty() {
        lines.push(String::new());
        lines.extend(more);
    }
    let docs = doc(&lines);
    let deprecated = deprecated(parameter.deprecated.as_ref());
    let name = ident(&parameter.name.rust);
    let set = ident(match (place, parameter.repeat) {
        ("query", Repeat::Keys) => "query_keys",
        ("query", Repeat::Commas) => "query_commas",
        (place, _) => place,
    });
    let (ty, value) = match (&parameter.ty, parameter.repeat) {
        (Type::String, Repeat::Never) => (quote! { &str }, quote! { #name }),
        (ty, Repeat::Never) => {
            let ty = rust_type(ty, Scope::Operations);
            (quote! { #ty }, quote! { &#name })
        }
        (Type::String, _) => {
            let item = quote! { impl IntoIterator<Item = impl Into<String>> };
            (item, quote! { #name.into_iter().map(Into::<String>::into) })
        }
        (ty, _) => {
            let ty = rust_type(ty, Scope::Operations);
            (quote! { impl IntoIterator<Item = #ty> }, quote! { #name })
        }
    };
    let operator = OPERATORS.contains(&parameter.name.rust.as_str()).then(|| {
        quote! { #[allow(clippy::should_implement_trait, reason = "the parameter has this name")] }
    });
    quote! {
        #docs
        #deprecated
        #operator
        pub fn #name(mut self, #name: #ty) -> Self {
            self.call = self.call.#set(#wire, #value);
            self
        }
    }
}
