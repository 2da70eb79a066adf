//! The body that the replay of an operation sends, as the type that callers pass.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::super::rust_type::ident;
use super::string::string;
use crate::api::{Body, Content, FileSample, FormContent, FormValue, Sample, Type, form_fields};

/// The expression of a body: a start, and the methods that fill it in.
pub(super) struct Expression {
    pub(super) start: TokenStream,
    pub(super) methods: Vec<TokenStream>,
}

impl From<TokenStream> for Expression {
    fn from(start: TokenStream) -> Self {
        Self { start, methods: Vec::new() }
    }
}

/// The body with the collection's values; `None` when the call has none.
pub(super) fn body(context: Context<'_>, body: &Body) -> Option<Expression> {
    let sent = match (&body.content, &body.sample) {
        (Content::Text, Sample::Text(text)) => {
            let text = string(text);
            Some(quote! { values.text(#text) }.into())
        }
        (Content::Json(_) | Content::GraphQl(_), Sample::Text(text)) => Some(json(text)),
        (Content::Bytes, Sample::File(file)) => Some(contents(file).into()),
        // Postman sends no body when every field is disabled.
        (Content::Urlencoded(_) | Content::Multipart(_), Sample::Form(values)) if values.is_empty() => None,
        (Content::Urlencoded(ty) | Content::Multipart(ty), Sample::Form(values)) => form(context, ty, values),
        _ => body.example.as_deref().map(json),
    };
    // A body that the collection has no example of is an argument all the same.
    sent.or_else(|| body.required.then(|| json("null")))
}

/// A body that is JSON.
fn json(text: &str) -> Expression {
    let text = string(text);
    quote! { values.json(#text)? }.into()
}

/// A form with its fields.
fn form(context: Context<'_>, ty: &Type, values: &[(String, Vec<FormValue>)]) -> Option<Expression> {
    let Type::Named(name) = ty else { return None };
    let fields = form_fields(context.types, ty)?;
    let methods = values.iter().filter_map(|(name, values)| {
        let field = fields.iter().find(|field| field.name.rust == *name)?;
        let setter = ident(name);
        let values = values.iter().map(|value| match (value, &field.content) {
            (FormValue::Text(text), FormContent::Text(_)) => quote! { values.text(#text) },
            (FormValue::File(file), _) => part(file),
            // A field of files may have a text in another entry.
            (FormValue::Text(text), FormContent::File) => {
                quote! { client_crate::types::FilePart::new("", values.text(#text)) }
            }
        });
        Some(match field.repeats {
            true => quote! { #setter([#(#values),*]) },
            false => quote! { #setter(#(#values),*) },
        })
    });
    let name = ident(name);
    Some(Expression { start: quote! { client_crate::types::#name::new() }, methods: methods.collect() })
}

/// A file of a multipart form.
fn part(file: &FileSample) -> TokenStream {
    let (name, contents) = (&file.name, contents(file));
    let media_type = file.media_type.as_ref().map(|media_type| quote! { .content_type(#media_type) });
    quote! { client_crate::types::FilePart::new(#name, #contents) #media_type }
}

/// The contents of a file: in the collection, or else in a file of the current folder.
fn contents(FileSample { file, contents, .. }: &FileSample) -> TokenStream {
    match contents {
        Some(text) => quote! { values.text(#text) },
        None => quote! { values.file(#file)? },
    }
}

/// The media type of a body of bytes.
pub(super) fn media_type(body: &Body) -> Option<&str> {
    match (&body.content, &body.sample) {
        (Content::Bytes, Sample::File(file)) => file.media_type.as_deref(),
        _ => None,
    }
}
