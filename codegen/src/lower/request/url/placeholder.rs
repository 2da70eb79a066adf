//! Placeholders in a path: names in brackets or asterisks, such as `{id}` or `<order-id>`. Postman sends them as they
//! are; whoever writes them means a value.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// A part of a segment.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Part<'s> {
    Literal(&'s str),
    /// A placeholder: the name in it, and the whole text.
    Placeholder {
        name: String,
        text: &'s str,
    },
}

/// A form of placeholder.
struct Form {
    /// The character before the name, and its percent-encoding.
    open: [&'static str; 2],
    /// The character after the name, and its percent-encoding.
    close: [&'static str; 2],
    kind: Kind,
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Kind {
    /// `{id}`, also `${id}`, `{{id}`, `{id:int}` and `{0}`.
    Braces,
    /// `<id>`, also `<<id>>` and `<int:id>`.
    Angles,
    /// `[id]` and `*id*`. Next to a letter or a digit these characters have other meanings: `list[0]`, `a*b*c`.
    Bounded,
}

const FORMS: &[Form] = &[
    Form { open: ["{", "%7B"], close: ["}", "%7D"], kind: Kind::Braces },
    Form { open: ["<", "%3C"], close: [">", "%3E"], kind: Kind::Angles },
    Form { open: ["[", "%5B"], close: ["]", "%5D"], kind: Kind::Bounded },
    Form { open: ["*", "%2A"], close: ["*", "%2A"], kind: Kind::Bounded },
];

/// The first characters of all forms.
const OPENING: [char; 6] = ['{', '<', '[', '*', '%', '$'];

/// The maximum length of a name in bytes.
const LONGEST: usize = 80;

/// Splits a segment, or the part of one between variables, into literals and placeholders.
pub(super) fn parts(segment: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(next) = segment[at..].find(OPENING) {
        at += next;
        let before = segment[..at].chars().next_back();
        match placeholder(&segment[at..], before) {
            Some((name, length)) => {
                if start < at {
                    parts.push(Part::Literal(&segment[start..at]));
                }
                parts.push(Part::Placeholder { name, text: &segment[at..at + length] });
                at += length;
                start = at;
            }
            None => at += 1,
        }
    }
    if start < segment.len() {
        parts.push(Part::Literal(&segment[start..]));
    }
    parts
}

/// Returns the name and the length of the placeholder at the start of a string; `before` is the character before it.
fn placeholder(text: &str, before: Option<char>) -> Option<(String, usize)> {
    let dollar = usize::from(text.starts_with("${"));
    FORMS.iter().find_map(|form| {
        let mut rest = &text[if form.kind == Kind::Braces { dollar } else { 0 }..];
        rest = &rest[symbol(rest, form.open)?..];
        // Half of a variable, `{{id}`, or one of another program, `<<id>>`.
        while let Some(length) = symbol(rest, form.open).filter(|_| form.kind != Kind::Bounded) {
            rest = &rest[length..];
        }
        let end = (0..rest.len().min(LONGEST)).find(|&end| is_symbol(rest, end, form.close))?;
        let name = name(&rest[..end], form.kind)?;
        rest = &rest[end..];
        rest = &rest[symbol(rest, form.close)?..];
        while let Some(length) = symbol(rest, form.close).filter(|_| form.kind != Kind::Bounded) {
            rest = &rest[length..];
        }
        let is_free = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let is_placeholder = form.kind != Kind::Bounded || is_free(before) && is_free(rest.chars().next());
        is_placeholder.then(|| (name, text.len() - rest.len()))
    })
}

/// Returns the length of a symbol at the start of a string; `None` if there is another character.
fn symbol(text: &str, symbols: [&str; 2]) -> Option<usize> {
    let matches =
        |symbol: &&str| text.get(..symbol.len()).is_some_and(|start| start.eq_ignore_ascii_case(symbol));
    symbols.iter().find(|symbol| matches(symbol)).map(|symbol| symbol.len())
}

fn is_symbol(text: &str, at: usize, symbols: [&str; 2]) -> bool {
    text.get(at..).is_some_and(|rest| symbol(rest, symbols).is_some())
}

/// Returns the name in a placeholder, without a type or a pattern; `None` if it is not a name.
fn name(inner: &str, kind: Kind) -> Option<String> {
    let inner: Cow<'_, str> = percent_decode_str(inner).decode_utf8().ok()?;
    let name = match (kind, inner.split_once(':')) {
        (Kind::Braces, Some((name, _))) => name,
        (Kind::Angles, Some((_, name))) => name,
        _ => &*inner,
    };
    // Route templates mark names that stand for several segments or that are optional.
    let name = name.trim_matches(|c| matches!(c, ' ' | '+' | '?') || c == '*' && kind == Kind::Braces);
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let is_index = kind == Kind::Braces && name.bytes().all(|byte| byte.is_ascii_digit());
    let is_name =
        !name.is_empty() && name.chars().all(is_of_name) && (name.contains(char::is_alphabetic) || is_index);
    is_name.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Part, parts};

    /// Shows the names of placeholders in double angle brackets, and checks that the parts are the whole segment.
    fn shown(segment: &str) -> String {
        let parts = parts(segment);
        let text = |part: &Part<'_>| match *part {
            Part::Literal(text) | Part::Placeholder { text, .. } => text.to_owned(),
        };
        assert_eq!(parts.iter().map(text).collect::<String>(), segment);
        let name = |part: &Part<'_>| match part {
            Part::Literal(text) => (*text).to_owned(),
            Part::Placeholder { name, .. } => format!("«{name}»"),
        };
        parts.iter().map(name).collect()
    }

    /// Each form in each position of a segment.
    #[test]
    fn every_form_is_a_placeholder_in_every_position() {
        let forms = [
            "{id}",
            "${id}",
            "{{id}",
            "{id}}",
            "%7Bid%7D",
            "%7bid%7d",
            "<id>",
            "%3Cid%3E",
            "<<id>>",
            "%3C%3Cid%3E%3E",
            "[id]",
            "%5bid%5D",
            "*id*",
        ];
        for form in forms {
            for (before, after) in
                [("", ""), ("", ".json"), ("", ":cancel"), ("user-", ""), ("(", ")"), ("é_", "-x")]
            {
                let segment = format!("{before}{form}{after}");
                assert_eq!(shown(&segment), format!("{before}«id»{after}"), "{segment}");
            }
            for other in forms {
                let segment = format!("{form}-{other}");
                assert_eq!(shown(&segment), "«id»-«id»", "{segment}");
            }
        }
    }

    #[test]
    fn names_are_without_types_patterns_and_marks() {
        for (segment, name) in [
            ("{id:int}", "id"),
            ("{id:[0-9]+}", "id"),
            ("{+path}", "path"),
            ("{path*}", "path"),
            ("{0}", "0"),
            ("<int:id>", "id"),
            ("<order-id>", "order-id"),
            ("<uuid>", "uuid"),
            ("{user id}", "user id"),
            ("{user%20id}", "user id"),
            ("{ id }", "id"),
            ("{größe}", "größe"),
            ("{a.b}", "a.b"),
        ] {
            assert_eq!(shown(segment), format!("«{name}»"));
        }
        assert_eq!(shown("{a}{b}"), "«a»«b»");
        assert_eq!(shown("Users('{id}')"), "Users('«id»')");
    }

    #[test]
    fn other_brackets_are_literals() {
        let segments = [
            "{",
            "}",
            "{}",
            "{{}}",
            "<",
            ">",
            "<>",
            "<<>>",
            "<<",
            "*",
            "**",
            "[",
            "]",
            "[]",
            "[0]",
            "<1>",
            "*.json",
            "a*b*c",
            "list[name]",
            "[a]b",
            "{\"a\":1}",
            "{a",
            "a}",
            "}a{",
            "<a",
            "$",
            "$id",
            "{-}",
            "%7B",
            "%",
            "%7",
            "é{",
            "*:*",
        ];
        for segment in segments {
            assert_eq!(shown(segment), segment);
        }
    }
}
