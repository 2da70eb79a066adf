//! HTML elements in the tree.

use super::super::escape;
use super::super::html::{Role, Tag};
use super::super::tokens::Fate;
use super::super::tree::{Block, Inline, List, Table};
use super::{Builder, Frame, Kind};

impl Builder {
    pub(super) fn open_tag(&mut self, tag: &Tag, fate: Fate) {
        let name = tag.name.as_str();
        let is_placeholder = fate == Fate::Alone && !tag.has_attributes && !Role::stands_alone(name);
        match tag.role {
            Role::Break => self.line_break(),
            Role::Rule => self.block(Block::Rule),
            Role::Image => self.image(tag),
            Role::Item => self.open_item(),
            Role::Row => self.open_row(),
            Role::Cell => self.open_cell(),
            Role::Block if fate != Fate::Alone || Role::stands_alone(name) => self.boundary(),
            Role::Unknown => self.text(&tag.source),
            _ if is_placeholder => self.text(&tag.source),
            _ if fate == Fate::Alone => {}
            Role::List { numbered } => {
                self.open(Kind::List(List { start: numbered.then_some(1), ..List::default() }), name);
            }
            Role::Table => self.open(Kind::Table(Table::default()), name),
            Role::Quote => self.open(Kind::Quote, name),
            Role::Heading(level) => self.open(Kind::Heading(level), name),
            Role::Pre => self.open(Kind::CodeBlock, name),
            _ if fate == Fate::AroundBlocks => {}
            Role::Mark(mark) => self.open(Kind::Span(mark), name),
            Role::Code => self.open(Kind::CodeSpan, name),
            Role::Link => {
                let address = tag.address.as_deref().and_then(escape::destination);
                self.open(Kind::Link(address), name);
            }
            Role::Inline | Role::Block => {}
        }
    }

    pub(super) fn close_tag(&mut self, tag: &Tag, is_open: bool) {
        match tag.role {
            Role::Unknown => self.text(&tag.source),
            Role::Block => self.boundary(),
            Role::Break => self.line_break(),
            _ if is_open => {
                let base = self.base();
                match self.stack[base..].iter().rposition(|frame| frame.element == tag.name) {
                    Some(at) => self.close_to(base + at),
                    None if tag.role.is_inline() => {}
                    None => self.boundary(),
                }
            }
            _ => {}
        }
    }

    /// Where the part of the stack begins that HTML may close.
    fn base(&self) -> usize {
        self.scopes.last().map_or(1, |height| (height + 1).min(self.stack.len()))
    }

    fn open_item(&mut self) {
        let base = self.base();
        // A list that Markdown opened can be at the base itself only if it is on top.
        let list = self.stack[base..].iter().rposition(|frame| matches!(frame.kind, Kind::List(_)));
        if let Some(list) = list {
            self.close_to(base + list + 1);
        } else if self.top().holds_blocks() {
            self.open(Kind::List(List::default()), "ul");
        }
        if matches!(self.top().kind, Kind::List(_)) { self.open(Kind::Item, "li") } else { self.line_break() }
    }

    fn open_row(&mut self) {
        let base = self.base();
        let table = self.stack[base..].iter().rposition(|frame| matches!(frame.kind, Kind::Table(_)));
        let Some(table) = table else { return self.boundary() };
        self.close_to(base + table + 1);
        self.open(Kind::Row(Vec::new()), "tr");
    }

    fn open_cell(&mut self) {
        let base = self.base();
        let open = |frame: &Frame| matches!(frame.kind, Kind::Row(_) | Kind::Table(_));
        let Some(at) = self.stack[base..].iter().rposition(open) else { return self.boundary() };
        self.close_to(base + at + 1);
        if matches!(self.top().kind, Kind::Table(_)) {
            self.open(Kind::Row(Vec::new()), "tr");
        }
        self.open(Kind::Cell, "td");
    }

    fn image(&mut self, tag: &Tag) {
        let address = tag.address.as_deref().and_then(escape::destination);
        let content = Inline::Text(tag.alt.clone().unwrap_or_default());
        self.link(address, vec![content]);
    }
}
