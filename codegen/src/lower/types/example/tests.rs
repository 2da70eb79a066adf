//! Tests of the parser of examples: the syntax that it accepts, and its errors.

use serde_json::{Value, json};

use super::*;

fn value(json: &str) -> Value {
    parse(json).unwrap().to_value()
}

fn problem(json: &str) -> String {
    parse(json).unwrap_err().to_string()
}

#[test]
fn plain_json_is_parsed_as_by_serde_json() {
    for json in [
        "null",
        " [true, false, 0, -1, 1.5, 1e3, 18446744073709551615, []] ",
        r#"{"a": {"b": "c"}, "": [], "é": "\u00e9\n\"\\ \ud83d\ude00"}"#,
        "\r\n{}\t",
    ] {
        assert_eq!(value(json), serde_json::from_str::<Value>(json).unwrap());
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    assert_eq!(value("\u{feff}{}"), json!({}));
}

#[test]
fn comments_are_skipped_outside_strings() {
    let json = "// a\n{ /* b */ \"url\" /**/: // c\r\n \"http://x//y /* z */\", \"n\": 1/*d*/ } // e";
    assert_eq!(value(json), json!({"url": "http://x//y /* z */", "n": 1}));
}

#[test]
fn variables_in_strings_are_unchanged() {
    assert_eq!(parse(r#""a {{b}}""#), Ok(Example::String("a {{b}}".into())));
}

#[test]
fn variables_may_replace_values() {
    for json in
        ["{{a}}", " {{a}} ", "{{a b}}", "{{{{SIM}}Id}}", "{{a}}{{b}}", "-{{a}}.5", "{{$timestamp}}000"]
    {
        assert_eq!(parse(json), Ok(Example::Unknown(json.trim())), "{json}");
    }
}

#[test]
fn variables_may_replace_values_of_members_and_elements() {
    assert_eq!(value(r#"{"a": {{n}}}"#), json!({"a": "{{n}}"}));
    assert_eq!(value(r#"{"a":{"b":{{{{n}}m}}}}"#), json!({"a": {"b": "{{{{n}}m}}"}}));
    assert_eq!(value("[{{a}}, {{b}}]"), json!(["{{a}}", "{{b}}"]));
}

#[test]
fn variables_may_replace_keys() {
    assert_eq!(value(r#"{"{{k}}": 1}"#), json!({"{{k}}": 1}));
    assert_eq!(value("{ {{k}} : 1}"), json!({"{{k}}": 1}));
    assert_eq!(value("{{{k}}: 1}"), json!({"{{k}}": 1}));
}

#[test]
fn values_that_no_type_represents_are_opaque() {
    for json in
        ["18446744073709551616", "-9223372036854775809", r#"{"a": 1, "a": 2}"#, r#"{"a": 1, {{more}} }"#]
    {
        assert!(matches!(parse(json), Ok(Example::Opaque(_))), "{json}");
    }
}

#[test]
fn syntax_errors_have_a_position() {
    for (json, expected) in [
        ("", "a value is missing at line 1, column 1"),
        ("{\n  \"a\" => 1}", "`:` is missing at line 2, column 7"),
        ("[1 2]", "`,` or `]` is missing at line 1, column 4"),
        (r#"{"a": 1"#, "`,` or `}` is missing at line 1, column 8"),
        ("{'a': 1}", "a key is missing at line 1, column 2"),
        (r#"{"a": 1,}"#, "a key is missing at line 1, column 9"),
        ("[1,]", "a value is missing at line 1, column 4"),
        ("[1] x", "there are characters after the value at line 1, column 5"),
        ("yes", "a value is not valid at line 1, column 1"),
        ("01", "a value is not valid at line 1, column 1"),
        ("1e999", "a value is not valid at line 1, column 1"),
        ("\"a", "a string has no closing quote at line 1, column 1"),
        ("\"a\\", "a string has no closing quote at line 1, column 1"),
        ("\"\\x\"", "a string contains an invalid escape at line 1, column 5"),
        ("\"a\nb\"", "a string contains a control character at line 1, column 1"),
        ("[{{a]", "a variable has no closing braces at line 1, column 2"),
        ("/* a", "a comment has no end at line 1, column 1"),
    ] {
        assert_eq!(problem(json), expected, "{json}");
    }
}

#[test]
fn a_saved_response_may_have_mistakes_of_manual_edits() {
    let json = "{\"a\": [1, 2,], \"b\": \"x\ty\\n\nz\",}";
    assert_eq!(parse_response(json).unwrap().to_value(), json!({"a": [1, 2], "b": "x\ty\n\nz"}));
    assert!(parse_response("[,]").is_err());
}

#[test]
fn the_maximum_depth_is_that_of_serde_json() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for depth in [MAX_DEPTH, MAX_DEPTH + 1, 100_000] {
        let json = nested(depth);
        assert_eq!(parse(&json).is_ok(), serde_json::from_str::<Value>(&json).is_ok(), "{depth}");
    }
}

#[test]
fn the_parser_never_panics() {
    let json = r#"{"é": [1, {{a}}, "\u00e9\"", {"b": null}], /* ü */ {{{k}}: -1.5e3} // é"#;
    let positions: Vec<usize> = json.char_indices().map(|(position, _)| position).collect();
    for &start in &positions {
        for &end in positions.iter().filter(|&&end| end >= start) {
            let _ = (parse(&json[start..end]), parse_response(&json[start..end]));
            let _ = parse(&format!("{}{}", &json[..start], &json[end..]));
        }
    }
}

#[test]
fn only_comments_are_removed() {
    for (json, expected) in [
        ("{\"a\": 1} // x", "{\"a\": 1} "),
        ("// x\n{/* y */\"a//\": \"/*\\\"*/\"}/*", "\n{\"a//\": \"/*\\\"*/\"}"),
        ("{\"open: // x", "{\"open: // x"),
        ("a / b", "a / b"),
        ("/*/ x", ""),
        ("\"\\", "\"\\"),
    ] {
        assert_eq!(super::without_comments(json), expected, "{json}");
    }
}
