//! Adds HTML elements to the tree.

use super::super::escape;
use super::super::html::{Role, Tag};
use super::super::tokens::Extent;
use super::super::tree::{Block, Container, Inline, List, Table};
use super::{Builder, Frame};

impl Builder {
    pub(super) fn open_tag(&mut self, tag: &Tag, extent: Extent) {
        let name = tag.name.as_str();
        let is_placeholder = extent == Extent::Unclosed && !tag.has_attributes && !Role::stands_alone(name);
        match tag.role {
            Role::Break => self.line_break(),
            Role::Rule => self.block(Block::Rule),
            Role::Image => self.image(tag),
            Role::Item => self.open_item(),
            Role::Row => self.open_row(),
            Role::Cell => self.open_cell(),
            Role::Block if extent != Extent::Unclosed || Role::stands_alone(name) => self.boundary(),
            Role::Unknown => self.text(&tag.source),
            _ if is_placeholder => self.text(&tag.source),
            _ if extent == Extent::Unclosed => {}
            Role::List { numbered } => {
                self.open(Container::List(List { start: numbered.then_some(1), ..List::default() }), name);
            }
            Role::Table => self.open(Container::Table(Table::default()), name),
            Role::Quote => self.open(Container::Quote, name),
            Role::Heading(level) => self.open(Container::Heading(level), name),
            Role::Pre => self.open(Container::CodeBlock, name),
            _ if extent == Extent::AroundBlocks => {}
            Role::Mark(mark) => self.open(Container::Span(mark), name),
            Role::Code => self.open(Container::CodeSpan, name),
            Role::Link => {
                let address = tag.address.as_deref().and_then(escape::destination);
                self.open(Container::Link(address), name);
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

    /// The index of the first frame that an HTML tag may close.
    fn base(&self) -> usize {
        self.heights.last().map_or(1, |height| (height + 1).min(self.stack.len()))
    }

    fn open_item(&mut self) {
        let base = self.base();
        // A list of Markdown is at the base itself only if it is on top.
        let list = self.stack[base..].iter().rposition(|frame| matches!(frame.container, Container::List(_)));
        if let Some(list) = list {
            self.close_to(base + list + 1);
        } else if self.top().container.holds_blocks() {
            self.open(Container::List(List::default()), "ul");
        }
        if matches!(self.top().container, Container::List(_)) {
            self.open(Container::Item, "li")
        } else {
            self.line_break()
        }
    }

    fn open_row(&mut self) {
        let base = self.base();
        let table =
            self.stack[base..].iter().rposition(|frame| matches!(frame.container, Container::Table(_)));
        let Some(table) = table else { return self.boundary() };
        self.close_to(base + table + 1);
        self.open(Container::Row(Vec::new()), "tr");
    }

    fn open_cell(&mut self) {
        let base = self.base();
        let open = |frame: &Frame| matches!(frame.container, Container::Row(_) | Container::Table(_));
        let Some(at) = self.stack[base..].iter().rposition(open) else { return self.boundary() };
        self.close_to(base + at + 1);
        if matches!(self.top().container, Container::Table(_)) {
            self.open(Container::Row(Vec::new()), "tr");
        }
        self.open(Container::Cell, "td");
    }

    fn image(&mut self, tag: &Tag) {
        let address = tag.address.as_deref().and_then(escape::destination);
        let content = Inline::Text(tag.alt.clone().unwrap_or_default());
        self.link(address, vec![content]);
    }
}
