//! Types: how they are used, and those that the client defines.

use serde::Serialize;

use super::{FormField, Name};

/// A type as it is used.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// A text.
    String,
    /// True or false.
    Bool,
    /// A whole number that fits `i64`.
    Integer,
    /// A whole number beyond `i64` that fits `u64`.
    Unsigned,
    /// Any other number.
    Float,
    /// A point in time, as the service wrote it.
    DateTime,
    /// JSON without a known shape.
    Any,
    /// A list.
    Array(Box<Type>),
    /// An object whose keys are data.
    Map(Box<Type>),
    /// A value that may be null.
    Nullable(Box<Type>),
    /// A value that is kept elsewhere, because its type would otherwise hold itself.
    Boxed(Box<Type>),
    /// A type of [`Api::types`](super::Api::types).
    Named(String),
}

/// A type that the client defines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TypeDef {
    /// The name.
    pub name: String,
    /// What it is.
    pub docs: String,
    /// What it consists of.
    pub kind: TypeKind,
    /// Whether callers make values of it, because a request holds it.
    pub in_request: bool,
    /// Whether its values are personal data or secrets, which `Debug` must not show.
    pub sensitive: bool,
}

/// What a type consists of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeKind {
    /// A JSON object with known fields.
    Object(Vec<Field>),
    /// One of a list of texts, which the service may extend.
    Enum(Vec<EnumValue>),
    /// One of several objects, told apart by the text or truth value of one field.
    Union(Union),
    /// A text with rules of its own.
    Newtype(TextRules),
    /// Another name for a type.
    Alias(Type),
    /// A form.
    Form(Vec<FormField>),
}

/// A field of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The Rust field, and the JSON key.
    pub name: Name,
    /// What it is.
    pub docs: String,
    /// The type of a value that is there.
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// Whether only the service sets it.
    pub read_only: bool,
    /// Whether `Debug` must not show it.
    pub sensitive: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// Whether a field may be absent or null.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// Always there, with a value.
    Required,
    /// There or not; null counts as absent.
    Optional,
    /// Absent, null and a value mean three things.
    Patch,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EnumValue {
    /// The variant, and the text.
    pub name: Name,
    /// What it means.
    pub docs: String,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// One of several objects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Union {
    /// The JSON key that tells them apart, and the method that returns its value.
    pub tag: Name,
    /// The alternatives.
    pub variants: Vec<UnionVariant>,
}

/// An alternative of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionVariant {
    /// The variant, and the tag's text.
    pub name: Name,
    /// What it means.
    pub docs: String,
    /// The object, which does not hold the tag itself; nothing when it holds nothing else.
    pub ty: Option<Type>,
}

/// The rules of a text, checked when a caller makes a value and never when the service sends one.
#[derive(Clone, Debug, Default, Eq, PartialEq, Serialize)]
pub struct TextRules {
    /// The fewest characters.
    pub min_length: Option<usize>,
    /// The most characters.
    pub max_length: Option<usize>,
    /// The characters that are allowed, as inclusive ranges; empty for any.
    pub characters: Vec<(char, char)>,
    /// The pattern as the overlay spells it, for messages.
    pub pattern: Option<String>,
}
