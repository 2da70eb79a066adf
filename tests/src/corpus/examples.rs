//! Every example of a collection fits its type: it is read into the type that the crate has for it and written again,
//! and the JSON is equal.
//!
//! A program of the crate does that, since only it has the types: [`Examples::source`] is its source, and
//! [`Examples::check`] runs it. Examples with `{{variables}}` in place of values are no JSON and are passed over, and so are
//! those of a collection with an overlay, whose types are not made of them.

use std::path::Path;
use std::process::Command;
use std::{fs, io};

use codegen::api::{Api, Content, Sample, Success, Type};
use serde_json::{Map, Value, json};

use super::collections::requests;

/// The examples of a crate.
#[derive(Default)]
pub(crate) struct Examples {
    types: Vec<String>,
    cases: Vec<Case>,
}

struct Case {
    /// The place of its type.
    ty: usize,
    text: String,
    /// Whether callers send it: there null and absent are two things.
    is_request: bool,
    /// Where it stands, for people.
    at: String,
}

impl Examples {
    /// The examples that a type was made of; `json` is the collection.
    pub(crate) fn of(api: &Api, json: &Value, crate_name: &str) -> Self {
        let mut examples = Self { types: Vec::new(), cases: Vec::new() };
        let items = requests(json);
        for (_, operation) in api.all_operations() {
            let name = &operation.name.wire;
            let body = operation.body.as_ref().map(|body| (&body.content, &body.sample));
            if let Some((Content::Json(ty), Sample::Text(text))) = body {
                examples.add(ty, text, true, format!("body of {name:?}"), crate_name);
            }
            let Success::Json(ty) = &operation.success else { continue };
            let saved = items.get(operation.index).and_then(|item| item.get("response")?.as_array());
            for response in saved.into_iter().flatten() {
                let is_success = response["code"].as_u64().is_some_and(|code| code / 100 == 2);
                if let (true, Some(text)) = (is_success, response["body"].as_str()) {
                    examples.add(ty, text, false, format!("saved response of {name:?}"), crate_name);
                }
            }
        }
        examples
    }

    fn add(&mut self, ty: &Type, text: &str, is_request: bool, at: String, crate_name: &str) {
        if serde_json::from_str::<Value>(text).is_err() {
            return;
        }
        let ty = rust_type(ty, crate_name);
        let place = self.types.iter().position(|known| *known == ty).unwrap_or_else(|| {
            self.types.push(ty);
            self.types.len() - 1
        });
        self.cases.push(Case { ty: place, text: text.to_owned(), is_request, at });
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.cases.len()
    }

    /// The source of the program, when there is anything to check.
    pub(crate) fn source(&self) -> Option<String> {
        let types = self.types.iter().map(|ty| format!("    again::<{ty}>,\n"));
        let types: String = types.collect();
        (!types.is_empty()).then(|| SOURCE.replace("    // types\n", &types))
    }

    /// Runs the program, and returns what does not fit. An error is one of this machine.
    pub(crate) fn check(&self, program: &Path, scratch: &Path) -> io::Result<Vec<String>> {
        let input = scratch.join("examples.json");
        let cases: Vec<Value> = self.cases.iter().map(|case| json!([case.ty, case.text])).collect();
        fs::write(&input, serde_json::to_vec(&cases)?)?;
        let output = Command::new(program).arg(&input).output()?;
        let answers: Vec<Value> = match serde_json::from_slice(&output.stdout) {
            Ok(answers) => answers,
            Err(_) => {
                let said = String::from_utf8_lossy(&output.stderr);
                return Ok(vec![format!("the program ended with {}: {}", output.status, said.trim())]);
            }
        };
        let wrong = self.cases.iter().zip(&answers).filter_map(|(case, answer)| {
            let why = case.wrong(answer)?;
            Some(format!("the {} {why}", case.at))
        });
        Ok(wrong.collect())
    }
}

impl Case {
    /// What is wrong with the answer: `{"Ok": value}` or `{"Err": why}`.
    fn wrong(&self, answer: &Value) -> Option<String> {
        let Some(written) = answer.get("Ok") else {
            return Some(format!("is not of its type: {}", answer["Err"].as_str().unwrap_or("no answer")));
        };
        let read: Value = serde_json::from_str(&self.text).ok()?;
        let [read, written] = [&read, written].map(|value| plain(value, self.is_request));
        (read != written).then(|| format!("became another value: {read} became {written}"))
    }
}

/// The value with numbers that are equal spelled alike and, in a response, without fields that are null.
fn plain(value: &Value, keeps_null: bool) -> Value {
    match value {
        Value::Object(map) => {
            let fields = map.iter().filter(|(_, value)| keeps_null || !value.is_null());
            let fields = fields.map(|(key, value)| (key.clone(), plain(value, keeps_null)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(|value| plain(value, keeps_null)).collect(),
        Value::Number(number) => match number.as_f64() {
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => {
                Value::from(float as i64)
            }
            _ => value.clone(),
        },
        other => other.clone(),
    }
}

/// A type as the program spells it.
fn rust_type(ty: &Type, crate_name: &str) -> String {
    let inner = |ty| rust_type(ty, crate_name);
    match ty {
        Type::String => "String".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Unsigned => "u64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::DateTime => format!("{crate_name}::DateTime"),
        Type::Any => "serde_json::Value".to_owned(),
        Type::Array(element) => format!("Vec<{}>", inner(element)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", inner(value)),
        Type::Nullable(value) => format!("Option<{}>", inner(value)),
        Type::Boxed(value) => format!("Box<{}>", inner(value)),
        Type::Named(name) => format!("{crate_name}::types::{name}"),
    }
}

const SOURCE: &str = r#"//! Reads each example into its type, and writes it again.

#![allow(clippy::print_stdout, reason = "a program reads it")]

type Again = fn(&str) -> Result<serde_json::Value, String>;

fn again<T: serde::de::DeserializeOwned + serde::Serialize>(text: &str) -> Result<serde_json::Value, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}

const TYPES: &[Again] = &[
    // types
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let input = std::fs::read_to_string(std::env::args().nth(1).ok_or("a file is missing")?)?;
    let cases: Vec<(usize, String)> = serde_json::from_str(&input)?;
    let answers: Vec<_> = cases.iter().map(|(ty, text)| TYPES[*ty](text)).collect();
    println!("{}", serde_json::to_string(&answers)?);
    Ok(())
}
"#;

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, is_request: bool) -> Case {
        Case { ty: 0, text: text.to_owned(), is_request, at: String::new() }
    }

    #[test]
    fn equal_values_are_equal_however_they_are_spelled() {
        let answer = json!({ "Ok": { "a": 1, "b": [{ "c": 2.5 }] } });
        assert_eq!(case(r#"{"b": [{"c": 2.5, "d": null}], "a": 1.0}"#, false).wrong(&answer), None);
    }

    #[test]
    fn what_is_lost_or_changed_is_told() {
        let null = case(r#"{"a": null}"#, true);
        assert!(null.wrong(&json!({ "Ok": {} })).is_some(), "null is a value in a request");
        assert_eq!(null.wrong(&json!({ "Ok": { "a": null } })), None);
        assert!(case("[1]", false).wrong(&json!({ "Ok": [2] })).is_some());
        assert!(case("1", false).wrong(&json!({ "Err": "why" })).is_some_and(|text| text.contains("why")));
        assert!(case("1", false).wrong(&Value::Null).is_some(), "no answer is none");
    }
}
