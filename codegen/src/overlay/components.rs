//! The reusable parts of an overlay: the schemas, and which parts are unused.

use hashbrown::{HashMap, HashSet};

use super::node::Node;
use super::reader::{ObjectReader, OverlayReader};
use super::schema::{Schema, SchemaKind, schema};
use super::{MediaEntry, OperationEntry, Overlay};

/// The parts of `components` that operations refer to, besides schemas.
const PARTS: &[&str] = &["parameters", "requestBodies", "responses"];

/// The most names in a message.
const LISTED: usize = 8;

/// Reads the schemas in `components.schemas`.
pub(super) fn schemas<'a>(root: &'a Node, reader: &mut OverlayReader<'a>) -> Vec<(String, Schema)> {
    let Some(node) = root.get("components") else { return Vec::new() };
    let object = ObjectReader::new(node, "components");
    // Duplicate keys are reported elsewhere; the first one counts.
    let mut seen = HashSet::new();
    let mut schemas = Vec::new();
    for (name, node, at) in object.entries("schemas") {
        if seen.insert(name) {
            let schema = reader.in_scope(node, &at, |reader| schema(node, &at, reader));
            schemas.push((name.to_owned(), schema));
        }
    }
    schemas
}

/// Reads the schemas that references lead to and that are not components.
pub(super) fn other_targets(reader: &mut OverlayReader<'_>) -> Vec<(String, Schema)> {
    let mut schemas = Vec::new();
    while let Some((name, target)) = reader.next_target() {
        schemas.push((name, schema(target.node, &target.at, reader)));
    }
    schemas
}

/// Reports the components that no operation uses.
pub(super) fn report_unused(root: &Node, overlay: &Overlay, reader: &mut OverlayReader<'_>) {
    let used = used_schemas(overlay);
    let unused = |(name, schema): &&(String, Schema)| {
        !used.contains(name.as_str()) && Overlay::is_component(name, schema)
    };
    let mut unused: Vec<&str> =
        overlay.schemas.iter().filter(unused).map(|(name, _)| name.as_str()).collect();
    if let Some(node) = root.get("components") {
        let object = ObjectReader::new(node, "components");
        for part in PARTS {
            let entries = object.entries(part).into_iter();
            unused.extend(entries.filter(|(_, _, at)| !reader.targets.is_used(at)).map(|(name, _, _)| name));
        }
    }
    let names: Vec<String> = unused.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    let more = match unused.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let problem = match unused.len() {
        0 => return,
        1 => format!("no operation uses the component {}", names.join(", ")),
        count => format!("no operation uses {count} components: {}{more}", names.join(", ")),
    };
    reader.note("components", problem, "they have no effect on the client, and can be removed");
}

/// Returns the names of the schemas that operations use.
fn used_schemas(overlay: &Overlay) -> HashSet<&str> {
    let schemas: HashMap<&str, &Schema> =
        overlay.schemas.iter().map(|(name, schema)| (name.as_str(), schema)).collect();
    let mut found = Vec::new();
    overlay.operations.iter().for_each(|operation| roots(operation, &mut found));
    let mut used: HashSet<&str> = HashSet::new();
    while let Some(name) = found.pop() {
        if let Some((name, schema)) = schemas.get_key_value(name)
            && used.insert(name)
        {
            schema.references(&mut |name, _| found.push(name));
        }
    }
    used
}

fn roots<'a>(operation: &'a OperationEntry, found: &mut Vec<&'a str>) {
    let parameters = operation.parameters.iter().filter_map(|parameter| parameter.schema.as_ref());
    let body = operation.body.iter().flat_map(|body| &body.content);
    let responses = operation.responses.iter().flat_map(|response| &response.content);
    let content = body.chain(responses).filter_map(|MediaEntry { schema, .. }| schema.as_ref());
    parameters.chain(content).for_each(|schema| schema.references(&mut |name, _| found.push(name)));
}

impl Schema {
    /// Passes the names in all references within this schema, and whether each is an alternative that a discriminator
    /// selects, to a function.
    pub(crate) fn references<'s>(&'s self, found: &mut impl FnMut(&'s str, Option<&'s str>)) {
        self.visit(None, found);
    }

    fn visit<'s>(&'s self, tag: Option<&'s str>, found: &mut impl FnMut(&'s str, Option<&'s str>)) {
        match &self.kind {
            SchemaKind::Reference { name, .. } => found(name, tag),
            SchemaKind::Array(inner) | SchemaKind::Map(inner) => inner.visit(None, found),
            SchemaKind::Object(object) => {
                object.properties.iter().for_each(|(_, schema)| schema.visit(None, found));
                object.additional.iter().for_each(|schema| schema.visit(None, found));
            }
            SchemaKind::AllOf(parts) => parts.iter().for_each(|part| part.visit(None, found)),
            SchemaKind::OneOf(one_of) => {
                let tag = one_of.discriminator.as_ref().map(|discriminator| discriminator.tag.as_str());
                one_of.variants.iter().for_each(|variant| variant.visit(tag, found));
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
}
