//! Checks that random examples fit the type that is inferred from them.

use serde_json::{Map, Value, json};

use super::checker::{equal, round_trip};
use crate::api::{Field, Type, TypeDef, TypeKind};
use crate::lower::names::TypeName;
use crate::lower::types::definitions::Direction;
use crate::lower::types::definitions::Types;
use crate::lower::types::example::parse;
use crate::lower::types::inference::infer;
use crate::lower::types::placeholder::with_values;

/// A random number generator (xorshift) that gives the same numbers in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn pick<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len() as u64) as usize].clone()
    }

    fn key(&mut self) -> String {
        let keys = [
            "a", "b", "type", "_type", "+1", "-1", "", "ключ", "a b", "A", "10", "10001", "5ce8a3d0",
            "x@y.zz",
        ];
        self.pick(&keys).to_owned()
    }

    fn value(&mut self, depth: u64) -> Value {
        match self.roll(if depth == 0 { 9 } else { 15 }) {
            0 => Value::Null,
            1 => json!(self.roll(2) == 0),
            2 | 3 => json!(self.pick(&[0, 1, -1, i64::MAX, i64::MIN, 9_007_199_254_740_993])),
            4 => json!(self.pick(&[u64::MAX, 1 << 63, (1 << 63) + 1])),
            5 => json!(self.pick(&[0.5, -0.0, 1e300, 1.0, 0.1, 1e22])),
            6 | 7 => json!(self.pick(&["", "text", "{{variable}}", "<string>", "\u{1}\"\\/"])),
            8 => json!(self.pick(&[
                "<integer>",
                "<number>",
                "<boolean>",
                "<dateTime>",
                "<array>",
                "<object>",
                "<any>"
            ])),
            9 | 10 => (0..self.roll(4)).map(|_| self.value(depth - 1)).collect(),
            _ => {
                let members = (0..self.roll(5)).map(|_| (self.key(), self.value(depth - 1)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// Returns another value of a similar shape.
    fn variation(&mut self, value: &Value) -> Value {
        match value {
            _ if self.roll(12) == 0 => self.value(2),
            Value::Number(number) if number.is_f64() => json!(self.pick(&[0.25, 7.0])),
            Value::Number(_) => json!(self.roll(100)),
            Value::Array(list) => list.iter().map(|value| self.variation(value)).collect(),
            Value::Object(members) => {
                let mut kept = Map::new();
                for (key, value) in members {
                    if self.roll(6) > 0 {
                        kept.insert(key.clone(), self.variation(value));
                    }
                }
                Value::Object(kept)
            }
            other => other.clone(),
        }
    }
}

impl Dice {
    /// Returns a value that the service may send although the examples of the type have none like it: other numbers,
    /// null and absent fields, new fields.
    fn widened(&mut self, value: &Value, ty: &Type, types: &[TypeDef]) -> Value {
        match (ty, value) {
            (Type::Any, _) => self.value(2),
            (Type::Number, _) => self.number(),
            (_, Value::Null) => Value::Null,
            (Type::Nullable(inner), _) => self.widened(value, inner, types),
            (Type::Array(inner), Value::Array(list)) => {
                list.iter().map(|value| self.widened(value, inner, types)).collect()
            }
            (Type::Map(inner), Value::Object(members)) => {
                let widened =
                    |(key, value): (&String, &Value)| (key.clone(), self.widened(value, inner, types));
                members.iter().map(widened).collect()
            }
            (Type::Named(name), Value::Object(members)) => {
                let def = types.iter().find(|def| def.name == *name).unwrap();
                match &def.kind {
                    TypeKind::Object(fields) => self.widened_object(members, fields, types),
                    TypeKind::Alias(target) => self.widened(value, target, types),
                    other => panic!("{other:?}"),
                }
            }
            _ => value.clone(),
        }
    }

    fn number(&mut self) -> Value {
        let integers = [json!(0), json!(-1), json!(i64::MIN), json!(u64::MAX)];
        let floats = [json!(10.5), json!(1.0), json!(-1e300), json!(114.999_938_964_843_75), json!(1e22)];
        self.pick(&[&integers[..], &floats[..]].concat())
    }

    fn widened_object(&mut self, members: &Map<String, Value>, fields: &[Field], types: &[TypeDef]) -> Value {
        let mut widened = Map::from_iter([("a new field".to_owned(), self.value(2))]);
        for field in fields {
            let value = members.get(&field.name.wire).unwrap_or(&Value::Null);
            match self.roll(4) {
                0 => {}
                1 => drop(widened.insert(field.name.wire.clone(), Value::Null)),
                _ => drop(widened.insert(field.name.wire.clone(), self.widened(value, &field.ty, types))),
            }
        }
        Value::Object(widened)
    }
}

/// Returns the type of these examples, and the definitions.
fn inferred(bodies: &[String], direction: Direction) -> (Type, Vec<TypeDef>) {
    let examples: Vec<_> = bodies.iter().map(|body| parse(body).unwrap()).collect();
    let mut types = Types::default();
    let ty = infer(&examples, &TypeName::given("T"), direction, &mut types);
    types.alias_equal();
    (ty, types.into_list())
}

fn assert_fits(values: &[Value], direction: Direction) {
    let bodies: Vec<String> = values.iter().map(Value::to_string).collect();
    let (ty, types) = inferred(&bodies, direction);
    for (value, body) in values.iter().zip(&bodies) {
        // A placeholder is not a value of the type that it names.
        let value = &with_values(value.clone().into()).to_value();
        let serialized =
            round_trip(value, &ty, &types).unwrap_or_else(|problem| panic!("{problem}: {bodies:#?}"));
        assert!(equal(value, &serialized, direction), "{body} became {serialized} as {ty:?}: {types:#?}");
    }
}

#[test]
fn random_examples_fit_the_type_inferred_from_them() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..20_000 {
        let first = dice.value(4);
        let mut values = vec![first.clone()];
        values.extend((0..dice.roll(4)).map(|_| dice.variation(&first)));
        assert_fits(&values, Direction::Request);
        assert_fits(&values, Direction::Response);
    }
}

#[test]
fn values_unlike_the_examples_fit_the_type_too() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for _ in 0..20_000 {
        let values: Vec<Value> = (0..=dice.roll(2)).map(|_| dice.value(4)).collect();
        let bodies: Vec<String> = values.iter().map(Value::to_string).collect();
        let (ty, types) = inferred(&bodies, Direction::Response);
        for value in &values {
            let widened = with_values(dice.widened(value, &ty, &types).into()).to_value();
            round_trip(&widened, &ty, &types)
                .unwrap_or_else(|problem| panic!("{problem}: {widened} as {ty:?}: {types:#?}"));
        }
    }
}

#[test]
fn null_in_a_request_is_kept_everywhere() {
    let value =
        json!({"a": null, "b": [null, 1], "c": {"d": null}, "e": {"10": null, "11": 1}, "f": [{"g": null}]});
    assert_fits(&[value], Direction::Request);
}
