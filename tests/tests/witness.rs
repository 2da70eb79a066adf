//! The witness of a client uses everything that the client offers.
//!
//! It compiles against its own client, and every public item of a generated file is used in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::api::Api;
use codegen::package::Inputs;
use codegen::{Input, Source};
use tests::repository;
use tests::witness::{Problem, Workspace};

#[test]
fn the_witness_of_each_case_compiles_against_its_client() {
    let mut workspace = Workspace::new(folder("witness"));
    let mut count = 0;
    for case in cases() {
        let Some(api) = case.api() else { continue };
        workspace.add_client(&case.name, &api, case.inputs(), |_, text| text).expect("it can be written");
        let witness = format!("witness-{}", case.name);
        workspace.add_witness(&witness, &api, &case.name).expect("it can be written");
        count += 1;
    }
    assert!(count > 10, "{count} cases");
    let problems = workspace.check().expect("cargo runs");
    assert!(problems.is_empty(), "{}", rendered(&problems));
}

fn rendered(problems: &BTreeMap<String, Vec<Problem>>) -> String {
    let texts = problems.iter().map(|(package, problems)| {
        let texts: Vec<&str> = problems.iter().map(|problem| problem.rendered.as_str()).collect();
        format!("\n{package}:\n{}", texts.join("\n"))
    });
    texts.collect()
}

fn folder(name: &str) -> std::path::PathBuf {
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
    fn inputs(&self) -> Inputs<'_> {
        Inputs { collection: &self.collection, overlay: self.overlay.as_deref() }
    }

    /// Returns the API; `None` if the inputs have errors.
    fn api(&self) -> Option<Api> {
        let overlay = self.overlay.as_deref().map(|text| Source { file: "overlay.json", text });
        let output = codegen::generate(&Input {
            collection: Source { file: "collection.json", text: &self.collection },
            overlay,
            command: "cargo xtask generate",
            crate_name: &self.name.replace('-', "_"),
        });
        output.api
    }
}
