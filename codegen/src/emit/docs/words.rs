//! The pieces of a line as words of Markdown, and words as lines.

use super::escape;
use super::tree::{self, Inline, Mark, text_of};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Where words stand.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    pub(super) is_in_table: bool,
    pub(super) is_in_link: bool,
}

/// Words, each as Markdown. A line can end after each of them, and nowhere else.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<Word>,
    /// Whether there is space before the first word.
    is_indented: bool,
    /// Whether there is space after the last word.
    is_open: bool,
}

struct Word {
    text: String,
    /// Whether the line ends after it in any case.
    ends_line: bool,
}

impl Words {
    /// The words of a paragraph, a heading or a cell.
    pub(super) fn new(inlines: &[Inline], style: Style) -> Self {
        let mut words = Self::default();
        words.inlines(inlines, style, None);
        // Whether marks work depends on all around them. To print and to read again is certain, so that decides.
        if inlines.iter().any(|inline| matches!(inline, Inline::Span(..) | Inline::Link(..)))
            && !is_faithful(inlines)
        {
            words = Self::default();
            words.inlines(&without_marks(inlines), style, None);
        }
        words
    }

    /// The words in lines of a width; words that are longer stay whole.
    pub(super) fn lines(&self, width: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut columns = 0;
        let mut is_full = true;
        for (at, word) in self.words.iter().enumerate() {
            let length = word.text.chars().count();
            match lines.last_mut() {
                Some(line) if !is_full && length < width.saturating_sub(columns) => {
                    line.push(' ');
                    line.push_str(&word.text);
                    columns += 1 + length;
                }
                _ => {
                    lines.push(escape::at_line_start(&word.text).into_owned());
                    columns = length;
                }
            }
            is_full = word.ends_line;
            if let Some(line) = lines.last_mut().filter(|_| is_full && at + 1 < self.words.len()) {
                line.push('\\');
            }
        }
        lines
    }

    /// The words on one line that is not a paragraph: a heading or a cell.
    pub(super) fn line(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn inlines(&mut self, inlines: &[Inline], style: Style, after: Option<char>) {
        for (at, inline) in inlines.iter().enumerate() {
            let after = inlines.get(at + 1).map_or(after, first_char);
            match inline {
                Inline::Text(text) => self.text(text, style, after),
                Inline::Code(code) => self.glue(&code_span(code, style)),
                Inline::Break => {
                    self.space();
                    self.words.last_mut().into_iter().for_each(|word| word.ends_line = true);
                }
                Inline::Span(mark, inner) => self.span(*mark, inner, style, after),
                Inline::Link(_, inner) if style.is_in_link => self.inlines(inner, style, after),
                Inline::Link(address, inner) => self.link(address, inner, style),
            }
        }
    }

    /// Adds text, in which Markdown means nothing.
    pub(super) fn text(&mut self, text: &str, style: Style, after: Option<char>) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            if c.is_whitespace() {
                self.space();
            } else if let Some(url) = escape::url(rest).filter(|_| !style.is_in_link) {
                length = url.len();
                self.glue(&if escape::is_linkable(url) { format!("<{url}>") } else { code_span(url, style) });
            } else if matches!(c, '_' | '-') {
                length = rest.len() - rest.trim_start_matches(c).len();
                self.run(c, length, rest[length..].chars().next().or(after));
            } else if c == '|' && style.is_in_table
                || escape::needs_backslash(c, self.last_char(), rest, after)
            {
                self.glue(&format!("\\{c}"));
            } else {
                self.glue(c.encode_utf8(&mut [0; 4]));
            }
            rest = &rest[length..];
        }
    }

    /// Adds a run of underscores, which mark nothing within a word, or of hyphens, which rustdoc makes one dash.
    fn run(&mut self, c: char, length: usize, after: Option<char>) {
        let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let run = match c {
            '_' if is_in_word(self.last_char()) && is_in_word(after) => "_".repeat(length),
            '_' => "\\_".repeat(length),
            _ if after.is_some_and(|after| !after.is_whitespace()) => "\\-".repeat(length - 1) + "-",
            _ => "-".repeat(length),
        };
        self.glue(&run);
    }

    fn span(&mut self, mark: Mark, inner: &[Inline], style: Style, after: Option<char>) {
        let mut words = Self::default();
        words.inlines(inner, style, Some('*'));
        let sign = words.sign(
            mark,
            self.last_char().filter(|_| !words.is_indented),
            after.filter(|_| !words.is_open),
        );
        if let Some(sign) = sign {
            words.enclose(sign, sign);
        }
        self.append(words);
    }

    /// The sign that marks these words between two characters, if there is one that works.
    fn sign(&self, mark: Mark, before: Option<char>, after: Option<char>) -> Option<&'static str> {
        let first = self.words.first()?.text.chars().next()?;
        let last = self.words.last()?.text.chars().next_back()?;
        let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = first.is_alphanumeric() || !is_in_word(before);
        let closes = last.is_alphanumeric() || !is_in_word(after);
        let signs: &[&str] = match mark {
            Mark::Emphasis => &["*", "_"],
            Mark::Strong => &["**", "__"],
            Mark::Strike => &["~~"],
        };
        let works = |sign: &&&str| {
            let c = sign.chars().next();
            let touches = [Some(first), Some(last), before, after].contains(&c);
            let is_free = c != Some('_') || !is_in_word(before) && !is_in_word(after);
            !touches && is_free
        };
        signs.iter().find(works).filter(|_| opens && closes).copied()
    }

    fn link(&mut self, address: &str, inner: &[Inline], style: Style) {
        let shown = text_of(inner);
        let mail = address.strip_prefix("mailto:");
        if shown.trim() == mail.unwrap_or(address) {
            return self.glue(&format!("<{}>", shown.trim()));
        }
        let mut words = Self::default();
        words.inlines(inner, Style { is_in_link: true, ..style }, Some(']'));
        words.enclose("[", &format!("]({})", escape::in_parentheses(address)));
        self.append(words);
    }

    fn enclose(&mut self, open: &str, close: &str) {
        self.words.first_mut().into_iter().for_each(|word| word.text.insert_str(0, open));
        self.words.last_mut().into_iter().for_each(|word| word.text.push_str(close));
    }

    fn append(&mut self, more: Self) {
        if more.is_indented {
            self.space();
        }
        let mut words = more.words.into_iter();
        if let Some(first) = words.next() {
            self.glue(&first.text);
            self.words.last_mut().into_iter().for_each(|word| word.ends_line = first.ends_line);
            self.words.extend(words);
            self.is_open = more.is_open;
        }
    }

    /// Adds to the last word, or begins one after a space.
    fn glue(&mut self, text: &str) {
        if text.starts_with('`') && self.last_char() == Some('`') {
            // Two pieces of code in a row would be one.
            self.space();
        }
        match self.words.last_mut() {
            Some(word) if !self.is_open => word.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.words.push(Word { text: text.to_owned(), ends_line: false }),
        }
        self.is_open = self.is_open && text.is_empty();
    }

    fn space(&mut self) {
        self.is_indented |= self.words.is_empty();
        self.is_open = true;
    }

    fn last_char(&self) -> Option<char> {
        self.words.last().filter(|_| !self.is_open).and_then(|word| word.text.chars().next_back())
    }
}

/// Inline code. Code of white space is nothing, and in a table a bar needs a backslash even in code.
pub(super) fn code_span(code: &str, style: Style) -> String {
    let code: String = code.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if code.trim().is_empty() {
        return String::new();
    }
    let code = if style.is_in_table { code.replace('|', "\\|") } else { code };
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let is_padded =
        code.starts_with('`') || code.ends_with('`') || code.starts_with(' ') && code.ends_with(' ');
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The character that an inline begins with once it is printed.
fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.chars().next(),
        Inline::Code(_) => Some('`'),
        Inline::Break => None,
        Inline::Span(Mark::Strike, _) => Some('~'),
        Inline::Span(..) => Some('*'),
        Inline::Link(..) => Some('['),
    }
}

/// Whether the words, read again, say what they should.
fn is_faithful(inlines: &[Inline]) -> bool {
    let mut words = Words::default();
    words.inlines(inlines, Style::default(), None);
    let mut read = String::new();
    let mut is_in_link = false;
    for event in Parser::new_ext(&words.lines(usize::MAX).join("\n"), Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) if !is_in_link && escape::has_url(&text) => return false,
            Event::Text(text) | Event::Code(text) => read.push_str(&text),
            Event::Start(Tag::Link { .. }) => is_in_link = true,
            Event::End(TagEnd::Link) => is_in_link = false,
            _ => {}
        }
    }
    read.split_whitespace().flat_map(str::chars).eq(text_of(inlines).split_whitespace().flat_map(str::chars))
}

fn without_marks(inlines: &[Inline]) -> Vec<Inline> {
    let mut result: Vec<Inline> = Vec::new();
    for inline in inlines {
        let plain = match inline {
            Inline::Span(_, inner) => without_marks(inner),
            Inline::Link(address, inner) => vec![Inline::Link(address.clone(), without_marks(inner))],
            inline => vec![inline.clone()],
        };
        plain.into_iter().for_each(|inline| tree::push(&mut result, inline));
    }
    result
}
