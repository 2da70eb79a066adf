//! String literals that people read: of the replay, and of the README.

use proc_macro2::Literal;

/// Returns a string literal. It is raw if the string has quotes or several lines, but no characters that must be
/// escaped.
pub(crate) fn string(value: &str) -> Literal {
    let is_plain = |c: char| matches!(c, '\n' | '"' | '\\') || c.escape_debug().len() == 1;
    if value.contains(['"', '\n']) && value.chars().all(is_plain) {
        let hashes = "#".repeat(1 + longest_run(value, '#'));
        if let Ok(raw) = format!("r{hashes}\"{value}\"{hashes}").parse() {
            return raw;
        }
    }
    Literal::string(value)
}

/// Returns the length of the longest run of a character.
fn longest_run(string: &str, character: char) -> usize {
    string.split(|c| c != character).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn literals_are_raw_where_that_reads_better() {
        let cases = [
            ("plain", r#""plain""#),
            (r"C:\", r#""C:\\""#),
            ("{\n  \"a\": 1\n}", "r#\"{\n  \"a\": 1\n}\"#"),
            ("\"# \"## evil!()", "r###\"\"# \"## evil!()\"###"),
            ("\"\r\n\"", r#""\"\r\n\"""#),
            ("\"\u{202e}\"", r#""\"\u{202e}\"""#),
            ("\"é\"", "r#\"\"é\"\"#"),
        ];
        for (value, expected) in cases {
            let literal = string(value).to_string();
            assert_eq!(literal, expected);
            assert_eq!(
                syn::parse_str::<syn::LitStr>(&literal).map(|read| read.value()).ok().as_deref(),
                Some(value)
            );
        }
    }
}
