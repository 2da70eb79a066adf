//! The body of a request: how callers pass it, and how the call takes it.

use proc_macro2::TokenStream;
use quote::quote;

use super::rust_type::{Scope, rust_type};
use crate::api::{Body, Content, GraphQl};

/// The type of the argument or the setter.
pub(crate) fn body_type(body: &Body) -> TokenStream {
    match &body.content {
        Content::Text => quote! { impl Into<String> },
        Content::Bytes => quote! { impl Into<bytes::Bytes> },
        content => match content.ty() {
            Some(ty) => rust_type(ty, Scope::Operations),
            None => quote! { () },
        },
    }
}

/// The call of the method that takes the body, given a `body`.
pub(crate) fn set(body: &Body) -> TokenStream {
    match &body.content {
        Content::Json(_) => quote! { json(&body) },
        Content::Text => quote! { text(body.into()) },
        Content::Bytes => quote! { bytes(body.into()) },
        Content::Urlencoded(_) => quote! { urlencoded(&body.form) },
        Content::Multipart(_) => quote! { multipart(&body.form) },
        Content::GraphQl(request) => graphql(request, quote! { &body }),
    }
}

/// The call of the method that sets what is sent when the caller gives no body.
pub(crate) fn without(body: &Body) -> Option<TokenStream> {
    match &body.content {
        Content::Json(_) => Some(quote! { empty_json() }),
        Content::GraphQl(request) => Some(graphql(request, quote! { &() })),
        Content::Text | Content::Bytes | Content::Urlencoded(_) | Content::Multipart(_) => None,
    }
}

fn graphql(request: &GraphQl, variables: TokenStream) -> TokenStream {
    let query = &request.query;
    let operation = match &request.operation_name {
        Some(name) => quote! { Some(#name) },
        None => quote! { None },
    };
    quote! { graphql(#query, #operation, #variables) }
}
