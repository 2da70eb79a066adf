//! Secrets, and how they are added to a request.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use reqwest::Request;
use zeroize::Zeroizing;

use crate::runtime::api::service::Scheme;
use crate::runtime::transport::url::add_query;

/// A secret of the caller. It is erased from memory when it is dropped, and no message or `Debug` output contains it.
#[derive(Clone, Eq, PartialEq)]
pub(crate) struct Secret {
    text: Zeroizing<String>,
    /// The header that contains it, if it is sent in one.
    header: Option<(HeaderName, HeaderValue)>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Secret {
    /// Creates a secret from its parts: a token or a key, or a user and a password.
    ///
    /// White space around a token or a key is dropped: it is not part of the value of a header, and files end with a line
    /// break.
    ///
    /// # Errors
    ///
    /// The reason why it cannot be sent, as the end of a sentence about the secret.
    pub(crate) fn new<const N: usize>(scheme: Scheme, parts: [Zeroizing<String>; N]) -> Result<Self, String> {
        let text = match (scheme, parts.as_slice()) {
            // RFC 7617, section 2.
            (_, [user, _]) if user.contains(':') => {
                return Err("has a colon in the user name, which would end it".to_owned());
            }
            (_, [user, password]) => Zeroizing::new(format!("{}:{}", **user, **password)),
            (Scheme::Basic, [text]) => text.clone(),
            (_, [text]) => Zeroizing::new(text.trim().to_owned()),
            _ => return Err("has too many parts".to_owned()),
        };
        let header = header(scheme, &text);
        match problem(scheme, &text, header.is_some()) {
            Some(problem) => Err(problem),
            None => Ok(Self { text, header }),
        }
    }

    /// Adds the secret to a request.
    pub(crate) fn apply(&self, scheme: Scheme, request: &mut Request) {
        if let Scheme::ApiKeyQuery(name) = scheme {
            let mut query = request.url().query().and_then(|query| without(query, name));
            add_query(&mut query, name, Some(&self.text));
            request.url_mut().set_query(query.as_deref());
        } else if let Some((name, value)) = &self.header {
            request.headers_mut().insert(name, value.clone());
        }
    }
}

/// Returns the reason why a secret cannot be sent in this way.
fn problem(scheme: Scheme, text: &str, has_header: bool) -> Option<String> {
    let problem = match scheme {
        Scheme::Signature(_) => "is not a signature: signatures come from the hook `authenticate`",
        Scheme::Basic if !text.contains(':') => "is not a user and a password, separated by a colon",
        _ if text.is_empty() => "is empty",
        _ if text.chars().any(char::is_control) => "has a control character, such as a line break",
        _ => match (prefix(scheme).trim_end(), scheme) {
            (word, _) if begins_with_word(text, word) => {
                return Some(format!(
                    "begins with `{word}`, which the client adds: set it to what follows that word"
                ));
            }
            (_, Scheme::Basic | Scheme::ApiKeyQuery(_)) => return None,
            _ if !has_header => "belongs into a header whose name is not valid",
            _ => return None,
        },
    };
    Some(problem.to_owned())
}

/// Returns the header that contains the secret; `None` if it is not sent in a header, or cannot be.
fn header(scheme: Scheme, secret: &Zeroizing<String>) -> Option<(HeaderName, HeaderValue)> {
    let (name, text) = match scheme {
        Scheme::Bearer | Scheme::Prefixed(_) => {
            (AUTHORIZATION, Zeroizing::new(format!("{}{}", prefix(scheme), **secret)))
        }
        Scheme::Basic => {
            let encoded = Zeroizing::new(STANDARD.encode(secret.as_bytes()));
            (AUTHORIZATION, Zeroizing::new(format!("Basic {}", *encoded)))
        }
        Scheme::ApiKeyHeader(name) => (HeaderName::from_bytes(name.as_bytes()).ok()?, secret.clone()),
        Scheme::ApiKeyQuery(_) | Scheme::Signature(_) => return None,
    };
    // All requests share the value, which is erased after the last one.
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some((name, value))
}

/// Returns the text in front of a token, with the white space after it.
fn prefix(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Bearer => "Bearer ",
        Scheme::Prefixed(prefix) => prefix,
        _ => "",
    }
}

/// Returns whether a text is a word, in upper or lower case, or begins with it and white space.
fn begins_with_word(text: &str, word: &str) -> bool {
    !word.is_empty()
        && text.split_at_checked(word.len()).is_some_and(|(start, rest)| {
            start.eq_ignore_ascii_case(word) && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        })
}

/// Returns a query without the entries of a name; `None` if no entry is left.
fn without(query: &str, name: &str) -> Option<String> {
    let is_other = |entry: &&str| {
        let other = entry.split('=').next().unwrap_or_default();
        !percent_decode_str(other).eq(name.bytes())
    };
    let entries: Vec<&str> = query.split('&').filter(is_other).collect();
    (!entries.is_empty()).then(|| entries.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: Scheme = Scheme::ApiKeyHeader("X-Key");
    const QUERY: Scheme = Scheme::ApiKeyQuery("key");
    const PREFIXED: Scheme = Scheme::Prefixed("Token ");
    const BARE: Scheme = Scheme::Prefixed("");

    fn secret<const N: usize>(scheme: Scheme, parts: [&str; N]) -> Result<String, String> {
        let secret = Secret::new(scheme, parts.map(|part| Zeroizing::new(part.to_owned())))?;
        Ok((*secret.text).clone())
    }

    /// Asserts that the reason contains a text, and not the secret.
    fn assert_refused(result: Result<String, String>, text: &str) {
        let reason = result.expect_err("it cannot be sent");
        assert!(reason.contains(text) && !reason.contains("hush"), "{reason}");
    }

    #[test]
    fn white_space_around_a_token_or_a_key_is_dropped() {
        for scheme in [Scheme::Bearer, PREFIXED, BARE, HEADER, QUERY] {
            for text in ["hush", "hush\n", "hush\r\n", " hush", "\thush \u{a0}\n\n"] {
                assert_eq!(secret(scheme, [text]).as_deref(), Ok("hush"), "{scheme:?} {text:?}");
            }
            for text in ["", " ", "\n"] {
                assert_refused(secret(scheme, [text]), "is empty");
            }
        }
        assert_eq!(secret(Scheme::Basic, ["me ", " hush "]).as_deref(), Ok("me : hush "));
        assert_eq!(secret(Scheme::Basic, [" me:hush "]).as_deref(), Ok(" me:hush "));
    }

    #[test]
    fn a_control_character_is_refused() {
        for scheme in [Scheme::Bearer, PREFIXED, BARE, HEADER, QUERY] {
            for text in
                ["hush\nhush", "hush\r\nX-Evil: 1", "hush\thush", "\0hush", "hush\u{7f}", "hush\u{85}x"]
            {
                assert_refused(secret(scheme, [text]), "has a control character");
            }
        }
        for parts in [["me", "hush\n"], ["me\r", "hush"], ["\0", ""]] {
            assert_refused(secret(Scheme::Basic, parts), "has a control character");
        }
        assert_refused(secret(Scheme::Basic, ["me:hush\n"]), "has a control character");
    }

    #[test]
    fn a_word_that_the_client_adds_is_refused() {
        for text in ["Bearer hush", "bearer hush", "BEARER\u{a0}hush", " Bearer  hush\n", "Bearer", "bearer "]
        {
            assert_refused(secret(Scheme::Bearer, [text]), "begins with `Bearer`, which the client adds");
            assert!(secret(HEADER, [text]).is_ok(), "{text}");
        }
        for text in ["Token hush", "token hush", "TOKEN"] {
            assert_refused(secret(PREFIXED, [text]), "begins with `Token`, which the client adds");
            assert!(secret(Scheme::Bearer, [text]).is_ok(), "{text}");
        }
        for text in ["bearerhush", "Bearer-hush", "hush Bearer x", "Bear", "béarer x"] {
            assert!(secret(QUERY, [text]).is_ok(), "{text}");
            assert!(secret(Scheme::Bearer, [text]).is_ok(), "{text}");
        }
        assert_eq!(secret(BARE, ["Bearer hush"]).as_deref(), Ok("Bearer hush"));
    }

    #[test]
    fn a_user_has_no_colon() {
        assert_refused(secret(Scheme::Basic, ["a:b", "hush"]), "has a colon in the user name");
        assert_refused(secret(Scheme::Basic, ["hush"]), "separated by a colon");
        for (parts, expected) in [(["a", "b:c"], "a:b:c"), (["", "x"], ":x"), (["a", ""], "a:")] {
            assert_eq!(secret(Scheme::Basic, parts).as_deref(), Ok(expected));
        }
        assert_eq!(secret(Scheme::Basic, ["a:b:c"]).as_deref(), Ok("a:b:c"));
        assert_refused(secret(Scheme::Signature("hawk"), ["hush"]), "`authenticate`");
        assert_refused(secret(Scheme::ApiKeyHeader("X Key"), ["hush"]), "whose name is not valid");
    }

    #[test]
    fn a_key_in_the_query_replaces_entries_of_its_name() {
        assert_eq!(without("k=old&x=1&%6B=2&k", "k").as_deref(), Some("x=1"));
        assert_eq!(without("k=old", "k"), None);
        assert_eq!(without("kk=1&=k", "k").as_deref(), Some("kk=1&=k"));
    }
}
