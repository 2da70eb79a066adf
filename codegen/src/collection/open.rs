//! Opens a file: is it JSON, is it a collection, and if not, what is it.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny, MapAccess, SeqAccess};
use serde_json::error::Category;
use serde_json::{Number, Value};

use super::Collection;
use super::part::{Maybe, Part, part_or_default};
use super::read::{Lenient, Read};
use crate::diagnostics::{Diagnostic, Place, Severity};

/// Reads the collection in a text, or says why there is none.
pub(super) fn open(file: &str, text: &str) -> Result<Collection, Diagnostic> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    open_json(file, text).or_else(|refusal| match mend_surrogates(text) {
        Some(mended) => open_json(file, &mended),
        None => Err(refusal),
    })
}

fn open_json(file: &str, text: &str) -> Result<Collection, Diagnostic> {
    // An object that has items is a collection, whatever else it has: most files are read once.
    if let Ok(Lenient(Maybe(Some(collection)))) = serde_json::from_str::<Lenient<Maybe<Collection>>>(text)
        && !collection.item.is_empty()
    {
        return Ok(collection);
    }
    let not_json = |error| not_json(file, text, &error);
    let Lenient(outline) = serde_json::from_str::<Lenient<Outline>>(text).map_err(not_json)?;
    if let Some(inner) = outline.wrapped() {
        inner.check(file, "collection")?;
        return read_text::<Wrapper>(text).map(|wrapper| wrapper.collection).map_err(not_json);
    }
    outline.check(file, "")?;
    read_text(text).map_err(not_json)
}

/// Reads a type from JSON in which an object may have a key twice. Derived types refuse that, while a JSON value takes
/// the last one as JavaScript does; so the slower way through the value is taken only where it is needed.
fn read_text<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    match serde_json::from_str(text) {
        Err(error) if error.classify() == Category::Data => {
            serde_json::from_value(serde_json::from_str::<Value>(text)?)
        }
        result => result,
    }
}

/// Replaces every `\uD800` to `\uDFFF` that is not one of a pair by `\uFFFD`, where there is any.
///
/// JavaScript writes such halves when it cuts a text within an emoji. Rust's strings cannot hold them, and Postman
/// sends U+FFFD in their place. The text keeps its length, so that the place of a later error stays right.
fn mend_surrogates(text: &str) -> Option<String> {
    let (mut mended, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => 6,
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (escape, after) = escape.split_at(length);
        mended.push_str(if length == 6 { "\\uFFFD" } else { escape });
        rest = after;
    }
    mended.push_str(rest);
    Some(mended).filter(|mended| mended != text)
}

/// The surrogate that a text starts with as an escape.
fn surrogate(text: &str) -> Option<u32> {
    let code = u32::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()?;
    Some(code).filter(|code| (0xD800..=0xDFFF).contains(code))
}

/// What Postman's API and some tools write: the collection under a key of that name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wrapper {
    #[serde(deserialize_with = "part_or_default")]
    collection: Collection,
}

impl Part for Collection {}

/// The top of a JSON text: enough to tell what it is.
struct Outline {
    /// What JSON calls it.
    json: &'static str,
    keys: BTreeSet<String>,
    /// What stands under `collection`.
    collection: Option<Box<Outline>>,
}

impl Outline {
    fn of(json: &'static str) -> Self {
        Self { json, keys: BTreeSet::new(), collection: None }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// The outline of the collection in a wrapper.
    fn wrapped(&self) -> Option<&Self> {
        self.collection.as_deref().filter(|inner| !self.has("item") && inner.json == "an object")
    }

    /// Refuses what is no collection.
    fn check(&self, file: &str, at: &str) -> Result<(), Diagnostic> {
        if self.has("item") {
            return Ok(());
        }
        let known = STRANGERS.iter().find(|stranger| self.has(stranger.key));
        if let Some(Stranger { key, is, help }) = known {
            let at = if at.is_empty() { (*key).to_owned() } else { format!("{at}.{key}") };
            return Err(refusal(
                file,
                at,
                format!("this is {is}, not a Postman collection of format v2"),
                help,
            ));
        }
        if self.has("info") {
            return Ok(());
        }
        let problem = match self.json {
            "an object" => "this is no Postman collection: it has neither `info` nor `item`".to_owned(),
            json => format!("this is no Postman collection: it is {json}, not an object"),
        };
        Err(refusal(file, at, problem, EXPORT))
    }
}

impl Default for Outline {
    fn default() -> Self {
        Self::of("`null`")
    }
}

impl<'de> Read<'de> for Outline {
    fn boolean(_: bool) -> Self {
        Self::of("a truth value")
    }

    fn number(_: Number) -> Self {
        Self::of("a number")
    }

    fn text(_: &str) -> Self {
        Self::of("a text")
    }

    fn list<A: SeqAccess<'de>>(mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::of("a list"))
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

/// Another format, and the key by which it is known.
struct Stranger {
    key: &'static str,
    is: &'static str,
    help: &'static str,
}

const EXPORT: &str = "export the collection from Postman as Collection v2.1";
const IMPORT: &str = "import it into Postman, then export the collection as Collection v2.1";

const STRANGERS: &[Stranger] = &[
    Stranger { key: "openapi", is: "an OpenAPI document", help: IMPORT },
    Stranger { key: "swagger", is: "a Swagger document", help: IMPORT },
    Stranger { key: "requests", is: "a Postman collection of format v1", help: IMPORT },
    Stranger {
        key: "collections",
        is: "a list of collections",
        help: "export one collection as Collection v2.1",
    },
    Stranger { key: "values", is: "a Postman environment", help: EXPORT },
    Stranger { key: "log", is: "an HTTP archive", help: IMPORT },
    Stranger { key: "resources", is: "an Insomnia export", help: IMPORT },
    Stranger { key: "items", is: "a file with `items` in place of `item`", help: EXPORT },
];

/// Tells where JSON ends to be JSON, and what the file is if that is easily seen.
fn not_json(file: &str, text: &str, error: &serde_json::Error) -> Diagnostic {
    let at = format!("line {}, column {}", error.line(), error.column());
    let message = error.to_string();
    let reason = message.rsplit_once(" at line ").map_or(message.as_str(), |(reason, _)| reason);
    let start = text.trim_start();
    let (problem, help) = if start.is_empty() {
        ("the file is empty".to_owned(), EXPORT)
    } else if text.lines().any(|line| line.starts_with("<<<<<<< ")) {
        ("this is not JSON: it holds the marks of a merge conflict".to_owned(), "resolve the conflict first")
    } else if start.starts_with('<') {
        ("this is a web page or XML, not JSON".to_owned(), EXPORT)
    } else if start.starts_with("openapi:") || start.starts_with("swagger:") {
        ("this is an OpenAPI document in YAML, not a Postman collection".to_owned(), IMPORT)
    } else if reason.starts_with("recursion limit") {
        (
            "this JSON is nested more than 127 levels deep".to_owned(),
            "flatten the folders or the example there",
        )
    } else {
        (format!("this is not JSON: {reason}"), "mend it there, or export the collection from Postman again")
    };
    refusal(file, at, problem, help)
}

fn refusal(file: &str, at: impl Into<String>, problem: String, help: &str) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        problem,
        place: Place::new(file, at),
        help: Some(help.to_owned()),
    }
}
