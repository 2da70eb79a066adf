//! Types: the uses of types, and the definitions in the client.

use serde::Serialize;

use super::{FormField, Name};

/// The type of a parameter, a field, a body or an element.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A string.
    String,
    /// A boolean.
    Bool,
    /// An integer: `i64`.
    Integer,
    /// An unsigned integer: `u64`.
    Unsigned,
    /// A floating-point number: `f64`.
    Float,
    /// A number of any kind, of which there are only examples.
    Number,
    /// A point in time, in the service's own notation.
    DateTime,
    /// Any JSON.
    Any,
    /// An array.
    Array(Box<Type>),
    /// An object with arbitrary keys.
    Map(Box<Type>),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// A value in a `Box`, because its type would otherwise contain itself.
    Boxed(Box<Type>),
    /// A type of [`Api::types`](super::Api::types).
    Named(String),
}

impl Type {
    /// Whether it is any JSON, or contains any JSON other than in a type with a name.
    pub(crate) fn is_untyped(&self) -> bool {
        match self {
            Self::Any => true,
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.is_untyped()
            }
            _ => false,
        }
    }

    /// Returns the name of the type that it is or contains.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.name()
            }
            _ => None,
        }
    }
}

/// A type that the client defines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// The name.
    pub name: String,
    /// Former names, kept as deprecated aliases.
    pub aliases: Vec<String>,
    /// The description.
    pub docs: String,
    /// The kind of type, with its fields, values or variants.
    pub kind: TypeKind,
    /// Whether a request contains it, so that callers create values of it.
    pub in_request: bool,
    /// Whether its values are personal data or secrets, which `Debug` must not show.
    pub sensitive: bool,
}

/// Lists the types of the fields or variants of a kind of type, which is borrowed as `$iter` borrows.
macro_rules! types {
    ($kind:expr, $iter:ident) => {
        match $kind {
            TypeKind::Object(fields) => fields.$iter().map(|Field { ty, .. }| ty).collect(),
            TypeKind::Union(union) => {
                union.variants.$iter().flat_map(|UnionVariant { ty, .. }| ty.$iter()).collect()
            }
            TypeKind::Untagged(variants) => variants.$iter().map(|UntaggedVariant { ty, .. }| ty).collect(),
            TypeKind::Alias(ty) => vec![ty],
            TypeKind::Form(fields) => fields.$iter().map(|FormField { ty, .. }| ty).collect(),
            TypeKind::Enum(_) | TypeKind::Newtype(_) => Vec::new(),
        }
    };
}

impl TypeDef {
    /// Returns the types of its fields or variants.
    pub fn types(&self) -> Vec<&Type> {
        types!(&self.kind, iter)
    }

    /// Returns the types of its fields or variants, in the order of [`Self::types`], to be changed.
    pub(crate) fn types_mut(&mut self) -> Vec<&mut Type> {
        types!(&mut self.kind, iter_mut)
    }
}

/// The kind of a type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeKind {
    /// A JSON object with known fields.
    Object(Vec<Field>),
    /// One of several strings. The service may add others.
    Enum(Vec<EnumValue>),
    /// One of several objects, selected by the string or boolean value of one field.
    Union(Union),
    /// One of several values, told apart by their kinds or by the keys of objects.
    Untagged(Vec<UntaggedVariant>),
    /// A validated string.
    Newtype(StringRules),
    /// An alias of another type.
    Alias(Type),
    /// A form of a request body.
    Form(Vec<FormField>),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The name of the Rust field, and the JSON key.
    pub name: Name,
    /// The description.
    pub docs: String,
    /// The type of a value that is neither absent nor null.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// The value that the service assumes if the field is not sent.
    pub service_default: Option<String>,
    /// Whether only the service sets it.
    pub read_only: bool,
    /// Whether its value is personal data or a secret, which `Debug` must not show.
    pub sensitive: bool,
    /// The reason why the field is deprecated.
    pub deprecated: Option<String>,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// The field is always present.
    Required,
    /// The field may be absent; null has the same meaning.
    Optional,
    /// The field may be absent or null, with different meanings.
    Patch,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumValue {
    /// The name of the variant, and the string that is sent.
    pub name: Name,
    /// The meaning.
    pub docs: String,
    /// The reason why the value is deprecated.
    pub deprecated: Option<String>,
}

/// One of several objects, selected by the value of one key.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The name of the method that returns the value of the key, and the JSON key.
    pub tag: Name,
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionVariant {
    /// The name of the variant, and the value of the key.
    pub name: Name,
    /// The meaning.
    pub docs: String,
    /// The other fields of the object; `None` if there are none.
    pub ty: Option<Type>,
}

/// An alternative of a union that no key selects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UntaggedVariant {
    /// The name of the variant.
    pub name: String,
    /// The meaning.
    pub docs: String,
    /// The type of the value.
    pub ty: Type,
    /// The kind of the value.
    pub kind: JsonKind,
    /// The key that only this one of several objects has.
    pub key: Option<String>,
}

/// A kind of JSON value.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonKind {
    /// A string.
    String,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// The rules of a validated string. They are checked when a caller creates a value, not when the service sends one.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct StringRules {
    /// The least number of characters.
    pub min_length: Option<usize>,
    /// The greatest number of characters.
    pub max_length: Option<usize>,
    /// The allowed characters, as inclusive ranges; empty if all are allowed.
    pub characters: Vec<(char, char)>,
    /// The pattern as it is in the overlay, for messages.
    pub pattern: Option<String>,
}
