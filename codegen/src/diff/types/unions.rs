//! Unions: enums of objects or other values.

use super::super::change::Change;
use super::super::context::Version;
use super::super::{docs, rules};
use super::Pair;
use crate::api::{Type, Union, UnionVariant, UntaggedVariant};
use crate::emit::print::literal;

/// A variant of either kind of union.
struct Variant<'a> {
    name: &'a str,
    /// What selects the variant.
    selection: String,
    ty: Option<&'a Type>,
    /// The text around that of the type.
    around: (&'static str, &'static str),
    docs: &'a str,
}

fn tagged<'a>(union: &'a Union, variant: &'a UnionVariant) -> Variant<'a> {
    let UnionVariant { name, docs, ty } = variant;
    let selection = format!("{}: {}", literal(&union.tag.wire), literal(&name.wire));
    Variant { name: &name.rust, selection, ty: ty.as_ref(), around: ("(Result<", ", Value>)"), docs }
}

pub(super) fn changes(pair: Pair<'_, '_>, old: &Union, new: &Union, changes: &mut Vec<Change>) {
    let variants =
        |union: &'_ Union| union.variants.iter().map(|variant| variant.name.wire.clone()).collect::<Vec<_>>();
    let (before, after) = (variants(old), variants(new));
    let old_variants: Vec<Variant<'_>> = old.variants.iter().map(|variant| tagged(old, variant)).collect();
    let new_variants: Vec<Variant<'_>> = new.variants.iter().map(|variant| tagged(new, variant)).collect();
    if old.tag.wire != new.tag.wire {
        let summary = format!("The key `{}` selects the variant instead of `{}`", new.tag.wire, old.tag.wire);
        let change = rules::UNION_SELECTION_CHANGED.change(pair.subject, summary);
        changes.push(
            change.before(&old.tag.wire).after(&new.tag.wire).action("Check that the variants are the same"),
        );
    }
    if old.tag.rust != new.tag.rust {
        let method = |name: &str| format!("pub fn {name}(&self) -> Option<&str>");
        let change = rules::FIELD_RENAMED.change(
            pair.part(&new.tag.rust),
            format!("The method `{}` is now `{}`", old.tag.rust, new.tag.rust),
        );
        let change = change.before(method(&old.tag.rust)).after(method(&new.tag.rust));
        changes.push(change.action(format!("Call `{}`", new.tag.rust)));
    }
    let partner = |index: usize| {
        let by_value = before.iter().position(|value| *value == after[index]);
        by_value.or_else(|| old_variants.iter().position(|old| old.name == new_variants[index].name))
    };
    let same_tag = old.tag.wire == new.tag.wire;
    compare(pair, &old_variants, &new_variants, partner, same_tag, changes);
}

pub(super) fn untagged(
    pair: Pair<'_, '_>,
    old: &[UntaggedVariant],
    new: &[UntaggedVariant],
    changes: &mut Vec<Change>,
) {
    fn variants(list: &[UntaggedVariant]) -> Vec<Variant<'_>> {
        let variants = list.iter().map(|UntaggedVariant { name, docs, ty, kind, key }| {
            let key = key.as_ref().map(|key| format!(" with the key {}", literal(key))).unwrap_or_default();
            Variant { name, selection: format!("{kind:?}{key}"), ty: Some(ty), around: ("(", ")"), docs }
        });
        variants.collect()
    }
    let (before, after) = (variants(old), variants(new));
    let partner = |index: usize| {
        let by_name = before.iter().position(|old| old.name == after[index].name);
        by_name.or_else(|| before.iter().position(|old| old.selection == after[index].selection))
    };
    // The first variant that fits counts.
    let order: Vec<usize> = (0..after.len()).filter_map(partner).collect();
    if !order.is_sorted() {
        let names =
            |list: &[Variant<'_>]| list.iter().map(|variant| variant.name).collect::<Vec<_>>().join(", ");
        let change = rules::UNION_SELECTION_CHANGED
            .change(pair.subject, "The variants are tried in another order")
            .before(names(&before))
            .after(names(&after));
        changes.push(change.action("Check which variant your values get"));
    }
    compare(pair, &before, &after, partner, true, changes);
}

fn text(version: &Version<'_>, variant: &Variant<'_>) -> String {
    let (before, after) = variant.around;
    let content = variant.ty.map(|ty| format!("{before}{}{after}", version.text(ty)));
    format!("{}{}", variant.name, content.unwrap_or_default())
}

fn compare(
    pair: Pair<'_, '_>,
    old: &[Variant<'_>],
    new: &[Variant<'_>],
    partner: impl Fn(usize) -> Option<usize>,
    compares_selection: bool,
    changes: &mut Vec<Change>,
) {
    let (before, after) = (&pair.context.old, &pair.context.new);
    let partners: Vec<Option<usize>> = (0..new.len()).map(partner).collect();
    for (index, variant) in old.iter().enumerate().filter(|(index, _)| !partners.contains(&Some(*index))) {
        let _ = index;
        changes.push(
            rules::UNION_VARIANT_REMOVED
                .change(pair.part(variant.name), format!("The variant `{}` is gone", variant.name))
                .before(text(before, variant))
                .action("Remove the code that names it; such a value is `Unknown` now"),
        );
    }
    for (partner, variant) in partners.iter().zip(new) {
        let subject = pair.part(variant.name);
        let Some(own) = partner.map(|index| &old[index]) else {
            let summary =
                format!("The variant `{}` is new; until now, such a value was `Unknown`", variant.name);
            let change = rules::UNION_VARIANT_ADDED.change(subject, summary).after(text(after, variant));
            changes.push(change.action("Check code that treats `Unknown` in its own way"));
            continue;
        };
        let with_texts = |change: Change| change.before(text(before, own)).after(text(after, variant));
        if own.name != variant.name {
            let summary = format!("The variant `{}` is now `{}`", own.name, variant.name);
            let is_taken = new.iter().any(|other| other.name == own.name);
            let change = rules::UNION_VARIANT_RENAMED.change(&subject, summary).silent(is_taken);
            changes.push(with_texts(change).action(format!("Name it `{}`", variant.name)));
        }
        if !pair.context.same_option(own.ty, variant.ty) {
            let change = rules::UNION_VARIANT_TYPE_CHANGED
                .change(&subject, format!("The variant `{}` has another content", variant.name));
            changes.push(with_texts(change).action("Change the code that uses the content"));
        }
        if compares_selection && own.selection != variant.selection {
            let summary = format!(
                "The variant `{}` is selected by {} instead of {}",
                variant.name, variant.selection, own.selection
            );
            let change = rules::UNION_SELECTION_CHANGED.change(&subject, summary);
            changes.push(
                change
                    .before(&own.selection)
                    .after(&variant.selection)
                    .action("Check which variant your values get"),
            );
        }
        if docs::differ(own.docs, variant.docs) {
            let change = rules::DESCRIPTION_CHANGED.change(&subject, "Another description of the variant");
            changes.push(docs::compared(change, own.docs, variant.docs).key("variant"));
        }
    }
}
