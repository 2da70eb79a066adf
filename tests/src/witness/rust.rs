//! The names and types of a client in Rust.

use codegen::api::{Api, Type};
use proc_macro2::TokenStream;
use quote::quote;

/// The API, and the name of the client's crate in the program.
pub(super) struct Names<'a> {
    pub(super) api: &'a Api,
    pub(super) client: TokenStream,
}

impl<'a> Names<'a> {
    pub(super) fn new(api: &'a Api, client: &str) -> Self {
        Self { api, client: tokens(client) }
    }

    /// Returns the path of a generated type.
    pub(super) fn named(&self, name: &str) -> TokenStream {
        let (client, name) = (&self.client, tokens(name));
        quote! { #client::types::#name }
    }

    /// Returns a type.
    pub(super) fn ty(&self, ty: &Type) -> TokenStream {
        let client = &self.client;
        match ty {
            Type::String => quote! { String },
            Type::Bool => quote! { bool },
            Type::Integer => quote! { i64 },
            Type::Unsigned => quote! { u64 },
            Type::Float => quote! { f64 },
            Type::Number => quote! { #client::Number },
            Type::DateTime => quote! { #client::DateTime },
            Type::Any => quote! { serde_json::Value },
            Type::Array(inner) => {
                let inner = self.ty(inner);
                quote! { Vec<#inner> }
            }
            Type::Map(inner) => {
                let inner = self.ty(inner);
                quote! { std::collections::BTreeMap<String, #inner> }
            }
            Type::Nullable(inner) => {
                let inner = self.ty(inner);
                quote! { Option<#inner> }
            }
            Type::Boxed(inner) => {
                let inner = self.ty(inner);
                quote! { Box<#inner> }
            }
            Type::Named(name) => self.named(name),
        }
    }

    /// Returns the arguments that callers give to a parameter of the type `impl Into<T>`.
    pub(super) fn converted_arguments(&self, ty: &Type) -> Vec<TokenStream> {
        let own = self.ty(ty);
        let more = match ty {
            Type::String => Some(quote! { value::<&str>() }),
            Type::Integer | Type::Float => Some(quote! { 1 }),
            Type::Unsigned => Some(quote! { 1_u32 }),
            Type::Number => Some(quote! { 1.5 }),
            Type::Boxed(inner) => {
                let inner = self.ty(inner);
                Some(quote! { value::<#inner>() })
            }
            _ => None,
        };
        std::iter::once(quote! { value::<#own>() }).chain(more).collect()
    }
}

/// Parses a text: names are raw identifiers where Rust needs them.
pub(super) fn tokens(text: &str) -> TokenStream {
    // A text that is no Rust becomes an error of the compiler.
    text.parse().unwrap_or_else(|_| quote! { compile_error!(#text) })
}
