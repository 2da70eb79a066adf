//! The layout of macro calls: prettyplease formats Rust, and these have a syntax of their own.
//!
//! What stands in braces goes on lines of its own, one for each comma and semicolon; documentation and attributes
//! stand above what they belong to.

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

use super::print::push_line;

/// A call `name! { … }`.
pub(crate) fn macro_call(name: &str, body: TokenStream) -> String {
    let mut lines = Lines { text: format!("{name}! {{\n"), line: String::new(), depth: 1 };
    lines.block(body);
    lines.text.push_str("}\n");
    lines.text
}

struct Lines {
    text: String,
    line: String,
    depth: usize,
}

impl Lines {
    /// What stands in braces.
    fn block(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let mut before = Before::Start;
        let mut angles = 0_usize;
        while let Some(token) = tokens.next() {
            if let (TokenTree::Punct(punct), Some(TokenTree::Group(group))) = (&token, tokens.peek())
                && punct.as_char() == '#'
                && group.delimiter() == Delimiter::Bracket
            {
                let group = group.clone();
                tokens.next();
                self.end_line();
                // Between functions.
                if self.text.ends_with("}\n") {
                    self.text.push('\n');
                }
                self.attribute(&group);
                before = Before::Start;
                continue;
            }
            match &token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    self.line.push_str(" {");
                    self.end_line();
                    self.depth += 1;
                    self.block(group.stream());
                    self.depth -= 1;
                    self.line.push('}');
                    let has_comma =
                        matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ',');
                    if !has_comma {
                        self.end_line();
                    }
                    before = Before::Start;
                }
                _ => {
                    let is_arrow = self.line.ends_with(['-', '=']);
                    before = before.push(&mut self.line, &token);
                    match &token {
                        TokenTree::Punct(punct) if punct.as_char() == '<' => angles += 1,
                        TokenTree::Punct(punct) if punct.as_char() == '>' && !is_arrow => {
                            angles = angles.saturating_sub(1);
                        }
                        // A comma between the arguments of a type ends no line.
                        TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') && angles == 0 => {
                            self.end_line();
                            before = Before::Start;
                        }
                        _ => {}
                    }
                }
            }
        }
        self.end_line();
    }

    fn attribute(&mut self, group: &Group) {
        let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
        if let [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] = &tokens[..]
            && name == "doc"
            && let syn::Lit::Str(text) = syn::Lit::new(text.clone())
        {
            let text = text.value();
            self.line = format!("///{text}");
        } else {
            self.line = format!("#[{}]", inline(group.stream()));
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let line = self.line.trim_end();
        if !line.is_empty() {
            push_line(&mut self.text, &"    ".repeat(self.depth), line);
        }
        self.line.clear();
    }
}

/// Tokens on one line.
pub(crate) fn inline(tokens: TokenStream) -> String {
    let mut line = String::new();
    let mut before = Before::Start;
    for token in tokens {
        before = before.push(&mut line, &token);
    }
    line
}

/// What stands before a token, as far as the space between the two depends on it.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// Nothing, or what no space follows.
    Start,
    /// A word, or what closes like one.
    Word,
    /// What a space follows.
    Space,
}

impl Before {
    fn push(self, line: &mut String, token: &TokenTree) -> Self {
        match token {
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                if self != Self::Start {
                    line.push(' ');
                }
                line.push_str(&token.to_string());
                Self::Word
            }
            TokenTree::Punct(punct) => self.punct(line, punct.as_char(), punct.spacing()),
            TokenTree::Group(group) => {
                if self == Self::Space {
                    line.push(' ');
                }
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace => ("{ ", " }"),
                    Delimiter::None => ("", ""),
                };
                line.push_str(open);
                line.push_str(&inline(group.stream()));
                line.push_str(close);
                Self::Word
            }
        }
    }

    fn punct(self, line: &mut String, punct: char, spacing: Spacing) -> Self {
        let follows_joint = line.ends_with([':', '-', '=']) && !line.ends_with(' ') && self == Self::Start;
        match punct {
            // `::` has no space on either side, `: ` has one behind it.
            ':' => {
                line.push(':');
                if spacing == Spacing::Joint || follows_joint { Self::Start } else { Self::Space }
            }
            '<' | '&' => {
                if self == Self::Space {
                    line.push(' ');
                }
                line.push(punct);
                Self::Start
            }
            '>' if follows_joint => {
                line.push('>');
                Self::Space
            }
            '>' | ',' | ';' => {
                line.push(punct);
                if punct == '>' { Self::Word } else { Self::Space }
            }
            '-' | '=' => {
                line.push(' ');
                line.push(punct);
                if spacing == Spacing::Joint { Self::Start } else { Self::Space }
            }
            _ => {
                line.push(punct);
                Self::Start
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::macro_call;

    #[test]
    fn fields_and_documentation_have_lines_of_their_own() {
        let text = macro_call(
            "object",
            quote! {
                #[doc = " An account."]
                pub struct Account {
                    required {
                        #[doc = " The name."]
                        [redacted] name: String,
                    }
                    optional {
                        #[deprecated(note = "use `b`")]
                        r#type: Vec<Option<types::Kind>> = "type",
                        map: BTreeMap<String, Box<Self> > = "Map",
                    }
                }
            },
        );
        let expected = "\
object! {
    /// An account.
    pub struct Account {
        required {
            /// The name.
            [redacted] name: String,
        }
        optional {
            #[deprecated(note = \"use `b`\")]
            r#type: Vec<Option<types::Kind>> = \"type\",
            map: BTreeMap<String, Box<Self>> = \"Map\",
        }
    }
}
";
        assert_eq!(text, expected);
    }

    #[test]
    fn functions_and_tuples_are_spaced_as_in_rust() {
        let operations = quote! {
            impl Users {
                #[doc = " Get user."]
                pub fn get_user(&self, id: &str) -> GetUser {
                    answer: Vec<types::User>,
                    request: "GET" "users/{id}",
                    arguments: path(id).json(&body),
                }
                #[deprecated]
                pub fn nothing(&self) -> Nothing { answer: (), }
            }
        };
        let expected = "\
operations! {
    impl Users {
        /// Get user.
        pub fn get_user(&self, id: &str) -> GetUser {
            answer: Vec<types::User>,
            request: \"GET\" \"users/{id}\",
            arguments: path(id).json(&body),
        }

        #[deprecated]
        pub fn nothing(&self) -> Nothing {
            answer: (),
        }
    }
}
";
        assert_eq!(macro_call("operations", operations), expected);
        let text = macro_call("text", quote! { pub struct Id { min: 1, of: &[('a', 'z')] } });
        assert_eq!(
            text,
            "text! {\n    pub struct Id {\n        min: 1,\n        of: &[('a', 'z')]\n    }\n}\n"
        );
    }
}
