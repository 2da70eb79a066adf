//! Parses the HTML in descriptions: tags, and the roles of those that authors use for formatting.

use super::tree::Mark;

/// A text or a tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Text(String),
    Open(Tag),
    Close(Tag),
}

/// A tag.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tag {
    pub(super) role: Role,
    /// In lower case.
    pub(super) name: String,
    /// The tag as the author wrote it.
    pub(super) source: String,
    /// Whether there is more than the name; in a placeholder like `<code>` there is not.
    pub(super) has_attributes: bool,
    /// The value of `href` or `src`.
    pub(super) address: Option<String>,
    pub(super) alt: Option<String>,
}

/// The role of a tag in the text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    Mark(Mark),
    Code,
    Link,
    /// Formatting that Markdown lacks: only the content is kept.
    Inline,
    /// A block without a counterpart in Markdown.
    Block,
    Heading(u8),
    List {
        numbered: bool,
    },
    Item,
    Table,
    Row,
    Cell,
    Quote,
    Pre,
    Rule,
    Break,
    Image,
    /// Not a known tag: it is shown as the author wrote it.
    Unknown,
}

impl Role {
    fn of(name: &str) -> Self {
        match name {
            "b" | "strong" => Self::Mark(Mark::Strong),
            "i" | "em" | "cite" | "dfn" => Self::Mark(Mark::Emphasis),
            "s" | "del" | "strike" => Self::Mark(Mark::Strike),
            "code" | "kbd" | "samp" | "tt" | "var" => Self::Code,
            "a" => Self::Link,
            "span" | "font" | "u" | "small" | "big" | "sub" | "sup" | "mark" | "ins" | "abbr" | "q"
            | "label" | "time" | "bdo" | "bdi" | "nobr" | "colgroup" | "col" | "picture" => Self::Inline,
            "p" | "div" | "dl" | "dt" | "dd" | "tbody" | "thead" | "tfoot" | "section" | "article"
            | "header" | "footer" | "main" | "nav" | "aside" | "center" | "details" | "summary"
            | "figure" | "figcaption" | "address" | "caption" => Self::Block,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(name.as_bytes()[1] - b'0'),
            "ul" | "ol" => Self::List { numbered: name == "ol" },
            "li" => Self::Item,
            "table" => Self::Table,
            "tr" => Self::Row,
            "td" | "th" => Self::Cell,
            "blockquote" => Self::Quote,
            "pre" => Self::Pre,
            "hr" => Self::Rule,
            "br" => Self::Break,
            "img" => Self::Image,
            _ => Self::Unknown,
        }
    }

    /// Whether the tag is HTML even without an end tag.
    pub(super) fn stands_alone(name: &str) -> bool {
        matches!(
            name,
            "p" | "div" | "span" | "font" | "strong" | "em" | "dt" | "dd" | "tbody" | "thead" | "tfoot"
        )
    }

    /// Whether the element is part of a line.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Self::Mark(_)
                | Self::Code
                | Self::Link
                | Self::Inline
                | Self::Break
                | Self::Image
                | Self::Unknown
        )
    }
}

/// Splits a text that is HTML according to Markdown. Comments are dropped.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    // Once a tag or a comment without an end was found, no later one has an end; its text stays visible.
    let (mut tags_end, mut comments_end) = (true, true);
    while let Some(at) = rest.find('<') {
        text.push_str(&unescape(&rest[..at]));
        rest = &rest[at..];
        if comments_end && rest.starts_with("<!--") {
            let end = rest[2..].find("-->");
            comments_end = end.is_some();
            rest = &rest[end.map_or(0, |end| end + 5)..];
            if comments_end {
                continue;
            }
        }
        let is_tag = rest[1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        let tag = if is_tag && tags_end { tag(rest) } else { None };
        tags_end &= tag.is_some() || !is_tag;
        let length = match tag {
            Some((piece, length)) => {
                pieces.extend((!text.is_empty()).then(|| Piece::Text(std::mem::take(&mut text))));
                pieces.push(piece);
                length
            }
            None => {
                text.push('<');
                1
            }
        };
        rest = &rest[length..];
    }
    text.push_str(&unescape(rest));
    pieces.extend((!text.is_empty()).then_some(Piece::Text(text)));
    pieces
}

/// Parses the tag at the start of a text, and returns its length too.
fn tag(text: &str) -> Option<(Piece, usize)> {
    let closes = text.starts_with("</");
    let inner = &text[1 + usize::from(closes)..];
    let name_length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')?;
    let name = inner[..name_length].to_ascii_lowercase();
    let mut tag = Tag {
        role: Role::of(&name),
        name,
        source: String::new(),
        has_attributes: false,
        address: None,
        alt: None,
    };
    let mut rest = &inner[name_length..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            let length = text.len() - after.len();
            text[..length].clone_into(&mut tag.source);
            return Some((if closes { Piece::Close(tag) } else { Piece::Open(tag) }, length));
        }
        let (name, value, after) = attribute(rest)?;
        tag.has_attributes = true;
        match name.to_ascii_lowercase().as_str() {
            "href" | "src" => tag.address = Some(unescape(value)),
            "alt" => tag.alt = Some(unescape(value)),
            _ => {}
        }
        rest = after;
    }
}

/// Parses the attribute at the start of a text: its name, its value, and the rest of the text.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/'))?;
    // An equals sign without a name counts as a name, so that every attribute is at least one character long.
    let (name, rest) = text.split_at(end.max(text.chars().next()?.len_utf8()));
    let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
        return Some((name, "", rest));
    };
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (value, rest) = value[1..].split_once(quote)?;
        return Some((name, value, rest));
    }
    let (value, rest) = value.split_at(value.find(|c: char| c.is_whitespace() || c == '>')?);
    Some((name, value, rest))
}

/// Resolves the entities in a text.
fn unescape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = super::escape::entity_length(rest).unwrap_or(1);
        result.push_str(&entity(&rest[..length]));
        rest = &rest[length..];
    }
    result + rest
}

/// Resolves an entity. The Markdown parser has the table of all of them.
fn entity(source: &str) -> String {
    match pulldown_cmark::Parser::new(source).nth(1) {
        Some(pulldown_cmark::Event::Text(text)) => super::clean(&text),
        _ => source.to_owned(),
    }
}
