//! The check that every example of a collection fits its type: deserialized and serialized, it is equal JSON.
//!
//! A program in the crate does this, because only the crate has the types: [`Examples::source`] is its source, and
//! [`Examples::check`] runs it. Examples with `{{variables}}` instead of values are not JSON and are skipped. So are
//! those of a collection with an overlay, because its types are not inferred from them.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use codegen::api::{Api, Content, Sample, Type};
use codegen::collection::Collection;
use serde_json::{Map, Value, json};

use super::collections::requests;
use super::placeholders::replaced;

/// The examples of a crate.
#[derive(Default)]
pub(crate) struct Examples {
    types: Vec<String>,
    cases: Vec<Case>,
}

struct Case {
    /// The index of its type.
    ty: usize,
    text: String,
    /// Whether it is a request, in which null and an absent field are different.
    is_request: bool,
    /// The location in the collection, for messages.
    location: String,
}

impl Examples {
    /// Collects the examples that types were inferred from.
    pub(crate) fn of(api: &Api, collection: &Collection, crate_name: &str) -> Self {
        let mut examples = Self { types: Vec::new(), cases: Vec::new() };
        let items = requests(collection);
        for (_, operation) in api.all_operations() {
            let name = &operation.name.wire;
            let body = operation.body.as_ref().map(|body| (&body.content, &body.sample));
            if let Some((Content::Json(ty), Sample::Text(text))) = body {
                examples.add(ty, text, true, format!("body of {name:?}"), crate_name);
            }
            let Some(ty) = operation.success.ty() else { continue };
            for response in items.get(operation.index).into_iter().flat_map(|item| &item.response) {
                let is_success = response.code.is_some_and(|code| code / 100 == 2);
                if let (true, Some(text)) = (is_success, response.body.as_ref().and_then(Value::as_str)) {
                    examples.add(ty, text, false, format!("saved response of {name:?}"), crate_name);
                }
            }
        }
        examples
    }

    fn add(&mut self, ty: &Type, text: &str, is_request: bool, location: String, crate_name: &str) {
        // A placeholder such as `<integer>` names the type of a value, and is not one.
        let Ok(example) = serde_json::from_str(text).map(|example| replaced(&example)) else { return };
        let text = example.to_string();
        let ty = rust_type(ty, crate_name);
        let index = self.types.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        });
        self.cases.push(Case { ty: index, text, is_request, location });
    }

    /// Returns the number of examples.
    pub(crate) fn count(&self) -> usize {
        self.cases.len()
    }

    /// Returns the source of the program, or `None` without examples.
    pub(crate) fn source(&self) -> Option<String> {
        let types = self.types.iter().map(|ty| format!("    round_trip::<{ty}>,\n"));
        let types: String = types.collect();
        (!types.is_empty()).then(|| SOURCE.replace("    // types\n", &types))
    }

    /// Runs the program, and returns a message for each example that does not fit. An error is one of the operating
    /// system.
    pub(crate) fn check(&self, program: &Path, scratch: &Path) -> io::Result<Vec<String>> {
        let input = scratch.join("examples.json");
        let cases: Vec<Value> = self.cases.iter().map(|case| json!([case.ty, case.text])).collect();
        fs::write(&input, serde_json::to_vec(&cases)?)?;
        let output = Command::new(program).arg(&input).output()?;
        let results: Vec<Value> = match serde_json::from_slice(&output.stdout) {
            Ok(results) => results,
            Err(_) => {
                let stderr = String::from_utf8_lossy(&output.stderr);
                return Ok(vec![format!("the program ended with {}: {}", output.status, stderr.trim())]);
            }
        };
        let problems = self.cases.iter().zip(&results).filter_map(|(case, result)| {
            let problem = case.problem(result)?;
            Some(format!("the {} {problem}", case.location))
        });
        Ok(problems.collect())
    }
}

impl Case {
    /// Returns the problem in a result of the program, which is `{"Ok": value}` or `{"Err": message}`.
    fn problem(&self, result: &Value) -> Option<String> {
        let Some(serialized) = result.get("Ok") else {
            return Some(format!("is not of its type: {}", result["Err"].as_str().unwrap_or("no result")));
        };
        let example: Value = serde_json::from_str(&self.text).ok()?;
        let [example, serialized] = [&example, serialized].map(|value| normalized(value, self.is_request));
        (example != serialized).then(|| format!("became another value: {example} became {serialized}"))
    }
}

/// Returns the value with equal numbers in one form and, in a response, without fields that are null.
fn normalized(value: &Value, keeps_null: bool) -> Value {
    match value {
        Value::Object(map) => {
            let fields = map.iter().filter(|(_, value)| keeps_null || !value.is_null());
            let fields = fields.map(|(key, value)| (key.clone(), normalized(value, keeps_null)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(|value| normalized(value, keeps_null)).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => {
                Value::from(float as i64)
            }
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

/// Returns the type in the program.
fn rust_type(ty: &Type, crate_name: &str) -> String {
    let inner = |ty| rust_type(ty, crate_name);
    match ty {
        Type::String => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::Number => format!("{crate_name}::Number"),
        Type::DateTime => format!("{crate_name}::DateTime"),
        Type::Any => "serde_json::Value".to_owned(),
        Type::Array(element) => format!("Vec<{}>", inner(element)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::Nullable(value) => format!("Option<{}>", inner(value)),
        Type::Boxed(value) => format!("Box<{}>", inner(value)),
        Type::Named(name) => format!("{crate_name}::types::{name}"),
    }
}

const SOURCE: &str = r#"//! Deserializes each example into its type, and serializes it.

#![allow(clippy::print_stdout, reason = "another program reads the output")]

type RoundTrip = fn(&str) -> Result<serde_json::Value, String>;

fn round_trip<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<serde_json::Value, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}

const TYPES: &[RoundTrip] = &[
    // types
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input = std::fs::read_to_string(std::env::args().nth(1).ok_or("a file is missing")?)?;
    let cases: Vec<(usize, String)> = serde_json::from_str(&input)?;
    let results: Vec<_> = cases.iter().map(|(ty, text)| TYPES[*ty](text)).collect();
    println!("{}", serde_json::to_string(&results)?);
    Ok(())
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, is_request: bool) -> Case {
        Case { ty: 0, text: text.to_owned(), is_request, location: String::new() }
    }

    #[test]
    fn equal_values_may_have_another_form() {
        let result = json!({ "Ok": { "a": 1, "b": [{ "c": 2.5 }] } });
        assert_eq!(case(r#"{"b": [{"c": 2.5, "d": null}], "a": 1.0}"#, false).problem(&result), None);
    }

    #[test]
    fn a_lost_or_changed_value_is_a_problem() {
        let null = case(r#"{"a": null}"#, true);
        assert!(null.problem(&json!({ "Ok": {} })).is_some(), "null is a value in a request");
        assert_eq!(null.problem(&json!({ "Ok": { "a": null } })), None);
        assert!(case("[1]", false).problem(&json!({ "Ok": [2] })).is_some());
        assert!(
            case("1", false).problem(&json!({ "Err": "reason" })).is_some_and(|text| text.contains("reason"))
        );
        assert!(case("1", false).problem(&Value::Null).is_some(), "a missing result is a problem");
    }
}
