//! Operations: a line for each, and below it its parameters, body and responses.

use std::collections::HashSet;
use std::fmt::Write;

use codegen::api::{Api, Inferred, Operation, Parameter};

use super::words;

/// Writes the operations of a folder, with aligned columns.
pub(super) fn list(api: &Api, operations: &[Operation], out: &mut String) {
    let width =
        |text: fn(&Operation) -> String| operations.iter().map(|item| text(item).chars().count()).max();
    let method = width(|item| item.method.clone()).unwrap_or(0);
    // With one very long path, the other lines would be mostly blank.
    let path = width(|item| item.path.template()).unwrap_or(0).min(60);
    for item in operations {
        let (index, verb, template) = (item.index, &item.method, item.path.template());
        let names = format!("{:?} -> {}", item.name.wire, item.name.rust);
        let _ = writeln!(out, "  {index:>5}  {verb:method$}  {template:path$}  {names}");
        details(api, item, out);
    }
}

fn details(api: &Api, operation: &Operation, out: &mut String) {
    let mut row = |label: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "         {label:<12}{text}");
        }
    };
    if let Some(server) = api.servers.get(operation.server).filter(|_| operation.server > 0) {
        row("server", &server.template);
    }
    row("path", &parameters(operation.path.parameters()));
    row("query", &parameters(operation.query.iter()));
    row("headers", &parameters(operation.headers.iter()));
    let constant = operation.constant_headers.iter().map(|(name, value)| format!("{name}: {value}"));
    row("constant", &constant.collect::<Vec<_>>().join(", "));
    if let Some(body) = &operation.body {
        let optional = if body.required { "" } else { ", optional" };
        let inferred = inferred(operation.inferred.body);
        row("body", &format!("{}{optional}{inferred}", words::content(&body.content)));
    }
    let success = words::success(&operation.success);
    row("success", &format!("{success}{}", inferred(operation.inferred.success)));
    row("errors", &errors(operation));
    let credentials = operation.credentials.iter().filter_map(|own| api.credentials.get(own.index));
    let credentials: Vec<&str> = credentials.map(|credential| credential.name.as_str()).collect();
    row("credential", &credentials.join(", "));
    row("idempotent", if operation.idempotent { "yes" } else { "" });
    row("deprecated", operation.deprecated.as_deref().unwrap_or_default());
    let aliases = operation.aliases.iter().map(|alias| {
        let group = alias.groups.join(".");
        if group.is_empty() { alias.method.clone() } else { format!("{group}.{}", alias.method) }
    });
    row("aliases", &aliases.collect::<Vec<_>>().join(", "));
    for decision in &operation.decisions {
        row("inferred", &words::decision(decision));
    }
    let Inferred { body, success } = operation.inferred;
    if let Some(key) = operation.overlay_key.as_ref().filter(|_| body || success) {
        row("overlay", &format!("paths.{key:?}.{}", operation.method.to_lowercase()));
    }
}

/// Marks a type that is inferred from examples.
fn inferred(is_inferred: bool) -> &'static str {
    if is_inferred { ", inferred" } else { "" }
}

fn parameters<'a>(parameters: impl Iterator<Item = &'a Parameter>) -> String {
    let (mut texts, mut seen) = (Vec::new(), HashSet::new());
    for parameter in parameters {
        let Parameter { name, ty, repeat, .. } = parameter;
        let wire = if name.rust == name.wire { String::new() } else { format!(" ({})", name.wire) };
        let disabled = if parameter.is_disabled() { ", disabled" } else { "" };
        let default = words::default(parameter.default.as_ref());
        let text =
            format!("{}{wire}: {}{}{default}{disabled}", name.rust, words::ty(ty), words::repeat(*repeat));
        // A variable that a path has twice is one argument.
        if seen.insert(text.clone()) {
            texts.push(text);
        }
    }
    texts.join("; ")
}

fn errors(operation: &Operation) -> String {
    let errors = operation.errors.iter().map(|error| match &error.body {
        Some(ty) => format!("{} {}", error.status, words::ty(ty)),
        None => error.status.to_string(),
    });
    errors.collect::<Vec<_>>().join(", ")
}
