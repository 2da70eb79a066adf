//! Literals that are secrets: where they begin and end in the value of a header, of a parameter or of a variable.

use std::ops::Range;

use super::key_names::{Key, KeyName};
use crate::pieces::{Piece, has_variable, pieces};

/// A secret in a string.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Literal {
    /// The part of the string.
    pub(crate) range: Range<usize>,
    /// Whether the literal only stands for a secret, as `your-api-key` does.
    pub(crate) is_placeholder: bool,
}

/// Returns the secrets in the value of a header.
pub(crate) fn of_header(key: Key<'_>, value: &str) -> Vec<Literal> {
    let start = value.len() - value.trim_start().len();
    let trimmed = value.trim();
    let name = key.name;
    let is_authorization = is_authorization(name);
    let token = scheme(trimmed).filter(|(word, rest)| is_authorization || is_token_of(word, rest));
    match token {
        _ if trimmed.is_empty() => Vec::new(),
        _ if has_variable(value) => random_pieces(value),
        Some((_, rest)) => {
            let end = start + trimmed.len();
            vec![literal(name, value, end - rest.len()..end)]
        }
        // A scheme without a token.
        None if is_authorization && SCHEMES.iter().any(|scheme| scheme.eq_ignore_ascii_case(trimmed)) => {
            Vec::new()
        }
        None => of_value(key, value, is_authorization || is_key_of_header(key)),
    }
}

/// Returns whether a header of this name has the credentials of the caller.
pub(crate) fn is_key_of_header(key: Key<'_>) -> bool {
    match key.kind {
        KeyName::Credential => true,
        KeyName::Ambiguous => is_token_header(key.name),
        KeyName::Other => false,
    }
}

/// A header that is called `Token` or `X-Token` is a credential; a query parameter may be a token of another kind.
fn is_token_header(name: &str) -> bool {
    ["token", "x-token"].iter().any(|token| name.eq_ignore_ascii_case(token))
}

/// Returns the secrets in the value of a query parameter.
pub(crate) fn of_query(key: Key<'_>, value: &str) -> Vec<Literal> {
    of_value(key, value, key.kind == KeyName::Credential)
}

/// Returns the secrets in the value of a parameter or a variable, which is a secret if its name is that of a key and it
/// does not only stand for one.
pub(crate) fn of_parameter(key: Key<'_>, value: &str) -> Vec<Literal> {
    let is_key = key.kind == KeyName::Credential || is_token_header(key.name);
    of_value(key, value, is_key).into_iter().filter(|literal| !literal.is_placeholder).collect()
}

/// Returns the secret that a value is: every value of a key, and of other names those that look like a secret.
pub(crate) fn of_value(key: Key<'_>, value: &str, is_key: bool) -> Vec<Literal> {
    if has_variable(value) {
        return random_pieces(value);
    }
    let trimmed = value.trim();
    let is_secret = match key.kind {
        _ if trimmed.is_empty() => false,
        _ if is_key => true,
        KeyName::Ambiguous | KeyName::Credential => is_random(trimmed),
        KeyName::Other => has_jwt(trimmed),
    };
    let start = value.len() - value.trim_start().len();
    if is_secret { vec![literal(key.name, value, start..start + trimmed.len())] } else { Vec::new() }
}

fn literal(name: &str, value: &str, range: Range<usize>) -> Literal {
    Literal { is_placeholder: is_placeholder(name, &value[range.clone()]), range }
}

/// Returns the literals between variables that look like a secret.
fn random_pieces(value: &str) -> Vec<Literal> {
    let mut start = 0;
    let mut secrets = Vec::new();
    for piece in pieces(value) {
        let length = match piece {
            Piece::Literal(text) => {
                if text.split([' ', ';', ',', '=', ':']).any(is_random) || has_jwt(text) {
                    secrets.push(Literal { range: start..start + text.len(), is_placeholder: false });
                }
                text.len()
            }
            Piece::Variable(name) => name.len() + 4,
        };
        start += length;
    }
    secrets
}

/// The authentication schemes in the header `Authorization`.
const SCHEMES: &[&str] =
    &["apikey", "basic", "bearer", "digest", "hawk", "key", "negotiate", "ntlm", "oauth", "token"];

pub(crate) fn is_authorization(name: &str) -> bool {
    ["authorization", "proxy-authorization"].iter().any(|header| name.eq_ignore_ascii_case(header))
}

/// Splits `Bearer …` into the scheme and the rest.
pub(crate) fn scheme(value: &str) -> Option<(&str, &str)> {
    let (word, rest) = value.split_once(' ')?;
    let is_word =
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    (is_word && !rest.trim().is_empty()).then(|| (word, rest.trim_start()))
}

/// Whether a word and the rest of a header, of whatever name, are a scheme and a token.
fn is_token_of(word: &str, rest: &str) -> bool {
    let is_one_token = !rest.contains(char::is_whitespace);
    match () {
        () if word.eq_ignore_ascii_case("basic") => is_one_token && is_base64_of_user(rest),
        () if word.eq_ignore_ascii_case("bearer") => is_one_token && !rest.contains('{'),
        () => false,
    }
}

/// Whether a string can be the base64 of `user:password`.
fn is_base64_of_user(string: &str) -> bool {
    let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(&byte);
    string.len() >= 4 && string.bytes().all(is_base64)
}

/// Whether a string contains a JSON web token.
fn has_jwt(string: &str) -> bool {
    let is_base64url = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    // Nearly no string has one, and `contains` says so much faster.
    string.contains("eyJ")
        && string.match_indices("eyJ").any(|(at, _)| {
            let mut parts = string[at..].splitn(3, '.');
            let is_long = |part: Option<&str>| {
                part.is_some_and(|part| part.chars().take_while(|c| is_base64url(*c)).count() >= 8)
            };
            is_long(parts.next()) && is_long(parts.next())
        })
}

/// Whether a string looks as if it were generated: long, without spaces, of letters and digits.
fn is_random(string: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~+/=|:!@$".contains(&byte);
    let has = |is: fn(&u8) -> bool| string.as_bytes().iter().any(is);
    string.len() >= 16
        && string.bytes().all(is_allowed)
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && !string.contains("://")
}

/// The words of a value that only stands for a secret.
const PLACEHOLDERS: &[&str] = &[
    "a",
    "abc",
    "access",
    "an",
    "any",
    "api",
    "apikey",
    "app",
    "auth",
    "bar",
    "basic",
    "bearer",
    "change",
    "changeme",
    "client",
    "code",
    "cookie",
    "credentials",
    "demo",
    "dummy",
    "enter",
    "example",
    "fake",
    "false",
    "foo",
    "from",
    "generated",
    "get",
    "here",
    "id",
    "in",
    "insert",
    "jwt",
    "key",
    "me",
    "my",
    "na",
    "none",
    "null",
    "of",
    "password",
    "paste",
    "placeholder",
    "private",
    "put",
    "pwd",
    "redacted",
    "removed",
    "replace",
    "sample",
    "secret",
    "session",
    "string",
    "subscription",
    "test",
    "text",
    "the",
    "this",
    "to",
    "todo",
    "token",
    "true",
    "undefined",
    "user",
    "username",
    "value",
    "with",
    "x",
    "your",
    "yours",
];

/// Whether a value only stands for a secret: a description in brackets, a row of one character, or common words.
fn is_placeholder(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_bracketed = [('<', '>'), ('[', ']'), ('{', '}'), ('(', ')'), ('%', '%'), ('*', '*'), ('_', '_')]
        .iter()
        .any(|(open, close)| value.starts_with(*open) && value.ends_with(*close));
    let mut characters = value.chars();
    let first = characters.next();
    let is_row = first.is_none_or(|first| characters.all(|c| c.eq_ignore_ascii_case(&first)));
    let name = crate::lower::names::snake_case(name);
    let own: Vec<&str> = name.split('_').collect();
    let words = crate::lower::names::snake_case(value);
    let is_row_of_x = |word: &str| word.bytes().all(|byte| byte == b'x');
    let is_word = |word: &str| PLACEHOLDERS.contains(&word) || own.contains(&word) || is_row_of_x(word);
    is_bracketed || is_row || words.split('_').all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(name: &str, value: &str, secrets: Vec<Literal>) -> Vec<String> {
        let show = |Literal { range, is_placeholder }: Literal| {
            format!("{}{}", &value[range], if is_placeholder { " (placeholder)" } else { "" })
        };
        assert!(!name.is_empty());
        secrets.into_iter().map(show).collect()
    }

    const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl";

    #[test]
    fn a_header_is_a_secret_by_its_name_or_its_value() {
        for (name, value, expected) in [
            ("Authorization", "Bearer 207|oFnKz", &["207|oFnKz"][..]),
            ("authorization", "bearer abc1", &["abc1"]),
            ("Authorization", "Basic YWRhOnB3", &["YWRhOnB3"]),
            ("Authorization", "token ghx", &["ghx"]),
            ("Authorization", "raw-9", &["raw-9"]),
            ("Authorization", "Digest username=\"a\", nonce=\"b\"", &["username=\"a\", nonce=\"b\""]),
            ("Authorization", "Bearer", &[]),
            ("Authorization", "", &[]),
            ("Authorization", "Bearer {{t}}", &[]),
            ("Authorization", "Bearer <token>", &["<token> (placeholder)"]),
            ("Cookie", "sid=1; lang=en", &["sid=1; lang=en"]),
            ("Cookie", "sid=0f9a77c1b2d344e5; lang={{lang}}", &["sid=0f9a77c1b2d344e5; lang="]),
            ("X-API-Key", " 3f9a ", &["3f9a"]),
            ("X-API-Key", "your-api-key", &["your-api-key (placeholder)"]),
            ("X-API-Key", "YOUR_API_KEY_HERE", &["YOUR_API_KEY_HERE (placeholder)"]),
            ("X-API-Key", "xxxx-xxxx", &["xxxx-xxxx (placeholder)"]),
            ("X-API-Key", "", &[]),
            ("Token", "1234", &["1234"]),
            ("X-Forwarded", "Bearer abcdef1", &["abcdef1"]),
            ("X-Forwarded", "Basic YWRhOnB3", &["YWRhOnB3"]),
            ("X-User", JWT, &[JWT]),
            ("X-Sentence", "Basic English lesson", &[]),
            ("Accept", "application/json", &[]),
            ("X-CSRF-Token", "Fetch", &[]),
            ("X-CSRF-Token", "0f9a77c1b2d344e5aa", &["0f9a77c1b2d344e5aa"]),
            ("Idempotency-Key", "0f9a77c1b2d344e5aa", &[]),
        ] {
            assert_eq!(hidden(name, value, of_header(Key::new(name), value)), expected, "{name}: {value}");
        }
    }

    #[test]
    fn a_query_parameter_is_a_secret_by_its_name_or_its_value() {
        for (name, value, expected) in [
            ("api_key", "k9", &["k9"][..]),
            ("access_token", "abc", &["abc (placeholder)"]),
            ("token", "abc", &[]),
            ("token", "0f9a77c1b2d344e5", &["0f9a77c1b2d344e5"]),
            ("key", "name", &[]),
            ("state", JWT, &[JWT]),
            ("pageToken", "0f9a77c1b2d344e5", &[]),
            ("id", "0f9a77c1b2d344e5", &[]),
        ] {
            assert_eq!(hidden(name, value, of_query(Key::new(name), value)), expected, "{name}={value}");
        }
    }
}
