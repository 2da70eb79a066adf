//! Collections of format 3.0.0: folders of YAML, written from the seeds.

use std::sync::OnceLock;

use codegen::collection::Collection;
use codegen::{File, Folder, Output};

use crate::check::{self, Effort, FOLDER};
use crate::random::Random;
use crate::run::{self, Failure};
use crate::seeds::{self, Input};

#[path = "../common/v3.rs"]
mod writer;

/// Strings that are invalid in YAML, or have a meaning.
const PIECES: &[&str] = &[
    "\n",
    "\r\n",
    "\t",
    "  ",
    "- ",
    ": ",
    "? ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "*b",
    "!!str ",
    "!x ",
    "|-\n",
    ">\n",
    "'",
    "\"",
    "\\ud83d",
    "%YAML 1.1\n",
    "---\n",
    "...\n",
    "#",
    "<<: ",
    "~",
    "null",
    "0x1F",
    ".nan",
    "1e999",
    "yes",
    "\u{feff}",
    "\u{0}",
    "\u{2028}",
    "<<<<<<< HEAD\n",
    "$kind: grpc-request\n",
    "type: inherit\n",
    "auth: []\n",
    "order: -1\n",
    "order: '7'\n",
    "disabled: true\n",
    "queryParams: [{key: null}]\n",
    "headers:\n",
    "examples: ../..\n",
    "name: x\n",
    "key: a\n",
    "{{x}}",
];

/// Names of files and folders.
const NAMES: &[&str] = &[
    ".resources",
    "definition.yaml",
    "R.request.yaml",
    "r.REQUEST.yml",
    ".request.yaml",
    "a.example.yaml",
    "m.message.yaml",
    "x.yaml",
    "é",
    "e\u{301}",
    "{{x}}",
    "*/",
    "\u{202e}",
    "\n",
    "..",
    ".",
    "",
    "con",
    "node_modules",
    "a#b%7B:c~",
];

/// The folders of all seeds.
fn folders() -> &'static [(String, Vec<File>)] {
    static FOLDERS: OnceLock<Vec<(String, Vec<File>)>> = OnceLock::new();
    FOLDERS.get_or_init(|| {
        let read = |seed: &seeds::Seed| {
            Some((seed.name.clone(), Collection::parse("c", &seed.input.collection).ok()?))
        };
        let found = seeds::cases().iter().filter_map(read);
        found.map(|(name, collection)| (name, writer::files(&collection))).collect()
    })
}

fn generate(files: &[File]) -> Output {
    codegen::generate(&codegen::Input {
        collection: Folder { path: FOLDER, title: "Title", files }.into(),
        overlay: None,
        environment: None,
        crate_name: "the_client",
        command: "cargo xtask generate",
    })
}

fn check(files: &[File], effort: Effort) -> Result<(), String> {
    check::caught(|| {
        let output = generate(files);
        check::findings(&output.diagnostics)?;
        let is_request = |file: &&File| {
            let path = file.path.to_lowercase();
            let is_named = path.ends_with(".request.yaml") || path.ends_with(".request.yml");
            is_named
                && file
                    .path
                    .rsplit_once('/')
                    .is_none_or(|(folders, _)| folders.split('/').all(|name| name != ".resources"))
        };
        check::properties_of(
            &output,
            Some(files.iter().filter(is_request).count()),
            || generate(files),
            effort,
        )
    })
}

#[test]
fn folders_of_the_seeds_survive() {
    for (name, files) in folders() {
        let effort = Effort { twice: true, package: true };
        check(files, effort).unwrap_or_else(|problem| panic!("{name}: {problem}"));
    }
}

#[test]
fn changed_folders_survive() {
    run::run("changed_folders_survive", 200, |number| {
        let mut random = Random::new(number);
        let (name, files) = random.pick(folders());
        let mut files = cut(files, &mut random);
        for _ in 0..=random.below(4) {
            change(&mut files, &mut random);
        }
        let effort = Effort { twice: random.once_in(4), package: random.once_in(4) };
        check(&files, effort).map_err(|problem| {
            let shown: String =
                files.iter().map(|file| format!("--- {:?}\n{}\n", file.path, file.text)).collect();
            Failure { seed: name.clone(), problem, input: Input { collection: shown, overlay: None } }
        })
    });
}

/// Returns a few of the files, so that an input is checked quickly.
fn cut(files: &[File], random: &mut Random) -> Vec<File> {
    let from = random.below(files.len());
    let mut cut: Vec<File> = files[from..].iter().take(1 + random.below(8)).cloned().collect();
    if from > 0 && random.once_in(2) {
        cut.push(files[0].clone());
    }
    cut
}

fn change(files: &mut Vec<File>, random: &mut Random) {
    let Some(at) = Some(random.below(files.len())).filter(|at| *at < files.len()) else { return };
    match random.below(8) {
        0 => drop(files.remove(at)),
        1 => {
            let mut copy = files[at].clone();
            copy.path = renamed(&copy.path, random);
            files.push(copy);
        }
        2 => files[at].path = renamed(&files[at].path, random),
        3 => files[at].text = files[random.below(files.len())].text.clone(),
        _ => text(&mut files[at].text, random),
    }
}

/// Replaces or adds a part of a path.
fn renamed(path: &str, random: &mut Random) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    let at = random.below(parts.len());
    match random.below(3) {
        0 => parts[at] = *random.pick::<&str>(NAMES),
        1 => parts.insert(at, *random.pick::<&str>(NAMES)),
        _ => drop(parts.remove(at)),
    }
    parts.join("/")
}

/// Changes a text: its bytes, or its lines with their indentation.
fn text(text: &mut String, random: &mut Random) {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let at = random.below(lines.len());
    match random.below(7) {
        0 => drop(lines.remove(at)),
        1 => {
            let copy = lines[random.below(lines.len())].clone();
            lines.insert(at, copy);
        }
        2 => lines[at].insert_str(0, &" ".repeat(1 + random.below(4))),
        3 => lines[at] = lines[at].trim_start().to_owned(),
        4 => {
            let end = lines[at].find(':').map_or(0, |colon| colon + 1);
            lines[at].truncate(end);
        }
        5 => lines[at].insert_str(0, &random.pick(&["[", "- ", "{a: ", "? "]).repeat(random.below(300))),
        _ => {
            let start = random.below(lines[at].len() + 1);
            let start = (0..=start).rev().find(|start| lines[at].is_char_boundary(*start)).unwrap_or(0);
            lines[at].insert_str(start, random.pick::<&str>(PIECES));
        }
    }
    *text = lines.join("\n");
}
