//! The files of a collection, and the names of its parts.

use super::{clean, names, read};

const GET: &str = "$kind: http-request\nurl: https://h\nmethod: GET\n";

#[test]
fn a_folder_may_have_only_request_files() {
    let collection = clean(&[("A/B/Get it.request.yaml", GET), ("List.REQUEST.YML", GET)]);
    assert_eq!(collection.info.name.as_deref(), Some("C"));
    assert_eq!(names(&collection.item), ["A(B(Get it))", "List"]);
}

#[test]
fn definitions_name_and_describe_folders() {
    let definition = "$kind: collection\nid: i\nname: Plants / 1\ndescription: About\n";
    let collection = clean(&[
        (".resources/definition.yaml", definition),
        ("a/.resources/definition.yml", "name: Inner\ndescription: |-\n  Two\n  lines\n"),
        ("a/b.request.yaml", &format!("{GET}name: b?\n")),
    ]);
    assert_eq!(collection.info.name.as_deref(), Some("Plants / 1"));
    assert_eq!(collection.info.postman_id.as_deref(), Some("i"));
    assert_eq!(collection.info.description.map(|description| description.content).as_deref(), Some("About"));
    assert_eq!(names(&collection.item), ["Inner(b?)"]);
    assert_eq!(
        collection.item[0].description.clone().map(|text| text.content).as_deref(),
        Some("Two\nlines")
    );
}

#[test]
fn odd_names_are_names() {
    for name in
        ["{id}", " leading", "a—b", "é", "{{x}}", "% # & @", "[b](c)", ".hidden", "node_modules", "con"]
    {
        let file = format!("{name}/{name}.request.yaml");
        assert_eq!(names(&clean(&[(&file, GET)]).item), [format!("{name}({name})")]);
    }
}

#[test]
fn a_folder_and_a_request_may_have_one_name() {
    let collection = clean(&[("dup.request.yaml", GET), ("dup/in.request.yaml", GET)]);
    assert_eq!(names(&collection.item), ["dup", "dup(in)"]);
}

#[test]
fn names_that_differ_in_case_only_are_reported() {
    let clash = |list: &[(&str, &str)]| read(list).1;
    let files = clash(&[("Get.request.yaml", GET), ("get.request.yaml", GET)]);
    let expected = "warning: the name differs from that of c/Get.request.yaml only in case\n  --> c/get.request.yaml\n  \
                    help: rename one of the two: on the file systems of Windows and macOS they are one";
    assert_eq!(files, expected);
    let folders = clash(&[("Ä/a.request.yaml", GET), ("ä/b.request.yaml", GET), ("ä/c.request.yaml", GET)]);
    assert!(
        folders.starts_with("warning: the name differs from that of c/Ä only in case\n  --> c/ä\n"),
        "{folders}"
    );
    assert_eq!(folders.matches("warning").count(), 1);
}

#[test]
fn files_that_postman_does_not_read_are_reported() {
    for (path, start) in [
        ("Get.yaml", "note: the file is no part of the collection"),
        ("Get.request.json", "note: the file is no part of the collection"),
        ("a/definition.yaml", "note: the file is no part of the collection"),
        ("Send.message.yaml", "warning: the message is skipped\n  --> c/Send.message.yaml\n"),
        (".resources/Get.request.yaml", "warning: the file is in a folder called `.resources`"),
        (".resources/A/Get.request.yaml", "warning: the file is in a folder called `.resources`"),
        (".resources/a/.resources/definition.yaml", "warning: the file is in a folder called `.resources`"),
    ] {
        let (collection, findings) = read(&[("R.request.yaml", GET), (path, GET)]);
        assert_eq!(names(&collection.item), ["R"]);
        assert!(findings.starts_with(start) && findings.contains(&format!("c/{path}")), "{path}: {findings}");
    }
}

#[test]
fn a_folder_has_one_definition() {
    let (_, findings) = read(&[
        ("a/.resources/definition.yaml", "name: x\n"),
        ("a/.resources/definition.yml", "name: y\n"),
        ("a/b.request.yaml", GET),
    ]);
    let expected = "error: the folder has a second definition beside c/a/.resources/definition.yaml\n  \
                    --> c/a/.resources/definition.yml\n  help: delete one of the two files";
    assert_eq!(findings, expected);
}

#[test]
fn folders_are_not_nested_too_deeply() {
    let file = |depth: usize| format!("{}r.request.yaml", "a/".repeat(depth));
    assert_eq!(read(&[(&file(64), GET)]).1, "");
    let findings = read(&[(&file(65), GET), (&file(100_000), GET)]).1;
    assert_eq!(findings.matches("error: the folder is nested more than 64 levels deep").count(), 2);
}

#[test]
fn a_single_file_of_a_folder_is_refused_with_the_reason() {
    for (file, text) in [
        ("a/Get.request.yaml", "url: x\n"),
        ("definition.yml", "name: x"),
        ("standard input", "$kind: http-request\n"),
    ] {
        let problem = codegen::collection::Collection::parse(file, text).expect_err(file).problem;
        assert_eq!(problem, "this is a file of a collection of format v3, which is a folder", "{file}");
    }
}

#[test]
fn a_byte_order_mark_and_other_line_ends_are_accepted() {
    let text = "\u{feff}---\r\n$kind: http-request\r\nurl: https://h\r\nbody:\r\n  type: text\r\n  content: |-\r\n    a\r\n    b\r\n...\r\n";
    let collection = clean(&[("R.request.yaml", text)]);
    let body = collection.item[0].request.as_ref().and_then(|request| request.body.clone());
    assert_eq!(body.and_then(|body| body.raw), Some("a\nb".into()));
}
