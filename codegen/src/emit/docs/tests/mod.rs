//! Each element of a description and its Markdown, one fact per test.

use super::markdown;

mod names;
mod reading;

/// Returns the Markdown of a description, in lines of 60 columns.
fn shown(text: &str) -> String {
    markdown(text, 60).join("\n")
}

#[test]
fn an_empty_description_has_no_lines() {
    assert_eq!(markdown("", 80), Vec::<String>::new());
    assert_eq!(markdown(" \r\n\t\u{200b}\n", 80), Vec::<String>::new());
    assert_eq!(markdown("<!-- later -->", 80), Vec::<String>::new());
}

#[test]
fn paragraphs_are_wrapped_between_words() {
    assert_eq!(markdown("one two\nthree\n\nfour", 8), ["one two", "three", "", "four"]);
    assert_eq!(markdown("a extraordinarily b", 5), ["a", "extraordinarily", "b"]);
}

#[test]
fn a_wrapped_line_does_not_begin_a_block() {
    for word in [
        "-", "+", "*", "#", "##", ">", ">x", "1.", "23)", "=", "==", "---", "|", "|x", ":--", "~~~", "```",
        "___",
    ] {
        let lines = markdown(&format!("before {word} after"), 1);
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert!(lines[1].contains('\\'), "{lines:?}");
    }
    assert_eq!(markdown("before @x after", 1), ["before", "@x", "after"]);
}

#[test]
fn code_is_never_run() {
    assert_eq!(shown("```rust\nfn main() {}\n```"), "```text\nfn main() {}\n```");
    assert_eq!(shown("~~~\n\ta\n~~~"), "```text\n    a\n```");
    assert_eq!(shown("    indented\n\n      more"), "```text\nindented\n\n  more\n```");
    assert_eq!(shown("```json\nnever closed"), "```text\nnever closed\n```");
    assert_eq!(shown("- a\n  ```\n  b\n  ```"), "- a\n  ```text\n  b\n  ```");
    assert_eq!(shown("<pre>fn main() {}</pre>"), "```text\nfn main() {}\n```");
}

#[test]
fn a_fence_is_longer_than_the_backticks_in_it() {
    assert_eq!(shown("~~~\n```rust\nx\n```\n~~~"), "````text\n```rust\nx\n```\n````");
}

#[test]
fn inline_code_has_the_backticks_that_it_needs() {
    assert_eq!(shown("`a` ``b`c`` `` `d ``"), "`a` ``b`c`` `` `d ``");
    assert_eq!(shown("a ` b"), "a \\` b");
}

#[test]
fn html_that_formats_becomes_markdown() {
    assert_eq!(shown("<b>a</b> <em>b</em> <s>c</s> <code>d_e</code>"), "**a** *b* ~~c~~ `d_e`");
    assert_eq!(shown("a<br>b<br/><br />c"), "a\\\nb\n\nc");
    assert_eq!(shown("<p>a</p><p>b</p>"), "a\n\nb");
    assert_eq!(shown("<span style='color: red'>a</span>"), "a");
    assert_eq!(shown("<h1>a</h1>\n<hr>\n<blockquote>b</blockquote>"), "### a\n\n___\n\n> b");
    assert_eq!(shown("<a href=\"https://a.example/?b=1&amp;c=2\">d</a>"), "[d](https://a.example/?b=1&c=2)");
    assert_eq!(shown("<a href='javascript:alert(1)'>a</a> <a name=x>b"), "a b");
    assert_eq!(shown("<img src='https://a.example/b.png' alt='c'>"), "[c](https://a.example/b.png)");
}

#[test]
fn html_lists_become_lists() {
    assert_eq!(shown("One of:<ul><li>a</li><li>b</li></ul>Then c."), "One of:\n\n- a\n- b\n\nThen c.");
    assert_eq!(shown("<ol><li>a<ul><li>b</ul><li>c</ol>"), "1. a\n   - b\n2. c");
    assert_eq!(shown("<ul>\n<li>\n\n**a**\n\n</li>\n</ul>\n\nb"), "- **a**\n\nb");
}

#[test]
fn html_tables_become_tables() {
    let table = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td>c|d</td><td><p>e</p><p>f</p></td></tr></table>";
    assert_eq!(shown(table), "| a | b |\n| --- | --- |\n| c\\|d | e f |");
}

#[test]
fn unknown_tags_are_shown_as_text() {
    assert_eq!(shown("an <object> and </object>"), "an \\<object> and \\</object>");
    assert_eq!(shown("add /<report def id>"), "add /\\<report def id>");
    assert_eq!(shown("<script>alert(1)</script>"), "\\<script>alert(1)\\</script>");
    assert_eq!(shown("a <my_key> b < c <= d"), "a \\<my_key> b < c <= d");
    assert_eq!(shown("x <!DOCTYPE y> <?z?>"), "x \\<!DOCTYPE y> \\<?z?>");
    assert_eq!(shown("a <!-- b --> c"), "a c");
}

#[test]
fn an_unclosed_tag_is_a_placeholder() {
    assert_eq!(shown("send <code> and <b>"), "send \\<code> and \\<b>");
    assert_eq!(shown("<table>"), "\\<table>");
    assert_eq!(shown("https://<span>a.example"), "<https://a.example>");
}

#[test]
fn an_unclosed_comment_hides_nothing() {
    assert_eq!(shown("<!-- a\n\n<b>b</b>"), "\\<!-- a **b**");
}

#[test]
fn entities_are_resolved_and_never_created() {
    assert_eq!(
        shown("&lt;a&gt; &amp;lt; &hellip; &nope; a&b"),
        "\\<a> \\&lt; … &nope; a&b".replace("&nope;", "\\&nope;")
    );
    assert_eq!(shown("<div>&lt;a&gt; &eacute; &#x2014;</div>"), "\\<a> é —");
}

#[test]
fn bare_urls_become_links() {
    assert_eq!(
        shown("See https://a.example/b_c, (http://d.example)."),
        "See <https://a.example/b_c>, (<http://d.example>)."
    );
    assert_eq!(shown("https://a.example/b_(c)"), "<https://a.example/b_(c)>");
    assert_eq!(shown("https://a.example,https://b.example"), "<https://a.example>,<https://b.example>");
    assert_eq!(shown("<i>https://</i>a.example"), "<https://a.example>");
    assert_eq!(shown("# https://a.example"), "### <https://a.example>");
    assert_eq!(shown("http:// and https://..."), "http:// and https://...");
}

#[test]
fn url_templates_become_code() {
    assert_eq!(
        shown("https://{{host}}/a https://b.example/{id}."),
        "`https://{{host}}/a` `https://b.example/{id}`."
    );
    assert_eq!(shown("<https://{{host}}>"), "`https://{{host}}`");
}

#[test]
fn links_to_the_web_stay() {
    assert_eq!(shown("[a](https://b.example 'title')"), "[a](https://b.example)");
    assert_eq!(shown("[a](<https://b.example/c d(e>)"), "[a](https://b.example/c%20d%28e)");
    assert_eq!(
        shown("[a][1] [1]\n\n[1]: https://b.example"),
        "[a](https://b.example) [1](https://b.example)"
    );
    assert_eq!(shown("[https://b.example/c](https://b.example)"), "[https://b.example/c](https://b.example)");
    assert_eq!(shown("[](https://b.example) <https://c.example>"), "<https://b.example> <https://c.example>");
    assert_eq!(shown("[a](mailto:b@c.example) <b@c.example>"), "[a](mailto:b@c.example) <b@c.example>");
    assert_eq!(shown("[a](https://b.example/?c=1&amp;copy;)"), "[a](https://b.example/?c=1&amp;copy;)");
}

#[test]
fn other_links_are_text() {
    for address in [
        "/a",
        "#a",
        "a.html",
        "javascript:alert(1)",
        "{{url}}/a",
        "https://{{url}}",
        "foo::bar",
        "mailto:a",
        "//a.example",
        "data:x",
    ] {
        assert_eq!(shown(&format!("[**a** b]({address})")), "**a** b");
    }
}

#[test]
fn images_are_links() {
    assert_eq!(
        shown("![a](https://b.example/c.png) ![](https://b.example/d.png)"),
        "[a](https://b.example/c.png) <https://b.example/d.png>"
    );
    assert_eq!(shown("![a](c.png)"), "a");
    assert_eq!(shown("[![a](https://b.example/c.png)](https://d.example)"), "[a](https://d.example)");
    assert_eq!(shown("wow![a](https://b.example)").replace('!', ""), "wow[a](https://b.example)");
}

#[test]
fn brackets_are_text() {
    assert_eq!(shown("[Foo] [a][b] [ ] [^1] ![c]"), "\\[Foo\\] \\[a\\]\\[b\\] \\[ \\] \\[\\^1\\] !\\[c\\]");
    assert_eq!(shown("- [x] done"), "- \\[x\\] done");
    assert_eq!(shown("wow!\\[a]"), "wow!\\[a\\]");
}

#[test]
fn headings_are_below_those_of_the_documentation() {
    assert_eq!(shown("# a\n## b ##\n#### c\n###### d"), "### a\n\n#### b\n\n###### c\n\n###### d");
    assert_eq!(shown("a\nb\n===\n\nc\n---"), "### a b\n\n#### c");
    assert_eq!(shown("# C# \\#"), "### C# \\#");
    assert_eq!(shown("#\n\na"), "a");
}

#[test]
fn lists_nest() {
    assert_eq!(shown("* a\n    * b\n\n1. c\n2. d\n   1. e"), "- a\n  - b\n\n1. c\n2. d\n   1. e");
    assert_eq!(shown("- a\n\n- b\n\n  c"), "- a\n\n- b\n\n  c");
    assert_eq!(shown("9. a\n1. b\n   - c"), "9. a\n10. b\n    - c");
    assert_eq!(shown("- a\n-\n- - b"), "- a\n- - b");
}

#[test]
fn lists_in_a_row_stay_apart() {
    assert_eq!(shown("- a\n+ b\n* c"), "- a\n\n* b\n\n- c");
    assert_eq!(shown("1. a\n1) b"), "1. a\n\n1) b");
}

#[test]
fn lines_of_an_item_are_indented_like_its_text() {
    let (fits, more) = ("x".repeat(38), "one");
    assert_eq!(markdown(&format!("- {fits} {more}"), 40), [format!("- {fits}"), format!("  {more}")]);
    assert_eq!(markdown(&format!("10. {fits} {more}"), 40), [format!("10. {fits}"), format!("    {more}")]);
    assert_eq!(markdown(&format!("> {fits} {more}"), 40), [format!("> {fits}"), format!("> {more}")]);
}

#[test]
fn tables_stay() {
    let table = "a | b\n:-|-:\n`c` | d\\|e\nf";
    assert_eq!(shown(table), "| a | b |\n| :-- | --: |\n| `c` | d\\|e |\n| f |  |");
    assert_eq!(shown("|a|\n|-|\n|`b\\|c`|"), "| a |\n| --- |\n| `b\\|c` |");
}

#[test]
fn rules_and_breaks() {
    assert_eq!(shown("a\n\n---\n\nb"), "a\n\n___\n\nb");
    assert_eq!(shown("- ***\n- a"), "- ___\n- a");
    assert_eq!(shown("a  \nb\\\nc\\"), "a\\\nb\\\nc\\\\");
}

#[test]
fn marks_that_markdown_cannot_express_are_dropped() {
    assert_eq!(shown("a<b>\"b\"</b>c <b> d </b>e"), "a\"b\"c **d** e");
    assert_eq!(shown("*a*__b__ ***c***"), "_a_**b** *__c__*");
    assert_eq!(shown("**a<ul><li>b</ul>c**"), "**a\\\nb\\\nc**");
}

#[test]
fn punctuation_in_text_is_escaped() {
    assert_eq!(shown("snake_case __init__ 5 \\* 3 ~/a C:\\\\b"), "snake_case **init** 5 \\* 3 \\~/a C:\\\\b");
    assert_eq!(shown("use --flag or a -- b"), "use \\--flag or a -- b");
}

#[test]
fn invisible_characters_are_removed() {
    assert_eq!(shown("a\u{202e}b\u{2066}c\u{0}d\u{200b}e\u{feff}f\u{1b}g &#x202E;&#0;&#x1b;"), "abcdefg �");
    assert_eq!(shown("a\u{2028}b\u{85}c\u{a0}d\te"), "a b c d e");
    assert_eq!(shown("a\r\rb\r\nc"), "a\n\nb c");
    assert_eq!(shown("👩\u{200d}💻"), "👩\u{200d}💻");
}

#[test]
fn the_comment_does_not_end() {
    assert_eq!(shown("a */ fn b() {}\n\n/*"), "a \\*/ fn b() {}\n\n/\\*");
    assert_eq!(shown("\"] fn a() {} #[doc = \""), "\"\\] fn a() {} #\\[doc = \"");
}

#[test]
fn deep_nesting_keeps_the_text() {
    for open in [">", "- ", "<ul><li>", "<b>", "*a **b ", "<blockquote>"] {
        let text = format!("{}end", open.repeat(20_000));
        assert!(shown(&text).contains("end"), "{open}");
    }
}
