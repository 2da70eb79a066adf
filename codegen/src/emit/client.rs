//! What the client has because of the collection: the service, its settings and its credentials.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::group::{imports, operations};
use super::operation::Owner;
use super::print::{Printer, description, doc};
use super::rust_type::{Scope, ident, rust_type};
use super::{Context, docs, group};
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
    let modules = context.api.groups.iter().map(|inner| group::module(&inner.name.rust, "operations"));
    printer.item(quote! {
        pub mod client;
        #(#modules)*
    });
    let name = context.crate_name;
    printer.item(quote! {
        /// The name of this crate, for the examples in its documentation.
        macro_rules! this_crate {
            () => {
                #name
            };
        }

        pub(crate) use this_crate;
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
    if api.credentials.iter().any(has_setters) {
        names.push("TokenProvider");
    }
    let imports = imports(&api.operations, &names);
    let service_imports = service_imports(api);
    let runtime = (!api.operations.is_empty()).then(|| quote! { use crate::runtime::operations; });
    printer.item(quote! {
        #service_imports
        #runtime
        #imports
    });
    printer.item(service(api));
    printer.item(builder());
    let setters = setters(api);
    printer.items((!setters.is_empty()).then(|| quote! { impl ClientBuilder { #(#setters)* } }));
    printer.items(error);
    operations(&mut printer, context, Owner { groups: &[] }, &api.operations, None);
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
        let kind = match &credential.scheme {
            Scheme::Bearer => quote! { Bearer },
            Scheme::Prefixed(prefix) => quote! { Prefixed(#prefix) },
            Scheme::Basic => quote! { Basic },
            Scheme::ApiKeyHeader(name) => quote! { ApiKeyHeader(#name) },
            Scheme::ApiKeyQuery(name) => quote! { ApiKeyQuery(#name) },
            Scheme::Signature(kind) => quote! { Signature(#kind) },
        };
        quote! { Scheme { setter: #setter, kind: SchemeKind::#kind } }
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
    let credentials = api.credentials.iter().enumerate().filter(|(_, credential)| has_setters(credential));
    let credentials = credentials.map(|(place, item)| credential_setters(place, item));
    let variables = api.variables.iter().enumerate().filter(|(_, variable)| variable.name.rust != BASE_URL);
    let variables = variables.map(|(place, item)| variable_setter(place, item));
    credentials.chain(variables).collect()
}

/// Whether callers give a secret; what a signature needs is the hook's.
fn has_setters(credential: &Credential) -> bool {
    !matches!(credential.scheme, Scheme::Signature(_))
}

/// What a credential is, as documentation calls it.
fn what(scheme: &Scheme) -> String {
    match scheme {
        Scheme::Bearer => {
            "the token that is sent as `Authorization: Bearer …`, without the word `Bearer`".to_owned()
        }
        Scheme::Prefixed(prefix) => {
            let word = docs::code(prefix.trim());
            match prefix.trim() {
                "" => "the token that is sent in the header `Authorization`".to_owned(),
                _ => format!("the token that is sent in the header `Authorization` after the word {word}"),
            }
        }
        Scheme::Basic => "the user and the password that are sent as `Authorization: Basic …`".to_owned(),
        Scheme::ApiKeyHeader(name) => format!("the key that is sent in the header {}", docs::code(name)),
        Scheme::ApiKeyQuery(name) => {
            format!("the key that is sent as the query parameter {}", docs::code(name))
        }
        Scheme::Signature(kind) => format!("the {} signature", docs::code(kind)),
    }
}

/// The three ways to give a secret.
fn credential_setters(place: usize, credential: &Credential) -> TokenStream {
    let name = ident(&credential.name);
    let plain = credential.name.trim_start_matches("r#");
    let (from_env, provider) = (format_ident!("{plain}_from_env"), format_ident!("{plain}_provider"));
    let what = what(&credential.scheme);
    let place = Literal::usize_unsuffixed(place);
    let is_basic = credential.scheme == Scheme::Basic;
    let variable = if is_basic { "\"API_USER\", \"API_PASSWORD\"" } else { "\"API_TOKEN\"" };
    let answer = if is_basic { "a future of `user:password`" } else { "a future" };
    let mut lines = vec![format!("Sets {what}.")];
    if !credential.variables.is_empty() {
        let variables = credential.variables.iter().map(|name| docs::code(&format!("{{{{{name}}}}}")));
        let variables: Vec<String> = variables.collect();
        lines.extend([String::new(), format!("In the collection: {}.", variables.join(", "))]);
    }
    let docs = doc(&lines);
    let env_docs = doc(&[
        format!("Takes {what}, from the environment: `.{from_env}({variable})`."),
        String::new(),
        "`build` fails when a variable is not set.".to_owned(),
    ]);
    let provider_docs = doc(&[
        format!("Asks for {what}, whenever there is none or the service has refused the last one."),
        String::new(),
        format!("A closure that returns {answer} will do."),
    ]);
    let secret: &[&str] = match credential.scheme {
        Scheme::Basic => &["user", "password"],
        Scheme::ApiKeyHeader(_) | Scheme::ApiKeyQuery(_) => &["key"],
        _ => &["token"],
    };
    let variables =
        secret.iter().map(|name| if is_basic { format_ident!("{name}_variable") } else { ident("variable") });
    let variables: Vec<Ident> = variables.collect();
    let secret: Vec<Ident> = secret.iter().map(|name| ident(name)).collect();
    quote! {
        #docs
        pub fn #name(self #(, #secret: impl Into<String>)*) -> Self {
            self.credential(#place, [#(#secret.into()),*])
        }

        #env_docs
        pub fn #from_env(self #(, #variables: &str)*) -> Self {
            self.credential_from_env(#place, [#(#variables),*])
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
