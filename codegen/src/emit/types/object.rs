//! Objects: a struct, its constructor and its setters.

use super::super::docs;
use super::super::print::{Code, deprecated, description, literal};
use super::super::rust_type::{Scope, type_text};
use super::setter::{default_constructor, setter};
use crate::api::{Field, Name, Presence, TypeDef};

pub(super) fn object(code: &mut Code, def: &TypeDef, fields: &[Field], scope: Scope<'_>) {
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
            code.parts(&["pub ", &field.name.rust, ": ", &wrapped(field.presence, &ty), ","]);
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

/// The type of a field, given that of a value.
pub(crate) fn wrapped(presence: Presence, ty: &str) -> String {
    match presence {
        Presence::Required => ty.to_owned(),
        Presence::Optional => format!("Option<{ty}>"),
        Presence::Patch => format!("Option<Option<{ty}>>"),
    }
}

fn field_docs(field: &Field, in_request: bool) -> Vec<String> {
    let mut lines = description(&field.docs);
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
