//! The inputs of a client: a collection and an overlay.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;
use std::{fs, io};

use anyhow::{Context, Result};
use codegen::api::Api;
use codegen::diagnostics::{Diagnostics, Location};

use crate::client::Client;

/// The text of an input, and the name that messages use for it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Document {
    /// The path relative to the root of the workspace, with `/`, or as on the command line.
    pub file: String,
    /// The content, without a byte order mark.
    pub text: String,
    /// Whether the file begins with a byte order mark.
    pub has_byte_order_mark: bool,
}

const BYTE_ORDER_MARK: char = '\u{feff}';

impl Document {
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
            // The names are only in generated code.
            crate_name: "",
            command: "",
        })
    }
}

/// Reads a collection and its overlay; the path `-` is the standard input.
pub fn read(collection: &Path, overlay: Option<&Path>) -> Result<Result<Inputs, Diagnostics>> {
    let mut diagnostics = Diagnostics::new();
    let collection = named(collection, &mut diagnostics)?;
    let overlay = overlay.map(|path| named(path, &mut diagnostics)).transpose()?.flatten();
    let inputs = collection.filter(|_| !diagnostics.has_errors());
    Ok(inputs.map(|collection| Inputs { collection, overlay }).ok_or(diagnostics))
}

/// Reads the inputs of a client, with another overlay if the caller names one.
pub fn of_client(client: &Client, overlay: Option<&Path>) -> Result<Result<Inputs, Diagnostics>> {
    let mut diagnostics = Diagnostics::new();
    let overlay = overlay.map(|path| named(path, &mut diagnostics)).transpose()?.flatten();
    Ok(match client.read() {
        Ok(_) if diagnostics.has_errors() => Err(diagnostics),
        Ok(inputs) => Ok(Inputs { overlay: overlay.or(inputs.overlay), ..inputs }),
        Err(diagnostics) => Err(diagnostics),
    })
}

/// Reads a document. Messages call it by the path that the caller gave.
pub(crate) fn named(path: &Path, diagnostics: &mut Diagnostics) -> Result<Option<Document>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).context("cannot read the standard input")?;
        return Ok(document("standard input", &bytes, diagnostics));
    }
    let file = path.to_string_lossy().into_owned();
    let bytes = fs::read(path).with_context(|| format!("cannot read {file}"))?;
    Ok(document(&file, &bytes, diagnostics))
}

/// Returns the document with these bytes. Reports text that is not UTF-8, and gives `None` for it.
pub(crate) fn document(file: &str, bytes: &[u8], diagnostics: &mut Diagnostics) -> Option<Document> {
    match decode(bytes) {
        Ok(text) => Some(Document {
            has_byte_order_mark: text.len() < bytes.len(),
            text: text.to_owned(),
            file: file.to_owned(),
        }),
        Err(problem) => {
            diagnostics.error(Location::new(file, ""), problem, "save it as UTF-8");
            None
        }
    }
}

/// Returns the text of a file, or the problem with it.
fn decode(bytes: &[u8]) -> Result<&str, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf8_with_or_without_a_byte_order_mark() {
        assert_eq!(decode(b"{}\r\n"), Ok("{}\r\n"));
        assert_eq!(decode(b"\xef\xbb\xbf{}"), Ok("{}"));
        assert_eq!(decode(b"\xff\xfe{\0"), Err("this is UTF-16, not UTF-8".to_owned()));
        assert_eq!(decode(b"{\n\"a\xe9\""), Err("this is not UTF-8 (line 2, byte 5 of the file)".to_owned()));
    }
}
