//! Changes of operations.

mod arguments;
mod body;
mod explanations;
mod names;
mod parameters;
mod request;
mod response;

pub(super) use names::{deprecation, service_default_changed};

use super::change::Change;
use super::context::Context;
use super::docs;
use super::matching::Located;
use super::types::Consequences;
use super::{groups, rules};
use crate::api::{Operation, RequestPath};
use crate::emit::signature::arguments;

/// An operation of both versions.
#[derive(Clone, Copy)]
struct Pair<'c, 'a> {
    context: &'c Context<'a>,
    old: &'c Located<'a>,
    new: &'c Located<'a>,
    /// The path in the new version.
    subject: &'c str,
}

impl<'a> Pair<'_, 'a> {
    fn operations(&self) -> (&'a Operation, &'a Operation) {
        (self.old.operation, self.new.operation)
    }
}

/// Whether the new collection still has a request, but one that cannot be sent or read.
fn is_refused(context: &Context<'_>, old: &Located<'_>) -> bool {
    let operation = old.operation;
    // The name of an operation without a name in the collection is its method and path.
    let is_nameless = operation.name.wire.starts_with(&format!("{} /", operation.method));
    let is_same = |request: &RequestPath| {
        let has_same_name = match request.name.as_str() {
            "" => is_nameless && request.index == operation.index,
            name => name == operation.name.wire,
        };
        has_same_name && old.groups.iter().map(|group| &group.name.wire).eq(&request.folders)
    };
    let refused = context.new.api.skipped.iter().filter(|part| part.is_request());
    refused.filter_map(|part| part.request.as_ref()).any(is_same)
}

fn refused(old: &Located<'_>) -> Change {
    let summary = "The new collection has the request in a form that cannot be sent, so it is no operation";
    rules::OPERATION_REMOVED
        .change(old.path(), summary)
        .before(signature(old.operation))
        .action("Correct the request as the warnings of `inspect` describe, or remove the calls")
}

/// Adds the changes of operations, with the types that come, go or change their names with them.
pub(super) fn changes(context: &Context<'_>, types: &Consequences<'_>, changes: &mut Vec<Change>) {
    let operations = &context.matching.operations;
    let removed = &context.matching.groups.removed;
    for old in operations.removed.iter().filter(|old| !groups::is_in(removed, old)) {
        let was = if old.operation.deprecated.is_some() { ", which was deprecated," } else { "" };
        if is_refused(context, old) {
            changes.push(refused(old));
            continue;
        }
        let is_taken = context.new.expressions().contains(&old.expression());
        let (taken, action) = match is_taken {
            true => (
                ", and another one is called by its name",
                "Remove the calls, which still compile, or send the request with `client.request`",
            ),
            false => ("", "Remove the calls, or send the request with `client.request`"),
        };
        let types = with(types.removed_with(old));
        let change = rules::OPERATION_REMOVED
            .change(old.path(), format!("The request{was} is gone{taken}{types}"))
            .silent(is_taken)
            .before(signature(old.operation))
            .action(action);
        changes.push(change);
    }
    for (old, new) in &operations.both {
        let subject = new.path();
        let pair = Pair { context, old, new, subject: &subject };
        both(pair, types, changes);
    }
    let added = &context.matching.groups.added;
    for new in operations.added.iter().filter(|new| !groups::is_in(added, new)) {
        let summary = format!("The request is new{}", with(types.added_with(new)));
        changes.push(rules::OPERATION_ADDED.change(new.path(), summary).after(signature(new.operation)));
    }
}

fn with(types: &[&str]) -> String {
    match types {
        [] => String::new(),
        [name] => format!(", with the type `{name}`"),
        names => format!(", with the types {}", docs::names(names)),
    }
}

fn both(pair: Pair<'_, '_>, types: &Consequences<'_>, changes: &mut Vec<Change>) {
    // A new part of an operation does not compile until it is compared.
    let Operation {
        index: _,
        name: _,
        type_name: _,
        summary: _,
        docs: _,
        reference: _,
        deprecated: _,
        aliases: _,
        overlay_key: _,
        method: _,
        server: _,
        path: _,
        query: _,
        exact_query: _,
        headers: _,
        constant_headers: _,
        credentials: _,
        idempotent: _,
        body: _,
        success: _,
        errors: _,
        inferred: _,
        decisions: _,
        saved: _,
    } = pair.new.operation;
    let start = changes.len();
    names::changes(pair, types, changes);
    request::changes(pair, changes);
    arguments::changes(pair, changes);
    parameters::changes(pair, changes);
    body::changes(pair, changes);
    response::changes(pair, changes);
    super::lines::complete_operation(pair.context, pair.old.operation, pair.new, start, changes);
    explanations::changes(pair, changes);
}

/// Returns the signature of the method.
pub(super) fn signature(operation: &Operation) -> String {
    let arguments = arguments(operation).into_iter().map(|(name, ty)| format!(", {name}: {ty}"));
    let arguments: String = arguments.collect();
    format!("pub fn {}(&self{arguments}) -> {}", operation.name.rust, operation.type_name)
}
