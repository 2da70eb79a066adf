//! The properties that hold for every generated file.

use std::collections::HashSet;

use codegen::File;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

/// Checks all files except the `known` ones, which were checked before. The error names the property that does not
/// hold.
pub(crate) fn check(files: &[File], known: &[File]) -> Result<(), String> {
    let mut paths = HashSet::new();
    for file in files {
        let is_path = |c: char| unicode_ident::is_xid_continue(c) || "-./".contains(c);
        if file.path.starts_with('/') || file.path.contains("..") || !file.path.chars().all(is_path) {
            return Err(format!("{:?} is not a path", file.path));
        }
        // Some file systems ignore case.
        if !paths.insert(file.path.to_lowercase()) {
            return Err(format!("duplicate file {}", file.path));
        }
    }
    for file in files.iter().filter(|file| !known.iter().any(|known| same(known, file))) {
        check_file(file, &paths).map_err(|problem| format!("{}: {problem}", file.path))?;
    }
    Ok(())
}

/// Whether two files are equal except for the first line, which names the command.
fn same(one: &File, other: &File) -> bool {
    let rest = |file: &File| file.text.find('\n').unwrap_or_default();
    one.path == other.path && one.text[rest(one)..] == other.text[rest(other)..]
}

fn check_file(file: &File, paths: &HashSet<String>) -> Result<(), String> {
    if let Some(line) = file.text.lines().find(|line| line.chars().any(is_unsafe_to_print)) {
        return Err(format!("invisible character: {line:?}"));
    }
    if file.path.ends_with(".rs") {
        let (parsed, tokens) = parse(&file.text)?;
        for docs in docs(&tokens) {
            check_markdown(&docs, "no_run").map_err(|problem| format!("{problem}, in:\n{docs}"))?;
        }
        if file.path.starts_with("src/operations/") || file.path.starts_with("src/types/") {
            check_modules(&file.path, &parsed, paths)?;
            check_inline(&parsed)?;
        }
    } else if file.path.ends_with(".md") {
        check_markdown(&file.text, "rust,no_run")?;
    } else if file.path.ends_with(".toml") {
        file.text.parse::<toml::Table>().map_err(|error| error.to_string())?;
    }
    Ok(())
}

/// Whether a character is invisible, ends a line for some programs, or changes the direction of text.
pub(crate) fn is_unsafe_to_print(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Parses a file as Rust, and checks that it has no `compile_error!`. Also returns its tokens.
fn parse(text: &str) -> Result<(syn::File, TokenStream), String> {
    let parsed = syn::parse_file(text).map_err(|error| format!("it is not Rust: {error}"))?;
    let is_error =
        |item: &syn::Item| matches!(item, syn::Item::Macro(call) if call.mac.path.is_ident("compile_error"));
    if parsed.items.iter().any(is_error) {
        return Err("it has a `compile_error!`".to_owned());
    }
    let tokens = text.parse().map_err(|error: proc_macro2::LexError| error.to_string())?;
    Ok((parsed, tokens))
}

/// Checks that every module that a file declares has a file.
fn check_modules(path: &str, parsed: &syn::File, paths: &HashSet<String>) -> Result<(), String> {
    let folder = path.strip_suffix("/mod.rs").or(path.strip_suffix(".rs")).unwrap_or_default();
    for item in &parsed.items {
        let syn::Item::Mod(module) = item else { continue };
        let name = module.ident.to_string();
        let base = format!("{folder}/{}", name.trim_start_matches("r#")).to_lowercase();
        let has_file = [".rs", "/mod.rs"].iter().any(|end| paths.contains(&format!("{base}{end}")));
        if module.content.is_none() && !has_file {
            return Err(format!("`mod {name}` has no file"));
        }
    }
    Ok(())
}

/// Checks that every function is `#[inline]` or generic. The others would be compiled in the client, whoever calls them.
fn check_inline(parsed: &syn::File) -> Result<(), String> {
    let impls = parsed.items.iter().filter_map(|item| match item {
        syn::Item::Impl(item) => Some(&item.items),
        _ => None,
    });
    let methods = impls.flatten().filter_map(|item| match item {
        syn::ImplItem::Fn(method) => Some((&method.attrs, &method.sig)),
        _ => None,
    });
    let functions = parsed.items.iter().filter_map(|item| match item {
        syn::Item::Fn(function) => Some((&function.attrs, &function.sig)),
        _ => None,
    });
    for (attributes, signature) in methods.chain(functions) {
        let is_generic = signature.generics.type_params().next().is_some()
            || signature.inputs.iter().any(|argument| {
                matches!(argument, syn::FnArg::Typed(typed) if matches!(&*typed.ty, syn::Type::ImplTrait(_)))
            });
        if !is_generic && !attributes.iter().any(|attribute| attribute.path().is_ident("inline")) {
            return Err(format!("`fn {}` is neither generic nor `#[inline]`", signature.ident));
        }
    }
    Ok(())
}

/// Returns the documentation of each item, also within macro calls.
fn docs(tokens: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines: Vec<String> = Vec::new();
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) if matches!(punct.as_char(), '#' | '!') => continue,
            TokenTree::Group(group) => {
                if let Some(line) = doc_line(group) {
                    lines.push(line);
                    continue;
                }
                found.extend(docs(&group.stream()));
            }
            _ => {}
        }
        if !lines.is_empty() {
            found.push(std::mem::take(&mut lines).join("\n"));
        }
    }
    if !lines.is_empty() {
        found.push(lines.join("\n"));
    }
    found
}

/// Returns the string in `[doc = "…"]`, without the space at its start.
pub(crate) fn doc_line(group: &proc_macro2::Group) -> Option<String> {
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(literal)]
            if group.delimiter() == Delimiter::Bracket && name == "doc" =>
        {
            let syn::Lit::Str(line) = syn::Lit::new(literal.clone()) else { return None };
            let line = line.value();
            Some(line.strip_prefix(' ').unwrap_or(&line).to_owned())
        }
        _ => None,
    }
}

/// Checks that documentation has no code except generated examples, whose code blocks have the info string `own`, and
/// that its links lead to items and to the web.
fn check_markdown(markdown: &str, own: &str) -> Result<(), String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut code: Option<String> = None;
    // Links to items are generated; rustdoc checks them.
    let mut parser = Parser::new_ext(markdown, options);
    for event in &mut parser {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == own => {
                code = Some(String::new());
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "text" => {}
            Event::Start(Tag::CodeBlock(kind)) => return Err(format!("there is code: {kind:?}")),
            Event::Text(text) if code.is_some() => code.iter_mut().for_each(|code| code.push_str(&text)),
            Event::End(TagEnd::CodeBlock) => check_example(code.take())?,
            Event::Html(html) | Event::InlineHtml(html) => return Err(format!("there is HTML: {html}")),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => check_link(&dest_url)?,
            _ => {}
        }
    }
    match parser.reference_definitions().iter().next() {
        Some((name, _)) => Err(format!("there is a link definition: {name}")),
        None => Ok(()),
    }
}

/// Checks that an example is Rust and has no items but the generated ones: a call, its hook, a test.
fn check_example(code: Option<String>) -> Result<(), String> {
    let Some(code) = code else { return Ok(()) };
    let code: Vec<&str> = code.lines().map(|line| line.strip_prefix("# ").unwrap_or(line)).collect();
    let code = code.join("\n");
    let parsed = syn::parse_file(&code).or_else(|_| syn::parse_file(&format!("fn main() {{ {code} }}")));
    let parsed = parsed.map_err(|error| format!("an example is not Rust: {error}"))?;
    let is_own = |item: &syn::Item| match item {
        syn::Item::Use(_) => true,
        syn::Item::Fn(item) => ["example", "run", "main", "your_code", "every_outcome_is_reported"]
            .contains(&&*item.sig.ident.to_string()),
        // The body of a response in the test.
        syn::Item::Const(item) => {
            item.ident == "BODY" && matches!(&*item.expr, syn::Expr::Lit(literal) if literal.attrs.is_empty())
        }
        // The hook of the first call.
        syn::Item::Struct(item) => item.ident == "Signer",
        syn::Item::Impl(item) => {
            matches!(&*item.self_ty, syn::Type::Path(own) if own.path.is_ident("Signer"))
        }
        _ => false,
    };
    if parsed.items.iter().all(is_own) { Ok(()) } else { Err("an example has more than a call".to_owned()) }
}

fn check_link(address: &str) -> Result<(), String> {
    let is_web = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    // `Client::users`, `crate::Error`, `#errors`, and the link of the README.
    let is_item = |c: char| c.is_alphanumeric() || "_#!-".contains(c);
    let is_own = address.replace("::", "").chars().all(is_item) || address == "src/operations/mod.rs";
    if is_web || is_own { Ok(()) } else { Err(format!("there is a link to {address:?}")) }
}
