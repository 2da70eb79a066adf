//! The replay finds the secrets of a collection, which generated code only refers to.

#[path = "../../generated-client/examples/replay/secrets.rs"]
mod secrets;
#[path = "../../generated-client/examples/replay/yaml.rs"]
mod yaml;

use codegen::{File, Folder, Input};
use secrets::{Secrets, find, find_in_folder};
use serde_json::{Value, json};

fn collection() -> Value {
    let header = |value: &str| json!([{ "key": "Accept", "value": "*/*" }, { "key": "Authorization", "value": value }]);
    let auth = |token: &str| json!({ "type": "bearer", "bearer": { "token": token } });
    json!({
        "auth": auth("outermost"),
        "variable": [
            { "key": "token", "value": "first" },
            { "key": "token", "value": "last" },
            { "key": "token", "value": "off", "disabled": true },
            { "key": "pin", "value": 4711 },
        ],
        "item": [
            null,
            { "name": "Outer", "auth": auth("outer"), "item": [
                { "name": "Inner", "auth": { "bearer": { "token": "without a type" } }, "item": [
                    { "request": { "header": header("Bearer t0k") } },
                ] },
                { "request": { "url": "https://h/a?k=a%20b%2Bc+d" } },
            ] },
            { "request": "https://ada:pw@h" },
        ],
    })
}

#[test]
fn a_secret_is_found_by_its_path() {
    let collection = collection();
    for (request, path, expected) in [
        (0, "request/header/1/value", Some("Bearer t0k")),
        (0, "request/header/1/value#7-10", Some("t0k")),
        (0, "auth/bearer/token", Some("outer")),
        (1, "auth/bearer/token", Some("outer")),
        (2, "auth/bearer/token", Some("outermost")),
        (1, "request/url#14-25", Some("a%20b%2Bc+d")),
        (1, "request/url#14-25%", Some("a b+c d")),
        (2, "request#12-14", Some("pw")),
        (0, "variable/token", Some("last")),
        (0, "variable/pin", Some("4711")),
        (0, "variable/none", None),
        (0, "request/header/2/value", None),
        (1, "request/url#14-99", None),
        (3, "request/url", None),
    ] {
        assert_eq!(find(&collection, request, path).as_deref(), expected, "{request}: {path}");
    }
}

/// The manifest of this package names no collection.
#[test]
fn a_secret_that_cannot_be_read_is_a_problem_of_its_request() {
    let secrets = Secrets::default();
    secrets.select(0);
    assert_eq!((secrets.problem(), secrets.get("request/url")), (None, None));
    let problem = "Cargo.toml names no collection in `[package.metadata.postman]`";
    assert_eq!(secrets.problem().as_deref(), Some(problem));
    secrets.select(1);
    assert_eq!(secrets.problem(), None);
}

const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLTEyMw";

/// The references that codegen makes lead to the secrets in the files, whatever form and name these have.
#[test]
fn secrets_of_a_folder_are_found_by_the_references_to_them() {
    let files = [
        (
            "A~ {{b}}: 5% #1/Get.request.yaml",
            format!("url: 'https://ada:{TOKEN}@h/a?token={TOKEN}'\nheaders:\n  'X-API-Key': \"\\u0065{}\"\n", &TOKEN[1..]),
        ),
        (
            "B/List.request.yaml",
            format!(
                "method: POST\nurl: https://h/b\nqueryParams: [{{key: api_key, value: {TOKEN}}}]\nbody:\n  type: json\n  content: |-\n    {{\"access_token\": \"{TOKEN}\"}}\n"
            ),
        ),
        ("B/.resources/definition.yaml", format!("auth: {{type: bearer, credentials: &c {{token: {TOKEN}}}}}\nx: *c\n")),
        ("C.request.yaml", "url: https://h/c\nheaders: [{key: Authorization, value: 'Bearer {{client_secret}}'}]\n".to_owned()),
        (".resources/definition.yaml", format!("variables: [{{key: client_secret, value: {TOKEN}}}]\n")),
    ]
    .map(|(path, text)| File { path: path.to_owned(), text });
    let folder = tempfile::tempdir().expect("a folder");
    for File { path, text } in &files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let source = Folder { path: "c", title: "C", files: &files };
    let output = codegen::generate(&Input {
        collection: source.into(),
        overlay: None,
        environment: None,
        crate_name: "c",
        command: "",
    });
    let items = output.files.iter().find(|file| file.path == "examples/replay/items.rs").expect("a replay");
    let references =
        items.text.split("{{$collection:").skip(1).map(|rest| rest.split("}}").next().unwrap_or(rest));
    let references: std::collections::BTreeSet<&str> = references.collect();
    for reference in &references {
        assert_eq!(
            find_in_folder(folder.path(), reference).as_deref(),
            Some(TOKEN),
            "{reference}\n{}",
            items.text
        );
    }
    assert_eq!(references.len(), 6, "{references:?}\n{}", items.text);
    assert_eq!(find_in_folder(folder.path(), "B/List.request.yaml:/headers/0"), None);
    assert_eq!(find_in_folder(folder.path(), "none.yaml:/a"), None);
}
