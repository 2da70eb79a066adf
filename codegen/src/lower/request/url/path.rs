//! The path of an address: its literals and its variables.

use super::PathPiece;
use crate::lower::request::variables::{Piece, pieces};

/// A piece of a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Token<'t> {
    Slash,
    Text(&'t str),
    Variable(&'t str),
}

pub(super) fn tokens(path: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for piece in pieces(path) {
        match piece {
            Piece::Variable(name) => tokens.push(Token::Variable(name)),
            Piece::Text(text) => {
                for (index, text) in text.split(['/', '\\']).enumerate() {
                    if index > 0 {
                        tokens.push(Token::Slash);
                    }
                    if !text.is_empty() {
                        tokens.push(Token::Text(text));
                    }
                }
            }
        }
    }
    tokens
}

/// Moves the variables before the first literal of the path to the base URL.
pub(super) fn take_base_url(tokens: &mut Vec<Token<'_>>, base_url: &mut String) {
    let mut taken = 0;
    loop {
        let (slash, name, length) = match tokens[taken..] {
            [Token::Slash, Token::Variable(name), ..] => ("/", name, 2),
            [Token::Variable(name), ..] => ("", name, 1),
            _ => break,
        };
        base_url.extend([slash, "{{", name, "}}"]);
        taken += length;
    }
    tokens.drain(..taken);
}

/// Returns the pieces of a path. The first segment is a literal where it continues a variable of the base URL.
pub(super) fn path_pieces(tokens: &[Token<'_>], continues_variable: bool) -> Vec<PathPiece> {
    let mut result = Vec::new();
    for (index, segment) in tokens.split(|token| *token == Token::Slash).enumerate() {
        if index > 0 {
            literal(&mut result, "/");
        }
        match segment {
            [Token::Text(text)] if !(continues_variable && index == 0) => match path_variable(text) {
                Some((name, rest)) => {
                    result.push(PathPiece::Segment(name.to_owned()));
                    literal(&mut result, rest);
                }
                None => literal(&mut result, text),
            },
            _ => {
                for token in segment {
                    match token {
                        Token::Text(text) => literal(&mut result, text),
                        Token::Variable(name) => result.push(PathPiece::Variable((*name).to_owned())),
                        Token::Slash => {}
                    }
                }
            }
        }
    }
    result
}

/// Splits a `:name` segment into the name and what follows it.
fn path_variable(segment: &str) -> Option<(&str, &str)> {
    let name = segment.strip_prefix(':')?;
    let (name, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    if name.is_empty() { None } else { Some((name, rest)) }
}

fn literal(pieces: &mut Vec<PathPiece>, text: &str) {
    if text.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(PathPiece::Literal(literal)) => literal.push_str(&encoded(text)),
        _ => pieces.push(PathPiece::Literal(encoded(text))),
    }
}

/// Encodes a literal as Postman does: a `%` stays.
fn encoded(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            0..=b' ' | 0x7f.. | b'"' | b'<' | b'>' | b'\\' | b'`' | b'#' | b'?' | b'{' | b'}' => {
                result.push_str(&format!("%{byte:02X}"));
            }
            _ => result.push(char::from(byte)),
        }
    }
    result
}
