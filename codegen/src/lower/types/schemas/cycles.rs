//! Boxes fields of types that would otherwise contain themselves.

use hashbrown::HashMap;

use crate::api::{Type, TypeDef, TypeKind};

/// Boxes a field in every cycle of types that contain each other directly.
///
/// Arrays and maps need no box, because they already store their values on the heap. The choice of the field depends
/// only on the order of the types and fields.
pub(crate) fn box_cycles(types: &mut [TypeDef]) {
    let mut contained = all_contained(types);
    let mut state = vec![State::New; types.len()];
    let mut to_box = Vec::new();
    for start in 0..types.len() {
        // Depth first, without recursion because chains of types may be long.
        let mut stack = vec![start];
        while let Some(&index) = stack.last() {
            match (state[index], contained[index].pop()) {
                (State::New, next) => {
                    state[index] = State::Open;
                    contained[index].extend(next);
                }
                (State::Open, Some((slot, target))) => match state[target] {
                    State::New => stack.push(target),
                    State::Open => to_box.push((index, slot)),
                    State::Done => {}
                },
                (State::Open | State::Done, _) => {
                    state[index] = State::Done;
                    stack.pop();
                }
            }
        }
    }
    for (index, slot) in to_box {
        if let Some(ty) = slots(&mut types[index]).into_iter().nth(slot) {
            let inner = std::mem::replace(ty, Type::Any);
            *ty = Type::Boxed(Box::new(inner));
        }
    }
}

/// The state of a type in the search.
#[derive(Clone, Copy)]
enum State {
    /// It was not visited yet.
    New,
    /// It is on the stack.
    Open,
    /// It and all types in it were visited.
    Done,
}

/// Returns the types that each type contains directly, as pairs of slot and index, in reverse order.
fn all_contained(types: &[TypeDef]) -> Vec<Vec<(usize, usize)>> {
    let indexes: HashMap<&str, usize> =
        types.iter().enumerate().map(|(index, def)| (def.name.as_str(), index)).collect();
    let index = |ty: &Type| {
        let Type::Named(name) = innermost(ty) else { return None };
        let mut index = *indexes.get(name.as_str())?;
        // A field of an alias is boxed, not the alias. Aliases do not contain each other in a cycle.
        while let TypeKind::Alias(Type::Named(target)) = &types[index].kind {
            index = *indexes.get(target.as_str())?;
        }
        Some(index)
    };
    let contained = types.iter().map(|def| {
        let mut contained: Vec<(usize, usize)> =
            parts(def).enumerate().filter_map(|(slot, ty)| Some((slot, index(ty)?))).collect();
        contained.reverse();
        contained
    });
    contained.collect()
}

/// Returns the types of the fields or variants of a type, in the order of [`slots`].
fn parts(def: &TypeDef) -> impl Iterator<Item = &Type> {
    let types: Vec<&Type> = match &def.kind {
        TypeKind::Object(fields) => fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.as_ref()).collect(),
        TypeKind::Untagged(variants) => variants.iter().map(|variant| &variant.ty).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => Vec::new(),
    };
    types.into_iter()
}

/// Returns the type without null: `Option` stores its value inline.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}

/// Returns the types of the fields or variants of a type, without null, to be changed.
fn slots(def: &mut TypeDef) -> Vec<&mut Type> {
    let slots: Vec<&mut Type> = match &mut def.kind {
        TypeKind::Object(fields) => fields.iter_mut().map(|field| &mut field.ty).collect(),
        TypeKind::Union(union) => {
            union.variants.iter_mut().filter_map(|variant| variant.ty.as_mut()).collect()
        }
        TypeKind::Untagged(variants) => variants.iter_mut().map(|variant| &mut variant.ty).collect(),
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
