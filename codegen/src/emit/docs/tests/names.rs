//! Names, values, addresses and list items.

use super::super::{code, item, link, plain, sentence, title};

#[test]
fn plain_text_is_one_line_without_markdown() {
    assert_eq!(plain(" a\n\tb\u{202e} "), "a b");
    assert_eq!(plain("# <a> *b* [c] `d` e_f &lt;"), "\\# \\<a> \\*b\\* \\[c\\] \\`d\\` e_f \\&lt;");
    assert_eq!(plain("1. a"), "1\\. a");
    assert_eq!(plain("- a"), "\\- a");
    assert_eq!(plain("    a"), "a");
    assert_eq!(plain("https://a.example"), "<https://a.example>");
    assert_eq!(plain(""), "");
}

#[test]
fn a_sentence_ends_with_a_full_stop() {
    assert_eq!(sentence("Get user"), "Get user.");
    assert_eq!(sentence("Really?"), "Really?");
    assert_eq!(sentence("(As before.)"), "(As before.)");
    assert_eq!(sentence("see https://a.example"), "see <https://a.example>.");
    assert_eq!(sentence(""), "");
}

#[test]
fn a_value_is_code() {
    assert_eq!(code("a*b"), "`a*b`");
    assert_eq!(code("a`b\nc"), "``a`b c``");
    assert_eq!([code(""), code(" "), code("  ")], ["`\"\"`", "`\" \"`", "`\"  \"`"]);
}

#[test]
fn a_blank_title_is_visible() {
    for blank in ["", " ", "\t\n", "\u{202e}"] {
        assert_eq!(title(blank), "`\"\"`");
    }
    assert_eq!(title(" a *b* "), "a \\*b\\*");
}

#[test]
fn links_lead_to_the_web() {
    let cases = [
        ("https://example.com/a_b", "[reference](<https://example.com/a_b>)"),
        ("https://example.com/<a>\r\nfn f()", "[reference](<https://example.com/%3Ca%3Efn%20f%28%29>)"),
        ("javascript:f()", "reference: `javascript:f()`"),
    ];
    for (address, expected) in cases {
        assert_eq!(link("reference", address), expected);
    }
}

#[test]
fn only_a_paragraph_continues_the_line_of_a_label() {
    let cases = [
        ("The id.", "- `id`: The id."),
        ("The id:\n```\nf()\n```", "- `id`: The id:\n\n  ```text\n  f()\n  ```"),
        ("```\nf()\n```", "- `id`:\n\n  ```text\n  f()\n  ```"),
        ("- a\n- b", "- `id`:\n\n  - a\n  - b"),
    ];
    for (text, expected) in cases {
        assert_eq!(item(vec!["`id`".to_owned()], text, "not described", 80).join("\n"), expected);
    }
}
