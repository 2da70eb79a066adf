//! The servers, variables, credentials and types of a client.

use std::fmt::Write;

use codegen::api::Api;

use super::{heading, words};

/// Writes the servers, variables and credentials.
pub(super) fn client(api: &Api, out: &mut String) {
    heading("servers", out);
    for server in &api.servers {
        let _ = writeln!(out, "  {}", server.template);
    }
    if !api.variables.is_empty() {
        heading("variables of the servers", out);
        let rows = api.variables.iter().map(|variable| {
            let default =
                variable.default.as_ref().map_or("no default".to_owned(), |text| format!("{text:?}"));
            [variable.name.rust.clone(), variable.name.wire.clone(), default]
        });
        table(rows.collect(), out);
    }
    if !api.query_settings.is_empty() {
        heading("query parameters of the client", out);
        let rows = api.query_settings.iter().map(|setting| {
            [setting.name.rust.clone(), setting.name.wire.clone(), format!("{:?}", setting.default)]
        });
        table(rows.collect(), out);
    }
    if !api.credentials.is_empty() {
        heading("credentials", out);
        let mut users = vec![0; api.credentials.len()];
        let used = api.all_operations().into_iter().flat_map(|(_, operation)| &operation.credentials);
        for credential in used {
            if let Some(count) = users.get_mut(credential.index) {
                *count += 1;
            }
        }
        let rows = api.credentials.iter().zip(users).map(|(credential, users)| {
            let users = words::number(users, "operation");
            [credential.name.clone(), words::scheme(&credential.scheme), users]
        });
        table(rows.collect(), out);
    }
}

/// Writes the decisions of rules about the settings of the client.
pub(super) fn decisions(api: &Api, out: &mut String) {
    let variables = api.variables.iter().filter_map(|variable| variable.decision.as_ref());
    let credentials = api.credentials.iter().filter_map(|credential| credential.decision.as_ref());
    let query = api.query_settings.iter().filter_map(|setting| setting.decision.as_ref());
    let decisions: Vec<_> = variables.chain(credentials).chain(query).collect();
    if decisions.is_empty() {
        return;
    }
    heading("inferred settings", out);
    for decision in decisions {
        let _ = writeln!(out, "  {}", words::decision(decision));
    }
}

/// Writes the scripts that authenticate requests.
pub(super) fn auth_scripts(api: &Api, out: &mut String) {
    if api.auth_scripts.is_empty() {
        return;
    }
    heading("scripts that authenticate requests (callers implement the hook `Authenticate`)", out);
    for script in &api.auth_scripts {
        let location = words::location(&script.location);
        let _ = writeln!(out, "  {location}: {}", words::effect(&script.effect));
    }
}

/// Writes the types.
pub(super) fn types(api: &Api, out: &mut String) {
    if api.types.is_empty() {
        return;
    }
    heading(&format!("types: {}", api.types.len()), out);
    let rows = api.types.iter().map(|def| {
        let (kind, content) = words::kind(&def.kind);
        let sensitive = if def.sensitive { " (sensitive)" } else { "" };
        [def.name.clone(), kind.to_owned(), format!("{content}{sensitive}")]
    });
    table(rows.collect(), out);
}

fn table(rows: Vec<[String; 3]>, out: &mut String) {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second) = (width(0), width(1));
    for [a, b, c] in &rows {
        let line = format!("  {a:first$}  {b:second$}  {c}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
}
