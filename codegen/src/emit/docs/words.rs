//! Prints inline elements as words of Markdown, and words as lines.

use super::escape;
use super::tree::{self, Inline, Mark, text_of};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The context of the words.
#[derive(Clone, Copy, Default)]
pub(super) struct Context {
    pub(super) is_in_table: bool,
    pub(super) is_in_link: bool,
}

/// A sequence of words in Markdown. A line can be broken between two of them, and nowhere else.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<Word>,
    /// Whether there is a space before the first word.
    has_leading_space: bool,
    /// Whether there is a space after the last word.
    has_trailing_space: bool,
}

struct Word {
    text: String,
    /// Whether a hard line break follows.
    ends_line: bool,
}

impl Words {
    /// Returns the words of a paragraph, a heading or a cell.
    pub(super) fn new(inlines: &[Inline], context: Context) -> Self {
        let mut words = Self::default();
        words.inlines(inlines, context, None);
        // Whether `*` and `_` mark anything depends on everything around them, so the result is parsed to find out.
        if inlines.iter().any(|inline| matches!(inline, Inline::Span(..) | Inline::Link(..)))
            && !is_faithful(inlines)
        {
            words = Self::default();
            words.inlines(&without_marks(inlines), context, None);
        }
        words
    }

    /// Wraps the words at a width; longer words are not broken.
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

    /// Returns the words as the one line of a heading or a cell.
    pub(super) fn line(&self) -> String {
        self.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    }

    fn inlines(&mut self, inlines: &[Inline], context: Context, after: Option<char>) {
        for (at, inline) in inlines.iter().enumerate() {
            let after = inlines.get(at + 1).map_or(after, first_char);
            match inline {
                Inline::Text(text) => self.text(text, context, after),
                Inline::Code(code) => self.glue(&code_span(code, context)),
                Inline::Break => {
                    self.space();
                    self.words.last_mut().into_iter().for_each(|word| word.ends_line = true);
                }
                Inline::Span(mark, inner) => self.span(*mark, inner, context, after),
                Inline::Link(_, inner) if context.is_in_link => self.inlines(inner, context, after),
                Inline::Link(address, inner) => self.link(address, inner, context),
            }
        }
    }

    /// Adds text in which Markdown has no meaning.
    pub(super) fn text(&mut self, text: &str, context: Context, after: Option<char>) {
        let may_have_url = !context.is_in_link && text.contains("://");
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let mut length = c.len_utf8();
            if c.is_whitespace() {
                self.space();
            } else if let Some(url) = may_have_url.then(|| escape::url(rest)).flatten() {
                length = url.len();
                self.glue(&if escape::is_linkable(url) {
                    format!("<{url}>")
                } else {
                    code_span(url, context)
                });
            } else if c.is_ascii_alphanumeric() && !may_have_url {
                length = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
                self.glue(&rest[..length]);
            } else if matches!(c, '_' | '-') {
                length = rest.len() - rest.trim_start_matches(c).len();
                self.run(c, length, rest[length..].chars().next().or(after));
            } else if c == '|' && context.is_in_table
                || escape::needs_backslash(c, self.last_char(), rest, after)
            {
                self.glue(&format!("\\{c}"));
            } else {
                self.glue(c.encode_utf8(&mut [0; 4]));
            }
            rest = &rest[length..];
        }
    }

    /// Adds a run of underscores, which need no backslash within a word, or of hyphens, which rustdoc would join into a
    /// dash.
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

    fn span(&mut self, mark: Mark, inner: &[Inline], context: Context, after: Option<char>) {
        let mut words = Self::default();
        words.inlines(inner, context, Some('*'));
        let delimiter = words.delimiter(
            mark,
            self.last_char().filter(|_| !words.has_leading_space),
            after.filter(|_| !words.has_trailing_space),
        );
        if let Some(delimiter) = delimiter {
            words.enclose(delimiter, delimiter);
        }
        self.append(words);
    }

    /// Returns the delimiter that marks these words between two characters, if there is one.
    fn delimiter(&self, mark: Mark, before: Option<char>, after: Option<char>) -> Option<&'static str> {
        let first = self.words.first()?.text.chars().next()?;
        let last = self.words.last()?.text.chars().next_back()?;
        let is_in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = first.is_alphanumeric() || !is_in_word(before);
        let closes = last.is_alphanumeric() || !is_in_word(after);
        let delimiters: &[&str] = match mark {
            Mark::Emphasis => &["*", "_"],
            Mark::Strong => &["**", "__"],
            Mark::Strike => &["~~"],
        };
        let works = |delimiter: &&&str| {
            let c = delimiter.chars().next();
            let touches = [Some(first), Some(last), before, after].contains(&c);
            let is_free = c != Some('_') || !is_in_word(before) && !is_in_word(after);
            !touches && is_free
        };
        delimiters.iter().find(works).filter(|_| opens && closes).copied()
    }

    fn link(&mut self, address: &str, inner: &[Inline], context: Context) {
        let shown = text_of(inner);
        let mail = address.strip_prefix("mailto:");
        if shown.trim() == mail.unwrap_or(address) {
            return self.glue(&format!("<{}>", shown.trim()));
        }
        let mut words = Self::default();
        words.inlines(inner, Context { is_in_link: true, ..context }, Some(']'));
        words.enclose("[", &format!("]({})", escape::in_parentheses(address)));
        self.append(words);
    }

    fn enclose(&mut self, open: &str, close: &str) {
        self.words.first_mut().into_iter().for_each(|word| word.text.insert_str(0, open));
        self.words.last_mut().into_iter().for_each(|word| word.text.push_str(close));
    }

    fn append(&mut self, more: Self) {
        if more.has_leading_space {
            self.space();
        }
        let mut words = more.words.into_iter();
        if let Some(first) = words.next() {
            self.glue(&first.text);
            self.words.last_mut().into_iter().for_each(|word| word.ends_line = first.ends_line);
            self.words.extend(words);
            self.has_trailing_space = more.has_trailing_space;
        }
    }

    /// Appends to the last word, or begins one after a space.
    fn glue(&mut self, text: &str) {
        if text.starts_with('`') && self.last_char() == Some('`') {
            // Two code spans in a row would become one.
            self.space();
        }
        match self.words.last_mut() {
            Some(word) if !self.has_trailing_space => word.text.push_str(text),
            _ if text.is_empty() => {}
            _ => self.words.push(Word { text: text.to_owned(), ends_line: false }),
        }
        self.has_trailing_space = self.has_trailing_space && text.is_empty();
    }

    fn space(&mut self) {
        self.has_leading_space |= self.words.is_empty();
        self.has_trailing_space = true;
    }

    fn last_char(&self) -> Option<char> {
        self.words.last().filter(|_| !self.has_trailing_space).and_then(|word| word.text.chars().next_back())
    }
}

/// Returns a code span; an empty string for blank code. In a table, `|` needs a backslash even in code.
pub(super) fn code_span(code: &str, context: Context) -> String {
    let code: String = code.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
    if code.trim().is_empty() {
        return String::new();
    }
    let code = if context.is_in_table { code.replace('|', "\\|") } else { code };
    let fence = escape::fence(&code, 1);
    let is_padded =
        code.starts_with('`') || code.ends_with('`') || code.starts_with(' ') && code.ends_with(' ');
    let pad = if is_padded { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The first character of an inline element as it is printed.
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

/// Whether the printed words, parsed again, give the text that they were made from.
fn is_faithful(inlines: &[Inline]) -> bool {
    let mut words = Words::default();
    words.inlines(inlines, Context::default(), None);
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
