//! The schemas that the collection itself declares for bodies: `$type` in format 3.0.0.
//!
//! They become types as the overlay's schemas do. One that cannot be read, or that the collection's own examples
//! contradict, is reported and has no effect. Two rules differ from those of an overlay: examples and defaults that look
//! like secrets are not documented, and every number is accepted exactly as it is sent.

use hashbrown::HashMap;
use serde_json::Value;

use super::secrets::key_names::Key;
use super::secrets::literals;
use super::tree::{RequestItem, Tree};
use crate::collection::{DeclaredSchema, Header, Url};
use crate::diagnostics::{Diagnostics, Findings, Location, Severity};
use crate::overlay::{Ignored, OneOf, ParameterEntry, ParameterLocation, ParameterStyle, Schema, SchemaKind};

/// The start of the locations of these schemas, before their index. No location in an overlay begins so.
const START: &str = "$type[";

/// The use of a schema in an operation.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Purpose {
    /// The body of the request.
    Body,
    /// The bodies of all successful responses.
    Success,
    /// The body of an error with this status.
    Error(u16),
}

/// The schemas that the collection declares.
#[derive(Debug, Default)]
pub(crate) struct Declared {
    /// Those of each request.
    schemas: HashMap<(usize, Purpose), Schema>,
    /// The parameters of each request whose values are listed.
    parameters: HashMap<usize, Vec<ParameterEntry>>,
    /// Where the files have them.
    locations: Vec<Location>,
}

impl Declared {
    /// Reads the schemas of all requests, and reports what has no effect.
    pub(crate) fn new(file: &str, tree: &Tree<'_>, diagnostics: &mut Diagnostics) -> Self {
        let mut reader = Reader {
            declared: Self::default(),
            ignored: Ignored::default(),
            findings: Findings::default(),
            texts: HashMap::new(),
            schemas: HashMap::new(),
        };
        for (request, item) in tree.requests.iter().enumerate() {
            let body = item.item.request.as_ref().and_then(|request| request.body.as_ref());
            if let Some(declared) = body.and_then(|body| body.declared.as_deref()) {
                reader.add(request, Purpose::Body, declared);
            }
            reader.parameters(request, item);
            for response in &item.item.response {
                let Some(declared) = response.declared.as_deref() else { continue };
                match response.code {
                    Some(200..=299) => reader.add(request, Purpose::Success, declared),
                    Some(code @ 300..=599) => reader.add(request, Purpose::Error(code), declared),
                    _ => {
                        let help = "correct the `statusCode` of the example";
                        let problem = "a `$type` is ignored, because the response has no status".to_owned();
                        reader.findings.warning(declared.location.clone(), problem, help);
                    }
                }
            }
        }
        reader.findings.report(diagnostics);
        let schemas = reader.schemas.into_iter().filter_map(|(key, list)| Some((key, one_of(list)?)));
        reader.declared.schemas = schemas.collect();
        if let Some(problem) = reader.ignored.note() {
            let help = "they can stay: the service checks such rules, not the client";
            diagnostics.note(Location::new(file, ""), format!("in `$type`, {problem}"), help);
        }
        reader.declared
    }

    /// Returns the schema of a part of a request.
    pub(crate) fn get(&self, request: usize, purpose: Purpose) -> Option<&Schema> {
        self.schemas.get(&(request, purpose))
    }

    /// Returns the parameters of a request whose values are listed.
    pub(crate) fn parameters(&self, request: usize) -> &[ParameterEntry] {
        self.parameters.get(&request).map_or(&[], Vec::as_slice)
    }

    /// Whether the location of a schema is one of these.
    pub(crate) fn contains(at: &str) -> bool {
        at.starts_with(START)
    }

    /// Returns the location in the file of a location that begins as one of these.
    pub(crate) fn location(&self, at: &str) -> Option<Location> {
        let (index, rest) = at.strip_prefix(START)?.split_once(']')?;
        let location = self.locations.get(index.parse::<usize>().ok()?)?;
        Some(Location { at: format!("$type{rest}"), ..location.clone() })
    }
}

struct Reader<'t> {
    declared: Declared,
    ignored: Ignored,
    findings: Findings,
    /// The texts of the schemas of each part of a request.
    texts: HashMap<(usize, Purpose), Vec<&'t str>>,
    /// The schemas of each part of a request.
    schemas: HashMap<(usize, Purpose), Vec<Schema>>,
}

impl<'t> Reader<'t> {
    /// Adds a schema.
    fn add(&mut self, request: usize, purpose: Purpose, declared: &'t DeclaredSchema) {
        let known = self.texts.entry((request, purpose)).or_default();
        if !known.contains(&declared.text.as_str()) {
            known.push(&declared.text);
            let schema = self.schema(declared);
            self.schemas.entry((request, purpose)).or_default().extend(schema);
        }
    }

    /// Adds the parameters of a request.
    fn parameters(&mut self, request: usize, item: &RequestItem<'_>) {
        let Some(source) = &item.item.request else { return };
        let Some(Url::WithRows(url)) = &source.url else { return };
        let query = url.query.iter().map(|row| (row.key.as_deref(), row.schema.as_deref()));
        self.rows(request, ParameterLocation::Query, query);
        let path = url.variable.iter().map(|row| (row.key.as_deref(), row.schema.as_deref()));
        self.rows(request, ParameterLocation::Path, path);
        self.rows(request, ParameterLocation::Header, source.header.iter().map(row));
    }

    fn rows<'r>(
        &mut self,
        request: usize,
        location: ParameterLocation,
        rows: impl Iterator<Item = (Option<&'r str>, Option<&'r DeclaredSchema>)>,
    ) {
        for (name, declared) in rows {
            let (Some(name), Some(declared)) = (name, declared) else { continue };
            let Some(schema) = self.schema(declared) else { continue };
            self.declared.parameters.entry(request).or_default().push(ParameterEntry {
                at: schema.at.clone(),
                name: name.to_owned(),
                location,
                description: None,
                required: false,
                schema: Some(schema),
                constant: None,
                style: ParameterStyle::Form,
                explode: true,
                example: None,
                deprecated: None,
            });
        }
    }

    fn schema(&mut self, declared: &DeclaredSchema) -> Option<Schema> {
        let at = format!("{START}{}]", self.declared.locations.len());
        self.declared.locations.push(declared.location.clone());
        let (schema, found) = Schema::parse(&declared.text, &at, &mut self.ignored);
        for finding in &found {
            let Some(location) = self.declared.location(&finding.location.at) else { continue };
            let problem = match finding.severity {
                Severity::Error => format!("a `$type` is ignored: {}", finding.problem),
                Severity::Warning | Severity::Note => finding.problem.clone(),
            };
            self.findings.warning(location, problem, finding.help.as_deref().unwrap_or_default());
        }
        let mut schema = schema?;
        adapt(&mut schema, "");
        Some(schema)
    }
}

fn row(header: &Header) -> (Option<&str>, Option<&DeclaredSchema>) {
    (header.key.as_deref(), header.schema.as_deref())
}

/// Returns a schema for the values of several schemas; `None` if there are none.
fn one_of(mut variants: Vec<Schema>) -> Option<Schema> {
    if variants.len() < 2 {
        return variants.pop();
    }
    let at = variants.first()?.at.clone();
    Some(Schema { at, kind: SchemaKind::OneOf(OneOf { discriminator: None, variants }), ..Schema::ANY })
}

/// Applies the rules for schemas of a collection; `name` is that of the property.
fn adapt(schema: &mut Schema, name: &str) {
    schema.example = None;
    schema.aliases.clear();
    if let Some(Value::String(default)) = &schema.default
        && !literals::of_parameter(Key::new(name), default).is_empty()
    {
        schema.default = None;
    }
    match &mut schema.kind {
        kind @ SchemaKind::Number => *kind = SchemaKind::AnyNumber,
        SchemaKind::Array(inner) | SchemaKind::Map(inner) => adapt(inner, name),
        SchemaKind::Object(object) => {
            object.properties.iter_mut().for_each(|(name, schema)| adapt(schema, name));
            object.additional.iter_mut().for_each(|schema| adapt(schema, name));
        }
        SchemaKind::AllOf(parts) => parts.iter_mut().for_each(|part| adapt(part, name)),
        SchemaKind::OneOf(one_of) => one_of.variants.iter_mut().for_each(|variant| adapt(variant, name)),
        SchemaKind::String(string) if matches!(string.format.as_deref(), Some("email" | "password")) => {
            schema.sensitive = true;
        }
        _ => {}
    }
}
