//! Reads the source of a script: not as a program, only for the calls that authenticate a request.

use std::ops::Range;

/// What a script does to authenticate requests.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Effects {
    /// Whether it computes a signature.
    pub(super) signs: bool,
    /// The headers with credentials that it sets.
    pub(super) headers: Vec<String>,
    /// All variables that it sets.
    pub(super) variables: Vec<String>,
}

/// The functions that compute a MAC or a signature, in lower case.
const SIGNING: &[&str] =
    &["hmac", "kjur.", "jsrsasign", "createsign(", "jwt.sign(", "subtle.sign(", "aws4.sign("];

/// The functions that compute a hash, in lower case.
const HASHING: &[&str] = &["cryptojs.md5(", "cryptojs.sha", "createhash(", "subtle.digest("];

/// What precedes the name of a variable that is set.
const SETTERS: &[&str] = &[
    "environment.set(",
    "collectionVariables.set(",
    "globals.set(",
    "variables.set(",
    "setEnvironmentVariable(",
    "setGlobalVariable(",
];

/// What precedes the name of a header that is set, or the object that has it as `key`.
const HEADER_SETTERS: &[&str] =
    &["headers.add(", "headers.upsert(", "headers.append(", "headers.insert(", "addHeader(", "upsertHeader("];

/// What changes a query or a body.
const OTHER_SETTERS: &[&str] =
    &["addQueryParams(", "query.add(", "query.upsert(", "request.update(", "request.body", "request.url"];

/// Reads a script.
pub(super) fn effects(source: &str) -> Effects {
    let code = without_comments(source);
    let variables = arguments(&code, SETTERS).filter_map(|call| literal(&code[call])).collect::<Vec<_>>();
    let headers = arguments(&code, HEADER_SETTERS).filter_map(|call| header(&code[call])).collect::<Vec<_>>();
    let lower = code.to_ascii_lowercase();
    let has = |list: &[&str]| list.iter().any(|call| lower.contains(call));
    let changes_others = OTHER_SETTERS.iter().any(|call| code.contains(call));
    let has_effect =
        changes_others || !variables.is_empty() || HEADER_SETTERS.iter().any(|call| code.contains(call));
    let names_signature = variables.iter().chain(&headers).any(|name| has_word(name, &["sign", "signature"]));
    Effects {
        signs: has_effect && (has(SIGNING) || has(HASHING) && names_signature),
        headers: headers.into_iter().filter(|name| is_credential(name)).map(str::to_owned).collect(),
        variables: variables.into_iter().map(str::to_owned).collect(),
    }
}

/// Whether the name of a header is that of a credential.
pub(super) fn is_credential(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "apikey",
        "auth",
        "authorization",
        "cookie",
        "credential",
        "credentials",
        "jwt",
        "secret",
        "sign",
        "signature",
        "token",
    ];
    let lower = name.to_ascii_lowercase().replace(['_', ' '], "-");
    has_word(name, WORDS) || lower.contains("api-key") || lower.contains("access-key")
}

/// Whether a name has one of these words: `X-Auth-Token`, `accessToken`.
fn has_word(name: &str, words: &[&str]) -> bool {
    let mut starts = vec![0];
    let mut last = ' ';
    for (index, c) in name.char_indices() {
        if !c.is_alphanumeric() || c.is_uppercase() && last.is_lowercase() {
            starts.push(index);
        }
        last = c;
    }
    starts.push(name.len());
    starts.windows(2).any(|pair| {
        let word = name[pair[0]..pair[1]].trim_matches(|c: char| !c.is_alphanumeric());
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    })
}

/// The most bytes of a call that are read.
const LONGEST_CALL: usize = 400;

/// Returns the text after each of these calls' opening parentheses.
fn arguments<'c>(code: &'c str, calls: &'c [&'c str]) -> impl Iterator<Item = Range<usize>> + 'c {
    calls.iter().flat_map(move |call| code.match_indices(call)).map(move |(index, call)| {
        let start = index + call.len();
        let mut end = code.len().min(start + LONGEST_CALL);
        while !code.is_char_boundary(end) {
            end -= 1;
        }
        start..end
    })
}

/// Returns the string literal at the start of a text.
fn literal(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (literal, _) = text[1..].split_once(quote)?;
    Some(literal).filter(|literal| !literal.is_empty() && !literal.contains(['\n', '$']))
}

/// Returns the name of a header in the arguments of a call: `{key: "X-Token", …}`, `"X-Token: …"`.
fn header(arguments: &str) -> Option<&str> {
    if let Some(text) = literal(arguments) {
        return Some(text.split(':').next().unwrap_or(text).trim());
    }
    let object = arguments.trim_start().strip_prefix('{')?;
    let object = &object[..object.find('}').unwrap_or(object.len())];
    object.match_indices("key").find_map(|(index, key)| {
        let after = object[index + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        literal(after.strip_prefix(':')?)
    })
}

/// Returns the source without its comments.
fn without_comments(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(index) = rest.find(['/', '"', '\'', '`']) {
        code.push_str(&rest[..index]);
        rest = &rest[index..];
        let (keeps, length) = match rest.as_bytes() {
            [b'/', b'/', ..] => (false, rest.find('\n').unwrap_or(rest.len())),
            [b'/', b'*', ..] => (false, rest.find("*/").map_or(rest.len(), |end| end + 2)),
            [b'/', ..] => (true, 1),
            _ => (true, string_length(rest)),
        };
        if keeps {
            code.push_str(&rest[..length]);
        }
        rest = &rest[length..];
    }
    code + rest
}

/// Returns the length of the string literal at the start of a text. Only a template literal has line breaks.
fn string_length(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, quote)) = chars.next() else { return 0 };
    let mut is_escaped = false;
    for (index, c) in chars {
        if !is_escaped && c == quote || c == '\n' && quote != '`' {
            return index + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    text.len()
}
