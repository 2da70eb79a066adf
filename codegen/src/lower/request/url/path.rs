//! Splits the path of a URL into literals and variables.

use super::PathPiece;
use super::placeholder::{Part, parts};
use crate::pieces::{Piece, pieces};

/// A token of a path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Token<'p> {
    /// `/` or `\`.
    Slash,
    /// A segment, or the part of one between variables.
    Literal(&'p str),
    /// The name in `{{name}}`.
    Variable(&'p str),
}

pub(super) fn tokens(path: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for piece in pieces(path) {
        match piece {
            Piece::Variable(name) => tokens.push(Token::Variable(name)),
            Piece::Literal(literal) => {
                for (index, literal) in literal.split(['/', '\\']).enumerate() {
                    if index > 0 {
                        tokens.push(Token::Slash);
                    }
                    if !literal.is_empty() {
                        tokens.push(Token::Literal(literal));
                    }
                }
            }
        }
    }
    tokens
}

/// Returns the number of dots that a segment consists of, encoded or not; `None` if it has anything else.
fn dots(segment: &str) -> Option<usize> {
    let (mut count, mut rest) = (0, segment.as_bytes());
    while !rest.is_empty() {
        rest = match rest {
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return None,
        };
        count += 1;
    }
    Some(count)
}

/// Whether a segment leads to the one above it.
pub(super) fn is_parent(segment: &str) -> bool {
    dots(segment) == Some(2)
}

/// Resolves the segments `.` and `..`, as URL parsers do, because a call whose arguments a parser drops cannot be sent. With
/// `is_whole`, nothing of the path precedes these tokens; otherwise a `..` at the start stays.
pub(super) fn resolved(tokens: Vec<Token<'_>>, is_whole: bool) -> Vec<Token<'_>> {
    let dots = |segment: &[Token<'_>]| match segment {
        [Token::Literal(literal)] => dots(literal),
        _ => None,
    };
    let is_here = |segment: &[Token<'_>]| dots(segment) == Some(1);
    let is_up = |segment: &[Token<'_>]| dots(segment) == Some(2);
    let segments: Vec<&[Token<'_>]> = tokens.split(|token| *token == Token::Slash).collect();
    if !segments.iter().any(|segment| is_here(segment) || is_up(segment)) {
        return tokens;
    }
    // The text before the first slash is a part of the base URL.
    let mut kept = vec![segments[0]];
    for (index, segment) in segments.iter().enumerate().skip(1) {
        let is_last = index + 1 == segments.len();
        let (is_here, is_up) = (is_here(segment), is_up(segment));
        let can_leave = kept.len() > 1 && dots(kept[kept.len() - 1]) != Some(2);
        if is_up && can_leave {
            kept.pop();
        }
        if is_up && !can_leave && !is_whole {
            kept.push(segment);
        } else if is_up || is_here {
            if is_last {
                kept.push(&[]);
            }
        } else {
            kept.push(segment);
        }
    }
    kept.join(&Token::Slash)
}

/// Returns the pieces of a path. With `continues_variable`, the first segment follows a variable of the base URL
/// directly, so it is not a `:name` segment.
pub(super) fn path_pieces(tokens: &[Token<'_>], continues_variable: bool) -> Vec<PathPiece> {
    let mut result = Vec::new();
    for (index, segment) in tokens.split(|token| *token == Token::Slash).enumerate() {
        if index > 0 {
            push_literal(&mut result, "/");
        }
        match segment {
            [Token::Literal(segment)] if !(continues_variable && index == 0) => {
                match path_variable(segment) {
                    Some((name, rest)) => {
                        result.push(PathPiece::Segment(name.to_owned()));
                        push_parts(&mut result, rest);
                    }
                    None => push_parts(&mut result, segment),
                }
            }
            _ => {
                for token in segment {
                    match token {
                        Token::Literal(literal) => push_parts(&mut result, literal),
                        Token::Variable(name) => result.push(PathPiece::Variable((*name).to_owned())),
                        Token::Slash => {}
                    }
                }
            }
        }
    }
    result
}

/// Splits a `:name` segment into the name and the rest, which begins with a dot: `:id.json`.
fn path_variable(segment: &str) -> Option<(&str, &str)> {
    let name = segment.strip_prefix(':')?;
    let (name, rest) = name.split_at(name.find('.').unwrap_or(name.len()));
    if name.is_empty() || name.starts_with('{') { None } else { Some((name, rest)) }
}

/// Adds the literals and placeholders of a string.
fn push_parts(pieces: &mut Vec<PathPiece>, string: &str) {
    for part in parts(string) {
        match part {
            Part::Literal(literal) => push_literal(pieces, literal),
            Part::Placeholder { name, text } => {
                pieces.push(PathPiece::Placeholder { name, text: text.to_owned() });
            }
        }
    }
}

/// Adds a literal, or appends it to the last one.
fn push_literal(pieces: &mut Vec<PathPiece>, literal: &str) {
    if literal.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(PathPiece::Literal(last)) => last.push_str(&encoded(literal)),
        _ => pieces.push(PathPiece::Literal(encoded(literal))),
    }
}

/// Percent-encodes a literal as Postman does, which leaves `%` unchanged.
pub(crate) fn encoded(literal: &str) -> String {
    let mut result = String::with_capacity(literal.len());
    for byte in literal.bytes() {
        match byte {
            0..=b' ' | 0x7f.. | b'"' | b'<' | b'>' | b'\\' | b'`' | b'#' | b'?' | b'{' | b'}' => {
                result.push_str(&format!("%{byte:02X}"));
            }
            _ => result.push(char::from(byte)),
        }
    }
    result
}
