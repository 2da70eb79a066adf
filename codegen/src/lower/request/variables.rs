//! Replaces Postman's `{{variables}}` by their values.

use std::borrow::Cow;

use hashbrown::HashMap;
use serde_json::Value;

use crate::collection::{Collection, Variable};
use crate::lower::secrets::is_reference;
use crate::pieces::{Piece, has_variable, pieces};

/// The enabled variables of a collection.
pub(crate) struct Variables<'c> {
    by_name: HashMap<&'c str, &'c Variable>,
    /// The names, in the collection's order.
    names: Vec<&'c str>,
    /// The values that replace those of the collection.
    declared: HashMap<String, String>,
}

/// The maximum number of replacements of variables in values, as in Postman.
const ROUNDS: usize = 19;

/// The maximum length of a string with replaced variables, in bytes.
const LONGEST: usize = 100_000;

impl<'c> Variables<'c> {
    /// Collects the enabled variables of a collection. The last of several with one name counts.
    pub(crate) fn new(collection: &'c Collection) -> Self {
        let mut variables = Self { by_name: HashMap::new(), names: Vec::new(), declared: HashMap::new() };
        for variable in collection.variable.iter().filter(|variable| !variable.disabled) {
            // Unlike a variable of a URL, a variable of the collection is never named by its id.
            let Some(name) = variable.key.as_deref().filter(|name| !name.is_empty()) else { continue };
            if variables.by_name.insert(name, variable).is_none() {
                variables.names.push(name);
            }
        }
        variables
    }

    /// Replaces the value of a variable.
    pub(crate) fn set(&mut self, name: String, value: String) {
        self.declared.insert(name, value);
    }

    /// Returns the variable with this name.
    pub(crate) fn get(&self, name: &str) -> Option<&'c Variable> {
        self.by_name.get(name).copied()
    }

    /// Returns the unresolved value of a variable; `None` if it is a secret.
    pub(crate) fn value(&self, name: &str) -> Option<Cow<'c, str>> {
        self.value_or_reference(name).filter(|value| !is_hidden(value))
    }

    /// Returns the unresolved value of a variable, or the reference to it if it is a secret.
    fn value_or_reference(&self, name: &str) -> Option<Cow<'c, str>> {
        match self.declared.get(name) {
            Some(value) => Some(Cow::Owned(value.clone())),
            None => self.get(name).and_then(|variable| variable.value.as_ref()).and_then(value_string),
        }
    }

    /// Returns the names and unresolved values of all variables with a value, in the collection's order. The value of
    /// a secret is a reference.
    pub(crate) fn values(&self) -> Vec<(String, String)> {
        let value = |name: &&str| Some(((*name).to_owned(), self.value_or_reference(name)?.into_owned()));
        self.names.iter().filter_map(value).collect()
    }

    /// Replaces the variables in a string by their values. Variables without a value are unchanged.
    pub(crate) fn substitute<'s>(&self, string: &'s str) -> Cow<'s, str> {
        let mut string = Cow::Borrowed(string);
        for _ in 0..ROUNDS {
            match self.round(&string) {
                Some(next) if next.len() <= LONGEST => string = Cow::Owned(next),
                _ => break,
            }
        }
        string
    }

    /// Replaces the variables in a string by their values; `None` if one has no value.
    pub(crate) fn resolve(&self, string: &str) -> Option<String> {
        let string = self.substitute(string);
        if has_variable(&string) { None } else { Some(string.into_owned()) }
    }

    /// Replaces the innermost variables once; `None` if none of them has a value.
    fn round(&self, string: &str) -> Option<String> {
        let mut result = String::new();
        let mut changed = false;
        for piece in pieces(string) {
            let name = match piece {
                Piece::Literal(literal) => {
                    result.push_str(literal);
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

/// Whether a value is a reference to a secret.
fn is_hidden(value: &str) -> bool {
    value.strip_prefix("{{").is_some_and(is_reference)
}

/// Returns a value as the string that Postman sends; `None` for null, arrays and objects.
pub(crate) fn value_string(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(string) => Some(Cow::Borrowed(string)),
        Value::Bool(_) | Value::Number(_) => Some(Cow::Owned(value.to_string())),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Returns the name of a variable for a path or server template: without the braces of variables in it.
pub(crate) fn wire_name(name: &str) -> String {
    name.replace(['{', '}'], "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
        for (string, expected) in [
            ("{{host}}:{{port}}", "api.example.com:8080"),
            ("{{{{name}}st}}", "api.example.com"),
            ("{{off}}{{none}}{{a{{port}}}}", "{{off}}{{none}}{{a8080}}"),
            ("{{loop}}", "{{loop}}"),
        ] {
            assert_eq!(variables.substitute(string), expected);
        }
        assert_eq!(variables.resolve("{{port}}").as_deref(), Some("8080"));
        assert_eq!(variables.resolve("{{off}}"), None);
    }
}
