//! Requests that the replay signs: the hooks for it, which its users may take over into their own code.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use crate::api::{Api, Operation, Scheme};
use crate::emit::rust_type::ident;

/// The hook of a scheme.
struct Signer {
    /// What Postman calls the scheme.
    kind: &'static str,
    /// What the module is called; no crate is.
    module: &'static str,
    /// The type that implements the hook.
    hook: &'static str,
    text: &'static str,
    /// Of the template's dependencies for examples, those that it needs.
    dependencies: &'static [&'static str],
}

const SIGNERS: &[Signer] = &[
    Signer {
        kind: "digest",
        module: "digest_hook",
        hook: "Digest",
        text: include_str!("signers/digest.rs"),
        dependencies: &["md-5", "ring"],
    },
    Signer {
        kind: "hawk",
        module: "hawk_hook",
        hook: "Hawk",
        text: include_str!("signers/hawk.rs"),
        dependencies: &["ring"],
    },
    Signer {
        kind: "jwt",
        module: "jwt_hook",
        hook: "Jwt",
        text: include_str!("signers/jwt.rs"),
        dependencies: &["ring", "serde_json"],
    },
    Signer {
        kind: "oauth1",
        module: "oauth1_hook",
        hook: "OAuth1",
        text: include_str!("signers/oauth1.rs"),
        dependencies: &["ring"],
    },
];

/// What every replay with a signature has.
const COMMON: &str = r#"
/// The options of a call with a signature, whose parameters the collection has. What cannot be signed is sent without
/// one, as Postman does.
fn signed<H: Authenticate>(
    options: CallOptions,
    values: &Values,
    parameters: &[(&str, &str)],
    hook: fn(&HashMap<&str, String>) -> Result<H, BoxError>,
) -> CallOptions {
    let parameters = parameters.iter().map(|(name, text)| (*name, values.text(text))).collect();
    match hook(&parameters) {
        Ok(hook) => options.authenticate(hook),
        Err(problem) => {
            eprintln!("not signed: {problem}");
            options
        }
    }
}
"#;

/// The scheme of an operation that the replay can sign.
fn signer(api: &Api, operation: &Operation) -> Option<&'static Signer> {
    match &api.credentials.get(operation.credential?)?.scheme {
        Scheme::Signature(kind) => SIGNERS.iter().find(|signer| signer.kind == kind),
        _ => None,
    }
}

/// The schemes that a collection uses.
fn used(api: &Api) -> impl Iterator<Item = &'static Signer> {
    let is_used = |signer: &&Signer| {
        let mut schemes = api.credentials.iter().map(|credential| &credential.scheme);
        schemes.any(|scheme| matches!(scheme, Scheme::Signature(kind) if kind == signer.kind))
    };
    SIGNERS.iter().filter(is_used)
}

/// The modules of the hooks that the replay of a collection has.
pub(crate) fn modules(api: &Api) -> Vec<&'static str> {
    used(api).map(|signer| signer.module).collect()
}

/// The dependencies of a collection's replay on account of signatures.
pub(crate) fn dependencies(api: &Api) -> Vec<&'static str> {
    used(api).flat_map(|signer| signer.dependencies).copied().collect()
}

/// The dependencies of any replay on account of signatures.
pub(crate) fn all_dependencies() -> Vec<&'static str> {
    SIGNERS.iter().flat_map(|signer| signer.dependencies).copied().collect()
}

/// The code for the schemes that a collection uses; nothing when it uses none.
pub(crate) fn code(api: &Api, crate_name: &str) -> Option<String> {
    let mut used = used(api).peekable();
    used.peek()?;
    let mut code =
        format!("use std::collections::HashMap;\n\nuse {crate_name}::{{Authenticate, BoxError}};\n{COMMON}");
    for signer in used {
        let _ = write!(code, "\nmod {} {{\n", signer.module);
        for line in signer.text.replace("the_crate", crate_name).lines() {
            let indent = if line.is_empty() { "" } else { "    " };
            let _ = writeln!(code, "{indent}{line}");
        }
        code.push_str("}\n");
    }
    Some(code)
}

/// The options of a call, signed when that is possible.
pub(crate) fn signed(api: &Api, operation: &Operation, options: TokenStream) -> TokenStream {
    let Some(Signer { module, hook, .. }) = signer(api, operation) else { return options };
    let (module, hook) = (ident(module), ident(hook));
    let parameters = operation.credential_values.iter().map(|(name, text)| quote! { (#name, #text) });
    quote! { signed(#options, values, &[#(#parameters),*], #module::#hook::new) }
}
