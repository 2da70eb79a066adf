//! The schemas of an overlay: what JSON Schema says about the types of a client.

mod combined;
mod read;
mod values;

use serde_json::Value;

pub(super) use read::schema;

/// A schema.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The location in the file.
    pub at: String,
    /// A short description; of an `enum` value, its name in Rust.
    pub title: Option<String>,
    /// The description.
    pub description: Option<String>,
    /// The kind of value, with its constraints.
    pub kind: SchemaKind,
    /// Whether the value may be null.
    pub nullable: bool,
    /// Whether only the service sets the value.
    pub read_only: bool,
    /// Whether only requests have the value.
    pub write_only: bool,
    /// Whether the value is personal data or a secret.
    pub sensitive: bool,
    /// The reason for the deprecation; `None` if it is not deprecated.
    pub deprecated: Option<String>,
    /// The value that the service assumes by default.
    pub default: Option<Value>,
    /// An example.
    pub example: Option<Value>,
    /// Former names of the type.
    pub aliases: Vec<String>,
    /// The only values, if they are not an enum of strings.
    pub allowed: Vec<Value>,
}

impl Schema {
    /// A schema for any JSON.
    pub(crate) const ANY: Self = Self {
        at: String::new(),
        title: None,
        description: None,
        kind: SchemaKind::Any,
        nullable: false,
        read_only: false,
        write_only: false,
        sensitive: false,
        deprecated: None,
        default: None,
        example: None,
        aliases: Vec::new(),
        allowed: Vec::new(),
    };

    /// Creates a schema for any JSON.
    fn any(at: &str) -> Self {
        Self { at: at.to_owned(), ..Self::ANY }
    }

    /// Creates a schema for any JSON of this kind.
    fn of(kind: SchemaKind, at: &str) -> Self {
        Self { kind, ..Self::any(at) }
    }

    /// Returns the schema that a reference leads to, through further references, among those that are found by name; any
    /// other schema as it is.
    pub(crate) fn target<'s>(&'s self, find: impl Fn(&str) -> Option<&'s Self>) -> &'s Self {
        /// The longest chain of references that is followed.
        const LONGEST: usize = 64;

        let mut schema = self;
        for _ in 0..LONGEST {
            let SchemaKind::Reference { name, .. } = &schema.kind else { break };
            let Some(target) = find(name) else { break };
            schema = target;
        }
        schema
    }
}

/// The kind of a value.
#[derive(Clone, Debug)]
pub enum SchemaKind {
    /// Any JSON: `{}`.
    Any,
    /// Another schema.
    Reference {
        /// The name in [`Overlay::schemas`](super::Overlay::schemas).
        name: String,
        /// The location of the `$ref`.
        at: String,
    },
    /// A string.
    String(StringSchema),
    /// A boolean.
    Bool,
    /// An integer.
    Integer {
        /// Whether the format is `uint32` or `uint64`.
        unsigned: bool,
    },
    /// A number that need not be an integer.
    Number,
    /// A number of any kind, exactly as it is sent: `type: [integer, number]`.
    AnyNumber,
    /// One of several strings.
    Enum(Vec<EnumEntry>),
    /// An array.
    Array(Box<Schema>),
    /// An object with arbitrary keys.
    Map(Box<Schema>),
    /// An object with known keys.
    Object(ObjectSchema),
    /// An object with the keys of several objects. For a key that several have, the last schema counts.
    AllOf(Vec<Schema>),
    /// One of several values, or values that match several schemas: `oneOf` and `anyOf`.
    OneOf(OneOf),
}

/// A string and its rules.
#[derive(Clone, Debug, Default)]
pub struct StringSchema {
    /// The format.
    pub format: Option<String>,
    /// Whether the string is the content of a file.
    pub is_binary: bool,
    /// The regular expression that a value matches.
    pub pattern: Option<String>,
    /// The least number of characters.
    pub min_length: Option<usize>,
    /// The greatest number of characters.
    pub max_length: Option<usize>,
}

impl StringSchema {
    /// Whether there are rules that the client checks.
    pub fn has_rules(&self) -> bool {
        self.pattern.is_some() || self.min_length.is_some() || self.max_length.is_some()
    }
}

/// A value of an enum.
#[derive(Clone, Debug)]
pub struct EnumEntry {
    /// The string.
    pub value: String,
    /// The name in Rust, if it should not be derived from the string.
    pub title: Option<String>,
    /// The meaning.
    pub description: Option<String>,
    /// The reason for the deprecation; `None` if it is not deprecated.
    pub deprecated: Option<String>,
}

/// An object with known keys.
#[derive(Clone, Debug, Default)]
pub struct ObjectSchema {
    /// The keys and their schemas, in the order of the file.
    pub properties: Vec<(String, Schema)>,
    /// The keys that are always present.
    pub required: Vec<String>,
    /// The schema of all other keys, if the overlay has one.
    pub additional: Option<Box<Schema>>,
}

/// One of several values.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// The key of objects whose value selects the schema.
    pub discriminator: Option<Discriminator>,
    /// The schemas.
    pub variants: Vec<Schema>,
}

/// The key of objects whose value selects their schema.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// The key.
    pub tag: String,
    /// The values of the key, each with the name of its schema.
    pub mapping: Vec<(String, String)>,
}
