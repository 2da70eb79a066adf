//! Reads schemas that consist of other schemas: `$ref`, `allOf`, `anyOf` and `oneOf`.

use super::super::node::{Node, child};
use super::super::reader::{ObjectReader, OverlayReader};
use super::read::{is_object, object_schema, schema};
use super::values::described;
use super::{Discriminator, OneOf, Schema, SchemaKind};

/// Reads the schemas that a schema consists of; `None` if there are none.
pub(super) fn combined<'a>(
    object: &ObjectReader<'a>,
    outer: &mut Schema,
    reader: &mut OverlayReader<'a>,
) -> Option<SchemaKind> {
    let mut parts: Vec<Schema> = Vec::new();
    for key in ["$ref", "$dynamicRef"] {
        let Some((Node::String(reference), at)) = object.take(key) else { continue };
        let name = reader.schema_target(reference, &at);
        // After an error, the schema is any JSON.
        let kind = name.map_or(SchemaKind::Any, |name| SchemaKind::Reference { name, at });
        parts.push(Schema::of(kind, &object.at));
    }
    let is_reference = !parts.is_empty();
    for (node, at) in non_empty(object, "allOf", reader) {
        parts.push(schema(node, &at, reader));
    }
    for key in ["oneOf", "anyOf"] {
        parts.extend(alternatives(object, key, outer, reader));
    }
    if !is_reference {
        // Parts without a type only annotate the others.
        parts.retain(|part| !matches!(part.kind, SchemaKind::Any));
    }
    if !parts.is_empty() && is_object(object) {
        let own = object_schema(object, reader);
        if !own.properties.is_empty() || !own.required.is_empty() || own.additional.is_some() {
            parts.push(Schema::of(SchemaKind::Object(own), &object.at));
        }
    }
    match parts.len() {
        0 => None,
        1 => parts.pop().map(|part| only(part, outer)),
        _ => Some(SchemaKind::AllOf(parts)),
    }
}

/// Returns the elements of an array, which must have some.
fn non_empty<'a>(
    object: &ObjectReader<'a>,
    key: &'static str,
    reader: &mut OverlayReader<'_>,
) -> Vec<(&'a Node, String)> {
    let items = object.items(key);
    if items.is_empty() && matches!(object.take(key), Some((Node::Array(_), _))) {
        reader.error(&child(&object.at, key), "the array is empty", "add a schema");
    }
    items
}

/// Returns the kind of a schema whose only part is another one, and adds the annotations of that one.
fn only(part: Schema, outer: &mut Schema) -> SchemaKind {
    outer.nullable |= part.nullable;
    outer.read_only |= part.read_only;
    outer.write_only |= part.write_only;
    outer.sensitive |= part.sensitive;
    outer.title = outer.title.take().or(part.title);
    outer.description = outer.description.take().or(part.description);
    outer.deprecated = outer.deprecated.take().or(part.deprecated);
    outer.default = outer.default.take().or(part.default);
    outer.example = outer.example.take().or(part.example);
    if outer.allowed.is_empty() {
        outer.allowed = part.allowed;
    }
    part.kind
}

/// Reads `oneOf` or `anyOf`; `None` if it says nothing about the type.
fn alternatives<'a>(
    object: &ObjectReader<'a>,
    key: &'static str,
    outer: &mut Schema,
    reader: &mut OverlayReader<'a>,
) -> Option<Schema> {
    let mut items = non_empty(object, key, reader);
    let count = items.len();
    items.retain(|(node, _)| !is_null(node));
    outer.nullable |= items.len() < count;
    if let Some(kind) = described(&items, outer) {
        return Some(Schema::of(kind, &object.at));
    }
    let mut variants: Vec<Schema> = items.into_iter().map(|(node, at)| schema(node, &at, reader)).collect();
    outer.nullable |=
        variants.iter().any(|variant| variant.nullable && !matches!(variant.kind, SchemaKind::Any));
    // Alternatives that only require keys or limit values say nothing about the type.
    let only_validates = |variant: &Schema| match &variant.kind {
        SchemaKind::Any => true,
        SchemaKind::Object(object) => object.properties.is_empty() && object.additional.is_none(),
        _ => false,
    };
    if variants.iter().all(only_validates) {
        return None;
    }
    if variants.len() == 1 {
        return variants.pop();
    }
    let discriminator = discriminator(object, reader);
    Some(Schema::of(SchemaKind::OneOf(OneOf { discriminator, variants }), &object.at))
}

/// Whether a schema allows only null.
fn is_null(node: &Node) -> bool {
    let is_null_type = match node.get("type") {
        Some(Node::String(name)) => name == "null",
        Some(Node::Array(items)) => {
            !items.is_empty() && items.iter().all(|item| item.as_str() == Some("null"))
        }
        _ => false,
    };
    let only_null = |items: &[Node]| !items.is_empty() && items.iter().all(|item| matches!(item, Node::Null));
    is_null_type
        || matches!(node.get("const"), Some(Node::Null))
        || matches!(node.get("enum"), Some(Node::Array(items)) if only_null(items))
}

fn discriminator<'a>(object: &ObjectReader<'a>, reader: &mut OverlayReader<'a>) -> Option<Discriminator> {
    let (node, at) = object.take("discriminator")?;
    let object = ObjectReader::new(node, &at);
    let tag = object.string("propertyName");
    if tag.is_none() {
        let help = "add `propertyName`, the key whose value selects the schema";
        reader.error(&at, "`discriminator` has no `propertyName`", help);
    }
    let mut mapping = Vec::new();
    for (value, node, at) in object.entries("mapping") {
        let Some(target) = node.as_str() else { continue };
        // The value may also be the mere name of a component.
        let is_name = !target.contains(['/', '#']);
        let reference = if is_name { format!("#/components/schemas/{target}") } else { target.to_owned() };
        mapping.extend(reader.schema_target(&reference, &at).map(|name| (value.to_owned(), name)));
    }
    Some(Discriminator { tag: tag?, mapping })
}
