//! Expressions of values for arguments, with the same values for every client.

use codegen::api::{Field, FormContent, FormField, Presence, Repeat, StringRules, Type, TypeDef, TypeKind};
use proc_macro2::TokenStream;
use quote::quote;

use crate::witness::rust::{Names, tokens};

/// The depth from which on optional fields are left out, because a type may contain itself.
const MAX_DEPTH: usize = 4;

/// Returns an expression of a type. Strings contain `name`. The expression may contain `?`.
pub(super) fn value(names: &Names<'_>, ty: &Type, name: &str, depth: usize) -> TokenStream {
    let client = &names.client;
    let inner = |ty: &Type| value(names, ty, name, depth + 1);
    match ty {
        Type::String => quote! { String::from(#name) },
        Type::Bool => quote! { true },
        Type::Integer => quote! { 7_i64 },
        Type::Unsigned => quote! { 7_u64 },
        Type::Float => quote! { 1.5_f64 },
        Type::Number => quote! { #client::Number::from(1.5_f64) },
        Type::DateTime => quote! { #client::DateTime::from("2026-01-02T03:04:05Z") },
        Type::Any => quote! { serde_json::Value::from(#name) },
        Type::Array(ty) => {
            let element = inner(ty);
            quote! { vec![#element] }
        }
        Type::Map(ty) => {
            let value = inner(ty);
            quote! { std::collections::BTreeMap::from([(String::from(#name), #value)]) }
        }
        Type::Nullable(ty) => {
            let value = inner(ty);
            quote! { Some(#value) }
        }
        Type::Boxed(ty) => {
            let value = inner(ty);
            quote! { Box::new(#value) }
        }
        Type::Named(type_name) => match names.api.types.iter().find(|def| def.name == *type_name) {
            Some(def) => named(names, def, name, depth + 1),
            None => quote! { compile_error!("an unknown type") },
        },
    }
}

fn named(names: &Names<'_>, def: &TypeDef, name: &str, depth: usize) -> TokenStream {
    let path = names.named(&def.name);
    match &def.kind {
        TypeKind::Object(fields) => object(names, &path, def, fields, depth),
        TypeKind::Enum(values) => match values.last() {
            Some(value) => {
                let variant = tokens(&value.name.rust);
                quote! { #path::#variant }
            }
            None => quote! { #path::Unknown(String::from(#name)) },
        },
        TypeKind::Union(union) => match union.variants.last() {
            Some(variant) => {
                let content = variant.ty.as_ref().map(|ty| value(names, ty, name, depth));
                let variant = tokens(&variant.name.rust);
                let content = content.map(|content| quote! { (Ok(#content)) });
                quote! { #path::#variant #content }
            }
            None => quote! { #path::Unknown(serde_json::Value::from(#name)) },
        },
        TypeKind::Untagged(variants) => match variants.first() {
            Some(variant) => {
                let content = value(names, &variant.ty, name, depth);
                let variant = tokens(&variant.name);
                quote! { #path::#variant(#content) }
            }
            None => quote! { #path::Unknown(serde_json::Value::from(#name)) },
        },
        TypeKind::Newtype(rules) => {
            let text = longest(rules, name);
            quote! { #path::new(#text)? }
        }
        TypeKind::Alias(ty) => value(names, ty, name, depth),
        TypeKind::Form(fields) => form(names, &path, fields, depth),
    }
}

fn object(
    names: &Names<'_>,
    path: &TokenStream,
    def: &TypeDef,
    fields: &[Field],
    depth: usize,
) -> TokenStream {
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        fields.iter().partition(|field| field.presence == Presence::Required);
    let value = |field: &Field| value(names, &field.ty, &field.name.rust, depth);
    let required = required.into_iter().map(value);
    let settable =
        optional.into_iter().filter(|field| def.in_request && !field.read_only && depth < MAX_DEPTH);
    let setters = settable.map(|field| {
        let (setter, value) = (tokens(&field.name.rust), value(field));
        quote! { .#setter(#value) }
    });
    quote! { #path::new(#(#required),*) #(#setters)* }
}

fn form(names: &Names<'_>, path: &TokenStream, fields: &[FormField], depth: usize) -> TokenStream {
    let (required, optional): (Vec<&FormField>, Vec<&FormField>) =
        fields.iter().partition(|field| field.required);
    let value = |field: &FormField| form_value(names, field, depth);
    let required = required.into_iter().map(value);
    let setters = optional.into_iter().map(|field| {
        let (setter, value) = (tokens(&field.name.rust), value(field));
        quote! { .#setter(#value) }
    });
    quote! { #path::new(#(#required),*) #(#setters)* }
}

fn form_value(names: &Names<'_>, field: &FormField, depth: usize) -> TokenStream {
    let value = match field.content {
        FormContent::File => {
            let part = names.named("FilePart");
            quote! { #part::new("a.txt", "text") }
        }
        FormContent::Text(_) => value(names, &field.ty, &field.name.rust, depth),
    };
    if field.repeat == Repeat::Never {
        value
    } else {
        quote! { vec![#value] }
    }
}

/// Returns a valid string of the greatest length with the last characters that are allowed: rules that become narrower
/// refuse it.
fn longest(rules: &StringRules, name: &str) -> String {
    const LONG: usize = 100;

    let length = rules.max_length.map_or(rules.min_length.unwrap_or(name.len()), |max| max.min(LONG));
    match rules.characters.as_slice() {
        [] => name.chars().cycle().take(length.max(1)).collect(),
        ranges => ranges.iter().map(|(_, last)| *last).cycle().take(length.max(1)).collect(),
    }
}
