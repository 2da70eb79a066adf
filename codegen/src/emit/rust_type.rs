//! The IR's types in Rust.

use std::collections::BTreeSet;

use hashbrown::HashSet;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::api::Type;

/// The module that a type is named in, which decides what precedes the names of generated types.
#[derive(Clone, Copy)]
pub(crate) enum Scope<'a> {
    /// In a module of `types`, which has these types itself.
    Types(&'a HashSet<&'a str>),
    /// In `operations`.
    Operations,
    /// In a module that imports none of them.
    Crate,
}

/// The text of a type.
pub(crate) fn type_text(ty: &Type, scope: Scope<'_>) -> String {
    let mut text = String::new();
    push_type(&mut text, ty, scope);
    text
}

/// A type in a `quote!`.
pub(crate) fn rust_type(ty: &Type, scope: Scope<'_>) -> TokenStream {
    tokens(&type_text(ty, scope))
}

/// Text in a `quote!`.
pub(crate) fn tokens(text: &str) -> TokenStream {
    // A text that cannot be parsed is a bug of the emitter, which compiling the file reports.
    text.parse().unwrap_or_else(|_| quote! { compile_error! { #text } })
}

/// Adds a type to a text.
pub(crate) fn push_type(text: &mut String, ty: &Type, scope: Scope<'_>) {
    let mut generic = |name: &str, inner: &Type| {
        text.push_str(name);
        push_type(text, inner, scope);
        text.push('>');
    };
    match (ty, scope) {
        (Type::Array(element), _) => generic("Vec<", element),
        (Type::Map(value), Scope::Types(_)) => generic("BTreeMap<String, ", value),
        (Type::Map(value), Scope::Operations | Scope::Crate) => {
            generic("std::collections::BTreeMap<String, ", value)
        }
        (Type::Nullable(value), _) => generic("Option<", value),
        (Type::Boxed(value), _) => generic("Box<", value),
        (Type::Named(name), scope) => {
            text.push_str(match scope {
                Scope::Types(own) if own.contains(name.as_str()) => "",
                Scope::Types(_) => "super::",
                Scope::Operations => "types::",
                Scope::Crate => "crate::types::",
            });
            text.push_str(name);
        }
        (Type::String, _) => text.push_str("String"),
        (Type::Bool, _) => text.push_str("bool"),
        (Type::Integer, _) => text.push_str("i64"),
        (Type::Unsigned, _) => text.push_str("u64"),
        (Type::Float, _) => text.push_str("f64"),
        (Type::Number, _) => text.push_str("crate::Number"),
        (Type::DateTime, _) => text.push_str("crate::DateTime"),
        (Type::Any, Scope::Types(_)) => text.push_str("Value"),
        (Type::Any, Scope::Operations | Scope::Crate) => text.push_str("serde_json::Value"),
    }
}

/// Adds the names that a module of `types` has to import for a type.
pub(crate) fn foreign_names(ty: &Type, found: &mut BTreeSet<&'static str>) {
    match ty {
        Type::Any => drop(found.insert("Value")),
        Type::Map(inner) => {
            found.insert("BTreeMap");
            foreign_names(inner, found);
        }
        Type::Array(inner) | Type::Nullable(inner) | Type::Boxed(inner) => foreign_names(inner, found),
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
