//! Blocks as lines of Markdown.

use super::tree::{Alignment, Block, Inline, List, Table};
use super::words::{Style, Words};

/// The width of text that is nested deeply.
const MIN_WIDTH: usize = 30;

/// The lines of blocks, with an empty line between two of them.
pub(super) fn lines(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut last = None;
    for block in blocks {
        let is_numbered = match block {
            Block::List(list) => Some(list.start.is_some()),
            _ => None,
        };
        // Two lists of a kind in a row have different signs, or they would be one.
        let signs = if last == Some((is_numbered, Signs::Usual)) { Signs::Other } else { Signs::Usual };
        last = is_numbered.map(|_| (is_numbered, signs));
        separate(&mut lines, self::block(block, signs, width));
    }
    lines
}

/// What the items of a list begin with.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Signs {
    /// `-` or `1.`.
    Usual,
    /// `*` or `1)`.
    Other,
}

fn separate(lines: &mut Vec<String>, more: Vec<String>) {
    if !lines.is_empty() && !more.is_empty() {
        lines.push(String::new());
    }
    lines.extend(more);
}

fn block(block: &Block, signs: Signs, width: usize) -> Vec<String> {
    match block {
        Block::Paragraph(inlines) => Words::new(inlines, Style::default()).lines(width),
        Block::Heading(level, inlines) => heading(*level, inlines),
        Block::Code(text) => code(text),
        Block::Quote(blocks) => indent(lines(blocks, narrow(width, 2)), "> ", "> "),
        Block::List(list) => self::list(list, signs, width),
        Block::Table(table) => self::table(table),
        Block::Rule => vec!["___".to_owned()],
    }
}

fn narrow(width: usize, by: usize) -> usize {
    width.saturating_sub(by).max(width.min(MIN_WIDTH))
}

/// A heading, two levels lower: `#` is for the sections that we write.
fn heading(level: u8, inlines: &[Inline]) -> Vec<String> {
    let mut text = Words::new(inlines, Style::default()).line();
    let bare = text.trim_end_matches('#').len();
    if bare < text.len() && (bare == 0 || text[..bare].ends_with(' ')) {
        text.insert(bare, '\\');
    }
    let sign = "#".repeat(usize::from(level + 2).min(6));
    if text.is_empty() { Vec::new() } else { vec![format!("{sign} {text}")] }
}

/// A fence that rustdoc neither runs nor checks.
fn code(text: &str) -> Vec<String> {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let mut lines = vec![format!("{fence}text")];
    let text = text.trim_end().trim_start_matches('\n');
    lines.extend(text.lines().map(|line| line.trim_end().replace('\t', "    ")));
    lines.push(fence);
    lines
}

fn list(list: &List, signs: Signs, width: usize) -> Vec<String> {
    let mut result = Vec::new();
    // Markdown reads numbers of up to nine digits.
    let first = list.start.filter(|start| *start < 100_000_000).unwrap_or(1);
    for (number, item) in (first..).zip(&list.items) {
        let sign = match (list.start, signs) {
            (None, Signs::Usual) => "- ".to_owned(),
            (None, Signs::Other) => "* ".to_owned(),
            (Some(_), Signs::Usual) => format!("{number}. "),
            (Some(_), Signs::Other) => format!("{number}) "),
        };
        let item = self::item(item, list.loose, narrow(width, sign.len()));
        let item = indent(item, &sign, &" ".repeat(sign.len()));
        if list.loose { separate(&mut result, item) } else { result.extend(item) }
    }
    result
}

/// The lines of an item. In a dense list, what can follow a paragraph at once does.
fn item(blocks: &[Block], is_loose: bool, width: usize) -> Vec<String> {
    let follows_at_once = |block: &Block| match block {
        Block::List(list) => list.start.is_none_or(|start| start == 1),
        Block::Code(_) => true,
        _ => false,
    };
    match blocks {
        [first @ Block::Paragraph(_), rest @ ..]
            if !is_loose && rest.first().is_some_and(follows_at_once) =>
        {
            let mut lines = lines(std::slice::from_ref(first), width);
            lines.extend(self::lines(rest, width));
            lines
        }
        _ => lines(blocks, width),
    }
}

pub(super) fn indent(lines: Vec<String>, first: &str, others: &str) -> Vec<String> {
    let lines = lines.into_iter().enumerate();
    let line = |(at, line)| format!("{}{line}", if at == 0 { first } else { others }).trim_end().to_owned();
    lines.map(line).collect()
}

fn table(table: &Table) -> Vec<String> {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or_default();
    let style = Style { is_in_table: true, ..Style::default() };
    let row = |cells: &Vec<Vec<Inline>>, least: usize| {
        let cells = cells.iter().map(|cell| Words::new(cell, style).line());
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
