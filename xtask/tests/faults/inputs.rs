//! Inputs in other encodings, and manifests that cannot be read.

use crate::COMMANDS;
use crate::scene::{COLLECTION, Command, Entry, GENERATED, MANIFEST, OVERLAY, Scene, Tree, assert_same};

/// The inputs that a command reads.
fn inputs(command: &Command) -> &'static [&'static str] {
    match command.name {
        "new" | "new in a repository" => &["parcels.json"],
        "update" => &[COLLECTION, OVERLAY, "later.json"],
        "overlay import" => &[COLLECTION, OVERLAY, "spec.yaml"],
        _ => &[COLLECTION, OVERLAY],
    }
}

fn assert_refused(scene: &Scene, command: &Command, location: &str, what: &str) {
    let before = scene.tree();
    let run = scene.run(command);
    assert_eq!(run.code, Some(1), "{}, {what}: {run:?}", command.name);
    let (problem, at, _) = run.error();
    println!("{}, {what} | {problem} | {at} | 1 | as before", command.name);
    assert!(run.stderr.contains(location), "{}, {what}: {}", command.name, run.stderr);
    assert_same(&scene.tree(), &before, what);
}

fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect()
}

#[test]
fn text_that_is_not_utf8() {
    for command in &COMMANDS {
        for input in inputs(command) {
            for (what, bytes) in [
                ("UTF-16 LE", &(|text: &str| utf16(text, u16::to_le_bytes)) as &dyn Fn(&str) -> Vec<u8>),
                ("UTF-16 BE", &|text| utf16(text, u16::to_be_bytes)),
                ("Latin-1", &|text| [text.as_bytes(), b"\xe9"].concat()),
            ] {
                let scene = Scene::new();
                scene.write(input, bytes(&scene.read(input)));
                assert_refused(&scene, command, input, &format!("{what} in {input}"));
            }
        }
    }
}

/// Returns the content of files without CR and byte order marks.
fn plain(tree: &Tree) -> Tree {
    let plain = |entry: &Entry| match entry {
        Entry::File(content) => {
            let text = String::from_utf8_lossy(content).replace("\r\n", "\n");
            Entry::File(text.trim_start_matches('\u{feff}').as_bytes().to_vec())
        }
        other => other.clone(),
    };
    tree.iter().map(|(path, entry)| (path.clone(), plain(entry))).collect()
}

/// The files that a maintainer writes.
const WRITTEN: [&str; 7] =
    [COLLECTION, OVERLAY, MANIFEST, "Cargo.toml", "spec.yaml", "parcels.json", "later.json"];

#[test]
fn inputs_with_cr_lf_and_byte_order_marks_have_the_same_effects() {
    for command in &COMMANDS {
        for (what, form) in [
            ("CR LF", &(|text: &str| text.replace('\n', "\r\n")) as &dyn Fn(&str) -> String),
            ("a byte order mark", &|text| format!("\u{feff}{text}")),
        ] {
            let scene = Scene::new();
            for file in WRITTEN {
                scene.write(file, form(&scene.read(file)));
            }
            let run = scene.run(command);
            assert_eq!(run.code, Some(0), "{}, {what}: {run:?}", command.name);
            let tree = scene.tree();
            assert_same(&plain(&tree), &plain(&command.after()), what);
            // Each file keeps its form; what is generated has that of all generated files.
            for file in WRITTEN {
                assert_eq!(
                    form(&scene.read(file).replace("\r\n", "\n").replace('\u{feff}', "")),
                    scene.read(file),
                    "{file}"
                );
            }
            let generated = tree.iter().filter(|(path, _)| path.contains("/src/"));
            for (path, entry) in generated.filter(|_| command.name != "overlay import") {
                let Entry::File(content) = entry else { continue };
                assert!(!content.contains(&b'\r') && !content.starts_with(b"\xef\xbb\xbf"), "{path}");
            }
            println!(
                "{}, {what} in all inputs | - | - | 0 | all changes, in the form of each file",
                command.name
            );
        }
    }
}

#[test]
fn generated_files_with_cr_lf_are_generated_again() {
    let scene = Scene::new();
    let command = &COMMANDS[0];
    assert_eq!(scene.run(command).code, Some(0));
    let generated = scene.tree();
    for path in generated.keys().filter(|path| path.contains("/src/") && path.ends_with(".rs")) {
        scene.write(path, scene.read(path).replace('\n', "\r\n"));
    }
    let (code, stdout, _) = crate::common::output(scene.root(), &["check"]);
    assert_eq!(code, Some(1));
    let remark = format!("changed   {GENERATED} (line endings differ: CR LF on disk, LF generated; ");
    assert!(stdout.contains(&remark), "{stdout}");
    assert_eq!(scene.run(command).code, Some(0));
    let library = "clients/orders/src/lib.rs";
    assert!(scene.read(library).contains("\r\n"), "the maintainer's file stays");
    scene.write(library, scene.read(library).replace("\r\n", "\n"));
    assert_same(&scene.tree(), &generated, "CR LF");
}

#[test]
fn manifests_that_cannot_be_read() {
    for command in &COMMANDS {
        for (what, manifest, content) in [
            ("no TOML", MANIFEST, Some("[package".as_bytes())),
            ("UTF-16", MANIFEST, Some(b"\xff\xfe[\0")),
            ("nothing", MANIFEST, None),
            ("no TOML", "Cargo.toml", Some(b"[workspace")),
            ("UTF-16", "Cargo.toml", Some(b"\xff\xfe[\0")),
        ] {
            let scene = Scene::new();
            scene.remove(manifest);
            match content {
                Some(content) => scene.write(manifest, content),
                None => scene.write(&format!("{manifest}/notes.txt"), "mine"),
            }
            assert_refused(&scene, command, manifest, &format!("{what} in {manifest}"));
        }
    }
}

#[test]
fn tables_with_values_of_the_wrong_type() {
    let collection = "collection = \"collection/orders.postman_collection.json\"";
    for (what, from, to) in [
        ("a number", collection, "collection = 3"),
        ("no collection", collection, ""),
        ("an unknown key", collection, "collections = \"orders.json\""),
        ("a list", "overlay = \"collection/orders.overlay.json\"", "overlay = [\"orders.overlay.json\"]"),
        ("an unknown value", collection, "runtime = \"mine\"\ncollection = \"orders.json\""),
        (
            "a string",
            "[package.metadata.postman]",
            "[package.metadata]\npostman = \"orders.json\"\n[package.metadata.other]",
        ),
    ] {
        for command in COMMANDS.iter().filter(|command| command.is_repeatable) {
            let scene = Scene::new();
            let manifest = scene.read(MANIFEST);
            assert!(manifest.contains(from), "{manifest}");
            scene.write(MANIFEST, manifest.replace(from, to));
            let location = format!("{MANIFEST}: package.metadata.postman");
            assert_refused(&scene, command, &location, &format!("{what} in the table"));
        }
    }
}
