//! Decides which of the variables before the first literal of a path belong to the base URL.
//!
//! A variable that is the base URL, or its start, does. After a literal host, another one does if its value or its name
//! is that of a host, a path prefix or a version; otherwise it is an argument of the call. After a variable host, only
//! one that stands for an id is an argument. The overlay's `servers` decide otherwise.

use super::declared::declared;
use super::path::Token;
use crate::api::Decision;
use crate::lower::names::snake_case;
use crate::lower::request::literal_id::is_id;
use crate::lower::request::variables::{Variables, wire_name};
use crate::overlay::ServerEntry;

/// A variable before the first literal of a path, and why it is a setting of the client or an argument of the call.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct LeadingVariable {
    /// The name in the collection.
    pub(crate) name: String,
    /// What it is and why: a clause without a subject.
    pub(crate) reason: String,
    /// The URL of a server in the overlay that decides otherwise.
    pub(crate) server: String,
}

impl LeadingVariable {
    pub(crate) fn decision(&self) -> Decision {
        let Self { name, reason, server } = self;
        Decision {
            subject: name.clone(),
            reason: reason.clone(),
            overlay: format!("servers: [{{\"url\": {}}}]", serde_json::Value::from(server.as_str())),
        }
    }
}

/// The data that decide about the variables of a URL.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) variables: &'c Variables<'c>,
    /// The overlay's servers.
    pub(crate) servers: &'c [ServerEntry],
}

/// The variables before the first literal of a path about which a rule has decided.
#[derive(Debug, Default)]
pub(super) struct Leading {
    /// Those of the base URL.
    pub(super) settings: Vec<LeadingVariable>,
    /// Those that are arguments.
    pub(super) arguments: Vec<LeadingVariable>,
    /// The location of the overlay's server that has decided.
    pub(super) server: Option<String>,
}

/// Moves what belongs to the base URL from the path to it.
pub(super) fn take_base_url(
    tokens: &mut Vec<Token<'_>>,
    base_url: &mut String,
    has_literal_host: bool,
    context: Context<'_>,
) -> Leading {
    if let Some(found) = declared(base_url, tokens, context) {
        *base_url = found.base_url;
        tokens.drain(..found.tokens);
        return Leading { server: Some(found.server), ..Leading::default() };
    }
    let run = run(tokens);
    let mut leading = Leading::default();
    // The base URL before and after each variable.
    let mut urls = vec![base_url.clone()];
    for variable in &run {
        let last = urls.last().map(String::as_str).unwrap_or_default();
        urls.push(format!("{last}{}{{{{{}}}}}", variable.slash, variable.name));
    }
    let mut count = 0;
    for (index, variable) in run.iter().enumerate() {
        let found = |reason: String, url: &String| LeadingVariable {
            name: wire_name(variable.name),
            reason,
            server: template(url),
        };
        match place(variable.name, has_literal_host, context.variables) {
            Place::BaseUrl(reason) => {
                let reason = reason.map(|reason| format!("is a setting of the client, because {reason}"));
                leading.settings.extend(reason.map(|reason| found(reason, &urls[index])));
                count += 1;
            }
            Place::Argument(reason) => {
                let reason = format!("is an argument of the call, because {reason}");
                leading.arguments.push(found(reason, &urls[index + 1]));
                break;
            }
        }
    }
    base_url.clone_from(&urls[count]);
    let taken: usize = run[..count].iter().map(|variable| variable.length).sum();
    tokens.drain(..taken);
    leading
}

/// A variable at the start of a path.
struct Variable<'p> {
    /// The slash before it, if there is one.
    slash: &'static str,
    name: &'p str,
    /// The number of tokens.
    length: usize,
}

/// Returns the variables before the first literal.
fn run<'p>(tokens: &[Token<'p>]) -> Vec<Variable<'p>> {
    let mut run = Vec::new();
    let mut rest = tokens;
    loop {
        let variable = match *rest {
            [Token::Slash, Token::Variable(name), ..] => Variable { slash: "/", name, length: 2 },
            [Token::Variable(name), ..] => Variable { slash: "", name, length: 1 },
            _ => return run,
        };
        rest = &rest[variable.length..];
        run.push(variable);
    }
}

/// Returns a base URL in OpenAPI's notation.
fn template(url: &str) -> String {
    url.replace("{{", "{").replace("}}", "}")
}

/// What a variable at the start of a path is, and why: a clause after "because".
enum Place {
    /// A part of the base URL; without a reason, because there is only the base URL before it.
    BaseUrl(Option<String>),
    /// An argument.
    Argument(String),
}

/// The words in names of variables that are parts of base URLs; `path` is one only at the end.
const PARTS: &[&str] = &[
    "api",
    "base",
    "context",
    "dir",
    "directory",
    "domain",
    "endpoint",
    "env",
    "environment",
    "gateway",
    "host",
    "mount",
    "prefix",
    "region",
    "root",
    "server",
    "stage",
    "uri",
    "url",
    "ver",
    "version",
];

/// The last words in names of variables that are ids.
const IDS: &[&str] = &["guid", "id", "ids", "uid", "uuid"];

fn place(name: &str, has_literal_host: bool, variables: &Variables<'_>) -> Place {
    let value = variables.resolve(&format!("{{{{{name}}}}}")).unwrap_or_default();
    let name = snake_case(&wire_name(name));
    let words: Vec<&str> = name.split('_').collect();
    let kind = match value.as_str() {
        value if value.contains('/') => Some("a path prefix"),
        value if is_version(value) => Some("a version"),
        value if is_host(value) => Some("a host"),
        _ => None,
    };
    let last = words.last();
    if last.is_some_and(|word| IDS.contains(word)) && kind != Some("a path prefix") {
        return Place::Argument("its name is that of an id".to_owned());
    }
    match kind {
        _ if is_id(&value) => Place::Argument(format!("its value `{value}` looks like an id")),
        _ if !has_literal_host => Place::BaseUrl(None),
        Some(kind) => Place::BaseUrl(Some(format!("its value `{value}` looks like {kind}"))),
        None => match words.iter().find(|word| PARTS.contains(word)).or(last.filter(|word| **word == "path"))
        {
            Some(word) => {
                Place::BaseUrl(Some(format!("`{word}` in its name stands for a part of the base URL")))
            }
            None => Place::Argument(
                "it follows a literal host, and neither its name nor its value is that of a base URL"
                    .to_owned(),
            ),
        },
    }
}

/// Whether a value is a version such as `v1`, `2.0`, `v3beta1` or `2024-05-01`.
fn is_version(value: &str) -> bool {
    let number = value.strip_prefix(['v', 'V']).unwrap_or(value);
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
    let (number, rest) = number.split_at(end);
    let begins = number.starts_with(|c: char| c.is_ascii_digit()) && !number.ends_with('.');
    let suffix = rest.trim_start_matches('-').trim_end_matches(|c: char| c.is_ascii_digit());
    match rest {
        "" => begins && (number.len() < value.len() || number.contains('.')),
        _ if matches!(suffix, "alpha" | "beta" | "preview" | "rc") => begins,
        _ => is_date(value),
    }
}

/// Whether a value is a date such as `2024-05-01` or `2024-05`.
fn is_date(value: &str) -> bool {
    let parts: Vec<&str> = value.split('-').collect();
    let lengths = parts.iter().map(|part| part.len());
    let has_lengths = lengths.clone().eq([4, 2, 2]) || lengths.eq([4, 2]);
    has_lengths && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a value is a host such as `localhost`, `10.0.0.1:8080` or `api.example.com`.
fn is_host(value: &str) -> bool {
    let (host, port) = value.split_once(':').unwrap_or((value, ""));
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let has_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    labels.iter().all(is_label)
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && (has_port || labels.len() > 2 || host == "localhost")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::collection::Collection;

    /// Returns the place of a variable with this name and value after a literal or a variable host.
    fn placed(name: &str, value: &str, has_literal_host: bool) -> &'static str {
        let collection = json!({ "info": {}, "item": [], "variable": [{ "key": name, "value": value }] });
        let collection = Collection::parse("c.json", &collection.to_string()).unwrap();
        match place(name, has_literal_host, &Variables::new(&collection)) {
            Place::BaseUrl(_) => "base",
            Place::Argument(_) => "argument",
        }
    }

    #[test]
    fn values_decide_before_names() {
        for name in ["x", "tenant", "Media"] {
            for value in [
                "v1",
                "V2",
                "v19.0",
                "2.0",
                "v1beta2",
                "v2-preview",
                "1.0-rc1",
                "2024-05-01",
                "2024-05",
                "wp-json/wp",
                "/api",
                "https://h",
                "localhost",
                "localhost:3000",
                "10.0.0.1",
                "api.example.com",
            ] {
                assert_eq!(placed(name, value, true), "base", "{name} {value}");
            }
            for value in
                ["", "contoso", "S7", "7", "john.doe", "12345", "2f1d3c6e-0a4b-4f57-9d0e-6b1a2c3d4e5f"]
            {
                assert_eq!(placed(name, value, true), "argument", "{name} {value}");
            }
        }
    }

    #[test]
    fn names_decide_where_values_do_not() {
        for value in ["", "word"] {
            for name in [
                "version",
                "apiVersion",
                "API_VERSION",
                "Version",
                "basePath",
                "base_path",
                "api-prefix",
                "env",
                "stage",
                "aws.region",
                "server_directory",
                "host",
                "rootUrl",
            ] {
                assert_eq!(placed(name, value, true), "base", "{name} {value}");
            }
            for name in [
                "Media-ID",
                "pathVar",
                "Phone-Number-ID",
                "userId",
                "user_id",
                "uuid",
                "tenant",
                "account",
                "org",
                "version_id",
                "hosts",
                "username",
                "number",
                "x",
            ] {
                assert_eq!(placed(name, value, true), "argument", "{name} {value}");
            }
        }
    }

    #[test]
    fn after_a_variable_host_only_ids_are_arguments() {
        for (name, value) in
            [("x", ""), ("basePath", ""), ("tenant", "contoso"), ("version", "7"), ("dir", "a/b")]
        {
            assert_eq!(placed(name, value, false), "base", "{name} {value}");
        }
        for (name, value) in [("userId", ""), ("Media-ID", "7"), ("tenant", "123456")] {
            assert_eq!(placed(name, value, false), "argument", "{name} {value}");
        }
    }
}
