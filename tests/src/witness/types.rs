//! The types: constructors, fields, setters, variants and traits.

use codegen::api::{
    EnumValue, Field, FormContent, FormField, Presence, Repeat, Type, TypeDef, TypeKind, Union,
    UntaggedVariant,
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust::{Names, tokens};

/// A function for each type.
pub(super) fn items(names: &Names<'_>) -> Vec<TokenStream> {
    names.api.types.iter().enumerate().map(|(index, def)| item(names, index, def)).collect()
}

fn item(names: &Names<'_>, index: usize, def: &TypeDef) -> TokenStream {
    let name = names.named(&def.name);
    let uses = match &def.kind {
        TypeKind::Object(fields) => object(names, &name, def, fields),
        TypeKind::Enum(values) => open_enum(&name, values),
        TypeKind::Union(variants) => union(names, &name, variants),
        TypeKind::Untagged(variants) => untagged(names, &name, variants),
        TypeKind::Newtype(_) => validated_string(names, &name),
        TypeKind::Form(fields) => form(names, &name, fields),
        TypeKind::Alias(target) => {
            let target = names.ty(target);
            quote! { let alias: #name = value::<#target>(); }
        }
    };
    let function = format_ident!("type_{index}");
    let own = (!matches!(def.kind, TypeKind::Alias(_))).then(|| quote! { impl Own for #name {} });
    let former = def.aliases.iter().map(|former| names.named(former));
    quote! {
        fn #function() {
            #uses
            #(let former: #former = value::<#name>();)*
        }
        #own
    }
}

fn object(names: &Names<'_>, name: &TokenStream, def: &TypeDef, fields: &[Field]) -> TokenStream {
    let required: Vec<&Field> = fields.iter().filter(|field| field.presence == Presence::Required).collect();
    let arguments = required.iter().map(|field| names.converted_arguments(&field.ty)).collect::<Vec<_>>();
    let constructors = argument_lists(&arguments);
    let default = required.is_empty().then(|| quote! { of_default::<#name>(); });
    let optional = fields.iter().filter(|field| field.presence != Presence::Required && !field.read_only);
    let settable = optional.filter(|_| def.in_request);
    let setters = settable.flat_map(|field| {
        let setter = tokens(&field.name.rust);
        let mut arguments = names.converted_arguments(&field.ty);
        if field.presence == Presence::Patch {
            let ty = names.ty(&field.ty);
            // An untyped number would be ambiguous.
            arguments.truncate(if field.ty == Type::String { 2 } else { 1 });
            arguments.push(quote! { value::<Option<#ty>>() });
        }
        arguments.into_iter().map(move |argument| quote! { #setter(#argument) })
    });
    let fields = fields.iter().map(|field| {
        let (field_name, ty) = (tokens(&field.name.rust), names.ty(&field.ty));
        let ty = match field.presence {
            Presence::Required => ty,
            Presence::Optional => quote! { Option<#ty> },
            Presence::Patch => quote! { Option<Option<#ty>> },
        };
        quote! {
            let field: &#ty = &object.#field_name;
            object.#field_name = value::<#ty>();
        }
    });
    quote! {
        of_data::<#name>();
        #default
        #(let object: #name = #name::new(#constructors);)*
        #(let object: #name = object.#setters;)*
        let mut object: #name = value();
        #(#fields)*
    }
}

/// Returns lists of arguments in which each alternative of each argument occurs.
fn argument_lists(arguments: &[Vec<TokenStream>]) -> Vec<TokenStream> {
    let length = arguments.iter().map(Vec::len).max().unwrap_or(1);
    let lists = (0..length).map(|index| {
        let list = arguments.iter().map(|alternatives| &alternatives[index % alternatives.len()]);
        quote! { #(#list),* }
    });
    lists.collect()
}

fn open_enum(name: &TokenStream, values: &[EnumValue]) -> TokenStream {
    let variants: Vec<TokenStream> = values.iter().map(|value| tokens(&value.name.rust)).collect();
    quote! {
        of_data::<#name>();
        of_strings::<#name>();
        of_enums::<#name>();
        #(let variant: #name = #name::#variants;)*
        let variant: #name = #name::Unknown(value::<String>());
        let all: &'static [#name] = #name::ALL;
        let text: &str = variant.as_str();
        match variant {
            #(#name::#variants => {})*
            #name::Unknown(text) => {
                let text: String = text;
            }
            _ => {}
        }
    }
}

fn union(names: &Names<'_>, name: &TokenStream, union: &Union) -> TokenStream {
    let tag = tokens(&union.tag.rust);
    let variants = union.variants.iter().map(|variant| {
        let content = variant.ty.as_ref().map(|ty| {
            let ty = names.ty(ty);
            quote! { Result<#ty, serde_json::Value> }
        });
        (tokens(&variant.name.rust), content)
    });
    let variants = variant_uses(name, variants.collect());
    quote! {
        #variants
        let union: #name = value();
        let tag: Option<&str> = union.#tag();
    }
}

fn untagged(names: &Names<'_>, name: &TokenStream, variants: &[UntaggedVariant]) -> TokenStream {
    let variants = variants.iter().map(|variant| (tokens(&variant.name), Some(names.ty(&variant.ty))));
    variant_uses(name, variants.collect())
}

/// Creates and matches each variant.
fn variant_uses(name: &TokenStream, variants: Vec<(TokenStream, Option<TokenStream>)>) -> TokenStream {
    let unknown = (quote! { Unknown }, Some(quote! { serde_json::Value }));
    let variants: Vec<_> = variants.into_iter().chain([unknown]).collect();
    let values = variants.iter().map(|(variant, content)| match content {
        Some(content) => quote! { #name::#variant(value::<#content>()) },
        None => quote! { #name::#variant },
    });
    let arms = variants.iter().map(|(variant, content)| match content {
        Some(content) => quote! {
            #name::#variant(content) => {
                let content: #content = content;
            }
        },
        None => quote! { #name::#variant => {} },
    });
    quote! {
        of_data::<#name>();
        #(let union: #name = #values;)*
        match union {
            #(#arms)*
            _ => {}
        }
    }
}

fn validated_string(names: &Names<'_>, name: &TokenStream) -> TokenStream {
    let client = &names.client;
    quote! {
        of_data::<#name>();
        of_strings::<#name>();
        of_validated::<#name, #client::InvalidText>();
        let string: Result<#name, #client::InvalidText> = #name::new(value::<&str>());
        let string: Result<#name, #client::InvalidText> = #name::new(value::<String>());
        let text: &str = value::<&#name>().as_str();
    }
}

fn form(names: &Names<'_>, name: &TokenStream, fields: &[FormField]) -> TokenStream {
    let (required, optional): (Vec<&FormField>, Vec<&FormField>) =
        fields.iter().partition(|field| field.required);
    let arguments = required.iter().map(|field| form_arguments(names, field)).collect::<Vec<_>>();
    let constructors = argument_lists(&arguments);
    let default = required.is_empty().then(|| quote! { of_default::<#name>(); });
    let setters = optional.into_iter().flat_map(|field| {
        let setter = tokens(&field.name.rust);
        let arguments = form_arguments(names, field);
        arguments.into_iter().map(move |argument| quote! { #setter(#argument) })
    });
    quote! {
        of_forms::<#name>();
        #default
        #(let form: #name = #name::new(#constructors);)*
        #(let form: #name = form.#setters;)*
    }
}

fn form_arguments(names: &Names<'_>, field: &FormField) -> Vec<TokenStream> {
    let items = match (&field.content, &field.ty) {
        (FormContent::File, _) => vec![names.named("FilePart")],
        (FormContent::Text(_), Type::String) => vec![quote! { &str }, quote! { String }],
        (FormContent::Text(_), ty) => vec![names.ty(ty)],
    };
    let argument = |item: TokenStream| match field.repeat {
        Repeat::Never => quote! { value::<#item>() },
        _ => quote! { value::<Vec<#item>>() },
    };
    items.into_iter().map(argument).collect()
}
