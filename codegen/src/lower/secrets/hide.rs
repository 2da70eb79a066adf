//! Replaces the secrets of a collection by references to them.

use std::fmt;
use std::ops::Range;

use serde_json::Value;

use super::key_names::{Key, KeyName, KnownKeys};
use super::literals::{self, Literal};
use super::reference::{Part, Source};
use crate::CollectionSource;
use crate::collection::{
    Auth, AuthParams, Body, Collection, FormParam, Item, QueryParam, Request, Url, UrlParts, Variable,
};
use crate::lower::request::variables::value_string;
use crate::pieces::has_variable;

/// A secret of the collection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Secret {
    pub(crate) kind: Kind,
    pub(crate) holder: Holder,
}

/// A kind of secrets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A path parameter of this name.
    Path(String),
    /// A field of this name in a body.
    Body(String),
    /// The parameters of an auth of this type.
    Auth(String),
    /// The password in a URL.
    Url,
    /// The variables of the collection.
    Variable,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "the header `{name}`"),
            Self::Query(name) => write!(f, "the query parameter `{name}`"),
            Self::Path(name) => write!(f, "the path parameter `{name}`"),
            Self::Body(name) => write!(f, "the field `{name}` of a body"),
            Self::Auth(kind) => write!(f, "an auth of the type `{kind}`"),
            Self::Url => f.write_str("a URL with a password"),
            Self::Variable => f.write_str("a variable"),
        }
    }
}

/// The part of the collection that has a secret, by the indexes that the tree of folders and requests will give it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Holder {
    /// A variable of the collection.
    Variable(String),
    /// A folder; the collection is folder 0.
    Folder(usize),
    /// A request.
    Request(usize),
}

/// Replaces the secrets of a collection by references, and returns those that do not only stand for one.
pub(crate) fn hide(source: &CollectionSource<'_>, collection: &mut Collection) -> Vec<Secret> {
    let mut hiding = Hiding {
        source: Source::new(*source),
        secrets: Vec::new(),
        holder: Holder::Folder(0),
        item: Vec::new(),
        file: collection.file.clone(),
        folders: 1,
        requests: 0,
        keys: KnownKeys::default(),
    };
    if let Some(auth) = &mut collection.auth {
        hiding.auth("auth", auth);
    }
    collection.variable.iter_mut().for_each(|variable| hiding.variable(variable));
    hiding.items(&mut collection.item);
    hiding.secrets
}

/// The state of the replacement.
struct Hiding<'t> {
    source: Source<'t>,
    secrets: Vec<Secret>,
    /// The current part of the collection.
    holder: Holder,
    /// The indexes of the current item, from the outermost folder.
    item: Vec<usize>,
    /// The file of the current part, if the collection is a folder.
    file: Option<String>,
    folders: usize,
    requests: usize,
    keys: KnownKeys,
}

impl Hiding<'_> {
    fn items(&mut self, items: &mut [Item]) {
        for (index, item) in items.iter_mut().enumerate() {
            self.item.push(index);
            self.file = item.origin.as_ref().map(|origin| origin.file.clone());
            match &mut item.item {
                Some(items) => {
                    self.holder = Holder::Folder(self.folders);
                    self.folders += 1;
                    if let Some(auth) = &mut item.auth {
                        self.auth("auth", auth);
                    }
                    self.items(items);
                }
                None => {
                    self.holder = Holder::Request(self.requests);
                    self.requests += 1;
                    if let Some(request) = &mut item.request {
                        self.request(request);
                    }
                }
            }
            self.item.pop();
        }
    }

    fn request(&mut self, request: &mut Request) {
        if let Some(auth) = &mut request.auth {
            self.auth("request/auth", auth);
        }
        for header in &mut request.header {
            let Some(name) = &header.key else { continue };
            let key = self.keys.key(name);
            let secrets = |value: &str| literals::of_header(key, value);
            self.value("request/header", Kind::Header(name.clone()), &mut header.value, &secrets);
        }
        match &mut request.url {
            Some(Url::String(url)) => self.url(url),
            Some(Url::Parts(parts)) => self.parts(parts),
            Some(Url::WithRows(url)) => {
                self.url(&mut url.text);
                self.parameters(&mut url.query, &mut url.variable);
            }
            None => {}
        }
        if let Some(body) = &mut request.body {
            self.body(body);
        }
    }

    fn variable(&mut self, variable: &mut Variable) {
        let Some(name) = variable.key.clone() else { return };
        let value = variable.value.as_ref().and_then(value_string).unwrap_or_default();
        let is_marked =
            variable.kind.as_deref() == Some("secret") && !value.trim().is_empty() && !has_variable(&value);
        if is_marked || !literals::of_parameter(Key::new(&name), &value).is_empty() {
            variable.value = Some(self.source.to_variable(&name, self.file.as_deref()).into());
            self.secrets.push(Secret { kind: Kind::Variable, holder: Holder::Variable(name) });
        }
    }

    /// Hides the secrets of the auth that is selected; those of other types are not read.
    fn auth(&mut self, scope: &str, auth: &mut Auth) {
        let Some(kind) = auth.kind.clone() else { return };
        // A request of a collection that is a folder may select an auth in another file.
        let file = auth.file.clone().or_else(|| self.file.clone());
        let own = std::mem::replace(&mut self.file, file);
        // Of a key in the query that is not a string, Postman sends only the name.
        let is_sent = kind != "apikey" || !is_in_query(auth);
        for (_, params) in auth.params.iter_mut().filter(|(name, _)| *name == kind) {
            let found = Kind::Auth(kind.clone());
            match params {
                AuthParams::List(list) => {
                    for param in list {
                        let Some(name) = &param.key else { continue };
                        if !is_sent && param.value.as_ref().is_some_and(|value| !value.is_string()) {
                            continue;
                        }
                        let key = self.keys.key(name);
                        self.value(scope, found.clone(), &mut param.value, &|value| {
                            of_auth(&kind, key, value)
                        });
                    }
                }
                AuthParams::Object(map) => {
                    let malformed = map.get("key").and_then(Value::as_str).map(str::to_owned);
                    for (name, value) in map.iter_mut() {
                        let name = match &malformed {
                            Some(key) if name == "value" && kind != "apikey" => key,
                            _ => name,
                        };
                        if !is_sent && !value.is_string() {
                            continue;
                        }
                        let mut new = Some(std::mem::take(value));
                        let key = self.keys.key(name);
                        self.value(scope, found.clone(), &mut new, &|value| of_auth(&kind, key, value));
                        *value = new.unwrap_or_default();
                    }
                }
            }
        }
        self.file = own;
    }

    fn parts(&mut self, parts: &mut UrlParts) {
        // Postman sends the parts, if there are any.
        if let Some(raw) = parts.raw.as_mut().filter(|_| parts.host.is_empty() && parts.path.is_empty()) {
            self.url(raw);
        }
        if let Some(password) = parts.auth.as_mut().and_then(|auth| auth.password.as_mut()) {
            self.string("request/url", Kind::Url, password, false, &|value| {
                literals::of_value(Key::NONE, value, true)
            });
        }
        self.parameters(&mut parts.query, &mut parts.variable);
    }

    /// Hides the secrets of a URL's query and path variables.
    fn parameters(&mut self, query: &mut [QueryParam], variables: &mut [Variable]) {
        for QueryParam { key, value, .. } in query {
            let (Some(name), Some(Value::String(value))) = (key, value) else { continue };
            let key = self.keys.key(name);
            let secrets = |value: &str| literals::of_query(key, value);
            self.string("request/url", Kind::Query(name.clone()), value, true, &secrets);
        }
        for variable in variables {
            let Some(name) = variable.name().map(str::to_owned) else { continue };
            let key = self.keys.key(&name);
            let secrets = |value: &str| literals::of_value(key, value, false);
            self.value("request/url", Kind::Path(name.clone()), &mut variable.value, &secrets);
        }
    }

    /// Hides the secrets of a URL: the password before the host, and the values of the query.
    fn url(&mut self, url: &mut String) {
        let (before, query) = match url.split_once('?') {
            Some((before, query)) => (before.to_owned(), Some(query.to_owned())),
            None => (url.clone(), None),
        };
        let mut hidden = before;
        if let Some(range) = password(&hidden) {
            let mut password = hidden[range.clone()].to_owned();
            self.string("request/url", Kind::Url, &mut password, true, &|value| {
                literals::of_value(Key::NONE, value, true)
            });
            hidden.replace_range(range, &password);
        }
        if let Some(query) = query {
            hidden.push('?');
            let (query, fragment) = match query.split_once('#') {
                Some((query, fragment)) => (query, Some(fragment)),
                None => (query.as_str(), None),
            };
            for (index, entry) in query.split('&').enumerate() {
                hidden.push_str(if index > 0 { "&" } else { "" });
                let Some((name, value)) = entry.split_once('=') else {
                    hidden.push_str(entry);
                    continue;
                };
                let mut value = value.to_owned();
                let key = self.keys.key(name);
                let secrets = |value: &str| literals::of_query(key, value);
                self.string("request/url", Kind::Query(name.to_owned()), &mut value, true, &secrets);
                hidden.extend([name, "=", &value]);
            }
            if let Some(fragment) = fragment {
                hidden.extend(["#", fragment]);
            }
        }
        *url = hidden;
    }

    fn body(&mut self, body: &mut Body) {
        match body.mode.as_deref() {
            Some("urlencoded") => self.form("request/body/urlencoded", &mut body.urlencoded),
            Some("formdata") => self.form("request/body/formdata", &mut body.formdata),
            Some("raw") => {
                if let Some(Value::String(raw)) = &mut body.raw {
                    for (name, range) in fields(raw).into_iter().rev() {
                        let key = self.keys.key(&raw[name]);
                        // Nearly no string is a secret.
                        if literals::of_value(key, &raw[range.clone()], false).is_empty() {
                            continue;
                        }
                        let name = key.name.to_owned();
                        let mut value = raw[range.clone()].to_owned();
                        let secrets =
                            |value: &str| literals::of_value(Key { name: &name, ..key }, value, false);
                        let kind = Kind::Body(name.clone());
                        self.string("request/body/raw", kind, &mut value, false, &secrets);
                        raw.replace_range(range, &value);
                    }
                }
            }
            _ => {}
        }
    }

    fn form(&mut self, scope: &str, params: &mut [FormParam]) {
        for FormParam { key, value, .. } in params {
            let Some(name) = key else { continue };
            let key = self.keys.key(name);
            let secrets = |value: &str| literals::of_value(key, value, false);
            self.value(scope, Kind::Body(name.clone()), value, &secrets);
        }
    }

    /// Hides the secrets in a string or a number.
    fn value(
        &mut self,
        scope: &str,
        kind: Kind,
        value: &mut Option<Value>,
        secrets: &dyn Fn(&str) -> Vec<Literal>,
    ) {
        let mut string = match value {
            Some(Value::String(string)) => std::mem::take(string),
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::Array(list)) => {
                for element in list {
                    let mut new = Some(std::mem::take(element));
                    self.value(scope, kind.clone(), &mut new, secrets);
                    *element = new.unwrap_or_default();
                }
                return;
            }
            _ => return,
        };
        if self.string(scope, kind, &mut string, false, secrets)
            || value.as_ref().is_some_and(Value::is_string)
        {
            *value = Some(string.into());
        }
    }

    /// Hides the secrets in a string. Returns whether there are any.
    fn string(
        &mut self,
        scope: &str,
        kind: Kind,
        string: &mut String,
        is_encoded: bool,
        secrets: &dyn Fn(&str) -> Vec<Literal>,
    ) -> bool {
        let secrets = secrets(string);
        let part = Part { item: &self.item, file: self.file.as_deref() };
        for Literal { range, .. } in secrets.iter().rev() {
            let literal = &string[range.clone()];
            let reference = match is_encoded {
                true => self.source.encoded(part, scope, literal),
                false => self.source.reference(part, scope, literal),
            };
            string.replace_range(range.clone(), &reference);
        }
        if secrets.iter().any(|secret| !secret.is_placeholder) {
            self.secrets.push(Secret { kind, holder: self.holder.clone() });
        }
        !secrets.is_empty()
    }
}

/// Whether the value of a variable is a secret, or a URL with one.
pub(crate) fn is_secret_value(key: Key<'_>, value: &str) -> bool {
    if !literals::of_parameter(key, value).is_empty() {
        return true;
    }
    // Most values are no URL, and `contains` says so much faster.
    if !value.contains("://") {
        return false;
    }
    let rest = value.split_once("://").map_or("", |(_, rest)| rest);
    let is_secret = |(name, value): (&str, &str)| !literals::of_query(Key::new(name), value).is_empty();
    let mut entries = rest.split_once('?').into_iter().flat_map(|(_, query)| query.split('&'));
    password(value).is_some() || entries.any(|entry| entry.split_once('=').is_some_and(is_secret))
}

/// Returns the secrets in a parameter of an auth.
fn of_auth(kind: &str, key: Key<'_>, value: &str) -> Vec<Literal> {
    let is_key = match kind {
        "apikey" => key.name == "value",
        "bearer" => key.name == "token",
        _ => key.kind != KeyName::Other,
    };
    if is_key { literals::of_value(key, value, true) } else { Vec::new() }
}

/// Whether an API key is sent in the query.
fn is_in_query(auth: &Auth) -> bool {
    match auth.params_of("apikey") {
        Some(AuthParams::List(list)) => list.iter().any(|param| {
            param.key.as_deref() == Some("in")
                && param.value.as_ref().and_then(Value::as_str) == Some("query")
        }),
        Some(AuthParams::Object(map)) => map.get("in").and_then(Value::as_str) == Some("query"),
        None => false,
    }
}

/// Returns the position of the password in the part of a URL before the query.
fn password(url: &str) -> Option<Range<usize>> {
    let start = url.find("://")? + "://".len();
    let end = url[start..].find('/').map_or(url.len(), |length| start + length);
    let at = start + url[start..end].rfind('@')?;
    let colon = start + url[start..at].find(':')?;
    Some(colon + 1..at)
}

/// Returns the positions of the strings in JSON that are values of fields, after those of the names. The JSON may contain
/// variables.
fn fields(json: &str) -> Vec<(Range<usize>, Range<usize>)> {
    let mut fields = Vec::new();
    let mut name: Option<Range<usize>> = None;
    let mut at = 0;
    while let Some(start) = json[at..].find('"').map(|length| at + length + 1) {
        let mut end = start;
        let mut bytes = json.as_bytes()[start..].iter();
        while let Some(byte) = bytes.next() {
            match byte {
                b'"' => break,
                b'\\' => {
                    bytes.next();
                    end += 2;
                }
                _ => end += 1,
            }
        }
        if json.get(start..end).is_none() {
            break;
        }
        let between = json[at..start - 1].trim();
        match name.take() {
            Some(name) if between == ":" => fields.push((name, start..end)),
            _ => {}
        }
        name = Some(start..end);
        at = (end + 1).min(json.len());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_fields_are_found_in_json() {
        let json = r#"{"a": "b\"c", "d" : {{e}}, "f":["g", {"h":"i"}], "j": "", "k"#;
        let found: Vec<_> = fields(json)
            .into_iter()
            .map(|(name, range)| format!("{}={}", &json[name], &json[range]))
            .collect();
        assert_eq!(found, [r#"a=b\"c"#, "h=i", "j="]);
    }

    #[test]
    fn the_password_of_a_url_is_found() {
        let found = |url: &'static str| password(url).map(|range| &url[range]);
        assert_eq!(found("https://me:p@w@h:1/a@b:c"), Some("p@w"));
        assert_eq!(found("https://me@h/a"), None);
        assert_eq!(found("https://h:1/a:b@c"), None);
    }
}
