//! Operations: a line for each, and below it what it takes and gives.

use std::fmt::Write;

use codegen::api::{Api, Operation, Parameter};

use super::words;

/// The operations of a folder, their columns aligned.
pub(super) fn list(api: &Api, operations: &[Operation], out: &mut String) {
    let width =
        |text: fn(&Operation) -> String| operations.iter().map(|item| text(item).chars().count()).max();
    let method = width(|item| item.method.clone()).unwrap_or(0);
    // Beside one very long path the other lines would be mostly blank.
    let path = width(|item| item.path.template()).unwrap_or(0).min(60);
    for item in operations {
        let (index, verb, template) = (item.index, &item.method, item.path.template());
        let names = format!("{:?} -> {}", item.name.wire, item.name.rust);
        let _ = writeln!(out, "  {index:>5}  {verb:method$}  {template:path$}  {names}");
        details(api, item, out);
    }
}

fn details(api: &Api, operation: &Operation, out: &mut String) {
    let mut row = |what: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "         {what:<12}{text}");
        }
    };
    if let Some(server) = api.servers.get(operation.server).filter(|_| operation.server > 0) {
        row("server", &server.template);
    }
    row("path", &parameters(operation.path.parameters()));
    row("query", &parameters(operation.query.iter()));
    row("headers", &parameters(operation.headers.iter()));
    let constant = operation.constant_headers.iter().map(|(name, value)| format!("{name}: {value}"));
    row("always", &constant.collect::<Vec<_>>().join(", "));
    if let Some(body) = &operation.body {
        let optional = if body.required { "" } else { ", optional" };
        row("body", &format!("{}{optional}", words::content(&body.content)));
    }
    row("success", &words::success(&operation.success));
    row("errors", &errors(operation));
    let credential = operation.credential.and_then(|place| api.credentials.get(place));
    row("credential", credential.map_or("", |credential| &credential.name));
    row("idempotent", if operation.idempotent { "yes" } else { "" });
    row("deprecated", operation.deprecated.as_deref().unwrap_or_default());
    row("formerly", &operation.aliases.join(", "));
}

fn parameters<'a>(parameters: impl Iterator<Item = &'a Parameter>) -> String {
    let mut texts: Vec<String> = Vec::new();
    for parameter in parameters {
        let Parameter { name, ty, repeat, .. } = parameter;
        let wire = if name.rust == name.wire { String::new() } else { format!(" ({})", name.wire) };
        let off = if parameter.is_disabled() { ", switched off" } else { "" };
        let text = format!("{}{wire}: {}{}{off}", name.rust, words::ty(ty), words::repeat(*repeat));
        // One variable in two places of a path is one argument.
        if !texts.contains(&text) {
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
