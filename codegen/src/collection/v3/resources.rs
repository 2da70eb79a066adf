//! The file that Postman keeps in a repository: which folders are collections.

use super::fields::kind;
use super::findings::{Context, Problem, Result};
use super::yaml::{self, Data, Node};
use crate::Source;
use crate::diagnostics::{Diagnostics, Findings, Location, Severity};

/// A folder that `.postman/resources.yaml` names as a collection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NamedCollection {
    /// The path, relative to the folder `.postman`.
    pub path: String,
    /// Where the file has it.
    pub location: Location,
}

/// Returns the collections that `.postman/resources.yaml` names: those in the cloud, which are the keys of a map, and
/// those that are only in the repository, a list. Reports what is wrong in it.
pub fn named_collections(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Vec<NamedCollection> {
    let mut findings = Findings::default();
    let mut context = Context { file: source.file, findings: &mut findings };
    let result = yaml::parse(source.text).map_err(Problem::from).and_then(|node| context.resources(&node));
    findings.report(diagnostics);
    result.unwrap_or_else(|problem| {
        diagnostics.add(problem.diagnostic(Severity::Warning, source.file));
        Vec::new()
    })
}

impl Context<'_> {
    fn resources(&mut self, node: &Node<'_>) -> Result<Vec<NamedCollection>> {
        let fields = self.map(node, "the file")?;
        let mut list = Vec::new();
        for key in ["cloudResources", "localResources"] {
            let Some(resources) = fields.get(key) else { continue };
            let resources = self.map(resources, &format!("`{key}`"))?;
            let Some(collections) = resources.get("collections") else { continue };
            match &collections.data {
                Data::Map(entries) => {
                    entries.iter().for_each(|(path, _)| self.named_collection(path, &mut list));
                }
                Data::List(paths) => paths.iter().for_each(|path| self.named_collection(path, &mut list)),
                Data::Scalar(..) => {
                    let problem = format!("`collections` is {}, not a map or a list", kind(collections));
                    let help = "let Postman write the file again";
                    self.warning(collections.position, problem, help);
                }
            }
        }
        Ok(list)
    }

    fn named_collection(&mut self, node: &Node<'_>, list: &mut Vec<NamedCollection>) {
        match &node.data {
            Data::Scalar(path, _) => list.push(NamedCollection {
                path: path.clone().into_owned(),
                location: self.location(node.position),
            }),
            Data::List(_) | Data::Map(_) => {
                let problem = format!("the path of a collection is {}, so it is ignored", kind(node));
                self.warning(node.position, problem, "let Postman write the file again");
            }
        }
    }
}
