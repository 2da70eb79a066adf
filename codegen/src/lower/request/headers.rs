//! The headers of a request: those that are always sent, and those that callers may set.

use std::borrow::Cow;

use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use super::parameters::RawParameter;
use super::url::Refusal;
use super::variables::{Variables, value_string};
use crate::api::CollectionValue;
use crate::collection::Header;
use crate::lower::tree;
use crate::lower::types::placeholder::is_placeholder;
use crate::pieces::has_variable;

/// The headers of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers {
    /// The names and values of the headers that Postman sends without variables and placeholders.
    pub(crate) constant: Vec<(String, String)>,
    /// The other headers, each name once. Callers may set them.
    pub(crate) optional: Vec<RawParameter>,
    /// The kinds of the skipped headers.
    pub(crate) skipped: Vec<&'static str>,
}

/// The headers that the HTTP stack sets from the URL and the body.
const SET_BY_TRANSPORT: &[&str] = &["content-length", "host", "transfer-encoding"];

/// Reads the headers. A header with which Postman cannot send the request is refused.
pub(crate) fn headers(list: &[Header], variables: &Variables<'_>) -> Result<Headers, Refusal> {
    let mut headers = Headers::default();
    let mut lines = Vec::new();
    for header in list {
        let Some(name) = name(header, variables, &mut headers)? else { continue };
        if SET_BY_TRANSPORT.contains(&name.to_ascii_lowercase().as_str()) {
            headers.skipped.push("header that the HTTP stack sets");
            continue;
        }
        lines.push((name, value(header)?, header));
    }
    let spellings =
        spellings(lines.iter().filter(|(_, _, header)| !header.disabled).map(|(name, ..)| &**name));
    let mut indexes: HashMap<String, usize> = HashMap::new();
    for (name, value, header) in lines {
        let folded = name.to_ascii_lowercase();
        let is_sent_spelling = spellings.get(&folded).is_none_or(|spelling| *spelling == name);
        if !header.disabled && !is_sent_spelling {
            headers.skipped.push("header that another spelling of its name replaces");
            continue;
        }
        if !header.disabled && !has_variable(&value) && !is_placeholder(&value) {
            add_constant(&mut headers.constant, name.into_owned(), value.into_owned());
            continue;
        }
        let index = *indexes.entry(folded).or_insert_with(|| {
            headers.optional.push(RawParameter::new(name.clone().into_owned()));
            headers.optional.len() - 1
        });
        let value = CollectionValue { value: Some(value.into_owned()), enabled: !header.disabled };
        headers.optional[index].add(value, || tree::docs(header.description.as_ref()));
        headers.optional[index].declared = headers.optional[index].declared.or(header.declared);
    }
    let Headers { constant, optional, skipped } = &mut headers;
    let constant: HashSet<String> = constant.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    optional.retain(|header| {
        let is_constant = constant.contains(&header.name.to_ascii_lowercase());
        // Postman sends both lines when both are enabled.
        let is_disabled = is_constant && header.sent().next().is_none();
        if is_disabled {
            skipped.push("disabled header next to an enabled one");
        }
        !is_disabled
    });
    Ok(headers)
}

/// Adds a header that is always sent. Cookies share one line (RFC 6265, section 5.4).
fn add_constant(constant: &mut Vec<(String, String)>, name: String, value: String) {
    let is_cookie = name.eq_ignore_ascii_case("cookie");
    let cookies = if is_cookie { constant.iter_mut().find(|(other, _)| *other == name) } else { None };
    match cookies {
        Some((_, cookies)) => cookies.extend(["; ", value.as_str()]),
        None => constant.push((name, value)),
    }
}

/// Returns the name of a header; `None` if Postman skips the header.
fn name<'h>(
    header: &'h Header,
    variables: &Variables<'_>,
    headers: &mut Headers,
) -> Result<Option<Cow<'h, str>>, Refusal> {
    let name = variables.substitute(header.key.as_deref().unwrap_or_default());
    if is_token(&name) {
        return Ok(Some(name));
    }
    if header.disabled || name.is_empty() {
        if !(name.is_empty() && header.value.as_ref().is_none_or(|value| value.as_str() == Some(""))) {
            headers.skipped.push("header without a valid name");
        }
        return Ok(None);
    }
    let problem = format!("the header name {name:?} is not valid");
    Err(Refusal::new(
        problem,
        "correct or disable the header in Postman, which cannot send the request either",
    ))
}

/// Whether a string is a token (RFC 9110, section 5.6.2), as methods and header names are.
pub(crate) fn is_token(string: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !string.is_empty() && string.bytes().all(is_token)
}

fn value(header: &Header) -> Result<Cow<'_, str>, Refusal> {
    let value = match &header.value {
        None => Cow::Borrowed(""),
        Some(Value::Null) => Cow::Borrowed("null"),
        Some(value) => value_string(value).unwrap_or_default(),
    };
    let value = match value {
        Cow::Borrowed(value) => Cow::Borrowed(value.trim()),
        Cow::Owned(value) => Cow::Owned(value.trim().to_owned()),
    };
    if !header.disabled && value.chars().any(|c| c > '\u{ff}' || (c.is_control() && c != '\t')) {
        let problem =
            format!("the value of the header `{}` is not valid", header.key.as_deref().unwrap_or_default());
        let help = "correct or disable the header in Postman, which cannot send the request either";
        return Err(Refusal::new(problem, help));
    }
    Ok(value)
}

/// Returns the spelling of each name that Postman sends: the one whose first occurrence is last.
fn spellings<'n>(names: impl Iterator<Item = &'n str>) -> HashMap<String, String> {
    let mut seen: HashMap<String, Vec<&str>> = HashMap::new();
    for name in names {
        let spellings = seen.entry(name.to_ascii_lowercase()).or_default();
        if !spellings.contains(&name) {
            spellings.push(name);
        }
    }
    let last = |(folded, spellings): (String, Vec<&str>)| Some((folded, (*spellings.last()?).to_owned()));
    seen.into_iter().filter_map(last).collect()
}
