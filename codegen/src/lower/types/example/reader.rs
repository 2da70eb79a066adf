//! The reader: one pass over the text by recursive descent.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::{Broken, Example, MAX_DEPTH};
use crate::text::are_distinct;

/// What is forgiven beyond comments and variables.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Tolerance {
    /// Nothing: the text goes out as it is.
    AsSent,
    /// Trailing commas, and control characters in strings.
    Edited,
}

/// Reads a whole text.
pub(super) fn read(text: &str, tolerance: Tolerance) -> Result<Example<'_>, Broken> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { text, at: 0, depth: 0, tolerance };
    let result = reader.value().and_then(|value| {
        reader.skip_blank()?;
        if reader.at == text.len() { Ok(value) } else { Err("something follows the value") }
    });
    result.map_err(|problem| reader.broken(problem))
}

type Read<T> = Result<T, &'static str>;

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    tolerance: Tolerance,
}

impl<'t> Reader<'t> {
    fn value(&mut self) -> Read<Example<'t>> {
        self.skip_blank()?;
        match self.peek() {
            None => Err("a value is missing"),
            Some(b'"') => self.string().map(Example::String),
            Some(b'[') => self.nested(Self::array),
            Some(b'{') if !self.at_placeholder() => self.nested(Self::object),
            Some(_) => self.bare(),
        }
    }

    /// Reads an array or object, unless it is too deep.
    fn nested(&mut self, read: fn(&mut Self) -> Read<Example<'t>>) -> Read<Example<'t>> {
        if self.depth == MAX_DEPTH {
            return Err("arrays and objects nest too deep");
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    /// Reads an array after its bracket.
    fn array(&mut self) -> Read<Example<'t>> {
        let mut list = Vec::new();
        if self.take(b']')? {
            return Ok(Example::Array(list));
        }
        loop {
            list.push(self.value()?);
            if self.ends(b']', "`,` or `]` is missing")? {
                return Ok(Example::Array(list));
            }
        }
    }

    /// Reads an object after its brace.
    fn object(&mut self) -> Read<Example<'t>> {
        let mut members = Vec::new();
        let mut whole = true;
        if self.take(b'}')? {
            return Ok(Example::Object(members));
        }
        loop {
            self.skip_blank()?;
            let variable = self.at_placeholder();
            let key = self.key()?;
            if self.take(b':')? {
                members.push((key, self.value()?));
            } else if variable {
                whole = false;
            } else {
                return Err("`:` is missing");
            }
            if self.ends(b'}', "`,` or `}` is missing")? {
                let object = Example::Object(members);
                return Ok(if whole && distinct(&object) {
                    object
                } else {
                    Example::Opaque(object.to_value())
                });
            }
        }
    }

    fn key(&mut self) -> Read<Cow<'t, str>> {
        match self.peek() {
            Some(b'"') => self.string(),
            Some(b'{') if self.at_placeholder() => match self.bare()? {
                Example::Unknown(text) => Ok(Cow::Borrowed(text)),
                _ => Err("a key is missing"),
            },
            _ => Err("a key is missing"),
        }
    }

    /// Reads what stands between two members: true when the array or object ends.
    fn ends(&mut self, close: u8, missing: &'static str) -> Read<bool> {
        if self.take(close)? {
            return Ok(true);
        }
        if !self.take(b',')? {
            return Err(missing);
        }
        Ok(self.tolerance == Tolerance::Edited && self.take(close)?)
    }

    fn string(&mut self) -> Read<Cow<'t, str>> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let (mut end, mut escaped, mut control) = (start, false, false);
        loop {
            match bytes.get(end) {
                None => return Err("a string does not end"),
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
        if control && self.tolerance == Tolerance::AsSent {
            return Err("a string holds a control character");
        }
        let text = &self.text[start..end];
        self.at = end + 1;
        if escaped { unescape(text, control).map(Cow::Owned) } else { Ok(Cow::Borrowed(text)) }
    }

    /// Reads what has no quotes: a number, `true`, `false`, `null` or something with a variable in it.
    fn bare(&mut self) -> Read<Example<'t>> {
        let start = self.at;
        let mut unknown = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' if self.at_placeholder() => {
                    unknown = true;
                    self.at = self.placeholder_end().ok_or("a variable does not end")?;
                }
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'+' | b'-' | b'.' | b'_' => self.at += 1,
                _ => break,
            }
        }
        let text = &self.text[start..self.at];
        if unknown { Ok(Example::Unknown(text)) } else { scalar(text).inspect_err(|_| self.at = start) }
    }

    /// Whether a variable starts here. Of an odd number of braces, the first one opens an object.
    fn at_placeholder(&self) -> bool {
        let braces = self.text.as_bytes()[self.at..].iter().take_while(|&&byte| byte == b'{').count();
        braces >= 2 && braces % 2 == 0
    }

    /// Where the variable that starts here ends; variables nest.
    fn placeholder_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
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

    fn take(&mut self, byte: u8) -> Read<bool> {
        self.skip_blank()?;
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        Ok(there)
    }

    fn skip_blank(&mut self) -> Read<()> {
        loop {
            let rest = &self.text[self.at..];
            self.at += match rest.as_bytes() {
                [b' ' | b'\t' | b'\r' | b'\n', ..] => 1,
                [b'/', b'/', ..] => rest.find(['\n', '\r']).unwrap_or(rest.len()),
                [b'/', b'*', ..] => rest[2..].find("*/").ok_or("a comment does not end")? + 4,
                _ => return Ok(()),
            };
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn broken(&self, problem: &'static str) -> Broken {
        let before = &self.text.as_bytes()[..self.at.min(self.text.len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |place| place + 1);
        let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
        let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
        Broken { problem, line, column }
    }
}

fn distinct(object: &Example<'_>) -> bool {
    let Example::Object(members) = object else { return true };
    are_distinct(members.iter().map(|(key, _)| key.as_ref()))
}

/// The text of a string with backslashes in it.
fn unescape(text: &str, control: bool) -> Read<String> {
    let quoted = if control {
        let escape = |character: char| match character {
            '\0'..'\x20' => format!("\\u{:04x}", u32::from(character)),
            _ => character.to_string(),
        };
        format!("\"{}\"", text.chars().map(escape).collect::<String>())
    } else {
        format!("\"{text}\"")
    };
    serde_json::from_str(&quoted).map_err(|_| "a string holds a wrong escape")
}

fn scalar(text: &str) -> Read<Example<'static>> {
    match text {
        "" => Err("a value is missing"),
        "null" => Ok(Example::Null),
        "true" => Ok(Example::Bool(true)),
        "false" => Ok(Example::Bool(false)),
        _ => {
            let number: Number = serde_json::from_str(text).map_err(|_| "this is no JSON value")?;
            let digits = text.strip_prefix('-').unwrap_or(text);
            let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
            // `-0` is the one float that is written like an integer.
            let beyond = number.is_f64() && whole && digits != "0";
            Ok(if beyond { Example::Opaque(Value::Number(number)) } else { Example::Number(number) })
        }
    }
}
