//! What the reader takes and what it does not.

use serde_json::{Value, json};

use super::*;

fn value(text: &str) -> Value {
    parse(text).unwrap().to_value()
}

fn problem(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn plain_json_is_read_as_serde_json_reads_it() {
    for text in [
        "null",
        " [true, false, 0, -1, 1.5, 1e3, 18446744073709551615, []] ",
        r#"{"a": {"b": "c"}, "": [], "é": "\u00e9\n\"\\ \ud83d\ude00"}"#,
        "\r\n{}\t",
    ] {
        assert_eq!(value(text), serde_json::from_str::<Value>(text).unwrap());
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(value("\u{feff}{}"), json!({}));
}

#[test]
fn comments_are_skipped_outside_strings() {
    let text = "// a\n{ /* b */ \"url\" /**/: // c\r\n \"http://x//y /* z */\", \"n\": 1/*d*/ } // e";
    assert_eq!(value(text), json!({"url": "http://x//y /* z */", "n": 1}));
}

#[test]
fn variables_in_strings_are_text() {
    assert_eq!(parse(r#""a {{b}}""#), Ok(Example::String("a {{b}}".into())));
}

#[test]
fn variables_stand_for_values() {
    for text in
        ["{{a}}", " {{a}} ", "{{a b}}", "{{{{SIM}}Id}}", "{{a}}{{b}}", "-{{a}}.5", "{{$timestamp}}000"]
    {
        assert_eq!(parse(text), Ok(Example::Unknown(text.trim())), "{text}");
    }
}

#[test]
fn variables_stand_for_members_and_elements() {
    assert_eq!(value(r#"{"a": {{n}}}"#), json!({"a": "{{n}}"}));
    assert_eq!(value(r#"{"a":{"b":{{{{n}}m}}}}"#), json!({"a": {"b": "{{{{n}}m}}"}}));
    assert_eq!(value("[{{a}}, {{b}}]"), json!(["{{a}}", "{{b}}"]));
}

#[test]
fn variables_stand_for_keys() {
    assert_eq!(value(r#"{"{{k}}": 1}"#), json!({"{{k}}": 1}));
    assert_eq!(value("{ {{k}} : 1}"), json!({"{{k}}": 1}));
    assert_eq!(value("{{{k}}: 1}"), json!({"{{k}}": 1}));
}

#[test]
fn what_no_type_can_keep_is_opaque() {
    for text in
        ["18446744073709551616", "-9223372036854775809", r#"{"a": 1, "a": 2}"#, r#"{"a": 1, {{more}} }"#]
    {
        assert!(matches!(parse(text), Ok(Example::Opaque(_))), "{text}");
    }
}

#[test]
fn broken_json_is_refused_with_its_place() {
    for (text, expected) in [
        ("", "a value is missing at line 1, column 1"),
        ("{\n  \"a\" => 1}", "`:` is missing at line 2, column 7"),
        ("[1 2]", "`,` or `]` is missing at line 1, column 4"),
        (r#"{"a": 1"#, "`,` or `}` is missing at line 1, column 8"),
        ("{'a': 1}", "a key is missing at line 1, column 2"),
        (r#"{"a": 1,}"#, "a key is missing at line 1, column 9"),
        ("[1,]", "a value is missing at line 1, column 4"),
        ("[1] x", "something follows the value at line 1, column 5"),
        ("yes", "this is no JSON value at line 1, column 1"),
        ("01", "this is no JSON value at line 1, column 1"),
        ("1e999", "this is no JSON value at line 1, column 1"),
        ("\"a", "a string does not end at line 1, column 1"),
        ("\"a\\", "a string does not end at line 1, column 1"),
        ("\"\\x\"", "a string holds a wrong escape at line 1, column 5"),
        ("\"a\nb\"", "a string holds a control character at line 1, column 1"),
        ("[{{a]", "a variable does not end at line 1, column 2"),
        ("/* a", "a comment does not end at line 1, column 1"),
    ] {
        assert_eq!(problem(text), expected, "{text}");
    }
}

#[test]
fn a_saved_response_may_bear_traces_of_its_editor() {
    let text = "{\"a\": [1, 2,], \"b\": \"x\ty\\n\nz\",}";
    assert_eq!(parse_response(text).unwrap().to_value(), json!({"a": [1, 2], "b": "x\ty\n\nz"}));
    assert!(parse_response("[,]").is_err());
}

#[test]
fn the_depth_that_serde_json_reads_is_read() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [MAX_DEPTH, MAX_DEPTH + 1, 100_000] {
        let text = nested(depth);
        assert_eq!(parse(&text).is_ok(), serde_json::from_str::<Value>(&text).is_ok(), "{depth}");
    }
}

#[test]
fn no_text_makes_the_reader_panic() {
    let text = r#"{"é": [1, {{a}}, "\u00e9\"", {"b": null}], /* ü */ {{{k}}: -1.5e3} // é"#;
    let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
    for &start in &places {
        for &end in places.iter().filter(|&&end| end >= start) {
            let _ = (parse(&text[start..end]), parse_response(&text[start..end]));
            let _ = parse(&format!("{}{}", &text[..start], &text[end..]));
        }
    }
}

#[test]
fn comments_go_and_all_else_stays() {
    for (text, expected) in [
        ("{\"a\": 1} // x", "{\"a\": 1} "),
        ("// x\n{/* y */\"a//\": \"/*\\\"*/\"}/*", "\n{\"a//\": \"/*\\\"*/\"}"),
        ("{\"open: // x", "{\"open: // x"),
        ("a / b", "a / b"),
        ("/*/ x", ""),
        ("\"\\", "\"\\"),
    ] {
        assert_eq!(super::without_comments(text), expected, "{text}");
    }
}
