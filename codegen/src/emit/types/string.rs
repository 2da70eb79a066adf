//! Strings with rules.

use super::super::docs;
use super::super::print::{Code, literal};
use crate::api::{StringRules, TypeDef};

pub(super) fn validated_string(code: &mut Code, def: &TypeDef, rules: &StringRules) {
    let rule = rule_in_words(rules);
    code.line("#[derive(Clone)]");
    code.line(&format!("pub struct {}(String);", def.name));
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    code.docs(&[
        "Creates a value from a string.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        rule_in_docs(rules),
    ]);
    code.open("pub fn new(text: impl Into<String>) -> Result<Self, crate::InvalidText> {");
    code.line("Self::checked(text.into())");
    code.close("}");
    code.close("}");
    code.blank();
    let flag = if def.sensitive { "[redacted] " } else { "" };
    let characters = rules.characters.iter().map(|(first, last)| format!("({first:?}, {last:?})"));
    code.open(&format!("validated_string!({flag}{} {{", def.name));
    code.line(&format!("min: {},", rules.min_length.unwrap_or(0)));
    let max = rules.max_length.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
    code.line(&format!("max: {max},"));
    code.line(&format!("characters: &[{}],", characters.collect::<Vec<_>>().join(", ")));
    code.line(&format!("description: {},", literal(&rule)));
    code.close("});");
}

/// The documentation of the rules.
fn rule_in_docs(rules: &StringRules) -> String {
    match &rules.pattern {
        Some(pattern) => format!("If the string does not match {}.", docs::code(pattern)),
        None => format!("If the string does not {}.", rule_in_words(rules)),
    }
}

/// The rules in words, after `it must `.
fn rule_in_words(rules: &StringRules) -> String {
    match (&rules.pattern, rules.min_length, rules.max_length) {
        (Some(pattern), ..) => format!("match {pattern}"),
        (None, Some(min), Some(max)) => format!("have {min} to {max} characters"),
        (None, Some(min), None) => format!("have at least {min} characters"),
        (None, None, Some(max)) => format!("have at most {max} characters"),
        (None, None, None) => "be a string".to_owned(),
    }
}
