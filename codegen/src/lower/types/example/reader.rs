//! A recursive-descent parser of examples.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Example, MAX_DEPTH, SyntaxError};
use crate::json::without_byte_order_mark;
use crate::text::are_distinct;

/// The syntax that is accepted in addition to comments and variables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tolerance {
    /// No other: Postman sends the body unchanged.
    Request,
    /// Trailing commas, and control characters in strings.
    SavedResponse,
}

/// Parses an example.
pub(super) fn read(json: &str, tolerance: Tolerance) -> Result<Example<'_>, SyntaxError> {
    let json = without_byte_order_mark(json);
    let mut reader = Reader { json, at: 0, depth: 0, tolerance };
    let result = reader.value().and_then(|value| {
        reader.skip_blank()?;
        if reader.at == json.len() { Ok(value) } else { Err("there are characters after the value") }
    });
    result.map_err(|problem| reader.error(problem))
}

/// The result of a part of the parser; the error is the problem.
type Read<T> = Result<T, &'static str>;

/// The state of the parser.
struct Reader<'j> {
    json: &'j str,
    /// The position in `json`.
    at: usize,
    /// The number of open arrays and objects.
    depth: usize,
    tolerance: Tolerance,
}

impl<'j> Reader<'j> {
    fn value(&mut self) -> Read<Example<'j>> {
        self.skip_blank()?;
        match self.peek() {
            None => Err("a value is missing"),
            Some(b'"') => self.string().map(Example::String),
            Some(b'[') => self.nested(Self::array),
            Some(b'{') if !self.is_at_variable() => self.nested(Self::object),
            Some(_) => self.bare(),
        }
    }

    /// Reads an array or an object, unless it is nested too deep.
    fn nested(&mut self, read: fn(&mut Self) -> Read<Example<'j>>) -> Read<Example<'j>> {
        if self.depth == MAX_DEPTH {
            return Err("arrays and objects are nested too deep");
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Reads an array after its opening bracket.
    fn array(&mut self) -> Read<Example<'j>> {
        let mut list = Vec::new();
        if self.take(b']')? {
            return Ok(Example::Array(list));
        }
        loop {
            list.push(self.value()?);
            if self.is_end(b']', "`,` or `]` is missing")? {
                return Ok(Example::Array(list));
            }
        }
    }

    /// Reads an object after its opening brace.
    fn object(&mut self) -> Read<Example<'j>> {
        let mut members = Vec::new();
        let mut is_complete = true;
        if self.take(b'}')? {
            return Ok(Example::Object(members));
        }
        loop {
            self.skip_blank()?;
            let is_variable = self.is_at_variable();
            let key = self.key()?;
            if self.take(b':')? {
                members.push((key, self.value()?));
            } else if is_variable {
                is_complete = false;
            } else {
                return Err("`:` is missing");
            }
            if self.is_end(b'}', "`,` or `}` is missing")? {
                let object = Example::Object(members);
                return Ok(if is_complete && has_distinct_keys(&object) {
                    object
                } else {
                    Example::Opaque(object.to_value())
                });
            }
        }
    }

    fn key(&mut self) -> Read<Cow<'j, str>> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') if self.is_at_variable() => match self.bare()? {
                Example::Unknown(expression) => Ok(Cow::Borrowed(expression)),
                _ => Err("a key is missing"),
            },
            _ => Err("a key is missing"),
        }
    }

    /// Reads the comma after a member or an element, or the end of the array or object; returns true for the end.
    fn is_end(&mut self, close: u8, missing: &'static str) -> Read<bool> {
        if self.take(close)? {
            return Ok(true);
        }
        if !self.take(b',')? {
            return Err(missing);
        }
        Ok(self.tolerance == Tolerance::SavedResponse && self.take(close)?)
    }

    fn string(&mut self) -> Read<Cow<'j, str>> {
        let start = self.at + 1;
        let bytes = self.json.as_bytes();
        let (mut end, mut escaped, mut control) = (start, false, false);
        loop {
            match bytes.get(end) {
                None => return Err("a string has no closing quote"),
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    end += 1;
                }
                Some(0..0x20) => control = true,
                Some(_) => {}
            }
            end += 1;
        }
        if control && self.tolerance == Tolerance::Request {
            return Err("a string contains a control character");
        }
        let string = &self.json[start..end];
        self.at = end + 1;
        if escaped { unescape(string, control).map(Cow::Owned) } else { Ok(Cow::Borrowed(string)) }
    }

    /// Reads a value without quotes: a number, `true`, `false`, `null` or an expression with variables.
    fn bare(&mut self) -> Read<Example<'j>> {
        let start = self.at;
        let mut has_variable = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' if self.is_at_variable() => {
                    has_variable = true;
                    self.at = self.variable_end().ok_or("a variable has no closing braces")?;
                }
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.' | b'_' => self.at += 1,
                _ => break,
            }
        }
        let value = &self.json[start..self.at];
        if has_variable {
            Ok(Example::Unknown(value))
        } else {
            scalar(value).inspect_err(|_| self.at = start)
        }
    }

    /// Whether a variable starts at the position. The first of an odd number of braces opens an object.
    fn is_at_variable(&self) -> bool {
        let braces = self.json.as_bytes()[self.at..].iter().take_while(|&&byte| byte == b'{').count();
        braces >= 2 && braces % 2 == 0
    }

    /// Returns the end of the variable at the position, which may contain other variables.
    fn variable_end(&self) -> Option<usize> {
        let bytes = self.json.as_bytes();
        let (mut at, mut open) = (self.at, 0_usize);
        while at + 1 < bytes.len() {
            match &bytes[at..at + 2] {
                b"{{" => open += 1,
                b"}}" if open == 1 => return Some(at + 2),
                b"}}" => open -= 1,
                _ => {
                    at += 1;
                    continue;
                }
            }
            at += 2;
        }
        None
    }

    /// Skips the byte if it is next; returns whether it was.
    fn take(&mut self, byte: u8) -> Read<bool> {
        self.skip_blank()?;
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        Ok(is_next)
    }

    /// Skips white space and comments.
    fn skip_blank(&mut self) -> Read<()> {
        loop {
            let rest = &self.json[self.at..];
            self.at += match rest.as_bytes() {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => 1,
                [b'/', b'/', ..] => rest.find(['\n', '\r']).unwrap_or(rest.len()),
                [b'/', b'*', ..] => rest[2..].find("*/").ok_or("a comment has no end")? + 4,
                _ => return Ok(()),
            };
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }

    /// Returns the error at the position.
    fn error(&self, problem: &'static str) -> SyntaxError {
        let before = &self.json.as_bytes()[..self.at.min(self.json.len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        SyntaxError { problem, line, column }
    }
}

/// Whether no key of an object is duplicate.
fn has_distinct_keys(object: &Example<'_>) -> bool {
    let Example::Object(members) = object else { return true };
    are_distinct(members.iter().map(|(key, _)| key.as_ref()))
}

/// Replaces the escapes in a string; `control` is true if it contains control characters.
fn unescape(string: &str, control: bool) -> Read<String> {
    let quoted = if control {
        let escape = |character: char| match character {
            '\0'..'\x20' => format!("\\u{:04x}", u32::from(character)),
            _ => character.to_string(),
        };
        format!("\"{}\"", string.chars().map(escape).collect::<String>())
    } else {
        format!("\"{string}\"")
    };
    serde_json::from_str(&quoted).map_err(|_| "a string contains an invalid escape")
}

/// Parses a number, `true`, `false` or `null`.
fn scalar(value: &str) -> Read<Example<'static>> {
    match value {
        "" => Err("a value is missing"),
        "null" => Ok(Example::Null),
        "true" => Ok(Example::Bool(true)),
        "false" => Ok(Example::Bool(false)),
        _ => {
            let number: Number = serde_json::from_str(value).map_err(|_| "a value is not valid")?;
            let digits = value.strip_prefix('-').unwrap_or(value);
            let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit());
            // serde_json parses integers beyond 64 bits as floats, and also `-0`.
            let is_too_large = number.is_f64() && is_integer && digits != "0";
            Ok(if is_too_large { Example::Opaque(Value::Number(number)) } else { Example::Number(number) })
        }
    }
}
