//! JSON schemas outside an overlay, which a collection has for its bodies.

use super::components::other_targets;
use super::grammar::check_schema;
use super::node::Node;
use super::reader::{Ignored, OverlayReader};
use super::schema::{Schema, schema};
use crate::diagnostics::{Diagnostics, Location};
use crate::json;

impl Schema {
    /// Parses a JSON schema. `at` is its location, with which those of its parts begin.
    ///
    /// Everything that an overlay may have in a schema is read, except references. All findings are about the location,
    /// in a file without a name; there is no schema if one of them is an error.
    pub(crate) fn parse(text: &str, at: &str, ignored: &mut Ignored) -> (Option<Self>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let node = match Node::parse(text) {
            Ok(node) => node,
            Err(error) => {
                let (line, column) = (error.line(), error.column());
                let reason = json::reason(&error);
                let problem =
                    format!("it is not JSON: {reason} in line {line}, column {column} of the string");
                diagnostics.error(Location::new("", at), problem, "correct it");
                return (None, diagnostics);
            }
        };
        let mut reader = OverlayReader::new("", &node, &mut diagnostics);
        std::mem::swap(&mut reader.ignored, ignored);
        check_schema(&node, at, &mut reader);
        reader.duplicates(&node, at);
        let parsed = schema(&node, at, &mut reader);
        if !other_targets(&mut reader).is_empty() {
            reader.error(at, "it has a `$ref`, which is not supported here", "write what it refers to");
        }
        std::mem::swap(&mut reader.ignored, ignored);
        let parsed = Some(parsed).filter(|_| !diagnostics.has_errors());
        (parsed, diagnostics)
    }
}
