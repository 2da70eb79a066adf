//! Enums of strings.

use super::super::change::Change;
use super::super::operation::deprecation;
use super::super::{docs, rules};
use super::Pair;
use crate::api::EnumValue;
use crate::emit::print::literal;

fn text(value: &EnumValue) -> String {
    format!("{} = {}", value.name.rust, literal(&value.name.wire))
}

pub(super) fn changes(pair: Pair<'_, '_>, old: &[EnumValue], new: &[EnumValue], changes: &mut Vec<Change>) {
    let find = |list: &'_ [EnumValue], value: &EnumValue| {
        let by_text = list.iter().position(|other| other.name.wire == value.name.wire);
        by_text.or_else(|| list.iter().position(|other| other.name.rust == value.name.rust))
    };
    for value in old.iter().filter(|value| find(new, value).is_none()) {
        let summary = format!("The value `{}` is gone", value.name.wire);
        changes.push(
            rules::ENUM_VALUE_REMOVED
                .change(pair.part(&value.name.rust), summary)
                .before(text(value))
                .action("Remove the code that names it; the service may refuse it"),
        );
    }
    let in_response = || pair.context.old.is_in_response(&pair.old.name);
    for value in new {
        let EnumValue { name, docs: description, deprecated } = value;
        let subject = pair.part(&name.rust);
        let Some(before) = find(old, value).map(|index| &old[index]) else {
            let is_silent = in_response();
            let was = if is_silent { "; until now, it was `Unknown`" } else { "" };
            let change = rules::ENUM_VALUE_ADDED
                .change(subject, format!("The value `{}` is new{was}", name.wire))
                .after(text(value))
                .silent(is_silent);
            changes.push(match is_silent {
                true => change.action("Check code that treats `Unknown` in its own way"),
                false => change,
            });
            continue;
        };
        if before.name.rust != name.rust {
            let summary = format!("The value `{}` is now called `{}`", before.name.rust, name.rust);
            let is_taken = new.iter().any(|other| other.name.rust == before.name.rust);
            let change = rules::ENUM_VALUE_RENAMED.change(&subject, summary).silent(is_taken);
            changes.push(
                change.before(text(before)).after(text(value)).action(format!("Name it `{}`", name.rust)),
            );
        } else if before.name.wire != name.wire {
            let summary =
                format!("`{}` is sent as `{}` instead of `{}`", name.rust, name.wire, before.name.wire);
            let change = rules::ENUM_TEXT_CHANGED.change(&subject, summary);
            let change = change.action("Check that the service knows the new value");
            changes.push(change.before(text(before)).after(text(value)));
        }
        deprecation(&subject, ("The value", &text(value)), (&before.deprecated, deprecated), changes);
        if docs::differ(&before.docs, description) {
            let change = rules::DESCRIPTION_CHANGED.change(&subject, "Another description of the value");
            changes.push(docs::compared(change, &before.docs, description).key("value"));
        }
    }
}
