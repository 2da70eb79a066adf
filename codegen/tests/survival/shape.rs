//! The shape of generated code: keywords, punctuation, attributes, the names of macro calls and the kinds of literals,
//! but no other names, no values of literals and no documentation.

use codegen::File;
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::output::doc_line;

/// Returns the shape of each file. Files and items are sorted, because their order depends on their names.
pub(crate) fn shapes(files: &[File]) -> Vec<Vec<String>> {
    let mut shapes: Vec<Vec<String>> = files.iter().filter_map(shape).collect();
    shapes.sort();
    shapes
}

/// Returns the shapes of the items in a file, or the keys of a manifest.
fn shape(file: &File) -> Option<Vec<String>> {
    if file.path.ends_with(".toml") {
        let table: toml::Table = file.text.parse().ok()?;
        return Some(table.iter().flat_map(|(section, value)| keys(section, value)).collect());
    }
    let parsed = file.path.ends_with(".rs").then(|| syn::parse_file(&file.text).ok())??;
    let mut items: Vec<String> = parsed.items.iter().map(|item| masked(&quote::quote! { #item })).collect();
    items.extend(parsed.attrs.iter().map(|attribute| masked(&quote::quote! { #attribute })));
    // Documentation has an empty shape.
    items.retain(|item| !item.is_empty());
    items.sort();
    Some(items)
}

fn keys(path: &str, value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::Table(table) => {
            table.iter().flat_map(|(key, value)| keys(&format!("{path}.{key}"), value)).collect()
        }
        _ => vec![path.to_owned()],
    }
}

/// Returns the shape of tokens.
fn masked(tokens: &TokenStream) -> String {
    let mut shape = String::new();
    mask(tokens, false, &mut shape);
    shape
}

fn mask(tokens: &TokenStream, is_attribute: bool, shape: &mut String) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        if let Some(end) = documentation(&tokens, at - 1).or_else(|| setter(&tokens, at - 1)) {
            at = end;
            continue;
        }
        match token {
            // Whether a list has a trailing comma depends on its width.
            TokenTree::Punct(punct) if punct.as_char() == ',' && at == tokens.len() => continue,
            TokenTree::Punct(punct) => shape.push(punct.as_char()),
            TokenTree::Literal(literal) => shape.push_str(kind(&syn::Lit::new(literal.clone()))),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let is_called =
                    matches!(tokens.get(at), Some(TokenTree::Punct(next)) if next.as_char() == '!');
                let is_keyword = syn::parse_str::<syn::Ident>(&name).is_err();
                shape.push_str(if is_attribute || is_called || is_keyword { &name } else { "_" });
            }
            TokenTree::Group(group) => {
                let follows_hash = matches!(shape.chars().next_back(), Some('#'));
                let (open, close) = delimiters(group);
                shape.push_str(open);
                mask(&group.stream(), is_attribute || follows_hash, shape);
                shape.push_str(close);
            }
        }
        shape.push(if matches!(token, TokenTree::Punct(punct) if punct.as_char() == '#') {
            continue;
        } else {
            ' '
        });
    }
}

/// Returns the end of the documentation that starts at this token; `None` if there is none.
fn documentation(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let TokenTree::Punct(hash) = &tokens[at] else { return None };
    let inner = matches!(tokens.get(at + 1), Some(TokenTree::Punct(next)) if next.as_char() == '!');
    let end = at + 1 + usize::from(inner);
    match tokens.get(end) {
        Some(TokenTree::Group(group)) if hash.as_char() == '#' && doc_line(group).is_some() => Some(end + 1),
        _ => None,
    }
}

/// Returns the end of the setter call that starts at this token; `None` if there is none. Setter calls are not in the
/// shape, because the number of fields in an example depends on their width.
fn setter(tokens: &[TokenTree], at: usize) -> Option<usize> {
    let is_call = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis);
    let before = at.checked_sub(1).map(|before| &tokens[before])?;
    match &tokens[at..] {
        [TokenTree::Punct(dot), TokenTree::Ident(_), arguments, ..]
            if dot.as_char() == '.' && is_call(before) && is_call(arguments) =>
        {
            Some(at + 3)
        }
        _ => None,
    }
}

fn delimiters(group: &Group) -> (&'static str, &'static str) {
    match group.delimiter() {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::None => ("", ""),
    }
}

fn kind(literal: &syn::Lit) -> &'static str {
    match literal {
        syn::Lit::Str(_) => "string",
        syn::Lit::Char(_) => "character",
        syn::Lit::Int(_) | syn::Lit::Float(_) => "number",
        syn::Lit::Bool(_) => "boolean",
        _ => "other",
    }
}

/// Returns code that only injected strings contain: their functions, attributes and macros.
pub(crate) fn escaped(files: &[File]) -> Option<String> {
    files.iter().filter(|file| file.path.ends_with(".rs")).find_map(|file| {
        let tokens: TokenStream = file.text.parse().ok()?;
        escaped_in(&tokens).map(|code| format!("{}: {code}", file.path))
    })
}

fn escaped_in(tokens: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| tokens[at].to_string()).unwrap_or_default();
        let after = tokens.get(at + 1).map(ToString::to_string).unwrap_or_default();
        let is_evil = match token {
            TokenTree::Ident(name) if name == "evil" => before == "fn" && after == "()" || after == "!",
            TokenTree::Ident(name) if name == "allow" => after == "(x)",
            TokenTree::Literal(literal) => literal.to_string() == "\"/evil\"" && before == "!",
            TokenTree::Punct(punct) => punct.as_char() == '$',
            _ => false,
        };
        if is_evil {
            return Some(format!("{before} {token} {after}"));
        }
        if let TokenTree::Group(group) = token
            && let Some(found) = escaped_in(&group.stream())
        {
            return Some(found);
        }
    }
    None
}
