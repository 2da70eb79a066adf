//! A description as a sequence of tokens, in which Markdown and HTML differ only where it matters.

use hashbrown::HashMap;
use pulldown_cmark::{Event, LinkType, Options, Parser, Tag as Start, TagEnd};

use super::html::{self, Piece, Role, Tag};
use super::tree::{Container, List, Mark, Table};
use super::{clean, escape};

/// A step through a description.
#[derive(Debug)]
pub(super) enum Token {
    /// The start of a Markdown element; the matching [`Token::End`] follows.
    Start(Container),
    End,
    Text(String),
    Code(String),
    Break,
    Rule,
    /// The end of a line: what follows begins a new one.
    Boundary,
    Open(Tag, Extent),
    /// The end tag of an HTML element, and whether the element was open.
    Close(Tag, bool),
}

/// The extent of an HTML element.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Extent {
    /// No end tag follows, so the tag may be a placeholder rather than HTML.
    Unclosed,
    /// The end tag comes before a block begins or ends.
    Inline,
    /// There are blocks before the end tag.
    AroundBlocks,
}

/// Parses a description.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut html_block = None::<String>;
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Start::HtmlBlock) => html_block = Some(String::new()),
            Event::End(TagEnd::HtmlBlock) => {
                tokens.push(Token::Boundary);
                add_html(&html_block.take().unwrap_or_default(), &mut tokens);
                tokens.push(Token::Boundary);
            }
            Event::Html(html) | Event::InlineHtml(html) => match &mut html_block {
                Some(block) => block.push_str(&html),
                None => add_html(&html, &mut tokens),
            },
            Event::Text(text) => match &mut html_block {
                Some(block) => block.push_str(&text),
                None => tokens.push(Token::Text(clean(&text))),
            },
            Event::Start(start) => tokens.push(Token::Start(container(start))),
            Event::End(_) => tokens.push(Token::End),
            Event::Code(code) => tokens.push(Token::Code(clean(&code))),
            Event::SoftBreak => tokens.push(Token::Text("\n".to_owned())),
            Event::HardBreak => tokens.push(Token::Break),
            Event::Rule => tokens.push(Token::Rule),
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                tokens.push(Token::Text(clean(&text)));
            }
            Event::TaskListMarker(_) => {}
        }
    }
    pair(&mut tokens);
    tokens
}

fn container(start: Start<'_>) -> Container {
    match start {
        Start::Paragraph => Container::Paragraph,
        Start::Heading { level, .. } => Container::Heading(level as u8),
        Start::BlockQuote(_) => Container::Quote,
        Start::CodeBlock(_) => Container::CodeBlock,
        Start::List(start) => Container::List(List { start, ..List::default() }),
        Start::Item => Container::Item,
        Start::Table(alignments) => Container::Table(Table { alignments, rows: Vec::new() }),
        Start::TableHead | Start::TableRow => Container::Row(Vec::new()),
        Start::TableCell => Container::Cell,
        Start::Emphasis => Container::Span(Mark::Emphasis),
        Start::Strong => Container::Span(Mark::Strong),
        Start::Strikethrough => Container::Span(Mark::Strike),
        Start::Link { link_type: LinkType::Email, dest_url, .. } => {
            Container::Link(escape::destination(&format!("mailto:{dest_url}")))
        }
        Start::Link { dest_url, .. } | Start::Image { dest_url, .. } => {
            Container::Link(escape::destination(&dest_url))
        }
        _ => Container::Flow,
    }
}

fn add_html(html: &str, tokens: &mut Vec<Token>) {
    tokens.extend(html::pieces(html).into_iter().map(|piece| match piece {
        Piece::Text(text) => Token::Text(text),
        Piece::Open(tag) => Token::Open(tag, Extent::Unclosed),
        Piece::Close(tag) => Token::Close(tag, false),
    }));
}

/// The HTML elements that are open within one Markdown element.
#[derive(Default)]
struct OpenElements {
    /// The index of the token, the name, and whether a block began in the element.
    stack: Vec<(usize, String, bool)>,
    /// The number of open elements by name.
    count: HashMap<String, usize>,
}

impl OpenElements {
    fn open(&mut self, index: usize, name: &str) {
        *self.count.entry(name.to_owned()).or_default() += 1;
        self.stack.push((index, name.to_owned(), false));
    }

    fn close(&mut self, name: &str) -> Option<(usize, Extent)> {
        if self.count.get(name).is_none_or(|count| *count == 0) {
            return None;
        }
        let mut has_blocks = false;
        while let Some((index, open, blocks)) = self.stack.pop() {
            has_blocks |= blocks;
            if let Some(count) = self.count.get_mut(&open) {
                *count -= 1;
            }
            if open == name {
                // The blocks are in the enclosing element too.
                self.stack.last_mut().into_iter().for_each(|(_, _, blocks)| *blocks |= has_blocks);
                return Some((index, if has_blocks { Extent::AroundBlocks } else { Extent::Inline }));
            }
        }
        None
    }

    fn add_block(&mut self) {
        self.stack.last_mut().into_iter().for_each(|(_, _, blocks)| *blocks = true);
    }
}

/// Finds which end tag closes which element. Both are within one Markdown element.
fn pair(tokens: &mut [Token]) {
    let mut elements = OpenElements::default();
    let mut outer = Vec::new();
    let mut extents = Vec::new();
    for (index, token) in tokens.iter_mut().enumerate() {
        match token {
            Token::Start(container) => {
                if !container.is_inline() {
                    elements.add_block();
                }
                outer.push(std::mem::take(&mut elements));
            }
            Token::End => elements = outer.pop().unwrap_or_default(),
            Token::Boundary | Token::Rule => elements.add_block(),
            Token::Open(tag, _) => {
                if !tag.role.is_inline() {
                    elements.add_block();
                }
                if !matches!(tag.role, Role::Break | Role::Rule | Role::Image | Role::Unknown) {
                    elements.open(index, &tag.name);
                }
            }
            Token::Close(tag, is_open) => {
                let closed = elements.close(&tag.name);
                *is_open = closed.is_some();
                extents.extend(closed);
                if !tag.role.is_inline() {
                    elements.add_block();
                }
            }
            _ => {}
        }
    }
    for (index, closed) in extents {
        if let Token::Open(_, extent) = &mut tokens[index] {
            *extent = closed;
        }
    }
}
