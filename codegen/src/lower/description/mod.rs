//! The description of the collection, without the passages about the use of Postman.
//!
//! Owners explain in it how to import the collection, to fill in variables and to click Send, which has no meaning for
//! the users of a client. A passage is dropped if most of its sentences are such instructions ([`instructions`]):
//!
//! - a paragraph, or an item of a list with all inside it;
//! - a section, if its heading is one;
//! - a list after a paragraph that is dropped and ends in a colon, and such a paragraph before a list that is dropped;
//! - a heading without content.
//!
//! If only headings remain, nothing does.

mod instructions;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use instructions::{are_instructions, names_postman};

/// Returns the description of a collection with this title, and whether a part of it was dropped.
///
/// A collection that has Postman in its title may describe Postman's own API, so nothing of it is dropped.
pub(super) fn without_instructions(title: &str, text: &str) -> (String, bool) {
    if names_postman(title) {
        return (text.to_owned(), false);
    }
    let mut passages = passages(text);
    drop_instructions(&mut passages);
    drop_related(&mut passages);
    drop_sections(&mut passages);
    if passages.iter().all(|passage| !passage.dropped) {
        return (text.to_owned(), false);
    }
    drop_empty_sections(&mut passages);
    let is_content = |passage: &Passage| !passage.dropped && !matches!(passage.kind, Kind::Heading(_));
    if !passages.iter().filter(|passage| passage.parent.is_none()).any(is_content) {
        return (String::new(), true);
    }
    (remaining(text, &passages), true)
}

/// A block of the description.
#[derive(Debug)]
struct Passage {
    kind: Kind,
    range: Range<usize>,
    /// The text as it is shown, without that of the passages in it.
    text: String,
    /// The passage around it: the list of an item, the item of an inner list.
    parent: Option<usize>,
    dropped: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Heading(u8),
    Paragraph,
    List,
    Item,
    Quote,
    /// Code, or a table.
    Other,
}

/// Returns the passages, each before those in it.
fn passages(text: &str) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    // The elements that are open: the index of the passage, or `None` for another element.
    let mut open: Vec<Option<usize>> = Vec::new();
    // The passages among them.
    let mut outer: Vec<usize> = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                let parent = outer.last().copied();
                let passage = kind(&tag, parent.map(|parent| passages[parent].kind)).map(|kind| {
                    passages.push(Passage { kind, range, text: String::new(), parent, dropped: false });
                    outer.push(passages.len() - 1);
                    passages.len() - 1
                });
                open.push(passage);
            }
            Event::End(end) => {
                if open.pop().flatten().is_some() {
                    outer.pop();
                } else if let (TagEnd::Paragraph, Some(&item)) = (end, outer.last()) {
                    passages[item].text.push('\n');
                }
            }
            Event::Text(part) | Event::Code(part) => add(&mut passages, &outer, &part),
            Event::Html(part) | Event::InlineHtml(part) => add(&mut passages, &outer, &without_tags(&part)),
            Event::SoftBreak | Event::HardBreak => add(&mut passages, &outer, "\n"),
            _ => {}
        }
    }
    passages
}

fn add(passages: &mut [Passage], outer: &[usize], text: &str) {
    if let Some(passage) = outer.last() {
        passages[*passage].text.push_str(text);
    }
}

/// Returns the kind of passage that an element is. Whatever is in an item, except a list, is a part of the item.
fn kind(tag: &Tag<'_>, parent: Option<Kind>) -> Option<Kind> {
    match (tag, parent) {
        (Tag::List(_), None | Some(Kind::Item | Kind::Quote)) => Some(Kind::List),
        (Tag::Item, Some(Kind::List)) => Some(Kind::Item),
        (Tag::BlockQuote(_), None) => Some(Kind::Quote),
        (Tag::Heading { level, .. }, None) => Some(Kind::Heading(*level as u8)),
        (Tag::Paragraph | Tag::HtmlBlock, None | Some(Kind::Quote)) => Some(Kind::Paragraph),
        (Tag::CodeBlock(_) | Tag::Table(_), None) => Some(Kind::Other),
        _ => None,
    }
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for (index, part) in html.split('<').enumerate() {
        let after = if index == 0 { Some(part) } else { part.split_once('>').map(|(_, after)| after) };
        text.push(' ');
        text.push_str(after.unwrap_or_default());
    }
    text
}

/// Drops the paragraphs and items that consist of instructions.
fn drop_instructions(passages: &mut [Passage]) {
    for passage in passages {
        passage.dropped =
            matches!(passage.kind, Kind::Paragraph | Kind::Item) && are_instructions(&passage.text);
    }
}

/// Drops what belongs to a passage that is dropped: what a colon announces, and what announces it.
fn drop_related(passages: &mut [Passage]) {
    let mut children = vec![(0_usize, 0_usize); passages.len()];
    // Inner passages follow outer ones, so their fate is known first.
    for index in (0..passages.len()).rev() {
        let (all, dropped) = children[index];
        let is_empty = all > 0 && all == dropped;
        passages[index].dropped |= match passages[index].kind {
            Kind::List => is_empty,
            Kind::Quote => is_empty && passages[index].text.trim().is_empty(),
            Kind::Item => is_empty && ends_in_colon(&passages[index]),
            _ => false,
        };
        if let Some(parent) = passages[index].parent {
            children[parent].0 += 1;
            children[parent].1 += usize::from(passages[index].dropped);
        }
    }
    let outermost: Vec<usize> =
        (0..passages.len()).filter(|index| passages[*index].parent.is_none()).collect();
    for pair in outermost.windows(2) {
        let [first, second] = [pair[0], pair[1]];
        let is_announced = passages[first].kind == Kind::Paragraph
            && ends_in_colon(&passages[first])
            && matches!(passages[second].kind, Kind::List | Kind::Other);
        if is_announced {
            let dropped = passages[first].dropped || passages[second].dropped;
            passages[first].dropped = dropped;
            passages[second].dropped = dropped;
        }
    }
}

fn ends_in_colon(passage: &Passage) -> bool {
    passage.text.trim_end().ends_with(':')
}

/// Drops the sections whose headings are instructions.
fn drop_sections(passages: &mut [Passage]) {
    // The level of the innermost heading that is dropped with its section.
    let mut dropped: Option<u8> = None;
    for passage in passages.iter_mut() {
        if let Kind::Heading(level) = passage.kind {
            dropped = dropped.filter(|outer| *outer < level);
            if dropped.is_none() && are_instructions(&passage.text) {
                dropped = Some(level);
            }
        }
        passage.dropped |= dropped.is_some();
    }
}

/// Drops the headings without content.
fn drop_empty_sections(passages: &mut [Passage]) {
    // The level of the headings below which there is content, from the end of the text.
    let mut content: Option<u8> = None;
    for passage in passages.iter_mut().rev().filter(|passage| passage.parent.is_none()) {
        match passage.kind {
            Kind::Heading(level) => {
                passage.dropped |= content.is_none_or(|inner| inner <= level);
                if !passage.dropped {
                    content = Some(level);
                }
            }
            _ if !passage.dropped => content = Some(u8::MAX),
            _ => {}
        }
    }
}

/// Returns the text without the passages that are dropped.
fn remaining(text: &str, passages: &[Passage]) -> String {
    let mut remaining = String::with_capacity(text.len());
    let mut end = 0;
    for passage in passages.iter().filter(|passage| passage.dropped) {
        if let Some(kept) = text.get(end..passage.range.start) {
            remaining.push_str(kept);
        }
        end = end.max(passage.range.end);
    }
    remaining.push_str(text.get(end..).unwrap_or_default());
    remaining.trim().to_owned()
}

#[cfg(test)]
mod tests;
