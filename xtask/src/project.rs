//! The root of the project, and the inputs in `collection/`.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow};
use codegen::api::Api;
use codegen::diagnostics::{Diagnostics, Location};

/// The folder of the inputs, relative to the root.
pub const INPUTS: &str = "collection";

const COLLECTION: &str = ".postman_collection.json";
const BYTE_ORDER_MARK: char = '\u{feff}';
const OVERLAY: &str = ".overlay.json";

/// The text of an input, and the name that messages use for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    /// The path relative to the root, with `/`.
    pub file: String,
    /// The content, without a byte order mark.
    pub text: String,
    /// Whether the file begins with a byte order mark.
    pub has_byte_order_mark: bool,
}

impl Document {
    /// Creates a document from the content of a file; returns the problem with it if it is not text.
    pub(crate) fn new(file: String, bytes: &[u8]) -> Result<Self, String> {
        let text = decode(bytes)?;
        Ok(Self { file, has_byte_order_mark: text.len() < bytes.len(), text: text.to_owned() })
    }

    /// Returns the content of the file as it is.
    pub fn as_given(&self) -> Cow<'_, str> {
        match self.has_byte_order_mark {
            true => Cow::Owned(format!("{BYTE_ORDER_MARK}{}", self.text)),
            false => Cow::Borrowed(&self.text),
        }
    }

    /// Returns the document as codegen takes it.
    pub fn source(&self) -> codegen::Source<'_> {
        codegen::Source { file: &self.file, text: &self.text }
    }
}

/// The inputs of a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inputs {
    /// The Postman collection.
    pub collection: Document,
    /// The overlay.
    pub overlay: Option<Document>,
}

impl Inputs {
    /// Returns the API that the inputs describe; `None` if one of the findings is an error.
    pub fn lower(&self) -> (Option<Api>, Diagnostics) {
        codegen::lower(&codegen::Input {
            collection: self.collection.source(),
            overlay: self.overlay.as_ref().map(Document::source),
            // The name is only in generated code.
            crate_name: "",
        })
    }
}

/// Returns the root of the project that the caller is in.
///
/// Cargo sets a variable to the folder of xtask's sources, which is right from any folder. If the binary runs without
/// cargo, the search starts at the current folder.
pub fn find_root() -> Result<PathBuf> {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let starts = [manifest, env::current_dir().ok()];
    starts.iter().flatten().find_map(|start| root_above(start)).ok_or_else(|| {
        anyhow!("no `{INPUTS}/` here or in a folder above\n  help: run `cargo xtask` inside the project")
    })
}

/// Returns the nearest folder, from `start` upwards, that has the inputs.
pub fn root_above(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(INPUTS).is_dir()).map(Path::to_owned)
}

/// Reads the collection and its overlay; returns the findings if there are errors.
pub fn read_inputs(root: &Path) -> Result<Result<Inputs, Diagnostics>> {
    let mut diagnostics = Diagnostics::new();
    let names = file_names(root)?;
    let Some(stem) = only_stem(&names, &mut diagnostics) else { return Ok(Err(diagnostics)) };
    let overlay_name = format!("{stem}{OVERLAY}");
    for stray in names.iter().filter(|name| name.ends_with(OVERLAY) && **name != overlay_name) {
        let help = format!("the overlay of {stem}{COLLECTION} is named {overlay_name}");
        diagnostics.error(location(stray), "this overlay belongs to no collection", help);
    }
    let collection = read_document(root, &format!("{stem}{COLLECTION}"), &mut diagnostics)?;
    let overlay = match names.contains(&overlay_name) {
        true => read_document(root, &overlay_name, &mut diagnostics)?,
        false => None,
    };
    Ok(match collection {
        Some(collection) if !diagnostics.has_errors() => Ok(Inputs { collection, overlay }),
        _ => Err(diagnostics),
    })
}

/// Returns the file name of the one collection, without its suffix.
fn only_stem<'a>(names: &'a [String], diagnostics: &mut Diagnostics) -> Option<&'a str> {
    let stems: Vec<&str> = names.iter().filter_map(|name| name.strip_suffix(COLLECTION)).collect();
    match stems[..] {
        [stem] => Some(stem),
        [] => {
            let help = format!("export one from Postman (v2.1) and save it as {INPUTS}/<name>{COLLECTION}");
            diagnostics.error(location(""), "there is no collection", help);
            None
        }
        _ => {
            let found: Vec<String> = stems.iter().map(|stem| format!("{stem}{COLLECTION}")).collect();
            let problem = format!("there are {} collections: {}", found.len(), found.join(", "));
            diagnostics.error(
                location(""),
                problem,
                "a client has one collection: keep that one and move the others elsewhere",
            );
            None
        }
    }
}

/// Returns the names of the files in the folder of the inputs, sorted and without hidden ones.
fn file_names(root: &Path) -> Result<Vec<String>> {
    let folder = root.join(INPUTS);
    let unreadable = || format!("cannot read {INPUTS}/");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let name = path.file_name().and_then(OsStr::to_str).filter(|name| !name.starts_with('.'));
        if let Some(name) = name.filter(|_| path.is_file()) {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn read_document(root: &Path, name: &str, diagnostics: &mut Diagnostics) -> Result<Option<Document>> {
    let file = format!("{INPUTS}/{name}");
    let bytes = fs::read(root.join(&file)).with_context(|| format!("cannot read {file}"))?;
    match Document::new(file, &bytes) {
        Ok(document) => Ok(Some(document)),
        Err(problem) => {
            diagnostics.error(location(name), problem, "save it as UTF-8");
            Ok(None)
        }
    }
}

/// Returns the text of a file, or the problem with it.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("this is UTF-16, not UTF-8".to_owned());
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)),
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
            Err(format!("this is not UTF-8 (line {line}, byte {} of the file)", error.valid_up_to() + 1))
        }
    }
}

fn location(name: &str) -> Location {
    Location::new(&format!("{INPUTS}/{name}"), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf8_with_or_without_a_byte_order_mark() {
        assert_eq!(decode(b"{}\r\n"), Ok("{}\r\n"));
        assert_eq!(decode(b"\xef\xbb\xbf{}"), Ok("{}"));
        assert_eq!(decode(b"\xff\xfe{\0"), Err("this is UTF-16, not UTF-8".to_owned()));
        for bytes in [&b"{}"[..], b"\xef\xbb\xbf{}"] {
            let document = Document::new(String::new(), bytes).unwrap();
            assert_eq!((document.text.as_str(), document.as_given().as_bytes()), ("{}", bytes));
        }
        assert_eq!(decode(b"{\n\"a\xe9\""), Err("this is not UTF-8 (line 2, byte 5 of the file)".to_owned()));
    }
}
