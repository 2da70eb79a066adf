//! Embeds the files that are the same in all clients, so that `cargo xtask new` needs no file of this repository.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The files that are copied from the root of the repository.
const ROOT: &[&str] = &["rustfmt.toml"];
/// The name that code has for `generated-client`.
const CRATE_NAME: &str = "generated_client";
/// The files and folders that are copied from `generated-client`.
const CLIENT: &[&str] = &["LICENSE-APACHE", "LICENSE-MIT"];
const FOLDERS: [&str; 2] = ["examples/replay", "src/runtime"];
/// The generated file in these folders, which is not copied.
const GENERATED: &str = "examples/replay/items.rs";

fn main() -> io::Result<()> {
    let root = variable("CARGO_MANIFEST_DIR").join("..");
    let client = root.join("generated-client");
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    files.extend(ROOT.iter().map(|name| (name.to_string(), root.join(name))));
    files.extend(CLIENT.iter().map(|name| (name.to_string(), client.join(name))));
    for folder in FOLDERS {
        walk(&client.join(folder), folder, &mut files)?;
    }
    files.retain(|(path, _)| path != GENERATED);
    files.sort();
    let library = include(&client.join("src/lib.rs"));
    let mut code = format!("Template {{\ncrate_name: {CRATE_NAME:?},\nlibrary: {library},\ncopied: &[\n");
    for (path, file) in &files {
        let _ = writeln!(code, "({path:?}, {}),", include(file));
    }
    code.push_str("],\n}\n");
    // A file that is added or removed changes its folder; a file that changes is tracked by `include_str!`.
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", client.join(folder).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    fs::write(variable("OUT_DIR").join("template.rs"), code)
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}/{name}");
        match entry.file_type()?.is_dir() {
            // Hidden files belong to editors and operating systems.
            _ if name.starts_with('.') => {}
            true => walk(&entry.path(), &path, files)?,
            false => files.push((path, entry.path())),
        }
    }
    Ok(())
}

fn include(file: &Path) -> String {
    format!("include_str!({:?})", file.display().to_string())
}

fn variable(name: &str) -> PathBuf {
    env::var_os(name).map(PathBuf::from).unwrap_or_default()
}
