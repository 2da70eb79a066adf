//! The types, each as a call of the runtime's macro for its kind.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::print::{Printer, deprecated, description, doc};
use super::rust_type::{Scope, foreign_paths, ident, named, rust_type};
use super::{Context, docs, parallel};
use crate::File;
use crate::api::{
    EnumValue, Field, FormContent, FormField, Name, Presence, TextRules, Type, TypeDef, TypeKind, Union,
};

/// The files below `src/types`.
pub(crate) fn files(context: Context<'_>, files: &mut Vec<File>) {
    let mut modules: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    for (def, module) in context.api.types.iter().zip(&context.api.type_modules) {
        modules.entry(module).or_default().push(def);
    }
    files.push(root(context, &modules));
    let modules: Vec<_> = modules.into_iter().collect();
    files.extend(parallel::map(&modules, |(module, defs)| file(context, module, defs)));
}

fn root(context: Context<'_>, modules: &BTreeMap<&str, Vec<&TypeDef>>) -> File {
    let docs = ["What requests and responses are made of.".to_owned()];
    let mut printer = Printer::new(context, &docs);
    if context.api.types.iter().any(has_files) {
        printer.item(quote! { pub use crate::runtime::form::FilePart; });
    }
    for module in modules.keys() {
        let module = ident(module);
        printer.item(quote! {
            mod #module;
            pub use #module::*;
        });
    }
    printer.file("src/types/mod.rs".to_owned())
}

/// Whether callers pass files in it.
fn has_files(def: &TypeDef) -> bool {
    let is_file = |field: &FormField| field.content == FormContent::File;
    matches!(&def.kind, TypeKind::Form(fields) if fields.iter().any(is_file))
}

fn file(context: Context<'_>, module: &str, defs: &[&TypeDef]) -> File {
    let mut printer = Printer::new(context, &[]);
    printer.item(imports(defs));
    for def in defs {
        definition(&mut printer, def);
    }
    let aliases: Vec<TokenStream> = defs.iter().filter_map(|def| alias(def)).collect();
    if !aliases.is_empty() {
        printer.macro_call("aliases", quote! { #(#aliases)* });
    }
    printer.file(format!("src/types/{}.rs", module.trim_start_matches("r#")))
}

/// The macros of a file, and what its types are made of.
fn imports(defs: &[&TypeDef]) -> TokenStream {
    let macros: BTreeSet<&str> = defs.iter().map(|def| macro_name(def)).collect();
    let form = macros.contains("form").then(|| quote! { use crate::runtime::form::form; });
    let macros: Vec<_> = macros.into_iter().filter(|name| *name != "form").map(ident).collect();
    let runtime = (!macros.is_empty()).then(|| quote! { use crate::runtime::types::{#(#macros),*}; });
    let own: HashSet<&str> = defs.iter().map(|def| def.name.as_str()).collect();
    let (mut used, mut standard) = (Vec::new(), BTreeSet::new());
    for ty in defs.iter().flat_map(|def| types_of(def)) {
        named(ty, &mut used);
        foreign_paths(ty, &mut standard);
    }
    let map = standard.contains("BTreeMap").then(|| quote! { use std::collections::BTreeMap; });
    let value = standard.contains("Value").then(|| quote! { use serde_json::Value; });
    let types = used.iter().any(|name| !own.contains(name)).then(|| quote! { use crate::types::*; });
    quote! {
        #map
        #value
        #form
        #runtime
        #types
    }
}

/// The types that a definition is made of.
fn types_of(def: &TypeDef) -> Vec<&Type> {
    match &def.kind {
        TypeKind::Object(fields) => fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.as_ref()).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => Vec::new(),
    }
}

fn macro_name(def: &TypeDef) -> &'static str {
    match &def.kind {
        TypeKind::Object(_) if def.in_request => "request",
        TypeKind::Object(_) => "object",
        TypeKind::Enum(_) => "open_enum",
        TypeKind::Union(_) => "union",
        TypeKind::Newtype(_) => "text",
        TypeKind::Alias(_) => "aliases",
        TypeKind::Form(_) => "form",
    }
}

fn definition(printer: &mut Printer, def: &TypeDef) {
    let docs = type_docs(def);
    let body = match &def.kind {
        TypeKind::Object(fields) => object(def, docs, fields),
        TypeKind::Enum(values) => open_enum(def, docs, values),
        TypeKind::Union(alternatives) => union(def, docs, alternatives),
        TypeKind::Newtype(rules) => text(def, docs, rules),
        TypeKind::Form(fields) => form(def, docs, fields),
        TypeKind::Alias(_) => return,
    };
    printer.macro_call(macro_name(def), body);
}

fn type_docs(def: &TypeDef) -> Option<TokenStream> {
    let missing = match (&def.kind, def.in_request) {
        // The macro says so.
        (TypeKind::Alias(_), _) => "",
        (TypeKind::Object(_), true) => "A part of a request.",
        (TypeKind::Form(_), _) => "A form.",
        (TypeKind::Object(_), false) => "A part of a response.",
        _ => "A value of the service.",
    };
    doc(&description(&def.docs, missing))
}

fn object(def: &TypeDef, docs: Option<TokenStream>, fields: &[Field]) -> TokenStream {
    let name = ident(&def.name);
    let group = |presence: Presence, read_only: bool| -> Vec<TokenStream> {
        let fields = fields.iter().filter(|field| field.presence == presence);
        // A response has no setters, so there it makes no difference who sets a field.
        fields.filter(|field| (field.read_only && def.in_request) == read_only).map(object_field).collect()
    };
    let named = |name: &str, fields: Vec<TokenStream>| {
        let name = ident(name);
        (!fields.is_empty()).then(|| quote! { #name { #(#fields)* } })
    };
    let required = named("required", group(Presence::Required, false));
    let optional = named("optional", group(Presence::Optional, false));
    let patch = named("patch", group(Presence::Patch, false));
    let read_only = named("read_only", group(Presence::Optional, true));
    quote! {
        #docs
        pub struct #name {
            #required
            #optional
            #patch
            #read_only
        }
    }
}

fn object_field(field: &Field) -> TokenStream {
    let docs = own_docs(&field.docs, &field.name, field.deprecated.is_some());
    let deprecated = deprecated(field.deprecated.as_ref());
    let redacted = field.sensitive.then(|| quote! { [redacted] });
    let name = ident(&field.name.rust);
    let ty = rust_type(&field.ty, Scope::Types);
    let key = key(&field.name);
    quote! {
        #docs
        #deprecated
        #redacted #name: #ty #key,
    }
}

fn form(def: &TypeDef, docs: Option<TokenStream>, fields: &[FormField]) -> TokenStream {
    let name = ident(&def.name);
    let fields = fields.iter().map(|field| {
        let FormField { name, docs, content, repeats } = field;
        let docs = own_docs(docs, name, false);
        let kind = ident(match (content, repeats) {
            (FormContent::Text(_), false) => "text",
            (FormContent::Text(_), true) => "texts",
            (FormContent::File, false) => "file",
            (FormContent::File, true) => "files",
        });
        let key = key(name);
        let name = ident(&name.rust);
        let media_type = match content {
            FormContent::Text(Some(media_type)) => Some(quote! { as #media_type }),
            _ => None,
        };
        quote! {
            #docs
            #kind #name #key #media_type,
        }
    });
    quote! {
        #docs
        pub struct #name { #(#fields)* }
    }
}

/// The name on the wire, when Rust spells it otherwise.
fn key(name: &Name) -> Option<TokenStream> {
    let Name { rust, wire } = name;
    (rust != wire).then(|| quote! { = #wire })
}

/// The documentation of a field or a value. Where nobody wrote any, the macro makes it of the name, but only when there is
/// no other attribute.
fn own_docs(text: &str, name: &Name, has_attribute: bool) -> Option<TokenStream> {
    let missing = if has_attribute { docs::code(&name.wire) } else { String::new() };
    doc(&description(text, &missing))
}

fn open_enum(def: &TypeDef, docs: Option<TokenStream>, values: &[EnumValue]) -> TokenStream {
    let name = ident(&def.name);
    let values = values.iter().map(|value| {
        let docs = own_docs(&value.docs, &value.name, value.deprecated.is_some());
        let deprecated = deprecated(value.deprecated.as_ref());
        let variant = ident(&value.name.rust);
        let text = &value.name.wire;
        quote! {
            #docs
            #deprecated
            #variant = #text,
        }
    });
    quote! {
        #docs
        pub enum #name { #(#values)* }
    }
}

fn union(def: &TypeDef, docs: Option<TokenStream>, union: &Union) -> TokenStream {
    let name = ident(&def.name);
    let tag = &union.tag;
    let accessor = ident(&crate::lower::names::field(tag));
    let variants = union.variants.iter().map(|variant| {
        let docs = doc(&description(&variant.docs, ""));
        let name = ident(&variant.name.rust);
        let text = &variant.name.wire;
        let content = variant.ty.as_ref().map(|ty| {
            let ty = rust_type(ty, Scope::Types);
            quote! { (#ty) }
        });
        quote! {
            #docs
            #name #content = #text,
        }
    });
    quote! {
        #docs
        pub enum #name by #accessor = #tag { #(#variants)* }
    }
}

fn text(def: &TypeDef, docs: Option<TokenStream>, rules: &TextRules) -> TokenStream {
    let name = ident(&def.name);
    let redacted = def.sensitive.then(|| quote! { [redacted] });
    let min = Literal::usize_unsuffixed(rules.min_length.unwrap_or(0));
    let max = match rules.max_length {
        Some(max) => {
            let max = Literal::usize_unsuffixed(max);
            quote! { #max }
        }
        None => quote! { usize::MAX },
    };
    let characters = rules.characters.iter().map(|(first, last)| quote! { (#first, #last) });
    let words = words(rules);
    quote! {
        #docs
        #redacted pub struct #name { min: #min, max: #max, characters: &[#(#characters),*], words: #words, }
    }
}

/// The rules in words, after `it has to `.
fn words(rules: &TextRules) -> String {
    match (&rules.pattern, rules.min_length, rules.max_length) {
        (Some(pattern), ..) => format!("match {pattern}"),
        (None, Some(min), Some(max)) => format!("have {min} to {max} characters"),
        (None, Some(min), None) => format!("have at least {min} characters"),
        (None, None, Some(max)) => format!("have at most {max} characters"),
        (None, None, None) => "be a text".to_owned(),
    }
}

fn alias(def: &TypeDef) -> Option<TokenStream> {
    let TypeKind::Alias(target) = &def.kind else { return None };
    let docs = doc(&description(&def.docs, ""));
    let name = ident(&def.name);
    let target = rust_type(target, Scope::Types);
    Some(quote! { #docs #name = #target; })
}
