//! The constructor and the setters that objects and forms have in common.

use super::super::print::{Code, deprecated, sentence_and_description};

/// `new` without arguments.
pub(super) fn default_constructor(code: &mut Code, docs: &str) {
    code.docs(&[docs.to_owned()]);
    code.line("#[must_use]");
    code.open_function("new", &[], "Self");
    code.line("Default::default()");
    code.close("}");
}

/// A method that takes the value, changes it and returns it.
pub(super) fn setter(
    code: &mut Code,
    name: &str,
    sentence: &str,
    docs: &str,
    deprecation: Option<&str>,
    argument_type: &str,
    statement: impl Fn(&str) -> String,
) {
    code.blank();
    code.docs(&sentence_and_description(sentence.to_owned(), docs));
    if let Some(reason) = deprecation {
        code.line(&deprecated(reason));
    }
    code.line("#[must_use]");
    code.open_function(name, &["mut self".to_owned(), format!("{name}: {argument_type}")], "Self");
    code.line(&statement(name));
    code.line("self");
    code.close("}");
}
