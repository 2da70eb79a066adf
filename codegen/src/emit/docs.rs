//! Descriptions that others wrote, as the text of rustdoc comments.
//!
//! A description is Markdown with HTML in it, written for Postman. Here it is read into a tree of blocks and printed
//! again as Markdown of our own, in which rustdoc finds what the author meant and nothing else:
//!
//! - code is fenced as `text`, so it never becomes a doctest;
//! - HTML that formats becomes Markdown, and everything else that looks like HTML shows as text;
//! - a bracket is a link only where the author linked to a web page or a mail address, so rustdoc resolves nothing;
//! - bare URLs become links, or code where they are templates;
//! - headings begin at `###`, below the sections that we write;
//! - characters that nobody sees, and those that reorder text on the screen, are gone.
//!
//! [`markdown`] is for descriptions; [`plain`], [`sentence`], [`code`] and [`link`] are for names, values and addresses, in
//! which Markdown means nothing. Every line that comes out is one line: it can follow `/// ` as it is. The work is linear in the text.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::text::is_invisible;
use tree::Block;
use words::{Style, Words};

mod blocks;
mod builder;
mod escape;
mod html;
mod short;
mod tokens;
mod tree;
mod words;

#[cfg(test)]
mod tests;

/// The lines of a doc comment, without the slashes and the space after them. Lines are at most `width` columns long
/// where a break changes nothing; words, URLs, code, headings and table rows stay whole.
pub(crate) fn markdown(text: &str, width: usize) -> Vec<String> {
    short::lines(text, width).unwrap_or_else(|| remembered(text, width).lines)
}

/// The lines of an item of a list: a label of ours and a description, or what stands in for one that is missing. Only
/// words follow the label in its line: a fence would not be one there, and what should end it would begin one.
pub(crate) fn item(label: &str, text: &str, missing: &str, width: usize) -> Vec<String> {
    let read = |text| match short::lines(text, width) {
        Some(lines) => Read { lines, begins_with_words: true },
        None => remembered(text, width),
    };
    let described = Some(read(text)).filter(|read| !read.lines.is_empty());
    let Read { mut lines, begins_with_words } = described.unwrap_or_else(|| read(missing));
    match lines.first_mut() {
        Some(first) if begins_with_words => first.insert_str(0, &format!("{label}: ")),
        _ => drop(lines.splice(0..0, [format!("{label}:"), String::new()])),
    }
    blocks::indent(lines, "- ", "  ")
}

/// What became of a description.
#[derive(Clone)]
struct Read {
    lines: Vec<String>,
    /// Whether the first block is a paragraph.
    begins_with_words: bool,
}

fn read(text: &str, width: usize) -> Read {
    let blocks = builder::blocks(tokens::tokens(&clean(text)));
    Read {
        lines: blocks::lines(&blocks, width),
        begins_with_words: matches!(blocks.first(), Some(Block::Paragraph(_))),
    }
}

/// As many descriptions are remembered at a time.
const REMEMBERED: usize = 256;

/// What becomes of a description. Collections say the same of many things, and reading Markdown takes long.
fn remembered(text: &str, width: usize) -> Read {
    thread_local! {
        static READ: RefCell<HashMap<(String, usize), Read>> = RefCell::default();
    }
    READ.with_borrow_mut(|seen| {
        let key = (text.to_owned(), width);
        if let Some(read) = seen.get(&key) {
            return read.clone();
        }
        if seen.len() == REMEMBERED {
            seen.clear();
        }
        let read = read(text, width);
        seen.insert(key, read.clone());
        read
    })
}

/// A text in which Markdown means nothing (a name, a value), as one line of Markdown that shows it.
pub(crate) fn plain(text: &str) -> String {
    if !text.contains('\n')
        && let Some(mut lines) = short::lines(text, usize::MAX)
    {
        return lines.pop().unwrap_or_default();
    }
    let mut words = Words::default();
    words.text(&clean(text), Style::default(), None);
    words.lines(usize::MAX).join(" ")
}

/// [`plain`] text with a full stop, unless it ends like a sentence already.
pub(crate) fn sentence(text: &str) -> String {
    let mut text = plain(text);
    let bare = text.trim_end_matches(['"', '\'', ')', '”', '’', '»', '*', '\\', ']']);
    if !bare.is_empty() && !bare.ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？', '：']) {
        text.push('.');
    }
    text
}

/// A value as inline code: the fence is longer than any backticks in it. Nothing when there is nothing to show.
pub(crate) fn code(text: &str) -> String {
    words::code_span(&clean(text), Style::default())
}

/// A link under a word of ours; where the address leads nowhere, the word and the address.
pub(crate) fn link(word: &str, address: &str) -> String {
    match escape::destination(address) {
        Some(address) => format!("[{word}](<{}>)", escape::in_parentheses(&address)),
        None => format!("{word}: {}", code(address)),
    }
}

/// The text without what has no place in a comment; lines end in `\n`.
fn clean(text: &str) -> String {
    if text.bytes().all(|byte| matches!(byte, b'\t' | b'\n' | b' '..=b'~')) {
        return text.to_owned();
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            '\r' => clean.push('\n'),
            '\n' | '\t' => clean.push(c),
            '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c => clean.push(c),
        }
    }
    clean
}
