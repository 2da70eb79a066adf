//! Prints blocks as lines of Markdown.

use super::escape;
use super::tree::{Alignment, Block, Inline, List, Table};
use super::words::{Context, Words};

/// The least width of text in nested blocks.
const MIN_WIDTH: usize = 30;

/// Returns the lines of blocks, with an empty line between two of them.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = None;
    for block in blocks {
        let is_numbered = match block {
            Block::List(list) => Some(list.start.is_some()),
            _ => None,
        };
        // Two lists of the same kind in a row have different markers, or they would be one.
        let markers = if last == Some((is_numbered, Markers::Preferred)) {
            Markers::Alternate
        } else {
            Markers::Preferred
        };
        last = is_numbered.map(|_| (is_numbered, markers));
        separate(&mut lines, self::block(block, markers, width));
    }
    lines
}

/// The markers of list items.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Markers {
    /// `-` or `1.`.
    Preferred,
    /// `*` or `1)`.
    Alternate,
}

fn separate(lines: &mut Vec<String>, more: Vec<String>) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

fn block(block: &Block, markers: Markers, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => Words::new(inlines, Context::default()).lines(width),
        Block::Heading(level, inlines) => heading(*level, inlines),
        Block::Code(text) => code(text),
        Block::Quote(blocks) => indent(lines(blocks, narrow(width, 2)), "> ", "> "),
        Block::List(list) => self::list(list, markers, width),
        Block::Table(table) => self::table(table),
        Block::Rule => vec!["___".to_owned()],
    }
}

fn narrow(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(width.min(MIN_WIDTH))
}

/// A heading, two levels lower: `#` and `##` are for the sections of the generated documentation.
fn heading(level: u8, inlines: &[Inline]) -> Vec<String> {
    let mut text = Words::new(inlines, Context::default()).line();
    let bare = text.trim_end_matches('#').len();
    if bare < text.len() && (bare == 0 || text[..bare].ends_with(' ')) {
        text.insert(bare, '\\');
    }
    let marker = "#".repeat(usize::from(level + 2).min(6));
    if text.is_empty() { Vec::new() } else { vec![format!("{marker} {text}")] }
}

/// A code block that rustdoc neither runs nor checks.
fn code(text: &str) -> Vec<String> {
    let fence = escape::fence(text, 3);
    let mut lines = vec![format!("{fence}text")];
    let text = text.trim_end().trim_start_matches('\n');
    lines.extend(text.lines().map(|line| line.trim_end().replace('\t', "    ")));
    lines.push(fence);
    lines
}

fn list(list: &List, markers: Markers, width: usize) -> Vec<String> {
    let mut result = Vec::new();
    // Markdown allows numbers of up to nine digits.
    let first = list.start.filter(|start| *start < 100_000_000).unwrap_or(1);
    for (number, item) in (first..).zip(&list.items) {
        let marker = match (list.start, markers) {
            (None, Markers::Preferred) => "- ".to_owned(),
            (None, Markers::Alternate) => "* ".to_owned(),
            (Some(_), Markers::Preferred) => format!("{number}. "),
            (Some(_), Markers::Alternate) => format!("{number}) "),
        };
        let item = self::item(item, list.loose, narrow(width, marker.len()));
        let item = indent(item, &marker, &" ".repeat(marker.len()));
        if list.loose { separate(&mut result, item) } else { result.extend(item) }
    }
    result
}

/// The lines of an item. In a tight list, no empty line follows a paragraph where none is needed.
fn item(blocks: &[Block], is_loose: bool, width: usize) -> Vec<String> {
    let interrupts_paragraph = |block: &Block| match block {
        Block::List(list) => list.start.is_none_or(|start| start == 1),
        Block::Code(_) => true,
        _ => false,
    };
    match blocks {
        [first @ Block::Paragraph(_), rest @ ..]
            if !is_loose && rest.first().is_some_and(interrupts_paragraph) =>
        {
            let mut lines = lines(std::slice::from_ref(first), width);
            lines.extend(self::lines(rest, width));
            lines
        }
        _ => lines(blocks, width),
    }
}

/// Puts `first` before the first line and `others` before the others.
pub(super) fn indent(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let lines = lines.into_iter().enumerate();
    let line = |(at, line)| format!("{}{line}", if at == 0 { first } else { others }).trim_end().to_owned();
    lines.map(line).collect()
}

fn table(table: &Table) -> Vec<String> {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let context = Context { is_in_table: true, ..Context::default() };
    let row = |cells: &Vec<Vec<Inline>>, least: usize| {
        let cells = cells.iter().map(|cell| Words::new(cell, context).line());
        let mut cells: Vec<String> = cells.collect();
        cells.resize(cells.len().max(least), String::new());
        format!("| {} |", cells.join(" | "))
    };
    let rule = |column: usize| match table.alignments.get(column) {
        Some(Alignment::Left) => ":--",
        Some(Alignment::Right) => "--:",
        Some(Alignment::Center) => ":-:",
        Some(Alignment::None) | None => "---",
    };
    let mut lines: Vec<String> = table.rows.iter().take(1).map(|head| row(head, columns)).collect();
    lines.push(format!("| {} |", (0..columns).map(rule).collect::<Vec<_>>().join(" | ")));
    lines.extend(table.rows.iter().skip(1).map(|cells| row(cells, 1)));
    lines
}
