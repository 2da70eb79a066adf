//! Enums of objects. The string in one field of the objects, the tag, selects the variant.

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Map, Value};

use super::finite::Finite;

/// An enum of objects.
pub(crate) trait Union {
    /// Returns the tag; `None` if the value is unknown and has none.
    fn tag(&self) -> Option<&str>;
}

/// Returns the tag of a value; `None` if the value is unknown and has none.
#[inline]
pub(crate) fn tag(union: &impl Union) -> Option<&str> {
    union.tag()
}

/// Implements the traits of an enum whose variants are objects in JSON. The string in one field of the objects selects
/// the variant. Its content is a `Result`, which has the value as it is if that does not match the type of the variant.
/// The last variant, `Unknown(Value)`, is any other value:
///
/// ```text
/// union!(Pet by "kind" { Cat(_) = "cat", None = "none" });
/// ```
///
/// `Cat(_)` is a variant with the other fields of the object; `None` is one without other fields. A variant that is
/// missing here is a compile error.
macro_rules! union {
    ($name:ident by $tag:literal { $($variant:ident $(($content:tt))? = $text:literal),* }) => {
        impl $crate::runtime::model::union::Union for $name {
            #[inline]
            fn tag(&self) -> Option<&str> {
                match self {
                    $($crate::runtime::model::union::pattern!($variant $($content)?) => Some($text),)*
                    Self::Unknown(value) => value.get($tag)?.as_str(),
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                use $crate::runtime::model::{Redacted, union::{debug, pattern}};
                match self {
                    // A value without a type may contain secrets or personal data.
                    $(pattern!(content $variant $($content)?) => debug!(f content $variant $($content)?),)*
                    Self::Unknown(_) => f.debug_tuple("Unknown").field(&Redacted).finish(),
                }
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::runtime::model::union::{content, pattern, serialize_tagged};
                match self {
                    $(pattern!(content $variant $($content)?) => {
                        serialize_tagged(serializer, $tag, $text, content!(content $($content)?))
                    })*
                    Self::Unknown(value) => value.serialize(serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = ::serde_json::Value::deserialize(deserializer)?;
                Ok(match value.get($tag).and_then(::serde_json::Value::as_str) {
                    $(Some($text) => $crate::runtime::model::union::decode!(value $variant $($content)?),)*
                    _ => Self::Unknown(value),
                })
            }
        }
    };
}

/// Expands to the pattern of a variant; if a name precedes the variant, the content is bound to it.
macro_rules! pattern {
    ($variant:ident) => {
        Self::$variant
    };
    ($variant:ident _) => {
        Self::$variant(_)
    };
    ($content:ident $variant:ident) => {
        Self::$variant
    };
    ($content:ident $variant:ident _) => {
        Self::$variant($content)
    };
}

/// Formats a variant for `Debug`.
macro_rules! debug {
    ($f:ident $content:ident $variant:ident) => {
        $f.write_str(stringify!($variant))
    };
    ($f:ident $content:ident $variant:ident _) => {
        $f.debug_tuple(stringify!($variant)).field(&$content.as_ref().map_err(|_| Redacted)).finish()
    };
}

/// Expands to the content of a variant, or `None` if it has none.
macro_rules! content {
    ($content:ident) => {
        None::<&Result<(), ::serde_json::Value>>
    };
    ($content:ident _) => {
        Some($content)
    };
}

/// Decodes a variant. If the value does not match its type, the content is the value.
macro_rules! decode {
    ($value:ident $variant:ident) => {
        Self::$variant
    };
    ($value:ident $variant:ident _) => {
        Self::$variant(::serde::Deserialize::deserialize(&$value).map_err(|_: ::serde_json::Error| $value))
    };
}

pub(crate) use {content, debug, decode, pattern, union};

/// Serializes a variant: the fields of its content and the tag.
pub(crate) fn serialize_tagged<S: Serializer>(
    serializer: S,
    tag: &'static str,
    text: &'static str,
    content: Option<&Result<impl Serialize, Value>>,
) -> Result<S::Ok, S::Error> {
    let value = match content {
        None => Ok(Value::Null),
        Some(Ok(content)) => serde_json::to_value(Finite(content)),
        Some(Err(value)) => Ok(value.clone()),
    };
    let mut object = match value.map_err(S::Error::custom)? {
        Value::Object(fields) => fields,
        _ => Map::new(),
    };
    object.insert(tag.to_owned(), Value::from(text));
    object.serialize(serializer)
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "generated types are public")]
mod tests {
    use serde_json::{Value, json};

    use crate::runtime::model::{object, open_enum};

    #[derive(Clone, PartialEq)]
    pub enum Problem {
        Missing,
        Limit(Result<Limit, Value>),
        Note(Result<Note, Value>),
        Unknown(Value),
    }

    union!(Problem by "key" { Missing = "missing", Limit(_) = "limit", Note(_) = "note" });

    pub struct Limit {
        pub most: i64,
        pub unit: Unit,
    }

    object!(Limit { required: most, unit });

    pub struct Note {
        pub text: Option<String>,
    }

    object!(Note { optional: [redacted] text });

    #[derive(Clone, Debug)]
    pub enum Unit {
        Second,
        Unknown(String),
    }

    open_enum!(Unit { Second = "second" });

    fn problem(value: &Value) -> Problem {
        serde_json::from_value(value.clone()).unwrap()
    }

    #[test]
    fn an_unknown_member_or_value_changes_no_variant() {
        assert!(matches!(problem(&json!({ "key": "missing", "more": 1 })), Problem::Missing));
        let limit = problem(&json!({ "key": "limit", "most": 3, "unit": "fortnight", "more": {} }));
        let Problem::Limit(Ok(limit)) = limit else { panic!("{limit:?}") };
        assert_eq!((limit.most, limit.unit.as_str()), (3, "fortnight"));
        assert!(matches!(problem(&json!({ "key": "note", "text": null })), Problem::Note(Ok(_))));
    }

    #[test]
    fn content_that_does_not_match_keeps_its_variant_and_is_sent_as_it_was_received() {
        for value in [
            json!({ "key": "limit" }),
            json!({ "key": "limit", "most": "many", "unit": "second" }),
            json!({ "key": "limit", "most": 3, "unit": 5, "hush": "hush" }),
            json!({ "key": "limit", "most": 3, "unit": null }),
        ] {
            let problem = problem(&value);
            let Problem::Limit(Err(content)) = &problem else { panic!("{problem:?}") };
            assert_eq!(*content, value);
            assert_eq!(serde_json::to_value(&problem).unwrap(), value);
            assert_eq!(super::tag(&problem), Some("limit"));
            assert_eq!(format!("{problem:?}"), "Limit(Err([redacted]))");
        }
        assert!(matches!(problem(&json!({ "key": "note", "text": 1 })), Problem::Note(Err(_))));
    }

    #[test]
    fn a_value_without_a_known_tag_is_unknown() {
        for value in
            [json!({ "key": "other", "most": 3 }), json!({ "key": 1 }), json!({}), json!([1]), json!(null)]
        {
            let problem = problem(&value);
            assert!(matches!(&problem, Problem::Unknown(own) if *own == value), "{problem:?}");
            assert_eq!(serde_json::to_value(&problem).unwrap(), value);
        }
    }

    #[test]
    fn a_variant_that_a_caller_creates_has_its_tag() {
        let limit = Problem::Limit(Ok(Limit { most: 1, unit: Unit::Second }));
        let expected = json!({ "key": "limit", "most": 1, "unit": "second" });
        assert_eq!(serde_json::to_value(&limit).unwrap(), expected);
        let other = Problem::Limit(Err(json!({ "most": "many" })));
        assert_eq!(serde_json::to_value(&other).unwrap(), json!({ "key": "limit", "most": "many" }));
        assert_eq!(serde_json::to_value(Problem::Missing).unwrap(), json!({ "key": "missing" }));
    }
}
