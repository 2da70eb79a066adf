//! Escapes for text: within a line, at the start of a line, and in addresses.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// The characters that would end an address in Markdown, or a URL in a text.
const IN_ADDRESS: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'<')
    .add(b'>')
    .add(b'(')
    .add(b')')
    .add(b'\\')
    .add(b'`')
    .add(b'|')
    .add(b'"')
    .add(b'^');

/// Whether a character of a text needs a backslash, given what surrounds it. `_` and `-` are not decided here.
pub(super) fn needs_backslash(c: char, before: Option<char>, rest: &str, after: Option<char>) -> bool {
    let next = rest.chars().nth(1).or(after);
    match c {
        '\\' | '`' | '*' | '[' | ']' | '~' => true,
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => entity_length(rest).is_some(),
        // The start of an image, unless the bracket is text and has a backslash of its own.
        '!' => rest.len() == 1 && after == Some('['),
        // The start of a footnote.
        '^' => before.is_none_or(|before| before == '['),
        _ => false,
    }
}

/// Returns a fence for code: more backticks than the code has in a row, and at least `least`.
pub(super) fn fence(code: &str, least: usize) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(least.max(longest + 1))
}

/// Returns the length of the entity at the start of a text.
pub(super) fn entity_length(text: &str) -> Option<usize> {
    let body = text.strip_prefix('&')?;
    let is_part = |c: &u8| c.is_ascii_alphanumeric() || *c == b'#';
    let length = body.bytes().take(40).take_while(is_part).count();
    (length > 0 && body[length..].starts_with(';')).then_some(length + 2)
}

/// Escapes a word that would begin a list, a heading, a quote, a table or a rule at the start of a line.
pub(super) fn at_line_start(word: &str) -> Cow<'_, str> {
    let all = |marks: &[char]| word.chars().all(|c| marks.contains(&c));
    if all(&['-', ':', '|']) || all(&['=']) || all(&['#']) || word == "+" || word.starts_with(['>', '|']) {
        return Cow::Owned(format!("\\{word}"));
    }
    match word.strip_suffix(['.', ')']) {
        Some(number) if !number.is_empty() && number.bytes().all(|c| c.is_ascii_digit()) => {
            Cow::Owned(format!("{number}\\{}", &word[number.len()..]))
        }
        _ => Cow::Borrowed(word),
    }
}

/// Returns the URL at the start of a text, without the punctuation of the sentence around it.
pub(super) fn url(text: &str) -> Option<&str> {
    let scheme = scheme_length(text)?;
    let body = &text[scheme..];
    let is_end = |&(at, c): &(usize, char)| match c {
        // In a list without spaces, a URL ends where the next one begins.
        ',' | ';' => scheme_length(&body[at + 1..]).is_some(),
        '<' | '>' | '"' | '`' | '|' | '\\' | '^' => true,
        c => !c.is_ascii() || c.is_whitespace(),
    };
    let end = body.char_indices().find(is_end).map_or(body.len(), |(at, _)| at);
    let body = trim_punctuation(&body[..end]);
    (!body.is_empty()).then(|| &text[..scheme + body.len()])
}

/// Whether a text contains a URL.
pub(super) fn has_url(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let start =
            text[..at].trim_end_matches(|c: char| c.eq_ignore_ascii_case(&'s')).len().saturating_sub(4);
        text.get(start..).and_then(url).is_some()
    })
}

/// Whether `<…>` around a URL makes a link: the URL has a host and is not a template.
pub(super) fn is_linkable(url: &str) -> bool {
    let host = scheme_length(url).map_or("", |scheme| &url[scheme..]);
    host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && !url.contains(['{', '}', '<', '>', ' '])
}

fn scheme_length(text: &str) -> Option<usize> {
    let is = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    ["https://", "http://"].into_iter().find(|scheme| is(scheme)).map(str::len)
}

fn trim_punctuation(url: &str) -> &str {
    let count = |c: char| url.matches(c).count();
    let mut extra = [('(', ')'), ('[', ']'), ('{', '}')]
        .map(|(open, close)| (close, count(close).saturating_sub(count(open))));
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        match extra.iter_mut().find(|(close, _)| *close == last) {
            Some((_, 0)) => break,
            Some((_, count)) => *count -= 1,
            None if ".,;:!?'*_~".contains(last) => {}
            None => break,
        }
        url = &url[..url.len() - 1];
    }
    url
}

/// Returns the address of a link to a web page or a mail address, for use within `(…)` or `<…>`; `None` for all others.
pub(super) fn destination(address: &str) -> Option<String> {
    let address = &super::clean(address);
    let address = address.trim();
    if is_mail(address) {
        return Some(address.to_owned());
    }
    let address: String = address.chars().filter(|c| *c == ' ' || !c.is_whitespace()).collect();
    let address = utf8_percent_encode(&address, IN_ADDRESS).to_string();
    is_linkable(&address).then_some(address)
}

/// Escapes an address for use after `](`.
pub(super) fn in_parentheses(address: &str) -> String {
    let is_entity = |at: usize| entity_length(&address[at..]).is_some();
    let part = |(at, c): (usize, char)| if is_entity(at) { "&amp;".to_owned() } else { c.to_string() };
    address.char_indices().map(part).collect()
}

fn is_mail(address: &str) -> bool {
    let Some((name, host)) = address.strip_prefix("mailto:").and_then(|address| address.split_once('@'))
    else {
        return false;
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    let (first, last) = host.rsplit_once('.').unwrap_or_default();
    !name.is_empty()
        && name.chars().all(is_part)
        && !first.is_empty()
        && !last.is_empty()
        && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
}
