//! String literals of the replay.

use proc_macro2::Literal;

/// A string literal as people write it: raw if it has quotes or several lines and nothing that must be escaped.
pub(super) fn string(text: &str) -> Literal {
    let is_plain = |c: char| matches!(c, '\n' | '"' | '\\') || c.escape_debug().len() == 1;
    if text.contains(['"', '\n']) && text.chars().all(is_plain) {
        let hashes = "#".repeat(1 + longest_run(text, '#'));
        if let Ok(raw) = format!("r{hashes}\"{text}\"{hashes}").parse() {
            return raw;
        }
    }
    Literal::string(text)
}

/// The length of the longest run of a character.
fn longest_run(text: &str, character: char) -> usize {
    text.split(|c| c != character).map(str::len).max().unwrap_or_default()
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
        for (text, expected) in cases {
            let literal = string(text).to_string();
            assert_eq!(literal, expected);
            assert_eq!(
                syn::parse_str::<syn::LitStr>(&literal).map(|read| read.value()).ok().as_deref(),
                Some(text)
            );
        }
    }
}
