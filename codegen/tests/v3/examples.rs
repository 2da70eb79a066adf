//! Saved responses.

use super::{clean, read};

const EXAMPLE: &str = "$kind: http-example\nrequest:\n  url: https://h/a?b=c\n  method: PUT\nresponse:\n  statusCode: 201\n  statusText: Created\n  headers:\n    Content-Type: application/json\n  body:\n    type: json\n    content: '{}'\n";
const FOLDER: &str = ".resources/R.resources/examples";

fn request(examples: &str) -> String {
    format!("$kind: http-request\nurl: https://h\n{examples}")
}

#[test]
fn a_request_names_the_folder_of_its_examples() {
    let linked = request("examples: ./.resources/R.resources/examples\n");
    let collection = clean(&[
        ("A/R.request.yaml", &linked),
        (&format!("A/{FOLDER}/b.example.yaml"), &format!("{EXAMPLE}order: 2\n")),
        (&format!("A/{FOLDER}/c.example.yml"), &format!("{EXAMPLE}order: 1\nname: First\n")),
    ]);
    let item = &collection.item[0].item.as_ref().expect("a folder")[0];
    let names: Vec<_> = item.response.iter().filter_map(|response| response.name.as_deref()).collect();
    assert_eq!(names, ["First", "b"]);
    let response = &item.response[0];
    assert_eq!((response.code, response.status.as_deref()), (Some(201), Some("Created")));
    assert_eq!(
        (response.body.clone(), response.preview_language.as_deref()),
        (Some("{}".into()), Some("json"))
    );
    assert_eq!(response.header[0].key.as_deref(), Some("Content-Type"));
}

#[test]
fn examples_in_the_usual_folder_are_read_with_a_note() {
    let (collection, findings) =
        read(&[("R.request.yaml", &request("")), (&format!("{FOLDER}/b.example.yaml"), EXAMPLE)]);
    assert_eq!(collection.item[0].response.len(), 1);
    let expected = "note: a request does not name its examples, which are read from the folder of this name\n  --> c/R.request.yaml\n  \
                    help: add `examples: ./.resources/R.resources/examples`: Postman reads no others";
    assert_eq!(findings, expected);
}

#[test]
fn examples_of_no_request_are_reported() {
    let (_, findings) = read(&[
        ("R.request.yaml", &request("")),
        (".resources/S.resources/examples/b.example.yaml", EXAMPLE),
    ]);
    assert!(findings.starts_with("warning: an example belongs to no request, so it is ignored\n  --> c/.resources/S.resources/examples/b.example.yaml\n"), "{findings}");
}

#[test]
fn a_folder_of_examples_that_is_not_there_is_reported() {
    for path in ["./nowhere", "../../outside"] {
        let (_, findings) = read(&[("R.request.yaml", &request(&format!("examples: {path}\n")))]);
        let expected = format!("warning: there are no examples at `{path}`\n  --> c/R.request.yaml:3:11\n");
        assert!(findings.starts_with(&expected), "{findings}");
    }
}

#[test]
fn an_example_without_a_status_is_reported() {
    let linked = request("examples: ./.resources/R.resources/examples\n");
    let text = "response: {body: {type: json, content: '{}'}}\n";
    let (_, findings) = read(&[("R.request.yaml", &linked), (&format!("{FOLDER}/b.example.yaml"), text)]);
    let expected = "warning: a response has no `statusCode`, so it has no effect\n  --> c/.resources/R.resources/examples/b.example.yaml:1:11\n";
    assert!(findings.starts_with(expected), "{findings}");
}

#[test]
fn a_broken_example_is_ignored_with_its_position() {
    for (text, expected) in [
        ("a: [", "the example is ignored: this is not YAML: "),
        (
            "$kind: grpc-example\n",
            "the example is ignored: the example is of the kind `grpc-example`\n  --> c/.resources/R.resources/examples/b.example.yaml:1:1\n",
        ),
        ("$kind: http-example\n", "the example is ignored: the example has no `response`\n"),
        (
            "response: {statusCode: x}\n",
            "the example is ignored: `statusCode` is not a status\n  --> c/.resources/R.resources/examples/b.example.yaml:1:24\n",
        ),
    ] {
        let linked = request("examples: ./.resources/R.resources/examples\n");
        let (collection, findings) =
            read(&[("R.request.yaml", &linked), (&format!("{FOLDER}/b.example.yaml"), text)]);
        assert!(collection.item[0].response.is_empty());
        assert!(findings.starts_with(&format!("warning: {expected}")), "{findings}");
    }
}

#[test]
fn problems_in_the_request_of_an_example_are_reported() {
    let path = format!("{FOLDER}/b.example.yaml");
    let linked = request("examples: ./.resources/R.resources/examples\n");
    let example = EXAMPLE.replace("  method: PUT", "  method: PUT\n  color: red");
    let (collection, findings) = read(&[("R.request.yaml", &linked), (&path, &example)]);
    assert_eq!(collection.item[0].response.len(), 1);
    assert!(findings.contains("`color`") && findings.contains(&format!("{path}:5:3")), "{findings}");
}
