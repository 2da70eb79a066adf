//! No name in a collection collides with a name in generated code.
//!
//! The names are those that the client itself uses (read from the sources of its runtime), Rust's keywords, the prelude,
//! and the methods of common traits. Each is the name of a folder, of a folder in a folder, of requests, parameters,
//! headers, fields of bodies and forms, of a variable in a URL, of a credential, and of a schema, a property and a value of an
//! enum in an overlay.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::package::Inputs;
use codegen::{Input, Source};
use proc_macro2::{TokenStream, TokenTree};
use serde_json::{Map, Value, json};
use tests::{Component, Crates, repository};

const KEYWORDS: &str = "as break const continue crate else enum extern false fn for if impl in let loop match mod move \
    mut pub ref return self Self static struct super trait true type unsafe use where while async await dyn abstract \
    become box do final gen macro override priv try typeof unsized virtual yield union auto raw safe macro_rules";

const PRELUDE: &str = "Copy Send Sized Sync Unpin Drop Fn FnMut FnOnce AsMut AsRef From Into DoubleEndedIterator \
    ExactSizeIterator Extend IntoIterator Iterator Option Some None Result Ok Err Clone PartialEq Eq PartialOrd Ord ToOwned \
    Box ToString String Vec TryFrom TryInto FromIterator Future IntoFuture Debug Default Hash vec format print panic \
    assert str u8 i64 bool char f64 usize core std alloc serde serde_json tokio reqwest";

const TRAIT_METHODS: &str = "add sub mul div rem neg not shl shr bitand bitor bitxor add_assign partial_cmp cmp eq ne \
    hash from_str next deref deref_mut drop clone clone_from borrow borrow_mut as_ref as_mut index index_mut call call_mut \
    from into try_from try_into to_string to_owned default fmt from_iter into_iter max min clamp lt le gt ge poll \
    into_future serialize deserialize type_id";

#[test]
fn no_name_collides() {
    Component::Clippy.version().unwrap_or_else(|problem| panic!("{problem}"));
    let names = names();
    assert!(names.len() > 500, "too few names: {names:?}");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let mut crates = Crates::new(target.join("names")).with_target(target.join("golden/target"));
    add("names", &collection(&names).to_string(), None, &mut crates);
    let (collection, overlay) = described(&names);
    add("names-described", &collection.to_string(), Some(&overlay.to_string()), &mut crates);
    let output =
        crates.cargo(&["clippy", "--quiet", "--all-targets", "--", "-Dwarnings"]).expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Adds the client of a collection.
fn add(name: &str, collection: &str, overlay: Option<&str>, crates: &mut Crates) {
    let collection = Source { file: "names.json", text: collection }.into();
    let output = codegen::lower(&Input {
        collection,
        overlay: overlay.map(|text| Source { file: "names.overlay.json", text }),
        environment: None,
        crate_name: &name.replace('-', "_"),
        command: "cargo xtask generate",
    });
    let api = output.0.unwrap_or_else(|| panic!("{}", output.1));
    crates
        .add(name, &api, Inputs { collection, overlay, environment: None }, &[])
        .expect("the crate can be written");
}

/// A collection, and an overlay with each name as that of a schema, of a property and of a value.
fn described(names: &BTreeSet<String>) -> (Value, Value) {
    let request = json!({ "method": "POST", "url": "https://api.example/all" });
    let collection = json!({ "info": { "name": "Names" }, "item": [{ "name": "All", "request": request }] });
    let schema = |name: &String| json!({ "type": "object", "required": [name], "properties": { name: { "type": "string" }, "next": { "$ref": "#/components/schemas/Values" } } });
    let mut schemas: Map<String, Value> = names.iter().map(|name| (name.clone(), schema(name))).collect();
    schemas.insert("Values".to_owned(), json!({ "enum": names }));
    let property = |name: &String| json!({ "$ref": format!("#/components/schemas/{name}") });
    let properties: Map<String, Value> = names.iter().map(|name| (name.clone(), property(name))).collect();
    let content = json!({ "application/json": { "schema": { "type": "object", "properties": properties } } });
    let operation = json!({
        "requestBody": { "content": content },
        "responses": { "200": { "description": "All.", "content": content } },
    });
    let overlay = json!({
        "openapi": "3.1.0",
        "paths": { "/all": { "post": operation } },
        "components": { "schemas": schemas },
    });
    (collection, overlay)
}

/// A collection with each name in each position.
fn collection(names: &BTreeSet<String>) -> Value {
    let mut items = Vec::new();
    for name in names {
        let request = |url: String| json!({ "name": name, "request": { "method": "GET", "url": url } });
        items.push(json!({ "name": name, "item": [
            request(format!("https://api.example/{name}/:{name}")),
            { "name": name, "item": [request(format!("https://api.example/{name}/inner"))] },
        ] }));
        let auth = json!({ "type": "apikey", "apikey": [
            { "key": "key", "value": format!("X-{name}") }, { "key": "value", "value": format!("{{{{{name}}}}}") },
        ] });
        items.push(json!({ "name": name, "request": {
            "method": "PUT", "url": format!("{{{{{name}}}}}/all"), "auth": auth,
        } }));
    }
    let entries: Vec<Value> = names.iter().map(|name| json!({ "key": name, "value": "{{x}}" })).collect();
    let fields: Map<String, Value> = names.iter().map(|name| (name.clone(), json!({ name: 1 }))).collect();
    let fields = Value::Object(fields).to_string();
    let files: Vec<Value> =
        names.iter().map(|name| json!({ "key": name, "type": "file", "src": "file" })).collect();
    let bodies = [
        json!({ "mode": "raw", "raw": fields, "options": { "raw": { "language": "json" } } }),
        json!({ "mode": "urlencoded", "urlencoded": entries }),
        json!({ "mode": "formdata", "formdata": files }),
    ];
    for (index, body) in bodies.into_iter().enumerate() {
        items.push(json!({
            "name": format!("All names {index}"),
            "request": {
                "method": "POST",
                "url": { "host": ["https://api.example"], "path": ["all"], "query": entries },
                "header": entries,
                "body": body,
            },
            "response": [{ "code": 200, "body": fields }],
        }));
    }
    json!({ "info": { "name": "Names" }, "item": items })
}

fn names() -> BTreeSet<String> {
    let mut names: BTreeSet<String> = [KEYWORDS, PRELUDE, TRAIT_METHODS]
        .iter()
        .flat_map(|list| list.split_whitespace())
        .map(str::to_owned)
        .collect();
    let client = repository().join("generated-client/src");
    definitions_of(&client.join("lib.rs"), &mut names);
    definitions_of(&client.join("runtime"), &mut names);
    names.remove("_");
    names
}

/// Adds the names that the files below a path define.
fn definitions_of(path: &Path, names: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("the folder can be read") {
            definitions_of(&entry.expect("the folder can be read").path(), names);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        let text = fs::read_to_string(path).expect("the file can be read");
        definitions(text.parse().expect("the file is Rust"), names);
    }
}

/// Adds the names behind `fn`, `struct` and the like, also in macros.
fn definitions(tokens: TokenStream, names: &mut BTreeSet<String>) {
    const INTRODUCERS: &[&str] =
        &["const", "enum", "fn", "macro_rules", "mod", "static", "struct", "trait", "type", "union"];
    let mut is_introduced = false;
    for token in tokens {
        match token {
            TokenTree::Group(group) => definitions(group.stream(), names),
            TokenTree::Ident(name) if is_introduced => {
                names.insert(name.to_string().trim_start_matches("r#").to_owned());
                is_introduced = false;
            }
            TokenTree::Ident(name) => is_introduced = INTRODUCERS.contains(&name.to_string().as_str()),
            // `macro_rules! name`
            TokenTree::Punct(punct) => is_introduced = is_introduced && punct.as_char() == '!',
            TokenTree::Literal(_) => is_introduced = false,
        }
    }
}
