//! The order of folders and requests.

use super::{clean, names, read};

fn request(order: &str) -> String {
    let order = if order.is_empty() { String::new() } else { format!("order: {order}\n") };
    format!("$kind: http-request\nurl: https://h\n{order}")
}

fn ordered(list: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(String, String)> = list
        .iter()
        .map(|(name, order)| match name.strip_suffix('/') {
            Some(folder) => (
                format!("{folder}/.resources/definition.yaml"),
                format!("$kind: collection\norder: {order}\n"),
            ),
            None => (format!("{name}.request.yaml"), request(order)),
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    names(&clean(&files).item)
}

#[test]
fn requests_and_folders_are_in_one_sequence() {
    let found = ordered(&[
        ("z", "-5"),
        ("y/", "2"),
        ("x", "1.5"),
        ("w", "1745668300000095"),
        ("v", "3"),
        ("u/", "-6.25"),
    ]);
    assert_eq!(found, ["u()", "z", "x", "y()", "v", "w"]);
}

#[test]
fn an_item_without_order_has_zero() {
    assert_eq!(ordered(&[("b", ""), ("a", "1"), ("c", "-1"), ("d", "0")]), ["c", "b", "d", "a"]);
}

#[test]
fn ties_are_broken_by_name_in_code_units() {
    // U+FF5E is one code unit above the surrogates of U+1F331.
    let names = ["é", "a2", "～", "B", "_u", "a", "🌱", "1", "a10", "Z"];
    let found = ordered(&names.map(|name| (name, "")));
    assert_eq!(found, ["1", "B", "Z", "_u", "a", "a10", "a2", "é", "🌱", "～"]);
}

#[test]
fn an_order_that_is_no_number_is_reported() {
    let file = request("\"7\"");
    let (collection, findings) = read(&[
        ("b.request.yaml", &file),
        ("a.request.yaml", &request("8")),
        ("c.request.yaml", &request("x")),
    ]);
    assert_eq!(names(&collection.item), ["c", "b", "a"]);
    let expected = "warning: `order` is a string, not a number (2 times, the first is here)\n  --> c/b.request.yaml:3:8\n  \
                    help: write a number without quotes; an item without `order` has 0";
    assert_eq!(findings, expected);
}
