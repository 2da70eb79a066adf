//! Parses a file as a collection. Other formats are recognized, so that the error can name them.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess};
use serde_json::error::Category;
use serde_json::{Number, Value};

use super::part::{OptionalPart, Part, part_or_default};
use super::{Collection, v3};
use crate::diagnostics::{Diagnostic, Location, Severity};
use crate::json::{FromJson, Lenient, reason, without_byte_order_mark};

/// Parses a collection.
pub(super) fn open(file: &str, text: &str) -> Result<Collection, Diagnostic> {
    let text = without_byte_order_mark(text);
    open_json(file, text).or_else(|refusal| match replace_lone_surrogates(text) {
        Some(replaced) => open_json(file, &replaced),
        None => Err(refusal),
    })
}

fn open_json(file: &str, text: &str) -> Result<Collection, Diagnostic> {
    // An object with items is a collection, whatever other keys it has. So most files are parsed only once.
    if let Ok(Lenient(OptionalPart(Some(collection)))) =
        serde_json::from_str::<Lenient<OptionalPart<Collection>>>(text)
        && !collection.item.is_empty()
    {
        return Ok(collection);
    }
    let not_json = |error| not_json(file, text, &error);
    let Lenient(outline) = serde_json::from_str::<Lenient<Outline>>(text).map_err(not_json)?;
    if let Some(inner) = outline.wrapped() {
        inner.check(file, "collection")?;
        return parse_json::<Wrapper>(text).map(|wrapper| wrapper.collection).map_err(not_json);
    }
    outline.check(file, "")?;
    parse_json(text).map_err(not_json)
}

/// Parses JSON whose objects may have duplicate keys. Derived implementations refuse these. A [`Value`] keeps the last
/// one, as JavaScript does, but is slower, so it is used only if the derived implementation fails.
fn parse_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    match serde_json::from_str(text) {
        Err(error) if error.classify() == Category::Data => {
            serde_json::from_value(serde_json::from_str::<Value>(text)?)
        }
        result => result,
    }
}

/// Replaces lone surrogates (`\uD800` to `\uDFFF` outside a pair) by `\uFFFD`; `None` if there are none.
///
/// JavaScript writes them if a program cuts a string within an emoji. Rust strings cannot contain them, and Postman
/// sends U+FFFD instead. The length of the file does not change, so the position of a syntax error stays correct.
fn replace_lone_surrogates(text: &str) -> Option<String> {
    let (mut replaced, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        replaced.push_str(before);
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => 6,
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (escape, after) = escape.split_at(length);
        replaced.push_str(if length == 6 { "\\uFFFD" } else { escape });
        rest = after;
    }
    replaced.push_str(rest);
    Some(replaced).filter(|replaced| replaced != text)
}

/// Returns the escaped surrogate at the start of a string.
fn surrogate(string: &str) -> Option<u32> {
    let code = u32::from_str_radix(string.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    Some(code).filter(|code| (0xD800..=0xDFFF).contains(code))
}

/// An object with the key `collection`, as Postman's API and some tools write it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrapper {
    #[serde(deserialize_with = "part_or_default")]
    collection: Collection,
}

impl Part for Collection {}

/// The JSON type of a file and its top-level keys, which identify the format.
struct Outline {
    /// The JSON type, for messages.
    json: &'static str,
    keys: BTreeSet<String>,
    /// The value of the key `collection`.
    collection: Option<Box<Outline>>,
}

impl Outline {
    fn of(json: &'static str) -> Self {
        Self { json, keys: BTreeSet::new(), collection: None }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Returns the outline of the collection in a wrapper.
    fn wrapped(&self) -> Option<&Self> {
        self.collection.as_deref().filter(|inner| !self.has("item") && inner.json == "an object")
    }

    /// Refuses a file that is not a collection; `at` is the location of the outline in the file.
    fn check(&self, file: &str, at: &str) -> Result<(), Diagnostic> {
        if self.has("item") {
            return Ok(());
        }
        let other = OTHER_FORMATS.iter().find(|format| self.has(format.key));
        if let Some(OtherFormat { key, name, help }) = other {
            let at = if at.is_empty() { (*key).to_owned() } else { format!("{at}.{key}") };
            let problem = format!("this is {name}, not a Postman collection of format v2");
            return Err(refusal(Location::new(file, at), problem, help));
        }
        if self.has("info") {
            return Ok(());
        }
        let problem = match self.json {
            "an object" => "this is not a Postman collection: it has neither `info` nor `item`".to_owned(),
            json => format!("this is not a Postman collection: it is {json}, not an object"),
        };
        Err(refusal(Location::new(file, at), problem, EXPORT))
    }
}

impl Default for Outline {
    fn default() -> Self {
        Self::of("`null`")
    }
}

impl<'de> FromJson<'de> for Outline {
    fn boolean(_: bool) -> Self {
        Self::of("a boolean")
    }

    fn number(_: Number) -> Self {
        Self::of("a number")
    }

    fn string(_: &str) -> Self {
        Self::of("a string")
    }

    fn array<A: SeqAccess<'de>>(mut array: A) -> Result<Self, A::Error> {
        while array.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::of("an array"))
    }

    fn object<A: MapAccess<'de>>(mut object: A) -> Result<Self, A::Error> {
        let mut outline = Self::of("an object");
        while let Some(key) = object.next_key::<String>()? {
            if key == "collection" {
                let Lenient(inner) = object.next_value()?;
                outline.collection = Some(Box::new(inner));
            } else {
                object.next_value::<IgnoredAny>()?;
            }
            outline.keys.insert(key);
        }
        Ok(outline)
    }
}

/// Another format, and a key that identifies it.
struct OtherFormat {
    key: &'static str,
    name: &'static str,
    help: &'static str,
}

const EXPORT: &str = "export the collection from Postman as Collection v2.1";
const IMPORT: &str = "import it into Postman, then export the collection as Collection v2.1";

const OTHER_FORMATS: &[OtherFormat] = &[
    OtherFormat { key: "openapi", name: "an OpenAPI document", help: IMPORT },
    OtherFormat { key: "swagger", name: "a Swagger document", help: IMPORT },
    OtherFormat { key: "requests", name: "a Postman collection of format v1", help: IMPORT },
    OtherFormat {
        key: "collections",
        name: "a list of collections",
        help: "export one collection as Collection v2.1",
    },
    OtherFormat { key: "values", name: "a Postman environment", help: EXPORT },
    OtherFormat { key: "log", name: "an HTTP archive", help: IMPORT },
    OtherFormat { key: "resources", name: "an Insomnia export", help: IMPORT },
    OtherFormat { key: "items", name: "a file with `items` instead of `item`", help: EXPORT },
];

/// Reports a syntax error, or the format of the file where it is evident.
fn not_json(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let reason = reason(error);
    let start = text.trim_start();
    let (problem, help) = if start.is_empty() {
        ("the file is empty".to_owned(), EXPORT)
    } else if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        ("this is not JSON: it contains merge conflict markers".to_owned(), "resolve the merge conflict")
    } else if start.starts_with('<') {
        ("this is a web page or XML, not JSON".to_owned(), EXPORT)
    } else if v3::is_part(file) || start.starts_with("$kind:") {
        (
            "this is a file of a collection of format v3, which is a folder".to_owned(),
            "name the folder of the collection",
        )
    } else if start.starts_with("openapi:") || start.starts_with("swagger:") {
        ("this is an OpenAPI document in YAML, not a Postman collection".to_owned(), IMPORT)
    } else if reason.starts_with("recursion limit") {
        (
            "this JSON is nested more than 127 levels deep".to_owned(),
            "reduce the nesting of folders or of the example at this position",
        )
    } else {
        (
            format!("this is not JSON: {reason}"),
            "correct the file at this position, or export the collection from Postman again",
        )
    };
    refusal(Location::of_json_error(file, text, error), problem, help)
}

fn refusal(location: Location, problem: String, help: &str) -> Diagnostic {
    Diagnostic { severity: Severity::Error, problem, location, help: Some(help.to_owned()) }
}
