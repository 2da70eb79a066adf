//! Query parameters and headers, which have setters.

use super::super::change::Change;
use super::super::rules::{self, Rule};
use super::Pair;
use super::names::{deprecation, service_default_changed};
use crate::api::{Operation, Parameter, QueryDefault, Repeat};
use crate::emit::print::literal;
use crate::emit::setters::argument_type;

/// The rules for one kind of parameter.
struct Kind {
    noun: &'static str,
    /// The method of a call that sends it.
    link: &'static str,
    added: &'static Rule,
    removed: &'static Rule,
    renamed: &'static Rule,
    key: &'static Rule,
    ty: &'static Rule,
}

static QUERY: Kind = Kind {
    noun: "query parameter",
    link: "query",
    added: &rules::QUERY_PARAMETER_ADDED,
    removed: &rules::QUERY_PARAMETER_REMOVED,
    renamed: &rules::QUERY_PARAMETER_RENAMED,
    key: &rules::QUERY_KEY_CHANGED,
    ty: &rules::QUERY_PARAMETER_TYPE_CHANGED,
};

static HEADER: Kind = Kind {
    noun: "header",
    link: "header",
    added: &rules::HEADER_ADDED,
    removed: &rules::HEADER_REMOVED,
    renamed: &rules::HEADER_RENAMED,
    key: &rules::HEADER_NAME_CHANGED,
    ty: &rules::HEADER_TYPE_CHANGED,
};

/// Returns the signature of a setter.
pub(super) fn setter(parameter: &Parameter) -> String {
    format!("pub fn {0}(self, {0}: {1}) -> Self", parameter.name.rust, argument_type(parameter))
}

pub(super) fn changes(pair: Pair<'_, '_>, changes: &mut Vec<Change>) {
    let (old, new) = pair.operations();
    list(pair, &QUERY, &old.query, &new.query, changes);
    list(pair, &HEADER, &old.headers, &new.headers, changes);
}

fn list(pair: Pair<'_, '_>, kind: &Kind, old: &[Parameter], new: &[Parameter], changes: &mut Vec<Change>) {
    let (before, after) = pair.operations();
    let mut partners: Vec<Option<usize>> = vec![None; new.len()];
    let mut left: Vec<usize> = (0..old.len()).collect();
    let same: [fn(&Parameter, &Parameter) -> bool; 2] =
        [|a, b| a.name.wire == b.name.wire, |a, b| a.name.rust == b.name.rust];
    for same in same {
        for (partner, new) in partners.iter_mut().zip(new).filter(|(partner, _)| partner.is_none()) {
            if let Some(position) = left.iter().position(|index| same(&old[*index], new)) {
                *partner = Some(left.remove(position));
            }
        }
    }
    // A header that is always sent from now on, or was, is compared with the constant headers.
    let has_constant = |operation: &Operation, parameter: &Parameter| {
        let mut constants = operation.constant_headers.iter();
        constants.any(|(name, _)| name.eq_ignore_ascii_case(&parameter.name.wire))
    };
    let is_constant = |operation: &Operation, other: &Operation, parameter: &Parameter| {
        std::ptr::eq(kind, &HEADER) && has_constant(operation, parameter) && !has_constant(other, parameter)
    };
    for old in left.iter().map(|index| &old[*index]).filter(|old| !is_constant(after, before, old)) {
        changes.push(
            kind.removed
                .change(pair.subject, format!("The {} `{}` is gone", kind.noun, old.name.wire))
                .before(setter(old))
                .action(format!("Remove the calls of `{}`; the service may ignore the value", old.name.rust))
                .shared(setter(old)),
        );
    }
    for (partner, new) in partners.iter().zip(new) {
        match partner {
            Some(old_index) => both(pair, kind, &old[*old_index], new, changes),
            None if is_constant(before, after, new) => {}
            None => {
                let default = default(pair.context.new.api, new)
                    .map(|value| format!(", and `{value}` is sent by default"));
                let is_sent = default.is_some();
                let summary =
                    format!("The {} `{}` is new{}", kind.noun, new.name.wire, default.unwrap_or_default());
                let change = kind.added.change(pair.subject, summary).after(setter(new));
                let change = change.silent(is_sent).shared(setter(new));
                changes.push(match is_sent {
                    true => change.action("Check that the service still responds as your code expects"),
                    false => change,
                });
            }
        }
    }
}

fn both(pair: Pair<'_, '_>, kind: &Kind, old: &Parameter, new: &Parameter, changes: &mut Vec<Change>) {
    let Parameter {
        name,
        docs: _,
        ty,
        repeat,
        example: _,
        values: _,
        default: _,
        service_default,
        deprecated,
    } = new;
    let with_setters = |change: Change| {
        change.before(setter(old)).after(setter(new)).shared(format!("{} {}", setter(old), setter(new)))
    };
    if old.name.rust != name.rust {
        let (operation, _) = pair.operations();
        let _ = operation;
        let summary = format!("The setter `{}` is now `{}`", old.name.rust, name.rust);
        let is_taken = [&pair.new.operation.query, &pair.new.operation.headers]
            .into_iter()
            .flatten()
            .any(|other| other.name.rust == old.name.rust);
        let change = kind.renamed.change(pair.subject, summary).silent(is_taken);
        changes.push(
            with_setters(change).action(format!("Call `{}` instead of `{}`", name.rust, old.name.rust)),
        );
    } else if old.name.wire != name.wire {
        let summary =
            format!("The setter `{}` sends `{}` instead of `{}`", name.rust, name.wire, old.name.wire);
        let change = kind.key.change(pair.subject, summary);
        let link = |name: &str| format!(".{}({}, …)", kind.link, literal(name));
        let (before, after) = (link(&old.name.wire), link(&name.wire));
        let change = change.shared(format!("{before} {after}")).before(before).after(after);
        changes.push(change.action("Check that the service knows the new name"));
    }
    let is_list = |repeat: Repeat| repeat != Repeat::Never;
    if !pair.context.same(&old.ty, ty) || is_list(old.repeat) != is_list(*repeat) {
        let summary = match is_list(old.repeat) != is_list(*repeat) {
            true if is_list(*repeat) => format!("The setter `{}` takes a list", name.rust),
            true => format!("The setter `{}` takes one value instead of a list", name.rust),
            false => format!("The setter `{}` takes another type", name.rust),
        };
        let change = kind.ty.change(pair.subject, summary);
        changes.push(with_setters(change).action("Change the arguments of the calls"));
    } else if old.repeat != *repeat {
        let style = |repeat: Repeat| match repeat {
            Repeat::Never => name.wire.clone(),
            Repeat::Keys => format!("{0}=a&{0}=b", name.wire),
            Repeat::Indexed => format!("{0}[0]=a&{0}[1]=b", name.wire),
            Repeat::Commas => format!("{}=a,b", name.wire),
            Repeat::Spaces => format!("{}=a%20b", name.wire),
            Repeat::Pipes => format!("{}=a|b", name.wire),
        };
        let (before, after) = (style(old.repeat), style(*repeat));
        let summary = format!("A list is sent as `{after}` instead of `{before}`");
        let shared = format!("{before} {after}");
        changes.push(
            rules::QUERY_STYLE_CHANGED
                .change(pair.subject, summary)
                .before(before)
                .after(after)
                .action("Check that the service takes the list in this way")
                .shared(shared),
        );
    }
    defaults(pair, old, new, changes);
    let what = format!("the {} `{}`", kind.noun, name.wire);
    let values = (old.service_default.as_deref(), service_default.as_deref());
    changes.extend(service_default_changed(pair.subject, &what, values));
    deprecation(
        pair.subject,
        (&format!("The {} `{}`", kind.noun, name.wire), &setter(new)),
        (&old.deprecated, deprecated),
        changes,
    );
    if old.is_disabled() != new.is_disabled() && !old.values.is_empty() && !new.values.is_empty() {
        let state = if new.is_disabled() { "disabled" } else { "enabled" };
        let summary = format!(
            "The {} `{}` is now {state} in Postman; callers can set it as before",
            kind.noun, name.wire
        );
        changes.push(
            rules::PARAMETER_TOGGLED.change(pair.subject, summary).key(format!("{} {state}", name.wire)),
        );
    }
}

/// Returns the value that the operation itself sends by default, or the name of the setting of the client.
fn default(api: &crate::api::Api, parameter: &Parameter) -> Option<String> {
    match parameter.default.as_ref()? {
        QueryDefault::Collection(value) | QueryDefault::Constant(value) => {
            Some(format!("{}={value}", parameter.name.wire))
        }
        QueryDefault::Setting(index) => {
            Some(format!("the client's {}", api.query_settings.get(*index)?.name.rust))
        }
    }
}

fn defaults(pair: Pair<'_, '_>, old: &Parameter, new: &Parameter, changes: &mut Vec<Change>) {
    let context = pair.context;
    let is_same = match (&old.default, &new.default) {
        (Some(QueryDefault::Setting(old)), Some(QueryDefault::Setting(new))) => {
            context.settings.to_old.get(*new).copied().flatten() == Some(*old)
        }
        (Some(old), Some(new)) => old.encoded().is_some() && old.encoded() == new.encoded(),
        (old, new) => old.is_none() && new.is_none(),
    };
    // The wire name of a default that stays is compared with the parameter.
    if is_same {
        return;
    }
    let (before, after) = (default(context.old.api, old), default(context.new.api, new));
    let (rule, summary) = match (&before, &after) {
        (None, Some(value)) => (&rules::QUERY_DEFAULT_ADDED, format!("`{value}` is sent by default")),
        (Some(value), None) => {
            (&rules::QUERY_DEFAULT_REMOVED, format!("`{value}` is no longer sent by default"))
        }
        (Some(old), Some(new)) => {
            (&rules::QUERY_DEFAULT_CHANGED, format!("`{new}` is sent by default instead of `{old}`"))
        }
        (None, None) => return,
    };
    let shared = format!("{before:?} {after:?}");
    let change = Change { before, after, ..rule.change(pair.subject, summary) };
    changes.push(
        change
            .shared(shared)
            .action(format!("Set `{}` where your code relies on the old default", new.name.rust)),
    );
}
