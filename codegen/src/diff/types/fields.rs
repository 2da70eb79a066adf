//! Fields of objects and forms.

use super::super::change::Change;
use super::super::operation::{deprecation, service_default_changed};
use super::super::{docs, rules};
use super::views::View;
use super::{Pair, redaction, setter};
use crate::api::Presence;

pub(super) fn changes(pair: Pair<'_, '_>, old: &[View<'_>], new: &[View<'_>], changes: &mut Vec<Change>) {
    let partners = partners(old, new);
    let is_found = |index: usize| partners.contains(&Some(index));
    let (was_constructor, is_constructor) = (constructor(pair, old), constructor(pair, new));
    let with_constructors = |change: Change| {
        let (before, after) = (change.before.clone(), change.after.clone());
        let text = |field: Option<String>, constructor: &str| match field {
            Some(field) => format!("{field}\n{constructor}"),
            None => constructor.to_owned(),
        };
        change.before(text(before, &was_constructor)).after(text(after, &is_constructor))
    };
    for field in old.iter().enumerate().filter(|(index, _)| !is_found(*index)).map(|(_, field)| field) {
        let change = rules::FIELD_REMOVED
            .change(pair.part(&field.name.rust), format!("The field `{}` is gone", field.name.wire))
            .before(&field.text)
            .action("Remove the code that reads or sets it");
        changes.push(if is_required(field) { with_constructors(change) } else { change });
    }
    for (partner, field) in partners.iter().zip(new) {
        match partner {
            Some(index) => both(pair, &old[*index], field, &with_constructors, new, changes),
            None => changes.push(added(pair, field, &with_constructors)),
        }
    }
    changes.extend(swapped(pair, old, new, &partners).map(with_constructors));
}

/// Returns the index of the old field for each new one: by key, then by name in Rust.
fn partners(old: &[View<'_>], new: &[View<'_>]) -> Vec<Option<usize>> {
    let mut partners = vec![None; new.len()];
    let mut is_found = vec![false; old.len()];
    let same: [fn(&View<'_>, &View<'_>) -> bool; 2] =
        [|a, b| a.name.wire == b.name.wire, |a, b| a.name.rust == b.name.rust];
    for same in same {
        for (partner, new) in partners.iter_mut().zip(new).filter(|(partner, _)| partner.is_none()) {
            if let Some(index) = (0..old.len()).find(|index| !is_found[*index] && same(&old[*index], new)) {
                is_found[index] = true;
                *partner = Some(index);
            }
        }
    }
    partners
}

fn is_required(field: &View<'_>) -> bool {
    field.presence == Presence::Required
}

/// Returns the signature of `new`.
fn constructor(pair: Pair<'_, '_>, fields: &[View<'_>]) -> String {
    let _ = pair;
    let arguments = fields.iter().filter(|field| is_required(field)).map(View::argument);
    format!("pub fn new({}) -> Self", arguments.collect::<Vec<_>>().join(", "))
}

impl View<'_> {
    /// Returns the field as an argument of `new`.
    fn argument(&self) -> String {
        if let Some(setter) = self.text.strip_prefix("pub fn ") {
            // A setter takes what `new` takes.
            let argument = setter.split_once("self, ").map_or("", |(_, rest)| rest);
            return argument.trim_end_matches(") -> Self").to_owned();
        }
        let (name, ty) = self.text.trim_start_matches("pub ").split_once(": ").unwrap_or_default();
        format!("{name}: impl Into<{ty}>")
    }
}

fn added(pair: Pair<'_, '_>, field: &View<'_>, with_constructors: &impl Fn(Change) -> Change) -> Change {
    let subject = pair.part(&field.name.rust);
    match is_required(field) {
        true => {
            let summary = format!("The required field `{}` is new: `new` takes it", field.name.wire);
            let change = rules::REQUIRED_FIELD_ADDED.change(subject, summary).after(&field.text);
            with_constructors(change).action("Pass it to `new`")
        }
        false => {
            let summary = format!("The field `{}` is new", field.name.wire);
            rules::FIELD_ADDED.change(subject, summary).after(&field.text)
        }
    }
}

fn both(
    pair: Pair<'_, '_>,
    old: &View<'_>,
    new: &View<'_>,
    with_constructors: &impl Fn(Change) -> Change,
    fields: &[View<'_>],
    changes: &mut Vec<Change>,
) {
    let View {
        name,
        ty,
        presence,
        text,
        has_setter,
        shape,
        encoding,
        docs: description,
        service_default,
        deprecated,
        sensitive,
        hides_example,
    } = new;
    let subject = pair.part(&name.rust);
    let with_texts = |change: Change| change.before(&old.text).after(text);
    if old.name.rust != name.rust {
        let is_taken = fields.iter().any(|field| field.name.rust == old.name.rust);
        let summary = format!("The field `{}` is now `{}`", old.name.rust, name.rust);
        let change = rules::FIELD_RENAMED.change(&subject, summary).silent(is_taken);
        changes.push(with_texts(change).action(format!("Name it `{}`", name.rust)));
    } else if old.name.wire != name.wire {
        let summary = format!(
            "The field `{}` is `{}` on the wire instead of `{}`",
            name.rust, name.wire, old.name.wire
        );
        let key = format!("{} {}", old.name.wire, name.wire);
        let with_key = |text: &str, name: &str| format!("{text} // {name:?}");
        let change = rules::FIELD_KEY_CHANGED
            .change(&subject, summary)
            .before(with_key(&old.text, &old.name.wire))
            .after(with_key(text, &name.wire))
            .key(key);
        changes.push(change.action("Check that the service knows the new key"));
    }
    if !pair.context.same(&old.ty.clone(), ty) || old.shape != *shape {
        let change =
            rules::FIELD_TYPE_CHANGED.change(&subject, format!("The field `{}` has another type", name.wire));
        let change = with_texts(change).action("Change the code that reads or sets it");
        changes.push(if is_required(old) || is_required(new) { with_constructors(change) } else { change });
    } else if old.encoding != *encoding {
        let change = rules::FIELD_ENCODING_CHANGED.change(
            &subject,
            format!("The field `{}` is sent with another media type or in another style", name.wire),
        );
        let with_encoding = |text: &str, encoding: &str| format!("{text} // {encoding}");
        let change = change
            .before(with_encoding(&old.text, &old.encoding))
            .after(with_encoding(text, encoding))
            .key(format!("{} {encoding}", old.encoding));
        changes.push(change.action("Check that the service takes the field in this way"));
    }
    match (old.presence, presence) {
        (before, after) if before == *after => {}
        (_, Presence::Required) => changes.push(with_constructors(with_texts(
            rules::FIELD_BECAME_REQUIRED
                .change(&subject, format!("The field `{}` is required: `new` takes it", name.wire))
                .action("Pass it to `new`, and read it without `Option`"),
        ))),
        (Presence::Required, _) => changes.push(with_constructors(with_texts(
            rules::FIELD_BECAME_OPTIONAL
                .change(
                    &subject,
                    format!("The field `{}` is optional: `new` does not take it any more", name.wire),
                )
                .action("Set it after `new`, and read it as an `Option`"),
        ))),
        (_, after) => {
            let summary = match after {
                Presence::Patch => format!("The field `{}` distinguishes null from absent", name.wire),
                _ => format!("The field `{}` no longer distinguishes null from absent", name.wire),
            };
            let change = rules::FIELD_NULLABILITY_CHANGED.change(&subject, summary);
            changes.push(with_texts(change).action("Change the code that reads or assigns it"));
        }
    }
    if old.presence == *presence && pair.old.in_request == pair.new.in_request {
        match (old.has_setter, has_setter) {
            (true, false) => changes.push(
                rules::FIELD_BECAME_READ_ONLY
                    .change(&subject, format!("Only the service sets `{}`: its setter is gone", name.wire))
                    .before(setter(&pair.context.old, old.name, old.ty))
                    .action("Remove the calls of the setter")
                    .key("read-only"),
            ),
            (false, true) => changes.push(
                rules::FIELD_BECAME_WRITABLE
                    .change(&subject, format!("The field `{}` has a setter", name.wire))
                    .after(setter(&pair.context.new, new.name, new.ty))
                    .key("writable"),
            ),
            _ => {}
        }
    }
    changes.extend(service_default_changed(
        &subject,
        &format!("the field `{}`", name.wire),
        (old.service_default, *service_default),
    ));
    deprecation(&subject, ("The field", text), (&old.deprecated, deprecated), changes);
    redaction(&subject, ("the field", text), (old.sensitive, *sensitive), changes);
    if old.hides_example != *hides_example {
        let summary = match hides_example {
            true => format!("The examples leave the field `{}` out", name.wire),
            false => format!("The examples show the field `{}`", name.wire),
        };
        changes.push(rules::EXAMPLE_CHANGED.change(&subject, summary).key(hides_example.to_string()));
    }
    if docs::differ(old.docs, description) {
        let change = rules::DESCRIPTION_CHANGED.change(&subject, "Another description of the field");
        changes.push(docs::compared(change, old.docs, description).key("field"));
    }
}

/// Returns the change if arguments of `new` of both versions are in another order.
fn swapped(
    pair: Pair<'_, '_>,
    old: &[View<'_>],
    new: &[View<'_>],
    partners: &[Option<usize>],
) -> Option<Change> {
    let pairs = partners.iter().zip(new).filter_map(|(partner, new)| Some(((*partner)?, new)));
    let places: Vec<usize> = pairs
        .filter(|(index, new)| is_required(new) && is_required(&old[*index]))
        .map(|(index, _)| index)
        .collect();
    if places.is_sorted() {
        return None;
    }
    let required = |list: &[View<'_>]| list.iter().filter(|field| is_required(field)).count();
    let types =
        old.iter().filter(|field| is_required(field)).zip(new.iter().filter(|field| is_required(field)));
    let is_silent = required(old) == required(new)
        && types.clone().all(|(old, new)| pair.context.same(old.ty, new.ty) && old.shape == new.shape);
    let what = if is_silent { "; calls compile, and their values land in each other's fields" } else { "" };
    let names = |list: &[View<'_>]| {
        let names = list.iter().filter(|field| is_required(field)).map(|field| field.name.rust.as_str());
        docs::names(&names.collect::<Vec<_>>())
    };
    let summary = format!("`new` takes {} instead of {}{what}", names(new), names(old));
    Some(
        rules::REQUIRED_FIELDS_SWAPPED
            .change(pair.subject, summary)
            .silent(is_silent)
            .action("Change the arguments of `new`"),
    )
}
