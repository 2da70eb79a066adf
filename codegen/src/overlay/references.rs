//! Checks references between schemas.

use super::node::child;
use super::reader::{OverlayReader, most_similar};
use super::schema::{Schema, SchemaKind};
use super::{OperationEntry, Overlay};
use std::collections::{HashMap, HashSet};

/// Reports every `$ref` to a schema that does not exist, and every schema that no operation uses.
pub(super) fn check(overlay: &Overlay, reader: &mut OverlayReader<'_>) {
    let schemas: HashMap<&str, &Schema> =
        overlay.schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let mut reported = HashSet::new();
    let mut report = |name: &str, at: String, reader: &mut OverlayReader<'_>| {
        if !schemas.contains_key(name) && reported.insert(at.clone()) {
            let help = match most_similar(name, schemas.keys().copied()) {
                Some(other) => format!("add it, or correct the name: did you mean `{other}`?"),
                None => "add it, or correct the name".to_owned(),
            };
            reader.error(&at, format!("`components.schemas` has no `{name}`"), help);
        }
    };

    let mut found = Vec::new();
    overlay.operations.iter().for_each(|operation| roots(operation, &mut found));
    let mut used: HashSet<&str> = HashSet::new();
    while let Some((name, at)) = found.pop() {
        report(name, at, reader);
        if let Some((name, schema)) = schemas.get_key_value(name)
            && used.insert(name)
        {
            referred(schema, &mut found);
        }
    }
    for (name, schema) in &overlay.schemas {
        if !used.contains(name.as_str()) {
            let help = "remove it, or refer to it with `$ref` from a parameter, a body or a response";
            reader.error(&schema.at, format!("no operation uses the schema `{name}`"), help);
            let mut found = Vec::new();
            referred(schema, &mut found);
            found.into_iter().for_each(|(name, at)| report(name, at, reader));
        }
    }
}

/// The names in `$ref`s, with their locations.
type References<'a> = Vec<(&'a str, String)>;

fn roots<'a>(operation: &'a OperationEntry, found: &mut References<'a>) {
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    let body = operation.body.iter().filter_map(|body| body.schema.as_ref());
    let responses = operation.responses.iter().filter_map(|response| response.schema.as_ref());
    parameters.chain(body).chain(responses).for_each(|schema| referred(schema, found));
}

fn referred<'a>(schema: &'a Schema, found: &mut References<'a>) {
    match &schema.kind {
        SchemaKind::Reference { name, at } => found.push((name, at.clone())),
        SchemaKind::Array(inner) | SchemaKind::Map(inner) => referred(inner, found),
        SchemaKind::Object(object) => {
            object.properties.iter().for_each(|(_, schema)| referred(schema, found))
        }
        SchemaKind::AllOf(parts) => parts.iter().for_each(|part| referred(part, found)),
        SchemaKind::OneOf(one_of) => {
            one_of.variants.iter().for_each(|variant| referred(variant, found));
            let at = format!("{}.discriminator.mapping", schema.at);
            let entries = one_of.mapping.iter();
            found.extend(entries.map(|(value, name)| (name.as_str(), child(&at, value))));
        }
        SchemaKind::Any
        | SchemaKind::String(_)
        | SchemaKind::Bool
        | SchemaKind::Integer { .. }
        | SchemaKind::Number
        | SchemaKind::AnyNumber
        | SchemaKind::Enum(_) => {}
    }
}
