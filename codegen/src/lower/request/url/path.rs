//! The path of an address: its literal texts and its variables.

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

/// Moves the variables that precede the first literal text of the path to the front.
pub(super) fn take_front(tokens: &mut Vec<Token<'_>>, front: &mut String) {
    let mut taken = 0;
    loop {
        let (slash, name, length) = match tokens[taken..] {
            [Token::Slash, Token::Variable(name), ..] => ("/", name, 2),
            [Token::Variable(name), ..] => ("", name, 1),
            _ => break,
        };
        front.extend([slash, "{{", name, "}}"]);
        taken += length;
    }
    tokens.drain(..taken);
}

/// The pieces of a path; its first segment may belong to a variable of the front.
pub(super) fn path_pieces(tokens: &[Token<'_>], is_glued: bool) -> Vec<PathPiece> {
    let mut result = Vec::new();
    for (index, segment) in tokens.split(|token| *token == Token::Slash).enumerate() {
        if index > 0 {
            literal(&mut result, "/");
        }
        match segment {
            [Token::Text(text)] if !(is_glued && index == 0) => match path_variable(text) {
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

/// The name of a `:name` segment, and what follows it.
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

/// Text of a path as Postman encodes it: a `%` stays what it is.
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
