//! A recording of the requests that Postman's own runtime sends for a collection: the reference.
//!
//! It is made with newman or Postman's command line, and two of its files are read. Each line of `requests.jsonl` is a request:
//!
//! | field | |
//! |---|---|
//! | `index` | the item's index in the collection: depth first, requests only, from 0 |
//! | `folder`, `name` | the names of the folder and the request |
//! | `method`, `path`, `query` | of the request that was sent; `query` is null without a `?` |
//! | `headers` | `[name, value]` in their order; of newman's own defaults only those that the collection sets itself |
//! | `body` | null, or `kind` (`json`, `urlencoded`, `text`, `binary`, `multipart`) and `text`, `b64` or `parts`: each with `name`, `filename`, `headers` and `text` or `b64` |
//! | `framing` | `none`, `chunked` or `content-length:N` |
//! | `auth` | the type of the credentials, if there are any |
//! | `error` | instead of the request: why the reference did not send it; `skipped: …` if it sends none of this kind |
//!
//! `inputs.json` has the values of the variables, as objects by name: `environment` and `pinned` (dynamic variables,
//! set in the environment), `collection_variables`, `globals` and `filled` (variables without a value, set in the
//! globals). The folder `files`, if it exists, has the files that bodies refer to.
//!
//! A third file is written by hand. `known.json` has the differences that are not fixed yet, each with a reason, by the
//! item's index and the cause in the report: `{"71": {"other: query": "a parameter without a name is not sent"}}`. A
//! difference that does not occur any more must be removed from it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::message::Message;

/// A recording.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recording {
    /// The lines, by the item's index; several if there was a challenge.
    pub(crate) lines: BTreeMap<usize, Vec<Line>>,
    /// The values for the replay.
    pub(crate) values: Map<String, Value>,
    /// The folder with the files that bodies refer to.
    pub(crate) files: Option<PathBuf>,
    /// The differences that are known.
    pub(crate) known: Known,
}

/// Causes as in the report, each with a reason, by the item's index.
pub(crate) type Known = BTreeMap<usize, BTreeMap<String, String>>;

/// A line of the recording.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Line {
    pub(crate) index: usize,
    #[serde(default)]
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) auth: Option<String>,
    #[serde(default)]
    pub(crate) error: Option<String>,
    #[serde(flatten)]
    pub(crate) message: Message,
}

impl Line {
    /// Returns the names of the folder and the request, on one line.
    pub(crate) fn title(&self) -> String {
        let folder = if self.folder.is_empty() { String::new() } else { format!("{} / ", self.folder) };
        format!("{folder}{}", self.name).replace(['\r', '\n'], " ")
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Inputs {
    environment: Map<String, Value>,
    pinned: Map<String, Value>,
    collection_variables: Map<String, Value>,
    globals: Map<String, Value>,
    filled: Map<String, Value>,
}

impl Inputs {
    /// Returns the values for the replay, which has those of the collection itself. They take precedence over globals,
    /// and the environment takes precedence over both.
    fn values(self) -> Map<String, Value> {
        let own = self.collection_variables;
        let globals = self.filled.into_iter().chain(self.globals).filter(|(name, _)| !own.contains_key(name));
        globals.chain(self.pinned).chain(self.environment).collect()
    }
}

impl Recording {
    /// Reads a recording. Returns `None` if this folder has none. An error has the problem and its location.
    pub(crate) fn read(folder: &Path) -> Result<Option<Self>, String> {
        let [requests, inputs, known] =
            ["requests.jsonl", "inputs.json", "known.json"].map(|name| folder.join(name));
        if !requests.exists() && !inputs.exists() {
            return Ok(None);
        }
        let read = |path: &Path| {
            fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
        };
        let lines =
            lines(&read(&requests)?).map_err(|problem| format!("{}: {problem}", requests.display()))?;
        let values = parsed::<Inputs>(&inputs, &read(&inputs)?)?.values();
        let files = Some(folder.join("files")).filter(|files| files.is_dir());
        let known = if known.exists() { parsed(&known, &read(&known)?)? } else { Known::new() };
        Ok(Some(Self { lines, values, files, known }))
    }
}

fn parsed<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| format!("{}: {error}", path.display()))
}

fn lines(text: &str) -> Result<BTreeMap<usize, Vec<Line>>, String> {
    let mut lines: BTreeMap<usize, Vec<Line>> = BTreeMap::new();
    for (number, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
        let line: Line =
            serde_json::from_str(text).map_err(|error| format!("line {}: {error}", number + 1))?;
        lines.entry(line.index).or_default().push(line);
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_take_precedence_as_in_postman() {
        let inputs = r#"{
            "environment": {"a": "environment", "$guid": "own"},
            "pinned": {"$guid": "pinned", "$timestamp": "1"},
            "collection_variables": {"a": "collection", "b": "collection"},
            "globals": {"a": "global", "b": "global", "c": "global"},
            "filled": {"d": "filled", "b": "filled"},
            "items": []
        }"#;
        let inputs: Inputs = serde_json::from_str(inputs).expect("inputs");
        let expected = serde_json::json!({"d": "filled", "c": "global", "$guid": "own", "$timestamp": "1", "a": "environment"});
        assert_eq!(Value::Object(inputs.values()), expected);
    }

    #[test]
    fn lines_are_requests_or_errors() {
        let text = r#"
            {"index": 0, "folder": "F", "name": "a\nb", "method": "GET", "url_scheme": "https", "host": "h", "path": "/p", "query": null, "headers": [["A", "1"]], "body": {"kind": "text", "text": "x"}, "framing": "content-length:1", "auth": "hawk"}
            {"index": 1, "name": "b", "error": "no"}
            {"index": 1, "name": "b", "method": "PUT", "attempt": 1}"#;
        let lines = lines(text).expect("lines");
        assert_eq!(lines[&0][0].title(), "F / a b");
        assert_eq!(lines[&0][0].message.headers, [("A".to_owned(), "1".to_owned())]);
        assert_eq!(lines[&0][0].auth.as_deref(), Some("hawk"));
        assert_eq!(lines[&1].len(), 2);
        assert_eq!(lines[&1][0].error.as_deref(), Some("no"));
    }

    #[test]
    fn an_error_has_the_line_number() {
        let error = lines("{\"index\": 0}\n\n{\"name\": 1}").expect_err("a mistake");
        assert!(error.starts_with("line 3: "), "{error}");
    }
}
