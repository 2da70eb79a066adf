//! An interpreter of types: it deserializes and serializes values as generated code does.

use serde_json::{Map, Number, Value};

use crate::api::{Field, Presence, Type, TypeDef, TypeKind};
use crate::lower::types::definitions::Direction;

/// Deserializes a value as a type and serializes it again; returns the problem if that is impossible. Fields that the
/// type does not have are ignored.
pub(super) fn round_trip(value: &Value, ty: &Type, types: &[TypeDef]) -> Result<Value, String> {
    match (ty, value) {
        (Type::Any, _) | (Type::String | Type::DateTime, Value::String(_)) | (Type::Bool, Value::Bool(_)) => {
            Ok(value.clone())
        }
        (Type::Integer, Value::Number(number)) if number.is_i64() => Ok(value.clone()),
        (Type::Unsigned, Value::Number(number)) if number.is_u64() => Ok(value.clone()),
        (Type::Float, Value::Number(number)) => float(number),
        (Type::Number, Value::Number(_)) => Ok(value.clone()),
        (Type::Nullable(_), Value::Null) => Ok(Value::Null),
        (Type::Nullable(inner), _) => round_trip(value, inner, types),
        (Type::Array(inner), Value::Array(list)) => {
            list.iter().map(|value| round_trip(value, inner, types)).collect()
        }
        (Type::Map(inner), Value::Object(members)) => {
            let member =
                |(key, value): (&String, &Value)| Ok((key.clone(), round_trip(value, inner, types)?));
            members.iter().map(member).collect::<Result<Map<_, _>, String>>().map(Value::Object)
        }
        (Type::Named(name), _) => named(value, name, types),
        _ => Err(format!("{value} is not a {ty:?}")),
    }
}

fn float(number: &Number) -> Result<Value, String> {
    let value = number.as_f64().and_then(Number::from_f64).map(Value::Number);
    value.ok_or_else(|| format!("{number} is not a float"))
}

fn named(value: &Value, name: &str, types: &[TypeDef]) -> Result<Value, String> {
    let def = types.iter().find(|def| def.name == name).ok_or_else(|| format!("there is no {name}"))?;
    match (&def.kind, value) {
        (TypeKind::Alias(target), _) => round_trip(value, target, types),
        (TypeKind::Object(fields), Value::Object(members)) => object(members, fields, types),
        _ => Err(format!("{value} is not a {name}")),
    }
}

fn object(members: &Map<String, Value>, fields: &[Field], types: &[TypeDef]) -> Result<Value, String> {
    let mut serialized = Map::new();
    for field in fields {
        let value = match (members.get(&field.name.wire), field.presence) {
            (None, Presence::Required) => return Err(format!("{} is missing", field.name.wire)),
            (None, _) | (Some(Value::Null), Presence::Optional) => continue,
            (Some(Value::Null), Presence::Patch) => Value::Null,
            (Some(value), _) => round_trip(value, &field.ty, types)?,
        };
        serialized.insert(field.name.wire.clone(), value);
    }
    Ok(Value::Object(serialized))
}

/// Whether two values are equal. In objects of responses, null is equal to absence.
pub(super) fn equal(left: &Value, right: &Value, direction: Direction) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| equal(left, right, direction))
        }
        (Value::Object(left), Value::Object(right)) => {
            let is_present = |value: &Value| direction == Direction::Request || !value.is_null();
            let count =
                |members: &Map<String, Value>| members.values().filter(|value| is_present(value)).count();
            let same = |(key, value): (&String, &Value)| {
                right.get(key).is_some_and(|other| equal(value, other, direction))
            };
            count(left) == count(right) && left.iter().filter(|(_, value)| is_present(value)).all(same)
        }
        _ => left == right,
    }
}
