//! What codegen makes of a collection.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use codegen::api::{Api, Counts};
use serde_json::Value;
use tests::Crates;
use xtask::input;

use super::collections::{Collection, count_requests};

/// What came of it.
pub(crate) enum Made {
    /// A crate, which is written.
    Crate(Box<Package>),
    /// Nothing, and this is why: the findings.
    Refused(String),
    /// Nothing, and codegen should have done otherwise.
    Failed(String),
}

/// A crate that is written.
pub(crate) struct Package {
    pub(crate) api: Api,
    pub(crate) counts: Counts,
    /// The collection as JSON.
    pub(crate) json: Value,
    /// Of all its files.
    pub(crate) hash: u64,
    /// A count that is wrong.
    pub(crate) miscount: Option<String>,
}

/// Makes the crate of a collection and writes it.
///
/// An error is one of this machine; what is wrong with the collection is in the result.
pub(crate) fn make(collection: &Collection, crates: &mut Crates) -> io::Result<Made> {
    // A panic is a mistake of codegen, which the others must not suffer for. Nothing outlives it that it could spoil.
    let made = catch_unwind(AssertUnwindSafe(|| generate(collection)));
    let (files, package) = match made {
        Ok(Ok(made)) => made,
        Ok(Err(why)) => return Ok(why),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a message");
            return Ok(Made::Failed(format!("codegen panicked: {text}")));
        }
    };
    // All crates of a batch are built into one folder, where two examples of one name would be one file.
    let example = format!("examples/{}.rs", replay_name(&collection.package));
    let files = files.iter().map(|file| match file.path.as_str() {
        "examples/replay.rs" => (example.as_str(), file.text.as_str()),
        path => (path, file.text.as_str()),
    });
    crates.add_files(&collection.package, files)?;
    Ok(Made::Crate(Box::new(package)))
}

/// The name that the replay of a crate has here.
fn replay_name(package: &str) -> String {
    format!("{package}-replay")
}

fn generate(collection: &Collection) -> Result<(Vec<codegen::File>, Package), Made> {
    let inputs = match input::read(Some(&collection.path), collection.overlay.as_deref()) {
        Ok(Ok(inputs)) => inputs,
        Ok(Err(diagnostics)) => return Err(Made::Refused(diagnostics.to_string())),
        Err(error) => return Err(Made::Failed(format!("{error:#}"))),
    };
    let (api, diagnostics) = inputs.lower();
    let Some(api) = api else {
        let text = diagnostics.to_string();
        return Err(match text.contains(" --> ") {
            true => Made::Refused(text),
            false => Made::Failed(format!("refused without a place: {text}")),
        });
    };
    let files = xtask::new::files(&api, &collection.package, &inputs.collection.file);
    let mut hasher = DefaultHasher::new();
    for file in &files {
        (&file.path, &file.text).hash(&mut hasher);
    }
    // Codegen has read it, so this is JSON.
    let json = serde_json::from_str(&inputs.collection.text).unwrap_or_default();
    let (counts, counted) = (api.counts(), count_requests(&json));
    let miscount = (counts.requests != counted).then(|| {
        let Counts { operations, refused, .. } = counts;
        format!(
            "{operations} operations and {refused} refused are not the {counted} requests of the collection"
        )
    });
    Ok((files, Package { api, counts, json, hash: hasher.finish(), miscount }))
}

/// Makes the files that the collection's bodies name, in a folder that is empty otherwise.
pub(crate) fn make_files(collection: &Value, folder: &std::path::Path) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut names = Vec::new();
    file_names(collection, &mut names);
    for name in names {
        // The last part of the path, in the spelling of any system; `..` is none.
        let name = name.rsplit(['/', '\\']).next().unwrap_or("");
        if !["", ".", ".."].contains(&name) && !name.contains('\0') {
            fs::write(folder.join(name), format!("content of {name}\n"))?;
        }
    }
    Ok(())
}

/// The sources of files in all bodies.
fn file_names<'v>(value: &'v Value, names: &mut Vec<&'v str>) {
    match value {
        Value::Array(list) => list.iter().for_each(|value| file_names(value, names)),
        Value::Object(map) => {
            let sources = match map.get("src") {
                Some(Value::Array(list)) => list.as_slice(),
                Some(source) => std::slice::from_ref(source),
                None => &[],
            };
            names.extend(sources.iter().chain(map.get("file")).filter_map(Value::as_str));
            map.values().for_each(|value| file_names(value, names));
        }
        _ => {}
    }
}
