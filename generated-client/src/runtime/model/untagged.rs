//! Enums of values that are told apart by their kinds in JSON, or by the keys of objects.

use serde_json::Value;

/// A kind of JSON value.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    String,
    Boolean,
    Number,
    Array,
    Object,
}

/// Whether a value has a kind and, if it is an object, a key.
pub(crate) fn is(value: &Value, kind: Kind, key: Option<&str>) -> bool {
    let has_kind = match value {
        Value::Null => false,
        Value::Bool(_) => kind == Kind::Boolean,
        Value::Number(_) => kind == Kind::Number,
        Value::String(_) => kind == Kind::String,
        Value::Array(_) => kind == Kind::Array,
        Value::Object(_) => kind == Kind::Object,
    };
    has_kind && key.is_none_or(|key| value.get(key).is_some())
}

/// Implements the traits of an enum whose variants are different kinds of JSON values. The last variant,
/// `Unknown(Value)`, is any other value:
///
/// ```text
/// untagged!(Recipient { String = String, Person = Object with "name", Team = Object });
/// ```
///
/// `with "…"` names a key that the objects of the other variants do not have. The first variant that fits counts. A
/// variant that is missing here is a compile error.
macro_rules! untagged {
    ($name:ident { $($variant:ident = $kind:ident $(with $key:literal)?),* }) => {
        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::runtime::model::Redacted;
                match self {
                    // A mere value may be a secret or personal data.
                    $(Self::$variant(content) => {
                        let mut tuple = f.debug_tuple(stringify!($variant));
                        $crate::runtime::model::untagged::debug!(tuple content $kind).finish()
                    })*
                    Self::Unknown(_) => f.debug_tuple("Unknown").field(&Redacted).finish(),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(content) => content.serialize(serializer),)*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use $crate::runtime::model::untagged::{Kind, is, key};
                let value = ::serde_json::Value::deserialize(deserializer)?;
                $(if is(&value, Kind::$kind, key!($($key)?))
                    && let Ok(content) = ::serde::Deserialize::deserialize(&value)
                {
                    return Ok(Self::$variant(content));
                })*
                Ok(Self::Unknown(value))
            }
        }
    };
}

/// Expands to the key of a variant, or `None` if it has none.
macro_rules! key {
    () => {
        None
    };
    ($key:literal) => {
        Some($key)
    };
}

/// Adds the content of a variant to a `Debug` output: objects and arrays redact themselves, other values are redacted.
macro_rules! debug {
    ($tuple:ident $content:ident Object) => {
        $tuple.field($content)
    };
    ($tuple:ident $content:ident Array) => {
        $tuple.field($content)
    };
    ($tuple:ident $content:ident $kind:ident) => {{
        let _ = $content;
        $tuple.field(&$crate::runtime::model::Redacted)
    }};
}

pub(crate) use {debug, key, untagged};

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use serde_json::{Value, json};

    use crate::runtime::model::object;

    #[derive(Clone, PartialEq)]
    pub enum Recipient {
        Address(String),
        Person(Person),
        Team(Team),
        Flag(bool),
        Unknown(Value),
    }

    untagged!(Recipient { Address = String, Person = Object with "name", Team = Object, Flag = Boolean });

    pub struct Person {
        pub name: String,
    }

    object!(Person { required: [redacted] name });

    pub struct Team {
        pub size: Option<i64>,
    }

    object!(Team { optional: size });

    #[test]
    fn the_kind_and_the_key_of_an_object_select_the_variant() {
        for (value, variant) in [
            (json!("a@b"), "Address([redacted])"),
            (json!({ "name": "Zo" }), "Person(Person { name: [redacted] })"),
            (json!({ "size": 2 }), "Team(Team { size: Some(2) })"),
            (json!(true), "Flag([redacted])"),
            (json!(1), "Unknown([redacted])"),
            (json!(null), "Unknown([redacted])"),
            (json!({ "size": "two" }), "Unknown([redacted])"),
        ] {
            let recipient: Recipient = serde_json::from_value(value.clone()).unwrap();
            assert_eq!(format!("{recipient:?}"), variant);
            assert_eq!(serde_json::to_value(&recipient).unwrap(), value);
        }
    }
}
