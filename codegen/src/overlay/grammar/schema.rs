//! The keywords of schemas: JSON Schema 2020-12 and those that OpenAPI adds to it.

use super::objects::EXTERNAL_DOCS;
use super::{Content, Object, Other, ignored, keyword};
use Content::{Any, Bool, Either, Length, List, Map, Number, Schema, String, Strings};

pub(super) static SCHEMA: Object = Object {
    name: "a schema",
    keywords: &[
        // Identifiers and references
        keyword("$schema", String),
        keyword("$id", String),
        keyword("$anchor", String),
        keyword("$dynamicAnchor", String),
        keyword("$vocabulary", Map(&Bool)),
        keyword("$ref", String),
        keyword("$dynamicRef", String),
        keyword("$defs", Map(&Schema)),
        keyword("definitions", Map(&Schema)),
        ignored("$comment", String),
        // Types and values
        keyword("type", Either(&[String, Strings])),
        keyword("enum", List(&Any)),
        keyword("const", Any),
        keyword("format", String),
        keyword("nullable", Bool),
        // Objects
        keyword("properties", Map(&Schema)),
        keyword("required", Strings),
        keyword("additionalProperties", Schema),
        ignored("patternProperties", Map(&Schema)),
        ignored("propertyNames", Schema),
        ignored("unevaluatedProperties", Schema),
        ignored("minProperties", Length),
        ignored("maxProperties", Length),
        ignored("dependentRequired", Map(&Strings)),
        ignored("dependentSchemas", Map(&Schema)),
        // Arrays
        keyword("items", Schema),
        keyword("prefixItems", List(&Schema)),
        ignored("unevaluatedItems", Schema),
        ignored("contains", Schema),
        ignored("minContains", Length),
        ignored("maxContains", Length),
        ignored("minItems", Length),
        ignored("maxItems", Length),
        ignored("uniqueItems", Bool),
        // Strings
        keyword("pattern", String),
        keyword("minLength", Length),
        keyword("maxLength", Length),
        ignored("contentEncoding", String),
        keyword("contentMediaType", String),
        ignored("contentSchema", Schema),
        // Numbers. The booleans are those of OpenAPI 3.0.
        ignored("multipleOf", Number),
        ignored("minimum", Number),
        ignored("maximum", Number),
        ignored("exclusiveMinimum", Either(&[Number, Bool])),
        ignored("exclusiveMaximum", Either(&[Number, Bool])),
        // Combinations
        keyword("allOf", List(&Schema)),
        keyword("anyOf", List(&Schema)),
        keyword("oneOf", List(&Schema)),
        ignored("not", Schema),
        ignored("if", Schema),
        ignored("then", Schema),
        ignored("else", Schema),
        keyword("discriminator", Content::Object(&DISCRIMINATOR)),
        // Annotations
        keyword("title", String),
        keyword("description", String),
        keyword("default", Any),
        keyword("deprecated", Bool),
        keyword("readOnly", Bool),
        keyword("writeOnly", Bool),
        keyword("example", Any),
        keyword("examples", List(&Any)),
        ignored("externalDocs", Content::Object(&EXTERNAL_DOCS)),
        ignored("xml", Content::Object(&XML)),
        // Extensions
        keyword("x-sensitive", Bool),
        keyword("x-aliases", Strings),
        keyword("x-deprecated", String),
    ],
    other: Other::None,
    can_be_reference: false,
};

static DISCRIMINATOR: Object = Object {
    name: "a discriminator",
    keywords: &[keyword("propertyName", String), keyword("mapping", Map(&String))],
    other: Other::None,
    can_be_reference: false,
};

static XML: Object = Object {
    name: "`xml`",
    keywords: &[
        keyword("name", String),
        keyword("namespace", String),
        keyword("prefix", String),
        keyword("attribute", Bool),
        keyword("wrapped", Bool),
    ],
    other: Other::None,
    can_be_reference: false,
};
