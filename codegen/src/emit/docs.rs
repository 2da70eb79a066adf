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

use crate::text::is_invisible;
use tree::Block;
use words::{Style, Words};

mod blocks;
mod builder;
mod escape;
mod html;
mod tokens;
mod tree;
mod words;

#[cfg(test)]
mod tests;

/// The lines of a doc comment, without the slashes and the space after them. Lines are at most `width` columns long
/// where a break changes nothing; words, URLs, code, headings and table rows stay whole.
pub(crate) fn markdown(text: &str, width: usize) -> Vec<String> {
    if is_one_plain_line(text, width) {
        return vec![text.to_owned()];
    }
    let text = clean(text);
    blocks::lines(&builder::blocks(tokens::tokens(&text)), width)
}

/// The lines of an item of a list: a label of ours and a description. Only words follow the label in its line: a fence
/// would not be one there, and what should end it would begin one.
pub(crate) fn item(label: &str, text: &str, width: usize) -> Vec<String> {
    let blocks = builder::blocks(tokens::tokens(&clean(text)));
    let mut lines = blocks::lines(&blocks, width);
    match (blocks.first(), lines.first_mut()) {
        (Some(Block::Paragraph(_)), Some(first)) => first.insert_str(0, &format!("{label}: ")),
        _ => drop(lines.splice(0..0, [format!("{label}:"), String::new()])),
    }
    blocks::indent(lines, "- ", "  ")
}

/// Whether a text is surely what becomes of it: one line of words, between single spaces. Most descriptions are, and
/// reading them as Markdown takes long.
fn is_one_plain_line(text: &str, width: usize) -> bool {
    let mut previous = ' ';
    for c in text.chars() {
        let fits = match previous {
            ' ' => c.is_ascii_alphabetic(),
            // What follows a full stop in a word may make a host of it.
            '.' | ',' => c == ' ',
            _ => c.is_ascii_alphanumeric() || matches!(c, ' ' | ',' | '.'),
        };
        if !fits {
            return false;
        }
        previous = c;
    }
    previous != ' ' && text.len() <= width
}

/// A text in which Markdown means nothing (a name, a value), as one line of Markdown that shows it.
pub(crate) fn plain(text: &str) -> String {
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
