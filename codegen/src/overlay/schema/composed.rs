//! Reads schemas that consist of other schemas or of values: `allOf`, `oneOf`, `enum`, `const`.

use super::super::node::{Node, child};
use super::super::reader::{ObjectReader, OverlayReader};
use super::read::{expect_type, properties, schema, target, type_of};
use super::{EnumEntry, OneOf, Schema, SchemaKind};

pub(super) fn all_of(object: &mut ObjectReader<'_>, reader: &mut OverlayReader<'_>) -> SchemaKind {
    let Some((node, at)) = object.take("allOf") else { return SchemaKind::Any };
    let mut parts = schemas(node, &at, reader);
    expect_type(object, "object", reader);
    let own = properties(object, reader);
    let has_own = !own.properties.is_empty() || !own.required.is_empty();
    // An annotated reference: OpenAPI before 3.1 ignores keywords next to `$ref`.
    if let [Schema { kind: reference @ SchemaKind::Reference { .. }, .. }] = &parts[..]
        && !has_own
    {
        return reference.clone();
    }
    if has_own {
        let part = Schema { kind: SchemaKind::Object(own), ..Schema::any(&object.at) };
        parts.push(part);
    }
    SchemaKind::AllOf(parts)
}

fn schemas(node: &Node, at: &str, reader: &mut OverlayReader<'_>) -> Vec<Schema> {
    let items = reader.items(node, at);
    if items.is_empty() && matches!(node, Node::Array(_)) {
        reader.error(at, "the array is empty", "add a schema");
    }
    items.iter().enumerate().map(|(index, item)| schema(item, &format!("{at}[{index}]"), reader)).collect()
}

pub(super) fn one_of(
    object: &mut ObjectReader<'_>,
    outer: &mut Schema,
    reader: &mut OverlayReader<'_>,
) -> SchemaKind {
    let Some((node, at)) = object.take("oneOf") else { return SchemaKind::Any };
    let items = reader.items(node, &at);
    if !items.is_empty() && items.iter().all(|item| item.get("const").is_some()) {
        expect_type(object, "string", reader);
        return SchemaKind::Enum(described_values(items, &at, reader));
    }
    let is_null = |item: &&Node| matches!(item.get("type"), Some(Node::String(name)) if name == "null");
    if let [item] = &items.iter().filter(|item| !is_null(item)).collect::<Vec<_>>()[..]
        && items.len() == 2
    {
        let index = items.iter().position(|other| std::ptr::eq(other, *item)).unwrap_or_default();
        let inner = schema(item, &format!("{at}[{index}]"), reader);
        outer.nullable = true;
        outer.sensitive |= inner.sensitive;
        outer.description = outer.description.take().or(inner.description);
        return inner.kind;
    }
    expect_type(object, "object", reader);
    let variants = schemas(node, &at, reader);
    let Some((node, discriminator_at)) = object.take("discriminator") else {
        let help = "name the key that selects the schema: `\"discriminator\": {\"propertyName\": …}`, or write `{}` \
                    for any JSON";
        reader.error(&object.at, "`oneOf` has no `discriminator`", help);
        return SchemaKind::Any;
    };
    match discriminator(node, &discriminator_at, reader) {
        Some((tag, mapping)) => SchemaKind::OneOf(OneOf { tag, mapping, variants }),
        None => SchemaKind::Any,
    }
}

fn discriminator(
    node: &Node,
    at: &str,
    reader: &mut OverlayReader<'_>,
) -> Option<(String, Vec<(String, String)>)> {
    let mut object = reader.object(node, at);
    let tag = object.string("propertyName", reader);
    if tag.is_none() && !object.has("propertyName") {
        reader.error(
            at,
            "`discriminator` has no `propertyName`",
            "add `propertyName`, the key whose value selects the schema",
        );
    }
    let mut mapping = Vec::new();
    if let Some((node, at)) = object.take("mapping") {
        for (value, node) in reader.entries(node, &at) {
            mapping.extend(
                target(node, &child(&at, value), "schemas", reader).map(|name| (value.clone(), name)),
            );
        }
    }
    object.finish("a discriminator", reader);
    Some((tag?, mapping))
}

/// Reads `oneOf: [{const, title, description, deprecated}]`.
fn described_values(items: &[Node], at: &str, reader: &mut OverlayReader<'_>) -> Vec<EnumEntry> {
    let mut entries = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut object = reader.object(item, &format!("{at}[{index}]"));
        expect_type(&mut object, "string", reader);
        let value = object.string("const", reader);
        let (title, description) = (object.string("title", reader), object.string("description", reader));
        let deprecated = object.deprecated(reader);
        object.finish("an enum value", reader);
        entries.extend(value.map(|value| EnumEntry { value, title, description, deprecated }));
    }
    unique(&entries, at, reader);
    entries
}

fn unique(entries: &[EnumEntry], at: &str, reader: &mut OverlayReader<'_>) {
    for (index, entry) in entries.iter().enumerate() {
        if entries[..index].iter().any(|other| other.value == entry.value) {
            reader.error(
                &format!("{at}[{index}]"),
                format!("duplicate value `{}`", entry.value),
                "keep one of the two",
            );
        }
    }
}

/// Reads `enum` and `const` of strings.
pub(super) fn enumeration(
    object: &mut ObjectReader<'_>,
    schema: &mut Schema,
    reader: &mut OverlayReader<'_>,
) -> SchemaKind {
    if let Some((name, at)) = type_of(object, schema, reader)
        && name != "string"
    {
        reader.error(
            &at,
            format!("an enum of type `{name}` is not supported"),
            "remove `enum`, and describe the values",
        );
    }
    let mut entries = Vec::new();
    let entry = |value| EnumEntry { value, title: None, description: None, deprecated: None };
    if let Some((node, at)) = object.take("enum") {
        let items = reader.items(node, &at);
        for (index, item) in items.iter().enumerate() {
            // A nullable schema lists null among the values.
            if !(schema.nullable && matches!(item, Node::Null)) {
                entries.extend(reader.string(item, &format!("{at}[{index}]")).map(entry));
            }
        }
        if matches!(node, Node::Array(items) if items.is_empty()) {
            reader.error(&at, "the enum has no values", "add them, or remove `enum`");
        }
        unique(&entries, &at, reader);
    }
    if let Some(value) = object.string("const", reader) {
        entries = vec![entry(value)];
    }
    SchemaKind::Enum(entries)
}
