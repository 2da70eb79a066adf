//! Prints an expression on one line, spaced as rustfmt does it. This is much faster than a formatter, and an expression
//! that stays on its line does not move its neighbours.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// Returns the tokens on one line.
pub(crate) fn inline(tokens: TokenStream) -> String {
    let mut line = String::new();
    let mut before = Before::Start;
    for token in tokens {
        before = before.push(&mut line, &token);
    }
    line
}

/// The kind of the previous token, as far as the space after it depends on that.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// None, or a token that no space follows.
    Start,
    /// A word, or a closing delimiter.
    Word,
    /// A token that a space follows.
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

    use super::inline;

    #[test]
    fn tokens_are_spaced_as_in_rust() {
        let tokens = quote! {
            client.users().get(&values.text("id"), values.parse("{{n}}")?).with(options.query("a", None))
        };
        let text = r#"client.users().get(&values.text("id"), values.parse("{{n}}")?).with(options.query("a", None))"#;
        assert_eq!(inline(tokens), text);
        let tokens = quote! { x::types::Form::new().tags([values.text("a"), values.text("b")]) };
        assert_eq!(inline(tokens), r#"x::types::Form::new().tags([values.text("a"), values.text("b")])"#);
    }
}
