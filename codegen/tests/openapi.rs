//! Tests of the documents in `codegen::openapi`. One test reads the cases of the golden tests, and the collections in
//! the folder that the environment variable `CORPUS` names.

use std::collections::{BTreeSet, HashSet};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::{env, fs};

mod common;

use codegen::api::{Api, Presence, Type, TypeKind};
use codegen::diagnostics::Diagnostics;
use codegen::lower;
use codegen::openapi::{StartingOverlay, starting_overlay};
use common::input;
use serde_json::{Value, json};

/// Lowers a collection and an overlay.
fn run(collection: &str, overlay: Option<&str>) -> (Option<Api>, Diagnostics) {
    lower(&input(collection, overlay))
}

/// Returns an API as JSON, without the documented differences: the order of types, aliases that no operation uses,
/// whether a value of any type, which may be null itself, may be absent or null, and which rules decided.
fn comparable(api: &Api) -> Value {
    let mut used = HashSet::new();
    let operations = api.all_operations();
    let errors = operations.iter().flat_map(|(_, operation)| &operation.errors);
    let mut open: Vec<&Type> = errors.filter_map(|error| error.body.as_ref()).collect();
    open.extend(operations.iter().flat_map(|(_, operation)| operation.types()));
    while let Some(ty) = open.pop() {
        match ty {
            Type::Array(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
                open.push(inner)
            }
            Type::Named(name) if used.insert(name) => {
                match api.types.iter().find(|def| def.name == *name).map(|def| &def.kind) {
                    Some(TypeKind::Object(fields)) => open.extend(fields.iter().map(|field| &field.ty)),
                    Some(TypeKind::Union(union)) => {
                        open.extend(union.variants.iter().filter_map(|variant| variant.ty.as_ref()))
                    }
                    Some(TypeKind::Alias(target)) => open.push(target),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let types = api.types.iter().zip(&api.type_modules).filter(|(def, _)| used.contains(&def.name));
    let types = types.map(|(def, module)| {
        let mut def = def.clone();
        match &mut def.kind {
            TypeKind::Object(fields) => {
                for field in fields
                    .iter_mut()
                    .filter(|field| field.ty == Type::Any && field.presence == Presence::Patch)
                {
                    field.presence = Presence::Optional;
                }
            }
            TypeKind::Alias(_) => def.in_request = false,
            _ => {}
        }
        (def.name.clone(), json!([def, module]))
    });
    fn remove_inferred(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(remove_inferred),
            Value::Object(entries) => {
                entries.remove("inferred");
                entries.remove("decisions");
                entries.values_mut().for_each(remove_inferred);
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(api).unwrap();
    remove_inferred(&mut value);
    value["types"] = types.collect();
    value["type_modules"] = Value::Null;
    value
}

/// Returns the differences of two APIs, a line for each.
fn differences(old: &Api, new: &Api) -> Vec<String> {
    fn compare(at: &str, old: &Value, new: &Value, list: &mut Vec<String>) {
        match (old, new) {
            (Value::Object(a), Value::Object(b)) => {
                let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
                let of = |object: &serde_json::Map<String, Value>, key| {
                    object.get(key).cloned().unwrap_or_default()
                };
                keys.into_iter()
                    .for_each(|key| compare(&format!("{at}.{key}"), &of(a, key), &of(b, key), list));
            }
            (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
                let pairs = a.iter().zip(b).enumerate();
                pairs.for_each(|(index, (a, b))| compare(&format!("{at}[{index}]"), a, b, list));
            }
            (a, b) if a == b => {}
            (a, b) => list.push(format!("{at}: {a} -> {b}")),
        }
    }
    let mut list = Vec::new();
    compare("", &comparable(old), &comparable(new), &mut list);
    list
}

/// Returns the starting overlay of a client, and the client that it gives.
fn again(api: &Api, collection: &str, overlay: Option<&str>) -> (String, Api) {
    let StartingOverlay { text, .. } = starting_overlay(api, "c.json", overlay);
    let (again, diagnostics) = run(collection, Some(&text));
    let again = again.unwrap_or_else(|| panic!("{diagnostics}\n{text}"));
    (text, again)
}

#[test]
fn a_client_with_its_starting_overlay_is_the_same() {
    for file in collections(&root().join("tests/cases")) {
        let collection = fs::read_to_string(&file).unwrap();
        let overlay = fs::read_to_string(file.with_file_name("overlay.json")).ok();
        let (Some(api), _) = run(&collection, overlay.as_deref()) else { continue };
        let (text, again) = again(&api, &collection, overlay.as_deref());
        assert_eq!(differences(&api, &again), [""; 0], "{}", file.display());
        assert_eq!(starting_overlay(&again, "c.json", Some(&text)).text, text, "{}", file.display());
    }
}

/// In other collections, a name may differ too: a body that is not described, because it is JSON that is sent with
/// another media type, may have the type of one that is.
#[test]
fn every_collection_has_a_starting_overlay() {
    let Some(folder) = env::var_os("CORPUS") else { return };
    for file in collections(Path::new(&folder)) {
        let Ok(collection) = fs::read_to_string(&file) else { continue };
        let (Some(api), _) = run(&collection, None) else { continue };
        let (_, again) = again(&api, &collection, None);
        let list = differences(&api, &again);
        if !list.is_empty() {
            let _ =
                writeln!(io::stderr(), "{}: {} differences\n{}", file.display(), list.len(), list.join("\n"));
        }
    }
}

/// The operations of a small collection. Each value that could be secret contains `hidden`.
fn garden() -> String {
    let json =
        |body: &str| json!({ "mode": "raw", "raw": body, "options": { "raw": { "language": "json" } } });
    json!({
        "info": { "name": "Garden" },
        "auth": { "type": "bearer", "bearer": [{ "key": "token", "value": "hidden-bearer" }] },
        "variable": [{ "key": "bed", "value": "hidden-variable" }],
        "item": [
            { "name": "Find plants", "request": {
                "method": "GET",
                "url": "https://example.com/plants?kind=hidden-kind&limit=3",
                "header": [
                    { "key": "Accept", "value": "application/json" },
                    { "key": "X-Bed", "value": "{{bed}}" },
                    { "key": "X-Secret", "value": "hidden-header" },
                ],
            }, "response": [
                { "name": "Plants", "code": 200, "body": "[{\"name\": \"hidden-name\", \"height\": 1.5}]" },
                { "name": "No such kind", "code": 404, "body": "hidden-error" },
            ] },
            { "name": "Beds", "item": [
                { "name": "Water", "request": {
                    "method": "POST", "url": "https://example.com/beds/:bed/water",
                    "body": json("{\"password\": \"hidden-password\", \"amount\": 2}"),
                }, "response": [{ "name": "Done", "code": 204, "body": "" }] },
                { "name": "Water by form", "request": {
                    "method": "POST", "url": "https://example.com/beds/:bed/water",
                    "body": { "mode": "urlencoded", "urlencoded": [{ "key": "amount", "value": "hidden-amount" }] },
                } },
                { "name": "Lock", "request": { "method": "LOCK", "url": "https://example.com/beds/:bed" } },
            ] },
        ],
    })
    .to_string()
}

#[test]
fn a_starting_overlay_has_what_is_inferred() {
    let (api, _) = run(&garden(), None);
    let overlay = starting_overlay(&api.unwrap(), "c.json", None);
    let string = json!({ "type": "string" });
    let parameter = |name: &str, location: &str| json!({ "name": name, "in": location, "schema": string });
    let bed = json!({ "name": "bed", "in": "path", "schema": string, "required": true });
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let plant = json!({ "$ref": "#/components/schemas/FindPlantsResponseItem" });
    let plants = json!({ "type": "array", "items": plant });
    let expected = json!({
        "openapi": "3.1.0",
        "info": { "title": "Garden", "version": "1" },
        "paths": {
            "/plants": { "get": {
                "operationId": "find_plants",
                "parameters": [
                    parameter("kind", "query"),
                    parameter("limit", "query"),
                    parameter("X-Bed", "header"),
                ],
                "responses": {
                    "200": { "description": "", "content": content(plants) },
                    "404": { "description": "No such kind" },
                },
            } },
            "/beds/{bed}/water#Beds / Water": { "post": {
                "operationId": "water",
                "parameters": [bed],
                "requestBody": {
                    "required": true,
                    "content": content(json!({ "$ref": "#/components/schemas/BedsWaterBody" })),
                },
                "responses": { "204": { "description": "" } },
            } },
            "/beds/{bed}/water#Beds / Water by form": { "post": {
                "operationId": "water_by_form",
                "parameters": [bed],
            } },
        },
        "components": { "schemas": {
            "FindPlantsResponseItem": { "type": "object", "properties": {
                "name": { "type": "string" },
                "height": { "type": ["integer", "number"] },
            } },
            "BedsWaterBody": { "type": "object", "properties": {
                "password": { "type": "string", "x-sensitive": true },
                "amount": { "type": ["integer", "number"] },
            } },
        } },
    });
    assert_eq!(overlay.text, serde_json::to_string_pretty(&expected).unwrap() + "\n");
    assert_eq!(
        overlay.diagnostics.to_string(),
        "note: an overlay has no entry for it, because OpenAPI has no method `LOCK`\n  --> c.json: \"Beds\" > \"Lock\"\n  \
         help: the client has it as the collection describes it"
    );
}

#[test]
fn a_starting_overlay_has_no_value_of_the_collection() {
    let garden = garden().replace("&limit=3", "&api_key=hidden-key&token=hidden-token");
    let (api, _) = run(&garden, None);
    let text = starting_overlay(&api.unwrap(), "c.json", None).text;
    assert!(!text.contains("hidden"), "{text}");
}

#[test]
fn requests_that_no_key_tells_apart_are_left_to_the_collection() {
    let item = json!({ "name": "Ping", "request": { "method": "GET", "url": "https://example.com/ping" } });
    let collection = json!({ "info": { "name": "Twins" }, "item": [item, item] }).to_string();
    let (api, _) = run(&collection, None);
    let overlay = starting_overlay(&api.unwrap(), "c.json", None);
    assert!(!overlay.text.contains("/ping"), "{}", overlay.text);
    let note = "note: an overlay has no entry for it, because another request has the same name, folder, method and path\n  \
                --> c.json: \"Ping\"\n  help: the client has it as the collection describes it";
    assert_eq!(overlay.diagnostics.to_string(), [note, note].join("\n\n"));
}

#[test]
fn an_existing_overlay_stays_as_it_is() {
    let own = json!({
        "x-note": "kept",
        "paths": {
            "/beds/{bed}/water#Beds / Water": { "post": {
                "operationId": "irrigate",
                "responses": { "200": { "description": "Wet." } },
            } },
            "/plants": { "get": {
                "parameters": [
                    { "$ref": "#/components/parameters/Kind" },
                    { "name": "x-bed", "in": "header", "description": "The bed." },
                ],
                "responses": { "403": { "description": "Not yours." } },
            } },
        },
        "components": {
            "parameters": { "Kind": { "name": "kind", "in": "query", "schema": { "type": "string" } } },
            "schemas": { "BedsWaterBody": { "type": "object", "properties": {} } },
        },
    });
    let (api, _) = run(&garden(), None);
    let text = starting_overlay(&api.unwrap(), "c.json", Some(&format!("\u{feff}{own}"))).text;
    let overlay: Value = serde_json::from_str(&text).unwrap();
    assert!(text.starts_with("{\n  \"x-note\": \"kept\","), "{text}");
    let keys: Vec<&String> = overlay["paths"].as_object().unwrap().keys().collect();
    assert_eq!(keys, ["/beds/{bed}/water#Beds / Water", "/plants", "/beds/{bed}/water#Beds / Water by form"]);
    let water = &overlay["paths"]["/beds/{bed}/water#Beds / Water"]["post"];
    assert_eq!(
        (&water["operationId"], &water["responses"]),
        (&json!("irrigate"), &json!({ "200": { "description": "Wet." } }))
    );
    let plants = &overlay["paths"]["/plants"]["get"];
    let names = plants["parameters"].as_array().unwrap().iter().map(|parameter| parameter["name"].as_str());
    let expected = [None, Some("x-bed"), Some("limit")];
    assert_eq!(names.collect::<Vec<_>>(), expected);
    let statuses: Vec<&String> = plants["responses"].as_object().unwrap().keys().collect();
    assert_eq!(statuses, ["403", "200"]);
    assert_eq!(
        overlay["components"]["schemas"]["BedsWaterBody"],
        own["components"]["schemas"]["BedsWaterBody"]
    );
}

#[test]
fn path_parameters_have_the_names_of_the_existing_key() {
    let own =
        json!({ "paths": { "/beds/{id}/water#Beds / Water": { "post": { "operationId": "irrigate" } } } })
            .to_string();
    let (api, diagnostics) = run(&garden(), Some(&own));
    let api = api.unwrap_or_else(|| panic!("{diagnostics}"));
    let (text, again) = again(&api, &garden(), Some(&own));
    let overlay: Value = serde_json::from_str(&text).unwrap();
    let parameters = &overlay["paths"]["/beds/{id}/water#Beds / Water"]["post"]["parameters"];
    assert_eq!(
        *parameters,
        json!([{ "name": "id", "in": "path", "schema": { "type": "string" }, "required": true }])
    );
    assert_eq!(differences(&api, &again), [""; 0]);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Returns the collections in a folder and the folders in it.
fn collections(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json")
                && !path.ends_with("overlay.json")
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
