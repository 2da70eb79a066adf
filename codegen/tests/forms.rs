//! Tests of forms: the fields, and what callers pass.

mod common;

use codegen::api::{Api, FormContent, FormField, FormValue, Repeat, Sample, Type, TypeKind};
use codegen::{Output, generate};
use common::input;
use serde_json::{Value, json};

fn output(mode: &str, fields: &Value) -> Output {
    let body = json!({ "mode": mode, mode: fields });
    let request = json!({ "method": "POST", "url": "https://h.example/a", "body": body });
    let schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json";
    let collection = json!({ "info": { "name": "X", "schema": schema }, "item": [{ "name": "Send", "request": request }] });
    generate(&input(&collection.to_string(), None))
}

fn fields(api: &Api) -> &[FormField] {
    let TypeKind::Form(fields) = &api.types[0].kind else { panic!("{:?}", api.types) };
    fields
}

/// Returns what is sent: each field and its values.
fn sent(mode: &str, entries: &Value) -> Vec<(String, String)> {
    let api = output(mode, entries).api.expect("an API");
    let Sample::Form(values) = &api.operations[0].body.as_ref().expect("a body").sample else { panic!() };
    let text = |value: &FormValue| match value {
        FormValue::Text(text) => text.clone(),
        FormValue::File(file) => format!("file {}", file.name),
    };
    let sent = values
        .iter()
        .map(|(name, values)| (name.clone(), values.iter().map(text).collect::<Vec<_>>().join(",")));
    sent.collect()
}

/// Returns the names of each field, and how its setter sends it.
fn repeats(mode: &str, entries: &Value) -> Vec<(String, Repeat)> {
    let api = output(mode, entries).api.expect("an API");
    let repeats =
        fields(&api).iter().map(|field| (format!("{}: {}", field.name.rust, field.name.wire), field.repeat));
    repeats.collect()
}

fn named(fields: &[(&str, Repeat)]) -> Vec<(String, Repeat)> {
    fields.iter().map(|(name, repeat)| ((*name).to_owned(), *repeat)).collect()
}

const ENCODINGS: [&str; 2] = ["urlencoded", "formdata"];

#[test]
fn fields_whose_names_have_indexes_are_one_setter() {
    let entries = json!([
        { "key": "name", "value": "x" },
        { "key": "expand[0]", "value": "a", "description": "What is shown." },
        { "key": "expand[1]", "value": "b" },
        { "key": "expand[2]", "value": "c", "disabled": true },
        { "key": "items[0][price]", "value": "5" },
    ]);
    for mode in ENCODINGS {
        let expected = [
            ("name: name", Repeat::Never),
            ("expand: expand", Repeat::Indexed),
            ("items_0_price: items[0][price]", Repeat::Never),
        ];
        assert_eq!(repeats(mode, &entries), named(&expected), "{mode}");
        let expected = [("name", "x"), ("expand", "a,b"), ("items_0_price", "5")];
        let expected = expected.map(|(name, values)| (name.to_owned(), values.to_owned()));
        assert_eq!(sent(mode, &entries), expected, "{mode}");
    }
}

#[test]
fn other_fields_with_indexes_have_a_setter_each() {
    let text = |name: &str| json!({ "key": name, "value": "x" });
    let disabled = |name: &str| json!({ "key": name, "value": "x", "disabled": true });
    let lists = json!({ "key": "a[1]", "value": ["x", "y"] });
    for mode in ENCODINGS {
        for entries in [
            json!([text("a[1]"), text("a[2]")]),
            json!([text("a[0]"), text("b"), text("a[1]")]),
            json!([text("a[0]"), text("a[1]"), text("a")]),
            json!([disabled("a[0]"), text("a[1]")]),
            json!([text("a[0]"), lists]),
        ] {
            let fields = repeats(mode, &entries);
            assert_eq!(fields.len(), entries.as_array().unwrap().len(), "{mode} {entries}");
            assert!(fields.iter().all(|(_, repeat)| *repeat != Repeat::Indexed), "{mode} {entries}");
        }
    }
}

#[test]
fn files_and_parts_with_a_media_type_are_no_elements_of_a_list() {
    for second in [
        json!({ "key": "a[1]", "type": "file", "src": "x.txt" }),
        json!({ "key": "a[1]", "type": "file", "src": null }),
        json!({ "key": "a[1]", "value": "x", "fileName": "x.txt" }),
        json!({ "key": "a[1]", "value": "{}", "contentType": "application/json" }),
    ] {
        let fields = repeats("formdata", &json!([{ "key": "a[0]", "value": "x" }, second]));
        let expected = [("a_0: a[0]", Repeat::Never), ("a_1: a[1]", Repeat::Never)];
        assert_eq!(fields, named(&expected), "{second}");
    }
}

#[test]
fn only_whole_names_are_sorted_as_array_indexes() {
    // JavaScript sorts `1` to the front, but not `0[0]`.
    let entries = json!([
        { "key": "a", "value": "x" },
        { "key": "0[0]", "value": "y" },
        { "key": "1", "value": "z" },
    ]);
    let names: Vec<_> = repeats("urlencoded", &entries)
        .into_iter()
        .map(|(name, _)| name.split(": ").nth(1).unwrap().to_owned())
        .collect();
    assert_eq!(names, ["1", "a", "0"]);
}

#[test]
fn the_elements_of_a_list_have_the_type_that_all_placeholders_name() {
    let entry = |name: &str, value: &str| json!({ "key": name, "value": value });
    for (second, ty) in [("<long>", Type::Integer), ("<boolean>", Type::String), ("7", Type::String)] {
        let output = output("urlencoded", &json!([entry("a[0]", "<integer>"), entry("a[1]", second)]));
        let [field] = fields(output.api.as_ref().unwrap()) else { panic!() };
        assert_eq!((field.repeat, &field.ty), (Repeat::Indexed, &ty), "{second}");
    }
}

#[test]
fn a_urlencoded_form_has_no_files() {
    for entry in [json!({ "key": "a", "type": "file", "value": "x" }), json!({ "key": "a", "fileName": "b" })]
    {
        let api = output("urlencoded", &json!([entry])).api.unwrap();
        assert_eq!(fields(&api)[0].content, FormContent::Text(None), "{entry}");
    }
}

/// Returns the text of a generated file.
fn file(mode: &str, entries: &Value, path: &str) -> String {
    output(mode, entries).files.into_iter().find(|file| file.path == path).expect("a file").text
}

#[test]
fn a_list_is_sent_with_indexes() {
    let entries = json!([
        { "key": "a[0]", "value": "x" }, { "key": "a[1]", "value": "y" },
        { "key": "n[0]", "value": "<integer>" },
    ]);
    let types = file("urlencoded", &entries, "src/types/client.rs");
    for line in [
        "/// Sets the fields `a[0]`, `a[1]` and so on, one for each value.",
        "pub fn a(mut self, a: impl IntoIterator<Item = impl Into<String>>) -> Self {",
        "self.form.indexed_texts(\"a\", a);",
        "pub fn n(mut self, n: impl IntoIterator<Item = i64>) -> Self {",
        "self.form.indexed_values(\"n\", n);",
    ] {
        assert!(types.contains(line), "{line}\n{types}");
    }
    let replay = file("urlencoded", &entries, "examples/replay/items.rs");
    assert!(replay.contains(".a([values.text(\"x\"), values.text(\"y\")])"), "{replay}");
    assert!(replay.contains(".n([values.parse(\"<integer>\")?])"), "{replay}");
}

#[test]
fn the_example_passes_a_list_where_a_field_takes_one() {
    for (entries, setter) in [
        (json!([{ "key": "a", "value": "x" }]), ".a(\"x\")"),
        (json!([{ "key": "a", "value": "x" }, { "key": "a", "value": "y" }]), ".a([\"x\", \"y\"])"),
        (
            json!([{ "key": "a", "value": "x" }, { "key": "a", "value": "y", "disabled": true }]),
            ".a([\"x\"])",
        ),
        (json!([{ "key": "a[0]", "value": "x" }]), ".a([\"x\"])"),
        (json!([{ "key": "a[0]", "value": "<integer>" }]), ".a([1])"),
        (json!([{ "key": "a", "value": "<boolean>" }]), ".a(true)"),
    ] {
        for mode in ENCODINGS {
            let operations = file(mode, &entries, "src/operations/client.rs");
            assert!(operations.contains(&format!("::new(){setter}")), "{mode} {setter}\n{operations}");
        }
    }
    let files = json!([
        { "key": "a", "type": "file", "src": "x.txt" },
        { "key": "a", "type": "file", "src": "y.txt", "disabled": true },
    ]);
    let operations = file("formdata", &files, "src/operations/client.rs");
    assert!(operations.contains(".a([types::FilePart::new(\"x.txt\", \"…\")])"), "{operations}");
    // A string in a field that takes files is not shown.
    let mixed = json!([{ "key": "a", "value": "x" }, { "key": "a", "type": "file", "disabled": true }]);
    let operations = file("formdata", &mixed, "src/operations/client.rs");
    assert!(!operations.contains(".a("), "{operations}");
}
