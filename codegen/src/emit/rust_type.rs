//! The IR's types in Rust.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::api::Type;

/// Where a type is written, and so what precedes the names of generated types.
#[derive(Clone, Copy)]
pub(crate) enum Scope {
    /// In `types`, where they have been imported.
    Types,
    /// In `operations`.
    Operations,
}

/// A type.
pub(crate) fn rust_type(ty: &Type, scope: Scope) -> TokenStream {
    let inner = |ty| rust_type(ty, scope);
    match ty {
        Type::String => quote! { String },
        Type::Bool => quote! { bool },
        Type::Integer => quote! { i64 },
        Type::Unsigned => quote! { u64 },
        Type::Float => quote! { f64 },
        Type::DateTime => quote! { crate::DateTime },
        Type::Any => match scope {
            Scope::Types => quote! { Value },
            Scope::Operations => quote! { serde_json::Value },
        },
        Type::Array(element) => {
            let element = inner(element);
            quote! { Vec<#element> }
        }
        Type::Map(value) => {
            let value = inner(value);
            match scope {
                Scope::Types => quote! { BTreeMap<String, #value> },
                Scope::Operations => quote! { std::collections::BTreeMap<String, #value> },
            }
        }
        Type::Nullable(value) => {
            let value = inner(value);
            quote! { Option<#value> }
        }
        Type::Boxed(value) => {
            let value = inner(value);
            quote! { Box<#value> }
        }
        Type::Named(name) => {
            let name = ident(name);
            match scope {
                Scope::Types => quote! { #name },
                Scope::Operations => quote! { types::#name },
            }
        }
    }
}

/// The names of the generated types that a type is made of.
pub(crate) fn named<'a>(ty: &'a Type, found: &mut Vec<&'a str>) {
    match ty {
        Type::Named(name) => found.push(name),
        Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            named(inner, found)
        }
        _ => {}
    }
}

/// The names from elsewhere that a type in [`Scope::Types`] takes for imported.
pub(crate) fn foreign_paths(ty: &Type, found: &mut BTreeSet<&'static str>) {
    match ty {
        Type::Any => drop(found.insert("Value")),
        Type::Map(inner) => {
            found.insert("BTreeMap");
            foreign_paths(inner, found);
        }
        Type::Array(inner) | Type::Nullable(inner) | Type::Boxed(inner) => foreign_paths(inner, found),
        _ => {}
    }
}

/// An identifier, raw or not.
pub(crate) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}
