//! A description as one list of tokens, in which Markdown and HTML are told apart only where it matters.

use super::clean;
use super::html::{self, Piece, Role, Tag};
use super::tree::{Alignment, Mark};
use pulldown_cmark::{Event, Options, Parser, Tag as Start, TagEnd};
use std::collections::HashMap;

/// A step through a description.
#[derive(Debug)]
pub(super) enum Token {
    /// Markdown opens something; the matching [`Token::End`] follows.
    Start(Container),
    End,
    Text(String),
    Code(String),
    Break,
    Rule,
    /// What follows is on lines of its own.
    Boundary,
    Open(Tag, Fate),
    /// The end of an HTML element, and whether it was open.
    Close(Tag, bool),
}

/// What Markdown opens.
#[derive(Debug)]
pub(super) enum Container {
    Paragraph,
    Heading(u8),
    Quote,
    List(Option<u64>),
    Item,
    CodeBlock,
    Table(Vec<Alignment>),
    Row,
    Cell,
    Span(Mark),
    /// A link or an image, and its address.
    Link(String),
    /// Something without a counterpart in the tree.
    Other,
}

/// What becomes of an opening tag.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    /// Nothing closes it, so it may be a placeholder rather than HTML.
    Alone,
    /// It is closed before a block begins or ends.
    InLine,
    /// It is closed, and there are blocks in it.
    AroundBlocks,
}

/// The tokens of a description.
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
        Start::List(start) => Container::List(start),
        Start::Item => Container::Item,
        Start::Table(alignments) => Container::Table(alignments),
        Start::TableHead | Start::TableRow => Container::Row,
        Start::TableCell => Container::Cell,
        Start::Emphasis => Container::Span(Mark::Emphasis),
        Start::Strong => Container::Span(Mark::Strong),
        Start::Strikethrough => Container::Span(Mark::Strike),
        Start::Link { link_type: pulldown_cmark::LinkType::Email, dest_url, .. } => {
            Container::Link(format!("mailto:{dest_url}"))
        }
        Start::Link { dest_url, .. } | Start::Image { dest_url, .. } => {
            Container::Link(dest_url.into_string())
        }
        _ => Container::Other,
    }
}

fn add_html(html: &str, tokens: &mut Vec<Token>) {
    tokens.extend(html::pieces(html).into_iter().map(|piece| match piece {
        Piece::Text(text) => Token::Text(text),
        Piece::Open(tag) => Token::Open(tag, Fate::Alone),
        Piece::Close(tag) => Token::Close(tag, false),
    }));
}

/// The HTML elements that are open in one Markdown container.
#[derive(Default)]
struct Scope {
    /// The place of the token, the name, and whether a block began in it.
    open: Vec<(usize, String, bool)>,
    /// How many of each name are open.
    count: HashMap<String, usize>,
}

impl Scope {
    fn close(&mut self, name: &str) -> Option<(usize, Fate)> {
        if self.count.get(name).is_none_or(|count| *count == 0) {
            return None;
        }
        let mut has_blocks = false;
        while let Some((at, open, blocks)) = self.open.pop() {
            has_blocks |= blocks;
            if let Some(count) = self.count.get_mut(&open) {
                *count -= 1;
            }
            if open == name {
                // What encloses this one has the blocks in it too.
                self.open.last_mut().into_iter().for_each(|(_, _, blocks)| *blocks |= has_blocks);
                return Some((at, if has_blocks { Fate::AroundBlocks } else { Fate::InLine }));
            }
        }
        None
    }

    fn block(&mut self) {
        self.open.last_mut().into_iter().for_each(|(_, _, blocks)| *blocks = true);
    }
}

/// Finds which tag closes which. A pair is in one Markdown container.
fn pair(tokens: &mut [Token]) {
    let mut scope = Scope::default();
    let mut outer = Vec::new();
    let mut fates = Vec::new();
    for (at, token) in tokens.iter_mut().enumerate() {
        match token {
            Token::Start(container) => {
                if !matches!(container, Container::Span(_) | Container::Link(_)) {
                    scope.block();
                }
                outer.push(std::mem::take(&mut scope));
            }
            Token::End => scope = outer.pop().unwrap_or_default(),
            Token::Boundary | Token::Rule => scope.block(),
            Token::Open(tag, _) => {
                if !tag.role.is_inline() {
                    scope.block();
                }
                if !matches!(tag.role, Role::Break | Role::Rule | Role::Image | Role::Unknown) {
                    *scope.count.entry(tag.name.clone()).or_default() += 1;
                    scope.open.push((at, tag.name.clone(), false));
                }
            }
            Token::Close(tag, is_open) => {
                let closed = scope.close(&tag.name);
                *is_open = closed.is_some();
                fates.extend(closed);
                if !tag.role.is_inline() {
                    scope.block();
                }
            }
            _ => {}
        }
    }
    for (at, fate) in fates {
        if let Token::Open(_, open_fate) = &mut tokens[at] {
            *open_fate = fate;
        }
    }
}
