//! The types, as plain Rust items; the macros of the runtime implement their traits.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::print::{Code, Printer, deprecated, description, literal, sentence_and_description};
use super::rust_type::{Scope, foreign_names, type_text};
use super::{Context, docs, parallel};
use crate::File;
use crate::api::{
    EnumValue, Field, FormContent, FormField, Name, Presence, StringRules, Type, TypeDef, TypeKind, Union,
};

/// The files below `src/types`.
pub(crate) fn files(context: Context<'_>, files: &mut Vec<File>) {
    let mut modules: BTreeMap<&str, Vec<&TypeDef>> = BTreeMap::new();
    for (def, module) in context.api.types.iter().zip(&context.api.type_modules) {
        modules.entry(module).or_default().push(def);
    }
    // The types of a folder are in the order of their first use there; those that several folders share are sorted.
    if let Some(shared) = modules.get_mut(SHARED) {
        shared.sort_by_key(|def| &def.name);
    }
    files.push(root(context, &modules));
    let modules: Vec<_> = modules.into_iter().collect();
    files.extend(parallel::map(&modules, |(module, defs)| file(context, module, defs)));
}

/// The module of the types that several folders use.
const SHARED: &str = "shared";

fn root(context: Context<'_>, modules: &BTreeMap<&str, Vec<&TypeDef>>) -> File {
    let docs = [
        "The types of requests and responses.",
        "",
        "`object!` and the other macros implement the traits of each type: `Clone`, `Debug`, `PartialEq`, `Serialize` and",
        "`Deserialize`, and for objects without required fields `Default`.",
    ];
    let mut printer = Printer::new(context, &docs.map(str::to_owned));
    let declarations = modules.keys().map(|module| format!("mod {module};\n"));
    printer.text(&declarations.collect::<String>());
    let mut exports: String = modules.keys().map(|module| format!("pub use {module}::*;\n")).collect();
    if context.api.types.iter().any(has_files) {
        exports.insert_str(0, "pub use crate::runtime::model::form::FilePart;\n");
    }
    printer.text(&exports);
    printer.file("src/types/mod.rs".to_owned())
}

/// Whether callers pass files in a form.
fn has_files(def: &TypeDef) -> bool {
    let is_file = |field: &FormField| field.content == FormContent::File;
    matches!(&def.kind, TypeKind::Form(fields) if fields.iter().any(is_file))
}

fn file(context: Context<'_>, module: &str, defs: &[&TypeDef]) -> File {
    let mut printer = Printer::new(context, &[]);
    printer.text(&imports(defs));
    let own: HashSet<&str> = defs.iter().map(|def| def.name.as_str()).collect();
    let mut code = Code::default();
    for def in defs {
        definition(&mut code, def, Scope::Types(&own));
    }
    printer.code(code);
    printer.file(format!("src/types/{}.rs", module.trim_start_matches("r#")))
}

/// The macro that implements the traits of a type.
fn macro_name(def: &TypeDef) -> Option<&'static str> {
    match &def.kind {
        TypeKind::Object(_) => Some("object"),
        TypeKind::Union(_) => Some("union"),
        TypeKind::Enum(_) => Some("open_enum"),
        TypeKind::Newtype(_) => Some("validated_string"),
        TypeKind::Alias(_) | TypeKind::Form(_) => None,
    }
}

fn imports(defs: &[&TypeDef]) -> String {
    let mut foreign = BTreeSet::new();
    for def in defs {
        for ty in types_of(def) {
            foreign_names(ty, &mut foreign);
        }
        if matches!(def.kind, TypeKind::Union(_)) {
            foreign.insert("Value");
        }
    }
    let mut groups = Vec::new();
    if foreign.contains("BTreeMap") {
        groups.push("use std::collections::BTreeMap;\n".to_owned());
    }
    if foreign.contains("Value") {
        groups.push("use serde_json::Value;\n".to_owned());
    }
    let macros: BTreeSet<&str> = defs.iter().filter_map(|def| macro_name(def)).collect();
    match &macros.into_iter().collect::<Vec<_>>()[..] {
        [] => {}
        [name] => groups.push(format!("use crate::runtime::model::{name};\n")),
        names => groups.push(format!("use crate::runtime::model::{{{}}};\n", names.join(", "))),
    }
    groups.join("\n")
}

/// The types that a definition contains.
fn types_of(def: &TypeDef) -> Vec<&Type> {
    match &def.kind {
        TypeKind::Object(fields) => fields.iter().map(|field| &field.ty).collect(),
        TypeKind::Union(union) => union.variants.iter().filter_map(|variant| variant.ty.as_ref()).collect(),
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Enum(_) | TypeKind::Newtype(_) | TypeKind::Form(_) => Vec::new(),
    }
}

fn definition(code: &mut Code, def: &TypeDef, scope: Scope<'_>) {
    code.blank();
    code.docs(&description(&def.docs, ""));
    match &def.kind {
        TypeKind::Object(fields) => object(code, def, fields, scope),
        TypeKind::Enum(values) => open_enum(code, def, values),
        TypeKind::Union(variants) => union(code, def, variants, scope),
        TypeKind::Newtype(rules) => validated_string(code, def, rules),
        TypeKind::Form(fields) => form(code, def, fields),
        TypeKind::Alias(target) => {
            code.line(&format!("pub type {} = {};", def.name, type_text(target, scope)));
        }
    }
}

fn object(code: &mut Code, def: &TypeDef, fields: &[Field], scope: Scope<'_>) {
    code.line("#[non_exhaustive]");
    if fields.is_empty() {
        code.line(&format!("pub struct {} {{}}", def.name));
    } else {
        code.open(&format!("pub struct {} {{", def.name));
        for field in fields {
            code.docs(&field_docs(field, def.in_request));
            if let Some(reason) = &field.deprecated {
                code.line(&deprecated(reason));
            }
            let ty = type_text(&field.ty, scope);
            let (before, after) = match field.presence {
                Presence::Required => ("", ","),
                Presence::Optional => ("Option<", ">,"),
                Presence::Patch => ("Option<Option<", ">>,"),
            };
            code.parts(&["pub ", &field.name.rust, ": ", before, &ty, after]);
        }
        code.close("}");
    }
    code.blank();
    code.line(&object_macro(def, fields));
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    constructor(code, fields, scope);
    if def.in_request {
        let settable = fields.iter().filter(|field| field.presence != Presence::Required && !field.read_only);
        settable.for_each(|field| field_setter(code, field, scope));
    }
    code.close("}");
}

fn field_docs(field: &Field, in_request: bool) -> Vec<String> {
    let mut lines = description(&field.docs, "");
    let note = match field.presence {
        Presence::Patch => "`Some(None)` is null.",
        _ if field.read_only && in_request => "Only the service sets this field.",
        _ => return lines,
    };
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(note.to_owned());
    lines
}

/// The line that implements the traits of an object: its fields by their presence.
fn object_macro(def: &TypeDef, fields: &[Field]) -> String {
    let sections =
        [("required", Presence::Required), ("optional", Presence::Optional), ("nullable", Presence::Patch)];
    let sections = sections.into_iter().filter_map(|(section, presence)| {
        let fields = fields.iter().filter(|field| field.presence == presence);
        let fields = fields.map(|Field { name, sensitive, .. }| {
            let flag = if *sensitive { "[redacted] " } else { "" };
            format!("{flag}{}{}", name.rust, key(name))
        });
        let fields: Vec<String> = fields.collect();
        (!fields.is_empty()).then(|| format!("{section}: {}", fields.join(", ")))
    });
    let sections: Vec<String> = sections.collect();
    match sections.is_empty() {
        true => format!("object!({} {{}});", def.name),
        false => format!("object!({} {{ {} }});", def.name, sections.join("; ")),
    }
}

/// The JSON key, if it is not the name in Rust.
fn key(name: &Name) -> String {
    if name.rust == name.wire { String::new() } else { format!(" = {}", literal(&name.wire)) }
}

fn constructor(code: &mut Code, fields: &[Field], scope: Scope<'_>) {
    let required = fields.iter().filter(|field| field.presence == Presence::Required);
    let arguments =
        required.map(|field| format!("{}: impl Into<{}>", field.name.rust, type_text(&field.ty, scope)));
    let arguments: Vec<String> = arguments.collect();
    if arguments.is_empty() {
        return default_constructor(code, "Creates a value in which no field is set.");
    }
    code.docs(&["Creates a value from its required fields.".to_owned()]);
    code.line("#[must_use]");
    code.open_function("new", &arguments, "Self");
    let fields = fields.iter().map(|Field { name, presence, .. }| match presence {
        Presence::Required => format!("{0}: {0}.into()", name.rust),
        Presence::Optional | Presence::Patch => format!("{}: None", name.rust),
    });
    let fields: Vec<String> = fields.collect();
    code.list("Self { ", &fields, " }");
    code.close("}");
}

/// `new` without arguments.
fn default_constructor(code: &mut Code, docs: &str) {
    code.docs(&[docs.to_owned()]);
    code.line("#[must_use]");
    code.open_function("new", &[], "Self");
    code.line("Default::default()");
    code.close("}");
}

fn field_setter(code: &mut Code, field: &Field, scope: Scope<'_>) {
    let name = &field.name.rust;
    let ty = type_text(&field.ty, scope);
    let (sentence, bound, value) = match field.presence {
        Presence::Patch => (
            format!("Sets {}; `None` is null.", docs::code(&field.name.wire)),
            format!("impl crate::OrNull<{ty}>"),
            format!("{name}.or_null()"),
        ),
        _ => (
            format!("Sets {}.", docs::code(&field.name.wire)),
            format!("impl Into<{ty}>"),
            format!("{name}.into()"),
        ),
    };
    setter(code, name, &sentence, &field.docs, field.deprecated.as_deref(), &bound, |name| {
        format!("self.{name} = Some({value});")
    });
}

/// A method that takes the value, changes it and returns it.
fn setter(
    code: &mut Code,
    name: &str,
    sentence: &str,
    docs: &str,
    deprecation: Option<&str>,
    argument_type: &str,
    statement: impl Fn(&str) -> String,
) {
    code.blank();
    code.docs(&sentence_and_description(sentence.to_owned(), docs));
    if let Some(reason) = deprecation {
        code.line(&deprecated(reason));
    }
    code.line("#[must_use]");
    code.open_function(name, &["mut self".to_owned(), format!("{name}: {argument_type}")], "Self");
    code.line(&statement(name));
    code.line("self");
    code.close("}");
}

fn form(code: &mut Code, def: &TypeDef, fields: &[FormField]) {
    code.line("#[derive(Clone, Debug, Default)]");
    code.open(&format!("pub struct {} {{", def.name));
    code.line("pub(crate) form: crate::runtime::model::Form,");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    default_constructor(code, "Creates an empty form.");
    for field in fields {
        form_setter(code, field);
    }
    code.close("}");
}

fn form_setter(code: &mut Code, FormField { name, docs, content, repeats, .. }: &FormField) {
    let wire = literal(&name.wire);
    let method = match (content, repeats) {
        (FormContent::Text(None), false) => "text",
        (FormContent::Text(None), true) => "texts",
        (FormContent::Text(Some(_)), _) => "typed_texts",
        (FormContent::File, false) => "file",
        (FormContent::File, true) => "files",
    };
    let media_type = match content {
        FormContent::Text(Some(media_type)) => format!("{}, ", literal(media_type)),
        _ => String::new(),
    };
    let item = match content {
        FormContent::Text(_) => "impl Into<String>",
        FormContent::File => "super::FilePart",
    };
    let argument_type = if *repeats { format!("impl IntoIterator<Item = {item}>") } else { item.to_owned() };
    let sentence = format!("Sets the field {}.", docs::code(&name.wire));
    setter(code, &name.rust, &sentence, docs, None, &argument_type, |name| match (content, repeats) {
        (FormContent::Text(Some(_)), false) => format!("self.form.{method}({wire}, {media_type}[{name}]);"),
        _ => format!("self.form.{method}({wire}, {media_type}{name});"),
    });
}

fn open_enum(code: &mut Code, def: &TypeDef, values: &[EnumValue]) {
    code.line("#[derive(Clone, Debug)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {} {{", def.name));
    for EnumValue { name, docs, deprecated: deprecation, .. } in values {
        code.docs(&description(docs, ""));
        if let Some(reason) = deprecation {
            code.line(&deprecated(reason));
        }
        code.parts(&[&name.rust, ","]);
    }
    code.docs(&["A value that this version of the client does not know.".to_owned()]);
    code.line("Unknown(String),");
    code.close("}");
    code.blank();
    let values =
        values.iter().map(|EnumValue { name, .. }| format!("{} = {}", name.rust, literal(&name.wire)));
    code.line(&format!("open_enum!({} {{ {} }});", def.name, values.collect::<Vec<_>>().join(", ")));
}

fn union(code: &mut Code, def: &TypeDef, union: &Union, scope: Scope<'_>) {
    code.line("#[derive(Clone, PartialEq)]");
    code.line("#[non_exhaustive]");
    code.open(&format!("pub enum {} {{", def.name));
    for variant in &union.variants {
        code.docs(&description(&variant.docs, ""));
        let content = variant.ty.as_ref().map(|ty| format!("({})", type_text(ty, scope)));
        code.parts(&[&variant.name.rust, &content.unwrap_or_default(), ","]);
    }
    code.docs(&[
        "A value that this version of the client does not know, or that does not match its description."
            .to_owned(),
    ]);
    code.line("Unknown(Value),");
    code.close("}");
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    code.docs(&[format!(
        "Returns {}, which tells the variants apart; `None` if it is missing.",
        docs::code(&union.tag.wire)
    )]);
    code.line("#[must_use]");
    code.open_function(&union.tag.rust, &["&self".to_owned()], "Option<&str>");
    code.line("crate::runtime::model::tag(self)");
    code.close("}");
    code.close("}");
    code.blank();
    let variants = union.variants.iter().map(|variant| {
        let content = if variant.ty.is_some() { "(_)" } else { "" };
        format!("{}{content} = {}", variant.name.rust, literal(&variant.name.wire))
    });
    let variants = variants.collect::<Vec<_>>().join(", ");
    code.line(&format!("union!({} by {} {{ {variants} }});", def.name, literal(&union.tag.wire)));
}

fn validated_string(code: &mut Code, def: &TypeDef, rules: &StringRules) {
    let rule = rule_in_words(rules);
    code.line("#[derive(Clone)]");
    code.line(&format!("pub struct {}(String);", def.name));
    code.blank();
    code.open(&format!("impl {} {{", def.name));
    code.docs(&[
        "Creates a value from a string.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        String::new(),
        rule_in_docs(rules),
    ]);
    code.open("pub fn new(text: impl Into<String>) -> Result<Self, crate::InvalidText> {");
    code.line("Self::checked(text.into())");
    code.close("}");
    code.close("}");
    code.blank();
    let flag = if def.sensitive { "[redacted] " } else { "" };
    let characters = rules.characters.iter().map(|(first, last)| format!("({first:?}, {last:?})"));
    code.open(&format!("validated_string!({flag}{} {{", def.name));
    code.line(&format!("min: {},", rules.min_length.unwrap_or(0)));
    let max = rules.max_length.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
    code.line(&format!("max: {max},"));
    code.line(&format!("characters: &[{}],", characters.collect::<Vec<_>>().join(", ")));
    code.line(&format!("description: {},", literal(&rule)));
    code.close("});");
}

/// The documentation of the rules.
fn rule_in_docs(rules: &StringRules) -> String {
    match &rules.pattern {
        Some(pattern) => format!("If the string does not match {}.", docs::code(pattern)),
        None => format!("If the string does not {}.", rule_in_words(rules)),
    }
}

/// The rules in words, after `it must `.
fn rule_in_words(rules: &StringRules) -> String {
    match (&rules.pattern, rules.min_length, rules.max_length) {
        (Some(pattern), ..) => format!("match {pattern}"),
        (None, Some(min), Some(max)) => format!("have {min} to {max} characters"),
        (None, Some(min), None) => format!("have at least {min} characters"),
        (None, None, Some(max)) => format!("have at most {max} characters"),
        (None, None, None) => "be a string".to_owned(),
    }
}
