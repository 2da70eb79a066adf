//! Environments and globals: the YAML files beside collections of format 3.0.0, and the JSON that Postman exports.

use serde_json::Value;

use super::fields::kind;
use super::findings::{Context, Problem, Result};
use super::yaml::{self, Data, Node, Type};
use crate::Source;
use crate::diagnostics::{Diagnostic, Diagnostics, Findings, Location, Severity};
use crate::json::{reason, without_byte_order_mark};

/// An environment or the globals: values for the variables of collections.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    /// The name in Postman.
    pub name: Option<String>,
    /// Whether these are the globals, over which the variables of a collection take precedence.
    pub is_globals: bool,
    /// The enabled values, in the order of the file.
    pub values: Vec<EnvironmentValue>,
}

/// A value of an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct EnvironmentValue {
    /// The name of the variable.
    pub name: String,
    /// The value; empty if the file has none.
    pub value: String,
    /// Whether the file marks it as a secret, or refers to a vault.
    pub is_secret: bool,
}

const FORMS: &str =
    "export an environment from Postman, or write `values` as a list of maps with `key` and `value`";

/// The ends of the names of files with globals.
const GLOBALS: &[&str] = &[".globals.yaml", ".globals.yml", ".globals.json", ".postman_globals.json"];

impl Environment {
    /// Reads a file: YAML if its name says so, otherwise JSON. Reports what is wrong in it; `None` if it is no environment.
    pub fn read(source: &Source<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let Source { file, text } = *source;
        let lower = file.to_ascii_lowercase();
        let mut findings = Findings::default();
        let mut context = Context { file, findings: &mut findings };
        let result = if lower.ends_with(".yaml") || lower.ends_with(".yml") {
            yaml::parse(text)
                .map_err(Problem::from)
                .and_then(|node| context.environment(&node))
                .map_err(|problem| problem.diagnostic(Severity::Error, file))
        } else {
            context.json_environment(text)
        };
        let environment = result.map_err(|problem| diagnostics.add(problem)).ok()?;
        findings.report(diagnostics);
        let is_globals = environment.is_globals || GLOBALS.iter().any(|end| lower.ends_with(end));
        Some(Self { is_globals, ..environment })
    }
}

impl Context<'_> {
    /// Reads JSON, which is YAML except for some escapes, so that findings have positions.
    fn json_environment(&mut self, text: &str) -> std::result::Result<Environment, Diagnostic> {
        let text = without_byte_order_mark(text);
        let value: Value = serde_json::from_str(text).map_err(|error| Diagnostic {
            severity: Severity::Error,
            problem: format!("this is not JSON: {}", reason(&error)),
            location: Location::of_json_error(self.file, text, &error),
            help: Some("correct the file, or name a file of YAML `NAME.environment.yaml`".to_owned()),
        })?;
        let plain;
        let node = match yaml::parse(text) {
            Ok(node) => Ok(node),
            Err(_) => {
                plain = format!("{value:#}");
                yaml::parse(&plain)
            }
        };
        node.map_err(Problem::from)
            .and_then(|node| self.environment(&node))
            .map_err(|problem| problem.diagnostic(Severity::Error, self.file))
    }

    fn environment(&mut self, node: &Node<'_>) -> Result<Environment> {
        if !matches!(node.data, Data::Map(_)) {
            let problem = format!("this is no environment: it is {}", kind(node));
            return Err(Problem::new(node.position, problem, FORMS));
        }
        let fields = self.map(node, "an environment")?;
        let Some(values) = fields.get("values") else {
            let problem = "this is no environment: it has no `values`";
            return Err(Problem::new(node.position, problem, FORMS));
        };
        let Data::List(rows) = &values.data else {
            let problem = format!("this is no environment: `values` is {}, not a list", kind(values));
            return Err(Problem::new(values.position, problem, FORMS));
        };
        let mut environment = Environment {
            name: fields.get("name").and_then(scalar),
            is_globals: fields.get("_postman_variable_scope").and_then(scalar).as_deref() == Some("globals"),
            values: Vec::new(),
        };
        for row in rows {
            environment.values.extend(self.environment_value(row)?);
        }
        Ok(environment)
    }

    /// Reads a row; `None` if it is disabled or has no name.
    fn environment_value(&mut self, node: &Node<'_>) -> Result<Option<EnvironmentValue>> {
        let fields = self.map(node, "a row of `values`")?;
        let enabled = fields.get("enabled");
        if enabled.is_some() && !self.flag(enabled, "enabled") {
            return Ok(None);
        }
        let Some(name) = fields.get("key").and_then(scalar).filter(|name| !name.is_empty()) else {
            let help = "add the name, or remove the row";
            self.note(fields.position, "a row of `values` has no `key`", help);
            return Ok(None);
        };
        let is_marked = fields.get("type").and_then(scalar).as_deref() == Some("secret")
            || self.flag(fields.get("secret"), "secret");
        let is_secret = is_marked || fields.get("source").is_some();
        let value = match fields.get("value") {
            None => String::new(),
            Some(value) => match scalar(value) {
                Some(value) => value,
                None => {
                    let problem = format!("the value of `{name}` is {}, so it is ignored", kind(value));
                    let help = "quote a value that begins with `{` or `[`";
                    self.warning(value.position, problem, help);
                    return Ok(None);
                }
            },
        };
        Ok(Some(EnvironmentValue { name, value, is_secret }))
    }
}

/// Returns the text of a scalar.
fn scalar(node: &Node<'_>) -> Option<String> {
    match &node.data {
        Data::Scalar(_, Type::Null) => Some(String::new()),
        Data::Scalar(text, _) => Some(text.clone().into_owned()),
        Data::List(_) | Data::Map(_) => None,
    }
}
