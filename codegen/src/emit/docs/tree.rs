//! A description as a tree of the content, which the author may have written in Markdown or in HTML.

pub(super) use pulldown_cmark::Alignment;

/// A block element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<Inline>),
    /// A heading and its level in the description, from 1.
    Heading(u8, Vec<Inline>),
    Code(String),
    Quote(Vec<Block>),
    List(List),
    Table(Table),
    Rule,
}

/// A list; an item is never empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct List {
    /// The first number of a numbered list.
    pub(super) start: Option<u64>,
    /// Whether empty lines separate the items.
    pub(super) loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

/// A table; the first row is its head.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// An inline element.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    /// Text as it is shown; any white space in it is a space.
    Text(String),
    Code(String),
    Break,
    Span(Mark, Vec<Inline>),
    /// A link to a web page or a mail address; its content is never empty.
    Link(String, Vec<Inline>),
}

/// The style of a span of text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strike,
}

impl Inline {
    /// Whether nothing of it is visible.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Code(text) => text.trim().is_empty(),
            Self::Break => true,
            Self::Span(_, inner) | Self::Link(_, inner) => inner.iter().all(Self::is_blank),
        }
    }
}

/// An element that is still open, with the parts of it that are complete.
#[derive(Debug)]
pub(super) enum Container {
    /// Blocks that belong to the enclosing container.
    Flow,
    Paragraph,
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
    /// A link, or an image, and its address; `None` where the address does not lead to the web.
    Link(Option<String>),
}

impl Container {
    pub(super) fn is_inline(&self) -> bool {
        matches!(self, Self::CodeSpan | Self::Span(_) | Self::Link(_))
    }

    pub(super) fn holds_blocks(&self) -> bool {
        matches!(self, Self::Flow | Self::Paragraph | Self::Quote | Self::Item)
    }
}

/// The text of inline elements without their marks; a break is a line feed.
pub(super) fn text_of(inlines: &[Inline]) -> String {
    let mut text = String::new();
    add_text(inlines, &mut text);
    text
}

fn add_text(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(inner) | Inline::Code(inner) => text.push_str(inner),
            Inline::Break => text.push('\n'),
            Inline::Span(_, inner) | Inline::Link(_, inner) => add_text(inner, text),
        }
    }
}

/// Appends an inline element; adjacent text elements become one.
pub(super) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(text)), Inline::Text(more)) => text.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

/// A block as inline elements, for containers that cannot hold blocks.
pub(super) fn inlines_of(block: Block) -> Vec<Inline> {
    match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => inlines,
        Block::Code(text) => vec![Inline::Code(text)],
        Block::Quote(blocks) => in_lines(blocks.into_iter().map(inlines_of)),
        Block::List(list) => in_lines(list.items.into_iter().flatten().map(inlines_of)),
        Block::Table(table) => in_lines(table.rows.into_iter().flatten()),
        Block::Rule => Vec::new(),
    }
}

fn in_lines(parts: impl Iterator<Item = Vec<Inline>>) -> Vec<Inline> {
    parts.flat_map(|part| [vec![Inline::Break], part]).flatten().collect()
}
