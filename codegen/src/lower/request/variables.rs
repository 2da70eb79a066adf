//! `{{variables}}`: where they stand in a text, and what the collection says of them.

use serde_json::Value;
use std::borrow::Cow;
use std::collections::HashMap;

use crate::collection::{Collection, Variable};

/// A piece of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Piece<'t> {
    /// Text that means itself.
    Text(&'t str),
    /// The name between `{{` and `}}`, which may hold variables again.
    Variable(&'t str),
}

/// Takes a text apart. Braces that nothing closes, or that hold nothing, are text.
pub(crate) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, length: None }
}

/// The pieces of a text, found as they are asked for.
#[derive(Clone, Copy)]
pub(crate) struct Pieces<'t> {
    rest: &'t str,
    /// The length of the variable at the start of the rest, when it is known that there is one.
    length: Option<usize>,
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        if self.length.is_none() {
            let (before, length) = until_variable(self.rest);
            self.length = length;
            if before > 0 {
                let text;
                (text, self.rest) = self.rest.split_at(before);
                return Some(Piece::Text(text));
            }
        }
        let variable;
        (variable, self.rest) = self.rest.split_at(self.length.take()?);
        Some(Piece::Variable(&variable[2..variable.len() - 2]))
    }
}

/// Where the first variable begins, or the text ends; and the variable's length.
fn until_variable(text: &str) -> (usize, Option<usize>) {
    let mut at = 0;
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        match closing(&text[open..]) {
            Some(length) if length > 4 => return (open, Some(length)),
            Some(length) => at = open + length,
            None => at = open + 1,
        }
    }
    (text.len(), None)
}

/// How deep variables may nest in the names of others.
const DEEPEST: usize = 10;

/// How many bytes a name may have with its braces.
const LONGEST_NAME: usize = 1000;

/// The length of the variable that a text starts with: to the `}}` that matches its `{{`.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0_usize, 0);
    let bytes = text.as_bytes();
    // Of `{{{x}}}`, the outer braces are text.
    if bytes.iter().take_while(|byte| **byte == b'{').count() % 2 == 1 {
        return None;
    }
    while at < bytes.len().min(LONGEST_NAME) {
        match &bytes[at..] {
            [b'{', b'{', ..] if depth == DEEPEST => return None,
            [b'{', b'{', ..] => (depth, at) = (depth + 1, at + 2),
            [b'}', b'}', ..] => {
                (depth, at) = (depth - 1, at + 2);
                if depth == 0 {
                    return Some(at);
                }
            }
            // No variable goes over several lines.
            [b'\n', ..] => return None,
            _ => at += 1,
        }
    }
    None
}

/// Whether a text holds a variable.
pub(crate) fn has_variable(text: &str) -> bool {
    pieces(text).any(|piece| matches!(piece, Piece::Variable(_)))
}

/// The collection's variables.
pub(crate) struct Variables<'c> {
    by_name: HashMap<&'c str, &'c Variable>,
    list: Vec<&'c str>,
}

/// How often a value may lead to another one, as in Postman.
const ROUNDS: usize = 19;

/// How long a value may become on the way.
const LONGEST: usize = 100_000;

impl<'c> Variables<'c> {
    /// The variables that are switched on. Of several with one name the last counts.
    pub(crate) fn new(collection: &'c Collection) -> Self {
        let mut variables = Self { by_name: HashMap::new(), list: Vec::new() };
        for variable in collection.variable.iter().filter(|variable| !variable.disabled) {
            // Unlike the variables of a URL, these have no other name than their key.
            let Some(name) = variable.key.as_deref().filter(|name| !name.is_empty()) else { continue };
            if variables.by_name.insert(name, variable).is_none() {
                variables.list.push(name);
            }
        }
        variables
    }

    /// What the collection says of a variable.
    pub(crate) fn get(&self, name: &str) -> Option<&'c Variable> {
        self.by_name.get(name).copied()
    }

    /// The value of a variable as written.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'c, str>> {
        self.get(name).and_then(|variable| variable.value.as_ref()).and_then(value_text)
    }

    /// Every variable with a value, in the collection's order.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
        let values =
            self.list.iter().filter_map(|name| Some(((*name).to_owned(), self.value(name)?.into_owned())));
        values.collect()
    }

    /// The text with the values in place of the variables; those without a value stay.
    pub(crate) fn substitute<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(text);
        for _ in 0..ROUNDS {
            match self.round(&text) {
                Some(next) if next.len() <= LONGEST => text = Cow::Owned(next),
                _ => break,
            }
        }
        text
    }

    /// The text with all values, when every variable has one.
    pub(crate) fn resolve(&self, text: &str) -> Option<String> {
        let text = self.substitute(text);
        if has_variable(&text) { None } else { Some(text.into_owned()) }
    }

    /// Replaces the innermost variables once; nothing when none of them has a value.
    fn round(&self, text: &str) -> Option<String> {
        let mut result = String::new();
        let mut changed = false;
        for piece in pieces(text) {
            let name = match piece {
                Piece::Text(text) => {
                    result.push_str(text);
                    continue;
                }
                Piece::Variable(name) => name,
            };
            if let Some(inner) =
                Some(name).filter(|name| has_variable(name)).and_then(|name| self.round(name))
            {
                result.extend(["{{", &inner, "}}"]);
                changed = true;
            } else if let Some(value) = self.value(name) {
                result.push_str(&value);
                changed = true;
            } else {
                result.extend(["{{", name, "}}"]);
            }
        }
        changed.then_some(result)
    }
}

/// A value as Postman writes it into a text; nothing for what has no sensible text.
pub(crate) fn value_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The name of a variable without the braces of variables inside, as it stands in a template.
pub(crate) fn wire_name(name: &str) -> String {
    name.replace(['{', '}'], "")
}

#[cfg(test)]
mod tests {
    use super::Piece::{Text, Variable};
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_falls_into_pieces() {
        for (text, expected) in [
            ("a{{b}}c", &[Text("a"), Variable("b"), Text("c")][..]),
            ("{{a}}{{b}}", &[Variable("a"), Variable("b")]),
            ("{{{{a}}b}}", &[Variable("{{a}}b")]),
            ("{{a{{b}}}}", &[Variable("a{{b}}")]),
            ("{{{a}}}", &[Text("{"), Variable("a"), Text("}")]),
            ("{{a", &[Text("{{a")]),
            ("{{a} {{b}}", &[Text("{{a} "), Variable("b")]),
            ("{{}}/x", &[Text("{{}}/x")]),
            ("é{{ü}}", &[Text("é"), Variable("ü")]),
            ("", &[]),
        ] {
            assert_eq!(pieces(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn values_are_substituted() {
        let collection = json!({ "info": {}, "item": [], "variable": [
            { "key": "host", "value": "api.{{domain}}" },
            { "key": "domain", "value": "old" },
            { "key": "domain", "value": "example.com" },
            { "key": "off", "value": "x", "disabled": true },
            { "key": "port", "value": 8080 },
            { "key": "loop", "value": "{{loop}}" },
            { "key": "name", "value": "ho" },
            { "key": "none", "value": null }
        ] });
        let collection = Collection::parse("c.json", &collection.to_string()).unwrap();
        let variables = Variables::new(&collection);
        for (text, expected) in [
            ("{{host}}:{{port}}", "api.example.com:8080"),
            ("{{{{name}}st}}", "api.example.com"),
            ("{{off}}{{none}}{{a{{port}}}}", "{{off}}{{none}}{{a8080}}"),
            ("{{loop}}", "{{loop}}"),
        ] {
            assert_eq!(variables.substitute(text), expected);
        }
        assert_eq!(variables.resolve("{{port}}").as_deref(), Some("8080"));
        assert_eq!(variables.resolve("{{off}}"), None);
    }
}
