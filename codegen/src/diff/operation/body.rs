//! The body of a request.

use super::super::change::Change;
use super::super::rules;
use super::{Pair, signature};
use crate::api::{Body, Content, Operation};
use crate::emit::body::{body_type, set_default};

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    let change = match (&old.body, &new.body) {
        (None, None) => return,
        (None, Some(body)) if body.required => rules::BODY_ADDED_REQUIRED
            .change(pair.subject, "The method takes a body")
            .before(signature(old))
            .action("Pass the body"),
        (None, Some(body)) => {
            let sent = match set_default(body) {
                Some(_) => "; without it, an empty one is sent now",
                None => "",
            };
            rules::BODY_ADDED_OPTIONAL
                .change(pair.subject, format!("The call has a setter for a body{sent}"))
                .silent(set_default(body).is_some())
                .action("Check that the service accepts the call without a body of yours")
        }
        (Some(_), None) => rules::BODY_REMOVED
            .change(pair.subject, "The call has no body any more")
            .action("Remove the body from the calls"),
        (Some(old), Some(new)) => return both(pair, old, new, changes),
    };
    changes.push(with_body(change, old, new));
}

/// Adds the method or the setter that takes the body.
fn with_body(change: Change, old: &Operation, new: &Operation) -> Change {
    let text = |operation: &Operation| match &operation.body {
        Some(body) if body.required => Some(signature(operation)),
        Some(body) => Some(format!("pub fn body(self, body: {}) -> Self", body_type(body))),
        None => None,
    };
    Change {
        before: change.before.clone().or(text(old)),
        after: text(new).or(Some(signature(new))),
        ..change
    }
}

fn both(pair: Pair<'_, '_>, before: &Body, after: &Body, changes: &mut Vec<Change>) {
    let Body { required, content, docs: _, example: _, sample: _ } = after;
    let (old, new) = pair.operations();
    if std::mem::discriminant(&before.content) != std::mem::discriminant(content) {
        let summary = format!("The body is {} instead of {}", noun(content), noun(&before.content));
        // Both kinds of form have the same setters, so calls compile.
        let is_form = |content: &Content| matches!(content, Content::Urlencoded(_) | Content::Multipart(_));
        let is_silent = is_form(&before.content)
            && is_form(content)
            && pair.context.same_option(before.content.ty(), content.ty());
        let change = rules::BODY_KIND_CHANGED.change(pair.subject, summary).silent(is_silent);
        let change = change.action(if is_silent {
            "Check that the service takes the form"
        } else {
            "Pass the new type of body"
        });
        let change = with_body(change, old, new);
        let with_kind = |text: Option<String>, content: &Content| {
            text.map(|text| format!("{text} // the body is {}", noun(content)))
        };
        let before = with_kind(change.before.clone(), &before.content);
        let after = with_kind(change.after.clone(), content);
        changes.push(Change { before, after, ..change });
    } else if !pair.context.same_option(before.content.ty(), content.ty()) {
        let change = rules::BODY_TYPE_CHANGED.change(pair.subject, "The body has another type");
        changes.push(with_body(change.action("Pass the new type"), old, new));
    }
    let mut add = |change: Change| changes.push(with_body(change, old, new));
    match (before.required, required) {
        (false, true) => add(rules::BODY_BECAME_REQUIRED
            .change(pair.subject, "The body is required: an argument instead of a setter")
            .action("Pass the body to the method")),
        (true, false) => add(rules::BODY_BECAME_OPTIONAL
            .change(pair.subject, "The body is optional: a setter instead of an argument")
            .action("Pass the body to `.body(…)`")),
        _ => {}
    }
    if let (Content::GraphQl(old), Content::GraphQl(new)) = (&before.content, content)
        && (&old.query, &old.operation_name) != (&new.query, &new.operation_name)
    {
        let change = rules::BODY_DOCUMENT_CHANGED
            .change(pair.subject, "The GraphQL document is another one")
            .action("Check that the response still has what your code needs");
        changes.push(change.before(old.query.clone()).after(new.query.clone()));
    }
}

fn noun(content: &Content) -> &'static str {
    match content {
        Content::Json(_) => "JSON",
        Content::Text => "text",
        Content::Bytes => "bytes",
        Content::Urlencoded(_) => "a URL-encoded form",
        Content::Multipart(_) => "a multipart form",
        Content::GraphQl(_) => "GraphQL",
    }
}
