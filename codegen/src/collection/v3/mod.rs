//! Reads a collection of the format 3.0.0, which is a folder of YAML files, into the same model as one of format v2.
//!
//! Each request is a file, `NAME.request.yaml`, and each directory is a folder, whose metadata are in
//! `.resources/definition.yaml`. A request file that cannot be read is an item that is refused, as Postman skips it; a
//! definition that cannot be read is an error, because requests would be sent without its auth.

mod auth;
mod body;
mod definition;
mod environment;
mod fields;
mod findings;
mod layout;
mod request;
mod resources;
mod types;
mod url;
mod yaml;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{Collection, Info, Item, Origin, Response};
use crate::diagnostics::{Diagnostics, Findings, Location, Severity};
use crate::{File, Folder};
use auth::AuthEntry;
use definition::Definition;
use findings::{Context, Problem, Result};
use layout::{Directory, Layout, resolved};
use request::RequestFile;
use yaml::{Data, Node};

pub(super) use layout::is_part;
/// The setting with which Postman sends the body of a GET. Its command line always does in this format, whatever a
/// request has here.
const SENDS_EVERY_BODY: &str = "disableBodyPruning";

pub use environment::{Environment, EnvironmentValue};
pub use layout::is_text;
pub use resources::{NamedCollection, named_collections};
pub use yaml::LONGEST_FILE;

/// Reads a collection. Also returns it if there are errors, so that all findings are reported together.
pub(super) fn read(folder: &Folder<'_>, diagnostics: &mut Diagnostics) -> Collection {
    let layout = Layout::new(folder, diagnostics);
    let mut reader = Reader {
        folder,
        layout: &layout,
        findings: Findings::default(),
        errors: Vec::new(),
        linked: BTreeSet::new(),
    };
    let (definition, item) = reader.directory(&layout.root, "", &[]);
    reader.report_unlinked();
    for error in std::mem::take(&mut reader.errors) {
        diagnostics.add(error);
    }
    reader.findings.report(diagnostics);
    Collection {
        info: Info {
            name: Some(definition.name.unwrap_or_else(|| folder.title.to_owned())),
            description: definition.description,
            postman_id: definition.id,
            ..Info::default()
        },
        item,
        auth: definition.auth.into_iter().next_back().map(|entry| entry.auth),
        variable: definition.variable,
        event: definition.event,
        file: layout.root.definition.map(|file| file.path.clone()),
        protocol_profile_behavior: Map::from_iter([(SENDS_EVERY_BODY.to_owned(), true.into())]),
    }
}

/// Returns a file as JSON whose scalars are strings; `null` if it cannot be read.
pub(crate) fn strings(text: &str) -> Value {
    fn strings(node: &Node<'_>) -> Value {
        match &node.data {
            Data::Scalar(text, _) => (&**text).into(),
            Data::List(items) => items.iter().map(strings).collect(),
            Data::Map(entries) => {
                let text = |node: &Node<'_>| match &node.data {
                    Data::Scalar(text, _) => text.clone().into_owned(),
                    Data::List(_) | Data::Map(_) => String::new(),
                };
                Value::Object(
                    entries.iter().map(|(key, value)| (text(key), strings(value))).collect::<Map<_, _>>(),
                )
            }
        }
    }
    yaml::parse(text).map(|node| strings(&node)).unwrap_or_default()
}

struct Reader<'r, 'f> {
    folder: &'r Folder<'f>,
    layout: &'r Layout<'f>,
    findings: Findings,
    errors: Vec<crate::diagnostics::Diagnostic>,
    /// The folders of examples that belong to a request.
    linked: BTreeSet<String>,
}

impl<'f> Reader<'_, 'f> {
    /// Reads a directory: its definition, and its items in order.
    fn directory(
        &mut self,
        directory: &Directory<'f>,
        path: &str,
        inherited: &[AuthEntry],
    ) -> (Definition, Vec<Item>) {
        let definition = directory.definition.map(|file| self.definition(file)).unwrap_or_default();
        let inherited = if definition.auth.is_empty() { inherited } else { &definition.auth };
        // Postman sorts folders and requests together: by order, and then by name.
        let mut items: Vec<(f64, Vec<u16>, Item)> = Vec::new();
        for (file, stem) in &directory.requests {
            let (order, item) = self.request(file, stem, path, inherited);
            items.push((order, stem.encode_utf16().collect(), item));
        }
        for (name, inner) in &directory.folders {
            let path = if path.is_empty() { (*name).to_owned() } else { format!("{path}/{name}") };
            let (definition, inner_items) = self.directory(inner, &path, inherited);
            let item = Item {
                id: definition.id,
                name: Some(definition.name.unwrap_or_else(|| (*name).to_owned())),
                description: definition.description,
                item: Some(inner_items),
                auth: definition.auth.into_iter().next_back().map(|entry| entry.auth),
                variable: definition.variable,
                event: definition.event,
                origin: inner
                    .definition
                    .map(|file| Box::new(Origin { file: file.path.clone(), unreadable: None })),
                ..Item::default()
            };
            items.push((definition.order, name.encode_utf16().collect(), item));
        }
        items.sort_by(|(order, name, _), (other_order, other_name, _)| {
            order.total_cmp(other_order).then_with(|| name.cmp(other_name))
        });
        (definition, items.into_iter().map(|(_, _, item)| item).collect())
    }

    /// Reads a file, with the name that messages use.
    fn read<T>(
        &mut self,
        file: &File,
        read: impl FnOnce(&mut Context<'_>, &Node<'_>) -> Result<T>,
    ) -> Result<T> {
        let node = yaml::parse(&file.text)?;
        let mut context = Context { file: &self.folder.path_of(&file.path), findings: &mut self.findings };
        read(&mut context, &node)
    }

    fn definition(&mut self, file: &File) -> Definition {
        let result = self.read(file, |context, node| context.definition_file(node)).map(|mut definition| {
            definition.auth.iter_mut().for_each(|entry| entry.file.clone_from(&file.path));
            definition
        });
        result.unwrap_or_else(|problem| {
            self.errors.push(problem.diagnostic(Severity::Error, &self.folder.path_of(&file.path)));
            Definition::default()
        })
    }

    fn request(&mut self, file: &File, stem: &str, path: &str, inherited: &[AuthEntry]) -> (f64, Item) {
        let mut order = 0.0;
        let result = self.read(file, |context, node| {
            order = context.order(node);
            context.request_file(node, stem, inherited)
        });
        let mut origin = Origin { file: file.path.clone(), unreadable: None };
        let item = match result {
            Ok(RequestFile { item, examples }) => {
                let response = self.examples(file, stem, path, examples);
                Item { response, ..item }
            }
            Err(problem) => {
                let path = self.folder.path_of(&file.path);
                origin.unreadable = Some(problem.diagnostic(Severity::Warning, &path));
                Item { name: Some(stem.to_owned()), ..Item::default() }
            }
        };
        (order, Item { origin: Some(Box::new(origin)), ..item })
    }

    /// Reads the examples of a request, in order: those in the folder that it names, or in the conventional one.
    fn examples(
        &mut self,
        file: &File,
        stem: &str,
        path: &str,
        named: Option<(String, crate::diagnostics::Position)>,
    ) -> Vec<Response> {
        let name = self.folder.path_of(&file.path);
        let conventional = resolved(path, &format!(".resources/{stem}.resources/examples"));
        let found = match &named {
            Some((relative, position)) => {
                let found =
                    resolved(path, relative).filter(|found| self.layout.examples.contains_key(&**found));
                if found.is_none() {
                    let mut context = Context { file: &name, findings: &mut self.findings };
                    let help = "the path is relative to the file of the request, and within the collection";
                    context.warning(*position, format!("there are no examples at `{relative}`"), help);
                }
                found
            }
            None => conventional.filter(|found| self.layout.examples.contains_key(&**found)),
        };
        let Some((found, files)) = found.and_then(|found| {
            let files = self.layout.examples.get(&*found)?;
            Some((found, files))
        }) else {
            return Vec::new();
        };
        if named.is_none() {
            let problem = "a request does not name its examples, which are read from the folder of this name"
                .to_owned();
            let location = Location::new(&name, "");
            let help =
                format!("add `examples: ./.resources/{stem}.resources/examples`: Postman reads no others");
            self.findings.add(crate::diagnostics::Diagnostic {
                severity: Severity::Note,
                problem,
                location,
                help: Some(help),
            });
        }
        let mut responses: Vec<(f64, &str, Response)> = Vec::new();
        for (file, stem) in files {
            let mut order = 0.0;
            let result = self.read(file, |context, node| {
                order = context.order(node);
                context.example_file(node, stem)
            });
            match result {
                Ok(response) => responses.push((order, stem, response)),
                Err(problem) => self.skip(file, problem),
            }
        }
        self.linked.insert(found);
        responses.sort_by(|(order, name, _), (other_order, other_name, _)| {
            order.total_cmp(other_order).then_with(|| name.encode_utf16().cmp(other_name.encode_utf16()))
        });
        responses.into_iter().map(|(_, _, response)| response).collect()
    }

    fn skip(&mut self, file: &File, problem: Problem) {
        let Problem { position, problem, help } = problem;
        let problem = Problem { position, problem: format!("the example is ignored: {problem}"), help };
        self.findings.add(problem.diagnostic(Severity::Warning, &self.folder.path_of(&file.path)));
    }

    fn report_unlinked(&mut self) {
        for (folder, files) in &self.layout.examples {
            if let (false, Some((file, _))) = (self.linked.contains(*folder), files.first()) {
                let problem = "an example belongs to no request, so it is ignored";
                let location = Location::new(&self.folder.path_of(&file.path), "");
                let help = "name its folder under `examples` in the file of the request, or delete it";
                self.findings.add(crate::diagnostics::Diagnostic {
                    severity: Severity::Warning,
                    problem: problem.to_owned(),
                    location,
                    help: Some(help.to_owned()),
                });
            }
        }
    }
}
