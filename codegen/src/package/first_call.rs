//! The first call in the README and the documentation. Tests compile it, so its arguments are literals or constants.

use std::iter;

use crate::api::{
    Api, Credential, Group, Operation, Parameter, Scheme, ScriptEffect, StringRules, Success, Type, TypeKind,
};
use crate::emit::Context;
use crate::emit::example::{statement, statement_within};
use crate::emit::signature::distinct_path;

/// The first call, as lines of a function whose error type is any error.
pub(super) struct FirstCall {
    /// The names to import from the crate.
    pub(super) imports: String,
    /// A hook that signs requests; empty if the call needs none.
    pub(super) hook: Vec<String>,
    /// The statement that creates a client.
    pub(super) client: Vec<String>,
    /// The call; empty if every operation needs an argument that is not a literal.
    pub(super) call: Vec<String>,
}

impl FirstCall {
    /// Selects an operation, preferably with GET, and returns its call.
    pub(super) fn of(context: Context<'_>) -> Self {
        let operations = context.api.all_operations();
        let mut calls = operations
            .iter()
            .filter_map(|(groups, operation)| Some((*operation, Chain::of(context, groups, operation)?)));
        let get = calls.clone().find(|(operation, _)| operation.method == "GET");
        let (operation, chain) = get.or_else(|| calls.next()).unzip();
        let call = operation.zip(chain).map(|(operation, chain)| chain.printed(operation));
        let call = call.unwrap_or_default();
        let has_hook = is_signed(context.api, operation);
        let mut names = vec!["Client"];
        if has_hook {
            names.splice(0..0, ["Authenticate", "BoxError", "BoxFuture"]);
        }
        if call.iter().any(|line| line.contains("types::")) {
            names.push("types");
        }
        let imports =
            if let [name] = names[..] { name.to_owned() } else { format!("{{{}}}", names.join(", ")) };
        let hook = if has_hook { split(HOOK) } else { Vec::new() };
        Self { imports, hook, client: client(context.api, operation, has_hook), call }
    }
}

fn split(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// A hook for the reader to complete.
const HOOK: &str = "\
/// Adds the signature, or the credential, that the service requires.
struct Signer;

impl Authenticate for Signer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut http::Request<bytes::Bytes>,
    ) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async move {
            request.headers_mut().insert(\"authorization\", \"the signature\".parse()?);
            Ok(())
        })
    }
}
";

/// Whether requests are signed: those of the operation, or others by a script of the collection.
fn is_signed(api: &Api, operation: Option<&Operation>) -> bool {
    let mut credentials = operation.into_iter().flat_map(|operation| credentials(api, operation));
    let is_signature = credentials.any(|credential| matches!(credential.scheme, Scheme::Signature(_)));
    let mut scripts = api.auth_scripts.iter();
    is_signature || scripts.any(|script| !matches!(script.effect, ScriptEffect::SetsVariable(_)))
}

/// Returns the credentials of an operation.
fn credentials<'a>(api: &'a Api, operation: &'a Operation) -> impl Iterator<Item = &'a Credential> {
    operation.credentials.iter().filter_map(|own| api.credentials.get(own.index))
}

/// Returns the statement that creates a client, with the credentials of the operation and the variables without a
/// default. A client that has credentials is created with at least one.
fn client(api: &Api, operation: Option<&Operation>, has_hook: bool) -> Vec<String> {
    let mut chain = vec!["Client::builder()".to_owned()];
    let setter = |Credential { name, scheme, .. }: &Credential| match scheme {
        Scheme::Signature(_) => None,
        Scheme::Basic => Some(format!("{}_from_env(\"API_USER\", \"API_PASSWORD\")", plain(name))),
        _ => Some(format!("{}_from_env({:?})", plain(name), environment_variable(name))),
    };
    let mut own: Vec<String> =
        operation.into_iter().flat_map(|operation| credentials(api, operation)).filter_map(setter).collect();
    if own.is_empty() {
        own.extend(api.credentials.iter().find_map(setter));
    }
    chain.extend(own);
    chain.extend(has_hook.then(|| "authenticate(Signer)".to_owned()));
    let missing = api.variables.iter().filter(|variable| variable.default.is_none());
    chain.extend(missing.map(|variable| {
        let setter = &variable.name.rust;
        format!("{setter}(std::env::var({:?})?)", environment_variable(setter))
    }));
    chain.push("build()?".to_owned());
    statement("let client = ", &chain, ";")
}

/// Returns the environment variable for a setter. One word alone may be a variable of the system: `PATH`, `USER`, `HOST`.
fn environment_variable(setter: &str) -> String {
    let name = plain(setter).trim_end_matches('_').to_uppercase();
    if name.contains('_') { name } else { format!("API_{name}") }
}

/// Returns a name that is not escaped.
fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// A call of an operation: its arguments, and what creates it.
#[derive(Clone)]
pub(super) struct Chain {
    /// The names and the values of arguments that have a line of their own.
    arguments: Vec<(String, String)>,
    links: Vec<String>,
}

impl Chain {
    /// Returns the call of an operation; `None` if it is deprecated, or requires a body or an argument that is not a
    /// literal.
    pub(super) fn of(context: Context<'_>, groups: &[&Group], operation: &Operation) -> Option<Self> {
        /// The names in the example and in the test.
        const TAKEN: &[&str] = &["client", "response"];

        let requires_body = operation.body.as_ref().is_some_and(|body| body.required);
        if requires_body || operation.deprecated.is_some() {
            return None;
        }
        let (mut own, mut arguments) = (Vec::new(), Vec::new());
        for parameter in distinct_path(operation) {
            let (name, value) = (&parameter.name.rust, value(context, parameter)?);
            // An argument with a fallible constructor has its own line, unless its name is taken.
            if value.ends_with('?') && !TAKEN.contains(&name.as_str()) {
                arguments.push(format!("&{name}"));
                own.push((name.clone(), value));
            } else if matches!(parameter.ty, Type::Named(_)) {
                arguments.push(format!("&{value}"));
            } else {
                arguments.push(value);
            }
        }
        let mut links = vec!["client".to_owned()];
        links.extend(groups.iter().map(|group| format!("{}()", group.name.rust)));
        links.push(format!("{}({})", operation.name.rust, arguments.join(", ")));
        Some(Self { arguments: own, links })
    }

    /// Returns the lines of the arguments.
    fn arguments(&self) -> Vec<String> {
        self.arguments.iter().map(|(name, value)| format!("let {name} = {value};")).collect()
    }

    /// Returns the lines that print the response.
    fn printed(&self, operation: &Operation) -> Vec<String> {
        let mut lines = self.arguments();
        let links: Vec<String> = self.links.iter().cloned().chain(["await?".to_owned()]).collect();
        if operation.success == Success::Empty {
            lines.extend(statement("", &links, ";"));
        } else {
            lines.extend(statement("let response = ", &links, ";"));
            lines.push("println!(\"{response:?}\");".to_owned());
        }
        lines
    }

    /// Returns the lines that bind `response`, in the layout of rustfmt.
    pub(super) fn tested(mut self) -> Vec<String> {
        /// The width of a chain on one line.
        const CHAIN_WIDTH: usize = 60;

        let mut lines = self.arguments();
        self.links.push("await?".to_owned());
        lines.extend(statement_within(CHAIN_WIDTH, "let response = ", &self.links, ";"));
        lines
    }
}

/// Returns a string that fits the rules: the given one if it does, or one that is like it.
fn fitting(rules: &StringRules, string: &str) -> String {
    let (least, most) = (rules.min_length.unwrap_or(1).max(1), rules.max_length.unwrap_or(usize::MAX));
    let allowed = |&character: &char| {
        let mut ranges = rules.characters.iter();
        rules.characters.is_empty() || ranges.any(|(first, last)| (*first..=*last).contains(&character))
    };
    let fits = |string: &String| {
        (least..=most).contains(&string.chars().count())
            && string.chars().all(|character| allowed(&character))
    };
    let candidates = [string.to_owned(), string.to_lowercase(), string.to_uppercase()];
    candidates.into_iter().find(fits).unwrap_or_else(|| {
        let first = rules.characters.first().map_or('a', |(first, _)| *first);
        let filler = ['a', 'A', '1'].into_iter().find(allowed).unwrap_or(first);
        let kept: Vec<char> = string.chars().filter(allowed).collect();
        let missing = least.saturating_sub(kept.len());
        kept.into_iter().chain(iter::repeat_n(filler, missing)).take(most).collect()
    })
}

/// Returns a value for a path parameter: its example, or else its name in the URL.
fn value(context: Context<'_>, parameter: &Parameter) -> Option<String> {
    let Parameter { name, ty, example, .. } = parameter;
    let example = example.as_deref().filter(|example| !example.is_empty());
    // A long example does not fit on a line.
    let string = example.filter(|example| example.len() <= 60).unwrap_or(&name.wire);
    match ty {
        Type::String => Some(format!("{string:?}")),
        Type::Integer => Some(example.and_then(|example| example.parse().ok()).unwrap_or(1_i64).to_string()),
        Type::Unsigned => Some(example.and_then(|example| example.parse().ok()).unwrap_or(1_u64).to_string()),
        Type::Bool => Some("true".to_owned()),
        Type::Named(name) => match &context.types.get(name.as_str())?.kind {
            TypeKind::Newtype(rules) => Some(format!("types::{name}::new({:?})?", fitting(rules, string))),
            TypeKind::Enum(values) => {
                let value = values.iter().find(|value| value.deprecated.is_none())?;
                Some(format!("types::{name}::{}", value.name.rust))
            }
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_argument_fits_the_rules_of_its_type() {
        let rules = |characters: &[(char, char)], min_length, max_length| StringRules {
            min_length,
            max_length,
            characters: characters.to_vec(),
            pattern: None,
        };
        let (lower, upper, digits) = (('a', 'z'), ('A', 'Z'), ('0', '9'));
        for (rules, string, expected) in [
            (rules(&[], None, None), "id", "id"),
            (rules(&[], Some(4), None), "id", "idaa"),
            (rules(&[], None, Some(3)), "account", "acc"),
            (rules(&[lower], None, None), "accountId", "accountid"),
            (rules(&[upper], None, None), "id", "ID"),
            (rules(&[lower], None, None), "account_id", "accountid"),
            (rules(&[digits], Some(3), Some(3)), "id", "111"),
            (rules(&[('#', '#')], None, None), "id", "#"),
            (rules(&[lower], None, None), "", "a"),
        ] {
            assert_eq!(fitting(&rules, string), expected, "{rules:?}");
        }
    }
}
