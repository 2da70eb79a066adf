//! Tests of the comparison of two versions.

mod common;

use codegen::api::Api;
use codegen::diff::{Diff, Matching, Step, diff};
use codegen::lower;
use common::input;
use serde_json::{Value, json};

fn api(items: &Value) -> Api {
    let (api, diagnostics) = lower(&input(&json!({ "info": {}, "item": items }).to_string(), None));
    api.unwrap_or_else(|| panic!("{diagnostics}"))
}

fn item(name: &str, method: &str, path: &str) -> Value {
    json!({ "name": name, "request": { "method": method, "url": format!("https://api.example.com/{path}") } })
}

fn folder(name: &str, items: Value) -> Value {
    json!({ "name": name, "item": items })
}

fn changes(old: &Value, new: &Value) -> Diff {
    diff(&api(old), &api(new))
}

/// Returns the rules and subjects of the changes.
fn rules(diff: &Diff) -> Vec<(&str, &str, Step)> {
    diff.changes.iter().map(|change| (change.rule, change.subject.as_str(), change.step)).collect()
}

#[test]
fn operations_are_added_removed_and_renamed() {
    let old = json!([folder(
        "Plants",
        json!([item("Water", "POST", "plants/:id/water"), item("List", "GET", "plants")])
    )]);
    let new = json!([folder(
        "Plants",
        json!([item("Give water", "POST", "plants/:plant/water"), item("Add", "POST", "plants")])
    )]);
    let diff = changes(&old, &new);
    let expected = [
        ("operation-removed", "Plants / List", Step::Major),
        ("operation-renamed", "Plants / Give water", Step::Major),
        ("operation-added", "Plants / Add", Step::Minor),
        ("path-parameter-renamed", "Plants / Give water", Step::Patch),
    ];
    assert_eq!(rules(&diff), expected);
    assert_eq!(diff.step(), Step::Major);
    assert_eq!(changes(&old, &old).step(), Step::None);
}

/// Returns the pairs of operations, and the operations of one version only.
fn matched(old: &Value, new: &Value) -> (Vec<(String, String)>, Vec<String>, Vec<String>) {
    let (old, new) = (api(old), api(new));
    let operations = Matching::of(&old, &new).operations;
    let both = operations.both.iter().map(|(old, new)| (old.path(), new.path()));
    let paths = |list: &[codegen::diff::Located<'_>]| list.iter().map(|item| item.path()).collect();
    (both.collect(), paths(&operations.removed), paths(&operations.added))
}

#[test]
fn operations_are_found_by_what_is_the_same() {
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect()
    };
    let cases = [
        // Another order and other names of parameters.
        (
            json!([item("A", "GET", "a/:x"), item("B", "GET", "b")]),
            json!([item("B", "GET", "b"), item("A", "GET", "a/:y")]),
            pairs(&[("B", "B"), ("A", "A")]),
        ),
        // Another folder.
        (
            json!([
                folder("F", json!([item("A", "GET", "a"), item("B", "GET", "b")])),
                folder("G", json!([item("C", "GET", "c")]))
            ]),
            json!([
                folder("F", json!([item("B", "GET", "b")])),
                folder("G", json!([item("C", "GET", "c"), item("A", "GET", "a")]))
            ]),
            pairs(&[("F / B", "F / B"), ("G / C", "G / C"), ("F / A", "G / A")]),
        ),
        // Another folder name, and another path.
        (
            json!([folder(
                "F",
                json!([item("A", "GET", "a"), item("B", "GET", "b"), item("C", "GET", "v1/c")])
            )]),
            json!([folder(
                "G",
                json!([item("A", "GET", "a"), item("B", "GET", "b"), item("C", "GET", "v2/c")])
            )]),
            pairs(&[("F / A", "G / A"), ("F / B", "G / B"), ("F / C", "G / C")]),
        ),
        // Another method.
        (
            json!([item("A", "PUT", "a"), item("B", "GET", "b")]),
            json!([item("A", "PATCH", "a"), item("B", "GET", "b")]),
            pairs(&[("A", "A"), ("B", "B")]),
        ),
        // The name has moved to another path: names in collections are labels, method and path are what is sent.
        (
            json!([item("A", "GET", "a"), item("B", "GET", "b")]),
            json!([item("B", "GET", "a"), item("A", "GET", "b")]),
            pairs(&[("A", "B"), ("B", "A")]),
        ),
        // A second request of the same method and path.
        (
            json!([item("A", "GET", "a")]),
            json!([item("A again", "GET", "a"), item("A", "GET", "a")]),
            pairs(&[("A", "A")]),
        ),
        // Requests that only differ in their order.
        (
            json!([item("A", "GET", "a"), item("A", "GET", "a")]),
            json!([item("A", "GET", "a"), item("A", "GET", "a"), item("A", "GET", "a")]),
            pairs(&[("A", "A"), ("A", "A")]),
        ),
    ];
    for (old, new, expected) in cases {
        assert_eq!(matched(&old, &new).0, expected, "{old}\n{new}");
    }
}

#[test]
fn a_step_has_a_name() {
    for (step, name) in
        [(Step::None, "none"), (Step::Patch, "patch"), (Step::Minor, "minor"), (Step::Major, "major")]
    {
        assert_eq!(step.to_string(), name);
        assert_eq!(name.parse(), Ok(step));
        assert_eq!(json!(step), json!(name));
    }
    assert!(Step::None < Step::Patch && Step::Patch < Step::Minor && Step::Minor < Step::Major);
    let error = "big".parse::<Step>().expect_err("unknown");
    assert_eq!(error.to_string(), "it is `none`, `patch`, `minor` or `major`");
}

#[test]
fn a_request_that_cannot_be_sent_any_more_is_no_removed_one() {
    let summary = "The new collection has the request in a form that cannot be sent, so it is no operation";
    let action = "Correct the request as the warnings of `inspect` describe, or remove the calls";
    let long = format!("{}a", "List ".repeat(20));
    // The name in the collection, and that of the operation.
    for (name, shown) in [
        ("List", "List"),
        (" List  all\t", "List all"),
        (&long, &long),
        ("", "GET /plants"),
        (" ", "GET /plants"),
        ("item[0]", "item[0]"),
        ("\"List\"", "\"List\""),
    ] {
        let broken = json!({ "name": name, "request": { "method": "GET", "url": "" } });
        let list = item(name, "GET", "plants");
        let other = item("Add", "POST", "plants");
        let old = json!([folder("Plants", json!([list, other]))]);
        let new = json!([folder("Plants", json!([broken, other]))]);
        let diff = changes(&old, &new);
        let subject = format!("Plants / {shown}");
        assert_eq!(rules(&diff), [("operation-removed", subject.as_str(), Step::Major)], "{name:?}");
        assert_eq!(diff.changes[0].summary, summary, "{name:?}");
        assert_eq!(diff.changes[0].action.as_deref(), Some(action), "{name:?}");
    }
}

#[test]
fn a_removed_request_is_not_taken_for_another_one_that_cannot_be_sent() {
    let broken = |name: &str| json!({ "name": name, "request": { "method": "GET", "url": "" } });
    let (long, same_start) = (format!("{}a", "List ".repeat(20)), format!("{}b", "List ".repeat(20)));
    let add = item("Add", "POST", "plants");
    for (old, new) in [
        // Only the start of their names is the same.
        (json!([item(&long, "GET", "plants"), add]), json!([broken(&same_start), add])),
        // Neither has a name, and their positions differ.
        (json!([item("", "GET", "plants"), add]), json!([add, broken("")])),
        // The old one has a name.
        (json!([item("List", "GET", "plants"), add]), json!([broken(""), add])),
    ] {
        let diff = changes(&json!([folder("Plants", old)]), &json!([folder("Plants", new.clone())]));
        let summaries: Vec<&str> = diff.changes.iter().map(|change| change.summary.as_str()).collect();
        assert_eq!(summaries, ["The request is gone"], "{new}");
    }
}

#[test]
fn a_name_that_another_operation_takes_is_silent() {
    let collection =
        |items: &[Value]| json!({ "info": {}, "item": [folder("Plants", json!(items))] }).to_string();
    let overlay = |aliases: Value| {
        json!({ "paths": { "/plants/{id}": { "get": { "x-aliases": aliases } } } }).to_string()
    };
    let api = |items: &[Value], aliases: Value| {
        let (api, diagnostics) = lower(&input(&collection(items), Some(&overlay(aliases))));
        api.unwrap_or_else(|| panic!("{diagnostics}"))
    };
    let (get, fetch) = (item("Get", "GET", "plants/:id"), item("Fetch", "GET", "seeds/:id"));
    let with_alias = api(std::slice::from_ref(&get), json!(["fetch"]));
    let with_both = api(&[get, fetch], json!([]));
    for (old, new, rule, summary) in [
        (
            &with_alias,
            &with_both,
            "alias-removed",
            "The deprecated method `client.plants().fetch` is gone, and another operation has its name",
        ),
        (
            &with_both,
            &with_alias,
            "operation-removed",
            "The request is gone, and another one is called by its name",
        ),
    ] {
        let diff = diff(old, new);
        let first = &diff.changes[0];
        assert_eq!((first.rule, first.silent, first.step), (rule, true, Step::Major));
        assert_eq!(first.summary, summary);
    }
}

/// Fingerprints are how changes are accepted: each change has its own.
#[test]
fn arguments_have_fingerprints_of_their_own() {
    let id = |name: &str| format!(":{name}/");
    let path = |names: &[&str]| format!("plants/{}", names.iter().map(|name| id(name)).collect::<String>());
    let versions = [&[][..], &["bed"], &["bed", "row"], &["bed", "row", "pot"], &["field", "line"]];
    for old in versions {
        for new in versions {
            let (old, new) = (path(old), path(new));
            let diff = changes(&json!([item("Get", "GET", &old)]), &json!([item("Get", "GET", &new)]));
            let fingerprints: std::collections::BTreeSet<&str> =
                diff.changes.iter().map(|change| change.fingerprint.as_str()).collect();
            assert_eq!(fingerprints.len(), diff.changes.len(), "{old} {new}: {:#?}", diff.changes);
        }
    }
}

#[test]
fn the_fingerprint_of_a_folder_does_not_depend_on_the_order_of_its_requests() {
    let old = json!([item("Ping", "GET", "ping")]);
    let items =
        [item("List", "GET", "plants"), item("Add", "POST", "plants"), item("Get", "GET", "plants/:id")];
    let added = |order: [usize; 3]| {
        let items: Vec<Value> = order.iter().map(|index| items[*index].clone()).collect();
        let new = json!([item("Ping", "GET", "ping"), folder("Plants", json!(items))]);
        let fingerprints =
            |diff: Diff| diff.changes.into_iter().map(|change| change.fingerprint).collect::<Vec<_>>();
        (fingerprints(changes(&old, &new)), fingerprints(changes(&new, &old)))
    };
    assert_eq!(added([0, 1, 2]), added([2, 0, 1]));
}

#[test]
fn a_folder_without_a_name_is_called_by_its_expression() {
    let old = json!([item("Ping", "GET", "ping")]);
    let new = json!([item("Ping", "GET", "ping"), folder("", json!([item("List", "GET", "plants")]))]);
    let diff = changes(&old, &new);
    assert_eq!(rules(&diff), [("group-added", "client.folder()", Step::Minor)]);
}
