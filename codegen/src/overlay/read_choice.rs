//! Schemas that are made of others or of values: `allOf`, `oneOf`, `enum`, `const`.

use super::node::{Node, child};
use super::read_schema::{expect_type, plain, properties, schema, target, type_of};
use super::reader::{Object, Reader};
use super::schema::{EnumEntry, OneOf, Schema, SchemaKind};

pub(super) fn all_of(object: &mut Object<'_>, reader: &mut Reader<'_>) -> SchemaKind {
    let Some((node, at)) = object.take("allOf") else { return SchemaKind::Any };
    let mut parts = schemas(node, &at, reader);
    expect_type(object, "object", reader);
    let own = properties(object, reader);
    let has_own = !own.properties.is_empty() || !own.required.is_empty();
    // The usual way to say more about a reference.
    if let [Schema { kind: reference @ SchemaKind::Reference { .. }, .. }] = &parts[..]
        && !has_own
    {
        return reference.clone();
    }
    if has_own {
        let part = Schema { at: object.at.clone(), kind: SchemaKind::Object(own), ..plain() };
        parts.push(part);
    }
    SchemaKind::AllOf(parts)
}

fn schemas(node: &Node, at: &str, reader: &mut Reader<'_>) -> Vec<Schema> {
    let items = reader.items(node, at);
    if items.is_empty() && matches!(node, Node::Array(_)) {
        reader.error(at, "the list is empty", "add a schema");
    }
    items.iter().enumerate().map(|(index, item)| schema(item, &format!("{at}[{index}]"), reader)).collect()
}

pub(super) fn one_of(object: &mut Object<'_>, outer: &mut Schema, reader: &mut Reader<'_>) -> SchemaKind {
    let Some((node, at)) = object.take("oneOf") else { return SchemaKind::Any };
    let items = reader.items(node, &at);
    if !items.is_empty() && items.iter().all(|item| key(item, "const").is_some()) {
        expect_type(object, "string", reader);
        return SchemaKind::Enum(described_values(items, &at, reader));
    }
    let is_null = |item: &&Node| matches!(key(item, "type"), Some(Node::String(name)) if name == "null");
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
    let Some((node, place)) = object.take("discriminator") else {
        let help = "name the key that tells the schemas apart: `\"discriminator\": {\"propertyName\": …}`, or write `{}` \
                    for any JSON";
        reader.error(&object.at, "`oneOf` has no `discriminator`", help);
        return SchemaKind::Any;
    };
    match discriminator(node, &place, reader) {
        Some((tag, mapping)) => SchemaKind::OneOf(OneOf { tag, mapping, variants }),
        None => SchemaKind::Any,
    }
}

fn discriminator(node: &Node, at: &str, reader: &mut Reader<'_>) -> Option<(String, Vec<(String, String)>)> {
    let mut object = reader.object(node, at);
    let tag = object.text("propertyName", reader);
    if tag.is_none() && !object.has("propertyName") {
        reader.error(
            at,
            "`discriminator` has no `propertyName`",
            "add `propertyName`: the key that holds the text",
        );
    }
    let mut mapping = Vec::new();
    if let Some((node, at)) = object.take("mapping") {
        for (text, node) in reader.entries(node, &at) {
            mapping
                .extend(target(node, &child(&at, text), "schemas", reader).map(|name| (text.clone(), name)));
        }
    }
    object.finish("a discriminator", reader);
    Some((tag?, mapping))
}

fn key<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Object(entries) => entries.iter().find(|(other, _)| other == key).map(|(_, value)| value),
        _ => None,
    }
}

/// `oneOf: [{const, title, description, deprecated}]`.
fn described_values(items: &[Node], at: &str, reader: &mut Reader<'_>) -> Vec<EnumEntry> {
    let mut entries = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let mut object = reader.object(item, &format!("{at}[{index}]"));
        expect_type(&mut object, "string", reader);
        let text = object.text("const", reader);
        let (title, description) = (object.text("title", reader), object.text("description", reader));
        let deprecated = object.deprecated(reader);
        object.finish("an enum value", reader);
        entries.extend(text.map(|text| EnumEntry { text, title, description, deprecated }));
    }
    unique(&entries, at, reader);
    entries
}

fn unique(entries: &[EnumEntry], at: &str, reader: &mut Reader<'_>) {
    for (index, entry) in entries.iter().enumerate() {
        if entries[..index].iter().any(|other| other.text == entry.text) {
            reader.error(
                &format!("{at}[{index}]"),
                format!("the value `{}` is there twice", entry.text),
                "keep one",
            );
        }
    }
}

/// `enum` and `const` of texts.
pub(super) fn enumeration(
    object: &mut Object<'_>,
    schema: &mut Schema,
    reader: &mut Reader<'_>,
) -> SchemaKind {
    if let Some((name, at)) = type_of(object, schema, reader)
        && name != "string"
    {
        reader.error(
            &at,
            format!("an enum of type `{name}` is not supported"),
            "leave `enum` out, and describe the values",
        );
    }
    let mut entries = Vec::new();
    let entry = |text| EnumEntry { text, title: None, description: None, deprecated: None };
    if let Some((node, at)) = object.take("enum") {
        let items = reader.items(node, &at);
        for (index, item) in items.iter().enumerate() {
            // A schema that allows null has to list it.
            if !(schema.nullable && matches!(item, Node::Null)) {
                entries.extend(reader.text(item, &format!("{at}[{index}]")).map(entry));
            }
        }
        if matches!(node, Node::Array(items) if items.is_empty()) {
            reader.error(&at, "the enum has no values", "add them, or leave `enum` out");
        }
        unique(&entries, &at, reader);
    }
    if let Some(text) = object.text("const", reader) {
        entries = vec![entry(text)];
    }
    SchemaKind::Enum(entries)
}
