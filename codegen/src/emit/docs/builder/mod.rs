//! Builds the tree from the tokens.
//!
//! Markdown elements nest properly; HTML elements need not: one may begin a list in the middle of a line or leave it open.
//! So there is one stack of open containers, and a second one with its height at the start of each Markdown element: the
//! end of that element closes everything above.

use super::tokens::Token;
use super::tree::{self, Block, Container, Inline, inlines_of, text_of};

mod elements;

/// The greatest depth of the tree. Containers that would be deeper are skipped; their content stays.
const MAX_DEPTH: usize = 48;

/// Builds the tree of a description.
pub(super) fn blocks(tokens: Vec<Token>) -> Vec<Block> {
    let mut builder = Builder { stack: vec![Frame::new(Container::Flow, "")], heights: Vec::new() };
    for token in tokens {
        builder.token(token);
    }
    builder.close_to(1);
    builder.end_paragraph();
    builder.stack.pop().map(|root| root.blocks).unwrap_or_default()
}

struct Builder {
    /// Never empty.
    stack: Vec<Frame>,
    /// The height of the stack at the start of each open Markdown element.
    heights: Vec<usize>,
}

/// An open container.
struct Frame {
    container: Container,
    /// The HTML element that opened it; empty for Markdown.
    element: String,
    /// The complete blocks, in a container that holds blocks.
    blocks: Vec<Block>,
    /// The current paragraph, or the content of a container that holds no blocks.
    inlines: Vec<Inline>,
}

impl Frame {
    fn new(container: Container, element: &str) -> Self {
        Self { container, element: element.to_owned(), blocks: Vec::new(), inlines: Vec::new() }
    }
}

impl Builder {
    fn token(&mut self, token: Token) {
        match token {
            Token::Start(container) => self.start(container),
            Token::End => {
                let height = self.heights.pop().unwrap_or(1);
                self.close_to(height.max(1));
            }
            Token::Text(text) => self.text(&text),
            Token::Code(code) => self.inline(Inline::Code(code)),
            Token::Break => self.line_break(),
            Token::Rule => self.block(Block::Rule),
            Token::Boundary => self.boundary(),
            Token::Open(tag, extent) => self.open_tag(&tag, extent),
            Token::Close(tag, is_open) => self.close_tag(&tag, is_open),
        }
    }

    fn start(&mut self, container: Container) {
        self.heights.push(self.stack.len());
        if let Container::Paragraph = container
            && let [
                ..,
                Frame { container: Container::List(list), .. },
                Frame { container: Container::Item, .. },
            ] = &mut self.stack[..]
        {
            list.loose = true;
        }
        self.open(container, "");
    }

    fn top(&mut self) -> &mut Frame {
        let top = self.stack.len() - 1;
        &mut self.stack[top]
    }

    /// Opens a container, unless it cannot be within the current one.
    fn open(&mut self, container: Container, element: &str) {
        use Container::{Cell, Item, Link, List, Row, Table};
        let is_inline = container.is_inline();
        if is_inline {
            self.make_room_for_inlines();
        } else {
            self.boundary();
        }
        let parent = &self.top().container;
        let fits = match (&container, parent) {
            (Item, List(_)) | (Row(_), Table(_)) | (Cell, Row(_)) => true,
            (Item | Row(_) | Cell, _) => false,
            (_, parent) if parent.holds_blocks() => true,
            (Link(_), _) => !self.stack.iter().any(|frame| matches!(frame.container, Link(_))),
            _ => is_inline,
        };
        if fits && self.stack.len() < MAX_DEPTH {
            self.stack.push(Frame::new(container, element));
        }
    }

    /// Closes all containers above a height of the stack.
    fn close_to(&mut self, height: usize) {
        while self.stack.len() > height {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        self.end_paragraph();
        let Some(Frame { container, blocks, inlines, .. }) = self.stack.pop() else { return };
        match container {
            Container::Flow | Container::Paragraph => blocks.into_iter().for_each(|block| self.block(block)),
            Container::Quote if blocks.is_empty() => {}
            Container::Quote => self.block(Block::Quote(blocks)),
            Container::Item => match &mut self.top().container {
                Container::List(list) if !blocks.is_empty() => list.items.push(blocks),
                _ => {}
            },
            Container::List(list) if list.items.is_empty() => {}
            Container::List(list) => self.block(Block::List(list)),
            Container::Cell => {
                if let Container::Row(cells) = &mut self.top().container {
                    cells.push(inlines);
                }
            }
            Container::Row(cells) => match &mut self.top().container {
                Container::Table(table) if !cells.is_empty() => table.rows.push(cells),
                _ => {}
            },
            Container::Table(table) if table.rows.iter().flatten().flatten().all(Inline::is_blank) => {}
            Container::Table(table) => self.block(Block::Table(table)),
            _ if inlines.iter().all(Inline::is_blank) && !matches!(container, Container::Link(_)) => {
                self.text(" ")
            }
            Container::Heading(level) => self.block(Block::Heading(level, inlines)),
            Container::CodeBlock => self.block(Block::Code(text_of(&inlines))),
            Container::CodeSpan => self.inline(Inline::Code(text_of(&inlines).replace('\n', " "))),
            Container::Span(mark) => self.inline(Inline::Span(mark, inlines)),
            Container::Link(address) => self.link(address, inlines),
        }
    }

    fn link(&mut self, address: Option<String>, content: Vec<Inline>) {
        let is_blank = content.iter().all(Inline::is_blank);
        match address {
            Some(address) if is_blank => {
                let shown = address.strip_prefix("mailto:").unwrap_or(&address).to_owned();
                self.inline(Inline::Link(address, vec![Inline::Text(shown)]));
            }
            Some(address) => self.inline(Inline::Link(address, content)),
            None => content.into_iter().for_each(|inline| self.inline(inline)),
        }
    }

    fn text(&mut self, text: &str) {
        self.inline(Inline::Text(text.to_owned()));
    }

    fn inline(&mut self, inline: Inline) {
        if matches!(self.top().container, Container::List(_) | Container::Table(_) | Container::Row(_))
            && inline.is_blank()
        {
            return;
        }
        self.make_room_for_inlines();
        tree::push(&mut self.top().inlines, inline);
    }

    /// Opens an item for text that is in a list but not in an item, or a cell for text that is in a table but not in a
    /// cell: browsers show such text.
    fn make_room_for_inlines(&mut self) {
        if matches!(self.top().container, Container::Table(_)) {
            self.stack.push(Frame::new(Container::Row(Vec::new()), "tr"));
        }
        match self.top().container {
            Container::Row(_) => self.stack.push(Frame::new(Container::Cell, "td")),
            Container::List(_) => self.stack.push(Frame::new(Container::Item, "li")),
            _ => {}
        }
    }

    /// Adds a line break; the second in a row ends the paragraph.
    fn line_break(&mut self) {
        let is_repeated = match self
            .top()
            .inlines
            .iter()
            .rev()
            .find(|inline| **inline == Inline::Break || !inline.is_blank())
        {
            Some(last) => *last == Inline::Break,
            None => true,
        };
        match (is_repeated, self.top().container.holds_blocks()) {
            (true, true) => self.end_paragraph(),
            (true, false) => {}
            (false, _) => self.inline(Inline::Break),
        }
    }

    /// Ends the current line.
    fn boundary(&mut self) {
        if self.top().container.holds_blocks() { self.end_paragraph() } else { self.line_break() }
    }

    fn end_paragraph(&mut self) {
        let top = self.top();
        if !top.container.holds_blocks() {
            return;
        }
        let mut inlines = std::mem::take(&mut top.inlines);
        while inlines.last().is_some_and(Inline::is_blank) {
            inlines.pop();
        }
        let blank = inlines.iter().take_while(|inline| inline.is_blank()).count();
        inlines.drain(..blank);
        if !inlines.is_empty() {
            top.blocks.push(Block::Paragraph(inlines));
        }
    }

    /// Adds a block, as inline elements where the container cannot hold blocks.
    fn block(&mut self, block: Block) {
        self.boundary();
        match &mut self.top().container {
            container if container.holds_blocks() => self.top().blocks.push(block),
            Container::List(list) => list.items.push(vec![block]),
            _ => inlines_of(block).into_iter().for_each(|inline| self.inline(inline)),
        }
    }
}
