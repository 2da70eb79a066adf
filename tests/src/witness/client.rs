//! The client: its builder, its settings and its errors.

use codegen::api::{BASE_URL, Credential, Scheme};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust::{Names, tokens};

pub(super) fn items(names: &Names<'_>) -> TokenStream {
    let client = &names.client;
    let credentials = names.api.credentials.iter();
    let credentials = credentials.filter(|credential| !matches!(credential.scheme, Scheme::Signature(_)));
    let credentials = credentials.map(setters);
    let variables = names.api.variables.iter().map(|variable| &variable.name.rust);
    let variables = variables.filter(|name| *name != BASE_URL);
    let settings = names.api.query_settings.iter().map(|setting| &setting.name.rust);
    let strings = variables.chain(settings).map(|name| {
        let name = tokens(name);
        quote! {
            let builder: #client::ClientBuilder = builder.#name(value::<&str>());
            let builder: #client::ClientBuilder = builder.#name(value::<String>());
        }
    });
    let api_error = names.api.error.as_ref().map(|ty| {
        let ty = names.ty(ty);
        quote! {
            fn api_error(error: &#client::Error) -> Option<#ty> {
                error.api()
            }
        }
    });
    quote! {
        use #client::operations::client as operations_of_the_client;

        fn builder() -> Result<#client::Client, #client::Error> {
            let builder: #client::ClientBuilder = #client::Client::builder();
            #(#credentials)*
            #(#strings)*
            builder.build()
        }

        #api_error
    }
}

/// The three setters of a credential.
fn setters(credential: &Credential) -> TokenStream {
    let name = tokens(&credential.name);
    let plain = credential.name.trim_start_matches("r#").trim_end_matches('_');
    let (from_env, provider) = (format_ident!("{plain}_from_env"), format_ident!("{plain}_provider"));
    let parts = if credential.scheme == Scheme::Basic { 2 } else { 1 };
    let (strs, strings) =
        (vec![quote! { value::<&str>() }; parts], vec![quote! { value::<String>() }; parts]);
    quote! {
        let builder = builder.#name(#(#strs),*);
        let builder = builder.#name(#(#strings),*);
        let builder = builder.#from_env(#(#strs),*);
        let builder = builder.#provider(|| async { Ok::<String, std::io::Error>(String::new()) });
    }
}
