//! The witness of a client uses everything that the client offers.
//!
//! Each public item in the generated files of the golden cases is marked as deprecated. The witness of each case compiles
//! against its own client, and the compiler reports each mark where the witness uses the item.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::api::Api;
use codegen::package::Inputs;
use codegen::{Input, Source};
use tests::witness::{Problem, Workspace, witness};
use tests::{Crates, repository};

#[test]
fn the_witness_of_each_case_uses_every_public_item_of_its_client() {
    let mut workspace = Workspace::new(Crates::new(folder("witness")));
    let mut marks = BTreeMap::new();
    for case in cases() {
        let Some(api) = case.api() else { continue };
        let own = RefCell::new(Vec::new());
        let change = |path: &str, text: String| marked(path, text, &mut own.borrow_mut());
        workspace.add_client(&case.name, &api, case.inputs(), change).expect("it can be written");
        let program = witness(&api, "client").expect("a witness").replacen("deprecated, ", "", 1);
        let name = format!("witness-{}", case.name);
        workspace.add_program(&name, &case.name, &program).expect("it can be written");
        marks.insert(name, own.into_inner());
    }
    let count: usize = marks.values().map(Vec::len).sum();
    assert!(marks.len() > 10 && count > 500, "{} cases, {count} items", marks.len());
    let mut problems = workspace.check().expect("cargo runs").problems;
    let mut unused = Vec::new();
    for (name, marks) in &marks {
        let reported = problems.remove(name).unwrap_or_default();
        let (reported, others): (Vec<Problem>, _) =
            reported.into_iter().partition(|problem| problem.code.as_deref() == Some("deprecated"));
        let is_used =
            |mark: &&String| reported.iter().any(|problem| problem.message.ends_with(&format!(": {mark}")));
        unused.extend(marks.iter().filter(|mark| !is_used(mark)).map(|mark| format!("{name}: {mark}")));
        if !others.is_empty() {
            problems.insert(name.clone(), others);
        }
    }
    assert!(problems.is_empty(), "{}", rendered(&problems));
    assert!(unused.is_empty(), "not used by the witness: {unused:#?}");
}

/// Marks the public items in the text of a file, and remembers the marks. The compiler does not report modules: the paths
/// of their items contain them.
fn marked(path: &str, text: String, marks: &mut Vec<String>) -> String {
    if path == "src/lib.rs" {
        return format!("#![allow(deprecated)]\n{text}");
    }
    if !path.starts_with("src/operations/") && !path.starts_with("src/types/") {
        return text;
    }
    let mut lines = Vec::new();
    let mut is_enum = false;
    for line in text.lines().filter(|line| !line.trim_start().starts_with("#[deprecated")) {
        let trimmed = line.trim_start();
        let is_variant = is_enum && trimmed.starts_with(|first: char| first.is_ascii_uppercase());
        let is_item = trimmed
            .strip_prefix("pub ")
            .is_some_and(|item| !item.starts_with("use ") && !item.starts_with("mod "));
        if is_variant || is_item {
            let mark = format!("{path} {}: {trimmed}", lines.len()).replace('"', "'");
            lines.push(format!("#[deprecated(note = {mark:?})]"));
            marks.push(mark);
        }
        is_enum = trimmed.starts_with("pub enum ") || is_enum && line != "}";
        lines.push(line.to_owned());
    }
    lines.join("\n") + "\n"
}

fn rendered(problems: &BTreeMap<String, Vec<Problem>>) -> String {
    let texts = problems.iter().map(|(package, problems)| {
        let texts: Vec<&str> = problems.iter().map(|problem| problem.rendered.as_str()).collect();
        format!("\n{package}:\n{}", texts.join("\n"))
    });
    texts.collect()
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A folder of `tests/cases`.
struct Case {
    name: String,
    collection: String,
    overlay: Option<String>,
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(repository().join("tests/cases")).expect("there are cases");
    let folders = entries.map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<Case> = folders
        .filter_map(|folder| {
            Some(Case {
                name: folder.file_name()?.to_string_lossy().into_owned(),
                collection: fs::read_to_string(folder.join("collection.json")).ok()?,
                overlay: fs::read_to_string(folder.join("overlay.json")).ok(),
            })
        })
        .collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

impl Case {
    fn source(&self) -> Source<'_> {
        Source { file: "collection.json", text: &self.collection }
    }

    fn inputs(&self) -> Inputs<'_> {
        Inputs { collection: self.source().into(), overlay: self.overlay.as_deref(), environment: None }
    }

    /// Returns the API; `None` if the inputs have errors.
    fn api(&self) -> Option<Api> {
        let overlay = self.overlay.as_deref().map(|text| Source { file: "overlay.json", text });
        let output = codegen::generate(&Input {
            collection: self.source().into(),
            overlay,
            command: "cargo xtask generate",
            environment: None,
            crate_name: &self.name.replace('-', "_"),
        });
        output.api
    }
}
