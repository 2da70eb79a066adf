//! The body that the replay of an operation sends: what the collection has, in the type that callers pass.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::super::rust_type::ident;
use crate::api::{Body, Content, FileSample, FormContent, FormValue, Sample, Type, form_fields};

/// The expression of the body; nothing when nobody says what it is like.
pub(super) fn body(context: Context<'_>, body: &Body) -> Option<TokenStream> {
    match (&body.content, &body.sample) {
        (Content::Text, Sample::Text(text)) => Some(quote! { values.text(#text) }),
        (Content::Json(_) | Content::GraphQl(_), Sample::Text(text)) => Some(quote! { values.json(#text)? }),
        (Content::Bytes, Sample::File(file)) => Some(contents(file)),
        // Postman sends no body when every field is switched off.
        (Content::Urlencoded(_) | Content::Multipart(_), Sample::Form(values)) if values.is_empty() => None,
        (Content::Urlencoded(ty) | Content::Multipart(ty), Sample::Form(values)) => form(context, ty, values),
        _ => {
            let text = body.example.as_ref()?;
            Some(quote! { values.json(#text)? })
        }
    }
}

fn form(context: Context<'_>, ty: &Type, values: &[(String, Vec<FormValue>)]) -> Option<TokenStream> {
    let krate = ident(context.crate_name);
    let Type::Named(name) = ty else { return None };
    let fields = form_fields(context.types, ty)?;
    let setters = values.iter().filter_map(|(name, values)| {
        let field = fields.iter().find(|field| field.name.rust == *name)?;
        let setter = ident(name);
        let values = values.iter().map(|value| match (value, &field.content) {
            (FormValue::Text(text), FormContent::Text(_)) => quote! { values.text(#text) },
            (FormValue::File(file), _) => part(context, file),
            // A field of files may have a text in another entry.
            (FormValue::Text(text), FormContent::File) => {
                quote! { #krate::types::FilePart::new("", values.text(#text)) }
            }
        });
        let argument = if field.repeats {
            quote! { [#(#values),*] }
        } else {
            quote! { #(#values),* }
        };
        Some(quote! { .#setter(#argument) })
    });
    let name = ident(name);
    Some(quote! { #krate::types::#name::new() #(#setters)* })
}

fn part(context: Context<'_>, file: &FileSample) -> TokenStream {
    let krate = ident(context.crate_name);
    let (name, contents) = (&file.name, contents(file));
    let media_type = file.media_type.as_ref().map(|media_type| quote! { .content_type(#media_type) });
    quote! { #krate::types::FilePart::new(#name, #contents) #media_type }
}

/// What is in a file: the collection says it, or the current folder has the file.
fn contents(FileSample { file, contents, .. }: &FileSample) -> TokenStream {
    match contents {
        Some(text) => quote! { values.text(#text) },
        None => quote! { contents(#file)? },
    }
}

/// Whether the body reads a file.
pub(super) fn reads_files(body: &Body) -> bool {
    let is_read = |file: &FileSample| file.contents.is_none();
    match &body.sample {
        Sample::File(file) => is_read(file),
        Sample::Form(values) => values
            .iter()
            .flat_map(|(_, values)| values)
            .any(|value| matches!(value, FormValue::File(file) if is_read(file))),
        Sample::None | Sample::Text(_) => false,
    }
}

/// The media type that a body of bytes has when the operation has no header that says it.
pub(super) fn media_type(body: &Body) -> Option<&str> {
    match (&body.content, &body.sample) {
        (Content::Bytes, Sample::File(file)) => file.media_type.as_deref(),
        _ => None,
    }
}
