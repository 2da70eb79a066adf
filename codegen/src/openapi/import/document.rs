//! Reads a full OpenAPI document, as JSON or YAML.

use saphyr::{LoadableYamlNode, Scalar, Yaml};
use serde_json::{Number, Value};

use crate::Source;
use crate::diagnostics::{Diagnostics, Location, Position};
use crate::json::{reason, without_byte_order_mark};

/// The maximum depth of a document, which is that of serde_json.
const DEEPEST: usize = 128;

/// Reads a document of OpenAPI 3. Reports why it cannot be read and returns `None` otherwise.
pub(super) fn parse(source: Source<'_>, diagnostics: &mut Diagnostics) -> Option<Value> {
    let text = without_byte_order_mark(source.text);
    let document = if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| {
            let location = Location::of_json_error(source.file, text, &error);
            (location, format!("the document is not JSON: {}", reason(&error)))
        })
    } else {
        yaml(source.file, text)
    };
    let problem = match document {
        Ok(document) => match version_problem(&document) {
            None => return Some(document),
            Some((problem, help)) => (Location::new(source.file, ""), problem, help),
        },
        Err((location, problem)) => (location, problem, "correct the document at this position".to_owned()),
    };
    diagnostics.error(problem.0, problem.1, problem.2);
    None
}

/// Returns the problem and the help if a document is not OpenAPI 3.
fn version_problem(document: &Value) -> Option<(String, String)> {
    let version = |key: &str| match document.get(key) {
        Some(Value::String(version)) => Some(version.clone()),
        Some(Value::Number(version)) => Some(version.to_string()),
        _ => None,
    };
    if let Some(version) = version("swagger") {
        let help =
            "convert it to OpenAPI 3, for example with https://editor.swagger.io or `npx swagger2openapi`";
        return Some((format!("the document is Swagger {version}, not OpenAPI 3"), help.to_owned()));
    }
    match version("openapi") {
        Some(version) if version.starts_with("3.") => None,
        Some(version) => {
            let help = "OpenAPI 3.0, 3.1 and 3.2 can be imported";
            Some((format!("the document is OpenAPI {version}"), help.to_owned()))
        }
        None => {
            let help = "an OpenAPI document begins with `openapi`, the version: `openapi: 3.1.0`";
            Some(("this is not an OpenAPI document".to_owned(), help.to_owned()))
        }
    }
}

fn yaml(file: &str, text: &str) -> Result<Value, (Location, String)> {
    let at = |position| Location { position, ..Location::new(file, "") };
    let documents = Yaml::load_from_str(text).map_err(|error| {
        let position =
            Position { line: number(error.marker().line()), column: number(error.marker().col() + 1) };
        (at(Some(position)), format!("the document is not YAML: {}", error.info()))
    })?;
    match &documents[..] {
        [document] => value(document, 0).map_err(|problem| (at(None), problem)),
        [] => Err((at(None), "the document is empty".to_owned())),
        _ => Err((at(None), format!("the file has {} YAML documents instead of one", documents.len()))),
    }
}

/// Converts YAML to JSON. Scalars have the types of the core schema of YAML 1.2: `no` is a string.
fn value(yaml: &Yaml<'_>, depth: usize) -> Result<Value, String> {
    if depth > DEEPEST {
        return Err("the document is nested too deeply".to_owned());
    }
    Ok(match yaml {
        Yaml::Value(Scalar::Null) => Value::Null,
        Yaml::Value(Scalar::Boolean(value)) => Value::Bool(*value),
        Yaml::Value(Scalar::Integer(value)) => Value::from(*value),
        Yaml::Value(Scalar::FloatingPoint(value)) => {
            Number::from_f64(value.0).map_or(Value::Null, Value::Number)
        }
        Yaml::Value(Scalar::String(value)) | Yaml::Representation(value, ..) => Value::from(value.as_ref()),
        Yaml::Sequence(items) => {
            Value::Array(items.iter().map(|item| value(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        Yaml::Mapping(entries) => {
            let mut object = serde_json::Map::new();
            for (key, entry) in entries {
                let entry = value(entry, depth + 1)?;
                match key {
                    Yaml::Value(Scalar::String(key)) if key == "<<" => merge(entry, &mut object),
                    _ => {
                        object.insert(key_of(key)?, entry);
                    }
                }
            }
            Value::Object(object)
        }
        Yaml::Tagged(_, inner) => value(inner, depth + 1)?,
        Yaml::Alias(_) | Yaml::BadValue => {
            return Err("the document has a value of an unknown kind".to_owned());
        }
    })
}

/// Adds the entries of a merge key, `<<`: those of the object itself take precedence.
fn merge(source: Value, object: &mut serde_json::Map<String, Value>) {
    match source {
        Value::Array(list) => list.into_iter().for_each(|item| merge(item, object)),
        Value::Object(entries) => entries.into_iter().for_each(|(key, value)| {
            object.entry(key).or_insert(value);
        }),
        _ => {}
    }
}

/// Returns a key as JSON has it: `200:` is `"200"`.
fn key_of(key: &Yaml<'_>) -> Result<String, String> {
    match value(key, 0)? {
        Value::String(key) => Ok(key),
        Value::Array(_) | Value::Object(_) => Err("a key of the document is not a string".to_owned()),
        other => Ok(other.to_string()),
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
