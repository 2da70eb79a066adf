//! Prints the signing of requests. The hooks that compute signatures are hand-written, in `examples/replay/signing`.

use std::fmt::Write as _;

use hashbrown::HashSet;

use super::super::string::string;
use crate::api::{Api, CredentialSource, Operation, Scheme};

/// The hook of an authentication scheme.
struct Signer {
    /// Postman's name of the scheme, which is also the name of the module.
    scheme: &'static str,
    /// The type that implements the hook.
    hook: &'static str,
}

const SIGNERS: &[Signer] = &[
    Signer { scheme: "awsv4", hook: "AwsV4" },
    Signer { scheme: "digest", hook: "Digest" },
    Signer { scheme: "hawk", hook: "Hawk" },
    Signer { scheme: "jwt", hook: "Jwt" },
    Signer { scheme: "oauth1", hook: "OAuth1" },
];

/// Returns the modules of the hooks that sign an operation.
pub(crate) fn modules(api: &Api) -> impl Iterator<Item = &'static str> {
    let operations = api.all_operations();
    let used: HashSet<&str> =
        operations.iter().filter_map(|(_, operation)| Some(signer(api, operation)?.0.scheme)).collect();
    SIGNERS.iter().map(|signer| signer.scheme).filter(move |scheme| used.contains(scheme))
}

/// Appends the statement that signs the call of an operation, if the replay has a hook for its scheme.
pub(super) fn push(text: &mut String, api: &Api, operation: &Operation) {
    let Some((Signer { scheme, hook }, values)) = signer(api, operation) else { return };
    let _ = writeln!(text, "            let options = values.sign(options, {scheme}::{hook}::new, &[");
    for (name, value) in values {
        let _ = writeln!(text, "                ({}, {}),", string(name), string(value));
    }
    text.push_str("            ]);\n");
}

/// Returns the hook that signs an operation, and its parameters.
fn signer<'o>(api: &Api, operation: &'o Operation) -> Option<(&'static Signer, &'o [(String, String)])> {
    operation.credentials.iter().find_map(|credential| {
        let (Scheme::Signature(scheme), CredentialSource::Auth(values)) =
            (&api.credentials.get(credential.index)?.scheme, &credential.source)
        else {
            return None;
        };
        Some((SIGNERS.iter().find(|signer| signer.scheme == scheme)?, values.as_slice()))
    })
}
