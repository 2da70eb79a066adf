//! Types that hold themselves.

use crate::api::{Type, TypeDef, TypeKind};
use std::collections::HashMap;

/// Puts a [`Type::Boxed`] where a type would otherwise hold itself, be it by way of others.
///
/// Lists and maps need none: they keep their values elsewhere. Which link of a ring is boxed depends on the order of the
/// types and fields alone.
pub(crate) fn box_cycles(types: &mut [TypeDef]) {
    let places: HashMap<String, usize> =
        types.iter().enumerate().map(|(place, def)| (def.name.clone(), place)).collect();
    let mut held: Vec<Vec<(usize, usize)>> = types.iter_mut().map(|def| held_by(def, &places)).collect();
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

/// The types that this one holds directly: slot and place, in reverse order.
fn held_by(def: &mut TypeDef, places: &HashMap<String, usize>) -> Vec<(usize, usize)> {
    let slots = slots(def).into_iter().enumerate();
    let mut held: Vec<_> = slots
        .filter_map(|(slot, ty)| match ty {
            Type::Named(name) => places.get(name.as_str()).map(|&target| (slot, target)),
            _ => None,
        })
        .collect();
    held.reverse();
    held
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
    slots.into_iter().map(innermost).collect()
}

/// Null is no detour: `Option` holds its value itself.
fn innermost(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}
