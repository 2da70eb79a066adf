//! Properties of the Markdown for any description, checked with the parser and the options of rustdoc.

use super::super::tree::{Block, inlines_of, text_of};
use super::super::{builder, clean, markdown, plain, tokens};
use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Pieces of descriptions, from authors and from attackers.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", "word", "two words", " ", " ", " ", "\n", "\n", "\n\n", "\n\n", "\t", "    ", "  \n", "\\\n",
    "\r\n", "\r", "-", "- ", "* ", "+ ", "1. ", "2) ", "10. ", "# ", "## ", "#", "> ", ">", "---", "***",
    "===", "\n---\n", "\n===\n", "|", " | ", "\n|-|-|\n", "\n:-|-:\n", "*", "**", "_", "__", "~~", "~", "`",
    "``", "```", "\n```rust\n", "\n~~~\n", "[", "]", "](", "[a](", ")", "(", "[Foo]", "[^1]", "[^1]: x",
    "[ ]", "[x] ", "\n[a]: https://a.example\n", "[a]", "[a][]", "![", "!", "https://a.example/b_c",
    "http://", "https://{{host}}/{id}", "www.a.example", "https://a.example?b=[c]&copy;", "foo::bar",
    "mailto:a@b.example", "<a@b.example>", "<https://a.example>", "{{var}}", "{", "}", "<b>", "</b>", "<i>",
    "</i>", "<code>", "</code>", "<a href='https://a.example'>", "<a>", "</a>", "<br>", "<p>", "</p>",
    "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<table>", "<tr>", "<td>", "</td>", "</table>", "<th>",
    "<pre>", "</pre>", "<blockquote>", "</blockquote>", "<h2>", "</h2>", "<div>", "</div>", "<hr>",
    "<span x=y>", "</span>", "<object>", "<img src=https://a.example/b.png alt='c|d'>", "<script>",
    "</script>", "<!--", "-->", "<!-- x -->", "<![CDATA[", "]]>", "<?", "?>", "<", ">", "</", "/>", "&",
    "&amp;", "&lt;b&gt;", "&#42;", "&#91;", "&#x202e;", "&nbsp;", ";", "\\", "\\*", "\"", "'", "$", "=",
    ":", ".", ",", "^", "--", "--flag", "*/", "/*", "//", "\u{202e}", "\u{200b}", "\u{2028}", "\u{0}", "é",
    "語", "。", "👩\u{200d}💻", "\u{301}", "|a|b|\n|-|-|\n|c|d|\n", "\n- a\n  - b\n", "\n> - a\n", "<li>x",
    "<tr><td>y", "https:", "//a.example", "http", "https://a.", "x", "é.", "<i>b</i>",
];

/// A deterministic random number generator (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    fn text(&mut self) -> String {
        let length = 1 + self.below(14);
        (0..length).map(|_| PIECES[self.below(PIECES.len())]).collect()
    }
}

#[test]
fn any_description_is_valid() {
    let count = std::env::var("DOCS_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    let mut random = Random(1);
    for _ in 0..count {
        let text = random.text();
        check(&text, [100, 20, 1][random.below(3)]);
    }
}

#[test]
fn any_name_is_shown_unchanged() {
    let mut random = Random(2);
    for _ in 0..10_000 {
        let text = random.text();
        let shown = plain(&text);
        assert!(!shown.contains('\n'));
        let context = format!("{text:?}\n{shown}");
        assert_eq!(without_space(&read(&shown, &context)), without_space(&clean(&text)), "{context}");
    }
}

/// Reads the descriptions and names of the collections in the folder that the environment variable `CORPUS` names.
#[test]
#[ignore = "needs CORPUS, a folder of collections"]
fn the_descriptions_of_real_collections_are_valid() {
    let corpus = std::env::var_os("CORPUS").expect("CORPUS is set");
    let mut count = 0;
    for entry in std::fs::read_dir(corpus).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap_or_default();
        let value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
        descriptions(&value, &mut |text| {
            check(text, 100);
            count += 1;
        });
    }
    assert!(count > 0);
}

fn descriptions(value: &serde_json::Value, check: &mut impl FnMut(&str)) {
    match value {
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                if let (true, Some(text)) =
                    (matches!(key.as_str(), "description" | "content" | "name"), value.as_str())
                {
                    check(text);
                }
                descriptions(value, check);
            }
        }
        serde_json::Value::Array(array) => array.iter().for_each(|value| descriptions(value, check)),
        _ => {}
    }
}

fn check(text: &str, width: usize) {
    let lines = markdown(text, width);
    let shown = lines.join("\n");
    let context = format!("{text:?} at {width}\n{shown}");
    for line in &lines {
        assert!(!line.contains(['\n', '\r', '\t', '\0', '\u{2028}', '\u{202e}']), "{context}");
        assert_eq!(line.trim_end(), line, "{context}");
        let is_long = line.chars().count() > width.max(30) + 12
            && line.trim_start_matches(|c: char| c.is_ascii_digit() || " >-*.)".contains(c)).contains(' ');
        let is_whole = ["`", "|", "#", "<", "]("].iter().any(|sign| shown.contains(sign));
        assert!(!is_long || is_whole, "{context}");
    }
    assert!(lines.first().is_none_or(|line| !line.is_empty()), "{context}");
    assert!(lines.last().is_none_or(|line| !line.is_empty()), "{context}");
    let tree = builder::blocks(tokens::tokens(&clean(text)));
    let shown_text = without_space(&read(&shown, &context));
    assert_eq!(shown_text, without_space(&text_of_tree(&tree)), "{context}");
    let again = markdown(&shown, width).join("\n");
    assert_eq!(without_space(&read(&again, &context)), shown_text, "again: {again}\n{context}");
    if !text.contains(['<', '&', '!', '\\', '[']) {
        assert_eq!(shown_text, without_space(&read_text(&clean(text))), "{context}");
    }
}

fn text_of_tree(blocks: &[Block]) -> String {
    blocks.iter().map(|block| text_of(&inlines_of(block.clone()))).collect()
}

/// Removes white space, which may change.
fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn read_text(markdown: &str) -> String {
    let parser = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let text = parser.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.into_string()),
        _ => None,
    });
    clean(&text.collect::<String>())
}

/// Returns the text that rustdoc shows, and checks for everything that rustdoc or clippy would warn about.
fn read(markdown: &str, context: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let broken = |link: BrokenLink<'_>| panic!("broken link {:?}\n{context}", link.reference);
    let mut text = String::new();
    let mut code_or_links = 0;
    for event in Parser::new_with_broken_link_callback(markdown, options, Some(broken)) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML {html:?}\n{context}"),
            Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::Start(Tag::FootnoteDefinition(_)) => {
                panic!("{event:?}\n{context}")
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                code_or_links += 1;
                assert_eq!(kind, CodeBlockKind::Fenced("text".into()), "{context}");
            }
            Event::Start(Tag::Heading { level, .. }) => assert!(level as u8 > 2, "{context}"),
            Event::Start(Tag::Image { .. }) => panic!("image\n{context}"),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                code_or_links += 1;
                let is_web = dest_url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"))
                    && dest_url.contains("://");
                assert!(is_web || dest_url.contains('@') && dest_url.contains('.'), "{dest_url}\n{context}");
                assert!(
                    matches!(link_type, LinkType::Inline | LinkType::Autolink | LinkType::Email),
                    "{context}"
                );
            }
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => code_or_links -= 1,
            Event::Text(more) => {
                assert!(code_or_links > 0 || !is_bare_url(&more), "bare URL {more:?}\n{context}");
                text.push_str(&more);
            }
            Event::Code(more) => text.push_str(&more),
            _ => {}
        }
    }
    text
}

/// Whether rustdoc warns of a bare URL: a scheme, then at least two parts with a dot between them.
fn is_bare_url(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-@:%._+~#=".contains(c);
    text.match_indices("://").any(|(at, _)| {
        let host = &text[at + 3..];
        let host = &host[..host.find(|c| !is_part(c)).unwrap_or(host.len())];
        let has_scheme = text[..at].ends_with("http") || text[..at].ends_with("https");
        let host = host.trim_start_matches('.');
        has_scheme
            && host
                .match_indices('.')
                .any(|(at, _)| host[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()))
    })
}
