//! A collection gives the same client in both formats.

use codegen::collection::Collection;
use codegen::{Folder, Input, Source};
use serde_json::Value;

#[path = "../common/v3.rs"]
mod writer;

/// The cases with what differs between the formats: a file without a path is a part of a form only in format v2.
const DIFFERENT: &[(&str, &str)] = &[("bodies", "bodies/operations/2/body/sample/form/")];

#[test]
fn both_formats_give_the_same_client() {
    let cases = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/cases");
    let mut equal = 0;
    let mut problems = String::new();
    for entry in std::fs::read_dir(cases).expect("cases") {
        let folder = entry.expect("a case").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(folder.join("collection.json")) else { continue };
        let overlay = std::fs::read_to_string(folder.join("overlay.json")).ok();
        let Ok(collection) = Collection::parse("c", &text) else { continue };
        let files = writer::files(&collection);
        let title = collection.info.name.clone().unwrap_or_default();
        let lower = |collection| {
            let overlay = overlay.as_deref().map(|text| Source { file: "o", text });
            let (api, diagnostics) = codegen::lower(&Input {
                collection,
                overlay,
                environment: None,
                crate_name: "c",
                command: "",
            });
            match api {
                Some(api) => without_references(serde_json::to_value(api).expect("JSON")),
                None => diagnostics.to_string().into(),
            }
        };
        let own = lower(Source { file: "c", text: &text }.into());
        let other = lower(Folder { path: "c", title: &title, files: &files }.into());
        match own == other {
            true => equal += 1,
            false => {
                let found = format!("{name}{}\n", difference(&own, &other, String::new()));
                let is_known = |(case, start): &(&str, &str)| *case == name && found.starts_with(start);
                if !DIFFERENT.iter().any(is_known) {
                    problems.push_str(&found);
                }
            }
        }
    }
    assert!(problems.is_empty(), "{problems}");
    assert!(equal > 20, "{equal}");
}

/// Removes what names the location of a secret, which is another one in each format.
fn without_references(value: Value) -> Value {
    match value {
        Value::String(text) => {
            let mut parts = text.split("{{$collection:");
            let first = parts.next().unwrap_or_default().to_owned();
            let rest = parts
                .map(|part| format!("{{{{secret}}}}{}", part.split_once("}}").map_or("", |(_, rest)| rest)));
            Value::String(first + &rest.collect::<String>())
        }
        Value::Array(list) => list.into_iter().map(without_references).collect(),
        Value::Object(map) => {
            Value::Object(map.into_iter().map(|(key, value)| (key, without_references(value))).collect())
        }
        other => other,
    }
}

/// Returns the first difference.
fn difference(a: &Value, b: &Value, path: String) -> String {
    match (a, b) {
        (Value::Object(one), Value::Object(other)) => {
            let key = one.keys().chain(other.keys()).find(|key| one.get(*key) != other.get(*key));
            key.map_or(path.clone(), |key| {
                difference(&one[key], other.get(key).unwrap_or(&Value::Null), format!("{path}/{key}"))
            })
        }
        (Value::Array(one), Value::Array(other)) => match one.iter().zip(other).position(|(a, b)| a != b) {
            Some(at) => difference(&one[at], &other[at], format!("{path}/{at}")),
            None => format!("{path}: {} and {} elements: {a} | {b}", one.len(), other.len()),
        },
        _ => format!("{path}: {a} | {b}"),
    }
}
