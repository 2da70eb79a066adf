//! Secrets in a folder are references to its files.

use codegen::{Folder, Input, generate};

use super::files;

const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLW9mLTEyMw";

/// Returns the code of the replay, and of all files together.
fn replay(list: &[(&str, &str)]) -> (String, String) {
    let files = files(list);
    let folder = Folder { path: "c", title: "C", files: &files };
    let output = generate(&Input {
        collection: folder.into(),
        overlay: None,
        environment: None,
        crate_name: "c",
        command: "",
    });
    assert!(!output.diagnostics.has_errors(), "{}", output.diagnostics);
    let all = output.files.iter().map(|file| file.text.as_str()).collect();
    let items =
        output.files.into_iter().find(|file| file.path == "examples/replay/items.rs").expect("a replay");
    (items.text, all)
}

#[test]
fn secrets_are_read_from_their_files_when_the_replay_runs() {
    let definition = format!(
        "auth: [{{id: i, type: bearer, name: n, credentials: {{token: {TOKEN}}}}}]\nvariables:\n  client_secret: {TOKEN}\n"
    );
    let request = format!(
        "$kind: http-request\nurl: https://h/{{{{client_secret}}}}?access_token={TOKEN}\nheaders:\n  - {{key: X-API-Key, value: {TOKEN}}}\n"
    );
    let (items, all) = replay(&[
        ("A/.resources/definition.yaml", &definition.replace("variables:\n  client_secret", "x")),
        (".resources/definition.yaml", &definition),
        ("A/Get it.request.yaml", &request),
    ]);
    for reference in [
        "{{$collection:A/.resources/definition.yaml:/auth/0/credentials/token}}",
        "{{$collection:.resources/definition.yaml:/variables/client_secret}}",
        "{{$collection:A/Get it.request.yaml:/url#41-103}}",
        "{{$collection:A/Get it.request.yaml:/headers/0/value}}",
    ] {
        assert!(items.contains(reference), "{reference} is not in\n{items}");
    }
    assert!(!all.contains(TOKEN));
}

#[test]
fn the_secret_of_a_selected_auth_is_in_the_file_of_the_folder() {
    let other = TOKEN.replace("c2ln", "c2xn");
    let definition = format!(
        "auth:\n  - {{id: a, type: bearer, name: n, credentials: {{token: {TOKEN}}}}}\n  - {{id: b, type: bearer, name: m, credentials: {{token: {other}}}}}\n"
    );
    let request = "$kind: http-request\nurl: https://h\nauth: {type: inherit, credentials: {id: a}}\n";
    let (items, all) = replay(&[
        (".resources/definition.yaml", &definition),
        ("A/.resources/definition.yaml", "name: Without auth\n"),
        ("A/Get it.request.yaml", request),
        ("Inherits.request.yaml", "$kind: http-request\nurl: https://h/b\n"),
    ]);
    for reference in [
        "{{$collection:.resources/definition.yaml:/auth/0/credentials/token}}",
        "{{$collection:.resources/definition.yaml:/auth/1/credentials/token}}",
    ] {
        assert!(items.contains(reference), "{reference} is not in\n{items}");
    }
    assert!(!all.contains(TOKEN) && !all.contains(&other));
}
