//! Servers and the variables in their URLs.

use super::super::change::{CLIENT, Change};
use super::super::context::Context;
use super::super::host::{self, Move};
use super::super::{docs, rules};
use super::builder;
use super::renamed::variables_in_place;
use crate::api::{BASE_URL, Server, Variable};
use crate::emit::print::literal;

pub(super) fn changes(context: &Context<'_>, changes: &mut Vec<Change>) {
    let (old, new) = (context.old.api, context.new.api);
    for (index, server) in new.servers.iter().enumerate() {
        let partner = context.servers.to_old.get(index).copied().flatten();
        match partner.and_then(|partner| old.servers.get(partner)) {
            Some(before) => changes.extend(base_url(before, server, &old.variables, &new.variables)),
            None => {
                let url = host::resolved(&server.template, &new.variables);
                let summary = format!("Operations are sent to a second server, `{url}`");
                changes.push(rules::SERVER_ADDED.change(CLIENT, summary).after(text(server)));
            }
        }
    }
    for (server, partner) in old.servers.iter().zip(&context.servers.to_new) {
        if partner.is_none() {
            let url = host::resolved(&server.template, &old.variables);
            let summary = format!("No operation is sent to `{url}` any more");
            changes.push(rules::SERVER_REMOVED.change(CLIENT, summary).before(text(server)));
        }
    }
    variables(&old.variables, &new.variables, &variables_in_place(context), changes);
}

fn text(server: &Server) -> String {
    format!("Server {{ url: {} }}", literal(&server.template))
}

fn base_url(old: &Server, new: &Server, before: &[Variable], after: &[Variable]) -> Option<Change> {
    let (from, to) = (host::resolved(&old.template, before), host::resolved(&new.template, after));
    let (rule, action) = match host::compared(&from, &to) {
        Move::Same => return None,
        Move::Version => (
            &rules::BASE_URL_VERSION_CHANGED,
            "Check that the service responds to the new URL as it did to the old one",
        ),
        Move::WithinDomain => {
            (&rules::BASE_URL_CHANGED, "Check that the service at the new URL is the one that you mean")
        }
        Move::Elsewhere => (
            &rules::BASE_URL_MOVED,
            "Check that the new host may receive the credentials and data of all calls",
        ),
    };
    let why = match host::compared(&from, &to) == Move::Elsewhere
        && to.starts_with("http://")
        && !from.starts_with("http://")
    {
        true => ", without TLS",
        false => "",
    };
    let summary = format!("Calls are sent to `{to}` instead of `{from}`{why}");
    let change = rule.change(CLIENT, summary).action(action).key(format!("{from} {to}"));
    Some(match old.template == new.template {
        true => change.before(literal(&from)).after(literal(&to)),
        false => change.before(text(old)).after(text(new)),
    })
}

/// Returns the setter of a variable; that of the whole base URL is the builder's own.
fn setter(variable: &Variable) -> String {
    format!("pub fn {}(self, value: impl Into<String>) -> Self", variable.name.rust)
}

fn variables(old: &[Variable], new: &[Variable], renamed: &[(&str, &str)], changes: &mut Vec<Change>) {
    let is_setter = |variable: &Variable| variable.name.rust != BASE_URL;
    let find = |list: &[Variable], variable: &Variable| {
        let by_wire = list.iter().position(|other| other.name.wire == variable.name.wire);
        let by_name = by_wire.or_else(|| list.iter().position(|other| other.name.rust == variable.name.rust));
        by_name.or_else(|| {
            let own = variable.name.wire.as_str();
            list.iter().position(|other| {
                let other = other.name.wire.as_str();
                renamed.contains(&(own, other)) || renamed.contains(&(other, own))
            })
        })
    };
    for variable in old.iter().filter(|variable| is_setter(variable) && find(new, variable).is_none()) {
        let summary = format!("`{}` is no part of the URL any more: its setter is gone", variable.name.wire);
        let change = rules::URL_VARIABLE_REMOVED.change(builder(&variable.name.rust), summary);
        changes.push(change.before(setter(variable)).action("Remove the calls of the setter"));
    }
    for variable in new {
        let Variable { name, docs: description, default, decision: _ } = variable;
        let subject = builder(&name.rust);
        let Some(before) = find(old, variable).map(|index| &old[index]) else {
            match default {
                Some(default) if is_setter(variable) => {
                    let summary = format!("`{}` is a part of the URL, `{default}` by default", name.wire);
                    changes.push(rules::URL_VARIABLE_ADDED.change(subject, summary).after(setter(variable)));
                }
                Some(_) => {}
                None => changes.push(required(variable, subject)),
            }
            continue;
        };
        if before.name.rust != name.rust {
            let summary = format!("The setter `{}` is now `{}`", before.name.rust, name.rust);
            let change = rules::URL_VARIABLE_RENAMED.change(&subject, summary);
            let change = change.before(setter(before)).after(setter(variable));
            changes.push(change.action(format!("Call `{}`", name.rust)));
        }
        match (&before.default, default) {
            (Some(_), None) => changes.push(required(variable, subject.clone())),
            (None, Some(default)) => {
                let summary = format!("`{}` is `{default}` by default", name.wire);
                let setter = setter(variable);
                let change = rules::URL_VARIABLE_OPTIONAL.change(&subject, summary).key(default);
                changes.push(change.before(&setter).after(format!("{setter} // {default:?} by default")));
            }
            _ => {}
        }
        if docs::differ(&before.docs, description) || before.name.wire != name.wire {
            let summary = format!("Another description of `{}`", name.wire);
            let change = rules::DESCRIPTION_CHANGED.change(&subject, summary);
            changes.push(docs::compared(change, &before.docs, description).key("variable"));
        }
    }
}

fn required(variable: &Variable, subject: String) -> Change {
    let (wire, rust) = (&variable.name.wire, &variable.name.rust);
    let summary = format!("`{wire}`, a part of the URL, has no default: `build` fails until it is set");
    rules::URL_VARIABLE_REQUIRED
        .change(subject, summary)
        .after(setter(variable))
        .action(format!("Set it with `ClientBuilder::{rust}`"))
}
