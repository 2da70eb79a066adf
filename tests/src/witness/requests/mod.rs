//! A program that calls every operation of a client and reports the requests.
//!
//! It is generated from the IR, like the witness, and runs: the same program with two clients shows what each sends.
//! Each operation is called with its arguments only, and with everything that can be set.

mod values;

use std::collections::HashSet;

use codegen::api::{Api, BASE_URL, Body, Content, Group, Operation, Parameter, Repeat, Scheme, Type};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::rust::{Names, tokens};
use values::value;

/// The server that the program has for itself.
pub const RECORDER: &str = include_str!("recorder.rs");

/// Returns the items of a module with `pub async fn calls(recorder) -> Vec<String>`. `client` is the name of the client's
/// crate.
///
/// # Errors
///
/// When the program cannot be parsed, which is a bug here.
pub fn calls(api: &Api, client: &str) -> Result<String, String> {
    let names = Names::new(api, client);
    let client = &names.client;
    let settings = settings(&names);
    let operations = api.all_operations();
    let functions = operations.iter().map(|(groups, operation)| functions(&names, groups, operation));
    let reports = operations.iter().flat_map(|(groups, operation)| {
        let folders = groups.iter().map(|group| group.name.rust.as_str());
        let name: Vec<&str> = folders.chain([operation.name.rust.as_str()]).collect();
        let name = name.join(".");
        ["", " with everything"].map(|mode| {
            let function = function_name(operation, mode);
            let name = format!("{name}{mode}");
            quote! {
                let mut url = String::new();
                let result = #function(builder(), None, &mut url).await;
                let refusal = result.err().filter(|_| url.is_empty()).map(|error| format!("refused: {error}"));
                let result = #function(builder(), Some(recorder.origin()), &mut String::new()).await;
                let report = recorder.report(#name, result);
                reports.push(format!("{report}\n{url}{}", refusal.unwrap_or_default()));
            }
        })
    });
    let program = quote! {
        use super::recorder::Recorder;

        pub async fn calls(recorder: &Recorder) -> Vec<String> {
            let mut reports = Vec::new();
            #(#reports)*
            reports
        }

        fn builder() -> #client::ClientBuilder {
            let retry = #client::RetryPolicy::new().attempts(2).base(std::time::Duration::from_millis(1));
            #client::Client::builder().retry(retry) #settings
        }

        #(#functions)*
    };
    let file: syn::File = syn::parse2(program.clone()).map_err(|error| format!("{error}\n{program}"))?;
    Ok(prettyplease::unparse(&file))
}

/// The setters of credentials, and of URL variables without a default.
fn settings(names: &Names<'_>) -> TokenStream {
    let credentials = names.api.credentials.iter();
    let credentials = credentials.filter(|credential| !matches!(credential.scheme, Scheme::Signature(_)));
    let credentials = credentials.map(|credential| {
        let setter = tokens(&credential.name);
        let secret = format!("secret-of-{}", credential.name.trim_start_matches("r#"));
        match credential.scheme {
            Scheme::Basic => quote! { .#setter("user", #secret) },
            _ => quote! { .#setter(#secret) },
        }
    });
    let variables = names.api.variables.iter();
    let variables = variables.filter(|own| own.default.is_none() && own.name.rust != BASE_URL).map(|own| {
        let setter = tokens(&own.name.rust);
        quote! { .#setter("region") }
    });
    quote! { #(#credentials)* #(#variables)* }
}

fn function_name(operation: &Operation, mode: &str) -> proc_macro2::Ident {
    let suffix = if mode.is_empty() { "" } else { "_with_everything" };
    format_ident!("operation_{}{suffix}", operation.index)
}

/// The two functions that call an operation: without an origin only the URL is made.
fn functions(names: &Names<'_>, groups: &[&Group], operation: &Operation) -> TokenStream {
    let client = &names.client;
    let handles = groups.iter().map(|group| tokens(&group.name.rust));
    let method = tokens(&operation.name.rust);
    let arguments = arguments(names, operation);
    let handle = quote! { client #(.#handles())* };
    let setters = setters(names, operation);
    let functions = [("", TokenStream::new()), (" with everything", setters)].map(|(mode, setters)| {
        let function = function_name(operation, mode);
        quote! {
            async fn #function(
                builder: #client::ClientBuilder,
                origin: Option<&str>,
                url: &mut String,
            ) -> Result<(), Box<dyn std::error::Error>> {
                let builder = match origin {
                    Some(origin) => builder.origin(origin),
                    None => builder,
                };
                let client = builder.build()?;
                let call = #handle.#method(#(#arguments),*) #setters;
                url.push_str(&call.url()?);
                if origin.is_some() {
                    call.await?;
                }
                Ok(())
            }
        }
    });
    quote! { #(#functions)* }
}

fn arguments(names: &Names<'_>, operation: &Operation) -> Vec<TokenStream> {
    let mut seen = HashSet::new();
    let path = operation.path.parameters().filter(|parameter| seen.insert(&parameter.name.rust));
    let path = path.map(|parameter| {
        let value = value(names, &parameter.ty, &parameter.name.rust, 0);
        match parameter.ty {
            Type::String | Type::Named(_) | Type::DateTime => quote! { &#value },
            _ => value,
        }
    });
    let body = operation.body.as_ref().filter(|body| body.required);
    path.chain(body.map(|body| self::body(names, body))).collect()
}

fn body(names: &Names<'_>, body: &Body) -> TokenStream {
    match &body.content {
        Content::Text => quote! { "text" },
        Content::Bytes => quote! { "bytes" },
        content => content.ty().map_or_else(|| quote! { () }, |ty| value(names, ty, "body", 0)),
    }
}

fn setters(names: &Names<'_>, operation: &Operation) -> TokenStream {
    let parameters = operation.query.iter().chain(&operation.headers);
    let parameters = parameters.map(|parameter| {
        let (setter, value) = (tokens(&parameter.name.rust), argument(names, parameter));
        quote! { .#setter(#value) }
    });
    let has_argument = |body: &&Body| {
        !body.required && !matches!(&body.content, Content::GraphQl(request) if request.variables.is_none())
    };
    let body = operation.body.as_ref().filter(has_argument).map(|body| {
        let body = self::body(names, body);
        quote! { .body(#body) }
    });
    quote! { #(#parameters)* #body }
}

fn argument(names: &Names<'_>, parameter: &Parameter) -> TokenStream {
    let name = parameter.name.rust.as_str();
    let value = |name: &str| value(names, &parameter.ty, name, 0);
    match (&parameter.ty, parameter.repeat) {
        (Type::String, Repeat::Never) => quote! { #name },
        (_, Repeat::Never) => value(name),
        _ => {
            let (first, second) = (value(&format!("{name}-1")), value(&format!("{name}-2")));
            quote! { [#first, #second] }
        }
    }
}
