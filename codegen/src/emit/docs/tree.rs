//! A description as a tree: what there is to show, however it was written.

pub(super) use pulldown_cmark::Alignment;

/// What stands on lines of its own.
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
    /// Whether there is space between the items.
    pub(super) loose: bool,
    pub(super) items: Vec<Vec<Block>>,
}

/// A table; the first row is its head.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Table {
    pub(super) alignments: Vec<Alignment>,
    pub(super) rows: Vec<Vec<Vec<Inline>>>,
}

/// What stands in a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Inline {
    /// Text as it shows, with any white space for a space.
    Text(String),
    Code(String),
    Break,
    Span(Mark, Vec<Inline>),
    /// A link to a web page or a mail address; its content is never empty.
    Link(String, Vec<Inline>),
}

/// How a part of a text is marked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strike,
}

impl Inline {
    /// Whether nothing of it shows.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) | Self::Code(text) => text.trim().is_empty(),
            Self::Break => true,
            Self::Span(_, inner) | Self::Link(_, inner) => inner.iter().all(Self::is_blank),
        }
    }
}

/// The text of a piece of a line, without its marks; a break is a line feed.
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

/// Adds to a line; text after text is one text.
pub(super) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(text)), Inline::Text(more)) => text.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

/// A block as part of a line, for places that hold nothing but a line.
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
