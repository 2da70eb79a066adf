//! Types that hold themselves.

use crate::api::{Type, TypeDef, TypeKind};
use std::collections::HashMap;

/// Puts a [`Type::Boxed`] where a type would otherwise hold itself, be it by way of others.
///
/// Lists and maps need none: they keep their values elsewhere. Which link of a ring is boxed depends on the order of the
/// types and fields alone.
pub(crate) fn box_cycles(types: &mut [TypeDef]) {
    let mut held = all_held(types);
    let mut state = vec![State::New; types.len()];
    let mut to_box = Vec::new();
    for start in 0..types.len() {
        // Depth first, with a stack of its own: a chain of types may be long.
        let mut stack = vec![start];
        while let Some(&place) = stack.last() {
            match (state[place], held[place].pop()) {
                (State::New, next) => {
                    state[place] = State::Open;
                    held[place].extend(next);
                }
                (State::Open, Some((slot, target))) => match state[target] {
                    State::New => stack.push(target),
                    State::Open => to_box.push((place, slot)),
                    State::Done => {}
                },
                (State::Open | State::Done, _) => {
                    state[place] = State::Done;
                    stack.pop();
                }
            }
        }
    }
    for (place, slot) in to_box {
        if let Some(ty) = slots(&mut types[place]).into_iter().nth(slot) {
            let inner = std::mem::replace(ty, Type::Any);
            *ty = Type::Boxed(Box::new(inner));
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    New,
    Open,
    Done,
}

/// The types that each one holds directly: slot and place, in reverse order.
fn all_held(types: &[TypeDef]) -> Vec<Vec<(usize, usize)>> {
    let places: HashMap<&str, usize> =
        types.iter().enumerate().map(|(place, def)| (def.name.as_str(), place)).collect();
    let held = types.iter().map(|def| {
        let place = |ty: &Type| match innermost(ty) {
            Type::Named(name) => places.get(name.as_str()).copied(),
            _ => None,
        };
        let mut held: Vec<(usize, usize)> =
            parts(def).enumerate().filter_map(|(slot, ty)| Some((slot, place(ty)?))).collect();
        held.reverse();
        held
    });
    held.collect()
}

/// What the [`slots`] of a type hold.
fn parts(def: &TypeDef) -> impl Iterator<Item = &Type> {
    let (fields, variants, target) = match &def.kind {
        TypeKind::Object(fields) => (&fields[..], &[][..], None),
        TypeKind::Union(union) => (&[][..], &union.variants[..], None),
        TypeKind::Alias(ty) => (&[][..], &[][..], Some(ty)),
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => (&[][..], &[][..], None),
    };
    let variants = variants.iter().filter_map(|variant| variant.ty.as_ref());
    fields.iter().map(|field| &field.ty).chain(variants).chain(target)
}

/// Null is no detour: `Option` holds its value itself.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}

/// The types that this one holds directly, as they stand in fields and variants.
fn slots(def: &mut TypeDef) -> Vec<&mut Type> {
    let slots: Vec<&mut Type> = match &mut def.kind {
        TypeKind::Object(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
        TypeKind::Union(union) => {
            union.variants.iter_mut().filter_map(|variant| variant.ty.as_mut()).collect()
        }
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => Vec::new(),
    };
    slots.into_iter().map(innermost_mut).collect()
}

fn innermost_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Nullable(inner) => innermost_mut(inner),
        other => other,
    }
}
