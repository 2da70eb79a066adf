//! The first call that a newcomer sees. It is compiled as a test, so it is made of values that can be written down.

use crate::api::{Api, Credential, Group, Operation, Parameter, Scheme, Success, Type, TypeKind};
use crate::emit::Context;
use crate::emit::example::statement;
use crate::emit::operation::distinct_path;

/// The lines of the first call, in a function that returns any error.
pub(super) struct FirstCall {
    /// What is imported from the crate.
    pub(super) imports: &'static str,
    /// How a client is made.
    pub(super) client: Vec<String>,
    /// What is done with it; nothing when no operation has arguments that can be written down.
    pub(super) call: Vec<String>,
}

impl FirstCall {
    pub(super) fn of(context: Context<'_>) -> Self {
        let operations = context.api.all_operations();
        let mut calls = operations
            .iter()
            .filter_map(|(groups, operation)| Some((*operation, call(context, groups, operation)?)));
        let get = calls.clone().find(|(operation, _)| operation.method == "GET");
        let call = get.or_else(|| calls.next()).map(|(_, call)| call).unwrap_or_default();
        let has_types = call.iter().any(|line| line.contains("types::"));
        let imports = if has_types { "{Client, types}" } else { "Client" };
        Self { imports, client: client(context.api), call }
    }
}

/// How a client is made: with a credential, and with what has no default.
fn client(api: &Api) -> Vec<String> {
    let from_environment = |setter: &str| {
        let setter = setter.trim_start_matches("r#");
        format!("{setter}(std::env::var({:?})?)", setter.to_uppercase())
    };
    let mut chain = vec!["Client::builder()".to_owned()];
    chain.extend(api.credentials.iter().find_map(|Credential { name, scheme, .. }| match scheme {
        Scheme::Signature(_) => None,
        Scheme::Basic => Some(format!("{name}_from_env(\"API_USER\", \"API_PASSWORD\")")),
        _ => Some(from_environment(name)),
    }));
    let missing = api.variables.iter().filter(|variable| variable.default.is_none());
    chain.extend(missing.map(|variable| from_environment(&variable.name.rust)));
    chain.push("build()?".to_owned());
    statement("let client = ", &chain, ";")
}

/// The call of an operation; nothing when it wants a body, or an argument that cannot be written down.
fn call(context: Context<'_>, groups: &[&Group], operation: &Operation) -> Option<Vec<String>> {
    let wants_body = operation.body.as_ref().is_some_and(|body| body.required);
    if wants_body || operation.deprecated.is_some() {
        return None;
    }
    let (mut lines, mut arguments) = (Vec::new(), Vec::new());
    for parameter in distinct_path(operation) {
        let (name, value) = (&parameter.name.rust, value(context, parameter)?);
        // What can fail stands in a line of its own, unless its name means something else here.
        if value.ends_with('?') && name != "client" {
            lines.push(format!("let {name} = {value};"));
            arguments.push(format!("&{name}"));
        } else if matches!(parameter.ty, Type::Named(_)) {
            arguments.push(format!("&{value}"));
        } else {
            arguments.push(value);
        }
    }
    let mut chain = vec!["client".to_owned()];
    chain.extend(groups.iter().map(|group| format!("{}()", group.name.rust)));
    chain.push(format!("{}({})", operation.name.rust, arguments.join(", ")));
    chain.push("await?".to_owned());
    if operation.success == Success::Empty {
        lines.extend(statement("", &chain, ";"));
    } else {
        lines.extend(statement("let answer = ", &chain, ";"));
        lines.push("println!(\"{answer:?}\");".to_owned());
    }
    Some(lines)
}

/// A value of a parameter of a path.
fn value(context: Context<'_>, parameter: &Parameter) -> Option<String> {
    let Parameter { name, ty, example, .. } = parameter;
    let example = example.as_deref().filter(|example| !example.is_empty());
    // A text has no place for more than a line; the wire name stands for what is not known.
    let text = example.filter(|example| example.len() <= 60).unwrap_or(&name.wire);
    match ty {
        Type::String => Some(format!("{text:?}")),
        Type::Integer => Some(example.and_then(|text| text.parse().ok()).unwrap_or(1_i64).to_string()),
        Type::Unsigned => Some(example.and_then(|text| text.parse().ok()).unwrap_or(1_u64).to_string()),
        Type::Bool => Some("true".to_owned()),
        Type::Named(name) => match &context.types.get(name.as_str())?.kind {
            TypeKind::Newtype(_) => Some(format!("types::{name}::new({text:?})?")),
            TypeKind::Enum(values) => {
                let value = values.iter().find(|value| value.deprecated.is_none())?;
                Some(format!("types::{name}::{}", value.name.rust))
            }
            _ => None,
        },
        _ => None,
    }
}
