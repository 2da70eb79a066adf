//! From tokens to the tree.
//!
//! Markdown nests well; HTML does not, and may begin a list in the middle of a line or leave it open. So there is one
//! stack of what is open, and where it stood when Markdown opened something: the end of that closes all above it.

use super::escape;
use super::tokens::{Container, Token};
use super::tree::{self, Block, Inline, List, Mark, Table, inlines_of, text_of};

mod elements;

/// How deep things nest in the tree. What is deeper is read as if it stood there by itself.
const MAX_DEPTH: usize = 48;

/// The tree of a description.
pub(super) fn blocks(tokens: Vec<Token>) -> Vec<Block> {
    let mut builder = Builder { stack: vec![Frame::new(Kind::Flow, "")], scopes: Vec::new() };
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
    /// The height of the stack when each open Markdown container began.
    scopes: Vec<usize>,
}

/// Something open.
struct Frame {
    kind: Kind,
    /// The HTML element that opened it.
    element: String,
    /// Finished blocks, of what holds blocks.
    blocks: Vec<Block>,
    /// The current line: of a paragraph that is not finished, or of what holds nothing else.
    inlines: Vec<Inline>,
}

enum Kind {
    /// Blocks that belong to what is below.
    Flow,
    Quote,
    Item,
    List(List),
    Table(Table),
    Row(Vec<Vec<Inline>>),
    Cell,
    Heading(u8),
    CodeBlock,
    CodeSpan,
    Span(Mark),
    Link(Option<String>),
}

impl Frame {
    fn new(kind: Kind, element: &str) -> Self {
        Self { kind, element: element.to_owned(), blocks: Vec::new(), inlines: Vec::new() }
    }

    fn holds_blocks(&self) -> bool {
        matches!(self.kind, Kind::Flow | Kind::Quote | Kind::Item)
    }
}

impl Builder {
    fn token(&mut self, token: Token) {
        match token {
            Token::Start(container) => self.start(container),
            Token::End => {
                let height = self.scopes.pop().unwrap_or(1);
                self.close_to(height.max(1));
            }
            Token::Text(text) => self.text(&text),
            Token::Code(code) => self.inline(Inline::Code(code)),
            Token::Break => self.line_break(),
            Token::Rule => self.block(Block::Rule),
            Token::Boundary => self.boundary(),
            Token::Open(tag, fate) => self.open_tag(&tag, fate),
            Token::Close(tag, is_open) => self.close_tag(&tag, is_open),
        }
    }

    fn start(&mut self, container: Container) {
        self.scopes.push(self.stack.len());
        match container {
            Container::Paragraph => {
                if let [.., Frame { kind: Kind::List(list), .. }, Frame { kind: Kind::Item, .. }] =
                    &mut self.stack[..]
                {
                    list.loose = true;
                }
                self.open(Kind::Flow, "");
            }
            Container::Heading(level) => self.open(Kind::Heading(level), ""),
            Container::Quote => self.open(Kind::Quote, ""),
            Container::List(start) => self.open(Kind::List(List { start, ..List::default() }), ""),
            Container::Item => self.open(Kind::Item, ""),
            Container::CodeBlock => self.open(Kind::CodeBlock, ""),
            Container::Table(alignments) => {
                self.open(Kind::Table(Table { alignments, rows: Vec::new() }), "")
            }
            Container::Row => self.open(Kind::Row(Vec::new()), ""),
            Container::Cell => self.open(Kind::Cell, ""),
            Container::Span(mark) => self.open(Kind::Span(mark), ""),
            Container::Link(address) => self.open(Kind::Link(escape::destination(&address)), ""),
            Container::Other => self.open(Kind::Flow, ""),
        }
    }

    fn top(&mut self) -> &mut Frame {
        let top = self.stack.len() - 1;
        &mut self.stack[top]
    }

    /// Opens something, or leaves it out where it has no place.
    fn open(&mut self, kind: Kind, element: &str) {
        let is_inline = matches!(kind, Kind::CodeSpan | Kind::Span(_) | Kind::Link(_));
        if is_inline {
            self.make_room_for_inlines();
        } else {
            self.boundary();
        }
        let fits = match (&kind, &self.top().kind) {
            (Kind::Item, Kind::List(_)) | (Kind::Row(_), Kind::Table(_)) | (Kind::Cell, Kind::Row(_)) => true,
            (Kind::Item | Kind::Row(_) | Kind::Cell, _) => false,
            (_, Kind::Flow | Kind::Quote | Kind::Item) => true,
            (Kind::Link(_), _) => !self.stack.iter().any(|frame| matches!(frame.kind, Kind::Link(_))),
            _ => is_inline,
        };
        if fits && self.stack.len() < MAX_DEPTH {
            self.stack.push(Frame::new(kind, element));
        }
    }

    /// Closes all that is above a height of the stack.
    fn close_to(&mut self, height: usize) {
        while self.stack.len() > height {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        self.end_paragraph();
        let Some(Frame { kind, blocks, inlines, .. }) = self.stack.pop() else { return };
        match kind {
            Kind::Flow => blocks.into_iter().for_each(|block| self.block(block)),
            Kind::Quote if blocks.is_empty() => {}
            Kind::Quote => self.block(Block::Quote(blocks)),
            Kind::Item => match &mut self.top().kind {
                Kind::List(list) if !blocks.is_empty() => list.items.push(blocks),
                _ => {}
            },
            Kind::List(list) if list.items.is_empty() => {}
            Kind::List(list) => self.block(Block::List(list)),
            Kind::Cell => {
                if let Kind::Row(cells) = &mut self.top().kind {
                    cells.push(inlines);
                }
            }
            Kind::Row(cells) => match &mut self.top().kind {
                Kind::Table(table) if !cells.is_empty() => table.rows.push(cells),
                _ => {}
            },
            Kind::Table(table) if table.rows.iter().flatten().flatten().all(Inline::is_blank) => {}
            Kind::Table(table) => self.block(Block::Table(table)),
            _ if inlines.iter().all(Inline::is_blank) && !matches!(kind, Kind::Link(_)) => self.text(" "),
            Kind::Heading(level) => self.block(Block::Heading(level, inlines)),
            Kind::CodeBlock => self.block(Block::Code(text_of(&inlines))),
            Kind::CodeSpan => self.inline(Inline::Code(text_of(&inlines).replace('\n', " "))),
            Kind::Span(mark) => self.inline(Inline::Span(mark, inlines)),
            Kind::Link(address) => self.link(address, inlines),
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
        if matches!(self.top().kind, Kind::List(_) | Kind::Table(_) | Kind::Row(_)) && inline.is_blank() {
            return;
        }
        self.make_room_for_inlines();
        tree::push(&mut self.top().inlines, inline);
    }

    /// In a list but in no item, or in a table but in no cell: browsers show such text, so it gets its place.
    fn make_room_for_inlines(&mut self) {
        if matches!(self.top().kind, Kind::Table(_)) {
            self.stack.push(Frame::new(Kind::Row(Vec::new()), "tr"));
        }
        match self.top().kind {
            Kind::Row(_) => self.stack.push(Frame::new(Kind::Cell, "td")),
            Kind::List(_) => self.stack.push(Frame::new(Kind::Item, "li")),
            _ => {}
        }
    }

    /// A break; the second in a row ends the paragraph.
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
        match (is_repeated, self.top().holds_blocks()) {
            (true, true) => self.end_paragraph(),
            (true, false) => {}
            (false, _) => self.inline(Inline::Break),
        }
    }

    /// What follows is on lines of its own.
    fn boundary(&mut self) {
        if self.top().holds_blocks() { self.end_paragraph() } else { self.line_break() }
    }

    fn end_paragraph(&mut self) {
        let top = self.top();
        if !top.holds_blocks() {
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

    /// Adds a block, as text if it is in the middle of a line.
    fn block(&mut self, block: Block) {
        self.boundary();
        match &mut self.top().kind {
            Kind::Flow | Kind::Quote | Kind::Item => self.top().blocks.push(block),
            Kind::List(list) => list.items.push(vec![block]),
            _ => inlines_of(block).into_iter().for_each(|inline| self.inline(inline)),
        }
    }
}
