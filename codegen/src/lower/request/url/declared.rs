//! Finds the base URL of a request among the overlay's servers.
//!
//! A server declares the base URL of the requests whose URL begins with it, up to the end of a segment. A variable of
//! the collection equals one of the server if both have the same name or value, and equals a literal if that is its
//! value. A variable of a server also equals its default and the values of its `enum`.

use std::cell::Cell;

use super::leading::Context;
use super::path::{Token, encoded};
use super::{base_url, find, scheme};
use crate::lower::request::variables::{Variables, wire_name};
use crate::overlay::ServerEntry;
use crate::pieces::{Piece, has_variable, pieces};

/// The base URL that a server of the overlay declares.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Declared {
    /// The location of the server in the overlay.
    pub(super) server: String,
    /// The base URL, unresolved. It has the variables of the server, and those of the collection instead of literals.
    pub(super) base_url: String,
    /// The number of tokens of the path that it contains.
    pub(super) tokens: usize,
}

/// The maximum depth of variables in values of variables.
const DEEPEST: usize = 10;

/// The maximum number of variables that are compared, because values can contain variables many times.
const MOST: usize = 1_000;

/// Returns the longest base URL that a server declares for a URL.
pub(super) fn declared(url: &str, path: &[Token<'_>], context: Context<'_>) -> Option<Declared> {
    let found = context.servers.iter().filter_map(|server| {
        let (base_url, tokens) = matched(url, path, server, context.variables)?;
        Some(Declared { server: server.at.clone(), base_url, tokens })
    });
    // The first one of equal length.
    found.reduce(|longest, next| if next.tokens > longest.tokens { next } else { longest })
}

/// Returns the URL of a server in Postman's notation, normalized as those of requests.
fn pattern(server: &ServerEntry) -> Option<String> {
    let url = server.url.trim_end_matches('/').replace('{', "{{").replace('}', "}}");
    if url.is_empty() || url.starts_with('/') {
        return Some(url);
    }
    let (scheme, rest) = scheme(&url);
    let (host, path) = rest.split_at(find(rest, |c| c == '/').unwrap_or(rest.len()));
    Some(base_url(scheme, host).ok()? + path)
}

/// Returns the base URL and the number of tokens of the path in it.
fn matched(
    url: &str,
    path: &[Token<'_>],
    server: &ServerEntry,
    variables: &Variables<'_>,
) -> Option<(String, usize)> {
    let pattern = pattern(server)?;
    let state = State { pending: "", rest: &pattern, has_variable: false, result: String::new() };
    let matcher = Matcher { server, variables, compared: Cell::new(0) };
    let mut state = match server.url.starts_with('/') {
        // A server without a host is a path of any host.
        true => State { result: url.to_owned(), ..state },
        false => matcher.consume(state, url, 0)?,
    };
    for (index, token) in path.iter().enumerate() {
        if state.is_complete() {
            let is_boundary = index == 0 || !matches!(token, Token::Literal(_));
            return is_boundary.then_some((state.result, index)).filter(|_| !pattern.is_empty());
        }
        state = match token {
            Token::Slash => matcher.consume(state, "/", 0)?,
            Token::Literal(literal) => matcher.consume(state, &encoded(literal), 0)?,
            Token::Variable(name) => matcher.consume(state, &format!("{{{{{name}}}}}"), 0)?,
        };
    }
    (state.is_complete() && !pattern.is_empty()).then_some((state.result, path.len()))
}

/// What is left of a server's URL, and the base URL so far.
#[derive(Clone)]
struct State<'s> {
    /// The rest of the value of the last variable.
    pending: &'s str,
    rest: &'s str,
    /// Whether the base URL has a variable of the server.
    has_variable: bool,
    result: String,
}

impl State<'_> {
    fn is_complete(&self) -> bool {
        self.pending.is_empty() && self.rest.is_empty()
    }
}

/// The comparison of a server's URL with that of a request.
struct Matcher<'s> {
    server: &'s ServerEntry,
    variables: &'s Variables<'s>,
    /// The number of variables of the request that were compared.
    compared: Cell<usize>,
}

impl<'s> Matcher<'s> {
    /// Consumes a part of a request's URL, which must be equal to the start of what is left of the server's.
    fn consume(&self, mut state: State<'s>, text: &str, depth: usize) -> Option<State<'s>> {
        if depth > DEEPEST {
            return None;
        }
        for piece in pieces(text) {
            state = match piece {
                Piece::Literal(literal) => self.literal(state, literal)?,
                Piece::Variable(name) => self.variable(state, name, depth)?,
            };
        }
        Some(state)
    }

    fn literal(&self, mut state: State<'s>, mut literal: &str) -> Option<State<'s>> {
        while !literal.is_empty() {
            if state.pending.is_empty() {
                match pieces(state.rest).next()? {
                    Piece::Literal(own) => {
                        let length = common(own, literal)?;
                        state.result.push_str(&literal[..length]);
                        (literal, state.rest) = (&literal[length..], &state.rest[length..]);
                    }
                    Piece::Variable(name) => {
                        let values = self.values(name);
                        let values = values.filter(|value| common(value, literal).is_some());
                        state.pending = values.max_by_key(|value| value.len())?;
                        state = replaced(state, name);
                    }
                }
            } else {
                let length = common(state.pending, literal)?;
                (literal, state.pending) = (&literal[length..], &state.pending[length..]);
            }
        }
        Some(state)
    }

    fn variable(&self, state: State<'s>, name: &str, depth: usize) -> Option<State<'s>> {
        self.compared.set(self.compared.get() + 1);
        if self.compared.get() > MOST {
            return None;
        }
        let value = match has_variable(name) {
            true => self.variables.value(&self.variables.substitute(name)),
            false => self.variables.value(name),
        };
        if state.pending.is_empty()
            && let Some(Piece::Variable(own)) = pieces(state.rest).next()
        {
            if own == wire_name(name) {
                let result = format!("{}{{{{{name}}}}}", state.result);
                let rest = &state.rest[own.len() + 4..];
                return Some(State { result, rest, has_variable: true, ..state });
            }
            if value.as_ref().is_some_and(|value| self.values(own).any(|own| own == value)) {
                return Some(replaced(state, own));
            }
        }
        let value = value?;
        let mut before = State { has_variable: false, ..state.clone() };
        if state.result.is_empty() && !value.contains("://") && !has_variable(&value) {
            // The value has no scheme.
            let (scheme, rest) = scheme(before.rest);
            before.result = scheme.map(|scheme| format!("{scheme}://")).unwrap_or_default();
            before.rest = rest;
        }
        let value = match state.result.is_empty() {
            true => value.trim_end_matches('/'),
            false => &value,
        };
        let after = self.consume(before, value, depth + 1)?;
        Some(match after.has_variable || !state.pending.is_empty() {
            true => State { has_variable: state.has_variable || after.has_variable, ..after },
            false => State {
                result: format!("{}{{{{{name}}}}}", state.result),
                has_variable: state.has_variable,
                ..after
            },
        })
    }

    /// Returns the values of a variable of the server that are not empty.
    fn values(&self, name: &str) -> impl Iterator<Item = &'s str> {
        let own = self.server.variables.iter().filter(move |variable| variable.name == name);
        let values = own.flat_map(|variable| variable.default.iter().chain(&variable.values));
        values.map(String::as_str).filter(|value| !value.is_empty())
    }
}

/// Adds the variable of the server at the start of what is left to the base URL.
fn replaced<'s>(state: State<'s>, name: &str) -> State<'s> {
    State {
        result: format!("{}{{{{{name}}}}}", state.result),
        rest: &state.rest[name.len() + 4..],
        has_variable: true,
        ..state
    }
}

/// Returns the length of the shorter one of two strings if the other one begins with it.
fn common(a: &str, b: &str) -> Option<usize> {
    (a.starts_with(b) || b.starts_with(a)).then_some(a.len().min(b.len()))
}
