//! Third-party descriptions as the text of rustdoc comments.
//!
//! A description is Markdown mixed with HTML, written for Postman. It is parsed into a tree of blocks, and the tree is
//! printed as Markdown that rustdoc renders as the author meant it:
//!
//! - code is fenced as `text`, so it never becomes a doctest;
//! - HTML for formatting becomes Markdown, and everything else that looks like HTML is shown as text;
//! - a bracket is a link only where the author linked to a web page or a mail address, so rustdoc resolves nothing;
//! - bare URLs become links, and URL templates become code;
//! - headings begin at `###`, below the sections of the generated documentation;
//! - invisible characters and those that reorder text on the screen are removed.
//!
//! [`markdown`] is for descriptions; [`plain`], [`sentence`], [`code`] and [`link`] are for names, values and addresses, in
//! which Markdown has no meaning. None of the lines has a line break in it: each can follow `/// ` as it is. The work is
//! linear in the length of the text.

use std::cell::RefCell;

use hashbrown::HashMap;

use crate::text::is_invisible;
use tree::Block;
use words::{Context, Words};

mod blocks;
mod builder;
mod escape;
mod html;
mod tokens;
mod tree;
mod words;

#[cfg(test)]
mod tests;

/// Returns the lines of a doc comment, without the slashes and the space after them.
///
/// Lines are at most `width` columns long where a break changes nothing; words, URLs, code, headings and table rows are
/// never broken.
pub(crate) fn markdown(text: &str, width: usize) -> Vec<String> {
    cached(text, width).lines
}

/// Returns the lines of a list item: the lines of a label and its description, or `missing` where the description is empty.
///
/// Only a paragraph continues the line of the label: a fence there would not be read as one, and its end would open a
/// new one.
pub(crate) fn item(mut label: Vec<String>, text: &str, missing: &str, width: usize) -> Vec<String> {
    let described = Some(cached(text, width)).filter(|rendered| !rendered.lines.is_empty());
    let Rendered { mut lines, begins_with_paragraph } = described.unwrap_or_else(|| cached(missing, width));
    let last = label.pop().unwrap_or_default();
    match lines.first_mut() {
        Some(first) if begins_with_paragraph && last.len() + 2 + first.len() <= width => {
            first.insert_str(0, &format!("{last}: "));
        }
        Some(_) if begins_with_paragraph => lines.insert(0, format!("{last}:")),
        _ => drop(lines.splice(0..0, [format!("{last}:"), String::new()])),
    }
    label.extend(lines);
    blocks::indent(label, "- ", "  ")
}

/// A description as Markdown for rustdoc.
#[derive(Clone)]
struct Rendered {
    lines: Vec<String>,
    begins_with_paragraph: bool,
}

fn render(text: &str, width: usize) -> Rendered {
    let blocks = builder::blocks(tokens::tokens(&clean(text)));
    Rendered {
        lines: blocks::lines(&blocks, width),
        begins_with_paragraph: matches!(blocks.first(), Some(Block::Paragraph(_))),
    }
}

/// The number of descriptions in the cache; a full cache is emptied.
const CACHE_SIZE: usize = 256;

/// Renders a description unless the same one was rendered shortly before. Collections repeat descriptions, and parsing
/// Markdown is the dearest part of printing.
fn cached(text: &str, width: usize) -> Rendered {
    thread_local! {
        static CACHE: RefCell<HashMap<(String, usize), Rendered>> = RefCell::default();
    }
    CACHE.with_borrow_mut(|cache| {
        let key = (text.to_owned(), width);
        if let Some(rendered) = cache.get(&key) {
            return rendered.clone();
        }
        if cache.len() == CACHE_SIZE {
            cache.clear();
        }
        let rendered = render(text, width);
        cache.insert(key, rendered.clone());
        rendered
    })
}

/// Returns a text in which Markdown has no meaning (a name, a value) as one line of Markdown that shows it.
pub(crate) fn plain(text: &str) -> String {
    let mut words = Words::default();
    words.text(&clean(text), Context::default(), None);
    words.lines(usize::MAX).join(" ")
}

/// Returns [`plain`] text with a full stop, unless it ends like a sentence already.
pub(crate) fn sentence(text: &str) -> String {
    let mut text = plain(text);
    let bare = text.trim_end_matches(['"', '\'', ')', '”', '’', '»', '*', '\\', ']']);
    if !bare.is_empty() && !bare.ends_with(['.', '!', '?', ':', ';', '…', '。', '！', '？', '：']) {
        text.push('.');
    }
    text
}

/// Returns the title of a folder as one line of Markdown; `""` for a blank one.
pub(crate) fn title(text: &str) -> String {
    let title = plain(text);
    if title.is_empty() { code("") } else { title }
}

/// Returns a value as inline code, fenced by more backticks than it contains. A blank value is in quotes: `""`, `" "`.
pub(crate) fn code(text: &str) -> String {
    let code = words::code_span(&clean(text), Context::default());
    if code.is_empty() { format!("`\"{}\"`", " ".repeat(text.chars().count())) } else { code }
}

/// Returns the names of the elements of a list, as they are sent.
pub(crate) fn elements(list: &str) -> String {
    let [first, second] = [0, 1].map(|index| code(&format!("{list}[{index}]")));
    format!("{first}, {second} and so on, one for each value")
}

/// Returns a link with the given label, or the label and the address as code where the address is not one of the web.
pub(crate) fn link(label: &str, address: &str) -> String {
    match escape::destination(address) {
        Some(address) => format!("[{label}](<{}>)", escape::in_parentheses(&address)),
        None => format!("{label}: {}", code(address)),
    }
}

/// Removes what must not be in a comment; lines end in `\n`.
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
