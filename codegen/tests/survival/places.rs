//! The places of a collection and its overlay where somebody writes a text: values, keys, and both within JSON that is
//! itself a text.

use serde_json::Value;

use crate::seeds::Document;

/// A place of a text.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    is_overlay: bool,
    steps: Vec<Step>,
    what: What,
}

#[derive(Clone, Debug)]
enum Step {
    Index(usize),
    Key(String),
}

#[derive(Clone, Debug)]
enum What {
    /// The text at the end of the steps.
    Text,
    /// The last step itself, which is a key.
    Key,
    /// A text or a key of the JSON in the text at the end of the steps.
    Inner(Box<Place>),
}

/// Keys whose texts are for people; all others may mean something to Postman or to codegen.
const PROSE: &[&str] = &["name", "description", "content", "summary", "title", "x-deprecated"];

impl Place {
    /// Whether the text means nothing but itself.
    pub(crate) fn is_prose(&self) -> bool {
        let key = self.steps.iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        // The name of a parameter says which one is meant.
        let is_name = self.is_overlay && key == Some("name");
        matches!(self.what, What::Text) && !is_name && key.is_some_and(|key| PROSE.contains(&key))
    }

    /// The document without the items that do not hold this place, and the place in it. With an overlay all of them stay,
    /// because it says something about each.
    pub(crate) fn focus(&self, document: &Document) -> (Document, Self) {
        let (mut document, mut place) = (document.clone(), self.clone());
        if document.overlay.is_some() {
            return (document, place);
        }
        for at in 1..place.steps.len() {
            let (before, [last, ..]) = place.steps.split_at_mut(at) else { break };
            if let ([.., Step::Key(key)], Step::Index(index)) = (&*before, last)
                && key == "item"
                && let Some(Value::Array(items)) = walk_mut(&mut document.collection, before)
                && *index < items.len()
            {
                *items = vec![items.swap_remove(*index)];
                *index = 0;
            }
        }
        (document, place)
    }

    /// The text.
    pub(crate) fn text(&self, document: &Document) -> String {
        let root = if self.is_overlay { document.overlay.as_ref() } else { Some(&document.collection) };
        root.and_then(|root| self.text_in(root)).unwrap_or_default()
    }

    fn text_in(&self, root: &Value) -> Option<String> {
        let text = || walk(root, &self.steps)?.as_str().map(str::to_owned);
        match (&self.what, self.steps.last()) {
            (What::Text, _) => text(),
            (What::Key, Some(Step::Key(key))) => Some(key.clone()),
            (What::Key, _) => None,
            (What::Inner(inner), _) => inner.text_in(&serde_json::from_str(&text()?).ok()?),
        }
    }

    /// The document with another text in this place.
    pub(crate) fn with(&self, document: &Document, text: &str) -> Document {
        let mut document = document.clone();
        let root = match &mut document.overlay {
            Some(overlay) if self.is_overlay => overlay,
            _ => &mut document.collection,
        };
        self.set(root, text);
        document
    }

    fn set(&self, root: &mut Value, text: &str) {
        match (&self.what, self.steps.split_last()) {
            (What::Text, _) => {
                if let Some(place) = walk_mut(root, &self.steps) {
                    *place = text.into();
                }
            }
            (What::Key, Some((Step::Key(key), steps))) => {
                if let Some(Value::Object(map)) = walk_mut(root, steps) {
                    let renamed = std::mem::take(map).into_iter();
                    let renamed = renamed
                        .map(|(other, value)| (if other == *key { text.to_owned() } else { other }, value));
                    *map = renamed.collect();
                }
            }
            (What::Key, _) => {}
            (What::Inner(inner), _) => {
                let Some(place) = walk_mut(root, &self.steps) else { return };
                let json = place.as_str().and_then(|json| serde_json::from_str::<Value>(json).ok());
                if let Some(mut json) = json {
                    inner.set(&mut json, text);
                    *place = json.to_string().into();
                }
            }
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_overlay { "overlay" } else { "collection" })?;
        for step in &self.steps {
            match step {
                Step::Index(index) => write!(f, "[{index}]")?,
                Step::Key(key) => write!(f, ".{key:?}")?,
            }
        }
        match &self.what {
            What::Text => Ok(()),
            What::Key => f.write_str(" (the key)"),
            What::Inner(inner) => write!(f, " (a text of JSON): {inner}"),
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

/// All places of a document.
pub(crate) fn places(document: &Document) -> Vec<Place> {
    let mut places = in_value(&document.collection, false);
    places.extend(document.overlay.iter().flat_map(|overlay| in_value(overlay, true)));
    places
}

fn in_value(root: &Value, is_overlay: bool) -> Vec<Place> {
    let mut places = Vec::new();
    let mut stack = vec![(root, Vec::new())];
    while let Some((value, steps)) = stack.pop() {
        let mut add = |steps: &[Step], what| places.push(Place { is_overlay, steps: steps.to_vec(), what });
        let then = |step| steps.iter().cloned().chain([step]).collect::<Vec<Step>>();
        match value {
            Value::String(text) => {
                add(&steps, What::Text);
                let json = serde_json::from_str::<Value>(text).ok();
                let inner = json.filter(|json| json.is_object() || json.is_array());
                for inner in inner.iter().flat_map(|json| in_value(json, is_overlay)) {
                    add(&steps, What::Inner(Box::new(inner)));
                }
            }
            Value::Array(list) => {
                stack.extend(list.iter().enumerate().map(|(at, value)| (value, then(Step::Index(at)))));
            }
            Value::Object(map) => {
                for (key, value) in map {
                    let steps = then(Step::Key(key.clone()));
                    add(&steps, What::Key);
                    stack.push((value, steps));
                }
            }
            _ => {}
        }
    }
    places
}
