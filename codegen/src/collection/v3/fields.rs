//! Reads the maps, strings and rows of a file.

use serde_json::Value;

use super::findings::{Context, Problem, Result};
use super::yaml::{Data, Node, Type};
use crate::collection::Description;
use crate::diagnostics::Position;

/// The entries of a map.
pub(super) struct Fields<'n, 't> {
    /// The start of the map.
    pub(super) position: Position,
    entries: Vec<(&'n str, &'n Node<'t>, &'n Node<'t>)>,
}

impl<'n, 't> Fields<'n, 't> {
    /// Returns the value of a key. A key without a value counts as missing.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node<'t>> {
        let (_, _, value) = self.entries.iter().find(|(name, ..)| *name == key)?;
        (!is_null(value)).then_some(*value)
    }

    /// Returns the entries.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'n str, &'n Node<'t>)> {
        self.entries.iter().map(|(name, _, value)| (*name, *value))
    }
}

pub(super) fn is_null(node: &Node<'_>) -> bool {
    matches!(node.data, Data::Scalar(_, Type::Null))
}

/// Returns what a node is, for messages.
pub(super) fn kind(node: &Node<'_>) -> &'static str {
    match node.data {
        Data::Scalar(_, Type::Null) => "null",
        Data::Scalar(_, Type::Boolean) => "a boolean",
        Data::Scalar(_, Type::Number) => "a number",
        Data::Scalar(_, Type::String) => "a string",
        Data::List(_) => "a list",
        Data::Map(_) => "a map",
    }
}

/// A row of headers, parameters, variables, credentials or form fields.
#[derive(Clone, Debug)]
pub(super) struct Row<'n, 't> {
    /// The name; `None` if it is null or missing.
    pub(super) key: Option<String>,
    /// The text of the value; `None` if it is null or missing.
    pub(super) value: Option<String>,
    /// The value as it is in the file.
    pub(super) node: Option<&'n Node<'t>>,
    pub(super) description: Option<Description>,
    pub(super) disabled: bool,
    /// The further keys of a row in a list.
    pub(super) further: Vec<(&'n str, &'n Node<'t>)>,
}

impl<'n, 't> Row<'n, 't> {
    pub(super) fn get(&self, key: &str) -> Option<&'n Node<'t>> {
        self.further.iter().find(|(name, _)| *name == key).map(|(_, node)| *node)
    }
}

/// The values that rows may have.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Values {
    Strings,
    /// Values of any type, as credentials have them. Lists and maps have no text.
    Any,
}

/// The keys of all rows.
const ROW: &[&str] = &["key", "value", "description", "disabled"];

impl Context<'_> {
    /// Reads a map. Keys that are not among the known ones are reported, and are missing then.
    pub(super) fn fields<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
        known: &[&str],
    ) -> Result<Fields<'n, 't>> {
        let mut fields = self.map(node, what)?;
        fields.entries.retain(|(name, key, _)| {
            let is_known = known.contains(name);
            if !is_known {
                self.unknown(name, key.position, what, known);
            }
            is_known
        });
        for (name, _, value) in fields.entries.iter().filter(|(_, _, value)| is_null(value)) {
            if !["key", "value"].contains(name) {
                self.note(
                    value.position,
                    format!("`{name}` has no value"),
                    "remove the key, or write a value after it",
                );
            }
        }
        Ok(fields)
    }

    /// Reads a map with any keys.
    pub(super) fn map<'n, 't>(&mut self, node: &'n Node<'t>, what: &str) -> Result<Fields<'n, 't>> {
        let Data::Map(map) = &node.data else {
            let problem = format!("{what} is {}, not a map", kind(node));
            return Err(Problem::new(node.position, problem, "write `key: value` lines"));
        };
        let mut entries = Vec::with_capacity(map.len());
        for (key, value) in map {
            let Data::Scalar(name, _) = &key.data else {
                let problem = format!("a key of {what} is {}", kind(key));
                let help = "quote a value that begins with `{`: it is a map otherwise";
                return Err(Problem::new(key.position, problem, help));
            };
            entries.push((&**name, key, value));
        }
        Ok(Fields { position: node.position, entries })
    }

    fn unknown(&mut self, name: &str, position: Position, what: &str, known: &[&str]) {
        let meant = match name {
            "header" => Some("headers"),
            "params" | "query" | "queries" => Some("queryParams"),
            "variable" => known.iter().copied().find(|known| ["pathVariables", "variables"].contains(known)),
            "event" | "events" => Some("scripts"),
            "response" | "responses" => Some("examples"),
            _ => known.iter().copied().find(|known| strsim::damerau_levenshtein(known, name) <= 2),
        };
        let meant = meant.filter(|meant| known.contains(meant));
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`? Postman ignores the key, too"),
            None => "remove the key: Postman ignores it, too".to_owned(),
        };
        self.warning(position, format!("{what} has no key `{name}`, so it is ignored"), help);
    }

    /// Reads a string.
    pub(super) fn string(&mut self, fields: &Fields<'_, '_>, key: &str) -> Result<Option<String>> {
        fields.get(key).map(|node| self.text(node, key)).transpose()
    }

    /// Reads the string of a node. A number or a boolean is the text that the file has.
    pub(super) fn text(&mut self, node: &Node<'_>, key: &str) -> Result<String> {
        match &node.data {
            Data::Scalar(text, Type::String) => Ok(text.clone().into_owned()),
            Data::Scalar(text, Type::Boolean | Type::Number) => {
                let problem = format!("`{key}` is {}; its text is used", kind(node));
                self.note(node.position, problem, "quote the value: Postman reads only strings here");
                Ok(text.clone().into_owned())
            }
            Data::Scalar(_, Type::Null) => Ok(String::new()),
            Data::List(_) | Data::Map(_) => {
                let problem = format!("`{key}` is {}, not a string", kind(node));
                let help = "quote a value that begins with `{` or `[`: it is a map or a list otherwise";
                Err(Problem::new(node.position, problem, help))
            }
        }
    }

    /// Reads a description. Postman's editor writes only strings.
    pub(super) fn description(&mut self, fields: &Fields<'_, '_>) -> Option<Description> {
        let node = fields.get("description")?;
        match self.text(node, "description") {
            Ok(content) => Some(Description { content, kind: None }),
            Err(problem) => {
                self.warning(node.position, problem.problem, problem.help);
                None
            }
        }
    }

    /// Reads a boolean.
    pub(super) fn flag(&mut self, node: Option<&Node<'_>>, key: &str) -> bool {
        let Some(node) = node else { return false };
        match &node.data {
            Data::Scalar(text, Type::Boolean) => text.eq_ignore_ascii_case("true"),
            _ => {
                let problem = format!("`{key}` is {}, not a boolean", kind(node));
                self.warning(node.position, problem, "write `true` or `false` without quotes");
                matches!(&node.data, Data::Scalar(text, Type::String) if text == "true")
            }
        }
    }

    /// Reads a map of strings, or a list of maps with `key` and `value`. `further` are the other keys of a row.
    pub(super) fn rows<'n, 't>(
        &mut self,
        node: Option<&'n Node<'t>>,
        what: &str,
        (values, further): (Values, &[&str]),
    ) -> Result<Vec<Row<'n, 't>>> {
        match node.map(|node| (&node.data, node)) {
            None => Ok(Vec::new()),
            Some((Data::List(items), _)) => {
                let known: Vec<&str> = ROW.iter().chain(further).copied().collect();
                items.iter().map(|item| self.row(item, what, (values, &known))).collect()
            }
            Some((Data::Map(_), node)) => {
                let fields = self.map(node, what)?;
                fields.iter().map(|(key, node)| self.pair(key, node, values)).collect()
            }
            Some((Data::Scalar(..), node)) => {
                let problem = format!("{what} is {}, not a map or a list", kind(node));
                let help = "write `name: value` lines, or a list of maps with `key` and `value`";
                Err(Problem::new(node.position, problem, help))
            }
        }
    }

    fn pair<'n, 't>(&mut self, key: &str, node: &'n Node<'t>, values: Values) -> Result<Row<'n, 't>> {
        let value = self.value(Some(node), key, values)?;
        Ok(Row {
            key: Some(key.to_owned()),
            value,
            node: Some(node),
            description: None,
            disabled: false,
            further: Vec::new(),
        })
    }

    fn row<'n, 't>(
        &mut self,
        node: &'n Node<'t>,
        what: &str,
        (values, known): (Values, &[&str]),
    ) -> Result<Row<'n, 't>> {
        let fields = self.fields(node, &format!("a row of {what}"), known)?;
        let key = self.string(&fields, "key")?;
        if key.is_none() {
            let help = "add the name, or remove the row";
            self.note(fields.position, format!("a row of {what} has no name"), help);
        }
        let value = self.value(fields.get("value"), "value", values)?;
        Ok(Row {
            key,
            value,
            node: fields.get("value"),
            description: self.description(&fields),
            disabled: self.flag(fields.get("disabled"), "disabled"),
            further: fields.iter().filter(|(name, _)| !ROW.contains(name)).collect(),
        })
    }

    /// Reads the value of a row.
    fn value(&mut self, node: Option<&Node<'_>>, key: &str, values: Values) -> Result<Option<String>> {
        match node.filter(|node| !is_null(node)) {
            None => Ok(None),
            Some(Node { data: Data::List(_) | Data::Map(_), .. }) if values == Values::Any => Ok(None),
            Some(Node { data: Data::Scalar(text, _), .. }) if values == Values::Any => {
                Ok(Some(text.clone().into_owned()))
            }
            Some(node) => self.text(node, key).map(Some),
        }
    }
}

/// Converts a node to JSON.
pub(super) fn json(node: &Node<'_>) -> Value {
    match &node.data {
        Data::Scalar(_, Type::Null) => Value::Null,
        Data::Scalar(text, Type::Boolean) => Value::Bool(text.eq_ignore_ascii_case("true")),
        Data::Scalar(text, Type::Number) => {
            text.parse::<serde_json::Number>().map_or_else(|_| (&**text).into(), Value::Number)
        }
        Data::Scalar(text, Type::String) => (&**text).into(),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Map(entries) => {
            Value::Object(entries.iter().map(|(key, value)| (key_text(key), json(value))).collect())
        }
    }
}

fn key_text(key: &Node<'_>) -> String {
    match &key.data {
        Data::Scalar(text, _) => text.clone().into_owned(),
        Data::List(_) | Data::Map(_) => json(key).to_string(),
    }
}
