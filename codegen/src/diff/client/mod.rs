//! Changes of the client as a whole: its servers, credentials and settings, and the type of its errors.

mod credentials;
mod renamed;
mod servers;
mod settings;

pub(crate) use renamed::RenamedSettings;

use super::change::{CLIENT, Change};
use super::context::Context;
use super::{docs, rules};
use crate::api::Api;
use crate::text::one_line;

/// The subject of changes of the builder.
const BUILDER: &str = "ClientBuilder";

fn builder(name: &str) -> String {
    format!("{BUILDER}::{}", name.trim_start_matches("r#"))
}

/// Adds the changes of the client.
pub(super) fn changes(context: &Context<'_>, changes: &mut Vec<Change>) {
    // A new part of the API does not compile until it is compared.
    let Api {
        title,
        docs: description,
        servers: _,
        variables: _,
        credentials: _,
        query_settings: _,
        groups: _,
        operations: _,
        types: _,
        error,
        type_modules: _,
        values: _,
        auth_scripts: _,
        skipped: _,
    } = context.new.api;
    let old = context.old.api;
    servers::changes(context, changes);
    credentials::changes(context, changes);
    settings::changes(context, changes);
    let method = |ty: &crate::api::Type, version: &super::context::Version<'_>| {
        format!("pub fn api(&self) -> Option<{}>", version.text(ty))
    };
    match (&old.error, error) {
        (None, None) => {}
        (None, Some(new)) => changes.push(
            rules::ERROR_TYPE_ADDED
                .change("Error", "`Error::api` returns the service's description of an error")
                .after(method(new, &context.new)),
        ),
        (Some(old), None) => changes.push(
            rules::ERROR_TYPE_REMOVED
                .change("Error", "`Error::api` is gone: not all documented errors have one type any more")
                .before(method(old, &context.old))
                .action("Call `Error::decode` with the type of the operation's errors"),
        ),
        (Some(old), Some(new)) if !context.same(old, new) => changes.push(
            rules::ERROR_TYPE_CHANGED
                .change("Error", "`Error::api` returns another type")
                .before(method(old, &context.old))
                .after(method(new, &context.new))
                .action("Change the code that matches on it"),
        ),
        _ => {}
    }
    if one_line(&old.title) != one_line(title) {
        let summary =
            format!("The collection `{}` is now called `{}`", one_line(&old.title), one_line(title));
        changes.push(rules::TITLE_CHANGED.change(CLIENT, summary).key(title));
    }
    if docs::differ(&old.docs, description) {
        let change = rules::DESCRIPTION_CHANGED.change(CLIENT, "Another description of the collection");
        changes.push(docs::compared(change, &old.docs, description).key("collection"));
    }
}
