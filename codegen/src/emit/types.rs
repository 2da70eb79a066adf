//! The types, each as a call of the runtime's macro for its kind.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::layout::{MacroCall, WIDTH, literal};
use super::print::{Printer, deprecated_line, description};
use super::rust_type::{Scope, foreign_paths, push_type, type_text};
use super::{Context, docs, parallel};
use crate::File;
use crate::api::{
    EnumValue, Field, FormContent, FormField, Name, Presence, TextRules, Type, TypeDef, TypeKind, Union,
};

/// The files below `src/types`.
pub(crate) fn files(context: Context<'_>, files: &mut Vec<File>) {
    let mut modules: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    for (def, module) in context.api.types.iter().zip(&context.api.type_modules) {
        modules.entry(module).or_default().push(def);
    }
    files.push(root(context, &modules));
    let modules: Vec<_> = modules.into_iter().collect();
    files.extend(parallel::map(&modules, |(module, defs)| file(context, module, defs)));
}

fn root(context: Context<'_>, modules: &BTreeMap<&str, Vec<&TypeDef>>) -> File {
    let docs = ["What requests and responses are made of.".to_owned()];
    let mut printer = Printer::new(context, &docs);
    if context.api.types.iter().any(has_files) {
        printer.text("pub use crate::runtime::form::FilePart;\n");
    }
    let declarations: String = modules.keys().map(|module| format!("mod {module};\n")).collect();
    if !modules.is_empty() {
        printer.text(&declarations);
        printer.text(&exports(modules.keys()));
    }
    printer.file("src/types/mod.rs".to_owned())
}

/// The names of the types, wherever they are. A big client has hundreds of modules, so they share lines.
fn exports<'a>(modules: impl Iterator<Item = &'a &'a str>) -> String {
    let mut text = "pub use {".to_owned();
    let mut start = text.len();
    for module in modules {
        let is_full = text.len() - start + module.len() > WIDTH;
        text.push_str(if is_full || text.ends_with('{') { "\n    " } else { " " });
        if is_full {
            start = text.len();
        }
        text.push_str(&format!("{module}::*,"));
    }
    text.push_str("\n};\n");
    text
}

/// Whether callers pass files in it.
fn has_files(def: &TypeDef) -> bool {
    let is_file = |field: &FormField| field.content == FormContent::File;
    matches!(&def.kind, TypeKind::Form(fields) if fields.iter().any(is_file))
}

/// The kinds of types, in the order in which a file has them, with the macro for each.
const MACROS: [&str; 7] = ["requests", "forms", "objects", "unions", "open_enums", "texts", "aliases"];

fn macro_name(def: &TypeDef) -> &'static str {
    match &def.kind {
        TypeKind::Object(_) if def.in_request => "requests",
        TypeKind::Object(_) => "objects",
        TypeKind::Union(_) => "unions",
        TypeKind::Enum(_) => "open_enums",
        TypeKind::Newtype(_) => "texts",
        TypeKind::Alias(_) => "aliases",
        TypeKind::Form(_) => "forms",
    }
}

fn file(context: Context<'_>, module: &str, defs: &[&TypeDef]) -> File {
    let mut printer = Printer::new(context, &[]);
    printer.text(&imports(defs));
    let own: HashSet<&str> = defs.iter().map(|def| def.name.as_str()).collect();
    for name in MACROS {
        let mut defs = defs.iter().filter(|def| macro_name(def) == name).peekable();
        if defs.peek().is_some() {
            let mut call = MacroCall::new(name);
            defs.for_each(|def| definition(&mut call, def, Scope::Types(&own)));
            printer.text(&call.finish());
        }
    }
    printer.file(format!("src/types/{}.rs", module.trim_start_matches("r#")))
}

/// The macros of a file, and what its types are made of.
fn imports(defs: &[&TypeDef]) -> String {
    let macros: BTreeSet<&str> = defs.iter().map(|def| macro_name(def)).collect();
    let mut foreign = BTreeSet::new();
    for ty in defs.iter().flat_map(|def| types_of(def)) {
        foreign_paths(ty, &mut foreign);
    }
    let mut lines = String::new();
    if foreign.contains("BTreeMap") {
        lines.push_str("use std::collections::BTreeMap;\n");
    }
    if foreign.contains("Value") {
        lines.push_str("use serde_json::Value;\n");
    }
    if macros.contains("forms") {
        lines.push_str("use crate::runtime::form::forms;\n");
    }
    let macros: Vec<&str> = macros.into_iter().filter(|name| *name != "forms").collect();
    match &macros[..] {
        [] => {}
        [name] => lines.push_str(&format!("use crate::runtime::types::{name};\n")),
        names => lines.push_str(&format!("use crate::runtime::types::{{{}}};\n", names.join(", "))),
    }
    lines
}

/// The types that a definition is made of.
fn types_of(def: &TypeDef) -> Vec<&Type> {
    match &def.kind {
        TypeKind::Object(fields) => fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.as_ref()).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => Vec::new(),
    }
}

fn definition(call: &mut MacroCall, def: &TypeDef, scope: Scope<'_>) {
    // The macro says something where nobody else does.
    let docs = description(&def.docs, "");
    if !matches!(def.kind, TypeKind::Alias(_)) {
        call.gap();
    }
    call.docs(&docs);
    match &def.kind {
        TypeKind::Object(fields) => object(call, def, fields, scope),
        TypeKind::Enum(values) => open_enum(call, def, values),
        TypeKind::Union(alternatives) => union(call, def, alternatives, scope),
        TypeKind::Newtype(rules) => text(call, def, rules),
        TypeKind::Form(fields) => form(call, def, fields),
        TypeKind::Alias(target) => call.line(&format!("{} = {};", def.name, type_text(target, scope))),
    }
}

fn object(call: &mut MacroCall, def: &TypeDef, fields: &[Field], scope: Scope<'_>) {
    let sections = [
        ("required", Presence::Required, false),
        ("optional", Presence::Optional, false),
        ("patch", Presence::Patch, false),
        ("read_only", Presence::Optional, true),
    ];
    let mut is_open = false;
    for (section, presence, read_only) in sections {
        let fields = fields.iter().filter(|field| {
            // A response has no setters, so there it makes no difference who sets a field.
            field.presence == presence && (field.read_only && def.in_request) == read_only
        });
        let mut fields = fields.peekable();
        if fields.peek().is_some() {
            if is_open {
                call.reopen(section);
            } else {
                call.open(&format!("pub struct {} {section}", def.name));
            }
            is_open = true;
            fields.for_each(|field| object_field(call, field, scope));
        }
    }
    if is_open {
        call.close();
    } else {
        call.line(&format!("pub struct {} optional {{}}", def.name));
    }
}

fn object_field(call: &mut MacroCall, field: &Field, scope: Scope<'_>) {
    let Field { name, ty, .. } = field;
    // Of nothing else does a client have so many.
    let mut text = if field.sensitive { "[redacted] ".to_owned() } else { String::with_capacity(32) };
    text.extend([&name.rust, ": "]);
    push_type(&mut text, ty, scope);
    if name.rust != name.wire {
        text.push_str(&key(name));
    }
    member(call, &field.docs, name, field.deprecated.as_ref(), &text);
}

fn form(call: &mut MacroCall, def: &TypeDef, fields: &[FormField]) {
    call.open(&format!("pub struct {}", def.name));
    for FormField { name, docs, content, repeats, .. } in fields {
        let kind = match (content, repeats) {
            (FormContent::Text(_), false) => "text",
            (FormContent::Text(_), true) => "texts",
            (FormContent::File, false) => "file",
            (FormContent::File, true) => "files",
        };
        let media_type = match content {
            FormContent::Text(Some(media_type)) => format!(" as {}", literal(media_type)),
            _ => String::new(),
        };
        member(call, docs, name, None, &format!("{kind} {}{}{media_type}", name.rust, key(name)));
    }
    call.close();
}

/// The name on the wire, when Rust spells it otherwise.
fn key(name: &Name) -> String {
    if name.rust == name.wire { String::new() } else { format!(" = {}", literal(&name.wire)) }
}

/// A field or a value, with what is said about it.
fn member(call: &mut MacroCall, docs: &str, name: &Name, deprecated: Option<&String>, text: &str) {
    // The macro makes documentation of the name where there is none, but only when there is no other attribute.
    let missing = if deprecated.is_some() { docs::code(&name.wire) } else { String::new() };
    let docs = description(docs, &missing);
    if docs.is_empty() {
        return call.word(text);
    }
    call.docs(&docs);
    if let Some(reason) = deprecated {
        call.line(&deprecated_line(reason));
    }
    call.line(&format!("{text},"));
}

fn open_enum(call: &mut MacroCall, def: &TypeDef, values: &[EnumValue]) {
    call.open(&format!("pub enum {}", def.name));
    for EnumValue { name, docs, deprecated, .. } in values {
        let text = format!("{} = {}", name.rust, literal(&name.wire));
        member(call, docs, name, deprecated.as_ref(), &text);
    }
    call.close();
}

fn union(call: &mut MacroCall, def: &TypeDef, union: &Union, scope: Scope<'_>) {
    call.open(&format!("pub enum {} by {} = {}", def.name, union.tag.rust, literal(&union.tag.wire)));
    for variant in &union.variants {
        let content = variant.ty.as_ref().map(|ty| format!("({})", type_text(ty, scope)));
        let content = content.unwrap_or_default();
        let text = format!("{}{content} = {}", variant.name.rust, literal(&variant.name.wire));
        member(call, &variant.docs, &variant.name, None, &text);
    }
    call.close();
}

fn text(call: &mut MacroCall, def: &TypeDef, rules: &TextRules) {
    let redacted = if def.sensitive { "[redacted] " } else { "" };
    let max = rules.max_length.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
    let characters = rules.characters.iter().map(|(first, last)| format!("({first:?}, {last:?})"));
    let characters: Vec<String> = characters.collect();
    call.open(&format!("{redacted}pub struct {}", def.name));
    call.line(&format!("min: {},", rules.min_length.unwrap_or(0)));
    call.line(&format!("max: {max},"));
    call.line(&format!("characters: &[{}],", characters.join(", ")));
    call.line(&format!("words: {},", literal(&words(rules))));
    call.close();
}

/// The rules in words, after `it has to `.
fn words(rules: &TextRules) -> String {
    match (&rules.pattern, rules.min_length, rules.max_length) {
        (Some(pattern), ..) => format!("match {pattern}"),
        (None, Some(min), Some(max)) => format!("have {min} to {max} characters"),
        (None, Some(min), None) => format!("have at least {min} characters"),
        (None, None, Some(max)) => format!("have at most {max} characters"),
        (None, None, None) => "be a text".to_owned(),
    }
}
