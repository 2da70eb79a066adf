//! The values of the collection's variables.

use std::collections::HashMap;
use std::path::Path;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value};

use crate::items::VARIABLES;
use crate::items::client_crate::{Authenticate, BoxError, CallOptions};
use crate::secrets::Secrets;
use crate::yaml;

/// The maximum number of times that the variables of a string are replaced, which is Postman's, too. A value may
/// contain variables itself.
const ROUNDS: usize = 19;

/// The start of the name of a variable that stands for a secret of the collection.
const SECRET: &str = "$collection:";

/// The values of the collection's variables, by name.
pub(crate) struct Values {
    by_name: Map<String, Value>,
    pub(crate) secrets: Secrets,
}

impl Values {
    /// Creates values from those in the collection and the overrides, which take precedence.
    pub(crate) fn new(overrides: Map<String, Value>) -> Self {
        let defaults = VARIABLES.iter().map(|(name, value)| (String::from(*name), Value::from(*value)));
        Self { by_name: defaults.chain(overrides).collect(), secrets: Secrets::default() }
    }

    /// Creates the values in the collection that are no secrets.
    pub(crate) fn without_secrets() -> Self {
        let mut values = Self::new(Map::new());
        values.by_name.retain(|_, value| !value.as_str().is_some_and(|value| value.contains(SECRET)));
        values
    }

    /// Returns the text with its `{{variables}}` replaced; those without a value stay as they are.
    pub(crate) fn text(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for _ in 0..ROUNDS {
            let Some(next) = self.replace_innermost(&text) else { break };
            text = next;
        }
        for name in GENERATED {
            while text.contains(name) {
                text = text.replacen(name, &generated(name), 1);
            }
        }
        text
    }

    /// Returns the value of a variable.
    fn value(&self, name: &str) -> Option<String> {
        match name.strip_prefix(SECRET) {
            Some(path) => self.secrets.get(path),
            None => self
                .by_name
                .get(name)
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)),
        }
    }

    /// Replaces the innermost variables of a text. Returns `None` if none of them has a value.
    fn replace_innermost(&self, text: &str) -> Option<String> {
        let (mut result, mut rest, mut changed) = (String::new(), text, false);
        while let Some((before, after)) = rest.split_once("}}") {
            let found = before.rsplit_once("{{").and_then(|(start, name)| Some((start, self.value(name)?)));
            match found {
                Some((start, value)) => {
                    result.extend([start, &value]);
                    changed = true;
                }
                None => result.extend([before, "}}"]),
            }
            rest = after;
        }
        result.push_str(rest);
        changed.then_some(result)
    }
}

/// Reads values from a file: an environment or the globals of Postman, or a JSON object with a value for each name. They
/// take precedence over those in the collection.
///
/// # Errors
///
/// If the file cannot be read, or is anything else.
pub(crate) fn read(file: &str) -> Result<Map<String, Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
    let extension = Path::new(file).extension().unwrap_or_default().to_ascii_lowercase();
    if extension == "yaml" || extension == "yml" {
        let object = yaml::parse(&text).map_err(|error| format!("{file} is not YAML: {error}"))?;
        let values = object.as_object().and_then(environment);
        return values.ok_or_else(|| {
            format!("{file} is no environment: it has no list `values` with a `key` in each row")
        });
    }
    let object: Map<String, Value> = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| format!("{file} is not a JSON object: {error}"))?;
    let values = environment(&object).unwrap_or(object);
    match values.iter().find(|(_, value)| value.is_object() || value.is_array()) {
        Some((name, _)) => Err(format!(
            "{file} is neither an environment exported by Postman nor an object with a string for each variable: \
             `{name}` is an object or an array"
        )),
        None => Ok(values),
    }
}

/// Returns the enabled values of an environment; `None` if the object is not one. A value that is kept in a vault is not
/// in the file.
fn environment(object: &Map<String, Value>) -> Option<Map<String, Value>> {
    let mut values = Map::new();
    for entry in object.get("values")?.as_array()? {
        let name = entry.get("key")?.as_str()?;
        let is_disabled = matches!(entry.get("enabled"), Some(Value::Bool(false)))
            || entry.get("enabled").and_then(Value::as_str) == Some("false");
        let is_elsewhere = entry.get("source").is_some() && entry.get("value").is_none();
        if !is_disabled && !is_elsewhere {
            let value = entry.get("value").filter(|value| !value.is_null());
            values.insert(name.to_owned(), value.cloned().unwrap_or_else(|| "".into()));
        }
    }
    Some(values)
}

#[allow(dead_code, reason = "each collection needs some of these")]
impl Values {
    /// Replaces the variables of a text and parses it as an argument. A placeholder is replaced by a value of its type.
    ///
    /// # Errors
    ///
    /// If the text is not a valid argument of this type.
    pub(crate) fn parse<T: FromStr<Err: Into<BoxError>>>(&self, text: &str) -> Result<T, BoxError> {
        let text = self.text(text);
        let value =
            PLACEHOLDERS.iter().find(|(placeholder, _)| *placeholder == text).map(|(_, value)| *value);
        value.unwrap_or(&text).parse().map_err(T::Err::into)
    }

    /// Replaces the variables of a text and parses it as the JSON of a body. Placeholders are replaced by values of
    /// their types if the type of the body does not accept them.
    ///
    /// # Errors
    ///
    /// If the text is not JSON of this type.
    pub(crate) fn json<T: serde::de::DeserializeOwned>(&self, text: &str) -> Result<T, BoxError> {
        let text = self.text(text);
        let body = serde_json::from_str(&text).or_else(|error| {
            let replace = |text: String, (placeholder, value): &(&str, &str)| {
                text.replace(&format!("\"{placeholder}\""), value)
            };
            serde_json::from_str(&PLACEHOLDERS.iter().fold(text, replace)).map_err(|_| error)
        });
        Ok(body.map_err(|error| format!("the body does not fit its type: {error}"))?)
    }

    /// Reads a file that the collection names, from the current folder.
    ///
    /// # Errors
    ///
    /// If the file cannot be read.
    pub(crate) fn file(&self, name: &str) -> Result<Vec<u8>, BoxError> {
        Ok(std::fs::read(name)
            .map_err(|error| format!("the file `{name}` in the current folder: {error}"))?)
    }

    /// Adds a hook that signs the call, created from the parameters in the collection. A call that cannot be signed is
    /// sent without a signature, as in Postman.
    pub(crate) fn sign<H: Authenticate>(
        &self,
        options: CallOptions,
        hook: fn(&HashMap<&str, String>) -> Result<H, BoxError>,
        parameters: &[(&str, &str)],
    ) -> CallOptions {
        let parameters = parameters.iter().map(|(name, text)| (*name, self.text(text))).collect();
        match hook(&parameters) {
            Ok(hook) => options.authenticate(hook),
            Err(problem) => {
                eprintln!("not signed: {problem}");
                options
            }
        }
    }
}

/// The placeholders for values that are not strings, which Postman writes when it converts an OpenAPI document, and a
/// value for each.
const PLACEHOLDERS: [(&str, &str); 13] = [
    ("<integer>", "1"),
    ("<int32>", "1"),
    ("<long>", "1"),
    ("<int64>", "1"),
    ("<uint32>", "1"),
    ("<uint64>", "1"),
    ("<number>", "1.5"),
    ("<float>", "1.5"),
    ("<double>", "1.5"),
    ("<boolean>", "true"),
    ("<bool>", "true"),
    ("<array>", "[]"),
    ("<object>", "{}"),
];

/// Postman's generated variables: the most common ones.
const GENERATED: [&str; 5] =
    ["{{$guid}}", "{{$randomUUID}}", "{{$timestamp}}", "{{$isoTimestamp}}", "{{$randomInt}}"];

/// Returns a new value for a generated variable.
fn generated(name: &str) -> String {
    let now = SystemTime::now();
    match name {
        "{{$timestamp}}" => now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().to_string(),
        "{{$isoTimestamp}}" => humantime::format_rfc3339_millis(now).to_string(),
        "{{$randomInt}}" => fastrand::u32(..=1000).to_string(),
        // A random UUID: RFC 9562, version 4.
        _ => {
            let (a, b, c) = (fastrand::u32(..), fastrand::u16(..), fastrand::u16(..0x1000));
            let (d, e) = (fastrand::u16(..0x4000) | 0x8000, fastrand::u64(..1 << 48));
            format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
        }
    }
}
