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
        if let Some(ty) = types[index].types_mut().into_iter().nth(slot).map(innermost_mut) {
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
            def.types().into_iter().enumerate().filter_map(|(slot, ty)| Some((slot, index(ty)?))).collect();
        contained.reverse();
        contained
    });
    contained.collect()
}

/// Returns the type without null: `Option` stores its value inline.
fn innermost(ty: &Type) -> &Type {
    match ty {
        Type::Nullable(inner) => innermost(inner),
        other => other,
    }
}

fn innermost_mut(ty: &mut Type) -> &mut Type {
    match ty {
        Type::Nullable(inner) => innermost_mut(inner),
        other => other,
    }
}
