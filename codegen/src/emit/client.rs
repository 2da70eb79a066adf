//! The client of this collection: its servers, its credentials and the settings of its builder.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::print::{Code, Printer, decided, description, doc, section, sentence_and_description};
use super::rust_type::{Scope, ident, rust_type};
use super::signature::Owner;
use super::{Context, aliases, auth_scripts, docs, group, operation, operation_index};
use crate::File;
use crate::api::{Api, BASE_URL, Credential, Decision, QuerySetting, Scheme, Type, Variable};

/// `src/operations/mod.rs`: the modules.
pub(crate) fn root(context: Context<'_>) -> File {
    let mut lines = vec![
        "The operations: a module for each folder of the collection.".to_owned(),
        String::new(),
        "A module has the handle of the folder, whose methods create calls, and a type for the calls of each method."
            .to_owned(),
        "`call!` implements the methods of a call (`with`, `url`, `send`) and `IntoFuture`, so that it can be awaited."
            .to_owned(),
    ];
    lines.extend(auth_scripts::lines(&context.api.auth_scripts));
    lines.extend(operation_index::lines(context.api));
    let about = description(&context.api.docs);
    if !about.is_empty() {
        lines.extend(section("Description by the owner of the collection"));
        lines.extend(about);
    }
    let mut printer = Printer::new(context, &lines);
    let modules = context.api.groups.iter().map(|inner| group::module(&inner.name.rust, "operations"));
    printer.item(quote! {
        pub mod client;
        #[cfg(feature = "mock")]
        pub(crate) mod examples;
        #(#modules)*
    });
    printer.text(&aliases::modules(&context.api.groups));
    printer.file("src/operations/mod.rs".to_owned())
}

/// `src/operations/client.rs`: servers, credentials, the builder's settings, and the operations outside folders.
pub(crate) fn file(context: Context<'_>) -> File {
    let api = context.api;
    let docs =
        ["The servers and credentials of the client, its settings, and the operations outside folders."
            .to_owned()];
    let mut printer = Printer::new(context, &docs);
    let error = api.error.as_ref().map(api_error);
    let mut names = vec!["Client", "ClientBuilder"];
    if error.is_some() {
        names.extend(["Error", "ErrorKind"]);
    }
    if api.credentials.iter().any(has_setters) {
        names.push("TokenProvider");
    }
    let moved = context.moved.of(&[]);
    if api.operations.iter().any(group::uses_types)
        || moved.iter().any(|moved| group::takes_types(moved.operation))
    {
        names.push("types");
    }
    printer.text(&imports(api, &names));
    for item in servers(api).chain(credentials(api)).chain(query_settings(api)).chain(builder(api)) {
        printer.item(item);
    }
    let setters = setters(api);
    printer.items((!setters.is_empty()).then(|| quote! { impl ClientBuilder { #(#setters)* } }));
    printer.items(error);
    let mut code = Code::default();
    operation::operations(&mut code, context, Owner { groups: &[] }, &api.operations);
    aliases::moved(&mut code, Owner { groups: &[] }, moved);
    printer.code(code);
    printer.file("src/operations/client.rs".to_owned())
}

fn imports(api: &Api, names: &[&str]) -> String {
    let call = if api.operations.is_empty() { "" } else { "use crate::runtime::api::{Call, call};\n" };
    let mut service = Vec::new();
    if !api.credentials.is_empty() {
        service.extend(["Credential", "Scheme"]);
    }
    if !api.query_settings.is_empty() {
        service.push("QuerySetting");
    }
    service.extend(["Server", "Service"]);
    if !api.variables.is_empty() {
        service.push("Variable");
    }
    let service = service.join(", ");
    format!("{call}use crate::runtime::api::service::{{{service}}};\nuse crate::{{{}}};\n", names.join(", "))
}

/// The constants of the servers.
fn servers(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.servers.iter().zip(api.server_credentials()).map(|(server, credentials)| {
        let docs = doc(&[format!("The server {}.", docs::code(&server.template))]);
        let (name, url) = (ident(&server.constant), &server.template);
        let credentials = credentials.iter().map(|credential| ident(&credential.constant));
        quote! {
            #docs
            pub(crate) static #name: Server = Server { url: #url, credentials: &[#(&#credentials),*] };
        }
    })
}

/// The constants of the credentials.
fn credentials(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.credentials.iter().map(|credential| {
        let docs = doc(&[format!("Credentials: {}.", what(&credential.scheme))]);
        let (name, setter) = (ident(&credential.constant), &credential.name);
        let scheme = match &credential.scheme {
            Scheme::Bearer => quote! { Bearer },
            Scheme::Prefixed(prefix) => quote! { Prefixed(#prefix) },
            Scheme::Basic => quote! { Basic },
            Scheme::ApiKeyHeader(name) => quote! { ApiKeyHeader(#name) },
            Scheme::ApiKeyQuery(name) => quote! { ApiKeyQuery(#name) },
            Scheme::Signature(kind) => quote! { Signature(#kind) },
        };
        quote! {
            #docs
            pub(crate) static #name: Credential = Credential { setter: #setter, scheme: Scheme::#scheme };
        }
    })
}

/// The constants of the query settings.
fn query_settings(api: &Api) -> impl Iterator<Item = TokenStream> {
    api.query_settings.iter().map(|setting| {
        let QuerySetting { name, constant, default, .. } = setting;
        let docs = doc(&[format!("The value of {} in the query.", docs::code(&name.wire))]);
        let (constant, name) = (ident(constant), &name.wire);
        quote! {
            #docs
            pub(crate) static #constant: QuerySetting = QuerySetting { name: #name, default: #default };
        }
    })
}

/// The static that describes the API to a builder, and the method that returns a builder.
fn builder(api: &Api) -> [TokenStream; 2] {
    let servers = api.servers.iter().map(|server| ident(&server.constant));
    let credentials = api.credentials.iter().map(|credential| ident(&credential.constant));
    let variables = api.variables.iter().map(|variable| {
        let Variable { name, default, .. } = variable;
        let (setter, name) = (name.rust.trim_start_matches("r#"), &name.wire);
        let default = match default {
            Some(text) => quote! { Some(#text) },
            None => quote! { None },
        };
        quote! { Variable { name: #name, setter: #setter, default: #default } }
    });
    let service = quote! {
        static SERVICE: Service = Service {
            servers: &[#(&#servers),*],
            credentials: &[#(&#credentials),*],
            variables: &[#(#variables),*],
        };
    };
    let builder = quote! {
        impl Client {
            /// Returns a builder, with which the client is configured and created.
            #[inline]
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&SERVICE)
            }
        }
    };
    [service, builder]
}

fn setters(api: &Api) -> Vec<TokenStream> {
    let credentials = api.credentials.iter().filter(|credential| has_setters(credential));
    let credentials = credentials.map(credential_setters);
    let variables = api.variables.iter().filter(|variable| variable.name.rust != BASE_URL);
    let variables = variables.map(variable_setter);
    credentials.chain(variables).chain(api.query_settings.iter().map(query_setter)).collect()
}

/// Whether callers set a secret; signatures come from a hook.
fn has_setters(credential: &Credential) -> bool {
    !matches!(credential.scheme, Scheme::Signature(_))
}

/// Returns the noun phrase for a credential in documentation.
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

/// The three setters of a secret: the value, the environment variable, the provider.
fn credential_setters(credential: &Credential) -> TokenStream {
    let name = ident(&credential.name);
    // A keyword is `r#type` or `self_`; with a suffix, it is an identifier.
    let plain = credential.name.trim_start_matches("r#").trim_end_matches('_');
    let (from_env, provider) = (format_ident!("{plain}_from_env"), format_ident!("{plain}_provider"));
    let what = what(&credential.scheme);
    let constant = ident(&credential.constant);
    let is_basic = credential.scheme == Scheme::Basic;
    let variable = if is_basic { "\"API_USER\", \"API_PASSWORD\"" } else { "\"API_TOKEN\"" };
    let output = if is_basic { "`user:password`" } else { "the token" };
    let mut lines = vec![format!("Sets {what}.")];
    if !credential.variables.is_empty() {
        let variables = credential.variables.iter().map(|name| docs::code(&format!("{{{{{name}}}}}")));
        let variables: Vec<String> = variables.collect();
        lines.extend([String::new(), format!("In the collection: {}.", variables.join(", "))]);
    }
    lines.extend([String::new()].into_iter().chain(checked(&credential.scheme)));
    lines.extend(inferred(credential.decision.as_ref()));
    let docs = doc(&lines);
    let env_docs = doc(&[
        format!("Sets {what}."),
        String::new(),
        format!(
            "It is taken from the environment, `.{from_env}({variable})`: [`build`](Self::build) fails if a variable is"
        ),
        "not set, or has a value that cannot be sent.".to_owned(),
    ]);
    let provider_docs = doc(&[
        format!("Sets a provider of {what}."),
        String::new(),
        "It is called when the client has none yet, before the last one expires, and after the service has refused it."
            .to_owned(),
        format!("A closure that returns a future of {output} is a provider."),
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
            self.credential(&#constant, [#(#secret.into()),*])
        }

        #env_docs
        #[inline]
        pub fn #from_env(self #(, #variables: &str)*) -> Self {
            self.credential_from_env(&#constant, [#(#variables),*])
        }

        #provider_docs
        pub fn #provider(self, provider: impl TokenProvider) -> Self {
            self.credential_provider(&#constant, provider)
        }
    }
}

/// Returns the paragraph about the values of a credential that are refused.
fn checked(scheme: &Scheme) -> Vec<String> {
    let lines: &[&str] = match scheme {
        Scheme::Basic => &[
            "[`build`](Self::build) refuses a user with a colon, and control characters such as the line break at the end of",
            "a file.",
        ],
        _ => &[
            "White space around it, such as the line break at the end of a file, is not sent. [`build`](Self::build) refuses",
            "what cannot be sent.",
        ],
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// The paragraph about the rule that made a setting.
fn inferred(decision: Option<&Decision>) -> Vec<String> {
    let Some(decision) = decision else { return Vec::new() };
    let subject = docs::code(&decision.subject);
    let text = format!("Inferred from the collection: {subject} {}", decided(decision));
    [String::new()].into_iter().chain(description(&text)).collect()
}

fn variable_setter(variable: &Variable) -> TokenStream {
    let wire = docs::code(&variable.name.wire);
    let sentence = match variable.default.as_deref() {
        None => format!("Sets {wire}, a part of the URL; it has no default."),
        Some("") => format!("Sets {wire}, a part of the URL; empty by default."),
        Some(value) => format!("Sets {wire}, a part of the URL; {} by default.", docs::code(value)),
    };
    let mut lines = sentence_and_description(sentence, &variable.docs);
    lines.extend(inferred(variable.decision.as_ref()));
    let docs = doc(&lines);
    let (name, variable) = (ident(&variable.name.rust), &variable.name.wire);
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.variable(#variable, value.into())
        }
    }
}

fn query_setter(setting: &QuerySetting) -> TokenStream {
    let (wire, default) = (docs::code(&setting.name.wire), docs::code(&setting.default));
    let mut lines =
        vec![format!("Sets {wire} in the query of the operations that have it; {default} by default.")];
    lines.extend(inferred(setting.decision.as_ref()));
    let docs = doc(&lines);
    let (name, constant) = (ident(&setting.name.rust), ident(&setting.constant));
    quote! {
        #docs
        pub fn #name(self, value: impl Into<String>) -> Self {
            self.query_setting(&#constant, value.into())
        }
    }
}

fn api_error(ty: &Type) -> TokenStream {
    let ty = rust_type(ty, Scope::Crate);
    quote! {
        impl Error {
            /// Returns the description of the error by the service; `None` if the service did not respond with an error
            /// status, or if the body of its response does not have this type.
            #[must_use]
            #[inline]
            pub fn api(&self) -> Option<#ty> {
                if self.kind() == ErrorKind::Status { self.decode().ok() } else { None }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{api_error, credential_setters};
    use crate::api::{Credential, Scheme, Type};

    #[test]
    fn the_type_of_errors_needs_no_name_of_its_own() {
        let named = || Type::Named("Problem".to_owned());
        for (ty, expected) in [
            (named(), "crate :: types :: Problem"),
            (Type::Array(Box::new(named())), "Vec < crate :: types :: Problem >"),
            (
                Type::Map(Box::new(named())),
                "std :: collections :: BTreeMap < String , crate :: types :: Problem >",
            ),
            (Type::String, "String"),
            (Type::Bool, "bool"),
            (Type::Integer, "i64"),
            (Type::Number, "crate :: Number"),
            (Type::DateTime, "crate :: DateTime"),
            (Type::Any, "serde_json :: Value"),
        ] {
            let text = api_error(&ty).to_string();
            assert!(text.contains(&format!("-> Option < {expected} > {{")), "{text}");
        }
    }

    #[test]
    fn a_keyword_with_a_suffix_is_a_snake_case_name() {
        let credential = |name: &str| Credential {
            name: name.to_owned(),
            constant: "KEY".to_owned(),
            scheme: Scheme::Bearer,
            variables: Vec::new(),
            decision: None,
        };
        for (name, provider) in
            [("self_", "self_provider"), ("r#type", "type_provider"), ("key", "key_provider")]
        {
            let setters = credential_setters(&credential(name)).to_string();
            assert!(setters.contains(&format!("fn {name} (")), "{setters}");
            assert!(setters.contains(&format!("fn {provider} (")), "{setters}");
        }
    }
}
