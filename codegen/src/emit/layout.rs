//! The layout of macro calls: prettyplease formats Rust, and these have a syntax of their own.

use proc_macro2::Literal;

/// How wide a line is that holds several things.
pub(crate) const WIDTH: usize = 100;

/// A call `name! { … }` under construction.
pub(crate) struct MacroCall {
    text: String,
    depth: usize,
    /// Where the last line begins, when more fits on it.
    list: Option<usize>,
}

impl MacroCall {
    pub(crate) fn new(name: &str) -> Self {
        Self { text: format!("{name}! {{\n"), depth: 1, list: None }
    }

    /// The text of the call.
    pub(crate) fn finish(mut self) -> String {
        self.text.push_str("}\n");
        self.text
    }

    /// A line of its own.
    pub(crate) fn line(&mut self, line: &str) {
        self.indent();
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// The lines of a doc comment.
    pub(crate) fn docs(&mut self, lines: &[String]) {
        for line in lines {
            self.indent();
            self.text.push_str(if line.is_empty() { "///" } else { "/// " });
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Sets something apart from what is before it in the same braces.
    pub(crate) fn gap(&mut self) {
        self.list = None;
        if !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// Opens braces.
    pub(crate) fn open(&mut self, head: &str) {
        self.indent();
        self.text.push_str(head);
        self.text.push_str(" {\n");
        self.depth += 1;
    }

    /// Closes braces and opens the next ones: `} head {`.
    pub(crate) fn reopen(&mut self, head: &str) {
        self.depth -= 1;
        self.indent();
        self.text.push_str("} ");
        self.text.push_str(head);
        self.text.push_str(" {\n");
        self.depth += 1;
    }

    /// Closes braces.
    pub(crate) fn close(&mut self) {
        self.depth -= 1;
        self.line("}");
    }

    /// Something short, with a comma behind it: such things share lines.
    pub(crate) fn word(&mut self, word: &str) {
        let start = match self.list {
            Some(start) if self.text.len() - start + word.len() < WIDTH => {
                // In the place of the line's end.
                self.text.pop();
                self.text.push(' ');
                start
            }
            _ => {
                self.indent();
                self.text.len() - 4 * self.depth
            }
        };
        self.text.push_str(word);
        self.text.push_str(",\n");
        self.list = Some(start);
    }

    /// Begins a line.
    fn indent(&mut self) {
        self.list = None;
        for _ in 0..self.depth {
            self.text.push_str("    ");
        }
    }
}

/// A string literal.
pub(crate) fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::MacroCall;

    #[test]
    fn what_is_documented_has_a_line_of_its_own() {
        let mut call = MacroCall::new("objects");
        call.gap();
        call.docs(&["An account.".to_owned(), String::new(), "It stays.".to_owned()]);
        call.open("pub struct Account required");
        call.docs(&["The name.".to_owned()]);
        call.line("name: String,");
        call.word("a: bool");
        call.word("b: bool");
        call.reopen("optional");
        call.word(&"c".repeat(60));
        call.word(&"d".repeat(60));
        call.close();
        call.gap();
        call.open("pub struct Empty optional");
        call.close();
        let expected = format!(
            "\
objects! {{
    /// An account.
    ///
    /// It stays.
    pub struct Account required {{
        /// The name.
        name: String,
        a: bool, b: bool,
    }} optional {{
        {},
        {},
    }}

    pub struct Empty optional {{
    }}
}}
",
            "c".repeat(60),
            "d".repeat(60)
        );
        assert_eq!(call.finish(), expected);
    }
}
