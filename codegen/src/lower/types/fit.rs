//! Whether an example is a value of a type that is not inferred from it.

use std::fmt;

use super::definitions::Types;
use super::example::Example;
use super::placeholder::is_placeholder;
use crate::api::{Field, Presence, Type, TypeKind, Union, UntaggedVariant};

/// Returns why an example is no value of a type, or would lose a part of it; `None` if it is one. A `{{variable}}` or a
/// placeholder such as `<integer>` is a value of every type.
pub(crate) fn contradiction(example: &Example<'_>, ty: &Type, types: &Types) -> Option<String> {
    Check { types }.value(example, ty, "").err()
}

/// The reason why a schema that the collection declares for a body has no effect.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Unfit {
    /// The body of the request is not JSON.
    Body,
    /// A saved response is not JSON.
    Response,
    /// Another problem.
    Other(String),
}

impl Unfit {
    /// Whether the body, or an example of it, is not JSON.
    pub(crate) fn is_not_json(&self) -> bool {
        matches!(self, Self::Body | Self::Response)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Body => "the body is not JSON",
            Self::Response => "the body of an example is not JSON",
            Self::Other(problem) => problem,
        })
    }
}

struct Check<'t> {
    types: &'t Types,
}

type Result = std::result::Result<(), String>;

impl Check<'_> {
    fn value(&self, example: &Example<'_>, ty: &Type, at: &str) -> Result {
        let expected = match (ty, example) {
            (Type::Any, _) | (_, Example::Unknown(_)) => return Ok(()),
            (_, Example::String(string)) if is_placeholder(string) => return Ok(()),
            (Type::Named(name), _) => return self.named(example, name, at),
            (Type::Boxed(inner), _) => return self.value(example, inner, at),
            (Type::Nullable(_), Example::Null) => return Ok(()),
            (Type::Nullable(inner), _) => return self.value(example, inner, at),
            (Type::Array(inner), Example::Array(items)) => {
                let mut items = items.iter().enumerate();
                return items
                    .try_for_each(|(index, item)| self.value(item, inner, &format!("{at}[{index}]")));
            }
            (Type::Map(inner), Example::Object(members)) => {
                return members.iter().try_for_each(|(key, value)| self.value(value, inner, &child(at, key)));
            }
            (Type::String | Type::DateTime, Example::String(_))
            | (Type::Bool, Example::Bool(_))
            | (Type::Number | Type::Float, Example::Number(_)) => return Ok(()),
            (Type::Integer, Example::Number(number)) if number.is_i64() => return Ok(()),
            (Type::Unsigned, Example::Number(number)) if number.is_u64() => return Ok(()),
            (Type::String | Type::DateTime, _) => "a string",
            (Type::Bool, _) => "a boolean",
            (Type::Number | Type::Float, _) => "a number",
            (Type::Integer, _) => "an integer",
            (Type::Unsigned, _) => "a non-negative integer",
            (Type::Array(_), _) => "an array",
            (Type::Map(_), _) => "an object",
        };
        Err(mismatch(example, at, expected))
    }

    fn named(&self, example: &Example<'_>, name: &str, at: &str) -> Result {
        let Some(def) = self.types.get(name) else { return Ok(()) };
        match (&def.kind, example) {
            (TypeKind::Alias(target), _) => self.value(example, target, at),
            (TypeKind::Enum(_) | TypeKind::Newtype(_), _) => self.value(example, &Type::String, at),
            (TypeKind::Object(fields), Example::Object(members)) => {
                self.object(members, fields, def.in_request, at)
            }
            (TypeKind::Union(union), Example::Object(members)) => self.union(example, members, union, at),
            (TypeKind::Untagged(variants), _) => self.untagged(example, variants, at),
            (TypeKind::Object(_) | TypeKind::Union(_), _) => Err(mismatch(example, at, "an object")),
            (TypeKind::Form(_), _) => Ok(()),
        }
    }

    fn object(
        &self,
        members: &[(std::borrow::Cow<'_, str>, Example<'_>)],
        fields: &[Field],
        in_request: bool,
        at: &str,
    ) -> Result {
        for (key, value) in members {
            let Some(field) = fields.iter().find(|field| field.name.wire == *key) else {
                return Err(format!("it has no property `{}`", child(at, key)));
            };
            let is_null = *value == Example::Null;
            match field.presence {
                Presence::Patch if is_null => {}
                Presence::Optional if is_null && !in_request => {}
                _ => self.value(value, &field.ty, &child(at, key))?,
            }
        }
        let is_missing = |field: &&Field| {
            field.presence == Presence::Required && members.iter().all(|(key, _)| field.name.wire != *key)
        };
        match fields.iter().find(is_missing) {
            Some(field) => Err(format!("the example has no `{}`", child(at, &field.name.wire))),
            None => Ok(()),
        }
    }

    fn union(
        &self,
        example: &Example<'_>,
        members: &[(std::borrow::Cow<'_, str>, Example<'_>)],
        union: &Union,
        at: &str,
    ) -> Result {
        let tag = members.iter().find(|(key, _)| *key == union.tag.wire);
        let Some((_, Example::String(tag))) = tag else {
            return Err(format!("the example has no `{}`", child(at, &union.tag.wire)));
        };
        let variant = union.variants.iter().find(|variant| variant.name.wire == *tag);
        let Some(ty) = variant.and_then(|variant| variant.ty.as_ref()) else { return Ok(()) };
        // The key is not a field of the variant's type.
        let others = members.iter().filter(|(key, _)| *key != union.tag.wire).cloned().collect();
        let without_tag = Example::Object(others);
        self.value(&without_tag, ty, at).or_else(|problem| self.value(example, ty, at).map_err(|_| problem))
    }

    fn untagged(&self, example: &Example<'_>, variants: &[UntaggedVariant], at: &str) -> Result {
        let fits = |variant: &UntaggedVariant| self.value(example, &variant.ty, at).is_ok();
        match variants.iter().any(fits) {
            true => Ok(()),
            false => Err(mismatch(example, at, "one of the alternatives")),
        }
    }
}

fn child(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

fn mismatch(example: &Example<'_>, at: &str, expected: &str) -> String {
    let found = match example {
        Example::Null => "null",
        Example::Bool(_) => "a boolean",
        Example::Number(_) => "a number",
        Example::String(_) => "a string",
        Example::Array(_) => "an array",
        Example::Object(_) => "an object",
        Example::Unknown(_) | Example::Opaque(_) => "a value that no type represents exactly",
    };
    match at.is_empty() {
        true => format!("the example is {found}, not {expected}"),
        false => format!("in the example, `{at}` is {found}, not {expected}"),
    }
}
