//! The comparison of a folder of YAML with the JSON file that Postman's `collection migrate` made it from.
//!
//! Both must be the same API. What the migration is known to lose is taken out of the JSON before, by name:
//! [`Losses`]. So a difference is one of the readers.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;

use codegen::api::Api;
use codegen::diagnostics::Diagnostics;
use codegen::{Input, Source};
use serde_json::{Map, Value, json};

use super::collections::Collection;

/// The number of times that each loss occurs in a collection.
type Losses = BTreeMap<&'static str, usize>;

/// The comparison of a collection.
pub(crate) enum Comparison {
    /// Both are refused for this reason.
    Refused(String),
    /// Both are APIs.
    Compared {
        losses: Losses,
        /// The places in the IR that differ, with both values.
        differences: Vec<String>,
    },
}

/// Compares each collection with the file of the same name in `folder`; returns the report, and whether all are equal.
pub(crate) fn compare(collections: &[Collection], folder: &Path) -> Result<(String, bool), String> {
    let (mut report, mut counts) = (String::new(), BTreeMap::<&str, usize>::new());
    let mut all_losses = BTreeMap::<&str, (usize, usize)>::new();
    for collection in collections {
        let file = folder.join(format!("{}.json", collection.name));
        if !file.is_file() {
            continue;
        }
        let (outcome, details) = match pair(collection, &file)? {
            Comparison::Refused(reason) => ("refused", vec![reason]),
            Comparison::Compared { losses, differences } => {
                let outcome = match (differences.is_empty(), losses.is_empty()) {
                    (true, true) => "equal",
                    (true, false) => "equal but for known losses",
                    (false, _) => "different",
                };
                for (loss, count) in losses {
                    let sum = all_losses.entry(loss).or_default();
                    *sum = (sum.0 + 1, sum.1 + count);
                }
                (outcome, differences)
            }
        };
        *counts.entry(outcome).or_default() += 1;
        for detail in details {
            writeln!(report, "{}: {outcome}: {detail}", collection.name)
                .map_err(|error| error.to_string())?;
        }
    }
    for (outcome, count) in &counts {
        writeln!(report, "{count:5}  {outcome}").map_err(|error| error.to_string())?;
    }
    for (loss, (files, places)) in &all_losses {
        writeln!(report, "       lost by the migration: {loss}: {places} places in {files} files")
            .map_err(|error| error.to_string())?;
    }
    Ok((report, !counts.contains_key("different")))
}

fn pair(collection: &Collection, file: &Path) -> Result<Comparison, String> {
    let cannot = |error: std::io::Error| format!("cannot read {}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(cannot)?;
    let mut json: Value = match serde_json::from_str(&text) {
        Ok(json) => json,
        Err(error) => return Err(format!("{}: {error}", file.display())),
    };
    let mut losses = Losses::new();
    lose(&mut json, &mut losses);
    let text = json.to_string();
    let input = Input {
        collection: Source { file: "collection.json", text: &text }.into(),
        overlay: None,
        environment: None,
        crate_name: "",
        command: "",
    };
    let old = codegen::lower(&input);
    let new = match xtask::input::read(&collection.path, xtask::input::Additions::default())
        .map_err(|error| format!("{error:#}"))?
    {
        Ok(inputs) => inputs.lower(),
        Err(findings) => (None, findings),
    };
    Ok(match (old, new) {
        ((Some(old), _), (Some(new), _)) => {
            Comparison::Compared { losses, differences: differences(&old, &new)? }
        }
        ((None, old), (None, new)) if error(&old) == error(&new) => Comparison::Refused(error(&old)),
        (old, new) => {
            let [old, new] = [old, new].map(|(_, findings)| error(&findings));
            Comparison::Compared { losses, differences: vec![format!("JSON: {old}; YAML: {new}")] }
        }
    })
}

/// Returns the first error among findings.
fn error(findings: &Diagnostics) -> String {
    let text = findings.to_string();
    text.lines().find(|line| line.starts_with("error")).unwrap_or("no error").to_owned()
}

/// Returns the places where two APIs differ.
fn differences(old: &Api, new: &Api) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    compare_values("", &comparable(old)?, &comparable(new)?, &mut found);
    Ok(found)
}

/// Returns an API as JSON, without what names places of its collection.
fn comparable(api: &Api) -> Result<Value, String> {
    let mut api = api.clone();
    // The settings of a request have an order of their own in each format.
    api.skipped.sort_by(|one, other| (&one.location, one.kind).cmp(&(&other.location, other.kind)));
    let text = serde_json::to_string(&api).map_err(|error| error.to_string())?;
    let mut parts = text.split(REFERENCE);
    let mut without = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        without.extend([REFERENCE, &part[part.find("}}").unwrap_or_default()..]]);
    }
    serde_json::from_str(&without).map_err(|error| error.to_string())
}

/// The start of a reference to a literal of the collection.
const REFERENCE: &str = "{{$collection:";

fn compare_values(at: &str, old: &Value, new: &Value, found: &mut Vec<String>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys {
                let [old, new] = [old, new].map(|map| map.get(key).unwrap_or(&Value::Null));
                compare_values(&format!("{at}/{key}"), old, new, found);
            }
        }
        (Value::Array(old), Value::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                compare_values(&format!("{at}/{index}"), old, new, found);
            }
        }
        _ if old == new => {}
        _ => {
            let [old, new] = [old, new].map(|value| shortened(&value.to_string()));
            found.push(format!("{at}: {old} in the JSON, {new} in the YAML"));
        }
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Removes what the migration loses from a collection.
fn lose(collection: &mut Value, losses: &mut Losses) {
    let Some(root) = collection.as_object_mut() else { return };
    count(
        losses,
        "settings of the collection (`protocolProfileBehavior`)",
        drop_key(root, "protocolProfileBehavior"),
    );
    if let Some(info) = root.get_mut("info").and_then(Value::as_object_mut) {
        lose_no_name(info, "New Collection", losses);
        count(losses, "version of the collection", drop_key(info, "version"));
    }
    for variable in root.get_mut("variable").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(variable) = variable.as_object_mut() {
            lose_variable(variable, losses);
        }
    }
    lose_auth(root, losses);
    lose_events(root, losses);
    for item in root.get_mut("item").and_then(Value::as_array_mut).into_iter().flatten() {
        lose_item(item, losses);
    }
}

fn lose_variable(variable: &mut Map<String, Value>, losses: &mut Losses) {
    if let Some(id) = variable.get("id").filter(|_| !variable.contains_key("key")).cloned() {
        variable.insert("key".to_owned(), id);
        count(losses, "variable with an `id` only gets it as its key", true);
    }
    if variable.get("disabled") != Some(&true.into()) {
        count(losses, "description of an enabled variable", drop_key(variable, "description"));
    }
    if variable.get("value").is_none_or(Value::is_null) {
        variable.insert("value".to_owned(), "".into());
        count(losses, "variable without a value gets an empty one", true);
    }
}

/// Gives a collection or a request without a name the one that the migration invents.
fn lose_no_name(named: &mut Map<String, Value>, name: &str, losses: &mut Losses) {
    if named.get("name").and_then(Value::as_str).unwrap_or_default().is_empty() {
        named.insert("name".to_owned(), name.into());
        count(losses, "absence of a name", true);
    }
}

fn lose_item(item: &mut Value, losses: &mut Losses) {
    let Some(item) = item.as_object_mut() else { return };
    if !item.contains_key("item") {
        lose_no_name(item, "New Request", losses);
    }
    count(losses, "variables of a folder or request", drop_key(item, "variable"));
    lose_events(item, losses);
    if item.contains_key("item") {
        count(
            losses,
            "settings of a folder (`protocolProfileBehavior`)",
            drop_key(item, "protocolProfileBehavior"),
        );
    }
    lose_auth(item, losses);
    lose_pruning(item, losses);
    if let Some(request) = item.get_mut("request").and_then(Value::as_object_mut) {
        lose_auth(request, losses);
        lose_values(request.get_mut("header"), "header without a value becomes an empty string", losses);
        let disabled = request.get("body").is_some_and(|body| body["disabled"] == true);
        if disabled {
            count(losses, "disabled body", drop_key(request, "body"));
        }
        if let Some(body) = request.get_mut("body").and_then(Value::as_object_mut) {
            for part in body.get_mut("formdata").and_then(Value::as_array_mut).into_iter().flatten() {
                if let Some(part) = part.as_object_mut() {
                    count(losses, "file name of a part", drop_key(part, "fileName"));
                    lose_part(part, losses);
                }
            }
            if let Some(file) = body.get_mut("file").and_then(Value::as_object_mut) {
                count(losses, "content of a file in the collection", drop_key(file, "content"));
            }
        }
    }
    for item in item.get_mut("item").and_then(Value::as_array_mut).into_iter().flatten() {
        lose_item(item, losses);
    }
}

/// Disables a file without a path, for which Postman sends an empty part in format v2 only.
fn lose_part(part: &mut Map<String, Value>, losses: &mut Losses) {
    let is_missing = match part.get("src") {
        None | Some(Value::Null) => true,
        Some(Value::String(path)) => path.is_empty(),
        Some(Value::Array(paths)) => paths.iter().all(|path| path.as_str() == Some("")),
        Some(_) => false,
    };
    if is_missing && part.get("type") == Some(&"file".into()) && part.get("disabled") != Some(&true.into()) {
        part.insert("disabled".to_owned(), true.into());
        count(losses, "empty part of a file without a path", true);
    }
}

/// Keeps the body of a GET, which Postman sends in format 3.0.0 and not in format v2.
fn lose_pruning(item: &mut Map<String, Value>, losses: &mut Losses) {
    let Some(request) = item.get("request") else { return };
    let method = request["method"].as_str().unwrap_or("GET").to_ascii_uppercase();
    let is_pruned = item.get("protocolProfileBehavior").is_none_or(|own| own["disableBodyPruning"] != true);
    let mode = request["body"]["mode"].as_str().unwrap_or_default();
    let has_body =
        request["body"].get(mode).is_some_and(|body| ![json!(""), json!([]), json!({})].contains(body));
    if is_pruned && has_body && ["GET", "HEAD", "COPY", "PURGE", "UNLOCK"].contains(&&*method) {
        item.insert("protocolProfileBehavior".to_owned(), json!({ "disableBodyPruning": true }));
        count(losses, "absence of the body of a GET, which format v2 has and does not send", true);
    }
}

/// Removes an auth whose parameters are an object, as in v2.0.
fn lose_auth(owner: &mut Map<String, Value>, losses: &mut Losses) {
    let is_lost = owner.get("auth").and_then(Value::as_object).is_some_and(|auth| {
        let kind = auth.get("type").and_then(Value::as_str).unwrap_or_default();
        auth.get(kind).is_some_and(Value::is_object)
    });
    if is_lost {
        count(losses, "auth in the form of v2.0", drop_key(owner, "auth"));
    }
}

/// Enables scripts that are disabled.
fn lose_events(owner: &mut Map<String, Value>, losses: &mut Losses) {
    for event in owner.get_mut("event").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(event) = event.as_object_mut() {
            count(losses, "disabled state of a script", drop_key(event, "disabled"));
        }
    }
}

/// Gives entries without a value an empty string.
fn lose_values(list: Option<&mut Value>, loss: &'static str, losses: &mut Losses) {
    for entry in list.and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(entry) = entry.as_object_mut()
            && entry.get("value").is_none_or(Value::is_null)
        {
            entry.insert("value".to_owned(), "".into());
            count(losses, loss, true);
        }
    }
}

fn drop_key(map: &mut Map<String, Value>, key: &str) -> bool {
    map.remove(key).is_some_and(|value| !value.is_null())
}

fn count(losses: &mut Losses, loss: &'static str, is_lost: bool) {
    if is_lost {
        *losses.entry(loss).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_taken_out_and_counted() {
        let mut collection = json!({
            "info": { "name": "", "version": "1.0.0" },
            "variable": [{ "id": "a", "value": null }, { "key": "b", "value": "1", "description": "d" }],
            "item": [{ "name": "folder", "variable": [{ "key": "c" }], "item": [{
                "request": { "auth": { "type": "bearer", "bearer": { "token": "t" } }, "body": { "disabled": true } },
            }, {
                "name": "get",
                "request": { "method": "GET", "body": { "mode": "raw", "raw": "{}" } },
            }] }],
        });
        let mut losses = Losses::new();
        lose(&mut collection, &mut losses);
        let expected = json!({
            "info": { "name": "New Collection" },
            "variable": [{ "id": "a", "key": "a", "value": "" }, { "key": "b", "value": "1" }],
            "item": [{ "name": "folder", "item": [{ "name": "New Request", "request": {} }, {
                "name": "get",
                "request": { "method": "GET", "body": { "mode": "raw", "raw": "{}" } },
                "protocolProfileBehavior": { "disableBodyPruning": true },
            }] }],
        });
        assert_eq!(collection, expected);
        assert_eq!(losses.values().sum::<usize>(), 10, "{losses:?}");
    }

    #[test]
    fn every_difference_is_found() {
        let mut found = Vec::new();
        let (old, new) = (json!({ "a": [1, { "b": 2 }], "c": 3 }), json!({ "a": [1, { "b": 4 }], "d": 5 }));
        compare_values("", &old, &new, &mut found);
        let expected = [
            "/a/1/b: 2 in the JSON, 4 in the YAML",
            "/c: 3 in the JSON, null in the YAML",
            "/d: null in the JSON, 5 in the YAML",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn references_to_places_in_the_collection_are_no_difference() {
        let api = |text: &str| Api { values: vec![("a".to_owned(), text.to_owned())], ..Api::default() };
        let found = |old, new| differences(&api(old), &api(new)).expect("JSON").len();
        assert_eq!(found("x{{$collection:auth/0}}y", "x{{$collection:F.request.yaml:/auth}}y"), 0);
        assert_eq!(found("x{{$collection:auth/0}}y", "x{{$collection:auth/0}}z"), 1);
    }
}
