//! What the client has because of the collection: the service, its settings and its credentials.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::group::{imports, operations};
use super::operation::Owner;
use super::print::{Printer, description, doc};
use super::rust_type::{Scope, ident, rust_type};
use super::{Context, docs};
use crate::File;
use crate::api::{Api, BASE_URL, Credential, Scheme, Type, Variable};

/// `src/operations/mod.rs`: the modules.
pub(crate) fn root(context: Context<'_>) -> File {
    let mut lines = vec![
        "The operations: a module for each folder of the collection.".to_owned(),
        String::new(),
        "A module has the folder's handle, whose methods make calls, and a type for the calls of each method."
            .to_owned(),
    ];
    let about = description(&context.api.docs, "");
    if !about.is_empty() {
        lines.extend([String::new(), format!("# {}", docs::plain(&context.api.title)), String::new()]);
        lines.extend(about);
    }
    let mut printer = Printer::new(context, &lines);
    let modules = context.api.groups.iter().map(|group| ident(&group.name.rust));
    printer.item(quote! {
        pub mod client;
        #(pub mod #modules;)*
    });
    printer.file("src/operations/mod.rs".to_owned())
}

/// `src/operations/client.rs`: the service, the builder's settings, and the operations outside folders.
pub(crate) fn file(context: Context<'_>) -> File {
    let api = context.api;
    let docs = ["What the client is for this service, and the operations outside folders.".to_owned()];
    let mut printer = Printer::new(context, &docs);
    let error = api.error.as_ref().map(api_error);
    let mut names = vec!["Client", "ClientBuilder"];
    if error.is_some() {
        names.extend(["Error", "ErrorKind"]);
    }
    if !api.credentials.is_empty() {
        names.push("TokenProvider");
    }
    let imports = imports(&api.operations, &names);
    let service_imports = service_imports(api);
    printer.item(quote! {
        #service_imports
        #imports
    });
    printer.item(service(api));
    printer.item(builder());
    let setters = setters(api);
    printer.items((!setters.is_empty()).then(|| quote! { impl ClientBuilder { #(#setters)* } }));
    printer.items(error);
    operations(&mut printer, context, Owner { groups: &[] }, &api.operations, "Client");
    printer.file("src/operations/client.rs".to_owned())
}

fn service_imports(api: &Api) -> TokenStream {
    let variable = (!api.variables.is_empty()).then(|| quote! { , Variable });
    let scheme = (!api.credentials.is_empty()).then(|| quote! { Scheme, SchemeKind, });
    quote! { use crate::runtime::service::{#scheme Service #variable}; }
}

fn service(api: &Api) -> TokenStream {
    let variables = api.variables.iter().map(|variable| {
        let Variable { name, default, .. } = variable;
        let (setter, name) = (name.rust.trim_start_matches("r#"), &name.wire);
        let default = match default {
            Some(text) => quote! { Some(#text) },
            None => quote! { None },
        };
        quote! { Variable { name: #name, setter: #setter, default: #default } }
    });
    let servers = api.servers.iter().map(|server| &server.template);
    let credentials = api.credentials.iter().map(|credential| {
        let setter = &credential.name;
        let kind = match credential.scheme {
            Scheme::Bearer => quote! { SchemeKind::Bearer },
        };
        quote! { Scheme { setter: #setter, kind: #kind } }
    });
    quote! {
        static SERVICE: Service = Service {
            variables: &[#(#variables),*],
            servers: &[#(#servers),*],
            credentials: &[#(#credentials),*],
        };
    }
}

fn builder() -> TokenStream {
    quote! {
        impl Client {
            /// Starts to make a client.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&SERVICE)
            }
        }
    }
}

fn setters(api: &Api) -> Vec<TokenStream> {
    let credentials = api.credentials.iter().enumerate().map(|(place, item)| credential_setter(place, item));
    let variables = api.variables.iter().enumerate().filter(|(_, variable)| variable.name.rust != BASE_URL);
    let variables = variables.map(|(place, item)| variable_setter(place, item));
    credentials.chain(variables).collect()
}

fn credential_setter(place: usize, credential: &Credential) -> TokenStream {
    let name = ident(&credential.name);
    let (from_env, provider) = (format_ident!("{name}_from_env"), format_ident!("{name}_provider"));
    let (what, variable) = match credential.scheme {
        Scheme::Bearer => {
            ("the token that is sent as `Authorization: Bearer …`, without the word `Bearer`", "API_TOKEN")
        }
    };
    let docs = doc(&[format!("Sets {what}.")]);
    let env_docs = doc(&[
        format!("Takes {what}, from an environment variable; `build` fails when it is not set."),
        String::new(),
        format!("For example `.{from_env}(\"{variable}\")`."),
    ]);
    let provider_docs = doc(&[
        format!("Asks for {what}, whenever there is none or the service has refused the last one."),
        String::new(),
        "A closure that returns a future will do.".to_owned(),
    ]);
    let place = Literal::usize_unsuffixed(place);
    quote! {
        #docs
        pub fn #name(self, token: impl Into<String>) -> Self {
            self.credential(#place, token.into())
        }

        #env_docs
        pub fn #from_env(self, variable: &str) -> Self {
            self.credential_from_env(#place, variable)
        }

        #provider_docs
        pub fn #provider(self, provider: impl TokenProvider) -> Self {
            self.credential_provider(#place, provider)
        }
    }
}

fn variable_setter(place: usize, variable: &Variable) -> TokenStream {
    let wire = docs::code(&variable.name.wire);
    let mut lines = vec![match variable.default.as_deref() {
        None => format!("Sets {wire}, a part of the URL; it has no default."),
        Some("") => format!("Sets {wire}, a part of the URL; empty by default."),
        Some(value) => format!("Sets {wire}, a part of the URL; {} by default.", docs::code(value)),
    }];
    let more = description(&variable.docs, "");
    if !more.is_empty() {
        lines.push(String::new());
        lines.extend(more);
    }
    let docs = doc(&lines);
    let name = ident(&variable.name.rust);
    let place = Literal::usize_unsuffixed(place);
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.variable(#place, value.into())
        }
    }
}

fn api_error(ty: &Type) -> TokenStream {
    let ty = rust_type(ty, Scope::Operations);
    quote! {
        impl Error {
            /// The error as the service describes it; nothing when the error is not an answer of the service, or its
            /// body is not JSON.
            #[must_use]
            pub fn api(&self) -> Option<crate::#ty> {
                if self.kind() == ErrorKind::Status { self.decode().ok() } else { None }
            }
        }
    }
}
