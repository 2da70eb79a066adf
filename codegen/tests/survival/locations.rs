//! The locations of strings in a collection and its overlay: values, keys, and both within JSON that is itself in a
//! string.

use serde_json::Value;

use crate::seeds::Document;

/// The location of a string.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    is_overlay: bool,
    steps: Vec<Step>,
    target: Target,
}

#[derive(Clone, Debug)]
enum Step {
    Index(usize),
    Key(String),
}

#[derive(Clone, Debug)]
enum Target {
    /// The string at the end of the steps.
    Value,
    /// The last step, which is a key.
    Key,
    /// A string or a key of the JSON in the string at the end of the steps.
    Embedded(Box<Location>),
}

/// Keys whose strings are prose; all others may have a meaning for Postman or codegen.
const PROSE: &[&str] = &["name", "description", "content", "summary", "title", "x-deprecated"];

impl Location {
    /// Whether the string is prose.
    pub(crate) fn is_prose(&self) -> bool {
        let key = self.steps.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        // The name of a parameter in an overlay identifies it.
        let is_name = self.is_overlay && key == Some("name");
        matches!(self.target, Target::Value) && !is_name && key.is_some_and(|key| PROSE.contains(&key))
    }

    /// Returns the document without the items that do not contain this location, and the location in it. With an
    /// overlay all items stay, because it has entries for them.
    pub(crate) fn focus(&self, document: &Document) -> (Document, Self) {
        let (mut document, mut location) = (document.clone(), self.clone());
        if document.overlay.is_some() {
            return (document, location);
        }
        for at in 1..location.steps.len() {
            let (before, [last, ..]) = location.steps.split_at_mut(at) else { break };
            if let ([.., Step::Key(key)], Step::Index(index)) = (&*before, last)
                && key == "item"
                && let Some(Value::Array(items)) = walk_mut(&mut document.collection, before)
                && *index < items.len()
            {
                *items = vec![items.swap_remove(*index)];
                *index = 0;
            }
        }
        (document, location)
    }

    /// Returns the string.
    pub(crate) fn string(&self, document: &Document) -> String {
        let root = if self.is_overlay { document.overlay.as_ref() } else { Some(&document.collection) };
        root.and_then(|root| self.string_in(root)).unwrap_or_default()
    }

    fn string_in(&self, root: &Value) -> Option<String> {
        let string = || walk(root, &self.steps)?.as_str().map(str::to_owned);
        match (&self.target, self.steps.last()) {
            (Target::Value, _) => string(),
            (Target::Key, Some(Step::Key(key))) => Some(key.clone()),
            (Target::Key, _) => None,
            (Target::Embedded(inner), _) => inner.string_in(&serde_json::from_str(&string()?).ok()?),
        }
    }

    /// Returns the document with another string at this location.
    pub(crate) fn with(&self, document: &Document, string: &str) -> Document {
        let mut document = document.clone();
        let root = match &mut document.overlay {
            Some(overlay) if self.is_overlay => overlay,
            _ => &mut document.collection,
        };
        self.set(root, string);
        document
    }

    fn set(&self, root: &mut Value, string: &str) {
        match (&self.target, self.steps.split_last()) {
            (Target::Value, _) => {
                if let Some(location) = walk_mut(root, &self.steps) {
                    *location = string.into();
                }
            }
            (Target::Key, Some((Step::Key(key), steps))) => {
                if let Some(Value::Object(map)) = walk_mut(root, steps) {
                    let renamed = std::mem::take(map).into_iter();
                    let renamed = renamed
                        .map(|(other, value)| (if other == *key { string.to_owned() } else { other }, value));
                    *map = renamed.collect();
                }
            }
            (Target::Key, _) => {}
            (Target::Embedded(inner), _) => {
                let Some(location) = walk_mut(root, &self.steps) else { return };
                let json = location.as_str().and_then(|json| serde_json::from_str::<Value>(json).ok());
                if let Some(mut json) = json {
                    inner.set(&mut json, string);
                    *location = json.to_string().into();
                }
            }
        }
    }
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_overlay { "overlay" } else { "collection" })?;
        for step in &self.steps {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, ".{key:?}")?,
            }
        }
        match &self.target {
            Target::Value => Ok(()),
            Target::Key => f.write_str(" (the key)"),
            Target::Embedded(inner) => write!(f, " (embedded JSON): {inner}"),
        }
    }
}

fn walk<'v>(value: &'v Value, steps: &[Step]) -> Option<&'v Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Index(index) => value.get(*index),
        Step::Key(key) => value.get(key),
    })
}

fn walk_mut<'v>(value: &'v mut Value, steps: &[Step]) -> Option<&'v mut Value> {
    steps.iter().try_fold(value, |value, step| match step {
        Step::Index(index) => value.get_mut(*index),
        Step::Key(key) => value.get_mut(key),
    })
}

/// Returns all locations of a document.
pub(crate) fn locations(document: &Document) -> Vec<Location> {
    let mut locations = in_value(&document.collection, false);
    locations.extend(document.overlay.iter().flat_map(|overlay| in_value(overlay, true)));
    locations
}

fn in_value(root: &Value, is_overlay: bool) -> Vec<Location> {
    let mut locations = Vec::new();
    let mut stack = vec![(root, Vec::new())];
    while let Some((value, steps)) = stack.pop() {
        let mut add =
            |steps: &[Step], target| locations.push(Location { is_overlay, steps: steps.to_vec(), target });
        let then = |step| steps.iter().cloned().chain([step]).collect::<Vec<Step>>();
        match value {
            Value::String(string) => {
                add(&steps, Target::Value);
                let json = serde_json::from_str::<Value>(string).ok();
                let inner = json.filter(|json| json.is_object() || json.is_array());
                for inner in inner.iter().flat_map(|json| in_value(json, is_overlay)) {
                    add(&steps, Target::Embedded(Box::new(inner)));
                }
            }
            Value::Array(list) => {
                stack.extend(list.iter().enumerate().map(|(at, value)| (value, then(Step::Index(at)))));
            }
            Value::Object(map) => {
                for (key, value) in map {
                    let steps = then(Step::Key(key.clone()));
                    add(&steps, Target::Key);
                    stack.push((value, steps));
                }
            }
            _ => {}
        }
    }
    locations
}
