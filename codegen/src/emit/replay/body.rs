//! Prints the body that the replay of an operation sends, as a value of the type that callers pass.

use hashbrown::HashMap;
use proc_macro2::TokenStream;
use quote::quote;

use super::super::Context;
use super::super::rust_type::ident;
use super::super::string::string;
use crate::api::{
    Body, Content, FileSample, FormContent, FormField, FormValue, Repeat, Sample, Type, form_fields,
};

/// The expression of a body: a start, and calls of methods that set its fields.
pub(super) struct Expression {
    pub(super) start: TokenStream,
    pub(super) methods: Vec<TokenStream>,
}

impl From<TokenStream> for Expression {
    fn from(start: TokenStream) -> Self {
        Self { start, methods: Vec::new() }
    }
}

/// Returns the expression of a body with the collection's values; `None` if the replay sends no body.
pub(super) fn body(context: Context<'_>, body: &Body) -> Option<Expression> {
    let expression = match (&body.content, &body.sample) {
        (Content::Text, Sample::Text(text)) => {
            let literal = string(text);
            Some(quote! { values.text(#literal) }.into())
        }
        (Content::Json(_) | Content::GraphQl(_), Sample::Text(text)) => Some(json(text)),
        (Content::Bytes, Sample::File(file)) => Some(contents(file).into()),
        // Postman sends no body when every field is disabled.
        (Content::Urlencoded(_) | Content::Multipart(_), Sample::Form(values))
            if values.is_empty() && !body.required =>
        {
            None
        }
        (Content::Urlencoded(ty) | Content::Multipart(ty), Sample::Form(values)) => form(context, ty, values),
        _ => body.example.as_deref().map(json),
    };
    // A required body is an argument even if the collection has no example of it.
    expression.or_else(|| body.required.then(|| json("null")))
}

/// Returns the expression of a JSON body.
fn json(json: &str) -> Expression {
    let literal = string(json);
    quote! { values.json(#literal)? }.into()
}

/// Returns the expression of a form with its fields.
fn form(context: Context<'_>, ty: &Type, values: &[(String, Vec<FormValue>)]) -> Option<Expression> {
    let Type::Named(name) = ty else { return None };
    let fields = form_fields(context.types, ty)?;
    let arguments = |field: &FormField, values: &[FormValue]| {
        let values = values.iter().map(|value| form_value(field, value));
        match field.repeat {
            Repeat::Never => quote! { #(#values),* },
            _ => quote! { [#(#values),*] },
        }
    };
    let known: HashMap<&str, &[FormValue]> =
        values.iter().map(|(name, values)| (name.as_str(), &values[..])).collect();
    let by_name: HashMap<&str, &FormField> =
        fields.iter().map(|field| (field.name.rust.as_str(), field)).collect();
    // A required field that the collection does not have is empty.
    let required =
        fields.iter().filter(|field| field.required).map(|field| match known.get(field.name.rust.as_str()) {
            Some(values) => arguments(field, values),
            None => arguments(field, &[FormValue::Text(String::new())]),
        });
    let methods = values.iter().filter_map(|(name, values)| {
        let field = by_name.get(name.as_str()).filter(|field| !field.required)?;
        let (setter, arguments) = (ident(name), arguments(field, values));
        Some(quote! { #setter(#arguments) })
    });
    let name = ident(name);
    Some(Expression {
        start: quote! { client_crate::types::#name::new(#(#required),*) },
        methods: methods.collect(),
    })
}

/// Returns the expression of a value of a form field.
fn form_value(field: &FormField, value: &FormValue) -> TokenStream {
    match (value, &field.content, &field.ty) {
        (FormValue::Text(text), FormContent::Text(_), Type::String) => quote! { values.text(#text) },
        (FormValue::Text(text), FormContent::Text(_), Type::DateTime) => quote! { values.text(#text).into() },
        (FormValue::Text(text), FormContent::Text(_), _) => quote! { values.parse(#text)? },
        (FormValue::File(file), _, _) => part(file),
        // A field with files may have a string in another entry.
        (FormValue::Text(text), FormContent::File, _) => {
            quote! { client_crate::types::FilePart::new("", values.text(#text)) }
        }
    }
}

/// Returns the expression of a file in a multipart form.
fn part(file: &FileSample) -> TokenStream {
    let (name, contents) = (&file.name, contents(file));
    let media_type = file.media_type.as_ref().map(|media_type| quote! { .content_type(#media_type) });
    quote! { client_crate::types::FilePart::new(#name, #contents) #media_type }
}

/// Returns the expression of a file's contents: those in the collection, or else those of a file in the current folder.
fn contents(FileSample { file, contents, .. }: &FileSample) -> TokenStream {
    match contents {
        Some(contents) => quote! { values.text(#contents) },
        None => quote! { values.file(#file)? },
    }
}

/// Returns the media type that Postman sends for a body of bytes.
pub(super) fn media_type(body: &Body) -> Option<&str> {
    match (&body.content, &body.sample) {
        (Content::Bytes, Sample::File(file)) => file.media_type.as_deref(),
        _ => None,
    }
}
