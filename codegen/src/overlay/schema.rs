//! JSON Schema as far as the overlay knows it.

use serde_json::Value;

/// What a value looks like.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The place in the file.
    pub at: String,
    /// The short form of the description; of an `enum` value, its name in Rust.
    pub title: Option<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its form.
    pub kind: SchemaKind,
    /// Whether null stands for it too.
    pub nullable: bool,
    /// Whether only the service sets it.
    pub read_only: bool,
    /// Whether it is personal data or a secret.
    pub sensitive: bool,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
    /// What the service takes when it is left out.
    pub default: Option<Value>,
    /// An example.
    pub example: Option<Value>,
}

/// The form of a value.
#[derive(Clone, Debug)]
pub enum SchemaKind {
    /// Any JSON: `{}`.
    Any,
    /// Another schema.
    Reference {
        /// Its name in `components.schemas`.
        name: String,
        /// The place of the `$ref`.
        at: String,
    },
    /// A text.
    Text(TextSchema),
    /// True or false.
    Bool,
    /// A whole number; without a sign when its format says so.
    Integer {
        /// Whether the format is `uint64` or `uint32`.
        unsigned: bool,
    },
    /// Any number.
    Number,
    /// One of several texts.
    Enum(Vec<EnumEntry>),
    /// A list.
    Array(Box<Schema>),
    /// An object whose keys are data.
    Map(Box<Schema>),
    /// An object with known keys.
    Object(ObjectSchema),
    /// Several objects in one; a later part replaces what an earlier one says of a key.
    AllOf(Vec<Schema>),
    /// One of several objects.
    OneOf(OneOf),
}

/// A text and its rules.
#[derive(Clone, Debug, Default)]
pub struct TextSchema {
    /// The format, one of those that this module knows.
    pub format: Option<String>,
    /// The regular expression that a value matches.
    pub pattern: Option<String>,
    /// The fewest characters.
    pub min_length: Option<usize>,
    /// The most characters.
    pub max_length: Option<usize>,
}

impl TextSchema {
    /// Whether there are rules that a value can break.
    pub fn has_rules(&self) -> bool {
        self.pattern.is_some() || self.min_length.is_some() || self.max_length.is_some()
    }
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumEntry {
    /// The text.
    pub text: String,
    /// The name in Rust, where the text makes a poor one.
    pub title: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Why it should no longer be used.
    pub deprecated: Option<String>,
}

/// The keys of an object.
#[derive(Clone, Debug, Default)]
pub struct ObjectSchema {
    /// Keys and their values, in the order of the file.
    pub properties: Vec<(String, Schema)>,
    /// The keys that are always there.
    pub required: Vec<String>,
}

/// Several objects, told apart by the text of one key.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// The key.
    pub tag: String,
    /// Texts and the schemas they stand for, by name.
    pub mapping: Vec<(String, String)>,
    /// The objects.
    pub variants: Vec<Schema>,
}
